# test-graphs.py: graphs that schedulers and planners stumble over, one bad row among very many, and results that no setting may change
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-graphs.py AZUD [thorough]"""

import itertools
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "app"))
from pipelines import Azud, Tap, node, read_bytes, reader, unequal, write_pipeline, write_text, writer  # noqa: E402

AZUD = Azud(sys.argv[1])
THOROUGH = len(sys.argv) > 2
TAP = Tap()
DEBUGS = ("", "partitions=7,no-broadcast=1", "partitions=3,no-broadcast=1,spill=1", "constant-hash=1,partitions=4")
LONG = 60       # seconds: so long nothing here takes; a hang does


def outcome(path, *arguments, **extra):
    """None when the run succeeded, else a sentence."""
    try:
        done = AZUD.run(path, *arguments, timeout=LONG, **extra)
    except subprocess.TimeoutExpired:
        return "it hangs"
    return None if done.returncode == 0 else "exit status %d: %s" % (done.returncode, done.stderr)


# ---- no hang, whatever the shape ----

def twenty_sinks(folder):
    n = 20
    write_text(os.path.join(folder, "in.csv"), "id\n" + "".join("%d\n" % i for i in range(5000)))
    nodes, wires = [reader("rows", "in.csv", "id int")], []
    for k in range(n):
        nodes += [node("part%d" % k, "filter", condition="id %% %d = %d" % (n, k)), writer("sink%d" % k, "sink%d.csv" % k)]
        wires += ["rows.out part%d.in" % k, "part%d.out sink%d.in" % (k, k)]
    expected = {"sink%d.csv" % k: ("id\n" + "".join("%d\n" % i for i in range(k, 5000, n))).encode() for k in range(n)}
    return nodes, wires, expected


def diamonds(folder):
    """Twenty in a row: 2^20 ways through, and no row more than there were."""
    nodes, wires, last = [node("rows", "generate-rows", start=0, end=100)], [], "rows"
    for k in range(20):
        nodes += [node("left%d" % k, "filter", condition="id % 2 = 0"), node("right%d" % k, "filter", condition="id % 2 = 1"),
                  node("both%d" % k, "union")]
        wires += ["%s.out left%d.in" % (last, k), "%s.out right%d.in" % (last, k), "left%d.out both%d.in" % (k, k), "right%d.out both%d.in" % (k, k)]
        last = "both%d" % k
    nodes += [node("sorted", "sort", keys=[{"expression": "id"}]), writer("result", "diamonds.csv")]
    wires += [last + ".out sorted.in", "sorted.out result.in"]
    return nodes, wires, {"diamonds.csv": ("id\n" + "".join("%d\n" % i for i in range(100))).encode()}


def self_joins(folder):
    """Each joined with itself, and with an aggregate of itself."""
    nodes, wires, last = [node("rows", "generate-rows", start=0, end=300)], [], "rows"
    for k in range(4):
        nodes += [node("sums%d" % k, "aggregate", keys=["id"], values=[{"name": "n%d" % k, "expression": "count(*)"}]),
                  node("self%d" % k, "join", type="semi", keys=[{"left": "id", "right": "id"}]),
                  node("sum%d" % k, "join", type="inner", keys=[{"left": "id", "right": "id"}])]
        wires += ["%s.out sums%d.in" % (last, k), "%s.out self%d.left" % (last, k), "%s.out self%d.right" % (last, k),
                  "self%d.out sum%d.left" % (k, k), "sums%d.out sum%d.right" % (k, k)]
        nodes.append(node("id%d" % k, "select-columns", columns=["id"]))
        wires.append("sum%d.out id%d.in" % (k, k))
        last = "id%d" % k
    nodes += [node("sorted", "sort", keys=[{"expression": "id"}]), writer("result", "self.csv")]
    wires += [last + ".out sorted.in", "sorted.out result.in"]
    return nodes, wires, {"self.csv": ("id\n" + "".join("%d\n" % i for i in range(300))).encode()}


def check_shapes(folder):
    for make in (twenty_sinks, diamonds, self_joins):
        nodes, wires, expected = make(folder)
        path = write_pipeline(os.path.join(folder, make.__name__ + ".azud"), nodes, wires)
        problem = None
        for debug, threads in itertools.product(DEBUGS, (1, 2, 8)) if THOROUGH else zip(DEBUGS, (8, 1, 2, 8)):
            found = outcome(path, "--threads", threads, "--temp-dir", folder, debug=debug)
            found = found or unequal(expected, {name: read_bytes(os.path.join(folder, name)) for name in expected})
            problem = problem or (found and "%s, %d threads: %s" % (debug, threads, found))
        TAP.report("/faults/graphs/T131-" + make.__name__.replace("_", "-"), problem)


# ---- long and wide plans ----

def chain(n, kinds):
    nodes, wires, last = [node("rows", "generate-rows", start=0, end=10)], [], "rows"
    for k in range(n):
        nodes.append(kinds[k % len(kinds)]("step%d" % k))
        wires.append("%s.out step%d.in" % (last, k))
        last = "step%d" % k
    nodes.append(writer("result", "chain.csv"))
    return nodes, wires + [last + ".out result.in"]


def check_plans(folder):
    """Looked at, planned and run in time that grows with the graph: a quadratic walk of 10^5 steps would take minutes, a cubic one days."""
    filters = [lambda name: node(name, "filter", condition="id >= 0"),
               lambda name: node(name, "derive-columns", columns=[{"name": "x", "expression": "id + 1"}])]
    stages = [lambda name: node(name, "sort", keys=[{"expression": "id"}]), lambda name: node(name, "drop-duplicates")]
    doubling, wires, last = [node("rows", "generate-rows", start=0, end=10)], [], "rows"
    for k in range(40):
        doubling += [node("both%d" % k, "union"), node("once%d" % k, "drop-duplicates")]
        wires += ["%s.out both%d.in" % (last, k)] * 2 + ["both%d.out once%d.in" % (k, k)]
        last = "once%d" % k
    doubling += [node("sorted", "sort", keys=[{"expression": "id"}]), writer("result", "chain.csv")]
    wires += [last + ".out sorted.in", "sorted.out result.in"]
    rows = "".join("%d\n" % i for i in range(10))
    for name, (nodes, edges), expected in (("chain", chain(99000 if THOROUGH else 10000, filters), None),
                                           ("stages", chain(2000 if THOROUGH else 200, stages), "id\n" + rows),
                                           ("diamonds", (doubling, wires), "id\n" + rows)):
        if name == "chain":
            expected = "id,x\n" + "".join("%d,%d\n" % (i, i + 1) for i in range(10))
        path = write_pipeline(os.path.join(folder, name + ".azud"), nodes, edges)
        for command in ("check", "plan"):
            started = time.monotonic()
            done = AZUD.call(command, path, timeout=LONG)
            print("# %s %s of %d nodes: %.2f s" % (command, name, len(nodes), time.monotonic() - started))
            TAP.report("/faults/graphs/T126-%s-%s" % (name, command), None if done.returncode == 0 else done.stderr)
        problem = outcome(path, "--temp-dir", folder)
        TAP.report("/faults/graphs/T126-%s-run" % name, problem or unequal(expected, read_bytes(os.path.join(folder, "chain.csv")).decode()))


# ---- one bad row ----

def check_one_row(folder):
    """It fails its task, once, and is told: a second attempt would meet it again."""
    rows = 100000000 if THOROUGH else 3000000
    bad = rows * 2 // 3 + 1
    log = os.path.join(folder, "one-row")
    path = write_pipeline(os.path.join(folder, "one-row.azud"),
                          [node("rows", "generate-rows", start=0, end=rows),
                           node("more", "derive-columns", columns=[{"name": "x", "expression": "100 div (id - %d)" % bad}]),
                           node("sum", "aggregate", keys=[], values=[{"name": "s", "expression": "sum(x)"}]), writer("result", "one-row.csv")],
                          ["rows.out more.in", "more.out sum.in", "sum.out result.in"])
    done = AZUD.run(path, "--log", log, timeout=300)
    problem = unequal((1, True, True), (done.returncode, "DIVIDE_BY_ZERO" in done.stderr, "more" in done.stderr))
    TAP.report("/faults/graphs/T125-one-row", problem and "%s: %s" % (problem, done.stderr))
    TAP.report("/faults/graphs/T125-names-row", unequal(["  value: id = %d" % bad], [line for line in done.stderr.splitlines() if line.startswith("  value:")]))
    print("# of %d: %s" % (rows, done.stderr.strip().replace("\n", " | ")))
    with open(log, encoding="utf-8") as file:
        failed = [event for event in map(json.loads, file) if event["Event"] == "SparkListenerTaskEnd" and event["Task Info"]["Failed"]]
    TAP.report("/faults/graphs/T125-one-attempt", unequal([0], [event["Task Info"]["Attempt"] for event in failed]))
    write_text(os.path.join(folder, "bad.csv"), "a,b\n" + "".join("%d,x\n" % i for i in range(100000)) + "12x,x\n" + "3,y\n")
    path = write_pipeline(os.path.join(folder, "bad.azud"), [reader("rows", "bad.csv", "a int, b string", mode="FAILFAST"), writer("result", "bad-out.csv")],
                          ["rows.out result.in"])
    done = AZUD.run(path, "--stats", "json")
    error = json.loads(done.stdout)["error"]
    TAP.report("/faults/graphs/T125-names-line", unequal(("rows", 100002, True), (error.get("node"), error.get("line"), error.get("file", "").endswith("bad.csv"))))


# ---- the same, whatever the threads and partitions ----

def settings(chance, n):
    yield "", 1
    for _ in range(n - 1):
        yield "partitions=%d,batch-rows=%d,csv-morsel=%d,no-broadcast=%d,spill=%d" % (
            chance.choice((1, 2, 3, 7, 64, 1000)), chance.choice((0, 1, 3, 100)), chance.choice((0, 64, 1000)), chance.randrange(2),
            chance.choice((0, 0, 1, 4096))), chance.choice((1, 2, 3, 4, 8, 16))


def is_same(first, second):
    """Bytes; or numbers, whose sums depend on the order of what was added."""
    if isinstance(first, bytes):
        return first == second
    return len(first) == len(second) and all(math.isclose(a, b, rel_tol=1e-12) for a, b in zip(first, second))


def check_same(folder):
    """An order that was asked for gives the same bytes.  Sums of doubles, too, where adding them in any order gives the same; where it does
    not, to 12 digits."""
    chance = random.Random(int(os.environ.get("AZUD_TEST_SEED", "0") or 0))
    n = 1500
    rows = ["%d,%d,%d,%.17g" % (i, i * 7919 % 101, i % 1000, chance.uniform(-1e6, 1e6)) for i in range(n)]
    write_text(os.path.join(folder, "rows.csv"), "id,k,m,x\n" + "\n".join(rows) + "\n")
    source = reader("rows", "rows.csv", "id int, k int, m int, x double")

    def query(name, text):
        nodes = [source, node("ask", "sql", query=text), writer("result", name + ".csv")]
        return write_pipeline(os.path.join(folder, name + ".azud"), nodes, ["rows.out ask.a", "ask.out result.in"])

    exact = query("exact", "SELECT x.k, count(*) AS n, sum(y.m) AS s, max(y.x) AS top, sum(cast(y.m AS double)) AS d FROM a x JOIN a y ON x.m = y.id "
                           "GROUP BY x.k ORDER BY x.k")
    order = query("order", "SELECT * FROM a ORDER BY k DESC, x")
    window = write_pipeline(os.path.join(folder, "window.azud"), [
        source, node("ranks", "window", partition=["k"], order=[{"expression": "x"}, {"expression": "id"}],
                     values=[{"name": "r", "expression": "row_number()"}]),
        node("sorted", "sort", keys=[{"expression": "id"}]), writer("result", "window.csv")],
        ["rows.out ranks.in", "ranks.out sorted.in", "sorted.out result.in"])
    floats = query("floats", "SELECT k, sum(x) AS s, avg(x) AS a FROM a GROUP BY k ORDER BY k")
    first, problems = {}, {}
    for debug, threads in settings(chance, 50 if THOROUGH else 8):
        for path in (exact, order, window, floats):
            name = os.path.basename(path)[:-5]
            problem = outcome(path, "--threads", threads, "--temp-dir", folder, debug=debug)
            got = read_bytes(os.path.join(folder, name + ".csv"))
            if name == "floats" and problem is None:
                got = [float(cell) for line in got.decode().splitlines()[1:] for cell in line.split(",")]
            problem = problem or (None if is_same(first.setdefault(name, got), got) else "another result")
            problems.setdefault(name, None)
            problems[name] = problems[name] or (problem and "%s, %d threads: %s" % (debug, threads, problem))
    for name, problem in problems.items():
        TAP.report("/faults/graphs/T132-" + name, problem)


def check_constant_hash(folder):
    """Every row has the same hash: right, and done in time that a test can wait for."""
    rows = 20000 if THOROUGH else 4000
    write_text(os.path.join(folder, "keys.csv"), "id,k\n" + "".join("%d,%d\n" % (i, i % 977) for i in range(rows)))
    ranks = [node("ask", "window", partition=["k"], order=[{"expression": "id"}], values=[{"name": "n", "expression": "row_number()"}]),
             node("sorted", "sort", keys=[{"expression": "id"}])]
    ranked = ["rows.out ask.in", "ask.out sorted.in", "sorted.out result.in"]
    cases = {name: ([node("ask", "sql", query=text)], ["rows.out ask.a", "ask.out result.in"]) for name, text in (
        ("group", "SELECT k, count(*) AS n FROM a GROUP BY k ORDER BY k"), ("distinct", "SELECT DISTINCT k FROM a ORDER BY k"),
        ("join", "SELECT x.id, y.k FROM a x JOIN a y ON x.id = y.id ORDER BY x.id"),
        ("set", "SELECT id FROM a EXCEPT SELECT k FROM a ORDER BY id"))}
    for name, (steps, wires) in dict(cases, window=(ranks, ranked)).items():
        path = write_pipeline(os.path.join(folder, name + ".azud"),
                              [reader("rows", "keys.csv", "id int, k int"), writer("result", name + "-out.csv")] + steps, wires)
        answers = []
        problem = None
        for debug in ("", "constant-hash=1", "constant-hash=1,partitions=5,no-broadcast=1", "constant-hash=1,partitions=5,no-broadcast=1,spill=65536"):
            problem = problem or outcome(path, "--temp-dir", folder, debug=debug)
            answers.append(read_bytes(os.path.join(folder, name + "-out.csv")))
            problem = problem or (None if answers[-1] == answers[0] else "another result with " + debug)
        TAP.report("/faults/graphs/T133-" + name, problem)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (check_shapes, check_plans, check_one_row, check_same, check_constant_hash):
            started = time.monotonic()
            part(folder)
            print("# %s: %.1f s" % (part.__name__, time.monotonic() - started))
    return TAP.end()


sys.exit(main())
