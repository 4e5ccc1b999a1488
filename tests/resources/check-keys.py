# check-keys.py: the settings that the window asks for are in the schema (a wrong name would end the program)
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))
import tracked  # noqa: E402

SCHEMA = 'resources/io.github.azud.Azud.gschema.xml'
USE = re.compile(
    r'g_settings_(?:get|set|get_\w+|set_\w+|bind|bind_with_mapping|bind_writable|create_action|reset)\s*\(\s*'
    r'[^,()]*(?:\([^()]*\))?[^,()]*,\s*"([a-z0-9-]+)"')


def check(report):
    keys = {key.get('name') for key in ElementTree.fromstring(tracked.read(SCHEMA)).iter('key')}
    if not keys:
        report(SCHEMA, 1, 'no keys')
    for path in tracked.files():
        if path.endswith('.c') and path.startswith(('ui/', 'app/')):
            text = tracked.read(path)
            for match in USE.finditer(text):
                if match.group(1) not in keys:
                    report(path, text.count('\n', 0, match.start()) + 1, f'the schema has no key {match.group(1)}')


tracked.main('resources/keys', check)
