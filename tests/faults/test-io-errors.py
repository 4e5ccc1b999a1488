# test-io-errors.py: a full disk, a failing disk, calls that are interrupted, threads that cannot be had
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-io-errors.py AZUD"""

import os
import sys
import tempfile

from tracing import TwoOutputs, call, count_calls, leave_if_missing
from pipelines import Azud, Tap, left_over

AZUD = Azud(sys.argv[1])


def refused(outputs, injection, words):
    """The call fails, and so does the run: status 5, older outputs whole, nothing left behind."""
    outputs.reset()
    status, out, errors = call(AZUD, injection, outputs.path)
    if status != 5:
        return "%s: exit status %d: %s %s" % (injection, status, outputs.state(), errors)
    if outputs.state() != "old":
        return "%s: the outputs are %s" % (injection, outputs.state())
    if left_over(outputs.out):
        return "%s: %s left" % (injection, left_over(outputs.out))
    if words not in errors or "/out" not in errors:
        return "%s: the message does not tell enough: %s" % (injection, errors)
    return None


def overcome(outputs, injection, **extra):
    """The call fails, the run does not."""
    outputs.reset()
    status, out, errors = call(AZUD, injection, outputs.path, **extra)
    if status != 0 or outputs.state() != "new" or left_over(outputs.out):
        return "%s: exit status %d, %s, %s left, %s" % (injection, status, outputs.state(), left_over(outputs.out), errors)
    return None


def clean_failure(outputs, injection, statuses, **extra):
    """Fails or not, but never by a signal, and the outputs are those of the exit status."""
    outputs.reset()
    status, out, errors = call(AZUD, injection, outputs.path, **extra)
    expected = "new" if status == 0 else "old"
    if status not in statuses or outputs.state() != expected or left_over(outputs.out):
        return "%s: exit status %d, %s, %s left, %s" % (injection, status, outputs.state(), left_over(outputs.out), errors)
    return None


def check_outputs(tap, outputs):
    for name, error, words in (("pwrite64", "ENOSPC", "space"), ("pwrite64", "EIO", "Input/output"), ("fsync", "EIO", "Input/output"),
                               ("fsync", "ENOSPC", "space"), ("fsync", "EDQUOT", "quota"), ("rename", "EACCES", "Permission"),
                               ("rename", "EXDEV", "cross-device")):
        # A task is tried four times, and a disk may have room a moment later: once is overcome or refused, for good is refused.
        once = always = None
        for n in range(1, count_calls(AZUD, name, outputs.path, outputs.reset) + 1):
            once = once or clean_failure(outputs, "%s:error=%s:when=%d" % (name, error, n), (0, 5))
            if name != "rename" or n == 1:      # from the second on, the way back would be barred too
                always = always or refused(outputs, "%s:error=%s:when=%d+" % (name, error, n), words)
        tap.report("/faults/errors/%s-%s-once" % (name, error), once)
        tap.report("/faults/errors/%s-%s-for-good" % (name, error), always)
    problem = None
    for n in range(1, count_calls(AZUD, "pwrite64", outputs.path, outputs.reset) + 1):
        problem = problem or overcome(outputs, "pwrite64:error=EINTR:when=%d" % n)
    tap.report("/faults/errors/pwrite64-EINTR", problem)


def check_inputs(tap, outputs):
    source = [os.path.join(outputs.folder, "in.csv")]
    for call_name in ("read", "pread64"):
        tap.report("/faults/errors/%s-EINTR" % call_name, overcome(outputs, call_name + ":error=EINTR:when=1", only=source))
        tap.report("/faults/errors/%s-EIO-once" % call_name,
                   clean_failure(outputs, call_name + ":error=EIO:when=1", (0, 1, 5), only=source))
    outputs.reset()
    status, out, errors = call(AZUD, "read,pread64:error=EIO", outputs.path, only=source)
    tap.report("/faults/errors/read-EIO-always", None if status in (1, 5) and "in.csv" in errors and outputs.state() == "old"
               else "exit status %d, %s, %s" % (status, outputs.state(), errors))


def check_threads(tap, outputs):
    """No threads to be had: fewer workers, or a clear refusal."""
    for when in ("1", "2", "3", "1+", "2+"):
        tap.report("/faults/errors/no-thread-%s" % when, clean_failure(outputs, "clone3,clone:error=EAGAIN:when=" + when, (0, 5)))


def main():
    leave_if_missing()
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        outputs = TwoOutputs(folder)
        for part in (check_outputs, check_inputs, check_threads):
            part(tap, outputs)
    return tap.end()


sys.exit(main())
