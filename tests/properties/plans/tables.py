# tables.py: random tables, their CSV text, and the values each type has
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""Values that break things are common: nulls, NaN, -0.0, empty texts, quotes, equal keys.

Doubles are quarters and numbers small, so that most sums are exact in whatever order they are made.
"""

from collections import namedtuple

Column = namedtuple("Column", "name type")

DECIMAL = "decimal(10,2)"
TYPES = ("boolean", "int", "bigint", "double", DECIMAL, "string", "date", "timestamp")
WORDS = ("", "a", "b", "ab", "A", "a,b", 'say "a"', "two\nlines", " a ", "ñandú", "NULL", "_%", "it's", "back\\slash", "12", "-7",
         "a text of more than twelve bytes", "a text of more than twelve letters")
VALUES = {
    "boolean": ("true", "false"),
    "int": ("0", "1", "1", "2", "3", "-1", "-7", "50", "1000"),
    "bigint": ("0", "1", "1", "2", "4", "-3", "9007199254740993", "-9007199254740993"),
    "double": ("0.0", "-0.0", "0.25", "1.0", "1.0", "-2.5", "3.75", "NaN", "50.0", "Infinity", "-Infinity"),
    DECIMAL: ("0.00", "0.05", "1.10", "1.10", "-2.55", "99999.99", "-0.01"),
    "string": WORDS,
    "date": ("1970-01-01", "2024-02-29", "2024-02-29", "2024-03-01", "1999-12-31", "1582-10-20", "0002-01-01"),      # 1582-10-10 is no date to what Spark pushes into CSV
    "timestamp": ("1970-01-01 00:00:00", "1969-12-31 23:59:59.999999", "2024-02-29 12:34:56.789", "2024-02-29 12:34:56.789",
                  "2024-03-31 02:30:00", "1999-12-31 23:00:00.5"),
}
RARE = {"int": ("2147483647", "-2147483648"), "double": ("4.9E-324", "1.5E9"), DECIMAL: ("99999999.99", "-99999999.99")}
SIZES = (0, 1, 5, 12, 40, 40, 120, 120, 300, 300, 700, 2000)
LARGE = 30000   # more than a batch holds
NULL = "~"      # in files that tell nulls from empty texts; others leave the cell empty for both


class Table:
    """rows hold texts, or None; the first column is a number of its own for each row."""

    def __init__(self, name, columns, rows, null):
        self.name, self.columns, self.rows, self.null = name, columns, rows, null

    def csv(self):
        def cell(value, kind):
            if value is None:
                return self.null
            return '"%s"' % value.replace('"', '""') if kind == "string" else value
        kinds = [column.type for column in self.columns]
        lines = [",".join('"%s"' % column.name for column in self.columns)]
        lines += [",".join(map(cell, row, kinds)) for row in self.rows]
        return "\n".join(lines) + "\n"

    def with_rows(self, rows):
        return Table(self.name, self.columns, rows, self.null)


def random_column(chance, kind, n):
    """A column: a share of nulls, often one value in most rows."""
    nulls = chance.choice((0.0, 0.05, 0.25, 0.9))
    skew = chance.choice((0.0, 0.0, 0.0, 0.6, 0.9))
    pool = list(VALUES[kind])
    if kind in ("int", "bigint") and chance.random() < 0.25:
        pool = [str(number) for number in range(-5, chance.choice((20, 400)))]
    if kind in RARE and chance.random() < 0.05:
        pool += RARE[kind]
    common = chance.choice(pool)
    draw = chance.random
    return [None if draw() < nulls else common if draw() < skew else pool[int(draw() * len(pool))] for _ in range(n)]


def random_table(chance, name):
    n = chance.choice(SIZES) if chance.random() < 0.99 else LARGE
    kinds = chance.choices(TYPES, k=chance.randrange(2, 7))
    letters = "abcdefg"
    columns = [Column(name + "_id", "int")] + [Column("%s_%s%s" % (name, letters[i], " é" if chance.random() < 0.05 else ""), kind)
                                               for i, kind in enumerate(kinds)]
    ids = [str(number) for number in range(n)]
    chance.shuffle(ids)
    rows = list(zip(ids, *(random_column(chance, kind, n) for kind in kinds)))
    return Table(name, columns, rows, NULL if chance.random() < 0.8 else "")


def random_tables(chance):
    return [random_table(chance, "t%d" % number) for number in range(3)]
