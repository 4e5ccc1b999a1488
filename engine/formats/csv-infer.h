/* csv-infer.h: the type of a column from its texts, by Spark's rules
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * int, bigint, decimal (whole numbers only), double, date, timestamp, boolean, string: a value is tried from
 * the type seen so far on, and the two are merged.
 */

#pragma once

#include "formats/csv-convert.h"

typedef struct
{
  AzudDtypeId type;        /* VOID = nothing seen yet */
  int         precision;   /* decimal, scale 0 */
} AzudCsvInference;

/** azud_csv_infer_cell: takes one more text into account; empty ones and nullValue say nothing.
 * @columns: for formats, zone and words; its schema is not looked at.  Thread: one at a time per inference.
 *   */
void azud_csv_infer_cell (AzudCsvInference *inference, const AzudCsvColumns *columns, const char *text,
                          size_t size);

/** azud_csv_infer_get_type: what was found; string for nothing. */
const AzudDtype *azud_csv_infer_get_type (const AzudCsvInference *inference);

/** azud_csv_infer_text: the type of one text alone (VOID when empty). */
AzudDtypeId azud_csv_infer_text (const AzudCsvColumns *columns, const char *text, size_t size);
