/* azui-recent.c: the menu of recent pipelines and samples
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-recent.h"

#include "application/azui-data-folder.h"
#include "application/azui-settings.h"
#include "azui-i18n.h"

void
azui_recent_add (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  GtkRecentData data = {
    .mime_type = (char *) AZUI_FILE_TYPE,
    .app_name = (char *) "Azud",
    .app_exec = (char *) "azud %f",
  };

  if (uri != NULL)
    gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
append_file (GMenu      *menu,
             const char *path,
             const char *label)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "app.open-path", "s", path);
  g_menu_append_item (menu, item);
}

/* Menus read an underscore as the mark of a mnemonic. */
static char *
menu_label (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GString) label = g_string_new (NULL);

  if (g_str_has_suffix (name, ".azud"))
    name[strlen (name) - 5] = '\0';
  for (const char *at = name; *at != '\0'; at++)
    g_string_append (label, *at == '_' ? "__" : (const char[]){ *at, '\0' });
  return g_utf8_make_valid (label->str, -1);
}

static int
compare_age (gconstpointer a,
             gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b), gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
append_recent (GMenu *menu)
{
  GList *items = g_list_sort (gtk_recent_manager_get_items (gtk_recent_manager_get_default ()), compare_age);
  int left = azui_settings_get_int ("recent-files-max", 10);

  for (GList *link = items; link != NULL && left > 0; link = link->next)
    {
      GtkRecentInfo *info = link->data;
      g_autofree char *path = NULL;
      g_autofree char *label = NULL;

      if (!gtk_recent_info_is_local (info) || g_strcmp0 (gtk_recent_info_get_mime_type (info), AZUI_FILE_TYPE) != 0)
        continue;
      path = g_filename_from_uri (gtk_recent_info_get_uri (info), NULL, NULL);
      if (path == NULL)
        continue;
      label = menu_label (path);
      append_file (menu, path, label);
      left--;
    }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

char *
azui_samples_dup_folder (void)
{
  g_autofree char *installed = azui_data_folder_find ("azud/samples");
  const char *const candidates[] = { g_getenv ("AZUD_SAMPLES"), installed, "resources/samples" };

  for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
    if (candidates[i] != NULL && g_file_test (candidates[i], G_FILE_TEST_IS_DIR))
      return g_canonicalize_filename (candidates[i], NULL);
  return NULL;
}

static void
append_samples_below (GMenu      *menu,
                      const char *folder,
                      int         depth)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, (GCompareFunc) g_strcmp0);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      if (g_str_has_suffix (path, ".azud"))
        {
          g_autofree char *label = menu_label (path);

          append_file (menu, path, label);
        }
      else if (depth > 0 && g_file_test (path, G_FILE_TEST_IS_DIR))
        append_samples_below (menu, path, depth - 1);
    }
}

GMenuModel *
azui_recent_make_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) recent = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();
  g_autoptr (GMenu) samples = g_menu_new ();
  g_autofree char *folder = azui_samples_dup_folder ();

  append_recent (recent);
  if (g_menu_model_get_n_items (G_MENU_MODEL (recent)) > 0)
    g_menu_append_section (menu, _("Recent"), G_MENU_MODEL (recent));
  if (folder != NULL)
    append_samples_below (samples, folder, 2);
  if (g_menu_model_get_n_items (G_MENU_MODEL (samples)) > 0)
    g_menu_append_submenu (others, _("_Samples"), G_MENU_MODEL (samples));
  g_menu_append (others, _("_Open…"), "app.open");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  return G_MENU_MODEL (menu);
}
