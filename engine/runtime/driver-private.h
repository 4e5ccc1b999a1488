/* driver-private.h: the pool, its workers and its jobs
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "runtime/driver.h"
#include "runtime/watchdog.h"

#include "base/sync.h"

#define MAX_WORKERS 256

/* One worker thread. */
typedef struct
{
  AzudPool    *pool;
  int          number;
  AzudThread   thread;
  AzudCancel   cancel;        /* of the attempt it runs */
  AzudProgress progress;      /* of the attempt it runs */
  AzudJob     *job;           /* guarded by the pool's lock; NULL = idle */
  int          stage, partition, attempt;
  int          stage_attempt;
  AzudLocality locality;
  bool         speculative;
  int64_t      start_ns;
  AzudAccount *account;       /* of attempts; kept between tasks of one job */
  uint64_t     account_of;    /* the job's serial */
} Worker;

/* Jobs that share a part of the workers (Spark's pool). */
typedef struct _Share
{
  struct _Share *next;
  char           name[64];
  int            weight;
  int            min_share;
  int            n_running;   /* during a choice */
  bool           tried;
} Share;

struct _AzudPool
{
  AzudAccount *account;
  _Atomic int  n_refs;        /* the owner's, and one for each job: a job may be asked about its end when the workers are gone */
  AzudMutex    lock;          /* guards jobs, schedulers and the workers' assignments */
  AzudCond     wake;          /* something may have become possible */
  AzudCond     over;          /* a job has ended */
  AzudJob     *jobs;          /* in order of submission */
  uint64_t     n_started;     /* jobs */
  uint64_t     n_moves;       /* actions that workers were given */
  bool         fair;
  Share       *shares;        /* in order of their names */
  int          n_idle;        /* workers that wait */
  int64_t      turn_ns;       /* when the schedulers were last told that a turn has passed */
  bool         stopping;
  AzudWatchdog *watchdog;     /* NULL = there was no room for one */
  int          n_workers;
  Worker       workers[MAX_WORKERS];
};

struct _AzudJob
{
  AzudJob      *next;
  AzudPool     *pool;
  uint64_t      serial;
  Share        *share;
  bool          speculates;
  AzudAccount  *account;
  AzudEventLog *events;
  AzudJobWork   work;
  void         *data;
  AzudScheduler *scheduler;
  AzudCancel    cancel;
  AzudError     error;        /* the first error: lowest by (stage, partition) */
  bool          ended;
};

/** azud_pool_find_share_locked: the share of that name, made with weight 1 if need be. */
Share *azud_pool_find_share_locked (AzudPool *pool, const char *name, AzudError *error) AZUD_WARN_UNUSED;

/** azud_pool_rank_shares_locked: before a choice: counts what runs. */
void azud_pool_rank_shares_locked (AzudPool *pool);

/** azud_pool_next_share_locked: the share most in need among those not tried since rank; NULL at the end. */
Share *azud_pool_next_share_locked (AzudPool *pool);
