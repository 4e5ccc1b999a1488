/* session.c: what owns the workers and the budget
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/session-private.h"

#include "formats/spill-folder.h"
#include "pipeline/public-error.h"

#include <stdio.h>
#include <unistd.h>

#define MIB ((gint64) 1 << 20)

G_DEFINE_FINAL_TYPE (AzudSession, azud_session, G_TYPE_OBJECT)

static void
azud_session_finalize (GObject *object)
{
  AzudSession *self = AZUD_SESSION (object);

  azud_session_close (self);
  if (self->preview_account != NULL)
    azud_account_free (self->preview_account);
  azud_datasets_free (self->datasets);
  azud_budget_free (self->budget);
  g_clear_object (&self->preview_cancellable);
  g_free (self->temp_folder);
  azud_mutex_clear (&self->lock);
  G_OBJECT_CLASS (azud_session_parent_class)->finalize (object);
}

static void
azud_session_class_init (AzudSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = azud_session_finalize;
}

static void
azud_session_init (AzudSession *self)
{
  azud_mutex_init (&self->lock);
}

/* A number in a file of the cgroup or of /proc; -1 when there is none ("max"). */
static gint64
read_number (const char *path)
{
  g_autofree char *text = NULL;
  gint64 value = -1;

  if (!g_file_get_contents (path, &text, NULL, NULL) || !g_ascii_isdigit (text[0]))
    return -1;
  value = g_ascii_strtoll (text, NULL, 10);
  return value > 0 ? value : -1;
}

/* Half of what the process may have: the cgroup's limit or the machine's memory. */
static gint64
default_memory (void)
{
  static const char *const limits[] = { "/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes" };
  gint64 memory = (gint64) sysconf (_SC_PHYS_PAGES) * sysconf (_SC_PAGESIZE);

  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      gint64 limit = read_number (limits[i]);

      if (limit > 0 && limit < memory)
        memory = limit;
    }
  return MAX (memory / 2, 64 * MIB);
}

AzudSession *
azud_session_new (const AzudSessionOptions *options,
                  GError                  **error)
{
  AzudSession *self = g_object_new (AZUD_TYPE_SESSION, NULL);
  gint64 memory = options->memory_bytes > 0 ? options->memory_bytes : default_memory ();
  AzudError fault = AZUD_ERROR_INIT;

  self->n_threads = options->n_threads > 0 ? (int) options->n_threads : (int) g_get_num_processors ();
  self->temp_folder = g_strdup (options->temp_folder != NULL ? options->temp_folder : g_get_tmp_dir ());
  self->budget = azud_budget_new (memory, self->temp_folder, MAX (options->temp_bytes, 0), &fault);
  if (self->budget != NULL)
    {
      self->account = azud_budget_get_account (self->budget);
      self->preview_account = azud_account_new (self->account, "previews", MAX (memory / 4, 16 * MIB));
      self->datasets = azud_datasets_new (self->budget, &fault);
    }
  self->keeps_all = options->keeps_rows;
  if (self->preview_account == NULL || self->datasets == NULL || (options->temp_folder != NULL && !azud_spill_folder_check (options->temp_folder, &fault)))
    {
      azud_error_set (&fault, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
      azud_error_to_gerror (&fault, error);
      g_object_unref (self);
      return NULL;
    }
  return self;
}

void
azud_session_sweep (AzudSession *self)
{
  azud_assert_may_block ();
  if (atomic_exchange (&self->swept, 1) == 0)
    azud_spill_folder_sweep (self->temp_folder);
}

AzudPool *
azud_session_get_pool (AzudSession *self,
                       AzudError   *error)
{
  AzudPool *pool;

  azud_mutex_lock (&self->lock);
  if (self->pool == NULL)
    self->pool = azud_pool_new (self->n_threads, error);
  pool = self->pool;
  if (pool != NULL)
    self->n_threads = azud_pool_get_n_workers (pool);
  azud_mutex_unlock (&self->lock);
  return pool;
}

gint64
azud_session_forget_rows (AzudSession *self)
{
  azud_assert_may_block ();
  return azud_datasets_forget (self->datasets);
}

void
azud_session_close (AzudSession *self)
{
  AzudPool *pool;

  azud_mutex_lock (&self->lock);
  pool = self->pool;
  self->pool = NULL;
  if (self->preview_cancellable != NULL)
    g_cancellable_cancel (self->preview_cancellable);
  azud_mutex_unlock (&self->lock);
  azud_pool_free (pool);
}
