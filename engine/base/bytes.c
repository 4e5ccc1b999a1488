/* bytes.c: a byte buffer that grows, on an account
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/bytes.h"

#define FIRST_ROOM ((size_t) 256)

void
azud_bytes_init (AzudBytes   *bytes,
                 AzudAccount *account)
{
  *bytes = (AzudBytes){ .account = account };
}

void
azud_bytes_clear (AzudBytes *bytes)
{
  azud_account_release (bytes->account, bytes->data, bytes->room);
  azud_bytes_init (bytes, bytes->account);
}

bool
azud_bytes_grow (AzudBytes *bytes,
                 size_t     extra,
                 AzudError *error)
{
  size_t needed, room;
  char *data;

  if (bytes->room - bytes->size >= extra)
    return true;
  if (extra > PTRDIFF_MAX / 4)
    return azud_account_alloc (bytes->account, PTRDIFF_MAX, error) != NULL;   /* refuses, and says so */
  needed = bytes->size + extra;
  room = bytes->room < FIRST_ROOM ? FIRST_ROOM : bytes->room + bytes->room / 2;
  room = ((room > needed ? room : needed) + 63) & ~(size_t) 63;
  data = azud_account_realloc (bytes->account, bytes->data, bytes->room, room, error);
  if (data == NULL)
    return false;
  bytes->data = data;
  bytes->room = room;
  return true;
}

bool
azud_bytes_append_padded (AzudBytes *bytes,
                          uint64_t   value,
                          int        width,
                          AzudError *error)
{
  char digits[64];
  char *end = digits + sizeof digits;
  char *p = end;

  do
    *--p = (char) ('0' + value % 10);
  while ((value /= 10) != 0);
  while (end - p < width && p > digits)
    *--p = '0';
  return azud_bytes_append (bytes, p, (size_t) (end - p), error);
}

bool
azud_bytes_append_int (AzudBytes *bytes,
                       int64_t    value,
                       AzudError *error)
{
  if (!azud_bytes_reserve (bytes, 20, error))   /* all of it or nothing */
    return false;
  if (value < 0)
    bytes->data[bytes->size++] = '-';
  return azud_bytes_append_padded (bytes, value < 0 ? 0 - (uint64_t) value : (uint64_t) value, 1, error);
}
