/* coercion.h: implied casts (spark.md §4.5)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/function.h"

/** azud_coercion_argument: the type an argument of @from takes where @wanted is expected, or NULL when it may not.
 * @cost: (out): how far it is, 0 = as it is */
const AzudDtype *azud_coercion_argument (const AzudDtype *from, const AzudDtype *wanted, int *cost);

/** azud_coercion_decimal_of: the decimal type an integer or decimal operand counts as; a literal only the digits it has. */
const AzudDtype *azud_coercion_decimal_of (const AzudExpr *expr);

/** azud_coercion_common_of: common type of @n arguments; void when all are; NULL if none. */
const AzudDtype *azud_coercion_common_of (AzudExpr *const *args, int n);

/** azud_coercion_cast_arg: casts args[i] to @type, implied; the argument itself when it has it already. */
bool azud_coercion_cast_arg (AzudExpr **arg, const AzudDtype *type, AzudError *error);

/** azud_coercion_arithmetic: brings both @args of arithmetic to the types its kernels take: equal types, or two decimals.
 * @name: "+", "-", "*", "/", "%", "div" (which decide between double, bigint and decimal)
 * Returns: false and DATATYPE_MISMATCH.* */
bool azud_coercion_arithmetic (const char *name, AzudExpr **args, AzudError *error);

/** azud_coercion_comparison: brings both @args to a common orderable type. */
bool azud_coercion_comparison (const char *name, AzudExpr **args, AzudError *error);

/** azud_coercion_operator: what the operator @name asks of its operands; does nothing for other functions. */
bool azud_coercion_operator (const char *name, AzudExpr **args, int n_args, AzudError *error);

/** azud_coercion_is_orderable: whether values of @type can be compared by < (maps cannot). */
bool azud_coercion_is_orderable (const AzudDtype *type);

/** azud_type_text: SQL name in quotes for messages (`"INT"`); @buffer of 136 bytes. */
const char *azud_type_text (const AzudDtype *type, char *buffer);
