/* lazy.h: the forms that do not compute all their operands
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/program-steps.h"

/* A lazy function: compile fills step->args and step->regions, run makes step->value. */
typedef struct
{
  const char  *name;
  bool       (*compile) (AzudProgram *program, int region, AzudStep *step, AzudError *error);
  AzudLazyRun  run;
} AzudLazyForm;

extern const AzudLazyForm azud_lazy_logic[];        /* and, or */
extern const AzudLazyForm azud_lazy_branches[];     /* case, if, coalesce, nvl, nvl2 */
extern const AzudLazyForm azud_lazy_in[];           /* in */
extern const AzudLazyForm azud_lazy_higher[];       /* transform, filter, exists, forall, aggregate, zip_with, ... */

/** azud_lazy_init_args: room for @n arguments in @step, all in the step's own region. */
bool azud_lazy_init_args (AzudProgram *program, AzudStep *step, int n, AzudError *error) AZUD_WARN_UNUSED;

/** azud_lazy_arg: compiles @expr as argument @i of @step in @region; @own is the region of the step. */
bool azud_lazy_arg (AzudProgram *program, AzudStep *step, int i, const AzudExpr *expr, int own, int region, AzudError *error) AZUD_WARN_UNUSED;

/** azud_lazy_is_cheap: whether computing @expr for all rows costs less than choosing rows, and cannot raise. */
bool azud_lazy_is_cheap (const AzudExpr *expr);

/** azud_lazy_value: the vector of argument @i. */
static inline const AzudVector *
azud_lazy_value (const AzudEval *eval, const AzudStep *step, int i)
{
  return &eval->program->steps[step->args[i]]->value;
}

/** azud_lazy_run_arg: computes argument @i for @rows, unless it stands in the step's own region. */
static inline bool
azud_lazy_run_arg (AzudEval *eval, const AzudStep *step, int i, const AzudRows16 *rows)
{
  return step->regions[i] == AZUD_REGION_NONE || azud_program_run_region (eval, step->regions[i], rows);
}

/** azud_lazy_split: parts @rows by the boolean @vector: true ones into @yes, false and null ones into @no (either may be NULL). */
bool azud_lazy_split (AzudEval *eval, const AzudVector *vector, const AzudRows16 *rows, AzudRows16 *yes, AzudRows16 *no) AZUD_WARN_UNUSED;

/* ---- careful programs (careful.c) ---- */

/** azud_careful_needs: whether a null among the arguments of the call or cast @expr must keep later ones from being computed. */
bool azud_careful_needs (const AzudStep *step, const AzudExpr *expr);

/** azud_careful_compile_args: the arguments of @step; those that can raise, but the first, in regions of their own. */
bool azud_careful_compile_args (AzudProgram *program, int region, AzudStep *step, AzudError *error) AZUD_WARN_UNUSED;

/** azud_careful_compile_form: fills @step, when it is an IN or a BETWEEN whose operands can raise, as a lazy form. */
bool azud_careful_compile_form (AzudProgram *program, int region, AzudStep *step, bool *is_form, AzudError *error) AZUD_WARN_UNUSED;

/** azud_careful_run_args: computes the arguments of @step one after another; @rows: those where none is null. */
bool azud_careful_run_args (AzudEval *eval, const AzudStep *step, AzudRows16 *rows) AZUD_WARN_UNUSED;
