/* row-key-word.c: values of fixed width as unsigned words, and back
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/row-key-private.h"

#define SIGN_32 UINT32_C (0x80000000)
#define SIGN_64 UINT64_C (0x8000000000000000)

int
azud_key_width (const AzudDtype *type)
{
  if (azud_dtype_is_text (type) || azud_dtype_is_nested (type))
    return -1;
  if (type->id != AZUD_DTYPE_DECIMAL)
    return type->width;
  return type->precision <= 9 ? 4 : type->precision <= 18 ? 8 : 16;
}

/* One word for all NaNs and one for both zeros; negative numbers are turned round, so that larger is larger. */
static inline uint32_t
float_word (float value,
            bool  ordered)
{
  uint32_t bits;

  memcpy (&bits, &value, 4);
  bits = value != value ? UINT32_C (0x7fc00000) : value == 0 ? 0 : bits;
  if (!ordered)
    return bits;
  return (bits & SIGN_32) != 0 ? ~bits : bits | SIGN_32;
}

static inline uint64_t
double_word (double value,
             bool   ordered)
{
  uint64_t bits;

  memcpy (&bits, &value, 8);
  bits = value != value ? UINT64_C (0x7ff8000000000000) : value == 0 ? 0 : bits;
  if (!ordered)
    return bits;
  return (bits & SIGN_64) != 0 ? ~bits : bits | SIGN_64;
}

#define WORDS(T, expression)                                   \
  do                                                           \
    {                                                          \
      const T *from = data;                                    \
      if (map != NULL)                                         \
        for (uint32_t i = 0; i < n; i++)                       \
          {                                                    \
            T value = from[map[i]];                            \
            words[i] = (expression);                           \
          }                                                    \
      else                                                     \
        for (uint32_t i = 0; i < n; i++)                       \
          {                                                    \
            T value = from[first + i];                         \
            words[i] = (expression);                           \
          }                                                    \
    }                                                          \
  while (0)

static void
decimal_words (const AzudDtype *type,
               const void      *data,
               const uint32_t  *map,
               uint32_t         first,
               uint32_t         n,
               bool             ordered,
               uint64_t        *words)
{
  /* The low half of a small decimal is all of it. */
  typedef struct { uint64_t low, high; } Half;

  if (azud_key_width (type) == 4)
    {
      uint32_t sign = ordered ? SIGN_32 : 0;

      WORDS (Half, (uint32_t) value.low ^ sign);
    }
  else
    {
      uint64_t sign = ordered ? SIGN_64 : 0;

      WORDS (Half, value.low ^ sign);
    }
}

void
azud_key_words (const AzudDtype *type,
                const void      *data,
                const uint32_t  *map,
                uint32_t         first,
                uint32_t         n,
                bool             ordered,
                uint64_t        *words)
{
  uint64_t sign = ordered ? SIGN_64 : 0;

  switch (type->id)
    {
    case AZUD_DTYPE_BOOLEAN:
      WORDS (uint8_t, value);
      break;
    case AZUD_DTYPE_TINYINT:
      WORDS (uint8_t, value ^ (uint8_t) (sign >> 56));
      break;
    case AZUD_DTYPE_SMALLINT:
      WORDS (uint16_t, value ^ (uint16_t) (sign >> 48));
      break;
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
    case AZUD_DTYPE_YEAR_MONTH:
      WORDS (uint32_t, value ^ (uint32_t) (sign >> 32));
      break;
    case AZUD_DTYPE_FLOAT:
      WORDS (float, float_word (value, ordered));
      break;
    case AZUD_DTYPE_DOUBLE:
      WORDS (double, double_word (value, ordered));
      break;
    case AZUD_DTYPE_DECIMAL:
      decimal_words (type, data, map, first, n, ordered, words);
      break;
    case AZUD_DTYPE_BIGINT:
    case AZUD_DTYPE_TIMESTAMP:
    case AZUD_DTYPE_TIMESTAMP_NTZ:
    case AZUD_DTYPE_DAY_TIME:
      WORDS (uint64_t, value ^ sign);
      break;
    case AZUD_DTYPE_VOID:
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
    case AZUD_DTYPE_ARRAY:
    case AZUD_DTYPE_STRUCT:
    case AZUD_DTYPE_MAP:
    default:
      memset (words, 0, n * sizeof *words);
      break;
    }
}

void
azud_key_wide_words (const void     *data,
                     const uint32_t *map,
                     uint32_t        first,
                     uint32_t        n,
                     bool            ordered,
                     AzudUint128    *words)
{
  AzudUint128 sign = ordered ? (AzudUint128) 1 << 127 : 0;
  const char *from = data;

  for (uint32_t i = 0; i < n; i++)
    {
      memcpy (&words[i], from + (size_t) (map != NULL ? map[i] : first + i) * 16, 16);
      words[i] ^= sign;
    }
}

static void
store_float (uint32_t  bits,
             bool      ordered,
             void     *element)
{
  if (ordered)
    bits = (bits & SIGN_32) != 0 ? bits ^ SIGN_32 : ~bits;
  memcpy (element, &bits, 4);
}

static void
store_double (uint64_t  bits,
              bool      ordered,
              void     *element)
{
  if (ordered)
    bits = (bits & SIGN_64) != 0 ? bits ^ SIGN_64 : ~bits;
  memcpy (element, &bits, 8);
}

void
azud_key_store_word (const AzudDtype *type,
                     bool             ordered,
                     AzudUint128      word,
                     void            *element)
{
  int width = azud_key_width (type);

  if (type->id == AZUD_DTYPE_FLOAT)
    store_float ((uint32_t) word, ordered, element);
  else if (type->id == AZUD_DTYPE_DOUBLE)
    store_double ((uint64_t) word, ordered, element);
  else
    {
      if (ordered && width > 0 && type->id != AZUD_DTYPE_BOOLEAN)
        word ^= (AzudUint128) 1 << (8 * width - 1);
      if (type->id == AZUD_DTYPE_DECIMAL && width < 16)
        word = (AzudUint128) ((AzudInt128) (word << (128 - 8 * width)) >> (128 - 8 * width));   /* the sign */
      memcpy (element, &word, type->width);
    }
}
