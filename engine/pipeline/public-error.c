/* public-error.c: GError with the engine's whole report inside
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/public-error.h"

#include "pipeline/diagnostics.h"

#include <string.h>

/* The private part of a GError in our domain; named as G_DEFINE_EXTENDED_ERROR wants it. */
typedef struct
{
  AzudError *report;
} AzudErrorPrivate;

static void
azud_error_private_init (AzudErrorPrivate *priv)
{
  priv->report = NULL;
}

static void
azud_error_private_copy (const AzudErrorPrivate *source,
                         AzudErrorPrivate       *copy)
{
  copy->report = g_memdup2 (source->report, sizeof (AzudError));
}

static void
azud_error_private_clear (AzudErrorPrivate *priv)
{
  g_free (priv->report);
}

G_DEFINE_EXTENDED_ERROR (AzudError, azud_error)

gboolean
azud_error_to_gerror (const AzudError *error,
                      GError         **out)
{
  char message[1024];

  if (out == NULL)
    return FALSE;
  azud_error_format (error, message, sizeof message);
  *out = g_error_new_literal (AZUD_ERROR, error->fault, message);
  azud_error_get_private (*out)->report = g_memdup2 (error, sizeof *error);
  return FALSE;
}

const AzudError *
azud_gerror_peek (const GError *error)
{
  if (error == NULL || error->domain != AZUD_ERROR)
    return NULL;
  return azud_error_get_private ((GError *) error)->report;
}

gboolean
azud_gerror_set (GError    **out,
                 AzudFault   fault,
                 const char *condition,
                 const char *message,
                 ...)
{
  AzudError error = AZUD_ERROR_INIT;
  const char *args[AZUD_ERROR_ARGS] = { NULL };
  va_list list;

  va_start (list, message);
  for (guint i = 0; i < AZUD_ERROR_ARGS; i++)
    {
      args[i] = va_arg (list, const char *);
      if (args[i] == NULL)
        break;
    }
  va_end (list);
  azud_error_set (&error, fault, condition, message, args[0], args[1], args[2], args[3], NULL);
  return azud_error_to_gerror (&error, out);
}

static void
put_text (AzudJson   *object,
          const char *key,
          const char *text)
{
  if (text != NULL && text[0] != '\0')
    azud_json_put_string (object, key, text);
}

AzudJson *
azud_gerror_to_json (const GError *error)
{
  const AzudError *report = azud_gerror_peek (error);
  g_autofree char *hint = azud_gerror_get (error, "hint");
  AzudJson *object = azud_json_new_object ();

  put_text (object, "condition", report != NULL ? report->condition : g_quark_to_string (error->domain));
  azud_json_put_string (object, "message", error->message);
  if (report == NULL)
    return object;
  put_text (object, "node", report->node);
  put_text (object, "parameter", report->parameter);
  put_text (object, "file", report->file);
  if (report->line > 0)
    azud_json_put_integer (object, "line", report->line);
  if (report->column > 0)
    azud_json_put_integer (object, "column", report->column);
  put_text (object, "column_name", report->column_name);
  put_text (object, "value", report->value);
  if (report->n_attempts > 1)
    azud_json_put_integer (object, "attempts", report->n_attempts);
  put_text (object, "hint", hint);
  return object;
}

/* Errors of GLib and GIO that come through unchanged. */
static int
foreign_exit_status (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return azud_fault_exit_status (AZUD_FAULT_USAGE);
  if (error->domain == G_IO_ERROR && error->code == G_IO_ERROR_CANCELLED)
    return azud_fault_exit_status (AZUD_FAULT_CANCELLED);
  if (error->domain == G_IO_ERROR || error->domain == G_FILE_ERROR)
    return azud_fault_exit_status (AZUD_FAULT_RESOURCE);
  return azud_fault_exit_status (AZUD_FAULT_RUN);
}

int
azud_gerror_exit_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, 0);

  if (error->domain != AZUD_ERROR)
    return foreign_exit_status (error);
  return azud_fault_exit_status ((AzudFault) error->code);
}

static char *
dup_number (gint64 number)
{
  return number > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
}

char *
azud_gerror_get (const GError *error,
                 const char   *what)
{
  const AzudError *report = azud_gerror_peek (error);
  const char *text = NULL;

  if (report == NULL)
    return NULL;
  if (g_str_equal (what, "line"))
    return dup_number (report->line);
  if (g_str_equal (what, "column"))
    return dup_number (report->column);
  if (g_str_equal (what, "attempts"))
    return report->n_attempts > 1 ? dup_number (report->n_attempts) : NULL;
  if (g_str_equal (what, "condition"))
    text = report->condition;
  else if (g_str_equal (what, "node"))
    text = report->node;
  else if (g_str_equal (what, "parameter"))
    text = report->parameter;
  else if (g_str_equal (what, "file"))
    text = report->file;
  else if (g_str_equal (what, "value"))
    text = report->value;
  else if (g_str_equal (what, "hint") && report->hint != NULL)
    text = _(report->hint);
  return text != NULL && text[0] != '\0' ? g_strdup (text) : NULL;
}
