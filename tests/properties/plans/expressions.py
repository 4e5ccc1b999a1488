# expressions.py: random expressions, each written for Spark and for DuckDB
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""Where the two differ (integer division, casts that round, results of decimals), DuckDB is told what Spark means.

A text of an expression is a pair (Spark, DuckDB).  Expressions that can fail are drawn too: DuckDB's failure tells the maker of plans
to draw another one.
"""

import re
from collections import namedtuple

from .tables import DECIMAL, VALUES

Ref = namedtuple("Ref", "texts type")       # texts: (Spark, DuckDB)

PLAIN_NAME = re.compile("[a-z][a-z0-9_]*$")


def duck_type(kind):
    return {"int": "INTEGER", "string": "VARCHAR"}.get(kind, kind.upper())


def duck_name(name):
    return '"%s"' % name.replace('"', '""')


def spark_name(name):
    return name if PLAIN_NAME.match(name) else "`%s`" % name.replace("`", "``")


def refs(columns, spark="", duck=""):
    """@columns as expressions, behind a qualifier such as "left."."""
    return [Ref((spark + spark_name(column.name), duck + duck_name(column.name)), column.type) for column in columns]


def both(template, *parts):
    return differ(template, template, *parts)


def differ(spark, duck, *parts):
    """Both templates filled with their halves of @parts, pairs or plain texts."""
    halves = [[part if isinstance(part, str) else part[side] for part in parts] for side in (0, 1)]
    return spark.format(*halves[0]), duck.format(*halves[1])


NUMBERS = ("int", "bigint", "double")


def is_number(kind):
    return kind in NUMBERS or kind.startswith("decimal")


def wider(a, b):
    """The type that a union or a comparison of @a and @b has, or None."""
    if a == b:
        return a
    if {a, b} == {"date", "timestamp"}:
        return "timestamp"
    if not is_number(a) or not is_number(b):
        return None
    if "double" in (a, b):
        return "double"
    if a in NUMBERS and b in NUMBERS:
        return "bigint"
    digits = [(10, 0) if kind == "int" else (20, 0) if kind == "bigint" else tuple(map(int, kind[8:-1].split(","))) for kind in (a, b)]
    scale = max(digits[0][1], digits[1][1])
    precision = scale + max(whole - behind for whole, behind in digits)
    return "decimal(%d,%d)" % (precision, scale) if precision <= 38 else None


def cast(pair, kind):
    return "CAST(%s AS %s)" % (pair[0], kind), "CAST(%s AS %s)" % (pair[1], duck_type(kind))


def text_literal(text):
    spark = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'%s'" % spark, "'%s'" % text.replace("'", "''")


def constant(kind, text):
    """@text, a value as tables write it, as a literal."""
    if kind == "string":
        return text_literal(text)
    if kind in ("boolean", "int"):
        return text, text
    if kind in ("date", "timestamp"):
        return both("%s '%s'" % (kind.upper(), text))
    if kind == "bigint":
        return text + "L", "CAST(%s AS BIGINT)" % text
    return cast(both("'%s'" % text), kind)


def literal(chance, kind):
    return constant(kind, chance.choice(VALUES.get(kind, ("1",))))


class Expressions:
    """Expressions over @columns, a list of Ref."""

    def __init__(self, chance, columns):
        self.chance, self.columns = chance, columns

    def column(self, kind):
        fitting = [ref for ref in self.columns if ref.type == kind]
        if fitting:
            return self.chance.choice(fitting).texts
        wider = [ref for ref in self.columns if kind == DECIMAL and ref.type.startswith("decimal")]
        return cast(self.chance.choice(wider).texts, kind) if wider else None

    def value(self, kind, depth=2):
        chance = self.chance
        if kind not in VALUES:              # a decimal of another width
            return self.column(kind) or cast(self.value(DECIMAL, depth), kind)
        if depth <= 0 or chance.random() < 0.35:
            column = self.column(kind)
            return column if column is not None and chance.random() < 0.85 else literal(chance, kind)
        if chance.random() < 0.25:
            return self.choice_of(kind, depth - 1)
        return getattr(self, "make_" + kind.split("(")[0])(depth - 1)

    def choice_of(self, kind, depth):
        a, b, condition = self.value(kind, depth), self.value(kind, depth), self.predicate(depth)
        return self.chance.choice((
            both("CASE WHEN {2} THEN {0} ELSE {1} END", a, b, condition), both("CASE WHEN {1} THEN {0} END", a, condition),
            both("coalesce({0}, {1})", a, b), both("nullif({0}, {1})", a, b), both("CASE {0} WHEN {1} THEN {1} ELSE {0} END", a, b),
            differ("if({2}, {0}, {1})", "CASE WHEN {2} THEN {0} ELSE {1} END", a, b, condition),
            both("least({0}, {1})", a, b) if kind != "boolean" else a, both("greatest({0}, {1})", a, b) if kind != "boolean" else b))

    def make_int(self, depth):
        a, b, text = self.value("int", depth), self.value("int", depth), self.value("string", depth)
        day = self.value("date", depth)
        small = str(self.chance.choice((2, 3, -5)))
        return self.chance.choice((
            both("({0} + {1})", a, b), both("({0} - {1})", a, b), both("({0} * {1})", a, b), both("(- {0})", a), both("abs({0})", a),
            both("({0} % {1})", a, small), cast(both("length({0})", text), "int"), cast(self.value("boolean", depth), "int"),
            differ("year({0})", "CAST(year({0}) AS INTEGER)", day), differ("month({0})", "CAST(month({0}) AS INTEGER)", day),
            differ("datediff({0}, {1})", "CAST({0} - {1} AS INTEGER)", day, self.value("date", depth)),
            differ("CAST({0} AS INT)", "CAST(trunc({0}) AS INTEGER)", self.value(DECIMAL, depth))))

    def make_bigint(self, depth):
        a, b = self.value("bigint", depth), self.value("bigint", depth)
        return self.chance.choice((
            cast(self.value("int", depth), "bigint"), both("({0} + {1})", a, b), both("({0} - {1})", a, b),
            both("({0} + {1})", a, self.value("int", depth)), both("abs({0})", a), both("({0} % {1})", a, literal(self.chance, "bigint")),
            differ("({0} div 3)", "({0} // 3)", a)))

    def make_double(self, depth):
        a, b, number = self.value("double", depth), self.value("double", depth), self.value("int", depth)
        return self.chance.choice((
            both("({0} + {1})", a, b), both("({0} - {1})", a, b), both("({0} * {1})", a, b), both("(- {0})", a), both("abs({0})", a),
            cast(number, "double"), both("({0} + {1})", a, number), differ("({0} / 4)", "(CAST({0} AS DOUBLE) / 4)", number),
            cast(self.value(DECIMAL, depth), "double"), differ("nanvl({0}, {1})", "CASE WHEN isnan({0}) THEN {1} ELSE {0} END", a, b)))

    def make_decimal(self, depth):
        a, b = self.value(DECIMAL, depth), self.value(DECIMAL, depth)
        return cast(self.chance.choice((
            both("({0} + {1})", a, b), both("({0} - {1})", a, b), both("({0} * {1})", a, b), both("abs({0})", a), both("(- {0})", a),
            self.value("int", depth), both("({0} + {1})", a, self.value("int", depth)))), DECIMAL)

    def make_string(self, depth):
        a, b, number = self.value("string", depth), self.value("string", depth), self.chance.randrange(1, 4)
        return self.chance.choice((
            both("({0} || {1})", a, b), both("upper({0})", a), both("lower({0})", a), both("trim({0})", a), both("reverse({0})", a),
            both("substr({0}, {1}, {2})", a, str(number), str(self.chance.randrange(0, 3))), both("replace({0}, 'a', 'xy')", a),
            both("lpad({0}, {1}, '*')", a, str(number)), differ("concat_ws('-', {0}, {1})", "concat_ws('-', {0}, {1})", a, b),
            cast(self.value(self.chance.choice(("int", "bigint", "date", DECIMAL, "boolean")), depth), "string")))

    def make_date(self, depth):
        a = self.value("date", depth)
        return self.chance.choice((
            differ("date_add({0}, {1})", "CAST({0} + {1} AS DATE)", a, str(self.chance.choice((1, -1, 31, 366)))),
            differ("trunc({0}, 'MM')", "CAST(date_trunc('month', {0}) AS DATE)", a), both("last_day({0})", a),
            cast(self.value("timestamp", depth), "date")))

    def make_timestamp(self, depth):
        a = self.value("timestamp", depth)
        return self.chance.choice((
            cast(self.value("date", depth), "timestamp"), both("({0} + INTERVAL '90' MINUTE)", a),
            differ("date_trunc('HOUR', {0})", "date_trunc('hour', {0})", a)))

    def make_boolean(self, depth):
        return self.predicate(depth + 1)

    def predicate(self, depth=2):
        chance = self.chance
        kinds = [ref.type for ref in self.columns] or ["int"]
        kind = chance.choice(kinds)
        kind = kind if kind in VALUES else DECIMAL
        a, b = self.value(kind, depth - 1), self.value(kind, depth - 1)
        condition, other = ("true", "true") if depth <= 0 else (self.predicate(depth - 1), self.predicate(depth - 1))
        picks = [
            both("({0} %s {1})" % chance.choice(("=", "<>", "<", "<=", ">", ">=")), a, b),
            both("({0} = {1})", a, b),
            both("({0} IS %sNULL)" % chance.choice(("", "NOT ")), a),
            differ("({0} <=> {1})", "({0} IS NOT DISTINCT FROM {1})", a, b),
            both("({0} %sIN ({1}, {2}, {3}))" % chance.choice(("", "NOT ")), a, literal(chance, kind), literal(chance, kind),
                 chance.choice((literal(chance, kind), ("NULL", "NULL")))),
            both("({0} BETWEEN {1} AND {2})", a, literal(chance, kind), b)]
        if kind == "string":
            picks += 2 * [both("({0} LIKE {1})", a, chance.choice(("'a%'", "'%a%'", "'_'", "''", "'%'", "'a,_'", "'%\n%'")))]
        if depth > 0:
            picks += [both("(NOT {0})", condition), both("({0} AND {1})", condition, other), both("({0} OR {1})", condition, other)]
        return chance.choice(picks)
