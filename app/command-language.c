/* command-language.c: azud eval, sql, schema, nodes, functions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "command.h"

#include <stdio.h>
#include <string.h>

/* ---- eval ---- */

static int
print_value (const AzudJson *answer)
{
  const char *type = azud_json_lookup_string (answer, "type");
  const char *value = azud_json_lookup_string (answer, "value");
  g_autofree char *line = g_strdup_printf ("%s\t%s", type, value != NULL ? value : "NULL");

  return azcli_print (line);
}

/* One expression a line, one JSON object a line. */
static int
eval_lines (AzudSession *session,
            const char  *time_zone)
{
  g_autoptr(GIOChannel) in = g_io_channel_unix_new (0);
  g_autoptr(GString) line = g_string_new (NULL);

  g_io_channel_set_encoding (in, NULL, NULL);
  while (g_io_channel_read_line_string (in, line, NULL, NULL) == G_IO_STATUS_NORMAL)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(AzudJson) answer = NULL;
      int status;

      g_strchomp (line->str);
      answer = azud_session_eval (session, line->str, time_zone, &error);
      if (answer == NULL)
        {
          answer = azud_json_new_object ();
          azud_json_put (answer, "error", azud_gerror_to_json (error));
        }
      status = azcli_print_json (answer);
      if (status != AZCLI_COMPLETE)
        return status;
    }
  return AZCLI_COMPLETE;
}

static int
eval_main (int    argc,
           char **argv)
{
  g_autofree char *time_zone = NULL;
  gboolean json = FALSE;
  const GOptionEntry options[] = {
    { "time-zone", 0, 0, G_OPTION_ARG_STRING, &time_zone, N_("Session time zone (UTC)"), N_("ZONE") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr(AzudSession) session = NULL;
  g_autoptr(AzudJson) answer = NULL;
  g_autoptr(GError) error = NULL;

  if (!azcli_parse (&azcli_eval, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  session = azcli_session (1, NULL, NULL, NULL, &error);
  if (session == NULL)
    return azcli_fail (error, json);
  if (strcmp (argv[1], "-") == 0)
    return eval_lines (session, time_zone);
  answer = azud_session_eval (session, argv[1], time_zone, &error);
  if (answer == NULL)
    return azcli_fail (error, json);
  return json ? azcli_print_json (answer) : print_value (answer);
}

const AzcliCommand azcli_eval = {
  .name = "eval",
  .usage = N_("'EXPRESSION' | -"),
  .summary = N_("type and value of an expression; with - one a line from standard input, one JSON object a line"),
  .run = eval_main,
};

/* ---- sql ---- */

static int
print_result (const AzudJson *result)
{
  g_autoptr(GString) out = g_string_new (NULL);
  AzudJson *columns = azud_json_lookup (result, "columns");
  AzudJson *rows = azud_json_lookup (result, "rows");

  for (guint c = 0; c < azud_json_get_length (columns); c++)
    g_string_append_printf (out, "%s%s", c > 0 ? "\t" : "", azud_json_lookup_string (azud_json_get_element (columns, c), "name"));
  g_string_append_c (out, '\n');
  for (guint r = 0; r < azud_json_get_length (rows); r++)
    {
      AzudJson *row = azud_json_get_element (rows, r);

      for (guint c = 0; c < azud_json_get_length (row); c++)
        {
          const char *value = azud_json_get_string (azud_json_get_element (row, c));

          g_string_append_printf (out, "%s%s", c > 0 ? "\t" : "", value != NULL ? value : "NULL");
        }
      g_string_append_c (out, '\n');
    }
  return azcli_print (out->str);
}

static int
sql_main (int    argc,
          char **argv)
{
  g_auto(GStrv) tables = NULL, table_options = NULL;
  g_autofree char *time_zone = NULL;
  gboolean json = FALSE;
  int threads = 0;
  const GOptionEntry options[] = {
    { "table", 0, 0, G_OPTION_ARG_STRING_ARRAY, &tables, N_("A file the query may read"), N_("NAME=FILE") },
    { "table-option", 0, 0, G_OPTION_ARG_STRING_ARRAY, &table_options, N_("An option of a table, named as Spark does"), N_("NAME.KEY=VALUE") },
    { "time-zone", 0, 0, G_OPTION_ARG_STRING, &time_zone, N_("Session time zone (UTC)"), N_("ZONE") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, N_("Worker threads (one a core)"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr(AzudSession) session = NULL;
  g_autoptr(AzudJson) result = NULL;
  g_autoptr(GError) error = NULL;

  if (!azcli_parse (&azcli_sql, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  if (threads < 0 || threads > 256)
    return azcli_usage (&azcli_sql, _("--threads is a number from 1 to 256."));
  session = azcli_session (threads, NULL, NULL, NULL, &error);
  if (session != NULL)
    result = azud_session_sql (session, argv[1], (const char *const *) tables, (const char *const *) table_options, time_zone, &error);
  if (result == NULL)
    return azcli_fail (error, json);
  return json ? azcli_print_json (result) : print_result (result);
}

const AzcliCommand azcli_sql = {
  .name = "sql",
  .usage = N_("'SELECT ...' [--table NAME=FILE]... [--json] [--time-zone ZONE]"),
  .summary = N_("run a query"),
  .run = sql_main,
};

/* ---- schema ---- */

static int
schema_main (int    argc,
             char **argv)
{
  gboolean json = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr(AzudSession) session = NULL;
  g_autoptr(AzudJson) params = NULL;
  g_autoptr(GString) out = g_string_new (NULL);
  g_autoptr(GError) error = NULL;
  AzudJson *columns;

  if (!azcli_parse (&azcli_schema, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  session = azcli_session (1, NULL, NULL, NULL, &error);
  if (session != NULL)
    params = azud_session_sniff (session, argv[1], NULL, &error);
  if (params == NULL)
    return azcli_fail (error, json);
  if (json)
    return azcli_print_json (params);
  columns = azud_json_lookup (params, "schema");
  for (guint c = 0; c < azud_json_get_length (columns); c++)
    {
      AzudJson *column = azud_json_get_element (columns, c);

      g_string_append_printf (out, "%s\t%s\n", azud_json_lookup_string (column, "name"), azud_json_lookup_string (column, "type"));
    }
  return azcli_print (out->str);
}

const AzcliCommand azcli_schema = {
  .name = "schema",
  .usage = N_("DATA [--json]"),
  .summary = N_("show the columns of a data file"),
  .run = schema_main,
};

/* ---- nodes, functions ---- */

static int
describe (const AzcliCommand *command,
          AzudJson         *(*get) (const char *name),
          void              (*print) (GString *out, const AzudJson *one),
          const char         *title_key,
          int                 argc,
          char              **argv)
{
  gboolean json = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr(AzudJson) all = NULL;
  g_autoptr(GString) out = g_string_new (NULL);

  if (!azcli_parse (command, options, &argc, &argv, 0, 1))
    return AZCLI_USAGE;
  all = get (argc > 1 ? argv[1] : NULL);
  if (all == NULL)
    {
      g_autofree char *sentence = g_strdup_printf (_("There is no “%s”."), argv[1]);

      return azcli_usage (command, sentence);
    }
  if (json)
    return azcli_print_json (all);
  if (argc > 1)
    print (out, all);
  else
    for (guint i = 0; i < azud_json_get_length (all); i++)
      {
        AzudJson *one = azud_json_get_element (all, i);
        const char *summary = azud_json_lookup_string (one, "summary");

        g_string_append_printf (out, "%-22s %s\n", azud_json_lookup_string (one, title_key), summary != NULL ? summary : "");
      }
  return azcli_print (out->str);
}

static int
nodes_main (int    argc,
            char **argv)
{
  return describe (&azcli_nodes, azud_node_types_describe, azcli_describe_node, "id", argc, argv);
}

const AzcliCommand azcli_nodes = {
  .name = "nodes",
  .usage = N_("[ID] [--json]"),
  .summary = N_("list the types of nodes, or describe one"),
  .run = nodes_main,
};

static int
functions_main (int    argc,
                char **argv)
{
  return describe (&azcli_functions, azud_functions_describe, azcli_describe_function, "name", argc, argv);
}

const AzcliCommand azcli_functions = {
  .name = "functions",
  .usage = N_("[NAME] [--json]"),
  .summary = N_("list the functions of the expression language, or describe one"),
  .run = functions_main,
};
