/* spill-partitions.c: rows on disk, apart by their keys
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/spill/spill-partitions.h"

#include "base/hash.h"

#include <string.h>

AzudSpillPartitions *
azud_spill_partitions_new (AzudOperator        *owner,
                           const AzudRowLayout *layout,
                           int                  depth,
                           AzudError           *error)
{
  AzudTaskContext *context = owner->context;
  AzudSpillFolder *folder = azud_budget_get_spill_folder (context->budget);
  AzudSpillPartitions *self = azud_account_alloc (context->account, sizeof *self, error);

  if (self == NULL)
    return NULL;
  memset (self, 0, sizeof *self);
  self->owner = owner;
  self->layout = layout;
  self->depth = depth;
  self->file = azud_spill_file_new (folder, error);
  if (self->file == NULL)
    {
      azud_spill_partitions_free (self);
      return NULL;
    }
  for (int p = 0; p < AZUD_SPILL_PARTITIONS; p++)
    azud_spill_run_init (&self->runs[p], self->file, folder, layout, context->account);
  return self;
}

void
azud_spill_partitions_free (AzudSpillPartitions *self)
{
  if (self == NULL)
    return;
  for (int p = 0; p < AZUD_SPILL_PARTITIONS; p++)
    azud_spill_run_clear (&self->runs[p]);
  azud_spill_file_free (self->file);
  azud_account_release (self->owner->context->account, self, sizeof *self);
}

bool
azud_spill_partitions_append (AzudSpillPartitions *self,
                              const AzudVector    *columns,
                              const uint16_t      *rows,
                              const uint64_t      *hashes,
                              uint32_t             n,
                              AzudError           *error)
{
  uint32_t counts[AZUD_SPILL_PARTITIONS] = { 0 };

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t p = azud_hash_mix (hashes[i] + (uint64_t) (self->depth + 1) * UINT64_C (0x9e3779b97f4a7c15)) % AZUD_SPILL_PARTITIONS;

      self->selections[p][counts[p]++] = rows[i];
    }
  for (int p = 0; p < AZUD_SPILL_PARTITIONS; p++)
    if (counts[p] > 0 && !azud_spill_run_append (&self->runs[p], columns, self->selections[p], counts[p], error))
      return false;
  return true;
}

bool
azud_spill_partitions_finish (AzudSpillPartitions *self,
                              AzudError           *error)
{
  uint64_t in_memory = 0;

  for (int p = 0; p < AZUD_SPILL_PARTITIONS; p++)
    {
      if (!azud_spill_run_flush (&self->runs[p], error))
        return false;
      in_memory += azud_spill_run_get_size (&self->runs[p]);
    }
  azud_operator_note_spill (self->owner, (int64_t) in_memory, azud_spill_file_get_bytes (self->file));
  return true;
}

AzudFlow
azud_spill_run_read (const AzudSpillRun *run,
                     AzudTaskContext    *context,
                     const AzudSchema   *schema,
                     AzudArena          *arena,
                     AzudBatchTake       take,
                     void               *data,
                     AzudError          *error)
{
  AzudSpillCursor cursor;
  AzudFlow flow;

  azud_spill_cursor_init (&cursor, run, context->account);
  flow = azud_row_source_read (azud_spill_cursor_source, &cursor, run->layout, schema, context->task->cancel, arena, take, data, error);
  azud_spill_cursor_clear (&cursor);
  return flow;
}
