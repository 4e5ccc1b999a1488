/* azui-window-private.h: what the files of the window share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "application/azui-window.h"

#include "application/azui-drafts.h"
#include "azui-i18n.h"

G_BEGIN_DECLS

struct _AzuiWindow
{
  AdwApplicationWindow parent_instance;

  /* from the template */
  AdwToastOverlay *toasts;
  AdwWindowTitle  *title;
  AdwSplitButton  *open_button;
  GtkButton       *undo_button;
  GtkButton       *redo_button;
  GtkStack        *run_stack;
  GtkMenuButton   *export_button;
  GtkMenuButton   *menu_button;
  GtkRevealer     *banner;
  GtkLabel        *banner_label;
  GtkButton       *banner_button;
  GtkPaned        *palette_paned;
  GtkPaned        *inspector_paned;
  GtkPaned        *drawer_paned;
  GtkWidget       *palette;
  GtkWidget       *inspector;
  GtkWidget       *canvas;        /* NULL in a build without it */
  GtkWidget       *drawer;        /* NULL in a build without it */
  GtkProgressBar  *progress;

  AzudDocument    *document;
  AzuiDraft       *draft;
  char            *opening;       /* path being read, or NULL */
  GCancellable    *cancellable;   /* of readings, cancelled when the window goes */
  gboolean         closing;       /* asked already: the next close is for good */
  guint            saving;        /* saves on their way */

  AzudRun         *run;
  gboolean         running;
  char            *banner_node;   /* where the banner's button leads, or NULL */
  char            *banner_parameter;
};

/* azui-window.c */
void azui_window_set_document (AzuiWindow *self, AzudDocument *document);
void azui_window_update_title (AzuiWindow *self);
void azui_window_toast (AzuiWindow *self, const char *text);
void azui_window_go_to (AzuiWindow *self, const char *node, const char *parameter);
void azui_window_show_tab (AzuiWindow *self, const char *tab);

/** azui_window_show_banner: an error above the canvas; NULL hides it.  @node, @parameter (nullable): where its button leads. */
void azui_window_show_banner (AzuiWindow *self, const char *text, const char *node, const char *parameter);

/* azui-window-actions.c */
void azui_window_add_actions (AzuiWindow *self);
void azui_window_update_actions (AzuiWindow *self);

/* azui-window-files.c */
typedef void (*AzuiWindowThen) (AzuiWindow *self);
void azui_window_save (AzuiWindow *self, AzuiWindowThen then);       /* @then (nullable): once it is saved */
void azui_window_save_as (AzuiWindow *self, AzuiWindowThen then);
gboolean azui_window_ask_before_closing (AzuiWindow *self);          /* TRUE: do not close now */

/* azui-window-run.c */
void azui_window_start_run (AzuiWindow *self, const char *to_node);
void azui_window_stop_run (AzuiWindow *self);
void azui_window_forget_run (AzuiWindow *self);

/* azui-window-export.c */
void azui_window_export_script (AzuiWindow *self, const char *target);
void azui_window_export_picture (AzuiWindow *self, const char *format);
void azui_window_show_headless (AzuiWindow *self);

G_END_DECLS
