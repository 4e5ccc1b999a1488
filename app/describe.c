/* describe.c: a type of nodes or a function, told to people
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "command.h"

static const char *
get_text (const AzudJson *json,
          const char     *key)
{
  const char *text = azud_json_lookup_string (json, key);

  return text != NULL ? text : "";
}

static guint
get_length (const AzudJson *list)
{
  return list != NULL ? azud_json_get_length (list) : 0;
}

/* "in, left, right" */
static void
add_list (GString        *out,
          const char     *title,
          const AzudJson *list,
          const char     *key)
{
  if (get_length (list) == 0)
    return;
  g_string_append_printf (out, "%s: ", title);
  for (guint i = 0; i < get_length (list); i++)
    {
      const AzudJson *one = azud_json_get_element (list, i);
      const char *text = key != NULL ? azud_json_lookup_string (one, key) : azud_json_get_string (one);

      g_string_append_printf (out, "%s%s", i > 0 ? ", " : "", text != NULL ? text : "");
    }
  g_string_append_c (out, '\n');
}

/* Its default as JSON, but for texts. */
static void
add_default (GString        *out,
             const AzudJson *parameter)
{
  AzudJson *value = azud_json_lookup (parameter, "default");
  g_autofree char *text = NULL;

  if (azud_json_get_boolean (azud_json_lookup (parameter, "required"), FALSE))
    g_string_append_printf (out, " (%s)", _("required"));
  if (value == NULL)
    return;
  text = azud_json_get_string (value) != NULL ? g_strdup_printf ("“%s”", azud_json_get_string (value)) : azud_json_to_string (value);
  g_string_append_printf (out, _(" (default %s)"), text);
}

static void
add_parameter (GString        *out,
               const AzudJson *parameter,
               int             indent)
{
  AzudJson *choices = azud_json_lookup (parameter, "choices");
  AzudJson *fields = azud_json_lookup (parameter, "fields");

  g_string_append_printf (out, "%*s%s: %s", indent, "", get_text (parameter, "id"), get_text (parameter, "kind"));
  add_default (out, parameter);
  g_string_append_c (out, '\n');
  if (get_text (parameter, "help")[0] != '\0')
    g_string_append_printf (out, "%*s%s\n", indent + 4, "", get_text (parameter, "help"));
  for (guint i = 0; i < get_length (choices); i++)
    g_string_append_printf (out, "%*s%s: %s\n", indent + 4, "", get_text (azud_json_get_element (choices, i), "id"),
                            get_text (azud_json_get_element (choices, i), "label"));
  for (guint i = 0; i < get_length (fields); i++)
    add_parameter (out, azud_json_get_element (fields, i), indent + 4);
}

/* Its title, and below it what is given and what comes of it, both as texts of several lines. */
static void
add_example (GString        *out,
             const AzudJson *example)
{
  static const struct { const char *key; const char *mark; } parts[] = {
    { "params", "    " }, { "input", "    < " }, { "output", "    > " }, { "diagnostic", "    ! " },
  };

  g_string_append_printf (out, "  %s\n", get_text (example, "title"));
  for (gsize p = 0; p < G_N_ELEMENTS (parts); p++)
    {
      g_auto(GStrv) lines = g_strsplit (get_text (example, parts[p].key), "\n", -1);

      for (char **line = lines; *line != NULL; line++)
        if (**line != '\0')
          g_string_append_printf (out, "%s%s\n", parts[p].mark, *line);
    }
}

void
azcli_describe_node (GString        *out,
                     const AzudJson *node)
{
  AzudJson *parameters = azud_json_lookup (node, "params"), *examples = azud_json_lookup (node, "examples");

  g_string_append_printf (out, "%s: %s\n%s\n", get_text (node, "id"), get_text (node, "label"), get_text (node, "summary"));
  add_list (out, _("Inputs"), azud_json_lookup (node, "inputs"), "id");
  add_list (out, _("Outputs"), azud_json_lookup (node, "outputs"), "id");
  if (get_length (parameters) > 0)
    g_string_append_printf (out, "%s:\n", _("Parameters"));
  for (guint i = 0; i < get_length (parameters); i++)
    add_parameter (out, azud_json_get_element (parameters, i), 2);
  if (get_length (examples) > 0)
    g_string_append_printf (out, "%s:\n", _("Examples"));
  for (guint i = 0; i < get_length (examples); i++)
    add_example (out, azud_json_get_element (examples, i));
}

void
azcli_describe_function (GString        *out,
                         const AzudJson *function)
{
  AzudJson *arguments = azud_json_lookup (function, "arguments");

  g_string_append_printf (out, "%s\n%s\n", get_text (function, "name"), get_text (function, "summary"));
  add_list (out, _("Also called"), azud_json_lookup (function, "aliases"), NULL);
  if (arguments != NULL && azud_json_get_kind (arguments) == AZUD_JSON_ARRAY)
    add_list (out, _("Takes"), arguments, NULL);
  if (get_text (function, "example")[0] != '\0')
    g_string_append_printf (out, _("Example: %s gives %s\n"), get_text (function, "example"), get_text (function, "result"));
}
