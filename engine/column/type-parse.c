/* type-parse.c: reading Spark's names of types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/type.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 64

typedef struct
{
  const char *p;
  int         depth;
} Parser;

static const struct
{
  const char  *name;
  AzudDtypeId  id;
} simple_names[] = {
  { "void", AZUD_DTYPE_VOID },
  { "null", AZUD_DTYPE_VOID },
  { "boolean", AZUD_DTYPE_BOOLEAN },
  { "bool", AZUD_DTYPE_BOOLEAN },
  { "tinyint", AZUD_DTYPE_TINYINT },
  { "byte", AZUD_DTYPE_TINYINT },
  { "smallint", AZUD_DTYPE_SMALLINT },
  { "short", AZUD_DTYPE_SMALLINT },
  { "int", AZUD_DTYPE_INT },
  { "integer", AZUD_DTYPE_INT },
  { "bigint", AZUD_DTYPE_BIGINT },
  { "long", AZUD_DTYPE_BIGINT },
  { "float", AZUD_DTYPE_FLOAT },
  { "real", AZUD_DTYPE_FLOAT },
  { "double", AZUD_DTYPE_DOUBLE },
  { "string", AZUD_DTYPE_STRING },
  { "binary", AZUD_DTYPE_BINARY },
  { "date", AZUD_DTYPE_DATE },
  { "timestamp", AZUD_DTYPE_TIMESTAMP },
  { "timestamp_ltz", AZUD_DTYPE_TIMESTAMP },
  { "timestamp_ntz", AZUD_DTYPE_TIMESTAMP_NTZ },
};

static const AzudDtype *parse_type (Parser *parser);

static void
skip_blanks (Parser *parser)
{
  parser->p += strspn (parser->p, " \t\r\n");
}

static bool
take (Parser *parser,
      char    c)
{
  skip_blanks (parser);
  if (*parser->p != c)
    return false;
  parser->p++;
  return true;
}

static size_t
word_length (const char *p)
{
  return strspn (p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}

static bool
take_word (Parser     *parser,
           const char *word)
{
  size_t length = strlen (word);

  skip_blanks (parser);
  if (word_length (parser->p) != length || g_ascii_strncasecmp (parser->p, word, length) != 0)
    return false;
  parser->p += length;
  return true;
}

static bool
take_number (Parser *parser,
             int    *number)
{
  skip_blanks (parser);
  if (*parser->p < '0' || *parser->p > '9')
    return false;
  for (*number = 0; *parser->p >= '0' && *parser->p <= '9'; parser->p++)
    if (*number < 1000000)
      *number = *number * 10 + (*parser->p - '0');
  return true;
}

static const AzudDtype *
parse_decimal (Parser *parser)
{
  int precision = 10;
  int scale = 0;

  if (take (parser, '('))
    {
      if (!take_number (parser, &precision))
        return NULL;
      if (take (parser, ',') && !take_number (parser, &scale))
        return NULL;
      if (!take (parser, ')'))
        return NULL;
    }
  return azud_dtype_decimal (precision, scale);
}

/* char(n) and varchar(n) are strings whose length is checked on writing only. */
static const AzudDtype *
parse_char (Parser *parser)
{
  int length;

  if (!take (parser, '(') || !take_number (parser, &length) || !take (parser, ')'))
    return NULL;
  return azud_dtype_get (AZUD_DTYPE_STRING);
}

/* Units of intervals, largest first. */
static int
take_unit (Parser *parser)
{
  static const char *const units[] = { "year", "month", "day", "hour", "minute", "second" };

  for (int i = 0; i < 6; i++)
    if (take_word (parser, units[i]))
      return i;
  return -1;
}

static const AzudDtype *
parse_interval (Parser *parser)
{
  int first = take_unit (parser);
  int last = first;

  if (first < 0)
    return NULL;
  if (take_word (parser, "to"))
    {
      last = take_unit (parser);
      if (last <= first || (first <= 1) != (last <= 1))
        return NULL;
    }
  return azud_dtype_get (first <= 1 ? AZUD_DTYPE_YEAR_MONTH : AZUD_DTYPE_DAY_TIME);
}

static const AzudDtype *
parse_array (Parser *parser)
{
  const AzudDtype *element;

  if (!take (parser, '<'))
    return NULL;
  element = parse_type (parser);
  return element != NULL && take (parser, '>') ? azud_dtype_array (element, true) : NULL;
}

static const AzudDtype *
parse_map (Parser *parser)
{
  const AzudDtype *key, *value;

  if (!take (parser, '<'))
    return NULL;
  key = parse_type (parser);
  if (key == NULL || !take (parser, ','))
    return NULL;
  value = parse_type (parser);
  return value != NULL && take (parser, '>') ? azud_dtype_map (key, value, true) : NULL;
}

/* A name, plain or between backticks (doubled inside).  Returns: (transfer full) (nullable). */
static char *
parse_name (Parser *parser)
{
  const char *p;
  size_t length = 0;
  char *name;

  skip_blanks (parser);
  p = parser->p;
  if (*p != '`')
    {
      length = strcspn (p, " \t\r\n:,<>()`");
      parser->p += length;
      return length > 0 ? strndup (p, length) : NULL;
    }
  name = malloc (strlen (p));
  if (name == NULL)
    return NULL;
  for (p++; *p != '\0'; p++)
    {
      if (*p == '`' && p[1] != '`')
        break;
      p += *p == '`';
      name[length++] = *p;
    }
  name[length] = '\0';
  if (*p != '`' || length == 0)
    {
      free (name);
      return NULL;
    }
  parser->p = p + 1;
  return name;
}

static bool
parse_field (Parser         *parser,
             AzudDtypeField *field)
{
  char *name = parse_name (parser);

  if (name == NULL)
    return false;
  take (parser, ':');   /* Spark lets it be left out */
  *field = (AzudDtypeField){ name, parse_type (parser), true };
  if (field->type != NULL && take_word (parser, "not"))
    {
      field->nullable = false;
      if (!take_word (parser, "null"))
        field->type = NULL;
    }
  if (field->type == NULL)
    free (name);
  return field->type != NULL;
}

static const AzudDtype *
parse_struct (Parser *parser)
{
  AzudDtypeField *fields = NULL;
  const AzudDtype *type = NULL;
  int n = 0;
  bool closed;

  if (!take (parser, '<'))
    return NULL;
  for (closed = take (parser, '>'); !closed; closed = take (parser, '>'))
    {
      AzudDtypeField *more;

      if (n > 0 && !take (parser, ','))
        break;
      more = (n & (n - 1)) == 0 ? realloc (fields, (size_t) (n > 0 ? 2 * n : 1) * sizeof *fields) : fields;
      if (more == NULL)
        break;
      fields = more;
      if (!parse_field (parser, &fields[n]))
        break;
      n++;
    }
  if (closed)
    type = azud_dtype_struct (fields, n);
  for (int i = 0; i < n; i++)
    free ((char *) fields[i].name);
  free (fields);
  return type;
}

static const AzudDtype *
parse_one (Parser *parser)
{
  if (take_word (parser, "decimal") || take_word (parser, "dec") || take_word (parser, "numeric"))
    return parse_decimal (parser);
  if (take_word (parser, "char") || take_word (parser, "character") || take_word (parser, "varchar"))
    return parse_char (parser);
  if (take_word (parser, "interval"))
    return parse_interval (parser);
  if (take_word (parser, "array"))
    return parse_array (parser);
  if (take_word (parser, "map"))
    return parse_map (parser);
  if (take_word (parser, "struct"))
    return parse_struct (parser);
  for (size_t i = 0; i < sizeof simple_names / sizeof simple_names[0]; i++)
    if (take_word (parser, simple_names[i].name))
      return azud_dtype_get (simple_names[i].id);
  return NULL;
}

static const AzudDtype *
parse_type (Parser *parser)
{
  const AzudDtype *type;

  if (parser->depth == MAX_DEPTH)
    return NULL;
  parser->depth++;
  type = parse_one (parser);
  parser->depth--;
  return type;
}

const AzudDtype *
azud_dtype_parse (const char *text,
                  AzudError  *error)
{
  Parser parser = { text, 0 };
  const AzudDtype *type = parse_type (&parser);

  skip_blanks (&parser);
  if (type != NULL && *parser.p == '\0')
    return type;
  azud_error_set (error, AZUD_FAULT_PIPELINE, "UNSUPPORTED_DATATYPE", N_("There is no data type “{0}”"), text, NULL);
  return NULL;
}
