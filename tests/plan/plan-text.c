/* plan-text.c: plans for tests, from short texts
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan-text.h"

#include <string.h>

static void
fail_on (const AzudError *error, const char *text)
{
  char message[1024];

  if (!azud_error_is_set (error))
    return;
  azud_error_describe (error, message, sizeof message);
  g_error ("%s: %s", text, message);
}

AzudSchema *
text_schema (const char *columns)
{
  g_auto (GStrv)     parts = g_strsplit (columns, ", ", -1);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (AzudField));

  for (int i = 0; parts[i] != NULL; i++)
    {
      char     *blank = strchr (parts[i], ' ');
      char     *rest = strstr (blank, " not null");
      AzudField field = { parts[i], NULL, rest == NULL };
      AzudError error = AZUD_ERROR_INIT;

      *blank = '\0';
      if (rest != NULL)
        *rest = '\0';
      field.type = azud_dtype_parse (blank + 1, &error);
      fail_on (&error, blank + 1);
      g_array_append_val (fields, field);
    }
  return azud_schema_new ((const AzudField *) (void *) fields->data, (int) fields->len);
}

AzudPlan *
text_input (const char *name, const char *columns)
{
  AzudSchema *schema = text_schema (columns);
  AzudPlan   *plan = azud_plan_input (name, schema);

  azud_schema_unref (schema);
  return plan;
}

AzudPlan *
text_scan (const char *path, const char *columns)
{
  AzudSchema  *schema = text_schema (columns);
  AzudDataset *data = azud_dataset_new ("csv");
  AzudPlan    *plan;

  g_ptr_array_add (data->paths, g_strdup (path));
  plan = azud_plan_scan (data, schema, schema, NULL, 1000000);
  azud_schema_unref (schema);
  return plan;
}

AzudPlan *
text_rejecting_scan (const char *path, const char *columns)
{
  AzudPlan *plan = text_scan (path, columns);

  plan->as.scan.has_rejects = true;
  return plan;
}

static AzudExpr *
resolve (const AzudExpr *parsed, const AzudScopeInput *inputs, int n_inputs, const char *text)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudScope scope = { .inputs = inputs, .n_inputs = n_inputs, .allow_aggregates = true };
  AzudExpr *expr = azud_expr_resolve (parsed, &scope, &error);

  fail_on (&error, text);
  return expr;
}

static AzudExpr *
expr_on (AzudPlan *in, const char *text)
{
  AzudError            error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) parsed = azud_expr_parse (text, &error);

  fail_on (&error, text);
  return resolve (parsed, &(AzudScopeInput) { NULL, in->schema }, 1, text);
}

typedef struct
{
  AzudNamedExpr *items;
  int            n;
} List;

static List
list_on (AzudPlan *in, const char *text)
{
  AzudError             error = AZUD_ERROR_INIT;
  g_autoptr (GPtrArray) parsed = text[0] != '\0' ? azud_expr_parse_list (text, &error) : g_ptr_array_new ();
  List                  list = { NULL, 0 };

  fail_on (&error, text);
  list.items = g_new0 (AzudNamedExpr, (gsize) parsed->len + 1);
  for (guint i = 0; i < parsed->len; i++)
    {
      const AzudExpr *one = g_ptr_array_index (parsed, i);
      bool            alias = one->kind == AZUD_EXPR_ALIAS;

      list.items[list.n].expr = resolve (alias ? one->args[0] : one, &(AzudScopeInput) { NULL, in->schema }, 1, text);
      list.items[list.n++].name = g_strdup (alias || one->kind == AZUD_EXPR_COLUMN ? one->names[0] : "?");
    }
  return list;
}

static void
list_clear (List *list)
{
  for (int i = 0; i < list->n; i++)
    {
      g_free (list->items[i].name);
      azud_expr_unref (list->items[i].expr);
    }
  g_free (list->items);
}

static AzudPlan *
over (AzudPlan *made, AzudPlan *in)
{
  azud_plan_unref (in);
  return made;
}

AzudPlan *
text_filter (AzudPlan *in, const char *condition)
{
  g_autoptr (AzudExpr) expr = expr_on (in, condition);

  return over (azud_plan_filter (in, expr), in);
}

AzudPlan *
text_project (AzudPlan *in, const char *text)
{
  List      list = list_on (in, text);
  AzudPlan *plan = azud_plan_project (in, list.items, list.n, AZUD_PROJECT_SELECT);

  list_clear (&list);
  return over (plan, in);
}

AzudPlan *
text_aggregate (AzudPlan *in, const char *keys, const char *values)
{
  List      a = list_on (in, keys), b = list_on (in, values);
  AzudPlan *plan = azud_plan_aggregate (in, a.items, a.n, b.items, b.n);

  list_clear (&a);
  list_clear (&b);
  return over (plan, in);
}

AzudPlan *
text_join (AzudPlan *left, AzudPlan *right, AzudJoinType type, const char *condition)
{
  AzudScopeInput       inputs[] = { { "left", left->schema }, { "right", right->schema } };
  AzudError            error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) parsed = condition != NULL ? azud_expr_parse (condition, &error) : NULL;
  g_autoptr (AzudExpr) expr = NULL;

  fail_on (&error, condition);
  if (parsed != NULL)
    expr = resolve (parsed, inputs, 2, condition);
  return over (over (azud_plan_join (left, right, type, expr, NULL), left), right);
}

AzudPlan *
text_join_using (AzudPlan *left, AzudPlan *right, AzudJoinType type, const char *name)
{
  AzudScopeInput        inputs[] = { { "left", left->schema }, { "right", right->schema } };
  AzudError             error = AZUD_ERROR_INIT;
  g_autofree char      *condition = g_strdup_printf ("left.%s = right.%s", name, name);
  g_autoptr (AzudExpr)  parsed = azud_expr_parse (condition, &error);
  g_autoptr (AzudExpr)  expr = resolve (parsed, inputs, 2, condition);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (names, g_strdup (name));
  return over (over (azud_plan_join (left, right, type, expr, names), left), right);
}

AzudPlan *
text_sort (AzudPlan *in, const char *key, bool descending)
{
  g_autoptr (AzudExpr) expr = expr_on (in, key);

  return over (azud_plan_sort (in, &(AzudSortKey) { expr, descending, descending }, 1), in);
}

AzudPlan *
text_limit (AzudPlan *in, int64_t count, int64_t offset)
{
  return over (azud_plan_limit (in, count, offset), in);
}

AzudPlan *
text_union (AzudPlan *a, AzudPlan *b)
{
  AzudPlan *inputs[] = { a, b };
  AzudError error = AZUD_ERROR_INIT;
  AzudPlan *plan = azud_plan_union (inputs, 2, false, false, false, &error);

  fail_on (&error, "union");
  return over (over (plan, a), b);
}

AzudPlan *
text_window (AzudPlan *in, const char *partition, const char *order, const char *values)
{
  List                 list = list_on (in, values);
  g_autoptr (AzudExpr) by = expr_on (in, partition);
  g_autoptr (AzudExpr) key = expr_on (in, order);
  AzudPlan            *plan = azud_plan_window (in, &by, 1, &(AzudSortKey) { key }, 1, list.items, list.n);

  list_clear (&list);
  return over (plan, in);
}

AzudPlan *
text_write (AzudPlan *in, const char *path)
{
  AzudDataset *data = azud_dataset_new ("csv");

  g_ptr_array_add (data->paths, g_strdup (path));
  data->mode = g_strdup ("overwrite");
  return over (azud_plan_write (in, data), in);
}

void
text_expect (AzudPlan *plan, const char *expected)
{
  g_autofree char *text = azud_plan_print (&plan, 1);

  g_assert_cmpstr (text, ==, expected);
}

void
text_expect_optimized (AzudPlan *plan, const char *without, const char *expected)
{
  const char           *left_out[] = { without, NULL };
  g_autoptr (GPtrArray) made = azud_optimize (&plan, 1, NULL, left_out);
  AzudPlan             *root = g_ptr_array_index (made, 0);

  g_assert_cmpint (root->schema->n_fields, ==, plan->schema->n_fields);
  for (int i = 0; i < root->schema->n_fields; i++)
    {
      g_assert_cmpstr (root->schema->fields[i].name, ==, plan->schema->fields[i].name);
      g_assert_true (root->schema->fields[i].type == plan->schema->fields[i].type);
    }
  text_expect (root, expected);
  azud_plan_unref (plan);
}

void
text_expect_stages (AzudPlan *plan, const AzudStageSettings *settings, const char *expected)
{
  g_autoptr (AzudStages) stages = azud_stages_new (&plan, 1, settings);
  g_autofree char       *text = azud_stages_print (stages);

  g_assert_cmpstr (text, ==, expected);
  azud_plan_unref (plan);
}
