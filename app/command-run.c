/* command-run.c: azud run
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "command.h"

#include <string.h>

static gboolean
parse_progress (const char    *text,
                AzcliProgress *progress)
{
  static const char *const names[] = { "auto", "plain", "json", "none" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (text, names[i]) == 0)
      {
        *progress = (AzcliProgress) i;
        return TRUE;
      }
  return text == NULL;
}

/* `--stats text`: one line a stage and one an edge. */
static int
print_stats_text (AzudRun *run)
{
  g_autoptr(AzudRunSnapshot) snapshot = azud_run_snapshot (run);
  g_autoptr(GString) out = g_string_new (NULL);

  g_string_append_printf (out, _("Run of %.3f s, %u tasks in %u stages, memory %.1f MiB at most\n"),
                          (double) snapshot->elapsed_us / 1e6, snapshot->n_tasks, snapshot->n_stages,
                          (double) snapshot->memory_peak / 1048576);
  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      const AzudStageView *stage = &snapshot->stages[i];
      g_autofree char *rows_in = azcli_number (stage->rows_in);
      g_autofree char *rows_out = azcli_number (stage->rows_out);

      g_string_append_printf (out, _("Stage %d (%s): %d tasks, %.3f s, %s rows in, %s rows out\n"), stage->id, stage->name,
                              stage->n_tasks, (double) (stage->end_us - stage->start_us) / 1e6, rows_in, rows_out);
    }
  for (guint i = 0; i < snapshot->n_decisions; i++)
    {
      g_autofree char *text = azud_decision_describe (&snapshot->decisions[i]);

      g_string_append_printf (out, _("Plan version %d, stage %d: %s\n"), snapshot->decisions[i].version, snapshot->decisions[i].stage, text);
    }
  for (guint i = 0; i < snapshot->n_edges; i++)
    {
      const AzudEdgeView *edge = &snapshot->edges[i];
      g_autofree char *rows = azcli_number (edge->rows);

      if (edge->merged)
        g_string_append_printf (out, _("Wire from %s.%s: not counted, merged into %s\n"), edge->from_node, edge->from_port,
                                edge->merged_into != NULL ? edge->merged_into : "-");
      else
        g_string_append_printf (out, _("Wire from %s.%s: %s rows\n"), edge->from_node, edge->from_port, rows);
    }
  return azcli_print (out->str);
}

static int
print_stats (AzudRun    *run,
             const char *stats)
{
  g_autoptr(AzudJson) json = NULL;

  if (stats == NULL)
    return AZCLI_COMPLETE;
  if (strcmp (stats, "text") == 0)
    return print_stats_text (run);
  json = azud_run_stats (run);
  return azcli_print_json (json);
}

static int
print_explanation (AzudRun *run)
{
  g_autoptr(AzudRunSnapshot) snapshot = azud_run_snapshot (run);
  g_auto(GStrv) sentences = azud_run_snapshot_explain (snapshot);
  g_autofree char *text = g_strjoinv ("\n", sentences);
  g_autofree char *lines = g_strconcat (text, "\n", NULL);

  return azcli_print (lines);
}

/* The system may refuse threads (a limit of processes): the run goes on with those it has. */
static void
tell_missing_workers (AzudRun *run,
                      guint    asked)
{
  g_autoptr(AzudRunSnapshot) snapshot = azud_run_snapshot (run);

  if (snapshot->n_workers >= asked)
    return;
  g_printerr ("azud: ");
  g_printerr (_("The system granted %u of %u worker threads."), snapshot->n_workers, asked);
  g_printerr ("\n");
}

static int
run_document (AzudDocument *document,
              AzudSession  *session,
              int           threads,
              const char   *to_node,
              AzcliProgress progress,
              const char   *stats,
              gboolean      explain,
              const char   *log_path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudRun) run = azud_session_start_logged (session, document, to_node, log_path, &error);
  gboolean json = g_strcmp0 (stats, "json") == 0;
  int signal_number = 0;
  gboolean done;

  if (run == NULL)
    return azcli_fail (error, json);
  done = azcli_watch (run, progress, &signal_number, &error);
  tell_missing_workers (run, threads > 0 ? (guint) threads : g_get_num_processors ());
  if (azud_run_get_log_error (run) != NULL)
    {
      g_printerr ("azud: ");
      g_printerr (_("The run log is not complete: %s"), azud_run_get_log_error (run)->message);
      g_printerr ("\n");
    }
  if (!done)
    {
      int status = azcli_fail (error, json);

      return signal_number > 0 ? 128 + signal_number : status;
    }
  if (explain)
    {
      int status = print_explanation (run);

      if (status != AZCLI_COMPLETE)
        return status;
    }
  return print_stats (run, stats);
}

static int
run_main (int    argc,
          char **argv)
{
  g_auto(GStrv) parameters = NULL, settings = NULL;
  g_autofree char *log_path = NULL;
  g_autofree char *memory = NULL, *temp_folder = NULL, *temp_limit = NULL, *to_node = NULL, *progress_text = NULL, *stats = NULL;
  int threads = 0;
  gboolean explain = FALSE;
  const GOptionEntry options[] = {
    { "parameter", 'p', 0, G_OPTION_ARG_STRING_ARRAY, &parameters, N_("Give a parameter of the pipeline a value"), N_("NAME=VALUE") },
    { "config", 'c', 0, G_OPTION_ARG_STRING_ARRAY, &settings, N_("Give a setting a value for this run"), N_("KEY=VALUE") },
    { "threads", 0, 0, G_OPTION_ARG_INT, &threads, N_("Worker threads (one a core)"), "N" },
    { "memory", 0, 0, G_OPTION_ARG_STRING, &memory, N_("Memory budget: 512M, 4G (half of what there is)"), N_("SIZE") },
    { "temp-dir", 0, 0, G_OPTION_ARG_FILENAME, &temp_folder, N_("Where to spill"), N_("FOLDER") },
    { "temp-limit", 0, 0, G_OPTION_ARG_STRING, &temp_limit, N_("How much may be spilled there: 20G (what the disk has)"), N_("SIZE") },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to_node, N_("Run only what this node needs"), N_("NODE") },
    { "progress", 0, 0, G_OPTION_ARG_STRING, &progress_text, N_("auto, plain, json or none"), N_("HOW") },
    { "log", 0, 0, G_OPTION_ARG_FILENAME, &log_path, N_("Write a run log, which `azud log` and Spark's history server read"), N_("FILE") },
    { "stats", 0, 0, G_OPTION_ARG_STRING, &stats, N_("Print figures of the run: text or json"), N_("FORM") },
    { "explain-slow", 0, 0, G_OPTION_ARG_NONE, &explain, N_("Say in five sentences where the time went"), NULL },
    { NULL }
  };
  g_autoptr(AzudDocument) document = NULL;
  g_autoptr(AzudSession) session = NULL;
  g_autoptr(GError) error = NULL;
  AzcliProgress progress = AZCLI_PROGRESS_AUTO;
  int status;

  if (!azcli_parse (&azcli_run, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  if (!parse_progress (progress_text, &progress))
    return azcli_usage (&azcli_run, _("--progress is auto, plain, json or none."));
  if (stats != NULL && strcmp (stats, "text") != 0 && strcmp (stats, "json") != 0)
    return azcli_usage (&azcli_run, _("--stats is text or json."));
  if (threads < 0 || threads > 256)
    return azcli_usage (&azcli_run, _("--threads is a number from 1 to 256."));

  document = azcli_load (argv[1], parameters, settings, &error);
  if (document == NULL)
    return azcli_fail (error, g_strcmp0 (stats, "json") == 0);
  session = azcli_session (threads, memory, temp_folder, temp_limit, &error);
  if (session == NULL)
    return azcli_fail (error, g_strcmp0 (stats, "json") == 0);
  status = run_document (document, session, threads, to_node, progress, stats, explain, log_path);
  azud_session_close (session);
  return status;
}

const AzcliCommand azcli_run = {
  .name = "run",
  .usage = N_("FILE [-p NAME=VALUE]... [-c KEY=VALUE]... [--threads N] [--memory SIZE] [--to NODE] [--log FILE] [--stats text|json]"),
  .summary = N_("run a pipeline"),
  .run = run_main,
};
