/* fn-bits.c: bits of whole numbers, and numbers in other bases
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/fn-kernel-private.h"

/* A whole number or boolean of any width as 64 bits. */
static inline int64_t
read_integer (const AzudVectorView *view, AzudDtypeId id, uint32_t row)
{
  switch (id)
    {
    case AZUD_DTYPE_BOOLEAN:
      return VALUE_AT (uint8_t, *view, row);
    case AZUD_DTYPE_TINYINT:
      return VALUE_AT (int8_t, *view, row);
    case AZUD_DTYPE_SMALLINT:
      return VALUE_AT (int16_t, *view, row);
    case AZUD_DTYPE_INT:
      return VALUE_AT (int32_t, *view, row);
    default:
      return VALUE_AT (int64_t, *view, row);
    }
}

static bool
bit_count_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  AzudDtypeId id = call->args[0]->type->id;
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = __builtin_popcountll ((uint64_t) read_integer (&view, id, row));
  return true;
}

/* Texts are not taken for numbers here. */
static const AzudDtype *
bit_count_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *type = call->args[0]->type;

  if (type->id != AZUD_DTYPE_BOOLEAN && type->id != AZUD_DTYPE_VOID && !azud_dtype_is_integer (type))
    return azud_fn_refuse (call, 0, "INTEGRAL, BOOLEAN", error);
  return azud_dtype_get (AZUD_DTYPE_INT);
}

static bool
bit_get_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  AzudVectorView positions = azud_vector_view (call->args[1]);
  AzudDtypeId id = call->args[0]->type->id;
  int bits = call->args[0]->type->width * 8;
  int8_t *out = call->out->data;
  char limit[12], got[16];

  FOR_ROWS (call, row)
    {
      int32_t position = VALUE_AT (int32_t, positions, row);

      if (position < 0 || position >= bits)
        {
          g_snprintf (limit, sizeof limit, "%d", bits);
          g_snprintf (got, sizeof got, "%d", position);
          FAIL_ROW (row, "INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE",
                    N_("The position given to {0} must be in [0, {1}), but it is {2}"), call->call->call_name, limit, got);
        }
      out[row] = (int8_t) (read_integer (&view, id, row) >> position & 1);
    }
  return true;
}

static bool
bin_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      uint64_t x = (uint64_t) VALUE_AT (int64_t, view, row);
      uint32_t n = x == 0 ? 1 : 64 - (uint32_t) __builtin_clzll (x);
      char *text = text_room (call, row, n, error);

      if (text == NULL)
        return false;
      for (uint32_t i = 0; i < n; i++)
        text[i] = (char) ('0' + (x >> (n - 1 - i) & 1));
      text_seal (call, row);
    }
  return true;
}

static const char hex_digits[] = "0123456789ABCDEF";

static bool
hex_long_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      uint64_t x = (uint64_t) VALUE_AT (int64_t, view, row);
      uint32_t n = x == 0 ? 1 : (67 - (uint32_t) __builtin_clzll (x)) / 4;
      char *text = text_room (call, row, n, error);

      if (text == NULL)
        return false;
      for (uint32_t i = 0; i < n; i++)
        text[i] = hex_digits[x >> 4 * (n - 1 - i) & 15];
      text_seal (call, row);
    }
  return true;
}

static bool
hex_text_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, view, row);
      const uint8_t *bytes = (const uint8_t *) azud_text_data (in);
      char *text = text_room (call, row, (size_t) in->size * 2, error);

      if (text == NULL)
        return false;
      for (uint32_t i = 0; i < in->size; i++)
        {
          text[2 * i] = hex_digits[bytes[i] >> 4];
          text[2 * i + 1] = hex_digits[bytes[i] & 15];
        }
      text_seal (call, row);
    }
  return true;
}

static inline int
digit_value (char c)
{
  return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'Z' ? c - 'A' + 10 : c >= 'a' && c <= 'z' ? c - 'a' + 10 : 99;
}

/* Reads @size hex digits; an odd first one stands alone.  False when one is none. */
bool
azud_fn_read_hex (const char *digits, uint32_t size, char *bytes)
{
  uint32_t odd = size & 1, n = 0;

  for (uint32_t i = 0; i < size; i++)
    if (digit_value (digits[i]) > 15)
      return false;
  if (odd)
    bytes[n++] = (char) digit_value (digits[0]);
  for (uint32_t i = odd; i < size; i += 2)
    bytes[n++] = (char) (digit_value (digits[i]) << 4 | digit_value (digits[i + 1]));
  return true;
}

static bool
unhex_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, view, row);
      char *bytes = text_room (call, row, ((size_t) in->size + 1) / 2, error);

      if (bytes == NULL)
        return false;
      if (azud_fn_read_hex (azud_text_data (in), in->size, bytes))
        text_seal (call, row);
      else if (!set_null (call, row, error))
        return false;
    }
  return true;
}

/* ---- conv ---- */

/* The digits of @text in @base as unsigned 64 bits, up to the first that is none; false on overflow. */
static bool
conv_read (const char *text, uint32_t size, int base, uint64_t *value)
{
  *value = 0;
  for (uint32_t i = 0; i < size; i++)
    {
      int digit = digit_value (text[i]);

      if (digit >= base)
        break;
      if (__builtin_mul_overflow (*value, (uint64_t) base, value)
          || __builtin_add_overflow (*value, (uint64_t) digit, value))
        return false;
    }
  return true;
}

/* Writes @value to the end of @buffer of 66 bytes; returns where it begins. */
static char *
conv_write (uint64_t value, int base, bool negative, char *buffer)
{
  char *at = buffer + 66;

  do
    {
      int digit = (int) (value % (uint64_t) base);

      *--at = (char) (digit < 10 ? '0' + digit : 'A' + digit - 10);
      value /= (uint64_t) base;
    }
  while (value > 0);
  if (negative)
    *--at = '-';
  return at;
}

static bool
conv_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView froms = azud_vector_view (call->args[1]);
  AzudVectorView tos = azud_vector_view (call->args[2]);
  char buffer[66];

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      const char *text = azud_text_data (in), *at;
      uint32_t size = in->size;
      int from = VALUE_AT (int32_t, froms, row), to = VALUE_AT (int32_t, tos, row);
      bool negative;
      uint64_t value;

      for (; size > 0 && *text == ' '; size--)
        text++;
      if (from < 2 || from > 36 || to < -36 || to > 36 || (to > -2 && to < 2) || size == 0)
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      negative = *text == '-';
      if (!conv_read (text + negative, size - negative, from, &value))
        FAIL_ROW (row, "ARITHMETIC_OVERFLOW", N_("The number given to {0} has more than 64 bits"), call->call->call_name);
      if (negative && to > 0)
        value = (int64_t) value < 0 ? UINT64_MAX : -value;
      if (to < 0 && (int64_t) value < 0)
        {
          value = -value;
          negative = true;
        }
      at = conv_write (value, abs (to), negative && to < 0, buffer);
      if (!text_copy (call, row, at, (size_t) (buffer + sizeof buffer - at), error))
        return false;
    }
  return true;
}

const AzudFunction azud_functions_bits[] = {
  { .name = "bit_count", .family = N_("math"), .since = 35,
    .signatures = SIGNATURES ({ .args = "any", .kernel = bit_count_kernel, .resolve_type = bit_count_type }),
    .summary = N_("How many bits are set; negative numbers count as 64 bits"), .example = "bit_count(7)", .result = "3" },
  { .name = "bit_get", .aliases = "getbit", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "integral,int", "tinyint", bit_get_kernel }),
    .summary = N_("The bit at a position, counted from 0 at the right"), .example = "bit_get(5, 2)", .result = "1" },
  { .name = "bin", .family = N_("math"), .since = 35, .signatures = SIGNATURES ({ "bigint", "string", bin_kernel }),
    .summary = N_("The number in binary"), .example = "bin(13)", .result = "1101" },
  { .name = "hex", .family = N_("math"), .since = 35,
    .signatures = SIGNATURES ({ "bigint", "string", hex_long_kernel }, { "string", "string", hex_text_kernel },
                              { "binary", "string", hex_text_kernel }),
    .summary = N_("A number or the bytes of a text in hexadecimal"), .example = "hex(255)", .result = "FF" },
  { .name = "unhex", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES ({ "string", "binary", unhex_kernel }),
    .summary = N_("The bytes written in hexadecimal; null when they are not"), .example = "unhex('417A7564')", .result = "Azud" },
  { .name = "conv", .family = N_("math"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES ({ "string,int,int", "string", conv_kernel }),
    .summary = N_("A number given as text, from one base to another; a negative base gives a signed result"),
    .example = "conv('ff', 16, 10)", .result = "255" },
  { NULL }
};
