# family.py: plans that share their tables, made from their seeds
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import os
import random
from collections import namedtuple

import duckdb

from . import judges
from .generator import Generator
from .plan import answer, compute, load
from .tables import random_tables

SIZE = 10

# A plan, the relations that are written, the numbers of those that are written as folders, and the most rows that leave a node.
Case = namedtuple("Case", "seed plan sinks folders rows")


def by_family(seeds):
    """[[seeds of one family]]"""
    families = {}
    for seed in seeds:
        families.setdefault(seed // SIZE, []).append(seed)
    return list(families.values())


class Family:
    """The tables of seeds N * SIZE to N * SIZE + SIZE - 1, in @folder and in a DuckDB of their own."""

    def __init__(self, seed, folder):
        self.folder = folder
        self.tables = random_tables(random.Random("tables %d" % (seed // SIZE)))
        self.connection = duckdb.connect(config={"threads": 1})
        # They turn -x >= NaN into x <= -NaN, and look for (x + x) IS NULL without adding, so that no overflow is seen.
        self.connection.execute("SET disabled_optimizers = 'expression_rewriter,statistics_propagation,filter_pushdown'")
        self.load(self.tables)

    def close(self):
        self.connection.close()

    def load(self, tables):
        for table in tables:
            load(self.connection, table, judges.write_table(self.folder, table))

    def make(self, seed):
        chance = random.Random("plan %d" % seed)
        plan, rows = Generator(chance, self.connection, self.tables).make()
        sinks = plan.leaves()
        others = [relation for relation in plan.relations if relation not in sinks]
        if others and chance.random() < 0.2:
            sinks.append(chance.choice(others))
        return Case(seed, plan, sinks, [number for number in range(len(sinks)) if chance.random() < 0.1], rows)

    def compute(self, plan):
        """All tables of @plan anew.  Raises duckdb.Error."""
        self.load(plan.tables)
        for node in plan.nodes:
            compute(self.connection, node)

    def expected(self, case):
        """What each sink of @case holds, by the tables that are there."""
        return [judges.plain(answer(self.connection, sink), sink.columns) for sink in case.sinks]
