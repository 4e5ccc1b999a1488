/* fn-case.c: upper, lower, initcap
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Unicode's full mappings without any locale: ß becomes SS, a Σ at the end of a word ς.
 */

#include "expr/functions/fn-case-table-private.h"
#include "expr/functions/fn-kernel-private.h"

typedef enum
{
  CASE_UPPER,
  CASE_LOWER,
  CASE_TITLE
} LetterCase;

static const SpecialCase *
find_special (const SpecialCase *table, size_t n, uint32_t c)
{
  size_t low = 0, high = n;

  while (low < high)
    {
      size_t middle = (low + high) / 2;

      if (table[middle].from == c)
        return &table[middle];
      if (table[middle].from < c)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

/* The mapping of @c into @to (at most three characters); returns how many. */
static uint32_t
map_character (uint32_t c, LetterCase to_case, uint32_t to[3])
{
  const SpecialCase *special = NULL;

  if (to_case == CASE_LOWER)
    {
      if (c == 0x130)
        {
          to[0] = 'i';
          to[1] = 0x307;
          return 2;
        }
      to[0] = g_unichar_tolower (c);
      return 1;
    }
  if (c >= 0xDF)
    special = to_case == CASE_UPPER ? find_special (special_upper, G_N_ELEMENTS (special_upper), c)
                                    : find_special (special_title, G_N_ELEMENTS (special_title), c);
  if (special == NULL)
    {
      to[0] = to_case == CASE_UPPER ? g_unichar_toupper (c) : g_unichar_totitle (c);
      return 1;
    }
  for (uint32_t i = 0; i < 3; i++)
    to[i] = special->to[i];
  return special->to[2] != 0 ? 3 : 2;
}

static bool
is_cased (uint32_t c)
{
  return g_unichar_isupper (c) || g_unichar_islower (c) || g_unichar_istitle (c);
}

static bool
is_case_ignorable (uint32_t c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_FORMAT:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_MODIFIER_SYMBOL:
      return true;
    default:
      return c == '\'' || c == '.' || c == ':' || c == 0xB7 || c == 0x2019;
    }
}

/* Whether the Σ at @at ends a word: a cased letter before it and none after it, marks aside. */
static bool
is_final_sigma (const char *text, const char *at, const char *end)
{
  const char *before = at, *after = at + 2;
  bool cased = false;

  while (before > text)
    {
      uint32_t c;

      do
        before--;
      while (before > text && ((uint8_t) *before & 0xC0) == 0x80);
      c = azud_fn_utf8_read (before, utf8_width (before, end));
      cased = is_cased (c);
      if (cased || !is_case_ignorable (c))
        break;
    }
  if (!cased)
    return false;
  while (after < end)
    {
      uint32_t width = utf8_width (after, end), c = azud_fn_utf8_read (after, width);

      if (is_cased (c))
        return false;
      if (!is_case_ignorable (c))
        return true;
      after += width;
    }
  return true;
}

/* Appends the character at @at in @to_case; broken bytes become U+FFFD, as in Java. */
static bool
append_mapped (TextBuffer *buffer, const char *text, const char *at, const char *end, LetterCase to_case, AzudError *error)
{
  uint32_t width = utf8_width (at, end), to[3], n;
  char bytes[12];
  uint32_t size = 0;

  if ((uint8_t) *at >= 0x80 && (width == 1 || g_utf8_get_char_validated (at, width) > 0x10FFFF))
    return buffer_append (buffer, "\xEF\xBF\xBD", 3, error);
  uint32_t c = azud_fn_utf8_read (at, width);
  if (c == 0x3A3 && to_case == CASE_LOWER && is_final_sigma (text, at, end))
    {
      to[0] = 0x3C2;
      n = 1;
    }
  else
    n = map_character (c, to_case, to);
  for (uint32_t i = 0; i < n; i++)
    size += azud_fn_utf8_write (bytes + size, to[i]);
  return buffer_append (buffer, bytes, size, error);
}

static bool
change_case (const AzudKernelCall *call, LetterCase to_case, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  TextBuffer buffer = { call->arena };
  char from = to_case == CASE_UPPER ? 'a' : 'A';

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, view, row);
      const char *text = azud_text_data (in);

      if (utf8_is_ascii (text, in->size))
        {
          char *room = text_room (call, row, in->size, error);

          if (room == NULL)
            return false;
          for (uint32_t i = 0; i < in->size; i++)
            room[i] = (char) ((uint8_t) (text[i] - from) < 26 ? text[i] ^ 0x20 : text[i]);
          text_seal (call, row);
          continue;
        }
      for (const char *at = text, *end = text + in->size; at < end; at += utf8_width (at, end))
        if (!append_mapped (&buffer, text, at, end, to_case, error))
          return false;
      if (!buffer_finish (&buffer, call, row, error))
        return false;
    }
  return true;
}

static bool
upper_kernel (const AzudKernelCall *call, AzudError *error)
{
  return change_case (call, CASE_UPPER, error);
}

static bool
lower_kernel (const AzudKernelCall *call, AzudError *error)
{
  return change_case (call, CASE_LOWER, error);
}

/* Only the space parts words. */
static bool
initcap_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  TextBuffer buffer = { call->arena };

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, view, row);
      const char *text = azud_text_data (in);
      bool first = true;

      for (const char *at = text, *end = text + in->size; at < end; at += utf8_width (at, end))
        {
          if (!append_mapped (&buffer, text, at, end, first ? CASE_TITLE : CASE_LOWER, error))
            return false;
          first = *at == ' ';
        }
      if (!buffer_finish (&buffer, call, row, error))
        return false;
    }
  return true;
}

const AzudFunction azud_functions_case[] = {
  { .name = "upper", .aliases = "ucase", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string", "string", upper_kernel }),
    .summary = N_("The text in upper case"), .example = "upper('straße')", .result = "STRASSE" },
  { .name = "lower", .aliases = "lcase", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string", "string", lower_kernel }),
    .summary = N_("The text in lower case"), .example = "lower('ΟΔΟΣ')", .result = "οδος" },
  { .name = "initcap", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string", "string", initcap_kernel }),
    .summary = N_("The text with the first letter of each word in upper case, the others in lower case"),
    .example = "initcap('the life of a ROW')", .result = "The Life Of A Row" },
  { NULL }
};
