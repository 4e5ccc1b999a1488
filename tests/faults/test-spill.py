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


def same_rows(a, b):
    with open(a, encoding="utf-8") as first, open(b, encoding="utf-8") as second:
        return collections.Counter(first) == collections.Counter(second)


def check_results(place):
    for name in sorted(file[:-5] for file in os.listdir(PIPELINES) if file.endswith(".azud")):
        plenty, little = (os.path.join(place.folder, name + end) for end in ("-plenty.csv", "-little.csv"))
        peak_mb(place.arguments(name, plenty, memory=4096))
        text, peak = peak_mb(place.arguments(name, little))
        memory = json.loads(text)["memory"] if text is not None else {}
        TAP.report("/faults/spill/%s/spilled" % name, None if memory.get("spilled_bytes", 0) > 0 else str(memory))
        TAP.report("/faults/spill/%s/within-budget" % name,
                   None if text and memory["peak_bytes"] <= memory["limit_bytes"] and peak <= MEMORY_MB + 64 else "%s, peak %d MB" % (memory, peak))
        same = text is not None and (read_bytes(plenty) == read_bytes(little) if name == "sort" else same_rows(plenty, little))
        TAP.report("/faults/spill/%s/same" % name, None if same else "other rows")
        TAP.report("/faults/spill/%s/nothing-left" % name, unequal([], place.left()))


def check_too_little(place):
    """Told before anything is read, with what would be enough; and one key that no parting makes smaller is named."""
    out = os.path.join(place.folder, "out.csv")
    for name, node in (("sort", "question"), ("join", "question")):
        write_text(out, "older\n")
        done = AZUD.call(*place.arguments(name, out, memory=1))
        error = json.loads(done.stdout)["error"]
        enough = error["message"].split("--memory ")[1].split("M")[0]
        again = AZUD.call(*place.arguments(name, out, memory=int(enough)))
        TAP.report("/faults/spill/too-little/" + name, unequal((5, "AZUD_MEMORY_TOO_SMALL", node, 0),
                                                               (done.returncode, error["condition"], error.get("node"), again.returncode)))

    write_text(os.path.join(place.folder, "few.csv"), "k,v\n7,1\n7,2\n")
    write_text(os.path.join(place.folder, "many.csv"), "k,w\n" + "7,1234\n" * 1500000)
    path = write_pipeline(os.path.join(place.folder, "skew.azud"),
                          [reader("few", "few.csv", "k int, v int"), reader("many", "many.csv", "k int, w int"),
                           node_("both", "sql", query="SELECT a.v, count(*) AS n, sum(b.w) AS s FROM a FULL JOIN b ON a.k = b.k GROUP BY a.v"),
                           writer("result", "out.csv")], ["few.out both.a", "many.out both.b", "both.out result.in"])
    done = AZUD.run(path, "--memory", "32M", "--temp-dir", place.spill)
    TAP.report("/faults/spill/one-key", unequal((5, True, True, True, []), (done.returncode, "AZUD_KEY_TOO_LARGE" in done.stderr, "b.k" in done.stderr,
                                                                           "1500000" in done.stderr, place.left())))
    done = AZUD.run(path, "--memory", "1G", "--temp-dir", place.spill)
    TAP.report("/faults/spill/one-key/more-memory", unequal((0, 3), (done.returncode, read_bytes(out).count(b"\n"))))


def check_unusable(place):
    out = os.path.join(place.folder, "out.csv")
    write_text(out, "older\n")
    for name, spill in (("missing", os.path.join(place.folder, "nowhere")), ("a-file", place.rows), ("no-disk", "/proc")):
        child = place.start("sort", out, spill=spill)
        errors = "".join(child.communicate())
        TAP.report("/faults/spill/folder/" + name, unequal((5, True, b"older\n"), (child.returncode, spill in errors, read_bytes(out))))


def check_full(place):
    mount = os.path.join(place.folder, "small")
    os.makedirs(mount)
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "azud", mount], capture_output=True).returncode != 0:
        print("ok - /faults/spill/full # SKIP only root may mount a small file system")
        return
    try:
        out = os.path.join(place.folder, "out.csv")
        write_text(out, "older\n")
        child = place.start("sort", out, spill=mount)
        errors = "".join(child.communicate())
        TAP.report("/faults/spill/full", unequal((5, True, True, b"older\n", []),
                                                 (child.returncode, mount in errors, "full" in errors, read_bytes(out), os.listdir(mount))))
    finally:
        subprocess.run(["umount", mount], check=True)


def check_limit(place):
    """More than --temp-limit allows: an error that names the folder and the limit, the old output whole, nothing left."""
    out = os.path.join(place.folder, "out.csv")
    write_text(out, "older\n")
    child = place.start("sort", out, "--temp-limit", "1M")
    errors = "".join(child.communicate())
    TAP.report("/faults/spill/limit", unequal((5, True, True, b"older\n", []),
                                              (child.returncode, place.spill in errors, str(1 << 20) in errors, read_bytes(out), place.left())))


def check_vanishing(place):
    out = os.path.join(place.folder, "out.csv")
    write_text(out, "older\n")
    child = place.start("join", out)
    found = place.wait_for_spill(child)
    shutil.rmtree(place.spill)
    errors = "".join(child.communicate())
    os.makedirs(place.spill, exist_ok=True)
    good = child.returncode == 0 or (child.returncode == 5 and place.spill in errors and read_bytes(out) == b"older\n")
    TAP.report("/faults/spill/vanishing", None if found and good else "%d: %s" % (child.returncode, errors))


def check_kill(place):
    out = os.path.join(place.folder, "out.csv")
    write_text(out, "older\n")
    child = place.start("sort", out)
    found = place.wait_for_spill(child)
    child.kill()
    child.communicate()
    TAP.report("/faults/spill/killed", None if found and len(place.left()) == 1 and read_bytes(out) == b"older\n" else str((found, place.left())))
    # somebody else's live folder stays, the dead one's goes with the next run, which spills nothing itself
    dead = place.left()
    other = place.start("sort", os.path.join(place.folder, "other.csv"))
    live = [os.path.basename(os.path.dirname(path)) for path in place.wait_for_spill(other, dead)[:1]]
    AZUD.call(*place.arguments("sort", out, memory=4096))
    left = place.left() if other.poll() is None else live
    TAP.report("/faults/spill/swept", None if live and left == live else "%s of %s" % (left, live))
    other.communicate()
    TAP.report("/faults/spill/other-run-unharmed", unequal((0, []), (other.returncode, place.left())))


def check_signals(place):
    out = os.path.join(place.folder, "out.csv")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        write_text(out, "older\n")
        child = place.start("sort", out)
        found = place.wait_for_spill(child)
        started = time.monotonic()
        child.send_signal(number)
        child.communicate()
        TAP.report("/faults/spill/signal-%d" % number,
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
    TAP.report("/faults/spill/flipped-bits", problem)


def main():
    with tempfile.TemporaryDirectory() as folder:
        place = Place(folder)
        make_rows(place.rows)
        for part in (check_results, check_too_little, check_unusable, check_full, check_limit, check_vanishing, check_kill, check_signals, check_flipped):
            part(place)
    return TAP.end()


sys.exit(main())
