/* join.c: probing a build side
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Candidate pairs (equal keys, or all pairs where there is no equality) are gathered up to a batch, the rest of the condition is
 * evaluated on them, and what passes goes on.  Unmatched probe rows follow their batch; unmatched build rows come at the end.
 */

#include "operators/join/join-private.h"

#include <string.h>

/* Vectors of both sides for @n pairs.  @probe_rows NULL: probe side null; build addresses may be NULL. */
static bool
combine (Join            *self,
         const AzudBatch *probe,
         const uint16_t  *probe_rows,
         uint8_t *const  *build_rows,
         uint32_t         n,
         AzudBatch       *out,
         AzudError       *error)
{
  int n_build = self->table->schema->n_fields;
  int n_probe = self->combined->n_fields - n_build;
  int first_build = self->build_side == 0 ? 0 : n_probe;
  int first_probe = self->build_side == 0 ? n_build : 0;
  AzudArena *arena = &self->pairs_arena;

  *out = (AzudBatch){ .schema = self->combined, .n_rows = n, .n_selected = n };
  out->columns = azud_arena_alloc (arena, (size_t) self->combined->n_fields * sizeof (AzudVector) + 1, 16, error);
  if (out->columns == NULL)
    return false;
  for (int c = 0; c < n_probe; c++)
    if (!(probe_rows != NULL
            ? azud_vector_flatten (&probe->columns[c], probe_rows, n, &out->columns[first_probe + c], arena, error)
            : azud_vector_init_null (&out->columns[first_probe + c], self->combined->fields[first_probe + c].type, n, arena, error)))
      return false;
  return azud_rows_gather (self->table->layout, build_rows, n, 0, n_build, out->columns + first_build, arena, error);
}

static AzudFlow
emit_combined (Join      *self,
               AzudBatch *batch,
               AzudError *error)
{
  batch->schema = self->base.plan->schema;
  return azud_operator_emit (&self->base, batch, error);
}

/* Checks the gathered pairs against the rest of the condition and hands the good ones on. */
static AzudFlow
flush_pairs (Join            *self,
             const AzudBatch *probe,
             AzudError       *error)
{
  uint8_t *build_rows[AZUD_BATCH_ROWS];
  uint16_t selection[AZUD_BATCH_ROWS];
  uint32_t n = self->n_pairs;
  AzudBatch batch;

  self->n_pairs = 0;
  if (n == 0)
    return AZUD_FLOW_MORE;

  if (self->emits_pairs || self->rest != NULL)
    {
      azud_arena_reset (&self->pairs_arena);
      for (uint32_t i = 0; i < n; i++)
        build_rows[i] = self->table->rows[self->pair_build[i]];
      if (!combine (self, probe, self->pair_probe, build_rows, n, &batch, error))
        return AZUD_FLOW_FAILED;
    }
  if (self->rest != NULL)
    {
      if (!azud_program_filter (self->rest, &batch, selection, &batch.n_selected, &self->pairs_arena, error))
        return AZUD_FLOW_FAILED;
      if (batch.n_selected < n)
        batch.selection = selection;
      n = batch.n_selected;
    }
  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t pair = self->rest != NULL ? azud_batch_row (&batch, i) : i;

      self->probe_matched[self->pair_probe[pair]] = 1;
      if (self->build_matched != NULL)
        self->build_matched[self->pair_build[pair]] = 1;
    }
  return self->emits_pairs && n > 0 ? emit_combined (self, &batch, error) : AZUD_FLOW_MORE;
}

static inline AzudFlow
add_pair (Join            *self,
          const AzudBatch *probe,
          uint32_t         probe_row,
          uint32_t         build_row,
          AzudError       *error)
{
  self->pair_probe[self->n_pairs] = (uint16_t) probe_row;
  self->pair_build[self->n_pairs++] = build_row;
  return self->n_pairs == azud_batch_rows () ? flush_pairs (self, probe, error) : AZUD_FLOW_MORE;
}

/* Pairs with equal keys.  A semi or anti join without more conditions needs one pair a row only. */
static AzudFlow
probe_by_key (Join            *self,
              const AzudBatch *batch,
              AzudError       *error)
{
  bool first_only = !self->emits_pairs && self->rest == NULL;
  uint32_t *groups = azud_arena_alloc (&self->base.arena, (size_t) batch->n_selected * sizeof *groups, 16, error);
  AzudKeys keys;
  AzudFlow flow = AZUD_FLOW_MORE;

  if (groups == NULL || !azud_join_keys_encode (&self->keys, batch, &keys, &self->base.arena, error))
    return AZUD_FLOW_FAILED;
  azud_group_table_find (&self->table->table, &keys, groups);
  for (uint32_t i = 0; i < batch->n_selected; i++)
    {
      uint32_t row = azud_batch_row (batch, i);

      if (keys.has_null[i] || groups[i] == AZUD_NO_GROUP)
        continue;
      for (uint32_t build = self->table->heads[groups[i]]; build != AZUD_NO_GROUP; build = self->table->next[build])
        {
          flow = add_pair (self, batch, row, build, error);
          if (flow != AZUD_FLOW_MORE)
            return flow;
          if (first_only)
            break;
        }
    }
  return flush_pairs (self, batch, error);
}

static AzudFlow
probe_all (Join            *self,
           const AzudBatch *batch,
           AzudError       *error)
{
  for (uint32_t i = 0; i < batch->n_selected; i++)
    {
      uint32_t row = azud_batch_row (batch, i);

      if (!azud_cancel_check (self->base.context->task->cancel, error))
        return AZUD_FLOW_FAILED;
      for (uint64_t build = 0; build < self->table->n_rows; build++)
        {
          AzudFlow flow = add_pair (self, batch, row, (uint32_t) build, error);

          if (flow != AZUD_FLOW_MORE)
            return flow;
        }
    }
  return flush_pairs (self, batch, error);
}

/* After a batch: probe rows by whether they matched. */
static AzudFlow
emit_probe_rows (Join            *self,
                 const AzudBatch *batch,
                 bool             matched,
                 AzudError       *error)
{
  uint16_t selection[AZUD_BATCH_ROWS];
  uint8_t *nothing[AZUD_BATCH_ROWS];
  uint32_t n = 0;
  AzudBatch out;

  for (uint32_t i = 0; i < batch->n_selected; i++)
    {
      uint32_t row = azud_batch_row (batch, i);

      if ((self->probe_matched[row] != 0) == matched)
        selection[n++] = (uint16_t) row;
    }
  if (n == 0)
    return AZUD_FLOW_MORE;
  if (!self->emits_lone_probe)     /* semi, anti: the probe rows themselves */
    {
      out = *batch;
      out.schema = self->base.plan->schema;
      out.selection = selection;
      out.n_selected = n;
      return azud_operator_emit (&self->base, &out, error);
    }
  memset (nothing, 0, n * sizeof *nothing);
  azud_arena_reset (&self->pairs_arena);
  return combine (self, batch, selection, nothing, n, &out, error) ? emit_combined (self, &out, error) : AZUD_FLOW_FAILED;
}

AzudFlow
azud_join_probe (Join            *self,
                 const AzudBatch *batch,
                 AzudError       *error)
{
  AzudOperator *base = &self->base;
  AzudFlow flow;

  azud_arena_reset (&base->arena);
  memset (self->probe_matched, 0, batch->n_rows);
  flow = self->keys.n_keys > 0 ? probe_by_key (self, batch, error) : probe_all (self, batch, error);
  if (flow != AZUD_FLOW_MORE)
    {
      self->n_pairs = 0;
      return flow;
    }
  if (base->plan->as.join.type == AZUD_JOIN_SEMI)
    return emit_probe_rows (self, batch, true, error);
  if (base->plan->as.join.type == AZUD_JOIN_ANTI || self->emits_lone_probe)
    return emit_probe_rows (self, batch, false, error);
  return AZUD_FLOW_MORE;
}

AzudFlow
azud_join_emit_lone_build (Join      *self,
                           AzudError *error)
{
  AzudFlow flow = AZUD_FLOW_MORE;
  uint8_t *rows[AZUD_BATCH_ROWS];
  uint32_t n = 0;

  for (uint64_t row = 0; self->emits_lone_build && flow == AZUD_FLOW_MORE && row <= self->table->n_rows; row++)
    {
      bool at_end = row == self->table->n_rows;
      AzudBatch out;

      if (!at_end && !self->build_matched[row])
        rows[n++] = self->table->rows[row];
      if (n == 0 || (!at_end && n < azud_batch_rows ()))
        continue;
      azud_arena_reset (&self->pairs_arena);
      if (!azud_cancel_check (self->base.context->task->cancel, error) || !combine (self, NULL, NULL, rows, n, &out, error))
        return AZUD_FLOW_FAILED;
      flow = emit_combined (self, &out, error);
      n = 0;
    }
  return flow;
}

/* ---- the operator ---- */

static AzudFlow
join_push (AzudOperator    *base,
           const AzudBatch *batch,
           AzudError       *error)
{
  Join *self = (Join *) base;

  if (self->build_parts == NULL)
    return azud_join_probe (self, batch, error);
  return azud_join_part_probe (self, batch, error) ? AZUD_FLOW_MORE : AZUD_FLOW_FAILED;
}

static bool
join_finish (AzudOperator *base,
             AzudError    *error)
{
  Join *self = (Join *) base;

  return (self->build_parts == NULL ? azud_join_emit_lone_build (self, error) : azud_join_finish_parts (self, error))
         != AZUD_FLOW_FAILED;
}

bool
azud_join_set_table (Join          *self,
                     AzudJoinTable *table,
                     AzudError     *error)
{
  AzudAccount *account = self->base.context->account;

  if (self->build_matched != NULL)
    azud_account_release (account, self->build_matched, self->table->n_rows + 1);
  self->build_matched = NULL;
  if (self->owns_table)
    azud_join_table_free (self->table);
  self->table = table;
  self->owns_table = table != NULL;
  if (table == NULL || !self->emits_lone_build)
    return true;
  self->build_matched = azud_account_alloc (account, table->n_rows + 1, error);
  if (self->build_matched == NULL)
    return false;
  memset (self->build_matched, 0, table->n_rows + 1);
  return true;
}

static void
join_clear (AzudOperator *base)
{
  Join *self = (Join *) base;

  azud_join_clear_parts (self);
  if (!azud_join_set_table (self, NULL, NULL))
    g_assert_not_reached ();
  azud_join_keys_clear (&self->keys);
  azud_join_condition_free (self->condition);
  azud_program_free (self->rest);
  azud_schema_unref (self->combined);
  azud_arena_clear (&self->pairs_arena);
}

static bool
join_init (Join      *self,
           AzudError *error)
{
  const AzudPlan *plan = self->base.plan;
  AzudTaskContext *context = self->base.context;
  AzudJoinType type = plan->as.join.type;
  int build = self->build_side;

  self->emits_pairs = type != AZUD_JOIN_SEMI && type != AZUD_JOIN_ANTI;
  self->emits_lone_probe = type == AZUD_JOIN_FULL || type == (build == 1 ? AZUD_JOIN_LEFT : AZUD_JOIN_RIGHT);
  self->emits_lone_build = type == AZUD_JOIN_FULL || type == (build == 1 ? AZUD_JOIN_RIGHT : AZUD_JOIN_LEFT);
  self->combined = azud_join_combined_schema (plan);
  self->condition = azud_join_condition_new (plan);

  if (!azud_join_keys_init (&self->keys, self->condition, build == 1, context->settings, context->account, error))
    return false;
  if (self->condition->rest == NULL)
    return true;
  self->rest = azud_program_new (&self->condition->rest, 1, context->settings, context->account, error);
  return self->rest != NULL;
}

/* A table of its own, or parts on disk. */
static bool
begin (Join      *self,
       AzudError *error)
{
  if (azud_join_is_too_large (self))
    return azud_join_part_build (self, error);
  return azud_join_make_table (self, &self->source, error)
         || (self->keys.n_keys > 0 && azud_join_was_refused (self, error) && azud_join_part_build (self, error));
}

AzudOperator *
azud_join_new (AzudTaskContext      *context,
               const AzudPlan       *plan,
               int                   build_side,
               AzudJoinTable        *shared,
               const AzudJoinSource *source,
               AzudError            *error)
{
  Join *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self == NULL)
    return NULL;

  self->base.push = join_push;
  self->base.finish = join_finish;
  self->base.clear = join_clear;
  self->build_side = build_side;
  self->source = *source;
  self->table = shared;
  azud_arena_init (&self->pairs_arena, context->account);
  if (!join_init (self, error) || (shared == NULL && !begin (self, error)))
    {
      azud_operator_free (&self->base);
      return NULL;
    }
  return &self->base;
}
