# generator.py: random pipelines
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""One method a kind of node: it draws the parameters, and says in SQL for DuckDB what Spark does with them."""

import duckdb

from .expressions import Expressions, cast, constant, duck_name, is_number, refs, text_literal, wider
from .plan import MOST_PAIRS, MOST_ROWS, Node, Order, Plan, Refused, Relation, compute
from .tables import DECIMAL, TYPES, VALUES, Column
from .values import BEHIND, aggregate, simple_call, window_value

KINDS = ("filter", "filter", "derive", "derive", "select", "rename", "cast", "fill", "drop_nulls", "drop_duplicates", "sort", "sort_and_limit",
         "aggregate", "aggregate", "aggregate", "join", "join", "join", "join", "union", "union", "set_operation", "window", "window",
         "repartition", "split", "unpivot", "pivot", "sql", "generate", "inline")
MISSES = 20     # draws of a node that come to nothing before the plan is left as it is


class Generator:
    def __init__(self, chance, connection, tables):
        self.chance, self.connection, self.tables = chance, connection, tables
        self.plan = Plan([])
        self.counts = {}        # rows by table of DuckDB
        self.most_rows = max([MOST_ROWS] + [len(table.rows) for table in tables])
        self.names = 0

    # ---- what all kinds need ----

    def make(self):
        """A plan of one to eight nodes besides those that read and write, and the most rows that leave one of them."""
        self.source()
        n, misses = self.chance.randrange(1, 9), 0
        while len([node for node in self.plan.nodes if node.type != "read-csv"]) < n and misses < MISSES:
            before = len(self.plan.nodes)
            try:
                getattr(self, self.chance.choice(KINDS))()
            except (Refused, duckdb.Error):
                misses += 1
                for node in self.plan.nodes[before:]:
                    self.plan.nodes.remove(node)
                known = {relation.port for node in self.plan.nodes for relation, _ in node.outputs}
                self.plan.relations = [relation for relation in self.plan.relations if relation.port in known]
        return self.plan, max(self.counts.values())

    def name(self, letter="c"):
        self.names += 1
        odd = self.chance.random()
        return "%s%d%s" % (letter, self.names, " ñ" if odd < 0.03 else "(x)" if odd < 0.05 else "")

    def add(self, kind, params, wires, outputs):
        """outputs: [(port, columns, SQL, order)]; their relations, computed."""
        number = "n%d" % len(self.plan.nodes)
        made = [(Relation("%s.%s" % (number, port), "%s_%s" % (number, port), columns, order), text) for port, columns, text, order in outputs]
        if any(not 1 <= len(relation.columns) <= 16 for relation, _ in made):
            raise Refused()
        node = Node(number, kind, params, wires, made)
        counts = compute(self.connection, node)
        rows_in = sum(self.counts[relation.table] for relation, _ in wires)
        if max(counts) > self.most_rows or (rows_in > 0 and max(counts) == 0 and self.chance.random() < 0.8):
            raise Refused()
        self.counts.update((relation.table, n) for (relation, _), n in zip(made, counts))
        self.plan.nodes.append(node)
        self.plan.relations += [relation for relation, _ in made]
        return [relation for relation, _ in made]

    def one(self, kind, params, relation, columns, text, order=None):
        return self.add(kind, params, [(relation, "in")], [("out", columns, text, order)])[0]

    def source(self):
        table = self.chance.choice(self.tables)
        node = self.plan.nodes and [node for node in self.plan.nodes if node.params.get("path") == table.name + ".csv"]
        if node and self.chance.random() < 0.7:
            return node[0].outputs[0][0]
        if table not in self.plan.tables:
            self.plan.tables.append(table)
        params = {"path": table.name + ".csv", "schema": [{"name": column.name, "type": column.type} for column in table.columns],
                  "nullValue": table.null}
        return self.add("read-csv", params, [], [("out", table.columns, "SELECT * FROM %s" % duck_name(table.name), None)])[0]

    def any_relation(self):
        """A leaf most of the time; else what another node reads, too."""
        chance = self.chance.random()
        if chance < 0.7:
            return self.chance.choice(self.plan.leaves())
        return self.chance.choice(self.plan.relations) if chance < 0.9 else self.source()

    def expressions(self, relation):
        return Expressions(self.chance, refs(relation.columns))

    def some(self, columns, least=1, most=4):
        return self.chance.sample(columns, self.chance.randrange(min(least, len(columns)), min(most, len(columns)) + 1))

    # ---- rows ----

    def filter(self):
        relation = self.any_relation()
        spark, duck = self.expressions(relation).predicate()
        self.one("filter", {"condition": spark}, relation, relation.columns, "SELECT * FROM %s WHERE %s" % (relation.table, duck), relation.order)

    def split(self):
        relation = self.any_relation()
        spark, duck = self.expressions(relation).predicate()
        text = "SELECT * FROM %s WHERE %s" % (relation.table, "%s")
        self.add("split", {"condition": spark}, [(relation, "in")],
                 [("matched", relation.columns, text % duck, None), ("rest", relation.columns, text % ("(%s) IS NOT TRUE" % duck), None)])

    def drop_nulls(self):
        relation, how = self.any_relation(), self.chance.choice(("any", "all"))
        chosen = self.some(relation.columns, 0, 3)
        here = ["(%s IS NOT NULL%s)" % (duck_name(column.name), " AND NOT isnan(%s)" % duck_name(column.name) * (column.type == "double"))
                for column in chosen or relation.columns]
        self.one("drop-nulls", {"columns": [column.name for column in chosen], "how": how}, relation, relation.columns,
                 "SELECT * FROM %s WHERE %s" % (relation.table, (" AND " if how == "any" else " OR ").join(here)), relation.order)

    def drop_duplicates(self):
        """Which of the rows stays is open: only the columns looked at are kept."""
        relation = self.any_relation()
        chosen = self.some(relation.columns, 1, 3) if self.chance.random() < 0.6 else []
        names = [column.name for column in chosen]
        if not chosen:
            self.one("drop-duplicates", {"columns": []}, relation, relation.columns, "SELECT DISTINCT * FROM " + relation.table)
            return
        listed = ", ".join(map(duck_name, names))
        others = [("NULL" if column.name not in names else duck_name(column.name)) for column in relation.columns]
        kept = self.one("drop-duplicates", {"columns": names}, relation, relation.columns,
                        "SELECT %s FROM (SELECT DISTINCT %s FROM %s)" % (", ".join(others), listed, relation.table))
        self.plan.relations.remove(kept)        # nobody else may look at it
        self.one("select-columns", {"columns": names, "mode": "keep"}, kept, chosen, "SELECT %s FROM %s" % (listed, kept.table))

    def order_of(self, columns, complete):
        """(parameters, an Order).  @complete: rows that tie are equal."""
        chance = self.chance
        keys = [(refs([column])[0].texts, column.name) for column in self.some(columns, 1, 3)]
        if chance.random() < 0.2:
            key = Expressions(chance, refs(columns)).value(chance.choice(("int", "string", "boolean", "double")), 1)
            if any(ref.texts[1] in key[1] for ref in refs(columns)):        # a constant would be the number of a column
                keys.insert(chance.randrange(len(keys) + 1), (key, None))
        if complete:
            named = [name for _, name in keys]
            keys += [(refs([column])[0].texts, column.name) for column in columns if column.name not in named]
        params, texts = [], []
        for text, _ in keys:
            direction, nulls = chance.choice(("ascending", "descending")), chance.choice(("default", "first", "last"))
            params.append({"expression": text[0], "direction": direction, "nulls": nulls})
            nulls = nulls if nulls != "default" else "first" if direction == "ascending" else "last"
            texts.append("%s %s NULLS %s" % (text[1], "ASC" if direction == "ascending" else "DESC", nulls))
        names = [name for _, name in keys]
        known = names[:names.index(None)] if None in names else names
        return params, Order(", ".join(texts), [column.name for column in columns] if complete else known)

    def sort(self, complete=None):
        relation = self.any_relation()
        params, order = self.order_of(relation.columns, self.chance.random() < 0.5 if complete is None else complete)
        return self.one("sort", {"keys": params}, relation, relation.columns, "SELECT * FROM " + relation.table, order)

    def sort_and_limit(self):
        relation = self.sort(True)
        n, offset = self.chance.choice((0, 1, 3, 10, 50, 1000)), self.chance.choice((0, 0, 1, 20))
        self.one("limit", {"count": n, "offset": offset}, relation, relation.columns,
                 "SELECT * FROM %s ORDER BY %s LIMIT %d OFFSET %d" % (relation.table, relation.order.keys, n, offset), relation.order)

    def repartition(self):
        relation = self.any_relation()
        columns = [column.name for column in self.some(relation.columns, 0, 2)]
        self.one("repartition", {"partitions": self.chance.choice((1, 2, 5)), "columns": columns}, relation, relation.columns,
                 "SELECT * FROM " + relation.table)

    # ---- columns ----

    def select(self):
        relation = self.any_relation()
        kept = self.some(relation.columns, 1, 6)
        if self.chance.random() < 0.5:
            names, mode = [column.name for column in kept], "keep"
        else:
            kept = [column for column in relation.columns if column in kept]
            names, mode = [column.name for column in relation.columns if column not in kept], "drop"
        if not names:
            raise Refused()
        self.one("select-columns", {"columns": names, "mode": mode}, relation, kept,
                 "SELECT %s FROM %s" % (", ".join(duck_name(column.name) for column in kept), relation.table))

    def rename(self, relation=None, names=None):
        relation = relation or self.any_relation()
        if names is None:
            chosen = self.some(relation.columns, 1, 3)
            swap = len(chosen) > 1 and self.chance.random() < 0.4
            names = dict(zip([column.name for column in chosen],
                             [column.name for column in chosen[1:] + chosen[:1]] if swap else [self.name() for _ in chosen]))
        names = {old: new for old, new in names.items() if old != new}
        if not names:
            return relation
        return self.one("rename-columns", {"renames": [{"from": old, "to": new} for old, new in names.items()]}, relation,
                        [Column(names.get(column.name, column.name), column.type) for column in relation.columns], "SELECT * FROM " + relation.table)

    def derive(self, relation=None, kinds=None):
        relation = relation or self.any_relation()
        made, expressions = [], self.expressions(relation)
        for kind in kinds or self.chance.choices(TYPES, k=self.chance.randrange(1, 4)):
            replaced = self.chance.choice(relation.columns)
            name = replaced.name if kinds is None and self.chance.random() < 0.2 else self.name()
            if name not in [column.name for column, _ in made]:
                made.append((Column(name, kind), expressions.value(kind)))
        texts = {column.name: (column, text) for column, text in made}
        old = [column.name for column in relation.columns]
        columns = [texts.get(column.name, (column,))[0] for column in relation.columns] + [column for column, _ in made if column.name not in old]
        selected = [texts[column.name][1][1] if column.name in texts else duck_name(column.name) for column in columns]
        params = {"columns": [{"name": column.name, "expression": text[0]} for column, text in made]}
        return self.one("derive-columns", params, relation, columns, "SELECT %s FROM %s" % (", ".join(selected), relation.table)), \
            [column for column, _ in made]

    def cast(self):
        relation, casts, columns, texts = self.any_relation(), [], [], []
        for column in relation.columns:
            name = duck_name(column.name)
            safe = {"int": ("bigint", "double", "string", DECIMAL), "bigint": ("string",), "boolean": ("int", "string"),
                    "date": ("timestamp", "string"), "timestamp": ("date",), DECIMAL: ("string", "double", "decimal(14,3)", "decimal(8,1)"),
                    "double": ("int",)}.get(column.type, ())
            kind = self.chance.choice(safe) if safe and self.chance.random() < 0.4 and len(casts) < 3 else None
            columns.append(Column(column.name, kind or column.type))
            if kind is None:
                texts.append(name)
                continue
            casts.append({"column": column.name, "type": kind, "on-error": self.chance.choice(("fail", "null"))})
            if column.type == "double":
                casts[-1]["on-error"] = "null"
                texts.append("CASE WHEN trunc({0}) BETWEEN -2147483648 AND 2147483647 THEN CAST(trunc({0}) AS INTEGER) END".format(name))
            else:
                text = cast((name, name), kind)[1]
                texts.append(text if casts[-1]["on-error"] == "fail" else "TRY_" + text)
        if not casts:
            raise Refused()
        self.one("cast-columns", {"casts": casts}, relation, columns, "SELECT %s FROM %s" % (", ".join(texts), relation.table))

    def fill(self):
        relation = self.any_relation()
        target = self.chance.choice(relation.columns)
        numeric = is_number(target.type)
        kind = self.chance.choice(("int", "double")) if numeric else target.type
        value = self.chance.choice([text for text in VALUES[kind] if "N" not in text and "Inf" not in text])
        spark = cast(("'%s'" % value, ""), kind)[0] if kind == "double" else constant(kind, value)[0]
        same = [column for column in relation.columns if column.type == target.type] if not numeric else [
            column for column in relation.columns if is_number(column.type)]
        chosen = self.some(same, 0, 3)
        filled, texts = chosen or same, []
        for column in relation.columns:
            name = duck_name(column.name)
            own = cast(("", "trunc(%s)" % value), column.type)[1] if kind == "double" and column.type in ("int", "bigint") else \
                cast(("", constant(kind, value)[1]), column.type)[1]
            texts.append(name if column not in filled else "CASE WHEN %s IS NULL%s THEN %s ELSE %s END" % (
                name, " OR isnan(%s)" % name * (column.type == "double"), own, name))
        self.one("fill-nulls", {"value": spark, "columns": [column.name for column in chosen]}, relation, relation.columns,
                 "SELECT %s FROM %s" % (", ".join(texts), relation.table))

    # ---- several inputs ----

    def join(self):
        chance = self.chance
        left = self.any_relation()
        right = left if chance.random() < 0.15 else self.any_relation()
        kind = chance.choice(("inner", "inner", "left", "right", "full", "semi", "anti", "cross"))
        mixed = chance.random() < 0.15
        pairs = [(a, b) for a in left.columns for b in right.columns
                 if a.type == b.type or (mixed and a.name != b.name and wider(a.type, b.type))]
        same = [(a, b) for a, b in pairs if a.name == b.name]
        keys = []
        if kind != "cross" and pairs and chance.random() < 0.93:
            keys = self.some(same if same and chance.random() < 0.5 else pairs, 1, 2)
            keys = keys if len({a.name for a, _ in keys}) == len({b.name for _, b in keys}) == len(keys) else keys[:1]
        condition = None
        if kind != "cross" and (not keys or chance.random() < 0.3):
            condition = Expressions(chance, refs(left.columns, "left.", "l.") + refs(right.columns, "right.", "r.")).predicate(1)
        if not keys and self.counts[left.table] * self.counts[right.table] > MOST_PAIRS:
            raise Refused()
        params = {"type": kind, "keys": [{"left": a.name, "right": b.name} for a, b in keys]}
        if condition:
            params["condition"] = condition[0]
        using = [a.name for a, _ in keys] if keys and not condition and all(a.name == b.name for a, b in keys) else []
        on = [self.equal(a, b) for a, b in keys] + ([condition[1]] if condition else [])
        columns, text = self.join_sql(left, right, kind, using, " AND ".join("(%s)" % one for one in on), params)
        self.add("join", params, [(left, "left"), (right, "right")], [("out", columns, text, None)])

    def equal(self, a, b):
        kind = wider(a.type, b.type)
        sides = ["l." + duck_name(a.name), "r." + duck_name(b.name)]
        return " = ".join(text if column.type == kind else cast(("", text), kind)[1] for text, column in zip(sides, (a, b)))

    def refuse_many(self, joined):
        """Too many rows are not made to be counted."""
        limited = "SELECT count(*) FROM (SELECT 1 FROM %s LIMIT %d)" % (joined, self.most_rows + 1)
        if self.connection.execute(limited).fetchone()[0] > self.most_rows:
            raise Refused()

    def join_sql(self, left, right, kind, using, on, params):
        tables = "%s l, %s r" % (left.table, right.table)
        if kind in ("semi", "anti"):
            columns = sorted(left.columns, key=lambda column: using.index(column.name) if column.name in using else len(using))
            return columns, "SELECT %s FROM %s l WHERE %sEXISTS (SELECT 1 FROM %s r WHERE %s)" % (
                ", ".join(duck_name(column.name) for column in columns), left.table, "NOT " if kind == "anti" else "", right.table, on)
        self.refuse_many(tables + ("" if kind == "cross" else " WHERE " + on))
        from_where = tables if kind == "cross" else "%s l %s JOIN %s r ON %s" % (left.table, kind.upper(), right.table, on)
        by_name = {column.name: column for column in left.columns}
        columns = [by_name[name] for name in using] + [column for column in left.columns if column.name not in using]
        texts = [("coalesce(l.{0}, r.{0})" if kind == "full" else "r.{0}" if kind == "right" else "l.{0}").format(duck_name(name)) for name in using]
        texts += ["l." + duck_name(column.name) for column in columns[len(using):]]
        suffix = "_r%d" % len(self.plan.nodes)
        for column in right.columns:
            if column.name not in using:
                clash = column.name in by_name
                if clash:
                    params["suffix"] = suffix
                columns.append(Column(column.name + suffix * clash, column.type))
                texts.append("r." + duck_name(column.name))
        return columns, "SELECT %s FROM %s" % (", ".join(texts), from_where)

    def aligned(self, relation, kinds):
        """@relation turned into columns of @kinds."""
        derived, made = self.derive(relation, kinds)
        return self.one("select-columns", {"columns": [column.name for column in made], "mode": "keep"}, derived, made,
                        "SELECT %s FROM %s" % (", ".join(duck_name(column.name) for column in made), derived.table))

    def two_alike(self):
        """Two relations of the same types."""
        left = self.any_relation()
        kinds = [column.type for column in left.columns]
        alike = [relation for relation in self.plan.relations if relation != left and [column.type for column in relation.columns] == kinds]
        return left, self.chance.choice(alike) if alike and self.chance.random() < 0.5 else self.aligned(self.any_relation(), kinds)

    def union(self):
        left, right = self.two_alike()
        names = [column.name for column in left.columns]
        text = "SELECT * FROM %s UNION ALL SELECT * FROM %s" % (left.table, right.table)
        if self.chance.random() < 0.15:
            return self.union_of_other_types(left)
        if self.chance.random() < 0.5:
            params = {"by": "position"}
        else:
            params = {"by": "name"}
            if self.chance.random() < 0.3:
                return self.union_of_some(left)
            right = self.rename(right, dict(zip([column.name for column in right.columns], names)))
            text = "SELECT * FROM %s UNION ALL SELECT %s FROM %s" % (left.table, ", ".join(map(duck_name, names)), right.table)
        self.add("union", params, [(left, "in"), (right, "in")], [("out", left.columns, text, None)])

    def union_of_some(self, left):
        """Columns that one side lacks are null."""
        right = self.any_relation()
        kinds = {column.name: column.type for column in left.columns}
        if right == left or any(kinds.get(column.name, column.type) != column.type for column in right.columns):
            raise Refused()
        columns = left.columns + [column for column in right.columns if column.name not in kinds]

        def side(relation):
            own = [column.name for column in relation.columns]
            return "SELECT %s FROM %s" % (", ".join(duck_name(column.name) if column.name in own else "NULL" for column in columns), relation.table)
        self.add("union", {"by": "name", "allow-missing": True}, [(left, "in"), (right, "in")],
                 [("out", columns, side(left) + " UNION ALL " + side(right), None)])

    def union_of_other_types(self, left):
        """Of two types that differ the wider one."""
        kinds = [self.chance.choice([kind for kind in TYPES if wider(column.type, kind)] or [column.type]) for column in left.columns]
        right = self.aligned(self.any_relation(), kinds)
        columns = [Column(column.name, wider(column.type, kind)) for column, kind in zip(left.columns, kinds)]

        def side(relation):
            return "SELECT %s FROM %s" % (", ".join(cast(("", duck_name(own.name)), made.type)[1] for own, made in zip(relation.columns, columns)),
                                          relation.table)
        self.add("union", {"by": "position"}, [(left, "in"), (right, "in")], [("out", columns, side(left) + " UNION ALL " + side(right), None)])

    def set_operation(self):
        (left, right), word = self.two_alike(), self.chance.choice(("intersect", "except"))
        self.add(word, {}, [(left, "left"), (right, "right")],
                 [("out", left.columns, "SELECT * FROM %s %s SELECT * FROM %s" % (left.table, word.upper(), right.table), None)])

    # ---- groups ----

    def aggregate(self):
        relation = self.any_relation()
        keys = self.some(relation.columns, 0, 3)
        values = [(Column(self.name(), kind), text) for text, kind in
                  [aggregate(self.chance, self.expressions(relation)) for _ in range(self.chance.randrange(1, 4))]]
        names = ", ".join(duck_name(column.name) for column in keys)
        text = "SELECT %s FROM %s%s" % (", ".join([duck_name(column.name) for column in keys] + [text[1] for _, text in values]), relation.table,
                                        " GROUP BY " + names if keys else "")
        self.one("aggregate", {"keys": [column.name for column in keys],
                               "values": [{"expression": text[0], "name": column.name} for column, text in values]},
                 relation, keys + [column for column, _ in values], text)

    def window(self):
        relation = self.any_relation()
        partition = [column.name for column in self.some(relation.columns, 0, 2)]
        complete = self.chance.random() < 0.6
        params, order = self.order_of(relation.columns, complete)
        frame = {}
        duck_frame = ""
        if complete and self.chance.random() < 0.5:
            start, end = sorted((self.chance.randrange(-3, 2), self.chance.randrange(-1, 3)))
            frame = {"frame": "rows", "from": "offset", "from-offset": start, "to": "offset", "to-offset": end}
            duck_frame = " ROWS BETWEEN %d %s AND %d %s" % (abs(start), "FOLLOWING" if start > 0 else "PRECEDING",
                                                            abs(end), "FOLLOWING" if end > 0 else "PRECEDING")
            for bound, value in (("from", start), ("to", end)):
                if value == 0:
                    frame[bound] = "current"
                    del frame[bound + "-offset"]
        over = "%s ORDER BY %s" % ("PARTITION BY " + ", ".join(map(duck_name, partition)) if partition else "", order.keys)
        values = []
        for _ in range(self.chance.randrange(1, 4)):
            spark, duck, kind, framed = window_value(self.chance, relation.columns, complete)
            over_this = " OVER (%s%s)" % (over, duck_frame if framed else "")
            values.append((Column(self.name(), kind), spark, duck.replace(BEHIND, over_this)))
        self.one("window", dict({"partition": partition, "order": params,
                                 "values": [{"expression": spark, "name": column.name} for column, spark, _ in values]}, **frame),
                 relation, relation.columns + [column for column, _, _ in values],
                 "SELECT *, %s FROM %s" % (", ".join(duck for _, _, duck in values), relation.table))

    def pivot(self):
        relation = self.any_relation()
        fitting = [column for column in relation.columns if column.type in ("int", "string", "boolean", "date")]
        if not fitting:
            raise Refused()
        column = self.chance.choice(fitting)
        keys = [key for key in self.some(relation.columns, 0, 2) if key != column]
        values = self.chance.sample(sorted(set(VALUES[column.type]) - {""}), 2)       # the parameter takes no empty text
        ref = self.chance.choice(refs(relation.columns))
        text, kind = simple_call(self.chance, ref.texts, ref.type)
        names = [self.name("p") for _ in values]
        calls = [text[1].replace(BEHIND, " FILTER (WHERE %s = %s)" % (duck_name(column.name), constant(column.type, value)[1])) for value in values]
        self.one("pivot", {"keys": [key.name for key in keys], "column": column.name, "expression": text[0].replace(BEHIND, ""),
                           "values": [{"value": value, "name": name} for value, name in zip(values, names)]},
                 relation, keys + [Column(name, kind) for name in names],
                 "SELECT %s FROM %s%s" % (", ".join([duck_name(key.name) for key in keys] + calls), relation.table,
                                          " GROUP BY " + ", ".join(duck_name(key.name) for key in keys) if keys else ""))

    def unpivot(self):
        relation = self.any_relation()
        kind = self.chance.choice([column.type for column in relation.columns])
        chosen = self.some([column for column in relation.columns if column.type == kind], 1, 3)
        rest = [column for column in relation.columns if column not in chosen]
        keep, name, value = self.chance.random() < 0.6, self.name("name"), self.name("value")
        parts = ["SELECT %s FROM %s%s" % (", ".join([duck_name(column.name) for column in rest] + [text_literal(one.name)[1], duck_name(one.name)]),
                                          relation.table, "" if keep else " WHERE %s IS NOT NULL" % duck_name(one.name)) for one in chosen]
        self.one("unpivot", {"columns": [column.name for column in chosen], "name-column": name, "value-column": value, "keep-nulls": keep},
                 relation, rest + [Column(name, "string"), Column(value, kind)], " UNION ALL ".join(parts))

    # ---- SQL, and sources without files ----

    def sql(self):
        """SELECT over one input or two, with and without GROUP BY, now and then out of a sub-query."""
        chance = self.chance
        inputs = [self.any_relation()]
        tables, columns = ["a", inputs[0].table], refs(inputs[0].columns, "a.", inputs[0].table + ".")
        pairs = []
        if chance.random() < 0.4:
            other = self.any_relation()
            columns += refs(other.columns, "b.", "b.")
            pairs = [(one, two) for one in inputs[0].columns for two in other.columns if one.type == two.type]
        expressions = Expressions(chance, columns)
        if pairs:
            one, two = chance.choice(pairs)
            inputs.append(other)
            word = chance.choice(("", "LEFT ", "RIGHT ", "FULL "))
            on = [" ON %s = %s" % (refs([one], "a.", inputs[0].table + ".")[0].texts[side], refs([two], "b.", "b.")[0].texts[side]) for side in (0, 1)]
            if inputs[0] == other:
                raise Refused()
            tables = ["a %sJOIN b%s" % (word, on[0]), "%s %sJOIN %s b%s" % (inputs[0].table, word, other.table, on[1])]
            self.refuse_many(tables[1])
        else:
            expressions = self.expressions(inputs[0])
            if chance.random() < 0.3:
                inner = expressions.predicate(1)
                tables = ["(SELECT * FROM %s WHERE %s) x" % (tables[side], inner[side]) for side in (0, 1)]
        where, grouped = expressions.predicate(), chance.random() < 0.5
        if grouped:
            keys = chance.sample(expressions.columns, min(len(expressions.columns), chance.randrange(1, 3)))
            texts, kind = aggregate(chance, expressions)
            made = [(ref.texts, ref.type) for ref in keys] + [(texts, kind)]
        else:
            made = [(expressions.value(kind), kind) for kind in chance.choices(TYPES, k=chance.randrange(1, 4))]
        columns = [Column(self.name("q"), kind) for _, kind in made]
        word = "" if grouped else chance.choice(("", "DISTINCT "))
        queries = []
        for side in (0, 1):
            listed = ", ".join("%s AS %s" % (texts[side], refs([column])[0].texts[side]) for (texts, _), column in zip(made, columns))
            queries.append("SELECT %s%s FROM %s WHERE %s" % (word, listed, tables[side], where[side]))
            if grouped:
                queries[side] += " GROUP BY %s HAVING count(*) > 1" % ", ".join(ref.texts[side] for ref in keys)
        self.add("sql", {"query": queries[0]}, list(zip(inputs, "ab")), [("out", columns, queries[1], None)])

    def generate(self):
        start, step = self.chance.randrange(-5, 5), self.chance.choice((1, 2, -3))
        end = start + step * self.chance.choice((0, 1, 10, 60))
        name = self.name()
        self.add("generate-rows", {"column": name, "start": start, "end": end, "step": step}, [],
                 [("out", [Column(name, "bigint")], "SELECT * FROM range(%d, %d, %d)" % (start, end, step), None)])

    def inline(self):
        columns = [Column(self.name(), kind) for kind in self.chance.choices(TYPES, k=self.chance.randrange(1, 4))]
        rows = [[None if self.chance.random() < 0.2 else self.chance.choice(VALUES[column.type]) for column in columns]
                for _ in range(self.chance.choice((0, 1, 4)))]
        parts = ["SELECT " + ", ".join("NULL" if value is None else constant(column.type, value)[1] for value, column in zip(row, columns))
                 for row in rows]
        self.add("inline-table", {"schema": [{"name": column.name, "type": column.type} for column in columns], "rows": rows}, [],
                 [("out", columns, " UNION ALL ".join(parts) or "SELECT %s LIMIT 0" % ", ".join("NULL" for _ in columns), None)])

