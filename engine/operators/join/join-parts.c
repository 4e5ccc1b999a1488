/* join-parts.c: joins whose build side is too large for memory
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Both sides are written to disk apart by their keys, then joined part by part; a part that is still too large is parted again by other
 * bits of the hash.  Rows that go nowhere by that have one key: they are tried as a table, and if memory refuses, the error names the key.
 */

#include "operators/join/join-private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define BYTES_PER_ROW 128    /* of a table while it grows, beside the row itself */

static bool
fits (const Join *self,
      uint64_t    n_rows,
      uint64_t    n_bytes)
{
  return !azud_task_would_spill (self->base.context, n_bytes + n_rows * BYTES_PER_ROW);
}

bool
azud_join_is_too_large (const Join *self)
{
  AzudShuffle *shuffle = self->source.shuffle;
  uint64_t rows, all_rows = (uint64_t) atomic_load (&shuffle->n_rows);

  if (self->keys.n_keys == 0 || all_rows == 0)
    return false;
  rows = azud_shuffle_count_rows (shuffle, &self->source.slice);
  return !fits (self, rows, (uint64_t) ((double) atomic_load (&shuffle->n_bytes) / (double) all_rows * (double) rows));
}

/* ---- writing ---- */

typedef struct
{
  Join                *join;
  AzudJoinKeys        *keys;
  AzudSpillPartitions *parts;
} Parting;

static AzudFlow
part_batch (void            *data,
            const AzudBatch *batch,
            AzudError       *error)
{
  Parting *parting = data;
  AzudArena *arena = &parting->join->base.arena;
  uint16_t *rows;
  AzudKeys keys;

  azud_arena_reset (arena);
  rows = azud_arena_alloc (arena, (size_t) batch->n_selected * sizeof *rows + 1, 16, error);
  if (rows == NULL || !azud_join_keys_encode (parting->keys, batch, &keys, arena, error))
    return AZUD_FLOW_FAILED;
  for (uint32_t i = 0; i < batch->n_selected; i++)
    rows[i] = (uint16_t) azud_batch_row (batch, i);
  return azud_spill_partitions_append (parting->parts, batch->columns, rows, keys.hashes, batch->n_selected, error)
           ? AZUD_FLOW_MORE : AZUD_FLOW_FAILED;
}

static bool
read_exchange (Join      *self,
               Parting   *parting,
               AzudError *error)
{
  AzudTaskContext *context = self->base.context;
  AzudFlow flow;
  AzudArena arena;

  azud_arena_init (&arena, context->account);
  flow = azud_shuffle_read (self->source.shuffle, self->source.slice, context->task->progress, context->task->cancel, &arena,
                            part_batch, parting, error);
  azud_arena_clear (&arena);
  return flow == AZUD_FLOW_MORE;
}

bool
azud_join_part_build (Join      *self,
                      AzudError *error)
{
  AzudTaskContext *context = self->base.context;
  const AzudSchema *probe = self->base.plan->inputs[1 - self->build_side]->schema;
  Parting parting = { self, &self->build_keys, NULL };

  if (!azud_join_keys_init (&self->build_keys, self->condition, self->build_side == 0, context->settings, context->account, error)
      || !azud_row_layout_init_schema (&self->probe_layout, probe, 0, context->account, error))
    return false;
  self->build_parts = azud_spill_partitions_new (&self->base, &self->source.shuffle->layout, 0, error);
  self->probe_parts = azud_spill_partitions_new (&self->base, &self->probe_layout, 0, error);
  parting.parts = self->build_parts;
  return self->build_parts != NULL && self->probe_parts != NULL && read_exchange (self, &parting, error);
}

bool
azud_join_part_probe (Join            *self,
                      const AzudBatch *batch,
                      AzudError       *error)
{
  Parting parting = { self, &self->keys, self->probe_parts };

  return part_batch (&parting, batch, error) == AZUD_FLOW_MORE;
}

void
azud_join_clear_parts (Join *self)
{
  azud_spill_partitions_free (self->build_parts);
  azud_spill_partitions_free (self->probe_parts);
  self->build_parts = self->probe_parts = NULL;
  azud_join_keys_clear (&self->build_keys);
  azud_row_layout_clear (&self->probe_layout, self->base.context->account);
}

/* ---- joining ---- */

static AzudFlow
probe_cb (void            *data,
          const AzudBatch *batch,
          AzudError       *error)
{
  return azud_join_probe (data, batch, error);
}

/* The rows of one key are more than memory: says which key. */
static void
explain_refusal (Join               *self,
                 const AzudSpillRun *build,
                 AzudError          *error)
{
  char rows[32], bytes[32];
  char *key;

  if (error == NULL || strcmp (error->condition, "AZUD_OUT_OF_MEMORY") != 0)
    return;
  snprintf (rows, sizeof rows, "%" PRIu64, build->n_rows);
  snprintf (bytes, sizeof bytes, "%" PRIu64, azud_spill_run_get_size (build));
  key = azud_expr_print (self->build_side == 0 ? self->condition->left_keys[0] : self->condition->right_keys[0]);
  azud_error_clear (error);
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_KEY_TOO_LARGE",
                  N_("{1} rows ({2} bytes) on one side of the join share one value of {0}, which is more than memory holds; give it more, or filter that value"),
                  key, rows, bytes, NULL);
  g_free (key);
}

bool
azud_join_make_table (Join                 *self,
                      const AzudJoinSource *source,
                      AzudError            *error)
{
  AzudTaskContext *context = self->base.context;
  AzudJoinTable *table = azud_join_table_new (self->base.plan, self->build_side, source, context->settings, context->account,
                                              context->task->cancel, error);

  return table != NULL && azud_join_set_table (self, table, error);
}

bool
azud_join_was_refused (Join      *self,
                       AzudError *error)
{
  if (error == NULL || strcmp (error->condition, "AZUD_OUT_OF_MEMORY") != 0 || !azud_join_set_table (self, NULL, NULL))
    return false;
  azud_error_clear (error);
  return true;
}

/* The probe rows of a part against its table. */
static AzudFlow
probe_part (Join               *self,
            const AzudSpillRun *probe,
            AzudError          *error)
{
  AzudTaskContext *context = self->base.context;
  AzudFlow flow;
  AzudArena arena;

  azud_arena_init (&arena, context->account);
  flow = azud_spill_run_read (probe, context, self->base.plan->inputs[1 - self->build_side]->schema, &arena, probe_cb, self, error);
  azud_arena_clear (&arena);
  if (flow == AZUD_FLOW_MORE)
    flow = azud_join_emit_lone_build (self, error);
  return azud_join_set_table (self, NULL, NULL) ? flow : AZUD_FLOW_FAILED;
}

static AzudFlow join_parts (Join *self, AzudSpillPartitions *build, AzudSpillPartitions *probe, AzudError *error);

/* Reads @run into parts one level deeper.  (transfer full) */
static AzudSpillPartitions *
part_run (Join               *self,
          const AzudSpillRun *run,
          const AzudSchema   *schema,
          AzudJoinKeys       *keys,
          int                 depth,
          AzudError          *error)
{
  AzudSpillPartitions *parts = azud_spill_partitions_new (&self->base, run->layout, depth, error);
  Parting parting = { self, keys, parts };
  AzudFlow flow = AZUD_FLOW_FAILED;
  AzudArena arena;

  if (parts == NULL)
    return NULL;
  azud_arena_init (&arena, self->base.context->account);
  flow = azud_spill_run_read (run, self->base.context, schema, &arena, part_batch, &parting, error);
  azud_arena_clear (&arena);
  if (flow == AZUD_FLOW_MORE)
    return parts;
  azud_spill_partitions_free (parts);
  return NULL;
}

static AzudFlow
part_again (Join               *self,
            const AzudSpillRun *build,
            const AzudSpillRun *probe,
            int                 depth,
            AzudError          *error)
{
  const AzudPlan *plan = self->base.plan;
  AzudSpillPartitions *build_parts = part_run (self, build, plan->inputs[self->build_side]->schema, &self->build_keys, depth, error);
  AzudSpillPartitions *probe_parts = build_parts != NULL
    ? part_run (self, probe, plan->inputs[1 - self->build_side]->schema, &self->keys, depth, error) : NULL;
  AzudFlow flow = AZUD_FLOW_FAILED;

  if (probe_parts != NULL)
    {
      for (int p = 0; p < AZUD_SPILL_PARTITIONS; p++)
        if (build_parts->runs[p].n_rows + build_parts->runs[p].pending.n_rows == build->n_rows)
          build_parts->depth = AZUD_SPILL_MAX_DEPTH;     /* one key: no hash will part it */
      flow = join_parts (self, build_parts, probe_parts, error);
    }
  azud_spill_partitions_free (build_parts);
  azud_spill_partitions_free (probe_parts);
  return flow;
}

static AzudFlow
join_part (Join               *self,
           const AzudSpillRun *build,
           const AzudSpillRun *probe,
           int                 depth,
           AzudError          *error)
{
  AzudJoinSource source = { .shuffle = self->source.shuffle, .run = build };

  if (azud_join_make_table (self, &source, error))
    return probe_part (self, probe, error);
  if (depth < AZUD_SPILL_MAX_DEPTH && azud_join_was_refused (self, error))
    return part_again (self, build, probe, depth + 1, error);
  explain_refusal (self, build, error);
  return AZUD_FLOW_FAILED;
}

static AzudFlow
join_parts (Join                *self,
            AzudSpillPartitions *build,
            AzudSpillPartitions *probe,
            AzudError           *error)
{
  AzudFlow flow = azud_spill_partitions_finish (build, error) && azud_spill_partitions_finish (probe, error)
                    ? AZUD_FLOW_MORE : AZUD_FLOW_FAILED;

  for (int p = 0; flow == AZUD_FLOW_MORE && p < AZUD_SPILL_PARTITIONS; p++)
    {
      const AzudSpillRun *run = &build->runs[p];

      if (run->n_rows + probe->runs[p].n_rows == 0)
        continue;
      if (build->depth < AZUD_SPILL_MAX_DEPTH && !fits (self, run->n_rows, azud_spill_run_get_size (run)))
        flow = part_again (self, run, &probe->runs[p], build->depth + 1, error);
      else
        flow = join_part (self, run, &probe->runs[p], build->depth, error);
    }
  return flow;
}

AzudFlow
azud_join_finish_parts (Join      *self,
                        AzudError *error)
{
  return join_parts (self, self->build_parts, self->probe_parts, error);
}
