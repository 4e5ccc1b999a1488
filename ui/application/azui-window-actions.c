/* azui-window-actions.c: what one can do in the window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One table: menus, buttons and shortcuts all come from it.
 */

#include "application/azui-window-private.h"

#include "canvas/azui-canvas.h"
#include "inspector/azui-inspector.h"
#include "palette/azui-palette.h"

typedef void (*Do) (AzuiWindow *self, GVariant *parameter);

static void
save (AzuiWindow *self,
      GVariant   *parameter)
{
  azui_window_save (self, NULL);
}

static void
save_as (AzuiWindow *self,
         GVariant   *parameter)
{
  azui_window_save_as (self, NULL);
}

/* In a text the keys mean the text, as long as it has something to take back. */
static gboolean
change_focused_text (AzuiWindow *self,
                     const char *action)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  g_autofree char *before = NULL;

  if (GTK_IS_TEXT_VIEW (focus))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus));

      return (g_str_equal (action, "text.undo") ? gtk_text_buffer_get_can_undo (buffer) : gtk_text_buffer_get_can_redo (buffer))
        && gtk_widget_activate_action (focus, action, NULL);
    }
  if (!GTK_IS_TEXT (focus))
    return FALSE;
  before = g_strdup (gtk_editable_get_text (GTK_EDITABLE (focus)));
  gtk_widget_activate_action (focus, action, NULL);
  return !g_str_equal (before, gtk_editable_get_text (GTK_EDITABLE (focus)));
}

static void
undo (AzuiWindow *self,
      GVariant   *parameter)
{
  if (!change_focused_text (self, "text.undo"))
    azud_document_undo (self->document);
}

static void
redo (AzuiWindow *self,
      GVariant   *parameter)
{
  if (!change_focused_text (self, "text.redo"))
    azud_document_redo (self->document);
}

static void
run (AzuiWindow *self,
     GVariant   *parameter)
{
  azui_window_start_run (self, NULL);
}

/* The one selected node, or NULL.  (transfer full) */
static char *
dup_single_selection (AzuiWindow *self)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (AZUI_CANVAS (self->canvas));

  return ids != NULL && g_strv_length (ids) == 1 ? g_strdup (ids[0]) : NULL;
}

static void
run_to_here (AzuiWindow *self,
             GVariant   *parameter)
{
  g_autofree char *node = dup_single_selection (self);

  if (node != NULL)
    azui_window_start_run (self, node);
}

static void
stop (AzuiWindow *self,
      GVariant   *parameter)
{
  azui_window_stop_run (self);
}

static void
export_script (AzuiWindow *self,
               GVariant   *parameter)
{
  azui_window_export_script (self, g_variant_get_string (parameter, NULL));
}

static void
export_picture (AzuiWindow *self,
                GVariant   *parameter)
{
  azui_window_export_picture (self, g_variant_get_string (parameter, NULL));
}

static void
headless (AzuiWindow *self,
          GVariant   *parameter)
{
  azui_window_show_headless (self);
}

static void
find (AzuiWindow *self,
      GVariant   *parameter)
{
  gtk_widget_set_visible (self->palette, TRUE);
  azui_palette_focus_search (AZUI_PALETTE (self->palette));
}

static void
go_to_fault (AzuiWindow *self,
             GVariant   *parameter)
{
  azui_window_go_to (self, self->banner_node, self->banner_parameter);
}

static void
close_banner (AzuiWindow *self,
              GVariant   *parameter)
{
  azui_window_show_banner (self, NULL, NULL, NULL);
}

static void
close_window (AzuiWindow *self,
              GVariant   *parameter)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
show_tab (AzuiWindow *self,
          GVariant   *parameter)
{
  azui_window_show_tab (self, g_variant_get_string (parameter, NULL));
}

static void
open_folder (AzuiWindow *self,
             GVariant   *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL)
    g_app_info_launch_default_for_uri_async (uri, NULL, NULL, NULL, NULL);
}

static void
on_canvas (AzuiWindow *self,
           const char *action)
{
  gtk_widget_activate_action (self->canvas, action, NULL);
}

static void
arrange (AzuiWindow *self,
         GVariant   *parameter)
{
  on_canvas (self, "canvas.layout");
}

static void
zoom_in (AzuiWindow *self,
         GVariant   *parameter)
{
  on_canvas (self, "canvas.zoom-in");
}

static void
zoom_out (AzuiWindow *self,
          GVariant   *parameter)
{
  on_canvas (self, "canvas.zoom-out");
}

static void
zoom_100 (AzuiWindow *self,
          GVariant   *parameter)
{
  on_canvas (self, "canvas.zoom-100");
}

static void
zoom_fit (AzuiWindow *self,
          GVariant   *parameter)
{
  on_canvas (self, "canvas.zoom-fit");
}

static const struct
{
  const char *name;
  const char *parameter;    /* GVariant type, or NULL */
  const char *keys[3];
  Do          function;
} table[] = {
  { "save", NULL, { "<Control>s" }, save },
  { "save-as", NULL, { "<Control><Shift>s" }, save_as },
  { "undo", NULL, { "<Control>z" }, undo },
  { "redo", NULL, { "<Control><Shift>z", "<Control>y" }, redo },
  { "run", NULL, { "F8" }, run },
  { "run-to-here", NULL, { "F7" }, run_to_here },
  { "stop", NULL, { "F9" }, stop },
  { "export-script", "s", { NULL }, export_script },
  { "export-picture", "s", { NULL }, export_picture },
  { "headless", NULL, { NULL }, headless },
  { "find", NULL, { "<Control>f" }, find },
  { "go-to-fault", NULL, { NULL }, go_to_fault },
  { "close-banner", NULL, { NULL }, close_banner },
  { "close", NULL, { "<Control>w" }, close_window },
  { "show-tab", "s", { NULL }, show_tab },
  { "open-folder", "s", { NULL }, open_folder },
  { "arrange", NULL, { "<Control><Shift>l" }, arrange },
  { "zoom-in", NULL, { "<Control>plus", "<Control>equal" }, zoom_in },
  { "zoom-out", NULL, { "<Control>minus" }, zoom_out },
  { "zoom-100", NULL, { "<Control>0" }, zoom_100 },
  { "zoom-fit", NULL, { "<Control>1" }, zoom_fit },
};

/* The toggles are properties of the panes. */
static const struct
{
  const char *name;
  const char *keys[2];
} panes[] = {
  { "palette", { "<Control>F9" } },
  { "inspector", { "<Alt>Return" } },
  { "drawer", { "<Control>j" } },
};

static void
activate_cb (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       data)
{
  const char *name = g_action_get_name (G_ACTION (action));

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].name, name))
      table[i].function (AZUI_WINDOW (data), parameter);
}

static void
add_toggle (AzuiWindow *self,
            const char *name,
            GtkWidget  *pane)
{
  g_autoptr (GPropertyAction) action = NULL;

  if (pane == NULL)
    return;
  action = g_property_action_new (name, pane, "visible");
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

void
azui_window_add_actions (AzuiWindow *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GSimpleAction) action =
        g_simple_action_new (table[i].name, table[i].parameter != NULL ? G_VARIANT_TYPE (table[i].parameter) : NULL);

      g_signal_connect (action, "activate", G_CALLBACK (activate_cb), self);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
  add_toggle (self, "palette", self->palette);
  add_toggle (self, "inspector", self->inspector);
  add_toggle (self, "drawer", self->drawer);
}

void
azui_window_install_accels (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *name = g_strconcat ("win.", table[i].name, NULL);

      if (table[i].keys[0] != NULL)
        gtk_application_set_accels_for_action (application, name, table[i].keys);
    }
  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    {
      g_autofree char *name = g_strconcat ("win.", panes[i].name, NULL);

      gtk_application_set_accels_for_action (application, name, panes[i].keys);
    }
}

static void
enable (AzuiWindow *self,
        const char *name,
        gboolean    enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

static void
label_history (GtkButton  *button,
               const char *plain,
               const char *format,
               const char *what,
               const char *key)
{
  g_autofree char *text = what != NULL ? g_strdup_printf (format, what) : g_strdup (plain);
  g_autofree char *tip = g_strdup_printf ("%s (%s)", text, key);

  gtk_widget_set_tooltip_text (GTK_WIDGET (button), tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
azui_window_update_actions (AzuiWindow *self)
{
  AzudDocument *document = self->document;
  g_autofree char *selected = NULL;
  gboolean has_nodes;

  if (document == NULL)
    return;
  selected = dup_single_selection (self);
  has_nodes = azud_document_get_n_nodes (document) > 0;
  enable (self, "undo", azud_document_can_undo (document));
  enable (self, "redo", azud_document_can_redo (document));
  /* Translators: what is undone, such as "Undo Add Node" */
  label_history (self->undo_button, _("Undo"), _("Undo %s"), azud_document_get_undo_label (document), "Ctrl+Z");
  label_history (self->redo_button, _("Redo"), _("Redo %s"), azud_document_get_redo_label (document), "Ctrl+Shift+Z");
  enable (self, "run", !self->running && has_nodes);
  enable (self, "run-to-here", !self->running && selected != NULL);
  enable (self, "stop", self->running);
  enable (self, "export-script", has_nodes);
  enable (self, "export-picture", has_nodes);
  enable (self, "go-to-fault", self->banner_node != NULL);
  gtk_stack_set_visible_child_name (self->run_stack, self->running ? "stop" : "run");
}
