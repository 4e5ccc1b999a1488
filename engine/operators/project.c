/* project.c: named expressions over each row
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/narrow.h"

#include "expr/program.h"

typedef struct
{
  AzudOperator base;
  AzudProgram *items;
} Project;

static AzudFlow
project_push (AzudOperator    *base,
              const AzudBatch *batch,
              AzudError       *error)
{
  Project *self = (Project *) base;
  AzudBatch out;

  azud_arena_reset (&base->arena);
  if (!azud_operator_init_batch (base, base->plan->schema, &out, error)
      || !azud_program_eval (self->items, batch, out.columns, &base->arena, error))
    return AZUD_FLOW_FAILED;
  out.n_rows = batch->n_rows;
  out.n_selected = batch->n_selected;
  out.selection = batch->selection;
  return azud_operator_emit (base, &out, error);
}

static void
project_clear (AzudOperator *base)
{
  azud_program_free (((Project *) base)->items);
}

static bool
project_compile (Project   *self,
                 AzudError *error)
{
  const AzudPlan *plan = self->base.plan;
  AzudTaskContext *context = self->base.context;
  int n = plan->as.project.n_items;
  AzudExpr **exprs = azud_account_alloc (context->account, (size_t) n * sizeof *exprs + 1, error);

  if (exprs == NULL)
    return false;
  for (int i = 0; i < n; i++)
    exprs[i] = plan->as.project.items[i].expr;
  self->items = azud_program_new (exprs, n, context->settings, context->account, error);
  azud_account_release (context->account, exprs, (size_t) n * sizeof *exprs + 1);
  return self->items != NULL;
}

AzudOperator *
azud_project_new (AzudTaskContext *context,
                  const AzudPlan  *plan,
                  AzudError       *error)
{
  Project *self = azud_operator_alloc (context, plan, sizeof *self, error);

  if (self == NULL)
    return NULL;

  self->base.push = project_push;
  self->base.clear = project_clear;
  if (!project_compile (self, error))
    {
      azud_operator_free (&self->base);
      return NULL;
    }
  return &self->base;
}
