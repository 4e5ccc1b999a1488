# check-links.py: what a page of the documentation links to in the project is there
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import os
import re
import tracked

LINK = re.compile(r'\]\(([^)\s]+)\)')
COMMENT = re.compile(r'<!--.*?-->', re.DOTALL)
HEADING = re.compile(r'^#+\s+(.*?)\s*#*$', re.MULTILINE)


def anchors(path):
    """The names that GitHub and GitLab give to the headings of a page."""
    names = set()
    for heading in HEADING.findall(tracked.read(path)):
        plain = re.sub(r'[`*]', '', heading).strip().lower()
        names.add(re.sub(r'[^\w\- ]', '', plain).replace(' ', '-'))
    return names


def check(report):
    count = 0
    for path in tracked.files():
        if not path.endswith('.md'):
            continue
        # What is commented out keeps its length, so that line numbers stay right.
        text = COMMENT.sub(lambda match: re.sub(r'[^\n]', ' ', match.group()), tracked.read(path))
        for match in LINK.finditer(text):
            target = match.group(1)
            if re.match(r'[a-z]+:', target):
                continue
            count += 1
            line = text.count('\n', 0, match.start()) + 1
            file, _, anchor = target.partition('#')
            full = os.path.normpath(os.path.join(os.path.dirname(path), file)) if file else path
            if not (tracked.ROOT / full).exists():
                report(path, line, f'there is no {target}')
            elif anchor and full.endswith('.md') and anchor not in anchors(full):
                report(path, line, f'{full} has no heading for #{anchor}')
    print(f'# {count} links')


tracked.main('lint/links', check)
