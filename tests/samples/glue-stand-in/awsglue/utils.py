# utils.py: getResolvedOptions (the module's name is the service's): `--NAME value` for each name asked for
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0


def getResolvedOptions(argv, names):  # noqa: N802, the service's name
    values = {}
    for name in names:
        if "--" + name not in argv:
            raise RuntimeError("argument --%s is missing" % name)
        values[name] = argv[argv.index("--" + name) + 1]
    return values
