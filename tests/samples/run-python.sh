#!/bin/sh
# run-python.sh: runs a Python test with the interpreter named first; without it the test is skipped, and says so
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

python=$1
shift
if [ ! -x "$python" ]; then
  echo "1..0 # SKIP $python is not there: ./dev test makes it"
  exit 0
fi
exec "$python" "$@"
