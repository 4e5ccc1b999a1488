/* azui-problems-page.c: what is wrong with the graph
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "drawer/azui-problems-page.h"

#include <adwaita.h>

#define MAX_SHOWN 500

struct _AzuiProblemsPage
{
  GtkWidget  parent_instance;
  GtkWidget *stack;
  GtkWidget *list;
  guint      n_problems;
};

G_DEFINE_FINAL_TYPE (AzuiProblemsPage, azui_problems_page, GTK_TYPE_WIDGET)

enum { PROBLEM_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
row_activated_cb (AzuiProblemsPage *self,
                  GtkListBoxRow    *row)
{
  g_signal_emit (self, signals[PROBLEM_ACTIVATED], 0, g_object_get_data (G_OBJECT (row), "node"),
                 g_object_get_data (G_OBJECT (row), "parameter"));
}

static const char *
icon_of (AzudSeverity severity)
{
  return severity == AZUD_SEVERITY_ERROR ? "dialog-error-symbolic" : severity == AZUD_SEVERITY_WARNING ? "dialog-warning-symbolic"
                                                                                                       : "dialog-information-symbolic";
}

static const char *
severity_class (AzudSeverity severity)
{
  return severity == AZUD_SEVERITY_ERROR ? "error" : severity == AZUD_SEVERITY_WARNING ? "warning" : "dim-label";
}

/* "Late flights · Condition" */
static char *
describe_place (AzudDocument         *document,
                const AzudDiagnostic *diagnostic)
{
  const AzudNode *node = diagnostic->node != NULL ? azud_document_lookup_node (document, diagnostic->node) : NULL;
  const AzudParamSpec *spec = NULL;
  g_auto(GStrv) path = diagnostic->parameter != NULL ? g_strsplit (diagnostic->parameter, "/", 2) : NULL;

  if (node == NULL)
    return g_strdup (diagnostic->node != NULL ? diagnostic->node : _("Pipeline"));
  if (node->type != NULL && path != NULL)
    spec = azud_param_spec_lookup (node->type, path[0]);
  if (spec == NULL)
    return g_strdup (node->label);
  return g_strdup_printf ("%s · %s", node->label, azud_param_spec_get_label (spec));
}

static GtkWidget *
make_row (AzudDocument         *document,
          const AzudDiagnostic *diagnostic)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_of (diagnostic->severity));
  g_autofree char *place = describe_place (document, diagnostic);
  g_autofree char *text = diagnostic->hint != NULL ? g_strconcat (diagnostic->message, "\n", diagnostic->hint, NULL) : g_strdup (diagnostic->message);
  g_autofree char *title = g_markup_escape_text (place, -1);
  g_autofree char *subtitle = g_markup_escape_text (text, -1);

  gtk_widget_add_css_class (icon, severity_class (diagnostic->severity));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_tooltip_text (row, diagnostic->code);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "node", g_strdup (diagnostic->node), g_free);
  g_object_set_data_full (G_OBJECT (row), "parameter", g_strdup (diagnostic->parameter), g_free);
  return row;
}

static void
azui_problems_page_dispose (GObject *object)
{
  g_clear_pointer (&AZUI_PROBLEMS_PAGE (object)->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_problems_page_parent_class)->dispose (object);
}

static void
azui_problems_page_class_init (AzuiProblemsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = azui_problems_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  signals[PROBLEM_ACTIVATED] = g_signal_new ("problem-activated", AZUI_TYPE_PROBLEMS_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
azui_problems_page_init (AzuiProblemsPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *none = adw_status_page_new ();

  self->stack = gtk_stack_new ();
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (none), "emblem-ok-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _("No Problems"));
  gtk_widget_add_css_class (none, "compact");
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Problems"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_stack_add_named (GTK_STACK (self->stack), none, "none");
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "list");
}

GtkWidget *
azui_problems_page_new (void)
{
  return g_object_new (AZUI_TYPE_PROBLEMS_PAGE, NULL);
}

void
azui_problems_page_update (AzuiProblemsPage *self,
                           AzudDocument     *document)
{
  GtkListBoxRow *row;
  guint n = document != NULL ? azud_document_get_n_diagnostics (document) : 0;

  while ((row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), GTK_WIDGET (row));
  self->n_problems = 0;
  for (guint i = 0; i < n; i++)
    {
      const AzudDiagnostic *diagnostic = azud_document_get_diagnostic (document, i);

      self->n_problems += diagnostic->severity != AZUD_SEVERITY_INFO;
      if (i < MAX_SHOWN)
        gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (document, diagnostic));
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n > 0 ? "list" : "none");
}

guint
azui_problems_page_get_n_problems (AzuiProblemsPage *self)
{
  return self->n_problems;
}
