/* text-morsel.h: a piece of CSV text with the positions of its fields
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Filled by a tokenizer (csv-tokenize.h), read by the converter (csv-convert.h).  Each row has exactly
 * n_columns fields: what a record lacks is MISSING, what it has too much is counted and left out.  Values
 * are not looked at here; structural faults are in a list of their own, in the order of rows.
 */

#pragma once

#include "base/bytes.h"
#include "formats/csv-reader.h"

typedef struct
{
  uint32_t start;     /* of the value, within its quotes; counted from morsel->base */
  uint32_t size;      /* bytes and flags */
} AzudCsvField;

#define AZUD_CSV_FIELD_QUOTED  UINT32_C (0x80000000)   /* stood in quotes */
#define AZUD_CSV_FIELD_ESCAPED UINT32_C (0x40000000)   /* holds escapes that must be taken out */
#define AZUD_CSV_FIELD_SIZE    UINT32_C (0x3fffffff)
#define AZUD_CSV_FIELD_MISSING UINT32_C (0x3fffffff)   /* as size: the record has no such field */

typedef struct
{
  uint32_t start;     /* of the record, counted from morsel->text */
  uint32_t size;      /* without its line end */
  int32_t  line;      /* line ends between morsel->text and it; -1 when the text begins in CR CR LF */
} AzudCsvRow;

typedef struct
{
  uint32_t         row;
  AzudCsvFaultKind kind;
  uint32_t         column;   /* field, from 0 */
  uint32_t         at;       /* byte of the fault, counted from morsel->text */
  int32_t          line;     /* as in AzudCsvRow, of the fault itself */
  uint32_t         n_fields; /* found in the record (few, many fields) */
} AzudCsvFault;

typedef struct
{
  AzudAccount  *account;
  uint32_t      n_columns;
  const char   *text;        /* what was tokenized */
  const char   *base;        /* where fields point into: text, or copies */
  uint32_t      n_rows;
  uint32_t      row_room;
  AzudCsvRow   *rows;
  AzudCsvField *fields;      /* n_rows × n_columns, room for row_room + 1 rows */
  uint32_t      n_faults;
  uint32_t      fault_room;
  AzudCsvFault *faults;
  uint32_t      consumed;    /* bytes up to the first record that is not in rows */
  int64_t       lines;       /* physical line ends in those bytes */
  bool          stopped;     /* a record at or behind `stop` was met */
  AzudBytes     copies;      /* libcsv's values */
} AzudTextMorsel;

/** azud_text_morsel_init: an empty morsel for records of @n_columns fields.  Takes nothing until used. */
void azud_text_morsel_init (AzudTextMorsel *morsel, uint32_t n_columns, AzudAccount *account);
void azud_text_morsel_clear (AzudTextMorsel *morsel);

/** azud_text_morsel_grow_rows: room for more; for tokenizers. */
bool azud_text_morsel_grow_rows (AzudTextMorsel *morsel, AzudError *error) AZUD_WARN_UNUSED;

/** azud_text_morsel_add_fault: @kind in field @column of the record that is being read, at byte @at in line @line. */
bool azud_text_morsel_add_fault (AzudTextMorsel *morsel, AzudCsvFaultKind kind, uint32_t column, uint32_t at, int32_t line,
                                 AzudError *error) AZUD_WARN_UNUSED;
