/* run.c: a pipeline being carried out
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

#include "base/io.h"
#include "pipeline/analysis.h"
#include "pipeline/public-error.h"
#include "pipeline/settings.h"
#include "plan/lineage.h"

#define TICK_MS 33
#define SAMPLE_NS (5 * 1000 * 1000)
#define MAX_SAMPLES 4096

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AzudRun, azud_run, G_TYPE_OBJECT)

static void
run_node_free (gpointer data)
{
  AzudRunNode *node = data;

  g_free (node->node);
  g_free (node->label);
  g_array_unref (node->stages);
  g_free (node);
}

static void
stop_ticker (AzudRun *self)
{
  GSource *ticker;

  azud_mutex_lock (&self->lock);
  ticker = g_steal_pointer (&self->ticker);
  azud_mutex_unlock (&self->lock);
  if (ticker == NULL)
    return;
  g_source_destroy (ticker);
  g_source_unref (ticker);
}

/* The end is told at once, not at the next tick.  Thread: any. */
static void
hurry_ticker (AzudRun *self)
{
  azud_mutex_lock (&self->lock);
  if (self->ticker != NULL)
    g_source_set_ready_time (self->ticker, 0);
  azud_mutex_unlock (&self->lock);
}

static void join_planner (AzudRun *self);

static void
azud_run_finalize (GObject *object)
{
  AzudRun *self = AZUD_RUN (object);

  stop_ticker (self);
  if (!self->planner_joined)
    {
      azud_run_cancel (self);
      join_planner (self);
    }
  if (self->job != NULL)
    {
      azud_job_cancel (self->job);
      azud_job_wait (self->job);
      azud_job_free (self->job);
    }
  azud_run_clear_log (self);
  for (guint i = 0; self->stage_nodes != NULL && i < self->work.stages->stages->len; i++)
    {
      g_strfreev (self->stage_nodes[i]);
      g_free (self->stage_names[i]);
    }
  g_free (self->stage_nodes);
  g_free (self->stage_names);
  g_clear_pointer (&self->roots, g_ptr_array_unref);
  azud_work_clear (&self->work);
  azud_event_log_free (self->events);
  if (self->events_account != NULL)
    azud_account_free (self->events_account);
  g_free (self->parents);
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->samples, g_array_unref);
  g_clear_pointer (&self->tasks, g_array_unref);
  g_clear_pointer (&self->stages, g_array_unref);
  g_clear_pointer (&self->losses, g_array_unref);
  g_clear_pointer (&self->datasets, g_ptr_array_unref);
  g_clear_pointer (&self->to_lose, g_array_unref);
  g_clear_pointer (&self->missed, g_array_unref);
  g_clear_pointer (&self->failures, g_ptr_array_unref);
  g_clear_pointer (&self->repeated, g_hash_table_unref);
  g_clear_pointer (&self->edges, g_array_unref);
  g_clear_pointer (&self->outputs, g_ptr_array_unref);
  g_clear_pointer (&self->decisions, g_array_unref);
  g_clear_object (&self->session);
  azud_mutex_clear (&self->lock);
  G_OBJECT_CLASS (azud_run_parent_class)->finalize (object);
}

static void
azud_run_class_init (AzudRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = azud_run_finalize;

  /**
   * AzudRun::changed: something moved; at most 30 times a second, and once at the end.
   */
  signals[CHANGED] = g_signal_new ("changed", AZUD_TYPE_RUN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
azud_run_init (AzudRun *self)
{
  azud_mutex_init (&self->lock);
  self->sample_every_ns = SAMPLE_NS;
  self->samples = g_array_new (FALSE, FALSE, sizeof (AzudMemorySample));
  self->tasks = g_array_new (FALSE, FALSE, sizeof (AzudTaskView));
  self->stages = g_array_new (FALSE, TRUE, sizeof (AzudStageView));
  self->losses = g_array_new (FALSE, FALSE, sizeof (AzudLossView));
  self->missed = g_array_new (FALSE, FALSE, sizeof (AzudLossView));
  self->failures = azud_run_failures_new ();
  self->repeated = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->nodes = g_ptr_array_new_with_free_func (run_node_free);
  self->outputs = g_ptr_array_new_with_free_func (g_free);
  self->decisions = azud_decisions_new ();
}

/* ---- memory curve ---- */

/* What blocks of other runs of the session wrote meanwhile counts, too: the folder is one. */
gint64
azud_run_get_spilled_locked (AzudRun *self)
{
  return self->work.execution == NULL ? self->spilled
         : azud_spill_folder_get_written (azud_budget_get_spill_folder (self->session->budget)) - self->spill_start;
}

gint64
azud_run_get_evicted_locked (AzudRun *self)
{
  return self->work.execution == NULL ? self->evicted
         : azud_block_store_get_evicted (azud_budget_get_block_store (self->session->budget)) - self->evict_start;
}

/* Every second one goes; what is counted until then is in the others. */
static void
thin_out_samples (AzudRun *self)
{
  for (guint i = 0; 2 * i + 1 < self->samples->len; i++)
    g_array_index (self->samples, AzudMemorySample, i) = g_array_index (self->samples, AzudMemorySample, 2 * i + 1);
  g_array_set_size (self->samples, self->samples->len / 2);
  self->sample_every_ns *= 2;
}

void
azud_run_sample (AzudRun *self)
{
  gint64 now = azud_io_now_ns ();
  AzudMemorySample sample;

  azud_mutex_lock (&self->lock);
  if (self->work.account != NULL && self->end_ns == 0 && now - self->last_sample_ns >= self->sample_every_ns)
    {
      self->last_sample_ns = now;
      sample = (AzudMemorySample){ .time_us = (now - self->start_ns) / 1000,
                                   .execution_bytes = azud_account_get_used (self->work.account) };
      sample.storage_bytes = MIN (azud_block_store_get_bytes (azud_budget_get_block_store (self->session->budget)),
                                  sample.execution_bytes);
      sample.execution_bytes -= sample.storage_bytes;
      sample.spilled_bytes = azud_run_get_spilled_locked (self);
      sample.evicted_bytes = azud_run_get_evicted_locked (self);
      g_array_append_val (self->samples, sample);
      if (self->samples->len == MAX_SAMPLES)
        thin_out_samples (self);
    }
  azud_mutex_unlock (&self->lock);
}

/* ---- on worker threads ---- */

static void
bell_cb (void *data)
{
  AzudRun *self = data;

  atomic_fetch_add (&self->n_changes, 1);
  azud_run_sample (self);
}

static bool
prepare_cb (void             *data,
            int               stage,
            const AzudCancel *cancel,
            int              *n_tasks,
            AzudError        *error)
{
  AzudRun *self = data;
  bool done;

  azud_run_lose_wanted_blocks (self);
  done = azud_execution_prepare (self->work.execution, stage, cancel, n_tasks, error);
  azud_run_note_decisions (self);
  return done;
}

static bool
run_cb (void      *data,
        int        stage,
        AzudTask  *task,
        AzudError *error)
{
  azud_run_lose_wanted_blocks (data);
  return azud_execution_run (AZUD_RUN (data)->work.execution, stage, task, error);
}

static AzudKept
kept_cb (void *data,
         int   stage,
         int   partition)
{
  return azud_execution_kept (AZUD_RUN (data)->work.execution, stage, partition);
}

static int
prefer_cb (void *data,
           int   stage,
           int   partition)
{
  return azud_execution_prefer (AZUD_RUN (data)->work.execution, stage, partition);
}

static void
drop_cb (void *data,
         int   stage,
         int   partition)
{
  azud_execution_drop (AZUD_RUN (data)->work.execution, stage, partition);
}

/* Lets go of inputs, exchanges and outputs; counts of edges stay. */
static void
release_execution (AzudRun      *self,
                   AzudRunState  state,
                   const AzudError *error)
{
  AzudExecution *execution = self->work.execution;
  GArray *edges;
  g_autoptr(GPtrArray) outputs = azud_execution_list_outputs (execution);

  azud_run_end_log (self, error);
  edges = azud_execution_count_edges (execution);
  azud_mutex_lock (&self->lock);
  self->edges = edges;
  self->memory_peak = azud_account_get_peak (self->work.account);
  self->spilled = azud_run_get_spilled_locked (self);
  self->evicted = azud_run_get_evicted_locked (self);
  azud_run_read_events_locked (self);
  azud_run_look_at_storage_locked (self);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      AzudRunNode *node = g_ptr_array_index (self->nodes, i);

      node->spilled = azud_execution_get_spilled (execution, node->node);
    }
  self->work.execution = NULL;
  if (state == AZUD_RUN_SUCCEEDED)
    for (guint i = 0; i < outputs->len; i++)
      g_ptr_array_add (self->outputs, g_strdup (g_ptr_array_index (outputs, i)));
  if (error != NULL)
    azud_error_to_gerror (error, &self->error);
  self->end_ns = azud_io_now_ns ();
  azud_mutex_unlock (&self->lock);

  azud_execution_free (execution);
  atomic_store (&self->state, state);
  atomic_fetch_add (&self->n_changes, 1);
  hurry_ticker (self);
}

static void
ended_cb (void            *data,
          const AzudError *error)
{
  AzudRun *self = data;
  AzudError commit_error = AZUD_ERROR_INIT;
  AzudRunState state = AZUD_RUN_SUCCEEDED;

  if (error == NULL)
    {
      atomic_store (&self->state, AZUD_RUN_COMMITTING);
      atomic_fetch_add (&self->n_changes, 1);
      if (!azud_execution_commit (self->work.execution, &commit_error))
        error = &commit_error;
    }
  if (error != NULL)
    state = error->fault == AZUD_FAULT_CANCELLED ? AZUD_RUN_CANCELLED : AZUD_RUN_FAILED;
  release_execution (self, state, error);
}

/* ---- in the caller's main context ---- */

static gboolean
tick_cb (gpointer data)
{
  AzudRun *self = data;
  AzudRunState state = azud_run_get_state (self);
  guint changes = atomic_load (&self->n_changes);
  gboolean over = state >= AZUD_RUN_SUCCEEDED;

  azud_run_sample (self);
  if (changes == self->seen_changes && !over)
    return G_SOURCE_CONTINUE;
  self->seen_changes = changes;
  g_object_ref (self);
  g_signal_emit (self, signals[CHANGED], 0);
  if (over)
    stop_ticker (self);
  g_object_unref (self);
  return over ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static void
start_ticker (AzudRun *self)
{
  GSource *ticker = g_timeout_source_new (TICK_MS);

  g_source_set_static_name (ticker, "azud-run");
  g_source_set_callback (ticker, tick_cb, self, NULL);
  self->context = g_main_context_ref_thread_default ();
  azud_mutex_lock (&self->lock);
  self->ticker = ticker;
  azud_mutex_unlock (&self->lock);
  g_source_attach (ticker, self->context);
  if (azud_run_get_state (self) >= AZUD_RUN_SUCCEEDED)
    hurry_ticker (self);
}

/* ---- which nodes are in which stages ---- */

static AzudRunNode *
find_node (AzudRun    *self,
           const char *id)
{
  AzudRunNode *node;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      node = g_ptr_array_index (self->nodes, i);
      if (g_strcmp0 (node->node, id) == 0)
        return node;
    }
  node = g_new0 (AzudRunNode, 1);
  node->node = g_strdup (id);
  node->stages = g_array_new (FALSE, FALSE, sizeof (int));
  g_ptr_array_add (self->nodes, node);
  return node;
}

/* The labels of a stage's first and last nodes name it: "Flights … Add airline". */
static char *
name_stage (GPtrArray *labels)
{
  if (labels->len == 0)
    return g_strdup ("");
  if (labels->len == 1)
    return g_strdup (g_ptr_array_index (labels, 0));
  return g_strdup_printf (labels->len == 2 ? "%s, %s" : "%s … %s", (char *) g_ptr_array_index (labels, 0),
                          (char *) g_ptr_array_index (labels, labels->len - 1));
}

static void
add_to_stage (AzudRun          *self,
              const AzudStage  *stage,
              const AzudOrigin *origin,
              GPtrArray        *ids,
              GPtrArray        *labels)
{
  AzudRunNode *node;

  if (origin->node == NULL || g_ptr_array_find_with_equal_func (ids, origin->node, g_str_equal, NULL))
    return;
  g_ptr_array_add (ids, origin->node);
  g_ptr_array_add (labels, origin->label != NULL ? origin->label : origin->node);
  node = find_node (self, origin->node);
  if (node->label == NULL)
    node->label = g_strdup (origin->label);
  g_array_append_val (node->stages, stage->id);
}

/* Whether the node of @origin is this exchange and nothing else (a cache, a repartition). */
static bool
is_exchange_only (const AzudRun    *self,
                  const AzudOrigin *origin)
{
  for (guint s = 0; s < self->work.stages->stages->len; s++)
    {
      const AzudStage *stage = g_ptr_array_index (self->work.stages->stages, s);

      for (guint i = 0; i < stage->operators->len; i++)
        {
          const AzudPlan *plan = g_ptr_array_index (stage->operators, i);

          if (plan->op != AZUD_PLAN_EXCHANGE && g_strcmp0 (plan->origin.node, origin->node) == 0)
            return false;
        }
    }
  return true;
}

static void
describe_stage (AzudRun         *self,
                const AzudStage *stage)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new ();
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < stage->operators->len; i++)
    {
      const AzudPlan *plan = g_ptr_array_index (stage->operators, i);

      if (plan->op != AZUD_PLAN_EXCHANGE)
        add_to_stage (self, stage, &plan->origin, ids, labels);
    }
  for (guint i = 0; i < stage->outputs->len; i++)
    {
      const AzudPlan *exchange = g_array_index (stage->outputs, AzudStageOutput, i).exchange;

      if (exchange != NULL && is_exchange_only (self, &exchange->origin))
        add_to_stage (self, stage, &exchange->origin, ids, labels);
    }
  /* one that only hands rows on is named by the node whose rows it reads */
  for (guint i = 0; labels->len == 0 && i < stage->leaves->len; i++)
    {
      const AzudPlan *leaf = g_ptr_array_index (stage->leaves, i);

      if (leaf->origin.label != NULL || leaf->origin.node != NULL)
        g_ptr_array_add (labels, leaf->origin.label != NULL ? leaf->origin.label : leaf->origin.node);
    }
  self->stage_names[stage->id] = name_stage (labels);
  g_ptr_array_add (ids, NULL);
  self->stage_nodes[stage->id] = g_strdupv ((char **) ids->pdata);
}

static void
describe_stages (AzudRun *self)
{
  guint n = self->work.stages->stages->len;

  self->stage_nodes = g_new0 (char **, n + 1);
  self->stage_names = g_new0 (char *, n + 1);
  self->parents = g_new0 (AzudStageParents, n + 1);
  g_array_set_size (self->stages, n);
  for (guint i = 0; i < n; i++)
    {
      const AzudStage *stage = g_ptr_array_index (self->work.stages->stages, i);

      self->parents[i] = (AzudStageParents){ .parents = (const int *) (void *) stage->parents->data, .n_parents = (int) stage->parents->len,
                                              .indeterminate = azud_stage_is_indeterminate (stage) };
      describe_stage (self, stage);
      g_array_index (self->stages, AzudStageView, i).n_expected = azud_execution_guess_tasks (self->work.execution, (int) i);
    }
  azud_run_describe_storage (self);
}

/* ---- starting ---- */

static bool
start_job (AzudRun   *self,
           AzudError *error)
{
  static const AzudJobWork functions = { .prepare = prepare_cb, .run = run_cb, .drop = drop_cb, .prefer = prefer_cb, .kept = kept_cb,
                                         .ended = ended_cb };
  AzudPool *pool = azud_session_get_pool (self->session, error);
  AzudJobOptions options = { .share = self->title, .rules = self->options.rules };
  AzudJob *job = NULL;

  if (pool == NULL || !azud_cancel_check (&self->cancel, error))
    return false;
  /* a document is a share; under FIFO nobody looks at them */
  azud_pool_set_fair (pool, self->options.is_fair);
  azud_budget_set_storage_fraction (self->session->budget, self->options.storage_fraction);
  /* the job may end before this function does: everything is in place before it starts */
  azud_mutex_lock (&self->lock);
  atomic_store (&self->state, AZUD_RUN_RUNNING);
  job = azud_job_start (pool, self->parents, (int) self->work.stages->stages->len, &functions, self, &options,
                        self->work.account, self->events, error);
  self->job = job;
  self->planned = job != NULL;
  azud_mutex_unlock (&self->lock);
  if (job != NULL && azud_cancel_requested (&self->cancel))
    azud_job_cancel (job);     /* asked for while there was no job yet */
  return job != NULL;
}

/* There will be no job.  What was prepared for one, outputs that were begun among it, goes now: views may keep the run for long. */
static void
fail_planning (AzudRun         *self,
               const AzudError *error)
{
  AzudExecution *execution;

  azud_run_end_log (self, error);
  azud_mutex_lock (&self->lock);
  execution = self->work.execution;
  self->work.execution = NULL;
  azud_error_to_gerror (error, &self->error);
  self->end_ns = azud_io_now_ns ();
  azud_mutex_unlock (&self->lock);
  azud_execution_free (execution);
  atomic_store (&self->state, error->fault == AZUD_FAULT_CANCELLED ? AZUD_RUN_CANCELLED : AZUD_RUN_FAILED);
  atomic_fetch_add (&self->n_changes, 1);
  hurry_ticker (self);
}

/* Planner thread: looks at files, so it may wait. */
static void *
planner_worker (void *data)
{
  AzudRun *self = data;
  AzudExprSettings settings = self->work.settings;
  AzudStageSettings stage_settings = self->work.stage_settings;
  g_autofree char *time_zone = self->work.time_zone;
  AzudError error = AZUD_ERROR_INIT;
  AzudWork work = { 0 };
  bool done;

  done = azud_run_open_log (self, &error);
  azud_session_sweep (self->session);
  self->spill_start = azud_spill_folder_get_written (azud_budget_get_spill_folder (self->session->budget));
  self->evict_start = azud_block_store_get_evicted (azud_budget_get_block_store (self->session->budget));
  done = done && azud_work_init (&work, self->roots, &settings, &stage_settings, self->session->budget, self->session->account, "run", &error);
  if (done)
    azud_execution_reuse (work.execution, self->session->datasets, self->session->keeps_all);
  done = done && azud_session_get_pool (self->session, &error) != NULL;      /* from here on it is known how many workers there are */
  done = done && azud_work_check_memory (&work, self->session->n_threads, azud_account_get_limit (self->session->account), &error);

  azud_mutex_lock (&self->lock);
  self->work = work;
  azud_mutex_unlock (&self->lock);
  if (done)
    {
      describe_stages (self);
      done = azud_run_begin_log (self, &error) && start_job (self, &error);
    }
  if (!done)
    fail_planning (self, &error);
  return NULL;
}

static void
join_planner (AzudRun *self)
{
  bool joined;

  azud_mutex_lock (&self->lock);
  joined = self->planner_joined;
  self->planner_joined = true;
  azud_mutex_unlock (&self->lock);
  if (!joined)
    azud_thread_join (self->planner);
}

static char *
name_document (AzudDocument *document)
{
  const char *path = azud_document_get_path (document);

  return path != NULL ? g_path_get_basename (path) : g_strdup ("azud");
}

AzudRun *
azud_session_start (AzudSession  *session,
                    AzudDocument *document,
                    const char   *to_node,
                    GError      **error)
{
  return azud_session_start_logged (session, document, to_node, NULL, error);
}

AzudRun *
azud_session_start_logged (AzudSession  *session,
                           AzudDocument *document,
                           const char   *to_node,
                           const char   *log_path,
                           GError      **error)
{
  g_autoptr(AzudRun) self = NULL;
  g_autoptr(GPtrArray) roots = azud_document_get_sinks (document, to_node, error);
  AzudError fault = AZUD_ERROR_INIT;

  if (roots == NULL)
    return NULL;

  self = g_object_new (AZUD_TYPE_RUN, NULL);
  self->planner_joined = true;
  self->session = g_object_ref (session);
  self->start_ns = azud_io_now_ns ();
  self->roots = g_steal_pointer (&roots);
  self->title = name_document (document);
  azud_run_options_read (&self->options, document);
  self->log_path = g_strdup (log_path);
  self->log_properties = log_path != NULL ? azud_run_list_properties (document) : NULL;
  self->work.settings = azud_document_get_expr_settings (document);
  self->work.time_zone = g_strdup (self->work.settings.time_zone);
  self->work.settings.time_zone = self->work.time_zone;
  self->work.stage_settings = azud_document_get_stage_settings (document);
  self->events_account = azud_account_new (session->account, "events", 0);
  if (self->events_account != NULL)
    self->events = azud_event_log_new (bell_cb, self, self->events_account, &fault);
  if (self->events == NULL || !azud_thread_start (&self->planner, "azud-planner", planner_worker, self))
    {
      azud_error_set (&fault, AZUD_FAULT_RESOURCE, "AZUD_NO_THREADS", N_("The system refuses to start a thread"), NULL);
      azud_error_to_gerror (&fault, error);
      return NULL;
    }
  self->planner_joined = false;
  start_ticker (self);
  return g_steal_pointer (&self);
}

void
azud_run_cancel (AzudRun *self)
{
  AzudJob *job;

  azud_cancel_request (&self->cancel);
  azud_mutex_lock (&self->lock);
  job = self->job;
  azud_mutex_unlock (&self->lock);
  if (job != NULL)
    azud_job_cancel (job);
}

AzudRunState
azud_run_get_state (AzudRun *self)
{
  return (AzudRunState) atomic_load (&self->state);
}

gboolean
azud_run_wait (AzudRun *self,
               GError **error)
{
  azud_assert_may_block ();
  join_planner (self);
  if (self->job != NULL)
    azud_job_wait (self->job);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->error));
      return FALSE;
    }
  return TRUE;
}

const GError *
azud_run_get_error (AzudRun *self)
{
  return azud_run_get_state (self) >= AZUD_RUN_SUCCEEDED ? self->error : NULL;
}
