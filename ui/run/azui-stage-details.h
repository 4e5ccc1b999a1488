/* azui-stage-details.h: how the figures of one stage's tasks are spread
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Five quantiles of each figure, a histogram of durations, where tasks ran.  Thread: main.
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_STAGE_DETAILS (azui_stage_details_get_type ())
G_DECLARE_FINAL_TYPE (AzuiStageDetails, azui_stage_details, AZUI, STAGE_DETAILS, GtkWidget)

GtkWidget *azui_stage_details_new (void);

/** azui_stage_details_set: @stage of @snapshot; NULL or -1 empties it. */
void       azui_stage_details_set (AzuiStageDetails *self, const AzudRunSnapshot *snapshot, int stage);

G_END_DECLS
