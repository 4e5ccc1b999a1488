/* csv-params.h: parameters of the CSV nodes that are options of Spark under the same name
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "pipeline/node-type.h"

/* Parameters that mean the same for reading and for writing. */
#define AZUD_CSV_PARAM_HEADER \
  { .id = "header", .label = N_("Header line"), .kind = AZUD_PARAM_BOOLEAN, \
    .help = N_("Whether the first line holds the names of the columns"), \
    .otherwise = "true" }
#define AZUD_CSV_PARAM_SEP \
  { .id = "sep", .label = N_("Separator"), .kind = AZUD_PARAM_TEXT, \
    .help = N_("The character between two values; \\t is a tab"), .otherwise = "\",\"" }
#define AZUD_CSV_PARAM_ESCAPE \
  { .id = "escape", .label = N_("Escape"), .kind = AZUD_PARAM_TEXT, \
    .help = N_("The character before a quote inside quotes; the quote itself: doubled quotes"), \
    .flags = AZUD_PARAM_ADVANCED, .otherwise = "\"\\\"\"" }
#define AZUD_CSV_PARAM_DATE_FORMAT \
  { .id = "dateFormat", .label = N_("Dates"), .kind = AZUD_PARAM_TEXT, \
    .help = N_("Pattern of dates such as dd/MM/yyyy; empty: ISO 8601"), .flags = AZUD_PARAM_ADVANCED }
#define AZUD_CSV_PARAM_TIMESTAMP_FORMAT \
  { .id = "timestampFormat", .label = N_("Times"), .kind = AZUD_PARAM_TEXT, \
    .help = N_("Pattern of times such as dd/MM/yyyy HH:mm; empty: ISO 8601"), \
    .flags = AZUD_PARAM_ADVANCED }

/** azud_csv_params_apply: puts the parameters @ids (ended by NULL) into the options of @data, those that are
 * set or have a default of their own; checks each of them and how they go together.  FALSE = reported. */
gboolean azud_csv_params_apply (AzudLowering *ctx, const char *const *ids, gboolean reading,
                                AzudDataset *data);
