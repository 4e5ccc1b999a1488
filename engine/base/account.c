/* account.c: counting memory up a tree of accounts, with refusal
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/memory.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define ALIGNMENT 64

/* From this size on, memory is asked for in huge pages: hash tables of many MiB otherwise spend their time on page
 * walks. */
#define HUGE_FROM ((size_t) 4 * 1024 * 1024)
#define HUGE_PAGE ((size_t) 2 * 1024 * 1024)

struct _AzudAccount
{
  AzudAccount     *parent;
  char             name[64];
  _Atomic int64_t  limit;
  _Atomic int64_t  used;
  _Atomic int64_t  peak;
  bool           (*reclaim) (void *data, int64_t size, AzudError *error);
  void            *reclaim_data;
};

#define MAX_RECLAIMS 64   /* a request that still finds no room then loses against the others */

static _Thread_local bool is_reclaiming;

static _Atomic int64_t leaks;

#if AZUD_TESTS
static _Atomic int64_t refuse_in;        /* requests until the refusal; 0 = off */
static _Atomic bool    refuse_persists;

static bool
refuse_now (void)
{
  int64_t left = atomic_load_explicit (&refuse_in, memory_order_relaxed);

  while (left > 0)
    {
      if (left == 1 && atomic_load_explicit (&refuse_persists, memory_order_relaxed))
        return true;
      if (atomic_compare_exchange_weak (&refuse_in, &left, left - 1))
        return left == 1;
    }
  return false;
}
#endif

bool
azud_account_refuse_nth (int64_t n,
                         bool    persist)
{
#if AZUD_TESTS
  bool persisted = atomic_exchange (&refuse_persists, persist);
  int64_t left = atomic_exchange (&refuse_in, n);

  return left == 0 || (persisted && left == 1);
#else
  return false;
#endif
}

AzudAccount *
azud_account_new (AzudAccount *parent,
                  const char  *name,
                  int64_t      limit)
{
  AzudAccount *account = calloc (1, sizeof *account);

  if (account == NULL)
    return NULL;
  account->parent = parent;
  snprintf (account->name, sizeof account->name, "%s", name);
  atomic_init (&account->limit, limit);
  return account;
}

static void
raise_peak (AzudAccount *account,
            int64_t      used)
{
  int64_t peak = atomic_load_explicit (&account->peak, memory_order_relaxed);

  while (used > peak &&
         !atomic_compare_exchange_weak_explicit (&account->peak, &peak, used,
                                                 memory_order_relaxed, memory_order_relaxed))
    ;
}

/* Counts @size in @account and its ancestors, or nowhere.  Returns: NULL, or the account that refused.  A limited account
 * is changed by compare-and-swap, so that a large request that is about to be refused never makes a small one of another
 * thread fail. */
static AzudAccount *
charge (AzudAccount *account,
        int64_t      size)
{
  int64_t limit = atomic_load_explicit (&account->limit, memory_order_relaxed);
  int64_t used = atomic_load_explicit (&account->used, memory_order_relaxed);
  AzudAccount *refused = NULL;

  if (limit <= 0)
    used = atomic_fetch_add_explicit (&account->used, size, memory_order_relaxed);
  else
    do
      if (size > limit - used)
        return account;
    while (!atomic_compare_exchange_weak_explicit (&account->used, &used, used + size,
                                                   memory_order_relaxed, memory_order_relaxed));

  if (account->parent != NULL)
    refused = charge (account->parent, size);
  if (refused != NULL)
    atomic_fetch_sub_explicit (&account->used, size, memory_order_relaxed);
  else
    raise_peak (account, used + size);
  return refused;
}

static void
uncharge (AzudAccount *account,
          int64_t      size)
{
  for (; account != NULL; account = account->parent)
    atomic_fetch_sub_explicit (&account->used, size, memory_order_relaxed);
}

void
azud_account_free (AzudAccount *account)
{
  int64_t held;

  if (account == NULL)
    return;
  held = atomic_load (&account->used);
  if (held != 0)
    {
      uncharge (account->parent, held);
      atomic_fetch_add (&leaks, held);
    }
  free (account);
}

static void
report_refusal (const AzudAccount *account,
                int64_t            size,
                AzudError         *error)
{
  char asked[32], used[32], limit[32];

  if (error == NULL)
    return;
  if (azud_error_is_set (error))
    return;
  azud_error_print_size (asked, sizeof asked, size);
  azud_error_print_size (used, sizeof used, azud_account_get_used (account));
  azud_error_print_size (limit, sizeof limit, azud_account_get_limit (account));
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY",
                  N_("Not enough memory: {0} more are needed, and {1} of {2} are in use"), asked, used, limit,
                  account->name, NULL);
  error->hint = N_("Give the run more memory (--memory), or let fewer workers share it (--threads).");
}

/* Makes room in @refused and tries again.  Returns: NULL, or the account that refuses still. */
static AzudAccount *
charge_again (AzudAccount *account,
              AzudAccount *refused,
              int64_t      size,
              AzudError   *error)
{
  for (int turn = 0; turn < MAX_RECLAIMS && refused != NULL && refused->reclaim != NULL && !is_reclaiming; turn++)
    {
      bool again;

      is_reclaiming = true;
      again = refused->reclaim (refused->reclaim_data, size, error);
      is_reclaiming = false;
      if (!again)
        break;
      refused = charge (account, size);
    }
  return refused;
}

bool
azud_account_reserve (AzudAccount *account,
                      int64_t      size,
                      AzudError   *error)
{
  AzudAccount *refused = account;

#if AZUD_TESTS
  if (!refuse_now ())
#endif
    {
      refused = charge (account, size);
      if (refused != NULL)
        refused = charge_again (account, refused, size, error);
    }
  if (refused != NULL)
    report_refusal (refused, size, error);
  return refused == NULL;
}

void
azud_account_set_reclaim (AzudAccount *account,
                          bool       (*reclaim) (void *data, int64_t size, AzudError *error),
                          void        *data)
{
  account->reclaim = reclaim;
  account->reclaim_data = data;
}

static bool
is_ancestor (const AzudAccount *ancestor,
             const AzudAccount *account)
{
  for (; account != NULL; account = account->parent)
    if (account == ancestor)
      return true;
  return false;
}

void
azud_account_move (AzudAccount *account,
                   AzudAccount *parent)
{
  AzudAccount *old = account->parent;
  int64_t size = azud_account_get_used (account);

  for (AzudAccount *at = parent; at != NULL && !is_ancestor (at, old); at = at->parent)
    raise_peak (at, atomic_fetch_add_explicit (&at->used, size, memory_order_relaxed) + size);
  for (AzudAccount *at = old; at != NULL && !is_ancestor (at, parent); at = at->parent)
    atomic_fetch_sub_explicit (&at->used, size, memory_order_relaxed);
  account->parent = parent;
}

void
azud_account_unreserve (AzudAccount *account,
                        int64_t      size)
{
  uncharge (account, size);
}

/* What a request counts as. */
static inline size_t
rounded (size_t size)
{
  return (size + (size == 0) + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1);
}

static void *
system_alloc (size_t size)
{
  void *memory;

  if (size < HUGE_FROM)
    return aligned_alloc (ALIGNMENT, size);
  memory = aligned_alloc (HUGE_PAGE, (size + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1));
  if (memory != NULL)
    madvise (memory, size, MADV_HUGEPAGE);   /* advice: a refusal changes nothing */
  return memory;
}

void *
azud_account_alloc (AzudAccount *account,
                    size_t       size,
                    AzudError   *error)
{
  void *memory;

  if (size > PTRDIFF_MAX / 2)
    {
      report_refusal (account, INT64_MAX, error);
      return NULL;
    }
  size = rounded (size);
  if (!azud_account_reserve (account, (int64_t) size, error))
    return NULL;
  memory = system_alloc (size);
  if (memory == NULL)
    {
      uncharge (account, (int64_t) size);
      report_refusal (account, (int64_t) size, error);
    }
  return memory;
}

/* Gives back a part.  Moving to a smaller place is worth it only when much is won; when there is no memory even for
 * that, the old place serves. */
static void *
shrink (AzudAccount *account,
        void        *memory,
        size_t       old_size,
        size_t       new_size)
{
  void *smaller = new_size <= old_size / 2 ? system_alloc (rounded (new_size)) : NULL;

  if (smaller != NULL)
    {
      memcpy (smaller, memory, new_size);
      free (memory);
      memory = smaller;
    }
  uncharge (account, (int64_t) (rounded (old_size) - rounded (new_size)));
  return memory;
}

void *
azud_account_realloc (AzudAccount *account,
                      void        *memory,
                      size_t       old_size,
                      size_t       new_size,
                      AzudError   *error)
{
  void *larger;

  if (memory == NULL)
    return azud_account_alloc (account, new_size, error);
  if (new_size <= PTRDIFF_MAX / 2 && rounded (new_size) <= rounded (old_size))
    return rounded (new_size) == rounded (old_size) ? memory : shrink (account, memory, old_size, new_size);

  larger = azud_account_alloc (account, new_size, error);
  if (larger == NULL)
    return NULL;
  memcpy (larger, memory, old_size);
  azud_account_release (account, memory, old_size);
  return larger;
}

void
azud_account_release (AzudAccount *account,
                      void        *memory,
                      size_t       size)
{
  if (memory == NULL)
    return;
  free (memory);
  uncharge (account, (int64_t) rounded (size));
}

int64_t
azud_account_get_used (const AzudAccount *account)
{
  return atomic_load_explicit (&account->used, memory_order_relaxed);
}

int64_t
azud_account_get_peak (const AzudAccount *account)
{
  return atomic_load_explicit (&account->peak, memory_order_relaxed);
}

void
azud_account_reset_peak (AzudAccount *account)
{
  atomic_store_explicit (&account->peak, azud_account_get_used (account), memory_order_relaxed);
}

int64_t
azud_account_get_limit (const AzudAccount *account)
{
  return atomic_load_explicit (&account->limit, memory_order_relaxed);
}

void
azud_account_set_limit (AzudAccount *account,
                        int64_t      limit)
{
  atomic_store_explicit (&account->limit, limit, memory_order_relaxed);
}

const char *
azud_account_get_name (const AzudAccount *account)
{
  return account->name;
}

int64_t
azud_account_leaks (void)
{
  return atomic_load (&leaks);
}
