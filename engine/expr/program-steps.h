/* program-steps.h: what a program is made of
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Trees become steps, each computed at most once a batch; equal subtrees share a step.  Steps stand in regions: a region
 * is run as a whole under one selection.  A lazy form (AND, CASE, ...) keeps the operands it may not need in regions of their
 * own, which it runs under narrower selections.  A step may use those of its own region and of the regions around it,
 * whose selections are wider.
 */

#pragma once

#include "expr/function.h"
#include "expr/interval.h"
#include "expr/program.h"

typedef enum
{
  AZUD_STEP_CONSTANT,   /* a literal */
  AZUD_STEP_COLUMN,
  AZUD_STEP_VARIABLE,   /* a lambda parameter */
  AZUD_STEP_FIELD,
  AZUD_STEP_KERNEL,     /* functions, operators, casts */
  AZUD_STEP_LAZY
} AzudStepKind;

typedef struct _AzudStep    AzudStep;
typedef struct _AzudRows16  AzudRows16;

/* Rows to compute: rising numbers, or NULL for 0 .. n-1. */
struct _AzudRows16
{
  const uint16_t *rows;
  uint32_t        n;
};

/* One batch being evaluated. */
typedef struct
{
  AzudProgram     *program;
  const AzudBatch *batch;
  uint32_t         length;
  AzudArena       *arena;
  AzudError       *error;
} AzudEval;

/* Runs a lazy step for @rows and leaves its vector in step->value. */
typedef bool (*AzudLazyRun) (AzudEval *eval, AzudStep *step, const AzudRows16 *rows);

#define AZUD_REGION_NONE (-1)

struct _AzudStep
{
  AzudStepKind          kind;
  bool                  constant;      /* the same value in every batch */
  bool                  computed;      /* constant and already there */
  bool                  strict;        /* null arguments give null, the kernel does not see them */
  bool                  may_null;      /* the kernel may set nulls */
  bool                  dense;         /* the kernel may be run on null rows too: it neither fails nor follows pointers */
  bool                  shareable;     /* deterministic */
  const AzudExpr       *expr;
  AzudKernel            kernel;
  AzudLazyRun           run;
  void                 *bound;
  void                (*unbind) (void *bound);
  int                   n_args;
  int                  *args;          /* steps */
  int                  *regions;       /* lazy, careful: the region each argument is computed in, or AZUD_REGION_NONE for the step's own */
  uint64_t              hash;
  AzudVector            value;
};

typedef struct
{
  int  parent;        /* region around it, or AZUD_REGION_NONE */
  int *steps;
  int  n_steps;
  int  room;
} AzudRegion;

struct _AzudProgram
{
  AzudAccount            *account;
  AzudArena               arena;         /* steps, constants */
  AzudExprSettings        settings;
  char                    time_zone[64];
  AzudStep              **steps;
  int                     n_steps;
  int                     steps_room;
  AzudRegion             *regions;
  int                     n_regions;
  int                     regions_room;
  int                    *roots;         /* step of each tree */
  int                     n_roots;
  bool                    bad_zone;
  bool                    is_careful;    /* it computes no operand that Spark would not look at (careful.c) */
  bool                    differs;       /* careful: it has such operands */
  AzudProgram            *careful;       /* NULL until something has raised */
  AzudVector            **variables;     /* lambda parameters in force, by index */
  int                     n_variables;
};

/** azud_program_add_region: a region inside @parent; its number, or -1 and @error. */
int azud_program_add_region (AzudProgram *program, int parent, AzudError *error) AZUD_WARN_UNUSED;

/** azud_program_compile: the step that computes @expr in @region, or -1 and @error. */
int azud_program_compile (AzudProgram *program, int region, const AzudExpr *expr, AzudError *error) AZUD_WARN_UNUSED;

/** azud_program_compile_lazy: fills @step (args, regions, run) for the lazy form step->expr (lazy.c). */
bool azud_program_compile_lazy (AzudProgram *program, int region, AzudStep *step, AzudError *error) AZUD_WARN_UNUSED;

/** azud_program_new_careful: as azud_program_new, careful where @is_careful. */
AzudProgram *azud_program_new_careful (AzudExpr *const *exprs, int n, const AzudExprSettings *settings, AzudAccount *account,
                                       bool is_careful, AzudError *error) AZUD_WARN_UNUSED;

/** azud_program_take_care: whether @eval, which failed, is worth another try by the careful program it has then; @error is empty again. */
bool azud_program_take_care (AzudEval *eval) AZUD_WARN_UNUSED;

/** azud_program_tell_row: adds to @eval's error, which names a row, what the columns of @expr hold in it, as "a = 1, b = 2".  Nothing where
 * there are none, or lists only; four columns, and no more than the error has room for. */
void azud_program_tell_row (AzudEval *eval, const AzudExpr *expr);

/** azud_print_leaf: text of one value of a type that is neither nested nor text, not terminated.  @data: where it is.
 * Returns: its length; 0 for other types. */
size_t azud_print_leaf (const AzudDtype *type, const void *data, const char *time_zone, char buffer[AZUD_INTERVAL_TEXT_MAX]);

/** azud_program_run_region: computes all steps of @region for @rows; nothing when there are none. */
bool azud_program_run_region (AzudEval *eval, int region, const AzudRows16 *rows) AZUD_WARN_UNUSED;

/** azud_program_literal: makes @out the constant @datum; text points into @datum. */
bool azud_program_literal (AzudProgram *program, const AzudDatum *datum, AzudVector *out, AzudError *error) AZUD_WARN_UNUSED;

/** azud_program_eval_length: azud_program_eval for a batch without columns, of @length rows (lambda bodies). */
bool azud_program_run_roots (AzudEval *eval, const AzudRows16 *rows, AzudVector *out) AZUD_WARN_UNUSED;
