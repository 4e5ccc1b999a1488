/* sql.c: azud sql: queries over nothing, VALUES and CSV files
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/session-private.h"

#include "expr/program.h"
#include "formats/csv-sniff.h"
#include "formats/csv-source.h"
#include "pipeline/public-error.h"
#include "pipeline/schema-text.h"
#include "sql/sql.h"

#include <string.h>

/* One --table NAME=FILE with its --table-option NAME.KEY=VALUE. */
typedef struct
{
  char       *name;
  char       *file;
  GHashTable *options;     /* Spark's names */
} Table;

static void
table_free (gpointer data)
{
  Table *table = data;

  g_free (table->name);
  g_free (table->file);
  g_hash_table_unref (table->options);
  g_free (table);
}

static Table *
find_table (GPtrArray  *tables,
            const char *name)
{
  for (guint i = 0; i < tables->len; i++)
    if (g_ascii_strcasecmp (((Table *) g_ptr_array_index (tables, i))->name, name) == 0)
      return g_ptr_array_index (tables, i);
  return NULL;
}

static bool
read_tables (GPtrArray         *tables,
             const char *const *definitions,
             const char *const *options,
             AzudError         *error)
{
  for (const char *const *at = definitions; at != NULL && *at != NULL; at++)
    {
      const char *equals = strchr (*at, '=');
      Table *table;

      if (equals == NULL || equals == *at)
        return azud_error_set (error, AZUD_FAULT_USAGE, "AZUD_USAGE", N_("“{0}” is not NAME=FILE"), *at, NULL);
      table = g_new0 (Table, 1);
      table->name = g_strndup (*at, (gsize) (equals - *at));
      table->file = g_strdup (equals + 1);
      table->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      g_ptr_array_add (tables, table);
    }
  for (const char *const *at = options; at != NULL && *at != NULL; at++)
    {
      const char *dot = strchr (*at, '.');
      const char *equals = dot != NULL ? strchr (dot, '=') : NULL;
      g_autofree char *name = dot != NULL ? g_strndup (*at, (gsize) (dot - *at)) : NULL;
      Table *table = name != NULL ? find_table (tables, name) : NULL;

      if (equals == NULL || table == NULL)
        return azud_error_set (error, AZUD_FAULT_USAGE, "AZUD_USAGE", N_("“{0}” is not NAME.KEY=VALUE of a --table"), *at, NULL);
      g_hash_table_replace (table->options, g_strndup (dot + 1, (gsize) (equals - dot - 1)), g_strdup (equals + 1));
    }
  return true;
}

/* ---- schema: given, or looked at as Spark does ---- */

static AzudSchema *
parse_schema (const char *ddl,
              AzudError  *error)
{
  g_autofree char *text = g_strdup_printf ("struct<%s>", ddl);
  const AzudDtype *type = azud_dtype_parse (text, error);
  g_autofree AzudField *fields = NULL;

  if (type == NULL)
    return NULL;
  fields = g_new0 (AzudField, type->n_fields + 1);
  for (int i = 0; i < type->n_fields; i++)
    fields[i] = (AzudField){ type->fields[i].name, type->fields[i].type, true };
  return azud_schema_new (fields, type->n_fields);
}

static AzudSchema *
find_schema (Table                *table,
             const AzudCsvOptions *options,
             AzudAccount          *account,
             AzudError            *error)
{
  const char *ddl = g_hash_table_lookup (table->options, "schema");
  const char *infer = g_hash_table_lookup (table->options, "inferSchema");
  const char *path = table->file;
  AzudCsvSniff sniff;
  AzudSchema *schema;

  if (ddl != NULL)
    return parse_schema (ddl, error);
  if (!azud_csv_sniff (&path, 1, options, infer != NULL && g_ascii_strcasecmp (infer, "true") == 0 ? AZUD_CSV_SNIFF_TYPES : 0, -1,
                       account, &sniff, error))
    return NULL;
  schema = azud_schema_ref (sniff.schema);
  azud_csv_sniff_clear (&sniff);
  return schema;
}

static AzudPlan *
plan_table (Table                  *table,
            const AzudExprSettings *settings,
            AzudAccount            *account,
            AzudError              *error)
{
  AzudDataset *data;
  AzudCsvOptions options;
  GHashTableIter iter;
  gpointer key, value;
  AzudSchema *schema;
  AzudPlan *plan;

  azud_csv_options_init_read (&options);
  if (settings->time_zone != NULL)
    g_strlcpy (options.time_zone, settings->time_zone, sizeof options.time_zone);
  data = azud_dataset_new ("csv");
  g_ptr_array_add (data->paths, g_strdup (table->file));
  g_hash_table_iter_init (&iter, table->options);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (strcmp (key, "schema") == 0)
        continue;
      if (!azud_csv_options_set (&options, key, value, error))
        {
          azud_dataset_free (data);
          return NULL;
        }
      g_hash_table_replace (data->options, g_strdup (key), g_strdup (value));
    }
  schema = find_schema (table, &options, account, error);
  if (schema == NULL)
    {
      azud_dataset_free (data);
      return NULL;
    }
  plan = azud_plan_scan (data, schema, schema, NULL, -1);
  azud_schema_unref (schema);
  return plan;
}

/* ---- the answer ---- */

typedef struct
{
  AzudJson   *rows;
  const char *time_zone;
} Printer;

static bool
print_rows_cb (const AzudBatch *batch,
               void            *data,
               AzudError       *error)
{
  Printer *self = data;
  g_autoptr(GString) text = g_string_new (NULL);

  for (uint32_t r = 0; r < batch->n_rows; r++)
    {
      AzudJson *row = azud_json_new_array ();

      for (int c = 0; c < batch->schema->n_fields; c++)
        {
          if (azud_vector_is_null (&batch->columns[c], r))
            {
              azud_json_add (row, azud_json_new_null ());
              continue;
            }
          g_string_truncate (text, 0);
          azud_vector_print_value (&batch->columns[c], r, self->time_zone, text);
          azud_json_add (row, azud_json_new_string (text->str));
        }
      azud_json_add (self->rows, row);
    }
  return true;
}

static AzudJson *
answer (AzudSession            *session,
        AzudPlan               *plan,
        const AzudExprSettings *settings,
        AzudError              *error)
{
  AzudStageSettings stage_settings = { .broadcast_bytes = (int64_t) 10 << 20, .adaptive = AZUD_ADAPTIVE_DEFAULTS };
  g_autoptr(GPtrArray) roots = g_ptr_array_new ();
  g_autoptr(AzudJson) json = azud_json_new_object ();
  Printer printer = { .rows = azud_json_new_array (), .time_zone = settings->time_zone };
  AzudPool *pool = NULL;
  AzudWork work;
  bool done;

  g_ptr_array_add (roots, plan);
  azud_json_put (json, "columns", azud_schema_to_json (plan->schema));
  azud_json_put (json, "rows", printer.rows);
  if (plan->schema->n_fields == 0)
    return g_steal_pointer (&json);
  done = azud_work_init (&work, roots, settings, &stage_settings, session->budget, session->account, "sql", error);
  /* small questions are answered on this thread: starting workers would take longer */
  if (done && work.bytes > 0)
    {
      pool = azud_session_get_pool (session, error);
      done = pool != NULL && azud_work_run_on (&work, pool, NULL, error);
    }
  else
    done = done && azud_work_run_here (&work, NULL, error);
  done = done && azud_work_read_result (&work, 0, print_rows_cb, &printer, error);
  azud_work_clear (&work);
  return done ? g_steal_pointer (&json) : NULL;
}

static AzudJson *
run_sql (AzudSession            *session,
         const char             *sql,
         GPtrArray              *tables,
         const AzudExprSettings *settings,
         AzudError              *error)
{
  g_autofree AzudSqlTable *named = g_new0 (AzudSqlTable, tables->len + 1);
  g_autoptr(GPtrArray) plans = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);
  g_autoptr(AzudPlan) plan = NULL;

  for (guint i = 0; i < tables->len; i++)
    {
      Table *table = g_ptr_array_index (tables, i);

      named[i] = (AzudSqlTable){ table->name, plan_table (table, settings, session->account, error) };
      if (named[i].plan == NULL)
        return NULL;
      g_ptr_array_add (plans, named[i].plan);
    }
  plan = azud_sql_lower (sql, named, (int) tables->len, NULL, 0, settings, error);
  return plan != NULL ? answer (session, plan, settings, error) : NULL;
}

AzudJson *
azud_session_sql (AzudSession       *session,
                  const char        *sql,
                  const char *const *tables,
                  const char *const *options,
                  const char        *time_zone,
                  GError           **error)
{
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (table_free);
  AzudExprSettings settings = { .time_zone = time_zone, .query_time_us = g_get_real_time () };
  AzudError fault = AZUD_ERROR_INIT;
  AzudJson *json = NULL;

  azud_assert_may_block ();
  if (read_tables (all, tables, options, &fault))
    json = run_sql (session, sql, all, &settings, &fault);
  if (json == NULL)
    azud_error_to_gerror (&fault, error);
  return json;
}
