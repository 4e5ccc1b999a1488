/* param-text.h: parameters as lines of text, for the examples of node types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 *   condition: amount >= 100                 TEXT, EXPRESSION, CHOICE, COLUMN, TYPE, paths: the rest of the
 * line as it is;
 *                                            in double quotes it is read as a JSON string (for blanks, line
 * ends, "")
 *   header: false                            BOOLEAN, INTEGER, NUMBER: as in JSON
 *   columns: a, b, `c, d`                    COLUMNS: names with commas, back-quoted where a name holds one
 *   schema: id int, price decimal(10,2)      SCHEMA: name and type
 *   items:                                   LIST: one item a line behind "- "; fields are `field=value`
 * with "; " between
 *   - name=total; expression=price * n       (a "; " counts only where `field=` of a field of the list
 * follows)
 *   rows: [["1", "a"], ["2", null]]          any kind: JSON, if the value begins with [ or {
 *
 * Empty lines are skipped.
 */

#pragma once

#include "base/error.h"

#include <azud/node-type.h>

/** azud_param_text_parse: @text as a parameter object for @type.  (transfer full) (nullable): NULL and
 * @error naming the line. */
AzudJson *azud_param_text_parse (const AzudNodeType *type, const char *text,
                                 AzudError *error) G_GNUC_WARN_UNUSED_RESULT;
