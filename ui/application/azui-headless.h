/* azui-headless.h: how to run a pipeline without the window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/document.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** azui_headless_show: a window with the exact command and a systemd unit, each with a button that copies it. */
void azui_headless_show (GtkWindow *parent, AzudDocument *document);

G_END_DECLS
