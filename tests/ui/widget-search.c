/* widget-search.c: finding widgets in a tree, waiting for the main loop
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "widget-search.h"

typedef enum { ALL, SEEN } Which;

static GtkWidget *
find (GtkWidget    *root,
      Which         which,
      UiMatch       match,
      gconstpointer data,
      guint        *nth)
{
  if (which == SEEN && !gtk_widget_get_mapped (root))
    return NULL;
  if (match (root, data) && (*nth)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, which, match, data, nth);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
match_type (GtkWidget    *widget,
            gconstpointer data)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(const GType *) data);
}

static gboolean
match_label (GtkWidget    *widget,
             gconstpointer data)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), data) == 0;
}

/* ---- of all ---- */

GtkWidget *
widget_find (GtkWidget *root,
             GType      type,
             guint      nth)
{
  return find (root, ALL, match_type, &type, &nth);
}

GtkWidget *
widget_find_label (GtkWidget  *root,
                   const char *text)
{
  guint nth = 0;

  return find (root, ALL, match_label, text, &nth);
}

static gboolean
match_button (GtkWidget    *widget,
              gconstpointer data)
{
  return GTK_IS_BUTTON (widget) && widget_find_label (widget, data) != NULL;
}

GtkWidget *
widget_find_button (GtkWidget  *root,
                    const char *label)
{
  guint nth = 0;

  return find (root, ALL, match_button, label, &nth);
}

/* ---- of those that are seen ---- */

GtkWidget *
ui_find (GtkWidget    *root,
         UiMatch       match,
         gconstpointer data)
{
  guint nth = 0;

  return root != NULL ? find (root, SEEN, match, data, &nth) : NULL;
}

GtkWidget *
ui_find_type (GtkWidget *root,
              GType      type)
{
  return ui_find (root, match_type, &type);
}

GtkWidget *
ui_find_label (GtkWidget  *root,
               const char *text)
{
  return ui_find (root, match_label, text);
}

static gboolean
match_tooltip (GtkWidget    *widget,
               gconstpointer data)
{
  return g_strcmp0 (gtk_widget_get_tooltip_text (widget), data) == 0;
}

GtkWidget *
ui_find_tooltip (GtkWidget  *root,
                 const char *text)
{
  return ui_find (root, match_tooltip, text);
}

GtkWidget *
ui_find_toplevel (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (link->data, type) && gtk_widget_get_mapped (link->data))
      return link->data;
  return NULL;
}

/* ---- waiting ---- */

static gboolean
timeout_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
spin (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, timeout_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

gboolean
spin_until (gboolean (*test) (gpointer data),
            gpointer   data,
            guint      ms)
{
  gint64 end = g_get_monotonic_time () + (gint64) ms * 1000;

  while (!test (data))
    {
      if (g_get_monotonic_time () > end)
        return FALSE;
      spin (5);
    }
  return TRUE;
}
