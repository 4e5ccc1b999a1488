/* azui-settings.h: what the window remembers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * GSettings where the schema is found; else nothing is remembered and the defaults hold: a missing schema never ends the program.
 * It is looked for where the system's are (XDG_DATA_DIRS, GSETTINGS_SCHEMA_DIR), then beside the program.  Thread: main.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** azui_settings_get: the settings, or NULL when there is no schema. */
GSettings *azui_settings_get (void);

int      azui_settings_get_int (const char *key, int otherwise);
gboolean azui_settings_get_boolean (const char *key, gboolean otherwise);
char    *azui_settings_dup_string (const char *key, const char *otherwise);
void     azui_settings_set_int (const char *key, int value);
void     azui_settings_set_boolean (const char *key, gboolean value);
void     azui_settings_set_string (const char *key, const char *value);

/** azui_settings_apply_color_scheme: tells libadwaita what `color-scheme` says. */
void azui_settings_apply_color_scheme (void);

G_END_DECLS
