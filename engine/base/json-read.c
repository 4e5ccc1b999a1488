/* json-read.c: the strict JSON reader
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * RFC 8259 and no more: no BOM, comments, trailing commas, NaN, duplicate keys, lone surrogates or text behind the value.
 * U+0000 in a string is refused as well, because values are handed out as C strings.
 */

#include "config.h"

#include "base/json-private.h"

#include "base/utf8.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEFAULT_DEPTH  ((gsize) 1000)
#define DEFAULT_BYTES  ((gsize) 256 * 1024 * 1024)
#define DEFAULT_VALUES ((gsize) 20000000)

typedef struct
{
  const char *start;
  const char *p;
  const char *end;
  gint64      line;        /* of p, counted as blanks are skipped */
  gsize       values_left;
  gsize       max_depth;
  const char *message;     /* set when reading has failed, at p */
  GString    *scratch;
} Reader;

typedef struct
{
  AzudJson *json;
  char     *key;   /* object: of the member whose value is being read */
} Level;

static gboolean
fail (Reader     *reader,
      const char *at,
      const char *message)
{
  if (reader->message == NULL)
    {
      reader->p = at;
      reader->message = message;
    }
  return FALSE;
}

static void
skip_blanks (Reader *reader)
{
  for (; reader->p < reader->end; reader->p++)
    {
      char c = *reader->p;

      if (c == '\n')
        reader->line++;
      else if (c != ' ' && c != '\t' && c != '\r')
        break;
    }
}

static gboolean
is_digit (const char *p,
          const char *end)
{
  return p < end && *p >= '0' && *p <= '9';
}

static const char *
skip_digits (const char *p,
             const char *end)
{
  while (is_digit (p, end))
    p++;
  return p;
}

const char *
azud_json_skip_number (const char *text,
                       const char *end)
{
  const char *p = text;
  const char *mark;

  if (p < end && *p == '-')
    p++;
  if (!is_digit (p, end))
    return text;
  p = *p == '0' ? p + 1 : skip_digits (p, end);

  if (p < end && *p == '.')
    {
      if (!is_digit (p + 1, end))
        return p;
      p = skip_digits (p + 1, end);
    }
  if (p < end && (*p == 'e' || *p == 'E'))
    {
      mark = p + 1;
      if (mark < end && (*mark == '+' || *mark == '-'))
        mark++;
      if (is_digit (mark, end))
        p = skip_digits (mark, end);
    }
  return p;
}

static int
hex_value (const char *p,
           const char *end)
{
  int value = 0;

  if (end - p < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (p[i]);

      if (digit < 0)
        return -1;
      value = value << 4 | digit;
    }
  return value;
}

/* At the 'u' of an escape. */
static gboolean
read_unicode_escape (Reader *reader)
{
  const char *at = reader->p - 1;
  int code = hex_value (reader->p + 1, reader->end);
  char utf8[4];

  if (code < 0)
    return fail (reader, at, N_("\\u must be followed by four hexadecimal digits"));
  if (code == 0)
    return fail (reader, at, N_("The character U+0000 is not allowed"));
  reader->p += 5;
  if (code >= 0xd800 && code <= 0xdfff)
    {
      int low = -1;

      if (code < 0xdc00 && reader->end - reader->p >= 2 && reader->p[0] == '\\' && reader->p[1] == 'u')
        low = hex_value (reader->p + 2, reader->end);
      if (low < 0xdc00 || low > 0xdfff)
        return fail (reader, at, N_("Half of a surrogate pair"));
      code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      reader->p += 6;
    }
  g_string_append_len (reader->scratch, utf8, (gssize) azud_utf8_encode ((guint32) code, utf8));
  return TRUE;
}

static gboolean
read_escape (Reader *reader)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char *found;

  reader->p++;
  if (reader->p == reader->end)
    return fail (reader, reader->p, N_("The text ends within a string"));
  if (*reader->p == 'u')
    return read_unicode_escape (reader);
  found = *reader->p != '\0' ? strchr (names, *reader->p) : NULL;
  if (found == NULL)
    return fail (reader, reader->p - 1, N_("Unknown escape in a string"));
  g_string_append_c (reader->scratch, values[found - names]);
  reader->p++;
  return TRUE;
}

/* At the opening quote.  Returns: (transfer full): the content, or NULL. */
static char *
read_string (Reader *reader)
{
  const char *plain = ++reader->p;   /* from here to p nothing is escaped */

  g_string_truncate (reader->scratch, 0);
  while (reader->p < reader->end && *reader->p != '"')
    {
      guint32 code;
      gsize step;

      if (*reader->p == '\\')
        {
          g_string_append_len (reader->scratch, plain, reader->p - plain);
          if (!read_escape (reader))
            return NULL;
          plain = reader->p;
          continue;
        }
      step = azud_utf8_decode (reader->p, (gsize) (reader->end - reader->p), &code);
      if (step == 0 || code < 0x20)
        {
          fail (reader, reader->p, step == 0 ? N_("Not valid UTF-8") : N_("Control character in a string"));
          return NULL;
        }
      reader->p += step;
    }
  if (reader->p >= reader->end)
    {
      fail (reader, reader->end, N_("The text ends within a string"));
      return NULL;
    }
  g_string_append_len (reader->scratch, plain, reader->p - plain);
  reader->p++;
  return g_strndup (reader->scratch->str, reader->scratch->len);
}

static AzudJson *
read_number (Reader *reader)
{
  const char *start = reader->p;
  const char *stop = azud_json_skip_number (start, reader->end);

  if (stop == start || (stop < reader->end && (g_ascii_isalnum (*stop) || strchr (".+-", *stop) != NULL) && *stop != '\0'))
    {
      fail (reader, start, N_("Not a valid number"));
      return NULL;
    }
  reader->p = stop;
  return azud_json_new_read (AZUD_JSON_NUMBER, g_strndup (start, (gsize) (stop - start)), reader->line);
}

static AzudJson *
read_word (Reader     *reader,
           const char *word,
           AzudJson   *json)
{
  gsize length = strlen (word);
  const char *behind = reader->p + length;

  if ((gsize) (reader->end - reader->p) < length || memcmp (reader->p, word, length) != 0 ||
      (behind < reader->end && g_ascii_isalnum (*behind)))
    {
      azud_json_unref (json);
      fail (reader, reader->p, N_("Unknown word; true, false or null is expected"));
      return NULL;
    }
  json->line = (guint32) MIN (reader->line, G_MAXUINT32);
  reader->p += length;
  return json;
}

/* One value without what is inside it: containers come back empty. */
static AzudJson *
read_value (Reader *reader)
{
  char *text;

  if (reader->p == reader->end)
    {
      fail (reader, reader->p, N_("The text ends where a value is expected"));
      return NULL;
    }
  if (reader->values_left == 0)
    {
      fail (reader, reader->p, N_("Too many values"));
      return NULL;
    }
  reader->values_left--;
  switch (*reader->p)
    {
    case '[':
      reader->p++;
      return azud_json_new_read (AZUD_JSON_ARRAY, NULL, reader->line);
    case '{':
      reader->p++;
      return azud_json_new_read (AZUD_JSON_OBJECT, NULL, reader->line);
    case '"':
      text = read_string (reader);
      return text != NULL ? azud_json_new_read (AZUD_JSON_STRING, text, reader->line) : NULL;
    case 't':
      return read_word (reader, "true", azud_json_new_boolean (TRUE));
    case 'f':
      return read_word (reader, "false", azud_json_new_boolean (FALSE));
    case 'n':
      return read_word (reader, "null", azud_json_new_null ());
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
      return read_number (reader);
    default:
      if (azud_utf8_decode (reader->p, (gsize) (reader->end - reader->p), &(guint32){ 0 }) == 0)
        fail (reader, reader->p, N_("Not valid UTF-8"));
      else
        fail (reader, reader->p, N_("A value is expected here"));
      return NULL;
    }
}

/* A key and its colon. */
static gboolean
read_key (Reader *reader,
          Level  *level)
{
  const char *at = reader->p;

  if (reader->p == reader->end || *reader->p != '"')
    return fail (reader, reader->p, reader->p == reader->end ? N_("The text ends within an object")
                                                             : N_("A member name in quotes is expected here"));
  level->key = read_string (reader);
  if (level->key == NULL)
    return FALSE;
  if (azud_json_lookup (level->json, level->key) != NULL)
    return fail (reader, at, N_("This member name occurs twice in the object"));
  skip_blanks (reader);
  if (reader->p == reader->end || *reader->p != ':')
    return fail (reader, reader->p, reader->p == reader->end ? N_("The text ends within an object")
                                                             : N_("A colon is expected here"));
  reader->p++;
  skip_blanks (reader);
  return TRUE;
}

/* Puts a complete value into the container that holds it. */
static void
store (Level    *level,
       AzudJson *value)
{
  if (level->json->kind == AZUD_JSON_ARRAY)
    azud_json_add (level->json, value);
  else
    azud_json_add_member (level->json, g_steal_pointer (&level->key), value);
}

typedef enum { MORE, CLOSED, FAILED } Next;

/* In an open container: steps to its next value, or over its end. */
static Next
step (Reader *reader,
      Level  *level)
{
  gboolean is_array = level->json->kind == AZUD_JSON_ARRAY;

  skip_blanks (reader);
  if (reader->p == reader->end)
    {
      fail (reader, reader->p, is_array ? N_("The text ends within an array") : N_("The text ends within an object"));
      return FAILED;
    }
  if (*reader->p == (is_array ? ']' : '}'))
    {
      reader->p++;
      return CLOSED;
    }
  if (level->json->n > 0)
    {
      if (*reader->p != ',')
        {
          fail (reader, reader->p, is_array ? N_("A comma or ] is expected here") : N_("A comma or } is expected here"));
          return FAILED;
        }
      reader->p++;
      skip_blanks (reader);
    }
  return is_array || read_key (reader, level) ? MORE : FAILED;
}

static void
clear_level (gpointer data)
{
  Level *level = data;

  azud_json_unref (level->json);
  g_free (level->key);
}

/* Returns: (transfer full): the whole value, or NULL with reader->message. */
static AzudJson *
read_all (Reader *reader)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Level));   /* the containers that are open */
  AzudJson *value;

  g_array_set_clear_func (stack, clear_level);
  skip_blanks (reader);
  for (;;)
    {
      value = read_value (reader);
      if (value == NULL)
        return NULL;
      if (value->kind >= AZUD_JSON_ARRAY)
        {
          Level level = { value, NULL };

          g_array_append_val (stack, level);
          if (stack->len > reader->max_depth)
            {
              fail (reader, reader->p - 1, N_("Nested too deep"));
              return NULL;
            }
        }
      else if (stack->len > 0)
        store (&g_array_index (stack, Level, stack->len - 1), value);
      else
        return value;

      for (;;)
        {
          Level *top = &g_array_index (stack, Level, stack->len - 1);
          Next next = step (reader, top);

          if (next == FAILED)
            return NULL;
          if (next == MORE)
            break;
          value = g_steal_pointer (&top->json);
          g_array_set_size (stack, stack->len - 1);
          if (stack->len == 0)
            return value;
          store (&g_array_index (stack, Level, stack->len - 1), value);
        }
    }
}

static void
report (const Reader  *reader,
        AzudJsonFault *fault)
{
  const char *line_start = reader->start;

  if (fault == NULL)
    return;
  fault->byte = reader->p - reader->start;
  fault->line = 1;
  for (const char *p = reader->start; p < reader->p; p++)
    if (*p == '\n')
      {
        fault->line++;
        line_start = p + 1;
      }
  fault->column = 1 + (gint64) azud_utf8_count (line_start, (gsize) (reader->p - line_start));
  g_utf8_strncpy (fault->message, _(reader->message), (sizeof fault->message - 1) / 4);
}

AzudJson *
azud_json_parse (const char           *text,
                 gssize                length,
                 const AzudJsonLimits *limits,
                 AzudJsonFault        *fault)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  gsize max_bytes = limits != NULL && limits->max_bytes > 0 ? limits->max_bytes : DEFAULT_BYTES;
  Reader reader = {
    .start = text, .p = text, .end = text + size, .line = 1,
    .values_left = limits != NULL && limits->max_values > 0 ? limits->max_values : DEFAULT_VALUES,
    .max_depth = limits != NULL && limits->max_depth > 0 ? limits->max_depth : DEFAULT_DEPTH,
  };
  AzudJson *json = NULL;

  if (size > max_bytes)
    fail (&reader, text, N_("The text is too long"));
  else if (size >= 3 && memcmp (text, "\357\273\277", 3) == 0)
    fail (&reader, text, N_("The text begins with a byte order mark"));
  else
    {
      reader.scratch = g_string_new (NULL);
      json = read_all (&reader);
      if (json != NULL)
        skip_blanks (&reader);
      if (json != NULL && reader.p < reader.end)
        {
          fail (&reader, reader.p, N_("Nothing may follow the value"));
          g_clear_pointer (&json, azud_json_unref);
        }
      g_string_free (reader.scratch, TRUE);
    }
  if (json == NULL)
    report (&reader, fault);
  return json;
}
