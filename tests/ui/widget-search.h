/* widget-search.h: finding widgets in a tree, waiting for the main loop
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Of all widgets: those of pages that are not shown and of closed popovers too. */

/** widget_find: the @nth (from 0) descendant of a type, in order of the tree; or NULL. */
GtkWidget *widget_find (GtkWidget *root, GType type, guint nth);

/** widget_find_button: the button with that label, or NULL. */
GtkWidget *widget_find_button (GtkWidget *root, const char *label);

/** widget_find_label: the first visible label with exactly that text, or NULL. */
GtkWidget *widget_find_label (GtkWidget *root, const char *text);

/* Of those that are seen (mapped); @root may be NULL. */

typedef gboolean (*UiMatch) (GtkWidget *widget, gconstpointer data);

/** ui_find: the first widget below @root (or @root) that matches, depth first; NULL = none. */
GtkWidget *ui_find (GtkWidget *root, UiMatch match, gconstpointer data);
GtkWidget *ui_find_type (GtkWidget *root, GType type);
/** ui_find_label: a label that reads exactly @text. */
GtkWidget *ui_find_label (GtkWidget *root, const char *text);
/** ui_find_tooltip: a widget with this tooltip. */
GtkWidget *ui_find_tooltip (GtkWidget *root, const char *text);

/** ui_find_toplevel: a mapped window of @type, or NULL. */
GtkWidget *ui_find_toplevel (GType type);

/** spin: lets the main loop work for @ms milliseconds. */
void spin (guint ms);

/** spin_until: until @test (@data) is true; FALSE when that took over @ms milliseconds. */
gboolean spin_until (gboolean (*test) (gpointer data), gpointer data, guint ms);

G_END_DECLS
