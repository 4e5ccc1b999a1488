/* dataframe.c: one logical operator as DataFrame calls
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every operator continues a chain: inputs but the first are named by their variables.  Expressions are Spark SQL text inside F.expr(),
 * the language Azud itself speaks, so nothing is translated and nothing can be lost.
 */

#include "targets/dataframe.h"

#include "expr/tree.h"
#include "pipeline/public-error.h"
#include "plan/join-keys.h"
#include "targets/join-names.h"
#include "targets/python.h"

#include <string.h>

#define CALL_INDENT "        "

void
azud_script_begin_call (AzudScript *script,
                        const char *text)
{
  g_string_append_printf (script->out, "\n%s%s", CALL_INDENT, text);
}

static void
append_sql (AzudScript     *script,
            const AzudExpr *expr)
{
  g_autofree char *sql = azud_expr_print (expr);

  azud_python_append_template (script->out, sql, "PARAMETERS");
}

void
azud_script_append_expr (AzudScript     *script,
                         const AzudExpr *expr)
{
  g_string_append (script->out, "F.expr(");
  append_sql (script, expr);
  g_string_append_c (script->out, ')');
}

static void
append_name (AzudScript *script,
             const char *name)
{
  azud_python_append_string (script->out, name);
}

static void
append_names (AzudScript       *script,
              const AzudSchema *schema,
              const int        *columns,
              int               n)
{
  g_string_append_c (script->out, '[');
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (script->out, ", ");
      append_name (script, schema->fields[columns[i]].name);
    }
  g_string_append_c (script->out, ']');
}

static gboolean
refuse (AzudScript     *script,
        const AzudPlan *plan,
        const char     *message)
{
  if (script->error == NULL)
    {
      AzudError error = AZUD_ERROR_INIT;

      azud_error_set (&error, AZUD_FAULT_PIPELINE, "AZUD_NOT_EXPORTABLE", message, NULL);
      if (plan->origin.node != NULL)
        azud_error_at_node (&error, plan->origin.node, NULL);
      azud_error_to_gerror (&error, &script->error);
    }
  return FALSE;
}

/* ---- leaves ---- */

static void
append_option (AzudScript *script,
               const char *key,
               const char *value)
{
  g_autofree char *call = NULL;
  GString *text = g_string_new (".option(");

  azud_python_append_string (text, key);
  g_string_append (text, ", ");
  azud_python_append_string (text, value);
  g_string_append_c (text, ')');
  call = g_string_free (text, FALSE);
  azud_script_begin_call (script, call);
}

/* Options in the order of their names, ours over the defaults. */
static void
append_options (AzudScript        *script,
                const AzudDataset *data,
                const char *const *defaults)
{
  g_autoptr(GHashTable) all = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GList) keys = NULL;
  GHashTableIter iter;
  gpointer key, value;

  for (const char *const *pair = defaults; *pair != NULL; pair += 2)
    g_hash_table_insert (all, (gpointer) pair[0], (gpointer) pair[1]);
  g_hash_table_iter_init (&iter, data->options);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_replace (all, key, value);
  keys = g_list_sort (g_hash_table_get_keys (all), (GCompareFunc) strcmp);
  for (GList *at = keys; at != NULL; at = at->next)
    append_option (script, at->data, g_hash_table_lookup (all, at->data));
}

static void
append_ddl (GString    *out,
            const char *name,
            const AzudDtype *type)
{
  char text[1024];

  g_string_append_c (out, '`');
  for (const char *at = name; *at != '\0'; at++)
    g_string_append_len (out, *at == '`' ? "``" : at, *at == '`' ? 2 : 1);
  azud_dtype_sql_name (type, text, sizeof text);
  g_string_append_printf (out, "` %s", text);
}

static void
append_schema (AzudScript     *script,
               const AzudPlan *scan)
{
  const AzudSchema *file = scan->as.scan.file_schema;
  g_autoptr(GString) ddl = g_string_new (NULL);

  for (int i = 0; i < file->n_fields; i++)
    {
      if (i > 0)
        g_string_append (ddl, ", ");
      append_ddl (ddl, file->fields[i].name, file->fields[i].type);
    }
  for (int i = 0; i < scan->schema->n_fields; i++)
    if (scan->as.scan.columns[i] < 0)
      {
        g_string_append (ddl, ", ");
        append_ddl (ddl, scan->schema->fields[i].name, scan->schema->fields[i].type);
      }
  azud_script_begin_call (script, ".schema(");
  azud_python_append_string (script->out, ddl->str);
  g_string_append_c (script->out, ')');
}

static gboolean
append_scan (AzudScript     *script,
             const AzudPlan *plan)
{
  static const char *const defaults[] = {
    "escape", "\"", "ignoreLeadingWhiteSpace", "false", "ignoreTrailingWhiteSpace", "false", "multiLine", "true",
    "mode", "FAILFAST", "enforceSchema", "true", "columnPruning", "false", NULL
  };
  GPtrArray *paths = plan->as.scan.data->shown_paths != NULL && plan->as.scan.data->shown_paths->len > 0
                       ? plan->as.scan.data->shown_paths : plan->as.scan.data->paths;

  if (plan->as.scan.has_rejects)
    return refuse (script, plan, N_("Spark has no rejects output: connect only “out”, or use a corrupt-record column"));
  g_string_append (script->out, "spark.read.format(\"csv\")");
  append_options (script, plan->as.scan.data, defaults);
  append_schema (script, plan);
  azud_script_begin_call (script, ".load([");
  for (guint i = 0; i < paths->len; i++)
    {
      if (i > 0)
        g_string_append (script->out, ", ");
      g_string_append (script->out, "path(");
      azud_python_append_template (script->out, g_ptr_array_index (paths, i), "values");
      g_string_append_c (script->out, ')');
    }
  g_string_append (script->out, "])");
  return TRUE;
}

/* Values travel as text and are cast by Spark, so that no Python type stands between. */
static gboolean
append_values (AzudScript     *script,
               const AzudPlan *plan)
{
  const AzudSchema *schema = plan->schema;

  g_string_append (script->out, "spark.createDataFrame([");
  for (guint r = 0; r < plan->as.values.rows->len; r++)
    {
      AzudExpr **row = g_ptr_array_index (plan->as.values.rows, r);

      g_string_append_printf (script->out, "\n%s    (", CALL_INDENT);
      for (int c = 0; c < schema->n_fields; c++)
        {
          if (row[c]->datum.is_null)
            g_string_append (script->out, "None");
          else
            {
              g_autofree char *text = azud_datum_print (&row[c]->datum, "UTC");

              azud_python_append_string (script->out, text);
            }
          g_string_append (script->out, c + 1 < schema->n_fields ? ", " : schema->n_fields == 1 ? ",)" : ")");
        }
      g_string_append_c (script->out, ',');
    }
  g_string_append (script->out, "], T.StructType([");
  for (int c = 0; c < schema->n_fields; c++)
    {
      g_string_append (script->out, c > 0 ? ", T.StructField(" : "T.StructField(");
      append_name (script, schema->fields[c].name);
      g_string_append (script->out, ", T.StringType())");
    }
  g_string_append (script->out, "]))");
  azud_script_begin_call (script, ".select(");
  for (int c = 0; c < schema->n_fields; c++)
    {
      g_autoptr(GString) sql = g_string_new ("CAST(");
      char type[256];

      g_string_append_c (sql, '`');
      for (const char *at = schema->fields[c].name; *at != '\0'; at++)
        g_string_append_len (sql, *at == '`' ? "``" : at, *at == '`' ? 2 : 1);
      azud_dtype_sql_name (schema->fields[c].type, type, sizeof type);
      g_string_append_printf (sql, "` AS %s)", type);
      g_string_append (script->out, c > 0 ? ", F.expr(" : "F.expr(");
      azud_python_append_string (script->out, sql->str);
      g_string_append (script->out, ").alias(");
      append_name (script, schema->fields[c].name);
      g_string_append_c (script->out, ')');
    }
  g_string_append_c (script->out, ')');
  return TRUE;
}

static gboolean
append_range (AzudScript     *script,
              const AzudPlan *plan)
{
  g_string_append_printf (script->out, "spark.range(%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ")",
                          (gint64) plan->as.range.start, (gint64) plan->as.range.end, (gint64) plan->as.range.step);
  azud_script_begin_call (script, ".toDF(");
  append_name (script, plan->schema->fields[0].name);
  g_string_append_c (script->out, ')');
  return TRUE;
}

/* ---- projections ---- */

/* A column taken as it is. */
static const char *
plain_column (const AzudPlan *in,
              const AzudExpr *expr)
{
  return expr->kind == AZUD_EXPR_COLUMN && expr->index >= 0 && expr->index < in->schema->n_fields
           ? in->schema->fields[expr->index].name : NULL;
}

/* @expr over @in, with names of tables only where it has some. */
static void
append_over (AzudScript     *script,
             const AzudPlan *in,
             AzudExpr       *expr)
{
  g_autoptr(AzudExpr) told = azud_join_names_are_plain (expr) ? azud_expr_ref (expr) : azud_join_qualify (in, expr);

  azud_script_append_expr (script, told);
}

static void
append_selected (AzudScript     *script,
                 const AzudPlan *plan,
                 int             item)
{
  const AzudPlan *in = plan->inputs[0];
  const AzudNamedExpr *named = &plan->as.project.items[item];
  const char *column = plain_column (in, named->expr);
  g_autoptr(AzudExpr) expr = azud_join_qualify (in, named->expr);

  azud_script_append_expr (script, expr);
  if (column == NULL || strcmp (column, named->name) != 0)
    {
      g_string_append (script->out, ".alias(");
      append_name (script, named->name);
      g_string_append_c (script->out, ')');
    }
}

static void
append_select (AzudScript     *script,
               const AzudPlan *plan)
{
  azud_script_begin_call (script, ".select(");
  for (int i = 0; i < plan->as.project.n_items; i++)
    {
      if (i > 0)
        g_string_append (script->out, ", ");
      append_selected (script, plan, i);
    }
  g_string_append_c (script->out, ')');
}

/* {"name": value, ...} of the items that are not passed on untouched. */
static void
append_items (AzudScript     *script,
              const AzudPlan *plan,
              gboolean        renames)
{
  gboolean first = TRUE;

  g_string_append_c (script->out, '{');
  for (int i = 0; i < plan->as.project.n_items; i++)
    {
      const AzudNamedExpr *item = &plan->as.project.items[i];
      const char *column = plain_column (plan->inputs[0], item->expr);

      if (renames ? column == NULL || strcmp (column, item->name) == 0 : item->passed)
        continue;
      if (!first)
        g_string_append (script->out, ", ");
      first = FALSE;
      append_name (script, renames ? column : item->name);
      g_string_append (script->out, ": ");
      if (renames)
        append_name (script, item->name);
      else
        azud_script_append_expr (script, item->expr);
    }
  g_string_append_c (script->out, '}');
}

static void
append_drop (AzudScript     *script,
             const AzudPlan *plan)
{
  const AzudSchema *before = plan->inputs[0]->schema;
  gboolean first = TRUE;

  azud_script_begin_call (script, ".drop(");
  for (int c = 0; c < before->n_fields; c++)
    {
      gboolean kept = FALSE;

      for (int i = 0; i < plan->as.project.n_items; i++)
        kept |= plan->as.project.items[i].expr->index == c;
      if (kept)
        continue;
      if (!first)
        g_string_append (script->out, ", ");
      first = FALSE;
      append_name (script, before->fields[c].name);
    }
  g_string_append_c (script->out, ')');
}

/* Spark renames one column after the other: names that are swapped or handed on need a select. */
static gboolean
renames_collide (const AzudPlan *plan)
{
  const AzudSchema *before = plan->inputs[0]->schema;

  for (int i = 0; i < plan->as.project.n_items; i++)
    {
      const AzudNamedExpr *item = &plan->as.project.items[i];
      const char *column = plain_column (plan->inputs[0], item->expr);

      if (column != NULL && strcmp (column, item->name) != 0 && azud_schema_find (before, item->name, false) != AZUD_SCHEMA_NOT_FOUND)
        return TRUE;
    }
  return FALSE;
}

static gboolean
append_project (AzudScript     *script,
                const AzudPlan *plan)
{
  AzudProjectIdiom idiom = plan->as.project.idiom;

  if ((plan->inputs[0]->op == AZUD_PLAN_JOIN && plan->inputs[0]->as.join.left_using == NULL)
      || azud_join_has_repeated_names (plan->inputs[0]->schema)
      || (idiom == AZUD_PROJECT_RENAME && renames_collide (plan)))
    idiom = AZUD_PROJECT_SELECT;
  switch (idiom)
    {
    case AZUD_PROJECT_SELECT:
      append_select (script, plan);
      return TRUE;
    case AZUD_PROJECT_DROP:
      append_drop (script, plan);
      return TRUE;
    case AZUD_PROJECT_RENAME:
      azud_script_begin_call (script, ".withColumnsRenamed(");
      append_items (script, plan, TRUE);
      break;
    case AZUD_PROJECT_WITH_COLUMNS:
    case AZUD_PROJECT_CAST:
      azud_script_begin_call (script, ".withColumns(");
      append_items (script, plan, FALSE);
      break;
    }
  g_string_append_c (script->out, ')');
  return TRUE;
}

/* ---- rows ---- */

static void
append_sample (AzudScript     *script,
               const AzudPlan *plan)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "pmod(xxhash64(%" G_GINT64_FORMAT "L", (gint64) plan->as.sample.seed);
  for (int i = 0; i < plan->as.sample.n_columns; i++)
    {
      g_autoptr(AzudExpr) column = azud_expr_new_column (plan->inputs[0]->schema, plan->as.sample.columns[i]);
      g_autofree char *name = azud_expr_print (column);

      g_string_append_printf (sql, ", %s", name);
    }
  g_string_append_printf (sql, "), 1000000L) < %" G_GINT64_FORMAT "L", (gint64) (plan->as.sample.fraction * 1000000 + 0.5));
  azud_script_begin_call (script, ".filter(F.expr(");
  azud_python_append_string (script->out, sql->str);
  g_string_append (script->out, "))");
}

/* As fillna(), which knows numbers, strings and booleans only: NaN counts as missing. */
static void
append_fill_nulls (AzudScript     *script,
                   const AzudPlan *plan)
{
  g_autofree char *value = azud_expr_print (plan->as.fill_nulls.value);

  azud_script_begin_call (script, ".withColumns({");
  for (int i = 0; i < plan->as.fill_nulls.n_columns; i++)
    {
      int c = plan->as.fill_nulls.columns[i];
      g_autoptr(AzudExpr) column = azud_expr_new_column (plan->inputs[0]->schema, c);
      g_autofree char *name = azud_expr_print (column);
      g_autofree char *sql = NULL;
      char type[256];

      azud_dtype_sql_name (plan->schema->fields[c].type, type, sizeof type);
      if (column->type->id == AZUD_DTYPE_DOUBLE || column->type->id == AZUD_DTYPE_FLOAT)
        sql = g_strdup_printf ("coalesce(nanvl(%s, NULL), CAST(%s AS %s))", name, value, type);
      else
        sql = g_strdup_printf ("coalesce(%s, CAST(%s AS %s))", name, value, type);
      g_string_append (script->out, i > 0 ? ", " : "");
      append_name (script, plan->schema->fields[c].name);
      g_string_append (script->out, ": F.expr(");
      azud_python_append_template (script->out, sql, "PARAMETERS");
      g_string_append_c (script->out, ')');
    }
  g_string_append (script->out, "})");
}

void
azud_script_append_order (AzudScript        *script,
                          const AzudSortKey *keys,
                          int                n)
{
  for (int k = 0; k < n; k++)
    {
      if (k > 0)
        g_string_append (script->out, ", ");
      azud_script_append_expr (script, keys[k].expr);
      g_string_append_printf (script->out, ".%s_nulls_%s()", keys[k].descending ? "desc" : "asc", keys[k].nulls_last ? "last" : "first");
    }
}

/* A constant orders nothing here; to orderBy() it would be the number of a column. */
static void
append_sort (AzudScript     *script,
             const AzudPlan *plan)
{
  g_autofree AzudSortKey *keys = g_new0 (AzudSortKey, (gsize) plan->as.sort.n_keys + 1);
  int n = 0;

  for (int k = 0; k < plan->as.sort.n_keys; k++)
    if (!azud_expr_is_literal (plan->as.sort.keys[k].expr))
      keys[n++] = plan->as.sort.keys[k];
  if (n == 0)
    return;
  azud_script_begin_call (script, ".orderBy(");
  azud_script_append_order (script, keys, n);
  g_string_append_c (script->out, ')');
}

static void
append_limit (AzudScript     *script,
              const AzudPlan *plan)
{
  g_autofree char *offset = g_strdup_printf (".offset(%" G_GINT64_FORMAT ")", (gint64) plan->as.limit.offset);
  g_autofree char *limit = g_strdup_printf (".limit(%" G_GINT64_FORMAT ")", (gint64) plan->as.limit.count);

  if (plan->as.limit.offset > 0)
    azud_script_begin_call (script, offset);
  azud_script_begin_call (script, limit);
}

/* Keys are columns here: nothing makes others. */
static void
append_repartition (AzudScript     *script,
                    const AzudPlan *plan)
{
  g_autofree char *call = g_strdup_printf (plan->as.repartition.coalesce ? ".coalesce(%d" : ".repartition(%d",
                                           plan->as.repartition.n_partitions);

  azud_script_begin_call (script, call);
  for (int i = 0; i < plan->as.repartition.n_keys; i++)
    {
      g_string_append (script->out, ", ");
      azud_python_append_string (script->out, plan->schema->fields[plan->as.repartition.keys[i]->index].name);
    }
  g_string_append_c (script->out, ')');
}

/* ---- several rows, several inputs ---- */

static void
append_named (AzudScript          *script,
              const AzudPlan      *in,
              const AzudNamedExpr *items,
              int                  n)
{
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (script->out, ", ");
      append_over (script, in, items[i].expr);
      g_string_append (script->out, ".alias(");
      append_name (script, items[i].name);
      g_string_append_c (script->out, ')');
    }
}

static void
append_aggregate (AzudScript     *script,
                  const AzudPlan *plan)
{
  azud_script_begin_call (script, ".groupBy(");
  append_named (script, plan->inputs[0], plan->as.aggregate.keys, plan->as.aggregate.n_keys);
  g_string_append_c (script->out, ')');
  if (plan->as.aggregate.n_values == 0)
    {
      azud_script_begin_call (script, ".agg(F.count(F.lit(1)).alias(\"azud_count\"))");
      azud_script_begin_call (script, ".drop(\"azud_count\")");
      return;
    }
  azud_script_begin_call (script, ".agg(");
  append_named (script, plan->inputs[0], plan->as.aggregate.values, plan->as.aggregate.n_values);
  g_string_append_c (script->out, ')');
}

static void
append_deduplicate (AzudScript     *script,
                    const AzudPlan *plan)
{
  azud_script_begin_call (script, ".dropDuplicates(");
  if (plan->as.deduplicate.n_columns > 0)
    append_names (script, plan->schema, plan->as.deduplicate.columns, plan->as.deduplicate.n_columns);
  g_string_append_c (script->out, ')');
}

static void
append_join (AzudScript     *script,
             const AzudPlan *plan)
{
  static const char *const types[] = { "inner", "left", "right", "full", "left_semi", "left_anti", "cross" };
  const char *right = g_hash_table_lookup (script->variables, plan->inputs[1]);

  if (plan->as.join.type == AZUD_JOIN_CROSS && plan->as.join.condition == NULL)
    {
      azud_script_begin_call (script, ".alias(\"left\")");
      azud_script_begin_call (script, ".crossJoin(");
      g_string_append_printf (script->out, "%s.alias(\"right\"))", right);
      return;
    }
  if (plan->as.join.left_using != NULL)
    {
      if (azud_join_is_aliased (plan))
        azud_script_begin_call (script, ".alias(\"left\")");
      azud_script_begin_call (script, ".join(");
      g_string_append_printf (script->out, azud_join_is_aliased (plan) ? "%s.alias(\"right\"), [" : "%s, [", right);
      for (guint i = 0; i < plan->as.join.left_using->len; i++)
        {
          if (i > 0)
            g_string_append (script->out, ", ");
          append_name (script, g_ptr_array_index (plan->as.join.left_using, i));
        }
      g_string_append (script->out, "], ");
    }
  else
    {
      AzudSchema *both = azud_join_combined_schema (plan);
      int n_left = plan->inputs[0]->schema->n_fields;
      g_autofree AzudExpr **columns = g_new0 (AzudExpr *, both->n_fields + 1);
      g_autoptr(AzudExpr) condition = NULL, told = NULL;

      for (int i = 0; i < both->n_fields; i++)
        columns[i] = azud_join_new_qualified (both, i, i < n_left ? "left" : "right");
      condition = plan->as.join.condition != NULL ? azud_expr_substitute (plan->as.join.condition, columns, both->n_fields)
                                                  : azud_expr_new_boolean (true);
      for (int i = 0; i < both->n_fields; i++)
        azud_expr_unref (columns[i]);
      azud_schema_unref (both);
      azud_script_begin_call (script, ".alias(\"left\")");
      azud_script_begin_call (script, ".join(");
      g_string_append_printf (script->out, "%s.alias(\"right\"), ", right);
      told = azud_join_tell_sides_apart (condition);
      azud_script_append_expr (script, told);
      g_string_append (script->out, ", ");
    }
  append_name (script, types[plan->as.join.type]);
  g_string_append_c (script->out, ')');
}

static void
append_union (AzudScript     *script,
              const AzudPlan *plan)
{
  for (int i = 1; i < plan->n_inputs; i++)
    {
      const char *other = g_hash_table_lookup (script->variables, plan->inputs[i]);

      azud_script_begin_call (script, plan->as.onion.by_name ? ".unionByName(" : ".union(");
      g_string_append (script->out, other);
      if (plan->as.onion.by_name && plan->as.onion.allow_missing)
        g_string_append (script->out, ", allowMissingColumns=True");
      g_string_append_c (script->out, ')');
    }
}

static void
append_write (AzudScript     *script,
              const AzudPlan *plan)
{
  static const char *const defaults[] = {
    "escape", "\"", "ignoreLeadingWhiteSpace", "false", "ignoreTrailingWhiteSpace", "false", NULL
  };
  const AzudDataset *data = plan->as.write.data;
  GPtrArray *paths = data->shown_paths != NULL && data->shown_paths->len > 0 ? data->shown_paths : data->paths;

  if (data->single_file)
    azud_script_begin_call (script, ".coalesce(1)");
  azud_script_begin_call (script, ".write.format(\"csv\")");
  append_options (script, data, defaults);
  azud_script_begin_call (script, ".mode(");
  append_name (script, data->mode != NULL ? data->mode : "error");
  g_string_append_c (script->out, ')');
  azud_script_begin_call (script, ".save(path(");
  azud_python_append_template (script->out, g_ptr_array_index (paths, 0), "values");
  g_string_append (script->out, "))");
}

gboolean
azud_dataframe_append_call (AzudScript     *script,
                            const AzudPlan *plan)
{
  switch (plan->op)
    {
    case AZUD_PLAN_SCAN:
      return append_scan (script, plan);
    case AZUD_PLAN_VALUES:
      return append_values (script, plan);
    case AZUD_PLAN_RANGE:
      return append_range (script, plan);
    case AZUD_PLAN_PROJECT:
      return append_project (script, plan);
    case AZUD_PLAN_FILTER:
      azud_script_begin_call (script, ".filter(");
      append_over (script, plan->inputs[0], plan->as.filter.condition);
      g_string_append_c (script->out, ')');
      return TRUE;
    case AZUD_PLAN_SAMPLE:
      append_sample (script, plan);
      return TRUE;
    case AZUD_PLAN_FILL_NULLS:
      append_fill_nulls (script, plan);
      return TRUE;
    case AZUD_PLAN_DROP_NULLS:
      azud_script_begin_call (script, ".dropna(how=");
      g_string_append (script->out, plan->as.drop_nulls.all ? "\"all\"" : "\"any\"");
      g_string_append (script->out, ", subset=");
      append_names (script, plan->schema, plan->as.drop_nulls.columns, plan->as.drop_nulls.n_columns);
      g_string_append_c (script->out, ')');
      return TRUE;
    case AZUD_PLAN_UNION:
      append_union (script, plan);
      return TRUE;
    case AZUD_PLAN_AGGREGATE:
      append_aggregate (script, plan);
      return TRUE;
    case AZUD_PLAN_DEDUPLICATE:
      append_deduplicate (script, plan);
      return TRUE;
    case AZUD_PLAN_JOIN:
      append_join (script, plan);
      return TRUE;
    case AZUD_PLAN_SORT:
      append_sort (script, plan);
      return TRUE;
    case AZUD_PLAN_LIMIT:
      append_limit (script, plan);
      return TRUE;
    case AZUD_PLAN_REPARTITION:
      append_repartition (script, plan);
      return TRUE;
    case AZUD_PLAN_CACHE:
      azud_script_begin_call (script, ".persist(StorageLevel.");
      g_string_append_printf (script->out, "%s)", azud_storage_level_name (plan->as.cache.level));
      return TRUE;
    case AZUD_PLAN_WINDOW:
      return azud_dataframe_append_window (script, plan);
    case AZUD_PLAN_WRITE:
      append_write (script, plan);
      return TRUE;
    default:
      return refuse (script, plan, N_("This step has no word in Spark yet"));
    }
}
