/* utf8.c: checking and walking UTF-8, eight bytes at a time where they are ASCII
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/utf8.h"

#include <string.h>

#define HIGH_BITS UINT64_C (0x8080808080808080)
#define LOW_BITS  UINT64_C (0x0101010101010101)

static inline uint64_t
load (const char *text)
{
  uint64_t word;

  memcpy (&word, text, 8);
  return word;
}

/* Bytes from @at on that are ASCII, found word by word; may stop up to 7 bytes early. */
static inline size_t
skip_ascii (const char *text,
            size_t      size,
            size_t      at)
{
  while (at + 32 <= size &&
         ((load (text + at) | load (text + at + 8) | load (text + at + 16) | load (text + at + 24)) & HIGH_BITS) == 0)
    at += 32;
  while (at + 8 <= size && (load (text + at) & HIGH_BITS) == 0)
    at += 8;
  return at;
}

static inline bool
continues (uint8_t byte)
{
  return (byte & 0xc0) == 0x80;
}

size_t
azud_utf8_decode (const char *text,
                  size_t      size,
                  uint32_t   *code)
{
  const uint8_t *p = (const uint8_t *) text;

  if (size == 0)
    return 0;
  if (p[0] < 0x80)
    {
      *code = p[0];
      return 1;
    }
  if (p[0] < 0xc2)
    return 0;
  if (p[0] < 0xe0)
    {
      if (size < 2 || !continues (p[1]))
        return 0;
      *code = (uint32_t) (p[0] & 0x1f) << 6 | (p[1] & 0x3f);
      return 2;
    }
  if (p[0] < 0xf0)
    {
      if (size < 3 || !continues (p[1]) || !continues (p[2]))
        return 0;
      *code = (uint32_t) (p[0] & 0x0f) << 12 | (uint32_t) (p[1] & 0x3f) << 6 | (p[2] & 0x3f);
      return *code >= 0x800 && (*code < 0xd800 || *code > 0xdfff) ? 3 : 0;
    }
  if (p[0] > 0xf4 || size < 4 || !continues (p[1]) || !continues (p[2]) || !continues (p[3]))
    return 0;
  *code = (uint32_t) (p[0] & 0x07) << 18 | (uint32_t) (p[1] & 0x3f) << 12 |
          (uint32_t) (p[2] & 0x3f) << 6 | (p[3] & 0x3f);
  return *code >= 0x10000 && *code <= 0x10ffff ? 4 : 0;
}

size_t
azud_utf8_validate (const char *text,
                    size_t      size)
{
  size_t at = 0;

  while (at < size)
    {
      uint32_t code;
      size_t step;

      if ((uint8_t) text[at] < 0x80)
        {
          size_t next = skip_ascii (text, size, at);

          at = next > at ? next : at + 1;
          continue;
        }
      step = azud_utf8_decode (text + at, size - at, &code);
      if (step == 0)
        return at;
      at += step;
    }
  return size;
}

bool
azud_utf8_is_ascii (const char *text,
                    size_t      size)
{
  size_t at = skip_ascii (text, size, 0);
  uint8_t any = 0;

  if (at + 8 <= size)
    return false;
  for (; at < size; at++)
    any |= (uint8_t) text[at];
  return any < 0x80;
}

/* Continuation bytes in a word: bit 7 set and bit 6 clear. */
static inline unsigned
count_continuations (uint64_t word)
{
  uint64_t marks = (word >> 7) & (~word >> 6) & LOW_BITS;

  return (unsigned) ((marks * LOW_BITS) >> 56);
}

size_t
azud_utf8_count (const char *text,
                 size_t      size)
{
  size_t n = size;
  size_t at = 0;

  for (; at + 8 <= size; at += 8)
    n -= count_continuations (load (text + at));
  for (; at < size; at++)
    n -= continues ((uint8_t) text[at]);
  return n;
}

size_t
azud_utf8_advance (const char *text,
                   size_t      size,
                   size_t      n)
{
  size_t at = 0;

  while (n >= 8 && at + 8 <= size)
    {
      n -= 8 - count_continuations (load (text + at));
      at += 8;
    }
  /* The loop may have stopped inside a character, which is then counted already. */
  while (at < size && continues ((uint8_t) text[at]))
    at++;
  for (; n > 0 && at < size; n--)
    do
      at++;
    while (at < size && continues ((uint8_t) text[at]));
  return at;
}

size_t
azud_utf8_retreat (const char *text,
                   size_t      from,
                   size_t      n)
{
  for (; n > 0 && from > 0; n--)
    do
      from--;
    while (from > 0 && continues ((uint8_t) text[from]));
  return from;
}

size_t
azud_utf8_encode (uint32_t code,
                  char    *out)
{
  if (code < 0x80)
    {
      out[0] = (char) code;
      return 1;
    }
  if (code < 0x800)
    {
      out[0] = (char) (0xc0 | code >> 6);
      out[1] = (char) (0x80 | (code & 0x3f));
      return 2;
    }
  if (code < 0x10000)
    {
      out[0] = (char) (0xe0 | code >> 12);
      out[1] = (char) (0x80 | (code >> 6 & 0x3f));
      out[2] = (char) (0x80 | (code & 0x3f));
      return 3;
    }
  out[0] = (char) (0xf0 | code >> 18);
  out[1] = (char) (0x80 | (code >> 12 & 0x3f));
  out[2] = (char) (0x80 | (code >> 6 & 0x3f));
  out[3] = (char) (0x80 | (code & 0x3f));
  return 4;
}
