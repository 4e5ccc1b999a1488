/* param-text.c: parameters as lines of text, for the examples of node types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/param-text.h"

#include <string.h>

static AzudJson *
bad_line (const char *message,
          const char *line,
          AzudError  *error)
{
  azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_PARAM_TEXT", message, line, NULL);
  return NULL;
}

/* Splits at @separator outside of (), <> and back quotes. */
static GPtrArray *
split_outside (const char *text,
               char        separator)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  const char *start = text;
  int depth = 0;
  gboolean quoted = FALSE;

  for (const char *at = text;; at++)
    {
      if (*at == '`')
        quoted = !quoted;
      else if (!quoted && (*at == '(' || *at == '<'))
        depth++;
      else if (!quoted && (*at == ')' || *at == '>'))
        depth--;
      if (*at == '\0' || (*at == separator && depth == 0 && !quoted))
        {
          char *part = g_strndup (start, (gsize) (at - start));

          g_ptr_array_add (parts, g_strstrip (part));
          start = at + 1;
        }
      if (*at == '\0')
        return parts;
    }
}

static char *
unquote_name (const char *text)
{
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '`' && text[length - 1] == '`')
    return g_strndup (text + 1, length - 2);
  return g_strdup (text);
}

static AzudJson *
parse_columns (const char *text)
{
  AzudJson *list = azud_json_new_array ();
  g_autoptr(GPtrArray) parts = split_outside (text, ',');

  for (guint i = 0; i < parts->len; i++)
    {
      g_autofree char *name = unquote_name (parts->pdata[i]);

      if (name[0] != '\0')
        azud_json_add (list, azud_json_new_string (name));
    }
  return list;
}

static AzudJson *
parse_schema (const char *text,
              AzudError  *error)
{
  g_autoptr(AzudJson) list = azud_json_new_array ();
  g_autoptr(GPtrArray) parts = split_outside (text, ',');

  for (guint i = 0; i < parts->len; i++)
    {
      g_autoptr(GPtrArray) words = split_outside (parts->pdata[i], ' ');
      g_autofree char *name = unquote_name (words->pdata[0]);
      AzudJson *column;

      if (words->len != 2)
        return bad_line (N_("A column is a name and a type, not “{0}”."), parts->pdata[i], error);
      column = azud_json_new_object ();
      azud_json_put_string (column, "name", name);
      azud_json_put_string (column, "type", words->pdata[1]);
      azud_json_add (list, column);
    }
  return g_steal_pointer (&list);
}

static AzudJson *
parse_json (const char *text,
            AzudError  *error)
{
  AzudJsonFault fault = { .line = 0 };
  AzudJson *json = azud_json_parse (text, -1, NULL, &fault);

  return json != NULL ? json : bad_line ("{0}", fault.message, error);
}

static AzudJson *
parse_value (const AzudParamSpec *spec,
             const char          *text,
             AzudError           *error)
{
  if (text[0] == '"' || text[0] == '[' || text[0] == '{' || spec->kind == AZUD_PARAM_BOOLEAN ||
      spec->kind == AZUD_PARAM_INTEGER ||
      spec->kind == AZUD_PARAM_NUMBER || spec->kind == AZUD_PARAM_TABLE)
    {
      /* a text that only begins like JSON is a text all the same */
      if (spec->kind == AZUD_PARAM_EXPRESSION || (text[0] == '[' && spec->kind == AZUD_PARAM_TEXT))
        return azud_json_new_string (text);
      return parse_json (text, error);
    }
  if (spec->kind == AZUD_PARAM_COLUMNS)
    return parse_columns (text);
  if (spec->kind == AZUD_PARAM_SCHEMA)
    return parse_schema (text, error);
  return azud_json_new_string (text);
}

/* The field whose `field=` stands at @text, and where its value begins. */
static const AzudParamSpec *
field_at (const AzudParamSpec *fields,
          const char          *text,
          const char         **value)
{
  for (; fields->id != NULL; fields++)
    {
      gsize length = strlen (fields->id);

      if (strncmp (text, fields->id, length) == 0 && text[length] == '=')
        {
          *value = text + length + 1;
          return fields;
        }
    }
  return NULL;
}

static AzudJson *
parse_item (const AzudParamSpec *spec,
            const char          *line,
            AzudError           *error)
{
  g_autoptr(AzudJson) item = azud_json_new_object ();
  const char *value = NULL;
  const AzudParamSpec *field = field_at (spec->fields, line, &value);

  while (field != NULL)
    {
      const AzudParamSpec *next = NULL;
      const char *next_value = NULL;
      const char *end = value;
      g_autofree char *text = NULL;
      AzudJson *json;

      for (end = strstr (value, "; "); end != NULL; end = strstr (end + 2, "; "))
        if ((next = field_at (spec->fields, end + 2, &next_value)) != NULL)
          break;
      text = end != NULL ? g_strndup (value, (gsize) (end - value)) : g_strdup (value);
      json = parse_value (field, g_strstrip (text), error);
      if (json == NULL)
        return NULL;
      azud_json_put (item, field->id, json);
      field = next;
      value = next_value;
    }
  if (azud_json_get_length (item) == 0)
    return bad_line (N_("No field of the list in “{0}”."), line, error);
  return g_steal_pointer (&item);
}

AzudJson *
azud_param_text_parse (const AzudNodeType *type,
                       const char         *text,
                       AzudError          *error)
{
  g_autoptr(AzudJson) params = azud_json_new_object ();
  g_auto(GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = g_strstrip (lines[i]);
      char *colon = strchr (line, ':');
      const AzudParamSpec *spec;
      AzudJson *value;

      if (line[0] == '\0')
        continue;
      if (colon == NULL)
        return bad_line (N_("“{0}” is not of the form “parameter: value”."), line, error);
      *colon = '\0';
      spec = azud_param_spec_lookup (type, line);
      if (spec == NULL)
        return bad_line (N_("There is no parameter “{0}”."), line, error);
      memmove (colon + 1, colon + 1 + strspn (colon + 1, " "),
               strlen (colon + 1 + strspn (colon + 1, " ")) + 1);
      if (spec->kind == AZUD_PARAM_LIST && colon[1] == '\0')
        {
          value = azud_json_new_array ();
          for (; lines[i + 1] != NULL && g_str_has_prefix (g_strstrip (lines[i + 1]), "- "); i++)
            {
              AzudJson *item = parse_item (spec, lines[i + 1] + 2, error);

              if (item == NULL)
                {
                  azud_json_unref (value);
                  return NULL;
                }
              azud_json_add (value, item);
            }
        }
      else
        value = parse_value (spec, colon + 1, error);
      if (value == NULL)
        return NULL;
      azud_json_put (params, spec->id, value);
    }
  return g_steal_pointer (&params);
}
