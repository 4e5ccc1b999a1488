/* widget-search.c: finding widgets in a tree, waiting for the main loop
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "widget-search.h"

static GtkWidget *
find (GtkWidget *root,
      gboolean (*test) (GtkWidget *widget, gpointer data),
      gpointer   data,
      guint     *nth)
{
  if (test (root, data) && (*nth)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, test, data, nth);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_of_type (GtkWidget *widget,
            gpointer   data)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(GType *) data);
}

GtkWidget *
widget_find (GtkWidget *root,
             GType      type,
             guint      nth)
{
  return find (root, is_of_type, &type, &nth);
}

static gboolean
is_label (GtkWidget *widget,
          gpointer   data)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), data) == 0;
}

GtkWidget *
widget_find_label (GtkWidget  *root,
                   const char *text)
{
  guint nth = 0;

  return find (root, is_label, (gpointer) text, &nth);
}

static gboolean
is_button (GtkWidget *widget,
           gpointer   data)
{
  return GTK_IS_BUTTON (widget) && widget_find_label (widget, data) != NULL;
}

GtkWidget *
widget_find_button (GtkWidget  *root,
                    const char *label)
{
  guint nth = 0;

  return find (root, is_button, (gpointer) label, &nth);
}

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
