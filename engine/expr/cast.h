/* cast.h: CAST between any two types, ANSI rules (spark.md §4.6)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/function.h"

/** azud_cast_can_raise: whether CAST(@from AS @to) can fail on some value.  Thread: any. */
bool azud_cast_can_raise (const AzudDtype *from, const AzudDtype *to);

/** azud_cast_refusal: the condition of a cast that is refused: Spark tells apart those it does outside ANSI mode. */
const char *azud_cast_refusal (const AzudDtype *from, const AzudDtype *to);

/** azud_cast_kernel: the kernel of CAST(@from AS @to); its call is the AZUD_EXPR_CAST node (`safe`: null instead of an error), its
 * one argument has type @from, nulls excluded; it may set more nulls in out->validity (which is there).  NULL when there is no such
 * cast (azud_expr_can_cast() is false then).  Thread: any. */
AzudKernel azud_cast_kernel (const AzudDtype *from, const AzudDtype *to);

/* ---- families of kernels, one file each ---- */
AzudKernel azud_cast_kernel_number (const AzudDtype *from, const AzudDtype *to);
AzudKernel azud_cast_kernel_decimal (const AzudDtype *from, const AzudDtype *to);
AzudKernel azud_cast_kernel_from_text (const AzudDtype *to);
AzudKernel azud_cast_kernel_to_text (const AzudDtype *from);
AzudKernel azud_cast_kernel_time (const AzudDtype *from, const AzudDtype *to);
AzudKernel azud_cast_kernel_nested (const AzudDtype *from, const AzudDtype *to);

/** azud_cast_fail: what a kernel does with a value that cannot be cast: null when the cast is safe, else an error with the row.
 * @value: text of the value; for CAST_INVALID_INPUT the text itself
 * Returns: true when the kernel may go on. */
bool azud_cast_fail (const AzudKernelCall *call, uint32_t row, const char *condition, const char *value, size_t length, AzudError *error);
