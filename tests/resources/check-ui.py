# check-ui.py: each .ui file is well-formed, its texts are marked, its widgets neither deprecated nor too new
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lint'))
import tracked  # noqa: E402

# Deprecated after GTK 4.8 or libadwaita 1.2, so a warning on newer systems.
DEPRECATED = {
    'GtkDialog', 'GtkMessageDialog', 'GtkInfoBar', 'GtkStatusbar', 'GtkComboBox', 'GtkComboBoxText', 'GtkTreeView',
    'GtkIconView', 'GtkAssistant', 'GtkLockButton', 'GtkVolumeButton', 'GtkAppChooserButton', 'GtkColorButton',
    'GtkFontButton', 'GtkFileChooserWidget', 'AdwLeaflet', 'AdwFlap', 'AdwSqueezer', 'AdwViewSwitcherTitle',
}
# Newer than the versions the project is built for.
TOO_NEW = re.compile(
    'Adw(Banner|TabOverview|SpinRow|SwitchRow|ToolbarView|Navigation(View|Page|SplitView)|OverlaySplitView|'
    'Breakpoint|Dialog|AlertDialog|AboutDialog|Spinner|BottomSheet|ButtonRow|ToggleGroup|WrapBox|InlineViewSwitcher)$')


def check(report):
    for path in tracked.files():
        if not path.endswith('.ui'):
            continue
        try:
            tree = ElementTree.fromstring(tracked.read(path))
        except ElementTree.ParseError as error:
            report(path, error.position[0], str(error))
            continue
        names = set()
        for element in tree.iter():
            name = element.get('class') if element.tag == 'object' else element.get('parent')
            if name in DEPRECATED:
                report(path, 1, f'{name} is deprecated in newer versions')
            if name and TOO_NEW.match(name):
                report(path, 1, f'{name} is newer than libadwaita 1.2')
            identifier = element.get('id') if element.tag in ('object', 'menu') else None
            if identifier and identifier in names:
                report(path, 1, f'the id {identifier} occurs twice')
            names.add(identifier)
            if element.tag == 'property' and element.get('name') in ('label', 'title', 'tooltip-text', 'subtitle'):
                text = (element.text or '').strip()
                if re.search(r'[A-Za-z]{2}', text) and element.get('translatable') is None and not element.get('bind-source'):
                    report(path, 1, f'"{text}" is not marked translatable="yes" (or "no", if it never is)')


tracked.main('resources/ui', check)
