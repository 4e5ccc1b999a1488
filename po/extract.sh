#!/bin/sh
# po/extract.sh OUT.pot: gathers the messages of all files in POTFILES.in
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

set -eu
# N_ marks messages with {0} slots and plain texts; a % in them is a character.
out=$(mkdir -p "$(dirname "$1")" && cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/.."
xgettext --files-from=po/POTFILES.in --directory=. --output="$out" --from-code=UTF-8 --add-comments=Translators \
  --package-name=azud --copyright-holder='The Azud authors' --no-location --sort-output --no-wrap \
  --keyword=_ --keyword=N_ --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=ngettext:1,2 --keyword=g_dngettext:2,3 \
  --flag=N_:1:no-c-format
