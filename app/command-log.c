/* command-log.c: azud log
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "command.h"

#include <string.h>

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

/* "3.4 MiB" */
static char *
size_text (double bytes)
{
  static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  gsize unit = 0;

  for (; bytes >= 1024 && unit + 1 < G_N_ELEMENTS (units); unit++)
    bytes /= 1024;
  return g_strdup_printf (unit == 0 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
}

/* "12.345 s" */
static char *
time_text (double ms)
{
  return g_strdup_printf ("%.3f s", ms / 1000);
}

static char *
number_text (double number)
{
  return g_strdup_printf ("%.0f", number);
}

/* Milliseconds of a day's time that the interface has printed: from one to the other. */
static char *
span_text (const AzudJson *json,
           const char     *from_key,
           const char     *to_key)
{
  const char *texts[] = { get_text (json, from_key), get_text (json, to_key) };
  double ms[2];

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *plain = g_strdup (texts[i]);
      g_autoptr(GDateTime) time = NULL;
      char *zone = strstr (plain, "GMT");

      if (zone != NULL)
        strcpy (zone, "Z");
      time = g_date_time_new_from_iso8601 (plain, NULL);
      if (time == NULL)
        return NULL;
      ms[i] = (double) g_date_time_to_unix (time) * 1000 + g_date_time_get_microsecond (time) / 1000;
    }
  return time_text (ms[1] - ms[0]);
}

static void
add_figure (GString    *out,
            const char *title,
            gint64      bytes,
            gint64      rows)
{
  g_autofree char *size = size_text ((double) bytes);
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
    { N_("duration"), NULL, "duration", time_text },
    { N_("input"), "inputMetrics", "bytesRead", size_text },
    { N_("input rows"), "inputMetrics", "recordsRead", number_text },
    { N_("output"), "outputMetrics", "bytesWritten", size_text },
    { N_("output rows"), "outputMetrics", "recordsWritten", number_text },
    { N_("shuffle read"), "shuffleReadMetrics", "readBytes", size_text },
    { N_("shuffle write"), "shuffleWriteMetrics", "writeBytes", size_text },
    { N_("peak memory"), NULL, "peakExecutionMemory", size_text },
    { N_("spilled"), NULL, "diskBytesSpilled", size_text },
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

static void
add_stage (GString        *out,
           const AzudJson *stage)
{
  g_autofree char *span = span_text (stage, "submissionTime", "completionTime");
  g_autofree char *spilled = size_text ((double) get_integer (stage, "diskBytesSpilled"));

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
  if (get_text (stage, "failureReason")[0] != '\0')
    g_string_append_printf (out, "  %s\n", get_text (stage, "failureReason"));
  add_figure (out, _("input"), get_integer (stage, "inputBytes"), get_integer (stage, "inputRecords"));
  add_figure (out, _("output"), get_integer (stage, "outputBytes"), get_integer (stage, "outputRecords"));
  add_figure (out, _("shuffle read"), get_integer (stage, "shuffleReadBytes"), get_integer (stage, "shuffleReadRecords"));
  add_figure (out, _("shuffle write"), get_integer (stage, "shuffleWriteBytes"), get_integer (stage, "shuffleWriteRecords"));
  if (get_integer (stage, "diskBytesSpilled") > 0)
    g_string_append_printf (out, "  %s: %s\n", _("spilled"), spilled);
  add_summary (out, azud_json_lookup (stage, "taskSummary"));
}

static void
add_job (GString        *out,
         const AzudJson *job)
{
  g_autofree char *span = span_text (job, "submissionTime", "completionTime");

  g_string_append_printf (out, _("Job %d (%s): %s, %d of %d tasks"), (int) get_integer (job, "jobId"), get_text (job, "name"),
                          get_text (job, "status"), (int) get_integer (job, "numCompletedIndices"), (int) get_integer (job, "numTasks"));
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
  g_autofree char *memory = size_text ((double) get_integer (executor, "maxMemory"));
  g_autofree char *busy = time_text ((double) get_integer (executor, "totalDuration"));

  g_string_append_printf (out, _("Executor %s (%s): %d cores, %s of memory, %d tasks, %s of task time\n"), get_text (executor, "id"),
                          get_text (executor, "hostPort"), (int) get_integer (executor, "totalCores"), memory,
                          (int) get_integer (executor, "totalTasks"), busy);
}

static void
add_rdd (GString        *out,
         const AzudJson *rdd)
{
  g_autofree char *memory = size_text ((double) get_integer (rdd, "memoryUsed"));
  g_autofree char *disk = size_text ((double) get_integer (rdd, "diskUsed"));

  g_string_append_printf (out, _("Stored %s (%s): %d of %d partitions, %s in memory, %s on disk\n"), get_text (rdd, "name"),
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

static void
add_query (GString        *out,
           const AzudJson *query)
{
  AzudJson *nodes = azud_json_lookup (query, "nodes");

  g_string_append_printf (out, _("Query %d (%s): %s\n"), (int) get_integer (query, "id"), get_text (query, "description"),
                          get_text (query, "status"));
  add_decisions (out, azud_json_lookup (query, "decisions"));
  for (guint i = 0; i < azud_json_get_length (nodes); i++)
    {
      AzudJson *node = azud_json_get_element (nodes, i);
      AzudJson *metrics = azud_json_lookup (node, "metrics");

      for (guint m = 0; m < azud_json_get_length (metrics); m++)
        {
          AzudJson *metric = azud_json_get_element (metrics, m);

          g_string_append_printf (out, "  %s: %s %s\n", get_text (node, "nodeName"), get_text (metric, "value"), get_text (metric, "name"));
        }
    }
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

static int
print_log (const AzudJson *log)
{
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
  add_all (out, log, "jobs", add_job);
  add_all (out, log, "stages", add_stage);
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
  gboolean json = FALSE;
  const GOptionEntry options[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL }
  };
  g_autoptr(AzudJson) log = NULL;
  g_autoptr(GError) error = NULL;

  if (!azcli_parse (&azcli_log, options, &argc, &argv, 1, 1))
    return AZCLI_USAGE;
  log = azud_run_log_read (argv[1], &error);
  if (log == NULL)
    return azcli_fail (error, json);
  return json ? azcli_print_json (log) : print_log (log);
}

const AzcliCommand azcli_log = {
  .name = "log",
  .usage = N_("RUNLOG [--json]"),
  .summary = N_("tell what a run log holds, ours or Spark's"),
  .run = log_main,
};
