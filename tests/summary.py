# summary.py: reads what `meson test` logged, names failures and skips, and ends with one line of counts
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: summary.py [--prefix TEXT | --total] FOLDER...

Each FOLDER holds logs of meson test (NAME.json, one JSON object a line) and what meson knows of the suites
(NAME.suites).  A test program that speaks TAP counts by its
cases, any other as one.  Where CI is "true", a skipped case of the suites "spark" and "window" is a failure:
there, nothing that they need may be missing.  The exit status is 1 if anything failed or nothing was found.
"""

import argparse
import json
import os
import re
import sys
from pathlib import Path

TAP_LINE = re.compile(r'^(ok|not ok)\b(?:\s+\d+)?\s*(?:-\s*)?(.*)$')
DIRECTIVE = re.compile(r'\s#\s*(skip|todo)\b:?\s*(.*)$', re.IGNORECASE)
TAP_PLAN_SKIP = re.compile(r'^1\.\.0\s*#\s*skip\b:?\s*(.*)$', re.IGNORECASE)
MUST_RUN_IN_CI = {'spark', 'window'}
GOOD = {'OK', 'EXPECTEDFAIL'}
SHOWN_LINES = 60


class Case:
    def __init__(self, program, name, state, reason=''):
        self.program, self.name, self.state, self.reason = program, name, state, reason

    def __str__(self):
        return self.program + (' ' + self.name if self.name else '') + (': ' + self.reason if self.reason else '')


def tap_cases(program, output):
    """The cases of one TAP stream; an empty list if it is none."""
    cases = []
    for line in output.splitlines():
        plan = TAP_PLAN_SKIP.match(line)
        if plan:
            return [Case(program, '', 'skipped', plan.group(1))]
        match = TAP_LINE.match(line)
        if not match:
            continue
        verdict, name = match.groups()
        directive = DIRECTIVE.search(' ' + name)
        kind = directive.group(1).lower() if directive else ''
        if directive:
            name = (' ' + name)[:directive.start()].strip()
        if kind == 'skip':
            cases.append(Case(program, name, 'skipped', directive.group(2)))
        elif kind == 'todo':
            cases.append(Case(program, name, 'skipped', 'to do: ' + directive.group(2)))
        else:
            cases.append(Case(program, name, 'passed' if verdict == 'ok' else 'failed'))
    return cases


def last_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else 'no reason given'


def program_cases(record, origin):
    """The cases of one test program."""
    name = record['name'].rpartition(' / ')[2]
    program = name if origin in ('tests', 'thorough', 'chosen') else f'{name} [{origin}]'
    result, output = record.get('result', 'ERROR'), record.get('stdout') or ''
    cases = tap_cases(program, output)
    if result == 'SKIP' and not any(case.state == 'skipped' for case in cases):
        reason = last_line(output or record.get('stderr') or '')
        return [Case(program, '', 'skipped', reason)]
    if not cases:
        if result in GOOD:
            return [Case(program, '', 'passed')]
        if result != 'SKIP':
            return [Case(program, '', 'failed', result.lower())]
    if result not in GOOD | {'SKIP'} and not any(case.state == 'failed' for case in cases):
        cases.append(Case(program, '', 'failed', f"{result.lower()}, status {record.get('returncode')}"))
    return cases


def show_output(record):
    """What a failed program printed, without the cases that passed."""
    both = ((record.get('stdout') or '') + (record.get('stderr') or '')).splitlines()
    lines = [line for line in both if not line.startswith(('ok ', '# Start of', '# End of'))]
    if len(lines) > SHOWN_LINES:
        print(f'    ... {len(lines) - SHOWN_LINES} lines before')
    for line in lines[-SHOWN_LINES:]:
        print('    ' + line)


def read_records(folder):
    """Yields the name of the run, the suites of the program, and its record."""
    for path in sorted(Path(folder).glob('*.json')):
        suites = {}
        if path.with_suffix('.suites').exists():
            for test in json.loads(path.with_suffix('.suites').read_text()):
                suites[test['name']] = {suite.partition(':')[2] for suite in test['suite']}
        for line in path.read_text(errors='replace').splitlines():
            if line.strip():
                record = json.loads(line)
                yield path.stem, suites.get(record['name'].rpartition(' / ')[2], set()), record


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('--prefix', default='', help='text before the closing line')
    parser.add_argument('--total', action='store_true', help='only the failed names and the closing line')
    parser.add_argument('folders', nargs='+')
    arguments = parser.parse_args()
    strict = os.environ.get('CI', '') in ('true', '1')
    totals = {'passed': 0, 'failed': 0, 'skipped': 0}
    skips = {}

    for folder in arguments.folders:
        found = False
        for origin, suites, record in read_records(folder):
            found = True
            cases = program_cases(record, origin)
            for case in cases:
                if case.state == 'skipped' and strict and suites & MUST_RUN_IN_CI:
                    case.state, case.reason = 'failed', 'skipped where it must run: ' + case.reason
                totals[case.state] += 1
                if case.state == 'failed':
                    print(f'FAILED {case}')
                elif case.state == 'skipped':
                    skips.setdefault(case.reason, []).append(case)
            if not arguments.total and any(case.state == 'failed' for case in cases):
                show_output(record)
        if not found:
            totals['failed'] += 1
            print(f'FAILED {folder} holds no results')

    if not arguments.total:
        for reason, cases in skips.items():
            more = f' and {len(cases) - 1} more' if len(cases) > 1 else ''
            name = f'{cases[0].program} {cases[0].name}'.strip()
            print(f'SKIPPED {name}{more}: {reason}')
    print(f"{arguments.prefix}{totals['passed']} passed, {totals['failed']} failed, {totals['skipped']} skipped")
    return 1 if totals['failed'] or not totals['passed'] else 0


if __name__ == '__main__':
    sys.exit(main())
