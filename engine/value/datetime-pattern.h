/* datetime-pattern.h: Java DateTimeFormatter patterns, the part of them Spark allows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Letters: G y M L d D Q q E F a h K k H m s S V z O X x Z, 'text' and '', optional sections [ ].  Only
 * for output: E F q Q.  Names are English.  `z` prints the abbreviation of the tz database; the long names
 * (zzzz) and the letters g, n, N, A, B and of weeks are refused.  Parsing is strict, as Java's
 * ResolverStyle.STRICT, with Spark's defaults for missing parts (1970-01-01 00:00:00).
 */

#pragma once

#include "base/error.h"
#include "value/parse-result.h"
#include "value/time-zone.h"

#define AZUD_PATTERN_MAX_ITEMS    64
#define AZUD_PATTERN_MAX_LITERALS 128

typedef struct
{
  uint8_t  kind;     /* a letter, or one of the private item kinds */
  uint8_t  width;    /* number of letters, or bytes of a literal */
  uint8_t  adjacent; /* digits that the following adjacent number fields need */
  uint8_t  skip;     /* for the start of an optional section: items up to its end */
  uint16_t start;    /* of a literal */
} AzudPatternItem;

/* A compiled pattern: plain data, may be copied, shared between threads, needs no freeing. */
typedef struct
{
  uint16_t        n_items;
  uint16_t        n_literals;
  uint32_t        fields;     /* private: which letters occur */
  AzudPatternItem items[AZUD_PATTERN_MAX_ITEMS];
  char            literals[AZUD_PATTERN_MAX_LITERALS];
} AzudDatetimePattern;

typedef enum
{
  AZUD_PATTERN_FORMAT,  /* to be used with azud_datetime_pattern_format () */
  AZUD_PATTERN_PARSE    /* to be used with azud_datetime_pattern_parse_* () */
} AzudPatternUse;

/**
 * azud_datetime_pattern_compile: compiles @text.
 * @error: (nullable): AZUD_FAULT_RUN "INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER" naming the letter, or
 *   "INVALID_DATETIME_PATTERN.LENGTH" naming the pattern
 *
 * Returns: whether it is a pattern we and Spark take.  Thread: any.
 */
bool azud_datetime_pattern_compile (AzudDatetimePattern *pattern,
                                    const char          *text,
                                    size_t               length,
                                    AzudPatternUse       use,
                                    AzudError           *error);

/**
 * azud_datetime_pattern_format: prints local microseconds.
 * @utc_us: the instant
 * @zone: zone of the display; for a date or timestamp_ntz give UTC and the local microseconds
 * @buffer, @size: where to; no terminator
 *
 * Returns: the length, or SIZE_MAX when @size is too small.  Thread: any.
 */
size_t azud_datetime_pattern_format (const AzudDatetimePattern *pattern,
                                     int64_t                    utc_us,
                                     const AzudTimeZone        *zone,
                                     char                      *buffer,
                                     size_t                     size);

/**
 * azud_datetime_pattern_parse_date, .._timestamp, .._timestamp_ntz: strict; the whole text must match.
 * @zone: for texts without zone or offset
 *
 * AZUD_PARSE_SYNTAX for text that does not match and for dates and times that do not exist.  Thread: any.
 */
AzudParseResult azud_datetime_pattern_parse_date (const AzudDatetimePattern *pattern,
                                                  const char                *text,
                                                  size_t                     length,
                                                  int32_t                   *days);
AzudParseResult azud_datetime_pattern_parse_timestamp (const AzudDatetimePattern *pattern,
                                                       const char                *text,
                                                       size_t                     length,
                                                       const AzudTimeZone        *zone,
                                                       int64_t                   *utc_us);
AzudParseResult azud_datetime_pattern_parse_timestamp_ntz (const AzudDatetimePattern *pattern,
                                                           const char                *text,
                                                           size_t                     length,
                                                           int64_t                   *local_us);
