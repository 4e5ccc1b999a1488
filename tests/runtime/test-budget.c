/* test-budget.c: the shares of tasks, and blocks that leave for them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/sync.h"
#include "runtime/block-store.h"
#include "runtime/budget.h"

#include <glib.h>

#define MIB ((gint64) 1024 * 1024)

/* A block that holds memory and "writes" it by giving it back. */
typedef struct
{
  AzudBlock    base;
  AzudAccount *account;
  void        *memory;
  gsize        size;
  _Atomic int  n_left;
  _Atomic int  n_readers;     /* what a test believes to have pinned */
  gboolean     fails;
} Held;

static bool
leave_cb (AzudBlock *base,
          AzudError *error)
{
  Held *held = (Held *) base;

  g_assert_cmpint (atomic_load (&held->n_readers), ==, 0);
  if (held->fails)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_SPILL_FOLDER_FULL", N_("Could not read"), NULL);
  azud_account_release (held->account, held->memory, held->size);
  held->memory = NULL;
  atomic_fetch_add (&held->n_left, 1);
  return true;
}

static void
hold (Held        *held,
      AzudBudget  *budget,
      AzudAccount *account,
      gsize        size)
{
  *held = (Held){ .account = account, .size = size, .memory = azud_account_alloc (account, size, NULL) };
  g_assert_nonnull (held->memory);
  azud_block_store_add (azud_budget_get_block_store (budget), &held->base, (gint64) size, leave_cb);
}

static void
let_go (Held *held)
{
  azud_block_store_remove (&held->base);
  azud_account_release (held->account, held->memory, held->size);
}

static AzudBudget *
budget_new (gint64 region)
{
  AzudBudget *budget = azud_budget_new (region + AZUD_SPILL_RESERVE, g_get_tmp_dir (), 0, NULL);

  g_assert_nonnull (budget);
  g_assert_cmpint (azud_account_get_limit (azud_budget_get_account (budget)), ==, region);
  return budget;
}

/* Who needs room gets that of the block least recently used; pinned ones stay. */
static void
test_oldest_leaves (void)
{
  AzudBudget *budget = budget_new (64 * MIB);
  AzudAccount *storage = azud_account_new (azud_budget_get_account (budget), "storage", 0);
  AzudAccount *task = azud_account_new (azud_budget_get_account (budget), "task", 0);
  Held held[4];
  void *memory;

  for (int i = 0; i < 4; i++)
    hold (&held[i], budget, storage, 15 * MIB);
  azud_block_pin (&held[0].base);       /* in use, and the newest now */
  azud_block_pin (&held[1].base);
  azud_block_unpin (&held[1].base);     /* used after 2 and 3 */
  memory = azud_account_alloc (task, 20 * MIB, NULL);
  g_assert_nonnull (memory);
  g_assert_cmpint (held[2].n_left + held[3].n_left, ==, 2);
  g_assert_nonnull (held[0].memory);
  g_assert_nonnull (held[1].memory);
  g_assert_cmpint (azud_block_store_get_bytes (azud_budget_get_block_store (budget)), ==, 30 * MIB);

  azud_account_release (task, memory, 20 * MIB);
  memory = azud_account_alloc (task, 45 * MIB, NULL);
  g_assert_nonnull (memory);
  g_assert_null (held[1].memory);
  g_assert_nonnull (held[0].memory);    /* whatever is asked for */
  g_assert_null (azud_account_alloc (task, 10 * MIB, NULL));
  azud_block_unpin (&held[0].base);
  azud_account_release (task, memory, 45 * MIB);

  for (int i = 0; i < 4; i++)
    let_go (&held[i]);
  azud_account_free (task);
  azud_account_free (storage);
  azud_budget_free (budget);
}

/* A block that cannot be written is the reason that is told, once; others still leave. */
static void
test_stuck (void)
{
  AzudBudget *budget = budget_new (64 * MIB);
  AzudAccount *storage = azud_account_new (azud_budget_get_account (budget), "storage", 0);
  AzudAccount *task = azud_account_new (azud_budget_get_account (budget), "task", 0);
  AzudError error = AZUD_ERROR_INIT;
  Held held[2];
  void *memory;

  for (int i = 0; i < 2; i++)
    hold (&held[i], budget, storage, 30 * MIB);
  held[0].fails = TRUE;
  g_assert_null (azud_account_alloc (task, 20 * MIB, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_SPILL_FOLDER_FULL");
  memory = azud_account_alloc (task, 20 * MIB, NULL);
  g_assert_nonnull (memory);
  g_assert_null (held[1].memory);
  azud_account_release (task, memory, 20 * MIB);
  for (int i = 0; i < 2; i++)
    let_go (&held[i]);
  azud_account_free (task);
  azud_account_free (storage);
  azud_budget_free (budget);
}

/* Between 1/2N and 1/N, less the room that arrays need to double. */
static void
test_shares (void)
{
  AzudBudget *budget = budget_new (64 * MIB);
  AzudAccount *task = azud_account_new (azud_budget_get_account (budget), "task", 0);
  AzudAccount *other = azud_account_new (azud_budget_get_account (budget), "other", 0);

  azud_budget_begin_task (budget);
  g_assert_cmpint (azud_budget_get_share (budget), ==, 64 * MIB);
  g_assert_true (azud_account_reserve (task, 30 * MIB, NULL));
  g_assert_false (azud_budget_is_short (budget, task));
  azud_budget_begin_task (budget);
  g_assert_cmpint (azud_budget_get_share (budget), ==, 32 * MIB);
  g_assert_true (azud_budget_is_short (budget, task));
  azud_account_unreserve (task, 18 * MIB);
  g_assert_false (azud_budget_is_short (budget, task));
  g_assert_true (azud_account_reserve (other, 50 * MIB, NULL));
  g_assert_true (azud_budget_is_short (budget, task));        /* there is little left for anybody */
  azud_account_unreserve (task, 11 * MIB);
  g_assert_false (azud_budget_is_short (budget, task));       /* but this one has not had its least */
  azud_budget_end_task (budget);
  azud_budget_end_task (budget);
  azud_account_unreserve (task, 1 * MIB);
  azud_account_unreserve (other, 50 * MIB);
  azud_account_free (task);
  azud_account_free (other);
  azud_budget_free (budget);
}

/* ---- many threads ---- */

#define N_BLOCKS 32

typedef struct
{
  AzudBudget  *budget;
  AzudAccount *account;
  Held        *held;
  unsigned     seed;
} Party;

static void *
read_blocks (void *data)
{
  Party *party = data;
  GRand *random = g_rand_new_with_seed (party->seed);

  for (int i = 0; i < 3000; i++)
    {
      Held *held = &party->held[g_rand_int_range (random, 0, N_BLOCKS)];

      azud_block_pin (&held->base);
      atomic_fetch_add (&held->n_readers, 1);
      if (held->memory != NULL)
        g_assert_cmpint (((char *) held->memory)[7], ==, 'x');
      atomic_fetch_sub (&held->n_readers, 1);
      azud_block_unpin (&held->base);
    }
  g_rand_free (random);
  return NULL;
}

static void *
ask_for_room (void *data)
{
  Party *party = data;
  GRand *random = g_rand_new_with_seed (party->seed);

  for (int i = 0; i < 300; i++)
    {
      gsize size = (gsize) g_rand_int_range (random, 1, 8 * MIB);
      void *memory = azud_account_alloc (party->account, size, NULL);

      azud_account_release (party->account, memory, size);
    }
  g_rand_free (random);
  return NULL;
}

static void
test_threads (void)
{
  AzudBudget *budget = budget_new (40 * MIB);
  AzudAccount *storage = azud_account_new (azud_budget_get_account (budget), "storage", 0);
  Held held[N_BLOCKS];
  Party parties[4];
  AzudThread threads[4];

  for (int i = 0; i < N_BLOCKS; i++)
    {
      hold (&held[i], budget, storage, MIB);
      ((char *) held[i].memory)[7] = 'x';
    }
  for (unsigned i = 0; i < 4; i++)
    {
      parties[i] = (Party){ budget, azud_account_new (azud_budget_get_account (budget), "party", 0), held, i };
      g_assert_true (azud_thread_start (&threads[i], "party", i % 2 == 0 ? read_blocks : ask_for_room, &parties[i]));
    }
  for (int i = 0; i < 4; i++)
    {
      azud_thread_join (threads[i]);
      azud_account_free (parties[i].account);
    }
  for (int i = 0; i < N_BLOCKS; i++)
    {
      g_assert_cmpint (held[i].n_left, <=, 1);
      let_go (&held[i]);
    }
  g_assert_cmpint (azud_account_get_used (storage), ==, 0);
  azud_account_free (storage);
  azud_budget_free (budget);
}

/* ---- all of them want all of it ---- */

#define N_GREEDY 8

typedef struct
{
  AzudBudget  *budget;
  AzudAccount *account;
  _Atomic int *n_begun;
  gint64       most;      /* that it held when it was told to spill, at least */
  int          n_spills;
} Greedy;

/* Takes until it is short or refused, lets all go ("spills"), and begins again. */
static void *
take_all (void *data)
{
  Greedy *greedy = data;

  azud_budget_begin_task (greedy->budget);
  atomic_fetch_add (greedy->n_begun, 1);
  while (atomic_load (greedy->n_begun) < N_GREEDY)
    g_usleep (100);
  while (greedy->n_spills < 50)
    {
      gint64 held = 0;

      while (!azud_budget_is_short (greedy->budget, greedy->account) && azud_account_reserve (greedy->account, MIB / 4, NULL))
        held += MIB / 4;
      greedy->most = MAX (greedy->most, held);
      azud_account_unreserve (greedy->account, held);
      greedy->n_spills++;
    }
  azud_budget_end_task (greedy->budget);
  return NULL;
}

/* Nobody waits for another, nobody is refused what is his least, and together they never hold more than there is. */
static void
test_greedy (void)
{
  const gint64 region = 64 * MIB;
  AzudBudget *budget = budget_new (region);
  gint64 its_own = azud_account_get_used (azud_budget_get_account (budget));
  _Atomic int n_begun = 0;
  Greedy greedy[N_GREEDY];
  AzudThread threads[N_GREEDY];

  for (int i = 0; i < N_GREEDY; i++)
    {
      greedy[i] = (Greedy){ .budget = budget, .account = azud_account_new (azud_budget_get_account (budget), "greedy", 0), .n_begun = &n_begun };
      g_assert_true (azud_thread_start (&threads[i], "greedy", take_all, &greedy[i]));
    }
  for (int i = 0; i < N_GREEDY; i++)
    {
      azud_thread_join (threads[i]);
      azud_account_free (greedy[i].account);
      g_assert_cmpint (greedy[i].n_spills, ==, 50);
      /* 1/2N, less the quarter that a step takes beyond it */
      g_assert_cmpint (greedy[i].most, >=, region / (2 * N_GREEDY) / 2);
    }
  g_assert_cmpint (azud_account_get_peak (azud_budget_get_account (budget)), <=, region);
  g_assert_cmpint (azud_account_get_used (azud_budget_get_account (budget)), ==, its_own);
  azud_budget_free (budget);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/budget/oldest-leaves", test_oldest_leaves);
  g_test_add_func ("/runtime/budget/stuck", test_stuck);
  g_test_add_func ("/runtime/budget/T130-shares", test_shares);
  g_test_add_func ("/runtime/budget/threads", test_threads);
  g_test_add_func ("/runtime/budget/T130-greedy", test_greedy);
  return g_test_run ();
}
