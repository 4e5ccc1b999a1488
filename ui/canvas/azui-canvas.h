/* azui-canvas.h: the graph of a document, seen and worked on
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Cards and wires follow the document; gestures become commands on it (DESIGN §11).  What is only here is the view
 * (pan, zoom), the selection and the port whose data is shown.  Thread: main.
 *
 * Signals:
 *   selection-changed ()
 *   port-selected (char *node, char *port): show this port's data
 *   node-activated (char *id): double click, Enter, F2: go to its form
 *   run-to-requested (char *id): from the menu of a node
 *   message (char *text): a sentence for a toast, such as why a paste failed
 *
 * Actions of the widget class: canvas.delete, .delete-rejoin, .copy, .cut, .paste, .duplicate, .select-all, .select-none,
 * .zoom-in, .zoom-out, .zoom-100, .zoom-fit, .zoom-selection, .connect-selection, .toggle-disabled, .quick-add,
 * .toggle-map, .layout, .activate, .run-to.  Their keys are bound while the focus is inside.
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_CANVAS (azui_canvas_get_type ())
G_DECLARE_FINAL_TYPE (AzuiCanvas, azui_canvas, AZUI, CANVAS, GtkWidget)

GtkWidget    *azui_canvas_new (void);

/** azui_canvas_set_document: (nullable).  The view is fitted to it, the selection emptied. */
void          azui_canvas_set_document (AzuiCanvas *self, AzudDocument *document);
AzudDocument *azui_canvas_get_document (AzuiCanvas *self);

/** azui_canvas_dup_selection: ids from left to right.  (transfer full) (array zero-terminated=1) */
char        **azui_canvas_dup_selection (AzuiCanvas *self);

/** azui_canvas_select: replaces the selection; scrolls so that the first is seen.  Unknown ids are left out; NULL = none. */
void          azui_canvas_select (AzuiCanvas *self, const char *const *ids);

/** azui_canvas_get_selected_port: the port whose data is shown: the one clicked, else the first output (or the input of a
 * sink) of the single selected node; both NULL when there is none.  (out) (transfer full) */
void          azui_canvas_get_selected_port (AzuiCanvas *self, char **node, char **port);

/** azui_canvas_add_node: right of the single selected node and wired to it when possible, else in the middle of the view. */
void          azui_canvas_add_node (AzuiCanvas *self, const char *type_id);

/** azui_canvas_show_quick_add: the search for a node to add at (@x, @y) in pixels of the widget, negative = in the middle; wired to
 * @from_port of @from_node unless NULL. */
void          azui_canvas_show_quick_add (AzuiCanvas *self, double x, double y, const char *from_node, const char *from_port);

/** azui_canvas_set_run: what a run has come to: rows on wires, progress, remarks; NULL = no run.  Nothing of it is kept. */
void          azui_canvas_set_run (AzuiCanvas *self, const AzudRunSnapshot *snapshot);

/** azui_canvas_begin_run: the document is run as it is now: what azui_canvas_show_run() shows of nodes that are edited later, and of
 * those below them, is not theirs any more. */
void          azui_canvas_begin_run (AzuiCanvas *self);

/** azui_canvas_show_run: azui_canvas_set_run() less what was edited since azui_canvas_begin_run(). */
void          azui_canvas_show_run (AzuiCanvas *self, const AzudRunSnapshot *snapshot);

/** azui_canvas_place_all: for a document that names no places: arranges it without making that a change of the user's. */
void          azui_canvas_place_all (AzuiCanvas *self);

void          azui_canvas_zoom_to_fit (AzuiCanvas *self);

/** azui_canvas_get_zoom: 1 = 100 %. */
double        azui_canvas_get_zoom (AzuiCanvas *self);

G_END_DECLS
