# test-spill.py: runs with less memory than they need, and what can happen to the folder they spill to
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-spill.py AZUD PIPELINES"""

import collections
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import tracing  # noqa: F401 (finds the tests of the command line)
from pipelines import Azud, Tap, node as node_, read_bytes, reader, unequal, write_pipeline, write_text, writer

AZUD = Azud(sys.argv[1])
PIPELINES = sys.argv[2]
TAP = Tap()
ROWS, MEMORY_MB = 250000, 32


def make_rows(path):
    chance = random.Random(5)
    with open(path, "w", encoding="utf-8") as file:
        file.write("id1,id2,id3,id4,id5,id6,v1,v2,v3\n")
        for _ in range(ROWS):
            n = chance.randrange(ROWS // 5)
            file.write("id%03d,id%03d,id%010d,%d,%d,%d,%d,%d,%.6f\n" % (n % 100, n % 91, n, n % 97, n % 89, n, n % 5, n % 15, chance.random() * 100))


def sizes(folder):
    """Path to bytes of the files in a folder that may go at any moment."""
    found = {}
    try:
        for name in os.listdir(folder):
            found[os.path.join(folder, name)] = os.path.getsize(os.path.join(folder, name))
    except FileNotFoundError:
        pass
    return found


class Place:
    """A folder with rows, an older output, and a folder to spill to."""

    def __init__(self, folder):
        self.folder = folder
        self.rows = os.path.join(folder, "rows.csv")
        self.spill = os.path.join(folder, "spill")
        os.makedirs(self.spill, exist_ok=True)

    def arguments(self, name, out, memory=MEMORY_MB, spill=None):
        return ["run", os.path.join(PIPELINES, name + ".azud"), "--progress", "none", "--stats", "json", "--threads", "2",
                "--memory", "%dM" % memory, "--temp-dir", spill or self.spill, "-p", "in=" + self.rows, "-p", "out=" + out]

    def start(self, name, out, *more, **options):
        return subprocess.Popen([AZUD.program] + self.arguments(name, out, **options) + list(more), env=AZUD.environment(),
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def left(self):
        return sorted(os.listdir(self.spill)) if os.path.isdir(self.spill) else []

    def wait_for_spill(self, child, besides=()):
        """The files that are there once something was spilled, not in the folders @besides; [] when the run was faster."""
        while child.poll() is None:
            for name in set(self.left()) - set(besides):
                files = sizes(os.path.join(self.spill, name))
                if any(size > 100000 for size in files.values()):
                    return list(files)
            time.sleep(0.002)
        return []


def peak_mb(arguments):
    """Of one run: (standard output, peak MB); its exit status must be 0."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writer, 1)
        os.execve(AZUD.program, [AZUD.program] + arguments, AZUD.environment())
    os.close(writer)
    with os.fdopen(reader) as file:
        text = file.read()
    _, status, usage = os.wait4(child, 0)
    return (text if status == 0 else None), usage.ru_maxrss / 1024


def unlike(report):
    """What the run says of its memory and what the system says differ by no more than 64 MB and 15 %."""
    text, real = report
    told = json.loads(text)["memory"]["peak_bytes"] / 1048576 if text is not None else -1
    return None if text is not None and abs(real - told) <= 64 + 0.15 * told else "told %d MB, real %d MB" % (told, real)


def same_rows(a, b):
    with open(a, encoding="utf-8") as first, open(b, encoding="utf-8") as second:
        return collections.Counter(first) == collections.Counter(second)


def check_results(place):
    for name in sorted(file[:-5] for file in os.listdir(PIPELINES) if file.endswith(".azud")):
        plenty, little = (os.path.join(place.folder, name + end) for end in ("-plenty.csv", "-little.csv"))
        reports = [peak_mb(place.arguments(name, plenty, memory=4096)), peak_mb(place.arguments(name, little))]
        text, peak = reports[1]
        TAP.report("/faults/spill/T008-%s/as-reported" % name, next((problem for problem in map(unlike, reports) if problem), None))
        memory = json.loads(text)["memory"] if text is not None else {}
        TAP.report("/faults/spill/T003-%s/spilled" % name, None if memory.get("spilled_bytes", 0) > 0 else str(memory))
        TAP.report("/faults/spill/T003-%s/within-budget" % name,
                   None if text and memory["peak_bytes"] <= memory["limit_bytes"] and peak <= MEMORY_MB + 64 else "%s, peak %d MB" % (memory, peak))
        same = text is not None and (read_bytes(plenty) == read_bytes(little) if name == "sort" else same_rows(plenty, little))
        TAP.report("/faults/spill/T003-%s/same" % name, None if same else "other rows")
        TAP.report("/faults/spill/T003-%s/nothing-left" % name, unequal([], place.left()))


def check_too_little(place):
    """Told before anything is read, with what would be enough; and one key that no parting makes smaller is named."""
    out = os.path.join(place.folder, "out.csv")
    for name, node in (("sort", "question"), ("join", "question")):
        write_text(out, "older\n")
        done = AZUD.call(*place.arguments(name, out, memory=1))
        error = json.loads(done.stdout)["error"]
        enough = error["message"].split("--memory ")[1].split("M")[0]
        again = AZUD.call(*place.arguments(name, out, memory=int(enough)))
        TAP.report("/faults/spill/T004-too-little/" + name, unequal((5, "AZUD_MEMORY_TOO_SMALL", node, 0),
                                                               (done.returncode, error["condition"], error.get("node"), again.returncode)))

    if tracing.missing() is None:
        with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as log:
            reads = []
            for memory in ("1M", "1G"):
                tracing.call(AZUD, "read,pread64", os.path.join(PIPELINES, "sort.azud"), "--memory", memory, "--temp-dir", place.spill,
                             "-p", "in=" + place.rows, "-p", "out=" + out, only=[place.rows], log=log.name)
                log.seek(0)
                reads.append(sum("= 0" not in line for line in log))
            TAP.report("/faults/spill/T004-nothing-read", None if reads[0] == 0 < reads[1] else "%s reads with 1 MB and with 1 GB" % reads)
    else:
        print("# whether anything is read with too little memory is not tested: %s" % tracing.missing())

    write_text(os.path.join(place.folder, "few.csv"), "k,v\n7,1\n7,2\n")
    write_text(os.path.join(place.folder, "many.csv"), "k,w\n" + "7,1234\n" * 1500000)
    path = write_pipeline(os.path.join(place.folder, "skew.azud"),
                          [reader("few", "few.csv", "k int, v int"), reader("many", "many.csv", "k int, w int"),
                           node_("both", "sql", query="SELECT a.v, count(*) AS n, sum(b.w) AS s FROM a FULL JOIN b ON a.k = b.k GROUP BY a.v"),
                           writer("result", "out.csv")], ["few.out both.a", "many.out both.b", "both.out result.in"])
    done = AZUD.run(path, "--memory", "32M", "--temp-dir", place.spill)
    TAP.report("/faults/spill/T005-one-key", unequal((5, True, True, True, []), (done.returncode, "AZUD_KEY_TOO_LARGE" in done.stderr, "b.k" in done.stderr,
                                                                           "1500000" in done.stderr, place.left())))
    done = AZUD.run(path, "--memory", "1G", "--temp-dir", place.spill)
    TAP.report("/faults/spill/T005-one-key/more-memory", unequal((0, 3), (done.returncode, read_bytes(out).count(b"\n"))))


def check_one_group(place):
    """One group whose values are more than the memory: collected, or an error that says so."""
    path = write_pipeline(os.path.join(place.folder, "collect.azud"),
                          [node_("rows", "generate-rows", start=0, end=4000000),
                           node_("all", "aggregate", keys=[], values=[{"name": "n", "expression": "size(collect_list(id))"}]),
                           writer("result", "collected.csv")], ["rows.out all.in", "all.out result.in"])
    for memory, statuses in (("32M", (0, 5)), ("1G", (0,))):
        done = AZUD.run(path, "--memory", memory, "--temp-dir", place.spill)
        problem = None if done.returncode in statuses else "exit status %d: %s" % (done.returncode, done.stderr)
        if done.returncode == 0:
            problem = problem or unequal(b"n\n4000000\n", read_bytes(os.path.join(place.folder, "collected.csv")))
        elif "emory" not in done.stderr or "all" not in done.stderr:
            problem = problem or done.stderr
        TAP.report("/faults/spill/T005-one-group/" + memory, problem or unequal([], place.left()))
        print("# one group, %s: %d %s" % (memory, done.returncode, done.stderr.strip().replace("\n", " | ")))


def check_address_space(place):
    """The system gives less memory than the budget promises: an answer, or an error; never a signal."""
    out = os.path.join(place.folder, "out.csv")
    peak_mb(place.arguments("sort", out, memory=4096))
    expected = read_bytes(out)
    ended = collections.Counter()
    for megabytes in (30, 50, 60, 70, 80, 90, 100, 110, 120, 140, 160, 300):
        write_text(out, "older\n")
        done = subprocess.run(["sh", "-c", 'ulimit -v %d; exec "$@"' % (megabytes * 1024), "sh", AZUD.program]
                              + place.arguments("sort", out, memory=4096), env=AZUD.environment(), capture_output=True, text=True, timeout=120)
        ended[done.returncode] += 1
        if done.returncode == 0:
            problem = unequal(True, read_bytes(out) == expected)
        elif done.returncode == 127:      # the loader has no room for the libraries: it never began
            problem = unequal(b"older\n", read_bytes(out))
        else:
            problem = unequal((5, b"older\n"), (done.returncode, read_bytes(out))) or (None if "memory" in (done.stdout + done.stderr).lower() else done.stderr)
        TAP.report("/faults/spill/T007-address-space/%d" % megabytes, problem and "%s %s" % (problem, done.stderr[-300:]))
        shutil.rmtree(place.spill)
        os.makedirs(place.spill)
    print("# exit statuses %s" % dict(ended))


def check_unusable(place):
    out = os.path.join(place.folder, "out.csv")
    write_text(out, "older\n")
    for name, spill in (("missing", os.path.join(place.folder, "nowhere")), ("a-file", place.rows), ("no-disk", "/proc")):
        child = place.start("sort", out, spill=spill)
        errors = "".join(child.communicate())
        TAP.report("/faults/spill/T018-folder/" + name, unequal((5, True, b"older\n"), (child.returncode, spill in errors, read_bytes(out))))


def on_small_disk(place, name, options, check):
    """check(mount) with a small file system mounted at @mount."""
    mount = os.path.join(place.folder, "small")
    os.makedirs(mount, exist_ok=True)
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", options, "azud", mount], capture_output=True).returncode != 0:
        TAP.n += 1
        print("ok %d /faults/spill/%s # SKIP only root may mount a small file system" % (TAP.n, name))
        return
    try:
        TAP.report("/faults/spill/" + name, check(mount))
    finally:
        subprocess.run(["umount", mount], check=True)


def check_full(place):
    out = os.path.join(place.folder, "out.csv")

    def spill_fails(mount, *words):
        write_text(out, "older\n")
        child = place.start("sort", out, spill=mount)
        errors = "".join(child.communicate())
        return unequal((5, True, [], b"older\n", []), (child.returncode, mount in errors, [word for word in words if word not in errors],
                                                       read_bytes(out), os.listdir(mount))) and errors

    def read_only(mount):
        subprocess.run(["mount", "-o", "remount,ro", mount], check=True)
        return spill_fails(mount)

    def output_fails(mount):
        """Beside an older output of half the disk; with room enough for spilling."""
        older = "older\n" * 170000
        write_text(os.path.join(mount, "out.csv"), older)
        child = place.start("sort", os.path.join(mount, "out.csv"))
        errors = "".join(child.communicate())
        return unequal((5, True, True, ["out.csv"]), (child.returncode, mount in errors, read_bytes(os.path.join(mount, "out.csv")) == older.encode(),
                                                      os.listdir(mount))) and errors

    on_small_disk(place, "T017-full", "size=2m", lambda mount: spill_fails(mount, "full", "B there", "are free"))
    on_small_disk(place, "T019-no-inodes", "size=64m,nr_inodes=2", spill_fails)
    on_small_disk(place, "T018-read-only", "size=64m", read_only)
    for size in (2, 4, 8):
        on_small_disk(place, "T011-full-%dM" % size, "size=%dm" % size, output_fails)


def check_limit(place):
    """More than --temp-limit allows: an error that names the folder and the limit, the old output whole, nothing left."""
    out = os.path.join(place.folder, "out.csv")
    write_text(out, "older\n")
    child = place.start("sort", out, "--temp-limit", "1M")
    errors = "".join(child.communicate())
    TAP.report("/faults/spill/limit", unequal((5, True, True, b"older\n", []),
                                              (child.returncode, place.spill in errors, "1.0 MiB" in errors and "--temp-limit" in errors, read_bytes(out), place.left())))


def check_vanishing(place):
    out = os.path.join(place.folder, "out.csv")
    write_text(out, "older\n")
    child = place.start("join", out)
    found = place.wait_for_spill(child)
    shutil.rmtree(place.spill)
    errors = "".join(child.communicate())
    os.makedirs(place.spill, exist_ok=True)
    good = child.returncode == 0 or (child.returncode == 5 and place.spill in errors and read_bytes(out) == b"older\n")
    TAP.report("/faults/spill/T018-vanishing", None if found and good else "%d: %s" % (child.returncode, errors))


def check_kill(place):
    out = os.path.join(place.folder, "out.csv")
    write_text(out, "older\n")
    child = place.start("sort", out)
    found = place.wait_for_spill(child)
    child.kill()
    child.communicate()
    TAP.report("/faults/spill/T034-killed", None if found and len(place.left()) == 1 and read_bytes(out) == b"older\n" else str((found, place.left())))
    # somebody else's live folder stays, the dead one's goes with the next run, which spills nothing itself
    dead = place.left()
    other = place.start("sort", os.path.join(place.folder, "other.csv"))
    live = [os.path.basename(os.path.dirname(path)) for path in place.wait_for_spill(other, dead)[:1]]
    AZUD.call(*place.arguments("sort", out, memory=4096))
    left = place.left() if other.poll() is None else live
    TAP.report("/faults/spill/T034-swept", None if live and left == live else "%s of %s" % (left, live))
    other.communicate()
    TAP.report("/faults/spill/T034-other-run-unharmed", unequal((0, []), (other.returncode, place.left())))


def check_signals(place):
    out = os.path.join(place.folder, "out.csv")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)      # under nohup this process ignores the last one, and so would its children
        for _ in range(5):      # a run may be over, or at its commit, before the signal is there
            write_text(out, "older\n")
            child = place.start("sort", out)
            found = place.wait_for_spill(child)
            started = time.monotonic()
            child.send_signal(number)
            child.communicate()
            if child.returncode != 0:
                break
        TAP.report("/faults/spill/T037-signal-%d" % number,
                   unequal((True, 128 + number, [], b"older\n"), (bool(found), child.returncode, place.left(), read_bytes(out))))
        print("# ended after %.3f s" % (time.monotonic() - started))


def check_flipped(place):
    """Never wrong rows."""
    out, plenty = os.path.join(place.folder, "out.csv"), os.path.join(place.folder, "sort-plenty.csv")
    chance = random.Random(6)
    seen = collections.Counter()
    problem = None
    for _ in range(5):
        child = place.start("sort", out)
        files = place.wait_for_spill(child)
        child.send_signal(signal.SIGSTOP)
        for path in files:
            if os.path.exists(path) and os.path.getsize(path) > 0:
                with open(path, "r+b") as file:
                    at = chance.randrange(os.path.getsize(path))
                    file.seek(at)
                    byte = file.read(1)[0]
                    file.seek(at)
                    file.write(bytes([byte ^ (1 << chance.randrange(8))]))
        child.send_signal(signal.SIGCONT)
        errors = "".join(child.communicate())
        seen[child.returncode] += 1
        good = child.returncode == 0 and read_bytes(out) == read_bytes(plenty) or child.returncode == 5 and "AZUD_DAMAGED_CHUNK" in errors
        problem = problem or (None if good and not place.left() else "%d: %s" % (child.returncode, errors))
    print("# exit statuses: %s" % dict(seen))
    TAP.report("/faults/spill/T020-flipped-bits", problem)


def main():
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder)
        make_rows(place.rows)
        for part in (check_results, check_too_little, check_one_group, check_address_space, check_unusable, check_full, check_limit,
                     check_vanishing, check_kill, check_signals, check_flipped):
            part(place)
    return TAP.end()


sys.exit(main())
