/* azui-decision-list.h: what was decided about the plan while the run went on
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One line a decision: when, the version of the plan that came of it, what and why.  Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_DECISION_LIST (azui_decision_list_get_type ())
G_DECLARE_FINAL_TYPE (AzuiDecisionList, azui_decision_list, AZUI, DECISION_LIST, GtkWidget)

GtkWidget *azui_decision_list_new (void);

/** azui_decision_list_clear: forgets all. */
void       azui_decision_list_clear (AzuiDecisionList *self);

/** azui_decision_list_get_n: how many it shows; decisions are only ever added during a run. */
guint      azui_decision_list_get_n (AzuiDecisionList *self);

/**
 * azui_decision_list_add: one more, later than those before.
 * @time_us: since the run began
 * @version: of the plan that came of it
 * @stage: it is about; -1 = several
 * @text: what was decided and why, translated
 */
void       azui_decision_list_add (AzuiDecisionList *self, gint64 time_us, int version, int stage, const char *text);

G_END_DECLS
