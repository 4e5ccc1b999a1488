# check-potfiles.py: po/POTFILES.in names the files with text for people, all of them and no other
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import tracked
import translatable

LIST = 'po/POTFILES.in'


def check(report):
    lines = tracked.read(LIST).split('\n')
    listed = [line for line in lines if line and not line.startswith('#')]
    wanted = translatable.files()
    for path in wanted:
        if path not in listed:
            report(LIST, 1, f'{path} has text for people and is not listed (run ./dev pot)')
    for number, path in enumerate(lines, 1):
        if path in listed and path not in wanted:
            report(LIST, number, f'{path} is gone or has no text for people (run ./dev pot)')
    if listed != sorted(listed):
        report(LIST, 1, 'not sorted (run ./dev pot)')


tracked.main('lint/potfiles', check)
