/* sample-table.h: random types and vectors, and a slow, plain way to look at them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "column/vector.h"

#include <glib.h>

/* A type; nested ones have at most @depth levels. */
const AzudDtype *sample_type (GRand *random, int depth);

/* @n rows of @type, flat, constant or dictionary, with nulls, edge values and shared parts.  Never refused. */
void sample_vector (GRand *random, const AzudDtype *type, guint32 n, AzudArena *arena, AzudVector *vector);

/* Appends row @row as text.  @canonical: NaNs and zeros of either sign look the same, maps are sorted by text. */
void sample_print (GString *out, const AzudVector *vector, guint32 row, gboolean canonical);

/* Order of two rows, nulls first, as ORDER BY ... ASC. */
int sample_compare (const AzudVector *a, guint32 a_row, const AzudVector *b, guint32 b_row);

/* Both rows print the same. */
gboolean sample_same (const AzudVector *a, guint32 a_row, const AzudVector *b, guint32 b_row, gboolean canonical);
