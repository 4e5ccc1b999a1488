/* example.h: the examples of node types, ready to be looked at and run
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The texts of an example (AzudNodeExample) are split into blocks by lines `--- name`; text before the first
 * such line belongs to the first port.  For a node with inputs a block is a table for that input; for a
 * source it is a file of that name, and for a sink the block of `output` is the file of that name it writes.
 *
 * A table is CSV with a header; `name:type` in the header fixes a column's type (in quotes where it holds a
 * comma), else it is the first of int, bigint, double, boolean, date that all its values fit, or string.  An
 * empty cell is null, `""` an empty string.
 */

#pragma once

#include "base/error.h"
#include "plan/plan.h"

#include <azud/document.h>

typedef struct
{
  char *name;    /* port or file; NULL: not named */
  char *text;
} AzudExampleBlock;

/** azud_example_blocks: (transfer full) (element-type AzudExampleBlock): empty when @text is NULL. */
GPtrArray *azud_example_blocks (const char *text) G_GNUC_WARN_UNUSED_RESULT;

/** azud_example_table: a table's columns as SCHEMA and its rows as TABLE parameter.  FALSE and @error when
 * it is not a table. */
gboolean azud_example_table (const char *text, AzudJson **schema, AzudJson **rows,
                             AzudError *error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * azud_node_example_lower: lowers the node of example @index alone; its inputs are `Input PORT` operators.
 * @sink_or_output: (out) (transfer full) (nullable): the plan of the first output (or the sink), NULL when
 * there are errors
 * @diagnostics: (out) (transfer full): (element-type AzudDiagnosticRecord)
 *
 * Returns: FALSE and @error when the texts of the example cannot be read.  Pure.
 */
gboolean azud_node_example_lower (const AzudNodeType *type, guint index, AzudPlan **sink_or_output,
                                  GPtrArray **diagnostics, AzudError *error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * azud_node_example_to_document: a small document around the node of example @index: one inline-table per
 * input block ("in-1", ...), the node itself under the id "example"; for sources the blocks are written as
 * files into @folder (absolute, exists), which is the document's base folder.
 *
 * Returns: (transfer full) (nullable).  Blocking when it writes files.
 */
AzudDocument *azud_node_example_to_document (const AzudNodeType *type, guint index, const char *folder,
                                             GError **error);
