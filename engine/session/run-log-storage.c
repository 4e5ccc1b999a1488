/* run-log-storage.c: where the blocks of caches are, as Spark's log tells it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

#include "operators/exchange/exchange.h"
#include "session/run-log-lines.h"

#include <azud/json.h>

#define LOOKS_AT_ONCE 128

typedef struct
{
  gint64 memory, disk;
} Place;

/* A cache of the plan, and where its blocks were when last told. */
typedef struct
{
  const AzudPlan *exchange;
  int             number;      /* of the operator: Spark's RDD */
  Place          *places;      /* [map]; NULL = its stage is not prepared yet */
  int             n_places;
} Cache;

static void
cache_free (gpointer data)
{
  Cache *cache = data;

  g_free (cache->places);
  g_free (cache);
}

static GPtrArray *
list_caches (const AzudStages *stages)
{
  GPtrArray *caches = g_ptr_array_new_with_free_func (cache_free);
  g_autoptr(GHashTable) numbers = azud_log_number_operators (stages);

  for (guint s = 0; s < stages->stages->len; s++)
    {
      const AzudStage *stage = g_ptr_array_index (stages->stages, s);

      for (guint o = 0; o < stage->outputs->len; o++)
        {
          const AzudPlan *exchange = g_array_index (stage->outputs, AzudStageOutput, o).exchange;
          int number = GPOINTER_TO_INT (g_hash_table_lookup (numbers, exchange)) - 1;
          Cache *cache;

          if (exchange == NULL || exchange->as.exchange.kind != AZUD_EXCHANGE_KEEP || number < 0)
            continue;
          cache = g_new0 (Cache, 1);
          cache->exchange = exchange;
          cache->number = number;
          g_ptr_array_add (caches, cache);
        }
    }
  return caches;
}

static void
add_update (GString     *lines,
            const Cache *cache,
            int          block,
            const Place *now)
{
  AzudJson *event = azud_json_new_object ();
  AzudJson *info = azud_json_new_object ();
  AzudJson *manager = azud_json_new_object ();
  AzudJson *level = azud_log_storage_level (cache->exchange);
  g_autofree char *id = g_strdup_printf ("rdd_%d_%d", cache->number, block);

  azud_json_put_boolean (level, "Use Disk", now->disk > 0);      /* of this block, now */
  azud_json_put_boolean (level, "Use Memory", now->memory > 0);
  azud_json_put_string (manager, "Executor ID", "driver");
  azud_json_put_string (manager, "Host", "localhost");
  azud_json_put_integer (manager, "Port", 1);
  azud_json_put (info, "Block Manager ID", manager);
  azud_json_put_string (info, "Block ID", id);
  azud_json_put (info, "Storage Level", level);
  azud_json_put_integer (info, "Memory Size", now->memory);
  azud_json_put_integer (info, "Disk Size", now->disk);
  azud_json_put_string (event, "Event", "SparkListenerBlockUpdated");
  azud_json_put (event, "Block Updated Info", info);
  azud_json_append (lines, event, -1);
  g_string_append_c (lines, '\n');
  azud_json_unref (event);
}

/* A cache that cannot be looked at without waiting is told of at the next turn. */
static void
look_at_cache (GString       *lines,
               Cache         *cache,
               AzudExecution *execution)
{
  AzudShuffle *shuffle = azud_execution_find_shuffle (execution, cache->exchange);
  AzudShuffleLook looks[LOOKS_AT_ONCE];
  int n;

  if (shuffle == NULL)
    return;
  if (cache->places == NULL)
    {
      cache->n_places = shuffle->n_maps;
      cache->places = g_new0 (Place, (gsize) MAX (shuffle->n_maps, 1));
    }
  for (int first = 0; first < cache->n_places; first += n)
    {
      n = azud_shuffle_look (shuffle, first, looks, LOOKS_AT_ONCE);
      if (n <= 0)
        return;
      for (int i = 0; i < n; i++)
        {
          Place *before = &cache->places[first + i];
          Place now = { looks[i].is_there ? looks[i].memory_bytes : 0, looks[i].is_there ? looks[i].disk_bytes : 0 };

          if (now.memory == before->memory && now.disk == before->disk)
            continue;
          *before = now;
          add_update (lines, cache, first + i, &now);
        }
    }
}

char *
azud_run_log_caches (AzudRun *self)
{
  GString *lines = g_string_new (NULL);

  if (self->log_caches == NULL)
    self->log_caches = list_caches (self->work.stages);
  for (guint i = 0; i < self->log_caches->len; i++)
    look_at_cache (lines, g_ptr_array_index (self->log_caches, i), self->work.execution);
  return g_string_free (lines, FALSE);
}

void
azud_run_log_caches_clear (AzudRun *self)
{
  g_clear_pointer (&self->log_caches, g_ptr_array_unref);
}
