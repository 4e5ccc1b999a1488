/* ui-pointer.h: a real pointer and keyboard (XTest) inside a test of the window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Events travel through the X server to GDK, so gestures, grabs and drag and drop are the real ones.  Coordinates are
 * those of @widget; each call iterates the main context until the event has arrived and the next frame is laid out.
 */

#pragma once

#include <gtk/gtk.h>

/** ui_pointer_available: FALSE when the display is no X server with XTest. */
gboolean ui_pointer_available (GtkWidget *widget);

void ui_pointer_move (GtkWidget *widget, double x, double y);
void ui_pointer_press (GtkWidget *widget, int button);
void ui_pointer_release (GtkWidget *widget, int button);
void ui_pointer_click (GtkWidget *widget, double x, double y, int button);
/** ui_pointer_drag: press, eight moves, one more of a pixel, release. */
void ui_pointer_drag (GtkWidget *widget, int button, double x0, double y0, double x1, double y1);
void ui_pointer_scroll (GtkWidget *widget, double x, double y, int clicks);

/** ui_key_press, _release: hold a key down (a modifier, space) by its GDK_KEY_ value; ui_key: tap it. */
void ui_key_press (GtkWidget *widget, guint keyval);
void ui_key_release (GtkWidget *widget, guint keyval);
void ui_key (GtkWidget *widget, guint keyval);

/** ui_key_needs_shift: whether the keyboard has @keyval on the upper half of its key. */
gboolean ui_key_needs_shift (GtkWidget *widget, guint keyval);
