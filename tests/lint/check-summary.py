# check-summary.py: tests/summary.py counts what meson logged, and is not fooled by crashes and skips
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import tracked

TAP = 'ok 1 /a/one\nok 2 /a/two # SKIP no such thing here\nnot ok 3 /a/three\nok 4 - /a/four\n1..4\n'
CASES = [
    # records, suites of "t", in CI, closing line, exit status
    ([{'name': 't', 'result': 'OK', 'stdout': 'ok 1 /a/one\nok 2 /a/two\n1..2\n'}], 'x', False,
     '2 passed, 0 failed, 0 skipped', 0),
    ([{'name': 't', 'result': 'FAIL', 'stdout': TAP}], 'x', True, '2 passed, 1 failed, 1 skipped', 1),
    ([{'name': 't', 'result': 'OK', 'stdout': 'anything'}], 'x', False, '1 passed, 0 failed, 0 skipped', 0),
    # A crash after good cases is a failure beside them; so is a time-out, and a program that said nothing.
    ([{'name': 't', 'result': 'ERROR', 'stdout': 'ok 1 /a/one\n', 'returncode': -6}], 'x', False,
     '1 passed, 1 failed, 0 skipped', 1),
    ([{'name': 't', 'result': 'TIMEOUT', 'stdout': 'ok 1 /a/one\n1..1\n'}], 'x', False,
     '1 passed, 1 failed, 0 skipped', 1),
    ([{'name': 't', 'result': 'FAIL'}], 'x', False, '0 passed, 1 failed, 0 skipped', 1),
    # Skips: of a whole program, and where they are not allowed.
    ([{'name': 't', 'result': 'SKIP', 'stdout': '1..0 # SKIP no display'}, {'name': 'u', 'result': 'OK'}], 'window',
     False, '1 passed, 0 failed, 1 skipped', 0),
    ([{'name': 't', 'result': 'SKIP', 'stdout': '1..0 # SKIP no display'}, {'name': 'u', 'result': 'OK'}], 'window',
     True, '1 passed, 1 failed, 0 skipped', 1),
    ([{'name': 't', 'result': 'SKIP', 'stdout': 'no java\n'}], 'spark', True, '0 passed, 1 failed, 0 skipped', 1),
    # Nothing that passed is no success.
    ([], 'x', False, '0 passed, 1 failed, 0 skipped', 1),
    ([{'name': 't', 'result': 'SKIP', 'stdout': 'no reason'}], 'x', False, '0 passed, 0 failed, 1 skipped', 1),
]


def check(report):
    for number, (records, suite, in_ci, closing, status) in enumerate(CASES, 1):
        with tempfile.TemporaryDirectory() as folder:
            if records:
                lines = '\n'.join(json.dumps(record) for record in records)
                (Path(folder) / 'tests.json').write_text(lines + '\n')
                (Path(folder) / 'tests.suites').write_text(json.dumps([{'name': 't', 'suite': ['azud:' + suite]}]))
            done = subprocess.run([sys.executable, tracked.ROOT / 'tests' / 'summary.py', folder],
                                  env={**os.environ, 'CI': 'true' if in_ci else ''}, capture_output=True, text=True)
        last = done.stdout.splitlines()[-1] if done.stdout else done.stderr
        if last != closing or done.returncode != status:
            report('tests/summary.py', 1, f'case {number}: "{last}", status {done.returncode}; wanted "{closing}", {status}')


tracked.main('lint/summary', check)
