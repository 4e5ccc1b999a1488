# test-task-allocations.py: the runtime allocates nothing for a task
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-task-allocations.py EMPTY_TASKS COUNT_ALLOCATIONS_LIBRARY

Four times the tasks call malloc as often; with a log its events lie in blocks, one for some hundreds of tasks.
"""

import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "app"))
from pipelines import Tap  # noqa: E402

PROGRAM, LIBRARY = (os.path.abspath(path) for path in sys.argv[1:3])
TASKS = (50000, 200000)
ALLOWED = {"": 2, "log": (TASKS[1] - TASKS[0]) // 500}


def count(folder, tasks, log):
    told = os.path.join(folder, "count")
    environment = dict(os.environ, LD_PRELOAD=LIBRARY, AZUD_COUNT_ALLOCATIONS=told)
    subprocess.run([PROGRAM, "2", str(tasks), "1"] + ([log] if log else []), env=environment, check=True,
                   stdout=subprocess.DEVNULL, timeout=100)
    with open(told, encoding="utf-8") as file:
        return int(file.read())


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory() as folder:
        for log, allowed in ALLOWED.items():
            counts = [count(folder, tasks, log) for tasks in TASKS]
            print("# %s calls for %s tasks %s" % (counts, list(TASKS), log))
            problem = None
            if counts[1] - counts[0] > allowed:
                problem = "%d calls more for %d tasks more" % (counts[1] - counts[0], TASKS[1] - TASKS[0])
            if counts[0] < 5:
                problem = "hardly a call was counted: the library is not in use"
            tap.report("/bench/task-allocations" + ("/" + log if log else ""), problem)
    return tap.end()


sys.exit(main())
