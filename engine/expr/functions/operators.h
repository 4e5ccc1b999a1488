/* operators.h: what the files of operators share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/function.h"

/* Each sets the error with the row and returns false. */
bool azud_kernel_overflow (const AzudKernelCall *call, uint32_t row, const char *type, AzudError *error);
bool azud_kernel_divide_by_zero (const AzudKernelCall *call, uint32_t row, bool remainder, AzudError *error);
bool azud_kernel_decimal_overflow (const AzudKernelCall *call, uint32_t row, AzudError *error);

/** azud_kernel_time, azud_kernel_time_type: + - * / on dates, timestamps and intervals (fn-operators-time.c). */
bool             azud_kernel_time (const AzudKernelCall *call, AzudError *error);
const AzudDtype *azud_kernel_time_type (const AzudExpr *call, AzudError *error);
