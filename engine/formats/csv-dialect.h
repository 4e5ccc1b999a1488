/* csv-dialect.h: a guess at separator and quote
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "formats/csv-convert.h"
#include "formats/csv-sniff.h"
#include "formats/csv-tokenize.h"

/**
 * azud_csv_guess_dialect: chooses options->sep and options->quote, as far as @flags allow.
 * @text: padded as for azud_csv_tokenize()
 * @columns: for recognising numbers and dates
 *
 * Each candidate is scored by how regular the records become and how many cells look like values of one
 * kind; after van den Burg, Nazábal and Sutton, "Wrangling messy CSV files by detecting row and type
 * patterns" (2019), simplified.  Equal scores are decided by the order of candidates, comma first.
 */
bool azud_csv_guess_dialect (AzudCsvOptions       *options,
                             AzudCsvSniffFlags     flags,
                             const AzudCsvColumns *columns,
                             const char           *text,
                             uint32_t              size,
                             bool                  at_end,
                             AzudAccount          *account,
                             AzudError            *error) AZUD_WARN_UNUSED;
