/* row-source.c: rows at rest, read batch by batch from wherever they are
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/spill/row-source.h"

AzudFlow
azud_row_source_read (AzudRowsNext         next,
                      void                *source,
                      const AzudRowLayout *layout,
                      const AzudSchema    *schema,
                      const AzudCancel    *cancel,
                      AzudArena           *arena,
                      AzudBatchTake        take,
                      void                *data,
                      AzudError           *error)
{
  AzudFlow flow = AZUD_FLOW_MORE;
  uint8_t *rows[AZUD_BATCH_ROWS];

  while (flow == AZUD_FLOW_MORE)
    {
      AzudBatch batch;
      uint32_t n;

      if (!azud_cancel_check (cancel, error) || !next (source, rows, azud_batch_rows (), &n, error))
        return AZUD_FLOW_FAILED;
      if (n == 0)
        break;
      azud_arena_reset (arena);
      flow = azud_rows_gather_batch (layout, schema, rows, n, &batch, arena, error) ? take (data, &batch, error) : AZUD_FLOW_FAILED;
    }
  return flow;
}
