/* function.h: what a function of the language is
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each family (expr/functions/fn-<family>.c) is a table of AzudFunction rows ending with { NULL }; the registry is generated
 * from the list of families in expr/functions/meson.build.  Operators are functions too, named as they are written.
 */

#pragma once

#include "expr/expr.h"

typedef enum
{
  AZUD_FUNCTION_CAN_RAISE         = 1 << 0,
  AZUD_FUNCTION_NONDETERMINISTIC  = 1 << 1,
  AZUD_FUNCTION_LAZY              = 1 << 2,   /* evaluated by the evaluator itself: and, or, case, if, coalesce, in, ... */
  AZUD_FUNCTION_TAKES_NULL        = 1 << 3,   /* the kernel sees null arguments; else any null argument gives null */
  AZUD_FUNCTION_AGGREGATE         = 1 << 4,
  AZUD_FUNCTION_WINDOW            = 1 << 5,   /* only with OVER */
  AZUD_FUNCTION_NEVER_NULL        = 1 << 6,   /* result never null (count, isnull, <=>) */
  AZUD_FUNCTION_MAY_NULL          = 1 << 7,   /* result may be null though no argument is */
  AZUD_FUNCTION_PER_QUERY         = 1 << 8    /* one value per query: current_date */
} AzudFunctionFlags;

/* Functions whose value depends on the place of the row in its window; operators/window.h computes them. */
typedef enum
{
  AZUD_WINDOW_NONE,
  AZUD_WINDOW_ROW_NUMBER,
  AZUD_WINDOW_RANK,
  AZUD_WINDOW_DENSE_RANK,
  AZUD_WINDOW_PERCENT_RANK,
  AZUD_WINDOW_CUME_DIST,
  AZUD_WINDOW_NTILE,
  AZUD_WINDOW_LAG,
  AZUD_WINDOW_LEAD,
  AZUD_WINDOW_NTH_VALUE      /* the only one that looks at the frame */
} AzudWindowFunction;

/* What a kernel is called with.  All vectors have @length rows; only the rows named are to be computed. */
typedef struct
{
  const AzudExpr         *call;       /* the resolved call: types, literals */
  void                   *bound;      /* what the signature's bind() made, or NULL */
  const AzudVector *const *args;
  uint32_t                n_args;
  const uint16_t         *rows;       /* rows to compute, rising; NULL = 0 .. n-1 */
  uint32_t                n;
  uint32_t                length;
  AzudVector             *out;        /* flat vector of call->type; null-strict calls: validity already set, rows exclude nulls;
                                       * TAKES_NULL and MAY_NULL: validity is there, all valid but for null arguments, and text and list
                                       * elements are zeroed: the kernel clears bits with azud_bits_set().  A kernel may also replace
                                       * *out as a whole (nested results).  Constant calls: length 1, n 1. */
  AzudArena              *arena;      /* for text and nested results: lives as long as the batch */
  const AzudExprSettings *settings;
} AzudKernelCall;

/** A kernel: false and @error (with azud_error_at_row (error, -1, -1, row)) when a row raises.  Thread: worker. */
typedef bool (*AzudKernel) (const AzudKernelCall *call, AzudError *error);

/* An aggregate's kernels.  A state is `state_size` zeroed bytes, aligned to 16; whatever grows lives in @arena, which lasts as long as
 * the states.  Partial results are ordinary columns, so that they can be shuffled, spilled and merged. */
typedef struct
{
  uint32_t (*state_size) (const AzudExpr *call);
  /* types of the partial columns; returns their number (1..4) */
  int      (*partial_types) (const AzudExpr *call, const AzudDtype **types);
  /* rows[i] (or i) of @args goes into states[i], i < n */
  bool     (*update) (const AzudKernelCall *call, uint8_t *const *states, AzudError *error);
  /* like update, but call->args are partial columns */
  bool     (*merge) (const AzudKernelCall *call, uint8_t *const *states, AzudError *error);
  /* makes flat vectors of the partial columns of @n states; they initialise @out themselves, as emit() does */
  bool     (*emit_partial) (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error);
  /* writes the results of @n states */
  bool     (*emit) (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error);
} AzudAggregate;

/* One way to call a function.  @args is a pattern, a comma list of: a type name ("int", "string", "decimal", ...), "numeric",
 * "integral", "fraction" (float or double), "text" (string or binary), "T" / "U" (any type, the same wherever the letter stands; operands are brought
 * to a common type), "N" (the same as numeric), "array<T>", "map<K,V>", "any", "array", "map", "struct", "lambda"; a trailing "..."
 * repeats the last one or more times ("T?..." none or more), "?" marks optional ones.  The signature that needs the least conversion is taken.
 * @result is a type name, "T", "array<T>", "arg0" (type of that argument), or NULL to call resolve_type. */
typedef struct
{
  const char          *args;
  const char          *result;
  AzudKernel           kernel;
  const AzudAggregate *aggregate;
  /* result type from argument types (decimal rules...); NULL and @error to refuse */
  const AzudDtype     *(*resolve_type) (const AzudExpr *call, AzudError *error);
  /* per-program state made once from literal arguments (compiled pattern ...); freed by unbind */
  bool                 (*bind) (const AzudExpr *call, const AzudExprSettings *settings, void **bound, AzudError *error);
  void                 (*unbind) (void *bound);
  AzudWindowFunction   window;
} AzudSignature;

struct _AzudFunction
{
  const char          *name;         /* as Spark spells it, lower case */
  const char          *aliases;      /* comma list or NULL */
  AzudFunctionFlags    flags;
  const AzudSignature *signatures;   /* ended by { NULL } */
  const char          *family;       /* "math", "string", ...: heading in the manual */
  int                  since;        /* 35 or 40: first Spark we support that has it */
  const char          *summary;      /* N_() one sentence */
  const char          *example;      /* an expression without columns, run as a test */
  const char          *result;       /* its result as text */
};

/** azud_function_lookup: by name or alias, any case; NULL if unknown.  Thread: any. */
const AzudFunction *azud_function_lookup (const char *name);

/** azud_function_list: all functions, sorted by name; *@n their number.  Thread: any. */
const AzudFunction *const *azud_function_list (int *n);
