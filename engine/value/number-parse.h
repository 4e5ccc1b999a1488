/* number-parse.h: text to integers, floats, decimals and booleans
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * All functions take bytes and a length (no terminator needed), never allocate, do not depend on the
 * locale and may be called from any thread.  Only ASCII digits are digits (Java also takes other Unicode
 * digits; we refuse them).
 */

#pragma once

#include "base/int128.h"
#include "value/parse-result.h"

/**
 * azud_parse_int8 .. azud_parse_int64: exact Java syntax as CSV wants it: optional sign, at least one digit,
 * nothing else, no blanks.  AZUD_PARSE_RANGE when it does not fit.  Thread: any.
 */
AzudParseResult azud_parse_int8 (const char *text, size_t length, int8_t *value);
AzudParseResult azud_parse_int16 (const char *text, size_t length, int16_t *value);
AzudParseResult azud_parse_int32 (const char *text, size_t length, int32_t *value);
AzudParseResult azud_parse_int64 (const char *text, size_t length, int64_t *value);

/**
 * azud_cast_int8 .. azud_cast_int64: Spark's ANSI CAST(string AS integer): outer blanks and control
 * characters (U+0000-U+0020, U+007F) are trimmed, then as azud_parse_int64.  Thread: any.
 */
AzudParseResult azud_cast_int8 (const char *text, size_t length, int8_t *value);
AzudParseResult azud_cast_int16 (const char *text, size_t length, int16_t *value);
AzudParseResult azud_cast_int32 (const char *text, size_t length, int32_t *value);
AzudParseResult azud_cast_int64 (const char *text, size_t length, int64_t *value);

/* What besides plain decimal digits with fraction and exponent (`1`, `1.`, `.5`, `1e3`, `+1`) a float may
   be. */
typedef enum
{
  AZUD_FLOAT_TRIM = 1 << 0,        /* outer characters U+0000-U+0020 are trimmed */
  AZUD_FLOAT_SUFFIX = 1 << 1,      /* one of d D f F at the end */
  AZUD_FLOAT_HEX = 1 << 2,         /* 0x1.8p3 */
  AZUD_FLOAT_JAVA_WORDS = 1 << 3,  /* NaN, Infinity in exactly this case, with sign */
  AZUD_FLOAT_ANY_WORDS = 1 << 4,   /* inf, infinity (with sign), nan in any case */
  AZUD_FLOAT_RANGE = 1 << 5        /* too large for the type is AZUD_PARSE_RANGE, not infinity */
} AzudFloatFlags;

/* Java's Double.parseDouble, which is what Spark's CSV reader uses (its nanValue etc. are the caller's). */
#define AZUD_FLOAT_JAVA (AZUD_FLOAT_TRIM | AZUD_FLOAT_SUFFIX | AZUD_FLOAT_HEX | AZUD_FLOAT_JAVA_WORDS)
/* Spark's CAST(string AS DOUBLE). */
#define AZUD_FLOAT_CAST (AZUD_FLOAT_JAVA | AZUD_FLOAT_ANY_WORDS)
/* Only digits, sign, point, exponent. */
#define AZUD_FLOAT_PLAIN 0

/**
 * azud_parse_double, azud_parse_float: correctly rounded (half to even) whatever the number of digits.
 * @flags: AzudFloatFlags
 *
 * A number too large for the type is infinity as in Java, unless AZUD_FLOAT_RANGE.  Too small is (signed)
 * zero.
 * Thread: any.
 */
AzudParseResult azud_parse_double (const char *text, size_t length, unsigned flags, double *value);
AzudParseResult azud_parse_float (const char *text, size_t length, unsigned flags, float *value);

typedef enum
{
  AZUD_DECIMAL_TRIM = 1 << 0,       /* outer characters U+0000-U+0020 are trimmed (CAST) */
  AZUD_DECIMAL_GROUPING = 1 << 1    /* commas are ignored, as Spark's CSV reader does for Locale.US */
} AzudDecimalFlags;

/**
 * azud_parse_decimal: `[sign] digits [. digits] [e [sign] digits]` rounded HALF_UP to @scale.
 * @precision: 1..38, @scale: 0..@precision of the target type
 * @flags: AzudDecimalFlags
 * @value: the unscaled value
 *
 * AZUD_PARSE_RANGE when it needs more than @precision digits after rounding.  Thread: any.
 */
AzudParseResult azud_parse_decimal (const char *text,
                                    size_t      length,
                                    int         precision,
                                    int         scale,
                                    unsigned    flags,
                                    AzudInt128 *value);

/**
 * azud_parse_decimal_exact: the text as it stands, nothing rounded: `1.50` is 150 with scale 2, precision 3.
 * An exponent shifts the scale; a negative scale is turned into zeros.  For literals and inference.
 * AZUD_PARSE_RANGE when more than 38 digits are needed.  Thread: any.
 */
AzudParseResult azud_parse_decimal_exact (const char *text,
                                          size_t      length,
                                          AzudInt128 *value,
                                          int        *precision,
                                          int        *scale);

/** azud_parse_boolean: `true` or `false` in any case, nothing else (CSV).  Thread: any. */
AzudParseResult azud_parse_boolean (const char *text, size_t length, bool *value);

/** azud_cast_boolean: Spark's CAST(string AS BOOLEAN): trimmed, any case: t true y yes 1, f false n no 0.
 * Thread: any. */
AzudParseResult azud_cast_boolean (const char *text, size_t length, bool *value);
