/* param-check.c: what can be said of a node's parameters before its inputs are known
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Kinds, required ones, choices, ranges and type names, from the spec alone; no node type checks these
 * itself.
 */

#include "config.h"

#include "column/type.h"
#include "pipeline/lowering-private.h"

#include <string.h>

/* The sibling that `show_when` ("mode=overwrite") names has that value. */
static gboolean
is_shown (AzudLowering        *ctx,
          const AzudParamSpec *specs,
          const AzudJson      *values,
          const AzudParamSpec *spec)
{
  const char *equals = spec->show_when != NULL ? strchr (spec->show_when, '=') : NULL;
  g_autofree char *sibling = NULL;

  if (equals == NULL)
    return TRUE;
  sibling = g_strndup (spec->show_when, (gsize) (equals - spec->show_when));
  for (; specs->id != NULL; specs++)
    if (strcmp (specs->id, sibling) == 0)
      {
        AzudJson *value = azud_json_lookup (values, sibling);

        if (value == NULL)
          value = azud_param_spec_get_default (specs);
        if (value == NULL)
          return FALSE;
        if (azud_json_get_kind (value) == AZUD_JSON_BOOLEAN)
          return azud_json_get_boolean (value, FALSE) == (strcmp (equals + 1, "true") == 0);
        return g_strcmp0 (azud_json_get_string (value), equals + 1) == 0;
      }
  return TRUE;
}

static gboolean
is_list_of (const AzudJson *value,
            AzudJsonKind    kind)
{
  guint n = azud_json_get_length (value);

  if (azud_json_get_kind (value) != AZUD_JSON_ARRAY)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (azud_json_get_kind (azud_json_get_element (value, i)) != kind)
      return FALSE;
  return TRUE;
}

/* Whether a value has the shape of its kind; else *@expected says which. */
static gboolean
has_kind (const AzudParamSpec *spec,
          const AzudJson      *value,
          const char         **expected)
{
  switch (spec->kind)
    {
    case AZUD_PARAM_BOOLEAN:
      *expected = N_("true or false");
      return azud_json_get_kind (value) == AZUD_JSON_BOOLEAN;
    case AZUD_PARAM_INTEGER:
      *expected = N_("a whole number");
      return azud_json_get_kind (value) == AZUD_JSON_NUMBER &&
        strpbrk (azud_json_get_number (value), ".eE") == NULL;
    case AZUD_PARAM_NUMBER:
      *expected = N_("a number");
      return azud_json_get_kind (value) == AZUD_JSON_NUMBER;
    case AZUD_PARAM_COLUMNS:
      *expected = N_("a list of column names");
      return is_list_of (value, AZUD_JSON_STRING);
    case AZUD_PARAM_LIST:
    case AZUD_PARAM_SCHEMA:
      *expected = N_("a list of objects");
      return is_list_of (value, AZUD_JSON_OBJECT);
    case AZUD_PARAM_TABLE:
      *expected = N_("a list of rows");
      return is_list_of (value, AZUD_JSON_ARRAY);
    case AZUD_PARAM_TEXT:
    case AZUD_PARAM_MULTILINE:
    case AZUD_PARAM_CHOICE:
    case AZUD_PARAM_EXPRESSION:
    case AZUD_PARAM_COLUMN:
    case AZUD_PARAM_TYPE:
    case AZUD_PARAM_INPUT_PATH:
    case AZUD_PARAM_OUTPUT_PATH:
    default:
      *expected = N_("a text");
      return azud_json_get_kind (value) == AZUD_JSON_STRING;
    }
}

static gboolean
is_empty (const AzudJson *value)
{
  if (value == NULL || azud_json_get_kind (value) == AZUD_JSON_NULL)
    return TRUE;
  if (azud_json_get_kind (value) == AZUD_JSON_STRING)
    return azud_json_get_string (value)[0] == '\0';
  if (azud_json_get_kind (value) == AZUD_JSON_ARRAY)
    return azud_json_get_length (value) == 0;
  return FALSE;
}

static void
check_choice (AzudLowering        *ctx,
              const char          *path,
              const AzudParamSpec *spec,
              const AzudJson      *value)
{
  const char *text = azud_json_get_string (value);
  g_autoptr(GString) all = g_string_new (NULL);

  for (const AzudChoice *choice = spec->choices; choice->id != NULL; choice++)
    {
      if (strcmp (choice->id, text) == 0)
        return;
      g_string_append_printf (all, "%s%s", all->len > 0 ? ", " : "", choice->id);
    }
  azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_PARAMETER_CHOICE",
                        N_("“{0}” must be one of {1}, not “{2}”."),
                        azud_param_spec_get_label (spec), all->str, text, NULL);
}

static void
check_range (AzudLowering        *ctx,
             const char          *path,
             const AzudParamSpec *spec,
             const AzudJson      *value)
{
  const char *text = azud_json_get_number (value);
  gint64 number;
  gboolean free_range = spec->minimum == 0 && spec->maximum == 0;
  gint64 minimum = free_range ? G_MININT64 : spec->minimum;
  gint64 maximum = free_range ? G_MAXINT64 : spec->maximum;
  g_autofree char *low = NULL;
  g_autofree char *high = NULL;

  if (g_ascii_string_to_signed (text, 10, minimum, maximum, &number, NULL))
    return;
  low = g_strdup_printf ("%" G_GINT64_FORMAT, minimum);
  high = g_strdup_printf ("%" G_GINT64_FORMAT, maximum);
  azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_PARAMETER_RANGE",
                        N_("“{0}” must be from {1} to {2}, not {3}."),
                        azud_param_spec_get_label (spec), low, high, text, NULL);
}

/* What is no expression at all need not wait for the inputs to be said so. */
static void
check_syntax (AzudLowering *ctx,
              const char   *path,
              const char   *text)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr(AzudExpr) parsed = text[0] != '\0' ? azud_expr_parse (text, &error) : NULL;

  if (parsed == NULL && text[0] != '\0')
    azud_lowering_report_error (ctx, path, &error);
}

static void check_all (AzudLowering *ctx, const char *prefix, const AzudParamSpec *specs,
                       const AzudJson *values);

static void
check_value (AzudLowering        *ctx,
             const char          *path,
             const AzudParamSpec *spec,
             const AzudJson      *value)
{
  const char *expected = NULL;

  if (!has_kind (spec, value, &expected))
    {
      azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_PARAMETER_TYPE", N_("“{0}” must be {1}."),
                            azud_param_spec_get_label (spec),
                            _(expected), NULL);
      return;
    }
  if (spec->kind == AZUD_PARAM_CHOICE)
    check_choice (ctx, path, spec, value);
  else if (spec->kind == AZUD_PARAM_INTEGER)
    check_range (ctx, path, spec, value);
  else if (spec->kind == AZUD_PARAM_TYPE)
    {
      AzudError error = AZUD_ERROR_INIT;

      if (!is_empty (value) && azud_dtype_parse (azud_json_get_string (value), &error) == NULL)
        azud_lowering_report_error (ctx, path, &error);
    }
  else if (spec->kind == AZUD_PARAM_EXPRESSION)
    check_syntax (ctx, path, azud_json_get_string (value));
  else if (spec->kind == AZUD_PARAM_LIST)
    {
      guint n = azud_json_get_length (value);

      for (guint i = 0; i < n; i++)
        {
          g_autofree char *prefix = g_strdup_printf ("%s/%u/", path, i);

          check_all (ctx, prefix, spec->fields, azud_json_get_element (value, i));
        }
    }
}

static void
check_all (AzudLowering        *ctx,
           const char          *prefix,
           const AzudParamSpec *specs,
           const AzudJson      *values)
{
  for (const AzudParamSpec *spec = specs; spec->id != NULL; spec++)
    {
      AzudJson *value = azud_json_lookup (values, spec->id);
      g_autofree char *path = g_strconcat (prefix, spec->id, NULL);

      if (value != NULL && azud_json_get_kind (value) != AZUD_JSON_NULL)
        check_value (ctx, path, spec, value);
      if ((spec->flags & AZUD_PARAM_REQUIRED) != 0 && is_empty (value) &&
          azud_param_spec_get_default (spec) == NULL &&
          is_shown (ctx, specs, values, spec))
        azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_PARAMETER_REQUIRED",
                              N_("“{0}” is missing."),
                              azud_param_spec_get_label (spec), NULL);
    }
}

/* Parameters the type does not have: kept in the file, of no effect. */
static void
check_unknown (AzudLowering *ctx)
{
  guint n = azud_json_get_length (ctx->params);

  for (guint i = 0; i < n; i++)
    {
      const char *key = azud_json_get_key (ctx->params, i);

      if (azud_param_spec_lookup (ctx->type, key) == NULL)
        azud_lowering_report (ctx, key, AZUD_SEVERITY_WARNING, "AZUD_UNKNOWN_NODE_PARAMETER",
                              N_("This version knows no parameter “{0}” of this node; it is kept but has "
                                 "no effect."), key, NULL);
    }
}

void
azud_lowering_check_params (AzudLowering *ctx)
{
  check_all (ctx, "", ctx->type->params, ctx->params);
  check_unknown (ctx);
}
