/* cast-nested.h: arrays, maps and structs to text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/function.h"

/** azud_cast_nested_to_text: `[a, b]`, `{k -> v}`, `{a, b}`, null inside as `null`.  A kernel. */
bool azud_cast_nested_to_text (const AzudKernelCall *call, AzudError *error);
