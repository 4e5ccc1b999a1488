/* schema.c: named, typed columns
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/schema.h"

#include "base/utf8.h"

#include <glib.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

AzudSchema *
azud_schema_new (const AzudField *fields,
                 int              n_fields)
{
  size_t head = sizeof (AzudSchema) + (size_t) n_fields * sizeof (AzudField);
  size_t names = 0;
  AzudSchema *schema;
  char *name;

  for (int i = 0; i < n_fields; i++)
    names += strlen (fields[i].name) + 1;
  schema = malloc (head + names);
  if (schema == NULL)
    return NULL;
  atomic_init (&schema->ref_count, 1);
  schema->n_fields = n_fields;
  name = (char *) schema + head;
  for (int i = 0; i < n_fields; i++)
    {
      size_t size = strlen (fields[i].name) + 1;

      memcpy (name, fields[i].name, size);
      schema->fields[i] = (AzudField){ name, fields[i].type, fields[i].nullable };
      name += size;
    }
  return schema;
}

AzudSchema *
azud_schema_ref (AzudSchema *schema)
{
  atomic_fetch_add_explicit (&schema->ref_count, 1, memory_order_relaxed);
  return schema;
}

void
azud_schema_unref (AzudSchema *schema)
{
  if (schema != NULL && atomic_fetch_sub_explicit (&schema->ref_count, 1, memory_order_acq_rel) == 1)
    free (schema);
}

/* As Java's equalsIgnoreCase: characters are the same when their upper or lower cases are. */
static bool
equal_folded (const char *a,
              const char *b)
{
  size_t a_left = strlen (a);
  size_t b_left = strlen (b);

  while (a_left > 0 && b_left > 0)
    {
      uint32_t x = (uint8_t) *a;
      uint32_t y = (uint8_t) *b;
      size_t x_size = azud_utf8_decode (a, a_left, &x);
      size_t y_size = azud_utf8_decode (b, b_left, &y);

      if (x != y && g_unichar_toupper (x) != g_unichar_toupper (y) &&
          g_unichar_tolower (g_unichar_toupper (x)) != g_unichar_tolower (g_unichar_toupper (y)))
        return false;
      x_size += x_size == 0;   /* a byte that is not UTF-8 stands for itself */
      y_size += y_size == 0;
      a += x_size;
      b += y_size;
      a_left -= x_size;
      b_left -= y_size;
    }
  return a_left == b_left;
}

int
azud_schema_find (const AzudSchema *schema,
                  const char       *name,
                  bool              case_sensitive)
{
  int found = AZUD_SCHEMA_NOT_FOUND;

  for (int i = 0; i < schema->n_fields; i++)
    {
      const char *candidate = schema->fields[i].name;

      if (case_sensitive ? strcmp (candidate, name) != 0 : !equal_folded (candidate, name))
        continue;
      if (found >= 0)
        return AZUD_SCHEMA_AMBIGUOUS;
      found = i;
    }
  return found;
}

bool
azud_schema_equal (const AzudSchema *a,
                   const AzudSchema *b)
{
  if (a == b)
    return true;
  if (a->n_fields != b->n_fields)
    return false;
  for (int i = 0; i < a->n_fields; i++)
    if (a->fields[i].type != b->fields[i].type || a->fields[i].nullable != b->fields[i].nullable ||
        strcmp (a->fields[i].name, b->fields[i].name) != 0)
      return false;
  return true;
}

#define MAX_NAME 128   /* longer names are compared by their beginning: this is a hint, not a rule */

static int
decode_folded (const char *name,
               uint32_t   *codes)
{
  size_t left = strlen (name);
  int n = 0;

  while (left > 0 && n < MAX_NAME)
    {
      uint32_t code = (uint8_t) *name;
      size_t step = azud_utf8_decode (name, left, &code);

      step += step == 0;
      codes[n++] = g_unichar_tolower (code);
      name += step;
      left -= step;
    }
  return n;
}

/* Edit distance with swaps of neighbours (optimal string alignment, Damerau 1964), three rows at a time. */
static int
distance (const uint32_t *a,
          int             a_size,
          const uint32_t *b,
          int             b_size)
{
  int rows[3][MAX_NAME + 1];

  for (int j = 0; j <= b_size; j++)
    rows[0][j] = j;
  for (int i = 1; i <= a_size; i++)
    {
      int *now = rows[i % 3];
      const int *last = rows[(i + 2) % 3];
      const int *before = rows[(i + 1) % 3];

      now[0] = i;
      for (int j = 1; j <= b_size; j++)
        {
          int best = last[j - 1] + (a[i - 1] != b[j - 1]);

          best = MIN (best, MIN (last[j], now[j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            best = MIN (best, before[j - 2] + 1);
          now[j] = best;
        }
    }
  return rows[a_size % 3][b_size];
}

const char *
azud_schema_nearest (const AzudSchema *schema,
                     const char       *name)
{
  uint32_t wanted[MAX_NAME], candidate[MAX_NAME];
  int wanted_size = decode_folded (name, wanted);
  int best = wanted_size / 2 + 1;   /* farther ones are no help */
  const char *nearest = NULL;

  for (int i = 0; i < schema->n_fields; i++)
    {
      int size = decode_folded (schema->fields[i].name, candidate);
      int d = distance (wanted, wanted_size, candidate, size);

      if (d < best)
        {
          best = d;
          nearest = schema->fields[i].name;
        }
    }
  return nearest;
}
