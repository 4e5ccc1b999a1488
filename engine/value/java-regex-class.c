/* java-regex-class.c: character classes of Java patterns in PCRE2's syntax
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Java has unions `[a[bc]]` and intersections `[a-z&&[^o]]`, PCRE2 (before 10.45) has not.  A class is a
 * list of parts joined by &&, a part is plain members and nested classes.  A class of plain members stays a
 * class; else it becomes a group that matches one character: alternatives for unions, lookaheads for
 * intersections.
 */

#include "value/java-regex-private.h"

#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 50

static bool translate_class (AzudRegexTranslator *self, AzudRegexText *out, int depth);

static bool
is_ascii_letter (uint32_t c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void
add_range (AzudRegexText *out, uint32_t from, uint32_t to)
{
  azud_regex_text_code_point (out, from);
  if (from != to)
    {
      azud_regex_text_puts (out, "-");
      azud_regex_text_code_point (out, to);
    }
}

/* Without (?u) Java ignores the case of ASCII letters only; so both cases are written out. */
static void
add_members (AzudRegexTranslator *self, AzudRegexText *out, uint32_t from, uint32_t to)
{
  add_range (out, from, to);
  if ((self->flags & (AZUD_JAVA_CASELESS | AZUD_JAVA_UNICODE)) != AZUD_JAVA_CASELESS)
    return;
  for (int upper = 0; upper < 2; upper++)
    {
      uint32_t first = upper ? 'A' : 'a';
      uint32_t low = from > first ? from : first;
      uint32_t high = to < first + 25 ? to : first + 25;

      if (low <= high)
        add_range (out, low ^ 0x20, high ^ 0x20);
    }
}

static bool
looking_at (const AzudRegexTranslator *self, const char *text)
{
  size_t length = strlen (text);

  return (size_t) (self->end - self->at) >= length && memcmp (self->at, text, length) == 0;
}

/* One character, or a set such as \d (then *@is_set). */
static bool
read_member (AzudRegexTranslator *self, AzudRegexText *members, uint32_t *c, bool *is_set)
{
  *is_set = false;
  if (*self->at != '\\')
    {
      *c = azud_regex_decode (self);
      return true;
    }
  self->at++;
  if (self->at == self->end)
    return azud_regex_fail (self, N_("the class is not closed"));
  if (azud_regex_read_escape (self, c))
    return true;
  if (self->reason != NULL)
    return false;
  *is_set = true;
  switch (*self->at)
    {
    case 'd':
    case 'D':
    case 'w':
    case 'W':
    case 's':
    case 'S':
    case 'h':
    case 'H':
    case 'v':
    case 'V':
      azud_regex_text_puts (members, "\\");
      azud_regex_text_add (members, self->at, 1);
      self->at++;
      return true;
    case 'p':
    case 'P':
      self->at++;
      return azud_regex_read_property (self, self->at[-1] == 'P', members);
    default:
      return azud_regex_fail (self, N_("unknown escape in a class"));
    }
}

static bool
read_quoted (AzudRegexTranslator *self, AzudRegexText *members)
{
  self->at += 2;
  while (self->at < self->end && !looking_at (self, "\\E"))
    {
      uint32_t c = azud_regex_decode (self);

      add_members (self, members, c, c);
    }
  if (self->at < self->end)
    self->at += 2;
  return true;
}

/* A member or a range. */
static bool
read_range (AzudRegexTranslator *self, AzudRegexText *members)
{
  uint32_t from;
  uint32_t to;
  bool is_set;

  if (!read_member (self, members, &from, &is_set))
    return false;
  if (is_set)
    return true;
  to = from;
  if (self->end - self->at >= 2 && *self->at == '-' && self->at[1] != ']' && self->at[1] != '['
      && !(self->end - self->at >= 3 && self->at[1] == '&' && self->at[2] == '&'))
    {
      self->at++;
      if (!read_member (self, members, &to, &is_set))
        return false;
      if (is_set || to < from)
        return azud_regex_fail (self, N_("illegal character range"));
    }
  add_members (self, members, from, to);
  return true;
}

/* Members and nested classes up to && or the closing bracket; @simple if nothing is nested. */
static bool
read_part (AzudRegexTranslator *self, AzudRegexText *members, AzudRegexText *nested, bool at_start, int depth)
{
  bool first = at_start;

  while (self->at < self->end)
    {
      if (looking_at (self, "&&"))
        return true;
      if (*self->at == ']' && !first)
        return true;
      first = false;
      if ((self->flags & AZUD_JAVA_COMMENTS) && strchr (" \t\n\r\f\v", *self->at) != NULL)
        self->at++;
      else if (*self->at == '[')
        {
          self->at++;
          if (nested->length > 0)
            azud_regex_text_puts (nested, "|");
          if (!translate_class (self, nested, depth + 1))
            return false;
        }
      else if (looking_at (self, "\\Q"))
        read_quoted (self, members);
      else if (!read_range (self, members))
        return false;
    }
  return azud_regex_fail (self, N_("the class is not closed"));
}

static void
add_part (AzudRegexText *out, const AzudRegexText *members, const AzudRegexText *nested)
{
  azud_regex_text_puts (out, "(?:");
  if (members->length > 0)
    {
      azud_regex_text_puts (out, "[");
      azud_regex_text_add (out, members->bytes, members->length);
      azud_regex_text_puts (out, "]");
    }
  if (nested->length > 0)
    {
      if (members->length > 0)
        azud_regex_text_puts (out, "|");
      azud_regex_text_add (out, nested->bytes, nested->length);
    }
  azud_regex_text_puts (out, ")");
}

/* Everything after `[` or `[^`; @negated is applied here. */
static bool
read_parts (AzudRegexTranslator *self, AzudRegexText *out, bool negated, int depth)
{
  AzudRegexText parts = { 0 };
  bool at_start = true;
  bool ok = true;
  bool simple = false;

  for (;;)
    {
      AzudRegexText members = { 0 };
      AzudRegexText nested = { 0 };

      ok = read_part (self, &members, &nested, at_start, depth);
      if (ok && at_start && *self->at == ']' && nested.length == 0 && members.length > 0)
        {
          simple = true;
          azud_regex_text_puts (out, negated ? "[^" : "[");
          azud_regex_text_add (out, members.bytes, members.length);
          azud_regex_text_puts (out, "]");
        }
      else if (ok && members.length + nested.length > 0)
        {
          if (parts.length > 0)
            azud_regex_text_puts (&parts, ")");
          /* every part but the last is looked at; the last takes the character */
          azud_regex_text_puts (&parts, "(?=");
          add_part (&parts, &members, &nested);
        }
      out->failed |= members.failed || nested.failed;
      free (members.bytes);
      free (nested.bytes);
      at_start = false;
      if (!ok || *self->at == ']')
        break;
      self->at += 2;
    }
  if (ok)
    self->at++;
  if (ok && !simple)
    {
      if (parts.length == 0)
        ok = azud_regex_fail (self, N_("an empty class"));
      else
        {
          azud_regex_text_puts (out, negated ? "(?:(?!" : "(?:");
          azud_regex_text_add (out, parts.bytes, parts.length);
          azud_regex_text_puts (out, negated ? ")(?s:.))(?s:.))" : ")(?s:.))");
        }
    }
  out->failed |= parts.failed;
  free (parts.bytes);
  return ok;
}

static bool
translate_class (AzudRegexTranslator *self, AzudRegexText *out, int depth)
{
  bool negated = false;

  if (depth > MAX_DEPTH)
    return azud_regex_fail (self, N_("classes are nested too deeply"));
  if (self->at < self->end && *self->at == '^')
    {
      negated = true;
      self->at++;
    }
  return read_parts (self, out, negated, depth);
}

bool
azud_regex_translate_class (AzudRegexTranslator *self)
{
  return translate_class (self, self->out, 0);
}

/* ---- properties ---- */

/* Names of POSIX and java.lang.Character classes, as members of a bracket. */
static const struct
{
  const char *name;
  const char *members;
  const char *negated;
} named_sets[] = {
  { "Lower", "a-z", "\\x{0}-`{-\\x{10ffff}" },
  { "Upper", "A-Z", "\\x{0}-@\\[-\\x{10ffff}" },
  { "ASCII", "\\x{0}-\\x{7f}", "\\x{80}-\\x{10ffff}" },
  { "Alpha", "a-zA-Z", "\\x{0}-@\\[-`{-\\x{10ffff}" },
  { "Digit", "0-9", "\\x{0}-/:-\\x{10ffff}" },
  { "Alnum", "a-zA-Z0-9", "\\x{0}-/:-@\\[-`{-\\x{10ffff}" },
  { "Punct", "!-/:-@\\[-`{-~", "\\x{0}- 0-9A-Za-z\\x{7f}-\\x{10ffff}" },
  { "Graph", "!-~", "\\x{0}- \\x{7f}-\\x{10ffff}" },
  { "Print", " -~", "\\x{0}-\\x{1f}\\x{7f}-\\x{10ffff}" },
  { "Blank", " \\t", "\\x{0}-\\x{8}\\x{a}-\\x{1f}!-\\x{10ffff}" },
  { "Cntrl", "\\x{0}-\\x{1f}\\x{7f}", " -~\\x{80}-\\x{10ffff}" },
  { "XDigit", "0-9a-fA-F", "\\x{0}-/:-@G-`g-\\x{10ffff}" },
  { "Space", "\\x{9}-\\x{d} ", "\\x{0}-\\x{8}\\x{e}-\\x{1f}!-\\x{10ffff}" },
  { "javaLowerCase", "\\p{Ll}", "\\P{Ll}" },
  { "javaUpperCase", "\\p{Lu}", "\\P{Lu}" },
  { "javaTitleCase", "\\p{Lt}", "\\P{Lt}" },
  { "javaDigit", "\\p{Nd}", "\\P{Nd}" },
  { "javaLetter", "\\p{L}", "\\P{L}" },
  { "IsAlphabetic", "\\p{Alphabetic}", "\\P{Alphabetic}" },
  { "IsLetter", "\\p{L}", "\\P{L}" },
  { "IsLowercase", "\\p{Lowercase}", "\\P{Lowercase}" },
  { "IsUppercase", "\\p{Uppercase}", "\\P{Uppercase}" },
  { "IsDigit", "\\p{Nd}", "\\P{Nd}" },
  { "IsPunctuation", "\\p{P}", "\\P{P}" },
  { "IsControl", "\\p{Cc}", "\\P{Cc}" },
  { "IsWhite_Space", "\\p{White_Space}", "\\P{White_Space}" },
  { "L1", "\\x{0}-\\x{ff}", "\\x{100}-\\x{10ffff}" },
};

bool
azud_regex_read_property (AzudRegexTranslator *self, bool negated, AzudRegexText *out)
{
  char name[40];
  const char *plain = name;
  size_t length = 0;

  if (self->at < self->end && *self->at != '{')
    name[length++] = *self->at++;
  else
    {
      const char *close = memchr (self->at, '}', (size_t) (self->end - self->at));

      if (close == NULL)
        return azud_regex_fail (self, N_("the name of a property is not closed"));
      length = (size_t) (close - self->at - 1);
      if (length == 0 || length >= sizeof name)
        return azud_regex_fail (self, N_("unknown character property"));
      memcpy (name, self->at + 1, length);
      self->at = close + 1;
    }
  name[length] = '\0';

  for (size_t i = 0; i < sizeof named_sets / sizeof *named_sets; i++)
    if (strcmp (name, named_sets[i].name) == 0)
      {
        azud_regex_text_puts (out, negated ? named_sets[i].negated : named_sets[i].members);
        return true;
      }

  /* general categories and scripts are PCRE2's own, after Java's prefixes */
  if (strncmp (name, "Is", 2) == 0)
    plain += 2;
  else if (strncmp (name, "script=", 7) == 0)
    plain += 7;
  else if (strncmp (name, "sc=", 3) == 0 || strncmp (name, "gc=", 3) == 0)
    plain += 3;
  else if (strncmp (name, "general_category=", 17) == 0)
    plain += 17;
  for (const char *c = plain; *c != '\0'; c++)
    if (!is_ascii_letter ((uint8_t) *c) && *c != '_')
      return azud_regex_fail (self, N_("unknown character property"));
  if (*plain == '\0' || (plain == name && strlen (plain) > 2))
    return azud_regex_fail (self, N_("unknown character property"));
  azud_regex_text_puts (out, negated ? "\\P{" : "\\p{");
  azud_regex_text_puts (out, plain);
  azud_regex_text_puts (out, "}");
  return true;
}
