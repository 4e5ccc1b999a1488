/* datasets.c: rows that outlive the run that made them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/execution/datasets.h"

#define MAX_DATASETS 64
#define MAX_NOTES 8192

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

void
azud_datasets_forget (AzudDatasets *self)
{
  Dataset *dataset;

  do
    {
      azud_mutex_lock (&self->lock);
      dataset = g_queue_pop_head (&self->kept);
      azud_mutex_unlock (&self->lock);
      dataset_free (dataset);
    }
  while (dataset != NULL);
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
