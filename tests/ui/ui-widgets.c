/* ui-widgets.c: using the widgets of a window as a person does
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "ui-widgets.h"

#include <math.h>

void
ui_take_picture (GtkWidget  *window,
                 const char *path)
{
  int width = gtk_widget_get_width (window);
  int height = gtk_widget_get_height (window);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  /* nothing comes of it between a change and the next frame */
  for (int i = 0; node == NULL && i < 500; i++)
    {
      g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      gdk_paintable_snapshot (paintable, snapshot, width, height);
      node = gtk_snapshot_free_to_node (snapshot);
      if (node == NULL)
        g_main_context_iteration (NULL, FALSE);
    }
  if (node == NULL)
    return;
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_save_to_png (texture, path);
}

void
ui_give_up (const char *file,
            int         line,
            const char *condition)
{
  const char *folder = g_getenv ("AZUD_TEST_PICTURES");
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  int i = 0;

  g_printerr ("%s:%d: gave up waiting for %s\n", file, line, condition);
  for (GList *link = windows; folder != NULL && link != NULL; link = link->next)
    if (gtk_widget_get_mapped (link->data))
      {
        g_autofree char *name = g_strdup_printf ("window-%d.png", ++i);
        g_autofree char *path = g_build_filename (folder, name, NULL);

        ui_take_picture (link->data, path);
      }
  g_error ("%s:%d: waited in vain for %s", file, line, condition);
}

/* ---- reaching ---- */

static GtkWidget *
find_scroller (GtkWidget *widget)
{
  GtkWidget *outer = NULL;

  for (GtkWidget *up = gtk_widget_get_parent (widget); up != NULL; up = gtk_widget_get_parent (up))
    if (GTK_IS_SCROLLED_WINDOW (up))
      outer = up;
  return outer;
}

/* Whether the last frame left it where it was. */
static gboolean
has_settled (GtkWidget       *widget,
             graphene_rect_t *last)
{
  graphene_rect_t now;
  gboolean same;

  if (!gtk_widget_get_mapped (widget) || gtk_widget_get_width (widget) == 0 ||
      !gtk_widget_compute_bounds (widget, GTK_WIDGET (gtk_widget_get_native (widget)), &now))
    return FALSE;
  same = graphene_rect_equal (&now, last);
  *last = now;
  if (!same)
    spin (25);
  return same;
}

/* How far its middle is outside of what is seen: < 0 above, > 0 below. */
static double
get_overshoot (GtkWidget *widget,
               GtkWidget *scroller)
{
  graphene_rect_t bounds;
  double middle;

  if (!gtk_widget_compute_bounds (widget, scroller, &bounds))
    return 0;
  middle = bounds.origin.y + bounds.size.height / 2;
  if (middle < 14)
    return middle - 14;
  return MAX (0, middle - (gtk_widget_get_height (scroller) - 14));
}

void
ui_reach (GtkWidget *widget)
{
  GtkWidget *scroller = find_scroller (widget);
  graphene_rect_t last = GRAPHENE_RECT_INIT (-1, -1, 0, 0);

  g_assert_nonnull (widget);
  UI_WAIT_FOR (has_settled (widget, &last));
  for (int turns = 0; scroller != NULL && get_overshoot (widget, scroller) != 0; turns++)
    {
      if (turns > 400)
        g_error ("%s cannot be scrolled into sight", G_OBJECT_TYPE_NAME (widget));
      ui_pointer_scroll (scroller, 4, gtk_widget_get_height (scroller) / 2.0, get_overshoot (widget, scroller) < 0 ? -1 : 1);
    }
  UI_WAIT_FOR (has_settled (widget, &last));
}

void
ui_click (GtkWidget *widget)
{
  ui_reach (widget);
  ui_pointer_click (widget, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0, 1);
}

/* ---- keys ---- */

void
ui_shortcut (GtkWidget *widget,
             guint      modifier1,
             guint      modifier2,
             guint      keyval)
{
  if (modifier1 != 0)
    ui_key_press (widget, modifier1);
  if (modifier2 != 0)
    ui_key_press (widget, modifier2);
  ui_key (widget, keyval);
  if (modifier2 != 0)
    ui_key_release (widget, modifier2);
  if (modifier1 != 0)
    ui_key_release (widget, modifier1);
}

void
ui_type (GtkWidget  *widget,
         const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    ui_shortcut (widget, ui_key_needs_shift (widget, (guint) *p) ? GDK_KEY_Shift_L : 0, 0, (guint) *p);
}
