/* java-regex-translate.c: Java's pattern syntax to PCRE2's
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What both languages write alike is copied; what they mean differently (line ends, case, classes, quoting,
 * octal and Unicode escapes, back references) is written out; what only PCRE2 knows (verbs, recursion,
 * callouts) is refused.
 */

#include "value/java-regex-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Java's line terminators. */
#define TERMINATORS "\\n\\r\\x{85}\\x{2028}\\x{2029}"

#define MAX_GROUP_DEPTH 250

void
azud_regex_text_add (AzudRegexText *text, const char *bytes, size_t length)
{
  if (text->length + length + 1 > text->room)
    {
      size_t room = (text->length + length + 1) * 2 + 32;
      char *grown = text->failed ? NULL : realloc (text->bytes, room);

      if (grown == NULL)
        {
          text->failed = true;
          return;
        }
      text->bytes = grown;
      text->room = room;
    }
  if (length > 0)
    memcpy (text->bytes + text->length, bytes, length);
  text->length += length;
  text->bytes[text->length] = '\0';
}

void
azud_regex_text_puts (AzudRegexText *text, const char *bytes)
{
  azud_regex_text_add (text, bytes, strlen (bytes));
}

void
azud_regex_text_code_point (AzudRegexText *text, uint32_t c)
{
  char buffer[16];

  if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '_')
    {
      buffer[0] = (char) c;
      azud_regex_text_add (text, buffer, 1);
    }
  else if (c > 0x20 && c < 0x7f)
    {
      buffer[0] = '\\';
      buffer[1] = (char) c;
      azud_regex_text_add (text, buffer, 2);
    }
  else
    {
      snprintf (buffer, sizeof buffer, "\\x{%x}", (unsigned) c);
      azud_regex_text_puts (text, buffer);
    }
}

uint32_t
azud_regex_decode (AzudRegexTranslator *self)
{
  uint32_t c;

  self->at += azud_utf8_decode (self->at, (size_t) (self->end - self->at), &c);
  return c;
}

static int
hex_digit (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Exactly @n hexadecimal digits. */
static bool
read_hex (AzudRegexTranslator *self, int n, uint32_t *value)
{
  *value = 0;
  for (int i = 0; i < n; i++)
    {
      int digit = self->at < self->end ? hex_digit (*self->at) : -1;

      if (digit < 0)
        return azud_regex_fail (self, N_("a hexadecimal digit is missing"));
      *value = *value * 16 + (uint32_t) digit;
      self->at++;
    }
  return true;
}

/* \uXXXX, and two of them for characters beyond U+FFFF. */
static bool
read_unicode (AzudRegexTranslator *self, uint32_t *c)
{
  uint32_t low;

  if (!read_hex (self, 4, c))
    return false;
  if (*c >= 0xd800 && *c < 0xdc00 && self->end - self->at >= 6 && self->at[0] == '\\' && self->at[1] == 'u')
    {
      self->at += 2;
      if (!read_hex (self, 4, &low))
        return false;
      *c = 0x10000 + ((*c - 0xd800) << 10) + (low - 0xdc00);
    }
  if ((*c >= 0xd800 && *c < 0xe000) || *c > 0x10ffff)
    return azud_regex_fail (self, N_("half a surrogate pair"));
  return true;
}

static bool
read_octal (AzudRegexTranslator *self, uint32_t *c)
{
  int n = 0;

  *c = 0;
  while (n < 3 && self->at < self->end && *self->at >= '0' && *self->at <= '7'
         && *c * 8 + (uint32_t) (*self->at - '0') <= 255)
    {
      *c = *c * 8 + (uint32_t) (*self->at++ - '0');
      n++;
    }
  return n > 0 || azud_regex_fail (self, N_("an octal digit is missing"));
}

static bool
read_braced_hex (AzudRegexTranslator *self, uint32_t *c)
{
  *c = 0;
  self->at++;
  while (self->at < self->end && hex_digit (*self->at) >= 0 && *c <= 0x10ffff)
    *c = *c * 16 + (uint32_t) hex_digit (*self->at++);
  if (self->at == self->end || *self->at != '}' || self->at[-1] == '{' || *c > 0x10ffff || (*c >= 0xd800 && *c < 0xe000))
    return azud_regex_fail (self, N_("not a code point in \\x{...}"));
  self->at++;
  return true;
}

bool
azud_regex_read_escape (AzudRegexTranslator *self, uint32_t *c)
{
  static const char letters[] = "tnrfae";
  static const char values[] = "\t\n\r\f\a\033";
  const char *letter;

  if ((uint8_t) *self->at >= 0x80)
    {
      *c = azud_regex_decode (self);
      return true;
    }
  letter = strchr (letters, *self->at);
  if (letter != NULL && *letter != '\0')
    {
      *c = (uint32_t) values[letter - letters];
      self->at++;
      return true;
    }
  switch (*self->at)
    {
    case '0':
      self->at++;
      return read_octal (self, c);
    case 'x':
      self->at++;
      if (self->at < self->end && *self->at == '{')
        return read_braced_hex (self, c);
      return read_hex (self, 2, c);
    case 'u':
      self->at++;
      return read_unicode (self, c);
    case 'c':
      self->at++;
      if (self->at == self->end)
        return azud_regex_fail (self, N_("a control character is missing"));
      *c = (uint32_t) (uint8_t) *self->at++ ^ 64;
      return true;
    default:
      break;
    }
  if (((*self->at | 0x20) >= 'a' && (*self->at | 0x20) <= 'z') || (*self->at >= '0' && *self->at <= '9'))
    return false;
  *c = (uint8_t) *self->at++;
  return true;
}

static void
add_literal (AzudRegexTranslator *self, uint32_t c)
{
  bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');

  if (letter && (self->flags & (AZUD_JAVA_CASELESS | AZUD_JAVA_UNICODE)) == AZUD_JAVA_CASELESS)
    {
      char both[4] = { '[', (char) c, (char) (c ^ 0x20), ']' };

      azud_regex_text_add (self->out, both, 4);
    }
  else
    azud_regex_text_code_point (self->out, c);
}

/* `$` and `\Z`: before the last line terminator, which may be \r\n. */
static void
add_end (AzudRegexTranslator *self, bool multiline)
{
  bool unix_lines = self->flags & AZUD_JAVA_UNIX_LINES;

  if (multiline)
    azud_regex_text_puts (self->out, unix_lines ? "(?:(?=\\n)|\\z)"
                                                : "(?:\\z|(?=[\\r\\x{85}\\x{2028}\\x{2029}])|(?<!\\r)(?=\\n))");
  else
    azud_regex_text_puts (self->out, unix_lines ? "(?=\\n?\\z)"
                                                : "(?:(?=(?:\\r\\n|[\\r\\x{85}\\x{2028}\\x{2029}])?\\z)|(?<!\\r)(?=\\n\\z))");
}

static void
add_start (AzudRegexTranslator *self)
{
  if (!(self->flags & AZUD_JAVA_MULTILINE))
    azud_regex_text_puts (self->out, "\\A");
  else if (self->flags & AZUD_JAVA_UNIX_LINES)
    azud_regex_text_puts (self->out, "(?:\\A|(?<=\\n)(?!\\z))");
  else
    azud_regex_text_puts (self->out,
                          "(?:\\A|(?:(?<=[\\n\\x{85}\\x{2028}\\x{2029}])|(?<=\\r)(?!\\n))(?!\\z))");
}

static void
add_dot (AzudRegexTranslator *self)
{
  if (self->flags & AZUD_JAVA_DOTALL)
    azud_regex_text_puts (self->out, "(?s:.)");
  else
    azud_regex_text_puts (self->out, self->flags & AZUD_JAVA_UNIX_LINES ? "[^\\n]" : "[^" TERMINATORS "]");
}

static bool
translate_quoted (AzudRegexTranslator *self)
{
  while (self->at < self->end)
    {
      if (self->end - self->at >= 2 && self->at[0] == '\\' && self->at[1] == 'E')
        {
          self->at += 2;
          return true;
        }
      add_literal (self, azud_regex_decode (self));
    }
  return true;
}

/* \1..: as many digits as there are groups for. */
static bool
translate_back_reference (AzudRegexTranslator *self)
{
  int group = *self->at++ - '0';
  char buffer[24];

  while (self->at < self->end && *self->at >= '0' && *self->at <= '9'
         && group * 10 + (*self->at - '0') <= self->n_groups)
    group = group * 10 + (*self->at++ - '0');
  if (group > self->n_groups)
    {
      /* Java takes it, and it never matches */
      azud_regex_text_puts (self->out, "(?!)");
      return true;
    }
  snprintf (buffer, sizeof buffer, self->flags & AZUD_JAVA_CASELESS ? "(?i:\\g{%d})" : "\\g{%d}", group);
  azud_regex_text_puts (self->out, buffer);
  return true;
}

static bool
translate_named_reference (AzudRegexTranslator *self)
{
  const char *close = memchr (self->at, '>', (size_t) (self->end - self->at));

  if (self->at + 1 >= self->end || self->at[1] != '<' || close == NULL)
    return azud_regex_fail (self, N_("\\k is not followed by <name>"));
  azud_regex_text_puts (self->out, "\\");
  azud_regex_text_add (self->out, self->at, (size_t) (close + 1 - self->at));
  self->at = close + 1;
  return true;
}

/* From behind the backslash. */
static bool
translate_escape (AzudRegexTranslator *self)
{
  uint32_t c;

  if (self->at == self->end)
    return azud_regex_fail (self, N_("a backslash at the end"));
  if (*self->at >= '1' && *self->at <= '9')
    return translate_back_reference (self);
  if (azud_regex_read_escape (self, &c))
    {
      add_literal (self, c);
      return true;
    }
  if (self->reason != NULL)
    return false;

  switch (*self->at)
    {
    case 'Q':
      self->at++;
      return translate_quoted (self);
    case 'Z':
      self->at++;
      add_end (self, false);
      return true;
    case 'k':
      return translate_named_reference (self);
    case 'p':
    case 'P':
      self->at++;
      azud_regex_text_puts (self->out, "[");
      if (!azud_regex_read_property (self, self->at[-1] == 'P', self->out))
        return false;
      azud_regex_text_puts (self->out, "]");
      return true;
    default:
      if (strchr ("dDwWsShHvVRXbBAGz", *self->at) == NULL)
        return azud_regex_fail (self, N_("unknown escape"));
      azud_regex_text_puts (self->out, "\\");
      azud_regex_text_add (self->out, self->at++, 1);
      return true;
    }
}

/* PCRE2's own caseless matching is Unicode's, so it serves only (?iu). */
static void
add_case_flag (AzudRegexTranslator *self)
{
  unsigned both = AZUD_JAVA_CASELESS | AZUD_JAVA_UNICODE;

  azud_regex_text_puts (self->out, (self->flags & both) == both ? "(?i)" : "(?-i)");
}

/* `(?idmsuxU-idmsuxU)` and `(?...:`, from behind the question mark; @group tells which of the two. */
static bool
read_flags (AzudRegexTranslator *self, unsigned *flags, bool *group)
{
  static const char letters[] = "iumsxdU";
  bool off = false;

  *flags = self->flags;
  for (; self->at < self->end; self->at++)
    {
      const char *letter = strchr (letters, *self->at);

      if (*self->at == ':' || *self->at == ')')
        {
          *group = *self->at++ == ':';
          if (*flags & AZUD_JAVA_CLASSES)
            self->unicode_classes = true;
          return true;
        }
      if (*self->at == '-' && !off)
        off = true;
      else if (letter == NULL || *letter == '\0')
        break;
      else if (off)
        *flags &= ~(1u << (letter - letters));
      else
        *flags |= 1u << (letter - letters);
    }
  return azud_regex_fail (self, N_("unknown group"));
}

static bool
is_name_start (char c)
{
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* From behind `(`: what opens the group.  *@opened is false for flags that hold from here on. */
static bool
translate_group_start (AzudRegexTranslator *self, bool *opened)
{
  static const char *const starts[] = { "?:", "?=", "?!", "?>", "?<=", "?<!" };
  unsigned flags;
  bool group;

  *opened = true;
  if (self->at == self->end || *self->at != '?')
    {
      azud_regex_text_puts (self->out, "(");
      return true;
    }
  for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
    if ((size_t) (self->end - self->at) >= strlen (starts[i]) && memcmp (self->at, starts[i],
                                                                         strlen (starts[i])) == 0)
      {
        azud_regex_text_puts (self->out, "(");
        azud_regex_text_puts (self->out, starts[i]);
        self->at += strlen (starts[i]);
        return true;
      }
  if (self->end - self->at >= 3 && self->at[1] == '<' && is_name_start (self->at[2]))
    {
      const char *close = memchr (self->at, '>', (size_t) (self->end - self->at));

      if (close == NULL)
        return azud_regex_fail (self, N_("the name of a group is not closed"));
      azud_regex_text_puts (self->out, "(");
      azud_regex_text_add (self->out, self->at, (size_t) (close + 1 - self->at));
      self->at = close + 1;
      return true;
    }
  self->at++;
  if (!read_flags (self, &flags, &group))
    return false;
  self->flags = flags;
  if (group)
    azud_regex_text_puts (self->out, "(?:");
  *opened = group;
  add_case_flag (self);
  return true;
}

/* `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}` with `?` or `+` after it. */
static bool
translate_quantifier (AzudRegexTranslator *self)
{
  const char *start = self->at;

  if (*self->at == '{')
    {
      bool digits = false;
      bool comma = false;

      for (self->at++; self->at < self->end && *self->at != '}'; self->at++)
        {
          if (*self->at >= '0' && *self->at <= '9')
            digits = true;
          else if (*self->at == ',' && digits && !comma)
            comma = true;
          else
            return azud_regex_fail (self, N_("illegal repetition"));
        }
      if (!digits || self->at == self->end)
        return azud_regex_fail (self, N_("illegal repetition"));
    }
  self->at++;
  if (self->at < self->end && (*self->at == '?' || *self->at == '+'))
    self->at++;
  azud_regex_text_add (self->out, start, (size_t) (self->at - start));
  return true;
}

/* Blanks and comments under (?x). */
static bool
skip_comment (AzudRegexTranslator *self)
{
  if (!(self->flags & AZUD_JAVA_COMMENTS))
    return false;
  if (*self->at == '#')
    {
      while (self->at < self->end && *self->at != '\n' && *self->at != '\r')
        self->at++;
      return true;
    }
  if (*self->at != '\0' && strchr (" \t\n\r\f\v", *self->at) != NULL)
    {
      self->at++;
      return true;
    }
  return false;
}

/* One construct; *@atom is whether a quantifier may follow. */
static bool
translate_plain (AzudRegexTranslator *self, bool *atom)
{
  *atom = true;
  switch (*self->at)
    {
    case '\\':
      self->at++;
      return translate_escape (self);
    case '[':
      self->at++;
      return azud_regex_translate_class (self);
    case '.':
      self->at++;
      add_dot (self);
      return true;
    case '^':
      self->at++;
      add_start (self);
      return true;
    case '$':
      self->at++;
      add_end (self, self->flags & AZUD_JAVA_MULTILINE);
      return true;
    case '|':
      self->at++;
      azud_regex_text_puts (self->out, "|");
      *atom = false;
      return true;
    default:
      add_literal (self, azud_regex_decode (self));
      return true;
    }
}

/* Capture groups of the whole pattern, needed before the first back reference. */
static int
count_groups (const char *at, const char *end)
{
  int n = 0;
  int depth = 0;

  for (; at < end; at++)
    {
      if (*at == '\\' && at + 1 < end)
        {
          at++;
          if (*at == 'Q')
            while (at + 1 < end && !(at[0] == '\\' && at[1] == 'E'))
              at++;
        }
      else if (*at == '[')
        depth++;
      else if (*at == ']' && depth > 0)
        depth--;
      else if (*at == '(' && depth == 0)
        {
          if (at + 1 == end || at[1] != '?')
            n++;
          else if (at + 3 < end && at[2] == '<' && is_name_start (at[3]))
            n++;
        }
    }
  return n;
}

bool
azud_regex_translate (AzudRegexTranslator *self)
{
  unsigned saved[MAX_GROUP_DEPTH];
  int depth = 0;
  bool atom = false;

  self->n_groups = count_groups (self->at, self->end);
  if (self->flags & AZUD_JAVA_CASELESS)
    add_case_flag (self);
  while (self->at < self->end)
    {
      if (skip_comment (self))
        continue;
      if (*self->at == '(')
        {
          bool opened;

          if (depth == MAX_GROUP_DEPTH)
            return azud_regex_fail (self, N_("groups are nested too deeply"));
          saved[depth] = self->flags;
          self->at++;
          if (!translate_group_start (self, &opened))
            return false;
          depth += opened;
          atom = false;
        }
      else if (*self->at == ')')
        {
          if (depth == 0)
            return azud_regex_fail (self, N_("a closing parenthesis without its partner"));
          self->at++;
          self->flags = saved[--depth];
          azud_regex_text_puts (self->out, ")");
          atom = true;
        }
      else if (*self->at == '*' || *self->at == '+' || *self->at == '?' || *self->at == '{')
        {
          if (!atom)
            return azud_regex_fail (self, N_("a repetition without anything to repeat"));
          if (!translate_quantifier (self))
            return false;
          atom = false;
        }
      else if (!translate_plain (self, &atom))
        return false;
    }
  return depth == 0 || azud_regex_fail (self, N_("a group is not closed"));
}
