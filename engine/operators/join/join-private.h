/* join-private.h: the inside of a join: probing (join.c), and what is too large for that (join-parts.c)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "operators/join/join-table.h"
#include "operators/spill/spill-partitions.h"

typedef struct
{
  AzudOperator       base;
  int                build_side;
  AzudJoinTable     *table;              /* NULL while the build side lies parted on disk */
  bool               owns_table;
  AzudJoinCondition *condition;
  AzudJoinKeys       keys;               /* of the probe side */
  AzudProgram       *rest;               /* what is left of the condition, over left ++ right */
  AzudSchema        *combined;           /* left ++ right */
  AzudArena          pairs_arena;
  bool               emits_pairs;        /* not semi, not anti */
  bool               emits_lone_probe;   /* outer on the probe side */
  bool               emits_lone_build;   /* outer on the build side */
  uint8_t           *build_matched;      /* bytes, per build row; NULL unless emits_lone_build */
  uint8_t            probe_matched[AZUD_BATCH_ROWS];
  uint16_t           pair_probe[AZUD_BATCH_ROWS];
  uint32_t           pair_build[AZUD_BATCH_ROWS];
  uint32_t           n_pairs;

  /* join-parts.c */
  AzudJoinSource       source;
  AzudSpillPartitions *build_parts;      /* NULL: there is a table */
  AzudSpillPartitions *probe_parts;
  AzudJoinKeys         build_keys;
  AzudRowLayout        probe_layout;
} Join;

/** azud_join_probe: joins one batch with the table. */
AzudFlow azud_join_probe (Join *self, const AzudBatch *batch, AzudError *error);

/** azud_join_emit_lone_build: build rows of the table that met nobody. */
AzudFlow azud_join_emit_lone_build (Join *self, AzudError *error);

/** azud_join_set_table: takes @table, its own, in the place of the one before; NULL: only gives that up. */
bool azud_join_set_table (Join *self, AzudJoinTable *table, AzudError *error) AZUD_WARN_UNUSED;

/** azud_join_make_table: makes a table of @source and probes that from now on. */
bool azud_join_make_table (Join *self, const AzudJoinSource *source, AzudError *error) AZUD_WARN_UNUSED;

/** azud_join_was_refused: whether making a table failed for want of memory; then @error is empty again and the rows can be parted. */
bool azud_join_was_refused (Join *self, AzudError *error);

/** azud_join_is_too_large: whether the source would take more memory as a table than the task can have. */
bool azud_join_is_too_large (const Join *self);

/** azud_join_part_build: writes the build side to disk, apart by its keys. */
bool azud_join_part_build (Join *self, AzudError *error) AZUD_WARN_UNUSED;

/** azud_join_part_probe: the same with one batch of the probe side. */
bool azud_join_part_probe (Join *self, const AzudBatch *batch, AzudError *error) AZUD_WARN_UNUSED;

/** azud_join_finish_parts: joins the parts, one after the other. */
AzudFlow azud_join_finish_parts (Join *self, AzudError *error);

void azud_join_clear_parts (Join *self);
