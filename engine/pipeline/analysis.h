/* analysis.h: the lowered plans of a document, for sessions and targets
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Plans are the unoptimised ones: every operator has its origin, every wire a tap on the operator it leaves.
 *  Scans carry no
 * size (estimated_bytes is -1): lowering reads no files.  Plans are immutable; a caller may keep its
 * reference and use it on another thread while the document changes.  Thread: the document's.
 */

#pragma once

#include "expr/expr.h"
#include "plan/plan.h"
#include "plan/stages.h"

#include <azud/document.h>

#include "pipeline/parameters.h"
#include "pipeline/settings.h"

/** azud_document_get_plan: what leaves @node at @port (NULL = the first; of a sink: what arrives at it).
 * (transfer full) (nullable): NULL and @error (the first fault above it). */
AzudPlan *azud_document_get_plan (AzudDocument *document, const char *node, const char *port, GError **error);

/** azud_document_get_sinks: the WRITE operators of a run in the order of the graph; with @to_node only that
 * node's: its WRITE, or the operators of its outputs.  (transfer full) (element-type AzudPlan) (nullable):
 * NULL and @error when something it needs has errors, or when there is nothing to run (AZUD_NOTHING_TO_RUN). */
GPtrArray *azud_document_get_sinks (AzudDocument *document, const char *to_node, GError **error);

/** azud_document_get_roots: everything that can be lowered: sinks, and outputs nobody takes; broken parts are
 * left out. (transfer full) (element-type AzudPlan) */
GPtrArray *azud_document_get_roots (AzudDocument *document);

/** azud_document_check_above: whether @node (NULL = all) and everything it depends on is free of errors;
 * else @error is the first. */
gboolean azud_document_check_above (AzudDocument *document, const char *node, GError **error);

/** azud_document_get_n_lowered: nodes lowered by the last analysis. */
guint azud_document_get_n_lowered (AzudDocument *document);
