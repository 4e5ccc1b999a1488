/* run-recording.c: a run and its log
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

#include "base/io.h"
#include "pipeline/public-error.h"
#include "session/run-log-lines.h"

static AzudLogSubject
subject_of (const AzudRun *self)
{
  AzudLogSubject subject = {
    .names = self->stage_names,
    .nodes = self->stage_nodes,
    .n_tasks = self->log_n_tasks,
    .title = self->title,
    .properties = self->log_properties,
    .time_ms = self->log_start_ms,
    .n_workers = (guint) self->session->n_threads,
    .memory_bytes = azud_account_get_limit (self->session->account),
  };

  if (self->log_n_tasks != NULL)
    subject.stages = self->work.stages;
  return subject;
}

/* On the log's thread. */
static void
write_changes (AzudRun *self)
{
  g_autoptr(GArray) changes = azud_execution_list_changes (self->work.execution, 0);
  AzudLogSubject subject;
  g_autofree char *lines = NULL;

  if (changes->len == self->log_n_changes)
    return;
  subject = subject_of (self);
  lines = azud_log_lines_change (&subject, changes, self->log_n_changes);
  azud_run_log_write (self->log, lines);
  self->log_n_changes = changes->len;
}

/* On the log's thread. */
static void
write_caches (AzudRun *self)
{
  g_autofree char *lines = azud_run_log_caches (self);

  azud_run_log_write (self->log, lines);
}

/* What views and the log have both seen is let go of, so that a run of any length keeps few events. */
static void
turn_cb (void *data)
{
  AzudRun *self = data;
  guint64 seen;

  azud_mutex_lock (&self->lock);
  azud_run_read_events_locked (self);
  seen = MIN (self->n_events_read, azud_run_log_get_position (self->log));
  azud_mutex_unlock (&self->lock);
  azud_event_log_forget (self->events, seen);
  write_changes (self);
  write_caches (self);
}

bool
azud_run_open_log (AzudRun   *self,
                   AzudError *error)
{
  if (self->log_path == NULL)
    return true;
  self->log_start_ms = azud_io_real_us () / 1000;
  self->log = azud_run_log_open (self->log_path, self->events_account, error);
  return self->log != NULL;
}

bool
azud_run_begin_log (AzudRun   *self,
                    AzudError *error)
{
  guint n = self->work.stages->stages->len;
  AzudLogSubject subject;
  g_autofree char *lines = NULL;

  if (self->log == NULL)
    return true;
  self->log_n_tasks = g_new0 (int, n + 1);
  for (guint i = 0; i < n; i++)
    self->log_n_tasks[i] = azud_execution_guess_tasks (self->work.execution, (int) i);
  subject = subject_of (self);
  self->log_stages = g_new0 (AzudRunLogStage, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const AzudStage *stage = g_ptr_array_index (self->work.stages->stages, i);

      self->log_stages[i].info = azud_log_stage_info (&subject, (int) i);
      self->log_stages[i].is_last = true;
      for (guint o = 0; o < stage->outputs->len; o++)
        self->log_stages[i].is_last &= g_array_index (stage->outputs, AzudStageOutput, o).exchange == NULL;
    }
  lines = azud_log_lines_open (&subject);
  azud_run_log_write (self->log, lines);
  self->log_begun = true;
  return azud_run_log_follow (self->log, self->events, self->log_stages, (int) n, turn_cb, self, error);
}

void
azud_run_end_log (AzudRun         *self,
                  const AzudError *failure)
{
  AzudLogSubject subject = subject_of (self);
  AzudRunLog *log = self->log;
  g_autoptr(AzudJson) memory = NULL;
  g_autofree char *lines = NULL;
  char text[1024];
  AzudError error = AZUD_ERROR_INIT;
  GError *log_error = NULL;

  if (log == NULL)
    return;
  if (failure != NULL)
    azud_error_describe (failure, text, sizeof text);
  if (!self->log_begun)
    {
      g_autofree char *opening = azud_log_lines_open (&subject);

      azud_run_log_write (log, opening);
    }
  azud_mutex_lock (&self->lock);
  if (self->planned && self->work.execution != NULL)
    {
      azud_run_read_events_locked (self);
      memory = azud_run_memory_to_json_locked (self);
    }
  azud_mutex_unlock (&self->lock);
  lines = azud_log_lines_close (&subject, self->work.execution, azud_io_real_us () / 1000, failure != NULL ? text : NULL,
                                azud_event_log_lost (self->events), memory);
  /* self->log stays until its thread has ended: that thread asks it how far it is */
  if (!azud_run_log_close (log, failure != NULL ? text : NULL, lines, &error))
    azud_error_to_gerror (&error, &log_error);
  self->log = NULL;
  azud_mutex_lock (&self->lock);
  self->log_error = log_error;
  azud_mutex_unlock (&self->lock);
}

void
azud_run_clear_log (AzudRun *self)
{
  azud_run_log_close (self->log, NULL, NULL, NULL);
  for (guint i = 0; self->log_stages != NULL && self->log_stages[i].info != NULL; i++)
    g_free ((char *) self->log_stages[i].info);
  g_clear_pointer (&self->log_stages, g_free);
  g_clear_pointer (&self->log_n_tasks, g_free);
  g_clear_pointer (&self->log_path, g_free);
  g_clear_pointer (&self->log_properties, g_strfreev);
  azud_run_log_caches_clear (self);
  g_clear_pointer (&self->title, g_free);
  g_clear_error (&self->log_error);
}

const GError *
azud_run_get_log_error (AzudRun *self)
{
  return azud_run_get_state (self) >= AZUD_RUN_SUCCEEDED ? self->log_error : NULL;
}
