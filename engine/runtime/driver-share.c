/* driver-share.c: which jobs are served first when workers are shared
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/driver-private.h"

#include <string.h>

#define DEFAULT_SHARE "default"

Share *
azud_pool_find_share_locked (AzudPool   *pool,
                             const char *name,
                             AzudError  *error)
{
  Share **at = &pool->shares;
  Share *share;

  if (name == NULL)
    name = DEFAULT_SHARE;
  while (*at != NULL && strncmp ((*at)->name, name, sizeof (*at)->name - 1) < 0)
    at = &(*at)->next;
  if (*at != NULL && strncmp ((*at)->name, name, sizeof (*at)->name - 1) == 0)
    return *at;

  share = azud_account_alloc (pool->account, sizeof *share, error);
  if (share == NULL)
    return NULL;
  memset (share, 0, sizeof *share);
  memcpy (share->name, name, strnlen (name, sizeof share->name - 1));
  share->weight = 1;
  share->next = *at;
  *at = share;
  return share;
}

bool
azud_pool_set_share (AzudPool   *pool,
                     const char *name,
                     int         weight,
                     int         min_share,
                     AzudError  *error)
{
  Share *share;

  azud_mutex_lock (&pool->lock);
  share = azud_pool_find_share_locked (pool, name, error);
  if (share != NULL)
    {
      share->weight = weight < 1 ? 1 : weight;
      share->min_share = min_share < 0 ? 0 : min_share;
    }
  azud_mutex_unlock (&pool->lock);
  return share != NULL;
}

void
azud_pool_set_fair (AzudPool *pool,
                    bool      fair)
{
  azud_mutex_lock (&pool->lock);
  pool->fair = fair;
  azud_mutex_unlock (&pool->lock);
}

void
azud_pool_rank_shares_locked (AzudPool *pool)
{
  for (Share *share = pool->shares; share != NULL; share = share->next)
    {
      share->n_running = 0;
      share->tried = false;
    }
  for (const AzudJob *job = pool->jobs; job != NULL; job = job->next)
    job->share->n_running += azud_scheduler_get_n_running (job->scheduler);
}

/* Whether @a is more in need than @b; equal ones go by their names, which is their order in the list. */
static bool
is_needier (const Share *a,
            const Share *b)
{
  bool a_needs = a->n_running < a->min_share, b_needs = b->n_running < b->min_share;

  if (a_needs != b_needs)
    return a_needs;
  if (a_needs)
    return (int64_t) a->n_running * b->min_share < (int64_t) b->n_running * a->min_share;
  return (int64_t) a->n_running * b->weight < (int64_t) b->n_running * a->weight;
}

Share *
azud_pool_next_share_locked (AzudPool *pool)
{
  Share *best = NULL;

  for (Share *share = pool->shares; share != NULL; share = share->next)
    if (!share->tried && (best == NULL || is_needier (share, best)))
      best = share;
  if (best != NULL)
    best->tried = true;
  return best;
}
