/* set-operation.h: what the nodes that compare whole rows of two inputs have in common
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "pipeline/node-type.h"

extern const AzudParamSpec azud_set_operation_params[];   /* none */
extern const AzudPortSpec azud_set_operation_inputs[];    /* left, right */

/** azud_set_operation_lower: @operation (an SQL word such as "EXCEPT") of the inputs left and right, as output out.  FALSE = reported. */
gboolean azud_set_operation_lower (AzudLowering *ctx, const char *operation);
