/* azui-preferences.h: what people may choose
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** azui_preferences_show: the window of preferences above @parent. */
void azui_preferences_show (GtkWindow *parent);

G_END_DECLS
