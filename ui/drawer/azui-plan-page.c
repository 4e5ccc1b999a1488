/* azui-plan-page.c: how the pipeline would run, before any run
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "drawer/azui-plan-page.h"
#include "drawer/azui-text-view.h"
#include "graph/azui-graph-view.h"

struct _AzuiPlanPage
{
  AzuiTextPage  parent_instance;
  GtkWidget    *levels;
  GtkWidget    *text_button;
  GtkWidget    *picture;
  GtkWidget    *text;
};

G_DEFINE_FINAL_TYPE (AzuiPlanPage, azui_plan_page, AZUI_TYPE_TEXT_PAGE)

static AzudPlanLevel
get_level (AzuiPlanPage *self)
{
  return (AzudPlanLevel) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->levels));
}

static gboolean
azui_plan_page_update (AzuiTextPage *page,
                       AzudDocument *document,
                       GError      **error)
{
  AzuiPlanPage *self = AZUI_PLAN_PAGE (page);
  gboolean as_text = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->text_button));
  g_autofree char *text = azud_document_print_plan (document, get_level (self), as_text ? AZUD_PLAN_FORMAT_TEXT : AZUD_PLAN_FORMAT_DOT,
                                                    NULL, error);

  if (text == NULL)
    return FALSE;
  if (as_text)
    azui_text_view_set_text (self->text, text);
  else
    azui_graph_view_set_dot (AZUI_GRAPH_VIEW (self->picture), text);
  azui_text_page_show_view (page, as_text ? "text" : "picture");
  return TRUE;
}

static void
azui_plan_page_class_init (AzuiPlanPageClass *klass)
{
  AZUI_TEXT_PAGE_CLASS (klass)->update = azui_plan_page_update;
}

static void
azui_plan_page_init (AzuiPlanPage *self)
{
  const char *levels[] = { _("Graph"), _("Logical plan"), _("Optimised plan"), _("Stages"), NULL };
  AzuiTextPage *page = AZUI_TEXT_PAGE (self);

  self->levels = gtk_drop_down_new_from_strings (levels);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->levels), AZUD_PLAN_LEVEL_OPTIMIZED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->levels), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Which plan"), -1);
  self->text_button = gtk_toggle_button_new_with_label (_("As text"));
  self->picture = azui_graph_view_new ();
  self->text = azui_text_view_new (NULL, _("Plan"));
  azui_text_page_add_tool (page, self->levels);
  azui_text_page_add_tool (page, self->text_button);
  azui_text_page_add_view (page, self->picture, "picture");
  azui_text_page_add_view (page, self->text, "text");
  azui_text_page_set_error_title (page, _("No plan yet"));
  g_signal_connect_swapped (self->levels, "notify::selected", G_CALLBACK (azui_text_page_refresh), self);
  g_signal_connect_swapped (self->text_button, "toggled", G_CALLBACK (azui_text_page_refresh), self);
}

GtkWidget *
azui_plan_page_new (void)
{
  return g_object_new (AZUI_TYPE_PLAN_PAGE, NULL);
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
  AzudDocument *document = azui_text_page_get_document (AZUI_TEXT_PAGE (self));

  return document != NULL ? azud_document_print_plan (document, get_level (self), AZUD_PLAN_FORMAT_TEXT, NULL, NULL) : NULL;
}
