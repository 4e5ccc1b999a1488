# check-battery.py: every fault of the battery that the engine answers for is played by a registered test, which carries its number
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""A test carries the number in its path, "/faults/graphs/T126-chain-run"; `grep -rn T126 tests` finds all of one fault."""

import re
import tracked

BATTERY = {
    'T001': 'each request for memory of a run is refused once',
    'T002': 'all requests for memory are refused from one on',
    'T003': 'a memory limit far below the data',
    'T004': 'a memory limit below what the nodes need at least',
    'T005': 'one key, or one group, larger than memory',
    'T007': 'a limited address space',
    'T008': 'memory as reported and as the system sees it',
    'T009': 'ten thousand runs in one process leave nothing behind',
    'T011': 'no space at any write of an output',
    'T012': 'a broken disk at any read or write',
    'T013': 'short and interrupted calls',
    'T014': 'flushing or closing fails',
    'T017': 'a full spill folder',
    'T018': 'a spill folder that vanishes or cannot be written',
    'T019': 'a spill folder without inodes',
    'T020': 'blocks that are altered on disk',
    'T021': 'blocks and files of more than 4 GiB',
    'T033': 'a kill at each system call that matters',
    'T034': 'what killed runs leave is swept, what live ones own is not',
    'T037': 'signals in every phase',
    'T038': 'a run log cut anywhere',
    'T040': 'threads that cannot be had',
    'T042': 'cancelling in every phase',
    'T120': 'a task that fails once, often, always',
    'T122': 'a lost or damaged block: once, every time, in several stages',
    'T123': 'a stage whose rows may differ is run again',
    'T124': 'the result of an old attempt comes late',
    'T125': 'an error of one row among very many',
    'T126': 'very long chains, diamonds that double the ways, very many nodes',
    'T127': 'a million tasks, a hundred thousand stages',
    'T128': 'a straggler and its copy',
    'T129': 'one of several runs fails or is cancelled',
    'T130': 'tasks that all ask for all memory',
    'T131': 'nothing hangs, and if it did it would say where',
    'T132': 'the same result, whatever the threads and partitions',
    'T133': 'every row has the same hash',
    'T134': 'random plans against another engine',
}
# Numbers without a test, and what they wait for.
WAITING = {
    'T121': 'a cached partition is lost: there is no cache node yet',
}
TEXT = re.compile(r'''["'][^"'\n]*["']''')
NUMBER = re.compile(r'\bT\d{3}(?=-)')


def registered():
    """Test sources that a meson.build names."""
    paths = [path for path in tracked.files() if path.startswith('tests/')]
    builds = {path.rsplit('/', 1)[0]: tracked.read(path) for path in paths if path.endswith('/meson.build')}
    for path in paths:
        folder, name = path.rsplit('/', 1)
        short = re.sub(r'^test-|\.(py|c)$', '', name)
        if name.startswith('test-') and any(word in builds.get(folder, '') for word in (f"'{name}'", f"'{short}'")):
            yield path


def check(report):
    found = {}
    for path in registered():
        for number in NUMBER.findall(' '.join(TEXT.findall(tracked.read(path)))):
            found.setdefault(number, set()).add(path)
    for number, fault in BATTERY.items():
        if number not in found:
            report('tests', 0, f'no test carries the number {number}: {fault}')
    for number, reason in WAITING.items():
        print(f'# TODO {number}: {reason}')
        if number in found:
            report('tests/lint/check-battery.py', 0, f'{number} has a test now: it waits for nothing')
    print(f'# {len(found)} numbers in {len(set().union(*found.values()))} tests')


tracked.main('lint/battery', check)
