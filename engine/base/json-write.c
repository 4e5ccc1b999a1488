/* json-write.c: JSON values as text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/json-private.h"

#include "base/utf8.h"

#include <string.h>

static void
append_escaped (GString *out,
                guchar   c)
{
  static const char letters[] = "btn.fr";   /* 0x08 to 0x0d */

  if (c == '"' || c == '\\')
    g_string_append_printf (out, "\\%c", c);
  else if (c >= 0x08 && c <= 0x0d && c != 0x0b)
    g_string_append_printf (out, "\\%c", letters[c - 0x08]);
  else
    g_string_append_printf (out, "\\u%04x", c);
}

void
azud_json_append_string (GString    *out,
                         const char *text)
{
  gsize size = strlen (text);
  gsize plain = 0;   /* from here to i nothing needs care */
  gsize i = 0;

  g_string_append_c (out, '"');
  while (i < size)
    {
      guchar c = (guchar) text[i];
      guint32 code;
      gsize step = azud_utf8_decode (text + i, size - i, &code);

      if (step > 0 && c >= 0x20 && c != '"' && c != '\\')
        {
          i += step;
          continue;
        }
      g_string_append_len (out, text + plain, (gssize) (i - plain));
      if (step == 0)
        g_string_append (out, "\357\277\275");   /* U+FFFD for a byte that is not UTF-8 */
      else
        append_escaped (out, c);
      plain = ++i;
    }
  g_string_append_len (out, text + plain, (gssize) (i - plain));
  g_string_append_c (out, '"');
}

typedef struct
{
  const AzudJson *json;
  guint           next;
} Open;

static void
append_line (GString *out,
             gsize    blanks)
{
  gsize start = out->len + 1;

  g_string_append_c (out, '\n');
  g_string_set_size (out, start + blanks);
  memset (out->str + start, ' ', blanks);
}

static void
append_scalar (GString        *out,
               const AzudJson *json)
{
  switch (azud_json_get_kind (json))
    {
    case AZUD_JSON_BOOLEAN:
      g_string_append (out, json->boolean ? "true" : "false");
      break;
    case AZUD_JSON_NUMBER:
      g_string_append (out, json->of.text);
      break;
    case AZUD_JSON_STRING:
      azud_json_append_string (out, json->of.text);
      break;
    case AZUD_JSON_ARRAY:    /* only empty ones come here */
      g_string_append (out, "[]");
      break;
    case AZUD_JSON_OBJECT:
      g_string_append (out, "{}");
      break;
    case AZUD_JSON_NULL:
    default:
      g_string_append (out, "null");
      break;
    }
}

/* Writes @json, or opens it when there is something inside. */
static void
begin (GString        *out,
       GArray         *stack,
       const AzudJson *json)
{
  Open open = { json, 0 };

  if (azud_json_get_length (json) == 0)
    {
      append_scalar (out, json);
      return;
    }
  g_string_append_c (out, json->kind == AZUD_JSON_ARRAY ? '[' : '{');
  g_array_append_val (stack, open);
}

void
azud_json_append (GString        *out,
                  const AzudJson *json,
                  int             indent)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Open));

  begin (out, stack, json);
  while (stack->len > 0)
    {
      Open *top = &g_array_index (stack, Open, stack->len - 1);
      const AzudJson *container = top->json;
      guint i = top->next++;

      if (i == container->n)
        {
          g_array_set_size (stack, stack->len - 1);
          if (indent >= 0)
            append_line (out, (gsize) indent + 2 * stack->len);
          g_string_append_c (out, container->kind == AZUD_JSON_ARRAY ? ']' : '}');
          continue;
        }
      if (i > 0)
        g_string_append_c (out, ',');
      if (indent >= 0)
        append_line (out, (gsize) indent + 2 * stack->len);
      if (container->kind == AZUD_JSON_OBJECT)
        {
          azud_json_append_string (out, container->of.members[i].key);
          g_string_append (out, indent >= 0 ? ": " : ":");
        }
      begin (out, stack, azud_json_get_element (container, i));
    }
}

char *
azud_json_to_string (const AzudJson *json)
{
  GString *out = g_string_new (NULL);

  azud_json_append (out, json, -1);
  return g_string_free (out, FALSE);
}
