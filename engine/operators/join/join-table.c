/* join-table.c: the build side of a join
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rows stay where the exchange left them; the table holds their addresses, chained by key in the order they came in.
 */

#include "operators/join/join-table.h"

#include "plan/join-keys.h"

#include <string.h>

/* Key expressions of one side of @join, compiled over that side's columns. */
bool
azud_join_keys_init (AzudJoinKeys           *keys,
                     const AzudJoinCondition *condition,
                     bool                     left,
                     const AzudExprSettings  *settings,
                     AzudAccount             *account,
                     AzudError               *error)
{
  AzudExpr *const *exprs = left ? condition->left_keys : condition->right_keys;
  int n = condition->n_keys;
  AzudKeyColumn *columns;

  *keys = (AzudJoinKeys){ .n_keys = n, .null_safe = condition->null_safe };
  if (n == 0)
    return true;
  columns = azud_account_alloc (account, (size_t) n * sizeof *columns, error);
  if (columns == NULL)
    return false;
  for (int k = 0; k < n; k++)
    columns[k] = (AzudKeyColumn){ .type = exprs[k]->type };
  keys->codec = azud_key_codec_new (columns, n, false, account, error);
  azud_account_release (account, columns, (size_t) n * sizeof *columns);
  if (keys->codec != NULL)
    keys->program = azud_program_new (exprs, n, settings, account, error);
  return keys->program != NULL;
}

void
azud_join_keys_clear (AzudJoinKeys *keys)
{
  azud_program_free (keys->program);
  azud_key_codec_free (keys->codec);
  *keys = (AzudJoinKeys){ 0 };
}

/* A null in a key that is compared by `=` matches nothing; `<=>` keys are part of the bytes and may be null. */
static void
mark_nulls (const AzudJoinKeys *self,
            const AzudVector   *values,
            const AzudBatch    *batch,
            AzudKeys           *keys)
{
  memset (keys->has_null, 0, keys->n);
  for (int k = 0; k < self->n_keys; k++)
    {
      AzudVectorView view = azud_vector_view (&values[k]);

      if (self->null_safe[k] || view.validity == NULL)
        continue;
      for (uint32_t i = 0; i < batch->n_selected; i++)
        if (!azud_view_valid (&view, azud_view_index (&view, azud_batch_row (batch, i))))
          keys->has_null[i] = 1;
    }
}

bool
azud_join_keys_encode (AzudJoinKeys    *self,
                       const AzudBatch *batch,
                       AzudKeys        *keys,
                       AzudArena       *arena,
                       AzudError       *error)
{
  AzudVector *values = azud_arena_alloc (arena, (size_t) self->n_keys * sizeof *values, 16, error);
  const AzudVector **columns = azud_arena_alloc (arena, (size_t) self->n_keys * sizeof *columns, 16, error);

  if (values == NULL || columns == NULL || !azud_program_eval (self->program, batch, values, arena, error))
    return false;
  for (int k = 0; k < self->n_keys; k++)
    columns[k] = &values[k];
  if (!azud_key_codec_encode (self->codec, columns, batch->selection, batch->n_selected, true, keys, arena, error))
    return false;
  mark_nulls (self, values, batch, keys);
  return true;
}

/* ---- building ---- */

static bool
collect_from_exchange (AzudJoinTable        *table,
                       const AzudJoinSource *source,
                       AzudError            *error)
{
  uint32_t n;

  azud_shuffle_cursor_init (&table->cursor, source->shuffle, source->slice, true, table->account);
  azud_shuffle_cursor_count (&table->cursor, source->progress);
  do
    {
      if (!azud_array_reserve (table->account, (void **) &table->rows, &table->rows_room,
                               table->n_rows + AZUD_BATCH_ROWS, sizeof (uint8_t *), error)
          || !azud_shuffle_cursor_next (&table->cursor, table->rows + table->n_rows, AZUD_BATCH_ROWS, &n, error))
        return false;
      table->n_rows += n;
    }
  while (n > 0);
  return true;
}

static bool
collect_from_run (AzudJoinTable      *table,
                  const AzudSpillRun *run,
                  const AzudCancel   *cancel,
                  AzudError          *error)
{
  for (uint64_t i = 0; i < run->n_places; i++)
    {
      AzudChunk *chunk = azud_cancel_check (cancel, error)
                           ? azud_spill_file_read (run->file, &run->places[i], run->layout, table->account, error) : NULL;

      if (chunk == NULL)
        return false;
      if (!azud_rows_adopt (&table->kept, chunk, error))
        {
          azud_block_give (table->account, chunk, chunk->size);
          return false;
        }
      if (!azud_array_reserve (table->account, (void **) &table->rows, &table->rows_room, table->n_rows + chunk->n_rows,
                               sizeof (uint8_t *), error))
        return false;
      for (uint32_t row = 0; row < chunk->n_rows; row++)
        table->rows[table->n_rows++] = azud_chunk_row (chunk, row);
    }
  return true;
}

static bool
collect_rows (AzudJoinTable        *table,
              const AzudJoinSource *source,
              const AzudCancel     *cancel,
              AzudError            *error)
{
  if (!(source->run != NULL ? collect_from_run (table, source->run, cancel, error) : collect_from_exchange (table, source, error)))
    return false;
  if (table->n_rows >= UINT32_MAX)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_TOO_MANY_ROWS",
                           N_("More than 4 billion rows on one side of a join"), NULL);
  return true;
}

static bool
group_rows (AzudJoinTable *table,
            uint64_t       first,
            uint32_t       n,
            AzudArena     *arena,
            AzudError     *error)
{
  uint32_t *groups = azud_arena_alloc (arena, n * sizeof *groups, 16, error);
  AzudBatch batch;
  AzudKeys keys;
  uint32_t n_kept = 0;

  if (groups == NULL
      || !azud_rows_gather_batch (table->layout, table->schema, table->rows + first, n, &batch, arena, error)
      || !azud_join_keys_encode (&table->keys, &batch, &keys, arena, error))
    return false;

  /* rows whose key can match nothing take no part in the table */
  for (uint32_t i = 0; i < n; i++)
    {
      table->groups[first + i] = AZUD_NO_GROUP;
      if (keys.has_null[i])
        continue;
      keys.bytes[n_kept] = keys.bytes[i];
      keys.sizes[n_kept] = keys.sizes[i];
      keys.hashes[n_kept] = keys.hashes[i];
      table->groups[first + i] = n_kept++;
    }
  keys.n = n_kept;
  if (!azud_group_table_find_or_add (&table->table, &keys, groups, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    if (table->groups[first + i] != AZUD_NO_GROUP)
      table->groups[first + i] = groups[table->groups[first + i]];
  return true;
}

/* Chains the rows of each group, first row first. */
static bool
chain_rows (AzudJoinTable *table,
            AzudError     *error)
{
  uint64_t n_groups = table->table.n_groups;

  if (!azud_array_reserve (table->account, (void **) &table->heads, &table->heads_room, n_groups + 1, sizeof (uint32_t), error)
      || !azud_array_reserve (table->account, (void **) &table->next, &table->next_room, table->n_rows + 1, sizeof (uint32_t), error))
    return false;
  for (uint64_t g = 0; g < n_groups; g++)
    table->heads[g] = AZUD_NO_GROUP;
  for (uint64_t row = table->n_rows; row-- > 0;)
    {
      uint32_t group = table->groups[row];

      table->next[row] = AZUD_NO_GROUP;
      if (group == AZUD_NO_GROUP)
        continue;
      table->next[row] = table->heads[group];
      table->heads[group] = (uint32_t) row;
    }
  return true;
}

static bool
build (AzudJoinTable        *table,
       const AzudJoinSource *source,
       const AzudCancel     *cancel,
       AzudError            *error)
{
  AzudArena arena;
  bool done = true;

  if (!collect_rows (table, source, cancel, error))
    return false;
  if (table->keys.n_keys == 0)
    return true;     /* every row is a candidate */
  if (!azud_array_reserve (table->account, (void **) &table->groups, &table->groups_room, table->n_rows + 1, sizeof (uint32_t), error))
    return false;

  azud_arena_init (&arena, table->account);
  for (uint64_t first = 0; done && first < table->n_rows; first += AZUD_BATCH_ROWS)
    {
      uint64_t left = table->n_rows - first;

      azud_arena_reset (&arena);
      done = azud_cancel_check (cancel, error)
             && group_rows (table, first, left < AZUD_BATCH_ROWS ? (uint32_t) left : AZUD_BATCH_ROWS, &arena, error);
    }
  azud_arena_clear (&arena);
  return done && chain_rows (table, error);
}

AzudJoinTable *
azud_join_table_new (const AzudPlan         *join,
                     int                     build_side,
                     const AzudJoinSource   *source,
                     const AzudExprSettings *settings,
                     AzudAccount            *account,
                     const AzudCancel       *cancel,
                     AzudError              *error)
{
  AzudJoinTable *table = azud_account_alloc (account, sizeof *table, error);

  if (table == NULL)
    return NULL;

  memset (table, 0, sizeof *table);
  table->account = account;
  table->layout = &source->shuffle->layout;
  table->schema = source->shuffle->exchange->schema;
  azud_rows_init (&table->kept, table->layout, account);
  table->build_side = build_side;
  azud_group_table_init (&table->table, account);
  table->condition = azud_join_condition_new (join);
  if (!azud_join_keys_init (&table->keys, table->condition, build_side == 0, settings, account, error)
      || !build (table, source, cancel, error))
    {
      azud_join_table_free (table);
      return NULL;
    }
  return table;
}

void
azud_join_table_free (AzudJoinTable *table)
{
  AzudAccount *account;

  if (table == NULL)
    return;

  account = table->account;
  azud_join_keys_clear (&table->keys);
  azud_join_condition_free (table->condition);
  azud_group_table_clear (&table->table);
  azud_shuffle_cursor_clear (&table->cursor);
  azud_rows_clear (&table->kept);
  azud_account_release (account, table->rows, table->rows_room * sizeof (uint8_t *));
  azud_account_release (account, table->groups, table->groups_room * sizeof (uint32_t));
  azud_account_release (account, table->heads, table->heads_room * sizeof (uint32_t));
  azud_account_release (account, table->next, table->next_room * sizeof (uint32_t));
  azud_account_release (account, table, sizeof *table);
}
