/* test-account.c: accounts, blocks and arenas
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/memory.h"
#include "base/sync.h"

#include <glib.h>
#include <string.h>

static void
test_tree (void)
{
  AzudAccount *root = azud_account_new (NULL, "root", 0);
  AzudAccount *run = azud_account_new (root, "run", 10000);
  AzudAccount *leaf = azud_account_new (run, "leaf", 0);
  AzudError error = AZUD_ERROR_INIT;
  void *a = azud_account_alloc (leaf, 1000, &error);
  void *b = azud_account_alloc (run, 64, &error);

  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_cmpuint ((gsize) a % 64, ==, 0);
  g_assert_cmpint (azud_account_get_used (leaf), ==, 1024);   /* counted in units of 64 */
  g_assert_cmpint (azud_account_get_used (run), ==, 1088);
  g_assert_cmpint (azud_account_get_used (root), ==, 1088);
  azud_account_release (leaf, a, 1000);
  azud_account_release (run, b, 64);
  azud_account_release (run, NULL, 64);
  g_assert_cmpint (azud_account_get_used (root), ==, 0);
  g_assert_cmpint (azud_account_get_peak (root), ==, 1088);
  g_assert_cmpint (azud_account_get_peak (leaf), ==, 1024);
  g_assert_cmpstr (azud_account_get_name (leaf), ==, "leaf");
  g_assert_cmpint (azud_account_get_limit (run), ==, 10000);
  azud_account_free (leaf);
  azud_account_free (run);
  azud_account_free (root);
}

static void
test_refusal (void)
{
  AzudAccount *root = azud_account_new (NULL, "root", 4096);
  AzudAccount *leaf = azud_account_new (root, "leaf", 0);
  AzudError error = AZUD_ERROR_INIT;
  void *most = azud_account_alloc (leaf, 4096, &error);
  char text[200];

  g_assert_nonnull (most);
  g_assert_null (azud_account_alloc (leaf, 1, &error));
  g_assert_cmpint (error.fault, ==, AZUD_FAULT_RESOURCE);
  g_assert_cmpstr (error.condition, ==, "AZUD_OUT_OF_MEMORY");
  azud_error_format (&error, text, sizeof text);
  g_assert_cmpstr (text, ==, "Not enough memory: 64 B more are needed, and 4.0 KiB of 4.0 KiB are in use");
  g_assert_nonnull (strstr (error.hint, "--memory"));
  g_assert_cmpstr (error.args[3], ==, "root");   /* who refused: not in the sentence, its names are ours */
  /* Nothing of the refused request is left behind, also not in peaks. */
  g_assert_cmpint (azud_account_get_used (leaf), ==, 4096);
  g_assert_cmpint (azud_account_get_peak (leaf), ==, 4096);
  azud_account_set_limit (root, 8192);
  azud_error_clear (&error);
  g_assert_true (azud_account_reserve (leaf, 4096, &error));
  g_assert_false (azud_account_reserve (leaf, 1, &error));
  azud_account_unreserve (leaf, 4096);
  g_assert_null (azud_account_alloc (leaf, SIZE_MAX, &error));
  g_assert_null (azud_account_alloc (leaf, PTRDIFF_MAX, &error));
  azud_account_release (leaf, most, 4096);
  g_assert_cmpint (azud_account_get_used (root), ==, 0);
  azud_account_free (leaf);
  azud_account_free (root);
}

static void
test_realloc (void)
{
  AzudAccount *account = azud_account_new (NULL, "a", 100 * 1024);
  AzudError error = AZUD_ERROR_INIT;
  char *p = azud_account_realloc (account, NULL, 0, 100, &error);

  memset (p, 'x', 100);
  p = azud_account_realloc (account, p, 100, 128, &error);
  g_assert_cmpint (azud_account_get_used (account), ==, 128);
  p = azud_account_realloc (account, p, 128, 40000, &error);
  g_assert_cmpint (p[99], ==, 'x');
  g_assert_cmpint (azud_account_get_used (account), ==, 40000);
  g_assert_null (azud_account_realloc (account, p, 40000, 90000, &error));
  g_assert_true (azud_error_is_set (&error));
  g_assert_cmpint (p[99], ==, 'x');   /* still ours */
  p = azud_account_realloc (account, p, 40000, 30000, &error);
  g_assert_cmpint (azud_account_get_used (account), ==, 30016);
  p = azud_account_realloc (account, p, 30000, 64, &error);
  g_assert_cmpint (azud_account_get_used (account), ==, 64);
  g_assert_cmpint (p[63], ==, 'x');
  azud_account_release (account, p, 64);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
}

static void
test_huge (void)
{
  AzudAccount *account = azud_account_new (NULL, "huge", 0);
  AzudError error = AZUD_ERROR_INIT;
  char *p = azud_account_alloc (account, 9 * 1024 * 1024 + 1, &error);

  g_assert_nonnull (p);
  p[0] = p[9 * 1024 * 1024] = 1;
  g_assert_cmpint (azud_account_get_used (account), ==, 9 * 1024 * 1024 + 64);
  azud_account_release (account, p, 9 * 1024 * 1024 + 1);
  azud_account_free (account);
}

static void
test_move (void)
{
  AzudAccount *root = azud_account_new (NULL, "root", 1000);
  AzudAccount *run = azud_account_new (root, "run", 0);
  AzudAccount *task = azud_account_new (run, "task", 0);
  AzudAccount *block = azud_account_new (task, "block", 0);
  AzudAccount *other = azud_account_new (root, "other", 64);
  void *memory = azud_account_alloc (block, 640, NULL);

  g_assert_cmpint (azud_account_get_used (task), ==, 640);
  azud_account_move (block, run);
  g_assert_cmpint (azud_account_get_used (task), ==, 0);
  g_assert_cmpint (azud_account_get_used (run), ==, 640);
  g_assert_cmpint (azud_account_get_used (root), ==, 640);
  azud_account_move (block, other);   /* beyond its limit: the bytes are there already */
  g_assert_cmpint (azud_account_get_used (run), ==, 0);
  g_assert_cmpint (azud_account_get_used (other), ==, 640);
  g_assert_cmpint (azud_account_get_used (root), ==, 640);
  azud_account_release (block, memory, 640);
  g_assert_cmpint (azud_account_get_used (root), ==, 0);
  azud_account_free (block);
  azud_account_free (other);
  azud_account_free (task);
  azud_account_free (run);
  azud_account_free (root);
}

/* Holds blocks that it gives back one by one when asked. */
typedef struct
{
  AzudAccount *account;
  void        *blocks[4];
  int          n;
  int          n_asked;
} Holder;

static bool
give_back (void      *data,
           int64_t    size,
           AzudError *error)
{
  Holder *holder = data;

  holder->n_asked++;
  /* what is needed for giving back must not ask again */
  g_assert_null (azud_account_alloc (holder->account, 4000, NULL));
  if (holder->n == 0)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_SPILL_FOLDER_FULL", N_("Could not read"), NULL);
  azud_account_release (holder->account, holder->blocks[--holder->n], 1024);
  return true;
}

static void
test_reclaim (void)
{
  AzudAccount *root = azud_account_new (NULL, "root", 4 * 1024);
  Holder holder = { .account = azud_account_new (root, "storage", 0) };
  AzudAccount *task = azud_account_new (root, "task", 0);
  AzudError error = AZUD_ERROR_INIT;
  void *memory;

  azud_account_set_reclaim (root, give_back, &holder);
  for (holder.n = 0; holder.n < 4; holder.n++)
    holder.blocks[holder.n] = azud_account_alloc (holder.account, 1024, NULL);
  memory = azud_account_alloc (task, 2048, &error);
  g_assert_nonnull (memory);
  g_assert_cmpint (holder.n_asked, ==, 2);
  g_assert_null (azud_account_alloc (task, 4096, &error));
  g_assert_cmpint (holder.n, ==, 0);
  g_assert_cmpstr (error.condition, ==, "AZUD_SPILL_FOLDER_FULL");   /* the cause, not its consequence */
  azud_account_release (task, memory, 2048);
  azud_account_free (task);
  azud_account_free (holder.account);
  azud_account_free (root);
}

static void
test_leaks (void)
{
  AzudAccount *root = azud_account_new (NULL, "root", 0);
  AzudAccount *leaf = azud_account_new (root, "leaf", 0);
  gint64 before = azud_account_leaks ();
  AzudError error = AZUD_ERROR_INIT;

  g_assert_true (azud_account_reserve (leaf, 123, &error));
  azud_account_free (leaf);
  g_assert_cmpint (azud_account_leaks () - before, ==, 123);
  g_assert_cmpint (azud_account_get_used (root), ==, 0);
  azud_account_free (root);
  azud_account_free (NULL);
}

static void
test_refuse_nth (void)
{
  AzudAccount *account = azud_account_new (NULL, "a", 0);
  AzudError error = AZUD_ERROR_INIT;
  void *p;

  azud_account_refuse_nth (2, false);
  p = azud_account_alloc (account, 64, &error);
  g_assert_nonnull (p);
  azud_account_release (account, p, 64);
  g_assert_null (azud_account_alloc (account, 64, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_OUT_OF_MEMORY");
  p = azud_account_alloc (account, 64, &error);
  g_assert_nonnull (p);
  azud_account_release (account, p, 64);

  azud_account_refuse_nth (1, true);
  g_assert_null (azud_account_alloc (account, 64, &error));
  g_assert_null (azud_account_alloc (account, 64, &error));
  g_assert_false (azud_account_reserve (account, 64, &error));
  azud_account_refuse_nth (0, false);
  g_assert_true (azud_account_reserve (account, 64, &error));
  azud_account_unreserve (account, 64);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
}

static void
test_blocks (void)
{
  AzudAccount *account = azud_account_new (NULL, "blocks", 0);
  AzudError error = AZUD_ERROR_INIT;
  const gsize sizes[] = { 1, 65536, 65537, 262144, 262145, 1048576, 1048577, 3 * 1048576 + 5 };
  const gsize actuals[] = { 65536, 65536, 262144, 262144, 1048576, 1048576, 2097152, 4 * 1048576 };
  void *blocks[G_N_ELEMENTS (sizes)];
  gint64 used = 0;

  for (int round = 0; round < 3; round++)
    {
      used = 0;
      for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
        {
          gsize actual = 0;

          blocks[i] = azud_block_take (account, sizes[i], &actual, &error);
          g_assert_nonnull (blocks[i]);
          g_assert_cmpuint (actual, ==, actuals[i]);
          memset (blocks[i], round, actual);
          used += (gint64) actual;
        }
      g_assert_cmpint (azud_account_get_used (account), ==, used);
      for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
        azud_block_give (account, blocks[i], actuals[i]);
      g_assert_cmpint (azud_account_get_used (account), ==, 0);
    }
  azud_block_give (account, NULL, 1);
  azud_account_set_limit (account, 65535);
  {
    gsize actual;

    g_assert_null (azud_block_take (account, 1, &actual, &error));
    g_assert_cmpstr (error.condition, ==, "AZUD_OUT_OF_MEMORY");
    g_assert_null (azud_block_take (account, SIZE_MAX, &actual, &error));
  }
  azud_account_free (account);
}

/* More blocks than the pool keeps: all must come back whole and the pool must not grow without bound. */
static void
test_many_blocks (void)
{
  AzudAccount *account = azud_account_new (NULL, "blocks", 0);
  AzudError error = AZUD_ERROR_INIT;
  void *blocks[100];
  gsize actual;

  for (int i = 0; i < 100; i++)
    {
      blocks[i] = azud_block_take (account, AZUD_BLOCK_MAX, &actual, &error);
      g_assert_nonnull (blocks[i]);
      *(int *) blocks[i] = i;
    }
  for (int i = 0; i < 100; i++)
    {
      g_assert_cmpint (*(int *) blocks[i], ==, i);
      azud_block_give (account, blocks[i], actual);
    }
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
}

static void
test_arena (void)
{
  AzudAccount *account = azud_account_new (NULL, "arena", 0);
  GRand *random = g_rand_new_with_seed (7);
  AzudError error = AZUD_ERROR_INIT;
  AzudArena arena;

  azud_arena_init (&arena, account);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  for (int round = 0; round < 5; round++)
    {
      char *pieces[500];
      gsize sizes[500];

      for (int i = 0; i < 500; i++)
        {
          gsize alignment = (gsize) 1 << g_rand_int_range (random, 0, 7);

          sizes[i] = (gsize) g_rand_int_range (random, 0, i % 50 == 0 ? 2000000 : 3000);
          pieces[i] = azud_arena_alloc (&arena, sizes[i], alignment, &error);
          g_assert_nonnull (pieces[i]);
          g_assert_cmpuint ((gsize) pieces[i] % alignment, ==, 0);
          memset (pieces[i], i & 0x7f, sizes[i]);
        }
      for (int i = 0; i < 500; i++)
        for (gsize k = 0; k < sizes[i]; k += 97)
          g_assert_cmpint (pieces[i][k], ==, i & 0x7f);
      azud_arena_reset (&arena);
      g_assert_cmpint (azud_account_get_used (account), ==, AZUD_BLOCK_MAX);   /* one block is kept */
    }
  g_assert_null (azud_arena_alloc (&arena, SIZE_MAX - 100, 8, &error));
  g_assert_true (azud_error_is_set (&error));
  azud_arena_clear (&arena);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_arena_clear (&arena);
  azud_arena_reset (&arena);
  g_rand_free (random);
  azud_account_free (account);
}

/* Near the limit an arena makes do with a smaller block than usual; a refusal leaves it usable. */
static void
test_arena_scarce (void)
{
  AzudAccount *account = azud_account_new (NULL, "arena", 3 * AZUD_BLOCK_MIN);
  AzudError error = AZUD_ERROR_INIT;
  AzudArena arena;
  char *p;

  azud_arena_init (&arena, account);
  for (int i = 0; i < 3; i++)
    {
      p = azud_arena_alloc (&arena, 60000, 64, &error);
      g_assert_nonnull (p);
      memset (p, 1, 60000);
      g_assert_false (azud_error_is_set (&error));
    }
  g_assert_null (azud_arena_alloc (&arena, 60000, 64, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_OUT_OF_MEMORY");
  g_assert_nonnull (azud_arena_alloc (&arena, 1000, 64, NULL));
  azud_arena_clear (&arena);
  azud_account_free (account);
}

typedef struct
{
  AzudAccount *leaf;
  gint         refused;
} Worker;

static void *
hammer_worker (void *data)
{
  Worker *worker = data;

  for (int i = 0; i < 20000; i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      gsize size = (gsize) (i % 40) * 64 + 64;
      char *p = azud_account_alloc (worker->leaf, size, &error);

      if (p == NULL)
        worker->refused++;
      else
        p[0] = 1;
      azud_account_release (worker->leaf, p, size);
      if (i % 100 == 0)
        {
          gsize actual;
          void *block = azud_block_take (worker->leaf, 70000, &actual, NULL);

          azud_block_give (worker->leaf, block, actual);
        }
    }
  return NULL;
}

static void
test_threads (void)
{
  AzudAccount *root = azud_account_new (NULL, "root", 4000 + 262144);
  AzudThread threads[4];
  Worker workers[4];

  for (int i = 0; i < 4; i++)
    {
      workers[i] = (Worker){ azud_account_new (root, "leaf", 0), 0 };
      g_assert_true (azud_thread_start (&threads[i], "hammer", hammer_worker, &workers[i]));
    }
  for (int i = 0; i < 4; i++)
    {
      azud_thread_join (threads[i]);
      g_assert_cmpint (azud_account_get_used (workers[i].leaf), ==, 0);
      azud_account_free (workers[i].leaf);
    }
  g_assert_cmpint (azud_account_get_used (root), ==, 0);
  g_assert_cmpint (azud_account_get_peak (root), <=, 4000 + 262144);
  azud_account_free (root);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/account/tree", test_tree);
  g_test_add_func ("/base/account/refusal", test_refusal);
  g_test_add_func ("/base/account/realloc", test_realloc);
  g_test_add_func ("/base/account/huge", test_huge);
  g_test_add_func ("/base/account/move", test_move);
  g_test_add_func ("/base/account/reclaim", test_reclaim);
  g_test_add_func ("/base/account/leaks", test_leaks);
  g_test_add_func ("/base/account/refuse-nth", test_refuse_nth);
  g_test_add_func ("/base/account/threads", test_threads);
  g_test_add_func ("/base/block/sizes", test_blocks);
  g_test_add_func ("/base/block/many", test_many_blocks);
  g_test_add_func ("/base/arena/pieces", test_arena);
  g_test_add_func ("/base/arena/scarce", test_arena_scarce);
  return g_test_run ();
}
