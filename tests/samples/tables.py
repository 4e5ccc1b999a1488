# tables.py: CSV outputs read and compared, shared by the tests that ask other engines
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import csv
import glob
import os


def read(path):
    """Header and rows of a CSV file or of a folder of part files; rows of a folder in the order of its files."""
    files = [path]
    if os.path.isdir(path):
        files = sorted(glob.glob(os.path.join(path, "part-*")))
    header, rows = None, []
    for name in files:
        with open(name, newline="", encoding="utf-8") as file:
            lines = list(csv.reader(file))
        if lines:
            header = lines[0]
            rows += lines[1:]
    return header, rows


def same_cell(a, b, tolerance):
    if a == b:
        return True
    try:
        x, y = float(a), float(b)
    except ValueError:
        return False
    if x != x or y != y:
        return x != x and y != y
    return x == y or abs(x - y) <= tolerance * max(abs(x), abs(y))


def difference(expected, got, ordered, tolerance=0.0):
    """None when both tables agree, else a sentence."""
    if expected[0] != got[0] and expected[1] + got[1]:
        return "headers differ: %s and %s" % (expected[0], got[0])
    a, b = expected[1], got[1]
    if len(a) != len(b):
        return "%d rows expected, %d came" % (len(a), len(b))
    if not ordered:
        a, b = sorted(a), sorted(b)
    for number, (left, right) in enumerate(zip(a, b)):
        if len(left) != len(right) or not all(same_cell(x, y, tolerance) for x, y in zip(left, right)):
            return "row %d: %s expected, %s came" % (number + 1, left, right)
    return None


class Tap:
    """Prints the lines of a TAP stream."""

    def __init__(self):
        self.n = 0
        self.failed = 0

    def report(self, name, problem):
        self.n += 1
        if problem is None:
            print("ok %d %s" % (self.n, name), flush=True)
        else:
            self.failed += 1
            print("not ok %d %s" % (self.n, name), flush=True)
            for line in str(problem).splitlines()[:20]:
                print("# " + line, flush=True)

    def end(self):
        print("1..%d" % self.n, flush=True)
        return 1 if self.failed else 0
