/* public-error.h: from the engine's fixed-size errors to the GError of the public face
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/error.h"

#include <azud/document.h>

/**
 * azud_error_to_gerror: a GError in AZUD_ERROR with code = fault, message = the translated sentence and a
 * copy of all places of @error, which azud_gerror_get() and azud_gerror_to_json() read back.
 * @out: (nullable): as always with GError; nothing is done when NULL
 *
 * Returns: FALSE always.  Thread: any.
 */
gboolean azud_error_to_gerror (const AzudError *error, GError **out);

/** azud_gerror_peek: the AzudError inside a GError of ours, or NULL.  Lives as long as @error.  Thread: any. */
const AzudError *azud_gerror_peek (const GError *error);

/** azud_gerror_set: shorthand: a new error from a message id with slots (const char *, ended by NULL).
 * Returns: FALSE. */
gboolean azud_gerror_set (GError **out, AzudFault fault, const char *condition, const char *message,
                          ...) G_GNUC_NULL_TERMINATED;
