/* like.h: SQL LIKE without regular expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * `%` is any text, `_` one code point, the escape character makes the next `%`, `_` or escape literal.
 * Time is O(text x pattern) at worst, with no recursion and no allocation.  Thread: any.
 */

#pragma once

#include "base/error.h"

/**
 * azud_like_check: whether @pattern is well formed.
 * @escape: one ASCII or other code point
 * @error: (nullable): "INVALID_FORMAT.ESC_AT_THE_END" or "INVALID_FORMAT.ESC_IN_THE_MIDDLE" (AZUD_FAULT_RUN)
 */
bool azud_like_check (const char *pattern, size_t pattern_length, uint32_t escape, AzudError *error);

/**
 * azud_like_matches: whether @text matches the (checked) @pattern.
 * @caseless: ilike: code points are compared in lower case
 */
bool azud_like_matches (const char *text,
                        size_t      length,
                        const char *pattern,
                        size_t      pattern_length,
                        uint32_t    escape,
                        bool        caseless);
