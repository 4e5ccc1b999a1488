/* export.c: a pipeline as a PySpark script, a Glue job, or DOT
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "targets/dataframe.h"

#include "pipeline/analysis.h"
#include "pipeline/public-error.h"
#include "targets/python.h"

#include <string.h>

/* Relative paths mean the same as in the pipeline: beside the file, here beside the script (or --base). */
static void
append_path_function (GString    *out,
                      const char *base)
{
  g_string_append_printf (out,
                          "    def path(text):\n"
                          "        if \"://\" in text or os.path.isabs(text):\n"
                          "            return text\n"
                          "        return os.path.join(%s, text)\n\n", base);
}

static void
append_title (AzudScript *script,
              const char *what)
{
  g_autofree char *title = azud_document_dup_title (script->document);
  g_autofree char *line = g_strdup_printf ("%s: %s, written by Azud.", title, what);

  azud_python_append_comment (script->out, "", line);
}

/* --name defaults of declared parameters. */
static void
append_arguments (AzudScript *script)
{
  AzudJson *parameters = azud_document_get_parameters (script->document);

  for (guint i = 0; i < azud_json_get_length (parameters); i++)
    {
      AzudJson *one = azud_json_get_element (parameters, i);
      const char *name = azud_json_lookup_string (one, "name");
      const char *otherwise = azud_json_lookup_string (one, "default");
      g_autofree char *option = g_strconcat ("--", name, NULL);

      g_string_append (script->out, "    parser.add_argument(");
      azud_python_append_string (script->out, option);
      g_string_append (script->out, ", dest=");
      azud_python_append_string (script->out, name);
      if (otherwise != NULL)
        {
          g_string_append (script->out, ", default=");
          azud_python_append_string (script->out, otherwise);
        }
      else
        g_string_append (script->out, ", required=True");
      g_string_append (script->out, ")\n");
    }
}

static gboolean
write_pyspark (AzudScript *script,
               GPtrArray  *roots)
{
  g_autofree char *title = azud_document_dup_title (script->document);

  append_title (script, "a PySpark script");
  g_string_append (script->out,
                   "# Run it with: spark-submit THIS.py, on Spark 3.5 or 4.\n\n"
                   "import argparse\nimport os\n\n"
                   "from pyspark.sql import SparkSession\nfrom pyspark.sql import functions as F\nfrom pyspark.sql import types as T\n");
  azud_script_append_imports (script, roots);
  azud_script_append_settings (script);
  g_string_append (script->out, "\n\ndef run(spark, values, base):\n");
  azud_script_append_parameters (script, "values");
  append_path_function (script->out, "base");
  if (!azud_script_append_plans (script, roots))
    return FALSE;
  g_string_append (script->out,
                   "\ndef main():\n"
                   "    parser = argparse.ArgumentParser()\n"
                   "    parser.add_argument(\"--base\", default=os.path.dirname(os.path.abspath(__file__)),\n"
                   "                        help=\"folder that relative paths start from\")\n");
  append_arguments (script);
  g_string_append (script->out, "    args = parser.parse_args()\n    builder = SparkSession.builder.appName(");
  azud_python_append_string (script->out, title);
  g_string_append (script->out,
                   ")\n    for key, value in SETTINGS.items():\n"
                   "        builder = builder.config(key, value)\n"
                   "    run(builder.getOrCreate(), vars(args), args.base)\n\n\n"
                   "if __name__ == \"__main__\":\n    main()\n");
  return TRUE;
}

static void
append_glue_names (AzudScript *script)
{
  AzudJson *parameters = azud_document_get_parameters (script->document);

  g_string_append (script->out, "[\"JOB_NAME\"");
  for (guint i = 0; i < azud_json_get_length (parameters); i++)
    {
      g_string_append (script->out, ", ");
      azud_python_append_string (script->out, azud_json_lookup_string (azud_json_get_element (parameters, i), "name"));
    }
  g_string_append_c (script->out, ']');
}

static gboolean
write_glue (AzudScript *script,
            GPtrArray  *roots)
{
  append_title (script, "an AWS Glue job (Glue 5, Spark 3.5)");
  g_string_append (script->out,
                   "# Job arguments: --JOB_NAME, --base (optional: where relative paths start, s3://bucket/prefix), and the parameters.\n\n"
                   "import os\nimport sys\n\n"
                   "from awsglue.context import GlueContext\nfrom awsglue.job import Job\nfrom awsglue.utils import getResolvedOptions\n"
                   "from pyspark.context import SparkContext\nfrom pyspark.sql import functions as F\nfrom pyspark.sql import types as T\n");
  azud_script_append_imports (script, roots);
  azud_script_append_settings (script);
  g_string_append (script->out, "\n\ndef main():\n    names = ");
  append_glue_names (script);
  g_string_append (script->out,
                   "\n    if \"--base\" in sys.argv:\n        names.append(\"base\")\n"
                   "    args = values = getResolvedOptions(sys.argv, names)\n"
                   "    glue_context = GlueContext(SparkContext.getOrCreate())\n"
                   "    spark = glue_context.spark_session\n"
                   "    for key, value in SETTINGS.items():\n        spark.conf.set(key, value)\n"
                   "    job = Job(glue_context)\n    job.init(args[\"JOB_NAME\"], args)\n\n");
  azud_script_append_parameters (script, "args");
  append_path_function (script->out, "args.get(\"base\", \".\")");
  if (!azud_script_append_plans (script, roots))
    return FALSE;
  g_string_append (script->out, "    job.commit()\n\n\nif __name__ == \"__main__\":\n    main()\n");
  return TRUE;
}

char *
azud_document_export (AzudDocument *document,
                      const char   *target,
                      GError      **error)
{
  g_autoptr(GPtrArray) roots = NULL;
  gboolean done;
  AzudScript script;
  char *text = NULL;

  if (g_strcmp0 (target, "dot") == 0)
    return azud_document_print_plan (document, AZUD_PLAN_LEVEL_GRAPH, AZUD_PLAN_FORMAT_DOT, NULL, error);
  if (g_strcmp0 (target, "pyspark") != 0 && g_strcmp0 (target, "glue") != 0)
    {
      azud_gerror_set (error, AZUD_FAULT_USAGE, "AZUD_UNKNOWN_TARGET", N_("There is no target “{0}”: pyspark, glue or dot"), target, NULL);
      return NULL;
    }
  roots = azud_document_get_sinks (document, NULL, error);
  if (roots == NULL)
    return NULL;

  azud_script_init (&script, document);
  done = strcmp (target, "pyspark") == 0 ? write_pyspark (&script, roots) : write_glue (&script, roots);
  if (done)
    text = g_string_free (g_steal_pointer (&script.out), FALSE);
  else
    g_propagate_error (error, g_steal_pointer (&script.error));
  azud_script_clear (&script);
  return text;
}
