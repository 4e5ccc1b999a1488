/* utf8.h: checking and walking UTF-8
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Well-formed means Unicode's table 3-7: no surrogates, no overlong forms, nothing above U+10FFFF.  U+0000 is well-formed.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** azud_utf8_validate: byte offset of the first ill-formed sequence in @text, or @size when there is none.  Thread: any. */
size_t azud_utf8_validate (const char *text, size_t size);

static inline bool
azud_utf8_is_valid (const char *text, size_t size)
{
  return azud_utf8_validate (text, size) == size;
}

/** azud_utf8_is_ascii: whether all bytes are below 0x80.  Thread: any. */
bool azud_utf8_is_ascii (const char *text, size_t size);

/** azud_utf8_count: code points in well-formed @text (the number of bytes that do not continue one).  Thread: any. */
size_t azud_utf8_count (const char *text, size_t size);

/** azud_utf8_advance: byte offset behind the first @n code points of well-formed @text, at most @size.  Thread: any. */
size_t azud_utf8_advance (const char *text, size_t size, size_t n);

/** azud_utf8_retreat: byte offset of the @n-th code point before byte @from (a border), at least 0.  Thread: any. */
size_t azud_utf8_retreat (const char *text, size_t from, size_t n);

/** azud_utf8_decode: the code point at @text.  Returns: its bytes, 0 when ill-formed, cut off or @size is 0.  Thread: any. */
size_t azud_utf8_decode (const char *text, size_t size, uint32_t *code);

/** azud_utf8_encode: writes @code (a scalar value) to @out, which has room for 4 bytes.  Returns: the bytes.  Thread: any. */
size_t azud_utf8_encode (uint32_t code, char *out);
