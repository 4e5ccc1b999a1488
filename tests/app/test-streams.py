# test-streams.py: standard streams that are full, closed or broken, odd locales and environments
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-streams.py AZUD"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile

from pipelines import Azud, Tap, node, read_bytes, reader, unequal, write_pipeline, write_text, writer

AZUD = Azud(sys.argv[1])
TAP = Tap()


def numbers_pipeline(folder):
    write_text(os.path.join(folder, "in.csv"), "i,x,word\n1,1.5,TITLE\n2,1234.25,\u0130\u0131\n3,-0.0,stra\u00dfe\n")
    return write_pipeline(
        os.path.join(folder, "numbers.azud"),
        [reader("rows", "in.csv", "i int, x double, word string"),
         node("more", "derive-columns", columns=[{"name": "lower", "expression": "lower(word)"},
                                                 {"name": "upper", "expression": "upper(word)"},
                                                 {"name": "text", "expression": "cast(x AS string)"},
                                                 {"name": "number", "expression": "cast('1234.5' AS double)"},
                                                 {"name": "day", "expression": "date_format(date'2024-05-06', 'EEEE d MMMM')"}]),
         writer("result", "out.csv")],
        ["rows.out more.in", "more.out result.in"])


def remove(path):
    if os.path.exists(path):
        os.unlink(path)


def check_full():
    """/dev/full refuses what is written to it: nobody may be told that all went well."""
    for name, arguments, text_in in (
            ("help", ("--help",), None), ("version", ("--version",), None), ("command-help", ("run", "--help"), None),
            ("eval", ("eval", "1"), None), ("eval-lines", ("eval", "-"), "1\n2\n"), ("sql", ("sql", "SELECT 1"), None),
            ("sql-json", ("sql", "--json", "SELECT 1"), None), ("nodes", ("nodes",), None), ("functions", ("functions", "--json"), None)):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([AZUD.program] + list(arguments), input=text_in, stdout=full, stderr=subprocess.PIPE, text=True,
                                  env=AZUD.environment(), timeout=60)
        TAP.report("/app/full/" + name, unequal((5, True), (done.returncode, "space" in done.stderr)))


def check_broken_pipe():
    for name, arguments in (("short-rows", ("sql", "SELECT id FROM range(1000000)")), ("sql", ("sql", "--json", "SELECT id, repeat('x', 100) FROM range(100000)"))):
        child = subprocess.Popen([AZUD.program] + list(arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 env=AZUD.environment())
        child.stdout.read(10)
        child.stdout.close()
        errors = child.stderr.read()
        child.stderr.close()
        TAP.report("/app/broken-pipe/" + name, unequal((-signal.SIGPIPE, b""), (child.wait(60), errors)))


def check_closed(folder):
    """Without descriptors 0 to 2 no data file may get one of them and find a message in itself."""
    path = numbers_pipeline(folder)
    AZUD.run(path)
    expected = read_bytes(os.path.join(folder, "out.csv"))
    for closed in ("<&-", ">&-", "2>&-", "<&- >&-", "<&- >&- 2>&-"):
        remove(os.path.join(folder, "out.csv"))
        done = subprocess.run(["sh", "-c", '"$1" run "$2" --progress plain --stats text ' + closed, "sh", AZUD.program, path],
                              env=AZUD.environment(), capture_output=True, timeout=60)
        TAP.report("/app/closed/run %s" % closed.replace("&", "").replace("<", "in").replace(">", "out"),
                   unequal((0, expected), (done.returncode, read_bytes(os.path.join(folder, "out.csv")))))
    write_text(os.path.join(folder, "bad.csv"), "i\nx\n")
    done = subprocess.run(["sh", "-c", '"$1" run "$2" 2>&-', "sh", AZUD.program, os.path.join(folder, "none.azud")],
                          env=AZUD.environment(), capture_output=True, timeout=60)
    TAP.report("/app/closed/error", unequal(5, done.returncode))


def locales(folder):
    """Names of locales that can be used: the machine's own, else made in @folder."""
    known = subprocess.run(["locale", "-a"], capture_output=True, text=True).stdout.lower().replace("utf-8", "utf8").split()
    for name in ("tr_TR", "de_DE"):
        if (name + ".utf8").lower() in known:
            yield name, {"LC_ALL": name + ".UTF-8"}
        elif shutil.which("localedef") and os.path.exists("/usr/share/i18n/locales/" + name):
            subprocess.run(["localedef", "-i", name, "-f", "UTF-8", os.path.join(folder, name + ".UTF-8")], capture_output=True)
            yield name, {"LC_ALL": name + ".UTF-8", "LOCPATH": folder}
        else:
            print("# the locale %s is not on this machine" % name)
            yield name, None


def check_environment(folder):
    path = numbers_pipeline(folder)
    AZUD.run(path, environment={"LC_ALL": "C"})
    expected = read_bytes(os.path.join(folder, "out.csv"))
    TAP.report("/app/environment/text", None if "1234.25,".encode() in expected and b"Monday 6 May" in expected else repr(expected))
    cases = [("locale-%s" % name, environment) for name, environment in locales(folder)]
    cases += [("zone", {"TZ": "Asia/Kathmandu"}), ("zone-unknown", {"TZ": "Nowhere/None"}), ("no-home", {"HOME": ""}),
              ("language", {"LANGUAGE": "es"}), ("locale-unknown", {"LC_ALL": "xx_YY.UTF-8"})]
    for name, environment in cases:
        if environment is None:
            print("ok %d /app/environment/%s # SKIP no such locale here" % (TAP.n + 1, name), flush=True)
            TAP.n += 1
            continue
        remove(os.path.join(folder, "out.csv"))
        done = AZUD.run(path, environment=environment)
        TAP.report("/app/environment/" + name, unequal((0, expected), (done.returncode, read_bytes(os.path.join(folder, "out.csv")))))
    done = AZUD.run(path, environment={"TMPDIR": os.path.join(folder, "none")})
    TAP.report("/app/environment/no-tmpdir", None if done.returncode in (0, 5) and ("none" in done.stderr or done.returncode == 0)
               else "%d %s" % (done.returncode, done.stderr))
    done = subprocess.run(["sh", "-c", 'umask 0777; exec "$1" run "$2" --progress none', "sh", AZUD.program, path],
                          env=AZUD.environment(), capture_output=True, timeout=60)
    os.chmod(os.path.join(folder, "out.csv"), 0o600)
    TAP.report("/app/environment/umask", unequal((0, expected), (done.returncode, read_bytes(os.path.join(folder, "out.csv")))))


def main():
    check_full()
    check_broken_pipe()
    with tempfile.TemporaryDirectory() as folder:
        check_closed(folder)
        check_environment(folder)
    return TAP.end()


sys.exit(main())
