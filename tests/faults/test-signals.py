# test-signals.py: a run that is asked to end does so soon, leaves nothing behind and says which signal it was
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-signals.py AZUD"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "app"))
import tracing  # noqa: E402
from pipelines import Azud, Tap, left_over, node, reader, unequal, write_pipeline, write_text, writer  # noqa: E402

AZUD = Azud(sys.argv[1])
TAP = Tap()
SOON = 5      # seconds; an idle machine needs a fifth of one
SEED = int(os.environ.get("AZUD_TEST_SEED", "0") or 0)


def pipelines(folder):
    """Long work of several kinds."""
    numbers = node("numbers", "generate-rows", start=0, end=4000000000)
    wide = node("wide", "derive-columns", columns=[{"name": "word", "expression": "concat('word ', cast(id % 100003 AS string))"}])
    out = writer("result", "out/result.csv")
    yield "write", [numbers, wide, out], ["numbers.out wide.in", "wide.out result.in"]
    yield "group", [numbers, wide, node("groups", "aggregate", keys=["word"], values=[{"name": "n", "expression": "count(*)"}]), out], [
        "numbers.out wide.in", "wide.out groups.in", "groups.out result.in"]
    yield "sort", [node("numbers", "generate-rows", start=0, end=30000000), wide,
                   node("sorted", "sort", keys=[{"expression": "word"}, {"expression": "id"}]), out], [
        "numbers.out wide.in", "wide.out sorted.in", "sorted.out result.in"]
    yield "regex", [numbers, node("slow", "filter", condition="regexp_like(repeat(cast(id AS string), 200), '(a+)+b')"), out], [
        "numbers.out slow.in", "slow.out result.in"]


def end_by(path, spill, signals, delay, *arguments):
    """Exit status and the seconds it took from the first signal on."""
    child = subprocess.Popen([AZUD.program, "run", path, "--progress", "none", "--threads", "2", "--temp-dir", spill] + list(arguments),
                             env=AZUD.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        time.sleep(delay)
        if child.poll() is not None:
            return "over before it was asked to: %s" % child.communicate()[1], 0
        started = time.monotonic()
        for number in signals:
            child.send_signal(number)
            time.sleep(0.02)
        child.communicate(timeout=60)
        return child.returncode, time.monotonic() - started
    finally:
        child.kill()
        child.wait()


def check(folder):
    chance = random.Random(SEED)
    spill = os.path.join(folder, "spill")
    out = os.path.join(folder, "out")
    for path in (spill, out):
        os.makedirs(path)
    for name, nodes, wires in pipelines(folder):
        path = write_pipeline(os.path.join(folder, name + ".azud"), nodes, wires)
        for signals, status in (((signal.SIGINT,), 130), ((signal.SIGTERM,), 143), ((signal.SIGHUP,), 129)):
            write_text(os.path.join(out, "result.csv"), "older\n")
            delay = chance.uniform(0.3, 0.7)
            got, seconds = end_by(path, spill, signals, delay, "--memory", "256M")
            problem = unequal(status, got)
            if seconds > SOON:
                problem = problem or "it took %.1f s" % seconds
            with open(os.path.join(out, "result.csv"), encoding="utf-8") as file:
                problem = problem or unequal("older\n", file.read(100))
            problem = problem or unequal([], left_over(out) + os.listdir(spill))
            TAP.report("/faults/signals/T037-%s/%s" % (name, signals[0].name), problem)
            print("# after %.2f s: ended within %.0f ms" % (delay, seconds * 1000))
    got, seconds = end_by(os.path.join(folder, "write.azud"), spill, (signal.SIGINT, signal.SIGINT), 0.5)
    TAP.report("/faults/signals/T037-twice", None if got == 130 and seconds < SOON else "%s after %.1f s" % (got, seconds))
    with open(os.path.join(out, "result.csv"), encoding="utf-8") as file:
        TAP.report("/faults/signals/T037-twice-output", unequal("older\n", file.read(100)))
    write_text(os.path.join(folder, "in.csv"), "a\n1\n")
    small = write_pipeline(os.path.join(folder, "small.azud"), [reader("rows", "in.csv", "a int"), writer("result", "out/small.csv")],
                           ["rows.out result.in"])
    AZUD.run(small)
    TAP.report("/faults/signals/T037-twice-swept", unequal([], left_over(out)))


def traced_pid(child):
    """Of the program below strace."""
    with open("/proc/%d/task/%d/children" % (child.pid, child.pid), encoding="ascii") as file:
        return int(file.read().split()[0])


def check_commit(folder):
    """Asked to end between the renames of a commit (each takes half a second here): it finishes what it has begun."""
    reason = tracing.missing()
    if reason is not None:
        print("# commits are not interrupted: %s" % reason)
        return
    outputs = tracing.TwoOutputs(os.path.join(folder, "commit"))
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        outputs.reset()
        child = tracing.start(AZUD, "rename:delay_exit=500000", outputs.path)
        while child.poll() is None and outputs.state() == "old":
            time.sleep(0.01)
        between = outputs.state()
        if child.poll() is None:
            os.kill(traced_pid(child), number)
        errors = child.communicate(timeout=60)[1]
        problem = unequal(("mixed", "new", []), (between, outputs.state(), left_over(outputs.out)))
        if child.returncode not in (0, 128 + number):
            problem = problem or "exit status %d: %s" % (child.returncode, errors)
        TAP.report("/faults/signals/T037-commit/%s" % number.name, problem)


def main():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):   # under nohup, or behind a shell's &, they come ignored
        signal.signal(number, signal.SIG_DFL)
    with tempfile.TemporaryDirectory() as folder:
        check(folder)
        check_commit(folder)
    return TAP.end()


sys.exit(main())
