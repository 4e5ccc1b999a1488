/* azui-run-summary.c: a run in a line
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-run-summary.h"

#include "azui-i18n.h"
#include "run/azui-quantity.h"

typedef struct
{
  int      n_tasks, n_done, n_running, n_failed, n_retried;
  int      n_skipped;      /* tasks of stages that need not run: counted apart, as they cost nothing */
  gboolean is_guess;       /* n_tasks: some stages have not begun */
  gint64   spilled;        /* by tasks */
  gint64   left;           /* to disk: blocks that left memory */
} Sums;

static void
add_stage (Sums                *sums,
           const AzudStageView *stage,
           gboolean             is_over)
{
  gboolean begun = stage->start_us > 0;

  if (stage->skipped)
    {
      sums->n_skipped += stage->n_tasks > 0 ? stage->n_tasks : stage->n_expected;
      return;
    }
  sums->n_tasks += begun || is_over ? stage->n_tasks : stage->n_expected;
  sums->is_guess |= !begun && !is_over;
  sums->n_done += stage->n_done;
  sums->n_running += stage->n_running;
  sums->n_failed += stage->n_failed;
  sums->n_retried += stage->n_retried;
  sums->spilled += stage->spilled_bytes;
}

static Sums
sum_up (const AzudRunSnapshot *run)
{
  Sums sums = { 0 };
  gint64 by_attempts = 0;

  for (guint i = 0; i < run->n_stages; i++)
    add_stage (&sums, &run->stages[i], run->state >= AZUD_RUN_SUCCEEDED);
  for (guint i = 0; i < run->n_tasks; i++)
    by_attempts += run->tasks[i].spilled_bytes;
  sums.spilled = MAX (sums.spilled, by_attempts);      /* stages do not count attempts that failed */
  sums.left = MAX (run->spilled_bytes - sums.spilled, 0);
  return sums;
}

static const char *
describe_state (AzudRunState state)
{
  switch (state)
    {
    case AZUD_RUN_PREPARING:
      return _("Preparing");
    case AZUD_RUN_RUNNING:
      return _("Running");
    case AZUD_RUN_COMMITTING:
      return _("Writing the outputs");
    case AZUD_RUN_SUCCEEDED:
      return _("Done");
    case AZUD_RUN_FAILED:
      return _("Failed");
    default:
      return _("Stopped");
    }
}

static void
append_tasks (GString    *text,
              const Sums *sums)
{
  if (sums->is_guess)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%d of about %d task", "%d of about %d tasks", (gulong) sums->n_tasks),
                            sums->n_done, sums->n_tasks);
  else
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%d of %d task", "%d of %d tasks", (gulong) sums->n_tasks),
                            sums->n_done, sums->n_tasks);
  if (sums->n_skipped > 0)
    /* Translators: tasks that need not run, since an earlier run has left what they would leave */
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, " (%d skipped)", " (%d skipped)", (gulong) sums->n_skipped), sums->n_skipped);
  if (sums->n_running > 0)
    g_string_append_printf (text, _(", %d running"), sums->n_running);
  if (sums->n_failed > 0)
    g_string_append_printf (text, _(", %d failed"), sums->n_failed);
  if (sums->n_retried > 0)
    g_string_append_printf (text, _(", %d run again"), sums->n_retried);
}

char *
azui_run_summary (const AzudRunSnapshot *run)
{
  GString *text = g_string_new (describe_state (run->state));
  Sums sums = sum_up (run);
  g_autofree char *spilled = azui_quantity_bytes (run->spilled_bytes);

  g_string_append_printf (text, _(" · %.2f s · "), (double) run->elapsed_us / 1e6);
  append_tasks (text, &sums);
  if (run->spilled_bytes > 0)
    g_string_append_printf (text, _(" · %s spilled"), spilled);
  return g_string_free (text, FALSE);
}

char *
azui_run_summary_explain (const AzudRunSnapshot *run)
{
  g_autofree char *line = azui_run_summary (run);
  GString *text = g_string_new (line);
  Sums sums = sum_up (run);
  g_autofree char *by_tasks = azui_quantity_bytes (sums.spilled), *left = azui_quantity_bytes (sums.left);

  if (sums.is_guess)
    g_string_append_printf (text, "\n%s", _("About: how many tasks a stage has is known when it begins."));
  if (sums.n_skipped > 0)
    g_string_append_printf (text, "\n%s", _("Skipped: an earlier run has left the rows of these tasks."));
  if (sums.spilled > 0)
    g_string_append_printf (text, _("\nSpilled: %s that tasks put aside on disk, since their part of the memory was too small."), by_tasks);
  if (sums.left > 0)
    g_string_append_printf (text, _("\nSpilled: %s of finished rows that waited for their readers and made room for tasks."), left);
  return g_string_free (text, FALSE);
}
