/* datasets.h: rows that outlive the run that made them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What a run has left in its exchanges is kept by fingerprint (plan/print.h), for the next run that asks for the same rows of the same files
 * (Spark's CacheManager, and its reuse of shuffle files by skipped stages).  A dataset belongs to one run at a time: who takes it
 * gives it back or frees it.  Beside them stand the rows each operator let through, so that edges of skipped stages show their counts.
 */

#pragma once

#include "operators/exchange/exchange.h"

typedef struct _AzudDatasets AzudDatasets;

/* What an operator counted in a complete run. */
typedef struct
{
  int64_t rows;
  int64_t rows_read;      /* SCAN: before its filter */
} AzudOperatorCounts;

/** azud_datasets_new: (transfer full) (nullable).  All of them must be given back before it is freed.  Thread: any. */
AzudDatasets *azud_datasets_new (AzudBudget *budget, AzudError *error) AZUD_WARN_UNUSED;
void          azud_datasets_free (AzudDatasets *datasets);

/** azud_datasets_take: the rows of @exchange, whose key is @key, as a part of the run of account @run; NULL when they are not kept, or
 * another run has them.  (transfer full) (nullable).  Thread: any that may block. */
AzudShuffle *azud_datasets_take (AzudDatasets *datasets, const char *key, const AzudPlan *exchange, AzudAccount *run);

/** azud_datasets_give: keeps @shuffle (taken) until somebody asks for @key; the one that was given longest ago makes room when there are
 * too many.  One that is there already is replaced.  Thread: any that may block. */
void azud_datasets_give (AzudDatasets *datasets, const char *key, AzudShuffle *shuffle);

/** azud_datasets_forget: all of them.  Thread: any that may block.
 * Returns: how many bytes that gave back, in memory and on disk together. */
int64_t azud_datasets_forget (AzudDatasets *datasets);

/** azud_datasets_look: azud_shuffle_look() at the rows kept under @key; 0 when they are not kept, or a run has taken them, -1 when one would
 * have to wait.  Thread: any. */
int azud_datasets_look (AzudDatasets *datasets, const char *key, int first, AzudShuffleLook *looks, int n);

/** azud_datasets_note, _recall: what the operator of fingerprint @key counted.  _recall: false when that is not known.  Thread: any. */
void azud_datasets_note (AzudDatasets *datasets, const char *key, const AzudOperatorCounts *counts);
bool azud_datasets_recall (AzudDatasets *datasets, const char *key, AzudOperatorCounts *counts);
