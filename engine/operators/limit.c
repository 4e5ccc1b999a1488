/* limit.c: the first rows, and passing rows on
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/narrow.h"

typedef struct
{
  AzudOperator base;
  int64_t      skip;
  int64_t      left;
  uint16_t     selection[AZUD_BATCH_ROWS];
} Limit;

static AzudFlow
limit_push (AzudOperator    *base,
            const AzudBatch *batch,
            AzudError       *error)
{
  Limit *self = (Limit *) base;
  AzudBatch kept = *batch;
  uint32_t first = self->skip < batch->n_selected ? (uint32_t) self->skip : batch->n_selected;
  uint32_t n = batch->n_selected - first;
  AzudFlow flow;

  self->skip -= first;
  if (n > self->left)
    n = (uint32_t) self->left;
  self->left -= n;
  if (n == 0)
    return self->left == 0 ? AZUD_FLOW_ENOUGH : AZUD_FLOW_MORE;

  if (first > 0 || n < batch->n_selected)
    {
      for (uint32_t i = 0; i < n; i++)
        self->selection[i] = (uint16_t) azud_batch_row (batch, first + i);
      kept.selection = self->selection;
      kept.n_selected = n;
    }
  flow = azud_operator_emit (base, &kept, error);
  return flow == AZUD_FLOW_MORE && self->left == 0 ? AZUD_FLOW_ENOUGH : flow;
}

AzudOperator *
azud_limit_new (AzudTaskContext *context,
                const AzudPlan  *plan,
                AzudError       *error)
{
  Limit *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self == NULL)
    return NULL;

  self->base.push = limit_push;
  self->left = plan->as.limit.count;
  if (!plan->as.limit.local)
    self->skip = plan->as.limit.offset;
  else if (__builtin_add_overflow (self->left, plan->as.limit.offset, &self->left))
    self->left = INT64_MAX;
  return &self->base;
}

AzudOperator *
azud_pass_new (AzudTaskContext *context,
               const AzudPlan  *plan,
               AzudError       *error)
{
  AzudOperator *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self != NULL)
    self->push = azud_operator_emit;
  return self;
}
