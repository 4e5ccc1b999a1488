/* sample-table.c: random types and vectors, and a slow, plain way to look at them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "sample-table.h"

#include <math.h>

const AzudDtype *
sample_type (GRand *random,
             int    depth)
{
  int id = g_rand_int_range (random, 0, depth > 0 ? AZUD_N_DTYPES : AZUD_DTYPE_ARRAY);
  AzudDtypeField fields[4];
  static const char *const names[] = { "a", "b", "c", "d" };
  int n;

  switch (id)
    {
    case AZUD_DTYPE_DECIMAL:
      n = g_rand_int_range (random, 1, 39);
      return azud_dtype_decimal (n, g_rand_int_range (random, 0, n + 1));
    case AZUD_DTYPE_ARRAY:
      return azud_dtype_array (sample_type (random, depth - 1), TRUE);
    case AZUD_DTYPE_MAP:
      return azud_dtype_map (sample_type (random, depth - 1), sample_type (random, depth - 1), TRUE);
    case AZUD_DTYPE_STRUCT:
      n = g_rand_int_range (random, 0, 5);
      for (int i = 0; i < n; i++)
        fields[i] = (AzudDtypeField){ names[i], sample_type (random, depth - 1), TRUE };
      return azud_dtype_struct (fields, n);
    default:
      return azud_dtype_get ((AzudDtypeId) id);
    }
}

static AzudText
sample_text (GRand     *random,
             AzudArena *arena)
{
  gsize size = (gsize) g_rand_int_range (random, 0, g_rand_int_range (random, 0, 4) == 0 ? 60 : 14);
  char *data = azud_arena_alloc (arena, size + 1, 1, NULL);

  for (gsize i = 0; i < size; i++)
    if (g_rand_int_range (random, 0, 5) == 0)
      data[i] = (char) (g_rand_int_range (random, 0, 3) - 1);   /* 0xff, 0x00, 0x01 */
    else
      data[i] = (char) ('a' + (i > 2 ? 0 : g_rand_int_range (random, 0, 2)));
  return azud_text_make (data, size);
}

static AzudInt128
power_of_ten (int n)
{
  AzudInt128 power = 1;

  while (n-- > 0)
    power *= 10;
  return power;
}

static AzudInt128
sample_decimal (GRand           *random,
                const AzudDtype *type)
{
  AzudInt128 limit = power_of_ten (type->precision) - 1;
  AzudUint128 bits = 0;
  AzudInt128 value;

  for (int i = 0; i < 4; i++)
    bits = bits << 32 | g_rand_int (random);
  value = (AzudInt128) bits;
  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      return limit;
    case 1:
      return -limit;
    case 2:
      return g_rand_int_range (random, -3, 4);
    default:
      return value % (limit + 1);
    }
}

static double
sample_double (GRand *random)
{
  static const double edges[] = { 0.0, -0.0, 1.0, -1.0, 1e300, -1e300, 4.9e-324, -4.9e-324, 1e-30 };

  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      return (double) NAN;
    case 1:
      return (double) -NAN;
    case 2:
      return g_rand_boolean (random) ? (double) INFINITY : (double) -INFINITY;
    case 3:
      return g_rand_double_range (random, -1000, 1000);
    default:
      return edges[g_rand_int_range (random, 0, G_N_ELEMENTS (edges))];
    }
}

static gint64
sample_long (GRand *random)
{
  static const gint64 edges[] = { 0, 1, -1, G_MAXINT64, G_MININT64, G_MAXINT32, G_MININT32, 255, 256, -256 };

  if (g_rand_boolean (random))
    return edges[g_rand_int_range (random, 0, G_N_ELEMENTS (edges))];
  return (gint64) ((guint64) g_rand_int (random) << 32 | g_rand_int (random)) >> g_rand_int_range (random, 0, 60);
}

static void
fill_element (GRand            *random,
              AzudVector       *vector,
              guint32           i,
              AzudArena        *arena)
{
  guint8 *element = (guint8 *) vector->data + (gsize) i * vector->type->width;
  gint64 number = sample_long (random);
  double real = sample_double (random);
  float small = (float) real;
  AzudInt128 decimal;
  AzudText text;

  switch (vector->type->id)
    {
    case AZUD_DTYPE_BOOLEAN:
      *element = g_rand_boolean (random) != 0;
      break;
    case AZUD_DTYPE_FLOAT:
      memcpy (element, &small, 4);
      break;
    case AZUD_DTYPE_DOUBLE:
      memcpy (element, &real, 8);
      break;
    case AZUD_DTYPE_DECIMAL:
      decimal = sample_decimal (random, vector->type);
      memcpy (element, &decimal, 16);
      break;
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
      text = sample_text (random, arena);
      memcpy (element, &text, 16);
      break;
    default:
      memcpy (element, &number, vector->type->width);
      break;
    }
}

/* Arrays and maps: views that overlap, leave gaps and come in any order. */
static void
fill_lists (GRand      *random,
            AzudVector *vector,
            AzudArena  *arena)
{
  AzudListView *lists = vector->data;
  guint32 n_child = (guint32) g_rand_int_range (random, 0, (gint32) (2 * vector->length + 2));

  sample_vector (random, azud_dtype_child (vector->type, 0), n_child, arena, &vector->children[0]);
  for (guint32 i = 0; i < vector->length; i++)
    {
      lists[i].offset = (guint32) g_rand_int_range (random, 0, (gint32) (n_child + 1));
      lists[i].length = (guint32) g_rand_int_range (random, 0, (gint32) MIN (n_child - lists[i].offset, 4) + 1);
    }
}

static void
sample_flat (GRand           *random,
             const AzudDtype *type,
             guint32          n,
             AzudArena       *arena,
             AzudVector      *vector)
{
  int null_share = g_rand_int_range (random, 0, 4);   /* 0: no validity */

  g_assert_true (azud_vector_init_flat (vector, type, n, arena, NULL));
  if (type->id == AZUD_DTYPE_VOID)
    return;
  if (type->id == AZUD_DTYPE_STRUCT)
    for (int f = 0; f < type->n_fields; f++)
      sample_vector (random, type->fields[f].type, n, arena, &vector->children[f]);
  else if (azud_dtype_is_nested (type))
    fill_lists (random, vector, arena);
  else
    for (guint32 i = 0; i < n; i++)
      fill_element (random, vector, i, arena);
  if (null_share == 0)
    return;
  g_assert_true (azud_vector_add_validity (vector, arena, NULL));
  for (guint32 i = 0; i < n; i++)
    {
      if (g_rand_int_range (random, 0, 10) >= null_share)
        continue;
      azud_bits_set (vector->validity, i, FALSE);
      if (azud_dtype_is_text (type) || (azud_dtype_is_nested (type) && type->width > 0))
        memset ((guint8 *) vector->data + (gsize) i * type->width, 0, type->width);
    }
}

void
sample_vector (GRand           *random,
               const AzudDtype *type,
               guint32          n,
               AzudArena       *arena,
               AzudVector      *vector)
{
  AzudVector *dictionary;
  guint32 stored;

  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      if (g_rand_boolean (random))
        {
          g_assert_true (azud_vector_init_null (vector, type, n, arena, NULL));
          return;
        }
      sample_flat (random, type, 1, arena, vector);
      vector->layout = AZUD_LAYOUT_CONSTANT;
      vector->length = n;
      return;
    case 1:
    case 2:
      stored = (guint32) g_rand_int_range (random, 1, 20);
      dictionary = azud_arena_alloc (arena, sizeof *dictionary, 8, NULL);
      sample_flat (random, type, stored, arena, dictionary);
      *vector = (AzudVector){ .type = type, .layout = AZUD_LAYOUT_DICTIONARY, .length = n, .dictionary = dictionary };
      vector->indices = azud_arena_alloc (arena, n * sizeof (guint32) + 4, 4, NULL);
      for (guint32 i = 0; i < n; i++)
        vector->indices[i] = (guint32) g_rand_int_range (random, 0, (gint32) stored);
      return;
    default:
      sample_flat (random, type, n, arena, vector);
    }
}

/* Where a row is stored, worked out anew; FALSE for null. */
static gboolean
locate (const AzudVector  *vector,
        guint32            row,
        const AzudVector **storage,
        guint32           *e)
{
  *storage = vector->layout == AZUD_LAYOUT_DICTIONARY ? vector->dictionary : vector;
  *e = vector->layout == AZUD_LAYOUT_DICTIONARY ? vector->indices[row] : vector->layout == AZUD_LAYOUT_CONSTANT ? 0 : row;
  if (vector->type->id == AZUD_DTYPE_VOID)
    return FALSE;
  return (*storage)->validity == NULL || ((*storage)->validity[*e / 64] >> (*e % 64) & 1) != 0;
}

static gint64
integer_at (const AzudVector *storage,
            guint32           e)
{
  switch (storage->type->width)
    {
    case 1:
      return ((const gint8 *) storage->data)[e];
    case 2:
      return ((const gint16 *) storage->data)[e];
    case 4:
      return ((const gint32 *) storage->data)[e];
    default:
      return ((const gint64 *) storage->data)[e];
    }
}

static double
real_at (const AzudVector *storage,
         guint32           e)
{
  return storage->type->id == AZUD_DTYPE_FLOAT ? (double) ((const float *) storage->data)[e] : ((const double *) storage->data)[e];
}

static AzudInt128
decimal_at (const AzudVector *storage,
            guint32           e)
{
  AzudInt128 value;

  memcpy (&value, (const char *) storage->data + (gsize) e * 16, 16);
  return value;
}

static gboolean
is_real (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_FLOAT || type->id == AZUD_DTYPE_DOUBLE;
}

static void
print_real (GString *out,
            double   value,
            gboolean canonical)
{
  if (isnan (value))
    g_string_append (out, canonical || !signbit (value) ? "NaN" : "-NaN");
  else
    g_string_append_printf (out, "%a", canonical && value == 0 ? 0.0 : value);
}

static int
compare_strings (gconstpointer a,
                 gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
print_list (GString          *out,
            const AzudVector *storage,
            guint32           e,
            gboolean          canonical)
{
  AzudListView list = ((const AzudListView *) storage->data)[e];
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (guint32 k = 0; k < list.length; k++)
    {
      GString *part = g_string_new (NULL);

      sample_print (part, &storage->children[0], list.offset + k, canonical);
      g_ptr_array_add (parts, g_string_free (part, FALSE));
    }
  if (canonical && storage->type->id == AZUD_DTYPE_MAP)
    g_ptr_array_sort (parts, compare_strings);
  g_string_append_c (out, '[');
  for (guint i = 0; i < parts->len; i++)
    g_string_append_printf (out, "%s,", (const char *) parts->pdata[i]);
  g_string_append_c (out, ']');
}

void
sample_print (GString          *out,
              const AzudVector *vector,
              guint32           row,
              gboolean          canonical)
{
  const AzudVector *storage;
  guint32 e;

  if (!locate (vector, row, &storage, &e))
    {
      g_string_append (out, "null");
      return;
    }
  if (azud_dtype_is_text (storage->type))
    {
      const AzudText *text = (const AzudText *) storage->data + e;
      const char *data = text->size <= 12 ? text->as.inlined : text->as.far.pointer;

      g_string_append_printf (out, "%u\"", text->size);
      for (guint32 i = 0; i < text->size; i++)
        g_string_append_printf (out, "%02x", (guint8) data[i]);
    }
  else if (storage->type->id == AZUD_DTYPE_STRUCT)
    {
      g_string_append_c (out, '{');
      for (int f = 0; f < storage->type->n_fields; f++)
        {
          sample_print (out, &storage->children[f], e, canonical);
          g_string_append_c (out, ',');
        }
      g_string_append_c (out, '}');
    }
  else if (azud_dtype_is_nested (storage->type))
    print_list (out, storage, e, canonical);
  else if (is_real (storage->type))
    print_real (out, real_at (storage, e), canonical);
  else if (storage->type->id == AZUD_DTYPE_DECIMAL)
    {
      AzudInt128 value = decimal_at (storage, e);

      g_string_append_printf (out, "%" G_GINT64_MODIFIER "x:%" G_GINT64_MODIFIER "x", (guint64) (value >> 64), (guint64) value);
    }
  else
    g_string_append_printf (out, "%" G_GINT64_FORMAT, integer_at (storage, e));
}

gboolean
sample_same (const AzudVector *a,
             guint32           a_row,
             const AzudVector *b,
             guint32           b_row,
             gboolean          canonical)
{
  g_autoptr (GString) x = g_string_new (NULL);
  g_autoptr (GString) y = g_string_new (NULL);

  sample_print (x, a, a_row, canonical);
  sample_print (y, b, b_row, canonical);
  return strcmp (x->str, y->str) == 0;
}

static int
compare_reals (double a,
               double b)
{
  if (isnan (a) || isnan (b))
    return (isnan (a) != 0) - (isnan (b) != 0);
  return a < b ? -1 : a > b;
}

static int
compare_texts (const AzudText *a,
               const AzudText *b)
{
  const guint8 *x = (const guint8 *) (a->size <= 12 ? a->as.inlined : a->as.far.pointer);
  const guint8 *y = (const guint8 *) (b->size <= 12 ? b->as.inlined : b->as.far.pointer);

  for (guint32 i = 0; i < a->size && i < b->size; i++)
    if (x[i] != y[i])
      return x[i] < y[i] ? -1 : 1;
  return a->size < b->size ? -1 : a->size > b->size;
}

static int
compare_lists (const AzudVector *a,
               guint32           x,
               const AzudVector *b,
               guint32           y)
{
  AzudListView p = ((const AzudListView *) a->data)[x];
  AzudListView q = ((const AzudListView *) b->data)[y];

  for (guint32 k = 0; k < p.length && k < q.length; k++)
    {
      int order = sample_compare (&a->children[0], p.offset + k, &b->children[0], q.offset + k);

      if (order != 0)
        return order;
    }
  return p.length < q.length ? -1 : p.length > q.length;
}

int
sample_compare (const AzudVector *a,
                guint32           a_row,
                const AzudVector *b,
                guint32           b_row)
{
  const AzudVector *s, *t;
  guint32 x, y;
  gboolean a_valid = locate (a, a_row, &s, &x);
  gboolean b_valid = locate (b, b_row, &t, &y);

  if (!a_valid || !b_valid)
    return a_valid - b_valid;
  if (azud_dtype_is_text (s->type))
    return compare_texts ((const AzudText *) s->data + x, (const AzudText *) t->data + y);
  if (is_real (s->type))
    return compare_reals (real_at (s, x), real_at (t, y));
  if (s->type->id == AZUD_DTYPE_DECIMAL)
    return decimal_at (s, x) < decimal_at (t, y) ? -1 : decimal_at (s, x) > decimal_at (t, y);
  if (s->type->id == AZUD_DTYPE_STRUCT)
    {
      int order = 0;

      for (int f = 0; f < s->type->n_fields && order == 0; f++)
        order = sample_compare (&s->children[f], x, &t->children[f], y);
      return order;
    }
  if (azud_dtype_is_nested (s->type))
    return compare_lists (s, x, t, y);
  return integer_at (s, x) < integer_at (t, y) ? -1 : integer_at (s, x) > integer_at (t, y);
}
