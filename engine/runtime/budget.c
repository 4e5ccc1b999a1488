/* budget.c: one budget for all that runs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/budget.h"

#include "runtime/block-store.h"

#include <malloc.h>
#include <stdatomic.h>
#include <string.h>

#define MIN_REGION ((int64_t) 4 * 1024 * 1024)
#define HOLES ((int64_t) 8 * 1024 * 1024)
#define MIN_SPILL ((int64_t) 512 * 1024)   /* a task that holds less has nothing worth writing */

struct _AzudBudget
{
  AzudAccount     *account;    /* of the region */
  AzudSpillFolder *spill;
  AzudBlockStore  *blocks;
  _Atomic int      n_tasks;
  _Atomic int64_t  held_limit;
  _Atomic int64_t  given_back; /* of the evicted bytes: the holes they left are gone */
};

/* The budget is meant to be the size of the process: large pieces go back to the system when they are freed, whatever is freed beside
 * them.  (glibc raises the limit from which it does so with each large piece it frees, up to 32 MiB.) */
static void
give_back_at_once (void)
{
#ifdef M_MMAP_THRESHOLD
  mallopt (M_MMAP_THRESHOLD, 1000 * 1000);
#endif
}

/* What has left memory left holes between what stays: they go back to the system, too, a few MiB at a time. */
static bool
make_leave (AzudBudget *budget,
            int64_t     size,
            AzudError  *error)
{
  bool done = azud_block_store_reclaim (budget->blocks, size, error);
#ifdef M_MMAP_THRESHOLD
  int64_t evicted = azud_block_store_get_evicted (budget->blocks);
  int64_t before = atomic_load (&budget->given_back);

  if (evicted - before >= HOLES && atomic_compare_exchange_strong (&budget->given_back, &before, evicted))
    malloc_trim (0);
#endif
  return done;
}

static bool
reclaim (void      *data,
         int64_t    size,
         AzudError *error)
{
  return make_leave (data, size, error);
}

AzudBudget *
azud_budget_new (int64_t     bytes,
                 const char *spill_parent,
                 int64_t     spill_quota,
                 AzudError  *error)
{
  int64_t region = bytes - AZUD_SPILL_RESERVE > bytes / 2 ? bytes - AZUD_SPILL_RESERVE : bytes / 2;
  AzudAccount *account = azud_account_new (NULL, "session", region > MIN_REGION ? region : MIN_REGION);
  AzudBudget *budget = account != NULL ? azud_account_alloc (account, sizeof *budget, error) : NULL;

  if (budget == NULL)
    {
      azud_account_free (account);
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
      return NULL;
    }
  memset (budget, 0, sizeof *budget);
  budget->account = account;
  budget->spill = azud_spill_folder_new (spill_parent, spill_quota, error);
  budget->blocks = budget->spill != NULL ? azud_block_store_new (account, error) : NULL;
  if (budget->blocks == NULL)
    {
      azud_budget_free (budget);
      return NULL;
    }
  azud_account_set_reclaim (account, reclaim, budget);
  azud_budget_set_storage_fraction (budget, 0.5);
  give_back_at_once ();
  return budget;
}

void
azud_budget_free (AzudBudget *budget)
{
  AzudAccount *account;

  if (budget == NULL)
    return;
  account = budget->account;
  azud_block_store_free (budget->blocks);
  azud_spill_folder_free (budget->spill);
  azud_account_release (account, budget, sizeof *budget);
  azud_account_free (account);
}

AzudAccount *
azud_budget_get_account (AzudBudget *budget)
{
  return budget->account;
}

AzudSpillFolder *
azud_budget_get_spill_folder (AzudBudget *budget)
{
  return budget->spill;
}

AzudBlockStore *
azud_budget_get_block_store (AzudBudget *budget)
{
  return budget->blocks;
}

void
azud_budget_begin_task (AzudBudget *budget)
{
  atomic_fetch_add (&budget->n_tasks, 1);
}

void
azud_budget_end_task (AzudBudget *budget)
{
  atomic_fetch_sub (&budget->n_tasks, 1);
}

int64_t
azud_budget_get_share (AzudBudget *budget)
{
  int n = atomic_load_explicit (&budget->n_tasks, memory_order_relaxed);

  return azud_account_get_limit (budget->account) / (n > 1 ? n : 1);
}

void
azud_budget_set_storage_fraction (AzudBudget *budget,
                                  double      fraction)
{
  atomic_store (&budget->held_limit, (int64_t) ((double) azud_account_get_limit (budget->account) * fraction));
}

/* What cannot be had by making blocks leave: execution, and the blocks being read. */
static int64_t
get_held (const AzudBudget *budget)
{
  return azud_account_get_used (budget->account) - azud_block_store_get_bytes (budget->blocks) + azud_block_store_get_pinned (budget->blocks);
}

void
azud_budget_trim_storage (AzudBudget *budget)
{
  int64_t limit = azud_account_get_limit (budget->account);
  int64_t excess = azud_account_get_used (budget->account) - (limit - limit / 8);

  if (excess > 0)
    make_leave (budget, excess, NULL);   /* what cannot leave now is tried again when room is needed */
}

void
azud_budget_ease (AzudBudget *budget,
                  AzudBlock  *block)
{
  int64_t limit = atomic_load_explicit (&budget->held_limit, memory_order_relaxed);

  if (azud_block_store_get_pinned (budget->blocks) > limit / 2 && get_held (budget) > limit)
    azud_block_ease (block);
}

bool
azud_budget_is_short (AzudBudget        *budget,
                      const AzudAccount *task)
{
  int64_t used = azud_account_get_used (task);
  int64_t share = azud_budget_get_share (budget);
  int64_t region;

  if (used < MIN_SPILL)
    return false;
  if (used > share / 2)
    return true;
  region = azud_account_get_limit (budget->account);
  return used > share / 4 && region - get_held (budget) < used;      /* no room to double */
}
