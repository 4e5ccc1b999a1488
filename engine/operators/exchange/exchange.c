/* exchange.c: blocks of map tasks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "operators/exchange/exchange.h"

#include "base/debug.h"

#include <string.h>

AzudShuffle *
azud_shuffle_new (const AzudPlan    *exchange,
                  int                n_partitions,
                  AzudBudget        *budget,
                  AzudAccount       *account,
                  AzudError         *error)
{
  AzudAccount *own = azud_account_new (account, "exchange", 0);
  AzudShuffle *shuffle = own != NULL ? azud_account_alloc (own, sizeof *shuffle, error) : NULL;

  if (shuffle == NULL)
    {
      azud_account_free (own);
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
      return NULL;
    }

  memset (shuffle, 0, sizeof *shuffle);
  shuffle->exchange = exchange;
  shuffle->account = own;
  shuffle->budget = budget;
  shuffle->n_partitions = n_partitions;
  shuffle->stage = -1;
  if (!azud_row_layout_init_schema (&shuffle->layout, exchange->schema, 0, own, error))
    {
      azud_account_release (own, shuffle, sizeof *shuffle);
      azud_account_free (own);
      return NULL;
    }
  azud_mutex_init (&shuffle->lock);
  return shuffle;
}

void
azud_shuffle_free (AzudShuffle *shuffle)
{
  AzudAccount *account;

  if (shuffle == NULL)
    return;

  for (int map = 0; map < shuffle->n_maps; map++)
    azud_shuffle_block_free (shuffle->blocks[map]);
  for (AzudShuffleBlock *block = shuffle->forgotten, *next; block != NULL; block = next)
    {
      next = block->next;
      azud_shuffle_block_free (block);
    }
  azud_account_release (shuffle->account, shuffle->blocks, (size_t) shuffle->n_maps * sizeof (AzudShuffleBlock *));
  azud_account_release (shuffle->account, shuffle->tasks, (size_t) shuffle->n_maps * sizeof (int));
  azud_account_release (shuffle->account, shuffle->sources, (size_t) shuffle->n_maps * sizeof *shuffle->sources);
  azud_row_layout_clear (&shuffle->layout, shuffle->account);
  azud_mutex_clear (&shuffle->lock);
  if (shuffle->kept_plan != NULL)
    azud_plan_unref (shuffle->kept_plan);
  account = shuffle->account;
  azud_account_release (account, shuffle, sizeof *shuffle);
  azud_account_free (account);
}

bool
azud_shuffle_prepare (AzudShuffle *shuffle,
                      int          n_maps,
                      AzudError   *error)
{
  if (n_maps > 0)
    {
      shuffle->blocks = azud_account_alloc (shuffle->account, (size_t) n_maps * sizeof (AzudShuffleBlock *), error);
      if (shuffle->blocks == NULL)
        return false;
      shuffle->tasks = azud_account_alloc (shuffle->account, (size_t) n_maps * sizeof (int), error);
      if (shuffle->tasks != NULL)
        shuffle->sources = azud_account_alloc (shuffle->account, (size_t) n_maps * sizeof *shuffle->sources, error);
      if (shuffle->sources == NULL)
        {
          azud_account_release (shuffle->account, shuffle->tasks, (size_t) n_maps * sizeof (int));
          azud_account_release (shuffle->account, shuffle->blocks, (size_t) n_maps * sizeof (AzudShuffleBlock *));
          shuffle->blocks = NULL;
          shuffle->tasks = NULL;
          return false;
        }
      for (int map = 0; map < n_maps; map++)
        {
          shuffle->tasks[map] = map;
          shuffle->sources[map] = (AzudMapSource){ 0 };
        }
      memset (shuffle->blocks, 0, (size_t) n_maps * sizeof (AzudShuffleBlock *));
    }
  shuffle->n_maps = n_maps;
  return true;
}

static bool
leave_cb (AzudBlock *base,
          AzudError *error)
{
  AzudShuffleBlock *block = (AzudShuffleBlock *) base;

  if (!atomic_load (&block->shuffle->rests) || azud_shuffle_rests_on_disk (block->shuffle))
    return azud_shuffle_block_spill (block, error);
  azud_shuffle_block_drop (block);
  return true;
}

/* A cache that is to take no memory. */
static bool
goes_to_disk (const AzudShuffle *shuffle)
{
  return shuffle->exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP && shuffle->exchange->as.exchange.level == AZUD_STORAGE_DISK_ONLY;
}

void
azud_shuffle_publish (AzudShuffle      *shuffle,
                      int               map,
                      AzudShuffleBlock *block)
{
  bool is_first, on_disk;

  azud_account_move (block->account, shuffle->account);
  on_disk = goes_to_disk (shuffle) && azud_shuffle_block_spill (block, NULL);      /* else it stays in memory, and may leave later */
  azud_mutex_lock (&shuffle->lock);
  is_first = shuffle->blocks[map] == NULL;
  if (is_first)
    {
      shuffle->blocks[map] = block;
      azud_block_store_add (azud_budget_get_block_store (shuffle->budget), &block->base,
                            on_disk ? 0 : azud_account_get_used (block->account), leave_cb);
    }
  azud_mutex_unlock (&shuffle->lock);

  if (!is_first)
    {
      azud_shuffle_block_free (block);
      return;
    }
  atomic_fetch_add (&shuffle->n_rows, (int64_t) block->n_rows);
  atomic_fetch_add (&shuffle->n_bytes, (int64_t) block->n_bytes);
  azud_budget_trim_storage (shuffle->budget);
}

void
azud_shuffle_forget (AzudShuffle *shuffle,
                     int          map)
{
  AzudShuffleBlock *block;
  bool is_read;

  azud_mutex_lock (&shuffle->lock);
  block = shuffle->blocks[map];
  shuffle->blocks[map] = NULL;
  is_read = block != NULL && azud_block_is_pinned (&block->base);     /* nobody can enter it any more */
  if (is_read)
    {
      block->next = shuffle->forgotten;
      shuffle->forgotten = block;
    }
  azud_mutex_unlock (&shuffle->lock);
  if (block == NULL)
    return;
  atomic_fetch_sub (&shuffle->n_rows, (int64_t) block->n_rows);
  atomic_fetch_sub (&shuffle->n_bytes, (int64_t) block->n_bytes);
  if (!is_read)
    azud_shuffle_block_free (block);
}

/* ---- blocks ---- */

static size_t
starts_size (const AzudShuffle *shuffle)
{
  return ((size_t) shuffle->n_partitions + 1) * sizeof (uint64_t);
}

AzudShuffleBlock *
azud_shuffle_block_new (AzudShuffle *shuffle,
                        AzudAccount *task,
                        AzudError   *error)
{
  AzudAccount *account = azud_account_new (task, "block", 0);
  AzudShuffleBlock *block = account != NULL ? azud_account_alloc (account, sizeof *block, error) : NULL;

  if (block == NULL)
    {
      azud_account_free (account);
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
      return NULL;
    }
  memset (block, 0, sizeof *block);
  block->shuffle = shuffle;
  block->worker = -1;
  block->account = account;
  if (azud_shuffle_block_add_segment (block, error))
    return block;
  azud_shuffle_block_free (block);
  return NULL;
}

static void
segment_forget_rows (AzudShuffleBlock   *block,
                     AzudShuffleSegment *segment)
{
  azud_rows_clear (&segment->rows);
  azud_account_release (block->account, segment->index, segment->index_room * sizeof (uint8_t *));
  segment->index = NULL;
  segment->index_room = 0;
}

/* A block may have to leave because there is no memory left: what that takes is set aside. */
static AzudAccount *
spare_account (const AzudShuffleBlock *block)
{
  return azud_spill_folder_get_account (azud_budget_get_spill_folder (block->shuffle->budget));
}

static void
segment_forget_run (AzudShuffleBlock   *block,
                    AzudShuffleSegment *segment)
{
  azud_spill_run_clear (&segment->run);
  azud_account_release (spare_account (block), segment->first_place, starts_size (block->shuffle));
  segment->first_place = NULL;
}

void
azud_shuffle_block_free (AzudShuffleBlock *block)
{
  AzudAccount *account;

  if (block == NULL)
    return;

  azud_block_store_remove (&block->base);
  account = block->account;
  for (uint64_t s = 0; s < block->n_segments; s++)
    {
      segment_forget_rows (block, &block->segments[s]);
      segment_forget_run (block, &block->segments[s]);
      azud_account_release (account, block->segments[s].starts, starts_size (block->shuffle));
    }
  azud_account_release (account, block->segments, block->segments_room * sizeof *block->segments);
  azud_spill_file_free (block->file);
  azud_account_release (account, block, sizeof *block);
  azud_account_free (account);
}

AzudShuffleSegment *
azud_shuffle_block_open (AzudShuffleBlock *block)
{
  return &block->segments[block->n_segments - 1];
}

/* Who merges reads all blocks at once, each through one chunk: all of them should fit into a quarter of a task's share. */
static size_t
chunk_limit (const AzudShuffle *shuffle)
{
  int64_t limit = azud_budget_get_share (shuffle->budget) / (4 * MAX (shuffle->n_maps, 1));

  if (shuffle->exchange->as.exchange.kind != AZUD_EXCHANGE_MERGE)
    return 0;
  return limit < (int64_t) AZUD_BLOCK_MAX / 4 ? AZUD_BLOCK_MIN : limit < (int64_t) AZUD_BLOCK_MAX ? AZUD_BLOCK_MAX / 4 : 0;      /* sizes of the pool */
}

bool
azud_shuffle_block_add_segment (AzudShuffleBlock *block,
                                AzudError        *error)
{
  if (!azud_array_reserve (block->account, (void **) &block->segments, &block->segments_room, block->n_segments + 1,
                           sizeof *block->segments, error))
    return false;
  block->segments[block->n_segments] = (AzudShuffleSegment){ 0 };
  azud_rows_init (&block->segments[block->n_segments].rows, &block->shuffle->layout, block->account);
  block->segments[block->n_segments].rows.chunk_limit = chunk_limit (block->shuffle);
  block->n_segments++;
  return true;
}

/* Counting sort of the row addresses by partition; stable, so rows keep their order. */
static bool
make_index (AzudShuffleBlock   *block,
            AzudShuffleSegment *segment,
            const uint16_t     *partitions,
            uint8_t *const     *where,
            AzudError          *error)
{
  uint64_t n = segment->rows.n_rows;
  int n_partitions = block->shuffle->n_partitions;

  if (!azud_array_reserve (block->account, (void **) &segment->index, &segment->index_room, n, sizeof (uint8_t *), error))
    return false;
  for (uint64_t i = 0; i < n; i++)
    segment->starts[partitions[i] + 1]++;
  for (int p = 0; p < n_partitions; p++)
    segment->starts[p + 1] += segment->starts[p];
  for (uint64_t i = 0; i < n; i++)
    segment->index[segment->starts[partitions[i]]++] = where[i];
  /* every start now is the end of its partition: move them back */
  memmove (segment->starts + 1, segment->starts, (size_t) n_partitions * sizeof (uint64_t));
  segment->starts[0] = 0;
  return true;
}

bool
azud_shuffle_block_seal (AzudShuffleBlock *block,
                         const uint16_t   *partitions,
                         uint8_t *const   *where,
                         AzudError        *error)
{
  AzudShuffleSegment *segment = azud_shuffle_block_open (block);

  segment->starts = azud_account_alloc (block->account, starts_size (block->shuffle), error);
  if (segment->starts == NULL)
    return false;
  memset (segment->starts, 0, starts_size (block->shuffle));
  if (block->shuffle->n_partitions == 1)
    segment->starts[1] = segment->rows.n_rows;
  else if (!make_index (block, segment, partitions, where, error))
    return false;
  block->n_rows += segment->rows.n_rows;
  block->n_bytes += segment->rows.n_bytes;
  segment->data_bytes = azud_rows_get_data_bytes (&segment->rows);
  block->data_bytes += segment->data_bytes;
  return true;
}

/* ---- spilling ---- */

static bool
write_partition (AzudShuffleSegment *segment,
                 int                 partition,
                 AzudArena          *arena,
                 AzudError          *error)
{
  uint64_t end = segment->starts[partition + 1];

  for (uint64_t at = segment->starts[partition]; at < end;)
    {
      uint32_t n = end - at < AZUD_BATCH_ROWS ? (uint32_t) (end - at) : AZUD_BATCH_ROWS;

      if (!azud_spill_run_append_rows (&segment->run, segment->index + at, n, arena, error))
        return false;
      at += n;
    }
  return azud_spill_run_flush (&segment->run, error);
}

static bool
write_segment (AzudShuffleBlock   *block,
               AzudShuffleSegment *segment,
               AzudError          *error)
{
  AzudSpillFolder *folder = azud_budget_get_spill_folder (block->shuffle->budget);
  AzudAccount *spare = spare_account (block);
  int n_partitions = block->shuffle->n_partitions;
  bool done = true;
  AzudArena arena;

  azud_spill_run_init (&segment->run, block->file, folder, &block->shuffle->layout, spare);
  segment->first_place = azud_account_alloc (spare, starts_size (block->shuffle), error);
  if (segment->first_place == NULL)
    return false;
  memset (segment->first_place, 0, starts_size (block->shuffle));

  azud_arena_init (&arena, spare);
  for (uint32_t i = 0; done && n_partitions == 1 && i < segment->rows.n_chunks; i++)
    done = azud_spill_run_append_chunk (&segment->run, segment->rows.chunks[i], error);
  for (int p = 0; done && p < n_partitions; p++)
    {
      done = n_partitions == 1 || write_partition (segment, p, &arena, error);
      segment->first_place[p + 1] = segment->run.n_places;
    }
  azud_arena_clear (&arena);
  return done;
}

/* For tests: AZUD_DEBUG=damage-blocks=N flips a bit in the next N segments written to disk. */
static void
damage_for_tests (const AzudShuffleBlock   *block,
                  const AzudShuffleSegment *segment)
{
#if AZUD_TESTS
  static AzudMutex lock = AZUD_MUTEX_INIT;
  int64_t n = azud_debug_get ("damage-blocks", 0);

  if (n == 0 || (block->shuffle->stage < 0 && !atomic_load (&block->shuffle->rests)) || segment->run.n_places == 0)
    return;
  azud_mutex_lock (&lock);
  n = azud_debug_get ("damage-blocks", 0);
  if (n > 0)
    {
      azud_debug_set ("damage-blocks", n - 1);
      azud_spill_file_damage (block->file, &segment->run.places[0]);
    }
  azud_mutex_unlock (&lock);
#endif
}

void
azud_shuffle_block_drop (AzudShuffleBlock *block)
{
  atomic_store (&block->dropped, true);
  for (uint64_t s = 0; s < block->n_segments; s++)
    segment_forget_rows (block, &block->segments[s]);
}

bool
azud_shuffle_block_spill (AzudShuffleBlock *block,
                          AzudError        *error)
{
  if (block->file == NULL)
    block->file = azud_spill_file_new (azud_budget_get_spill_folder (block->shuffle->budget), error);
  if (block->file == NULL)
    return false;

  for (uint64_t s = 0; s < block->n_segments; s++)
    {
      AzudShuffleSegment *segment = &block->segments[s];

      if (segment->on_disk || segment->starts == NULL)
        continue;
      if (!write_segment (block, segment, error))
        {
          segment_forget_run (block, segment);
          return false;
        }
      segment->on_disk = true;
      atomic_fetch_add (&block->rows_on_disk, (int64_t) segment->run.n_rows);
      atomic_fetch_add (&block->disk_bytes, segment->run.n_bytes);
      damage_for_tests (block, segment);
      segment_forget_rows (block, segment);
    }
  return true;
}
