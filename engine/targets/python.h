/* python.h: text that is safe inside a Python script
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <glib.h>

/** azud_python_append_string: @text as a Python string literal of ASCII characters only, whatever it holds. */
void azud_python_append_string (GString *out, const char *text);

/** azud_python_append_comment: `# text`, line ends and control characters replaced, so that a comment stays one line. */
void azud_python_append_comment (GString *out, const char *indent, const char *text);

/** azud_python_identifier: a variable name made from @text (label of a node), never a keyword, builtin or a name in @taken; added to
 * @taken.  (transfer full) */
char *azud_python_identifier (const char *text, GHashTable *taken);

/** azud_python_append_template: @text with its ${parameters} as a concatenation: `"a >= " + PARAMETERS["low"]`.
 * @mapping: the Python mapping their texts come from */
void azud_python_append_template (GString *out, const char *text, const char *mapping);
