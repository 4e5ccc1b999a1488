# test-queries.py: random queries over random tables, asked of azud and of DuckDB
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-queries.py AZUD CASES [SEED]

Each query is asked as it comes, with batches of three rows in seven partitions, read from morsels of 64 bytes, and with all that is kept
spilled after each batch.
What fails is made as small as can be and printed, with its tables.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

import duckdb

from queries import DUCKDB_TYPES, NULL, for_duckdb, random_query, random_tables

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "app"))
from pipelines import Azud, Tap, write_text  # noqa: E402

AZUD = Azud(sys.argv[1])
CASES = int(sys.argv[2])
SEED = int(sys.argv[3] if len(sys.argv) > 3 else os.environ.get("AZUD_TEST_SEED") or 0)
DEBUGS = ("", "batch-rows=3,partitions=7", "csv-morsel=64", "batch-rows=3,partitions=7,spill=1,no-broadcast=1",
          "partitions=7,no-broadcast=1,adaptive-bytes=64")
# What the product says it cannot do is no wrong answer; how often it was said is printed.
UNSUPPORTED = "_NOT_SUPPORTED"


def plain(value):
    """A cell so that equal values are equal texts: 0.0 for -0.0, one way to write a double."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "nan" if value != value else repr(value + 0.0)
    return str(value)


def plain_answer(answer):
    kinds = [column["type"] for column in answer["columns"]]
    return [[plain(float(value)) if kind == "double" and value is not None else value for value, kind in zip(row, kinds)]
            for row in answer["rows"]]


def sorted_rows(rows):
    return sorted(rows, key=lambda row: [(value is not None, value or "") for value in row])


def ask_duckdb(tables, text):
    connection = duckdb.connect(config={"threads": 1})
    try:
        # DuckDB 2.0's optimizer lets NULL pass: CASE WHEN b THEN 'x' END IN ('x', 'y'), where b is false.
        connection.execute("PRAGMA disable_optimizer")
        for table in tables:
            connection.execute("CREATE TABLE %s (%s)" % (table.name, ", ".join("%s %s" % (name, DUCKDB_TYPES[kind]) for name, kind in table.columns)))
            if table.rows:
                connection.executemany("INSERT INTO %s VALUES (%s)" % (table.name, ", ".join("?" * len(table.columns))), table.rows)
        return [[plain(value) for value in row] for row in connection.execute(for_duckdb(text)).fetchall()]
    finally:
        connection.close()


def ask_azud(folder, tables, text, debug):
    """(rows, None) or (None, error object)"""
    arguments = ["sql", "--json", "--threads", "2"]
    for table in tables:
        path = write_text(os.path.join(folder, table.name + ".csv"), table.csv())
        arguments += ["--table", "%s=%s" % (table.name, path), "--table-option", table.name + ".header=true", "--table-option",
                      table.name + ".mode=FAILFAST", "--table-option", table.name + ".multiLine=true", "--table-option", table.name + ".nullValue=" + NULL, "--table-option",
                      "%s.schema=%s" % (table.name, ", ".join("%s %s" % column for column in table.columns))]
    try:
        done = AZUD.call(*arguments, "--", text, debug=debug, timeout=20)
    except subprocess.TimeoutExpired:
        return None, {"condition": "hangs", "message": "no answer"}
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        return None, {"condition": "exit status %d" % done.returncode, "message": done.stdout[:300] + done.stderr[:2000]}
    return (None, answer["error"]) if "error" in answer else (plain_answer(answer), None)


def problem_of(folder, tables, text):
    """None, "unsupported", or a sentence."""
    try:
        expected = ask_duckdb(tables, text)
    except duckdb.Error as error:
        return "DuckDB does not take this: %s" % error
    ordered = text.startswith("SELECT * FROM (") and text.rstrip("0123456789 ").endswith(("LIMIT", "OFFSET", "FIRST", "LAST"))
    for debug in DEBUGS:
        rows, error = ask_azud(folder, tables, text, debug)
        if error is not None and UNSUPPORTED in error["condition"]:
            return "unsupported"
        if error is not None:
            return "%s: [%s] %s" % (debug or "plain", error["condition"], error["message"])
        if (rows != expected) if ordered else (sorted_rows(rows) != sorted_rows(expected)):
            return "%s:\n  expected %s\n  came     %s" % (debug or "plain", expected if ordered else sorted_rows(expected),
                                                          rows if ordered else sorted_rows(rows))
    return None


def same_kind(problem, other):
    """Shrinking must not wander from a wrong answer to an error or back."""
    if other in (None, "unsupported"):
        return False
    kind = lambda text: ("[" in text.split(":", 1)[1][:3], text.split("]")[0] if ": [" in text else "", text.startswith("DuckDB"))  # noqa: E731
    return kind(problem)[2] == kind(other)[2] and kind(problem)[1] == kind(other)[1]


def shrink(folder, tables, text, parts, problem):
    for part in sorted(parts, key=len):
        other = problem_of(folder, tables, part)
        if len(part) < len(text) and same_kind(problem, other):
            text, problem = part, other
            break
    for table in tables:
        row = 0
        while row < len(table.rows):
            taken = table.rows.pop(row)
            other = problem_of(folder, tables, text)
            if same_kind(problem, other):
                problem = other
            else:
                table.rows.insert(row, taken)
                row += 1
    return text, problem


def main():
    tap = Tap()
    chance = random.Random(SEED)
    n_unsupported = n_failed = n_asked = 0
    report = []
    print("# seed %d, DuckDB %s" % (SEED, duckdb.__version__))
    with tempfile.TemporaryDirectory() as folder:
        for number in range(CASES):
            tables = random_tables(chance)
            text, parts = random_query(chance, tables)
            problem = problem_of(folder, tables, text)
            n_asked += 1
            if problem == "unsupported":
                n_unsupported += 1
            elif problem is not None:
                n_failed += 1
                if len(report) < 5:
                    text, problem = shrink(folder, tables, text, parts, problem)
                    report.append("case %d: %s\n%s" % (number, text, problem))
                    for table in tables:
                        if table.name in text:
                            report[-1] += "\n%s (%s): %s" % (table.name, ", ".join("%s %s" % column for column in table.columns), table.rows)
                if n_failed >= 40:
                    break
    print("# %d queries, %d of them with what azud says it cannot do" % (n_asked, n_unsupported))
    tap.report("/properties/queries/T134-agree-with-duckdb", None if n_failed == 0 else "%d of %d fail" % (n_failed, n_asked))
    for text in report:
        for line in text.splitlines():
            print("#   " + line)
        print("#")
    tap.report("/properties/queries/mostly-supported", None if n_unsupported * 10 <= n_asked else "%d of %d" % (n_unsupported, n_asked))
    return tap.end()


sys.exit(main())
