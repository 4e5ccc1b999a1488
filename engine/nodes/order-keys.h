/* order-keys.h: an order as a list parameter: expression, direction, place of nulls
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "pipeline/node-type.h"

extern const AzudParamSpec azud_order_fields[];   /* of an item of the list */

/** azud_order_keys_get: the @n items of the list @parameter over the columns of @in; kept by @ctx.  NULL = reported. */
AzudSortKey *azud_order_keys_get (AzudLowering *ctx, const char *parameter, AzudPlan *in, guint n);
