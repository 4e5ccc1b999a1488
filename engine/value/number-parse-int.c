/* number-parse-int.c: text to integers and booleans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/number-parse.h"

#include <string.h>

/* Eight ASCII digits at once (little endian: the first digit is the lowest byte): pairs, then fours, then
 * eight are combined by multiplications.  False if a byte is not a digit. */
static inline bool
parse_eight (const char *text, uint64_t *value)
{
  uint64_t bytes;

  memcpy (&bytes, text, sizeof bytes);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  bytes = __builtin_bswap64 (bytes);
#endif
  if (((bytes & UINT64_C (0xf0f0f0f0f0f0f0f0))
       | (((bytes + UINT64_C (0x0606060606060606)) & UINT64_C (0xf0f0f0f0f0f0f0f0)) >> 4))
      != UINT64_C (0x3333333333333333))
    return false;

  bytes &= UINT64_C (0x0f0f0f0f0f0f0f0f);
  bytes = (bytes * 10) + (bytes >> 8);
  bytes &= UINT64_C (0x00ff00ff00ff00ff);
  bytes = (bytes * 100) + (bytes >> 16);
  bytes &= UINT64_C (0x0000ffff0000ffff);
  *value = ((bytes * 10000) + (bytes >> 32)) & UINT64_C (0xffffffff);
  return true;
}

/* At most 18 digits: cannot overflow. */
static inline bool
parse_short (const char *text, size_t length, uint64_t *value)
{
  uint64_t sum = 0;

  while (length >= 8)
    {
      uint64_t eight;

      if (!parse_eight (text, &eight))
        return false;
      sum = sum * 100000000 + eight;
      text += 8;
      length -= 8;
    }
  for (size_t i = 0; i < length; i++)
    {
      unsigned digit = (uint8_t) text[i] - '0';

      if (digit > 9)
        return false;
      sum = sum * 10 + digit;
    }
  *value = sum;
  return true;
}

/* Any number of digits; RANGE only if all are digits. */
static AzudParseResult
parse_long (const char *text, size_t length, uint64_t limit, uint64_t *value)
{
  uint64_t sum = 0;
  bool too_large = false;

  for (size_t i = 0; i < length; i++)
    {
      unsigned digit = (uint8_t) text[i] - '0';

      if (digit > 9)
        return AZUD_PARSE_SYNTAX;
      if (sum > (limit - digit) / 10)
        too_large = true;
      else
        sum = sum * 10 + digit;
    }
  if (too_large)
    return AZUD_PARSE_RANGE;
  *value = sum;
  return AZUD_PARSE_OK;
}

AzudParseResult
azud_parse_int64 (const char *text, size_t length, int64_t *value)
{
  bool negative = false;
  uint64_t magnitude;

  if (length > 0 && (*text == '-' || *text == '+'))
    {
      negative = *text == '-';
      text++;
      length--;
    }
  if (length == 0)
    return AZUD_PARSE_SYNTAX;

  if (length <= 18)
    {
      if (!parse_short (text, length, &magnitude))
        return AZUD_PARSE_SYNTAX;
    }
  else
    {
      AzudParseResult result = parse_long (text, length, (uint64_t) INT64_MAX + negative, &magnitude);

      if (result != AZUD_PARSE_OK)
        return result;
    }
  *value = negative ? (int64_t) (0 - magnitude) : (int64_t) magnitude;
  return AZUD_PARSE_OK;
}

#define DEFINE_NARROW(bits)                                                                        \
  AzudParseResult                                                                                  \
  azud_parse_int##bits (const char *text, size_t length, int##bits##_t *value)                     \
  {                                                                                                \
    int64_t wide;                                                                                  \
    AzudParseResult result = azud_parse_int64 (text, length, &wide);                               \
                                                                                                   \
    if (result != AZUD_PARSE_OK)                                                                   \
      return result;                                                                               \
    if (wide < INT##bits##_MIN || wide > INT##bits##_MAX)                                          \
      return AZUD_PARSE_RANGE;                                                                     \
    *value = (int##bits##_t) wide;                                                                 \
    return AZUD_PARSE_OK;                                                                          \
  }

DEFINE_NARROW (8)
DEFINE_NARROW (16)
DEFINE_NARROW (32)

/* Java's Character.isWhitespace or isISOControl, within ASCII; Spark looks at single bytes. */
static inline bool
is_blank (char c)
{
  return (uint8_t) c <= 0x20 || c == 0x7f;
}

static inline void
trim_blanks (const char **text, size_t *length)
{
  while (*length > 0 && is_blank (**text))
    {
      (*text)++;
      (*length)--;
    }
  while (*length > 0 && is_blank ((*text)[*length - 1]))
    (*length)--;
}

#define DEFINE_CAST(bits)                                                                          \
  AzudParseResult                                                                                  \
  azud_cast_int##bits (const char *text, size_t length, int##bits##_t *value)                      \
  {                                                                                                \
    trim_blanks (&text, &length);                                                                  \
    return azud_parse_int##bits (text, length, value);                                             \
  }

DEFINE_CAST (8)
DEFINE_CAST (16)
DEFINE_CAST (32)
DEFINE_CAST (64)

static bool
equals_word (const char *text, size_t length, const char *word)
{
  size_t i;

  for (i = 0; i < length && word[i] != '\0'; i++)
    {
      char c = text[i];

      if (c >= 'A' && c <= 'Z')
        c += 'a' - 'A';
      if (c != word[i])
        return false;
    }
  return i == length && word[i] == '\0';
}

AzudParseResult
azud_parse_boolean (const char *text, size_t length, bool *value)
{
  if (equals_word (text, length, "true"))
    *value = true;
  else if (equals_word (text, length, "false"))
    *value = false;
  else
    return AZUD_PARSE_SYNTAX;
  return AZUD_PARSE_OK;
}

AzudParseResult
azud_cast_boolean (const char *text, size_t length, bool *value)
{
  static const char *const words[2][5] = { { "f", "false", "n", "no", "0" }, { "t", "true", "y", "yes",
                                                                               "1" } };

  trim_blanks (&text, &length);
  for (int truth = 0; truth < 2; truth++)
    for (int i = 0; i < 5; i++)
      if (equals_word (text, length, words[truth][i]))
        {
          *value = truth;
          return AZUD_PARSE_OK;
        }
  return AZUD_PARSE_SYNTAX;
}
