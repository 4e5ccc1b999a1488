/* azui-text-view.h: text to read: plans and scripts
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** azui_text_view_new: a read-only GtkSourceView that follows the colour scheme.
 * @language: id such as "python3", or NULL; @label: its accessible name */
GtkWidget *azui_text_view_new (const char *language, const char *label);

/** azui_text_view_set_text: replaces the text when it differs; the place that is seen stays. */
void       azui_text_view_set_text (GtkWidget *view, const char *text);

/** azui_text_view_dup_text: (transfer full) */
char      *azui_text_view_dup_text (GtkWidget *view);

G_END_DECLS
