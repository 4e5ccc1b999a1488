/* azui-split-view.c: two halves of a view of the Run tab
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-split-view.h"

/* Of the left half: what is read there is wide. */
#define SHARE 0.63

/* Once the width is known. */
static void
place_handle_cb (GtkPaned   *paned,
                 GParamSpec *pspec)
{
  int room;

  g_object_get (paned, "max-position", &room, NULL);
  if (room <= 0 || room == G_MAXINT)
    return;
  g_signal_handlers_disconnect_by_func (paned, place_handle_cb, NULL);
  gtk_paned_set_position (paned, MIN (room, (int) (gtk_widget_get_width (GTK_WIDGET (paned)) * SHARE)));
}

GtkWidget *
azui_split_view_new (GtkWidget *left,
                     GtkWidget *right,
                     gboolean   keep_right)
{
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);

  gtk_paned_set_start_child (GTK_PANED (paned), left);
  gtk_paned_set_end_child (GTK_PANED (paned), right);
  gtk_paned_set_resize_end_child (GTK_PANED (paned), TRUE);
  gtk_paned_set_shrink_end_child (GTK_PANED (paned), !keep_right);
  g_signal_connect (paned, "notify::max-position", G_CALLBACK (place_handle_cb), NULL);
  return paned;
}
