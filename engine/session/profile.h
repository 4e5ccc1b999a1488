/* profile.h: what the columns of a preview hold
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "session/session-private.h"

/** azud_profile_result: profiles of all columns of root @result: @profiles has one entry a column, zeroed by the caller.  Reads the rows
 * twice: once for nulls, distinct values and limits, once for the bars. */
bool azud_profile_result (AzudWork *work, int result, const AzudSchema *schema, AzudColumnProfile *profiles, AzudError *error) AZUD_WARN_UNUSED;

void azud_column_profile_clear (AzudColumnProfile *profile);
