/* byte-buffer.h: a growing run of bytes on an account
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/memory.h"

typedef struct
{
  AzudAccount *account;
  char        *data;
  size_t       size;
  size_t       capacity;
} AzudByteBuffer;

void azud_byte_buffer_init (AzudByteBuffer *buffer, AzudAccount *account);
void azud_byte_buffer_clear (AzudByteBuffer *buffer);

/** azud_byte_buffer_reserve: makes room for @size more bytes.  Thread: one at a time. */
bool azud_byte_buffer_reserve (AzudByteBuffer *buffer, size_t size, AzudError *error) AZUD_WARN_UNUSED;
bool azud_byte_buffer_append (AzudByteBuffer *buffer, const void *data, size_t size, AzudError *error) AZUD_WARN_UNUSED;
