#!/bin/sh
# po/update.sh: brings POTFILES.in, azud.pot (in the build folder) and the translations up to date (./dev pot)
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

set -eu
cd "$(dirname "$0")/.."
pot=${1:-build/azud.pot}
export LC_ALL=C.UTF-8

{
  echo '# Every file with text for people, sorted; written by ./dev pot.'
  python=/usr/bin/python3; [ -x "$python" ] || python=python3
  "$python" tests/lint/translatable.py
} > po/POTFILES.in.new
mv po/POTFILES.in.new po/POTFILES.in

sh po/extract.sh "$pot"
for language in $(grep -v '^#' po/LINGUAS); do
  po=po/$language.po
  [ -f "$po" ] || msginit --no-translator --locale="$language" --input="$pot" --output-file="$po"
  msgmerge --quiet --no-fuzzy-matching --no-location --sort-output --no-wrap --output-file="$po.new" "$po" "$pot"
  # Messages that are gone would only gather dust; a date of the template would only make merges conflict.
  msgattrib --no-obsolete --no-location --sort-output --no-wrap "$po.new" | grep -v '^"POT-Creation-Date' > "$po.new2"
  mv "$po.new2" "$po"; rm "$po.new"
  printf '%s: ' "$language"
  msgfmt --check --statistics --output-file=/dev/null "$po"
done
