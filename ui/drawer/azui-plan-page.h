/* azui-plan-page.h: how the pipeline would run, before any run
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Graph, logical plan, optimised plan, stages; as a picture or as text.  Thread: main.
 */

#pragma once

#include "drawer/azui-text-page.h"

G_BEGIN_DECLS

#define AZUI_TYPE_PLAN_PAGE (azui_plan_page_get_type ())
G_DECLARE_FINAL_TYPE (AzuiPlanPage, azui_plan_page, AZUI, PLAN_PAGE, AzuiTextPage)

GtkWidget *azui_plan_page_new (void);

/** azui_plan_page_set_level: which plan; @as_text: text instead of the picture. */
void       azui_plan_page_set_level (AzuiPlanPage *self, AzudPlanLevel level, gboolean as_text);

/** azui_plan_page_dup_text: the text that is shown or would be.  (transfer full) */
char      *azui_plan_page_dup_text (AzuiPlanPage *self);

G_END_DECLS
