/* run-failures.c: why attempts of a run's tasks failed
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

#include <string.h>

static AzudFailureView *
failure_new (int         stage,
             int         partition,
             const char *condition,
             const char *message)
{
  AzudFailureView *failure = g_new0 (AzudFailureView, 1);

  failure->stage = stage;
  failure->partition = partition;
  failure->condition = g_strdup (condition);
  failure->message = g_strdup (message);
  return failure;
}

static void
failure_free (gpointer data)
{
  AzudFailureView *failure = data;

  g_free (failure->condition);
  g_free (failure->message);
  g_free (failure);
}

GPtrArray *
azud_run_failures_new (void)
{
  return g_ptr_array_new_with_free_func (failure_free);
}

void
azud_run_note_failure_locked (AzudRun         *self,
                              const AzudEvent *event)
{
  AzudFailureView *failure;

  for (guint i = self->failures->len; i-- > 0;)
    {
      failure = g_ptr_array_index (self->failures, i);
      if (failure->stage == event->stage && failure->partition == event->partition && strcmp (failure->condition, event->condition) == 0)
        {
          failure->n++;
          return;
        }
    }
  failure = failure_new (event->stage, event->partition, event->condition, event->message);
  failure->n = 1;
  g_ptr_array_add (self->failures, failure);
}

GPtrArray *
azud_run_list_failures (AzudRun *self)
{
  GPtrArray *copy = azud_run_failures_new ();

  azud_mutex_lock (&self->lock);
  if (self->planned)
    azud_run_read_events_locked (self);
  for (guint i = 0; i < self->failures->len; i++)
    {
      const AzudFailureView *failure = g_ptr_array_index (self->failures, i);
      AzudFailureView *one = failure_new (failure->stage, failure->partition, failure->condition, failure->message);

      one->n = failure->n;
      g_ptr_array_add (copy, one);
    }
  azud_mutex_unlock (&self->lock);
  return copy;
}
