# check-layers.py: each folder uses only what stands left of it, in what it includes and in what it links
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""The order of the engine's folders is DESIGN.md, section 2.  Includes are read from the sources; symbols from the
static libraries below AZUD_BUILD_ROOT: what a folder needs and only a folder right of it defines is a fault, even
where somebody declared it by hand.  ui and app see the engine through <azud/...> alone; GTK is in ui only, and in
the program that opens the window."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import tracked

LEFT = ['base', 'value', 'column', 'formats', 'expr', 'plan']
MAY_USE = {name: LEFT[:index] for index, name in enumerate(LEFT)}
MAY_USE['sql'] = LEFT
MAY_USE['pipeline'] = LEFT + ['sql']
MAY_USE['nodes'] = MAY_USE['pipeline'] + ['pipeline']
MAY_USE['runtime'] = ['base', 'value', 'column', 'formats']
MAY_USE['operators'] = LEFT + ['runtime']
MAY_USE['session'] = MAY_USE['nodes'] + ['nodes', 'operators', 'runtime']
MAY_USE['targets'] = MAY_USE['pipeline'] + ['pipeline']

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
GTK = re.compile(r'^(gtk|gdk|gsk|adwaita|gtksourceview|graphene|pango)')
DEFINED = set('TDBRVWCu')
WINDOW_LIBRARIES = re.compile(r'lib(gtk-4|adwaita-1|gtksourceview-5)\.')


def check_includes(report):
    for path in tracked.files():
        if not path.endswith(('.c', '.h')):
            continue
        parts = path.split('/')
        text = tracked.read(path)
        for match in INCLUDE.finditer(text):
            line = text.count('\n', 0, match.start()) + 1
            kind, header = match.groups()
            if parts[0] == 'engine':
                check_engine_include(report, path, line, parts[1], kind, header)
            elif parts[0] in ('ui', 'app'):
                folder = header.split('/')[0]
                if kind == '"' and (folder in MAY_USE or folder == 'engine') and '/' in header:
                    report(path, line, f'"{header}": {parts[0]} sees the engine through <azud/...> only')
                if parts[0] == 'app' and GTK.match(header) and 'editor' not in path:
                    report(path, line, f'<{header}>: only the editor has a window')


def check_engine_include(report, path, line, folder, kind, header):
    if GTK.match(header):
        report(path, line, f'<{header}>: the engine has no window')
    if kind == '<' or '/' not in header or folder == 'public':
        if folder == 'public' and kind == '"':
            report(path, line, f'"{header}": a public header includes public ones only, as <azud/...>')
        return
    other = header.split('/')[0]
    if other in MAY_USE and other != folder and other not in MAY_USE.get(folder, []):
        report(path, line, f'"{header}": {folder} may not use {other} (DESIGN.md, section 2)')
    elif other not in MAY_USE and other != 'azud':
        report(path, line, f'"{header}": there is no folder {other} in the engine')


def symbols(library):
    """The names a static library defines, and those it needs from elsewhere with the object that needs each."""
    listing = subprocess.run(['nm', '-A', '--no-sort', library], capture_output=True, text=True).stdout
    defined, needed = set(), {}
    for line in listing.splitlines():
        where, _, rest = line.rpartition(':')
        words = rest.split()
        if len(words) >= 2 and words[-2] in DEFINED:
            defined.add(words[-1])
        elif len(words) >= 2 and words[-2] == 'U':
            needed.setdefault(words[-1], where.split(':')[-1])
    return defined, needed


def check_symbols(report, build):
    found = {}
    for folder in MAY_USE:
        library = build / 'engine' / f'libazud-{folder}.a'
        if library.exists():
            found[folder] = symbols(library)
    for folder, (defined, needed) in found.items():
        for symbol, where in sorted(needed.items()):
            if symbol in defined:
                continue
            owners = [other for other in found if symbol in found[other][0]]
            if owners and not any(owner in MAY_USE[folder] for owner in owners):
                report(f'engine/{folder}', 1, f'{where} needs {symbol}, which is in {", ".join(owners)}')
    print(f'# symbols of {len(found)} folders compared')


def check_programs(report, build):
    program = build / 'app' / 'azud'
    if program.exists():
        listing = subprocess.run(['readelf', '-d', program], capture_output=True, text=True).stdout
        for line in listing.splitlines():
            if 'NEEDED' in line and WINDOW_LIBRARIES.search(line):
                report('app', 1, 'azud is linked to the window: ' + line.split('[')[-1].rstrip(']'))


def check(report):
    check_includes(report)
    build = os.environ.get('AZUD_BUILD_ROOT')
    if build and shutil.which('nm'):
        check_symbols(report, Path(build))
        check_programs(report, Path(build))
    else:
        print('# symbols not compared: no build folder, or no nm')


tracked.main('lint/layers', check)
