/* azui-settings.c: what the window remembers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-settings.h"

#include "application/azui-data-folder.h"
#include "config.h"

#include <adwaita.h>

#define SCHEMAS "glib-2.0/schemas"

/* The schema: where the system's are, else with the rest of what was installed with this program, for a prefix that is not
 * among the system's data folders. */
static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *system = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) own = NULL;
  GSettingsSchema *schema = NULL;
  g_autofree char *folder = NULL;

  if (system != NULL)
    schema = g_settings_schema_source_lookup (system, APPLICATION_ID, TRUE);
  if (schema != NULL)
    return schema;
  folder = azui_data_folder_find (SCHEMAS);
  if (folder != NULL)
    own = g_settings_schema_source_new_from_directory (folder, system, FALSE, NULL);
  return own != NULL ? g_settings_schema_source_lookup (own, APPLICATION_ID, FALSE) : NULL;
}

GSettings *
azui_settings_get (void)
{
  static GSettings *settings;
  static gboolean looked;

  if (!looked)
    {
      g_autoptr (GSettingsSchema) schema = find_schema ();

      looked = TRUE;
      if (schema != NULL)
        settings = g_settings_new_full (schema, NULL, NULL);
    }
  return settings;
}

int
azui_settings_get_int (const char *key,
                       int         otherwise)
{
  GSettings *settings = azui_settings_get ();

  return settings != NULL ? g_settings_get_int (settings, key) : otherwise;
}

gboolean
azui_settings_get_boolean (const char *key,
                           gboolean    otherwise)
{
  GSettings *settings = azui_settings_get ();

  return settings != NULL ? g_settings_get_boolean (settings, key) : otherwise;
}

char *
azui_settings_dup_string (const char *key,
                          const char *otherwise)
{
  GSettings *settings = azui_settings_get ();

  return settings != NULL ? g_settings_get_string (settings, key) : g_strdup (otherwise);
}

void
azui_settings_set_int (const char *key,
                       int         value)
{
  GSettings *settings = azui_settings_get ();

  if (settings != NULL)
    g_settings_set_int (settings, key, value);
}

void
azui_settings_set_boolean (const char *key,
                           gboolean    value)
{
  GSettings *settings = azui_settings_get ();

  if (settings != NULL)
    g_settings_set_boolean (settings, key, value);
}

void
azui_settings_set_string (const char *key,
                          const char *value)
{
  GSettings *settings = azui_settings_get ();

  if (settings != NULL)
    g_settings_set_string (settings, key, value);
}

void
azui_settings_apply_color_scheme (void)
{
  g_autofree char *scheme = NULL;
  GSettings *settings = azui_settings_get ();
  AdwStyleManager *style = adw_style_manager_get_default ();

  if (settings == NULL)
    return;
  scheme = g_settings_get_string (settings, "color-scheme");
  adw_style_manager_set_color_scheme (style, g_str_equal (scheme, "light") ? ADW_COLOR_SCHEME_FORCE_LIGHT
                                             : g_str_equal (scheme, "dark") ? ADW_COLOR_SCHEME_FORCE_DARK
                                                                            : ADW_COLOR_SCHEME_DEFAULT);
}
