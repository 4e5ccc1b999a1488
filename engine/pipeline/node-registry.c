/* node-registry.c: the node types there are, their texts and their description
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/node-type.h"

#include "base/sync.h"
#include "pipeline/diagnostics.h"

#include <string.h>

#define MAX_TYPES 256

/* Filled before main() by the generated table (and by tests), read-only afterwards. */
static const AzudNodeType *types[MAX_TYPES + 1];
static guint n_types;

static int
compare_types (const AzudNodeType *a,
               const AzudNodeType *b)
{
  return (int) a->category - (int) b->category;
}

void
azud_node_registry_add (const AzudNodeType *const *added)
{
  for (; *added != NULL; added++)
    {
      guint at = n_types;

      g_assert (n_types < MAX_TYPES);
      /* a stable insertion by category keeps the order of the list inside each */
      while (at > 0 && compare_types (types[at - 1], *added) > 0)
        {
          types[at] = types[at - 1];
          at--;
        }
      types[at] = *added;
      n_types++;
    }
}

const AzudNodeType *
azud_node_type_lookup (const char *id)
{
  for (guint i = 0; i < n_types; i++)
    if (strcmp (types[i]->id, id) == 0)
      return types[i];
  return NULL;
}

const AzudNodeType *const *
azud_node_type_list (guint *n)
{
  if (n != NULL)
    *n = n_types;
  return types;
}

const char *
azud_category_label (AzudCategory category)
{
  static const char *const labels[AZUD_N_CATEGORIES] = {
    [AZUD_CATEGORY_SOURCES] = N_("Sources"), [AZUD_CATEGORY_ROWS] = N_("Rows"),
      [AZUD_CATEGORY_COLUMNS] = N_("Columns"),
    [AZUD_CATEGORY_COMBINE] = N_("Combine"), [AZUD_CATEGORY_GROUP] = N_("Group"),
      [AZUD_CATEGORY_SINKS] = N_("Targets"),
  };

  g_return_val_if_fail ((guint) category < AZUD_N_CATEGORIES, "");
  return _(labels[category]);
}

const char *
azud_node_type_get_label (const AzudNodeType *type)
{
  return _(type->label);
}

const char *
azud_node_type_get_summary (const AzudNodeType *type)
{
  return _(type->summary);
}

const char *
azud_param_spec_get_label (const AzudParamSpec *spec)
{
  return spec->label != NULL ? _(spec->label) : spec->id;
}

const char *
azud_param_spec_get_help (const AzudParamSpec *spec)
{
  return spec->help != NULL ? _(spec->help) : "";
}

const char *
azud_choice_get_label (const AzudChoice *choice)
{
  return choice->label != NULL ? _(choice->label) : choice->id;
}

const AzudParamSpec *
azud_param_spec_lookup (const AzudNodeType *type,
                        const char         *id)
{
  for (const AzudParamSpec *spec = type->params; spec->id != NULL; spec++)
    if (strcmp (spec->id, id) == 0)
      return spec;
  return NULL;
}

/* Defaults are parsed once; the lock guards the table. */
static AzudMutex defaults_lock = AZUD_MUTEX_INIT;
static GHashTable *defaults;

AzudJson *
azud_param_spec_get_default (const AzudParamSpec *spec)
{
  AzudJson *value;

  if (spec->otherwise == NULL)
    return NULL;
  azud_mutex_lock (&defaults_lock);
  if (defaults == NULL)
    defaults = g_hash_table_new (g_str_hash, g_str_equal);
  value = g_hash_table_lookup (defaults, spec->otherwise);
  if (value == NULL)
    {
      value = azud_json_parse (spec->otherwise, -1, NULL, NULL);
      if (value != NULL)
        g_hash_table_insert (defaults, (char *) spec->otherwise, value);
    }
  azud_mutex_unlock (&defaults_lock);
  return value;
}

const char *
azud_param_kind_name (AzudParamKind kind)
{
  static const char *const names[] = {
    [AZUD_PARAM_TEXT] = "text",           [AZUD_PARAM_MULTILINE] = "multiline",
      [AZUD_PARAM_BOOLEAN] = "boolean",
    [AZUD_PARAM_INTEGER] = "integer",     [AZUD_PARAM_NUMBER] = "number",
      [AZUD_PARAM_CHOICE] = "choice",
    [AZUD_PARAM_EXPRESSION] = "expression", [AZUD_PARAM_COLUMN] = "column",
      [AZUD_PARAM_COLUMNS] = "columns",
    [AZUD_PARAM_TYPE] = "type",           [AZUD_PARAM_INPUT_PATH] = "input-path",
      [AZUD_PARAM_OUTPUT_PATH] = "output-path",
    [AZUD_PARAM_LIST] = "list",           [AZUD_PARAM_SCHEMA] = "schema",
      [AZUD_PARAM_TABLE] = "table",
  };

  return (guint) kind < G_N_ELEMENTS (names) ? names[kind] : "text";
}

static AzudJson *describe_params (const AzudParamSpec *specs);

static AzudJson *
describe_param (const AzudParamSpec *spec)
{
  AzudJson *entry = azud_json_new_object ();
  AzudJson *value = azud_param_spec_get_default (spec);

  azud_json_put_string (entry, "id", spec->id);
  azud_json_put_string (entry, "label", azud_param_spec_get_label (spec));
  azud_json_put_string (entry, "kind", azud_param_kind_name (spec->kind));
  azud_json_put_string (entry, "help", azud_param_spec_get_help (spec));
  azud_json_put_boolean (entry, "required", (spec->flags & AZUD_PARAM_REQUIRED) != 0);
  if (value != NULL)
    azud_json_put (entry, "default", azud_json_ref (value));
  if (spec->choices != NULL)
    {
      AzudJson *choices = azud_json_new_array ();

      for (const AzudChoice *choice = spec->choices; choice->id != NULL; choice++)
        {
          AzudJson *one = azud_json_new_object ();

          azud_json_put_string (one, "id", choice->id);
          azud_json_put_string (one, "label", azud_choice_get_label (choice));
          azud_json_add (choices, one);
        }
      azud_json_put (entry, "choices", choices);
    }
  if (spec->minimum != 0 || spec->maximum != 0)
    {
      azud_json_put_integer (entry, "minimum", spec->minimum);
      azud_json_put_integer (entry, "maximum", spec->maximum);
    }
  if (spec->fields != NULL)
    azud_json_put (entry, "fields", describe_params (spec->fields));
  azud_json_put_string (entry, "show_when", spec->show_when);
  return entry;
}

static AzudJson *
describe_params (const AzudParamSpec *specs)
{
  AzudJson *list = azud_json_new_array ();

  for (const AzudParamSpec *spec = specs; spec->id != NULL; spec++)
    azud_json_add (list, describe_param (spec));
  return list;
}

static AzudJson *
describe_ports (const AzudPortSpec *ports)
{
  AzudJson *list = azud_json_new_array ();

  for (; ports->id != NULL; ports++)
    {
      AzudJson *entry = azud_json_new_object ();

      azud_json_put_string (entry, "id", ports->id);
      azud_json_put_string (entry, "label", ports->label != NULL ? _(ports->label) : ports->id);
      azud_json_put_boolean (entry, "many", ports->many);
      azud_json_put_boolean (entry, "optional", ports->optional);
      azud_json_add (list, entry);
    }
  return list;
}

static AzudJson *
describe_examples (const AzudNodeExample *examples)
{
  AzudJson *list = azud_json_new_array ();

  for (; examples->title != NULL; examples++)
    {
      AzudJson *entry = azud_json_new_object ();

      azud_json_put_string (entry, "title", _(examples->title));
      azud_json_put_string (entry, "params", examples->params);
      azud_json_put_string (entry, "input", examples->input);
      azud_json_put_string (entry, "output", examples->output);
      azud_json_put_string (entry, "diagnostic", examples->diagnostic);
      azud_json_add (list, entry);
    }
  return list;
}

static const char *const category_ids[AZUD_N_CATEGORIES] = { "sources", "rows", "columns", "combine", "group",
                                                             "targets" };

static AzudJson *
describe (const AzudNodeType *type)
{
  AzudJson *entry = azud_json_new_object ();

  azud_json_put_string (entry, "id", type->id);
  azud_json_put_integer (entry, "version", type->version);
  azud_json_put_string (entry, "category", category_ids[type->category]);
  azud_json_put_string (entry, "icon", type->icon);
  azud_json_put_string (entry, "label", azud_node_type_get_label (type));
  azud_json_put_string (entry, "summary", azud_node_type_get_summary (type));
  azud_json_put (entry, "inputs", describe_ports (type->inputs));
  azud_json_put (entry, "outputs", describe_ports (type->outputs));
  azud_json_put (entry, "params", describe_params (type->params));
  azud_json_put (entry, "examples", describe_examples (type->examples));
  return entry;
}

AzudJson *
azud_node_types_describe (const char *id)
{
  const AzudNodeType *type = id != NULL ? azud_node_type_lookup (id) : NULL;
  AzudJson *list;

  if (id != NULL)
    return type != NULL ? describe (type) : NULL;
  list = azud_json_new_array ();
  for (guint i = 0; i < n_types; i++)
    azud_json_add (list, describe (types[i]));
  return list;
}
