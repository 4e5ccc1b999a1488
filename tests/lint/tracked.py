# tracked.py: what the lint tests share: the project's files, and a report in TAP
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import functools
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(os.environ.get('AZUD_SOURCE_ROOT') or Path(__file__).resolve().parents[2])
BINARY = ('.png', '.gz', '.zst', '.parquet', '.db', '.sqlite', '.ico', '.jpg')
SHOWN = 40


@functools.cache
def files():
    """The paths that git tracks and that exist; in an unpacked release (no git), all files outside build folders."""
    try:
        # A clone may belong to another user than the one who tests (a container): that is no danger here.
        listed = subprocess.run(
            ['git', '-c', 'safe.directory=*', 'ls-files', '-z'], cwd=ROOT, capture_output=True, check=True)
        paths = [path for path in listed.stdout.decode().split('\0') if path]
    except (OSError, subprocess.CalledProcessError):
        paths = [str(path.relative_to(ROOT)) for path in ROOT.rglob('*') if path.is_file()]
        paths = [path for path in paths
                 if not path.startswith(('build', '.')) or path in ('.gitignore', '.clang-format')]
    return sorted(path for path in paths if (ROOT / path).is_file())


def is_text(path):
    return not path.endswith(BINARY) and b'\0' not in (ROOT / path).read_bytes()[:4096]


def read(path):
    return (ROOT / path).read_text(encoding='utf-8', errors='replace')


def main(name, check):
    """Runs check(report), where report(path, line, message) records one fault, and speaks TAP."""
    faults = []
    check(lambda path, line, message: faults.append(f'{path}:{line}: {message}'))
    for fault in faults[:SHOWN]:
        print('#', fault)
    if len(faults) > SHOWN:
        print(f'# and {len(faults) - SHOWN} more')
    print(f"{'not ok' if faults else 'ok'} 1 /{name}")
    print('1..1')
    sys.exit(1 if faults else 0)
