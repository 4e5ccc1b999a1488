/* diagnostics.c: one fault of a graph, and lists of them as JSON
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/diagnostics.h"

#include <string.h>

#define MAX_ARG 200

char *
azud_text_shorten (const char *text,
                   gsize       max)
{
  g_autofree char *buffer = g_malloc (max + 1);
  gsize size = strlen (text);

  azud_error_copy_text (buffer, max + 1, text, size);
  if (strlen (buffer) < max || strcmp (buffer, text) == 0)
    return g_steal_pointer (&buffer);
  return g_strconcat (buffer, "…", NULL);
}

char *
azud_message_format (const char        *message,
                     const char *const *args)
{
  const char *from = _(message);
  GString *out = g_string_new (NULL);
  guint n_args = 0;

  while (args != NULL && n_args < AZUD_ERROR_ARGS && args[n_args] != NULL)
    n_args++;
  while (*from != '\0')
    {
      guint slot = (guint) (from[1] - '0');

      if (from[0] == '{' && from[1] >= '0' && from[1] <= '9' && from[2] == '}' && slot < n_args)
        {
          g_autofree char *arg = azud_text_shorten (args[slot], MAX_ARG);
          g_string_append (out, arg);
          from += 3;
        }
      else
        g_string_append_c (out, *from++);
    }
  return g_string_free (out, FALSE);
}

AzudDiagnosticRecord *
azud_diagnostic_new (AzudSeverity       severity,
                     const char        *code,
                     const char        *node,
                     const char        *parameter,
                     const char        *message,
                     const char *const *args,
                     const char        *hint)
{
  AzudDiagnosticRecord *record = g_new0 (AzudDiagnosticRecord, 1);

  record->node = g_strdup (node);
  record->parameter = g_strdup (parameter);
  record->message = azud_message_format (message, args);
  record->hint = hint != NULL ? azud_message_format (hint, args) : NULL;
  record->view = (AzudDiagnostic){ .severity = severity,
                                   .code = g_intern_string (code),
                                   .node = record->node,
                                   .parameter = record->parameter,
                                   .span_start = -1,
                                   .span_end = -1,
                                   .message = record->message,
                                   .hint = record->hint };
  return record;
}

AzudDiagnosticRecord *
azud_diagnostic_new_from_error (const AzudError *error,
                                const char      *node,
                                const char      *parameter)
{
  AzudDiagnosticRecord *record = azud_diagnostic_new (AZUD_SEVERITY_ERROR, error->condition, node, parameter,
                                                      "", NULL, NULL);
  char message[1024];

  azud_error_format (error, message, sizeof message);
  g_free (record->message);
  record->message = g_strdup (message);
  record->view.message = record->message;
  if (error->hint != NULL)
    {
      record->hint = g_strdup (_(error->hint));
      record->view.hint = record->hint;
    }
  record->view.span_start = error->span_start;
  record->view.span_end = error->span_end;
  return record;
}

void
azud_diagnostic_free (AzudDiagnosticRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->node);
  g_free (record->parameter);
  g_free (record->message);
  g_free (record->hint);
  g_free (record);
}

static const char *
severity_name (AzudSeverity severity)
{
  switch (severity)
    {
    case AZUD_SEVERITY_INFO:
      return "info";
    case AZUD_SEVERITY_WARNING:
      return "warning";
    case AZUD_SEVERITY_ERROR:
    default:
      return "error";
    }
}

AzudJson *
azud_diagnostics_to_json (GPtrArray *records)
{
  AzudJson *object = azud_json_new_object ();
  AzudJson *list = azud_json_new_array ();

  for (guint i = 0; i < records->len; i++)
    {
      const AzudDiagnostic *diagnostic = &((AzudDiagnosticRecord *) records->pdata[i])->view;
      AzudJson *entry = azud_json_new_object ();

      azud_json_put_string (entry, "severity", severity_name (diagnostic->severity));
      azud_json_put_string (entry, "code", diagnostic->code);
      azud_json_put_string (entry, "node", diagnostic->node);
      azud_json_put_string (entry, "parameter", diagnostic->parameter);
      if (diagnostic->span_start >= 0)
        {
          AzudJson *span = azud_json_new_array ();

          azud_json_add (span, azud_json_new_integer (diagnostic->span_start));
          azud_json_add (span, azud_json_new_integer (diagnostic->span_end));
          azud_json_put (entry, "span", span);
        }
      azud_json_put_string (entry, "message", diagnostic->message);
      azud_json_put_string (entry, "hint", diagnostic->hint);
      if (diagnostic->line > 0)
        azud_json_put_integer (entry, "line", diagnostic->line);
      azud_json_add (list, entry);
    }
  azud_json_put (object, "diagnostics", list);
  return object;
}

void
azud_diagnostic_to_error (const AzudDiagnostic *diagnostic,
                          AzudError            *error)
{
  /* the sentence is translated already: it goes in whole, as the only slot of an empty frame */
  azud_error_set (error, AZUD_FAULT_PIPELINE, diagnostic->code, "{0}", diagnostic->message, NULL);
  azud_error_at_node (error, diagnostic->node != NULL ? diagnostic->node : "",
                      diagnostic->parameter != NULL ? diagnostic->parameter : "");
  error->span_start = diagnostic->span_start;
  error->span_end = diagnostic->span_end;
  error->line = diagnostic->line;
}
