# test-plans.py: random pipelines over random tables, run by azud and computed by DuckDB
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""Each plan is run as it comes and in one of the configurations that cover all pairs of theirs.  What fails is made smaller and kept,
with its tables, in the folder --keep.  A plan goes by its seed alone: --seed N --count 1 makes it again.
"""

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
import traceback
from collections import Counter

import duckdb

from plans import configurations, judges
from plans.family import Case, Family, by_family
from plans.shrink import shrink
from plans.tables import LARGE

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "samples"))
from tables import Tap  # noqa: E402

MOST_REPORTS = 5
CONFIGURATIONS = configurations.pairwise()


def configurations_of(case):
    """The default and another one; where there are many rows, they are not read nor spilled one by one."""
    other = CONFIGURATIONS[case.seed % len(CONFIGURATIONS)]
    if other["spill"] > 0 and case.rows > 500:
        other = dict(other, spill=max(other["spill"], 5 * case.rows))
    if case.rows >= LARGE:
        other = dict(other, **{"batch-rows": 0, "csv-morsel": 0, "constant-hash": 0})
    return [configurations.DEFAULT, other]


def problem_of(program, family, case, chosen):
    """None or (configuration, sentence)."""
    path, expected = judges.write(family.folder, case), family.expected(case)
    for configuration in chosen:
        judges.remove(family.folder, case.sinks)
        problem = judges.run(program, path, configuration) or judges.first_difference(case, expected, judges.read_all(family.folder, case))
        if problem is not None:
            return configuration, problem
    return None


def report(arguments, family, case, found):
    """The same made small, kept in a folder."""
    def fails(plan, sinks, configuration):
        family.compute(plan)
        return problem_of(arguments.azud, family, Case(case.seed, plan, sinks, (), case.rows), [configuration])
    plan, sinks, folders, found = shrink(family.connection, fails, case.plan, case.sinks, case.folders, found)
    folder = os.path.join(arguments.keep, "plan-%d" % case.seed)
    os.makedirs(folder, exist_ok=True)
    judges.write(folder, Case(case.seed, plan, sinks, folders, case.rows))
    family.load(family.tables)      # as they were, for the next plan
    return "seed %d, AZUD_DEBUG=%s --threads %d, %s\n%s" % (case.seed, configurations.debug(found[0]), found[0]["threads"], folder, found[1])


def play(arguments, seeds):
    """The plans of @seeds, all of one family: [(seed, types of nodes, None or report)]."""
    results = []
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        family = Family(seeds[0], folder)
        for seed in seeds:
            case = family.make(seed)
            found = problem_of(arguments.azud, family, case, configurations_of(case))
            results.append((seed, [node.type for node in case.plan.nodes], None if found is None else report(arguments, family, case, found)))
        family.close()
    return results


def play_family(task):
    try:
        return play(*task)
    except Exception as error:      # a fault of the test itself is a failed case with its seeds
        return [(task[1][0], [], "the test itself fails on one of seeds %d to %d: %s\n%s" % (task[1][0], task[1][-1], error, traceback.format_exc()))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("azud", type=os.path.abspath)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--keep", type=os.path.abspath, default="failed-plans")
    parser.add_argument("--folder", default=None, help="where tables and outputs live meanwhile")
    parser.add_argument("--jobs", type=int, default=max(2, os.cpu_count() or 1))
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else int(os.environ.get("AZUD_TEST_SEED") or 0) * 100000
    most = int(os.environ.get("AZUD_MOST_PLANS") or arguments.count)
    if most < arguments.count:
        print("# the first %d of %d, as AZUD_MOST_PLANS says" % (most, arguments.count), flush=True)
    seeds = range(seed, seed + min(most, arguments.count))
    tap, started, n, n_failed, reports, kinds = Tap(), time.monotonic(), 0, 0, [], Counter()
    print("# seeds %d to %d, DuckDB %s, %d configurations" % (seeds[0], seeds[-1], duckdb.__version__, len(CONFIGURATIONS)), flush=True)
    with multiprocessing.Pool(arguments.jobs) as pool:
        for results in pool.imap(play_family, [(arguments, family) for family in by_family(seeds)]):
            for _, types, text in results:
                n += 1
                kinds.update(types)
                if text is not None:
                    n_failed += 1
                    reports.append(text)
            if n % 1000 < len(results):
                print("# %d plans after %.0f s" % (n, time.monotonic() - started), flush=True)
            if len(reports) >= MOST_REPORTS:
                pool.terminate()
                break
    took = time.monotonic() - started
    print("# %d plans in %.1f s, %.1f a second; nodes: %s" % (n, took, n / took, ", ".join("%s %d" % one for one in sorted(kinds.items()))))
    tap.report("/properties/plans/agree-with-duckdb", None if n_failed == 0 else "%d of %d fail" % (n_failed, n))
    for text in reports:
        print("\n".join("#   " + line for line in text.splitlines()) + "\n#")
    return tap.end()


if __name__ == "__main__":
    sys.exit(main())
