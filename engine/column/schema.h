/* schema.h: an ordered list of named, typed columns
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Immutable once made and reference counted.  Names may repeat (Spark allows it); a look-up by name then says so.
 */

#pragma once

#include "column/type.h"

typedef struct
{
  const char      *name;
  const AzudDtype *type;
  bool             nullable;
} AzudField;

typedef struct
{
  _Atomic int ref_count;
  int         n_fields;
  AzudField   fields[];
} AzudSchema;

/** azud_schema_new: copies @fields and their names.  Returns: (transfer full) (nullable): NULL when memory is out.  Thread: any. */
AzudSchema *azud_schema_new (const AzudField *fields, int n_fields) AZUD_WARN_UNUSED;

AzudSchema *azud_schema_ref (AzudSchema *schema);
void        azud_schema_unref (AzudSchema *schema);   /* NULL is allowed */

#define AZUD_SCHEMA_NOT_FOUND (-1)
#define AZUD_SCHEMA_AMBIGUOUS (-2)

/** azud_schema_find: index of the column called @name, or one of the two codes above.
 * @case_sensitive: Spark's default is false (ASCII and simple Unicode folding).  Thread: any. */
int azud_schema_find (const AzudSchema *schema, const char *name, bool case_sensitive);

/** azud_schema_equal: same names (bytes), types and nullability.  Thread: any. */
bool azud_schema_equal (const AzudSchema *a, const AzudSchema *b);

/** azud_schema_nearest: the column name closest to @name by edit distance, for "did you mean", or NULL. */
const char *azud_schema_nearest (const AzudSchema *schema, const char *name);
