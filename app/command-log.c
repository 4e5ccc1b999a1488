/* command-log.c: azud log
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "command.h"

#include <string.h>

#define MAX_LINE 100      /* characters of an operator's line */
#define MAX_OTHERS 8      /* stages that are named as running at the same time */

static gint64
get_integer (const AzudJson *json,
             const char     *key)
{
  return azud_json_get_integer (azud_json_lookup (json, key), 0);
}

static const char *
get_text (const AzudJson *json,
          const char     *key)
{
  const char *text = azud_json_lookup_string (json, key);

  return text != NULL ? text : "";
}

static char *
first_line (const char *text)
{
  return g_strndup (text, strcspn (text, "\n"));
}

static char *
number_text (double number)
{
  return azcli_number ((gint64) number);
}

/* Nanoseconds. */
static char *
cpu_text (double ns)
{
  return azcli_time (ns / 1e6);
}

/* A day's time that the interface has printed, as milliseconds since 1970; -1 when there is none. */
static double
get_time (const AzudJson *json,
          const char     *key)
{
  g_autofree char *plain = g_strdup (get_text (json, key));
  g_autoptr(GDateTime) time = NULL;
  char *zone = strstr (plain, "GMT");

  if (zone != NULL)
    strcpy (zone, "Z");
  time = g_date_time_new_from_iso8601 (plain, NULL);
  return time != NULL ? (double) g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000 : -1;
}

/* From one to the other; NULL when one of them is missing. */
static char *
span_text (const AzudJson *json,
           const char     *from_key,
           const char     *to_key)
{
  double from = get_time (json, from_key), to = get_time (json, to_key);

  return from >= 0 && to >= 0 ? azcli_time (to - from) : NULL;
}

static void
add_figure (GString    *out,
            const char *title,
            gint64      bytes,
            gint64      rows)
{
  g_autofree char *size = azcli_size ((double) bytes);
  g_autofree char *number = azcli_number (rows);

  if (bytes == 0 && rows == 0)
    return;
  /* Translators: name of a figure, a size, a number of rows */
  g_string_append_printf (out, _("  %s: %s, %s rows\n"), title, size, number);
}

/* One line with the five quantiles of a figure, unless all are 0. */
static void
add_quantiles (GString        *out,
               const char     *title,
               const AzudJson *list,
               char         *(*print) (double value))
{
  guint n = list != NULL ? azud_json_get_length (list) : 0;
  double greatest = n > 0 ? azud_json_get_double (azud_json_get_element (list, n - 1), 0) : 0;

  if (greatest <= 0)
    return;
  g_string_append_printf (out, "    %-16s", title);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = print (azud_json_get_double (azud_json_get_element (list, i), 0));

      g_string_append_printf (out, " %12s", text);
    }
  g_string_append_c (out, '\n');
}

static void
add_summary (GString        *out,
             const AzudJson *summary)
{
  static const struct { const char *title; const char *group; const char *key; char *(*print) (double value); } rows[] = {
    { N_("duration"), NULL, "duration", azcli_time },
    { N_("CPU time"), NULL, "executorCpuTime", cpu_text },
    { N_("input"), "inputMetrics", "bytesRead", azcli_size },
    { N_("input rows"), "inputMetrics", "recordsRead", number_text },
    { N_("output"), "outputMetrics", "bytesWritten", azcli_size },
    { N_("output rows"), "outputMetrics", "recordsWritten", number_text },
    { N_("shuffle read"), "shuffleReadMetrics", "readBytes", azcli_size },
    { N_("shuffle write"), "shuffleWriteMetrics", "writeBytes", azcli_size },
    { N_("peak memory"), NULL, "peakExecutionMemory", azcli_size },
    { N_("spilled, memory"), NULL, "memoryBytesSpilled", azcli_size },
    { N_("spilled, disk"), NULL, "diskBytesSpilled", azcli_size },
  };

  if (summary == NULL)
    return;
  g_string_append_printf (out, "    %-16s %12s %12s %12s %12s %12s\n", _("tasks"), _("min"), "25 %", _("median"), "75 %", _("max"));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const AzudJson *of = rows[i].group != NULL ? azud_json_lookup (summary, rows[i].group) : summary;

      add_quantiles (out, _(rows[i].title), azud_json_lookup (of, rows[i].key), rows[i].print);
    }
}

/* When stages began and ended: parsed once, as each is compared with all. */
typedef struct
{
  double begin, end;      /* ms since the application began; -1: not known */
  int    id;
} StageTimes;

static StageTimes *
read_times (const AzudJson *log,
            guint          *n)
{
  AzudJson *stages = azud_json_lookup (log, "stages");
  double origin = get_time (azud_json_lookup (log, "application"), "startTime");
  StageTimes *times;

  *n = azud_json_get_length (stages);
  times = g_new (StageTimes, *n + 1);
  for (guint i = 0; i < *n; i++)
    {
      const AzudJson *stage = azud_json_get_element (stages, i);
      double begin = get_time (stage, "submissionTime"), end = get_time (stage, "completionTime");
      gboolean is_known = origin >= 0 && begin >= 0 && end >= 0;

      times[i] = (StageTimes){ is_known ? begin - origin : -1, is_known ? end - origin : -1, (int) get_integer (stage, "stageId") };
    }
  return times;
}

/* When stage number @which of the list began, and which others ran meanwhile, in order. */
static void
add_overlap (GString          *out,
             const StageTimes *times,
             guint             n,
             guint             which)
{
  const StageTimes *stage = &times[which];
  g_autofree char *from = azcli_time (stage->begin);
  g_autofree char *to = azcli_time (stage->end);
  g_autoptr(GString) others = g_string_new (NULL);
  guint n_others = 0;

  if (stage->begin < 0)
    return;
  for (guint i = n; i-- > 0;)
    if (i != which && times[i].begin >= 0 && times[i].begin < stage->end && times[i].end > stage->begin && n_others++ < MAX_OTHERS)
      g_string_append_printf (others, "%s%d", n_others > 1 ? ", " : "", times[i].id);
  g_string_append_printf (out, _("  from %s to %s"), from, to);
  if (n_others > 0)
    g_string_append_printf (out, _(", at the same time as stages %s"), others->str);
  g_string_append (out, n_others > MAX_OTHERS ? ", …\n" : "\n");
}

static void
add_failures (GString        *out,
              const AzudJson *stage)
{
  AzudJson *list = azud_json_lookup (stage, "azudFailures");

  for (guint i = 0; list != NULL && i < azud_json_get_length (list); i++)
    {
      AzudJson *failure = azud_json_get_element (list, i);
      g_autofree char *message = first_line (get_text (failure, "message"));      /* Spark's have traces behind */

      g_string_append_printf (out, _("  Task %d failed, attempts: %d: [%s] %s\n"), (int) get_integer (failure, "index"),
                              (int) get_integer (failure, "times"), get_text (failure, "condition"), message);
    }
}

/* With --tasks. */
static void
add_slowest (GString        *out,
             const AzudJson *stage)
{
  AzudJson *list = azud_json_lookup (stage, "azudSlowestTasks");

  for (guint i = 0; list != NULL && i < azud_json_get_length (list); i++)
    {
      AzudJson *task = azud_json_get_element (list, i);
      g_autofree char *time = azcli_time ((double) get_integer (task, "duration"));
      g_autofree char *cpu = cpu_text ((double) get_integer (task, "executorCpuTime"));
      g_autofree char *rows_in = azcli_number (get_integer (task, "inputRecords") + get_integer (task, "shuffleReadRecords"));
      g_autofree char *bytes_in = azcli_size ((double) (get_integer (task, "inputBytes") + get_integer (task, "shuffleReadBytes")));
      g_autofree char *rows_out = azcli_number (get_integer (task, "outputRecords") + get_integer (task, "shuffleWriteRecords"));
      g_autofree char *bytes_out = azcli_size ((double) (get_integer (task, "outputBytes") + get_integer (task, "shuffleWriteBytes")));
      g_autofree char *spilled = azcli_size ((double) get_integer (task, "diskBytesSpilled"));

      g_string_append_printf (out, _("    Task %d: %s, CPU %s; in %s rows, %s; out %s rows, %s; spilled %s\n"), (int) get_integer (task, "index"),
                              time, cpu, rows_in, bytes_in, rows_out, bytes_out, spilled);
    }
}

static void
add_stage_figures (GString        *out,
                   const AzudJson *stage)
{
  g_autofree char *time = azcli_time ((double) get_integer (stage, "executorRunTime"));
  g_autofree char *cpu = cpu_text ((double) get_integer (stage, "executorCpuTime"));
  g_autofree char *in_memory = azcli_size ((double) get_integer (stage, "memoryBytesSpilled"));
  g_autofree char *on_disk = azcli_size ((double) get_integer (stage, "diskBytesSpilled"));

  g_string_append_printf (out, _("  task time: %s, CPU time: %s\n"), time, cpu);
  add_figure (out, _("input"), get_integer (stage, "inputBytes"), get_integer (stage, "inputRecords"));
  add_figure (out, _("output"), get_integer (stage, "outputBytes"), get_integer (stage, "outputRecords"));
  add_figure (out, _("shuffle read"), get_integer (stage, "shuffleReadBytes"), get_integer (stage, "shuffleReadRecords"));
  add_figure (out, _("shuffle write"), get_integer (stage, "shuffleWriteBytes"), get_integer (stage, "shuffleWriteRecords"));
  if (get_integer (stage, "diskBytesSpilled") > 0)
    g_string_append_printf (out, _("  spilled: %s of memory, %s on disk\n"), in_memory, on_disk);
}

static void
add_stage (GString          *out,
           const AzudJson   *stage,
           const StageTimes *times,
           guint             n_times,
           guint             which,
           gboolean          with_tasks)
{
  g_autofree char *span = span_text (stage, "submissionTime", "completionTime");

  g_string_append_printf (out, _("Stage %d (%s): %s, %d of %d tasks"), (int) get_integer (stage, "stageId"), get_text (stage, "name"),
                          get_text (stage, "status"), (int) get_integer (stage, "numCompletedIndices"),
                          (int) get_integer (stage, "numTasks"));
  if (get_integer (stage, "numFailedTasks") > 0)
    g_string_append_printf (out, _(", %d failed"), (int) get_integer (stage, "numFailedTasks"));
  if (get_integer (stage, "numKilledTasks") > 0)
    g_string_append_printf (out, _(", %d cancelled"), (int) get_integer (stage, "numKilledTasks"));
  if (span != NULL)
    g_string_append_printf (out, ", %s", span);
  g_string_append_c (out, '\n');
  add_overlap (out, times, n_times, which);
  if (get_text (stage, "failureReason")[0] != '\0')
    g_string_append_printf (out, "  %s\n", get_text (stage, "failureReason"));
  add_failures (out, stage);
  if (get_time (stage, "submissionTime") < 0)
    return;
  add_stage_figures (out, stage);
  add_summary (out, azud_json_lookup (stage, "taskSummary"));
  if (with_tasks)
    add_slowest (out, stage);
}

static void
add_job (GString        *out,
         const AzudJson *job)
{
  g_autofree char *span = span_text (job, "submissionTime", "completionTime");

  g_string_append_printf (out, _("Job %d (%s): %s, %d of %d tasks"), (int) get_integer (job, "jobId"), get_text (job, "name"),
                          get_text (job, "status"), (int) get_integer (job, "numCompletedIndices"), (int) get_integer (job, "azudTasks"));
  if (get_integer (job, "numSkippedStages") > 0)
    g_string_append_printf (out, _(", %d more in %d stages skipped"), (int) get_integer (job, "numSkippedTasks"),
                            (int) get_integer (job, "numSkippedStages"));
  if (get_integer (job, "numFailedTasks") > 0)
    g_string_append_printf (out, _(", %d attempts failed"), (int) get_integer (job, "numFailedTasks"));
  if (span != NULL)
    g_string_append_printf (out, ", %s", span);
  g_string_append_c (out, '\n');
  if (get_text (job, "failureReason")[0] != '\0')
    g_string_append_printf (out, "  %s\n", get_text (job, "failureReason"));
}

static void
add_executor (GString        *out,
              const AzudJson *executor)
{
  g_autofree char *memory = azcli_size ((double) get_integer (executor, "maxMemory"));
  g_autofree char *busy = azcli_time ((double) get_integer (executor, "azudTaskTime"));

  g_string_append_printf (out, _("Executor %s (%s): %d cores, %s of memory, %d tasks, %s of task time\n"), get_text (executor, "id"),
                          get_text (executor, "hostPort"), (int) get_integer (executor, "totalCores"), memory,
                          (int) get_integer (executor, "totalTasks"), busy);
}

static void
add_rdd (GString        *out,
         const AzudJson *rdd)
{
  g_autofree char *name = first_line (get_text (rdd, "name"));
  g_autofree char *memory = azcli_size ((double) get_integer (rdd, "memoryUsed"));
  g_autofree char *disk = azcli_size ((double) get_integer (rdd, "diskUsed"));

  g_string_append_printf (out, _("Stored %s (%s): %d of %d partitions, %s in memory, %s on disk\n"), name,
                          get_text (rdd, "storageLevel"), (int) get_integer (rdd, "numCachedPartitions"),
                          (int) get_integer (rdd, "numPartitions"), memory, disk);
}

/* How the plan was changed on the way. */
static void
add_decisions (GString        *out,
               const AzudJson *list)
{
  for (guint i = 0; list != NULL && i < azud_json_get_length (list); i++)
    {
      AzudDecisionView decision;
      g_autofree char *text = azud_decision_read_json (azud_json_get_element (list, i), &decision) ? azud_decision_describe (&decision) : NULL;

      if (text != NULL)
        g_string_append_printf (out, _("  Plan version %d, stage %d: %s\n"), decision.version, decision.stage, text);
    }
}

/* In its unit. */
static char *
metric_text (const AzudJson *metric)
{
  static const struct { const char *type; char *(*print) (double value); } types[] = {
    { "size", azcli_size }, { "timing", azcli_time }, { "nsTiming", cpu_text },
  };
  double total = (double) get_integer (metric, "total");

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (strcmp (get_text (metric, "metricType"), types[i].type) == 0)
      return types[i].print (total);
  return number_text (total);
}

/* An operator as the plan prints it, the pipeline's node it comes from, and what was counted. */
static void
add_plan_node (GString        *out,
               const AzudJson *node)
{
  AzudJson *metrics = azud_json_lookup (node, "metrics");
  g_autofree char *line = first_line (get_text (node, "simpleString"));
  gboolean is_long = g_utf8_strlen (line, -1) > MAX_LINE;
  g_autofree char *beginning = g_utf8_substring (line, 0, is_long ? MAX_LINE : -1);

  if (azud_json_get_length (metrics) == 0)
    return;
  g_string_append_printf (out, "  %s%s", beginning, is_long ? "…" : "");
  if (get_text (node, "azudNode")[0] != '\0')
    g_string_append_printf (out, _(" (node %s)"), get_text (node, "azudNode"));
  g_string_append_c (out, '\n');
  for (guint m = 0; m < azud_json_get_length (metrics); m++)
    {
      AzudJson *metric = azud_json_get_element (metrics, m);
      g_autofree char *text = metric_text (metric);

      if (strcmp (get_text (metric, "metricType"), "average") != 0)      /* the log has sums, of which there is no going back */
        g_string_append_printf (out, "    %s: %s\n", get_text (metric, "name"), text);
    }
}

static void
add_query (GString        *out,
           const AzudJson *query)
{
  AzudJson *nodes = azud_json_lookup (query, "nodes");

  g_string_append_printf (out, _("Query %d (%s): %s\n"), (int) get_integer (query, "id"), get_text (query, "description"),
                          get_text (query, "status"));
  add_decisions (out, azud_json_lookup (query, "decisions"));
  for (guint i = 0; i < azud_json_get_length (nodes); i++)
    add_plan_node (out, azud_json_get_element (nodes, i));
}

/* Newest first in the data, oldest first to read. */
static void
add_all (GString        *out,
         const AzudJson *log,
         const char     *key,
         void          (*add) (GString *out, const AzudJson *one))
{
  AzudJson *list = azud_json_lookup (log, key);

  for (guint i = azud_json_get_length (list); i-- > 0;)
    add (out, azud_json_get_element (list, i));
}

/* Names in a log are somebody else's bytes: a terminal gets none that move its cursor. */
static char *
harmless (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || (g_unichar_isprint (c) && g_unichar_type (c) != G_UNICODE_FORMAT) || c == ' ')
        g_string_append_unichar (out, c);
      else
        g_string_append_printf (out, c < 0x100 ? "\\x%02x" : "\\u{%x}", c);
    }
  return g_string_free (out, FALSE);
}

/* Parameters always; all settings when asked for. */
static void
add_settings (GString        *out,
              const AzudJson *log,
              gboolean        all)
{
  AzudJson *list = azud_json_lookup (azud_json_lookup (log, "environment"), "sparkProperties");
  const char *prefix = "azud.parameter.";

  for (guint i = 0; i < azud_json_get_length (list); i++)
    {
      const char *name = azud_json_get_string (azud_json_get_element (azud_json_get_element (list, i), 0));
      const char *value = azud_json_get_string (azud_json_get_element (azud_json_get_element (list, i), 1));

      if (name == NULL || value == NULL)
        continue;
      if (g_str_has_prefix (name, prefix))
        g_string_append_printf (out, _("Parameter %s = %s\n"), name + strlen (prefix), value);
      else if (all)
        g_string_append_printf (out, _("Setting %s = %s\n"), name, value);
    }
}

static int
print_log (const AzudJson *log,
           gboolean        with_tasks,
           gboolean        with_settings)
{
  AzudJson *stages = azud_json_lookup (log, "stages");
  guint n_times;
  g_autofree StageTimes *times = read_times (log, &n_times);
  AzudJson *application = azud_json_lookup (log, "application");
  gboolean incomplete = azud_json_get_boolean (azud_json_lookup (log, "incomplete"), TRUE);
  g_autofree char *span = span_text (application, "startTime", "endTime");
  g_autoptr(GString) out = g_string_new (NULL);
  g_autofree char *text = NULL;

  g_string_append_printf (out, "%s (%s)", get_text (application, "name"), get_text (application, "id"));
  if (span != NULL)
    g_string_append_printf (out, ", %s", span);
  g_string_append_c (out, '\n');
  if (incomplete)
    g_string_append_printf (out, "%s\n", _("This log is incomplete: the run goes on or was broken off, or the log was cut off. What can be read follows."));
  if (azud_json_lookup (log, "azudMemory") != NULL)
    azcli_add_memory (out, azud_json_lookup (log, "azudMemory"));
  add_settings (out, log, with_settings);
  add_all (out, log, "jobs", add_job);
  for (guint i = n_times; i-- > 0;)
    add_stage (out, azud_json_get_element (stages, i), times, n_times, i, with_tasks);
  add_all (out, log, "executors", add_executor);
  add_all (out, log, "storage", add_rdd);
  add_all (out, log, "sql", add_query);
  text = harmless (out->str);
  return azcli_print (text);
}

static int
log_main (int    argc,
          char **argv)
{
  gboolean json = FALSE, with_tasks = FALSE, with_settings = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { "tasks", 0, 0, G_OPTION_ARG_NONE, &with_tasks, N_("Tell the slowest tasks of each stage"), NULL },
    { "settings", 0, 0, G_OPTION_ARG_NONE, &with_settings, N_("Tell the settings of the run"), NULL },
    { NULL }
  };
  g_autoptr(AzudJson) log = NULL;
  g_autoptr(GError) error = NULL;

  if (!azcli_parse (&azcli_log, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  log = azud_run_log_read (argv[1], &error);
  if (log == NULL)
    return azcli_fail (error, json);
  return json ? azcli_print_json (log) : print_log (log, with_tasks, with_settings);
}

const AzcliCommand azcli_log = {
  .name = "log",
  .usage = N_("RUNLOG [--tasks] [--settings] [--json]"),
  .summary = N_("tell what a run log holds, ours or Spark's"),
  .run = log_main,
};
