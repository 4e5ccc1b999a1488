# check-text.py: rules about the text of the sources themselves
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""No unfinished marks in the product, no paths of a developer's machine in any file; in C no tabs, blanks at line
ends and overlong lines; and a licence line in each source file."""

import re
import tracked

UNFINISHED = re.compile(r'\b(?:TODO|FIXME|HACK)\b|\bXXX:|\bnot (yet )?implemented\b', re.IGNORECASE)
MACHINE = re.compile(r'(?<![\w.])/(?:work|farm|home/\w+|root|tmp/bash_jobs)/')
PRODUCT = ('engine/', 'ui/', 'app/')
# The house rule is 110, for code that is read.  What the eye scans (tables, rows of tests) may be wider, and a limit
# for it is only worth having far out.
MAX_COLUMNS = 220


def check(report):
    for path in tracked.files():
        if path in ('LICENSE', 'tests/lint/check-text.py') or not tracked.is_text(path):
            continue
        is_c = path.endswith(('.c', '.h'))
        text = tracked.read(path)
        if path.endswith(('.c', '.h', '.py', '.sh')) and 'SPDX-License-Identifier: Apache-2.0' not in text:
            report(path, 1, 'no line "SPDX-License-Identifier: Apache-2.0"')
        for number, line in enumerate(text.split('\n'), 1):
            if path.startswith(PRODUCT) and UNFINISHED.search(line):
                report(path, number, 'an unfinished mark: ' + line.strip())
            if MACHINE.search(line):
                report(path, number, "a path of somebody's machine: " + line.strip()[:80])
            if is_c and '\t' in line:
                report(path, number, 'a tab')
            if is_c and line != line.rstrip():
                report(path, number, 'blanks at the end of the line')
            if is_c and len(line) > MAX_COLUMNS:
                report(path, number, f'{len(line)} columns; at most {MAX_COLUMNS}')


tracked.main('lint/text', check)
