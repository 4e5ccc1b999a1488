/* azui-split-view.h: two halves of a view of the Run tab
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * azui_split_view_new: a GtkPaned whose handle gives three fifths of the width to @left until somebody moves it.
 * @keep_right: @right is never made narrower than it needs to be
 */
GtkWidget *azui_split_view_new (GtkWidget *left, GtkWidget *right, gboolean keep_right);

G_END_DECLS
