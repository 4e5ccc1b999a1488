/* ui-pointer.c: a real pointer and keyboard (XTest) inside a test of the window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "ui-pointer.h"

#include "widget-search.h"

#include <X11/XKBlib.h>
#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>

static Display *
get_display (GtkWidget *widget)
{
  GdkDisplay *display = gtk_widget_get_display (widget);

  return GDK_IS_X11_DISPLAY (display) ? gdk_x11_display_get_xdisplay (display) : NULL;
}

gboolean
ui_pointer_available (GtkWidget *widget)
{
  Display *display = get_display (widget);
  int a, b, c, d;

  return display != NULL && XTestQueryExtension (display, &a, &b, &c, &d);
}

static void
settle (GtkWidget *widget)
{
  XFlush (get_display (widget));
  spin (12);
}

void
ui_pointer_move (GtkWidget *widget,
                 double     x,
                 double     y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  Display *display = get_display (widget);
  Window window = gdk_x11_surface_get_xid (gtk_native_get_surface (native));
  graphene_point_t point;
  double dx, dy;
  int root_x, root_y;
  Window child;

  g_assert_true (gtk_widget_compute_point (widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT ((float) x, (float) y), &point));
  gtk_native_get_surface_transform (native, &dx, &dy);
  XTranslateCoordinates (display, window, DefaultRootWindow (display), (int) (point.x + dx), (int) (point.y + dy),
                         &root_x, &root_y, &child);
  XTestFakeMotionEvent (display, -1, root_x, root_y, CurrentTime);
  settle (widget);
}

void
ui_pointer_press (GtkWidget *widget,
                  int        button)
{
  XTestFakeButtonEvent (get_display (widget), (unsigned) button, True, CurrentTime);
  settle (widget);
}

void
ui_pointer_release (GtkWidget *widget,
                    int        button)
{
  XTestFakeButtonEvent (get_display (widget), (unsigned) button, False, CurrentTime);
  settle (widget);
}

void
ui_pointer_click (GtkWidget *widget,
                  double     x,
                  double     y,
                  int        button)
{
  ui_pointer_move (widget, x, y);
  ui_pointer_press (widget, button);
  ui_pointer_release (widget, button);
  spin (30);
}

void
ui_pointer_drag (GtkWidget *widget,
                 int        button,
                 double     x0,
                 double     y0,
                 double     x1,
                 double     y1)
{
  ui_pointer_move (widget, x0, y0);
  ui_pointer_press (widget, button);
  for (int i = 1; i <= 8; i++)
    ui_pointer_move (widget, x0 + (x1 - x0) * i / 8, y0 + (y1 - y0) * i / 8);
  ui_pointer_move (widget, x1 + 1, y1);
  ui_pointer_move (widget, x1, y1);
  ui_pointer_release (widget, button);
  spin (60);
}

void
ui_pointer_scroll (GtkWidget *widget,
                   double     x,
                   double     y,
                   int        clicks)
{
  int button = clicks < 0 ? 4 : 5;

  ui_pointer_move (widget, x, y);
  for (int i = 0; i < ABS (clicks); i++)
    {
      ui_pointer_press (widget, button);
      ui_pointer_release (widget, button);
    }
  spin (30);
}

static void
send_key (GtkWidget *widget,
          guint      keyval,
          gboolean   press)
{
  Display *display = get_display (widget);
  KeyCode code = XKeysymToKeycode (display, keyval);

  g_assert_cmpuint (code, !=, 0);
  XTestFakeKeyEvent (display, code, press, CurrentTime);
  settle (widget);
}

void
ui_key_press (GtkWidget *widget,
              guint      keyval)
{
  send_key (widget, keyval, TRUE);
}

void
ui_key_release (GtkWidget *widget,
                guint      keyval)
{
  send_key (widget, keyval, FALSE);
}

void
ui_key (GtkWidget *widget,
        guint      keyval)
{
  send_key (widget, keyval, TRUE);
  send_key (widget, keyval, FALSE);
}

gboolean
ui_key_needs_shift (GtkWidget *widget,
                    guint      keyval)
{
  Display *display = get_display (widget);
  KeyCode code = XKeysymToKeycode (display, keyval);

  return XkbKeycodeToKeysym (display, code, 0, 0) != keyval && XkbKeycodeToKeysym (display, code, 0, 1) == keyval;
}
