# test-spark.py: every sample and every node example, exported, gives on a real Spark what it gives here
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-spark.py AZUD WRITE_EXAMPLES SAMPLES

All scripts run in one Spark session; one also goes through spark-submit.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile

from pyspark.sql import SparkSession

import tables

AZUD, WRITE_EXAMPLES, SAMPLES = sys.argv[1:4]
ANY_VALID_LIMIT = 5


def call(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError("%s\n%s" % (" ".join(command), done.stderr or done.stdout))


def load(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def defaults(pipeline):
    with open(pipeline, encoding="utf-8") as file:
        document = json.load(file)
    return {one["name"]: one.get("default", "") for one in document.get("parameters", [])}


def compare(spark, folder, pipeline, outputs, ordered, name):
    """Runs @pipeline here and on Spark; None or what differs."""
    path = os.path.join(folder, pipeline)
    script = os.path.join(folder, name.replace("-", "_") + ".py")
    call(AZUD, "run", path, "--progress", "none")
    here = [tables.read(os.path.join(folder, output)) for output in outputs]
    for output in outputs:
        os.remove(os.path.join(folder, output))
    call(AZUD, "export", path, "--to", "pyspark", "-o", script)
    module = load(script, name.replace("-", "_"))
    for key, value in module.SETTINGS.items():
        spark.conf.set(key, value)
    module.run(spark, defaults(path), folder)
    for output, expected in zip(outputs, here):
        problem = tables.difference(expected, tables.read(os.path.join(folder, output)), ordered, 1e-12)
        if problem is not None:
            return "%s: %s" % (output, problem)
    return None


def report(tap, name, work):
    try:
        tap.report(name, work())
    except Exception as error:  # a script that fails is a failed case, not the end of the test
        tap.report(name, error)


def sample_folder(folder):
    target = os.path.join(folder, "samples")
    shutil.copytree(os.path.join(SAMPLES, "flights"), target, ignore=shutil.ignore_patterns("out"))
    return target


def submit(folder):
    """The same script as a program of its own."""
    script = os.path.join(folder, "submitted.py")
    call(AZUD, "export", os.path.join(folder, "peores-rutas.azud"), "--to", "pyspark", "-o", script)
    shutil.rmtree(os.path.join(folder, "out"))
    call(AZUD, "run", os.path.join(folder, "peores-rutas.azud"), "--progress", "none")
    here = tables.read(os.path.join(folder, "out", "peores-rutas.csv"))
    os.remove(os.path.join(folder, "out", "peores-rutas.csv"))
    program = os.path.join(os.path.dirname(sys.executable), "spark-submit")
    done = subprocess.run([program, "--master", "local[2]", "--conf", "spark.ui.enabled=false", script], capture_output=True, text=True,
                          env=dict(os.environ, PYSPARK_PYTHON=sys.executable))
    if done.returncode != 0:
        return done.stderr[-2000:]
    return tables.difference(here, tables.read(os.path.join(folder, "out", "peores-rutas.csv")), True, 1e-12)


def main():
    tap = tables.Tap()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"   # a host that cannot look up its own name runs Spark too
    spark = (SparkSession.builder.master("local[2]").appName("azud").config("spark.ui.enabled", "false")
             .config("spark.sql.shuffle.partitions", "2").config("spark.driver.host", "127.0.0.1").getOrCreate())
    spark.sparkContext.setLogLevel("OFF")
    with tempfile.TemporaryDirectory() as folder:
        samples = sample_folder(folder)
        for sample in sorted(name for name in os.listdir(samples) if name.endswith(".azud")):
            name = sample[: -len(".azud")]
            output = "out/%s.csv" % name
            report(tap, "/spark/samples/" + name, lambda: compare(spark, samples, sample, [output], True, name))
        report(tap, "/spark/submit", lambda: submit(samples))

        examples = os.path.join(folder, "examples")
        os.mkdir(examples)
        call(WRITE_EXAMPLES, examples)
        with open(os.path.join(examples, "examples.json"), encoding="utf-8") as file:
            listed = json.load(file)
        any_valid = [one["name"] for one in listed if one["compare"] == "any-valid"]
        tap.report("/spark/any-valid-are-few", None if len(any_valid) <= ANY_VALID_LIMIT else str(any_valid))
        for one in listed:
            if one["compare"] == "any-valid" or not one["outputs"]:
                continue
            own = os.path.join(examples, one["name"])
            report(tap, "/spark/examples/" + one["name"],
                   lambda: compare(spark, own, "example.azud", one["outputs"], one["compare"] == "exact", one["name"]))
    status = tap.end()
    spark.stop()
    return status


sys.exit(main())
