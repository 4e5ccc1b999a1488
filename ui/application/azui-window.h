/* azui-window.h: the window of one pipeline
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Palette, canvas, inspector and drawer around one AzudDocument; files, runs and exports.  Thread: main.
 */

#pragma once

#include "application/azui-application.h"

#include <azud/session.h>

#include <adwaita.h>

G_BEGIN_DECLS

#define AZUI_TYPE_WINDOW (azui_window_get_type ())
G_DECLARE_FINAL_TYPE (AzuiWindow, azui_window, AZUI, WINDOW, AdwApplicationWindow)

/** azui_window_new: a window with a new, empty document. */
AzuiWindow *azui_window_new (AzuiApplication *application);

AzudDocument *azui_window_get_document (AzuiWindow *self);

/** azui_window_get_path: of its document, or the one being opened; NULL = never saved. */
const char *azui_window_get_path (AzuiWindow *self);

/** azui_window_is_untouched: whether its document is new, empty and never saved. */
gboolean azui_window_is_untouched (AzuiWindow *self);

/** azui_window_open: reads @file in a thread and shows it instead of the present document.  Errors are told. */
void azui_window_open (AzuiWindow *self, GFile *file);

/** azui_window_offer_draft: when there is unsaved work of a program that ended, asks whether to show it.  @path: of a pipeline, NULL = never
 * saved ones. */
void azui_window_offer_draft (AzuiWindow *self, const char *path);

/** azui_window_choose_and_open: asks for a file; opens it here or in another window. */
void azui_window_choose_and_open (AzuiWindow *self);

/** azui_window_get_run: the run that goes on or was the last one; NULL = none.  (transfer none) */
AzudRun *azui_window_get_run (AzuiWindow *self);

gboolean azui_window_is_running (AzuiWindow *self);

/** azui_window_set_session: where its previews are made from now on. */
void azui_window_set_session (AzuiWindow *self, AzudSession *session);

/** azui_window_install_accels: the shortcuts of all win. actions. */
void azui_window_install_accels (GtkApplication *application);

G_END_DECLS
