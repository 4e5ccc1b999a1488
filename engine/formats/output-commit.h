/* output-commit.h: outputs that are whole or absent
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * An output is one file or one folder of part files.  It is built under a dot-name beside its resolved
 * target (`.NAME.PID-XXXX.part`, locked with flock so that orphans of dead runs can be told and swept) and
 * becomes visible in azud_outputs_commit(), which all outputs of a run go through together.  Tasks write
 * their parts in any order; a single file has them in partition order.
 */

#pragma once

#include "base/io.h"
#include "base/memory.h"
#include "formats/file-list.h"

typedef enum
{
  AZUD_WRITE_ERROR,        /* the target must not exist: PATH_ALREADY_EXISTS */
  AZUD_WRITE_OVERWRITE,
  AZUD_WRITE_APPEND,
  AZUD_WRITE_IGNORE        /* an existing target is left alone and nothing is written */
} AzudWriteMode;

typedef struct _AzudOutput     AzudOutput;
typedef struct _AzudOutputPart AzudOutputPart;

typedef struct
{
  const char   *path;
  AzudWriteMode mode;
  bool          folder;          /* part files in a folder, with _SUCCESS; else one file */
  const char   *extension;       /* of part files, with the dot: ".csv" */
  int           n_partitions;    /* parts that must have been finished at commit */
  int64_t       buffer_bytes;    /* memory for parts that wait for their turn; 0 = 32 MiB; then disk */
} AzudOutputConfig;

/**
 * azud_output_new: checks the target and makes the temporary; sweeps orphans beside it.
 * Devices, sockets, FIFOs and (single file) folders are refused with AZUD_NOT_A_FILE; a folder to be
 * overwritten that holds other things than part files is refused with AZUD_FOLDER_NOT_OURS.  @account must
 * outlive it. Returns: (transfer full) (nullable).  Thread: any that may block.
 */
AzudOutput *azud_output_new (const AzudOutputConfig *config, AzudAccount *account,
                             AzudError *error) AZUD_WARN_UNUSED;

/** azud_output_is_skipped: mode IGNORE and the target exists: parts are accepted and forgotten. */
bool azud_output_is_skipped (const AzudOutput *output);

/** azud_output_wants_header: whether the part of @partition begins with a header: every part file of a
 * folder, or partition 0 of a single file unless it is appended to one that holds data. */
bool azud_output_wants_header (const AzudOutput *output, int partition);

/** azud_output_get_target: the resolved path; two outputs of a run must not have the same. */
const char *azud_output_get_target (const AzudOutput *output);

/** azud_output_check_inputs: refuses an output that is a folder from which one of @files is read
 * (AZUD_OUTPUT_IS_INPUT).  A single file may be its own input. */
bool azud_output_check_inputs (const AzudOutput *output, const AzudFileList *files,
                               AzudError *error) AZUD_WARN_UNUSED;

/** azud_output_set_n_partitions: when the number is known only later (adaptive plans); before commit.
 * Thread: any. */
void azud_output_set_n_partitions (AzudOutput *output, int n_partitions);

/** azud_output_part_open: a task attempt on @partition begins.  Several attempts may be open; the first
 * finished one counts. Returns: (transfer full) (nullable).  Thread: worker. */
AzudOutputPart *azud_output_part_open (AzudOutput *output, int partition, AzudError *error) AZUD_WARN_UNUSED;
bool            azud_output_part_write (AzudOutputPart *part, const void *data, size_t size,
                                        AzudError *error) AZUD_WARN_UNUSED;

/** azud_output_part_finish: publishes the attempt (or drops it, if another one was first) and frees it, also
 * on failure. */
bool            azud_output_part_finish (AzudOutputPart *part, AzudError *error) AZUD_WARN_UNUSED;

/** azud_output_part_abort: drops the attempt and frees it; NULL is allowed. */
void            azud_output_part_abort (AzudOutputPart *part);

/**
 * azud_outputs_commit: makes all @outputs visible together: every one is completed, fsynced and closed
 * first, then renamed in one short phase, then the folders are fsynced.  If a rename fails, those done are
 * undone. Never looks at a cancel token.  Returns: false and @error; the old targets are then whole.
 * Thread: driver.
 */
bool azud_outputs_commit (AzudOutput **outputs, size_t n_outputs, AzudError *error) AZUD_WARN_UNUSED;

/** azud_output_free: without commit before, removes all temporaries.  NULL is allowed.  No part may be open.
 * */
void azud_output_free (AzudOutput *output);

int64_t azud_output_get_bytes (const AzudOutput *output);   /* of finished parts */

/** azud_output_sweep: removes temporaries in @folder whose owner is dead, and completes or undoes commits
 * that a crash cut. Returns: how many names were removed. */
int azud_output_sweep (const char *folder);
