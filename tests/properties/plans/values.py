# values.py: random aggregates and window functions, each written for Spark and for DuckDB
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

from .expressions import both, differ, is_number, refs

BEHIND = "/*behind*/"       # in a text: where a call may be followed by FILTER or OVER


def sum_type(kind):
    if kind in ("int", "bigint"):
        return "bigint"
    if kind == "double":
        return kind
    precision, scale = kind[8:-1].split(",")
    return "decimal(%d,%s)" % (min(int(precision) + 10, 38), scale)


def sum_of(text, kind):
    duck = "sum({0})" + BEHIND
    return differ("sum({0})" + BEHIND, duck if kind == "double" else "CAST(%s AS %s)" % (duck, sum_type(kind).upper()), text), sum_type(kind)


def decimal_average(text):
    """Four more digits, rounded half up: in whole numbers, since DuckDB averages decimals as doubles."""
    total, n = "sum({0})" + BEHIND, "count({0})" + BEHIND
    whole = "((CAST(abs(%s) * 100 AS HUGEINT) * 20000 + %s) // (2 * %s))" % (total, n, n)
    duck = "CAST(CAST((CASE WHEN %s < 0 THEN -1 ELSE 1 END) * %s AS DECIMAL(18,0)) * CAST('0.000001' AS DECIMAL(7,6)) AS DECIMAL(14,6))"
    return differ("avg({0})" + BEHIND, duck % (total, whole), text)


def simple_call(chance, text, kind):
    """(texts, type) of one of the aggregates that sum up to something exact."""
    calls = [(both("count(*)" + BEHIND), "bigint"), (both("count({0})" + BEHIND, text), "bigint"),
             (both("count(DISTINCT {0})" + BEHIND, text), "bigint"),
             (both("min({0})" + BEHIND, text), kind), (both("max({0})" + BEHIND, text), kind)]
    if is_number(kind):
        calls += 3 * [sum_of(text, kind)]
    if kind == "boolean":
        calls += [(both("bool_and({0})" + BEHIND, text), kind), (both("bool_or({0})" + BEHIND, text), kind),
                  (differ("count_if({0})" + BEHIND, "count(CASE WHEN {0} THEN 1 END)" + BEHIND, text), "bigint")]
    return chance.choice(calls)


def any_call(chance, expressions):
    ref = chance.choice(expressions.columns)
    text, kind = ref.texts, ref.type
    if chance.random() < 0.25:
        kind = chance.choice(("int", "double", "string", "boolean"))
        text = expressions.value(kind, 1)
    calls = 4 * [simple_call(chance, text, kind)]
    if kind == "bigint" and chance.random() < 0.5:      # beyond 2^53 an average depends on the order of the rows
        text = differ("({0} % 1000L)", "({0} % 1000)", text)
        calls += 4 * [(both("avg({0})" + BEHIND, text), "double")]
    if kind in ("int", "double"):
        calls += 2 * [(both("avg({0})" + BEHIND, text), "double"), (both("avg(DISTINCT {0})" + BEHIND, text), "double")]
    if kind == "int":
        calls += [sum_of(both("DISTINCT {0}", text), kind), (both("stddev_samp({0})" + BEHIND, text), "double"),
                  (both("var_pop({0})" + BEHIND, text), "double")]
    if kind == "decimal(10,2)":
        calls += 3 * [(decimal_average(text), "decimal(14,6)")]
    return chance.choice(calls)


def aggregate(chance, expressions):
    """(texts, type): a call, now and then with a FILTER, or two calls put together."""
    texts, kind = any_call(chance, expressions)
    behind = ("", "")
    draw = chance.random()
    if draw < 0.15:
        behind = both(" FILTER (WHERE {0})", expressions.predicate(1))
    elif draw < 0.25 and kind == "bigint":
        texts = both("({0} - {1})", texts, both("count({0})", chance.choice(expressions.columns).texts))
    return tuple(text.replace(BEHIND, more) for text, more in zip(texts, behind)), kind


def window_value(chance, columns, complete):
    """(Spark, DuckDB with OVER behind the call, type, whether the frame counts).  @complete: the order tells all rows apart."""
    column = chance.choice(columns)
    text, kind = refs([column])[0].texts, column.type
    whole = "CAST(%s" + BEHIND + " AS INTEGER)"
    made = [("rank()", whole % "rank()", "int", False), ("dense_rank()", whole % "dense_rank()", "int", False),
            ("percent_rank()", "percent_rank()" + BEHIND, "double", False), ("cume_dist()", "cume_dist()" + BEHIND, "double", False),
            ("count(*)", "count(*)" + BEHIND, "bigint", True)]
    for name in ("count", "min", "max"):
        made.append(("%s(%s)" % (name, text[0]), "%s(%s)%s" % (name, text[1], BEHIND), "bigint" if name == "count" else kind, True))
    if is_number(kind):
        total, own = sum_of(text, kind)
        made += 2 * [(total[0].replace(BEHIND, ""), total[1], own, True)]
        if kind in ("int", "double"):
            made.append(("avg(%s)" % text[0], "avg(%s)%s" % (text[1], BEHIND), "double", True))
    if complete:
        made += [("row_number()", whole % "row_number()", "int", False), ("ntile(3)", whole % "ntile(3)", "int", False),
                 ("lag(%s)" % text[0], "lag(%s)%s" % (text[1], BEHIND), kind, False),
                 ("lead(%s, 2)" % text[0], "lead(%s, 2)%s" % (text[1], BEHIND), kind, False),
                 ("first_value(%s)" % text[0], "first_value(%s)%s" % (text[1], BEHIND), kind, True),
                 ("last_value(%s) IGNORE NULLS" % text[0], "last_value(%s IGNORE NULLS)%s" % (text[1], BEHIND), kind, True)]
    return chance.choice(made)
