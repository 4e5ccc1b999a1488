# judges.py: a plan run by azud, its outputs read back and held against rows that are known
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter

from .configurations import debug
from .tables import NULL

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "samples"))
import tables as csv_tables  # noqa: E402

TIME_LIMIT = 120        # a plan takes some milliseconds
TOLERANCE = 1e-9
TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d*?)0*)?(?:Z|[+]00:?00)?$")


def write_table(folder, table):
    path = os.path.join(folder, table.name + ".csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(table.csv())
    return path


def write(folder, case):
    """plan.azud and its tables; the pipeline's path."""
    for table in case.plan.tables:
        write_table(folder, table)
    path = os.path.join(folder, "plan.azud")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(case.plan.document(case.sinks, case.folders), file, indent=1, ensure_ascii=False)
    return path


def run(program, path, configuration):
    """None, or what azud says."""
    environment = {name: value for name, value in os.environ.items() if name != "AZUD_DEBUG"}
    try:
        done = subprocess.run([program, "run", path, "--progress", "none", "--threads", str(configuration["threads"])], stdin=subprocess.DEVNULL,
                              env=dict(environment, AZUD_DEBUG=debug(configuration)), capture_output=True, text=True, timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired:
        return "azud hangs: no end within %d s" % TIME_LIMIT
    return None if done.returncode == 0 else "azud: exit status %d: %s" % (done.returncode, (done.stderr or done.stdout)[:2000].strip())


def remove(folder, sinks):
    for number in range(len(sinks)):
        path = os.path.join(folder, "out%d" % number)
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif os.path.exists(path):
            os.remove(path)


# ---- rows ----

def time_text(text):
    parts = TIME.match(text)
    return text if parts is None else "%s %s%s" % (parts[1], parts[2], "." + parts[3] if parts[3] else "")


CELLS = {"double": lambda text: float(text) + 0.0, "timestamp": time_text}


def plain(rows, columns):
    """Rows of texts as answers hold them: doubles as numbers, one way to write a time."""
    makers = [CELLS.get(column.type) for column in columns]
    special = [i for i, maker in enumerate(makers) if maker is not None]

    def one(row):
        row = [None if cell is None or cell == NULL else cell for cell in row]
        for i in special:
            if row[i] is not None:
                row[i] = "nan" if row[i] != row[i] or row[i] == "NaN" else makers[i](row[i])
        return tuple(row)
    return [one(row) for row in rows]


def read(folder, number, columns):
    """The rows of sink @number, or a sentence."""
    header, rows = csv_tables.read(os.path.join(folder, "out%d" % number))
    names = [column.name for column in columns]
    if header is not None and header != names:
        return "the columns are %s instead of %s" % (header, names)
    try:
        return plain(rows, columns)
    except (ValueError, IndexError) as error:
        return "a cell is not of its column's type: %s" % error


def near(left, right):
    return all(a == b or (isinstance(a, float) and isinstance(b, float) and abs(a - b) <= TOLERANCE * max(1.0, abs(a), abs(b)))
               for a, b in zip(left, right))


def difference(expected, got, order):
    """None or a sentence; @order: indices of the columns both are ordered by, or None."""
    if isinstance(got, str):
        return got
    if len(expected) != len(got):
        return "%d rows expected, %d came\n%s" % (len(expected), len(got), only_in(expected, got))
    left, right = Counter(expected), Counter(got)
    if left != right:
        lacking, more = list((left - right).elements()), list((right - left).elements())
        for row in lacking:
            partner = next((i for i, other in enumerate(more) if near(row, other)), None)
            if partner is None:
                return only_in(expected, got)
            more.pop(partner)
    if order is not None:
        for number, (row, other) in enumerate(zip(expected, got)):
            if not near([row[i] for i in order], [other[i] for i in order]):
                return "the order differs at row %d:\n  expected %s\n  came     %s" % (number + 1, row, other)
    return None


def order_of(sink):
    """Indices of the columns a sink is ordered by, or None."""
    names = [column.name for column in sink.columns]
    return None if sink.order is None else [names.index(name) for name in sink.order.columns]


def first_difference(case, expected, got):
    """None or a sentence; both as lists, one a sink, of rows."""
    for sink, rows, others in zip(case.sinks, expected, got):
        problem = difference(rows, others, order_of(sink))
        if problem is not None:
            return "%s: %s" % (sink.port, problem)
    return None


def read_all(folder, case):
    return [read(folder, number, sink.columns) for number, sink in enumerate(case.sinks)]


def only_in(expected, got):
    lines = []
    for word, rows in (("expected", Counter(expected) - Counter(got)), ("came    ", Counter(got) - Counter(expected))):
        lines += ["  %s %s" % (word, row) for row in list(rows.elements())[:3]]
    return "the rows differ:\n" + "\n".join(lines)
