# check-headers.py: each header compiles by itself, twice in a row, with the project's own flags
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import concurrent.futures
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import tracked

KEPT = ('-I', '-D', '-std', '-f', '-W', '-isystem', '-m', '-pthread', '-O')


def flags_by_folder(build):
    """The flags of some source of each folder, as meson gives them to the compiler."""
    flags = {}
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        source = os.path.relpath(os.path.join(entry['directory'], entry['file']), tracked.ROOT)
        words = shlex.split(entry['command'])
        kept = [word for word in words if word.startswith(KEPT)]
        folder = os.path.dirname(source)
        flags.setdefault(folder, (words[0] if words[0] != 'ccache' else words[1], entry['directory'], kept))
    return flags


def compile_header(path, compiler, directory, flags):
    # The compiler's answer is about the header's own text: a warning that the project knows of is none here.
    text = f'#include "{tracked.ROOT / path}"\n#include "{tracked.ROOT / path}"\n'
    done = subprocess.run(
        [compiler, *flags, '-fsyntax-only', '-Wno-unused-function', '-Wno-pragma-once-outside-header', '-x', 'c', '-'],
        cwd=directory, input=text, capture_output=True, text=True)
    return done.returncode, done.stderr


def check(report):
    flags = flags_by_folder(Path(os.environ['AZUD_BUILD_ROOT']))
    engine = next((value for folder, value in sorted(flags.items()) if folder.startswith('engine/')), None)
    jobs = []
    for path in tracked.files():
        if not path.endswith('.h') or not path.startswith(('engine/', 'ui/', 'app/')):
            continue
        folder = os.path.dirname(path)
        while folder and folder not in flags:
            folder = os.path.dirname(folder)
        found = flags.get(folder) or (engine if path.startswith('engine/') else None)
        if found is not None:
            jobs.append((path, *found))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for job, (status, errors) in zip(jobs, pool.map(lambda job: compile_header(*job), jobs)):
            if status != 0:
                first = next((line for line in errors.splitlines() if 'error' in line), errors.strip())
                report(job[0], 1, 'does not compile by itself: ' + first)
    if not jobs:
        report('engine', 1, 'no header was compiled: is AZUD_BUILD_ROOT a build folder of these sources?')
    print(f'# {len(jobs)} headers')


if 'AZUD_BUILD_ROOT' not in os.environ:
    sys.exit('check-headers: AZUD_BUILD_ROOT must name a build folder')
tracked.main('lint/headers', check)
