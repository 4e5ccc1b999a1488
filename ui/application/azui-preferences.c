/* azui-preferences.c: what people may choose
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-preferences.h"

#include "application/azui-settings.h"
#include "azui-i18n.h"

#include <adwaita.h>

static const char *const schemes[] = { "system", "light", "dark" };

static void
scheme_cb (AdwComboRow *row)
{
  azui_settings_set_string ("color-scheme", schemes[MIN (adw_combo_row_get_selected (row), 2)]);
  azui_settings_apply_color_scheme ();
}

static GtkWidget *
make_scheme_row (void)
{
  const char *const names[] = { _("Follow the System"), _("Light"), _("Dark"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);
  g_autofree char *current = azui_settings_dup_string ("color-scheme", "system");
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Colours"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_str_equal (schemes[i], current))
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  g_signal_connect (row, "notify::selected", G_CALLBACK (scheme_cb), NULL);
  return row;
}

static GtkWidget *
make_number_row (const char *key,
                 const char *title,
                 const char *subtitle,
                 double      minimum,
                 double      maximum,
                 double      step)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *spin = gtk_spin_button_new_with_range (minimum, maximum, step);
  GSettings *settings = azui_settings_get ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  if (settings != NULL)
    g_settings_bind (settings, key, spin, "value", G_SETTINGS_BIND_DEFAULT);
  else
    gtk_widget_set_sensitive (row, FALSE);
  return row;
}

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page,
           const char         *title,
           const char         *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (page, group);
  return group;
}

void
azui_preferences_show (GtkWindow *parent)
{
  GtkWidget *window = adw_preferences_window_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *look = add_group (page, _("Appearance"), NULL);
  AdwPreferencesGroup *run = add_group (page, _("Runs"), _("These take effect when Azud is started again."));

  adw_preferences_group_add (look, make_scheme_row ());
  adw_preferences_group_add (run, make_number_row ("run-threads", _("Threads"), _("0: one for each processor"), 0, 1024, 1));
  adw_preferences_group_add (run, make_number_row ("run-memory-mib", _("Memory in MiB"), _("0: a part of the machine's memory"), 0, 16777216, 256));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), page);
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), 520, 420);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
