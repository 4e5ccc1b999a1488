/* progress.c: watching a run from a terminal, a pipe or a program
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "command.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BAR_WIDTH 30

typedef struct
{
  AzudRun      *run;
  GMainLoop    *loop;
  AzcliProgress progress;
  int           signal_number;
  gint64        last_plain_us;
} Watch;

static void
count_tasks (const AzudRunSnapshot *snapshot,
             int                   *n_done,
             int                   *n_tasks,
             gint64                *rows)
{
  *n_done = *n_tasks = 0;
  *rows = 0;
  for (guint i = 0; i < snapshot->n_stages; i++)
    {
      *n_done += snapshot->stages[i].n_done;
      *n_tasks += snapshot->stages[i].n_tasks;
      *rows += snapshot->stages[i].rows_in;
    }
}

static void
show_bar (const AzudRunSnapshot *snapshot)
{
  g_autofree char *rows_text = NULL;
  int n_done, n_tasks, filled;
  gint64 rows;

  count_tasks (snapshot, &n_done, &n_tasks, &rows);
  rows_text = azcli_number (rows);
  filled = n_tasks > 0 ? BAR_WIDTH * n_done / n_tasks : 0;
  fputs ("\r[", stderr);
  for (int i = 0; i < BAR_WIDTH; i++)
    fputs (i < filled ? "█" : "·", stderr);
  fprintf (stderr, _("] %d/%d tasks, %s rows, %.1f s "), n_done, n_tasks, rows_text, (double) snapshot->elapsed_us / 1e6);
  fputs ("\033[K", stderr);
}

static void
show_plain (const AzudRunSnapshot *snapshot)
{
  g_autofree char *rows_text = NULL;
  int n_done, n_tasks;
  gint64 rows;

  count_tasks (snapshot, &n_done, &n_tasks, &rows);
  rows_text = azcli_number (rows);
  g_printerr (_("%.1f s: %d/%d tasks, %s rows\n"), (double) snapshot->elapsed_us / 1e6, n_done, n_tasks, rows_text);
}

static void
show_json (const AzudRunSnapshot *snapshot)
{
  g_autoptr(AzudJson) json = azud_json_new_object ();
  g_autofree char *text = NULL;
  int n_done, n_tasks;
  gint64 rows;

  count_tasks (snapshot, &n_done, &n_tasks, &rows);
  azud_json_put_integer (json, "elapsed_us", snapshot->elapsed_us);
  azud_json_put_integer (json, "tasks_done", n_done);
  azud_json_put_integer (json, "tasks", n_tasks);
  azud_json_put_integer (json, "rows", rows);
  text = azud_json_to_string (json);
  g_printerr ("%s\n", text);
}

static void
show (Watch   *watch,
      gboolean at_end)
{
  g_autoptr(AzudRunSnapshot) snapshot = azud_run_snapshot (watch->run);

  switch (watch->progress)
    {
    case AZCLI_PROGRESS_AUTO:
      show_bar (snapshot);
      if (at_end)
        fputs ("\n", stderr);
      break;
    case AZCLI_PROGRESS_PLAIN:
      if (at_end || snapshot->elapsed_us - watch->last_plain_us >= 1000000)
        {
          watch->last_plain_us = snapshot->elapsed_us;
          show_plain (snapshot);
        }
      break;
    case AZCLI_PROGRESS_JSON:
      show_json (snapshot);
      break;
    case AZCLI_PROGRESS_NONE:
      break;
    }
}

static void
changed_cb (AzudRun *run,
            Watch   *watch)
{
  gboolean over = azud_run_get_state (run) >= AZUD_RUN_SUCCEEDED;

  show (watch, over);
  if (over)
    g_main_loop_quit (watch->loop);
}

/* The handler of a signal may do little: it hands the number to the main loop.  g_unix_signal_add() would do this too, but on a
 * thread of its own, and ends the program when there is none to be had. */
static int signal_pipe[2] = { -1, -1 };
static volatile sig_atomic_t signal_taken;

static void
take_signal (int number)
{
  unsigned char byte = (unsigned char) number;
  int saved = errno;

  if (signal_taken != 0)
    _exit (128 + number);     /* asked twice: outputs are still whole, their temporaries are swept by the next run */
  signal_taken = 1;
  if (write (signal_pipe[1], &byte, 1) != 1)
    _exit (128 + number);
  errno = saved;
}

static gboolean
signal_cb (int          fd,
           GIOCondition condition,
           gpointer     data)
{
  Watch *watch = data;
  unsigned char byte;

  if (read (fd, &byte, 1) == 1)
    {
      watch->signal_number = byte;
      azud_run_cancel (watch->run);
    }
  return G_SOURCE_CONTINUE;
}

/* Returns: the source to remove, or 0 when signals keep their usual meaning. */
static guint
watch_signals (Watch *watch)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
  struct sigaction action = { .sa_handler = take_signal, .sa_flags = SA_RESTART };
  struct sigaction before;

  if (!g_unix_open_pipe (signal_pipe, FD_CLOEXEC, NULL))
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (sigaction (numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)     /* nohup stays in force */
      sigaction (numbers[i], &action, NULL);
  return g_unix_fd_add (signal_pipe[0], G_IO_IN, signal_cb, watch);
}

gboolean
azcli_watch (AzudRun      *run,
             AzcliProgress progress,
             int          *signal_number,
             GError      **error)
{
  Watch watch = { .run = run, .progress = progress };
  guint source;
  gboolean succeeded;

  if (progress == AZCLI_PROGRESS_AUTO && !isatty (STDERR_FILENO))
    watch.progress = AZCLI_PROGRESS_NONE;
  watch.loop = g_main_loop_new (NULL, FALSE);
  source = watch_signals (&watch);
  g_signal_connect (run, "changed", G_CALLBACK (changed_cb), &watch);
  if (azud_run_get_state (run) < AZUD_RUN_SUCCEEDED)
    g_main_loop_run (watch.loop);
  succeeded = azud_run_wait (run, error);
  g_signal_handlers_disconnect_by_data (run, &watch);
  if (source != 0)
    g_source_remove (source);
  g_main_loop_unref (watch.loop);
  *signal_number = succeeded ? 0 : watch.signal_number;
  return succeeded;
}
