# bench.py: times and memory of azud beside DuckDB's and Polars'
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""Reads CSV, answers a question, writes CSV: the same question asked of three engines, in turns, and the answers compared.

Each answer is given by a process of its own.  azud's time is that of the whole process; the peers' clocks start after Python has
imported them.  Peak memory is the process's, for the peers with Python.  One JSON object a line with --json: see docs.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

SCHEMAS = {
    "group": "id1 string, id2 string, id3 string, id4 int, id5 int, id6 int, v1 int, v2 int, v3 double",
    "left": "id1 int, id2 int, id3 int, id4 string, id5 string, id6 string, v1 double",
    "small": "id1 int, id4 string, v2 double",
    "medium": "id1 int, id2 int, id4 string, id5 string, v2 double",
    "big": "id1 int, id2 int, id3 int, id4 string, id5 string, id6 string, v2 double",
}
JOIN = "SELECT count(*) AS n, sum(a.v1) AS s1, sum(b.v2) AS s2 FROM a %s JOIN b ON a.%s = b.%s"
# name: (tables a and b, query, column by which the answer must be in order or None)
QUESTIONS = {
    "count": (["group"], "SELECT count(*) AS n FROM a", None),
    "sumcol": (["group"], "SELECT sum(v1) AS s FROM a", None),
    "parse": (["group"], "SELECT max(id1) AS a1, max(id2) AS a2, max(id3) AS a3, max(id4) AS a4, max(id5) AS a5, max(id6) AS a6, "
                         "sum(v1) AS b1, sum(v2) AS b2, sum(v3) AS b3 FROM a", None),
    "q1": (["group"], "SELECT id1, sum(v1) AS v1 FROM a GROUP BY id1", None),
    "q2": (["group"], "SELECT id1, id2, sum(v1) AS v1 FROM a GROUP BY id1, id2", None),
    "q3": (["group"], "SELECT id3, sum(v1) AS v1, avg(v3) AS v3 FROM a GROUP BY id3", None),
    "q4": (["group"], "SELECT id4, avg(v1) AS v1, avg(v2) AS v2, avg(v3) AS v3 FROM a GROUP BY id4", None),
    "q5": (["group"], "SELECT id6, sum(v1) AS v1, sum(v2) AS v2, sum(v3) AS v3 FROM a GROUP BY id6", None),
    "q6": (["group"], "SELECT id4, id5, median(v3) AS m, stddev(v3) AS s FROM a GROUP BY id4, id5", None),
    "q7": (["group"], "SELECT id3, max(v1) - min(v2) AS r FROM a GROUP BY id3", None),
    "q9": (["group"], "SELECT id2, id4, pow(corr(v1, v2), 2) AS r FROM a GROUP BY id2, id4", None),
    "q10": (["group"], "SELECT id1, id2, id3, id4, id5, id6, sum(v3) AS v3, count(*) AS n FROM a GROUP BY id1, id2, id3, id4, id5, id6", None),
    "j1": (["left", "small"], JOIN % ("INNER", "id1", "id1"), None),
    "j2": (["left", "medium"], JOIN % ("INNER", "id2", "id2"), None),
    "j3": (["left", "medium"], JOIN % ("LEFT", "id2", "id2"), None),
    "j4": (["left", "medium"], JOIN % ("INNER", "id5", "id5"), None),
    "j5": (["left", "big"], JOIN % ("INNER", "id3", "id3"), None),
    "sort1": (["group"], "SELECT * FROM a ORDER BY v3", "v3"),
    "top": (["group"], "SELECT id3, id6, v1, v2, v3 FROM a ORDER BY v3, id6, id3 LIMIT 100", "v3"),
    "distinct": (["group"], "SELECT DISTINCT id4, id6 FROM a", None),
    "filter": (["group"], "SELECT id1, id4, id6, v1 + v2 AS w, v3 * 2 AS x FROM a WHERE v1 >= 4 AND id4 <= 62", None),
    "filtergroup": (["group"], "SELECT id1, id4, count(*) AS n, sum(v1) AS v1, avg(v3) AS v3 FROM a WHERE v2 >= 4 AND id6 > 1000 GROUP BY id1, id4", None),
    "copycsv": (["group"], "SELECT * FROM a", None),
}
PEERS = ("duckdb", "polars")


def columns_of(table):
    return [tuple(column.split()) for column in SCHEMAS[table].split(", ")]


# ---- the peers, each in a process of its own: bench.py --peer NAME, the work as JSON on standard input ----

def ask_duckdb(work):
    import duckdb
    kinds = {"string": "VARCHAR", "int": "INTEGER", "double": "DOUBLE"}
    connection = duckdb.connect(config={"threads": work["threads"]})
    started = time.perf_counter()
    for name, (table, path) in work["tables"].items():
        columns = ", ".join("'%s': '%s'" % (column, kinds[kind]) for column, kind in columns_of(table))
        connection.execute("CREATE VIEW %s AS SELECT * FROM read_csv('%s', header = true, columns = {%s})" % (name, path, columns))
    connection.execute("COPY (%s) TO '%s' (HEADER)" % (work["query"], work["out"]))
    return time.perf_counter() - started


def ask_polars(work):
    os.environ["POLARS_MAX_THREADS"] = str(work["threads"])
    import polars
    kinds = {"string": polars.String, "int": polars.Int32, "double": polars.Float64}
    started = time.perf_counter()
    frames = {name: polars.scan_csv(path, schema={column: kinds[kind] for column, kind in columns_of(table)})
              for name, (table, path) in work["tables"].items()}
    # Sums of Int32 stay Int32 in Polars' SQL; none of these overflows at 1e8 rows or less.
    answer = polars.SQLContext(**frames).execute(work["query"], eager=False)
    answer.sink_csv(work["out"])
    return time.perf_counter() - started


def be_peer(name):
    work = json.load(sys.stdin)
    print(json.dumps({"seconds": {"duckdb": ask_duckdb, "polars": ask_polars}[name](work)}))


# ---- one answer ----

def wait_measured(command, text_in=None):
    """Runs @command.  (exit status, seconds, peak MB, standard output, standard error)"""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdin=subprocess.PIPE if text_in is not None else subprocess.DEVNULL, stdout=out, stderr=errors, text=True)
        if text_in is not None:
            child.stdin.write(text_in)
            child.stdin.close()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        return child.returncode, seconds, usage.ru_maxrss / 1024, out.read(), errors.read()


def write_pipeline(path, tables, query, out):
    nodes = [{"id": name, "type": "read-csv", "params": {"path": file, "schema": [{"name": column, "type": kind} for column, kind in columns_of(table)]}}
             for name, (table, file) in tables.items()]
    nodes += [{"id": "question", "type": "sql", "params": {"query": query}},
              {"id": "answer", "type": "write-csv", "params": {"path": out, "mode": "overwrite"}}]
    edges = [{"from": name + ".out", "to": "question." + name} for name in tables] + [{"from": "question.out", "to": "answer.in"}]
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"azud": "1.0", "nodes": nodes, "edges": edges}, file)


def ask(engine, options, tables, query, out):
    """(seconds, peak MB, None), or (None, None, what went wrong)"""
    if os.path.exists(out):
        os.unlink(out)
    if engine == "azud":
        write_pipeline(out + ".azud", tables, query, out)
        status, seconds, peak, _, errors = wait_measured([options.azud, "run", out + ".azud", "--progress", "none", "--threads", str(options.threads)])
    else:
        work = json.dumps({"tables": tables, "query": query, "out": out, "threads": options.threads})
        status, _, peak, text, errors = wait_measured([sys.executable, os.path.abspath(__file__), "--peer", engine], work)
        seconds = json.loads(text)["seconds"] if status == 0 else None
    return (seconds, peak, None) if status == 0 else (None, None, (errors.strip().splitlines() or ["exit status %d" % status])[-1][:200])


# ---- comparing answers ----

def summary(path, in_order):
    """Count of rows, a hash of all that is exact, and for each double a sum that depends on the rows it stands in."""
    import duckdb
    connection = duckdb.connect()
    source = "read_csv('%s', header = true, sample_size = 20000)" % path
    columns = [(row[0], row[1]) for row in connection.execute("DESCRIBE SELECT * FROM %s" % source).fetchall()]
    doubles = [name for name, kind in columns if kind == "DOUBLE"]
    exact = [name for name, kind in columns if kind != "DOUBLE"]
    key = "hash(%s)" % ", ".join("CAST(%s AS VARCHAR)" % name for name in exact) if exact else "hash(0)"
    row = connection.execute("SELECT count(*), CAST(sum(CAST(%s AS HUGEINT)) AS VARCHAR)%s FROM %s" % (
        key, "".join(", sum(%s * (1 + %s %% 97))" % (name, key) for name in doubles), source)).fetchone()
    if in_order is not None:
        falling = connection.execute("SELECT count(*) FROM (SELECT %s < lag(%s) OVER (ORDER BY n) AS falls FROM (SELECT %s, row_number() OVER () AS n FROM %s)) "
                                     "WHERE falls" % (in_order, in_order, in_order, source.replace("header", "parallel = false, header"))).fetchone()[0]
        row = row + (falling,)
    return [name for name, _ in columns], row


def summary_apart(path, in_order):
    """summary() in a process of its own: a child's peak memory begins with that of its parent, which is to stay small."""
    done = subprocess.run([sys.executable, os.path.abspath(__file__), "--summary", json.dumps([path, in_order])], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def same_answer(a, b):
    return a[0] == b[0] and len(a[1]) == len(b[1]) and all(
        x == y or isinstance(x, float) and isinstance(y, float) and abs(x - y) <= 1e-9 * max(abs(x), abs(y), 1.0) for x, y in zip(a[1], b[1]))


# ---- the benchmark ----

def make_data(options, folder, tables):
    """Paths of the tables, made when they are not there."""
    generate = os.path.join(folder, "generate")
    paths = {}
    for table in tables:
        paths[table] = os.path.join(folder, "%s-%d.csv" % (table, options.rows))
        if os.path.exists(paths[table]):
            continue
        if not os.path.exists(generate):
            source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "generate.c")
            subprocess.run([os.environ.get("CC", "cc"), "-O2", "-o", generate, source], check=True)
        with open(paths[table] + ".part", "wb") as file:
            subprocess.run([generate, table, str(options.rows)], stdout=file, check=True)
        os.rename(paths[table] + ".part", paths[table])
    return paths


def measure(options, folder, name, paths):
    needed, query, in_order = QUESTIONS[name]
    tables = {letter: (table, paths[table]) for letter, table in zip("ab", needed)}
    times, peaks, problems, answers = {}, {}, {}, {}
    for repetition in range(options.repeat):
        for engine in ("azud",) + PEERS:
            if engine in problems:
                continue
            out = os.path.join(folder, "%s.csv" % engine)
            seconds, peak, problem = ask(engine, options, tables, query, out)
            if problem is not None:
                problems[engine] = problem
                continue
            times.setdefault(engine, []).append(seconds)
            peaks[engine] = max(peak, peaks.get(engine, 0))
            if repetition == 0:
                answers[engine] = summary_apart(out, in_order)
            os.unlink(out)
    result = {"name": name, "rows": options.rows}
    for engine in ("azud",) + PEERS:
        result[engine] = {"error": problems[engine]} if engine in problems else {
            "median": round(statistics.median(times[engine]), 4), "min": round(min(times[engine]), 4), "peak_mb": round(peaks[engine], 1)}
    best = [result[peer]["median"] for peer in PEERS if "median" in result[peer]]
    if best and "median" in result["azud"]:
        result["ratio"] = round(min(best) / result["azud"]["median"], 2)
    if "azud" in answers and len(answers) > 1:
        result["equal"] = all(same_answer(answers["azud"], answers[peer]) for peer in answers)
        if not result["equal"]:
            result["answers"] = {engine: repr(answer)[:300] for engine, answer in answers.items()}
    return result


def print_line(result, as_json):
    if as_json:
        print(json.dumps(result), flush=True)
        return
    cells = ["%8.3f s %6.0f MB" % (result[engine]["median"], result[engine]["peak_mb"]) if "median" in result[engine] else "%20s" % "-"
             for engine in ("azud",) + PEERS]
    print("%-9s %s  %5sx  %s" % (result["name"], "  ".join(cells), result.get("ratio", "-"),
                                 {True: "", False: "ANSWERS DIFFER", None: "not compared"}[result.get("equal")]), flush=True)


def main():
    parser = argparse.ArgumentParser(description="Times of azud beside those of DuckDB and Polars.")
    parser.add_argument("--azud", help="the program")
    parser.add_argument("--quick", action="store_true", help="1e6 rows, 3 repetitions")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--rows", type=lambda text: int(float(text)), help="rows of the tables (1e7)")
    parser.add_argument("--repeat", type=int, help="repetitions (5)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="threads of each engine (all cores)")
    parser.add_argument("--data", help="a folder to keep the tables in; else they are made anew")
    parser.add_argument("--ui", action="store_true", help="the window's figures (not measured by this program yet)")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    parser.add_argument("--summary", help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*", help="only these questions: " + " ".join(QUESTIONS))
    options = parser.parse_args()
    if options.peer:
        return be_peer(options.peer)
    if options.summary:
        print(json.dumps(summary(*json.loads(options.summary)), default=str))
        return 0
    if options.ui:
        parser.error("figures of the window are not measured yet")
    if not options.azud:
        parser.error("--azud PROGRAM is needed")
    for name in options.names:
        if name not in QUESTIONS:
            parser.error("no question %s; there are: %s" % (name, " ".join(QUESTIONS)))
    options.azud = os.path.abspath(options.azud)
    options.rows = options.rows or (1000000 if options.quick else 10000000)
    options.repeat = options.repeat or (3 if options.quick else 5)
    names = options.names or list(QUESTIONS)
    folder = tempfile.mkdtemp(prefix="azud-bench-")
    differing = 0
    try:
        if options.data:
            os.makedirs(options.data, exist_ok=True)
        tables = sorted({table for name in names for table in QUESTIONS[name][0]})
        paths = make_data(options, os.path.abspath(options.data or folder), tables)
        if not options.json:
            print("%-9s %20s  %20s  %20s  (%d rows, median of %d, %d threads)" % ("", "azud", *PEERS, options.rows, options.repeat, options.threads))
        for name in names:
            result = measure(options, folder, name, paths)
            print_line(result, options.json)
            differing += result.get("equal") is False
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
