/* hash-aggregate.c: groups and their aggregates
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * When memory is short, a PARTIAL aggregate hands on what it has and begins anew.  Another one takes no new groups any more: rows of groups it
 * knows go on as before, all others are written to disk apart by their keys and aggregated afterwards, part by part (as PostgreSQL's
 * hash aggregate does).  So each group meets its rows in their order, spilled or not.
 */

#include "operators/aggregate/group-table.h"
#include "operators/spill/spill-partitions.h"
#include "operators/wide.h"

#include "expr/function.h"
#include "expr/program.h"

#include <string.h>

#define MAX_PARTIAL 4
#define STATES_PER_BLOCK 1024

/* One aggregate call. */
typedef struct
{
  AzudExpr            *call;
  const AzudAggregate *kernels;
  void                *bound;
  uint32_t             offset;        /* of its state within a group's states */
  int                  first_arg;     /* where its arguments are among the program's values */
  int                  n_args;        /* FINAL: partial columns */
  int                  filter;        /* value number of FILTER (WHERE ...), or -1 */
} Aggregate;

typedef struct
{
  AzudOperator    base;
  AzudProgram    *program;           /* keys, then arguments and filters; FINAL: NULL, columns are taken as they are */
  int             n_values;
  AzudVector     *values;
  AzudKeyCodec   *codec;
  AzudGroupTable  groups;
  Aggregate      *aggregates;
  uint32_t        states_size;       /* of one group */
  uint8_t       **blocks;            /* states, STATES_PER_BLOCK groups each */
  uint64_t        n_blocks;
  uint64_t        blocks_room;
  AzudArena       states_arena;      /* what states grow */
  uint64_t        n_groups;
  AzudRowLayout        input_layout; /* of rows on disk */
  AzudSpillPartitions *spilled;      /* where rows of unknown groups go; NULL = all are known */
  int                  depth;        /* of the rows being read: 0 = from the input */
} HashAggregate;

static inline uint8_t *
group_states (const HashAggregate *self,
              uint64_t             group)
{
  return self->blocks[group / STATES_PER_BLOCK] + (group % STATES_PER_BLOCK) * self->states_size;
}

static bool
add_states (HashAggregate *self,
            uint64_t       n_groups,
            AzudError     *error)
{
  AzudAccount *account = self->base.context->account;

  while (self->n_blocks * STATES_PER_BLOCK < n_groups)
    {
      size_t size = (size_t) STATES_PER_BLOCK * self->states_size;
      uint8_t *block;

      if (!azud_array_reserve (account, (void **) &self->blocks, &self->blocks_room, self->n_blocks + 1,
                               sizeof (uint8_t *), error))
        return false;
      block = azud_account_alloc (account, size, error);
      if (block == NULL)
        return false;
      memset (block, 0, size);
      self->blocks[self->n_blocks++] = block;
    }
  self->n_groups = n_groups;
  return true;
}

/* Leaves only rows of known groups in @batch; the others go to disk. */
static bool
part_batch (HashAggregate  *self,
            AzudBatch      *batch,
            const AzudKeys *keys,
            uint32_t       *groups,
            AzudError      *error)
{
  uint32_t n = batch->n_selected;
  uint16_t *known = azud_arena_alloc (&self->base.arena, (size_t) n * sizeof *known, 16, error);
  uint16_t *unknown = azud_arena_alloc (&self->base.arena, (size_t) n * sizeof *unknown, 16, error);
  uint64_t *hashes = azud_arena_alloc (&self->base.arena, (size_t) n * sizeof *hashes, 16, error);
  uint32_t n_known = 0, n_unknown = 0;

  if (known == NULL || unknown == NULL || hashes == NULL)
    return false;
  azud_group_table_find (&self->groups, keys, groups);
  for (uint32_t i = 0; i < n; i++)
    {
      uint16_t row = (uint16_t) azud_batch_row (batch, i);

      if (groups[i] == AZUD_NO_GROUP)
        {
          hashes[n_unknown] = keys->hashes[i];
          unknown[n_unknown++] = row;
        }
      else
        {
          groups[n_known] = groups[i];
          known[n_known++] = row;
        }
    }
  batch->selection = known;
  batch->n_selected = n_known;
  return azud_spill_partitions_append (self->spilled, batch->columns, unknown, hashes, n_unknown, error);
}

/* Group number of every selected row; without keys all are group 0. */
static bool
find_groups (HashAggregate *self,
             AzudBatch     *batch,
             uint32_t      *groups,
             AzudError     *error)
{
  int n_keys = self->base.plan->as.aggregate.n_keys;
  const AzudVector **columns;
  AzudKeys keys;

  if (n_keys == 0)
    {
      memset (groups, 0, batch->n_selected * sizeof *groups);
      return add_states (self, 1, error);
    }
  columns = azud_arena_alloc (&self->base.arena, (size_t) n_keys * sizeof *columns, 16, error);
  if (columns == NULL)
    return false;
  for (int k = 0; k < n_keys; k++)
    columns[k] = &self->values[k];
  if (!azud_key_codec_encode (self->codec, columns, batch->selection, batch->n_selected, true, &keys,
                              &self->base.arena, error))
    return false;
  if (self->spilled != NULL)
    return part_batch (self, batch, &keys, groups, error);
  return azud_group_table_find_or_add (&self->groups, &keys, groups, error)
         && add_states (self, self->groups.n_groups, error);
}

/* Rows whose filter is true, with their states side by side. */
static uint32_t
apply_filter (const AzudVector *filter,
              const AzudBatch  *batch,
              uint8_t         **states,
              uint16_t         *rows)
{
  AzudVectorView view = azud_vector_view (filter);
  const uint8_t *values = view.data;
  uint32_t n = 0;

  for (uint32_t i = 0; i < batch->n_selected; i++)
    {
      uint32_t row = azud_batch_row (batch, i);
      uint32_t at = azud_view_index (&view, row);

      if (!azud_view_valid (&view, at) || !values[at])
        continue;
      rows[n] = (uint16_t) row;
      states[n++] = states[i];
    }
  return n;
}

static bool
update_one (HashAggregate   *self,
            const Aggregate *aggregate,
            const AzudBatch *batch,
            const uint32_t  *groups,
            AzudError       *error)
{
  AzudArena *arena = &self->base.arena;
  bool is_final = self->base.plan->as.aggregate.mode == AZUD_AGGREGATE_FINAL;
  uint8_t **states = azud_arena_alloc (arena, (size_t) batch->n_selected * sizeof *states, 16, error);
  const AzudVector **args = azud_arena_alloc (arena, (size_t) aggregate->n_args * sizeof *args + 1, 16, error);
  AzudKernelCall call;

  if (states == NULL || args == NULL)
    return false;
  for (uint32_t i = 0; i < batch->n_selected; i++)
    states[i] = group_states (self, groups[i]) + aggregate->offset;
  for (int a = 0; a < aggregate->n_args; a++)
    args[a] = &self->values[aggregate->first_arg + a];

  call = (AzudKernelCall){ .call = aggregate->call, .bound = aggregate->bound, .args = args,
                           .n_args = (uint32_t) aggregate->n_args, .rows = batch->selection, .n = batch->n_selected,
                           .length = batch->n_rows, .arena = &self->states_arena,
                           .settings = self->base.context->settings };
  if (aggregate->filter >= 0)
    {
      uint16_t *rows = azud_arena_alloc (arena, (size_t) batch->n_selected * sizeof *rows, 16, error);

      if (rows == NULL)
        return false;
      call.n = apply_filter (&self->values[aggregate->filter], batch, states, rows);
      call.rows = rows;
    }
  return is_final ? aggregate->kernels->merge (&call, states, error)
                  : aggregate->kernels->update (&call, states, error);
}

static bool
take_batch (HashAggregate   *self,
            const AzudBatch *given,
            AzudError       *error)
{
  AzudOperator *base = &self->base;
  AzudBatch batch = *given;
  uint32_t *groups;

  azud_arena_reset (&base->arena);
  groups = azud_arena_alloc (&base->arena, (size_t) batch.n_selected * sizeof *groups, 16, error);
  if (groups == NULL)
    return false;
  if (self->program == NULL)
    self->values = batch.columns;
  else if (!azud_program_eval (self->program, &batch, self->values, &base->arena, error))
    return false;

  if (!find_groups (self, &batch, groups, error))
    return false;
  for (int i = 0; batch.n_selected > 0 && i < base->plan->as.aggregate.n_values; i++)
    if (!update_one (self, &self->aggregates[i], &batch, groups, error))
      return false;
  return true;
}

/* Groups [first, first + n) as a batch. */
static AzudFlow
emit_groups (HashAggregate *self,
             uint64_t       first,
             uint32_t       n,
             AzudError     *error)
{
  const AzudPlan *plan = self->base.plan;
  AzudArena *arena = &self->base.arena;
  int column = plan->as.aggregate.n_keys;
  uint8_t **states;
  AzudBatch batch;

  azud_arena_reset (arena);
  states = azud_arena_alloc (arena, (size_t) n * sizeof *states, 16, error);
  if (states == NULL || !azud_operator_init_batch (&self->base, plan->schema, &batch, error))
    return AZUD_FLOW_FAILED;
  if (column > 0
      && !azud_key_codec_decode (self->codec, self->groups.keys + first, self->groups.key_sizes + first, n,
                                 batch.columns, arena, error))
    return AZUD_FLOW_FAILED;

  for (int i = 0; i < plan->as.aggregate.n_values; i++)
    {
      const Aggregate *aggregate = &self->aggregates[i];
      const AzudDtype *types[MAX_PARTIAL];
      bool is_partial = plan->as.aggregate.mode == AZUD_AGGREGATE_PARTIAL;
      int n_columns = is_partial ? aggregate->kernels->partial_types (aggregate->call, types) : 1;

      for (int c = 0; c < n_columns; c++)
        if (!azud_vector_init_flat (&batch.columns[column + c], is_partial ? types[c] : aggregate->call->type, n, arena, error))
          return AZUD_FLOW_FAILED;
      for (uint32_t g = 0; g < n; g++)
        states[g] = group_states (self, first + g) + aggregate->offset;
      if (!(is_partial ? aggregate->kernels->emit_partial (aggregate->call, states, n, &batch.columns[column], arena, error)
                       : aggregate->kernels->emit (aggregate->call, states, n, &batch.columns[column], arena, error)))
        return AZUD_FLOW_FAILED;
      column += n_columns;
    }
  batch.n_rows = batch.n_selected = n;
  return azud_operator_emit (&self->base, &batch, error);
}

static AzudFlow
emit_all (HashAggregate *self,
          AzudError     *error)
{
  uint32_t room = azud_batch_rows ();
  AzudFlow flow = AZUD_FLOW_MORE;

  for (uint64_t first = 0; flow == AZUD_FLOW_MORE && first < self->n_groups; first += room)
    {
      uint64_t left = self->n_groups - first;

      if (!azud_cancel_check (self->base.context->task->cancel, error))
        return AZUD_FLOW_FAILED;
      flow = emit_groups (self, first, left < room ? (uint32_t) left : room, error);
    }
  return flow;
}

static void
forget_groups (HashAggregate *self)
{
  AzudAccount *account = self->base.context->account;

  for (uint64_t b = 0; b < self->n_blocks; b++)
    azud_account_release (account, self->blocks[b], (size_t) STATES_PER_BLOCK * self->states_size);
  azud_account_release (account, self->blocks, self->blocks_room * sizeof (uint8_t *));
  self->blocks = NULL;
  self->n_blocks = self->blocks_room = self->n_groups = 0;
  azud_group_table_clear (&self->groups);
  azud_group_table_init (&self->groups, account);
  azud_arena_clear (&self->states_arena);
}

/* ---- when memory is short ---- */

/* No new groups from now on. */
static bool
freeze (HashAggregate *self,
        AzudError     *error)
{
  AzudTaskContext *context = self->base.context;
  const AzudSchema *schema = self->base.plan->inputs[0]->schema;

  if (self->input_layout.types == NULL
      && !azud_row_layout_init_schema (&self->input_layout, schema, 0, context->account, error))
    return false;
  self->spilled = azud_spill_partitions_new (&self->base, &self->input_layout, self->depth, error);
  return self->spilled != NULL;
}

/* How much it keeps, about. */
static uint64_t
kept_bytes (const HashAggregate *self)
{
  return self->n_groups * (self->states_size + 64);
}

static AzudFlow
push (HashAggregate   *self,
      const AzudBatch *batch,
      AzudError       *error)
{
  const AzudPlan *plan = self->base.plan;
  AzudFlow flow = AZUD_FLOW_MORE;

  if (!take_batch (self, batch, error))
    return AZUD_FLOW_FAILED;
  if (plan->as.aggregate.n_keys == 0 || self->spilled != NULL || self->depth == AZUD_SPILL_MAX_DEPTH
      || !azud_task_should_spill (self->base.context, kept_bytes (self)))
    return AZUD_FLOW_MORE;
  if (plan->as.aggregate.mode != AZUD_AGGREGATE_PARTIAL)
    return freeze (self, error) ? AZUD_FLOW_MORE : AZUD_FLOW_FAILED;
  flow = emit_all (self, error);
  forget_groups (self);
  return flow;
}

static AzudFlow
take_spilled (void            *data,
              const AzudBatch *batch,
              AzudError       *error)
{
  return push (data, batch, error);
}

static AzudFlow emit_parts (HashAggregate *self, AzudSpillPartitions *parts, AzudError *error);

/* What there is in memory, then what had to be written meanwhile. */
static AzudFlow
emit_level (HashAggregate *self,
            AzudError     *error)
{
  AzudSpillPartitions *parts = self->spilled;
  AzudFlow flow = emit_all (self, error);

  self->spilled = NULL;
  forget_groups (self);
  if (flow == AZUD_FLOW_MORE && parts != NULL)
    flow = emit_parts (self, parts, error);
  azud_spill_partitions_free (parts);
  return flow;
}

/* Each part like an input of its own; at most AZUD_SPILL_MAX_DEPTH deep. */
static AzudFlow
emit_parts (HashAggregate       *self,
            AzudSpillPartitions *parts,
            AzudError           *error)
{
  const AzudSchema *schema = self->base.plan->inputs[0]->schema;
  AzudFlow flow = azud_spill_partitions_finish (parts, error) ? AZUD_FLOW_MORE : AZUD_FLOW_FAILED;
  int depth = self->depth;
  AzudArena arena;

  azud_arena_init (&arena, self->base.context->account);
  for (int p = 0; flow == AZUD_FLOW_MORE && p < AZUD_SPILL_PARTITIONS; p++)
    {
      if (parts->runs[p].n_rows == 0)
        continue;
      self->depth = depth + 1;
      flow = azud_spill_run_read (&parts->runs[p], self->base.context, schema, &arena, take_spilled, self, error);
      azud_arena_reset (&arena);
      if (flow == AZUD_FLOW_MORE)
        flow = emit_level (self, error);
      self->depth = depth;
    }
  azud_arena_clear (&arena);
  return flow;
}

/* ---- the operator ---- */

static AzudFlow
hash_aggregate_push (AzudOperator    *base,
                     const AzudBatch *batch,
                     AzudError       *error)
{
  return push ((HashAggregate *) base, batch, error);
}

static bool
hash_aggregate_finish (AzudOperator *base,
                       AzudError    *error)
{
  HashAggregate *self = (HashAggregate *) base;

  if (base->plan->as.aggregate.n_keys == 0 && !add_states (self, 1, error))
    return false;
  return emit_level (self, error) != AZUD_FLOW_FAILED;
}

static void
hash_aggregate_clear (AzudOperator *base)
{
  HashAggregate *self = (HashAggregate *) base;
  AzudAccount *account = base->context->account;
  int n = base->plan->as.aggregate.n_values;

  for (int i = 0; self->aggregates != NULL && i < n; i++)
    {
      const AzudExpr *call = self->aggregates[i].call;

      if (self->aggregates[i].bound != NULL && call->function->signatures[call->variant].unbind != NULL)
        call->function->signatures[call->variant].unbind (self->aggregates[i].bound);
    }
  forget_groups (self);
  azud_spill_partitions_free (self->spilled);
  azud_row_layout_clear (&self->input_layout, account);
  azud_account_release (account, self->aggregates, (size_t) n * sizeof (Aggregate) + 1);
  if (self->program != NULL)
    azud_account_release (account, self->values, (size_t) self->n_values * sizeof (AzudVector) + 1);
  azud_program_free (self->program);
  azud_key_codec_free (self->codec);
}

/* ---- making it ---- */

static bool
init_codec (HashAggregate *self,
            AzudError     *error)
{
  const AzudPlan *plan = self->base.plan;
  int n_keys = plan->as.aggregate.n_keys;
  AzudKeyColumn *columns = azud_arena_alloc (&self->base.arena, (size_t) n_keys * sizeof *columns, 16, error);

  if (columns == NULL)
    return false;
  for (int k = 0; k < n_keys; k++)
    columns[k] = (AzudKeyColumn){ .type = plan->schema->fields[k].type };
  self->codec = azud_key_codec_new (columns, n_keys, false, self->base.context->account, error);
  return self->codec != NULL;
}

static bool
init_aggregates (HashAggregate *self,
                 AzudError     *error)
{
  const AzudPlan *plan = self->base.plan;
  bool is_final = plan->as.aggregate.mode == AZUD_AGGREGATE_FINAL;
  int n = plan->as.aggregate.n_values;
  int value = plan->as.aggregate.n_keys;

  self->aggregates = azud_account_alloc (self->base.context->account, (size_t) n * sizeof (Aggregate) + 1, error);
  if (self->aggregates == NULL)
    return false;
  memset (self->aggregates, 0, (size_t) n * sizeof (Aggregate));

  for (int i = 0; i < n; i++)
    {
      Aggregate *aggregate = &self->aggregates[i];
      AzudExpr *call = plan->as.aggregate.values[i].expr;
      const AzudSignature *signature = &call->function->signatures[call->variant];
      const AzudDtype *types[MAX_PARTIAL];

      aggregate->call = call;
      aggregate->kernels = signature->aggregate;
      aggregate->offset = self->states_size;
      self->states_size += (aggregate->kernels->state_size (call) + 15u) & ~15u;
      aggregate->first_arg = value;
      aggregate->n_args = is_final ? aggregate->kernels->partial_types (call, types) : call->n_args;
      value += aggregate->n_args;
      aggregate->filter = !is_final && call->filter != NULL ? value++ : -1;
      if (signature->bind != NULL
          && !signature->bind (call, self->base.context->settings, &aggregate->bound, error))
        return false;
    }
  if (self->states_size == 0)
    self->states_size = 16;
  self->n_values = value;
  return true;
}

static bool
init_program (HashAggregate *self,
              AzudError     *error)
{
  const AzudPlan *plan = self->base.plan;
  AzudTaskContext *context = self->base.context;
  size_t exprs_size = (size_t) self->n_values * sizeof (AzudExpr *) + 1;
  AzudExpr **exprs = azud_account_alloc (context->account, exprs_size, error);
  int value = 0;

  self->values = azud_account_alloc (context->account, (size_t) self->n_values * sizeof (AzudVector) + 1, error);
  if (exprs != NULL && self->values != NULL)
    {
      for (int k = 0; k < plan->as.aggregate.n_keys; k++)
        exprs[value++] = plan->as.aggregate.keys[k].expr;
      for (int i = 0; i < plan->as.aggregate.n_values; i++)
        {
          AzudExpr *call = self->aggregates[i].call;

          for (int a = 0; a < call->n_args; a++)
            exprs[value++] = call->args[a];
          if (call->filter != NULL)
            exprs[value++] = call->filter;
        }
      self->program = azud_program_new (exprs, value, context->settings, context->account, error);
    }
  azud_account_release (context->account, exprs, exprs_size);
  if (self->program == NULL)
    {
      azud_account_release (context->account, self->values, (size_t) self->n_values * sizeof (AzudVector) + 1);
      self->values = NULL;
    }
  return self->program != NULL;
}

AzudOperator *
azud_hash_aggregate_new (AzudTaskContext *context,
                         const AzudPlan  *plan,
                         AzudError       *error)
{
  HashAggregate *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self == NULL)
    return NULL;

  self->base.push = hash_aggregate_push;
  self->base.finish = hash_aggregate_finish;
  self->base.clear = hash_aggregate_clear;
  azud_arena_init (&self->states_arena, context->account);
  azud_group_table_init (&self->groups, context->account);
  if ((plan->as.aggregate.n_keys > 0 && !init_codec (self, error))
      || !init_aggregates (self, error)
      || (plan->as.aggregate.mode != AZUD_AGGREGATE_FINAL && !init_program (self, error)))
    {
      azud_operator_free (&self->base);
      return NULL;
    }
  return &self->base;
}
