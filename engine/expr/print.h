/* print.h: pieces of SQL text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/expr.h"

/** azud_print_name: an identifier, in back quotes when it needs them. */
void azud_print_name (GString *out, const char *name);

/** azud_print_string: a string literal with escapes. */
void azud_print_string (GString *out, const char *text, size_t size);

/** azud_print_literal: a literal that parses to the same value and type. */
void azud_print_literal (GString *out, const AzudDatum *datum);
