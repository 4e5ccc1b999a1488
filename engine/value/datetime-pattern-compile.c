/* datetime-pattern-compile.c: pattern text to items
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/datetime-pattern-private.h"

#include <string.h>

const char *const azud_pattern_months[12] = {
  "January", "February", "March", "April", "May", "June",
  "July", "August", "September", "October", "November", "December",
};

const char *const azud_pattern_weekdays[7] = {
  "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
};

/* Which widths a letter may have, bit n-1 for n letters. */
static const struct
{
  char     letter;
  uint16_t widths;
  bool     output_only;
} letters[] = {
  { 'G', 0x00f, false }, { 'y', 0x03f, false }, { 'M', 0x00f, false }, { 'L', 0x00f, false },
  { 'd', 0x003, false }, { 'D', 0x007, false }, { 'Q', 0x00f, true },  { 'q', 0x00f, true },
  { 'E', 0x00f, true },  { 'F', 0x001, true },  { 'a', 0x001, false }, { 'h', 0x003, false },
  { 'K', 0x003, false }, { 'k', 0x003, false }, { 'H', 0x003, false }, { 'm', 0x003, false },
  { 's', 0x003, false }, { 'S', 0x1ff, false }, { 'V', 0x002, false }, { 'z', 0x007, false },
  { 'O', 0x009, false }, { 'X', 0x01f, false }, { 'x', 0x01f, false }, { 'Z', 0x01f, false },
};

typedef struct
{
  AzudDatetimePattern *pattern;
  const char          *text;
  size_t               length;
  AzudPatternUse       use;
  AzudError           *error;
  int                  base;                /* the number that gives way to adjacent ones, or -1 */
  int                  open[AZUD_PATTERN_MAX_ITEMS];
  int                  depth;
  bool                 fraction_seen;
} Compiler;

static bool
illegal (Compiler *self, char c)
{
  char letter[2] = { c, '\0' };
  char text[136];

  azud_error_copy_text (text, sizeof text, self->text, self->length);
  return azud_error_set (self->error, AZUD_FAULT_RUN, "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER",
                         N_("The character “{0}” cannot stand in the date pattern “{1}”"), letter, text, NULL);
}

static bool
wrong_length (Compiler *self)
{
  char text[136];

  azud_error_copy_text (text, sizeof text, self->text, self->length);
  return azud_error_set (self->error, AZUD_FAULT_RUN, "INVALID_DATETIME_PATTERN.LENGTH",
                         N_("The date pattern “{0}” is too long or repeats a letter too often"), text, NULL);
}

bool
azud_pattern_number (const AzudPatternItem *item, AzudPatternNumber *number)
{
  switch (item->kind)
    {
    case 'y':
    case 'u':
      number->min = item->width;
      number->max = item->width == 2 ? 2 : 19;
      number->sign = item->width == 2  ? AZUD_SIGN_NOT_NEGATIVE
                     : item->width < 4 ? AZUD_SIGN_NORMAL
                                       : AZUD_SIGN_EXCEEDS_PAD;
      return true;
    case 'D':
      number->min = item->width;
      number->max = item->width == 1 ? 19 : 3;
      number->sign = item->width == 1 ? AZUD_SIGN_NORMAL : AZUD_SIGN_NOT_NEGATIVE;
      return true;
    case 'M':
    case 'L':
    case 'Q':
    case 'q':
      if (item->width > 2)
        return false;
      break;
    case 'd':
    case 'F':
    case 'h':
    case 'H':
    case 'k':
    case 'K':
    case 'm':
    case 's':
      break;
    default:
      return false;
    }
  number->min = item->width;
  number->max = item->width == 1 ? 19 : 2;
  number->sign = item->width == 1 ? AZUD_SIGN_NORMAL : AZUD_SIGN_NOT_NEGATIVE;
  return true;
}

static AzudPatternItem *
add_item (Compiler *self, uint8_t kind, size_t width)
{
  AzudPatternItem *item;

  if (self->pattern->n_items == AZUD_PATTERN_MAX_ITEMS)
    return NULL;
  item = &self->pattern->items[self->pattern->n_items++];
  memset (item, 0, sizeof *item);
  item->kind = kind;
  item->width = (uint8_t) width;
  return item;
}

/* Java's adjacent value parsing: a number followed by numbers of fixed width leaves them their digits. */
static void
link_number (Compiler *self, int index, bool fixed, int width)
{
  if (self->base < 0)
    self->base = index;
  else if (fixed)
    self->pattern->items[self->base].adjacent = (uint8_t) (self->pattern->items[self->base].adjacent + width);
  else
    {
      self->pattern->items[self->base].adjacent = 0;
      self->base = index;
    }
}

static bool
add_letter (Compiler *self, char c, size_t count)
{
  AzudPatternItem *item;
  AzudPatternNumber number;
  int index = self->pattern->n_items;

  for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
    if (letters[i].letter == c)
      {
        if (letters[i].output_only && self->use == AZUD_PATTERN_PARSE)
          return illegal (self, c);
        if (count > 16 || !(letters[i].widths >> (count - 1) & 1))
          return wrong_length (self);
        item = add_item (self, (uint8_t) c, count);
        if (item == NULL)
          return wrong_length (self);
        self->pattern->fields |= UINT32_C (1) << (c & 31);
        if (azud_pattern_number (item, &number))
          link_number (self, index, number.min == number.max && number.sign == AZUD_SIGN_NOT_NEGATIVE,
                       number.max);
        else if (c == 'S')
          {
            /* Spark reads the first fraction with one to that many digits */
            item->start = (uint16_t) (self->use == AZUD_PATTERN_PARSE && !self->fraction_seen ? 1 : count);
            self->fraction_seen = true;
            if (item->start == count)
              link_number (self, index, true, (int) count);
            else
              self->base = -1;
          }
        else
          self->base = -1;
        return true;
      }
  return illegal (self, c);
}

static bool
add_literal_byte (Compiler *self, char c)
{
  AzudDatetimePattern *pattern = self->pattern;
  AzudPatternItem *last = pattern->n_items > 0 ? &pattern->items[pattern->n_items - 1] : NULL;

  if (pattern->n_literals == AZUD_PATTERN_MAX_LITERALS)
    return wrong_length (self);
  if (last == NULL || last->kind != AZUD_PATTERN_LITERAL || last->width == UINT8_MAX)
    {
      last = add_item (self, AZUD_PATTERN_LITERAL, 0);
      if (last == NULL)
        return wrong_length (self);
      last->start = pattern->n_literals;
    }
  self->base = -1;
  last->width++;
  pattern->literals[pattern->n_literals++] = c;
  return true;
}

/* After the opening quote; *@at moves behind the closing one. */
static bool
add_quoted (Compiler *self, size_t *at)
{
  size_t start = *at;

  for (; *at < self->length; ++*at)
    {
      if (self->text[*at] != '\'')
        {
          if (!add_literal_byte (self, self->text[*at]))
            return false;
        }
      else if (*at == start)
        {
          ++*at;
          return add_literal_byte (self, '\'');
        }
      else if (*at + 1 < self->length && self->text[*at + 1] == '\'')
        {
          ++*at;
          if (!add_literal_byte (self, '\''))
            return false;
        }
      else
        {
          ++*at;
          return true;
        }
    }
  return illegal (self, '\'');
}

static bool
close_section (Compiler *self)
{
  int start = self->open[--self->depth];

  if (add_item (self, AZUD_PATTERN_END, 0) == NULL)
    return wrong_length (self);
  self->pattern->items[start].skip = (uint8_t) (self->pattern->n_items - 1 - start);
  self->base = -1;
  return true;
}

static bool
compile_items (Compiler *self)
{
  size_t at = 0;

  while (at < self->length)
    {
      char c = self->text[at];

      if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        {
          size_t count = 1;

          while (at + count < self->length && self->text[at + count] == c)
            count++;
          if (!add_letter (self, c, count))
            return false;
          at += count;
        }
      else if (c == '\'')
        {
          at++;
          if (!add_quoted (self, &at))
            return false;
        }
      else if (c == '[')
        {
          if (add_item (self, AZUD_PATTERN_OPTIONAL, 0) == NULL)
            return wrong_length (self);
          self->open[self->depth++] = self->pattern->n_items - 1;
          self->base = -1;
          at++;
        }
      else if (c == ']')
        {
          if (self->depth == 0)
            return illegal (self, c);
          if (!close_section (self))
            return false;
          at++;
        }
      else if (c == '{' || c == '}' || c == '#')
        return illegal (self, c);
      else
        {
          if (!add_literal_byte (self, c))
            return false;
          at++;
        }
    }
  while (self->depth > 0)
    if (!close_section (self))
      return false;
  return true;
}

bool
azud_datetime_pattern_compile (AzudDatetimePattern *pattern,
                               const char          *text,
                               size_t               length,
                               AzudPatternUse       use,
                               AzudError           *error)
{
  Compiler self = { .pattern = pattern, .text = text, .length = length, .use = use, .error = error,
                    .base = -1 };
  bool era = false;

  memset (pattern, 0, sizeof *pattern);
  if (!compile_items (&self))
    return false;
  for (int i = 0; i < pattern->n_items; i++)
    era |= pattern->items[i].kind == 'G';
  for (int i = 0; i < pattern->n_items && !era; i++)
    if (pattern->items[i].kind == 'y')
      pattern->items[i].kind = 'u';
  return true;
}
