/* azui-choose-file.h: file choosers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The one place that knows which chooser there is.  Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  const char *title;         /* translated */
  const char *accept;        /* translated label of the button */
  gboolean    save;
  gboolean    chooses_folder;   /* not a file */
  const char *folder;        /* (nullable): path to begin in */
  const char *name;          /* (nullable): proposed file name when saving */
  const char *filter_name;   /* (nullable): translated; with @pattern the first filter, "All Files" is the second */
  const char *pattern;       /* "*.azud"; several: "*.csv;*.tsv" */
} AzuiChooseFile;

typedef void (*AzuiChooseFileCallback) (GFile *file, gpointer data);

/** azui_choose_file: @callback gets the chosen file, or NULL when the chooser was closed. */
void azui_choose_file (GtkWindow *parent, const AzuiChooseFile *choice, AzuiChooseFileCallback callback, gpointer data);

/** azui_choose_file_answer_next: the next question is answered with @path, without a chooser: for tests of the window, where the
 * chooser may be another program's. */
void azui_choose_file_answer_next (const char *path);

G_END_DECLS
