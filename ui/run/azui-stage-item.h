/* azui-stage-item.h: a stage of a run, as a row of a list
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Holds the figures of the newest snapshot; signal `changed ()` when they are others than before.  Thread: main.
 */

#pragma once

#include <azud/session.h>

G_BEGIN_DECLS

#define AZUI_TYPE_STAGE_ITEM (azui_stage_item_get_type ())
G_DECLARE_FINAL_TYPE (AzuiStageItem, azui_stage_item, AZUI, STAGE_ITEM, GObject)

AzuiStageItem *azui_stage_item_new (const AzudStageView *stage);

/** azui_stage_item_set: takes over the figures of the same stage.  @elapsed_us: of the run, for how long it has taken until now. */
void azui_stage_item_set (AzuiStageItem *self, const AzudStageView *stage, gint64 elapsed_us);

/** azui_stage_item_get: the figures; nodes and parents are not among them.  (transfer none) */
const AzudStageView *azui_stage_item_get (AzuiStageItem *self);

/** azui_stage_item_get_duration: microseconds since it began, or until its end. */
gint64 azui_stage_item_get_duration (AzuiStageItem *self);

/** azui_stage_item_get_state_text: "Running", translated. */
const char *azui_stage_item_get_state_text (AzuiStageItem *self);

G_END_DECLS
