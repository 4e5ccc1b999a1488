/* find-diagnostic.h: for tests: what a document says of itself
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/azud.h>

/** find_diagnostic: the first one with @code, at @node (NULL = any), or NULL. */
const AzudDiagnostic *find_diagnostic (AzudDocument *document, const char *node, const char *code);
