/* run-storage.c: the datasets a run keeps, block by block
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include <azud/run-storage.h>

#include "session/run-private.h"

#define LOOKS_AT_ONCE 128

/* A dataset of the plan, and its blocks as they were when last looked at. */
typedef struct
{
  const AzudPlan  *exchange;      /* lives as long as the run's stages */
  AzudDatasetView  view;          /* blocks and sums apart */
  AzudBlockView   *blocks;        /* NULL = its stage is not prepared yet */
  guint            n_blocks;
  char            *key;           /* under which they are kept after the run, or NULL */
} Dataset;

typedef struct
{
  guint dataset;
  guint block;
} Wish;

static void
dataset_free (gpointer data)
{
  Dataset *dataset = data;

  g_free (dataset->view.name);
  g_free (dataset->view.readers);
  g_free (dataset->view.parents);
  g_strfreev (dataset->view.sources);
  g_free (dataset->blocks);
  g_free (dataset->key);
  g_free (dataset);
}

/* ---- what does not change: once a run, before its job begins ---- */

/* What an exchange keeps, and how: the one place that knows. */
static void
classify (const AzudPlan   *exchange,
          AzudDatasetKind  *kind,
          AzudDatasetLevel *level)
{
  static const AzudDatasetLevel levels[] = {
    [AZUD_STORAGE_MEMORY_ONLY] = AZUD_LEVEL_MEMORY_ONLY,
    [AZUD_STORAGE_MEMORY_AND_DISK] = AZUD_LEVEL_MEMORY_AND_DISK,
    [AZUD_STORAGE_DISK_ONLY] = AZUD_LEVEL_DISK_ONLY,
  };

  *level = AZUD_LEVEL_MEMORY_AND_DISK;
  switch (exchange->as.exchange.kind)
    {
    case AZUD_EXCHANGE_BROADCAST:
      *kind = AZUD_DATASET_BROADCAST;
      break;
    case AZUD_EXCHANGE_KEEP:
      *kind = AZUD_DATASET_CACHE;
      *level = levels[exchange->as.exchange.level];
      break;
    default:
      *kind = AZUD_DATASET_SHUFFLE;
    }
}

static const char *
label_of (const AzudPlan *plan)
{
  return plan->origin.label != NULL ? plan->origin.label : plan->origin.node;
}

static gboolean
stage_reads (const AzudStage *stage,
             const AzudPlan  *exchange)
{
  if (g_ptr_array_find (stage->leaves, exchange, NULL))
    return TRUE;
  for (guint i = 0; i < stage->operators->len; i++)
    {
      const AzudPlan *plan = g_ptr_array_index (stage->operators, i);

      for (int k = 0; k < plan->n_inputs && plan->op != AZUD_PLAN_EXCHANGE; k++)
        if (plan->inputs[k] == exchange)
          return TRUE;
    }
  return FALSE;
}

/* Nodes that the stage reads from outside. */
static char **
list_sources (const AzudStage *stage)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < stage->leaves->len; i++)
    {
      const AzudPlan *leaf = g_ptr_array_index (stage->leaves, i);

      if (leaf->op != AZUD_PLAN_EXCHANGE && label_of (leaf) != NULL)
        g_ptr_array_add (names, g_strdup (label_of (leaf)));
    }
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_free (names, FALSE);
}

static Dataset *
describe_dataset (AzudRun         *self,
                  const AzudStage *stage,
                  const AzudPlan  *exchange)
{
  GPtrArray *stages = self->work.stages->stages;
  g_autoptr(GArray) readers = g_array_new (FALSE, FALSE, sizeof (int));
  /* a node that is this exchange and nothing else (a cache, a repartition), else the one whose rows it takes */
  gboolean is_own = exchange->origin.node != NULL && g_strv_contains ((const char *const *) self->stage_nodes[stage->id], exchange->origin.node);
  const char *name = !is_own && exchange->n_inputs > 0 ? label_of (exchange->inputs[0]) : label_of (exchange);
  Dataset *dataset = g_new0 (Dataset, 1);

  dataset->exchange = exchange;
  dataset->key = g_strdup (azud_execution_get_key (self->work.execution, exchange));
  dataset->view.stage = stage->id;
  dataset->view.name = g_strdup (name != NULL ? name : self->stage_names[stage->id]);
  classify (exchange, &dataset->view.kind, &dataset->view.level);
  for (guint i = 0; i < stages->len; i++)
    if (stage_reads (g_ptr_array_index (stages, i), exchange))
      g_array_append_val (readers, ((const AzudStage *) g_ptr_array_index (stages, i))->id);
  dataset->view.n_readers = (int) readers->len;
  dataset->view.readers = (int *) (void *) g_array_free (g_steal_pointer (&readers), FALSE);
  dataset->view.sources = list_sources (stage);
  return dataset;
}

/* Which datasets the stage of each one reads. */
static void
link_parents (AzudRun *self)
{
  for (guint d = 0; d < self->datasets->len; d++)
    {
      Dataset *dataset = g_ptr_array_index (self->datasets, d);
      const AzudStage *stage = g_ptr_array_index (self->work.stages->stages, (guint) dataset->view.stage);
      g_autoptr(GArray) parents = g_array_new (FALSE, FALSE, sizeof (int));

      for (int p = 0; p < (int) self->datasets->len; p++)
        if (stage_reads (stage, ((const Dataset *) g_ptr_array_index (self->datasets, (guint) p))->exchange))
          g_array_append_val (parents, p);
      dataset->view.n_parents = (int) parents->len;
      dataset->view.parents = (int *) (void *) g_array_free (g_steal_pointer (&parents), FALSE);
    }
}

void
azud_run_describe_storage (AzudRun *self)
{
  self->datasets = g_ptr_array_new_with_free_func (dataset_free);
  for (guint i = 0; i < self->work.stages->stages->len; i++)
    {
      const AzudStage *stage = g_ptr_array_index (self->work.stages->stages, i);

      for (guint o = 0; o < stage->outputs->len; o++)
        {
          const AzudPlan *exchange = g_array_index (stage->outputs, AzudStageOutput, o).exchange;

          if (exchange != NULL)
            g_ptr_array_add (self->datasets, describe_dataset (self, stage, exchange));
        }
    }
  link_parents (self);
}

/* ---- looking ---- */

static void
show_block (AzudBlockView         *block,
            const AzudShuffleLook *look)
{
  block->task = look->task;
  if (!look->is_there)
    {
      /* what was there once and is not any more */
      block->place = block->place == AZUD_BLOCK_MISSING ? AZUD_BLOCK_MISSING : AZUD_BLOCK_LOST;
      block->rows = block->memory_bytes = block->disk_bytes = 0;
      block->is_read = FALSE;
      return;
    }
  block->place = look->rows_on_disk == 0 ? AZUD_BLOCK_IN_MEMORY
                 : look->rows_on_disk < look->rows ? AZUD_BLOCK_PARTLY_ON_DISK : AZUD_BLOCK_ON_DISK;
  block->is_read = look->is_read;
  block->rows = look->rows;
  block->memory_bytes = look->memory_bytes;
  block->disk_bytes = look->disk_bytes;
}

/* A shuffle that cannot be looked at without waiting stays as it was seen last. */
static void
look_at_dataset (AzudRun *self,
                 Dataset *dataset)
{
  AzudShuffle *shuffle = azud_execution_find_shuffle (self->work.execution, dataset->exchange);
  AzudShuffleLook looks[LOOKS_AT_ONCE];
  int n;

  if (shuffle == NULL)
    return;
  if (dataset->blocks == NULL)
    {
      dataset->n_blocks = (guint) shuffle->n_maps;
      dataset->blocks = g_new0 (AzudBlockView, MAX (dataset->n_blocks, 1));
      dataset->view.n_partitions = shuffle->n_partitions;
    }
  for (guint first = 0; first < dataset->n_blocks; first += (guint) n)
    {
      n = azud_shuffle_look (shuffle, (int) first, looks, LOOKS_AT_ONCE);
      if (n <= 0)
        return;
      for (int i = 0; i < n; i++)
        show_block (&dataset->blocks[first + (guint) i], &looks[i]);
    }
}

static gboolean
is_there (const AzudBlockView *block)
{
  return block->place != AZUD_BLOCK_MISSING && block->place != AZUD_BLOCK_LOST && block->place != AZUD_BLOCK_LET_GO;
}

static void
let_go (AzudBlockView *block)
{
  if (is_there (block))
    block->place = AZUD_BLOCK_LET_GO;
  block->memory_bytes = block->disk_bytes = 0;
  block->is_read = FALSE;
}

/* After the run: what it has left to later ones, as far as it is there still. */
static void
look_at_kept (AzudRun *self,
              Dataset *dataset)
{
  AzudShuffleLook looks[LOOKS_AT_ONCE];
  int n = 0;

  for (guint first = 0; first < dataset->n_blocks; first += (guint) MAX (n, 1))
    {
      n = dataset->key != NULL ? azud_datasets_look (self->session->datasets, dataset->key, (int) first, looks, LOOKS_AT_ONCE) : 0;
      if (n < 0)
        return;      /* as they were seen last */
      if (n == 0)
        let_go (&dataset->blocks[first]);
      for (int i = 0; i < n; i++)
        if (looks[i].is_there)
          show_block (&dataset->blocks[first + (guint) i], &looks[i]);
        else
          let_go (&dataset->blocks[first + (guint) i]);
    }
}

/* Blocks that are there although the run was told of their loss. */
static void
mark_recomputed (AzudRun *self,
                 Dataset *dataset)
{
  for (guint l = 0; l < self->losses->len; l++)
    {
      const AzudLossView *loss = &g_array_index (self->losses, AzudLossView, l);

      for (guint i = 0; loss->stage == dataset->view.stage && i < dataset->n_blocks; i++)
        if (loss->partition < 0 || loss->partition == dataset->blocks[i].task)
          {
            dataset->blocks[i].is_recomputed = is_there (&dataset->blocks[i]);
            if (dataset->blocks[i].place == AZUD_BLOCK_MISSING)
              dataset->blocks[i].place = AZUD_BLOCK_LOST;      /* it was there between two looks */
          }
    }
}

void
azud_run_look_at_storage_locked (AzudRun *self)
{
  for (guint d = 0; self->datasets != NULL && d < self->datasets->len; d++)
    {
      Dataset *dataset = g_ptr_array_index (self->datasets, d);

      if (self->work.execution != NULL)
        {
          look_at_dataset (self, dataset);
          mark_recomputed (self, dataset);
        }
      else
        look_at_kept (self, dataset);
    }
}

/* ---- copies ---- */

static void
copy_dataset (const Dataset       *dataset,
              AzudDatasetView     *view,
              AzudBlockView       *blocks)
{
  *view = dataset->view;
  view->name = g_strdup (dataset->view.name);
  view->readers = g_memdup2 (dataset->view.readers, (gsize) dataset->view.n_readers * sizeof (int));
  view->parents = g_memdup2 (dataset->view.parents, (gsize) dataset->view.n_parents * sizeof (int));
  view->sources = g_strdupv (dataset->view.sources);
  view->blocks = blocks;
  view->n_blocks = dataset->n_blocks;
  for (guint i = 0; i < dataset->n_blocks; i++)
    {
      blocks[i] = dataset->blocks[i];
      view->n_there += is_there (&blocks[i]);
      view->memory_bytes += blocks[i].memory_bytes;
      view->disk_bytes += blocks[i].disk_bytes;
    }
}

AzudRunStorage *
azud_run_get_storage (AzudRun *self)
{
  AzudRunStorage *storage = g_new0 (AzudRunStorage, 1);
  guint n = 0;

  azud_mutex_lock (&self->lock);
  if (self->planned)
    {
      azud_run_read_events_locked (self);
      azud_run_look_at_storage_locked (self);
      storage->is_over = self->work.execution == NULL;
      storage->n_datasets = self->datasets->len;
      storage->datasets = g_new0 (AzudDatasetView, MAX (storage->n_datasets, 1));
      for (guint d = 0; d < self->datasets->len; d++)
        storage->n_blocks += ((const Dataset *) g_ptr_array_index (self->datasets, d))->n_blocks;
      storage->blocks = g_new0 (AzudBlockView, MAX (storage->n_blocks, 1));
      for (guint d = 0; d < self->datasets->len; d++)
        {
          const Dataset *dataset = g_ptr_array_index (self->datasets, d);

          copy_dataset (dataset, &storage->datasets[d], storage->blocks + n);
          n += dataset->n_blocks;
        }
    }
  azud_mutex_unlock (&self->lock);
  return storage;
}

void
azud_run_storage_free (AzudRunStorage *storage)
{
  if (storage == NULL)
    return;

  for (guint d = 0; d < storage->n_datasets; d++)
    {
      g_free (storage->datasets[d].name);
      g_free (storage->datasets[d].readers);
      g_free (storage->datasets[d].parents);
      g_strfreev (storage->datasets[d].sources);
    }
  g_free (storage->datasets);
  g_free (storage->blocks);
  g_free (storage);
}

/* ---- losing blocks on purpose ---- */

gboolean
azud_run_can_lose_blocks (void)
{
  return AZUD_TESTS;
}

gboolean
azud_run_lose_block (AzudRun *self,
                     guint    dataset,
                     guint    block)
{
  Wish wish = { dataset, block };
  gboolean possible;

  azud_mutex_lock (&self->lock);
  possible = AZUD_TESTS && self->planned && self->work.execution != NULL && dataset < self->datasets->len
             && block < ((const Dataset *) g_ptr_array_index (self->datasets, dataset))->n_blocks;
  if (possible && self->to_lose == NULL)
    self->to_lose = g_array_new (FALSE, FALSE, sizeof (Wish));
  if (possible)
    g_array_append_val (self->to_lose, wish);
  azud_mutex_unlock (&self->lock);
  return possible;
}

/* The run's execution stays while one of its tasks runs. */
void
azud_run_lose_wanted_blocks (AzudRun *self)
{
  g_autoptr(GArray) wishes = NULL;

  azud_mutex_lock (&self->lock);
  wishes = g_steal_pointer (&self->to_lose);
  azud_mutex_unlock (&self->lock);
  for (guint i = 0; wishes != NULL && i < wishes->len; i++)
    {
      const Wish *wish = &g_array_index (wishes, Wish, i);
      const Dataset *dataset = g_ptr_array_index (self->datasets, wish->dataset);
      AzudShuffle *shuffle = azud_execution_find_shuffle (self->work.execution, dataset->exchange);

      if (shuffle != NULL && shuffle->stage >= 0)
        azud_shuffle_forget (shuffle, (int) wish->block);
    }
}
