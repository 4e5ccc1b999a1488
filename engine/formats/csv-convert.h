/* csv-convert.h: fields of a text morsel to typed vectors
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "column/vector.h"
#include "formats/text-morsel.h"
#include "value/datetime-pattern.h"

/* All columns of a schema as the text has them. */
typedef struct
{
  const AzudCsvOptions *options;         /* borrowed */
  const AzudSchema     *schema;          /* borrowed */
  const AzudTimeZone   *zone;
  int64_t               now_us;          /* for timestamps without a date */
  int                   corrupt;         /* schema column of the corrupt record, or -1 */
  uint32_t              n_fields;        /* fields of a record */
  bool                  has_date_pattern;
  bool                  has_timestamp_pattern;
  bool                  has_ntz_pattern;
  AzudDatetimePattern   date_pattern;
  AzudDatetimePattern   timestamp_pattern;
  AzudDatetimePattern   ntz_pattern;
} AzudCsvColumns;

/** azud_csv_columns_init: checks types, patterns and zone.  UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE for types
 * that a CSV cannot hold.  Thread: any that may block (a zone may be read). */
bool azud_csv_columns_init (AzudCsvColumns *columns, const AzudCsvOptions *options, const AzudSchema *schema,
                            AzudError *error) AZUD_WARN_UNUSED;

/** azud_csv_columns_get_field: the field of schema column @column, -1 for the corrupt record. */
static inline int
azud_csv_columns_get_field (const AzudCsvColumns *columns, int column)
{
  if (column == columns->corrupt)
    return -1;
  return columns->corrupt >= 0 && column > columns->corrupt ? column - 1 : column;
}

typedef struct
{
  const AzudTextMorsel *morsel;
  const uint32_t       *rows;            /* rows of the morsel that make up the slice */
  uint32_t              n_rows;
  const uint16_t       *selection;       /* rows of the slice to convert; NULL = all */
  uint32_t              n_selected;
  bool                  ascii;           /* the text is known to be well-formed UTF-8 as a whole */
  bool                  repair;          /* ill-formed UTF-8 becomes U+FFFD and is no fault */
} AzudCsvSlice;

/**
 * azud_csv_convert: converts schema column @column of a slice to a flat vector of n_rows elements.
 * @faults: bit per row of the slice; set where the text is no value of the type (or no UTF-8); the element
 *   is NULL
 *
 * Elements that are not selected are zero.  Strings point into the morsel or into @arena.  Thread: worker.
 */
bool azud_csv_convert (const AzudCsvColumns *columns, int column, const AzudCsvSlice *slice,
                       AzudVector *vector, uint64_t *faults,
                       AzudArena *arena, AzudError *error) AZUD_WARN_UNUSED;

/* Every cell has so many readable bytes around it, of any value, so that it can be read by words. */
#define AZUD_CSV_CELL_BEFORE 8
#define AZUD_CSV_CELL_AFTER  16

/** azud_csv_get_cell: the value of a field, escapes taken out (then copied to @arena).  NULL only on
 * refusal. */
const char *azud_csv_get_cell (const AzudCsvOptions *options, const AzudTextMorsel *morsel,
                               const AzudCsvField *field, size_t *size, AzudArena *arena, AzudError *error);

/** azud_csv_repair_text: a copy of @text in @arena with U+FFFD for each ill-formed part.  NULL only on
 * refusal. */
const char *azud_csv_repair_text (const char *text, size_t *size, AzudArena *arena, AzudError *error);
