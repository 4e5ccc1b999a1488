/* rejects.h: faults of a scan as rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "formats/csv-reader.h"
#include "operators/operator.h"

/** azud_rejects_take: an AzudCsvRejectFunc whose data is a REJECTS operator. */
bool azud_rejects_take (const AzudCsvReject *reject, void *data, AzudError *error);
