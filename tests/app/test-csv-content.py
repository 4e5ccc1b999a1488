# test-csv-content.py: what is in CSV files, from plain to broken, as `azud sql` answers it
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-csv-content.py AZUD

Each case is asked as it comes and with morsels of 64 bytes, at one thread and at two: the answers must be the same.
"""

import os
import sys
import tempfile

from pipelines import Azud, Tap, unequal, write_text

AZUD = Azud(sys.argv[1])
TAP = Tap()


def ask(folder, content, query="SELECT * FROM t", threads=2, debug="", **options):
    path = write_text(os.path.join(folder, "table.csv"), content)
    arguments = []
    for key, value in dict({"header": "true", "mode": "FAILFAST", "multiLine": "true"}, **options).items():
        arguments += ["--table-option", "t.%s=%s" % (key, value)]
    return AZUD.json("sql", "--json", "--threads", str(threads), "--table", "t=" + path, *arguments, "--", query, debug=debug)


def expect(folder, name, content, expected, query="SELECT * FROM t", **options):
    """expected: rows; or the fields of an error."""
    for threads, debug in ((2, ""), (1, "csv-morsel=64"), (2, "csv-morsel=64,partitions=3,batch-rows=3")):
        status, answer = ask(folder, content, query, threads, debug, **options)
        if isinstance(expected, list):
            problem = unequal(expected, answer.get("rows", answer))
        else:
            error = answer.get("error", {})
            problem = (None if status == 1 and error else "exit status %d: %s" % (status, answer)) or unequal(
                expected, {field: error.get(field) for field in expected})
            problem = problem and "%s\n%s" % (problem, error)
        TAP.report("/app/csv/%s %s" % (name, debug or "plain"), problem)


def check_ends(folder):
    """T057, T061, T062"""
    schema = "a STRING, b STRING"
    rows = [["1", "x"], ["2", "y"]]
    for name, content in (("newline", "a,b\n1,x\n2,y\n"), ("no-last-newline", "a,b\n1,x\n2,y"), ("crlf", "a,b\r\n1,x\r\n2,y\r\n"),
                          ("byte-order-mark", b"\xef\xbb\xbfa,b\n1,x\n2,y\n"), ("quoted", '"a","b"\n"1","x"\n"2","y"\n'), ("blank-lines", "a,b\n\n1,x\n\n\n2,y\n\n")):
        expect(folder, "ends/" + name, content, rows, schema=schema)
    expect(folder, "ends/empty-file", "", [], schema=schema)
    expect(folder, "ends/header-only", "a,b\n", [], schema=schema)
    expect(folder, "ends/line-end-in-quotes", 'a,b\n1,"x\ny"\n2,"x\r\ny"\n', [["1", "x\ny"], ["2", "x\r\ny"]], schema=schema)
    expect(folder, "ends/cr", "a,b\r1,x\r2,y\r", rows, schema=schema)
    expect(folder, "ends/mixed", "a,b\r\n1,x\r\r\n2,y", rows, schema=schema)
    expect(folder, "ends/one-cell", "a", [["a"]], schema="a STRING", header="false")
    expect(folder, "ends/trailing-separator", "a,b,\n1,x,\n", [["1", "x", None]], schema="a STRING, b STRING, c STRING")
    for name, content in (("utf-16", "a,b\n1,x\n".encode("utf-16")), ("utf-16-be", b"\xfe\xff\0a"), ("utf-32", "a,b\n".encode("utf-32")),
                          ("gzip", b"\x1f\x8b\x08\0"), ("parquet", b"PAR1\0")):
        expect(folder, "ends/" + name, content, {"condition": "AZUD_UNSUPPORTED_ENCODING"}, schema=schema)
    expect(folder, "ends/unicode-line-separator", "a,b\n1,x\u2028y\n", [["1", "x\u2028y"]], schema=schema)


def check_faults(folder):
    """T058, T059, T060, T063"""
    schema = "a INT, b STRING"
    many = "".join("%d,x\n" % i for i in range(5000))
    expect(folder, "faults/open-quote", "a,b\n" + many + '7,"open\n' + many, {"line": 5002}, schema=schema)
    expect(folder, "faults/quote-inside", 'a,b\n1,x\n2,x"y\n', {"line": 3}, schema=schema)
    expect(folder, "faults/text-after-quote", 'a,b\n1,x\n2,"x"y\n', {"line": 3}, schema=schema)
    expect(folder, "faults/doubled-quote", 'a,b\n1,"""x"""\n2,""""\n', [["1", '"x"'], ["2", '"']], schema=schema)
    expect(folder, "faults/too-few", "a,b\n1,x\n2\n", {"line": 3}, schema=schema)
    expect(folder, "faults/too-many", "a,b\n1,x\n2,y,z\n", {"line": 3}, schema=schema)
    expect(folder, "faults/too-few-permissive", "a,b\n1,x\n2\n", [["1", "x"], ["2", None]], schema=schema, mode="PERMISSIVE")
    expect(folder, "faults/dropped", "a,b\n1,x\n2\nz,y\n3,y\n", [["1", "x"], ["3", "y"]], schema=schema, mode="DROPMALFORMED")
    expect(folder, "faults/after-line-ends-in-quotes", 'a,b\n1,"x\n\n\ny"\nz,y\n', {"line": 6}, schema=schema)
    for name, text in (("cut", b"\xc3"), ("overlong", b"\xc0\xaf"), ("surrogate", b"\xed\xa0\x80"), ("too-large", b"\xf4\x90\x80\x80"), ("alone", b"\x80")):
        expect(folder, "faults/utf-8-" + name, b"a,b\n1,x\n2," + text + b"\n", {"line": 3}, schema=schema)


def check_text(folder):
    """T069, T070, T075"""
    expect(folder, "text/nul", b"a,b\n1,x\0y\n", [["1", "3"]], "SELECT a, length(b) FROM t", schema="a INT, b STRING")
    expect(folder, "text/blanks-kept", "a,b\n1, x \n", [["1", " x "]], schema="a INT, b STRING")
    expect(folder, "text/nulls", 'a,b\n1,\n2,NA\n3,"NA"\n4,""\n', [["1", None], ["2", None], ["3", None], ["4", ""]], schema="a INT, b STRING",
           nullValue="NA")
    expect(folder, "text/nulls-as-spark-has-them", 'a,b\n1,\n2,""\n3," "\n', [["1", None], ["2", None], ["3", " "]], schema="a INT, b STRING")
    expect(folder, "text/long-name", "%s,b\n1,x\n" % ("n" * 10000), [["1"]], "SELECT %s FROM t" % ("n" * 10000), schema="%s INT, b STRING" % ("n" * 10000))


def check_names(folder):
    """T069, T070: names of a header that nobody pinned; Spark numbers the doubled ones."""
    expect(folder, "names/doubled", 'a,a,,"x y",select,A\n1,2,3,4,5,6\n', [["1", "2", "3", "4", "5", "6"]],
           "SELECT a0, a1, _c2, `x y`, `select`, A5 FROM t", inferSchema="true")
    expect(folder, "names/nul", b"a\0b,c\n1,2\n", {"condition": "AZUD_CSV_BAD_NAME"}, inferSchema="true")


def check_types(folder):
    """T073, T074: types from a sample never change rows behind it in silence; what is ambiguous stays text."""
    late = "a\n" + "".join("%d\n" % i for i in range(100000)) + "x7\n"
    expect(folder, "types/late", late, {"line": 100002, "value": "x7"}, "SELECT sum(a) FROM t", schema="a INT")
    expect(folder, "types/ambiguous-dates", "d\n01/02/03\n04/05/06\n", [["01/02/03"], ["04/05/06"]], inferSchema="true")


def check_numbers(folder):
    """T071, T072: exact, or an error; never wrapped, never clamped."""
    for name, kind, text, expected in (
            ("int-largest", "INT", "2147483647", "2147483647"), ("int-smallest", "INT", "-2147483648", "-2147483648"),
            ("int-too-large", "INT", "2147483648", None), ("bigint-largest", "BIGINT", "9223372036854775807", "9223372036854775807"),
            ("bigint-too-large", "BIGINT", "9223372036854775808", None), ("hexadecimal", "INT", "0x10", None), ("underscore", "INT", "1_000", None),
            ("full-width", "INT", "１２", None), ("plus", "INT", "+1", "1"), ("fraction-as-int", "INT", "1.5", None),
            ("double-tiny", "DOUBLE", "1e-400", "0.0"), ("double-minus-zero", "DOUBLE", "-0", "-0.0"), ("double-point-first", "DOUBLE", ".5", "0.5"),
            ("double-exact", "DOUBLE", "0.1", "0.1"), ("double-nan", "DOUBLE", "NaN", "NaN"), ("double-comma", "DOUBLE", '"1,5"', None),
            ("decimal", "DECIMAL(10,2)", "12345678.90", "12345678.90"), ("decimal-too-large", "DECIMAL(4,2)", "123.45", None)):
        expect(folder, "numbers/" + name, "a,b\n%s,x\n" % text, [[expected, "x"]] if expected is not None else {"line": 2}, schema="a %s, b STRING" % kind)
    expect(folder, "numbers/sum-too-large", "a,b\n9223372036854775807,x\n1,x\n", {"condition": "ARITHMETIC_OVERFLOW"}, "SELECT sum(a) FROM t",
           schema="a BIGINT, b STRING")
    expect(folder, "numbers/product-too-large", "a,b\n2147483647,x\n", {"condition": "ARITHMETIC_OVERFLOW"}, "SELECT a * 2 FROM t", schema="a INT, b STRING")


def check_dates(folder):
    """T073"""
    for name, kind, text, expected in (
            ("leap-day", "DATE", "2024-02-29", "2024-02-29"), ("no-such-day", "DATE", "2024-02-30", None), ("no-leap-year", "DATE", "1900-02-29", None),
            ("zeros", "DATE", "0000-00-00", None), ("before-1582", "DATE", "1500-03-01", "1500-03-01"),
            ("24-hours", "TIMESTAMP", "2024-01-01 24:00:00", None), ("60-seconds", "TIMESTAMP", "2024-01-01 00:00:60", None),
            ("microseconds", "TIMESTAMP", "2024-01-01 00:00:00.123456", "2024-01-01 00:00:00.123456"),
            ("offset", "TIMESTAMP", "2024-01-01T12:00:00+02:00", "2024-01-01 10:00:00")):
        expect(folder, "dates/" + name, "a,b\n%s,x\n" % text, [[expected, "x"]] if expected is not None else {"line": 2}, schema="a %s, b STRING" % kind)


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (check_ends, check_faults, check_text, check_names, check_types, check_numbers, check_dates):
            part(folder)
    return TAP.end()


sys.exit(main())
