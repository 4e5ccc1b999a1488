# check-sizes.py: no file over 800 lines, and none named by what it is not
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import re
import tracked

MAX_LINES = 800
MAX_LINES_OF_TESTS = 1200         # tables of cases are long, and nobody reads them from end to end
MAX_BYTES = 5 * 1024 * 1024
NAMES_OF_OTHERS = {'tests/samples/glue-stand-in/awsglue/utils.py'}      # a module that Glue's scripts import
EMPTY_NAMES = re.compile(r'(^|[-_])(utils?|helpers?|common|misc|manager)([-_]|$)')


def check(report):
    for path in tracked.files():
        name = path.rsplit('/', 1)[-1]
        if path not in NAMES_OF_OTHERS and EMPTY_NAMES.search(name.rsplit('.', 1)[0]):
            report(path, 1, 'a name that says nothing: name the concept')
        if path.endswith(('.c', '.h', '.py', '.sh', '.ui', '.css', '.build')) or path == 'dev':
            lines = tracked.read(path).count('\n')
            allowed = MAX_LINES_OF_TESTS if path.startswith('tests/') else MAX_LINES
            if lines > allowed:
                report(path, allowed, f'{lines} lines; split by concern from {allowed} on')
        size = (tracked.ROOT / path).stat().st_size
        if size > MAX_BYTES:
            report(path, 1, f'{size >> 20} MiB are too much for the repository')


tracked.main('lint/sizes', check)
