/* azui-data-page.c: the data that leaves the selected port
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-i18n.h"
#include "drawer/azui-data-grid.h"
#include "drawer/azui-data-page.h"

#include <adwaita.h>

#define DELAY_MS 120
#define MAX_ROWS 200

struct _AzuiDataPage
{
  GtkWidget     parent_instance;
  GtkWidget    *stack;           /* "empty", "error", "rows" */
  GtkWidget    *grid;
  GtkWidget    *error_page;
  AzudSession  *session;
  AzudDocument *document;
  char         *node;
  char         *port;
  char         *status;
  GCancellable *cancellable;
  guint         timer;
  gboolean      active;
  gboolean      stale;
};

G_DEFINE_FINAL_TYPE (AzuiDataPage, azui_data_page, GTK_TYPE_WIDGET)

enum { STATUS_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
set_status (AzuiDataPage *self,
            char         *status)
{
  g_free (self->status);
  self->status = status;
  g_signal_emit (self, signals[STATUS_CHANGED], 0);
}

/* A number with the separators of the language. */
static char *
print_count (gint64 n)
{
  return g_strdup_printf ("%'" G_GINT64_FORMAT, n);
}

static char *
describe (const AzudPreview *preview)
{
  g_autofree char *shown = print_count (preview->n_rows);
  g_autofree char *total = print_count (preview->total_rows);
  g_autofree char *read = print_count (preview->sample_rows);
  g_autofree char *rows = NULL;
  g_autofree char *input = NULL;

  if (preview->total_rows < 0)
    rows = g_strdup_printf (_("first %s of many rows"), shown);
  else if ((gint64) preview->n_rows < preview->total_rows)
    rows = g_strdup_printf (_("first %s of %s rows"), shown, total);
  else
    rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", preview->n_rows), shown);
  input = preview->sample ? g_strdup_printf (_("computed from a sample of %s rows"), read) : g_strdup (_("whole input"));
  return g_strdup_printf (_("%s · %s · %d ms"), rows, input, (int) (preview->elapsed_us / 1000));
}

static void
show_error (AzuiDataPage *self,
            const GError *error)
{
  g_autofree char *hint = azud_gerror_get (error, "hint");
  g_autofree char *description = hint != NULL ? g_strconcat (error->message, "\n", hint, NULL) : g_strdup (error->message);
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_description (ADW_STATUS_PAGE (self->error_page), escaped);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "error");
  set_status (self, NULL);
}

static void
preview_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr(GError) error = NULL;
  AzudPreview *preview = azud_session_preview_finish (AZUD_SESSION (source), result, &error);
  g_autoptr(AzuiDataPage) self = data;

  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    {
      azud_preview_free (preview);
      return;     /* a newer one is on its way, or nobody looks any more */
    }
  if (preview == NULL)
    {
      show_error (self, error);
      return;
    }
  set_status (self, describe (preview));
  azui_data_grid_take_preview (AZUI_DATA_GRID (self->grid), preview);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "rows");
}

/* A sink shows what arrives at it. */
static const char *
port_to_ask (AzuiDataPage *self)
{
  const AzudNode *node = azud_document_lookup_node (self->document, self->node);

  return node != NULL && node->type != NULL && node->type->outputs[0].id == NULL ? NULL : self->port;
}

static gboolean
ask_cb (gpointer data)
{
  AzuiDataPage *self = data;

  self->timer = 0;
  self->stale = FALSE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->session == NULL || self->document == NULL || self->node == NULL
      || azud_document_lookup_node (self->document, self->node) == NULL)
    {
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "empty");
      set_status (self, NULL);
      return G_SOURCE_REMOVE;
    }
  self->cancellable = g_cancellable_new ();
  azud_session_preview_async (self->session, self->document, self->node, port_to_ask (self), MAX_ROWS, TRUE, self->cancellable,
                              preview_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

void
azui_data_page_refresh (AzuiDataPage *self)
{
  self->stale = TRUE;
  if (!self->active)
    return;
  if (self->timer != 0)
    g_source_remove (self->timer);
  self->timer = g_timeout_add (DELAY_MS, ask_cb, self);
}

static void
azui_data_page_dispose (GObject *object)
{
  AzuiDataPage *self = AZUI_DATA_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_object (&self->session);
  g_clear_object (&self->document);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_data_page_parent_class)->dispose (object);
}

static void
azui_data_page_finalize (GObject *object)
{
  AzuiDataPage *self = AZUI_DATA_PAGE (object);

  g_free (self->node);
  g_free (self->port);
  g_free (self->status);
  G_OBJECT_CLASS (azui_data_page_parent_class)->finalize (object);
}

static void
azui_data_page_class_init (AzuiDataPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = azui_data_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = azui_data_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  signals[STATUS_CHANGED] = g_signal_new ("status-changed", AZUI_TYPE_DATA_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
status_page (const char *icon,
             const char *title,
             const char *description)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (page), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (page), description);
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static void
azui_data_page_init (AzuiDataPage *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->stack = gtk_stack_new ();
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  self->grid = azui_data_grid_new (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->grid);
  self->error_page = status_page ("dialog-warning-symbolic", _("No data yet"), NULL);
  gtk_stack_add_named (GTK_STACK (self->stack), status_page ("view-grid-symbolic", _("Select a node"), _("Its rows appear here.")), "empty");
  gtk_stack_add_named (GTK_STACK (self->stack), self->error_page, "error");
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "rows");
}

GtkWidget *
azui_data_page_new (void)
{
  return g_object_new (AZUI_TYPE_DATA_PAGE, NULL);
}

void
azui_data_page_set_session (AzuiDataPage *self,
                            AzudSession  *session)
{
  g_set_object (&self->session, session);
  azui_data_page_refresh (self);
}

void
azui_data_page_set_document (AzuiDataPage *self,
                             AzudDocument *document)
{
  g_set_object (&self->document, document);
  azui_data_page_set_port (self, NULL, NULL);
}

void
azui_data_page_set_port (AzuiDataPage *self,
                         const char   *node,
                         const char   *port)
{
  if (g_strcmp0 (self->node, node) == 0 && g_strcmp0 (self->port, port) == 0)
    return;
  g_free (self->node);
  g_free (self->port);
  self->node = g_strdup (node);
  self->port = g_strdup (port);
  azui_data_page_refresh (self);
}

void
azui_data_page_set_active (AzuiDataPage *self,
                           gboolean      active)
{
  self->active = active;
  if (active && self->stale)
    azui_data_page_refresh (self);
}

const char *
azui_data_page_get_status (AzuiDataPage *self)
{
  return self->status;
}

const AzudPreview *
azui_data_page_get_preview (AzuiDataPage *self)
{
  return azui_data_grid_get_preview (AZUI_DATA_GRID (self->grid));
}
