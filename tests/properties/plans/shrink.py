# shrink.py: a plan that fails made smaller, as long as it fails
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import duckdb

from .configurations import DEFAULT
from .plan import Node, Relation, answer_texts
from .tables import NULL, Table

MOST_TRIES = 80


class Tries:
    def __init__(self, fails):
        self.fails, self.left = fails, MOST_TRIES

    def problem(self, plan, sinks, configuration):
        if self.left <= 0:
            return None
        self.left -= 1
        try:
            return self.fails(plan, sinks, configuration)
        except duckdb.Error:
            return None


def shrink(connection, fails, plan, sinks, folders, found):
    """@fails: (plan, sinks, configuration) to None or what is found.  Returns the plan, its sinks, which are folders, what is found."""
    tries = Tries(fails)
    for relation in plan.relations:                 # the first node that is wrong alone
        smaller = plan.copy(nodes=plan.above(relation))
        smaller.tables = [table for table in plan.tables if any(node.params.get("path") == table.name + ".csv" for node in smaller.nodes)]
        other = tries.problem(smaller, [relation], found[0])
        if other is not None:
            plan, sinks, folders, found = smaller, [relation], (), other
            break
    for name, value in DEFAULT.items():
        simpler = dict(found[0], **{name: value})
        if simpler != found[0]:
            found = tries.problem(plan, sinks, simpler) or found
    if len(sinks) == 1:
        plan, found = cut(connection, tries, plan, sinks, found)
    for number in range(len(plan.tables)):
        plan, found = fewer_rows(tries, plan, sinks, found, number)
    return plan, sinks, folders, found


def cut(connection, tries, plan, sinks, found):
    """What reaches the last nodes, from files: as few nodes as fail."""
    for depth in range(1, len(plan.nodes)):
        kept = [node for node in plan.nodes[-depth:]]
        inside = {relation.port for node in kept for relation, _ in node.outputs}
        tries.problem(plan, sinks, found[0])        # the tables of DuckDB are those of @plan
        readers, tables, replaced = [], [], {}
        for node in kept:
            for relation, _ in node.wires:
                if relation.port not in inside and relation.port not in replaced:
                    table = Table("in%d" % len(tables), relation.columns, answer_texts(connection, relation), NULL)
                    port = Relation("r%d.out" % len(tables), relation.table, relation.columns, relation.order)
                    params = {"path": table.name + ".csv", "nullValue": NULL, "schema": [{"name": column.name, "type": column.type} for column in table.columns]}
                    readers.append(Node("r%d" % len(tables), "read-csv", params, [], [(port, "SELECT * FROM " + table.name)]))
                    tables.append(table)
                    replaced[relation.port] = port
        nodes = readers + [node._replace(wires=[(replaced.get(relation.port, relation), port) for relation, port in node.wires]) for node in kept]
        smaller = plan.copy(tables, nodes)
        other = tries.problem(smaller, sinks, found[0])
        if other is not None:
            return smaller, other
    return plan, found


def fewer_rows(tries, plan, sinks, found, number):
    """Halves, quarters, ... of the rows of table @number go while it fails."""
    size = max(1, len(plan.tables[number].rows) // 2)
    while size >= 1 and plan.tables[number].rows and tries.left > 0:
        table, start, gone = plan.tables[number], 0, False
        while start < len(table.rows):
            tables = list(plan.tables)
            tables[number] = table.with_rows(table.rows[:start] + table.rows[start + size:])
            smaller = plan.copy(tables)
            other = tries.problem(smaller, sinks, found[0])
            if other is not None:
                plan, found, table, gone = smaller, other, tables[number], True
            else:
                start += size
        size = size // 2 if not gone or size > 1 else 0
    return plan, found
