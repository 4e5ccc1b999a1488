# test-windows.py: random windows over random tables, computed by azud's Window node and by DuckDB
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-windows.py AZUD CASES [SEED]

Each window is computed as it comes, in small batches and many partitions, and with all that is kept spilled.  Values that depend on the
order of equal rows are asked for only where an id makes the order complete.  Frames are now and then longer than 64 rows, beyond
which aggregates come from a tree of partial results.

Then every aggregate there is, over running, long and short frames, is held against the same aggregate over a join of each row with its
frame.
"""

import csv
import json
import os
import random
import sys
import tempfile

import duckdb

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "app"))
from pipelines import Azud, Tap, node, reader, write_pipeline, write_text, writer  # noqa: E402

AZUD = Azud(sys.argv[1])
CASES = int(sys.argv[2])
SEED = int(sys.argv[3] if len(sys.argv) > 3 else os.environ.get("AZUD_TEST_SEED") or 0)
DEBUGS = ("", "batch-rows=3,partitions=7", "spill=1,partitions=2", "batch-rows=5,spill=1,partitions=1")
COLUMNS = (("id", "int"), ("k", "int"), ("s", "string"), ("i", "int"), ("d", "double"), ("day", "date"))
DUCKDB_TYPES = {"int": "INTEGER", "double": "DOUBLE", "string": "VARCHAR", "date": "DATE"}
WORDS = ("a", "b", "ab", "A", "a text of more than twelve bytes", "ñandú")

# name, whether equal rows may change it
PLACES = (("row_number()", True), ("rank()", False), ("dense_rank()", False), ("percent_rank()", False), ("cume_dist()", False),
          ("ntile(1)", True), ("ntile(3)", True), ("ntile(50)", True))
FRAMED = (("sum({n})", False), ("avg({n})", False), ("count({x})", False), ("count(*)", False), ("min({x})", False), ("max({x})", False),
          ("first_value({x})", True), ("last_value({x})", True), ("first_value({x}){ignore}", True), ("last_value({x}){ignore}", True),
          ("nth_value({x}, 2)", True), ("nth_value({x}, 2){ignore}", True), ("nth_value({x}, 70)", True))
OFFSETS = (("lag({x})", True), ("lag({x}, 3)", True), ("lead({x}, 2)", True), ("lag({i}, 1, -9)", True), ("lead({i}, 1, {i})", True),
           ("lag({x}, 2){ignore}", True), ("lead({x}, 2){ignore}", True), ("lag({x}, -1)", True), ("lag({i}, 1, 7){ignore}", True),
           ("lead({x}, 100)", True))


def random_rows(chance):
    def value(kind):
        if chance.random() < 0.25:
            return None
        if kind == "int":
            return chance.choice((0, 1, 1, 2, 3, -7, 20, 50))
        if kind == "double":
            return chance.choice((0.0, -0.0, 0.25, 1.0, -2.5, 3.75, float("nan"), 50.0))
        return chance.choice(WORDS) if kind == "string" else "2024-01-%02d" % chance.randrange(1, 20)
    n = chance.choice((0, 1, 2, 5, 17, 60, 300, 700))
    n_windows = chance.choice((1, 2, 5, 200))
    rows = [(number, chance.choice((None, *range(n_windows))), *(value(kind) for _, kind in COLUMNS[2:])) for number in range(n)]
    chance.shuffle(rows)
    return rows


class Window:
    """What is asked, as parameters of the node and as SQL."""

    def __init__(self, chance):
        self.partition = chance.sample(("k", "s", "d"), chance.choice((0, 1, 1, 1, 2)))
        self.order = [self.random_key(chance, name) for name in chance.sample(("i", "d", "s", "day"), chance.choice((0, 1, 1, 2)))]
        self.frame, self.start, self.end = "default", None, 0
        kind = chance.random()
        if kind < 0.4:
            self.frame, (self.start, self.end) = "rows", self.random_frame(chance)
        elif kind < 0.7:
            self.frame, (self.start, self.end) = "range", self.random_frame(chance)
            offset = any(bound not in (None, 0) for bound in (self.start, self.end))
            if offset or not self.order:
                self.order = [self.random_key(chance, chance.choice(("i", "day")))]
        self.complete = not (self.frame == "range" and len(self.order) == 1) and chance.random() < 0.6
        if self.complete:
            self.order.append(self.random_key(chance, "id"))
        if self.frame == "range" and len(self.order) > 1:
            self.start, self.end = (bound if bound in (None, 0) else None for bound in (self.start, self.end))
        if self.frame == "range" and self.start == 0 and self.end == 0 and len(self.order) == 0:
            self.frame = "default"
        self.values = [self.random_value(chance) for _ in range(chance.randrange(1, 5))]

    def random_key(self, chance, name):
        return name, chance.choice(("ascending", "descending")), chance.choice(("first", "last"))

    def random_frame(self, chance):
        bounds = sorted(chance.choice((0, 0, 1, 2, -1, -3, 5, -90, 80)) for _ in range(2))
        return (None if chance.random() < 0.3 else bounds[0]), (None if chance.random() < 0.3 else bounds[1])

    def random_value(self, chance):
        while True:
            text, by_place = chance.choice(PLACES + FRAMED * 2 + OFFSETS)
            needs_order = text not in [framed for framed, _ in FRAMED] or text.startswith("nth")
            depends = by_place or (self.frame == "rows" and text in [framed for framed, _ in FRAMED])
            if (needs_order and not self.order) or (depends and not self.complete):
                if chance.random() < 0.02:
                    return "count(*)" if self.frame != "rows" or self.complete else None
                continue
            return text.replace("{n}", chance.choice("id")).replace("{x}", chance.choice(("i", "d", "s", "day"))).replace("{i}", "i")

    def params(self):
        def bound(name, value, unbounded):
            if value is None:
                return {name: unbounded}
            return {name: "current"} if value == 0 else {name: "offset", name + "-offset": value}
        made = {"partition": list(self.partition), "frame": self.frame,
                "order": [{"expression": name, "direction": direction, "nulls": nulls} for name, direction, nulls in self.order],
                "values": [{"expression": text.replace("{ignore}", " IGNORE NULLS"), "name": "v%d" % number}
                           for number, text in enumerate(self.values)]}
        return dict(made, **bound("from", self.start, "unbounded"), **bound("to", self.end, "unbounded"))

    def sql(self):
        def bound(value, unbounded):
            if value is None:
                return "UNBOUNDED " + unbounded
            interval = "INTERVAL %d DAY" if self.frame == "range" and self.order[0][0] == "day" else "%d"
            return "CURRENT ROW" if value == 0 else interval % abs(value) + (" PRECEDING" if value < 0 else " FOLLOWING")

        def call(text):
            return text.replace("){ignore}", " IGNORE NULLS)")
        over = "PARTITION BY " + ", ".join(self.partition) if self.partition else ""
        if self.order:
            over += " ORDER BY " + ", ".join("%s %s NULLS %s" % (name, direction[:-6], nulls) for name, direction, nulls in self.order)
        frame = "" if self.frame == "default" else " %s BETWEEN %s AND %s" % (self.frame, bound(self.start, "PRECEDING"), bound(self.end, "FOLLOWING"))
        framed = [any(text == one.replace("{n}", n).replace("{x}", x) for one, _ in FRAMED for n in "id" for x in ("i", "d", "s", "day"))
                  for text in self.values]
        return "SELECT *, %s FROM t" % ", ".join("%s OVER (%s%s)" % (call(text), over, frame if is_framed else "")
                                                 for text, is_framed in zip(self.values, framed))


def plain(value):
    """Equal values as equal texts: 0.0 for -0.0, one way to write a number."""
    if value is None or value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return str(value)
    return "nan" if number != number else repr(number + 0.0)


def sorted_rows(rows):
    return sorted(([plain(value) for value in row] for row in rows), key=lambda row: float(row[0]))


def ask_duckdb(path, text):
    """A file is read a hundred times faster than rows are inserted."""
    connection = duckdb.connect(config={"threads": 1})
    try:
        columns = ", ".join("'%s': '%s'" % (name, DUCKDB_TYPES[kind]) for name, kind in COLUMNS)
        connection.execute("CREATE TABLE t AS SELECT * FROM read_csv('%s', columns={%s}, header=true, delim=',', quote='\"', auto_detect=false, "
                           "parallel=false)" % (path, columns))
        return sorted_rows(connection.execute(text).fetchall())
    finally:
        connection.close()


def ask_azud(folder, pipeline, debug):
    done = AZUD.run(pipeline, "--threads", "2", debug=debug)
    if done.returncode != 0:
        raise RuntimeError("exit status %d: %s" % (done.returncode, done.stderr[:1500]))
    with open(os.path.join(folder, "out.csv"), encoding="utf-8", newline="") as file:
        return sorted_rows(list(csv.reader(file))[1:])


def problem_of(folder, rows, window):
    def cell(value):
        return "" if value is None else '"%s"' % value if isinstance(value, str) else repr(value).replace("nan", "NaN")
    table = write_text(os.path.join(folder, "in.csv"), "\n".join([",".join(name for name, _ in COLUMNS)] + [",".join(map(cell, row)) for row in rows]) + "\n")
    pipeline = write_pipeline(os.path.join(folder, "window.azud"),
                              [reader("rows", "in.csv", ", ".join("%s %s" % column for column in COLUMNS)),
                               node("window", "window", **window.params()), writer("answer", "out.csv", **{"single-file": True})],
                              ["rows.out window.in", "window.out answer.in"])
    expected = ask_duckdb(table, window.sql())
    for debug in DEBUGS:
        try:
            came = ask_azud(folder, pipeline, debug)
        except RuntimeError as error:
            return "%s: %s" % (debug or "plain", error)
        if came != expected:
            first = next((pair for pair in zip(expected, came) if pair[0] != pair[1]), ("%d rows" % len(expected), "%d rows" % len(came)))
            return "%s:\n  expected %s\n  came     %s" % (debug or "plain", *first)
    return None


# ---- every aggregate ----

TWO_ARGUMENTS = ("corr", "covar_pop", "covar_samp", "max_by", "min_by")
FRAMES = {"running": ({}, "f.id <= r.id"),
          "long": ({"frame": "rows", "from": "offset", "from-offset": -90, "to": "offset", "to-offset": 5}, "f.id BETWEEN r.id - 90 AND r.id + 5"),
          "short": ({"frame": "rows", "from": "offset", "from-offset": -3, "to": "current"}, "f.id BETWEEN r.id - 3 AND r.id"),
          "rest": ({"frame": "rows", "from": "current", "to": "unbounded"}, "f.id >= r.id")}


def aggregate_calls():
    """corr() of a column that does not vary is a division by zero: left out."""
    _, answer = AZUD.json("functions", "--json")
    functions = answer if isinstance(answer, list) else answer["functions"]
    calls = []
    for name in sorted(one["name"] for one in functions if one["kind"] == "aggregate" and one["name"] != "corr"):
        if name in TWO_ARGUMENTS or name.startswith("regr_"):
            calls += [name + "(i, d)"]
        elif name in ("bool_and", "bool_or", "count_if"):
            calls += [name + "(i > 1)"]
        elif name == "listagg":
            calls += [name + "(s, '-')"]
        elif name == "percentile":
            calls += [name + "(i, 0.5)"]
        else:
            calls += [name + "(i)"] + [name + "(s)"] * (name in ("count", "min", "max", "first", "last", "any_value", "mode", "collect_list", "collect_set"))
    return calls


def nearly(a, b):
    """Partial results merge in another order."""
    try:
        return a == b or abs(float(a) - float(b)) <= 1e-9 * max(1.0, abs(float(b)))
    except (TypeError, ValueError):
        return False


def aggregates_problem(folder, frame, condition):
    chance = random.Random(5)
    calls = aggregate_calls()
    lines = ["id,i,d,s"]
    for number in range(200):
        cells = (chance.choice(("", 1, 2, 3, 8, -4)), chance.choice(("", 0.25, 1.5, -2.0, 7.0)), chance.choice(("", "a", "b", "a longer text than twelve")))
        lines.append("%d,%s,%s,%s" % ((number,) + cells))
    table = write_text(os.path.join(folder, "all.csv"), "\n".join(lines) + "\n")
    schema = "id int, i int, d double, s string"
    params = dict({"order": [{"expression": "id"}], "values": [{"expression": call, "name": "v%d" % number} for number, call in enumerate(calls)]}, **frame)
    pipeline = write_pipeline(os.path.join(folder, "all.azud"), [reader("rows", "all.csv", schema), node("window", "window", **params)],
                              ["rows.out window.in"])
    status, came = AZUD.json("peek", pipeline, "window", "-n", "1000", "--json")
    if status != 0:
        return str(came)[:500]
    text = "SELECT r.id, %s FROM (SELECT id FROM t) r JOIN (SELECT * FROM t ORDER BY id) f ON %s GROUP BY r.id" % (", ".join(calls), condition)
    done = AZUD.call("sql", "--json", "--threads", "1", "--table", "t=" + table, "--table-option", "t.header=true", "--table-option",
                     "t.schema=" + schema, "--", text)
    expected = {int(row[0]): row[1:] for row in json.loads(done.stdout)["rows"]}
    for row in came["rows"]:
        for call, value, wanted in zip(calls, row[4:], expected.pop(int(row[0]))):
            if not nearly(value, wanted):
                return "%s of row %s: %s expected, %s came" % (call, row[0], wanted, value)
    return "%d rows are missing" % len(expected) if expected else None


def main():
    tap = Tap()
    chance = random.Random(SEED)
    report = []
    print("# seed %d, DuckDB %s" % (SEED, duckdb.__version__))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(CASES):
            rows, window = random_rows(chance), Window(chance)
            window.values = [text for text in window.values if text is not None] or ["count(*)"]
            if window.values == ["count(*)"] and window.frame == "rows" and not window.complete:
                window.frame = "default"
            problem = problem_of(folder, rows, window)
            while problem is not None and len(rows) > 1:     # smaller, as long as it fails
                half = rows[:len(rows) // 2], rows[len(rows) // 2:]
                smaller = next((part for part in half if problem_of(folder, part, window) is not None), None)
                if smaller is None:
                    break
                rows, problem = smaller, problem_of(folder, smaller, window)
            if problem is not None:
                report.append("case %d: %s\n%s\n%s" % (number, window.sql(), problem, rows[:40]))
                if len(report) == 5:
                    break
    tap.report("/properties/windows/agree-with-duckdb", "%d windows fail" % len(report) if report else None)
    for text in report:
        for line in text.splitlines():
            print("#   " + line)
    with tempfile.TemporaryDirectory() as folder:
        for name, (frame, condition) in FRAMES.items():
            tap.report("/properties/windows/every-aggregate/" + name, aggregates_problem(folder, frame, condition))
    return tap.end()


sys.exit(main())
