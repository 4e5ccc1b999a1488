/* fn-kernel-private.h: what the kernels of all function families share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only for expr/functions: walking the rows of a call, making results, reporting rows that raise.
 */

#pragma once

#include "expr/function.h"
#include "value/decimal.h"

#include <math.h>
#include <string.h>

#define SIGNATURES(...) ((const AzudSignature[]) { __VA_ARGS__, { NULL } })

/* for (row in call->rows) { ... } */
#define FOR_ROWS(call, row)                                                                         \
  for (uint32_t row##_i = 0, row = 0;                                                               \
       row##_i < (call)->n && ((row = (call)->rows != NULL ? (call)->rows[row##_i] : row##_i), true); \
       row##_i++)

/* The value of type @ctype in @view at @row (which must not be null). */
#define VALUE_AT(ctype, view, row) (((const ctype *) (view).data)[azud_view_index (&(view), (row))])

/* Ends a kernel whose @row raises. */
#define FAIL_ROW(row, ...)                                              \
  G_STMT_START                                                          \
  {                                                                     \
    azud_error_set (error, AZUD_FAULT_RUN, __VA_ARGS__, NULL);          \
    azud_error_at_row (error, -1, -1, (row));                           \
    return false;                                                       \
  }                                                                     \
  G_STMT_END

#define DEFINE_UNARY_KERNEL(name, in_type, out_type, expression)          \
  static bool                                                             \
  name (const AzudKernelCall *call, AzudError *error)                     \
  {                                                                       \
    AzudVectorView view = azud_vector_view (call->args[0]);               \
    out_type *out = call->out->data;                                      \
                                                                          \
    FOR_ROWS (call, row)                                                  \
      {                                                                   \
        in_type x = VALUE_AT (in_type, view, row);                        \
        out[row] = (out_type) (expression);                               \
      }                                                                   \
    return true;                                                          \
  }

#define DEFINE_BINARY_KERNEL(name, x_type, y_type, out_type, expression)  \
  static bool                                                             \
  name (const AzudKernelCall *call, AzudError *error)                     \
  {                                                                       \
    AzudVectorView x_view = azud_vector_view (call->args[0]);             \
    AzudVectorView y_view = azud_vector_view (call->args[1]);             \
    out_type *out = call->out->data;                                      \
                                                                          \
    FOR_ROWS (call, row)                                                  \
      {                                                                   \
        x_type x = VALUE_AT (x_type, x_view, row);                        \
        y_type y = VALUE_AT (y_type, y_view, row);                        \
        out[row] = (out_type) (expression);                               \
      }                                                                   \
    return true;                                                          \
  }

/* Whether argument @i of a TAKES_NULL call is null at @row. */
static inline bool
arg_is_null (const AzudVectorView *view, uint32_t row)
{
  return !azud_view_valid (view, azud_view_index (view, row));
}

/* Makes @row of the result null; the element is zeroed, as the layout wants of texts and lists. */
static inline bool
set_null (const AzudKernelCall *call, uint32_t row, AzudError *error)
{
  AzudVector *out = call->out;

  if (out->validity == NULL && !azud_vector_add_validity (out, call->arena, error))
    return false;
  azud_bits_set (out->validity, row, false);
  if (out->type->width > 0)
    memset ((uint8_t *) out->data + (size_t) row * out->type->width, 0, out->type->width);
  return true;
}

/* In TAKES_NULL kernels a map may exist already in any state: marks @row as not null. */
static inline void
set_valid (const AzudKernelCall *call, uint32_t row)
{
  if (call->out->validity != NULL)
    azud_bits_set (call->out->validity, row, true);
}

/* Room for a text of @size bytes as the result of @row; fill it, then text_seal().  NULL and @error when memory is out. */
static inline char *
text_room (const AzudKernelCall *call, uint32_t row, size_t size, AzudError *error)
{
  AzudText *slot = (AzudText *) call->out->data + row;
  char *room;

  memset (slot, 0, sizeof *slot);
  if (size > INT32_MAX)
    {
      azud_error_set (error, AZUD_FAULT_RUN, "AZUD_TEXT_TOO_LONG", N_("A text of more than 2 GiB cannot be made"), NULL);
      azud_error_at_row (error, -1, -1, row);
      return NULL;
    }
  if (size <= AZUD_TEXT_INLINE)
    {
      slot->size = (uint32_t) size;
      return slot->as.inlined;
    }
  room = azud_arena_alloc (call->arena, size, 1, error);
  if (room == NULL)
    return NULL;
  slot->size = (uint32_t) size;
  slot->as.far.pointer = room;
  return room;
}

/* After the bytes given by text_room() are written: copies the prefix. */
static inline void
text_seal (const AzudKernelCall *call, uint32_t row)
{
  AzudText *slot = (AzudText *) call->out->data + row;

  if (slot->size > AZUD_TEXT_INLINE)
    memcpy (slot->as.far.prefix, slot->as.far.pointer, 4);
}

/* A result shorter than was asked for by text_room(): @size bytes of it count. */
static inline void
text_cut (const AzudKernelCall *call, uint32_t row, size_t size)
{
  AzudText *slot = (AzudText *) call->out->data + row;

  if (slot->size > AZUD_TEXT_INLINE)
    *slot = azud_text_make (slot->as.far.pointer, size);
  else
    {
      slot->size = (uint32_t) size;
      memset (slot->as.inlined + size, 0, AZUD_TEXT_INLINE - size);
    }
}

/* Copies @size bytes into the result of @row. */
static inline bool
text_copy (const AzudKernelCall *call, uint32_t row, const char *bytes, size_t size, AzudError *error)
{
  char *room = text_room (call, row, size, error);

  if (room == NULL)
    return false;
  if (size > 0)
    memcpy (room, bytes, size);
  text_seal (call, row);
  return true;
}

static inline AzudDecimalType
decimal_type (const AzudDtype *type)
{
  return (AzudDecimalType){ type->precision, type->scale };
}

/* A text that grows in the arena of a call, for results whose size is not known beforehand. */
typedef struct
{
  AzudArena *arena;
  char      *bytes;
  size_t     size;
  size_t     room;
} TextBuffer;

bool azud_fn_buffer_grow (TextBuffer *buffer, size_t more, AzudError *error);

static inline bool
buffer_append (TextBuffer *buffer, const char *bytes, size_t size, AzudError *error)
{
  if (buffer->room - buffer->size < size && !azud_fn_buffer_grow (buffer, size, error))
    return false;
  if (size > 0)
    memcpy (buffer->bytes + buffer->size, bytes, size);
  buffer->size += size;
  return true;
}

/* The buffer's bytes become the result of @row; the buffer starts anew behind them. */
static inline bool
buffer_finish (TextBuffer *buffer, const AzudKernelCall *call, uint32_t row, AzudError *error)
{
  if (buffer->size > INT32_MAX)
    return text_room (call, row, buffer->size, error) != NULL;
  ((AzudText *) call->out->data)[row] = azud_text_make (buffer->bytes, buffer->size);
  if (buffer->size > AZUD_TEXT_INLINE)
    {
      buffer->bytes += buffer->size;
      buffer->room -= buffer->size;
    }
  buffer->size = 0;
  return true;
}

/* The value of a constant expression: false when @expr has columns or cannot be folded. */
bool azud_fn_fold (const AzudExpr *expr, const AzudExprSettings *settings, AzudDatum *datum, AzudExpr **keep);

/* The value of a constant integer; *@is_null when it is NULL. */
bool azud_fn_fold_int (const AzudExpr *expr, int64_t *value, bool *is_null);

/* Refuses the types of a call. */
const AzudDtype *azud_fn_refuse (const AzudExpr *call, int arg, const char *wanted, AzudError *error);

/* Refuses a call whose argument must be constant. */
const AzudDtype *azud_fn_not_foldable (const AzudExpr *call, int arg, const char *name, AzudError *error);

/** azud_fn_copy_kernel: the first argument as it is; casts have done the work. */
bool azud_fn_copy_kernel (const AzudKernelCall *call, AzudError *error);

/** azud_fn_read_hex: @size hex digits to (size + 1) / 2 bytes; an odd first one stands alone.  False when one is none. */
bool azud_fn_read_hex (const char *digits, uint32_t size, char *bytes);

/* ---- UTF-8 as Spark walks it: broken bytes count as one character ---- */

static inline uint32_t
utf8_width (const char *at, const char *end)
{
  uint8_t first = (uint8_t) *at;
  uint32_t width = first < 0x80 ? 1 : first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;

  return (size_t) (end - at) < width ? (uint32_t) (end - at) : width;
}

static inline uint32_t
utf8_length (const char *text, size_t size)
{
  const char *end = text + size;
  uint32_t n = 0;

  for (const char *at = text; at < end; at += utf8_width (at, end))
    n++;
  return n;
}

/* The code point at @at of @width bytes; U+FFFD for broken ones. */
uint32_t azud_fn_utf8_read (const char *at, uint32_t width);

/* Writes @c; returns the bytes written (1..4). */
uint32_t azud_fn_utf8_write (char *at, uint32_t c);

static inline bool
utf8_is_ascii (const char *text, size_t size)
{
  uint64_t word, high = 0;
  size_t i = 0;

  for (; i + 8 <= size; i += 8)
    {
      memcpy (&word, text + i, 8);
      high |= word;
    }
  for (; i < size; i++)
    high |= (uint64_t) (uint8_t) text[i];
  return (high & UINT64_C (0x8080808080808080)) == 0;
}
