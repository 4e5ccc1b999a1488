/* azui-application.h: the program behind all windows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One window a document; one engine session for all of them.  Thread: main.
 */

#pragma once

#include <azud/session.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define AZUI_TYPE_APPLICATION (azui_application_get_type ())
G_DECLARE_FINAL_TYPE (AzuiApplication, azui_application, AZUI, APPLICATION, AdwApplication)

AzuiApplication *azui_application_new (void);

/** azui_application_get_session: the session, made at the first call, and anew when the preferences ask for other threads or other
 * memory and nothing runs; NULL and @error when the engine refuses. */
AzudSession *azui_application_get_session (AzuiApplication *self, GError **error);

/** azui_application_open: opens @file: raises the window that has it, else @reuse (nullable) when its document was not touched, else
 * a new window. */
void azui_application_open (AzuiApplication *self, GFile *file, GtkWindow *reuse);

G_END_DECLS
