# test-kill.py: a run killed at each of its system calls leaves whole outputs, and the next run tidies up
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-kill.py AZUD [thorough]

Whatever the moment: each output is the old or the new one, complete.  The next run into the same folder, of whatever pipeline,
removes what the dead one has left and brings both outputs to the same state; the same run once more gives the right result.
"""

import os
import sys
import tempfile

from tracing import FolderOutputs, TwoOutputs, call, count_calls, leave_if_missing
from pipelines import Azud, Tap, left_over

AZUD = Azud(sys.argv[1])
THOROUGH = len(sys.argv) > 2
CALLS = ["pwrite64", "fsync", "rename", "unlink", "link"]


def problem_of(outputs, name, n):
    outputs.reset()
    call(AZUD, "%s:signal=KILL:when=%d" % (name, n), outputs.path)
    state = outputs.state()
    if state not in ("old", "new", "mixed"):
        return "%s %d: %s" % (name, n, state)
    done = AZUD.run(outputs.other)
    if done.returncode != 0:
        return "%s %d: the next run: %s" % (name, n, done.stderr)
    state = outputs.state()
    if state not in ("old", "new"):
        return "%s %d: after the next run the outputs are %s" % (name, n, state)
    if left_over(outputs.out):
        return "%s %d: the next run leaves %s" % (name, n, left_over(outputs.out))
    done = AZUD.run(outputs.path)
    if done.returncode != 0 or outputs.state() != "new":
        return "%s %d: the same run again: %d, %s %s" % (name, n, done.returncode, outputs.state(), done.stderr)
    return None


def kill_each(tap, title, outputs, calls, may_miss):
    for name in calls:
        count = count_calls(AZUD, name, outputs.path, outputs.reset)
        print("# %s, %s: %d moments" % (title, name, count))
        problem = None if outputs.state() == "new" else "undisturbed: " + outputs.state()
        if count == 0 and name not in may_miss:
            problem = problem or "an undisturbed run never calls it: this test looks at the wrong calls"
        for n in range(1, count + 1):
            problem = problem or problem_of(outputs, name, n)
        tap.report("/faults/kill/T033-T034-%s/%s" % (title, name), problem)


def main():
    leave_if_missing()
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        outputs = TwoOutputs(os.path.join(folder, "two"), 300000 if THOROUGH else 2000)
        kill_each(tap, "files", outputs, CALLS + (["openat", "close", "flock", "munmap"] if THOROUGH else []), ["munmap"])
        outputs = FolderOutputs(os.path.join(folder, "three"))
        tap.report("/faults/kill/undisturbed-folder", None if outputs.azud_makes(AZUD) else "other rows than those that were read")
        kill_each(tap, "folder", outputs, CALLS + ["mkdir", "renameat2"], ["link"])
    return tap.end()


sys.exit(main())
