# test-cli.py: what the commands answer, on standard output, on standard error and by their exit status
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-cli.py AZUD"""

import json
import os
import sys
import tempfile
import time

from pipelines import Azud, Tap, node, read_bytes, reader, unequal, write_pipeline, write_text, writer

AZUD = Azud(sys.argv[1])
TAP = Tap()
COMMANDS = ("run", "check", "plan", "render", "export", "peek", "schema", "sql", "eval", "nodes", "functions")


def expect(name, done, status, out=None, err=None):
    """Exit status, and words of the two outputs."""
    problem = unequal(status, done.returncode)
    for words, text, title in ((out, done.stdout, "output"), (err, done.stderr, "errors")):
        for word in ([words] if isinstance(words, str) else words or []):
            if word not in text:
                problem = problem or "no %r in the %s" % (word, title)
    TAP.report("/app/" + name, problem and "%s\n%s\n%s" % (problem, done.stdout, done.stderr))


def expect_error(name, arguments, status, **fields):
    """--json: one object {"error": {...}} on standard output, nothing on standard error."""
    done = AZUD.call(*arguments)
    try:
        error = json.loads(done.stdout)["error"]
    except (ValueError, KeyError) as exception:
        TAP.report("/app/" + name, "%r\n%s\n%s" % (exception, done.stdout, done.stderr))
        return
    problem = unequal(status, done.returncode) or unequal("", done.stderr)
    for field, value in fields.items():
        problem = problem or (unequal(value, error.get(field)) and "%s: %s" % (field, unequal(value, error.get(field))))
    if not error.get("message"):
        problem = problem or "no message"
    TAP.report("/app/" + name, problem and "%s\n%s" % (problem, done.stdout))


def check_help():
    done = AZUD.call("--help")
    expect("help/program", done, 0, ["azud %s " % command for command in COMMANDS] + ["Exit status"])
    TAP.report("/app/help/stderr-is-empty", unequal("", done.stderr))
    expect("help/version", AZUD.call("--version"), 0, "azud ")
    for command in COMMANDS:
        expect("help/" + command, AZUD.call(command, "--help"), 0, ["azud " + command, "--help"])


def check_usage():
    expect("usage/unknown-command", AZUD.call("rnu", "x.azud"), 2, err=["rnu", "run", "--help"])
    expect("usage/unknown-option", AZUD.call("--colour"), 2, err=["--colour", "--help"])
    for command in ("run", "check", "plan", "render", "export", "peek", "schema", "sql", "eval"):
        expect("usage/%s/nothing-given" % command, AZUD.call(command), 2, err=["Usage: azud " + command, "--help"])
        expect("usage/%s/unknown-option" % command, AZUD.call(command, "--colour", "a"), 2, err=["--colour", "Usage:"])
    expect("usage/run/two-files", AZUD.call("run", "a.azud", "b.azud"), 2, err="b.azud")
    expect("usage/run/progress", AZUD.call("run", "a.azud", "--progress", "loud"), 2, err="plain")
    expect("usage/run/stats", AZUD.call("run", "a.azud", "--stats", "xml"), 2, err="json")
    expect("usage/run/threads", AZUD.call("run", "a.azud", "--threads", "many"), 2, err="many")
    expect("usage/run/threads-negative", AZUD.call("run", "a.azud", "--threads", "-1"), 2, err="--threads")
    expect("usage/sql/threads-negative", AZUD.call("sql", "SELECT 1", "--threads", "-1"), 2, err="--threads")
    expect("usage/plan/level", AZUD.call("plan", "a.azud", "--level", "top"), 2, err="logical")
    expect("usage/render/no-output", AZUD.call("render", "a.azud"), 2, err="-o")
    expect("usage/export/no-target", AZUD.call("export", "a.azud"), 2, err="--to")
    expect("usage/nodes/unknown", AZUD.call("nodes", "no-such-node"), 2, err="no-such-node")
    expect("usage/functions/unknown", AZUD.call("functions", "no_such_function"), 2, err="no_such_function")


def check_eval():
    expect("eval/value", AZUD.call("eval", "1 + 1"), 0, "int\t2\n")
    TAP.report("/app/eval/json", unequal((0, {"type": "int", "value": "2"}), AZUD.json("eval", "--json", "1 + 1")))
    expect("eval/after-two-dashes", AZUD.call("eval", "--", "-1"), 0, "int\t-1\n")
    expect("eval/zone", AZUD.call("eval", "--time-zone", "Europe/Madrid", "cast(timestamp'2024-07-01 12:00:00' as string)"), 0,
           "2024-07-01 12:00:00")
    expect_error("eval/error", ("eval", "--json", "1 / 0"), 1, condition="DIVIDE_BY_ZERO")
    expect_error("eval/syntax", ("eval", "--json", "1 +"), 3, condition="PARSE_SYNTAX_ERROR")
    done = AZUD.call("eval", "-", text_in="1 + 1\n1 / 0\n'ñ'\nCAST(NULL AS int)\n\nno_column\n1.50 * 2")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    expected = [{"type": "int", "value": "2"}, "DIVIDE_BY_ZERO", {"type": "string", "value": "ñ"},
                {"type": "int", "value": None}, "PARSE_SYNTAX_ERROR", "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                {"type": "decimal(5,2)", "value": "3.00"}]
    TAP.report("/app/eval/lines", unequal(expected, [line["error"]["condition"] if "error" in line else line for line in lines]))


def check_sql(folder):
    def ask(*arguments):
        return AZUD.json("sql", "--json", *arguments)

    TAP.report("/app/sql/shape", unequal(
        (0, {"columns": [{"name": "a", "type": "int"}, {"name": "b", "type": "string"}], "rows": [["1", None]]}),
        ask("SELECT 1 AS a, CAST(NULL AS STRING) AS b")))
    TAP.report("/app/sql/values", unequal([["1", "a"], ["2", None]], ask("VALUES (1, 'a'), (2, NULL)")[1]["rows"]))
    TAP.report("/app/sql/no-rows", unequal([], ask("SELECT 1 AS a WHERE false")[1]["rows"]))
    TAP.report("/app/sql/several-statements", unequal([["3", "2"]], ask(
        "CREATE TABLE t(a INT); INSERT INTO t VALUES (1), (2); CREATE TEMPORARY VIEW v AS SELECT a * 1 AS a FROM t;"
        "SELECT sum(a), count(*) FROM v")[1]["rows"]))
    TAP.report("/app/sql/comment-first", unequal([["1"]], ask("--", "-- a comment; with a semicolon\nSELECT 1")[1]["rows"]))
    TAP.report("/app/sql/several-comments", unequal([["2"]], ask("--", "/* one */ SELECT 1; -- two\nSELECT 2;\n-- three\n")[1]["rows"]))
    names = ["column_%d" % i for i in range(150)]
    TAP.report("/app/sql/long-type", unequal(
        "struct<%s>" % ",".join(name + ":int" for name in names),
        ask("SELECT named_struct(%s) AS s" % ", ".join("'%s', 1" % name for name in names))[1]["columns"][0]["type"]))
    table = write_text(os.path.join(folder, "odd.txt"), "n|text\n1|'x|y'\n2|-\n")
    TAP.report("/app/sql/table-options", unequal(
        {"columns": [{"name": "n", "type": "int"}, {"name": "text", "type": "string"}], "rows": [["1", "x|y"], ["2", None]]},
        ask("SELECT * FROM t", "--table", "t=" + table, "--table-option", "t.sep=|", "--table-option", "t.quote='",
            "--table-option", "t.nullValue=-", "--table-option", "t.header=true", "--table-option", "t.inferSchema=true")[1]))
    TAP.report("/app/sql/table-schema", unequal(
        {"columns": [{"name": "n", "type": "bigint"}], "rows": [["2"]]},
        ask("SELECT n FROM t WHERE s = '-'", "--table", "t=" + table, "--table-option", "t.sep=|",
            "--table-option", "t.header=true", "--table-option", "t.schema=n BIGINT, s STRING")[1]))
    expect_error("sql/unknown-table", ("sql", "--json", "SELECT * FROM nowhere"), 3, condition="TABLE_OR_VIEW_NOT_FOUND")
    expect_error("sql/unknown-column", ("sql", "--json", "SELECT numbr FROM (SELECT 1 AS number)"), 3,
                 condition="UNRESOLVED_COLUMN.WITH_SUGGESTION")
    expect_error("sql/cast", ("sql", "--json", "SELECT CAST('x' AS INT)"), 1, condition="CAST_INVALID_INPUT")
    expect_error("sql/missing-file", ("sql", "--json", "SELECT * FROM t", "--table", "t=" + os.path.join(folder, "none.csv")), 1,
                 condition="PATH_NOT_FOUND", file=os.path.join(folder, "none.csv"))
    bad = write_text(os.path.join(folder, "bad.csv"), 'n\n1\n2\n"3\n')
    expect_error("sql/open-quote", ("sql", "--json", "SELECT * FROM t", "--table", "t=" + bad, "--table-option", "t.header=true",
                                    "--table-option", "t.mode=FAILFAST", "--table-option", "t.schema=n INT"), 1, line=4)
    for name, arguments in (("no-equals", ("--table", "t")), ("bad-option", ("--table-option", "t"))):
        done = AZUD.call("sql", "SELECT 1", *arguments)
        TAP.report("/app/sql/" + name, None if done.returncode in (2, 3) and done.stderr else "%d %s" % (done.returncode, done.stderr))


def small_pipeline(folder, data="id,amount\n1,10\n2,\n3,30\n", condition="amount >= 20"):
    write_text(os.path.join(folder, "in.csv"), data)
    return write_pipeline(
        os.path.join(folder, "small.azud"),
        [reader("rows", "${in}", "id int, amount int"), node("large", "filter", condition=condition), writer("result", "${out}")],
        ["rows.out large.in", "large.out result.in"],
        [{"name": "in", "type": "string", "default": "in.csv"}, {"name": "out", "type": "string", "default": "out/result.csv"}])


def check_run(folder):
    path = small_pipeline(folder)
    result = os.path.join(folder, "out", "result.csv")
    started = time.monotonic()
    done = AZUD.run(path)
    print("# a run of three rows: %.0f ms" % (1000 * (time.monotonic() - started)))
    expect("run/complete", done, 0)
    TAP.report("/app/run/quiet", unequal(("", ""), (done.stdout, done.stderr)))
    TAP.report("/app/run/output", unequal(b"id,amount\n3,30\n", read_bytes(result)))
    write_text(os.path.join(folder, "other.csv"), "id,amount\n9,90\n")
    AZUD.run(path, "-p", "in=other.csv", "-p", "out=out/other.csv")
    TAP.report("/app/run/parameters", unequal(b"id,amount\n9,90\n", read_bytes(os.path.join(folder, "out", "other.csv"))))
    expect("run/unknown-parameter", AZUD.run(path, "-p", "inn=other.csv"), 2, err="inn")
    expect("run/parameter-without-value", AZUD.run(path, "-p", "in"), 2, err="in")
    expect("run/unknown-setting", AZUD.run(path, "-c", "no.such.setting=1"), 2, err="no.such.setting")
    expect("run/setting", AZUD.run(path, "-c", "spark.sql.session.timeZone=Europe/Madrid"), 0)
    expect("run/unknown-node", AZUD.run(path, "--to", "nobody"), 2, err="nobody")
    expect("run/memory-is-no-size", AZUD.run(path, "--memory", "much"), 2, err="much")
    expect("run/missing-input", AZUD.run(path, "-p", "in=none.csv"), 1, err=["PATH_NOT_FOUND", "none.csv", "node: rows"])
    expect("run/missing-pipeline", AZUD.run(os.path.join(folder, "none.azud")), 5, err="none.azud")
    with open(path, "rb") as file:
        expect("run/relative-to-the-file", AZUD.run("small.azud", cwd=folder), 0)
        TAP.report("/app/run/file-unchanged", unequal(file.read(), read_bytes(path)))


def check_stats(folder):
    path = small_pipeline(folder)
    status, stats = AZUD.json("run", path, "--progress", "none", "--stats", "json")
    TAP.report("/app/stats/json", unequal((0, True), (status, all(key in stats for key in ("run", "stages", "nodes", "memory")))))
    TAP.report("/app/stats/memory", unequal(["block_spilled_bytes", "evicted_bytes", "limit_bytes", "peak_bytes", "spilled_bytes", "task_spilled_bytes"], sorted(stats["memory"])))
    TAP.report("/app/stats/rows", unequal([{"node": "rows", "rows": 3}, {"node": "large", "rows": 1}], sorted(
        ({"node": edge["node"], "rows": edge["rows"]} for edge in stats["edges"] if edge["node"] in ("rows", "large")),
        key=lambda edge: -edge["rows"])))
    expect("stats/text", AZUD.run(path, "--stats", "text"), 0, ["rows.out: 3 rows", "large.out: 1 rows"])
    bad = small_pipeline(folder, "id,amount\n1,10\n2,much\n")
    expect_error("run/json-error", ("run", bad, "--progress", "none", "--stats", "json"), 1,
                 condition="MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", node="rows", line=3, column=2, file=os.path.join(folder, "in.csv"))
    expect("run/text-error", AZUD.run(bad), 1, err=["[MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION]", "node: rows", "line: 3", "in.csv", "much"])


def check_progress(folder):
    path = small_pipeline(folder)
    done = AZUD.call("run", path, "--progress", "json")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    TAP.report("/app/progress/json", unequal((0, True, ["elapsed_us", "rows", "tasks", "tasks_done"]),
                                             (done.returncode, bool(lines), sorted(lines[-1]) if lines else None)))
    TAP.report("/app/progress/json-last", lines and unequal(lines[-1]["tasks"], lines[-1]["tasks_done"]))
    expect("progress/plain", AZUD.call("run", path, "--progress", "plain"), 0, err="tasks")
    TAP.report("/app/progress/auto-in-a-pipe", unequal("", AZUD.call("run", path).stderr))


def check_documents(folder):
    path = small_pipeline(folder)
    TAP.report("/app/check/fine", unequal((0, {"diagnostics": []}), AZUD.json("check", path, "--json")))
    expect("check/fine-text", AZUD.call("check", path), 0, "No problems.")
    bad = small_pipeline(folder, condition="1 + amuont")
    status, answer = AZUD.json("check", bad, "--json")
    first = answer["diagnostics"][0]
    TAP.report("/app/check/bad", unequal((3, "error", "large", "condition", [4, 10], "UNRESOLVED_COLUMN.WITH_SUGGESTION"), (
        status, first["severity"], first["node"], first.get("parameter"), first.get("span"), first["code"])))
    expect("check/bad-text", AZUD.call("check", bad), 3, ["large.condition", "amuont"])
    expect("run/bad-pipeline", AZUD.run(bad), 3, err="large")
    path = small_pipeline(folder)
    status, answer = AZUD.json("peek", path, "large", "--json")
    TAP.report("/app/peek/json", unequal((0, [{"name": "id", "type": "int"}, {"name": "amount", "type": "int"}], [["3", "30"]]),
                                         (status, answer["columns"], answer["rows"])))
    TAP.report("/app/peek/count", unequal(2, len(AZUD.json("peek", path, "rows.out", "-n", "2", "--json")[1]["rows"])))
    TAP.report("/app/peek/no-rows", unequal(0, len(AZUD.json("peek", path, "rows", "-n", "0", "--json")[1]["rows"])))
    expect_error("peek/unknown-node", ("peek", path, "nobody", "--json"), 2, condition="AZUD_UNKNOWN_NODE")
    for level in ("graph", "logical", "optimized", "stages"):
        expect("plan/" + level, AZUD.call("plan", path, "--level", level), 0)
    json.loads(AZUD.call("plan", path, "--level", "stages", "--format", "json").stdout)
    expect("plan/dot", AZUD.call("plan", path, "--level", "graph", "--format", "dot"), 0, "digraph")
    picture = os.path.join(folder, "picture.dot")
    expect("render/dot", AZUD.call("render", path, "-o", picture), 0)
    expect("render/into-nowhere", AZUD.call("render", path, "-o", os.path.join(folder, "none", "p.dot")), 5, err="none")
    for target in ("pyspark", "glue"):
        done = AZUD.call("export", path, "--to", target)
        expect("export/" + target, done, 0, "amount")
        compile(done.stdout, target, "exec")
    expect("export/unknown", AZUD.call("export", path, "--to", "cobol"), 2, err="cobol")
    status, answer = AZUD.json("schema", os.path.join(folder, "in.csv"), "--json")
    TAP.report("/app/schema/json", unequal((0, ["id", "amount"]), (status, [column["name"] for column in answer["schema"]])))
    expect("schema/missing", AZUD.call("schema", os.path.join(folder, "none.csv")), 1, err="none.csv")
    expect("nodes/text", AZUD.call("nodes", "cache"), 0, ["Cache", "Inputs: in", "level: choice (default “memory-and-disk”)", "disk: On disk"])
    expect("functions/text", AZUD.call("functions", "sum"), 0, "Example: sum(1.5) gives 1.5")
    expect("nodes/json", AZUD.call("nodes", "filter", "--json"), 0, '"id":"filter"')
    TAP.report("/app/functions/json", unequal(True, len(AZUD.json("functions", "--json")[1]) > 100))


def check_editor(folder):
    path = small_pipeline(folder)
    expect("editor/no-display", AZUD.call(path), 5, err=["display", "azud run"])
    expect("editor/nothing-given", AZUD.call(), 5, err="display")


def main():
    started = time.monotonic()
    AZUD.call("--help")
    print("# azud --help: %.0f ms" % (1000 * (time.monotonic() - started)))
    check_help()
    check_usage()
    check_eval()
    with tempfile.TemporaryDirectory() as folder:
        for part in (check_sql, check_run, check_stats, check_progress, check_documents, check_editor):
            part(folder)
    return TAP.end()


sys.exit(main())
