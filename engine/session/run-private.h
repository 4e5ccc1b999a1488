/* run-private.h: the inside of a run
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "runtime/log/run-log.h"
#include "session/run-decisions.h"
#include "session/session-private.h"

/* What a document node has to do with the run. */
typedef struct
{
  char   *node;
  char   *label;
  GArray *stages;      /* int: stages with operators of it */
  gint64  spilled;     /* bytes, once the execution is gone */
} AzudRunNode;

/* How the run is scheduled. */
typedef struct
{
  AzudSchedulerRules rules;
  bool               is_fair;           /* it shares the workers with other runs, rather than waiting for them */
  double             storage_fraction;  /* of the memory, that blocks of exchanges and caches may keep */
} AzudRunOptions;

/** azud_run_options_read: from the settings of @document.  Thread: the document's. */
void azud_run_options_read (AzudRunOptions *options, AzudDocument *document);

/** azud_run_list_properties: settings and parameters as they are in this run, name after name with its value, ended by NULL; values whose
 * names speak of secrets are hidden.  Thread: the document's.  (transfer full) */
char **azud_run_list_properties (AzudDocument *document);

struct _AzudRun
{
  GObject            parent_instance;
  AzudSession       *session;          /* kept while the run lives */
  AzudWork           work;             /* execution is freed at the end; stages stay for views */
  AzudAccount       *events_account;
  AzudEventLog      *events;
  GPtrArray         *roots;            /* until the planner has worked on them */
  AzudThread         planner;          /* measures, optimises, cuts, starts the job */
  bool               planner_joined;   /* guarded by lock */
  AzudCancel         cancel;           /* asked for before there was a job */
  AzudJob           *job;              /* guarded by lock until planned; NULL when planning failed */
  AzudStageParents  *parents;
  gint64             start_ns;
  GPtrArray         *nodes;            /* (element-type AzudRunNode) */
  char            ***stage_nodes;      /* [stage] ids of its nodes, zero-terminated */
  char             **stage_names;

  _Atomic int        state;            /* AzudRunState */
  _Atomic guint      n_changes;        /* rings */
  guint              seen_changes;     /* main context only */
  GMainContext      *context;
  GSource           *ticker;

  AzudRunOptions     options;
  char              *title;            /* of the document */
  char              *log_path;         /* NULL: no log is kept */
  AzudRunLog        *log;              /* until the run's end */
  char             **log_properties;   /* names and values, in turns */
  GPtrArray         *log_caches;       /* of run-log-storage.c; the log's thread only */
  bool               log_begun;        /* its first lines are written */
  gint64             log_start_ms;
  guint              log_n_changes;    /* of the plan that the log tells of; the log's thread only */
  int               *log_n_tasks;      /* [stage] as guessed; NULL until planned */
  AzudRunLogStage   *log_stages;       /* [stage], ended by one without info */

  AzudMutex          lock;             /* guards what follows */
  GError            *log_error;        /* why the log is not whole */
  bool               planned;          /* stages, nodes and job are there and stay */
  gint64             end_ns;
  GError            *error;
  GArray            *samples;          /* AzudMemorySample */
  gint64             last_sample_ns;
  gint64             sample_every_ns;  /* grows with the run, so that their number does not */
  GArray            *tasks;            /* AzudTaskView, as far as events were read */
  GArray            *stages;           /* AzudStageView figures only */
  GArray            *losses;           /* AzudLossView */
  GPtrArray         *datasets;         /* of run-storage.c; the list itself stays once planned */
  GArray            *to_lose;          /* (nullable) blocks that the next task is to forget */
  GPtrArray         *failures;         /* (element-type AzudFailureView) */
  GArray            *missed;           /* AzudLossView: outputs somebody could not read, by whom */
  GHashTable        *repeated;         /* stage << 32 | partition (gint64) of tasks that were begun more than once */
  guint64            n_events_read;
  GArray            *edges;            /* AzudEdgeCount: final counts once the execution is gone */
  GArray            *decisions;        /* AzudDecisionView, which own their texts */
  GPtrArray         *outputs;          /* (element-type utf8) once committed */
  double             progress;         /* as told last: it never goes back */
  gint64             memory_peak;
  gint64             spill_start;      /* bytes the session had spilled before this run */
  gint64             spilled;          /* bytes, once the run is over */
  gint64             evict_start;      /* bytes of blocks that had left memory before this run */
  gint64             evicted;          /* once the run is over */
};

/** azud_run_since_start: a monotonic time as microseconds since the run began. */
static inline gint64
azud_run_since_start (const AzudRun *run, gint64 time_ns)
{
  return (time_ns - run->start_ns) / 1000;
}

/** azud_stage_view_add: adds what an attempt counted. */
void azud_stage_view_add (AzudStageView *stage, const int64_t counts[AZUD_N_COUNTS]);

/** azud_run_read_events_locked: brings tasks and stages up to date. */
void azud_run_read_events_locked (AzudRun *run);

/** azud_run_failures_new, _note_failure_locked: of run-failures.c: an empty list; one attempt that failed. */
GPtrArray *azud_run_failures_new (void);
void azud_run_note_failure_locked (AzudRun *run, const AzudEvent *event);

/** azud_run_get_spilled_locked: bytes this run has written to the spill folder. */
gint64 azud_run_get_spilled_locked (AzudRun *run);

/** azud_run_describe_storage: the datasets of the plan; once, before the job begins. */
void azud_run_describe_storage (AzudRun *run);

/** azud_run_look_at_storage_locked: notes where their blocks are now. */
void azud_run_look_at_storage_locked (AzudRun *run);

/** azud_run_lose_wanted_blocks: carries out azud_run_lose_block().  Thread: worker, while a task of the run is on it. */
void azud_run_lose_wanted_blocks (AzudRun *run);

/** azud_run_get_evicted_locked: bytes of blocks that left memory since this run began. */
gint64 azud_run_get_evicted_locked (AzudRun *run);

/** azud_run_open_log, _begin_log, _end_log, _clear_log: the log's file, its first lines and its thread, its last lines, all of it.  Each does
 * nothing when no log is kept.  Blocking; in this order, by whoever has the run in hand. */
bool azud_run_open_log (AzudRun *run, AzudError *error) AZUD_WARN_UNUSED;
bool azud_run_begin_log (AzudRun *run, AzudError *error) AZUD_WARN_UNUSED;
void azud_run_end_log (AzudRun *run, const AzudError *failure);
void azud_run_clear_log (AzudRun *run);

/** azud_run_memory_to_json_locked: `memory` of `--stats json`, of a run that is planned. */
AzudJson *azud_run_memory_to_json_locked (AzudRun *run);

/** azud_run_log_caches: lines on blocks of caches that came, moved or went since the last call.  The log's thread.  (transfer full) */
char *azud_run_log_caches (AzudRun *run);
void  azud_run_log_caches_clear (AzudRun *run);

/** azud_run_note_decisions: takes over what the execution has decided since.  Thread: any. */
void azud_run_note_decisions (AzudRun *run);

/** azud_run_sample: notes memory figures, at most every 5 ms, less often in long runs.  Thread: any. */
void azud_run_sample (AzudRun *run);
