/* explain-slow.c: where the time of a run went, in five sentences
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "session/session-private.h"

#include "pipeline/diagnostics.h"

/* Of fewer tasks none is usual. */
#define SKEW_MIN_TASKS 4
/* Tasks with the same work differ by less, on a machine that has other things to do as well. */
#define SKEW_MIN_RATIO 2.0
/* What nobody waits for is not worth a word: a second, and a tenth of the run, which is the most that evening it out would save. */
#define SKEW_MIN_US (1000 * 1000)
#define SKEW_MIN_PERCENT 10

/* "46 ms", "3.2 s" */
static char *
print_time (gint64 us)
{
  return us < 1000 * 1000 ? g_strdup_printf (_("%d ms"), (int) (us / 1000)) : g_strdup_printf (_("%.1f s"), (double) us / 1e6);
}

static char *
print_size (gint64 bytes)
{
  return g_format_size_full ((guint64) MAX (bytes, 0), G_FORMAT_SIZE_IEC_UNITS);
}

static int
percent (gint64 part,
         gint64 whole)
{
  return whole > 0 ? (int) (100 * part / whole) : 0;
}

/* How long each stage was worked at: while it waits for workers that others keep busy, or to be begun again, no time goes to it.
 * Returns: (transfer full) (array length=n_stages) */
static gint64 *
measure_stages (const AzudRunSnapshot *run)
{
  gint64 *times = g_new0 (gint64, run->n_stages + 1);
  g_autofree gint64 *ends = g_new0 (gint64, run->n_stages + 1);

  for (guint i = 0; i < run->n_tasks; i++)      /* by start */
    {
      const AzudTaskView *task = &run->tasks[i];
      gint64 start;

      if (task->stage < 0 || (guint) task->stage >= run->n_stages)
        continue;
      start = MAX (task->start_us, ends[task->stage]);
      if (task->end_us <= start)
        continue;
      times[task->stage] += task->end_us - start;
      ends[task->stage] = task->end_us;
    }
  return times;
}

/* ---- the critical path: the chain of stages, each waiting for the one before, that took longest ---- */

/* @path: (out) (array length=n_stages).  Returns: its length; *@sum its time. */
static guint
find_critical_path (const AzudRunSnapshot *run,
                    const gint64          *times,
                    int                   *path,
                    gint64                *sum)
{
  g_autofree gint64 *longest = g_new0 (gint64, run->n_stages + 1);
  g_autofree int *before = g_new (int, run->n_stages + 1);
  int last = -1;
  guint n = 0;

  *sum = 0;
  for (guint i = 0; i < run->n_stages; i++)      /* parents have smaller numbers */
    {
      const AzudStageView *stage = &run->stages[i];

      before[i] = -1;
      for (int p = 0; p < stage->n_parents; p++)
        if (before[i] < 0 || longest[stage->parents[p]] > longest[before[i]])
          before[i] = stage->parents[p];
      longest[i] = times[i] + (before[i] >= 0 ? longest[before[i]] : 0);
      if (last < 0 || longest[i] > *sum)
        {
          last = (int) i;
          *sum = longest[i];
        }
    }
  for (int at = last; at >= 0; at = before[at])
    path[n++] = at;
  for (guint i = 0; i < n / 2; i++)
    {
      int other = path[i];

      path[i] = path[n - 1 - i];
      path[n - 1 - i] = other;
    }
  return n;
}

static char *
explain_path (const AzudRunSnapshot *run,
              const gint64          *times)
{
  g_autofree int *path = g_new (int, run->n_stages + 1);
  gint64 sum;
  guint n = find_critical_path (run, times, path, &sum);
  g_autofree char *elapsed = print_time (run->elapsed_us);
  g_autofree char *time = print_time (sum);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n_skipped = 0;

  for (guint i = 0; i < n; i++)
    if (!run->stages[path[i]].skipped)
      g_string_append_printf (names, "%s%s", names->len > 0 ? " → " : "", run->stages[path[i]].name);
  for (guint i = 0; i < run->n_stages; i++)
    n_skipped += run->stages[i].skipped;
  if (n_skipped > 0)
    return g_strdup_printf (_("The run took %s, %s of it on the longest chain of stages: %s; skipped, as an earlier run had left their rows: %u of %u stages."),
                            elapsed, time, names->str, n_skipped, run->n_stages);
  return g_strdup_printf (_("The run took %s, %s of it on the longest chain of stages: %s."), elapsed, time, names->str);
}

/* ---- the slowest stage ---- */

static char *
explain_slowest (const AzudRunSnapshot *run,
                 const gint64          *times)
{
  const AzudStageView *stage;
  g_autofree char *time = NULL, *in = NULL, *rows = NULL;
  guint slowest = 0;

  if (run->n_stages == 0)
    return g_strdup (_("No stage was run."));
  for (guint i = 1; i < run->n_stages; i++)
    if (times[i] > times[slowest])
      slowest = i;
  stage = &run->stages[slowest];
  time = print_time (times[slowest]);
  in = print_size (stage->bytes_in);
  rows = g_strdup_printf ("%" G_GINT64_FORMAT, stage->rows_in);
  return stage->bytes_in > 0
    ? g_strdup_printf (_("The slowest stage, “%s”, took %s (%d %%) for %s rows out of %s."), stage->name, time,
                       percent (times[slowest], run->elapsed_us), rows, in)
    : g_strdup_printf (_("The slowest stage, “%s”, took %s (%d %%) for %s rows."), stage->name, time,
                       percent (times[slowest], run->elapsed_us), rows);
}

/* ---- skew ---- */

static int
compare_figures (gconstpointer a,
               gconstpointer b)
{
  gint64 left = *(const gint64 *) a, right = *(const gint64 *) b;

  return left < right ? -1 : left > right;
}

typedef gint64 (*TaskFigure) (const AzudTaskView *task);

static gint64
time_of (const AzudTaskView *task)
{
  return task->end_us - task->start_us;
}

static gint64
rows_of (const AzudTaskView *task)
{
  return task->rows_in;
}

static gint64
bytes_of (const AzudTaskView *task)
{
  return task->bytes_in;
}

static gint64
rows_out_of (const AzudTaskView *task)
{
  return task->rows_out;
}

/* The middle one among the tasks of @stage that count; 0 with too few of them to say. */
static gint64
find_middle (const AzudRunSnapshot *run,
             int                    stage,
             TaskFigure             figure)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < run->n_tasks; i++)
    if (run->tasks[i].stage == stage && run->tasks[i].state == AZUD_TASK_SUCCEEDED && !run->tasks[i].lost)
      {
        gint64 value = figure (&run->tasks[i]);

        g_array_append_val (values, value);
      }
  if (values->len < SKEW_MIN_TASKS)
    return 0;
  g_array_sort (values, compare_figures);
  return g_array_index (values, gint64, values->len / 2);
}

/* Whether the task had so much more to do than the middle one that this is why it took longer. */
static gboolean
had_more_to_do (const AzudRunSnapshot *run,
                const AzudTaskView    *task)
{
  static const TaskFigure figures[] = { rows_of, bytes_of, rows_out_of };

  for (gsize i = 0; i < G_N_ELEMENTS (figures); i++)
    if ((double) figures[i] (task) >= SKEW_MIN_RATIO * (double) MAX (find_middle (run, task->stage, figures[i]), 1))
      return TRUE;
  return FALSE;
}

double
azud_run_snapshot_get_skew (const AzudRunSnapshot *run,
                            int                    stage,
                            const AzudTaskView   **worst)
{
  const AzudTaskView *longest = NULL;
  gint64 middle = find_middle (run, stage, time_of);

  for (guint i = 0; middle > 0 && i < run->n_tasks; i++)
    {
      const AzudTaskView *task = &run->tasks[i];

      if (task->stage == stage && task->state == AZUD_TASK_SUCCEEDED && !task->lost && (longest == NULL || time_of (task) > time_of (longest)))
        longest = task;
    }
  if (longest == NULL || (double) time_of (longest) < SKEW_MIN_RATIO * (double) middle || time_of (longest) < SKEW_MIN_US
      || percent (time_of (longest), run->elapsed_us) < SKEW_MIN_PERCENT || !had_more_to_do (run, longest))
    return 0;
  *worst = longest;
  return (double) time_of (longest) / (double) middle;
}

/* The task that stood out most among those of its stage; NULL where none did. */
static const AzudTaskView *
find_worst (const AzudRunSnapshot *run,
            double                *ratio)
{
  const AzudTaskView *worst = NULL;

  *ratio = 0;
  for (guint i = 0; i < run->n_stages; i++)
    {
      const AzudTaskView *task = NULL;
      double skew = azud_run_snapshot_get_skew (run, run->stages[i].id, &task);

      if (skew > *ratio)
        {
          *ratio = skew;
          worst = task;
        }
    }
  return worst;
}

/* The change of the plan that skew had most to do with: the largest partition that was cut; where there was none, the first one. */
static const AzudDecisionView *
find_change (const AzudRunSnapshot *run)
{
  const AzudDecisionView *most = NULL;

  for (guint i = 0; i < run->n_decisions; i++)
    {
      const AzudDecisionView *one = &run->decisions[i];
      gboolean is_split = one->kind == AZUD_DECISION_SPLIT;

      if (most == NULL || (is_split && (most->kind != AZUD_DECISION_SPLIT || one->bytes > most->bytes)))
        most = one;
    }
  return most;
}

/* Parts that took about the same time may still have had very different rows: with more of them it will be time, too. */
static char *
explain_even (const AzudRunSnapshot *run)
{
  const AzudTaskView *largest = NULL;
  double most = 0;

  for (guint i = 0; i < run->n_stages; i++)
    {
      gint64 middle = find_middle (run, (int) i, rows_of);

      for (guint t = 0; middle > 0 && t < run->n_tasks; t++)
        {
          const AzudTaskView *task = &run->tasks[t];
          double ratio = (double) task->rows_in / (double) middle;

          if (task->stage == (int) i && task->state == AZUD_TASK_SUCCEEDED && !task->lost && ratio > most)
            {
              most = ratio;
              largest = task;
            }
        }
    }
  if (largest != NULL && most >= SKEW_MIN_RATIO)
    {
      g_autofree char *rows = g_strdup_printf ("%" G_GINT64_FORMAT, largest->rows_in);

      return g_strdup_printf (_("No part took so much longer than the others of its stage that it matters, but part %d of “%s” had %s rows, %.1f times as many as the middle one."),
                              largest->partition, run->stages[largest->stage].name, rows, most);
    }
  return g_strdup (_("The work was spread evenly: no part took much longer than the others of its stage."));
}

static char *
explain_evenness (const AzudRunSnapshot *run)
{
  double ratio;
  const AzudTaskView *worst = find_worst (run, &ratio);
  const AzudDecisionView *change = find_change (run);
  g_autofree char *changed = change != NULL ? azud_decision_describe (change) : NULL;
  g_autofree char *even = NULL;
  g_autofree char *after = changed != NULL ? g_strdup_printf (_(" The plan was changed on the way: %s"), changed) : g_strdup ("");

  if (worst != NULL)
    {
      g_autofree char *time = print_time (time_of (worst));
      g_autofree char *rows = g_strdup_printf ("%" G_GINT64_FORMAT, worst->rows_in);
      g_autofree char *sentence = g_strdup_printf (_("The work was uneven: part %d of “%s” had %s rows and took %s, %.1f times as long as the middle one."),
                                                   worst->partition, run->stages[worst->stage].name, rows, time, ratio);

      return g_strconcat (sentence, after, NULL);
    }
  if (change != NULL && change->kind == AZUD_DECISION_SPLIT)
    return g_strdup_printf (_("The rows were uneven, so the plan was changed on the way: %s"), changed);
  even = explain_even (run);
  return g_strconcat (even, after, NULL);
}

/* ---- disk and cores ---- */

static char *
explain_spill (const AzudRunSnapshot *run)
{
  const AzudNodeView *most = NULL;
  g_autofree char *spilled = print_size (run->spilled_bytes);
  g_autofree char *peak = print_size (run->memory_peak);
  g_autofree char *limit = print_size (run->memory_limit);

  for (guint i = 0; i < run->n_nodes; i++)
    if (run->nodes[i].spilled_bytes > 0 && (most == NULL || run->nodes[i].spilled_bytes > most->spilled_bytes))
      most = &run->nodes[i];
  if (run->spilled_bytes <= 0)
    return g_strdup_printf (_("Nothing went to disk for want of memory: %s of %s were used at most."), peak, limit);
  if (most == NULL)
    return g_strdup_printf (_("%s went to disk, since memory ends at %s; more of it would save that."), spilled, limit);
  if (2 * most->spilled_bytes < run->spilled_bytes)
    return g_strdup_printf (_("%s went to disk, the largest part of it in “%s”, since memory ends at %s; more of it would save that."), spilled, most->label, limit);
  return g_strdup_printf (_("%s went to disk, most of it in “%s”, since memory ends at %s; more of it would save that."), spilled, most->label, limit);
}

static char *
explain_cores (const AzudRunSnapshot *run,
               const gint64          *times)
{
  gint64 busy = 0, all = run->elapsed_us * (gint64) run->n_workers;
  int narrow = -1;

  for (guint i = 0; i < run->n_tasks; i++)
    if (run->tasks[i].end_us > 0)
      busy += run->tasks[i].end_us - run->tasks[i].start_us;
  for (int i = 0; i < (int) run->n_stages; i++)
    if (run->stages[i].n_tasks > 0 && run->stages[i].n_tasks < (int) run->n_workers && (narrow < 0 || times[i] > times[narrow]))
      narrow = i;
  if (narrow >= 0 && percent (times[narrow], run->elapsed_us) >= 10)
    {
      g_autofree char *time = print_time (times[narrow]);

      return g_strdup_printf (_("The %u workers were busy %d %% of the time; for %s “%s” gave work to only %d of them."),
                              run->n_workers, percent (busy, all), time, run->stages[narrow].name, run->stages[narrow].n_tasks);
    }
  return g_strdup_printf (_("The %u workers were busy %d %% of the time."), run->n_workers, percent (busy, all));
}

char **
azud_run_snapshot_explain (const AzudRunSnapshot *run)
{
  char **sentences = g_new0 (char *, 6);
  g_autofree gint64 *times = measure_stages (run);

  sentences[0] = explain_path (run, times);
  sentences[1] = explain_slowest (run, times);
  sentences[2] = explain_evenness (run);
  sentences[3] = explain_spill (run);
  sentences[4] = explain_cores (run, times);
  return sentences;
}
