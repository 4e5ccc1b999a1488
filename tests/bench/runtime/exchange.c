/* exchange.c: how many bytes a second go through an exchange in memory, and through one that was pushed out to disk
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Usage: exchange [MiB [partitions [rounds]]]: 256 MiB of rows (a bigint, a double, 20 bytes of text) into 32 partitions on one
 * thread, the best of 5 rounds.  Spilled rows are written and read by way of the page cache.
 */

#include "base/io.h"
#include "operators/exchange/exchange.h"

#include <stdio.h>
#include <stdlib.h>

#define BLOCK_BYTES ((int64_t) 16 << 20)

typedef struct
{
  double write, read, spill, read_spilled;      /* seconds */
  int64_t bytes, disk_bytes;
} Times;

static AzudBudget *budget;
static char letters[AZUD_BATCH_ROWS][24];
static int n_partitions = 32;

static double
since (int64_t *start)
{
  int64_t now = azud_io_now_ns ();
  double seconds = (double) (now - *start) / 1e9;

  *start = now;
  return seconds;
}

/* One block of about @bytes, its rows spread over the partitions. */
static bool
write_block (AzudShuffle *shuffle,
             int          map,
             int64_t      bytes,
             AzudError   *error)
{
  static int64_t keys[AZUD_BATCH_ROWS];
  static double values[AZUD_BATCH_ROWS];
  static AzudText texts[AZUD_BATCH_ROWS];
  uint32_t n_done = 0, most = (uint32_t) (bytes / 64);
  uint16_t *partitions = g_new (uint16_t, most + AZUD_BATCH_ROWS);
  uint8_t **where = g_new (uint8_t *, most + AZUD_BATCH_ROWS);
  AzudVector columns[3] = {
    { .type = azud_dtype_get (AZUD_DTYPE_BIGINT), .length = AZUD_BATCH_ROWS, .data = keys },
    { .type = azud_dtype_get (AZUD_DTYPE_DOUBLE), .length = AZUD_BATCH_ROWS, .data = values },
    { .type = azud_dtype_get (AZUD_DTYPE_STRING), .length = AZUD_BATCH_ROWS, .data = texts },
  };
  AzudShuffleBlock *block = azud_shuffle_block_new (shuffle, shuffle->account, error);
  bool done = block != NULL;

  for (uint32_t i = 0; i < AZUD_BATCH_ROWS; i++)
    texts[i] = azud_text_make (letters[i], 20);
  while (done && n_done < most)
    {
      uint32_t n = 0;

      for (uint32_t i = 0; i < AZUD_BATCH_ROWS; i++)
        {
          keys[i] = (int64_t) (n_done + i) * 7919 + map;
          values[i] = (double) keys[i] / 3;
          partitions[n_done + i] = (uint16_t) ((uint64_t) keys[i] % (uint64_t) n_partitions);
        }
      done = azud_rows_append (&azud_shuffle_block_open (block)->rows, columns, NULL, AZUD_BATCH_ROWS, where + n_done, &n, error);
      n_done += n;
    }
  done = done && azud_shuffle_block_seal (block, partitions, where, error);
  if (done)
    azud_shuffle_publish (shuffle, map, block);
  else
    azud_shuffle_block_free (block);
  g_free (partitions);
  g_free (where);
  return done;
}

/* Every row of every partition, as a reduce task sees them: columns gathered from rows. */
static AzudFlow
take_batch (void            *sum,
            const AzudBatch *batch,
            AzudError       *error)
{
  *(uint64_t *) sum += batch->n_selected;
  return AZUD_FLOW_MORE;
}

static bool
read_all (AzudShuffle *shuffle,
          AzudError   *error)
{
  uint64_t n = 0;
  bool done = true;
  AzudArena arena;

  azud_arena_init (&arena, shuffle->account);
  for (int p = 0; done && p < n_partitions; p++)
    done = azud_shuffle_read (shuffle, azud_shuffle_partition (shuffle, p), NULL, NULL, &arena, take_batch, &n, error) == AZUD_FLOW_MORE;
  azud_arena_clear (&arena);
  return done && (int64_t) n == atomic_load (&shuffle->n_rows);
}

static bool
play (const AzudPlan *exchange,
      int64_t         bytes,
      Times          *times,
      AzudError      *error)
{
  int n_maps = (int) ((bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
  AzudShuffle *shuffle = azud_shuffle_new (exchange, n_partitions, budget, azud_budget_get_account (budget), error);
  bool done = shuffle != NULL && azud_shuffle_prepare (shuffle, n_maps, error);
  int64_t start = azud_io_now_ns ();

  for (int map = 0; done && map < n_maps; map++)
    done = write_block (shuffle, map, BLOCK_BYTES, error);
  times->write = since (&start);
  done = done && read_all (shuffle, error);
  times->read = since (&start);
  times->bytes = done ? atomic_load (&shuffle->n_bytes) : 0;
  done = done && azud_block_store_reclaim (azud_budget_get_block_store (budget), INT64_MAX, error);
  times->spill = since (&start);
  times->disk_bytes = azud_spill_folder_get_written (azud_budget_get_spill_folder (budget));
  done = done && read_all (shuffle, error);
  times->read_spilled = since (&start);
  azud_shuffle_free (shuffle);
  return done;
}

static double
best_of (double best,
         double seconds)
{
  return best == 0 || seconds < best ? seconds : best;
}

int
main (int    argc,
      char **argv)
{
  int64_t bytes = (argc > 1 ? atoi (argv[1]) : 256) * ((int64_t) 1 << 20);
  int rounds = argc > 3 ? atoi (argv[3]) : 5;
  const AzudField fields[] = { { "k", azud_dtype_get (AZUD_DTYPE_BIGINT), false }, { "v", azud_dtype_get (AZUD_DTYPE_DOUBLE), false },
                               { "s", azud_dtype_get (AZUD_DTYPE_STRING), false } };
  AzudSchema *schema = azud_schema_new (fields, 3);
  AzudPlan *input = azud_plan_input ("rows", schema), *exchange = azud_plan_exchange (input, AZUD_EXCHANGE_ROUND_ROBIN);
  AzudError error = AZUD_ERROR_INIT;
  Times best = { 0 }, times;

  for (unsigned i = 0; i < AZUD_BATCH_ROWS; i++)
    snprintf (letters[i], sizeof letters[i], "row %016x", i * 2654435761u);
  if (argc > 2)
    n_partitions = atoi (argv[2]);
  budget = azud_budget_new (16 * bytes, g_get_tmp_dir (), 0, &error);
  azud_budget_set_storage_fraction (budget, 1);      /* nothing leaves before it is told to */
  for (int i = 0; i < rounds; i++)
    {
      int64_t written = azud_spill_folder_get_written (azud_budget_get_spill_folder (budget));

      if (!play (exchange, bytes, &times, &error))
        {
          fprintf (stderr, "exchange: %s %s\n", error.condition, error.args[0]);
          return 1;
        }
      best = (Times){ best_of (best.write, times.write), best_of (best.read, times.read), best_of (best.spill, times.spill),
                      best_of (best.read_spilled, times.read_spilled), times.bytes, times.disk_bytes - written };
    }
  printf ("%.0f MiB of rows into %d partitions, best of %d, MiB/s: write %.0f, read %.0f, spill %.0f (%.0f MiB on disk), read spilled %.0f\n",
          (double) best.bytes / 1048576, n_partitions, rounds, (double) best.bytes / 1048576 / best.write,
          (double) best.bytes / 1048576 / best.read, (double) best.bytes / 1048576 / best.spill, (double) best.disk_bytes / 1048576,
          (double) best.bytes / 1048576 / best.read_spilled);
  azud_budget_free (budget);
  azud_plan_unref (exchange);
  azud_plan_unref (input);
  azud_schema_unref (schema);
  return 0;
}
