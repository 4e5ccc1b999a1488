# translatable.py: which of the project's files hold text for people (run as a program, prints them)
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import re
import subprocess

import tracked

CALL = re.compile(r'(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|ngettext|g_dngettext)\s*\(\s*"')
UI = re.compile(r'translatable="(?:yes|true)"')
FOLDERS = ('app/', 'engine/', 'ui/', 'resources/')


def with_new_files():
    """Tracked files and those about to be: a new source belongs into the list before it is committed."""
    listed = subprocess.run(
        ['git', '-c', 'safe.directory=*', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
        cwd=tracked.ROOT, capture_output=True, check=True)
    paths = {path for path in listed.stdout.decode().split('\0') if path}
    return sorted(path for path in paths if (tracked.ROOT / path).is_file())


def files(candidates=None):
    found = []
    for path in tracked.files() if candidates is None else candidates:
        if not path.startswith(FOLDERS):
            continue
        if path.endswith(('.desktop.in', '.metainfo.xml.in')):
            found.append(path)
        elif path.endswith(('.c', '.h')) and CALL.search(tracked.read(path)):
            found.append(path)
        elif path.endswith('.ui') and UI.search(tracked.read(path)):
            found.append(path)
    return found


if __name__ == '__main__':
    print('\n'.join(files(with_new_files())))
