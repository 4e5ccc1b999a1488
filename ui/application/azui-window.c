/* azui-window.c: the window of one pipeline: its parts and what joins them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-window-private.h"

#include "application/azui-recent.h"
#include "application/azui-settings.h"
#include "canvas/azui-canvas.h"
#include "drawer/azui-drawer.h"
#include "inspector/azui-inspector.h"
#include "palette/azui-palette.h"

#include <string.h>

#define HEADER_HEIGHT 47

G_DEFINE_FINAL_TYPE (AzuiWindow, azui_window, ADW_TYPE_APPLICATION_WINDOW)

AzudDocument *
azui_window_get_document (AzuiWindow *self)
{
  return self->document;
}

const char *
azui_window_get_path (AzuiWindow *self)
{
  return self->opening != NULL ? self->opening : azud_document_get_path (self->document);
}

gboolean
azui_window_is_untouched (AzuiWindow *self)
{
  return self->opening == NULL && azud_document_get_path (self->document) == NULL &&
         !azud_document_get_modified (self->document) && azud_document_get_n_nodes (self->document) == 0;
}

AzudRun *
azui_window_get_run (AzuiWindow *self)
{
  return self->run;
}

gboolean
azui_window_is_running (AzuiWindow *self)
{
  return self->running;
}

void
azui_window_set_session (AzuiWindow  *self,
                         AzudSession *session)
{
  azui_inspector_set_session (AZUI_INSPECTOR (self->inspector), session);
  azui_drawer_set_session (AZUI_DRAWER (self->drawer), session);
}

/* ---- small services ---- */

void
azui_window_toast (AzuiWindow *self,
                   const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);      /* an answer does not wait for what was said before */
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
azui_window_show_banner (AzuiWindow *self,
                         const char *text,
                         const char *node,
                         const char *parameter)
{
  g_free (self->banner_node);
  g_free (self->banner_parameter);
  self->banner_node = g_strdup (node);
  self->banner_parameter = g_strdup (parameter);
  if (text != NULL)
    gtk_label_set_text (self->banner_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->banner_button), node != NULL);
  gtk_revealer_set_reveal_child (self->banner, text != NULL);
}

void
azui_window_go_to (AzuiWindow *self,
                   const char *node,
                   const char *parameter)
{
  const char *const ids[] = { node, NULL };

  if (node != NULL && azud_document_lookup_node (self->document, node) == NULL)
    return;
  azui_canvas_select (AZUI_CANVAS (self->canvas), ids);
  azui_inspector_set_node (AZUI_INSPECTOR (self->inspector), node);
  if (parameter != NULL)
    {
      gtk_widget_set_visible (self->inspector, TRUE);
      azui_inspector_focus_param (AZUI_INSPECTOR (self->inspector), parameter);
    }
}

void
azui_window_show_tab (AzuiWindow *self,
                      const char *tab)
{
  gtk_widget_set_visible (self->drawer, TRUE);
  azui_drawer_show_tab (AZUI_DRAWER (self->drawer), tab);
}

/* "~/pipelines/delays.azud" */
static char *
shown_path (const char *path)
{
  const char *home = g_get_home_dir ();
  gsize n = strlen (home);

  if (g_str_has_prefix (path, home) && path[n] == G_DIR_SEPARATOR)
    return g_strconcat ("~", path + n, NULL);
  return g_strdup (path);
}

void
azui_window_update_title (AzuiWindow *self)
{
  const char *path = azui_window_get_path (self);
  gboolean modified = azud_document_get_modified (self->document);
  g_autofree char *title = azud_document_dup_title (self->document);
  g_autofree char *marked = g_strconcat (modified ? "• " : "", title, NULL);
  g_autofree char *subtitle = path != NULL ? shown_path (path) : g_strdup (_("Not saved yet"));

  adw_window_title_set_title (self->title, marked);
  adw_window_title_set_subtitle (self->title, subtitle);
  gtk_window_set_title (GTK_WINDOW (self), marked);
}

/* ---- the parts and the document ---- */

static void
port_changed_cb (AzuiWindow *self)
{
  g_autofree char *node = NULL;
  g_autofree char *port = NULL;

  azui_canvas_get_selected_port (AZUI_CANVAS (self->canvas), &node, &port);
  azui_drawer_set_port (AZUI_DRAWER (self->drawer), node, port);
}

static void
selection_changed_cb (AzuiWindow *self)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (AZUI_CANVAS (self->canvas));

  azui_inspector_set_selection (AZUI_INSPECTOR (self->inspector), (const char *const *) ids);
  azui_window_update_actions (self);
  port_changed_cb (self);
}

static void
node_activated_cb (AzuiWindow *self,
                   const char *id)
{
  gtk_widget_set_visible (self->inspector, TRUE);
  azui_inspector_set_node (AZUI_INSPECTOR (self->inspector), id);
  azui_inspector_focus_param (AZUI_INSPECTOR (self->inspector), NULL);
}

static void
node_type_activated_cb (AzuiWindow *self,
                        const char *type_id)
{
  azui_canvas_add_node (AZUI_CANVAS (self->canvas), type_id);
}

static void
problem_activated_cb (AzuiWindow *self,
                      const char *node,
                      const char *parameter)
{
  azui_window_go_to (self, node, parameter);
}

static void
history_changed_cb (AzuiWindow *self)
{
  azui_window_update_title (self);
  azui_window_update_actions (self);
}

/* What the run showed belongs to another graph now. */
static void
reloaded_cb (AzuiWindow *self)
{
  azui_window_forget_run (self);
  history_changed_cb (self);
}

/* A file written by hand says nothing of places: all nodes would lie on one heap. */
static gboolean
is_heap (AzudDocument *document)
{
  guint n = azud_document_get_n_nodes (document);

  for (guint i = 1; i < n; i++)
    {
      const AzudNode *first = azud_document_get_node (document, 0);
      const AzudNode *node = azud_document_get_node (document, i);

      if (node->x != first->x || node->y != first->y)
        return FALSE;
    }
  return n > 1;
}

void
azui_window_set_document (AzuiWindow   *self,
                          AzudDocument *document)
{
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_object_ref (document);
  azui_window_forget_run (self);
  azui_canvas_set_document (AZUI_CANVAS (self->canvas), document);
  azui_drawer_set_document (AZUI_DRAWER (self->drawer), document);
  azui_inspector_set_document (AZUI_INSPECTOR (self->inspector), document);
  g_clear_object (&self->document);
  self->document = document;
  azui_draft_free (self->draft, FALSE);
  self->draft = azui_draft_new (document);
  g_signal_connect_object (document, "history-changed", G_CALLBACK (history_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "analysed", G_CALLBACK (azui_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "reloaded", G_CALLBACK (reloaded_cb), self, G_CONNECT_SWAPPED);
  azud_document_analyse (document);
  azui_window_show_banner (self, NULL, NULL, NULL);
  history_changed_cb (self);
  selection_changed_cb (self);
  if (is_heap (document))
    azui_canvas_place_all (AZUI_CANVAS (self->canvas));
}

/* ---- drop of a file ---- */

static gboolean
drop_cb (GtkDropTarget *target,
         const GValue  *value,
         double         x,
         double         y,
         AzuiWindow    *self)
{
  GSList *files = g_value_get_boxed (value);
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  gboolean opened = FALSE;

  for (GSList *link = files; link != NULL; link = link->next)
    {
      g_autofree char *name = g_file_get_basename (link->data);

      if (name != NULL && g_str_has_suffix (name, ".azud"))
        {
          azui_application_open (AZUI_APPLICATION (application), link->data, GTK_WINDOW (self));
          opened = TRUE;
        }
    }
  if (!opened && files != NULL)
    azui_window_toast (self, _("Only pipelines (.azud) can be dropped here"));
  return opened;
}

/* ---- panes ---- */

static void
set_positions (AzuiWindow *self,
               int         width,
               int         height)
{
  gtk_paned_set_position (self->inspector_paned, MAX (240, width - azui_settings_get_int ("inspector-width", 340)));
  gtk_paned_set_position (self->drawer_paned, MAX (120, height - azui_settings_get_int ("drawer-height", 280)));
}

/* Once the window has the size it really got. */
static gboolean
correct_positions_cb (GtkWidget     *widget,
                      GdkFrameClock *clock,
                      gpointer       data)
{
  AzuiWindow *self = data;
  int width = gtk_widget_get_width (GTK_WIDGET (self->inspector_paned));
  int height = gtk_widget_get_height (GTK_WIDGET (self->drawer_paned));

  if (width == 0 || height == 0)
    return G_SOURCE_CONTINUE;
  set_positions (self, width, height);
  return G_SOURCE_REMOVE;
}

static void
restore_view (AzuiWindow *self)
{
  GSettings *settings = azui_settings_get ();
  int width = 1360;
  int height = 860;

  if (settings != NULL)
    g_settings_get (settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), MAX (width, 720), MAX (height, 420));
  if (azui_settings_get_boolean ("window-maximized", FALSE))
    gtk_window_maximize (GTK_WINDOW (self));
  gtk_paned_set_position (self->palette_paned, azui_settings_get_int ("palette-width", 220));
  gtk_widget_set_visible (self->palette, azui_settings_get_boolean ("palette-visible", TRUE));
  gtk_widget_set_visible (self->inspector, azui_settings_get_boolean ("inspector-visible", TRUE));
  if (self->drawer != NULL)
    gtk_widget_set_visible (self->drawer, azui_settings_get_boolean ("drawer-visible", TRUE));
  /* nearly right at once, so that the canvas fits its graph into the space it will have */
  set_positions (self, width - (gtk_widget_get_visible (self->palette) ? gtk_paned_get_position (self->palette_paned) + 1 : 0),
                 height - HEADER_HEIGHT);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->inspector_paned), correct_positions_cb, self, NULL);
}

static void
remember_view (AzuiWindow *self)
{
  GSettings *settings = azui_settings_get ();
  gboolean maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width;
  int height;

  if (settings == NULL || !gtk_widget_get_realized (GTK_WIDGET (self)))
    return;
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (settings, "window-maximized", maximized);
  if (!maximized)
    g_settings_set (settings, "window-size", "(ii)", width, height);
  g_settings_set_boolean (settings, "palette-visible", gtk_widget_get_visible (self->palette));
  g_settings_set_boolean (settings, "inspector-visible", gtk_widget_get_visible (self->inspector));
  if (gtk_widget_get_visible (self->palette))
    g_settings_set_int (settings, "palette-width", CLAMP (gtk_widget_get_width (self->palette), 120, 800));
  if (gtk_widget_get_visible (self->inspector))
    g_settings_set_int (settings, "inspector-width", CLAMP (gtk_widget_get_width (self->inspector), 200, 1200));
  if (self->drawer == NULL)
    return;
  g_settings_set_boolean (settings, "drawer-visible", gtk_widget_get_visible (self->drawer));
  if (gtk_widget_get_visible (self->drawer))
    g_settings_set_int (settings, "drawer-height", CLAMP (gtk_widget_get_height (self->drawer), 80, 2000));
}

/* ---- life ---- */

static gboolean
azui_window_close_request (GtkWindow *window)
{
  AzuiWindow *self = AZUI_WINDOW (window);

  if (!self->closing && azui_window_ask_before_closing (self))
    return TRUE;
  remember_view (self);
  azui_window_stop_run (self);
  return GTK_WINDOW_CLASS (azui_window_parent_class)->close_request (window);
}

static void
update_open_menu (AzuiWindow *self)
{
  g_autoptr (GMenuModel) menu = azui_recent_make_menu ();

  adw_split_button_set_menu_model (self->open_button, menu);
}

static void
add_parts (AzuiWindow *self)
{
  self->palette = azui_palette_new ();
  gtk_paned_set_start_child (self->palette_paned, self->palette);
  g_signal_connect_object (self->palette, "node-type-activated", G_CALLBACK (node_type_activated_cb), self, G_CONNECT_SWAPPED);
  self->inspector = azui_inspector_new ();
  gtk_paned_set_end_child (self->inspector_paned, self->inspector);
  self->canvas = azui_canvas_new ();
  adw_toast_overlay_set_child (self->toasts, self->canvas);       /* a toast covers neither the figures of a run nor a form */
  g_signal_connect_object (self->canvas, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "port-selected", G_CALLBACK (port_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "node-activated", G_CALLBACK (node_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "run-to-requested", G_CALLBACK (azui_window_start_run), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->canvas, "message", G_CALLBACK (azui_window_toast), self, G_CONNECT_SWAPPED);
  self->drawer = azui_drawer_new ();
  gtk_paned_set_end_child (self->drawer_paned, self->drawer);
  g_signal_connect_object (self->drawer, "problem-activated", G_CALLBACK (problem_activated_cb), self, G_CONNECT_SWAPPED);
}

static void
give_session (AzuiWindow *self)
{
  g_autoptr (GError) error = NULL;
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  AzudSession *session = azui_application_get_session (AZUI_APPLICATION (application), &error);

  if (session != NULL)
    azui_window_set_session (self, session);
  else
    azui_window_show_banner (self, error->message, NULL, NULL);
}

static void
azui_window_dispose (GObject *object)
{
  AzuiWindow *self = AZUI_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  azui_draft_free (g_steal_pointer (&self->draft), FALSE);   /* it was saved, or discarded knowingly */
  azui_window_forget_run (self);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  G_OBJECT_CLASS (azui_window_parent_class)->dispose (object);
}

static void
azui_window_finalize (GObject *object)
{
  AzuiWindow *self = AZUI_WINDOW (object);

  g_clear_object (&self->document);
  g_clear_object (&self->cancellable);
  g_free (self->opening);
  g_free (self->banner_node);
  g_free (self->banner_parameter);
  G_OBJECT_CLASS (azui_window_parent_class)->finalize (object);
}

static void
azui_window_class_init (AzuiWindowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = azui_window_dispose;
  object_class->finalize = azui_window_finalize;
  GTK_WINDOW_CLASS (class)->close_request = azui_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/azud/Azud/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, title);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, run_stack);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, banner_label);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, banner_button);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, palette_paned);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, inspector_paned);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, drawer_paned);
  gtk_widget_class_bind_template_child (widget_class, AzuiWindow, progress);
}

static void
azui_window_init (AzuiWindow *self)
{
  GtkDropTarget *drop;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  update_open_menu (self);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (update_open_menu), self, G_CONNECT_SWAPPED);
  add_parts (self);
  azui_window_add_actions (self);
  restore_view (self);
  drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

AzuiWindow *
azui_window_new (AzuiApplication *application)
{
  AzuiWindow *self = g_object_new (AZUI_TYPE_WINDOW, "application", application, NULL);
  g_autoptr (AzudDocument) document = azud_document_new ();

  azud_document_set_base_folder (document, g_get_home_dir ());
  azui_window_set_document (self, document);
  give_session (self);
  return self;
}
