/* azui-plan-page.c: how the pipeline would run, before any run
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "drawer/azui-plan-page.h"
#include "drawer/azui-text-view.h"
#include "graph/azui-graph-view.h"

#include <adwaita.h>

struct _AzuiPlanPage
{
  GtkWidget     parent_instance;
  GtkWidget    *box;
  GtkWidget    *levels;
  GtkWidget    *text_button;
  GtkWidget    *stack;          /* "picture", "text", "error" */
  GtkWidget    *picture;
  GtkWidget    *text;
  GtkWidget    *error_page;
  AzudDocument *document;
  gboolean      active;
  gboolean      stale;
};

G_DEFINE_FINAL_TYPE (AzuiPlanPage, azui_plan_page, GTK_TYPE_WIDGET)

static AzudPlanLevel
get_level (AzuiPlanPage *self)
{
  return (AzudPlanLevel) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->levels));
}

static void
show_error (AzuiPlanPage *self,
            const GError *error)
{
  g_autofree char *text = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (ADW_STATUS_PAGE (self->error_page), text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "error");
}

static void
update (AzuiPlanPage *self)
{
  gboolean as_text = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->text_button));
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;

  if (!self->active || self->document == NULL)
    {
      self->stale = TRUE;
      return;
    }
  self->stale = FALSE;
  text = azud_document_print_plan (self->document, get_level (self), as_text ? AZUD_PLAN_FORMAT_TEXT : AZUD_PLAN_FORMAT_DOT, NULL, &error);
  if (text == NULL)
    {
      show_error (self, error);
      return;
    }
  if (as_text)
    azui_text_view_set_text (self->text, text);
  else
    azui_graph_view_set_dot (AZUI_GRAPH_VIEW (self->picture), text);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), as_text ? "text" : "picture");
}

static void
azui_plan_page_dispose (GObject *object)
{
  AzuiPlanPage *self = AZUI_PLAN_PAGE (object);

  g_clear_object (&self->document);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_plan_page_parent_class)->dispose (object);
}

static void
azui_plan_page_class_init (AzuiPlanPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = azui_plan_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
add_scrolled (AzuiPlanPage *self,
              GtkWidget    *child,
              const char   *name)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), child);
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, name);
}

static void
azui_plan_page_init (AzuiPlanPage *self)
{
  const char *levels[] = { _("Graph"), _("Logical plan"), _("Optimised plan"), _("Stages"), NULL };
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->levels = gtk_drop_down_new_from_strings (levels);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->levels), AZUD_PLAN_LEVEL_OPTIMIZED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->levels), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which plan"), -1);
  self->text_button = gtk_toggle_button_new_with_label (_("As text"));
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_box_append (GTK_BOX (bar), self->levels);
  gtk_box_append (GTK_BOX (bar), self->text_button);
  gtk_box_append (GTK_BOX (self->box), bar);

  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  self->picture = azui_graph_view_new ();
  self->text = azui_text_view_new (NULL, _("Plan"));
  self->error_page = adw_status_page_new ();
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->error_page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (self->error_page), _("No plan yet"));
  gtk_widget_add_css_class (self->error_page, "compact");
  add_scrolled (self, self->picture, "picture");
  add_scrolled (self, self->text, "text");
  gtk_stack_add_named (GTK_STACK (self->stack), self->error_page, "error");
  gtk_box_append (GTK_BOX (self->box), self->stack);
  g_signal_connect_swapped (self->levels, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->text_button, "toggled", G_CALLBACK (update), self);
}

GtkWidget *
azui_plan_page_new (void)
{
  return g_object_new (AZUI_TYPE_PLAN_PAGE, NULL);
}

void
azui_plan_page_set_document (AzuiPlanPage *self,
                             AzudDocument *document)
{
  g_set_object (&self->document, document);
  update (self);
}

void
azui_plan_page_set_active (AzuiPlanPage *self,
                           gboolean      active)
{
  self->active = active;
  if (active && self->stale)
    update (self);
}

void
azui_plan_page_refresh (AzuiPlanPage *self)
{
  update (self);
}

void
azui_plan_page_set_level (AzuiPlanPage *self,
                          AzudPlanLevel level,
                          gboolean      as_text)
{
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->levels), level);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->text_button), as_text);
}

char *
azui_plan_page_dup_text (AzuiPlanPage *self)
{
  if (self->document == NULL)
    return NULL;
  return azud_document_print_plan (self->document, get_level (self), AZUD_PLAN_FORMAT_TEXT, NULL, NULL);
}
