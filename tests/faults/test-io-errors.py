# test-io-errors.py: a full disk, a failing disk, calls that are interrupted, threads that cannot be had
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-io-errors.py AZUD SHORT_TRANSFERS_LIBRARY"""

import json
import os
import sys
import tempfile

from tracing import TwoOutputs, call, count_calls, failed_then_again, leave_if_missing
from pipelines import Azud, Tap, left_over, node, read_bytes, unequal, write_pipeline, writer

AZUD = Azud(sys.argv[1])
LIBRARY = os.path.abspath(sys.argv[2])


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


NUMBERS = {"fsync": "T014", "rename": "T015", "ENOSPC": "T011", "EIO": "T012"}


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
        path = "/faults/errors/%s-%s-%s" % (NUMBERS.get(name, NUMBERS.get(error)), name, error)
        tap.report(path + "-once", once)
        tap.report(path + "-for-good", always)
    problem = None
    for n in range(1, count_calls(AZUD, "pwrite64", outputs.path, outputs.reset) + 1):
        problem = problem or overcome(outputs, "pwrite64:error=EINTR:when=%d" % n)
    tap.report("/faults/errors/T013-pwrite64-EINTR", problem)
    problem = None
    for n in range(1, count_calls(AZUD, "close", outputs.path, outputs.reset) + 1):
        problem = problem or clean_failure(outputs, "close:error=EIO:when=%d" % n, (0, 5, 127))      # 127: it was the loader's
    tap.report("/faults/errors/T014-close-EIO", problem)
    with tempfile.NamedTemporaryFile() as log:
        outputs.reset()
        status, _, errors = call(AZUD, "fsync:error=EIO", outputs.path, log=log.name)
        tap.report("/faults/errors/T014-fsync-not-again", unequal((5, []), (status, failed_then_again(log.name, "fsync"))))


def check_inputs(tap, outputs):
    source = [os.path.join(outputs.folder, "in.csv")]
    for call_name in ("read", "pread64"):
        interrupted = broken = None
        for n in range(1, 8):
            interrupted = interrupted or overcome(outputs, "%s:error=EINTR:when=%d" % (call_name, n), only=source)
            for when in (str(n), "%d+" % n):
                broken = broken or clean_failure(outputs, "%s:error=EIO:when=%s" % (call_name, when), (0, 1, 5), only=source)
        tap.report("/faults/errors/T013-%s-EINTR" % call_name, interrupted)
        tap.report("/faults/errors/T012-%s-EIO" % call_name, broken)
    outputs.reset()
    status, out, errors = call(AZUD, "read,pread64:error=EIO", outputs.path, only=source)
    tap.report("/faults/errors/T012-read-EIO-always", None if status in (1, 5) and "in.csv" in errors and outputs.state() == "old"
               else "exit status %d, %s, %s" % (status, outputs.state(), errors))


def check_short(tap, outputs):
    """Every call on a file is interrupted or short, in a run that reads, spills, and writes."""
    path = write_pipeline(os.path.join(outputs.folder, "short.azud"), [
        node("rows", "generate-rows", start=0, end=30000),
        node("words", "derive-columns", columns=[{"name": "k", "expression": "id * 7919 % 30011"}]),
        node("sorted", "sort", keys=[{"expression": "k"}]), writer("result", "out/short.csv")],
        ["rows.out words.in", "words.out sorted.in", "sorted.out result.in"])
    target, told = os.path.join(outputs.out, "short.csv"), os.path.join(outputs.folder, "told")
    debug = "spill=65536,partitions=3"
    done = AZUD.run(path, debug=debug)
    expected = read_bytes(target)
    hurt = AZUD.run(path, debug=debug, environment={"LD_PRELOAD": LIBRARY, "AZUD_SHORT_TRANSFERS": told})
    tap.report("/faults/errors/T013-short-and-interrupted", unequal((0, 0, True), (done.returncode, hurt.returncode, read_bytes(target) == expected)))
    outputs.reset()
    hurt = AZUD.run(outputs.path, environment={"LD_PRELOAD": LIBRARY, "AZUD_SHORT_TRANSFERS": told + "2"})
    tap.report("/faults/errors/T013-short-outputs", unequal((0, "new"), (hurt.returncode, outputs.state())))
    counts = [int(read_bytes(name) or 0) for name in (told, told + "2")]
    print("# %s calls were hurt" % counts)
    tap.report("/faults/errors/T013-calls-were-hurt", None if min(counts) > 4 else "only %s" % counts)


def check_threads(tap, outputs):
    """No threads to be had: fewer workers, which is told, or a clear refusal."""
    told = 0
    for when in ("1", "2", "3", "4", "5", "1+", "2+", "3+", "4+"):
        outputs.reset()
        status, out, errors = call(AZUD, "clone3,clone:error=EAGAIN:when=" + when, outputs.path, "--threads", "4", "--stats", "json")
        problem = unequal("new" if status == 0 else "old", outputs.state()) or unequal([], left_over(outputs.out))
        if status == 0:
            threads = json.loads(out)["run"]["threads"]
            problem = problem or unequal(threads < 4, "granted %d of 4 worker threads" % threads in errors)
            told += threads < 4
        else:
            problem = problem or unequal((5, True), (status, "AZUD_NO_THREADS" in out))
        tap.report("/faults/errors/T040-no-thread-%s" % when, problem)
    tap.report("/faults/errors/T040-fewer-threads", None if told > 0 else "no run had fewer threads")


def main():
    leave_if_missing()
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        outputs = TwoOutputs(folder)
        for part in (check_outputs, check_inputs, check_short, check_threads):
            part(tap, outputs)
    return tap.end()


sys.exit(main())
