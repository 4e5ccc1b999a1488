/* lowering.c: the context of lower(): inputs, plain parameters, reports and outputs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/lowering-private.h"
#include "pipeline/parameters.h"
#include "pipeline/settings.h"

#include <stdarg.h>
#include <string.h>

void
azud_lowering_init (AzudLowering       *ctx,
                    AzudDocument       *document,
                    const AzudNodeType *type,
                    const char         *node,
                    const char         *label,
                    const AzudJson     *params,
                    GPtrArray         **inputs,
                    const bool         *connected)
{
  *ctx = (AzudLowering){ .document = document, .type = type, .node = node, .label = label, .params = params,
                         .inputs = inputs,
                         .connected = connected };
  ctx->settings = azud_document_get_expr_settings (document);
  ctx->values = azud_document_get_values (document, &ctx->n_values);
  ctx->outputs = g_new0 (AzudPlan *, azud_port_count (type->outputs) + 1);
  ctx->diagnostics = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_diagnostic_free);
  ctx->kept = g_array_new (FALSE, FALSE, sizeof (AzudKept));
}

void
azud_lowering_clear (AzudLowering *ctx)
{
  for (guint i = 0; i < ctx->kept->len; i++)
    {
      AzudKept *kept = &g_array_index (ctx->kept, AzudKept, i);

      kept->release (kept->object);
    }
  g_array_unref (ctx->kept);
  for (guint i = 0; ctx->outputs != NULL && i < azud_port_count (ctx->type->outputs); i++)
    g_clear_pointer (&ctx->outputs[i], azud_plan_unref);
  g_free (ctx->outputs);
  g_clear_pointer (&ctx->sink, azud_plan_unref);
  g_clear_pointer (&ctx->diagnostics, g_ptr_array_unref);
}

gpointer
azud_lowering_keep (AzudLowering  *ctx,
                    gpointer       object,
                    GDestroyNotify release)
{
  AzudKept kept = { object, release };

  if (object != NULL)
    g_array_append_val (ctx->kept, kept);
  return object;
}

const AzudExprSettings *
azud_lowering_get_settings (AzudLowering *ctx)
{
  return &ctx->settings;
}

/* ---- inputs ---- */

AzudPlan *
azud_lowering_get_input (AzudLowering *ctx,
                         const char   *port)
{
  int index = azud_port_index (ctx->type->inputs, port);

  g_return_val_if_fail (index >= 0, NULL);
  return ctx->inputs[index]->len > 0 ? ctx->inputs[index]->pdata[0] : NULL;
}

AzudPlan *const *
azud_lowering_get_inputs (AzudLowering *ctx,
                          const char   *port,
                          int          *n)
{
  int index = azud_port_index (ctx->type->inputs, port);

  *n = 0;
  g_return_val_if_fail (index >= 0, NULL);
  *n = (int) ctx->inputs[index]->len;
  return (AzudPlan *const *) ctx->inputs[index]->pdata;
}

gboolean
azud_lowering_is_connected (AzudLowering *ctx,
                            const char   *port)
{
  int index = azud_port_index (ctx->type->outputs, port);

  g_return_val_if_fail (index >= 0, FALSE);
  return ctx->connected[index];
}

/* ---- parameters ---- */

const char *
azud_lowering_at (AzudLowering *ctx,
                  const char   *list,
                  guint         index,
                  const char   *field)
{
  return azud_lowering_keep (ctx, g_strdup_printf ("%s/%u/%s", list, index, field), g_free);
}

static const AzudParamSpec *
find_spec (const AzudParamSpec *specs,
           const char          *id,
           gsize                length)
{
  for (; specs != NULL && specs->id != NULL; specs++)
    if (strlen (specs->id) == length && memcmp (specs->id, id, length) == 0)
      return specs;
  return NULL;
}

const AzudParamSpec *
azud_lowering_spec (AzudLowering *ctx,
                    const char   *path,
                    AzudJson    **value)
{
  const char *slash = strchr (path, '/');
  const AzudParamSpec *spec = find_spec (ctx->type->params, path,
                                         slash != NULL ? (gsize) (slash - path) : strlen (path));
  char *end = NULL;
  AzudJson *list;
  guint64 index;

  *value = NULL;
  g_return_val_if_fail (spec != NULL, NULL);
  list = azud_json_lookup (ctx->params, spec->id);
  if (slash == NULL)
    {
      *value = list;
      return spec;
    }
  if (list == NULL)
    list = azud_param_spec_get_default (spec);
  index = g_ascii_strtoull (slash + 1, &end, 10);
  spec = find_spec (spec->fields, end + 1, strlen (end + 1));
  g_return_val_if_fail (spec != NULL, NULL);
  if (list != NULL)
    *value = azud_json_lookup (azud_json_get_element (list, (guint) index), spec->id);
  return spec;
}

AzudJson *
azud_lowering_get_value (AzudLowering *ctx,
                         const char   *path)
{
  AzudJson *value;
  const AzudParamSpec *spec = azud_lowering_spec (ctx, path, &value);

  if (value == NULL && spec != NULL)
    value = azud_param_spec_get_default (spec);
  return value;
}

const char *
azud_lowering_get_text (AzudLowering *ctx,
                        const char   *path)
{
  AzudJson *value = azud_lowering_get_value (ctx, path);
  const char *text = value != NULL ? azud_json_get_string (value) : NULL;

  return text != NULL ? text : "";
}

gboolean
azud_lowering_get_boolean (AzudLowering *ctx,
                           const char   *path)
{
  AzudJson *value = azud_lowering_get_value (ctx, path);

  return value != NULL && azud_json_get_boolean (value, FALSE);
}

gint64
azud_lowering_get_integer (AzudLowering *ctx,
                           const char   *path)
{
  AzudJson *value = azud_lowering_get_value (ctx, path);

  return value != NULL ? azud_json_get_integer (value, 0) : 0;
}

double
azud_lowering_get_number (AzudLowering *ctx,
                          const char   *path)
{
  AzudJson *value = azud_lowering_get_value (ctx, path);

  return value != NULL ? azud_json_get_double (value, 0) : 0;
}

guint
azud_lowering_get_length (AzudLowering *ctx,
                          const char   *path)
{
  AzudJson *value = azud_lowering_get_value (ctx, path);

  return value != NULL ? azud_json_get_length (value) : 0;
}

gboolean
azud_lowering_has (AzudLowering *ctx,
                   const char   *path)
{
  AzudJson *value = azud_lowering_get_value (ctx, path);

  if (value == NULL)
    return FALSE;
  switch (azud_json_get_kind (value))
    {
    case AZUD_JSON_NULL:
      return FALSE;
    case AZUD_JSON_STRING:
      return azud_json_get_string (value)[0] != '\0';
    case AZUD_JSON_ARRAY:
    case AZUD_JSON_OBJECT:
      return azud_json_get_length (value) > 0;
    case AZUD_JSON_BOOLEAN:
    case AZUD_JSON_NUMBER:
    default:
      return TRUE;
    }
}

gboolean
azud_lowering_is_choice (AzudLowering *ctx,
                         const char   *path,
                         const char   *id)
{
  return strcmp (azud_lowering_get_text (ctx, path), id) == 0;
}

int
azud_lowering_get_choice (AzudLowering *ctx,
                          const char   *path)
{
  AzudJson *value;
  const AzudParamSpec *spec = azud_lowering_spec (ctx, path, &value);
  const char *text = azud_lowering_get_text (ctx, path);

  g_return_val_if_fail (spec != NULL && spec->choices != NULL, -1);
  for (int i = 0; spec->choices[i].id != NULL; i++)
    if (strcmp (spec->choices[i].id, text) == 0)
      return i;
  return -1;
}

const char *
azud_lowering_get_path (AzudLowering *ctx,
                        const char   *path)
{
  AzudError error = AZUD_ERROR_INIT;
  char *resolved = azud_document_resolve_path (ctx->document, azud_lowering_get_text (ctx, path), &error);

  if (resolved == NULL)
    azud_lowering_report_error (ctx, path, &error);
  return azud_lowering_keep (ctx, resolved, g_free);
}

/* ---- reports ---- */

void
azud_lowering_add (AzudLowering         *ctx,
                   AzudDiagnosticRecord *record)
{
  if (record->view.severity == AZUD_SEVERITY_ERROR)
    ctx->n_errors++;
  g_ptr_array_add (ctx->diagnostics, record);
}

static void
collect_args (const char **args,
              va_list      list)
{
  for (guint i = 0; i < AZUD_ERROR_ARGS; i++)
    {
      args[i] = va_arg (list, const char *);
      if (args[i] == NULL)
        break;
    }
}

gboolean
azud_lowering_report (AzudLowering *ctx,
                      const char   *path,
                      AzudSeverity  severity,
                      const char   *condition,
                      const char   *message,
                      ...)
{
  const char *args[AZUD_ERROR_ARGS + 1] = { NULL };
  va_list list;

  va_start (list, message);
  collect_args (args, list);
  va_end (list);
  azud_lowering_add (ctx, azud_diagnostic_new (severity, condition, ctx->node, path, message, args, NULL));
  return FALSE;
}

gboolean
azud_lowering_report_span (AzudLowering *ctx,
                           const char   *path,
                           int           start,
                           int           end,
                           AzudSeverity  severity,
                           const char   *condition,
                           const char   *hint,
                           const char   *message,
                           ...)
{
  const char *args[AZUD_ERROR_ARGS + 1] = { NULL };
  AzudDiagnosticRecord *record;
  va_list list;

  va_start (list, message);
  collect_args (args, list);
  va_end (list);
  record = azud_diagnostic_new (severity, condition, ctx->node, path, message, args, hint);
  record->view.span_start = start;
  record->view.span_end = end;
  azud_lowering_add (ctx, record);
  return FALSE;
}

gboolean
azud_lowering_report_error (AzudLowering    *ctx,
                            const char      *path,
                            const AzudError *error)
{
  azud_lowering_add (ctx, azud_diagnostic_new_from_error (error, ctx->node, path));
  return FALSE;
}

/* ---- outputs ---- */

/* Operators that lower() made between @plan and the node's inputs are nobody else's yet: they get the node's
 * origin. */
static void
adopt_operators (AzudLowering *ctx,
                 AzudPlan     *plan,
                 const char   *port)
{
  for (int i = 0; i < plan->n_inputs; i++)
    {
      AzudPlan *in = plan->inputs[i];

      if (in->origin.node != NULL)
        continue;
      in->origin.node = g_strdup (ctx->node);
      in->origin.port = g_strdup (port);
      in->origin.label = g_strdup (ctx->label);
      adopt_operators (ctx, in, port);
    }
}

/* A node that changes nothing still is a step of its own: its wire is counted and drawn. */
static AzudPlan *
pass_through (AzudLowering *ctx,
              AzudPlan     *plan)
{
  g_autofree AzudNamedExpr *items = g_new0 (AzudNamedExpr, plan->schema->n_fields + 1);
  AzudPlan *project;

  for (int i = 0; i < plan->schema->n_fields; i++)
    items[i] = azud_lowering_pass (ctx, plan, i, NULL);
  project = azud_plan_project (plan, items, plan->schema->n_fields, AZUD_PROJECT_WITH_COLUMNS);
  azud_plan_unref (plan);
  return project;
}

gboolean
azud_lowering_set_output (AzudLowering *ctx,
                          const char   *port,
                          AzudPlan     *plan)
{
  int index = azud_port_index (ctx->type->outputs, port);

  g_return_val_if_fail (index >= 0, FALSE);
  if (plan == NULL)
    return FALSE;
  if (plan->origin.node != NULL)
    plan = pass_through (ctx, plan);
  adopt_operators (ctx, plan, port);
  g_clear_pointer (&ctx->outputs[index], azud_plan_unref);
  ctx->outputs[index] = azud_plan_with_origin (plan, ctx->node, port, ctx->label);
  return TRUE;
}

gboolean
azud_lowering_set_sink (AzudLowering *ctx,
                        AzudPlan     *plan)
{
  if (plan == NULL)
    return FALSE;
  adopt_operators (ctx, plan, "");
  g_clear_pointer (&ctx->sink, azud_plan_unref);
  ctx->sink = azud_plan_with_origin (plan, ctx->node, "", ctx->label);
  return TRUE;
}

AzudNamedExpr
azud_lowering_pass (AzudLowering *ctx,
                    AzudPlan     *in,
                    int           index,
                    const char   *name)
{
  AzudExpr *column = azud_expr_new_column (in->schema, index);

  azud_lowering_keep (ctx, column, (GDestroyNotify) azud_expr_unref);
  return (AzudNamedExpr){ .name = (char *) (name != NULL ? name : in->schema->fields[index].name),
                          .expr = column, .passed = true };
}
