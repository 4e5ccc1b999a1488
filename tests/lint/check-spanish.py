# check-spanish.py: every message of the sources has a Spanish one, with the same placeholders
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import tracked

PO = 'po/es.po'
PLACEHOLDER = re.compile(r'\{\d+(?::\w+)?\}')
ENTRY = re.compile(r'((?:^#.*\n)*)((?:^msg(?:ctxt|id|id_plural|str(?:\[\d\])?) .*\n(?:^".*\n)*)+)', re.MULTILINE)
FIELD = re.compile(r'^(msg\w+(?:\[\d\])?) (.*\n(?:^".*\n)*)', re.MULTILINE)


def run(*command):
    return subprocess.run(command, cwd=tracked.ROOT, capture_output=True, text=True)


def entries(text):
    """Yields (comments, {field: text}) for each message of a PO file."""
    for comments, body in ENTRY.findall(text):
        fields = {}
        for name, quoted in FIELD.findall(body):
            fields[name] = ''.join(re.findall(r'"(.*)"', quoted))
        yield comments, fields


def check(report):
    with tempfile.TemporaryDirectory() as folder:
        pot, merged = Path(folder) / 'azud.pot', Path(folder) / 'es.po'
        extracted = run('sh', 'po/extract.sh', str(pot))
        if extracted.returncode != 0:
            report('po/extract.sh', 1, extracted.stderr.strip())
            return
        for line in extracted.stderr.splitlines():
            # For one, a message cut in two by a macro: it would never be found again at run time.
            if 'warning' in line:
                report(line.partition(':')[0], 1, line.partition('warning:')[2].strip())
        run('msgmerge', '--quiet', '--no-fuzzy-matching', '--no-wrap', '-o', str(merged), PO, str(pot))
        text = merged.read_text()
        checked = run('msgfmt', '--check', '-o', '/dev/null', str(merged))
        if checked.returncode != 0:
            report(PO, 1, checked.stderr.strip())

    count = 0
    for comments, fields in entries(text.replace('\n#~', '\n# ~')):
        msgid = fields.get('msgid', '')
        if not msgid:
            continue
        count += 1
        translations = [value for name, value in fields.items() if name.startswith('msgstr')]
        if ', fuzzy' in comments:
            report(PO, 1, f'a guess of msgmerge, not a translation: "{msgid}"')
        elif not translations or not all(translations):
            report(PO, 1, f'not translated: "{msgid}"')
        else:
            wanted = sorted(PLACEHOLDER.findall(msgid))
            for translation in translations:
                if 'msgid_plural' not in fields and sorted(PLACEHOLDER.findall(translation)) != wanted:
                    report(PO, 1, f'other placeholders than "{msgid}": "{translation}"')
    if count == 0:
        report(PO, 1, 'no messages at all')
    print(f'# {count} messages')


if len(sys.argv) > 1:
    tracked.ROOT = Path(sys.argv[1])
tracked.main('lint/spanish', check)
