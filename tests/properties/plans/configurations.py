# configurations.py: ways to run the same plan, every two of their values together in at least one
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import itertools
import random

RULES = range(7, 29)        # of the optimiser, by number; those before make idioms plain and cannot be left out

FACTORS = {"threads": (2, 1, 8), "batch-rows": (0, 1, 2, 3), "partitions": (0, 1, 7, 64), "spill": (0, 1, 5000), "no-broadcast": (0, 1),
           "csv-libcsv": (0, 1), "csv-morsel": (0, 64), "fault-task": (0, -1), "constant-hash": (0, 1),
           "without-rule": (0, *RULES)}
DEFAULT = {name: values[0] for name, values in FACTORS.items()}


def pairwise():
    """Greedy: each next configuration takes, factor by factor, the value that covers most pairs not seen yet; of equals, any."""
    chance = random.Random(1)
    names = sorted(FACTORS, key=lambda name: -len(FACTORS[name]))
    open_pairs = {((a, x), (b, y)) for a, b in itertools.combinations(names, 2) for x in FACTORS[a] for y in FACTORS[b]}
    table = []
    while open_pairs:
        first = min(open_pairs)                 # one that is surely covered
        row = dict(first)
        for name in names:
            if name not in row:
                row[name] = max(FACTORS[name], key=lambda value: (sum(
                    pair(names, name, value, other, row[other]) in open_pairs for other in row), chance.random()))
        open_pairs -= {pair(names, a, row[a], b, row[b]) for a, b in itertools.combinations(names, 2)}
        table.append(row)
    return table


def pair(names, a, x, b, y):
    return ((a, x), (b, y)) if names.index(a) < names.index(b) else ((b, y), (a, x))


def debug(configuration):
    """What AZUD_DEBUG says."""
    chosen = ["%s=%d" % (name, value) for name, value in sorted(configuration.items()) if value != 0 and name != "threads"]
    return ",".join(chosen + ["fault-attempts=1"] * ("fault-task=-1" in chosen))
