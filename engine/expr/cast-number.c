/* cast-number.c: booleans, integers and floats among each other
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/cast.h"
#include "expr/kernel-loops.h"
#include "value/number-print.h"

#include <math.h>

static bool
fail_integer (const AzudKernelCall *call, uint32_t row, int64_t value, AzudError *error)
{
  char text[AZUD_INT_TEXT_MAX];

  return azud_cast_fail (call, row, "CAST_OVERFLOW", text, azud_print_int64 (text, value), error);
}

static bool
fail_real (const AzudKernelCall *call, uint32_t row, double value, AzudError *error)
{
  char text[AZUD_DOUBLE_TEXT_MAX];

  return azud_cast_fail (call, row, "CAST_OVERFLOW", text, azud_print_double (text, value), error);
}

#define PLAIN(name, from, to)                                                             \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    AZUD_LOOP_1 (call, from, to, (to) x);                                                 \
    return true;                                                                          \
  }

/* Narrower integers: the range is looked at. */
#define NARROW(name, from, to, least, most)                                               \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    AzudVectorView a = azud_vector_view (call->args[0]);                                  \
    for (uint32_t i = 0; i < call->n; i++)                                                \
      {                                                                                   \
        uint32_t row = azud_call_row (call, i);                                           \
        from x = ((const from *) a.data)[azud_view_index (&a, row)];                      \
        if (x < least || x > most)                                                        \
          {                                                                               \
            if (!fail_integer (call, row, x, error))                                      \
              return false;                                                               \
          }                                                                               \
        else                                                                              \
          ((to *) call->out->data)[row] = (to) x;                                         \
      }                                                                                   \
    return true;                                                                          \
  }

/* Floats to integers: toward zero; Spark compares floor and ceiling with the limits as doubles, so 2^63 becomes the largest bigint. */
#define REAL_TO(name, from, to, least, most)                                              \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    AzudVectorView a = azud_vector_view (call->args[0]);                                  \
    for (uint32_t i = 0; i < call->n; i++)                                                \
      {                                                                                   \
        uint32_t row = azud_call_row (call, i);                                           \
        double x = (double) ((const from *) a.data)[azud_view_index (&a, row)];           \
        if (!(floor (x) <= (double) most && ceil (x) >= (double) least))                  \
          {                                                                               \
            if (!fail_real (call, row, x, error))                                         \
              return false;                                                               \
          }                                                                               \
        else                                                                              \
          ((to *) call->out->data)[row] = x >= (double) most ? most : (to) x;             \
      }                                                                                   \
    return true;                                                                          \
  }

#define TO_REAL_AND_BOOLEAN(f, from)                                                      \
  PLAIN (f##_f32, from, float)                                                            \
  PLAIN (f##_f64, from, double)                                                           \
  static bool f##_bool (const AzudKernelCall *call, AzudError *error)                     \
  {                                                                                       \
    AZUD_LOOP_1 (call, from, uint8_t, x != 0);                                            \
    return true;                                                                          \
  }

PLAIN (b_i8, uint8_t, int8_t)
PLAIN (b_i16, uint8_t, int16_t)
PLAIN (b_i32, uint8_t, int32_t)
PLAIN (b_i64, uint8_t, int64_t)
PLAIN (b_f32, uint8_t, float)
PLAIN (b_f64, uint8_t, double)
TO_REAL_AND_BOOLEAN (i8, int8_t)
TO_REAL_AND_BOOLEAN (i16, int16_t)
TO_REAL_AND_BOOLEAN (i32, int32_t)
TO_REAL_AND_BOOLEAN (i64, int64_t)
PLAIN (i8_i16, int8_t, int16_t)
PLAIN (i8_i32, int8_t, int32_t)
PLAIN (i8_i64, int8_t, int64_t)
PLAIN (i16_i32, int16_t, int32_t)
PLAIN (i16_i64, int16_t, int64_t)
PLAIN (i32_i64, int32_t, int64_t)
PLAIN (f32_f64, float, double)
PLAIN (f64_f32, double, float)

NARROW (n_i16_i8, int16_t, int8_t, INT8_MIN, INT8_MAX)
NARROW (n_i32_i8, int32_t, int8_t, INT8_MIN, INT8_MAX)
NARROW (n_i64_i8, int64_t, int8_t, INT8_MIN, INT8_MAX)
NARROW (n_i32_i16, int32_t, int16_t, INT16_MIN, INT16_MAX)
NARROW (n_i64_i16, int64_t, int16_t, INT16_MIN, INT16_MAX)
NARROW (n_i64_i32, int64_t, int32_t, INT32_MIN, INT32_MAX)

#define FROM_REAL(f, from)                                                                \
  REAL_TO (f##_i8, from, int8_t, INT8_MIN, INT8_MAX)                                      \
  REAL_TO (f##_i16, from, int16_t, INT16_MIN, INT16_MAX)                                  \
  REAL_TO (f##_i32, from, int32_t, INT32_MIN, INT32_MAX)                                  \
  REAL_TO (f##_i64, from, int64_t, INT64_MIN, INT64_MAX)                                  \
  static bool f##_bool (const AzudKernelCall *call, AzudError *error)                     \
  {                                                                                       \
    AZUD_LOOP_1 (call, from, uint8_t, x != 0);                                            \
    return true;                                                                          \
  }

FROM_REAL (f32, float)
FROM_REAL (f64, double)

AzudKernel
azud_cast_kernel_number (const AzudDtype *from, const AzudDtype *to)
{
  static const AzudKernel kernels[AZUD_DTYPE_DOUBLE + 1][AZUD_DTYPE_DOUBLE + 1] = {
    [AZUD_DTYPE_BOOLEAN] = { [AZUD_DTYPE_TINYINT] = b_i8, b_i16, b_i32, b_i64, b_f32, b_f64 },
    [AZUD_DTYPE_TINYINT] = { [AZUD_DTYPE_BOOLEAN] = i8_bool, NULL, i8_i16, i8_i32, i8_i64, i8_f32, i8_f64 },
    [AZUD_DTYPE_SMALLINT] = { [AZUD_DTYPE_BOOLEAN] = i16_bool, n_i16_i8, NULL, i16_i32, i16_i64, i16_f32, i16_f64 },
    [AZUD_DTYPE_INT] = { [AZUD_DTYPE_BOOLEAN] = i32_bool, n_i32_i8, n_i32_i16, NULL, i32_i64, i32_f32, i32_f64 },
    [AZUD_DTYPE_BIGINT] = { [AZUD_DTYPE_BOOLEAN] = i64_bool, n_i64_i8, n_i64_i16, n_i64_i32, NULL, i64_f32, i64_f64 },
    [AZUD_DTYPE_FLOAT] = { [AZUD_DTYPE_BOOLEAN] = f32_bool, f32_i8, f32_i16, f32_i32, f32_i64, NULL, f32_f64 },
    [AZUD_DTYPE_DOUBLE] = { [AZUD_DTYPE_BOOLEAN] = f64_bool, f64_i8, f64_i16, f64_i32, f64_i64, f64_f32, NULL },
  };

  return from->id <= AZUD_DTYPE_DOUBLE && to->id <= AZUD_DTYPE_DOUBLE ? kernels[from->id][to->id] : NULL;
}
