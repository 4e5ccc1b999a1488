/* filter.c: keep the rows for which a condition is true
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/narrow.h"

#include "expr/program.h"

typedef struct
{
  AzudOperator base;
  AzudProgram *condition;
  uint16_t     selection[AZUD_BATCH_ROWS];
} Filter;

static AzudFlow
filter_push (AzudOperator    *base,
             const AzudBatch *batch,
             AzudError       *error)
{
  Filter *self = (Filter *) base;
  AzudBatch kept = *batch;

  azud_arena_reset (&base->arena);
  if (!azud_program_filter (self->condition, batch, self->selection, &kept.n_selected, &base->arena, error))
    return AZUD_FLOW_FAILED;
  if (kept.n_selected < batch->n_selected)
    kept.selection = self->selection;
  return azud_operator_emit (base, &kept, error);
}

static void
filter_clear (AzudOperator *base)
{
  azud_program_free (((Filter *) base)->condition);
}

AzudOperator *
azud_filter_new (AzudTaskContext *context,
                 const AzudPlan  *plan,
                 AzudError       *error)
{
  Filter *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self == NULL)
    return NULL;

  self->base.push = filter_push;
  self->base.clear = filter_clear;
  self->condition = azud_program_new (&plan->as.filter.condition, 1, context->settings, context->account, error);
  if (self->condition == NULL)
    {
      azud_operator_free (&self->base);
      return NULL;
    }
  return &self->base;
}
