/* plan.h: the logical operators
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A plan is an immutable DAG of reference-counted operators.  Node types lower to it, targets print the unoptimised one, the
 * optimiser rewrites it, stages cut it.  About twenty operators carry all node types; operators marked *idiom* exist because Spark has
 * a word for them, and the first optimiser phase expands them.  Document side: GLib memory.
 */

#pragma once

#include "expr/expr.h"

typedef struct _AzudPlan AzudPlan;

typedef enum
{
  /* leaves */
  AZUD_PLAN_INPUT,         /* a named input with a schema: examples, tests, previews */
  AZUD_PLAN_SCAN,          /* files */
  AZUD_PLAN_VALUES,        /* rows of literals */
  AZUD_PLAN_RANGE,         /* bigint from start to end by step */
  AZUD_PLAN_REJECTS,       /* the rows a scan (its input) could not read */
  /* narrow */
  AZUD_PLAN_PROJECT,       /* named expressions */
  AZUD_PLAN_FILTER,
  AZUD_PLAN_SAMPLE,        /* idiom: pmod(xxhash64(seed, columns...)) below a threshold */
  AZUD_PLAN_FILL_NULLS,    /* idiom: fillna */
  AZUD_PLAN_DROP_NULLS,    /* idiom: dropna */
  AZUD_PLAN_UNION,         /* two or more inputs, by position once resolved */
  /* wide */
  AZUD_PLAN_AGGREGATE,
  AZUD_PLAN_DEDUPLICATE,   /* idiom: dropDuplicates */
  AZUD_PLAN_JOIN,
  AZUD_PLAN_SORT,
  AZUD_PLAN_LIMIT,
  AZUD_PLAN_TOP_N,         /* made by the optimiser from limit over sort */
  AZUD_PLAN_WINDOW,
  AZUD_PLAN_REPARTITION,
  AZUD_PLAN_CACHE,
  /* sinks */
  AZUD_PLAN_WRITE,
  /* physical: made when stages are cut */
  AZUD_PLAN_EXCHANGE       /* its input is another stage */
} AzudPlanOp;

/* Which word of Spark a projection came from; decides how targets print it. */
typedef enum
{
  AZUD_PROJECT_SELECT,         /* select(...) */
  AZUD_PROJECT_WITH_COLUMNS,   /* withColumns({...}): keeps all, replaces or appends */
  AZUD_PROJECT_RENAME,         /* withColumnsRenamed({...}) */
  AZUD_PROJECT_DROP,           /* drop(...) */
  AZUD_PROJECT_CAST            /* withColumns of casts */
} AzudProjectIdiom;

typedef enum
{
  AZUD_JOIN_INNER,
  AZUD_JOIN_LEFT,
  AZUD_JOIN_RIGHT,
  AZUD_JOIN_FULL,
  AZUD_JOIN_SEMI,
  AZUD_JOIN_ANTI,
  AZUD_JOIN_CROSS
} AzudJoinType;

typedef enum { AZUD_AGGREGATE_COMPLETE, AZUD_AGGREGATE_PARTIAL, AZUD_AGGREGATE_FINAL } AzudAggregateMode;

typedef struct
{
  char     *name;
  AzudExpr *expr;          /* resolved against the input's schema (aggregates: may contain one aggregate call at the top) */
  bool      passed;        /* an untouched column of the input (WITH_COLUMNS, RENAME, DROP): targets leave it out */
} AzudNamedExpr;

typedef struct
{
  AzudExpr *expr;
  bool      descending;
  bool      nulls_last;
} AzudSortKey;

/* Where an operator came from; rewrites keep it. */
typedef struct
{
  char *node;      /* path of node ids ("clean/filter-1"), or NULL for made-up operators */
  char *port;      /* output port id */
  char *label;     /* the node's label: names variables in scripts */
} AzudOrigin;

typedef enum
{
  AZUD_TAP_ROWS,        /* rows that leave the operator */
  AZUD_TAP_ROWS_READ,   /* on a SCAN: rows read, before its pushed filter */
  AZUD_TAP_MERGED       /* not counted: a rewrite merged the edge into this operator */
} AzudTapKind;

/* An edge counter: rows that leave this operator are the rows on the wire that leaves node:port. */
typedef struct
{
  char       *node;
  char       *port;
  AzudTapKind kind;
} AzudTap;

typedef struct _AzudTaps AzudTaps;   /* a list of them */

/* Where a cached dataset is kept (Spark's StorageLevel; rows are kept in the engine's chunks, on disk always compressed). */
typedef enum
{
  AZUD_STORAGE_MEMORY_ONLY,       /* what finds no room between runs is computed again */
  AZUD_STORAGE_MEMORY_AND_DISK,   /* what finds no room is written to the spill folder */
  AZUD_STORAGE_DISK_ONLY
} AzudStorageLevel;

typedef enum { AZUD_FRAME_DEFAULT, AZUD_FRAME_ROWS, AZUD_FRAME_RANGE } AzudFrameKind;

#define AZUD_FRAME_UNBOUNDED INT64_MAX

/* Which rows a window's aggregates see.  Zero-initialised: Spark's default (with an order: unbounded preceding to
 * the current row with its equals; without: the whole partition).  Offsets count rows or are added to the order key;
 * negative = preceding, 0 = current row; -AZUD_FRAME_UNBOUNDED as start, AZUD_FRAME_UNBOUNDED as end. */
typedef struct
{
  AzudFrameKind kind;
  int64_t       start;
  int64_t       end;
} AzudWindowFrame;

/* Where a scan or write goes.  Options have Spark's names ("sep", "header", "mode" ...). */
typedef struct
{
  char       *format;        /* "csv" */
  GPtrArray  *paths;         /* (element-type utf8) absolute, may hold globs or folders; one path for writes */
  GPtrArray  *shown_paths;   /* the same as written in the document, for scripts and texts */
  GHashTable *options;       /* utf8 -> utf8 */
  char       *mode;          /* write: "error", "overwrite", "append", "ignore" */
  bool        single_file;   /* write: one file instead of a folder */
} AzudDataset;

typedef enum
{
  AZUD_EXCHANGE_SINGLE,       /* all partitions into one, in partition order */
  AZUD_EXCHANGE_MERGE,        /* sorted partitions merged into one sorted partition */
  AZUD_EXCHANGE_HASH,         /* by hash of keys into n partitions */
  AZUD_EXCHANGE_RANGE,        /* by sampled ranges of sort keys into n partitions */
  AZUD_EXCHANGE_ROUND_ROBIN,
  AZUD_EXCHANGE_BROADCAST,    /* all partitions to every task */
  AZUD_EXCHANGE_KEEP          /* partitions stay what they are, for all who read them: a cache */
} AzudExchangeKind;

struct _AzudPlan
{
  _Atomic int  ref_count;
  AzudPlanOp   op;
  AzudOrigin   origin;
  AzudTaps    *taps;          /* (nullable): azud_plan_list_taps() */
  AzudSchema  *schema;
  int          n_inputs;
  AzudPlan   **inputs;
  union
  {
    struct { char *name; } input;
    struct
    {
      AzudDataset *data;
      AzudSchema  *file_schema;   /* pinned: all columns of the files, in file order */
      int         *columns;       /* which of them are read, in output order; n = schema->n_fields (a corrupt-record column is -1) */
      AzudExpr    *filter;        /* pushed condition over the output schema, or NULL */
      int64_t      limit;         /* pushed limit, -1 = none */
      bool         has_rejects;   /* a REJECTS operator reads it: all columns are converted */
      int64_t      estimated_bytes;   /* sum of file sizes when lowered, -1 unknown */
    } scan;
    struct { GPtrArray *rows; /* (element-type AzudExpr[]) n_fields literals a row */ } values;
    struct { int64_t start, end, step; } range;
    struct { AzudNamedExpr *items; int n_items; AzudProjectIdiom idiom; } project;
    struct { AzudExpr *condition; } filter;
    struct { double fraction; int64_t seed; int *columns; int n_columns; } sample;
    struct { int *columns; int n_columns; AzudExpr *value; } fill_nulls;       /* value: literal */
    struct { int *columns; int n_columns; bool all; } drop_nulls;              /* all: only when all are null */
    struct { bool by_name; bool allow_missing; } onion;                        /* UNION (union is a C word) */
    struct
    {
      AzudNamedExpr    *keys;
      int               n_keys;
      AzudNamedExpr    *values;       /* resolved aggregate calls */
      int               n_values;
      AzudAggregateMode mode;         /* PARTIAL: output = keys + partial columns; FINAL: input is that */
      AzudSchema       *before;       /* FINAL: schema the calls were resolved against */
    } aggregate;
    struct { int *columns; int n_columns; } deduplicate;                       /* none = all columns */
    struct
    {
      AzudJoinType type;
      AzudExpr    *condition;   /* over left ++ right columns; NULL for cross */
      GPtrArray   *left_using;  /* (element-type utf8) (nullable): same-named key columns, for targets; output keeps left's only when set */
    } join;
    struct { AzudSortKey *keys; int n_keys; int64_t limit; } sort;             /* SORT (limit -1) and TOP_N */
    struct { int64_t count; int64_t offset; bool local; } limit;
    struct
    {
      AzudExpr     **partition; int n_partition;
      AzudSortKey   *order;     int n_order;
      AzudNamedExpr *values;    int n_values;
      AzudWindowFrame frame;    /* ranking functions have their own */
    } window;
    struct { int n_partitions; AzudExpr **keys; int n_keys; bool coalesce; } repartition;
    struct { AzudStorageLevel level; } cache;
    struct { AzudDataset *data; } write;
    struct
    {
      AzudExchangeKind kind;
      AzudExpr       **keys;  int n_keys;       /* HASH */
      AzudSortKey     *order; int n_order;      /* MERGE, RANGE */
      int              n_partitions;            /* 0 = from bytes and settings */
      AzudStorageLevel level;                   /* KEEP */
      bool             fixed;                   /* the user asked for that number: a run does not read fewer, larger ones */
      int              stage;                   /* which stage feeds it, once cut */
    } exchange;
  } as;
};

AzudPlan *azud_plan_ref (AzudPlan *plan);
void      azud_plan_unref (AzudPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudPlan, azud_plan_unref)

/* Constructors.  Inputs and expressions are referenced (not taken) unless said otherwise; schemas are derived; all
 * expressions are resolved against the input's schema (joins: left ++ right).  (transfer full).  Thread: any; pure. */
AzudPlan *azud_plan_input (const char *name, AzudSchema *schema);
AzudPlan *azud_plan_scan (AzudDataset *data /* taken */, AzudSchema *file_schema, AzudSchema *output, const int *columns, int64_t estimated_bytes);
/** Columns: file string, line bigint, column string (nullable: a whole row), condition string, message string, record string
 * (nullable). */
AzudPlan *azud_plan_rejects (AzudPlan *scan);
AzudPlan *azud_plan_values (AzudSchema *schema, GPtrArray *rows /* taken; each an AzudExpr *[n_fields], g_malloc'd, refs taken */);
AzudPlan *azud_plan_range (const char *column, int64_t start, int64_t end, int64_t step);
AzudPlan *azud_plan_project (AzudPlan *in, const AzudNamedExpr *items, int n_items, AzudProjectIdiom idiom);
AzudPlan *azud_plan_filter (AzudPlan *in, AzudExpr *condition);
AzudPlan *azud_plan_sample (AzudPlan *in, double fraction, int64_t seed, const int *columns, int n_columns);
AzudPlan *azud_plan_fill_nulls (AzudPlan *in, const int *columns, int n_columns, AzudExpr *value);
AzudPlan *azud_plan_drop_nulls (AzudPlan *in, const int *columns, int n_columns, bool all);
/** Inputs must fit: same number of columns (by position) or names (by name); types are widened with implied casts.  NULL and
 * @error (INCOMPATIBLE_COLUMN_TYPE, NUM_COLUMNS_MISMATCH, UNRESOLVED_COLUMN...) otherwise. */
AzudPlan *azud_plan_union (AzudPlan *const *inputs, int n_inputs, bool by_name, bool allow_missing, bool case_sensitive, AzudError *error);
/** Columns: keys, then values. */
AzudPlan *azud_plan_aggregate (AzudPlan *in, const AzudNamedExpr *keys, int n_keys, const AzudNamedExpr *values, int n_values);
AzudPlan *azud_plan_deduplicate (AzudPlan *in, const int *columns, int n_columns);
/** Columns: left ++ right (SEMI, ANTI: left).  With @left_using the named columns come first and once, as Spark's join (on=[...]) has
 * them: left's, for RIGHT right's, for FULL coalesce (left, right); then the rest of left, the rest of right.  @condition is then the
 * equality of these columns, given by the caller. */
AzudPlan *azud_plan_join (AzudPlan *left, AzudPlan *right, AzudJoinType type, AzudExpr *condition, GPtrArray *left_using);
AzudPlan *azud_plan_sort (AzudPlan *in, const AzudSortKey *keys, int n_keys);
AzudPlan *azud_plan_limit (AzudPlan *in, int64_t count, int64_t offset);
AzudPlan *azud_plan_top_n (AzudPlan *in, const AzudSortKey *keys, int n_keys, int64_t limit);
AzudPlan *azud_plan_window (AzudPlan *in, AzudExpr *const *partition, int n_partition, const AzudSortKey *order, int n_order, const AzudNamedExpr *values, int n_values);
/** The same with a frame (copied). */
AzudPlan *azud_plan_window_with_frame (AzudPlan *in, AzudExpr *const *partition, int n_partition, const AzudSortKey *order, int n_order, const AzudNamedExpr *values, int n_values,
                                       const AzudWindowFrame *frame);
AzudPlan *azud_plan_repartition (AzudPlan *in, int n_partitions, AzudExpr *const *keys, int n_keys, bool coalesce);
AzudPlan *azud_plan_cache (AzudPlan *in, AzudStorageLevel level);
/** azud_storage_level_name: Spark's word: "MEMORY_AND_DISK". */
const char *azud_storage_level_name (AzudStorageLevel level);
AzudPlan *azud_plan_write (AzudPlan *in, AzudDataset *data /* taken */);
AzudPlan *azud_plan_exchange (AzudPlan *in, AzudExchangeKind kind);

AzudDataset *azud_dataset_new (const char *format);
AzudDataset *azud_dataset_copy (const AzudDataset *data);
void         azud_dataset_free (AzudDataset *data);

/** azud_plan_with_origin: the same operator with another origin and a tap for it (used by lowering).  Takes @plan. */
AzudPlan *azud_plan_with_origin (AzudPlan *plan, const char *node, const char *port, const char *label);

/** azud_plan_with_inputs: the same operator over other inputs of the same schemas (indices keep their meaning). */
AzudPlan *azud_plan_with_inputs (AzudPlan *plan, AzudPlan *const *inputs);

/** azud_plan_estimate_bytes: a guess of the output's size, -1 unknown; for broadcast and preview decisions.  Filters are not
 * trusted to shrink anything, as in Spark. */
int64_t azud_plan_estimate_bytes (const AzudPlan *plan);


/** azud_plan_walk: all operators below @roots once each, inputs before users, with an explicit stack (10^5 nodes are fine).
 * Returns: (transfer container) (element-type AzudPlan). */
GPtrArray *azud_plan_walk (AzudPlan *const *roots, int n_roots) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_list_taps: one for each edge.  Returns: (transfer container) (element-type AzudTap): their strings are @plan's.  O(taps). */
GArray *azud_plan_list_taps (const AzudPlan *plan) G_GNUC_WARN_UNUSED_RESULT;

/** azud_plan_find_tap: the operator below @roots that has the tap of the edge @node:@port.
 * @kind: (out) (nullable): how it counts
 * Returns: (nullable): NULL when no operator has it.  O(operators + taps). */
const AzudPlan *azud_plan_find_tap (AzudPlan *const *roots, int n_roots, const char *node, const char *port, AzudTapKind *kind);
