/* csv-options.h: how a CSV text is read and written, under Spark's option names
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Plain values of fixed size: copied freely, nothing to free.  Defaults are Spark's, but for two that
 * would lose data: the escape is the doubled quote (CONTRACT "CSV strictness") and blanks are kept when
 * writing.
 */

#pragma once

#include "base/error.h"

#define AZUD_CSV_WORD_SIZE 64
#define AZUD_CSV_PATTERN_SIZE 128

/* Written with microseconds: Spark's own defaults cut them to milliseconds, which loses data. */
#define AZUD_CSV_EXACT_TIMESTAMP "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]XXX"
#define AZUD_CSV_EXACT_TIMESTAMP_NTZ "yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]"

#define AZUD_CSV_MAX_COLUMNS 100000            /* hard limit, whatever maxColumns says */
#define AZUD_CSV_MAX_CELL ((int64_t) 64 << 20) /* bytes of one cell; a record may hold as much as well */

typedef enum
{
  AZUD_CSV_PERMISSIVE,      /* Spark's default: what does not fit becomes NULL, the row is kept */
  AZUD_CSV_DROPMALFORMED,
  AZUD_CSV_FAILFAST
} AzudCsvMode;

typedef enum
{
  AZUD_CSV_TOKENIZER_NATIVE,  /* structural index; every dialect */
  AZUD_CSV_TOKENIZER_LIBCSV   /* the reference: records cut by our splitter, one csv_parse() each */
} AzudCsvTokenizer;

/* A word that may hold any bytes but NUL. */
typedef struct
{
  uint32_t size;
  char     text[AZUD_CSV_WORD_SIZE];
} AzudCsvWord;

typedef struct
{
  char             sep;
  char             quote;                  /* 0 = no quoting */
  char             escape;                 /* equal to quote = doubled quotes */
  char             comment;                /* 0 = none */
  bool             header;
  bool             infer_schema;
  bool             prefer_date;
  bool             enforce_schema;         /* false: header names must be the schema's */
  bool             ignore_leading_blanks;
  bool             ignore_trailing_blanks;
  bool             quote_all;              /* writing */
  bool             escape_quotes;          /* writing */
  AzudCsvMode      mode;
  AzudCsvTokenizer tokenizer;
  int32_t          max_columns;
  AzudCsvWord      null_value;
  AzudCsvWord      empty_value;
  AzudCsvWord      nan_value;
  AzudCsvWord      positive_inf;
  AzudCsvWord      negative_inf;
  AzudCsvWord      line_sep;               /* writing: empty = \n; reading: all kinds end a line */
  char             corrupt_column[104];    /* columnNameOfCorruptRecord */
  char             date_format[AZUD_CSV_PATTERN_SIZE];            /* "" = none given */
  char             timestamp_format[AZUD_CSV_PATTERN_SIZE];
  char             timestamp_ntz_format[AZUD_CSV_PATTERN_SIZE];
  char             time_zone[64];          /* "" = UTC; callers put the session's zone here */
} AzudCsvOptions;

/** azud_csv_options_init_read, azud_csv_options_init_write: the defaults for reading and for writing.  They
 * differ only in emptyValue (nothing, and two quotes).  Thread: any. */
void azud_csv_options_init_read (AzudCsvOptions *options);
void azud_csv_options_init_write (AzudCsvOptions *options);

/**
 * azud_csv_options_set: sets one option by its Spark name (any case, aliases included).
 * @key: e.g. "nullValue", "sep", "delimiter"; "tokenizer" (native, libcsv) is ours
 * @value: the text a user gave; `\t \r \n \b \f \" \' \\` are understood in sep, quote, escape, comment
 *
 * Returns: false and AZUD_FAULT_PIPELINE, condition INVALID_OPTION..., for a value that is not valid, and
 * AZUD_UNKNOWN_CSV_OPTION for a name that Spark does not have either.  Options that are valid in Spark but
 * have no meaning here (samplingRatio, inputBufferSize, ...) are accepted; those that would change results
 * and are not supported are refused with AZUD_UNSUPPORTED_CSV_OPTION.  Thread: any.
 */
bool azud_csv_options_set (AzudCsvOptions *options,
                           const char     *key,
                           const char     *value,
                           AzudError      *error) AZUD_WARN_UNUSED;

/** azud_csv_options_check: whether the options agree with each other (sep, quote, comment differ, ...).
 * Thread: any. */
bool azud_csv_options_check (const AzudCsvOptions *options, AzudError *error) AZUD_WARN_UNUSED;

/** azud_csv_word_set: copies @size bytes; false when too long. */
bool azud_csv_word_set (AzudCsvWord *word, const char *text, size_t size);
