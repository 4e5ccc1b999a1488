# check-node-ids.py: what a node does is decided in engine/nodes only: nobody else compares node ids
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

import re
import tracked

DESCRIPTOR = re.compile(r'\.id\s*=\s*"([a-z0-9-]+)"\s*,\s*\.version\b')
OTHERS = ('ui/', 'app/', 'engine/pipeline/', 'engine/plan/', 'engine/session/', 'engine/targets/', 'engine/runtime/')
LITERAL = re.compile(r'"([a-z0-9-]+)"')
# A word such as "sort" may be a command, a function or an icon; beside one of these it is the id of a node.
ABOUT_NODES = re.compile(r'\b(?:type_id|node_type|add_node|node_id|type->id|get_type_id|lookup_node_type)\b')


def check(report):
    ids = set()
    for path in tracked.files():
        if path.startswith('engine/nodes/') and path.endswith('.c'):
            found = DESCRIPTOR.findall(tracked.read(path))
            for identifier in found:
                if identifier in ids:
                    report(path, 1, f'two node types are called {identifier}')
                ids.add(identifier)
    for path in tracked.files():
        if not path.startswith(OTHERS) or not path.endswith(('.c', '.h')):
            continue
        for number, line in enumerate(tracked.read(path).split('\n'), 1):
            code = line.split('/*')[0]
            if not ABOUT_NODES.search(code):
                continue
            for word in LITERAL.findall(code):
                if word in ids:
                    report(path, number, f'the node id "{word}": ask its descriptor instead')
    print(f'# {len(ids)} node types')


tracked.main('lint/node-ids', check)
