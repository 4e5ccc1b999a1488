/* row-source.h: rows at rest, read batch by batch from wherever they are
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "operators/operator.h"

/* Gives the addresses of up to @room rows, valid until the next call; *@n = 0 at the end. */
typedef bool (*AzudRowsNext) (void *source, uint8_t **rows, uint32_t room, uint32_t *n, AzudError *error);

/* Takes a batch, which is valid during the call only. */
typedef AzudFlow (*AzudBatchTake) (void *data, const AzudBatch *batch, AzudError *error);

/**
 * azud_row_source_read: hands the rows of @source on until @take does not say AZUD_FLOW_MORE.
 * @schema, @layout: of the rows
 * @cancel: (nullable): looked at before each batch
 * @arena: of the batches; reset before each
 *
 * Returns: what @take said last, or AZUD_FLOW_FAILED with @error.  Thread: worker.
 */
AzudFlow azud_row_source_read (AzudRowsNext         next,
                               void                *source,
                               const AzudRowLayout *layout,
                               const AzudSchema    *schema,
                               const AzudCancel    *cancel,
                               AzudArena           *arena,
                               AzudBatchTake        take,
                               void                *data,
                               AzudError           *error);
