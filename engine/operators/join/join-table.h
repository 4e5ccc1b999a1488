/* join-table.h: inside of a join's build side, shared by building and probing
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "operators/aggregate/group-table.h"
#include "operators/exchange/exchange.h"
#include "operators/wide.h"

#include "expr/program.h"
#include "plan/join-keys.h"

/* Computes the keys of one side. */
typedef struct
{
  int           n_keys;        /* 0: no equality to hash by, every pair of rows is a candidate */
  const bool   *null_safe;     /* per key: compared by <=> */
  AzudProgram  *program;
  AzudKeyCodec *codec;
} AzudJoinKeys;

bool azud_join_keys_init (AzudJoinKeys *keys, const AzudJoinCondition *condition, bool left, const AzudExprSettings *settings, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void azud_join_keys_clear (AzudJoinKeys *keys);

/** azud_join_keys_encode: keys with hashes of the selected rows; has_null says that a row can match nothing. */
bool azud_join_keys_encode (AzudJoinKeys *keys, const AzudBatch *batch, AzudKeys *out, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

struct _AzudJoinTable
{
  AzudAccount        *account;
  const AzudRowLayout *layout;      /* of the rows */
  const AzudSchema   *schema;
  AzudShuffleCursor   cursor;       /* keeps the rows where they are, when they come from an exchange */
  AzudRows            kept;         /* holds them, when they come from disk */
  int                 build_side;
  AzudJoinCondition  *condition;
  AzudJoinKeys        keys;
  AzudGroupTable      table;
  uint8_t           **rows;         /* all build rows, in order */
  uint64_t            n_rows, rows_room;
  uint32_t           *groups;       /* [row] its key's group */
  uint64_t            groups_room;
  uint32_t           *heads;        /* [group] its first row */
  uint64_t            heads_room;
  uint32_t           *next;         /* [row] the next row with the same key, or AZUD_NO_GROUP */
  uint64_t            next_room;
};
