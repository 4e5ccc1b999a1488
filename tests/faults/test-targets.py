# test-targets.py: outputs where none can be, inputs that change while they are read, too little memory
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-targets.py AZUD"""

import os
import shutil
import stat
import sys
import tempfile
import time

import tracing
from pipelines import Azud, Tap, left_over, node, read_bytes, reader, unequal, write_pipeline, write_text, writer

AZUD = Azud(sys.argv[1])
TAP = Tap()
DATA = b"a,b\n1,x\n2,y\n"


def copying(folder, target="out.csv", source="in.csv", **params):
    return write_pipeline(os.path.join(folder, "copy.azud"), [reader("rows", source, "a int, b string"), writer("result", target, **params)],
                          ["rows.out result.in"])


def refused(name, done, words, statuses=(1, 3, 5, 6)):
    problem = None if done.returncode in statuses else "exit status %d: %s" % (done.returncode, done.stderr)
    for word in words:
        if word not in done.stderr:
            problem = problem or "no %r in %s" % (word, done.stderr)
    TAP.report("/faults/targets/" + name, problem)


def check_targets(folder):
    write_text(os.path.join(folder, "in.csv"), DATA)
    out = os.path.join(folder, "out.csv")

    os.makedirs(out)
    write_text(os.path.join(out, "precious.txt"), "precious")
    refused("folder-in-the-way", AZUD.run(copying(folder)), ["out.csv"])
    TAP.report("/faults/targets/folder-in-the-way/kept", unequal(b"precious", read_bytes(os.path.join(out, "precious.txt"))))
    shutil.rmtree(out)

    os.mkfifo(out)
    refused("fifo", AZUD.run(copying(folder)), ["out.csv"])
    TAP.report("/faults/targets/fifo/kept", None if stat.S_ISFIFO(os.stat(out).st_mode) else "it is no FIFO any more")
    os.unlink(out)
    refused("device", AZUD.run(copying(folder, "/dev/null")), ["/dev/null"])
    refused("below-a-file", AZUD.run(copying(folder, "in.csv/out.csv")), ["in.csv"])
    refused("no-such-file-system", AZUD.run(copying(folder, "/proc/azud/out.csv")), ["/proc/azud"])
    refused("name-too-long", AZUD.run(copying(folder, "x" * 300 + ".csv")), ["xxx"])

    write_text(os.path.join(folder, "real.csv"), "older\n")
    os.symlink("real.csv", out)
    done = AZUD.run(copying(folder))
    TAP.report("/faults/targets/link", unequal((0, True, DATA), (done.returncode, os.path.islink(out), read_bytes(os.path.join(folder, "real.csv")))))
    os.unlink(os.path.join(folder, "real.csv"))
    done = AZUD.run(copying(folder))
    TAP.report("/faults/targets/link-to-nothing", unequal((0, True, DATA), (done.returncode, os.path.islink(out), read_bytes(out))))
    os.unlink(out)
    os.symlink("out.csv", out)
    refused("link-to-itself", AZUD.run(copying(folder)), ["out.csv"])
    os.unlink(out)
    write_text(out, "older\n")
    os.link(out, os.path.join(folder, "second-name.csv"))
    AZUD.run(copying(folder))
    TAP.report("/faults/targets/hard-link", unequal((DATA, b"older\n"), (read_bytes(out), read_bytes(os.path.join(folder, "second-name.csv")))))
    refused("there-already", AZUD.run(copying(folder, mode="error")), ["out.csv"])

    if os.geteuid() != 0:
        closed = os.path.join(folder, "closed")
        os.makedirs(closed)
        os.chmod(closed, 0o500)
        refused("read-only-folder", AZUD.run(copying(folder, "closed/out.csv")), ["closed"])
    else:
        print("ok %d /faults/targets/read-only-folder # SKIP nothing is read-only for root" % (TAP.n + 1), flush=True)
        TAP.n += 1
    TAP.report("/faults/targets/nothing-left", unequal([], left_over(folder)))


def check_own_input(folder):
    """T031, T032: the output is an input; two outputs are one file."""
    write_text(os.path.join(folder, "own.csv"), "a,b\n" + "".join("%d,x\n" % i for i in range(100000)))
    path = write_pipeline(os.path.join(folder, "own.azud"), [reader("rows", "own.csv", "a int, b string"),
                                                             node("few", "filter", condition="a < 10"), writer("result", "own.csv")],
                          ["rows.out few.in", "few.out result.in"])
    done = AZUD.run(path)
    now = read_bytes(os.path.join(folder, "own.csv"))
    right = now == b"a,b\n" + b"".join(b"%d,x\n" % i for i in range(10))
    TAP.report("/faults/targets/own-input", None if done.returncode == 0 and right or done.returncode in (1, 3) and len(now) > 100000
               else "%d %r %s" % (done.returncode, now[:100], done.stderr))
    write_text(os.path.join(folder, "in.csv"), DATA)
    for name, second in (("same-path", "twice.csv"), ("same-path-otherwise", "./twice.csv")):
        path = write_pipeline(os.path.join(folder, "twice.azud"), [reader("rows", "in.csv", "a int, b string"), writer("one", "twice.csv"),
                                                                   writer("other", second)], ["rows.out one.in", "rows.out other.in"])
        refused(name, AZUD.run(path), ["one", "other"])
        TAP.report("/faults/targets/%s/nothing-written" % name, unequal(False, os.path.exists(os.path.join(folder, "twice.csv"))))


def check_changing_input(folder):
    """T046, T047: reads are made slow by strace, meanwhile the file changes.  Never a crash, never half a result."""
    reason = tracing.missing()
    if reason is not None:
        print("# inputs that change are not tested: %s" % reason)
        return
    source = os.path.join(folder, "slow.csv")
    content = b"a,b\n" + b"".join(b"%d,some words to fill the file\n" % i for i in range(100000))
    path = copying(folder, "slow-out.csv", "slow.csv")
    out = os.path.join(folder, "slow-out.csv")

    def append():
        with open(source, "ab") as file:
            file.write(b"1,one more\n" * 1000)

    def overwrite():
        with open(source, "r+b") as file:
            file.seek(len(content) - 400000)
            file.write(b"?" * 100000)

    def replace():
        write_text(source + ".new", b"a,b\n7,another file\n")
        os.rename(source + ".new", source)

    for name, change in (("truncated", lambda: os.truncate(source, 1000000)), ("emptied", lambda: os.truncate(source, 0)),
                         ("grown", append), ("overwritten", overwrite), ("replaced", replace), ("removed", lambda: os.unlink(source))):
        write_text(source, content)
        write_text(out, "older\n")
        child = tracing.start(AZUD, "read,pread64:delay_enter=150000", path, only=[source])
        time.sleep(0.9)
        early = child.poll() is not None
        change()
        errors = child.communicate(timeout=60)[1]
        now = read_bytes(out)
        if early:
            problem = "the run was over before the file changed: %s" % errors
        elif child.returncode == 0:
            # Whole results only: of the file as it was when it was opened.
            problem = None if now == content and name in ("replaced", "removed") else "%d of %d bytes, and no error" % (len(now), len(content))
        else:
            problem = None if child.returncode in (1, 5) and now == b"older\n" and "slow.csv" in errors else "%d: %s" % (child.returncode, errors)
        TAP.report("/faults/inputs/" + name, problem)
        TAP.report("/faults/inputs/%s/nothing-left" % name, unequal([], left_over(folder)))


def check_memory(folder):
    """Too little memory is told, or made do with; never a crash."""
    write_text(os.path.join(folder, "big.csv"), "a,b\n" + "".join("%d,%d some words to fill the file\n" % (i * 7919 % 1000003, i) for i in range(200000)))
    path = write_pipeline(os.path.join(folder, "big.azud"), [
        reader("rows", "big.csv", "a int, b string"), node("sorted", "sort", keys=[{"expression": "a"}, {"expression": "b"}]),
        writer("result", "big-out.csv")], ["rows.out sorted.in", "sorted.out result.in"])
    out = os.path.join(folder, "big-out.csv")
    AZUD.run(path)
    expected = read_bytes(out)
    for memory in ("1", "4K", "1M", "4M", "17M", "20M", "24M", "32M", "64M"):
        write_text(out, "older\n")
        done = AZUD.run(path, "--memory", memory, "--temp-dir", folder)
        if done.returncode == 0:
            problem = None if read_bytes(out) == expected else "another result"
        else:
            problem = unequal((5, b"older\n"), (done.returncode, read_bytes(out)))
            if "memory" not in done.stderr.lower():
                problem = problem or "nothing about memory: " + done.stderr
        TAP.report("/faults/memory/" + memory, problem or unequal([], left_over(folder)))
        print("# %s: exit status %d" % (memory, done.returncode))


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (check_targets, check_own_input, check_changing_input, check_memory):
            part(folder)
    return TAP.end()


sys.exit(main())
