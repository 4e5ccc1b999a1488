/* parse-result.h: what came of reading a value from text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The output of a parse function is written only for AZUD_PARSE_OK.  AZUD_PARSE_OK is 0, so a caller that
   does
 * not care about the reason writes `if (azud_parse_... () != AZUD_PARSE_OK)`. */
typedef enum
{
  AZUD_PARSE_OK = 0,
  AZUD_PARSE_SYNTAX,  /* the text is not of this kind (Spark: CAST_INVALID_INPUT) */
  AZUD_PARSE_RANGE    /* well formed, but the value does not fit the type */
} AzudParseResult;
