# check-icons.py: icons are well-formed SVG with a size, symbolic ones recolour, and each named one exists
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))
import tracked  # noqa: E402

SVG = '{http://www.w3.org/2000/svg}'
OWN_NAME = re.compile(r'"(azud-[a-z0-9-]+-symbolic)"')


def check(report):
    own = {Path(path).stem for path in tracked.files() if path.endswith('.svg') and path.startswith('resources/')}
    listed = tracked.read('resources/icons.gresource.xml')
    for path in tracked.files():
        if '/scalable/actions/' in path and path.removeprefix('resources/') not in listed:
            report('resources/icons.gresource.xml', 1, f'does not list {path}')
        if path.endswith('.svg') and path.startswith('resources/'):
            try:
                root = ElementTree.fromstring(tracked.read(path))
            except ElementTree.ParseError as error:
                report(path, error.position[0], str(error))
                continue
            if root.tag != SVG + 'svg' or not root.get('width') or not root.get('viewBox'):
                report(path, 1, 'not an <svg> with width and viewBox')
            if any(element.tag in (SVG + 'text', SVG + 'image', SVG + 'script') for element in root.iter()):
                report(path, 1, 'text, pictures and scripts do not belong into an icon')
            if path.endswith('-symbolic.svg'):
                colours = set(re.findall(r'#[0-9a-fA-F]{3,8}\b', tracked.read(path)))
                if any(element.get('stroke') or element.tag == SVG + 'rect' for element in root.iter()):
                    report(path, 1, 'GTK recolours the fill of paths and circles, so outlines must be filled shapes')
                if len(colours) > 1:
                    report(path, 1, f'a symbolic icon has one colour, this one {sorted(colours)}')
        elif path.endswith(('.c', '.h', '.ui')) and path.startswith(('engine/', 'ui/', 'app/', 'resources/')):
            for number, line in enumerate(tracked.read(path).split('\n'), 1):
                for name in OWN_NAME.findall(line):
                    if name not in own:
                        report(path, number, f'there is no icon {name}')


tracked.main('resources/icons', check)
