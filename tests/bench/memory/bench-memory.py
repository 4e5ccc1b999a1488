# bench-memory.py: what a memory limit costs
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""Asks sort, group, join, distinct and window of one large table twice, without a limit and with --memory, and compares the answers.

The ratio is that of the two times of one turn, the median over the turns.  Peak memory is the process's (ru_maxrss).  One JSON object a line with --json.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
from bench import make_data, wait_measured  # noqa: E402

QUESTIONS = ("sort", "group", "join", "distinct", "window")


def answer_of(path, question):
    """Count and hash of the rows, whatever their order; of `sort`, of the bytes."""
    if question == "sort":
        return subprocess.run(["md5sum", path], capture_output=True, text=True, check=True).stdout.split()[0]
    program = ("import duckdb, sys; c = duckdb.connect(); s = \"read_csv('%s', header = true, all_varchar = true)\" % sys.argv[1]\n"
               "names = [row[0] for row in c.execute('DESCRIBE SELECT * FROM ' + s).fetchall()]\n"
               "print(c.execute('SELECT count(*), CAST(sum(CAST(hash(%s) AS HUGEINT)) AS VARCHAR) FROM %s' % (', '.join(names), s)).fetchone())")
    # In a process of its own: a child's peak begins with that of its parent, which is to stay small.
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    return done.stdout.strip().splitlines()[-1]         # a bar of progress may stand before it


def ask(options, question, table, out, limit):
    command = [options.azud, "run", os.path.join(HERE, question + ".azud"), "-p", "in=" + table, "-p", "out=" + out,
               "--threads", str(options.threads), "--progress", "none", "--stats", "json"]
    if limit is not None:
        command += ["--memory", limit]
    status, seconds, peak, _, errors = wait_measured(command)
    if status != 0:
        sys.exit("%s: azud ended with %d: %s" % (question, status, errors.strip()))
    answer = answer_of(out, question)
    os.unlink(out)
    return seconds, peak, answer


def measure(options, folder, question, table):
    turns = []
    for _ in range(options.repeat):
        turns.append([ask(options, question, table, os.path.join(folder, "out.csv"), limit) for limit in (None, options.memory)])
    equal = len({answer for turn in turns for _, _, answer in turn}) == 1
    return {"name": question, "input_mb": round(os.path.getsize(table) / 1e6),
            "free_s": round(statistics.median(turn[0][0] for turn in turns), 2), "free_peak_mb": round(max(turn[0][1] for turn in turns)),
            "limited_s": round(statistics.median(turn[1][0] for turn in turns), 2), "limited_peak_mb": round(max(turn[1][1] for turn in turns)),
            "ratio": round(statistics.median(turn[1][0] / turn[0][0] for turn in turns), 2), "equal": equal}


def main():
    parser = argparse.ArgumentParser(description="What a memory limit costs.")
    parser.add_argument("--azud", required=True, help="the program")
    parser.add_argument("--rows", type=lambda text: int(float(text)), default=42000000, help="rows of the table (4.2e7: 2.2 GB)")
    parser.add_argument("--memory", default="256M", help="the limit (256M)")
    parser.add_argument("--repeat", type=int, default=1, help="turns (1)")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="threads (all cores)")
    parser.add_argument("--data", help="a folder to keep the table in; else it is made anew")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("names", nargs="*", help="only these: " + " ".join(QUESTIONS))
    options = parser.parse_args()
    for name in options.names:
        if name not in QUESTIONS:
            parser.error("no question %s; there are: %s" % (name, " ".join(QUESTIONS)))
    options.azud = os.path.abspath(options.azud)
    folder = tempfile.mkdtemp(prefix="azud-bench-")
    differing = 0
    try:
        if options.data:
            os.makedirs(options.data, exist_ok=True)
        table = make_data(options, os.path.abspath(options.data or folder), ["group"])["group"]
        if not options.json:
            print("%-9s %8s %7s %8s %7s %6s   (%d MB of CSV, --memory %s, median of %d)" % (
                "", "free s", "peak MB", "limit s", "peak MB", "ratio", os.path.getsize(table) / 1e6, options.memory, options.repeat))
        for name in options.names or QUESTIONS:
            result = measure(options, folder, name, table)
            differing += not result["equal"]
            print(json.dumps(result) if options.json else "%-9s %8.2f %7d %8.2f %7d %6.2f   %s" % (
                name, result["free_s"], result["free_peak_mb"], result["limited_s"], result["limited_peak_mb"], result["ratio"],
                "" if result["equal"] else "ANSWERS DIFFER"), flush=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
