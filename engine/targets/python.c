/* python.c: text that is safe inside a Python script
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "targets/python.h"

#include <string.h>

void
azud_python_append_string (GString    *out,
                           const char *text)
{
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char_validated (at, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          g_string_append_printf (out, "\\x%02x", (guchar) *at);
          continue;
        }
      if (c == '"' || c == '\\')
        g_string_append_printf (out, "\\%c", (char) c);
      else if (c == '\n')
        g_string_append (out, "\\n");
      else if (c == '\t')
        g_string_append (out, "\\t");
      else if (c >= 0x20 && c < 0x7f)
        g_string_append_c (out, (char) c);
      else if (c <= 0xffff)
        g_string_append_printf (out, "\\u%04x", c);
      else
        g_string_append_printf (out, "\\U%08x", c);
    }
  g_string_append_c (out, '"');
}

void
azud_python_append_comment (GString    *out,
                            const char *indent,
                            const char *text)
{
  g_string_append_printf (out, "%s# ", indent);
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char_validated (at, -1);

      if (c == (gunichar) -1 || c == (gunichar) -2 || g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029
          || g_unichar_type (c) == G_UNICODE_FORMAT)
        g_string_append_c (out, ' ');
      else
        g_string_append_unichar (out, c);
    }
  g_string_append_c (out, '\n');
}

static gboolean
is_reserved (const char *name)
{
  static const char *const words[] = {
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif",
    "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or",
    "pass", "raise", "return", "try", "while", "with", "yield", "match", "case", "type", "print", "list", "dict", "set",
    "str", "int", "float", "bool", "min", "max", "sum", "any", "all", "range", "filter", "map", "sorted", "zip", "len", "open",
    "object", "id", "input", "format", "next", "iter", "hash", "dir", "vars", "spark", "main", "args", "argparse", "sys",
    "job", "sc", "glue_context", NULL
  };

  return g_strv_contains (words, name);
}

char *
azud_python_identifier (const char *text,
                        GHashTable *taken)
{
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  GString *name = g_string_new (NULL);
  guint n = 2;
  g_autofree char *base = NULL;

  for (const char *at = ascii; *at != '\0' && name->len < 40; at++)
    {
      if (g_ascii_isalnum (*at))
        g_string_append_c (name, g_ascii_tolower (*at));
      else if (name->len > 0 && name->str[name->len - 1] != '_')
        g_string_append_c (name, '_');
    }
  while (name->len > 0 && name->str[name->len - 1] == '_')
    g_string_truncate (name, name->len - 1);
  if (name->len == 0 || g_ascii_isdigit (name->str[0]))
    g_string_prepend (name, "node_");
  if (is_reserved (name->str))
    g_string_append (name, "_df");

  base = g_strdup (name->str);
  while (g_hash_table_contains (taken, name->str))
    g_string_printf (name, "%s_%u", base, n++);
  g_hash_table_add (taken, g_strdup (name->str));
  return g_string_free (name, FALSE);
}

void
azud_python_append_template (GString    *out,
                             const char *text,
                             const char *mapping)
{
  const char *at = text;
  gboolean first = TRUE;

  do
    {
      const char *dollar = strstr (at, "${");
      const char *end = dollar != NULL ? strchr (dollar, '}') : NULL;
      gsize n_plain = end != NULL ? (gsize) (dollar - at) : strlen (at);

      if (n_plain > 0 || (first && end == NULL))
        {
          g_autofree char *plain = g_strndup (at, n_plain);

          g_string_append (out, first ? "" : " + ");
          azud_python_append_string (out, plain);
          first = FALSE;
        }
      if (end == NULL)
        return;
      {
        g_autofree char *name = g_strndup (dollar + 2, (gsize) (end - dollar - 2));

        g_string_append_printf (out, "%s%s[", first ? "" : " + ", mapping);
        azud_python_append_string (out, name);
        g_string_append_c (out, ']');
        first = FALSE;
      }
      at = end + 1;
    }
  while (*at != '\0');
}
