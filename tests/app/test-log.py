# test-log.py: run logs of real runs, read back: whole, growing, cut off anywhere, and what is no log at all
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-log.py AZUD"""

import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from pipelines import (Azud, Tap, node, read_bytes, reader, unequal, write_branching_pipeline, write_endless_pipeline, write_numbered_rows,
                       write_pipeline, write_text, writer)

AZUD = Azud(sys.argv[1])
TAP = Tap()
ROWS = 20000


def check_decisions(folder):
    """Changes of the plan: the same in the figures, in the log, and in words."""
    path, log = write_branching_pipeline(folder, "changed", "id * 2"), os.path.join(folder, "changed.log")
    options = ["-c", "spark.sql.shuffle.partitions=16", "-c", "spark.sql.autoBroadcastJoinThreshold=-1"]
    status, stats = AZUD.json("run", path, "--log", log, "--stats", "json", *options)
    told = [dict(one) for one in stats["decisions"]]
    for one in told:
        del one["time_us"], one["message"]
    TAP.report("/log/decisions/kinds", unequal([("coalesce", "sums", 16, 1), ("coalesce", "both", 16, 1)],
                                               [(one["kind"], one["node"], one["before"], one["after"]) for one in told]))
    TAP.report("/log/decisions/versions", unequal(list(range(1, len(told) + 1)), [one["version"] for one in told]))
    logged = AZUD.json("log", log, "--json")[1]["sql"][0]
    TAP.report("/log/decisions/logged", unequal(told, logged["decisions"]))
    TAP.report("/log/decisions/plan", unequal(2, [one["nodeName"] for one in logged["nodes"]].count("AQEShuffleRead")))
    words = AZUD.call("log", log).stdout
    TAP.report("/log/decisions/words", None if all(one["message"] in words for one in stats["decisions"]) else words)
    stages = {stage["id"]: stage["tasks"] for stage in stats["stages"]}
    TAP.report("/log/decisions/tasks", unequal([one["after"] for one in told], [stages[one["stage"]] for one in told]))
    n, job = sum(stages.values()), AZUD.json("log", log, "--json")[1]["jobs"][0]
    TAP.report("/log/decisions/job", unequal((n, n, n, True), (job["azudTasks"], job["numCompletedIndices"], stats["run"]["tasks"], n != job["numTasks"])))
    TAP.report("/log/decisions/job-text", unequal(True, "SUCCEEDED, %d of %d tasks" % (n, n) in words))
    before = read_bytes(os.path.join(folder, "changed.csv"))
    status, stats = AZUD.json("run", path, "--stats", "json", "-c", "spark.sql.adaptive.enabled=false", *options)
    TAP.report("/log/decisions/off", unequal((0, []), (status, stats["decisions"])))
    TAP.report("/log/decisions/same", unequal(True, before == read_bytes(os.path.join(folder, "changed.csv"))))


def sums(log, *keys):
    return tuple(sum(stage[key] for stage in log["stages"]) for key in keys)


def check_good(folder, path):
    log = os.path.join(folder, "good.log")
    done = AZUD.run(path, "--log", log, debug="partitions=4,no-broadcast=1,spill=65536")
    TAP.report("/log/run", unequal((0, ""), (done.returncode, done.stderr)))
    status, told = AZUD.json("log", log, "--json")
    TAP.report("/log/whole", unequal((0, False, 0), (status, told["incomplete"], told["unreadableLines"])))
    job = told["jobs"][0]
    tasks = sum(stage["numTasks"] for stage in told["stages"])
    TAP.report("/log/job", unequal(("SUCCEEDED", tasks, tasks, len(told["stages"])),
                                   (job["status"], job["numTasks"], job["numCompletedTasks"], job["numCompletedStages"])))
    scans = [stage for stage in told["stages"] if stage["inputBytes"] > 0]
    TAP.report("/log/input", unequal([(os.path.getsize(os.path.join(folder, "rows.csv")), ROWS)] * len(scans) if scans else "a scan",
                                     [(stage["inputBytes"], stage["inputRecords"]) for stage in scans]))
    TAP.report("/log/output", unequal((os.path.getsize(os.path.join(folder, "good.csv")), ROWS), sums(told, "outputBytes", "outputRecords")))
    read = sums(told, "shuffleReadBytes", "shuffleReadRecords")
    TAP.report("/log/shuffle", unequal(sums(told, "shuffleWriteBytes", "shuffleWriteRecords") if read[0] > 0 else "rows", read))
    spilled = sums(told, "memoryBytesSpilled", "diskBytesSpilled", "peakExecutionMemory", "executorCpuTime")
    TAP.report("/log/spill", None if min(spilled) > 0 else str(spilled))
    nodes = {(one["nodeName"], metric["name"]): metric["total"] for query in told["sql"] for one in query["nodes"] for metric in one["metrics"]}
    TAP.report("/log/sql", unequal((ROWS, ROWS), (nodes.get(("Write", "number of output rows")), nodes.get(("Join", "number of output rows")))))
    summary = told["stages"][0]["taskSummary"]
    TAP.report("/log/quantiles", unequal([0, 0.25, 0.5, 0.75, 1], summary["quantiles"]))
    executor = told["executors"][0]
    TAP.report("/log/executor", unequal(("driver", tasks, tasks, 0), (executor["id"], executor["totalTasks"], executor["completedTasks"],
                                                                     executor["failedTasks"])))
    text = AZUD.call("log", log)
    problem = [word for word in ("Job 0", "Stage 0", "median", "shuffle write", "Executor driver", "number of output rows") if word not in text.stdout]
    TAP.report("/log/text", unequal((0, [], False), (text.returncode, problem, "incomplete" in text.stdout)))
    return log


def check_figures(folder):
    """What the log, `--stats json` and `azud log` say of spills is one thing; task time is the sum over tasks, not the clock's."""
    path, log = write_branching_pipeline(folder, "little", "id * 2"), os.path.join(folder, "little-log")
    options = ["--log", log, "--stats", "json", "--threads", "2", "-c", "spark.sql.autoBroadcastJoinThreshold=-1"]
    for name, debug in (("spilled", "partitions=4,spill=65536"), ("whole", "partitions=4")):
        status, stats = AZUD.json("run", path, *options, debug=debug)
        told = AZUD.json("log", log, "--json")[1]
        memory = stats["memory"]
        TAP.report("/log/figures/%s/memory" % name, unequal((0, memory), (status, told["azudMemory"])))
        TAP.report("/log/figures/%s/tasks" % name, unequal((memory["task_spilled_bytes"],), sums(told, "diskBytesSpilled")))
        TAP.report("/log/figures/%s/sum" % name, unequal(memory["spilled_bytes"], memory["task_spilled_bytes"] + memory["block_spilled_bytes"]))
        nodes = sum(metric["total"] for node_ in told["sql"][0]["nodes"] for metric in node_["metrics"] if metric["name"] == "spill size")
        TAP.report("/log/figures/%s/nodes" % name, unequal(memory["spilled_bytes"], nodes))
        TAP.report("/log/figures/%s/any" % name, unequal(name == "spilled", memory["spilled_bytes"] > 0))
        executor = told["executors"][0]
        TAP.report("/log/figures/%s/task-time" % name, unequal(sums(told, "executorRunTime"), (executor["azudTaskTime"],)))
        metrics = {}
        for node_ in told["sql"][0]["nodes"]:
            for metric in node_["metrics"] if node_["nodeName"] == "Exchange" else []:
                metrics[metric["name"]] = metrics.get(metric["name"], 0) + metric["total"]
        TAP.report("/log/figures/%s/exchanges" % name, unequal(sums(told, "shuffleWriteRecords", "shuffleWriteBytes"),
                                                               (metrics.get("shuffle records written"), metrics.get("shuffle bytes written"))))
        text = AZUD.call("log", log).stdout
        TAP.report("/log/figures/%s/text" % name, unequal(True, "%.3f s of task time" % (executor["azudTaskTime"] / 1000) in text
                                                          and ("Spilled to disk" in text) == (name == "spilled")
                                                          and "Exchange hash [g]" in text and "Aggregate partial" in text and "(node sums)" in text))
    text = AZUD.call("log", log, "--tasks", "--settings").stdout
    missing = [word for word in ("CPU time", "from 0.0", "Task 0: ", "Setting spark.sql.autoBroadcastJoinThreshold = -1", "rows: 20,000",
                                 "Setting spark.master = local[2]") if word not in text]
    TAP.report("/log/figures/options", unequal([], missing))


def check_evicted(folder):
    """Blocks that had to leave memory are in the log's sum, and in the exchange they belong to."""
    lines = ["%d,%d,word-%d" % (i, i % 97, i % 1000) for i in range(1600000)]
    write_text(os.path.join(folder, "many.csv"), "id,g,word\n" + "\n".join(lines) + "\n")
    path, log = write_branching_pipeline(folder, "evicted", "id * 2"), os.path.join(folder, "evicted-log")
    with open(path, encoding="utf-8") as file:
        content = file.read().replace("rows.csv", "many.csv")
    write_text(path, content)
    status, stats = AZUD.json("run", path, "--log", log, "--stats", "json", "--threads", "2", "--memory", "48M", "-c",
                              "spark.sql.autoBroadcastJoinThreshold=-1")
    told, memory = AZUD.json("log", log, "--json")[1], stats["memory"]
    nodes = sum(metric["total"] for node_ in told["sql"][0]["nodes"] for metric in node_["metrics"] if metric["name"] == "spill size")
    TAP.report("/log/evicted", unequal((0, True, True, memory, memory["spilled_bytes"]),
                                       (status, memory["evicted_bytes"] > 0, memory["block_spilled_bytes"] > 0, told["azudMemory"], nodes)))
    text = AZUD.run(path, "--stats", "text", "--threads", "2", "--memory", "48M", "-c", "spark.sql.autoBroadcastJoinThreshold=-1").stdout
    missing = [word for word in ("Spilled to disk: ", "Evicted: ", "shuffle write ", "1,600,000 rows in", "Written by out: 1,600,000 rows") if word not in text]
    TAP.report("/log/evicted/text", unequal(([], False), (missing, "out.:" in text)))


def check_attempts(folder):
    """A task that fails and is tried again; one that fails four times."""
    path, log = write_branching_pipeline(folder, "again", "id * 2"), os.path.join(folder, "again-log")
    options = ["--log", log, "--stats"]
    status, stats = AZUD.json("run", path, *options, "json", debug="partitions=4,fault-task=1,fault-attempts=2")
    failure = {"stage": 0, "partition": 0, "times": 2, "condition": "AZUD_IO", "message": "A fault was asked for"}
    TAP.report("/log/attempts/stats", unequal((0, [failure]), (status, stats["failures"])))
    run, stages = stats["run"], stats["stages"]
    TAP.report("/log/attempts/counts", unequal((run["tasks"], run["tasks"] + 2), (sum(stage["tasks"] for stage in stages), run["task_attempts"])))
    stage = [stage for stage in AZUD.json("log", log, "--json")[1]["stages"] if stage["stageId"] == 0][0]
    TAP.report("/log/attempts/log", unequal([{"index": 0, "times": 2, "condition": "AZUD_IO", "message": "A fault was asked for"}],
                                            stage.get("azudFailures")))
    sentence = "Task 0 failed, attempts: 2: [AZUD_IO] A fault was asked for"
    TAP.report("/log/attempts/log-text", unequal(True, sentence in AZUD.call("log", log).stdout))
    text = AZUD.run(path, "--stats", "text", debug="partitions=4,fault-task=1,fault-attempts=2").stdout
    TAP.report("/log/attempts/text", unequal((True, True), (sentence in text, "%d attempts, of which 2 failed" % run["task_attempts"] in text)))
    status, told = AZUD.json("run", path, *options, "json", "--explain-slow", debug="partitions=4,fault-task=1,fault-attempts=9")
    TAP.report("/log/attempts/given-up", unequal((5, "AZUD_IO", 4, 5, [4]),
                                                 (status, told["error"]["condition"], told["error"].get("attempts"), len(told["explain_slow"]),
                                                  [one["times"] for one in told["failures"] if one["partition"] == 0])))
    done = AZUD.run(path, "--explain-slow", debug="partitions=4,fault-task=1,fault-attempts=9")
    TAP.report("/log/attempts/given-up-text", unequal((5, True, True), (done.returncode, "attempts: 4" in done.stderr, "The run took" in done.stdout)))
    status, stats = AZUD.json("run", path, "--stats", "json", "--explain-slow")
    TAP.report("/log/explain-json", unequal((0, 5), (status, len(stats["explain_slow"]))))


def check_cache(folder):
    """What a cache keeps is in the log's storage; a parameter's value is in its settings and in the plan; secrets are not."""
    path = write_pipeline(os.path.join(folder, "cache.azud"),
                          [reader("rows", "${in}", "id int, g int, word string"), node("kept", "cache"),
                           node("sums", "aggregate", keys=["g"], values=[{"name": "t", "expression": "sum(id)"}]), writer("a", "a.csv"),
                           writer("b", "b.csv")],
                          ["rows.out kept.in", "kept.out sums.in", "sums.out a.in", "kept.out b.in"],
                          [{"name": "in", "type": "string"}, {"name": "db-password", "type": "string", "default": "open sesame"}])
    with open(path, encoding="utf-8") as file:
        content = file.read()
    write_text(path, content.replace('"b.csv"', '"b-${db-password}.csv"'))
    log = os.path.join(folder, "cache-log")
    done = AZUD.run(path, "--log", log, "-p", "in=rows.csv", debug="csv-morsel=65536")
    told = AZUD.json("log", log, "--json")[1]
    stored = told["storage"][0] if told["storage"] else {}
    TAP.report("/log/cache", unequal((0, "kept", "Disk Memory Deserialized 1x Replicated", True, 0),
                                     (done.returncode, stored.get("name"), stored.get("storageLevel"), stored.get("memoryUsed", 0) > 0,
                                      stored.get("diskUsed"))))
    TAP.report("/log/cache/partitions", unequal(True, stored.get("numPartitions", 0) >= 1
                                                and stored.get("numPartitions") == stored.get("numCachedPartitions")))
    text = AZUD.call("log", log).stdout
    missing = [word for word in ("Stored kept", "Parameter in = rows.csv", "Parameter db-password = *********(redacted)",
                                 'Scan csv "%s"' % os.path.join(folder, "rows.csv")) if word not in text]
    TAP.report("/log/cache/text", unequal(([], False, False), (missing, "${in}" in text, b"sesame" in read_bytes(log))))


def check_failed(folder):
    log = os.path.join(folder, "bad.log")
    done = AZUD.run(write_branching_pipeline(folder, "bad", "1 div (id - %d)" % (ROWS - 1)), "--log", log, debug="partitions=4")
    status, told = AZUD.json("log", log, "--json")
    failed = [stage for stage in told["stages"] if stage["status"] == "FAILED"]
    TAP.report("/log/failed", unequal((1, 0, False, "FAILED", True),
                                      (done.returncode, status, told["incomplete"], told["jobs"][0]["status"],
                                       len(failed) >= 1 and all("DIVIDE_BY_ZERO" in stage["failureReason"] for stage in failed))))
    TAP.report("/log/failed-tasks", unequal((1, 0), (max(stage["numFailedTasks"] for stage in failed), told["jobs"][0]["numActiveTasks"])))
    missing = write_pipeline(os.path.join(folder, "missing.azud"), [reader("rows", "none.csv", "id int"), writer("out", "none-out.csv")],
                             ["rows.out out.in"])
    done = AZUD.run(missing, "--log", log)
    status, told = AZUD.json("log", log, "--json")
    TAP.report("/log/not-begun", unequal((1, 0, False, "FAILED"), (done.returncode, status, told["incomplete"], told["jobs"][0]["status"])))


def check_cancelled(folder):
    """While it runs, after the signal, and after a kill that leaves no time for an end."""
    path = write_endless_pipeline(folder, "long")
    for number, complete in ((signal.SIGTERM, True), (signal.SIGKILL, False)):
        log = os.path.join(folder, "long-%d.log" % number)
        child = subprocess.Popen([AZUD.program, "run", path, "--progress", "none", "--log", log], env=AZUD.environment(),
                                 stderr=subprocess.DEVNULL)
        told = None
        for _ in range(600):
            time.sleep(0.05)
            if b"SparkListenerTaskStart" in (read_bytes(log) or b""):
                told = AZUD.json("log", log, "--json")[1]
                break
        growing = None if told is None else (told["incomplete"], told["jobs"][0]["status"], told["jobs"][0]["numActiveTasks"] > 0)
        TAP.report("/log/growing-%d" % number, unequal((True, "RUNNING", True), growing))
        child.send_signal(number)
        child.wait(60)
        status, told = AZUD.json("log", log, "--json")
        expected = (0, not complete, "FAILED" if complete else "RUNNING")
        TAP.report("/log/ended-%d" % number, unequal(expected, (status, told["incomplete"], told["jobs"][0]["status"])))
        if complete:
            TAP.report("/log/killed-tasks", unequal((True, 0), (told["jobs"][0]["numKilledTasks"] > 0, told["jobs"][0]["numActiveTasks"])))


def check_cut(folder):
    """A small log cut here and there (tests/runtime cuts at each byte): all of its whole lines are told, and that it is incomplete."""
    path = write_pipeline(os.path.join(folder, "small.azud"), [reader("r", "small.csv", "id int"), writer("w", "small-out.csv")], ["r.out w.in"])
    write_text(os.path.join(folder, "small.csv"), "id\n1\n2\n")
    log, cut = os.path.join(folder, "small.log"), os.path.join(folder, "cut.log")
    AZUD.run(path, "--log", log)
    whole = read_bytes(log)
    problems = []
    positions = list(range(0, 200)) + list(range(200, len(whole), 97)) + list(range(len(whole) - 100, len(whole) + 1))
    positions += [at for at, byte in enumerate(whole) if byte == 10] + [at + 1 for at, byte in enumerate(whole) if byte == 10]
    for size in sorted(set(positions)):
        with open(cut, "wb") as file:
            file.write(whole[:size])
        done = AZUD.call("log", cut, "--json")
        told = json.loads(done.stdout) if done.returncode == 0 else None
        ended = whole[:size].count(b'"SparkListenerTaskEnd"') if size in (0, len(whole)) else \
            whole[: whole[:size].rfind(b"\n") + 1].count(b'"SparkListenerTaskEnd"')
        finished = size >= len(whole) - 1      # the last line's end does not matter
        if told is None or told["incomplete"] == finished or sum(s["numCompleteTasks"] for s in told["stages"]) < ended:
            problems.append("%d bytes of %d: %s" % (size, len(whole), done.stdout[:200]))
    TAP.report("/log/T038-cut", "\n".join(problems) or None)
    with open(cut, "wb") as file:
        file.write(whole[: len(whole) // 2])
    TAP.report("/log/cut-text", unequal((0, True), (lambda done: (done.returncode, "incomplete" in done.stdout))(AZUD.call("log", cut))))
    lines = whole.split(b"\n")
    with open(cut, "wb") as file:
        file.write(b"\n".join(lines[:5] + [b"\x00\xff broken"] + lines[5:]))
    status, told = AZUD.json("log", cut, "--json")
    TAP.report("/log/broken-line", unequal((0, True, 1, "SUCCEEDED"), (status, told["incomplete"], told["unreadableLines"], told["jobs"][0]["status"])))
    rolling = os.path.join(folder, "eventlog_v2_x")
    os.mkdir(rolling)
    for number in (1, 2, 10):
        part = lines[:6] if number == 1 else lines[6:9] if number == 2 else lines[9:-1]
        with open(os.path.join(rolling, "events_%d_x" % number), "wb") as file:
            file.write(b"\n".join(part) + b"\n")
    status, told = AZUD.json("log", rolling, "--json")
    TAP.report("/log/rolling-gap", unequal((0, True, "SUCCEEDED"), (status, told["incomplete"], told["jobs"][0]["status"])))
    os.rename(os.path.join(rolling, "events_10_x"), os.path.join(rolling, "events_3_x"))
    status, told = AZUD.json("log", rolling, "--json")
    TAP.report("/log/rolling", unequal((0, False, "SUCCEEDED"), (status, told["incomplete"], told["jobs"][0]["status"])))


def check_noise(folder):
    chance = random.Random(1)
    noise = {"random": bytes(chance.randrange(256) for _ in range(5000)), "text": b"hello\n", "json": b'{"a": 1}\n', "array": b"[1,2]\n",
             "csv": b"id,name\n1,a\n", "zeros": bytes(1000), "zstd": b"\x28\xb5\x2f\xfd" + bytes(chance.randrange(256) for _ in range(500)),
             "lz4": b"LZ4Block" + bytes(chance.randrange(256) for _ in range(500)), "gzip": gzip.compress(b'{"Event":"SparkListenerLogStart"}\n'),
             "event": b'{"Event":"something else"}\n'}
    path = os.path.join(folder, "noise")
    for name, content in noise.items():
        with open(path, "wb") as file:
            file.write(content)
        status, told = AZUD.json("log", path, "--json")
        TAP.report("/log/noise/" + name, unequal((5, True), (status, told.get("error", {}).get("condition") in ("AZUD_NOT_A_RUN_LOG", "AZUD_LOG_CODEC"))))
    for name, target in (("missing", os.path.join(folder, "is-not-there")), ("folder", folder)):
        status, told = AZUD.json("log", target, "--json")
        TAP.report("/log/noise/" + name, unequal((5, True), (status, "error" in told)))


def check_place(folder, path):
    """A log never takes the place of anything but a log, and its end is no reason for a run to fail."""
    data = os.path.join(folder, "rows.csv")
    before = read_bytes(data)
    done = AZUD.run(path, "--log", data)
    TAP.report("/log/in-the-way", unequal((5, True, True), (done.returncode, "AZUD_LOG_IN_THE_WAY" in done.stderr, read_bytes(data) == before)))
    done = AZUD.run(path, "--log", os.path.join(folder, "no-such-folder", "x"))
    TAP.report("/log/no-folder", unequal(5, done.returncode))
    out = os.path.join(folder, "good.csv")
    os.unlink(out)
    limited = 'ulimit -f 8; exec "$1" run "$2" --progress none --log "$3"'
    small = write_pipeline(os.path.join(folder, "tiny.azud"), [reader("r", "small.csv", "id int"), writer("w", "tiny.csv")], ["r.out w.in"])
    log = os.path.join(folder, "limited.log")
    done = subprocess.run(["sh", "-c", limited, "sh", AZUD.program, small, log], capture_output=True, text=True, env=AZUD.environment(), timeout=60)
    whole = os.path.getsize(log)
    TAP.report("/log/limit", unequal((0, b"id\n1\n2\n"), (done.returncode, read_bytes(os.path.join(folder, "tiny.csv")))) if whole < 4096
               else unequal((0, True, b"id\n1\n2\n"), (done.returncode, "not complete" in done.stderr, read_bytes(os.path.join(folder, "tiny.csv")))))


def main():
    folder = tempfile.mkdtemp()
    try:
        write_numbered_rows(folder, ROWS)
        path = write_branching_pipeline(folder, "good", "id * 2")
        check_good(folder, path)
        check_decisions(folder)
        check_figures(folder)
        check_evicted(folder)
        check_attempts(folder)
        check_cache(folder)
        check_failed(folder)
        check_cancelled(folder)
        check_cut(folder)
        check_noise(folder)
        check_place(folder, path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return TAP.end()


sys.exit(main())
