/* compare.c: comparing two values of one type
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/compare.h"

static int
compare_nullable (const AzudVector *a, uint32_t i, const AzudVector *b, uint32_t j)
{
  bool a_null = azud_vector_is_null (a, i), b_null = azud_vector_is_null (b, j);

  if (a_null || b_null)
    return (int) b_null - (int) a_null;
  return azud_element_compare (a, i, b, j);
}

static const AzudVector *
base_of (const AzudVector *vector)
{
  return vector->layout == AZUD_LAYOUT_DICTIONARY ? vector->dictionary : vector;
}

#define ORDER(ctype)                                                        \
  {                                                                         \
    ctype x = ((const ctype *) a_view.data)[a_at];                          \
    ctype y = ((const ctype *) b_view.data)[b_at];                          \
    return (x > y) - (x < y);                                               \
  }

int
azud_element_compare (const AzudVector *a, uint32_t i, const AzudVector *b, uint32_t j)
{
  AzudVectorView a_view = azud_vector_view (a), b_view = azud_vector_view (b);
  uint32_t a_at = azud_view_index (&a_view, i), b_at = azud_view_index (&b_view, j);

  switch (a->type->id)
    {
    case AZUD_DTYPE_VOID:
      return 0;
    case AZUD_DTYPE_BOOLEAN:
      ORDER (uint8_t)
    case AZUD_DTYPE_TINYINT:
      ORDER (int8_t)
    case AZUD_DTYPE_SMALLINT:
      ORDER (int16_t)
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
    case AZUD_DTYPE_YEAR_MONTH:
      ORDER (int32_t)
    case AZUD_DTYPE_BIGINT:
    case AZUD_DTYPE_TIMESTAMP:
    case AZUD_DTYPE_TIMESTAMP_NTZ:
    case AZUD_DTYPE_DAY_TIME:
      ORDER (int64_t)
    case AZUD_DTYPE_DECIMAL:
      ORDER (AzudInt128)
    case AZUD_DTYPE_FLOAT:
      return azud_double_compare ((double) ((const float *) a_view.data)[a_at], (double) ((const float *) b_view.data)[b_at]);
    case AZUD_DTYPE_DOUBLE:
      return azud_double_compare (((const double *) a_view.data)[a_at], ((const double *) b_view.data)[b_at]);
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
      return azud_text_compare (&((const AzudText *) a_view.data)[a_at], &((const AzudText *) b_view.data)[b_at]);
    case AZUD_DTYPE_STRUCT:
      for (int c = 0; c < a->type->n_fields; c++)
        {
          int order = compare_nullable (&base_of (a)->children[c], a_at, &base_of (b)->children[c], b_at);

          if (order != 0)
            return order;
        }
      return 0;
    case AZUD_DTYPE_ARRAY:
    case AZUD_DTYPE_MAP:
      {
        AzudListView x = ((const AzudListView *) a_view.data)[a_at], y = ((const AzudListView *) b_view.data)[b_at];

        for (uint32_t k = 0; k < x.length && k < y.length; k++)
          {
            int order = compare_nullable (&base_of (a)->children[0], x.offset + k, &base_of (b)->children[0], y.offset + k);

            if (order != 0)
              return order;
          }
        return (x.length > y.length) - (x.length < y.length);
      }
    }
  return 0;
}
