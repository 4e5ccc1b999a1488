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

static void
add_stage (GString             *out,
           const AzudStageView *stage,
           GPtrArray           *failures)
{
  g_autofree char *time = azcli_time (stage->end_us > 0 ? (double) (stage->end_us - stage->start_us) / 1e3 : 0);
  g_autofree char *rows_in = azcli_number (stage->rows_in), *rows_out = azcli_number (stage->rows_out);
  g_autofree char *read = azcli_size ((double) stage->shuffle_read_bytes), *written = azcli_size ((double) stage->shuffle_write_bytes);
  g_autofree char *spilled = azcli_size ((double) stage->spilled_bytes);

  if (stage->start_us == 0)
    {
      g_string_append_printf (out, _("Stage %d (%s): not begun\n"), stage->id, stage->name);
      return;
    }
  g_string_append_printf (out, _("Stage %d (%s): %d tasks, %s, %s rows in, %s rows out"), stage->id, stage->name, stage->n_tasks, time,
                          rows_in, rows_out);
  if (stage->skipped)
    g_string_append (out, _(", skipped: its rows were there"));
  if (stage->shuffle_read_bytes > 0)
    g_string_append_printf (out, _(", shuffle read %s"), read);
  if (stage->shuffle_write_bytes > 0)
    g_string_append_printf (out, _(", shuffle write %s"), written);
  if (stage->spilled_bytes > 0)
    g_string_append_printf (out, _(", spilled %s"), spilled);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < failures->len; i++)
    {
      const AzudFailureView *failure = g_ptr_array_index (failures, i);

      if (failure->stage == stage->id)
        g_string_append_printf (out, _("  Task %d failed, attempts: %d: [%s] %s\n"), failure->partition, failure->n, failure->condition,
                                failure->message);
    }
}

static void
add_edge (GString            *out,
          const AzudEdgeView *edge)
{
  g_autofree char *rows = azcli_number (edge->rows);
  g_autofree char *from = edge->from_port != NULL && edge->from_port[0] != '\0' ? g_strconcat (edge->from_node, ".", edge->from_port, NULL) : NULL;

  if (from == NULL)      /* what a sink has written is on no wire */
    g_string_append_printf (out, _("Written by %s: %s rows\n"), edge->from_node, rows);
  else if (edge->merged)
    g_string_append_printf (out, _("Wire from %s: not counted, merged into %s\n"), from, edge->merged_into != NULL ? edge->merged_into : "-");
  else
    g_string_append_printf (out, _("Wire from %s: %s rows\n"), from, rows);
}

/* Of all stages: tasks that were to run, those that were skipped, and attempts there were beyond one a task. */
static void
add_tasks (GString               *out,
           const AzudRunSnapshot *snapshot)
{
  g_autofree char *time = azcli_time ((double) snapshot->elapsed_us / 1e3);
  int n_tasks = 0, n_skipped = 0, n_failed = 0;

  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      n_tasks += snapshot->stages[i].skipped ? 0 : snapshot->stages[i].n_tasks;
      n_skipped += snapshot->stages[i].skipped ? snapshot->stages[i].n_tasks : 0;
      n_failed += snapshot->stages[i].n_failed;
    }
  g_string_append_printf (out, _("Run of %s, %d tasks in %u stages"), time, n_tasks, snapshot->n_stages);
  if (n_skipped > 0)
    g_string_append_printf (out, _(", %d more skipped"), n_skipped);
  if ((int) snapshot->n_tasks != n_tasks || n_failed > 0)
    g_string_append_printf (out, _(", %u attempts, of which %d failed"), snapshot->n_tasks, n_failed);
  g_string_append_c (out, '\n');
}

/* A stage that ran when the run failed ended with it. */
static AzudRunSnapshot *
snapshot_of_ended (AzudRun *run)
{
  AzudRunSnapshot *snapshot = azud_run_snapshot (run);

  for (guint i = 0; i < snapshot->n_stages; i++)
    if (snapshot->stages[i].start_us > 0 && snapshot->stages[i].end_us == 0)
      snapshot->stages[i].end_us = snapshot->elapsed_us;
  return snapshot;
}

/* `--stats text`: one line a stage and one an edge. */
static int
print_stats_text (AzudRun *run)
{
  g_autoptr(AzudRunSnapshot) snapshot = snapshot_of_ended (run);
  g_autoptr(GPtrArray) failures = azud_run_list_failures (run);
  g_autoptr(AzudJson) stats = azud_run_stats (run);
  g_autoptr(GString) out = g_string_new (NULL);

  if (snapshot->n_stages == 0)      /* it failed before there were any */
    return AZCLI_COMPLETE;
  add_tasks (out, snapshot);
  azcli_add_memory (out, azud_json_lookup (stats, "memory"));
  for (guint i = 0; i < snapshot->n_stages; i++)
    add_stage (out, &snapshot->stages[i], failures);
  for (guint i = 0; i < snapshot->n_decisions; i++)
    {
      g_autofree char *text = azud_decision_describe (&snapshot->decisions[i]);

      g_string_append_printf (out, _("Plan version %d, stage %d: %s\n"), snapshot->decisions[i].version, snapshot->decisions[i].stage, text);
    }
  for (guint i = 0; i < snapshot->n_edges; i++)
    add_edge (out, &snapshot->edges[i]);
  return azcli_print (out->str);
}

/* NULL: there is nothing to say yet, as no stage was planned. */
static char **
explain (AzudRun *run)
{
  g_autoptr(AzudRunSnapshot) snapshot = snapshot_of_ended (run);

  return snapshot->n_stages > 0 ? azud_run_snapshot_explain (snapshot) : NULL;
}

static void
put_explanation (AzudJson *json,
                 char    **sentences)
{
  AzudJson *list = azud_json_new_array ();

  for (char **sentence = sentences; sentence != NULL && *sentence != NULL; sentence++)
    azud_json_add (list, azud_json_new_string (*sentence));
  azud_json_put (json, "explain_slow", list);
}

static int
print_explanation (char **sentences)
{
  g_autofree char *text = sentences != NULL ? g_strjoinv ("\n", sentences) : NULL;

  return text != NULL ? azcli_print (text) : AZCLI_COMPLETE;
}

/* What was asked for of a run that succeeded. */
static int
print_figures (AzudRun    *run,
               const char *stats,
               gboolean    explains)
{
  g_auto(GStrv) sentences = explains ? explain (run) : NULL;
  g_autoptr(AzudJson) json = NULL;
  int status;

  if (g_strcmp0 (stats, "json") == 0)
    {
      json = azud_run_stats (run);
      if (explains)
        put_explanation (json, sentences);
      return azcli_print_json (json);
    }
  status = print_explanation (sentences);
  return status == AZCLI_COMPLETE && stats != NULL ? print_stats_text (run) : status;
}

/* The error; and where the time went until then, and which attempts failed before. */
static int
print_failure (AzudRun      *run,
               const GError *error,
               const char   *stats,
               gboolean      explains)
{
  g_auto(GStrv) sentences = explains ? explain (run) : NULL;

  if (g_strcmp0 (stats, "json") == 0)
    {
      g_autoptr(AzudJson) json = azud_json_new_object ();
      g_autoptr(AzudJson) figures = azud_run_stats (run);

      azud_json_put (json, "error", azud_gerror_to_json (error));
      azud_json_put (json, "failures", azud_json_ref (azud_json_lookup (figures, "failures")));
      if (explains)
        put_explanation (json, sentences);
      azcli_print_json (json);
      return azud_gerror_exit_status (error);
    }
  print_explanation (sentences);
  if (stats != NULL)
    print_stats_text (run);
  return azcli_fail (error, FALSE);
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
              gboolean      explains,
              const char   *log_path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudRun) run = azud_session_start_logged (session, document, to_node, log_path, &error);
  int signal_number = 0;
  gboolean done;

  if (run == NULL)
    return azcli_fail (error, g_strcmp0 (stats, "json") == 0);
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
      int status = print_failure (run, error, stats, explains);

      return signal_number > 0 ? 128 + signal_number : status;
    }
  return print_figures (run, stats, explains);
}

static int
run_main (int    argc,
          char **argv)
{
  g_auto(GStrv) parameters = NULL, settings = NULL;
  g_autofree char *log_path = NULL;
  g_autofree char *memory = NULL, *temp_folder = NULL, *temp_limit = NULL, *to_node = NULL, *progress_text = NULL, *stats = NULL;
  int threads = 0;
  gboolean explains = FALSE;
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
    { "explain-slow", 0, 0, G_OPTION_ARG_NONE, &explains, N_("Say in five sentences where the time went"), NULL },
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
  status = run_document (document, session, threads, to_node, progress, stats, explains, log_path);
  azud_session_close (session);
  return status;
}

const AzcliCommand azcli_run = {
  .name = "run",
  .usage = N_("FILE [-p NAME=VALUE]... [-c KEY=VALUE]... [--threads N] [--memory SIZE] [--to NODE] [--log FILE] [--stats text|json]"),
  .summary = N_("run a pipeline"),
  .run = run_main,
};
