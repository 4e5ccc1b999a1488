/* program.h: running resolved expressions on batches
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A program is compiled once a task from resolved trees and is private to one thread.  It evaluates
 * vectorised, only the selected rows, common subtrees once; CASE, AND, OR, IF, COALESCE are lazy by narrowing the selection.
 */

#pragma once

#include "expr/expr.h"

typedef struct _AzudProgram AzudProgram;

/** azud_program_new: compiles @n resolved trees (borrowed, must outlive it).  Memory from @account.
 * Returns: (transfer full) (nullable).  Thread: worker. */
AzudProgram *azud_program_new (AzudExpr *const *exprs, int n, const AzudExprSettings *settings, AzudAccount *account, AzudError *error) AZUD_WARN_UNUSED;
void         azud_program_free (AzudProgram *program);

/**
 * azud_program_eval: values of every tree on @batch.
 * @out: (array length=n): vectors of batch->n_rows rows, valid on the selected rows, living in @arena or sharing the batch's own
 *   vectors (a plain column reference is passed through)
 *
 * On failure @error has the condition, the span and the row within the batch.
 */
bool azud_program_eval (AzudProgram *program, const AzudBatch *batch, AzudVector *out, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/**
 * azud_program_filter: evaluates the first tree as a condition.
 * @selection: (out caller-allocates) (array length=AZUD_BATCH_ROWS): the rows for which it is true
 */
bool azud_program_filter (AzudProgram *program, const AzudBatch *batch, uint16_t *selection, uint32_t *n, AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/** azud_vector_print_value: text of one value as Spark shows it in a result set (`NULL`, arrays `[1,2]`, ...), appended to
 * @out.  Document side (previews, --json).  @time_zone: session zone or NULL = UTC. */
void azud_vector_print_value (const AzudVector *vector, uint32_t row, const char *time_zone, GString *out);
