# pipelines.py: small pipelines written to disk and the program called on them, for the tests of the command line
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "samples"))
from tables import Tap  # noqa: E402,F401 (the tests take it from here)

TIME_LIMIT = 60


class Azud:
    """The program under test.  Nothing of the caller's display or of its debug switches reaches it."""

    def __init__(self, program):
        self.program = os.path.abspath(program)

    def environment(self, **extra):
        kept = {name: value for name, value in os.environ.items()
                if name not in ("DISPLAY", "WAYLAND_DISPLAY", "AZUD_DEBUG", "LANGUAGE")}
        kept.update(extra)
        return kept

    def call(self, *arguments, text_in=None, debug="", environment=None, **extra):
        return subprocess.run([self.program] + [str(argument) for argument in arguments], input=text_in,
                              stdin=None if text_in is not None else subprocess.DEVNULL,
                              env=self.environment(AZUD_DEBUG=debug, **(environment or {})), capture_output=True,
                              text=True, timeout=extra.pop("timeout", TIME_LIMIT), **extra)

    def run(self, path, *arguments, **extra):
        return self.call("run", path, "--progress", "none", *arguments, **extra)

    def json(self, *arguments, **extra):
        """Exit status and the one JSON object on standard output."""
        done = self.call(*arguments, **extra)
        return done.returncode, json.loads(done.stdout)


def node(name, kind, **params):
    return {"id": name, "type": kind, "params": {key.replace("_", "-") if key in ("single_file",) else key: value
                                                 for key, value in params.items()}}


def reader(name, path, schema, **params):
    columns = [dict(zip(("name", "type"), column.split())) for column in schema.split(", ")]
    return node(name, "read-csv", path=path, schema=columns, **params)


def writer(name, path, **params):
    return node(name, "write-csv", path=path, **dict({"mode": "overwrite"}, **params))


def write_pipeline(path, nodes, wires, parameters=()):
    """wires: "a.out b.in" each."""
    content = {"azud": "1.0", "parameters": list(parameters), "nodes": nodes,
               "edges": [dict(zip(("from", "to"), wire.split())) for wire in wires]}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
    return path


def write_text(path, text):
    mode = "wb" if isinstance(text, bytes) else "w"
    with open(path, mode, **({} if mode == "wb" else {"encoding": "utf-8", "newline": ""})) as file:
        file.write(text)
    return path


def write_numbered_rows(folder, n):
    """rows.csv: n rows id, g, word."""
    lines = ["%d,%d,word-%d" % (i, i % 97, i % 1000) for i in range(n)]
    write_text(os.path.join(folder, "rows.csv"), "id,g,word\n" + "\n".join(lines) + "\n")


def write_branching_pipeline(folder, name, expression):
    """Of those rows: two scans, an aggregation of x = @expression, a join, a sort; writes NAME.csv."""
    return write_pipeline(
        os.path.join(folder, name + ".azud"),
        [reader("rows", "rows.csv", "id int, g int, word string"),
         node("more", "derive-columns", columns=[{"name": "x", "expression": expression}]),
         node("sums", "aggregate", keys=["g"], values=[{"name": "total", "expression": "sum(x)"}]),
         node("both", "join", type="inner", keys=[{"left": "g", "right": "g"}]),
         node("sorted", "sort", keys=[{"expression": "id", "direction": "descending"}]),
         writer("out", name + ".csv")],
        ["rows.out more.in", "more.out sums.in", "more.out both.left", "sums.out both.right", "both.out sorted.in", "sorted.out out.in"])


def write_endless_pipeline(folder, name):
    """Counts for longer than any test waits."""
    return write_pipeline(os.path.join(folder, name + ".azud"),
                          [node("numbers", "generate-rows", start=0, end=4000000000),
                           node("n", "aggregate", keys=[], values=[{"name": "n", "expression": "sum(sqrt(id))"}]),
                           writer("out", name + ".csv")], ["numbers.out n.in", "n.out out.in"])


def read_bytes(path):
    """None when there is no such file."""
    if not os.path.exists(path):
        return None
    with open(path, "rb") as file:
        return file.read()


def left_over(*folders):
    """Names in @folders that begin with a dot: temporaries nobody has taken away."""
    return sorted(name for folder in folders if os.path.isdir(folder) for name in os.listdir(folder)
                  if name.startswith("."))


def unequal(expected, got):
    """None, or a sentence, which files that differ do not make endless."""
    return None if expected == got else "%.2000r expected, %.2000r came" % (expected, got)
