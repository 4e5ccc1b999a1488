/* signature.h: choosing how a function is called
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/function.h"

/** azud_signature_apply: chooses the signature of call->function that takes the (resolved) arguments with the least conversion,
 * inserts implied casts into call->args, sets call->variant and call->type.
 * Returns: false and WRONG_NUM_ARGS.WITHOUT_SUGGESTION or DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE.  Thread: any. */
bool azud_signature_apply (AzudExpr *call, AzudError *error);

/** azud_signature_arity: whether some signature of @function takes @n arguments. */
bool azud_signature_arity (const AzudFunction *function, int n);
