# test-glue.py: each sample's Glue job runs on Spark 3.5 with a small stand-in for the awsglue modules
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-glue.py AZUD SAMPLES AWSGLUE_FOLDER"""

import os
import runpy
import shutil
import subprocess
import sys
import tempfile

import tables

AZUD, SAMPLES, AWSGLUE = sys.argv[1:4]


def call(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError("%s\n%s" % (" ".join(command), done.stderr or done.stdout))


def run_job(folder, sample):
    path = os.path.join(folder, sample + ".azud")
    script = os.path.join(folder, sample + "-glue.py")
    output = os.path.join(folder, "out", sample + ".csv")
    call(AZUD, "run", path, "--progress", "none")
    here = tables.read(output)
    os.remove(output)
    call(AZUD, "export", path, "--to", "glue", "-o", script)
    arguments = ["--JOB_NAME", sample, "--base", folder]
    for name, value in PARAMETERS[sample].items():
        arguments += ["--" + name, value]
    sys.argv = [script] + arguments
    runpy.run_path(script, run_name="__main__")
    import awsglue.job
    if not awsglue.job.committed.pop(sample, False):
        return "the job was not committed"
    return tables.difference(here, tables.read(output), True, 1e-12)


PARAMETERS = {
    "delays": {"flights": "flights-2013-01.csv"},
    "weather": {"flights": "flights-2013-01.csv", "weather": "weather-2013-01.csv"},
    "peores-rutas": {"vuelos": "flights-2013-01.csv", "minimo": "50"},
}


def main():
    tap = tables.Tap()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"   # a host that cannot look up its own name runs Spark too
    sys.path.insert(0, AWSGLUE)
    from pyspark import SparkConf, SparkContext
    conf = (SparkConf().setMaster("local[2]").setAppName("glue").set("spark.ui.enabled", "false")
            .set("spark.sql.shuffle.partitions", "2").set("spark.driver.host", "127.0.0.1"))
    SparkContext.getOrCreate(conf).setLogLevel("OFF")
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "samples")
        shutil.copytree(os.path.join(SAMPLES, "flights"), target, ignore=shutil.ignore_patterns("out"))
        for sample in PARAMETERS:
            try:
                tap.report("/glue/" + sample, run_job(target, sample))
            except Exception as error:
                tap.report("/glue/" + sample, error)
    return tap.end()


sys.exit(main())
