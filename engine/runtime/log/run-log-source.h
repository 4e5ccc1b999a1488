/* run-log-source.h: run logs as files and folders, compressed or not
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One file, or the folder of a rolling log (`eventlog_v2_APP/events_N_APP`, the newest compact one and what follows it).  How a file is
 * compressed is seen from its first bytes: zstd and Spark's LZ4 blocks are read, lzf and snappy refused by name.
 */

#pragma once

#include "runtime/log/run-log-read.h"

/**
 * azud_run_log_reader_read: feeds @reader all of @path, and ends it.
 * What is cut off or damaged ends there and is marked incomplete; AZUD_NOT_A_RUN_LOG when nothing speaks for a log,
 * AZUD_LOG_CODEC for a compression that is not read.  Blocking.
 */
bool azud_run_log_reader_read (AzudRunLogReader *reader, const char *path, AzudError *error) AZUD_WARN_UNUSED;
