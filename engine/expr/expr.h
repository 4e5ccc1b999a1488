/* expr.h: expressions: parse, resolve, print
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The language is Spark SQL's expressions in ANSI mode (DESIGN §5).  Text becomes a parsed tree (names, no types);
 * resolving it against a scope gives a new, typed tree in which every coercion is an explicit cast.  Trees are immutable and
 * reference counted.  Document side: GLib memory.
 */

#pragma once

#include "base/error.h"
#include "column/schema.h"
#include "column/vector.h"

#include <glib.h>

typedef struct _AzudExpr     AzudExpr;
typedef struct _AzudFunction AzudFunction;   /* expr/function.h */

/* One typed value: literals, parameters, defaults. */
typedef struct
{
  const AzudDtype *type;
  bool             is_null;
  union
  {
    bool       boolean;
    int64_t    integer;      /* tinyint .. bigint, date, timestamp, timestamp_ntz, intervals */
    double     real;         /* float, double */
    AzudInt128 decimal;      /* unscaled */
    AzudText   text;         /* string, binary: bytes owned by whoever owns the datum */
  } as;
} AzudDatum;

typedef enum
{
  AZUD_EXPR_LITERAL,      /* datum */
  AZUD_EXPR_PARAMETER,    /* name, and datum once resolved */
  AZUD_EXPR_COLUMN,       /* names, and index once resolved */
  AZUD_EXPR_CALL,         /* operators and functions alike; lazy forms (AND, OR, CASE, IF, COALESCE, IN) too */
  AZUD_EXPR_CAST,         /* args[0] to type; `safe` = TRY_CAST; `implied` = added by coercion, not printed */
  AZUD_EXPR_FIELD,        /* args[0].name: struct field */
  AZUD_EXPR_LAMBDA,       /* args[0] = body; names = parameters */
  AZUD_EXPR_VARIABLE,     /* a lambda parameter */
  AZUD_EXPR_STAR,         /* * or t.*, only inside count(*) and select lists */
  AZUD_EXPR_ALIAS         /* args[0] AS name, only at the top of a select list */
} AzudExprKind;

/* `variant` of a day-time interval literal written in days only: date + INTERVAL 3 DAYS is a date. */
#define AZUD_LITERAL_DAYS 1

struct _AzudExpr
{
  _Atomic int        ref_count;
  AzudExprKind       kind;
  const AzudDtype   *type;         /* NULL until resolved */
  bool               nullable;     /* meaningful once resolved */
  bool               safe;
  bool               implied;
  bool               distinct;     /* aggregate call with DISTINCT */
  bool               ignore_nulls;
  int                span_start;   /* bytes in the source text; -1 for made-up nodes */
  int                span_end;
  AzudDatum          datum;        /* literal, resolved parameter; text bytes are owned by the tree */
  char             **names;        /* column parts (`t`.`c`), parameter, field, alias, lambda names; NULL-terminated */
  int                index;        /* column: position in the scope's combined columns; -1 unresolved */
  char              *call_name;    /* call: lower-case function name or operator ("+", "and", "in", "case", ...) */
  const AzudFunction *function;    /* call: set once resolved */
  int                variant;      /* call: which signature of the function */
  AzudExpr          *filter;       /* aggregate call: FILTER (WHERE ...), or NULL */
  int                n_args;
  AzudExpr         **args;
  int                depth;        /* of the tree from here down; a leaf is 1 */
};

/**
 * azud_expr_parse: reads one expression.
 * @text: UTF-8; back-quoted names, `${parameter}`, strings, numbers as in spark.md §4.1
 *
 * Limits: 1 MB of text, nesting 1,000 (AZUD_EXPRESSION_TOO_DEEP).
 * Returns: (transfer full) (nullable): a parsed tree; NULL and @error with condition PARSE_SYNTAX_ERROR (or another of Spark's)
 * and the span.  Never recurses by input beyond the limit.  Thread: any.
 */
AzudExpr *azud_expr_parse (const char *text, AzudError *error) AZUD_WARN_UNUSED;

/** azud_expr_parse_list: `a, b + 1 AS c, *`: a select list.  Returns: (transfer full) (element-type AzudExpr) (nullable). */
GPtrArray *azud_expr_parse_list (const char *text, AzudError *error) AZUD_WARN_UNUSED;

AzudExpr *azud_expr_ref (AzudExpr *expr);
void      azud_expr_unref (AzudExpr *expr);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudExpr, azud_expr_unref)

/* One table the names may refer to. */
typedef struct
{
  const char       *qualifier;   /* table or input name ("left", "flights"), or NULL */
  const AzudSchema *schema;
} AzudScopeInput;

/* A ${parameter}. */
typedef struct
{
  const char *name;
  AzudDatum   value;
} AzudScopeParameter;

/* Settings results depend on (document settings, DESIGN §5).  Zero-initialised = the defaults. */
typedef struct
{
  const char *time_zone;         /* session zone; NULL = UTC */
  bool        case_sensitive;
  int         spark_target;      /* 35 or 40; 0 = 40: functions newer than it are refused */
  int64_t     query_time_us;     /* current_timestamp of the run; 0 = when compiled */
} AzudExprSettings;

typedef struct
{
  const AzudScopeInput     *inputs;         /* their columns, side by side, are what `index` counts */
  int                       n_inputs;
  const AzudScopeParameter *parameters;
  int                       n_parameters;
  AzudExprSettings          settings;
  bool                      allow_aggregates;   /* the caller takes care of aggregate calls */
  bool                      allow_windows;      /* the caller computes calls over a window: window functions and aggregates */
} AzudScope;

/**
 * azud_expr_resolve: types @parsed against @scope, inserting implied casts by Spark's ANSI coercion (spark.md §4.5).
 *
 * Returns: (transfer full) (nullable): NULL and @error with the span and Spark's condition: UNRESOLVED_COLUMN.WITH_SUGGESTION,
 * AMBIGUOUS_REFERENCE, UNRESOLVED_ROUTINE, WRONG_NUM_ARGS.WITHOUT_SUGGESTION, DATATYPE_MISMATCH.*, AZUD_UNKNOWN_PARAMETER, ...
 * Pure; thread: any.
 */
AzudExpr *azud_expr_resolve (const AzudExpr *parsed, const AzudScope *scope, AzudError *error) AZUD_WARN_UNUSED;

/** azud_expr_resolve_condition: the same, and the result must be boolean (a string is cast, as Spark does not: refused with
 * DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN). */
AzudExpr *azud_expr_resolve_condition (const AzudExpr *parsed, const AzudScope *scope, AzudError *error) AZUD_WARN_UNUSED;

/** azud_expr_print: SQL text with only the parentheses needed; azud_expr_parse() of it gives an equal tree.  Implied casts are
 * not printed.  Thread: any. */
char *azud_expr_print (const AzudExpr *expr) G_GNUC_WARN_UNUSED_RESULT;

/** azud_expr_print_resolved: the same with every cast, for plans (`CAST(a AS BIGINT) + b`). */
char *azud_expr_print_resolved (const AzudExpr *expr) G_GNUC_WARN_UNUSED_RESULT;

/** azud_expr_spark_name: the column name Spark gives an expression without alias (`(a + 1)`, `sum(x)`, `CAST(a AS INT)`). */
char *azud_expr_spark_name (const AzudExpr *expr) G_GNUC_WARN_UNUSED_RESULT;

/* ---- making and taking apart resolved trees (optimiser, nodes) ---- */

AzudExpr *azud_expr_new_literal (const AzudDatum *datum);
AzudExpr *azud_expr_new_null (const AzudDtype *type);
AzudExpr *azud_expr_new_boolean (bool value);
AzudExpr *azud_expr_new_string (const char *text);
AzudExpr *azud_expr_new_integer (int64_t value, const AzudDtype *type);

/** azud_expr_new_column: a resolved reference to column @index of @schema. */
AzudExpr *azud_expr_new_column (const AzudSchema *schema, int index);

/** azud_expr_new_call: an unresolved call by name; takes the references in @args. */
AzudExpr *azud_expr_new_call (const char *name, AzudExpr **args, int n_args);

/** azud_expr_new_and: resolved conjunction of resolved conditions; NULL operands are skipped; NULL when both are.  Takes both. */
AzudExpr *azud_expr_new_and (AzudExpr *a, AzudExpr *b);

/** azud_expr_new_cast: resolved explicit cast; the same expression when types agree.  Takes @expr.  NULL and @error when Spark refuses it. */
AzudExpr *azud_expr_new_cast (AzudExpr *expr, const AzudDtype *type, bool implied, AzudError *error);

/** azud_expr_can_cast: whether CAST(@from AS @to) is allowed in ANSI mode. */
bool azud_expr_can_cast (const AzudDtype *from, const AzudDtype *to);

/** azud_expr_common_type: the type two branches (UNION, CASE, COALESCE, comparison) share, or NULL. */
const AzudDtype *azud_expr_common_type (const AzudDtype *a, const AzudDtype *b);

bool azud_expr_equal (const AzudExpr *a, const AzudExpr *b);   /* structure, ignoring spans */
guint64 azud_expr_hash (const AzudExpr *expr, guint64 seed);   /* stable between runs: for fingerprints */
bool azud_expr_is_literal (const AzudExpr *expr);               /* literal or resolved parameter */
bool azud_expr_is_deterministic (const AzudExpr *expr);
bool azud_expr_can_raise (const AzudExpr *expr);                /* may fail on some row in ANSI mode */
bool azud_expr_has_aggregate (const AzudExpr *expr);

/** azud_expr_visit: calls @visit on every node, parents first, with an explicit stack; stops when it returns false. */
bool azud_expr_visit (const AzudExpr *expr, bool (*visit) (const AzudExpr *expr, void *data), void *data);

/** azud_expr_columns: sets bit i of @used (a GArray-like bool array of @n) for each column referred to. */
void azud_expr_columns (const AzudExpr *expr, bool *used, int n);

/**
 * azud_expr_rewrite: a tree in which @replace was applied to every node, children first.
 * @replace: returns a new reference, or NULL to keep the node (with its rewritten children)
 */
AzudExpr *azud_expr_rewrite (const AzudExpr *expr, AzudExpr *(*replace) (const AzudExpr *expr, void *data), void *data) G_GNUC_WARN_UNUSED_RESULT;

/** azud_expr_substitute: every column i replaced by @columns[i] (borrowed; NULL = kept). */
AzudExpr *azud_expr_substitute (const AzudExpr *expr, AzudExpr *const *columns, int n) G_GNUC_WARN_UNUSED_RESULT;

/** azud_expr_shift_columns: index i becomes map[i]; map[i] < 0 is a programmer's fault. */
AzudExpr *azud_expr_map_columns (const AzudExpr *expr, const int *map, int n) G_GNUC_WARN_UNUSED_RESULT;

/** azud_expr_split_and: the conjuncts of a condition, left to right.  Returns: (transfer full) (element-type AzudExpr). */
GPtrArray *azud_expr_split_and (AzudExpr *condition) G_GNUC_WARN_UNUSED_RESULT;

/** azud_expr_fold: evaluates an expression without columns; NULL and @error when it raises.  Not for can_raise under a guard. */
AzudExpr *azud_expr_fold (const AzudExpr *expr, const AzudExprSettings *settings, AzudError *error) AZUD_WARN_UNUSED;

/** azud_datum_print: text as Spark shows it in a result set; "NULL" for null.  Returns: (transfer full). */
char *azud_datum_print (const AzudDatum *datum, const char *time_zone) G_GNUC_WARN_UNUSED_RESULT;
