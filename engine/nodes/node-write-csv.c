/* node-write-csv.c: write CSV files
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/csv-options.h"
#include "nodes/csv-params.h"

static const AzudChoice modes[] = {
  { "error", N_("Stop the run") },
  { "overwrite", N_("Replace it") },
  { "append", N_("Add to it") },
  { "ignore", N_("Write nothing") },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "path", .label = N_("File"), .kind = AZUD_PARAM_OUTPUT_PATH,
    .help = N_("The file, or the folder of files, that is written"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { .id = "mode", .label = N_("If it is there already"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("What happens to an output of an earlier run"),
    .otherwise = "\"error\"", .choices = modes },
  { .id = "single-file", .label = N_("One file"), .kind = AZUD_PARAM_BOOLEAN,
    .help = N_("One file; else a folder with a file for each part of the data"),
    .otherwise = "true" },
  AZUD_CSV_PARAM_HEADER,
  AZUD_CSV_PARAM_SEP,
  { .id = "quote", .label = N_("Quote"), .kind = AZUD_PARAM_TEXT,
    .help = N_("The character around values that hold a separator"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "\"\\\"\"" },
  AZUD_CSV_PARAM_ESCAPE,
  { .id = "quoteAll", .label = N_("Quote everything"), .kind = AZUD_PARAM_BOOLEAN,
    .help = N_("Quotes around every value, needed or not"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "false" },
  { .id = "nullValue", .label = N_("Null"), .kind = AZUD_PARAM_TEXT,
    .help = N_("The text that is written for no value"), .flags = AZUD_PARAM_ADVANCED,
    .otherwise = "\"\"" },
  { .id = "emptyValue", .label = N_("Empty text"), .kind = AZUD_PARAM_TEXT,
    .help = N_("What is written for a text of no characters"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "\"\\\"\\\"\"" },
  AZUD_CSV_PARAM_DATE_FORMAT,
  AZUD_CSV_PARAM_TIMESTAMP_FORMAT,
  { NULL }
};

static const char *const options[] = { "header", "sep", "quote", "escape", "quoteAll", "nullValue",
                                       "emptyValue", "dateFormat", "timestampFormat", NULL };

static const AzudNodeExample examples[] = {
  { .title = N_("One file"), .params = "path: out.csv",
    .input = "id,name\n1,Ada\n2,\"a, b\"\n", .output = "--- out.csv\nid,name\n1,Ada\n2,\"a, b\"\n",
    .plan = "Write csv \"out.csv\" mode=error single\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Tabs, no header"), .params = "path: out.tsv\nmode: overwrite\nheader: false\nsep: \\t",
    .input = "id,name\n1,Ada\n", .output = "--- out.tsv\n1\tAda\n",
    .plan = "Write csv \"out.tsv\" mode=overwrite single\n  Input in", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("No file is named"), .params = "", .input = "id\n1\n",
    .diagnostic = "AZUD_PARAMETER_REQUIRED" },
  { .title = N_("No such mode"), .params = "path: out.csv\nmode: replace", .input = "id\n1\n",
    .diagnostic = "AZUD_PARAMETER_CHOICE" },
  { NULL }
};

/* CSV has no place for values inside values. */
static gboolean
check_types (AzudLowering *ctx,
             AzudPlan     *in)
{
  gboolean good = TRUE;

  for (int i = 0; i < in->schema->n_fields; i++)
    {
      const AzudField *field = &in->schema->fields[i];
      char type[128];

      if (!azud_dtype_is_nested (field->type))
        continue;
      azud_dtype_sql_name (field->type, type, sizeof type);
      good = azud_lowering_report (ctx, NULL, AZUD_SEVERITY_ERROR, "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                                   N_("CSV files cannot hold the column “{0}” of type {1}."), field->name,
                                     type, NULL);
    }
  return good;
}

/* Spark's own patterns would cut microseconds off. */
static void
write_exact_times (AzudDataset *data)
{
  const char *chosen = g_hash_table_lookup (data->options, "timestampFormat");

  if (chosen == NULL || chosen[0] == '\0')
    g_hash_table_replace (data->options, g_strdup ("timestampFormat"), g_strdup (AZUD_CSV_EXACT_TIMESTAMP));
  g_hash_table_replace (data->options, g_strdup ("timestampNTZFormat"), g_strdup (AZUD_CSV_EXACT_TIMESTAMP_NTZ));
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *in = azud_lowering_get_input (ctx, "in");
  const char *path = azud_lowering_get_path (ctx, "path");
  AzudDataset *data = azud_dataset_new ("csv");
  gboolean good = azud_csv_params_apply (ctx, options, FALSE, data);

  write_exact_times (data);
  good = check_types (ctx, in) && good && path != NULL;
  if (!good)
    {
      azud_dataset_free (data);
      return FALSE;
    }
  g_ptr_array_add (data->paths, g_strdup (path));
  g_ptr_array_add (data->shown_paths, g_strdup (azud_lowering_get_text (ctx, "path")));
  data->mode = g_strdup (azud_lowering_get_text (ctx, "mode"));
  data->single_file = azud_lowering_get_boolean (ctx, "single-file");
  return azud_lowering_set_sink (ctx, azud_plan_write (in, data));
}

const AzudNodeType azud_node_write_csv = {
  .id = "write-csv", .version = 1, .category = AZUD_CATEGORY_SINKS, .icon = "azud-write-csv-symbolic",
  .label = N_("Write CSV"), .summary = N_("Write CSV files"),
  .inputs = AZUD_PORTS ("in"), .outputs = AZUD_PORTS_NONE,
  .params = params, .examples = examples, .lower = lower,
};
