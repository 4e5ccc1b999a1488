/* java-regex-private.h: translation of Java's pattern syntax (private to engine/value)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "value/java-regex.h"

/* A growing text; @failed once memory is out. */
typedef struct
{
  char  *bytes;
  size_t length;
  size_t room;
  bool   failed;
} AzudRegexText;

void azud_regex_text_add (AzudRegexText *text, const char *bytes, size_t length);
void azud_regex_text_puts (AzudRegexText *text, const char *bytes);

/** azud_regex_text_code_point: a literal in PCRE2 syntax, inside or outside of brackets. */
void azud_regex_text_code_point (AzudRegexText *text, uint32_t c);

enum
{
  AZUD_JAVA_CASELESS = 1 << 0,   /* i */
  AZUD_JAVA_UNICODE = 1 << 1,    /* u: caseless beyond ASCII */
  AZUD_JAVA_MULTILINE = 1 << 2,  /* m */
  AZUD_JAVA_DOTALL = 1 << 3,     /* s */
  AZUD_JAVA_COMMENTS = 1 << 4,   /* x */
  AZUD_JAVA_UNIX_LINES = 1 << 5, /* d */
  AZUD_JAVA_CLASSES = 1 << 6     /* U */
};

typedef struct
{
  const char    *at;
  const char    *end;
  AzudRegexText *out;
  unsigned       flags;
  int            n_groups;       /* groups in the whole pattern */
  bool           unicode_classes;
  const char    *reason;         /* why it is no pattern, static */
} AzudRegexTranslator;

/** azud_regex_translate: false with .reason set, or NULL reason and out->failed. */
bool azud_regex_translate (AzudRegexTranslator *self);

/** azud_regex_translate_class: from behind the opening bracket to behind the closing one. */
bool azud_regex_translate_class (AzudRegexTranslator *self);

/** azud_regex_read_escape: the code point of an escape that stands for one, from behind the backslash;
 * false (nothing moved, no reason) if it is not of that sort. */
bool azud_regex_read_escape (AzudRegexTranslator *self, uint32_t *c);

/** azud_regex_read_property: `\p...` from behind the letter @p: the inside of brackets for it. */
bool azud_regex_read_property (AzudRegexTranslator *self, bool negated, AzudRegexText *out);

/** azud_regex_decode: the next code point of the pattern. */
uint32_t azud_regex_decode (AzudRegexTranslator *self);

static inline bool
azud_regex_fail (AzudRegexTranslator *self, const char *reason)
{
  self->reason = reason;
  return false;
}
