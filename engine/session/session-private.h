/* session-private.h: the inside of sessions and runs, shared by the files of this folder
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/memory.h"
#include "base/sync.h"
#include "operators/execution/execution.h"
#include "plan/stages.h"
#include "runtime/driver.h"

#include <azud/session.h>

/* What belongs to a plan being carried out: settings that stay as they were when it began. */
typedef struct
{
  AzudExprSettings  settings;
  char             *time_zone;        /* settings.time_zone points here */
  AzudStageSettings stage_settings;
  AzudStages       *stages;
  AzudAccount      *account;          /* of the run */
  int64_t           bytes;            /* of the files it reads */
  AzudExecution    *execution;
} AzudWork;

struct _AzudSession
{
  GObject      parent_instance;
  AzudBudget  *budget;
  AzudAccount *account;               /* its root of all accounts */
  AzudAccount *preview_account;       /* previews' slice of it */
  char        *temp_folder;
  _Atomic int  n_threads;             /* asked for; once the pool is there, those the system granted */
  AzudMutex    lock;                  /* guards pool and preview_cancellable */
  AzudPool    *pool;                  /* started by the first run */
  AzudDatasets *datasets;             /* what runs leave for later ones */
  bool         keeps_all;             /* not only caches */
  _Atomic int  swept;                 /* what dead processes left in temp_folder is gone */
  GCancellable *preview_cancellable;  /* of the newest preview that replaces others */
};

/** azud_session_get_pool: starts the workers when first asked.  Thread: any. */
AzudPool *azud_session_get_pool (AzudSession *session, AzudError *error);

/** azud_session_sweep: removes spill folders of dead processes, once a session.  Blocking. */
void azud_session_sweep (AzudSession *session);

/** azud_work_init: measures, optimises and cuts @roots.  @parent: account of @budget or the preview slice below it.  Blocking.
 * @name: of the run's account */
bool azud_work_init (AzudWork *work, GPtrArray *roots, const AzudExprSettings *settings, const AzudStageSettings *stage_settings,
                     AzudBudget *budget, AzudAccount *parent, const char *name, AzudError *error) AZUD_WARN_UNUSED;
void azud_work_clear (AzudWork *work);

/** azud_work_check_memory: AZUD_MEMORY_TOO_SMALL when the tasks of some stage could not even begin within @region bytes. */
bool azud_work_check_memory (const AzudWork *work, int n_workers, int64_t region, AzudError *error) AZUD_WARN_UNUSED;

/** azud_work_run_here: carries the work out on the calling thread, task after task.  Blocking. */
bool azud_work_run_here (AzudWork *work, const AzudCancel *cancel, AzudError *error) AZUD_WARN_UNUSED;

/** azud_work_run_on: carries it out on @pool and waits.  Blocking. */
bool azud_work_run_on (AzudWork *work, AzudPool *pool, const AzudCancel *cancel, AzudError *error) AZUD_WARN_UNUSED;

/** azud_roots_measure: the same plans with the sizes of their files looked up.  Blocking.  (transfer full) (element-type AzudPlan) */
GPtrArray *azud_roots_measure (GPtrArray *roots, AzudAccount *account) G_GNUC_WARN_UNUSED_RESULT;

/** azud_roots_bytes: bytes of all files read below measured @roots, as far as they are known. */
int64_t azud_roots_bytes (GPtrArray *roots);

/* ---- result sets: rows of root @result, in order, batch by batch ---- */

typedef bool (*AzudResultFunc) (const AzudBatch *batch, void *data, AzudError *error);

bool azud_work_read_result (AzudWork *work, int result, AzudResultFunc func, void *data, AzudError *error) AZUD_WARN_UNUSED;
