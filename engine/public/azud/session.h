/* session.h: running and previewing pipelines
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A session owns the workers, the memory budget, the block store and the spill folder; runs and previews are its children.
 * Everything here may be called from the main thread and does not block, except functions that say so.
 */

#pragma once

#include <azud/document.h>

G_BEGIN_DECLS

typedef struct
{
  guint       n_threads;       /* 0 = one a core */
  gint64      memory_bytes;    /* 0 = the engine's own choice (cgroup aware) */
  const char *temp_folder;     /* NULL = TMPDIR or /tmp */
  gint64      temp_bytes;      /* that spilling may take of it; 0 = what the disk has */
  gboolean    keeps_rows;      /* what stages left stays, as long as there is room, for later runs that need the same rows of the same files;
                                  FALSE: only what cache nodes keep */
} AzudSessionOptions;

#define AZUD_TYPE_SESSION (azud_session_get_type ())
__attribute__ ((visibility ("default")))
G_DECLARE_FINAL_TYPE (AzudSession, azud_session, AZUD, SESSION, GObject)

AzudSession *azud_session_new (const AzudSessionOptions *options, GError **error);

/** azud_session_close: cancels all children and waits for them.  Blocking. */
void azud_session_close (AzudSession *session);

/** azud_session_forget_rows: gives back what earlier runs left for later ones.  Blocking.
 * Returns: how many bytes of memory and disk together that freed. */
gint64 azud_session_forget_rows (AzudSession *session);

/* ---- runs ---- */

typedef enum { AZUD_RUN_PREPARING, AZUD_RUN_RUNNING, AZUD_RUN_COMMITTING, AZUD_RUN_SUCCEEDED, AZUD_RUN_FAILED, AZUD_RUN_CANCELLED } AzudRunState;

#define AZUD_TYPE_RUN (azud_run_get_type ())
__attribute__ ((visibility ("default")))
G_DECLARE_FINAL_TYPE (AzudRun, azud_run, AZUD, RUN, GObject)

/* Signal `changed ()`: at most 30 times a second and once at the end, in the main context azud_session_start was called in. */

/**
 * azud_session_start: runs @document as it is now (a snapshot is taken; later edits do not matter).
 * @to_node: (nullable): only what this node needs, and its own sinks; NULL = all sinks
 *
 * Returns: (transfer full) (nullable): NULL and @error when the graph has errors or nothing to run.
 */
AzudRun *azud_session_start (AzudSession *session, AzudDocument *document, const char *to_node, GError **error);

/**
 * azud_session_start_logged: the same, and keeps a run log (a Spark event log, JSON lines).
 * @log_path: (nullable): its file.  An earlier log there is replaced; anything else is left alone, and the run fails before it reads
 *   anything, as it does when the file cannot be made
 *
 * A log that cannot be written any further (a full disk) ends there; the run goes on: azud_run_get_log_error().
 */
AzudRun *azud_session_start_logged (AzudSession *session, AzudDocument *document, const char *to_node, const char *log_path, GError **error);

/** azud_run_get_log_error: why the log of a run that is over is not whole, or NULL.  (transfer none) */
const GError *azud_run_get_log_error (AzudRun *run);

void         azud_run_cancel (AzudRun *run);
AzudRunState azud_run_get_state (AzudRun *run);

/** azud_run_wait: blocks until the end.  FALSE and @error when it failed or was cancelled.  Not on the main thread of a window. */
gboolean azud_run_wait (AzudRun *run, GError **error);

/** azud_run_get_error: why it failed, or NULL.  (transfer none) */
const GError *azud_run_get_error (AzudRun *run);

typedef enum { AZUD_TASK_WAITING, AZUD_TASK_RUNNING, AZUD_TASK_SUCCEEDED, AZUD_TASK_FAILED, AZUD_TASK_CANCELLED } AzudTaskState;

/* Where an attempt ran: its task had no wish, or ran on the worker it prefers, or on another one. */
typedef enum { AZUD_TASK_ANYWHERE, AZUD_TASK_NEAR, AZUD_TASK_FAR } AzudTaskPlace;

/* One attempt of a task. */
typedef struct
{
  int           stage;
  int           partition;
  int           attempt;
  int           worker;          /* lane */
  AzudTaskState state;
  gint64        start_us;        /* since the run began */
  gint64        end_us;          /* 0 while running */
  gint64        rows_in, rows_out, bytes_in, bytes_out;
  gint64        shuffle_read_bytes, shuffle_write_bytes;   /* parts of bytes_in, bytes_out */
  gint64        spilled_bytes;   /* by the attempt itself, to disk */
  gint64        memory_bytes;    /* peak */
  gboolean      lost;            /* it succeeded, but what it left was lost afterwards: another attempt runs */
  gboolean      speculative;     /* a copy of a slow attempt */
  gboolean      recomputed;      /* begun since what an earlier attempt had left was lost */
  int           stage_attempt;   /* of the stage, from 0 */
  AzudTaskPlace place;
  int           lost_stage;      /* FAILED: the task whose output it could not read; -1 = that is not why */
  int           lost_partition;
} AzudTaskView;

typedef enum
{
  AZUD_STAGE_WAITING,
  AZUD_STAGE_RUNNING,
  AZUD_STAGE_DONE,
  AZUD_STAGE_SKIPPED,            /* what it would leave was there already */
  AZUD_STAGE_FAILED,
  AZUD_STAGE_CANCELLED           /* the run ended while it ran */
} AzudStageState;

typedef struct
{
  int      id;
  char    *name;                 /* "scan flights", "aggregate by carrier" */
  int      n_tasks, n_done, n_running, n_failed;
  int      n_expected;           /* tasks, as it looked before the run; n_tasks is 0 until the stage begins */
  int      n_parents;
  int     *parents;
  gint64   start_us, end_us;     /* 0 = not yet */
  gint64   rows_in, rows_out, bytes_in, bytes_out;
  gint64   shuffle_read_bytes, shuffle_write_bytes;
  gint64   spilled_bytes;        /* by its tasks themselves; blocks that had to leave memory later count for the run only */
  gint64   task_us;              /* time of all attempts that ended */
  AzudStageState state;
  int      n_attempts;           /* of the stage: 1, and one more for each time outputs of it were lost */
  int      n_started;            /* attempts of its tasks */
  int      n_retried;            /* attempts after a task's first one, copies apart */
  int      n_speculative;        /* copies of slow attempts */
  int      n_lost;               /* outputs that were there and are lost */
  int      n_near, n_far, n_anywhere;   /* attempts by place */
  gboolean skipped;
  char   **nodes;                /* ids of document nodes with operators in it, zero-terminated */
} AzudStageView;

typedef struct
{
  char    *from_node;            /* the wire's beginning */
  char    *from_port;
  gint64   rows;
  gboolean merged;               /* not counted: this edge was optimised into another operator */
  char    *merged_into;          /* which node, or NULL */
} AzudEdgeView;

typedef struct
{
  char    *node;
  char    *label;                /* what people call it */
  double   progress;             /* 0..1 over its stages' tasks */
  AzudRunState state;
  gint64   rows_out;
  gint64   time_us;              /* task time of its stages, shared by operators */
  gint64   memory_bytes;         /* peak */
  gint64   spilled_bytes;
} AzudNodeView;

typedef struct
{
  gint64 time_us;
  gint64 execution_bytes;
  gint64 storage_bytes;
  gint64 spilled_bytes;          /* until then */
  gint64 evicted_bytes;          /* of blocks that left memory until then */
} AzudMemorySample;

/* An output that was lost, and who missed it. */
typedef struct
{
  gint64 time_us;
  int    stage;
  int    partition;              /* task that had left it; -1 = all of the stage */
  int    reader_stage;           /* -1 = not known */
  int    reader_partition;       /* -1 = the stage could not be prepared for it */
  gint64 recovered_us;           /* it was there again; 0 = not yet */
} AzudLossView;

/* How the plan of a stage that had not begun was changed by the sizes of what it was to read. */
typedef enum
{
  AZUD_DECISION_COALESCE,        /* small partitions of an exchange are read by fewer tasks */
  AZUD_DECISION_SPLIT,           /* a large partition of a join is read by several tasks */
  AZUD_DECISION_BROADCAST,       /* a join of two shuffled sides makes one table of a small one for all its tasks */
  AZUD_DECISION_BUILD_SIDE       /* a join makes its tables of the other, smaller side */
} AzudDecisionKind;

typedef struct
{
  AzudDecisionKind kind;
  int     version;               /* of the plan that came of it: 1, 2, ... */
  int     stage;
  char   *node;                  /* the document's, or NULL */
  char   *name;                  /* its label, or what there is */
  char   *operation;             /* the plan's line */
  int     partition;             /* SPLIT: which one; else -1 */
  int     side;                  /* BROADCAST, BUILD_SIDE: 0 left, 1 right; else -1 */
  int     n_before;              /* COALESCE: partitions; SPLIT: 1; else tables there would have been */
  int     n_after;               /* COALESCE, SPLIT: tasks; else tables */
  gint64  bytes;                 /* COALESCE: of the partitions together; SPLIT: of the partition; else of the side */
  gint64  reference_bytes;       /* COALESCE: the size aimed at; SPLIT: the median partition; BROADCAST: the threshold; BUILD_SIDE: the other
                                  * side */
  gint64  time_us;               /* since the run began */
} AzudDecisionView;

/** azud_decision_describe: one translated sentence.  (transfer full)  Pure; thread: any. */
char     *azud_decision_describe (const AzudDecisionView *decision);

/** azud_decision_read_json: a decision out of `--stats json` or a run log.  Texts belong to @json.  FALSE when it is none. */
gboolean  azud_decision_read_json (const AzudJson *json, AzudDecisionView *decision);

/* A snapshot is plain data, no pointers into the run. */
typedef struct
{
  AzudRunState      state;
  gint64            elapsed_us;
  double            progress;        /* 0..1 of all stages, by the tasks each was expected to have; it never goes back */
  guint             n_workers;
  guint             n_stages;   AzudStageView    *stages;
  guint             n_tasks;    AzudTaskView     *tasks;     /* started ones, by start time */
  guint             n_edges;    AzudEdgeView     *edges;
  guint             n_nodes;    AzudNodeView     *nodes;
  guint             n_samples;  AzudMemorySample *samples;
  guint             n_losses;   AzudLossView     *losses;    /* by time */
  guint             n_decisions; AzudDecisionView *decisions; /* in order */
  gint64            memory_limit, memory_peak;
  gint64            spilled_bytes;    /* all that went to disk for want of memory: by tasks themselves (stages tell), and blocks that left memory */
  gint64            evicted_bytes;
  guint             n_outputs;  char            **outputs;   /* paths written, once committed */
} AzudRunSnapshot;

/** azud_run_snapshot: the state now; cheap enough for 30 Hz.  (transfer full) */
AzudRunSnapshot *azud_run_snapshot (AzudRun *run);
void             azud_run_snapshot_free (AzudRunSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudRunSnapshot, azud_run_snapshot_free)

/** azud_run_snapshot_get_skew: how many times as long as the middle task of @stage its longest one took; 0 where that is not worth telling: it
 * took less than twice as long, less than a second or less than a tenth of the run, or it had no more rows or bytes than others (then it is
 * the machine's noise); and with fewer than 4 tasks that ended.
 * @worst: (out): that task; untouched when there is none.  Pure.  Thread: any. */
double           azud_run_snapshot_get_skew (const AzudRunSnapshot *snapshot, int stage, const AzudTaskView **worst);

/* Figures of tasks that have a spread. */
typedef enum
{
  AZUD_FIGURE_DURATION,          /* microseconds */
  AZUD_FIGURE_ROWS_IN,
  AZUD_FIGURE_ROWS_OUT,
  AZUD_FIGURE_BYTES_IN,
  AZUD_FIGURE_BYTES_OUT,
  AZUD_FIGURE_SPILLED,
  AZUD_FIGURE_MEMORY             /* peak */
} AzudTaskFigure;
#define AZUD_N_FIGURES (AZUD_FIGURE_MEMORY + 1)

/**
 * azud_run_snapshot_get_quantiles: minimum, 25 %, median, 75 % and maximum of @figure over the attempts of @stage that count (they
 * succeeded and what they left was not lost), as Spark's stage page has them: each is a value that occurred.
 *
 * Returns: number of those attempts; with 0 @quantiles is untouched.  Pure.  Thread: any.
 */
guint            azud_run_snapshot_get_quantiles (const AzudRunSnapshot *snapshot, int stage, AzudTaskFigure figure, gint64 quantiles[5]);

/**
 * azud_run_snapshot_get_histogram: counts the same attempts by equal ranges of @figure from its minimum to its maximum.
 * @bars: (array length=n_bars): attempts in each range; a single value fills the first
 *
 * Returns: number of attempts counted.  Pure.  Thread: any.
 */
guint            azud_run_snapshot_get_histogram (const AzudRunSnapshot *snapshot, int stage, AzudTaskFigure figure, guint *bars, guint n_bars);

/** azud_run_snapshot_explain: five translated sentences on where the time of a finished run went: the longest chain of stages, the slowest
 * stage, skew (and how the plan was changed), spilling, idle workers.  Pure.  Thread: any.  (transfer full) (array zero-terminated=1) */
char           **azud_run_snapshot_explain (const AzudRunSnapshot *snapshot);

/* Why attempts of a task failed; those that failed in the same way are one. */
typedef struct
{
  int   stage;
  int   partition;
  int   n;                       /* attempts */
  char *condition;
  char *message;                 /* of the first one, in the user's language, cut at some 200 bytes */
} AzudFailureView;

/** azud_run_list_failures: in the order of their first attempts; also of a run that succeeded in the end.  Thread: any.
 * (transfer full) (element-type AzudFailureView) */
GPtrArray *azud_run_list_failures (AzudRun *run);

/** azud_run_stats: the contract's `--stats json` object.  (transfer full) */
AzudJson *azud_run_stats (AzudRun *run);

/* ---- previews and other readings of data, in the preview worker ---- */

/* Profile of one previewed column. */
typedef struct
{
  gint64  n_null;
  gint64  n_distinct;        /* among the rows seen; -1 unknown */
  char   *minimum;           /* as text, or NULL */
  char   *maximum;
  guint   n_bars;            /* histogram, ≤ 16 bars: numbers and dates by equal ranges, text by most frequent values */
  gint64  bars[16];
  char   *bar_labels[16];
} AzudColumnProfile;

typedef struct
{
  guint              n_columns;
  char             **names;
  char             **types;
  AzudColumnProfile *profiles;
  guint              n_rows;          /* rows held, ≤ the asked number */
  char            ***rows;            /* [row][column] text as Spark shows it, cut at 4 KiB; NULL = null */
  gint64             total_rows;      /* rows of the port over what was read; -1 unknown */
  gboolean           sample;          /* computed on a sample: total_rows counts the sample */
  gint64             sample_rows;     /* source rows that were read when sample */
  gint64             elapsed_us;
} AzudPreview;

void azud_preview_free (AzudPreview *preview);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudPreview, azud_preview_free)

/** azud_session_preview_async: the first @max_rows rows of a port, without any sink.  A later call on the same session does not wait
 * for earlier ones: those are cancelled when @replace is set.  Callback in the caller's main context. */
void azud_session_preview_async (AzudSession        *session,
                                 AzudDocument       *document,
                                 const char         *node,
                                 const char         *port,
                                 guint               max_rows,
                                 gboolean            replace,
                                 GCancellable       *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer            data);
AzudPreview *azud_session_preview_finish (AzudSession *session, GAsyncResult *result, GError **error);

/** azud_session_preview: the same, blocking, always on the whole input (command line: peek). */
AzudPreview *azud_session_preview (AzudSession *session, AzudDocument *document, const char *node, const char *port, guint max_rows, GError **error);

/** azud_session_sniff_async: looks at a file (dialect, header, types).  Result: an object whose members are the parameters of the
 * read-csv node to set (`header`, `sep`, `schema`, ...), for one undoable command.  @path: absolute, or relative to @base_folder. */
void azud_session_sniff_async (AzudSession *session, const char *path, const char *base_folder, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
AzudJson *azud_session_sniff_finish (AzudSession *session, GAsyncResult *result, GError **error);

/** azud_session_sniff: blocking. */
AzudJson *azud_session_sniff (AzudSession *session, const char *path, const char *base_folder, GError **error);

/* ---- run logs ---- */

/**
 * azud_run_log_read: what a run log tells, ours or Spark's: a file or the folder of a rolling log, plain or compressed (zstd, lz4).
 *
 * Returns: (transfer full) (nullable): {"application":{...},"incomplete":false,"jobs":[...],"stages":[...],"executors":[...],
 * "storage":[...],"sql":[...]} with the members of Spark's REST interface; `incomplete` when it is cut off or still being written.
 * NULL and @error when it is no run log.  Blocking.
 */
AzudJson *azud_run_log_read (const char *path, GError **error);

/* ---- command line tools (blocking) ---- */

/** azud_session_eval: `azud eval`: {"type":"int","value":"3"} or @error.  (transfer full) */
AzudJson *azud_session_eval (AzudSession *session, const char *expression, const char *time_zone, GError **error);

/** azud_session_sql: `azud sql`: {"columns":[...],"rows":[...]}.
 * @tables, @options: "NAME=FILE" and "NAME.KEY=VALUE" (zero-terminated) or NULL */
AzudJson *azud_session_sql (AzudSession *session, const char *sql, const char *const *tables, const char *const *options, const char *time_zone, GError **error);

/** azud_functions_describe: all functions (or only @name) as JSON for `azud functions --json`; NULL if unknown. */
AzudJson *azud_functions_describe (const char *name);

G_END_DECLS
