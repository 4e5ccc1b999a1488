# tracing.py: system calls of a run that fail, are late, or kill it, by the fault injection of strace
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "app"))
from pipelines import node, reader, write_pipeline, write_text, writer  # noqa: E402

STRACE = shutil.which("strace")


def missing():
    """Why system calls cannot be made to fail here; None when they can."""
    if STRACE is None:
        return "strace is not installed"
    try:
        done = subprocess.run([STRACE, "-f", "-o", "/dev/null", "-e", "trace=fsync", "-e", "inject=fsync:signal=KILL:when=1",
                               sys.executable, "-c", "import os; os.fsync(os.open('.', os.O_RDONLY)); print('went on')"],
                              capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return "strace hangs here"
    if "went on" in done.stdout or "Operation not permitted" in done.stderr:
        return "strace cannot trace here: %s" % done.stderr.strip()[:200]
    return None


def leave_if_missing():
    """Ends the test as skipped, and says why, where nothing can be injected."""
    reason = missing()
    if reason is not None:
        print("1..0 # SKIP %s" % reason)
        sys.exit(0)


def start(azud, injection, path, *arguments, only=None, log="/dev/null"):
    """A run of the pipeline at @path below strace; @only: calls that concern this file alone."""
    calls = injection.split(":")[0]
    command = [STRACE, "-f", "-y", "-qq", "-o", log, "-e", "trace=" + calls, "-e", "signal=none"]
    if ":" in injection:
        command += ["-e", "inject=" + injection]
    for name in only or ():
        command += ["-P", name]
    command += [azud.program, "run", path, "--progress", "none", "--threads", "1"] + list(arguments)
    return subprocess.Popen(command, env=azud.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def call(azud, injection, path, *arguments, only=None, log="/dev/null"):
    """Exit status (negative: by a signal), standard output and error."""
    child = start(azud, injection, path, *arguments, only=only, log=log)
    out, errors = child.communicate(timeout=120)
    return child.returncode, out, errors


def count_calls(azud, name, path, reset):
    """How often one thread of an undisturbed run calls @name: the largest n that strace's when=n can hit."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", errors="replace") as log:
        reset()
        call(azud, name, path, log=log.name)
        counts = {}
        for line in log:
            found = re.match(r"(\d+) +%s\(" % name, line)
            if found:
                counts[found.group(1)] = counts.get(found.group(1), 0) + 1
    return max(counts.values(), default=0)


def failed_then_again(log_path, name):
    """Paths on which a call of @name failed and that it was tried on once more."""
    failed, again = set(), set()
    with open(log_path, encoding="utf-8", errors="replace") as log:
        for path, result in re.findall(r"%s\(\d+<([^>]*)>\) += (-?\d+)" % name, log.read()):
            if path in failed:
                again.add(path)
            if result == "-1":
                failed.add(path)
    return sorted(again) if failed else ["nothing: no call failed"]


def content_of(path):
    """Bytes of a file; name to content of a folder."""
    if os.path.isdir(path):
        return {name: content_of(os.path.join(path, name)) for name in sorted(os.listdir(path))}
    with open(path, "rb") as file:
        return file.read()


class TwoOutputs:
    """A pipeline with two outputs, of which older contents are there already."""

    def __init__(self, folder, rows=2000):
        self.folder = folder
        self.out = os.path.join(folder, "out")
        os.makedirs(self.out, exist_ok=True)
        write_text(os.path.join(folder, "in.csv"), "id,word\n" + "".join("%d,word %d\n" % (i, i % 7) for i in range(rows)))
        self.path = write_pipeline(
            os.path.join(folder, "two.azud"),
            [reader("rows", "in.csv", "id int, word string"), node("even", "filter", condition="id % 2 = 0"),
             node("odd", "filter", condition="id % 2 = 1"), writer("first", "out/first.csv"), writer("second", "out/second.csv")],
            ["rows.out even.in", "rows.out odd.in", "even.out first.in", "odd.out second.in"])
        self.other = write_pipeline(os.path.join(folder, "other.azud"), [reader("rows", "in.csv", "id int, word string"),
                                                                         writer("third", "out/third.csv")], ["rows.out third.in"])
        self.old = {"first.csv": b"older first\n", "second.csv": b"older second\n"}
        self.new = {name: ("id,word\n" + "".join("%d,word %d\n" % (i, i % 7) for i in range(start, rows, 2))).encode()
                    for name, start in (("first.csv", 0), ("second.csv", 1))}

    def reset(self):
        shutil.rmtree(self.out)
        os.makedirs(self.out)
        for name, content in self.old.items():
            if isinstance(content, dict):
                os.makedirs(os.path.join(self.out, name))
                for part, text in content.items():
                    write_text(os.path.join(self.out, name, part), text)
            else:
                write_text(os.path.join(self.out, name), content)

    def contents(self):
        """The visible files."""
        found = {}
        for name in sorted(os.listdir(self.out)):
            if not name.startswith(".") and name != "third.csv":
                found[name] = content_of(os.path.join(self.out, name))
        return found

    def state(self):
        """old, new, mixed (each file whole, but not all of one run), or torn."""
        now = self.contents()
        if now == self.old:
            return "old"
        if now == self.new:
            return "new"
        if set(now) == set(self.old) and all(now[name] in (self.old[name], self.new[name]) for name in now):
            return "mixed"
        return "torn: %s" % {name: content[:60] if isinstance(content, bytes) else content for name, content in now.items()}


class FolderOutputs(TwoOutputs):
    """A third output beside the two: a folder."""

    def __init__(self, folder, rows=2000):
        super().__init__(folder, rows)
        self.path = write_pipeline(
            os.path.join(folder, "three.azud"),
            [reader("rows", "in.csv", "id int, word string"), node("even", "filter", condition="id % 2 = 0"),
             node("odd", "filter", condition="id % 2 = 1"), writer("first", "out/first.csv"), writer("second", "out/second.csv"),
             node("all", "repartition", partitions=2, columns=["id"]), writer("third", "out/third", single_file=False)],
            ["rows.out even.in", "rows.out odd.in", "even.out first.in", "odd.out second.in", "rows.out all.in", "all.out third.in"])
        self.old["third"] = {"part-00000.csv": b"older third\n"}
        self.new["third"] = None      # see azud_makes

    def azud_makes(self, azud):
        """An undisturbed run says how the rows are spread over the parts; all rows must be there."""
        self.reset()
        done = azud.run(self.path)
        third = content_of(os.path.join(self.out, "third"))
        lines = sorted(line for name, content in third.items() if name.startswith("part-") for line in content.splitlines()[1:])
        expected = sorted(line for name in ("first.csv", "second.csv") for line in self.new[name].splitlines()[1:])
        self.new["third"] = third
        return done.returncode == 0 and lines == expected and "_SUCCESS" in third and len(third) == 3
