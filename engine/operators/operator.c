/* operator.c: what all physical operators share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/operator.h"

#include "base/debug.h"

#include <string.h>

#define MIN_SPILL ((uint64_t) 1024 * 1024)   /* less is not worth a file */

void *
azud_operator_alloc (AzudTaskContext *context,
                     const AzudPlan  *plan,
                     size_t           size,
                     AzudError       *error)
{
  AzudOperator *self = azud_account_alloc (context->account, size, error);

  if (self == NULL)
    return NULL;

  memset (self, 0, size);
  self->plan = plan;
  self->context = context;
  self->size = size;
  azud_arena_init (&self->arena, context->account);
  return self;
}

bool
azud_operator_add_user (AzudOperator *self,
                        AzudOperator *user,
                        AzudError    *error)
{
  uint64_t room = (uint64_t) self->users_room;

  if (!azud_array_reserve (self->context->account, (void **) &self->users, &room,
                           (uint64_t) self->n_users + 1, sizeof (AzudOperator *), error))
    return false;

  self->users_room = (int) room;
  self->users[self->n_users++] = user;
  user->n_inputs_open++;
  return true;
}

bool
azud_task_should_spill (const AzudTaskContext *context,
                        uint64_t               kept)
{
  uint64_t forced = (uint64_t) azud_debug_get ("spill", 0);

  if (forced > 0)
    return kept >= forced;
  return kept >= MIN_SPILL && kept >= (uint64_t) azud_budget_get_share (context->budget) / 32
         && azud_budget_is_short (context->budget, context->account);
}

bool
azud_task_would_spill (const AzudTaskContext *context,
                       uint64_t               bytes)
{
  uint64_t forced = (uint64_t) azud_debug_get ("spill", 0);
  int64_t share = azud_budget_get_share (context->budget) / 2 - azud_account_get_used (context->account);

  if (forced > 0)
    return bytes >= forced;
  return bytes >= MIN_SPILL && (share < 0 || bytes > (uint64_t) share);
}

void
azud_operator_note_spill (AzudOperator *self,
                          int64_t       in_memory,
                          int64_t       bytes)
{
  self->n_bytes_spilled += bytes;
  azud_progress_add (self->context->task->progress, AZUD_COUNT_MEMORY_SPILLED, in_memory);
  azud_progress_add (self->context->task->progress, AZUD_COUNT_DISK_SPILLED, bytes);
}

void
azud_operator_blame (const AzudOperator *self,
                     AzudError          *error)
{
  if (error != NULL && error->node[0] == '\0' && self->plan->origin.node != NULL)
    azud_error_at_node (error, self->plan->origin.node, NULL);
}

AzudFlow
azud_operator_emit (AzudOperator    *self,
                    const AzudBatch *batch,
                    AzudError       *error)
{
  bool all_have_enough = self->n_users > 0;

  if (batch->n_selected == 0)
    return AZUD_FLOW_MORE;

  self->n_rows_out += batch->n_selected;
  for (int i = 0; i < self->n_users; i++)
    {
      AzudOperator *user = self->users[i];
      AzudFlow flow;

      if (user->has_enough)
        continue;
      flow = user->push (user, batch, error);
      if (flow == AZUD_FLOW_FAILED)
        {
          azud_operator_blame (user, error);
          return AZUD_FLOW_FAILED;
        }
      if (flow == AZUD_FLOW_ENOUGH)
        user->has_enough = true;
      else
        all_have_enough = false;
    }
  return all_have_enough ? AZUD_FLOW_ENOUGH : AZUD_FLOW_MORE;
}

/* Gives back all but the operator itself. */
static void
let_go (AzudOperator *self)
{
  if (self->clear != NULL)
    self->clear (self);
  self->clear = NULL;
  azud_arena_clear (&self->arena);
}

bool
azud_operator_finish (AzudOperator *self,
                      AzudError    *error)
{
  if (self->n_inputs_open > 0 && --self->n_inputs_open > 0)
    return true;

  if (self->finish != NULL && !self->finish (self, error))
    {
      azud_operator_blame (self, error);
      return false;
    }
  let_go (self);      /* a table is not needed while a sort behind it merges its runs */
  for (int i = 0; i < self->n_users; i++)
    if (!azud_operator_finish (self->users[i], error))
      return false;
  return true;
}

void
azud_operator_free (AzudOperator *self)
{
  AzudAccount *account;

  if (self == NULL)
    return;

  account = self->context->account;
  let_go (self);
  azud_account_release (account, self->users, (size_t) self->users_room * sizeof (AzudOperator *));
  azud_account_release (account, self, self->size);
}

bool
azud_operator_init_batch (AzudOperator     *self,
                          const AzudSchema *schema,
                          AzudBatch        *batch,
                          AzudError        *error)
{
  *batch = (AzudBatch){ .schema = schema };
  if (schema->n_fields == 0)
    return true;

  batch->columns = azud_arena_alloc (&self->arena, (size_t) schema->n_fields * sizeof (AzudVector), 16, error);
  if (batch->columns == NULL)
    return false;
  memset (batch->columns, 0, (size_t) schema->n_fields * sizeof (AzudVector));
  return true;
}

AzudFlow
azud_operator_emit_rows (AzudOperator        *self,
                         const AzudRowLayout *layout,
                         const AzudSchema    *schema,
                         uint8_t *const      *rows,
                         uint32_t             n,
                         AzudError           *error)
{
  AzudBatch batch;

  azud_arena_reset (&self->arena);
  return azud_rows_gather_batch (layout, schema, rows, n, &batch, &self->arena, error) ? azud_operator_emit (self, &batch, error)
                                                                                      : AZUD_FLOW_FAILED;
}
