/* fn-time-private.h: what the functions of dates and times share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/functions/fn-kernel-private.h"
#include "value/date.h"
#include "value/datetime-pattern.h"

/* What a call knows before the first row. */
typedef struct
{
  const AzudTimeZone  *zone;           /* of the session */
  AzudTimeUnit         unit;           /* of a constant unit */
  bool                 has_pattern;    /* `pattern` is compiled ... */
  bool                 constant;       /* ... once and for all */
  AzudDatetimePattern  pattern;
  AzudPatternUse       use;
  char                 text[256];      /* its source, when it is not constant */
  size_t               size;
} TimeBound;

/** azud_fn_time_bind, _unbind: only the zone. */
bool azud_fn_time_bind (const AzudExpr *call, const AzudExprSettings *settings, void **bound, AzudError *error);
void azud_fn_time_unbind (void *bound);

/** azud_fn_zone_of: the zone called @name; false and INVALID_TIMEZONE at @row. */
bool azud_fn_zone_of (const AzudText *name, uint32_t row, const AzudTimeZone **zone, AzudError *error);

static inline const AzudTimeZone *
session_zone (const AzudKernelCall *call)
{
  return ((const TimeBound *) call->bound)->zone;
}

#define ZONED(args_, result_, kernel_) \
  { .args = args_, .result = result_, .kernel = kernel_, .bind = azud_fn_time_bind, .unbind = azud_fn_time_unbind }

/* The plain forms of functions that also take a unit. */
const AzudDtype *azud_fn_date_add_type (const AzudExpr *call, AzudError *error);
bool azud_fn_date_add_kernel (const AzudKernelCall *call, AzudError *error);
bool azud_fn_datediff_kernel (const AzudKernelCall *call, AzudError *error);
