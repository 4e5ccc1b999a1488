/* datasets.c: rows that outlive the run that made them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/execution/datasets.h"

#define MAX_DATASETS 64
#define MAX_NOTES 8192
#define LOOKS_AT_ONCE 64

typedef struct
{
  char        *key;
  AzudShuffle *shuffle;
} Dataset;

struct _AzudDatasets
{
  AzudAccount *account;
  AzudMutex    lock;       /* guards what follows */
  GQueue       kept;       /* (element-type Dataset) given longest ago first */
  GHashTable  *notes;      /* utf8 -> AzudOperatorCounts */
};

AzudDatasets *
azud_datasets_new (AzudBudget *budget,
                   AzudError  *error)
{
  AzudAccount *account = azud_account_new (azud_budget_get_account (budget), "datasets", 0);
  AzudDatasets *self;

  if (account == NULL)
    {
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
      return NULL;
    }
  self = g_new0 (AzudDatasets, 1);
  self->account = account;
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  azud_mutex_init (&self->lock);
  return self;
}

static void
dataset_free (Dataset *dataset)
{
  if (dataset == NULL)
    return;
  azud_shuffle_free (dataset->shuffle);
  g_free (dataset->key);
  g_free (dataset);
}

/* In memory and on disk.  Nobody else has it. */
static int64_t
count_bytes (AzudShuffle *shuffle)
{
  AzudShuffleLook looks[LOOKS_AT_ONCE];
  int64_t bytes = 0;
  int n;

  for (int first = 0; (n = azud_shuffle_look (shuffle, first, looks, LOOKS_AT_ONCE)) > 0; first += n)
    for (int i = 0; i < n; i++)
      bytes += looks[i].memory_bytes + looks[i].disk_bytes;
  return bytes;
}

int64_t
azud_datasets_forget (AzudDatasets *self)
{
  Dataset *dataset;
  int64_t bytes = 0;

  for (;;)
    {
      azud_mutex_lock (&self->lock);
      dataset = g_queue_pop_head (&self->kept);
      azud_mutex_unlock (&self->lock);
      if (dataset == NULL)
        return bytes;
      bytes += count_bytes (dataset->shuffle);
      dataset_free (dataset);
    }
}

int
azud_datasets_look (AzudDatasets    *self,
                    const char      *key,
                    int              first,
                    AzudShuffleLook *looks,
                    int              n)
{
  int n_looked = 0;

  azud_mutex_lock (&self->lock);
  for (GList *at = self->kept.head; at != NULL; at = at->next)
    {
      const Dataset *dataset = at->data;

      if (!g_str_equal (dataset->key, key))
        continue;
      n_looked = azud_shuffle_look (dataset->shuffle, first, looks, n);
      break;
    }
  azud_mutex_unlock (&self->lock);
  return n_looked;
}

void
azud_datasets_free (AzudDatasets *self)
{
  if (self == NULL)
    return;
  azud_datasets_forget (self);
  g_hash_table_unref (self->notes);
  azud_mutex_clear (&self->lock);
  azud_account_free (self->account);
  g_free (self);
}

/* What makes room: what was not asked to be kept before what was. */
static Dataset *
steal_surplus_locked (AzudDatasets *self)
{
  if (self->kept.length <= MAX_DATASETS)
    return NULL;
  for (GList *at = self->kept.head; at != NULL; at = at->next)
    {
      Dataset *dataset = at->data;

      if (dataset->shuffle->exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP)
        continue;
      g_queue_delete_link (&self->kept, at);
      return dataset;
    }
  return g_queue_pop_head (&self->kept);
}

static Dataset *
steal_locked (AzudDatasets *self,
              const char   *key)
{
  for (GList *at = self->kept.head; at != NULL; at = at->next)
    {
      Dataset *dataset = at->data;

      if (g_strcmp0 (dataset->key, key) != 0)
        continue;
      g_queue_delete_link (&self->kept, at);
      return dataset;
    }
  return NULL;
}

AzudShuffle *
azud_datasets_take (AzudDatasets   *self,
                    const char     *key,
                    const AzudPlan *exchange,
                    AzudAccount    *run)
{
  AzudShuffle *shuffle = NULL;
  Dataset *dataset;

  azud_mutex_lock (&self->lock);
  dataset = steal_locked (self, key);
  azud_mutex_unlock (&self->lock);
  if (dataset == NULL)
    return NULL;
  shuffle = g_steal_pointer (&dataset->shuffle);
  azud_shuffle_resume (shuffle, exchange, run);
  dataset_free (dataset);
  return shuffle;
}

void
azud_datasets_give (AzudDatasets *self,
                    const char   *key,
                    AzudShuffle  *shuffle)
{
  Dataset *dataset, *old, *surplus = NULL;

  if (azud_shuffle_rest (shuffle, self->account) == 0)
    {
      azud_shuffle_free (shuffle);
      return;
    }
  dataset = g_new0 (Dataset, 1);
  dataset->key = g_strdup (key);
  dataset->shuffle = shuffle;
  azud_mutex_lock (&self->lock);
  old = steal_locked (self, key);
  g_queue_push_tail (&self->kept, dataset);
  surplus = steal_surplus_locked (self);
  azud_mutex_unlock (&self->lock);
  dataset_free (old);
  dataset_free (surplus);
}

void
azud_datasets_note (AzudDatasets             *self,
                    const char               *key,
                    const AzudOperatorCounts *counts)
{
  azud_mutex_lock (&self->lock);
  if (g_hash_table_size (self->notes) >= MAX_NOTES)
    g_hash_table_remove_all (self->notes);
  g_hash_table_insert (self->notes, g_strdup (key), g_memdup2 (counts, sizeof *counts));
  azud_mutex_unlock (&self->lock);
}

bool
azud_datasets_recall (AzudDatasets       *self,
                      const char         *key,
                      AzudOperatorCounts *counts)
{
  const AzudOperatorCounts *found;

  azud_mutex_lock (&self->lock);
  found = g_hash_table_lookup (self->notes, key);
  if (found != NULL)
    *counts = *found;
  azud_mutex_unlock (&self->lock);
  return found != NULL;
}
