/* csv-params.h: parameters of the CSV nodes that are options of Spark under the same name
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "pipeline/node-type.h"

/** azud_csv_params_apply: puts the parameters @ids (ended by NULL) into the options of @data, those that are
 * set or have a default of their own; checks each of them and how they go together.  FALSE = reported. */
gboolean azud_csv_params_apply (AzudLowering *ctx, const char *const *ids, gboolean reading,
                                AzudDataset *data);
