/* node-read-csv.c: read CSV files
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The schema is part of the document: looking at a file (sniffing) writes it there.  Parameters that are
 * options of Spark's CSV reader have Spark's names.
 */

#include "nodes/csv-params.h"

static const AzudChoice modes[] = {
  { "FAILFAST", N_("Stop the run") },
  { "PERMISSIVE", N_("Keep them, with nulls") },
  { "DROPMALFORMED", N_("Leave them out") },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "path", .label = N_("File"), .kind = AZUD_PARAM_INPUT_PATH,
    .help = N_("A file, a folder, or a pattern such as data/*.csv"),
    .flags = AZUD_PARAM_REQUIRED | AZUD_PARAM_ON_CANVAS },
  { .id = "schema", .label = N_("Columns"), .kind = AZUD_PARAM_SCHEMA,
    .help = N_("All columns of the file in their order, with their types") },
  AZUD_CSV_PARAM_HEADER,
  AZUD_CSV_PARAM_SEP,
  { .id = "quote", .label = N_("Quote"), .kind = AZUD_PARAM_TEXT,
    .help = N_("The character around values that hold a separator; empty: none"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "\"\\\"\"" },
  AZUD_CSV_PARAM_ESCAPE,
  { .id = "nullValue", .label = N_("Null"), .kind = AZUD_PARAM_TEXT,
    .help = N_("The text that stands for no value"), .flags = AZUD_PARAM_ADVANCED,
    .otherwise = "\"\"" },
  { .id = "mode", .label = N_("Rows that do not fit"), .kind = AZUD_PARAM_CHOICE,
    .help = N_("What happens to rows with too few values or values of another type"),
    .otherwise = "\"FAILFAST\"", .choices = modes },
  { .id = "columnNameOfCorruptRecord", .label = N_("Column for bad rows"), .kind = AZUD_PARAM_TEXT,
    .help = N_("A column with the text of rows that do not fit; empty: none"), .flags = AZUD_PARAM_ADVANCED,
      .show_when = "mode=PERMISSIVE" },
  AZUD_CSV_PARAM_DATE_FORMAT,
  AZUD_CSV_PARAM_TIMESTAMP_FORMAT,
  { .id = "comment", .label = N_("Comment"), .kind = AZUD_PARAM_TEXT,
    .help = N_("Lines that begin with this character are left out; empty: none"),
    .flags = AZUD_PARAM_ADVANCED },
  { .id = "ignoreLeadingWhiteSpace", .label = N_("Cut blanks before values"), .kind = AZUD_PARAM_BOOLEAN,
    .help = N_("Blanks before a value do not count"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "false" },
  { .id = "ignoreTrailingWhiteSpace", .label = N_("Cut blanks behind values"), .kind = AZUD_PARAM_BOOLEAN,
    .help = N_("Blanks behind a value do not count"),
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "false" },
  { NULL }
};

static const char *const options[] = { "header", "sep", "quote", "escape", "nullValue", "mode",
                                       "columnNameOfCorruptRecord", "dateFormat",
                                       "timestampFormat", "comment", "ignoreLeadingWhiteSpace",
                                         "ignoreTrailingWhiteSpace", NULL };

static const AzudPortSpec outputs[] = {
  { .id = "out", .label = N_("Rows") },
  { .id = "rejects", .label = N_("Bad rows"), .optional = TRUE },
  { NULL }
};

static const AzudNodeExample examples[] = {
  { .title = N_("People"), .params = "path: people.csv\nschema: id int, name string",
    .input = "--- people.csv\nid,name\n1,Ada\n2,\n", .output = "id,name\n1,Ada\n2,\n",
    .plan = "Scan csv \"people.csv\" [id, name]", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Semicolons and decimal numbers"),
    .params = "path: prices.csv\nschema: item string, price decimal(10,2)\nsep: ;",
    .input = "--- prices.csv\nitem;price\nnail;0.05\n", .output = "item,price\nnail,0.05\n",
    .plan = "Scan csv \"prices.csv\" [item, price]", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Rows that do not fit are left out"),
    .params = "path: people.csv\nschema: id int, name string\nmode: DROPMALFORMED",
    .input = "--- people.csv\nid,name\n1,Ada\ntwo,Eve\n", .output = "id,name\n1,Ada\n",
    .plan = "Scan csv \"people.csv\" [id, name]", .compare = AZUD_COMPARE_EXACT },
  { .title = N_("Columns are not known yet"), .params = "path: people.csv",
    .input = "--- people.csv\nid,name\n1,Ada\n",
    .diagnostic = "AZUD_SCHEMA_NOT_PINNED" },
  { .title = N_("Not a file of this machine"), .params = "path: s3://bucket/people.csv\nschema: id int",
    .diagnostic = "AZUD_PATH_NOT_LOCAL" },
  { NULL }
};

/* The pinned columns and, behind them, the one for bad rows. */
static AzudSchema *
output_schema (AzudLowering *ctx,
               AzudSchema   *file,
               int          *columns)
{
  const char *corrupt = azud_lowering_is_choice (ctx, "mode", "PERMISSIVE")
    ? azud_lowering_get_text (ctx, "columnNameOfCorruptRecord") : "";
  g_autofree AzudField *fields = NULL;
  int n = file->n_fields;
  AzudSchema *schema;

  for (int i = 0; i < n; i++)
    columns[i] = i;
  if (corrupt[0] == '\0')
    return file;
  if (azud_schema_find (file, corrupt,
                        azud_lowering_get_settings (ctx)->case_sensitive) != AZUD_SCHEMA_NOT_FOUND)
    {
      azud_lowering_report (ctx, "columnNameOfCorruptRecord", AZUD_SEVERITY_ERROR, "AZUD_DUPLICATE_COLUMN",
                            N_("The file has a column “{0}” already."),
                            corrupt, NULL);
      return NULL;
    }
  fields = g_new0 (AzudField, n + 1);
  for (int i = 0; i < n; i++)
    fields[i] = file->fields[i];
  fields[n] = (AzudField){ corrupt, azud_dtype_get (AZUD_DTYPE_STRING), true };
  columns[n] = -1;
  schema = azud_schema_new (fields, n + 1);
  return azud_lowering_keep (ctx, schema, (GDestroyNotify) azud_schema_unref);
}

static AzudPlan *
make_scan (AzudLowering *ctx,
           const char   *path,
           AzudSchema   *file,
           gboolean      has_rejects)
{
  AzudDataset *data = azud_dataset_new ("csv");
  g_autofree int *columns = g_new0 (int, file->n_fields + 1);
  AzudSchema *output = output_schema (ctx, file, columns);
  AzudPlan *scan;

  g_ptr_array_add (data->paths, g_strdup (path));
  g_ptr_array_add (data->shown_paths, g_strdup (azud_lowering_get_text (ctx, "path")));
  if (!azud_csv_params_apply (ctx, options, TRUE, data) || output == NULL)
    {
      azud_dataset_free (data);
      return NULL;
    }
  scan = azud_plan_scan (data, file, output, columns, -1);
  scan->as.scan.has_rejects = has_rejects;   /* new, so nobody else sees it yet */
  return scan;
}

static gboolean
lower (AzudLowering *ctx)
{
  const char *path = azud_lowering_get_path (ctx, "path");
  gboolean wanted = azud_lowering_is_connected (ctx, "rejects");
  AzudSchema *file = NULL;
  AzudPlan *scan;
  AzudPlan *rejected;

  if (!azud_lowering_has (ctx, "schema"))
    return azud_lowering_report_span (ctx, "schema", -1, -1, AZUD_SEVERITY_ERROR, "AZUD_SCHEMA_NOT_PINNED",
                                      N_("Look at the file once (in the editor: Read Columns; else: azud "
                                         "schema FILE) and keep what is found."),
                                      N_("The columns of this file are not written down yet."), NULL);
  file = azud_lowering_get_schema (ctx, "schema");
  scan = path != NULL && file != NULL ? make_scan (ctx, path, file, wanted) : NULL;
  if (scan == NULL)
    return FALSE;
  azud_lowering_set_output (ctx, "out", scan);
  /* rejects nobody takes must not make the scan convert every column: they get a scan of their own, for
   * their preview */
  rejected = wanted ? azud_plan_ref (scan) : make_scan (ctx, path, file, TRUE);
  azud_lowering_set_output (ctx, "rejects", azud_plan_rejects (rejected));
  azud_plan_unref (rejected);
  return TRUE;
}

const AzudNodeType azud_node_read_csv = {
  .id = "read-csv", .version = 1, .category = AZUD_CATEGORY_SOURCES, .icon = "azud-read-csv-symbolic",
  .label = N_("Read CSV"), .summary = N_("Read CSV files"),
  .inputs = AZUD_PORTS_NONE, .outputs = outputs,
  .params = params, .examples = examples, .lower = lower,
};
