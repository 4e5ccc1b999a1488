# queries.py: random tables, and random queries that mean the same to Spark and to DuckDB
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""Where the two differ, the query says what it wants (NULLS FIRST, CAST) or does without (integer division, concat).

Numbers stay small and doubles are quarters, so that every sum is exact in whatever order it is made.
"""

TYPES = ("int", "double", "string", "boolean")
DUCKDB_TYPES = {"int": "INTEGER", "double": "DOUBLE", "string": "VARCHAR", "boolean": "BOOLEAN", "bigint": "BIGINT"}
WORDS = ("", "a", "b", "ab", "A", "a,b", 'say "a"', "two\nlines", " a ", "ñandú", "NULL", "_%", "zzz")

NULL = "~"      # Spark's own spelling, nothing, is an empty string as well


class Table:
    def __init__(self, name, columns, rows):
        self.name, self.columns, self.rows = name, columns, rows

    def csv(self):
        def cell(value):
            if value is None:
                return NULL
            if isinstance(value, bool):
                return "true" if value else "false"
            if isinstance(value, str):
                return '"%s"' % value.replace('"', '""')
            return repr(value).replace("nan", "NaN").replace("inf", "Infinity")
        return "\n".join([",".join(name for name, _ in self.columns)] + [",".join(map(cell, row)) for row in self.rows]) + "\n"


def random_value(chance, kind):
    if chance.random() < 0.2:
        return None
    if kind == "int":
        return chance.choice((0, 1, 1, 2, 3, -1, -7, 50))
    if kind == "double":
        return chance.choice((0.0, -0.0, 0.25, 1.0, 1.0, -2.5, 3.75, float("nan"), 50.0))
    if kind == "string":
        return chance.choice(WORDS)
    return chance.random() < 0.5


def random_tables(chance):
    tables = []
    for number in range(chance.choice((1, 2, 2, 3))):
        columns = [("%s%d" % (letter, number), chance.choice(TYPES)) for letter in "abcde"[:chance.randrange(2, 6)]]
        n_rows = chance.choice((0, 1, 3, 8, 8, 12, 40))
        rows = [tuple(random_value(chance, kind) for _, kind in columns) for _ in range(n_rows)]
        tables.append(Table("t%d" % number, columns, rows))
    return tables


def quoted(text):
    # A backslash would be an escape to Spark; WORDS has none.
    return "'" + text.replace("'", "''") + "'" if "'" not in text else "'x'"


def literal(chance, kind):
    if kind == "int":
        return str(chance.choice((0, 1, 2, 3, -1, 10)))
    if kind == "bigint":
        return "CAST(%d AS BIGINT)" % chance.choice((0, 1, 4))
    if kind == "double":
        return "CAST('%s' AS DOUBLE)" % chance.choice(("0.25", "-1.5", "0", "-0.0", "NaN", "2"))
    if kind == "string":
        return quoted(chance.choice(WORDS).replace("\n", " "))
    return chance.choice(("true", "false"))


class Queries:
    """sub: all relations made on the way, from which a failure is shrunk."""

    def __init__(self, chance, tables):
        self.chance, self.tables, self.sub, self.names = chance, tables, [], 0

    def name(self, letter="c"):
        self.names += 1
        return "%s_%d" % (letter, self.names)

    # ---- expressions: text of one of a type, over columns [(name, type)] ----

    def column(self, columns, kind):
        fitting = [name for name, own in columns if own == kind]
        return self.chance.choice(fitting) if fitting else None

    def value(self, columns, kind, depth=2):
        chance = self.chance
        if kind == "average":
            return self.column(columns, kind) or "CAST(NULL AS DOUBLE)"
        if depth == 0 or chance.random() < 0.35:
            name = self.column(columns, kind)
            return name if name is not None and chance.random() < 0.85 else literal(chance, kind)
        a = lambda wanted=kind: self.value(columns, wanted, depth - 1)  # noqa: E731
        choices = ["CASE WHEN %s THEN %s ELSE %s END" % (self.value(columns, "boolean", depth - 1), a(), a()),
                   "CASE WHEN %s THEN %s END" % (self.value(columns, "boolean", depth - 1), a()),
                   "coalesce(%s, %s)" % (a(), a()), "nullif(%s, %s)" % (a(), a())]
        if kind == "int":
            choices += ["(%s + %s)" % (a(), a()), "(%s - %s)" % (a(), a()), "(%s * %s)" % (a(), a()), "(- %s)" % a(), "abs(%s)" % a(),
                        "(%s %% %d)" % (a(), chance.choice((2, 3, -5))), "CAST(length(%s) AS INT)" % a("string"),
                        "greatest(%s, %s)" % (a(), literal(chance, kind))]
        elif kind == "bigint":
            choices += ["CAST(%s AS BIGINT)" % a("int")]
        elif kind == "double":
            choices += ["(%s + %s)" % (a(), a()), "(%s * %s)" % (a(), a()), "CAST(%s AS DOUBLE)" % a("int"), "abs(%s)" % a(),
                        "(%s / CAST(2 AS DOUBLE))" % a(), "(%s + %s)" % (a(), a("int"))]
        elif kind == "string":
            choices += ["(%s || %s)" % (a(), a()), "upper(%s)" % a(), "substr(%s, %d, %d)" % (a(), chance.randrange(1, 4), chance.randrange(0, 3)),
                        "trim(%s)" % a(), "CAST(%s AS STRING)" % a("int"), "replace(%s, 'a', 'xy')" % a()]
        else:
            choices += [self.predicate(columns, depth) for _ in range(6)]
        return chance.choice(choices)

    def predicate(self, columns, depth=2):
        chance = self.chance
        kind = chance.choice(TYPES)
        a = lambda wanted=kind: self.value(columns, wanted, max(depth - 1, 0))  # noqa: E731
        return chance.choice((
            "(%s %s %s)" % (a(), chance.choice(("=", "<>", "<", "<=", ">", ">=")), a()),
            "(%s IS %sNULL)" % (a(), chance.choice(("", "NOT "))),
            "(%s IS %sDISTINCT FROM %s)" % (a(), chance.choice(("", "NOT ")), a()),
            "(%s %sIN (%s, %s, %s))" % (a(), chance.choice(("", "NOT ")), literal(chance, kind), literal(chance, kind),
                                        chance.choice((literal(chance, kind), "NULL"))),
            "(%s BETWEEN %s AND %s)" % (a("int"), literal(chance, "int"), a("int")),
            "(%s LIKE %s)" % (a("string"), chance.choice(("'a%'", "'%a%'", "'_'", "''", "'%'", "'a,_'"))),
            "(NOT %s)" % a("boolean"),
            "(%s %s %s)" % (a("boolean"), chance.choice(("AND", "OR")), a("boolean"))))

    # ---- relations: (SELECT text, columns) ----

    def relation(self, depth):
        made = self.base() if depth == 0 else getattr(self, self.chance.choice((
            "filtered", "projected", "joined", "joined", "grouped", "grouped", "combined", "distinct", "first")))(depth - 1)
        self.sub.append(made)
        return made

    def base(self):
        table = self.chance.choice(self.tables)
        columns = [(self.name(), kind) for _, kind in table.columns]
        return "SELECT %s FROM %s" % (", ".join("%s AS %s" % (old[0], new[0]) for old, new in zip(table.columns, columns)), table.name), columns

    def filtered(self, depth):
        text, columns = self.relation(depth)
        return "SELECT * FROM (%s) %s WHERE %s" % (text, self.name("q"), self.predicate(columns)), columns

    def projected(self, depth):
        text, columns = self.relation(depth)
        made = [(self.name(), kind) for kind in self.chance.choices([kind for _, kind in columns] + ["int", "string"], k=self.chance.randrange(2, 5))]
        return "SELECT %s FROM (%s) %s" % (", ".join("%s AS %s" % (self.value(columns, kind), name) for name, kind in made), text, self.name("q")), made

    def joined(self, depth):
        chance = self.chance
        left, left_columns = self.relation(depth)
        right, right_columns = self.relation(min(depth, chance.choice((0, 1))))
        kind = chance.choice(("INNER", "INNER", "LEFT", "RIGHT", "FULL", "LEFT SEMI", "LEFT ANTI", "CROSS"))
        pairs = [(a, b) for a, left_kind in left_columns for b, right_kind in right_columns if left_kind == right_kind]
        if not pairs:
            kind = "CROSS"
        on = ["%s = %s" % pair for pair in chance.sample(pairs, min(len(pairs), chance.choice((1, 1, 2))))]
        if kind in ("INNER", "LEFT") and chance.random() < 0.3:
            on.append(self.predicate(left_columns + right_columns, 1))
        columns = left_columns if kind in ("LEFT SEMI", "LEFT ANTI") else left_columns + right_columns
        return "SELECT %s FROM (%s) %s %s JOIN (%s) %s%s" % (
            ", ".join(name for name, _ in columns), left, self.name("q"), kind, right, self.name("q"),
            "" if kind == "CROSS" else " ON " + " AND ".join(on)), columns

    def grouped(self, depth):
        chance = self.chance
        text, columns = self.relation(depth)
        keys = chance.sample(columns, chance.choice((0, 1, 1, 2)) if len(columns) > 1 else 1)
        made = []
        for _ in range(chance.randrange(1, 4)):
            name, kind = chance.choice(columns)
            choices = [("count(*)", "bigint"), ("count(%s)" % name, "bigint"), ("min(%s)" % name, kind), ("max(%s)" % name, kind),
                       ("count(DISTINCT %s)" % name, "bigint")]
            if kind in ("int", "bigint"):
                choices += 2 * [("CAST(sum(%s) AS BIGINT)" % name, "bigint"), ("avg(%s)" % name, "double")]
            if kind == "double":
                choices += 2 * [("sum(%s)" % name, "double"), ("avg(%s)" % name, "double")]
            aggregate, own = chance.choice(choices)
            if chance.random() < 0.2 and not aggregate.startswith("CAST"):
                aggregate += " FILTER (WHERE %s)" % self.predicate(columns, 1)
            made.append((aggregate, self.name(), own))
        result = "SELECT %s FROM (%s) %s" % (", ".join([name for name, _ in keys] + ["%s AS %s" % (text, name) for text, name, _ in made]),
                                             text, self.name("q"))
        if keys:
            result += " GROUP BY " + ", ".join(name for name, _ in keys)
            if chance.random() < 0.25:
                result += " HAVING count(*) > 1"
        # An average need not be a quarter any more: it is not summed again.
        return result, keys + [(name, "average" if "avg" in aggregate else own) for aggregate, name, own in made]

    def combined(self, depth):
        chance = self.chance
        left, left_columns = self.relation(depth)
        right, right_columns = self.relation(min(depth, 1))
        kinds = [kind if kind != "average" else "int" for _, kind in left_columns][:3]
        made = [(self.name(), kind) for kind in kinds]

        def side(text, columns):
            return "SELECT %s FROM (%s) %s" % (", ".join("%s AS %s" % (self.value(columns, kind, 1), name) for name, kind in made),
                                               text, self.name("q"))
        word = chance.choice(("UNION", "UNION ALL", "UNION ALL", "INTERSECT", "EXCEPT", "INTERSECT ALL", "EXCEPT ALL"))
        return "%s %s %s" % (side(left, left_columns), word, side(right, right_columns)), made

    def distinct(self, depth):
        text, columns = self.relation(depth)
        return "SELECT DISTINCT * FROM (%s) %s" % (text, self.name("q")), columns

    def first(self, depth):
        """Ordered by all columns: rows that tie are equal."""
        text, columns = self.relation(depth)
        order = ["%s %s NULLS %s" % (name, self.chance.choice(("ASC", "DESC")), self.chance.choice(("FIRST", "LAST"))) for name, _ in columns]
        self.chance.shuffle(order)
        result = "SELECT * FROM (%s) %s ORDER BY %s" % (text, self.name("q"), ", ".join(order))
        if self.chance.random() < 0.7:
            result += " LIMIT %d" % self.chance.choice((0, 1, 3, 10, 100))
            if self.chance.random() < 0.3:
                result += " OFFSET %d" % self.chance.choice((1, 2, 5))
        return result, columns


def random_query(chance, tables):
    """(the query, all its parts)"""
    queries = Queries(chance, tables)
    text, _ = queries.relation(chance.choice((1, 2, 2, 3)))
    return text, [part for part, _ in queries.sub]


def for_duckdb(text):
    return text.replace("LEFT SEMI JOIN", "SEMI JOIN").replace("LEFT ANTI JOIN", "ANTI JOIN").replace("AS STRING)", "AS VARCHAR)")
