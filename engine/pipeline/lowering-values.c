/* lowering-values.c: what lower() asks that needs types: columns, schemas, tables and expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/lowering-private.h"
#include "pipeline/parameters.h"

#include <string.h>

/* ---- columns ---- */

static int
find_column (AzudLowering     *ctx,
             const char       *path,
             const AzudSchema *schema,
             const char       *name)
{
  int index = azud_schema_find (schema, name, ctx->settings.case_sensitive);
  const char *nearest;

  if (index >= 0)
    return index;
  if (index == AZUD_SCHEMA_AMBIGUOUS)
    azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AMBIGUOUS_REFERENCE",
                          N_("More than one column is called “{0}”."), name, NULL);
  else if ((nearest = azud_schema_nearest (schema, name)) != NULL)
    azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "UNRESOLVED_COLUMN.WITH_SUGGESTION",
                          N_("There is no column “{0}”; did you mean “{1}”?"), name, nearest, NULL);
  else
    azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION",
                          N_("There is no column “{0}”."), name, NULL);
  return -1;
}

int
azud_lowering_get_column (AzudLowering *ctx,
                          const char   *path,
                          AzudPlan     *in)
{
  const char *name = azud_lowering_get_text (ctx, path);

  if (name[0] == '\0')
    {
      azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_PARAMETER_REQUIRED",
                            N_("A column must be chosen."), NULL);
      return -1;
    }
  return find_column (ctx, path, in->schema, name);
}

const int *
azud_lowering_get_columns (AzudLowering *ctx,
                           const char   *path,
                           AzudPlan     *in,
                           int          *n)
{
  AzudJson *value = azud_lowering_get_value (ctx, path);
  guint length = value != NULL ? azud_json_get_length (value) : 0;
  int *columns = azud_lowering_keep (ctx, g_new0 (int, length + 1), g_free);
  gboolean good = TRUE;

  *n = (int) length;
  for (guint i = 0; i < length; i++)
    {
      const char *name = azud_json_get_string (azud_json_get_element (value, i));

      columns[i] = find_column (ctx, path, in->schema, name != NULL ? name : "");
      good = good && columns[i] >= 0;
      for (guint j = 0; j < i && good; j++)
        if (columns[j] == columns[i])
          good = azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_DUPLICATE_COLUMN",
                                       N_("The column “{0}” is named twice."), name, NULL);
    }
  return good ? columns : NULL;
}

/* ---- types, schemas, tables ---- */

static const AzudDtype *
parse_type (AzudLowering *ctx,
            const char   *path,
            const char   *text)
{
  AzudError error = AZUD_ERROR_INIT;
  const AzudDtype *type = azud_dtype_parse (text, &error);

  if (type == NULL)
    azud_lowering_report_error (ctx, path, &error);
  return type;
}

const AzudDtype *
azud_lowering_get_type (AzudLowering *ctx,
                        const char   *path)
{
  return parse_type (ctx, path, azud_lowering_get_text (ctx, path));
}

AzudSchema *
azud_lowering_get_schema (AzudLowering *ctx,
                          const char   *path)
{
  AzudJson *value = azud_lowering_get_value (ctx, path);
  guint length = value != NULL ? azud_json_get_length (value) : 0;
  g_autofree AzudField *fields = g_new0 (AzudField, length + 1);
  gboolean good = length > 0;

  for (guint i = 0; i < length; i++)
    {
      AzudJson *column = azud_json_get_element (value, i);
      const char *name = azud_json_lookup_string (column, "name");
      const char *type = azud_json_lookup_string (column, "type");

      fields[i].name = name != NULL ? name : "";
      fields[i].type = parse_type (ctx, path, type != NULL ? type : "");
      fields[i].nullable = true;
      good = good && fields[i].type != NULL;
      if (name == NULL || name[0] == '\0')
        good = azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_PARAMETER_REQUIRED",
                                     N_("A column needs a name."), NULL);
    }
  if (!good)
    return NULL;
  return azud_lowering_keep (ctx, azud_schema_new (fields, (int) length), (GDestroyNotify) azud_schema_unref);
}

static void
free_literals (gpointer row)
{
  AzudExpr **cells = row;

  for (guint i = 0; cells[i] != NULL; i++)
    azud_expr_unref (cells[i]);
  g_free (cells);
}

/* One row; NULL when a cell does not fit (reported). */
static AzudExpr **
read_row (AzudLowering     *ctx,
          const char       *path,
          const AzudJson   *row,
          guint             number,
          const AzudSchema *schema)
{
  AzudExpr **cells = g_new0 (AzudExpr *, (gsize) schema->n_fields + 1);
  g_autofree char *place = g_strdup_printf ("%s/%u", path, number);

  if ((int) azud_json_get_length (row) != schema->n_fields)
    {
      g_autofree char *got = g_strdup_printf ("%u", azud_json_get_length (row));
      g_autofree char *expected = g_strdup_printf ("%d", schema->n_fields);

      azud_lowering_report (ctx, place, AZUD_SEVERITY_ERROR, "AZUD_TABLE_ROW_LENGTH",
                            N_("This row has {0} values; the table has {1} columns."), got,
                            expected, NULL);
      g_free (cells);
      return NULL;
    }
  for (int i = 0; i < schema->n_fields; i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      AzudJson *value = azud_json_get_element (row, (guint) i);
      g_autofree char *other = NULL;
      const char *text = azud_json_get_string (value);

      if (text == NULL && azud_json_get_kind (value) != AZUD_JSON_NULL)
        text = other = azud_json_to_string (value);
      cells[i] = azud_text_to_literal (text, schema->fields[i].type, &ctx->settings, &error);
      if (cells[i] == NULL)
        {
          g_autofree char *cell = g_strdup_printf ("%s/%d", place, i);

          error.span_start = error.span_end = -1;
          azud_lowering_report_error (ctx, cell, &error);
          free_literals (cells);
          return NULL;
        }
    }
  return cells;
}

GPtrArray *
azud_lowering_get_table (AzudLowering     *ctx,
                         const char       *path,
                         const AzudSchema *schema)
{
  AzudJson *value = azud_lowering_get_value (ctx, path);
  guint length = value != NULL ? azud_json_get_length (value) : 0;
  GPtrArray *rows = g_ptr_array_new ();
  guint n_bad = 0;

  for (guint i = 0; i < length && n_bad < 20; i++)
    {
      AzudExpr **cells = read_row (ctx, path, azud_json_get_element (value, i), i, schema);

      if (cells != NULL)
        g_ptr_array_add (rows, cells);
      else
        n_bad++;
    }
  if (n_bad == 0)
    return rows;
  g_ptr_array_set_free_func (rows, free_literals);
  g_ptr_array_unref (rows);
  return NULL;
}

/* ---- expressions ---- */

typedef enum { WANT_VALUE, WANT_CONDITION, WANT_AGGREGATE, WANT_WINDOW } Want;

static AzudExpr *
resolve_text (AzudLowering         *ctx,
              const char           *path,
              const char           *text,
              const AzudScopeInput *inputs,
              int                   n_inputs,
              Want                  want)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudScope scope = { .inputs = inputs,
                      .n_inputs = n_inputs,
                      .parameters = ctx->values,
                      .n_parameters = (int) ctx->n_values,
                      .settings = ctx->settings,
                      .allow_aggregates = want == WANT_AGGREGATE,
                      .allow_windows = want == WANT_WINDOW };
  g_autoptr(AzudExpr) parsed = NULL;
  AzudExpr *resolved = NULL;

  if (text[0] == '\0')
    {
      azud_lowering_report (ctx, path, AZUD_SEVERITY_ERROR, "AZUD_PARAMETER_REQUIRED",
                            N_("An expression is missing."), NULL);
      return NULL;
    }
  parsed = azud_expr_parse (text, &error);
  if (parsed != NULL && want == WANT_CONDITION)
    resolved = azud_expr_resolve_condition (parsed, &scope, &error);
  else if (parsed != NULL)
    resolved = azud_expr_resolve (parsed, &scope, &error);
  if (resolved == NULL)
    {
      azud_lowering_report_error (ctx, path, &error);
      return NULL;
    }
  return azud_lowering_keep (ctx, resolved, (GDestroyNotify) azud_expr_unref);
}

static AzudExpr *
resolve (AzudLowering         *ctx,
         const char           *path,
         const AzudScopeInput *inputs,
         int                   n_inputs,
         Want                  want)
{
  return resolve_text (ctx, path, azud_lowering_get_text (ctx, path), inputs, n_inputs, want);
}

AzudExpr *
azud_lowering_get_expression (AzudLowering *ctx,
                              const char   *path,
                              AzudPlan     *in)
{
  AzudScopeInput input = { NULL, in->schema };

  return resolve (ctx, path, &input, 1, WANT_VALUE);
}

AzudExpr *
azud_lowering_get_condition (AzudLowering *ctx,
                             const char   *path,
                             AzudPlan     *in)
{
  AzudScopeInput input = { NULL, in->schema };

  return resolve (ctx, path, &input, 1, WANT_CONDITION);
}

AzudExpr *
azud_lowering_get_aggregate (AzudLowering *ctx,
                             const char   *path,
                             AzudPlan     *in)
{
  AzudScopeInput input = { NULL, in->schema };

  return resolve (ctx, path, &input, 1, WANT_AGGREGATE);
}

AzudExpr *
azud_lowering_get_window (AzudLowering *ctx,
                          const char   *path,
                          AzudPlan     *in)
{
  AzudScopeInput input = { NULL, in->schema };

  return resolve (ctx, path, &input, 1, WANT_WINDOW);
}

AzudExpr *
azud_lowering_get_join_condition (AzudLowering *ctx,
                                  const char   *path,
                                  AzudPlan     *left,
                                  AzudPlan     *right)
{
  AzudScopeInput inputs[] = { { "left", left->schema }, { "right", right->schema } };

  return resolve (ctx, path, inputs, 2, WANT_CONDITION);
}

AzudExpr *
azud_lowering_make_join_condition (AzudLowering *ctx,
                                   const char   *path,
                                   const char   *text,
                                   AzudPlan     *left,
                                   AzudPlan     *right)
{
  AzudScopeInput inputs[] = { { "left", left->schema }, { "right", right->schema } };

  return resolve_text (ctx, path, text, inputs, 2, WANT_CONDITION);
}

AzudExpr *
azud_lowering_make_condition (AzudLowering *ctx,
                              const char   *path,
                              const char   *text,
                              AzudPlan     *in)
{
  AzudScopeInput input = { NULL, in->schema };

  return resolve_text (ctx, path, text, &input, 1, WANT_CONDITION);
}

AzudExpr *
azud_lowering_make_aggregate (AzudLowering *ctx,
                              const char   *path,
                              const char   *text,
                              AzudPlan     *in)
{
  AzudScopeInput input = { NULL, in->schema };

  return resolve_text (ctx, path, text, &input, 1, WANT_AGGREGATE);
}

const char *
azud_lowering_quote_name (AzudLowering *ctx,
                          const char   *name)
{
  GString *out = g_string_new ("`");

  for (; *name != '\0'; name++)
    {
      if (*name == '`')
        g_string_append_c (out, '`');
      g_string_append_c (out, *name);
    }
  g_string_append_c (out, '`');
  return azud_lowering_keep (ctx, g_string_free (out, FALSE), g_free);
}

const AzudScopeParameter *
azud_lowering_get_values (AzudLowering *ctx,
                          int          *n)
{
  *n = (int) ctx->n_values;
  return ctx->values;
}

AzudExpr *
azud_lowering_get_constant (AzudLowering *ctx,
                            const char   *path)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudExpr *resolved = resolve (ctx, path, NULL, 0, WANT_VALUE);
  AzudExpr *value;

  if (resolved == NULL || azud_expr_is_literal (resolved))
    return resolved;
  value = azud_expr_fold (resolved, &ctx->settings, &error);
  if (value == NULL)
    azud_lowering_report_error (ctx, path, &error);
  return azud_lowering_keep (ctx, value, (GDestroyNotify) azud_expr_unref);
}
