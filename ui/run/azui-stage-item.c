/* azui-stage-item.c: a stage of a run, as a row of a list
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-stage-item.h"

#include "azui-i18n.h"

#include <string.h>

struct _AzuiStageItem
{
  GObject       parent_instance;
  AzudStageView stage;           /* name is its own */
  gint64        duration_us;
};

G_DEFINE_FINAL_TYPE (AzuiStageItem, azui_stage_item, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
azui_stage_item_finalize (GObject *object)
{
  g_free (AZUI_STAGE_ITEM (object)->stage.name);
  G_OBJECT_CLASS (azui_stage_item_parent_class)->finalize (object);
}

static void
azui_stage_item_class_init (AzuiStageItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = azui_stage_item_finalize;
  signals[CHANGED] = g_signal_new ("changed", AZUI_TYPE_STAGE_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
azui_stage_item_init (AzuiStageItem *self)
{
}

AzuiStageItem *
azui_stage_item_new (const AzudStageView *stage)
{
  AzuiStageItem *self = g_object_new (AZUI_TYPE_STAGE_ITEM, NULL);

  self->stage.name = g_strdup (stage->name);
  azui_stage_item_set (self, stage, 0);
  return self;
}

void
azui_stage_item_set (AzuiStageItem       *self,
                     const AzudStageView *stage,
                     gint64               elapsed_us)
{
  AzudStageView before = self->stage;
  gint64 duration_before = self->duration_us;

  self->stage = *stage;
  self->stage.name = before.name;
  self->stage.nodes = NULL;
  self->stage.parents = NULL;
  self->stage.n_parents = 0;
  self->duration_us = stage->start_us == 0 ? 0 : (stage->end_us > 0 ? stage->end_us : MAX (elapsed_us, stage->start_us)) - stage->start_us;
  if (memcmp (&before, &self->stage, sizeof before) != 0 || duration_before != self->duration_us)
    g_signal_emit (self, signals[CHANGED], 0);
}

const AzudStageView *
azui_stage_item_get (AzuiStageItem *self)
{
  return &self->stage;
}

gint64
azui_stage_item_get_duration (AzuiStageItem *self)
{
  return self->duration_us;
}

const char *
azui_stage_item_get_state_text (AzuiStageItem *self)
{
  switch (self->stage.state)
    {
    case AZUD_STAGE_WAITING:
      return C_("stage", "Waiting");
    case AZUD_STAGE_RUNNING:
      return C_("stage", "Running");
    case AZUD_STAGE_DONE:
      return C_("stage", "Done");
    case AZUD_STAGE_SKIPPED:
      return C_("stage", "Skipped");
    case AZUD_STAGE_FAILED:
      return C_("stage", "Failed");
    case AZUD_STAGE_CANCELLED:
      return C_("stage", "Stopped");
    }
  return "";
}
