/* type-print.c: data types as text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/type.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  char   *buffer;
  size_t  size;
  size_t  length;
  bool    sql;      /* upper case, as in Spark's CAST */
} Printer;

static const char *const names[AZUD_N_DTYPES] = {
  [AZUD_DTYPE_VOID] = "void",
  [AZUD_DTYPE_BOOLEAN] = "boolean",
  [AZUD_DTYPE_TINYINT] = "tinyint",
  [AZUD_DTYPE_SMALLINT] = "smallint",
  [AZUD_DTYPE_INT] = "int",
  [AZUD_DTYPE_BIGINT] = "bigint",
  [AZUD_DTYPE_FLOAT] = "float",
  [AZUD_DTYPE_DOUBLE] = "double",
  [AZUD_DTYPE_DECIMAL] = "decimal",
  [AZUD_DTYPE_STRING] = "string",
  [AZUD_DTYPE_BINARY] = "binary",
  [AZUD_DTYPE_DATE] = "date",
  [AZUD_DTYPE_TIMESTAMP] = "timestamp",
  [AZUD_DTYPE_TIMESTAMP_NTZ] = "timestamp_ntz",
  [AZUD_DTYPE_YEAR_MONTH] = "interval year to month",
  [AZUD_DTYPE_DAY_TIME] = "interval day to second",
  [AZUD_DTYPE_ARRAY] = "array",
  [AZUD_DTYPE_STRUCT] = "struct",
  [AZUD_DTYPE_MAP] = "map",
};

static void
put_char (Printer *printer,
          char     c)
{
  if (printer->length + 1 < printer->size)
    printer->buffer[printer->length] = c;
  printer->length++;
}

static void
put (Printer    *printer,
     const char *text)
{
  for (; *text != '\0'; text++)
    put_char (printer, *text);
}

static void
put_keyword (Printer    *printer,
             const char *text)
{
  for (; *text != '\0'; text++)
    put_char (printer, printer->sql && *text >= 'a' && *text <= 'z' ? (char) (*text - 32) : *text);
}

static bool
is_plain_name (const char *name)
{
  if (name[0] == '\0' || (name[0] >= '0' && name[0] <= '9'))
    return false;
  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && *name != '_')
      return false;
  return true;
}

/* Names that the parser would not read back are put between backticks, also where Spark's DESCRIBE would not. */
static void
put_name (Printer    *printer,
          const char *name)
{
  if (is_plain_name (name))
    {
      put (printer, name);
      return;
    }
  put_char (printer, '`');
  for (; *name != '\0'; name++)
    {
      if (*name == '`')
        put_char (printer, '`');
      put_char (printer, *name);
    }
  put_char (printer, '`');
}

static void
put_type (Printer         *printer,
          const AzudDtype *type)
{
  char parameters[16];

  put_keyword (printer, names[type->id]);
  if (type->id == AZUD_DTYPE_DECIMAL)
    {
      snprintf (parameters, sizeof parameters, "(%d,%d)", type->precision, type->scale);
      put (printer, parameters);
    }
  if (!azud_dtype_is_nested (type))
    return;
  put_char (printer, '<');
  for (int i = 0; i < type->n_fields; i++)
    {
      if (i > 0)
        put (printer, printer->sql ? ", " : ",");
      if (type->id == AZUD_DTYPE_STRUCT)
        {
          put_name (printer, type->fields[i].name);
          put (printer, printer->sql ? ": " : ":");
        }
      put_type (printer, type->fields[i].type);
      if (type->id == AZUD_DTYPE_STRUCT && printer->sql && !type->fields[i].nullable)
        put (printer, " NOT NULL");
    }
  put_char (printer, '>');
}

static size_t
print (const AzudDtype *type,
       char            *buffer,
       size_t           size,
       bool             sql)
{
  Printer printer = { buffer, size, 0, sql };

  put_type (&printer, type);
  if (size > 0)
    buffer[printer.length < size ? printer.length : size - 1] = '\0';
  return printer.length;
}

size_t
azud_dtype_print (const AzudDtype *type,
                  char            *buffer,
                  size_t           size)
{
  return print (type, buffer, size, false);
}

size_t
azud_dtype_sql_name (const AzudDtype *type,
                     char            *buffer,
                     size_t           size)
{
  return print (type, buffer, size, true);
}
