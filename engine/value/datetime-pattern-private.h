/* datetime-pattern-private.h: what compiler, printer and parser of patterns share (private to engine/value)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "value/datetime-pattern.h"

/* Item kinds besides the letters.  A lone `y` without era is kept as 'u', the astronomical year. */
#define AZUD_PATTERN_LITERAL  1
#define AZUD_PATTERN_OPTIONAL '['
#define AZUD_PATTERN_END      ']'

/* Index 0..11 and 0..6 (Monday first); the short form is the first three letters. */
extern const char *const azud_pattern_months[12];
extern const char *const azud_pattern_weekdays[7];

/* How a letter of that width stands as a number. */
typedef enum
{
  AZUD_SIGN_NORMAL,        /* minus only */
  AZUD_SIGN_NOT_NEGATIVE,
  AZUD_SIGN_EXCEEDS_PAD    /* a plus where the width is exceeded */
} AzudPatternSign;

typedef struct
{
  int             min;
  int             max;
  AzudPatternSign sign;
} AzudPatternNumber;

/** azud_pattern_number: false if the item is not a (non-fraction) number. */
bool azud_pattern_number (const AzudPatternItem *item, AzudPatternNumber *number);
