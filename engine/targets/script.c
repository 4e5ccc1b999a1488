/* script.c: a whole script: settings, parameters, one variable a node, writes
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "targets/dataframe.h"

#include "pipeline/analysis.h"
#include "targets/python.h"

#include <string.h>

void
azud_script_init (AzudScript   *script,
                  AzudDocument *document)
{
  *script = (AzudScript){ .document = document, .indent = "    " };
  script->out = g_string_new (NULL);
  script->taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  script->variables = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  script->users = g_hash_table_new (NULL, NULL);
}

void
azud_script_clear (AzudScript *script)
{
  if (script->out != NULL)
    g_string_free (script->out, TRUE);
  g_hash_table_unref (script->taken);
  g_hash_table_unref (script->variables);
  g_hash_table_unref (script->users);
  g_clear_error (&script->error);
}

void
azud_script_append_settings (AzudScript *script)
{
  AzudExprSettings settings = azud_document_get_expr_settings (script->document);
  const char *const pairs[] = {
    "spark.sql.ansi.enabled", "true",
    "spark.sql.session.timeZone", settings.time_zone != NULL ? settings.time_zone : "UTC",
    "spark.sql.timestampType", "TIMESTAMP_LTZ",
    "spark.sql.caseSensitive", settings.case_sensitive ? "true" : "false",
    "spark.sql.legacy.timeParserPolicy", "CORRECTED",
    "spark.sql.decimalOperations.allowPrecisionLoss", "true",
    "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
    "spark.sql.csv.parser.columnPruning.enabled", "false",
    NULL
  };

  g_string_append (script->out, "# What results depend on; the same on every cluster.\nSETTINGS = {\n");
  for (gsize i = 0; pairs[i] != NULL; i += 2)
    {
      g_string_append (script->out, "    ");
      azud_python_append_string (script->out, pairs[i]);
      g_string_append (script->out, ": ");
      azud_python_append_string (script->out, pairs[i + 1]);
      g_string_append (script->out, ",\n");
    }
  g_string_append (script->out, "}\n");
}

void
azud_script_append_parameters (AzudScript *script,
                               const char *values)
{
  AzudJson *parameters = azud_document_get_parameters (script->document);

  if (azud_json_get_length (parameters) == 0)
    return;
  g_string_append (script->out,
                   "    # Parameters become typed literals, never spliced text.\n"
                   "    def literal(text, type_name):\n"
                   "        quoted = text.replace(\"\\\\\", \"\\\\\\\\\").replace(\"'\", \"\\\\'\")\n"
                   "        return \"CAST('\" + quoted + \"' AS \" + type_name + \")\"\n\n"
                   "    PARAMETERS = {\n");
  for (guint i = 0; i < azud_json_get_length (parameters); i++)
    {
      AzudJson *one = azud_json_get_element (parameters, i);
      const char *name = azud_json_lookup_string (one, "name");
      const char *type = azud_json_lookup_string (one, "type");

      g_string_append (script->out, "        ");
      azud_python_append_string (script->out, name);
      g_string_append_printf (script->out, ": literal(%s[", values);
      azud_python_append_string (script->out, name);
      g_string_append (script->out, "], ");
      azud_python_append_string (script->out, type != NULL ? type : "string");
      g_string_append (script->out, "),\n");
    }
  g_string_append (script->out, "    }\n\n");
}

/* ---- which operators get a variable ---- */

static void
count_users (AzudScript *script,
             GPtrArray  *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      const AzudPlan *plan = g_ptr_array_index (all, i);

      for (int u = 0; u < plan->n_inputs; u++)
        {
          int n = GPOINTER_TO_INT (g_hash_table_lookup (script->users, plan->inputs[u]));

          g_hash_table_insert (script->users, plan->inputs[u], GINT_TO_POINTER (n + 1));
        }
    }
}

/* An operator continues its input's chain when both came from one node and nobody else uses the input. */
static gboolean
continues (AzudScript     *script,
           const AzudPlan *plan)
{
  const AzudPlan *in = plan->n_inputs > 0 ? plan->inputs[0] : NULL;

  return in != NULL && g_hash_table_lookup (script->variables, in) == NULL;
}

static gboolean
needs_variable (AzudScript     *script,
                const AzudPlan *plan,
                GPtrArray      *all)
{
  if (GPOINTER_TO_INT (g_hash_table_lookup (script->users, plan)) != 1)
    return TRUE;
  for (guint i = 0; i < all->len; i++)
    {
      const AzudPlan *user = g_ptr_array_index (all, i);

      for (int u = 0; u < user->n_inputs; u++)
        if (user->inputs[u] == plan)
          return u > 0 || plan->origin.node == NULL || g_strcmp0 (user->origin.node, plan->origin.node) != 0;
    }
  return TRUE;
}

/* Writes the chain that ends in @plan: from its leaf or from the nearest variable. */
static gboolean
append_chain (AzudScript     *script,
              const AzudPlan *plan)
{
  g_autoptr(GPtrArray) chain = g_ptr_array_new ();
  const AzudPlan *at = plan;

  while (continues (script, at))
    {
      g_ptr_array_add (chain, (gpointer) at);
      at = at->inputs[0];
    }
  g_ptr_array_add (chain, (gpointer) at);
  if (at->n_inputs > 0)
    g_string_append (script->out, g_hash_table_lookup (script->variables, at->inputs[0]));
  for (guint i = chain->len; i-- > 0;)
    if (!azud_dataframe_append_call (script, g_ptr_array_index (chain, i)))
      return FALSE;
  return TRUE;
}

static gboolean
append_statement (AzudScript     *script,
                  const AzudPlan *plan)
{
  const char *label = plan->origin.label != NULL ? plan->origin.label : plan->origin.node;

  if (label != NULL)
    azud_python_append_comment (script->out, script->indent, label);
  if (plan->op == AZUD_PLAN_WRITE)
    g_string_append_printf (script->out, "%s(\n%s    ", script->indent, script->indent);
  else
    {
      char *variable = azud_python_identifier (label != NULL ? label : "step", script->taken);

      g_string_append_printf (script->out, "%s%s = (\n%s    ", script->indent, variable, script->indent);
      if (!append_chain (script, plan))
        {
          g_free (variable);
          return FALSE;
        }
      g_hash_table_insert (script->variables, (gpointer) plan, variable);
      g_string_append_printf (script->out, "\n%s)\n\n", script->indent);
      return TRUE;
    }
  if (!append_chain (script, plan))
    return FALSE;
  g_string_append_printf (script->out, "\n%s)\n\n", script->indent);
  return TRUE;
}

gboolean
azud_script_append_plans (AzudScript *script,
                          GPtrArray  *roots)
{
  g_autoptr(GPtrArray) all = azud_plan_walk ((AzudPlan *const *) roots->pdata, (int) roots->len);

  count_users (script, all);
  for (guint i = 0; i < all->len; i++)
    {
      const AzudPlan *plan = g_ptr_array_index (all, i);

      if (needs_variable (script, plan, all) && !append_statement (script, plan))
        return FALSE;
    }
  return TRUE;
}

void
azud_script_append_imports (AzudScript *script,
                            GPtrArray  *roots)
{
  g_autoptr(GPtrArray) walk = azud_plan_walk ((AzudPlan *const *) roots->pdata, (int) roots->len);
  gboolean windows = FALSE, levels = FALSE;

  for (guint i = 0; i < walk->len; i++)
    {
      const AzudPlan *plan = g_ptr_array_index (walk, i);

      windows |= plan->op == AZUD_PLAN_WINDOW;
      levels |= plan->op == AZUD_PLAN_CACHE;
    }
  if (windows)
    g_string_append (script->out, "from pyspark.sql.window import Window\n");
  if (levels)
    g_string_append (script->out, "from pyspark.storagelevel import StorageLevel\n");
  g_string_append_c (script->out, '\n');
}
