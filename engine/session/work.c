/* work.c: carrying a plan out
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/session-private.h"

#include "base/debug.h"
#include "plan/lineage.h"
#include "plan/optimize.h"

/* A table of what is broadcast takes several times its bytes, and cannot be spilled. */
static int64_t
broadcast_within (const AzudStageSettings *settings,
                  AzudAccount             *parent)
{
  int64_t most = azud_account_get_limit (parent) / 24;

  return settings->broadcast_bytes > most ? most : settings->broadcast_bytes;
}

/* What one task reads may become a table, or groups: it must not be so much that it goes to disk where less would not have. */
static AzudAdaptiveSettings
adaptive_within (const AzudStageSettings *settings,
                 AzudAccount             *parent)
{
  AzudAdaptiveSettings adaptive = settings->adaptive;
  int64_t most = azud_account_get_limit (parent) / 64, forced = azud_debug_get ("adaptive-bytes", 0);

  if (adaptive.advisory_bytes > most)
    adaptive.advisory_bytes = most;
  if (forced > 0)
    adaptive.advisory_bytes = adaptive.skew_bytes = forced;
  if (azud_debug_get ("no-adaptive", 0) != 0)
    adaptive.enabled = false;
  return adaptive;
}

bool
azud_work_init (AzudWork                *work,
                GPtrArray               *roots,
                const AzudExprSettings  *settings,
                const AzudStageSettings *stage_settings,
                AzudBudget              *budget,
                AzudAccount             *parent,
                const char              *name,
                AzudError               *error)
{
  g_autoptr(GPtrArray) measured = NULL;
  g_autoptr(GPtrArray) optimized = NULL;

  *work = (AzudWork){ .settings = *settings, .stage_settings = *stage_settings };
  work->time_zone = g_strdup (settings->time_zone);
  work->settings.time_zone = work->time_zone;
  if (work->settings.query_time_us == 0)
    work->settings.query_time_us = g_get_real_time ();

  work->account = azud_account_new (parent, name, 0);
  if (work->account == NULL)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
  work->stage_settings.broadcast_bytes = broadcast_within (stage_settings, parent);
  work->stage_settings.adaptive = adaptive_within (stage_settings, parent);
  measured = azud_roots_measure (roots, work->account);
  work->bytes = azud_roots_bytes (measured);
  optimized = azud_optimize ((AzudPlan *const *) measured->pdata, (int) measured->len, &work->settings, NULL);
  work->stages = azud_stages_new ((AzudPlan *const *) optimized->pdata, (int) optimized->len, &work->stage_settings);
  work->execution = azud_execution_new (work->stages, &work->settings, work->stage_settings.shuffle_partitions,
                                        budget, work->account, error);
  if (work->execution == NULL)
    return false;
  azud_execution_set_adaptive (work->execution, &work->stage_settings.adaptive, work->stage_settings.broadcast_bytes);
  return azud_execution_open_outputs (work->execution, error);
}

void
azud_work_clear (AzudWork *work)
{
  azud_execution_free (work->execution);
  if (work->account != NULL)
    azud_account_free (work->account);
  g_clear_pointer (&work->stages, azud_stages_free);
  g_free (work->time_zone);
  *work = (AzudWork){ 0 };
}

/* ---- on the calling thread ---- */

static bool
run_stage_here (AzudWork         *work,
                int               stage,
                const AzudCancel *cancel,
                AzudError        *error)
{
  int n_tasks;

  if (!azud_execution_prepare (work->execution, stage, cancel, &n_tasks, error))
    return false;
  for (int partition = 0; partition < n_tasks; partition++)
    {
      AzudProgress progress = { 0 };
      AzudTask task = { .stage = stage, .partition = partition, .cancel = cancel, .run_account = work->account,
                        .progress = &progress };
      bool done;

      task.account = azud_account_new (work->account, "task", 0);
      if (task.account == NULL)
        return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
      done = azud_execution_run (work->execution, stage, &task, error);
      azud_account_free (task.account);
      if (!done)
        return false;
    }
  return true;
}

bool
azud_work_run_here (AzudWork         *work,
                    const AzudCancel *cancel,
                    AzudError        *error)
{
  azud_assert_may_block ();
  for (guint stage = 0; stage < work->stages->stages->len; stage++)
    if (!run_stage_here (work, (int) stage, cancel, error))
      return false;
  return true;
}

/* ---- on a pool ---- */

typedef struct
{
  AzudWork  *work;
  bool       succeeded;
  AzudError *error;
} PoolRun;

static bool
prepare_cb (void             *data,
            int               stage,
            const AzudCancel *cancel,
            int              *n_tasks,
            AzudError        *error)
{
  return azud_execution_prepare (((PoolRun *) data)->work->execution, stage, cancel, n_tasks, error);
}

static bool
run_cb (void      *data,
        int        stage,
        AzudTask  *task,
        AzudError *error)
{
  return azud_execution_run (((PoolRun *) data)->work->execution, stage, task, error);
}

static void
drop_cb (void *data,
         int   stage,
         int   partition)
{
  azud_execution_drop (((PoolRun *) data)->work->execution, stage, partition);
}

static void
ended_cb (void            *data,
          const AzudError *error)
{
  PoolRun *run = data;

  run->succeeded = error == NULL;
  if (error != NULL && run->error != NULL)
    *run->error = *error;
}

bool
azud_work_run_on (AzudWork         *work,
                  AzudPool         *pool,
                  const AzudCancel *cancel,
                  AzudError        *error)
{
  static const AzudJobWork functions = { .prepare = prepare_cb, .run = run_cb, .drop = drop_cb, .ended = ended_cb };
  guint n = work->stages->stages->len;
  g_autofree AzudStageParents *parents = g_new0 (AzudStageParents, MAX (n, 1));
  PoolRun run = { .work = work, .error = error };
  AzudJob *job;

  azud_assert_may_block ();
  if (!azud_cancel_check (cancel, error))
    return false;
  for (guint i = 0; i < n; i++)
    {
      const AzudStage *stage = g_ptr_array_index (work->stages->stages, i);

      parents[i] = (AzudStageParents){ .parents = (const int *) (void *) stage->parents->data, .n_parents = (int) stage->parents->len,
                                        .indeterminate = azud_stage_is_indeterminate (stage) };
    }
  job = azud_job_start (pool, parents, (int) n, &functions, &run, NULL, work->account, NULL, error);
  if (job == NULL)
    return false;
  azud_job_wait (job);
  azud_job_free (job);
  return run.succeeded;
}

/* ---- results ---- */

typedef struct
{
  AzudResultFunc func;
  void          *data;
} Reading;

static AzudFlow
take_result (void            *data,
             const AzudBatch *batch,
             AzudError       *error)
{
  Reading *reading = data;

  return reading->func (batch, reading->data, error) ? AZUD_FLOW_MORE : AZUD_FLOW_FAILED;
}

bool
azud_work_read_result (AzudWork      *work,
                       int            result,
                       AzudResultFunc func,
                       void          *data,
                       AzudError     *error)
{
  AzudShuffle *shuffle = azud_execution_get_result (work->execution, result);
  AzudArena arena;
  bool done;

  if (shuffle == NULL)
    return azud_error_set (error, AZUD_FAULT_INTERNAL, "AZUD_INTERNAL", N_("This root has no result"), NULL);
  azud_arena_init (&arena, work->account);
  done = azud_shuffle_read (shuffle, azud_shuffle_everything (shuffle), NULL, NULL, &arena, take_result, &(Reading){ func, data }, error)
         == AZUD_FLOW_MORE;
  azud_arena_clear (&arena);
  return done;
}
