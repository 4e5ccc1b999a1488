# plans: random pipelines over random tables, what they mean to DuckDB, and how both are compared
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
