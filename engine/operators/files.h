/* files.h: leaves that read files and sinks that write them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "formats/csv-source.h"
#include "formats/csv-write.h"
#include "operators/operator.h"

/** azud_dataset_set_options: the options of @data, under Spark's names, and the session's zone put into @options, which
 * azud_csv_options_init_read() or _write() has filled. */
bool azud_dataset_set_options (const AzudDataset *data, const AzudExprSettings *settings, AzudCsvOptions *options, AzudError *error) AZUD_WARN_UNUSED;

/** azud_scan_source_new: opens the input of a SCAN for all tasks of a run.  Blocking.
 * @partition_bytes: 0 = the usual size */
AzudCsvSource *azud_scan_source_new (const AzudPlan *scan, const AzudExprSettings *settings, int64_t partition_bytes, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;

/** azud_scan_new: pushes @partition of @source: the pushed filter's columns are converted first, the others for the survivors. */
AzudOperator *azud_scan_new (AzudTaskContext *context, const AzudPlan *scan, AzudCsvSource *source, int partition, AzudError *error) AZUD_WARN_UNUSED;

/** azud_scan_set_rejects: records that do not fit go to @rejects (a REJECTS operator made by azud_rejects_new) instead of failing. */
void azud_scan_set_rejects (AzudOperator *scan, AzudOperator *rejects);

/** azud_scan_get_rows_read: rows before the pushed filter, for taps. */
int64_t azud_scan_get_rows_read (const AzudOperator *scan);

/** azud_rejects_new: turns faults of a scan into rows. */
AzudOperator *azud_rejects_new (AzudTaskContext *context, const AzudPlan *plan, AzudError *error) AZUD_WARN_UNUSED;

/** azud_write_output_new: prepares the output of a WRITE; parts are committed later by azud_outputs_commit(). */
AzudOutput *azud_write_output_new (const AzudPlan *write, int n_partitions, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;

/** azud_write_new: writes what it is pushed as part @part of @output. */
AzudOperator *azud_write_new (AzudTaskContext *context, const AzudPlan *write, AzudOutput *output, int part, AzudError *error) AZUD_WARN_UNUSED;
