/* bytes.h: a byte buffer that grows, on an account
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * For writers.  Every append may be refused (false and @error) and then leaves the buffer as it was.  Thread: one at a time.
 */

#pragma once

#include "base/memory.h"

#include <string.h>

typedef struct
{
  AzudAccount *account;   /* borrowed */
  char        *data;      /* not terminated */
  size_t       size;
  size_t       room;
} AzudBytes;

/** azud_bytes_init: an empty buffer; takes nothing until used. */
void azud_bytes_init (AzudBytes *bytes, AzudAccount *account);

/** azud_bytes_clear: gives everything back; the buffer is empty and usable again. */
void azud_bytes_clear (AzudBytes *bytes);

/** azud_bytes_grow: room for @extra more bytes, so that they may be written at data + size. */
bool azud_bytes_grow (AzudBytes *bytes, size_t extra, AzudError *error) AZUD_WARN_UNUSED;

static inline bool
azud_bytes_reserve (AzudBytes *bytes, size_t extra, AzudError *error)
{
  return __builtin_expect (bytes->room - bytes->size >= extra, 1) || azud_bytes_grow (bytes, extra, error);
}

/** azud_bytes_append: adds @size bytes of @data. */
static inline bool
azud_bytes_append (AzudBytes *bytes, const void *data, size_t size, AzudError *error)
{
  if (!azud_bytes_reserve (bytes, size, error))
    return false;
  if (size > 0)
    memcpy (bytes->data + bytes->size, data, size);
  bytes->size += size;
  return true;
}

static inline bool
azud_bytes_append_char (AzudBytes *bytes, char c, AzudError *error)
{
  if (!azud_bytes_reserve (bytes, 1, error))
    return false;
  bytes->data[bytes->size++] = c;
  return true;
}

/** azud_bytes_append_string: adds terminated @text, without its end. */
static inline bool
azud_bytes_append_string (AzudBytes *bytes, const char *text, AzudError *error)
{
  return azud_bytes_append (bytes, text, strlen (text), error);
}

/** azud_bytes_append_int: adds @value in decimal digits. */
bool azud_bytes_append_int (AzudBytes *bytes, int64_t value, AzudError *error) AZUD_WARN_UNUSED;

/** azud_bytes_append_padded: adds @value with at least @width digits, zeros in front. */
bool azud_bytes_append_padded (AzudBytes *bytes, uint64_t value, int width, AzudError *error) AZUD_WARN_UNUSED;

/** azud_bytes_truncate: forgets all but the first @size bytes; the room stays. */
static inline void
azud_bytes_truncate (AzudBytes *bytes, size_t size)
{
  if (size < bytes->size)
    bytes->size = size;
}
