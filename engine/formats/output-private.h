/* output-private.h: the inside of an output
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * output-target.c resolves targets and makes temporaries, output-part.c takes the parts of tasks,
 * output-commit.c makes outputs visible, output-sweep.c clears what dead runs left.
 */

#pragma once

#include "base/bytes.h"
#include "base/sync.h"
#include "formats/output-commit.h"
#include "formats/owner-lock.h"

#include <limits.h>

/* What a finished attempt left, until it is written in its turn (single file). */
typedef struct
{
  bool      finished;
  bool      written;      /* in the file, or nothing to write */
  bool      has_file;     /* folder: a part file exists */
  AzudBytes data;
  int       spill;        /* descriptor of a nameless file with what came before data, or -1 */
  int64_t   spill_size;
  int64_t   size;
} AzudOutputSlot;

struct _AzudOutput
{
  AzudAccount     *account;
  AzudMutex        lock;             /* guards what stands between the marks */
  /* -- guarded -- */
  AzudOutputSlot  *slots;
  int              n_slots;
  int              n_partitions;
  int              head;             /* partition whose turn it is */
  bool             head_claimed;     /* somebody writes at head_offset */
  int64_t          head_offset;
  int64_t          buffered;         /* bytes of parts in memory */
  int64_t          bytes;
  int              n_attempts;
  /* -- guarded -- */
  AzudWriteMode    mode;
  bool             folder;
  bool             skipped;
  bool             exists;           /* the target did when the output was made */
  bool             committed;
  bool             renamed;
  bool             backed_up;
  int64_t          buffer_bytes;
  AzudFileIdentity old;              /* of an existing single file */
  int64_t          old_size;
  mode_t           old_mode;
  uid_t            old_owner;
  gid_t            old_group;
  int              fd;               /* of the temporary (single file), -1 when closed */
  int              lock_fd;          /* holds the flock */
  int              intent_fd;        /* holds the flock of the intent, or -1 */
  char             extension[32];
  char             run[24];          /* PID-XXXX */
  char             parent[PATH_MAX]; /* folder of the target */
  char             target[PATH_MAX];
  char             temporary[PATH_MAX];
  char             backup[PATH_MAX];
};

struct _AzudOutputPart
{
  AzudOutput *output;
  int         partition;
  int         attempt;
  bool        direct;        /* writes at its place in the file */
  int64_t     offset;
  int64_t     size;
  AzudBytes   data;
  int         spill;
  int64_t     spill_size;
  int         fd;            /* folder: the part file, -1 until something is written */
  char        path[PATH_MAX];
};

/** azud_output_part_name: name of the part file of @partition within the folder. */
void azud_output_part_name (const AzudOutput *output, int partition, char *name, size_t size);

/** azud_output_release_slots: forgets what waits. */
void azud_output_release_slots (AzudOutput *output);

/** azud_output_intent_write, azud_output_intent_remove: the record of a commit of several outputs. */
bool azud_output_intent_write (AzudOutput **outputs, size_t n, AzudError *error) AZUD_WARN_UNUSED;
void azud_output_intent_remove (AzudOutput **outputs, size_t n);

/** azud_output_refuse_existing: PATH_ALREADY_EXISTS, and what can be done.  Returns: false. */
bool azud_output_refuse_existing (AzudOutput *output, AzudError *error);
