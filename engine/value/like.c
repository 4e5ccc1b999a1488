/* like.c: SQL LIKE without regular expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Greedy matching that remembers only the last `%`: if the rest fails, that `%` takes one character more.
 * Earlier ones need not be tried again, since what they could reach the last one can reach too.
 */

#include "value/like.h"

#include <glib.h>
#include <string.h>

/* The code point at @at and its length; a byte that starts none counts as itself, above all code points. */
static inline uint32_t
decode (const char *at, const char *end, int *length)
{
  uint8_t c = (uint8_t) *at;
  int n = c < 0x80 ? 1 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
  uint32_t value;

  *length = 1;
  if (n == 1)
    return c;
  if (n == 0 || end - at < n)
    return 0x80000000 | c;
  value = c & (0x7f >> n);
  for (int i = 1; i < n; i++)
    {
      if (((uint8_t) at[i] & 0xc0) != 0x80)
        return 0x80000000 | c;
      value = (value << 6) | ((uint8_t) at[i] & 0x3f);
    }
  *length = n;
  return value;
}

static inline uint32_t
fold (uint32_t c, bool caseless)
{
  if (!caseless)
    return c;
  if (c < 0x80)
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
  return c & 0x80000000 ? c : g_unichar_tolower (c);
}

bool
azud_like_check (const char *pattern, size_t pattern_length, uint32_t escape, AzudError *error)
{
  const char *end = pattern + pattern_length;
  char text[136];
  int length;

  for (const char *at = pattern; at < end; at += length)
    {
      uint32_t next;

      if (decode (at, end, &length) != escape)
        continue;
      at += length;
      if (at == end)
        {
          azud_error_copy_text (text, sizeof text, pattern, pattern_length);
          return azud_error_set (error, AZUD_FAULT_RUN, "INVALID_FORMAT.ESC_AT_THE_END",
                                 N_("The LIKE pattern “{0}” ends with the escape character"), text, NULL);
        }
      next = decode (at, end, &length);
      if (next != '%' && next != '_' && next != escape)
        {
          azud_error_copy_text (text, sizeof text, pattern, pattern_length);
          return azud_error_set (error, AZUD_FAULT_RUN, "INVALID_FORMAT.ESC_IN_THE_MIDDLE",
                                 N_("In the LIKE pattern “{0}” the escape character stands before a character that needs none"),
                                 text, NULL);
        }
    }
  return true;
}

bool
azud_like_matches (const char *text,
                   size_t      length,
                   const char *pattern,
                   size_t      pattern_length,
                   uint32_t    escape,
                   bool        caseless)
{
  const char *text_end = text + length;
  const char *pattern_end = pattern + pattern_length;
  const char *retry_text = NULL;
  const char *retry_pattern = NULL;

  for (;;)
    {
      int text_step;
      int step;
      uint32_t wanted;
      bool matches = false;

      if (pattern < pattern_end)
        {
          wanted = decode (pattern, pattern_end, &step);
          if (wanted == '%' && wanted != escape)
            {
              pattern += step;
              if (pattern == pattern_end)
                return true;
              retry_text = text;
              retry_pattern = pattern;
              continue;
            }
          if (text < text_end)
            {
              uint32_t found = decode (text, text_end, &text_step);

              if (wanted == escape && pattern + step < pattern_end)
                {
                  int escaped_step;

                  wanted = decode (pattern + step, pattern_end, &escaped_step);
                  step += escaped_step;
                  matches = fold (wanted, caseless) == fold (found, caseless);
                }
              else
                matches = wanted == '_' || fold (wanted, caseless) == fold (found, caseless);
            }
          if (matches)
            {
              text += text_step;
              pattern += step;
              continue;
            }
        }
      else if (text == text_end)
        return true;

      /* the last % takes one character more */
      if (retry_pattern == NULL || retry_text == text_end)
        return false;
      decode (retry_text, text_end, &text_step);
      retry_text += text_step;
      text = retry_text;
      pattern = retry_pattern;
    }
}
