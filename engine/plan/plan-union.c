/* plan-union.c: bringing the columns of several inputs together
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The operator itself joins its inputs by position: names, missing columns and types are settled here by a
 * projection over each input that does not already fit.
 */

#include "plan/plan-private.h"

/* Where the columns of the result are in each input; -1 = missing there. */
typedef struct
{
  int         n_columns;
  int         n_inputs;
  int        *map;       /* [input * n_columns + column] */
  GPtrArray  *names;     /* borrowed */
} Layout;

static void
layout_clear (Layout *layout)
{
  g_free (layout->map);
  if (layout->names != NULL)
    g_ptr_array_unref (layout->names);
}

static bool
layout_by_position (Layout *layout, AzudPlan *const *inputs, AzudError *error)
{
  for (int i = 0; i < layout->n_inputs; i++)
    {
      const AzudSchema *schema = inputs[i]->schema;

      if (schema->n_fields != layout->n_columns)
        {
          char first[16], other[16], place[16];

          g_snprintf (first, sizeof first, "%d", layout->n_columns);
          g_snprintf (other, sizeof other, "%d", schema->n_fields);
          g_snprintf (place, sizeof place, "%d", i + 1);
          return azud_error_set (error, AZUD_FAULT_PIPELINE, "NUM_COLUMNS_MISMATCH",
                                 N_("A union needs inputs with the same number of columns: the first has {0}, input {1} has {2}"),
                                 first, place, other, NULL);
        }
      for (int c = 0; c < layout->n_columns; c++)
        layout->map[i * layout->n_columns + c] = c;
    }
  return true;
}

static int
find_name (GPtrArray *names, const char *name, bool case_sensitive)
{
  g_autofree char *folded = case_sensitive ? NULL : g_utf8_casefold (name, -1);

  for (guint i = 0; i < names->len; i++)
    {
      const char      *other = g_ptr_array_index (names, i);
      g_autofree char *other_folded = case_sensitive ? NULL : g_utf8_casefold (other, -1);

      if (case_sensitive ? g_str_equal (name, other) : g_str_equal (folded, other_folded))
        return (int) i;
    }
  return -1;
}

static bool
missing_column (AzudError *error, const char *name, int input)
{
  char place[16];

  g_snprintf (place, sizeof place, "%d", input + 1);
  azud_error_set (error, AZUD_FAULT_PIPELINE, "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES",
                  N_("Input {1} of the union has no column {0}"), name, place, NULL);
  if (error != NULL && error->hint == NULL)
    error->hint = N_("Allow missing columns to fill them with nulls");
  return false;
}

static bool
layout_by_name (Layout *layout, AzudPlan *const *inputs, bool allow_missing, bool case_sensitive, AzudError *error)
{
  for (int i = 0; i < layout->n_inputs; i++)
    {
      const AzudSchema *schema = inputs[i]->schema;

      for (int f = 0; f < schema->n_fields; f++)
        {
          const char *name = schema->fields[f].name;

          if (azud_schema_find (schema, name, case_sensitive) == AZUD_SCHEMA_AMBIGUOUS)
            return azud_error_set (error, AZUD_FAULT_PIPELINE, "AMBIGUOUS_REFERENCE",
                                   N_("A union by name cannot tell two columns called {0} apart"), name, NULL);
          if (find_name (layout->names, name, case_sensitive) >= 0)
            continue;
          if (i > 0 && !allow_missing)
            return missing_column (error, name, 0);
          g_ptr_array_add (layout->names, (char *) name);
        }
    }
  layout->n_columns = (int) layout->names->len;
  g_free (layout->map);
  layout->map = g_new0 (int, MAX (layout->n_columns * layout->n_inputs, 1));
  for (int i = 0; i < layout->n_inputs; i++)
    for (int c = 0; c < layout->n_columns; c++)
      {
        const char *name = g_ptr_array_index (layout->names, (guint) c);
        int         found = azud_schema_find (inputs[i]->schema, name, case_sensitive);

        if (found < 0 && !allow_missing)
          return missing_column (error, name, i);
        layout->map[i * layout->n_columns + c] = MAX (found, -1);
      }
  return true;
}

static const AzudDtype *
column_type (const Layout *layout, AzudPlan *const *inputs, int c, bool *nullable, AzudError *error)
{
  const AzudDtype *type = NULL;

  *nullable = false;
  for (int i = 0; i < layout->n_inputs; i++)
    {
      int              from = layout->map[i * layout->n_columns + c];
      const AzudField *field = from >= 0 ? &inputs[i]->schema->fields[from] : NULL;
      const AzudDtype *wider;

      *nullable |= field == NULL || field->nullable;
      if (field == NULL)
        continue;
      wider = type == NULL ? field->type : azud_expr_common_type (type, field->type);
      if (wider == NULL)
        {
          char a[80], b[80];

          azud_dtype_sql_name (type, a, sizeof a);
          azud_dtype_sql_name (field->type, b, sizeof b);
          azud_error_set (error, AZUD_FAULT_PIPELINE, "INCOMPATIBLE_COLUMN_TYPE",
                          N_("Column {0} of the union is {1} in one input and {2} in another"),
                          g_ptr_array_index (layout->names, (guint) c), a, b, NULL);
          return NULL;
        }
      type = wider;
    }
  return type;
}

static bool
fits (const Layout *layout, int input, const AzudSchema *schema, const AzudField *wanted)
{
  if (schema->n_fields != layout->n_columns)
    return false;
  for (int c = 0; c < layout->n_columns; c++)
    if (layout->map[input * layout->n_columns + c] != c || schema->fields[c].type != wanted[c].type)
      return false;
  return true;
}

/* Casts are explicit here: nothing else in the plan's text would show them. */
static AzudPlan *
fit_input (const Layout *layout, int input, AzudPlan *in, const AzudField *wanted, AzudError *error)
{
  g_autofree AzudNamedExpr *items = NULL;
  AzudPlan                 *plan = NULL;
  int                       n = 0;
  bool                      ok = true;

  if (fits (layout, input, in->schema, wanted))
    return azud_plan_ref (in);
  items = g_new0 (AzudNamedExpr, MAX (layout->n_columns, 1));
  for (n = 0; n < layout->n_columns && ok; n++)
    {
      int       from = layout->map[input * layout->n_columns + n];
      AzudExpr *expr = from < 0 ? azud_expr_new_null (wanted[n].type) : azud_expr_new_column (in->schema, from);

      if (from >= 0 && expr->type != wanted[n].type)
        expr = azud_expr_new_cast (expr, wanted[n].type, false, error);
      ok = expr != NULL;
      items[n] = azud_plan_named (wanted[n].name, expr, false);
    }
  if (ok)
    {
      plan = azud_plan_project (in, items, n, AZUD_PROJECT_SELECT);
      azud_plan_set_origin (plan, &(AzudOrigin) { NULL });
    }
  for (int i = 0; i < n; i++)
    if (items[i].expr != NULL)
      azud_expr_unref (items[i].expr);
  return plan;
}

static AzudPlan *
build (const Layout *layout, AzudPlan *const *inputs, AzudError *error)
{
  g_autofree AzudField  *fields = g_new0 (AzudField, MAX (layout->n_columns, 1));
  g_autoptr (GPtrArray)  fitted = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);

  for (int c = 0; c < layout->n_columns; c++)
    {
      fields[c].name = g_ptr_array_index (layout->names, (guint) c);
      fields[c].type = column_type (layout, inputs, c, &fields[c].nullable, error);
      if (fields[c].type == NULL)
        return NULL;
    }
  for (int i = 0; i < layout->n_inputs; i++)
    {
      AzudPlan *one = fit_input (layout, i, inputs[i], fields, error);

      if (one == NULL)
        return NULL;
      g_ptr_array_add (fitted, one);
    }
  return azud_plan_alloc (AZUD_PLAN_UNION, azud_plan_schema_build (fields, layout->n_columns),
                          (AzudPlan *const *) fitted->pdata, layout->n_inputs);
}

AzudPlan *
azud_plan_union (AzudPlan *const *inputs, int n_inputs, bool by_name, bool allow_missing, bool case_sensitive,
                 AzudError *error)
{
  Layout    layout = { .n_inputs = n_inputs };
  AzudPlan *plan = NULL;
  bool      ok;

  g_return_val_if_fail (n_inputs > 0, NULL);
  layout.n_columns = inputs[0]->schema->n_fields;
  layout.map = g_new0 (int, MAX (layout.n_columns * n_inputs, 1));
  layout.names = g_ptr_array_new ();
  if (by_name)
    ok = layout_by_name (&layout, inputs, allow_missing, case_sensitive, error);
  else
    {
      for (int c = 0; c < layout.n_columns; c++)
        g_ptr_array_add (layout.names, (char *) inputs[0]->schema->fields[c].name);
      ok = layout_by_position (&layout, inputs, error);
    }
  if (ok)
    plan = build (&layout, inputs, error);
  if (plan != NULL)
    {
      plan->as.onion.by_name = by_name;
      plan->as.onion.allow_missing = allow_missing;
    }
  layout_clear (&layout);
  return plan;
}
