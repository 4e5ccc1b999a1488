# test-large.py: many more rows than memory: 2 GB of them through 64 MB
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-large.py AZUD

What comes out is known without another run: the rows are made, k is a permutation of their numbers.
"""

import json
import os
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "app"))
from pipelines import Azud, Tap, node, unequal, write_pipeline, writer  # noqa: E402

AZUD = Azud(sys.argv[1])
TAP = Tap()
ROWS = 20000003     # has no divisor in common with FACTOR: id * FACTOR % ROWS takes every value once
FACTOR = 7919
MEMORY_MB = 64
PAD = " and some words beside it, so that the row is as wide as rows are: "

SOURCE = [node("rows", "generate-rows", start=0, end=ROWS),
          node("wide", "derive-columns", columns=[{"name": "k", "expression": "id * %d %% %d" % (FACTOR, ROWS)},
                                                  {"name": "pad", "expression": "concat(cast(id AS string), '%s', cast(id %% 1000 AS string))" % PAD}])]
SUM = ROWS * (ROWS - 1) // 2


def sql(text):
    return [node("ask", "sql", query=text)], ["wide.out ask.a"], "ask"


def cases():
    yield "group", sql("SELECT count(*) AS n, sum(c) AS s, sum(length(top)) > 0 AS t FROM (SELECT k, count(*) AS c, max(pad) AS top FROM a GROUP BY k)"), \
        "n,s,t\n%d,%d,true\n" % (ROWS, ROWS)
    yield "distinct", sql("SELECT count(*) AS n FROM (SELECT DISTINCT k, pad FROM a)"), "n\n%d\n" % ROWS
    yield "join", sql("SELECT count(*) AS n, sum(x.k) AS s, sum(length(y.pad)) > 0 AS t FROM a x JOIN a y ON x.k = y.id"), "n,s,t\n%d,%d,true\n" % (ROWS, SUM)
    yield "window", ([node("ranks", "window", partition=["m"], order=[{"expression": "k"}], values=[{"name": "r", "expression": "row_number()"}]),
                      node("thousand", "derive-columns", columns=[{"name": "m", "expression": "id % 1000"}]),
                      node("total", "aggregate", keys=[], values=[{"name": "s", "expression": "sum(r)"}, {"name": "t", "expression": "max(length(pad)) > 0"}])],
                     ["wide.out thousand.in", "thousand.out ranks.in", "ranks.out total.in"], "total"), \
        "s,t\n%d,true\n" % sum(n * (n + 1) // 2 for n in ((ROWS - m + 999) // 1000 for m in range(1000)))
    yield "cross", sql("SELECT count(*) AS n, sum(x.id * y.id) AS s FROM (SELECT id FROM a WHERE id < 3000) x CROSS JOIN (SELECT id FROM a WHERE id < 2000) y"), \
        "n,s\n%d,%d\n" % (3000 * 2000, 3000 * 2999 // 2 * (2000 * 1999 // 2))
    yield "sort", ([node("sorted", "sort", keys=[{"expression": "k"}])], ["wide.out sorted.in"], "sorted"), None


def sorted_rows():
    inverse = pow(FACTOR, -1, ROWS)
    yield b"id,k,pad\n"
    for start in range(0, ROWS, 10000):
        ids = ((k, k * inverse % ROWS) for k in range(start, min(start + 10000, ROWS)))
        yield "".join('%d,%d,"%d%s%d"\n' % (i, k, i, PAD, i % 1000) for k, i in ids).encode()


def unlike(path, pieces):
    with open(path, "rb") as file:
        for piece in pieces:
            if file.read(len(piece)) != piece:
                return "other bytes before %d" % file.tell()
        return None if file.read(1) == b"" else "more bytes than rows"


def main():
    with tempfile.TemporaryDirectory() as folder:
        for name, (nodes, wires, last), expected in cases():
            path = write_pipeline(os.path.join(folder, name + ".azud"), SOURCE + nodes + [writer("result", "out.csv")],
                                  ["rows.out wide.in"] + wires + [last + ".out result.in"])
            started = time.monotonic()
            done = AZUD.run(path, "--memory", "%dM" % MEMORY_MB, "--threads", "2", "--temp-dir", folder, "--stats", "json", timeout=1800)
            seconds = time.monotonic() - started
            problem = unequal((0, ""), (done.returncode, done.stderr))
            if problem is None:
                memory = json.loads(done.stdout)["memory"]
                print("# %s: %.1f s, %d MB spilled, at most %d MB held" % (name, seconds, memory["spilled_bytes"] >> 20, memory["peak_bytes"] >> 20))
                problem = None if memory["peak_bytes"] <= MEMORY_MB << 20 and (name == "cross" or memory["spilled_bytes"] > 0) else str(memory)
                out = os.path.join(folder, "out.csv")
                problem = problem or unlike(out, sorted_rows() if expected is None else [expected.encode()])
            TAP.report("/faults/large/T003-" + name, problem)
            TAP.report("/faults/large/T003-%s/nothing-left" % name, unequal([], [left for left in os.listdir(folder) if left.startswith(".")]))
    return TAP.end()


sys.exit(main())
