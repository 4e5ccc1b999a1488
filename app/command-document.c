/* command-document.c: azud check, plan, export, render, peek: looking at a pipeline
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "command.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>

/* ---- check ---- */

static const char *
severity_name (AzudSeverity severity)
{
  return severity == AZUD_SEVERITY_ERROR ? _("error") : severity == AZUD_SEVERITY_WARNING ? _("warning") : _("note");
}

static void
append_diagnostic (GString              *out,
                   const AzudDiagnostic *diagnostic)
{
  g_string_append_printf (out, "%s: ", severity_name (diagnostic->severity));
  if (diagnostic->node != NULL)
    g_string_append_printf (out, "%s%s%s: ", diagnostic->node, diagnostic->parameter != NULL ? "." : "",
                            diagnostic->parameter != NULL ? diagnostic->parameter : "");
  g_string_append_printf (out, "[%s] %s", diagnostic->code, diagnostic->message);
  if (diagnostic->hint != NULL)
    g_string_append_printf (out, " (%s)", diagnostic->hint);
  g_string_append_c (out, '\n');
}

/* A file that is no pipeline still answers with a diagnostic. */
static int
report_unreadable (const GError *error,
                   gboolean      json)
{
  g_autoptr(AzudJson) object = NULL;
  AzudJson *diagnostics, *diagnostic;
  g_autofree char *code = NULL, *line = NULL;

  if (!json)
    return azcli_fail (error, FALSE);
  object = azud_json_new_object ();
  diagnostics = azud_json_new_array ();
  diagnostic = azud_json_new_object ();
  code = azud_gerror_get (error, "condition");
  line = azud_gerror_get (error, "line");
  azud_json_put_string (diagnostic, "severity", "error");
  azud_json_put_string (diagnostic, "code", code != NULL ? code : "AZUD_IO");
  azud_json_put_string (diagnostic, "message", error->message);
  if (line != NULL && line[0] != '\0')
    azud_json_put (diagnostic, "line", azud_json_new_number (line));
  azud_json_add (diagnostics, diagnostic);
  azud_json_put (object, "diagnostics", diagnostics);
  return azcli_print_json (object) == AZCLI_COMPLETE ? azud_gerror_exit_status (error) : AZCLI_RESOURCE;
}

static int
check_main (int    argc,
            char **argv)
{
  g_auto(GStrv) parameters = NULL, settings = NULL;
  gboolean json = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { "parameter", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &parameters, N_("Give a parameter of the pipeline a value"), N_("NAME=VALUE") },
    { "config", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_("Give a setting a value for this run"), N_("KEY=VALUE") },
    { NULL }
  };
  g_autoptr(AzudDocument) document = NULL;
  g_autoptr(GError) error = NULL;
  int status;

  if (!azcli_parse (&azcli_check, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  document = azcli_load (argv[1], parameters, settings, &error);
  if (document == NULL)
    return report_unreadable (error, json);

  if (json)
    {
      g_autoptr(AzudJson) object = azud_document_diagnostics_to_json (document);

      status = azcli_print_json (object);
    }
  else
    {
      g_autoptr(GString) out = g_string_new (NULL);

      for (guint i = 0; i < azud_document_get_n_diagnostics (document); i++)
        append_diagnostic (out, azud_document_get_diagnostic (document, i));
      if (out->len == 0)
        g_string_append_printf (out, "%s\n", _("No problems."));
      status = azcli_print (out->str);
    }
  if (status != AZCLI_COMPLETE)
    return status;
  return azud_document_has_errors (document, NULL) ? AZCLI_BAD_PIPELINE : AZCLI_COMPLETE;
}

const AzcliCommand azcli_check = {
  .name = "check",
  .usage = N_("FILE [--json]"),
  .summary = N_("list the problems of a pipeline, with node and parameter"),
  .run = check_main,
};

/* ---- pictures: the Graphviz child ---- */

static gboolean
write_output (const char *path,
              const char *data,
              gsize       length,
              GError    **error)
{
  if (path == NULL)
    {
      if (fwrite (data, 1, length, stdout) == length && fflush (stdout) == 0)
        return TRUE;
      g_set_error_literal (error, AZUD_ERROR, 5, _("Standard output cannot be written"));
      return FALSE;
    }
  return g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0666, error);
}

static gboolean
draw (const char *dot,
      const char *format,
      const char *path,
      GError    **error)
{
  g_autofree char *program = azcli_find_program ("azud-layout");
  g_autoptr(GSubprocess) child = NULL;
  g_autoptr(GBytes) in = g_bytes_new (dot, strlen (dot));
  g_autoptr(GBytes) out = NULL;
  gsize length;
  const char *data;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error, program, "--render", format, NULL);
  if (child == NULL || !g_subprocess_communicate (child, in, NULL, &out, NULL, error)
      || !g_subprocess_wait_check (child, NULL, error))
    return FALSE;
  data = g_bytes_get_data (out, &length);
  return write_output (path, data, length, error);
}

/* ---- plan ---- */

static gboolean
find_word (const char        *text,
           const char *const *words,
           int               *index)
{
  for (int i = 0; words[i] != NULL; i++)
    if (g_strcmp0 (text, words[i]) == 0)
      {
        *index = i;
        return TRUE;
      }
  return FALSE;
}

static int
plan_main (int    argc,
           char **argv)
{
  static const char *const levels[] = { "graph", "logical", "optimized", "stages", NULL };
  static const char *const formats[] = { "text", "json", "dot", "svg", NULL };
  g_auto(GStrv) without = NULL, parameters = NULL, settings = NULL;
  g_autofree char *level_text = NULL, *format_text = NULL, *text = NULL;
  const GOptionEntry options[] = {
    { "level", 0, 0, G_OPTION_ARG_STRING, &level_text, N_("graph, logical, optimized or stages"), N_("LEVEL") },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format_text, N_("text, json, dot or svg"), N_("FORM") },
    { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &without, N_("Leave a rule of the optimiser out"), N_("RULE") },
    { "parameter", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &parameters, N_("Give a parameter of the pipeline a value"), N_("NAME=VALUE") },
    { "config", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_("Give a setting a value for this run"), N_("KEY=VALUE") },
    { NULL }
  };
  g_autoptr(AzudDocument) document = NULL;
  g_autoptr(GError) error = NULL;
  int level = AZUD_PLAN_LEVEL_OPTIMIZED, format = 0;

  if (!azcli_parse (&azcli_plan, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  if (level_text != NULL && !find_word (level_text, levels, &level))
    return azcli_usage (&azcli_plan, _("--level is graph, logical, optimized or stages."));
  if (format_text != NULL && !find_word (format_text, formats, &format))
    return azcli_usage (&azcli_plan, _("--format is text, json, dot or svg."));

  document = azcli_load (argv[1], parameters, settings, &error);
  if (document != NULL)
    text = azud_document_print_plan (document, (AzudPlanLevel) level, format == 3 ? AZUD_PLAN_FORMAT_DOT : (AzudPlanFormat) format,
                                     (const char *const *) without, &error);
  if (text != NULL && format == 3)
    return draw (text, "svg", NULL, &error) ? AZCLI_COMPLETE : azcli_fail (error, FALSE);
  return text != NULL ? azcli_print (text) : azcli_fail (error, format == 1);
}

const AzcliCommand azcli_plan = {
  .name = "plan",
  .usage = N_("FILE [--level graph|logical|optimized|stages] [--format text|json|dot|svg] [--without RULE]"),
  .summary = N_("show how a pipeline would run"),
  .run = plan_main,
};

/* ---- render ---- */

static int
render_main (int    argc,
             char **argv)
{
  static const char *const formats[] = { "svg", "png", "pdf", "dot", NULL };
  g_autofree char *out = NULL, *dot = NULL;
  const GOptionEntry options[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_("The picture: .svg, .png, .pdf or .dot"), N_("OUT") },
    { NULL }
  };
  g_autoptr(AzudDocument) document = NULL;
  g_autoptr(GError) error = NULL;
  const char *suffix;
  int format;

  if (!azcli_parse (&azcli_render, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  suffix = out != NULL ? strrchr (out, '.') : NULL;
  if (suffix == NULL || !find_word (suffix + 1, formats, &format))
    return azcli_usage (&azcli_render, _("Say where to: -o OUT.svg, OUT.png, OUT.pdf or OUT.dot."));

  document = azcli_load (argv[1], NULL, NULL, &error);
  if (document != NULL)
    dot = azud_document_print_plan (document, AZUD_PLAN_LEVEL_GRAPH, AZUD_PLAN_FORMAT_DOT, NULL, &error);
  if (dot == NULL
      || !(format == 3 ? write_output (out, dot, strlen (dot), &error) : draw (dot, formats[format], out, &error)))
    return azcli_fail (error, FALSE);
  return AZCLI_COMPLETE;
}

const AzcliCommand azcli_render = {
  .name = "render",
  .usage = N_("FILE -o OUT.(svg|png|pdf|dot)"),
  .summary = N_("draw a pipeline"),
  .run = render_main,
};

/* ---- export ---- */

static int
export_main (int    argc,
             char **argv)
{
  g_autofree char *target = NULL, *out = NULL, *text = NULL;
  const GOptionEntry options[] = {
    { "to", 0, 0, G_OPTION_ARG_STRING, &target, N_("pyspark, glue or dot"), N_("TARGET") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_("Where to (standard output)"), N_("OUT") },
    { NULL }
  };
  g_autoptr(AzudDocument) document = NULL;
  g_autoptr(GError) error = NULL;

  if (!azcli_parse (&azcli_export, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  if (target == NULL)
    return azcli_usage (&azcli_export, _("Say what to export to: --to pyspark or --to glue."));
  document = azcli_load (argv[1], NULL, NULL, &error);
  if (document != NULL)
    text = azud_document_export (document, target, &error);
  if (text == NULL)
    return azcli_fail (error, FALSE);
  if (out == NULL)
    return azcli_print (text);
  return write_output (out, text, strlen (text), &error) ? AZCLI_COMPLETE : azcli_fail (error, FALSE);
}

const AzcliCommand azcli_export = {
  .name = "export",
  .usage = N_("FILE --to pyspark|glue [-o OUT.py]"),
  .summary = N_("write a pipeline as a script for Spark or AWS Glue"),
  .run = export_main,
};

/* ---- peek ---- */

static AzudJson *
preview_to_json (const AzudPreview *preview)
{
  AzudJson *json = azud_json_new_object ();
  AzudJson *columns = azud_json_new_array ();
  AzudJson *rows = azud_json_new_array ();

  for (guint c = 0; c < preview->n_columns; c++)
    {
      AzudJson *column = azud_json_new_object ();

      azud_json_put_string (column, "name", preview->names[c]);
      azud_json_put_string (column, "type", preview->types[c]);
      azud_json_add (columns, column);
    }
  for (guint r = 0; r < preview->n_rows; r++)
    {
      AzudJson *row = azud_json_new_array ();

      for (guint c = 0; c < preview->n_columns; c++)
        azud_json_add (row, preview->rows[r][c] != NULL ? azud_json_new_string (preview->rows[r][c]) : azud_json_new_null ());
      azud_json_add (rows, row);
    }
  azud_json_put (json, "columns", columns);
  azud_json_put (json, "rows", rows);
  azud_json_put_integer (json, "total_rows", preview->total_rows);
  return json;
}

static void
append_cell (GString    *out,
             const char *text,
             glong       width,
             gboolean    last)
{
  g_string_append (out, text);
  for (glong pad = g_utf8_strlen (text, -1); !last && pad < width + 2; pad++)
    g_string_append_c (out, ' ');
}

/* Columns side by side, as wide as their widest value (40 characters at most). */
static int
print_table (const AzudPreview *preview)
{
  g_autoptr(GString) out = g_string_new (NULL);
  g_autofree glong *widths = g_new0 (glong, MAX (preview->n_columns, 1));

  for (guint c = 0; c < preview->n_columns; c++)
    {
      widths[c] = MAX (g_utf8_strlen (preview->names[c], -1), g_utf8_strlen (preview->types[c], -1));
      for (guint r = 0; r < preview->n_rows; r++)
        if (preview->rows[r][c] != NULL)
          widths[c] = MIN (MAX (widths[c], g_utf8_strlen (preview->rows[r][c], -1)), 40);
    }
  for (int line = -2; line < (int) preview->n_rows; line++)
    {
      for (guint c = 0; c < preview->n_columns; c++)
        {
          const char *text = line == -2 ? preview->names[c] : line == -1 ? preview->types[c] : preview->rows[line][c];

          append_cell (out, text != NULL ? text : "NULL", widths[c], c + 1 == preview->n_columns);
        }
      g_string_append_c (out, '\n');
    }
  if (preview->total_rows >= 0)
    {
      g_autofree char *total = azcli_number (preview->total_rows);

      g_string_append_printf (out, _("%u of %s rows\n"), preview->n_rows, total);
    }
  return azcli_print (out->str);
}

static int
peek_main (int    argc,
           char **argv)
{
  g_auto(GStrv) parameters = NULL, settings = NULL;
  gboolean json = FALSE;
  int n_rows = 20;
  const GOptionEntry options[] = {
    { "rows", 'n', 0, G_OPTION_ARG_INT, &n_rows, N_("How many rows (20)"), N_("ROWS") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { "parameter", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &parameters, N_("Give a parameter of the pipeline a value"), N_("NAME=VALUE") },
    { "config", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_("Give a setting a value for this run"), N_("KEY=VALUE") },
    { NULL }
  };
  g_autoptr(AzudDocument) document = NULL;
  g_autoptr(AzudSession) session = NULL;
  g_autoptr(AzudPreview) preview = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *node = NULL;
  const char *dot;

  if (!azcli_parse (&azcli_peek, options, &argc, &argv, 2, 2))
    return AZCLI_USAGE;
  if (n_rows < 0)
    return azcli_usage (&azcli_peek, _("--rows is a number from 0."));
  dot = strrchr (argv[2], '.');
  node = dot != NULL ? g_strndup (argv[2], (gsize) (dot - argv[2])) : g_strdup (argv[2]);

  document = azcli_load (argv[1], parameters, settings, &error);
  if (document != NULL)
    session = azcli_session (0, NULL, NULL, NULL, &error);
  if (session != NULL)
    preview = azud_session_preview (session, document, node, dot != NULL ? dot + 1 : NULL, (guint) n_rows, &error);
  if (preview == NULL)
    return azcli_fail (error, json);
  if (json)
    {
      g_autoptr(AzudJson) object = preview_to_json (preview);

      return azcli_print_json (object);
    }
  return print_table (preview);
}

const AzcliCommand azcli_peek = {
  .name = "peek",
  .usage = N_("FILE NODE[.PORT] [-n ROWS] [--json]"),
  .summary = N_("show the first rows that leave a node"),
  .run = peek_main,
};
