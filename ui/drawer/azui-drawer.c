/* azui-drawer.c: the bottom of the window: data, problems, plan, run, code
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "drawer/azui-code-page.h"
#include "drawer/azui-data-page.h"
#include "drawer/azui-drawer.h"
#include "drawer/azui-plan-page.h"
#include "drawer/azui-problems-page.h"
#include "run/azui-run-page.h"

struct _AzuiDrawer
{
  GtkWidget     parent_instance;
  GtkWidget    *box;
  GtkWidget    *stack;
  GtkWidget    *status;
  GtkWidget    *data;
  GtkWidget    *problems;
  GtkWidget    *plan;
  GtkWidget    *run;
  GtkWidget    *code;
  AzudDocument *document;
  gulong        analysed_handler;
  guint         update_source;
};

G_DEFINE_FINAL_TYPE (AzuiDrawer, azui_drawer, GTK_TYPE_WIDGET)

enum { PROBLEM_ACTIVATED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The pill at the right belongs to the page that is shown. */
static void
update_status (AzuiDrawer *self)
{
  const char *text = NULL;

  if (gtk_stack_get_visible_child (GTK_STACK (self->stack)) == self->data)
    text = azui_data_page_get_status (AZUI_DATA_PAGE (self->data));
  gtk_label_set_label (GTK_LABEL (self->status), text != NULL ? text : "");
  gtk_widget_set_visible (self->status, text != NULL && text[0] != '\0');
}

/* Pages work only while they are seen. */
static void
visible_child_cb (AzuiDrawer *self)
{
  GtkWidget *visible = gtk_stack_get_visible_child (GTK_STACK (self->stack));

  azui_data_page_set_active (AZUI_DATA_PAGE (self->data), visible == self->data);
  azui_text_page_set_active (AZUI_TEXT_PAGE (self->plan), visible == self->plan);
  azui_text_page_set_active (AZUI_TEXT_PAGE (self->code), visible == self->code);
  update_status (self);
}

static void
update_pages (AzuiDrawer *self)
{
  guint n = 0;
  GtkStackPage *page = gtk_stack_get_page (GTK_STACK (self->stack), self->problems);
  g_autofree char *title = NULL;

  azui_problems_page_update (AZUI_PROBLEMS_PAGE (self->problems), self->document);
  if (self->document != NULL)
    n = azui_problems_page_get_n_problems (AZUI_PROBLEMS_PAGE (self->problems));
  title = n > 0 ? g_strdup_printf (_("Problems (%u)"), n) : g_strdup (_("Problems"));
  gtk_stack_page_set_title (page, title);
  gtk_stack_page_set_needs_attention (page, n > 0);
  azui_data_page_refresh (AZUI_DATA_PAGE (self->data));
  azui_text_page_refresh (AZUI_TEXT_PAGE (self->plan));
  azui_text_page_refresh (AZUI_TEXT_PAGE (self->code));
}

static gboolean
update_idle_cb (gpointer data)
{
  AzuiDrawer *self = data;

  self->update_source = 0;
  update_pages (self);
  return G_SOURCE_REMOVE;
}

/* Analyses may end while widgets are being measured, where nothing may ask for a new size: what follows waits for the main loop. */
static void
analysed_cb (AzuiDrawer *self)
{
  if (self->update_source == 0)
    self->update_source = g_idle_add_full (G_PRIORITY_DEFAULT, update_idle_cb, self, NULL);
}

static void
problem_cb (AzuiDrawer *self,
            const char *node,
            const char *parameter)
{
  g_signal_emit (self, signals[PROBLEM_ACTIVATED], 0, node, parameter);
}

static void
azui_drawer_dispose (GObject *object)
{
  AzuiDrawer *self = AZUI_DRAWER (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  if (self->document != NULL)
    g_signal_handler_disconnect (self->document, self->analysed_handler);
  g_clear_object (&self->document);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_drawer_parent_class)->dispose (object);
}

static void
azui_drawer_class_init (AzuiDrawerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = azui_drawer_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "drawer");

  signals[PROBLEM_ACTIVATED] = g_signal_new ("problem-activated", AZUI_TYPE_DRAWER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                             G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static GtkWidget *
add_page (AzuiDrawer *self,
          GtkWidget  *page,
          const char *name,
          const char *title)
{
  gtk_stack_add_titled (GTK_STACK (self->stack), page, name, title);
  return page;
}

static void
azui_drawer_init (AzuiDrawer *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *switcher = gtk_stack_switcher_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  self->status = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->status, "pill-label");
  gtk_widget_add_css_class (self->status, "dim-label");
  gtk_widget_add_css_class (self->status, "caption");
  gtk_label_set_ellipsize (GTK_LABEL (self->status), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->status, TRUE);
  gtk_widget_set_halign (self->status, GTK_ALIGN_END);
  gtk_widget_set_valign (self->status, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (switcher, "tabs");
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (self->stack));
  gtk_widget_add_css_class (bar, "tabbar");
  gtk_box_append (GTK_BOX (bar), switcher);
  gtk_box_append (GTK_BOX (bar), self->status);
  gtk_box_append (GTK_BOX (self->box), bar);
  gtk_box_append (GTK_BOX (self->box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (self->box), self->stack);

  self->data = add_page (self, azui_data_page_new (), "data", _("Data"));
  self->problems = add_page (self, azui_problems_page_new (), "problems", _("Problems"));
  self->plan = add_page (self, azui_plan_page_new (), "plan", _("Plan"));
  self->run = add_page (self, azui_run_page_new (), "run", C_("drawer page", "Run"));
  self->code = add_page (self, azui_code_page_new (), "code", _("Code"));
  g_signal_connect_swapped (self->stack, "notify::visible-child", G_CALLBACK (visible_child_cb), self);
  g_signal_connect_swapped (self->data, "status-changed", G_CALLBACK (update_status), self);
  g_signal_connect_swapped (self->problems, "problem-activated", G_CALLBACK (problem_cb), self);
  visible_child_cb (self);
}

GtkWidget *
azui_drawer_new (void)
{
  return g_object_new (AZUI_TYPE_DRAWER, NULL);
}

void
azui_drawer_set_session (AzuiDrawer  *self,
                         AzudSession *session)
{
  azui_data_page_set_session (AZUI_DATA_PAGE (self->data), session);
}

void
azui_drawer_set_document (AzuiDrawer   *self,
                          AzudDocument *document)
{
  if (self->document != NULL)
    g_signal_handler_disconnect (self->document, self->analysed_handler);
  g_set_object (&self->document, document);
  if (document != NULL)
    self->analysed_handler = g_signal_connect_swapped (document, "analysed", G_CALLBACK (analysed_cb), self);
  azui_data_page_set_document (AZUI_DATA_PAGE (self->data), document);
  azui_text_page_set_document (AZUI_TEXT_PAGE (self->plan), document);
  azui_text_page_set_document (AZUI_TEXT_PAGE (self->code), document);
  analysed_cb (self);
}

void
azui_drawer_set_port (AzuiDrawer *self,
                      const char *node,
                      const char *port)
{
  azui_data_page_set_port (AZUI_DATA_PAGE (self->data), node, port);
  azui_run_page_select_node (AZUI_RUN_PAGE (self->run), node);
}

void
azui_drawer_set_run (AzuiDrawer *self,
                     AzudRun    *run)
{
  azui_run_page_set_run (AZUI_RUN_PAGE (self->run), run);
}

void
azui_drawer_show_tab (AzuiDrawer *self,
                      const char *name)
{
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), name);
}

const char *
azui_drawer_get_tab (AzuiDrawer *self)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (self->stack));
}
