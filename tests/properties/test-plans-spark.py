# test-plans-spark.py: random pipelines run by azud and, exported, by Spark, which decides where DuckDB says something else
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-plans-spark.py AZUD COUNT [SEED]

All scripts run in one Spark session.  A plan goes by its seed alone, the same as in test-plans.py.
"""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time

import duckdb
from pyspark.sql import SparkSession

from plans import configurations, judges
from plans.family import Family, by_family

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "samples"))
from tables import Tap  # noqa: E402

AZUD = os.path.abspath(sys.argv[1])
COUNT = min(int(sys.argv[2]), int(os.environ.get("AZUD_MOST_SPARK_PLANS") or sys.argv[2]))
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else int(os.environ.get("AZUD_TEST_SEED") or 0) * 100000
MOST_REPORTS = 10


def start_spark():
    """One that spends its time on plans, not on compiling them for data this small."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"   # a host that cannot look up its own name runs Spark too
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.driver.host": "127.0.0.1", "spark.sql.shuffle.partitions": "2",
                "spark.default.parallelism": "2", "spark.sql.adaptive.enabled": "false", "spark.sql.codegen.wholeStage": "false",
                "spark.sql.codegen.factoryMode": "NO_CODEGEN", "spark.sql.autoBroadcastJoinThreshold": "10MB"}
    builder = SparkSession.builder.master("local[2]").appName("azud")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    return spark


def load_script(path):
    spec = importlib.util.spec_from_file_location("plan", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ask_spark(spark, family, case, path):
    """[rows of each sink, or a sentence]"""
    script = os.path.join(family.folder, "plan.py")
    done = subprocess.run([AZUD, "export", path, "--to", "pyspark", "-o", script], capture_output=True, text=True)
    if done.returncode != 0:
        return ["azud does not export this: %s" % done.stderr.strip()] * len(case.sinks)
    judges.remove(family.folder, case.sinks)
    module = load_script(script)
    for key, value in module.SETTINGS.items():
        spark.conf.set(key, value)
    try:
        module.run(spark, {}, family.folder)
    except Exception as error:      # Spark refuses it: an answer like another
        return ["Spark: %s" % str(error)[:1500]] * len(case.sinks)
    return judges.read_all(family.folder, case)


def play(spark, family, case):
    """(whether Spark agrees with DuckDB, None or what differs between azud and Spark)"""
    path, expected = judges.write(family.folder, case), family.expected(case)
    judges.remove(family.folder, case.sinks)
    problem = judges.run(AZUD, path, configurations.DEFAULT)
    if problem is not None:
        return True, problem
    here = judges.read_all(family.folder, case)
    there = ask_spark(spark, family, case, path)
    wrong = next((rows for rows in there if isinstance(rows, str)), None)
    agrees = wrong is None and judges.first_difference(case, expected, there) is None
    return agrees, wrong or judges.first_difference(case, there, here)


def main():
    tap, started, others, reports = Tap(), time.monotonic(), [], []
    spark = start_spark()
    print("# seeds %d to %d, Spark %s after %.1f s, DuckDB %s" % (SEED, SEED + COUNT - 1, spark.version, time.monotonic() - started, duckdb.__version__),
          flush=True)
    started = time.monotonic()
    for seeds in by_family(range(SEED, SEED + COUNT)):
        with tempfile.TemporaryDirectory() as folder:
            family = Family(seeds[0], folder)
            for seed in seeds:
                case = family.make(seed)
                agrees, problem = play(spark, family, case)
                if not agrees and problem is None:
                    others.append(seed)
                if problem is not None:
                    reports.append("seed %d (DuckDB: %s): %s" % (seed, "as Spark" if agrees else "not as Spark", problem))
            family.close()
        if (seeds[-1] + 1 - SEED) % 100 == 0:
            print("# %d plans after %.0f s" % (seeds[-1] + 1 - SEED, time.monotonic() - started), flush=True)
        if len(reports) >= MOST_REPORTS:
            break
    took = time.monotonic() - started
    print("# %.1f s, %.1f plans a second; DuckDB says something else of %d: %s" % (took, COUNT / took, len(others), others[:50]))
    tap.report("/properties/plans/agree-with-spark", None if not reports else "%d fail" % len(reports))
    for text in reports:
        print("\n".join("#   " + line for line in text.splitlines()) + "\n#")
    spark.stop()
    return tap.end()


sys.exit(main())
