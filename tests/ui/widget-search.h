/* widget-search.h: finding widgets in a tree, waiting for the main loop
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** widget_find: the @nth (from 0) descendant of a type, in order of the tree, popovers too; or NULL. */
GtkWidget *widget_find (GtkWidget *root, GType type, guint nth);

/** widget_find_button: the button with that label, or NULL. */
GtkWidget *widget_find_button (GtkWidget *root, const char *label);

/** widget_find_label: the first visible label with exactly that text, or NULL. */
GtkWidget *widget_find_label (GtkWidget *root, const char *text);

/** spin: lets the main loop work for @ms milliseconds. */
void spin (guint ms);

/** spin_until: until @test (@data) is true; FALSE when that took over @ms milliseconds. */
gboolean spin_until (gboolean (*test) (gpointer data), gpointer data, guint ms);

G_END_DECLS
