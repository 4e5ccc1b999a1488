# test-allocations.py: reading, filtering, grouping, sorting and writing allocate nothing for a row
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-allocations.py AZUD COUNT_ALLOCATIONS_LIBRARY

The same work with four times the rows may call malloc a few times more, for arrays that double and for tasks, not once a row.
"""

import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "app"))
from pipelines import Azud, Tap, node, reader, write_pipeline, write_text, writer  # noqa: E402

AZUD = Azud(sys.argv[1])
LIBRARY = os.path.abspath(sys.argv[2])
ROWS = (50000, 200000)

WORK = {
    "filter-group": [node("kept", "filter", condition="number % 3 <> 1 AND word LIKE 'w%'"),
                     node("groups", "aggregate", keys=["word"], values=[{"name": "n", "expression": "count(*)"},
                                                                       {"name": "s", "expression": "sum(number)"}])],
    "derive-write": [node("more", "derive-columns", columns=[{"name": "twice", "expression": "amount * 2"},
                                                             {"name": "text", "expression": "concat(upper(word), '-', cast(number AS string))"}])],
    "sort": [node("sorted", "sort", keys=[{"expression": "word"}, {"expression": "amount"}])],
}


def count(folder, path):
    """(calls of malloc, None), or (None, what went wrong)"""
    told = os.path.join(folder, "count")
    done = AZUD.run(path, "--threads", "1", environment={"LD_PRELOAD": LIBRARY, "AZUD_COUNT_ALLOCATIONS": told})
    if done.returncode != 0 or not os.path.exists(told):
        return None, "exit status %d: %s" % (done.returncode, done.stderr)
    with open(told, encoding="utf-8") as file:
        return int(file.read()), None


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for rows in ROWS:
            write_text(os.path.join(folder, "%d.csv" % rows),
                       "word,number,amount\n" + "".join("word %d,%d,%d.25\n" % (i % 1009, i, i * 7919 % 100003) for i in range(rows)))
        for name, nodes in WORK.items():
            counts, problem = [], None
            chain = ["rows"] + [step["id"] for step in nodes] + ["result"]
            for rows in ROWS:
                path = write_pipeline(os.path.join(folder, name + ".azud"),
                                      [reader("rows", "%d.csv" % rows, "word string, number int, amount double")] + nodes + [writer("result", "out.csv")],
                                      ["%s.out %s.in" % pair for pair in zip(chain, chain[1:])])
                calls, wrong = count(folder, path)
                problem = problem or wrong
                counts.append(calls)
            print("# %s: %s calls for %s rows" % (name, counts, list(ROWS)))
            if problem is None and counts[1] - counts[0] > (ROWS[1] - ROWS[0]) // 100:
                problem = "%d calls more for %d rows more" % (counts[1] - counts[0], ROWS[1] - ROWS[0])
            if problem is None and counts[0] < 100:
                problem = "hardly a call was counted: the library is not in use"
            tap.report("/bench/allocations/" + name, problem)
    return tap.end()


sys.exit(main())
