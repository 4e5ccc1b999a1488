/* tree.h: making expression nodes, inside engine/expr and engine/sql
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "expr/expr.h"

/** azud_expr_new_node: an empty node of @kind, span unknown.  Returns: (transfer full). */
AzudExpr *azud_expr_new_node (AzudExprKind kind) G_GNUC_WARN_UNUSED_RESULT;

/** azud_expr_take_args: gives @expr the references in @args (the array is copied) and updates its depth. */
void azud_expr_take_args (AzudExpr *expr, AzudExpr *const *args, int n_args);

/** azud_expr_copy_node: the same node with other arguments; takes the references in @args.  The filter is shared. */
AzudExpr *azud_expr_copy_node (const AzudExpr *expr, AzudExpr *const *args, int n_args) G_GNUC_WARN_UNUSED_RESULT;

/** azud_expr_set_names: copies @n names. */
void azud_expr_set_names (AzudExpr *expr, const char *const *names, int n);

/** azud_expr_set_text: makes @expr's datum hold a copy of @size bytes of type @type. */
void azud_expr_set_text (AzudExpr *expr, const AzudDtype *type, const char *text, size_t size);

/** azud_expr_is_call: whether it is a call of @name. */
bool azud_expr_is_call (const AzudExpr *expr, const char *name);

/** azud_datum_equal, azud_datum_hash: by type and value; doubles by bits. */
bool    azud_datum_equal (const AzudDatum *a, const AzudDatum *b);
guint64 azud_datum_hash (const AzudDatum *datum, guint64 seed);
