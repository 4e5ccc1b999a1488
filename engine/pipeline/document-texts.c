/* document-texts.c: short texts about a document: a card's subtitle, the command that runs it, a unit for
 * systemd
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/document-private.h"

#include <string.h>

#define SUBTITLE_BYTES 160

/* ---- subtitle ---- */

static void append_value (GString *out, const AzudParamSpec *spec, AzudJson *value);

static AzudJson *
field_value (const AzudParamSpec *field,
             AzudJson            *item)
{
  AzudJson *value = azud_json_lookup (item, field->id);

  return value != NULL ? value : azud_param_spec_get_default (field);
}

/* A choice left as it usually is says nothing. */
static gboolean
is_worth_showing (const AzudParamSpec *field,
                  AzudJson            *value)
{
  AzudJson *otherwise = azud_param_spec_get_default (field);

  if (value == NULL || (field->flags & AZUD_PARAM_ADVANCED) != 0)
    return FALSE;
  return field->kind != AZUD_PARAM_CHOICE || otherwise == NULL || !azud_json_equal (value, otherwise);
}

/* One item of a LIST: "total = price * n" where a field names an output column, "id = owner" for two
 * columns, else its values
 * one after another. */
static void
append_item (GString             *out,
             const AzudParamSpec *fields,
             AzudJson            *item)
{
  const AzudParamSpec *named = NULL;
  const AzudParamSpec *last = NULL;

  for (const AzudParamSpec *field = fields; field->id != NULL && named == NULL; field++)
    if ((field->flags & AZUD_PARAM_OUTPUT_NAME) != 0)
      named = field;
  if (named != NULL && azud_json_lookup_string (item, named->id) != NULL &&
      azud_json_lookup_string (item, named->id)[0] != '\0')
    g_string_append_printf (out, "%s = ", azud_json_lookup_string (item, named->id));
  for (const AzudParamSpec *field = fields; field->id != NULL; field++)
    {
      AzudJson *value = field_value (field, item);

      if (field == named || !is_worth_showing (field, value))
        continue;
      if (last != NULL)
        g_string_append (out, last->kind == AZUD_PARAM_COLUMN &&
                         field->kind == AZUD_PARAM_COLUMN ? " = " : " ");
      append_value (out, field, value);
      last = field;
    }
}

static void
append_list (GString             *out,
             const AzudParamSpec *spec,
             AzudJson            *value)
{
  guint n = azud_json_get_length (value);

  for (guint i = 0; i < n && out->len <= SUBTITLE_BYTES; i++)
    {
      AzudJson *element = azud_json_get_element (value, i);

      if (i > 0)
        g_string_append (out, ", ");
      if (spec->kind == AZUD_PARAM_LIST)
        append_item (out, spec->fields, element);
      else if (spec->kind == AZUD_PARAM_SCHEMA)
        g_string_append (out, azud_json_lookup_string (element, "name") != NULL
                         ? azud_json_lookup_string (element, "name") : "");
      else if (azud_json_get_string (element) != NULL)
        g_string_append (out, azud_json_get_string (element));
    }
}

static void
append_value (GString             *out,
              const AzudParamSpec *spec,
              AzudJson            *value)
{
  if (value == NULL)
    return;
  if (spec->kind == AZUD_PARAM_BOOLEAN)
    {
      if (azud_json_get_boolean (value, FALSE))
        g_string_append (out, azud_param_spec_get_label (spec));
      return;
    }
  if (spec->kind == AZUD_PARAM_CHOICE)
    {
      for (const AzudChoice *choice = spec->choices; choice->id != NULL; choice++)
        if (g_strcmp0 (choice->id, azud_json_get_string (value)) == 0)
          g_string_append (out, azud_choice_get_label (choice));
      return;
    }
  if ((spec->kind == AZUD_PARAM_INPUT_PATH || spec->kind == AZUD_PARAM_OUTPUT_PATH) && azud_json_get_string (value) != NULL)
    {
      const char *slash = strrchr (azud_json_get_string (value), '/');

      /* the name of the file tells more than where it lies */
      g_string_append (out, slash != NULL && slash[1] != '\0' ? slash + 1 : azud_json_get_string (value));
      return;
    }
  if (azud_json_get_kind (value) == AZUD_JSON_ARRAY)
    append_list (out, spec, value);
  else if (azud_json_get_kind (value) == AZUD_JSON_NUMBER)
    g_string_append (out, azud_json_get_number (value));
  else if (azud_json_get_string (value) != NULL)
    g_string_append (out, azud_json_get_string (value));
}

char *
azud_document_dup_subtitle (AzudDocument *document,
                            const char   *node)
{
  AzudNodeRecord *record;
  g_autoptr(GString) out = g_string_new (NULL);

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);

  record = azud_document_find (document, node);
  for (const AzudParamSpec *spec = record != NULL &&
       record->node.type != NULL ? record->node.type->params : NULL;
       spec != NULL && spec->id != NULL; spec++)
    {
      gsize before = out->len;

      if ((spec->flags & AZUD_PARAM_ON_CANVAS) == 0)
        continue;
      append_value (out, spec, azud_document_get_param (document, node, spec->id));
      if (before > 0 && out->len > before)
        g_string_insert (out, (gssize) before, " · ");
    }
  return azud_text_shorten (out->str, SUBTITLE_BYTES);
}

/* ---- commands ---- */

char *
azud_document_headless_command (AzudDocument *document)
{
  GString *out = g_string_new ("azud run ");
  g_autofree char *path = NULL;
  guint n = azud_json_get_length (document->parameters);

  path = g_shell_quote (document->path != NULL ? document->path : "pipeline.azud");
  g_string_append (out, path);
  for (guint i = 0; i < n; i++)
    {
      const char *name = azud_json_lookup_string (azud_json_get_element (document->parameters, i), "name");
      g_autofree char *text = name != NULL ? azud_document_dup_parameter_text (document, name) : NULL;
      g_autofree char *argument = text != NULL ? g_strdup_printf ("%s=%s", name, text) : NULL;
      g_autofree char *quoted = argument != NULL ? g_shell_quote (argument) : NULL;

      if (quoted != NULL)
        g_string_append_printf (out, " -p %s", quoted);
    }
  return g_string_free (out, FALSE);
}

/* systemd has its own quoting: C escapes inside double quotes, `%` and `$` doubled. */
static void
append_unit_word (GString    *out,
                  const char *word)
{
  g_string_append_c (out, '"');
  for (const char *at = word; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (out, '\\');
      if (*at == '%' || *at == '$')
        g_string_append_c (out, *at);
      if ((guchar) *at < 0x20)
        g_string_append_printf (out, "\\x%02x", (guint) *at);
      else
        g_string_append_c (out, *at);
    }
  g_string_append_c (out, '"');
}

char *
azud_document_systemd_unit (AzudDocument *document)
{
  g_autofree char *title = azud_document_dup_title (document);
  g_autofree char *shown = azud_text_shorten (title, 80);
  g_autofree char *folder = document->path != NULL ? g_path_get_dirname (document->path)
    : g_strdup (document->base_folder);
  GString *out = g_string_new (NULL);
  guint n = azud_json_get_length (document->parameters);

  g_string_append_printf (out,
                          "[Unit]\nDescription=Azud pipeline "
                          "%s\n\n[Service]\nType=oneshot\nWorkingDirectory=", shown);
  for (const char *at = folder; *at != '\0'; at++)
    g_string_append_printf (out, *at == '%' ? "%%%%" : "%c", *at);
  g_string_append (out, "\nExecStart=azud run --progress plain ");
  append_unit_word (out, document->path != NULL ? document->path : "pipeline.azud");
  for (guint i = 0; i < n; i++)
    {
      const char *name = azud_json_lookup_string (azud_json_get_element (document->parameters, i), "name");
      g_autofree char *text = name != NULL ? azud_document_dup_parameter_text (document, name) : NULL;
      g_autofree char *argument = text != NULL ? g_strdup_printf ("%s=%s", name, text) : NULL;

      if (argument == NULL)
        continue;
      g_string_append (out, " -p ");
      append_unit_word (out, argument);
    }
  g_string_append (out, "\n");
  return g_string_free (out, FALSE);
}
