/* run-log-failures.c: why attempts failed, as a log tells it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/log/run-log-read-private.h"

static void
failure_free (gpointer data)
{
  LogFailure *failure = data;

  g_free (failure->condition);
  g_free (failure->message);
  g_free (failure);
}

GPtrArray *
azud_log_failures_new (void)
{
  return g_ptr_array_new_with_free_func (failure_free);
}

void
azud_log_note_failure (GPtrArray      *failures,
                       gint64          index,
                       const AzudJson *end)
{
  static const char *const sentences[] = { "Description", "Message", "Loss Reason" };
  const char *class = azud_json_lookup_string (end, "Class Name");
  const char *condition = class != NULL ? class : azud_json_lookup_string (end, "Reason");
  LogFailure *failure;

  for (guint i = 0; i < failures->len; i++)
    {
      failure = g_ptr_array_index (failures, i);
      if (failure->index == index && g_strcmp0 (failure->condition, condition) == 0)
        {
          failure->n++;
          return;
        }
    }
  failure = g_new0 (LogFailure, 1);
  failure->index = index;
  failure->n = 1;
  failure->condition = g_strdup (condition);
  for (gsize i = 0; i < G_N_ELEMENTS (sentences) && failure->message == NULL; i++)
    failure->message = g_strdup (azud_json_lookup_string (end, sentences[i]));
  g_ptr_array_add (failures, failure);
}

AzudJson *
azud_log_failures_to_json (const GPtrArray *failures)
{
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < failures->len; i++)
    {
      const LogFailure *failure = g_ptr_array_index (failures, i);
      AzudJson *json = azud_json_new_object ();

      azud_json_put_integer (json, "index", failure->index);
      azud_json_put_integer (json, "times", failure->n);
      azud_json_put_string (json, "condition", failure->condition);
      azud_json_put_string (json, "message", failure->message);
      azud_json_add (list, json);
    }
  return list;
}
