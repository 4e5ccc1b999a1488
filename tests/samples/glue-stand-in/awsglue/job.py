# job.py: Job.init and Job.commit; `committed` lets a test see that a job came to its end
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

committed = {}


class Job:
    def __init__(self, glue_context):
        self.name = None

    def init(self, name, args=None):
        self.name = name
        committed[name] = False

    def commit(self):
        committed[self.name] = True
