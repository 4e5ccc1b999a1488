/* fn-string.c: joining, measuring, cutting and padding texts
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Positions count code points from 1.  A part of a text is a view of its bytes: nothing is copied.
 */

#include "expr/coercion.h"
#include "expr/functions/fn-builder-private.h"

static inline bool
is_binary (const AzudVector *vector)
{
  return vector->type->id == AZUD_DTYPE_BINARY;
}

/* ---- length ---- */

static bool
length_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  bool binary = is_binary (call->args[0]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, view, row);

      out[row] = (int32_t) (binary ? in->size : utf8_length (azud_text_data (in), in->size));
    }
  return true;
}

static bool
octet_length_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = (int32_t) VALUE_AT (AzudText, view, row).size;
  return true;
}

static bool
bit_length_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = (int32_t) (VALUE_AT (AzudText, view, row).size * 8);
  return true;
}

/* ---- concat ---- */

static bool
concat_kernel (const AzudKernelCall *call, AzudError *error)
{
  FOR_ROWS (call, row)
    {
      size_t size = 0;
      char *room;

      for (uint32_t i = 0; i < call->n_args; i++)
        {
          AzudVectorView view = azud_vector_view (call->args[i]);
          size += VALUE_AT (AzudText, view, row).size;
        }
      room = text_room (call, row, size, error);
      if (room == NULL)
        return false;
      for (uint32_t i = 0; i < call->n_args; i++)
        {
          AzudVectorView view = azud_vector_view (call->args[i]);
          const AzudText *in = &VALUE_AT (AzudText, view, row);

          memcpy (room, azud_text_data (in), in->size);
          room += in->size;
        }
      text_seal (call, row);
    }
  return true;
}

/* Appends a piece with the separator in front unless it is the first. */
static bool
append_piece (TextBuffer *buffer, bool *first, const AzudText *separator, const AzudText *piece, AzudError *error)
{
  if (!*first && !buffer_append (buffer, azud_text_data (separator), separator->size, error))
    return false;
  *first = false;
  return buffer_append (buffer, azud_text_data (piece), piece->size, error);
}

static bool
append_list (TextBuffer *buffer, bool *first, const AzudText *separator, const AzudVector *lists,
             const AzudListView *list, AzudError *error)
{
  const AzudVector *elements = lists->layout == AZUD_LAYOUT_DICTIONARY ? lists->dictionary->children : lists->children;
  AzudVectorView view = azud_vector_view (elements);

  for (uint32_t k = list->offset; k < list->offset + list->length; k++)
    if (!arg_is_null (&view, k) && !append_piece (buffer, first, separator, &VALUE_AT (AzudText, view, k), error))
      return false;
  return true;
}

static bool
concat_ws_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView separators = azud_vector_view (call->args[0]);
  TextBuffer buffer = { call->arena };

  FOR_ROWS (call, row)
    {
      bool first = true;

      if (arg_is_null (&separators, row))
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      const AzudText *separator = &VALUE_AT (AzudText, separators, row);
      for (uint32_t i = 1; i < call->n_args; i++)
        {
          AzudVectorView view = azud_vector_view (call->args[i]);

          if (call->args[i]->type->id == AZUD_DTYPE_VOID || arg_is_null (&view, row))
            continue;
          if (call->args[i]->type->id == AZUD_DTYPE_ARRAY
                ? !append_list (&buffer, &first, separator, call->args[i], &VALUE_AT (AzudListView, view, row), error)
                : !append_piece (&buffer, &first, separator, &VALUE_AT (AzudText, view, row), error))
            return false;
        }
      set_valid (call, row);
      if (!buffer_finish (&buffer, call, row, error))
        return false;
    }
  return true;
}

/* Pieces are texts or arrays of them; plain values become texts. */
static const AzudDtype *
concat_ws_type (const AzudExpr *call, AzudError *error)
{
  const AzudDtype *string = azud_dtype_get (AZUD_DTYPE_STRING);

  for (int i = 1; i < call->n_args; i++)
    {
      const AzudDtype *type = call->args[i]->type;

      if (type->id == AZUD_DTYPE_VOID || (type->id == AZUD_DTYPE_ARRAY && type->fields[0].type == string))
        continue;
      if (azud_dtype_is_nested (type))
        return azud_fn_refuse (call, i, "STRING, ARRAY<STRING>", error);
      if (!azud_coercion_cast_arg (&call->args[i], string, error))
        return NULL;
    }
  return string;
}

/* ---- trim ---- */

typedef enum
{
  TRIM_LEFT = 1,
  TRIM_RIGHT = 2
} TrimSides;

/* Whether the character of @width bytes at @at is one of @set. */
static bool
set_contains (const AzudText *set, const char *at, uint32_t width)
{
  const char *s = azud_text_data (set), *end = s + set->size;

  for (uint32_t step; s < end; s += step)
    {
      step = utf8_width (s, end);
      if (step == width && memcmp (s, at, width) == 0)
        return true;
    }
  return false;
}

static AzudText
trim_text (const AzudText *in, const AzudText *set, TrimSides sides)
{
  const char *start = azud_text_data (in), *end = start + in->size;

  if (sides & TRIM_LEFT)
    while (start < end)
      {
        uint32_t width = utf8_width (start, end);

        if (set == NULL ? *start != ' ' : !set_contains (set, start, width))
          break;
        start += width;
      }
  if (sides & TRIM_RIGHT)
    while (end > start)
      {
        const char *last = end - 1;

        while (last > start && ((uint8_t) *last & 0xC0) == 0x80 && end - last < 4)
          last--;
        if (utf8_width (last, end) != (uint32_t) (end - last))
          last = end - 1;
        if (set == NULL ? *last != ' ' : !set_contains (set, last, (uint32_t) (end - last)))
          break;
        end = last;
      }
  return azud_text_make (start, (size_t) (end - start));
}

/* ltrim(set, text) is how the grammar writes TRIM(LEADING set FROM text); btrim(text, set) is a function of its own. */
static bool
trim_kernel (const AzudKernelCall *call, AzudError *error)
{
  char kind = call->call->function->name[0];
  TrimSides sides = kind == 'l' ? TRIM_LEFT : kind == 'r' ? TRIM_RIGHT : TRIM_LEFT | TRIM_RIGHT;
  uint32_t text_arg = call->n_args > 1 && kind != 'b' ? 1 : 0;
  AzudVectorView texts = azud_vector_view (call->args[text_arg]);
  AzudVectorView sets = azud_vector_view (call->args[call->n_args > 1 ? 1 - text_arg : 0]);
  AzudText *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = trim_text (&VALUE_AT (AzudText, texts, row),
                          call->n_args > 1 ? &VALUE_AT (AzudText, sets, row) : NULL, sides);
  return true;
}

/* ---- substring ---- */

/* Characters [@start, @end) of @in, clamped. */
static AzudText
slice (const AzudText *in, int64_t start, int64_t end, bool binary)
{
  const char *text = azud_text_data (in), *stop = text + in->size, *from, *to;

  start = MAX (start, 0);
  if (end <= start)
    return azud_text_make (text, 0);
  if (binary)
    {
      start = MIN (start, in->size);
      end = MIN (end, in->size);
      return azud_text_make (text + start, (size_t) (end - start));
    }
  from = text;
  for (int64_t i = 0; i < start && from < stop; i++)
    from += utf8_width (from, stop);
  if (end - start >= in->size)
    return azud_text_make (from, (size_t) (stop - from));
  to = from;
  for (int64_t i = start; i < end && to < stop; i++)
    to += utf8_width (to, stop);
  return azud_text_make (from, (size_t) (to - from));
}

static AzudText
substring (const AzudText *in, int32_t position, int32_t length, bool binary)
{
  int64_t start = position > 0 ? (int64_t) position - 1 : position, end;

  if (position < 0)
    start += binary ? in->size : utf8_length (azud_text_data (in), in->size);
  end = length == INT32_MAX ? INT32_MAX : start + length;
  return slice (in, start, end, binary);
}

static bool
substring_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView positions = azud_vector_view (call->args[1]);
  AzudVectorView lengths = azud_vector_view (call->args[call->n_args - 1]);
  bool binary = is_binary (call->args[0]);
  AzudText *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = substring (&VALUE_AT (AzudText, texts, row), VALUE_AT (int32_t, positions, row),
                          call->n_args > 2 ? VALUE_AT (int32_t, lengths, row) : INT32_MAX, binary);
  return true;
}

static bool
left_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView lengths = azud_vector_view (call->args[1]);
  bool binary = is_binary (call->args[0]);
  AzudText *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = slice (&VALUE_AT (AzudText, texts, row), 0, VALUE_AT (int32_t, lengths, row), binary);
  return true;
}

static bool
right_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView lengths = azud_vector_view (call->args[1]);
  AzudText *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      int64_t length = VALUE_AT (int32_t, lengths, row);

      if (length <= 0)
        out[row] = azud_text_make ("", 0);
      else
        out[row] = slice (in, (int64_t) utf8_length (azud_text_data (in), in->size) - length, INT32_MAX, false);
    }
  return true;
}

/* ---- lpad, rpad, repeat, space, reverse ---- */

/* Bytes of the first @n characters of @text (all of it when shorter). */
static uint32_t
prefix_size (const AzudText *text, uint32_t n, bool binary)
{
  const char *at = azud_text_data (text), *start = at, *end = at + text->size;

  if (binary)
    return MIN (n, text->size);
  for (; n > 0 && at < end; n--)
    at += utf8_width (at, end);
  return (uint32_t) (at - start);
}

static bool
pad_row (const AzudKernelCall *call, uint32_t row, const AzudText *in, int32_t wanted, const AzudText *pad, AzudError *error)
{
  bool binary = is_binary (call->args[0]), at_left = call->call->function->name[0] == 'l';
  uint32_t have = binary ? in->size : utf8_length (azud_text_data (in), in->size);
  uint32_t pad_length = binary ? pad->size : utf8_length (azud_text_data (pad), pad->size);
  AzudText *out = (AzudText *) call->out->data + row;
  uint32_t missing, times, rest;
  char *room;

  if (wanted <= 0 || have >= (uint32_t) wanted)
    {
      *out = slice (in, 0, wanted, binary);
      return true;
    }
  if (pad->size == 0)
    {
      *out = *in;
      return true;
    }
  missing = (uint32_t) wanted - have;
  times = missing / pad_length;
  rest = prefix_size (pad, missing % pad_length, binary);
  room = text_room (call, row, in->size + (size_t) times * pad->size + rest, error);
  if (room == NULL)
    return false;
  if (!at_left)
    {
      memcpy (room, azud_text_data (in), in->size);
      room += in->size;
    }
  for (; times > 0; times--, room += pad->size)
    memcpy (room, azud_text_data (pad), pad->size);
  memcpy (room, azud_text_data (pad), rest);
  if (at_left)
    memcpy (room + rest, azud_text_data (in), in->size);
  text_seal (call, row);
  return true;
}

static bool
pad_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView lengths = azud_vector_view (call->args[1]);
  AzudVectorView pads = azud_vector_view (call->args[call->n_args - 1]);
  AzudText blank = azud_text_make (is_binary (call->args[0]) ? "\0" : " ", 1);

  FOR_ROWS (call, row)
    if (!pad_row (call, row, &VALUE_AT (AzudText, texts, row), VALUE_AT (int32_t, lengths, row),
                  call->n_args > 2 ? &VALUE_AT (AzudText, pads, row) : &blank, error))
      return false;
  return true;
}

static bool
repeat_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView counts = azud_vector_view (call->args[1]);

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      int32_t count = MAX (VALUE_AT (int32_t, counts, row), 0);
      char *room = text_room (call, row, (size_t) in->size * (uint32_t) count, error);

      if (room == NULL)
        return false;
      if (in->size > 0)
        for (int32_t i = 0; i < count; i++, room += in->size)
          memcpy (room, azud_text_data (in), in->size);
      text_seal (call, row);
    }
  return true;
}

static bool
space_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView counts = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      int32_t count = MAX (VALUE_AT (int32_t, counts, row), 0);
      char *room = text_room (call, row, (size_t) count, error);

      if (room == NULL)
        return false;
      memset (room, ' ', (size_t) count);
      text_seal (call, row);
    }
  return true;
}

static bool
reverse_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      const char *at = azud_text_data (in), *end = at + in->size;
      char *room = text_room (call, row, in->size, error);

      if (room == NULL)
        return false;
      room += in->size;
      for (uint32_t width; at < end; at += width)
        {
          width = utf8_width (at, end);
          room -= width;
          memcpy (room, at, width);
        }
      text_seal (call, row);
    }
  return true;
}

#define TRIM(name_, summary_, example_, result_)                                                      \
  {                                                                                                   \
    .name = name_, .family = N_("string"), .since = 35,                                               \
    .signatures = SIGNATURES ({ "string", "string", trim_kernel }, { "string,string", "string", trim_kernel }), \
    .summary = summary_, .example = example_, .result = result_                                       \
  }

#define PAD_SIGNATURES                                                                                \
  SIGNATURES ({ "string,int", "string", pad_kernel }, { "binary,int", "binary", pad_kernel },         \
              { "string,int,string", "string", pad_kernel }, { "binary,int,binary", "binary", pad_kernel })

#define SUBSTRING_SIGNATURES                                                                          \
  SIGNATURES ({ "string,int", "string", substring_kernel }, { "binary,int", "binary", substring_kernel }, \
              { "string,int,int", "string", substring_kernel }, { "binary,int,int", "binary", substring_kernel })

#define LENGTH_SIGNATURES(kernel_) SIGNATURES ({ "string", "int", kernel_ }, { "binary", "int", kernel_ })

const AzudFunction azud_functions_string[] = {
  { .name = "length", .aliases = "char_length,character_length,len", .family = N_("string"), .since = 35,
    .signatures = LENGTH_SIGNATURES (length_kernel),
    .summary = N_("Number of characters of a text or bytes of a binary"), .example = "length('señal')", .result = "5" },
  { .name = "octet_length", .family = N_("string"), .since = 35, .signatures = LENGTH_SIGNATURES (octet_length_kernel),
    .summary = N_("Number of bytes"), .example = "octet_length('señal')", .result = "6" },
  { .name = "bit_length", .family = N_("string"), .since = 35, .signatures = LENGTH_SIGNATURES (bit_length_kernel),
    .summary = N_("Number of bits"), .example = "bit_length('Azud')", .result = "32" },
  { .name = "concat", .aliases = "||", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "", "string", concat_kernel }, { "string...", "string", concat_kernel },
                              { "binary...", "binary", concat_kernel },
                              { .args = "array<T>...", .kernel = azud_fn_array_concat_kernel,
                                .resolve_type = azud_fn_array_concat_type }),
    .summary = N_("The texts joined; null if one of them is"), .example = "concat('a', 1, 'b')", .result = "a1b" },
  { .name = "concat_ws", .family = N_("string"), .since = 35,
    .flags = AZUD_FUNCTION_TAKES_NULL,
    .signatures = SIGNATURES ({ "string", "string", concat_ws_kernel },
                              { .args = "string,any...", .kernel = concat_ws_kernel, .resolve_type = concat_ws_type }),
    .summary = N_("The texts joined with a separator between them, nulls left out"),
    .example = "concat_ws('-', 'a', NULL, 'b')", .result = "a-b" },
  TRIM ("trim", N_("The text without spaces (or the characters given first) at both ends"), "trim('  a b ')", "a b"),
  TRIM ("ltrim", N_("The text without spaces (or the characters given first) at its start"), "ltrim('  ab')", "ab"),
  TRIM ("rtrim", N_("The text without spaces (or the characters given first) at its end"), "rtrim('ab  ')", "ab"),
  TRIM ("btrim", N_("The text without spaces (or the characters given second) at both ends"), "btrim('xxaxx', 'x')", "a"),
  { .name = "substring", .aliases = "substr", .family = N_("string"), .since = 35, .signatures = SUBSTRING_SIGNATURES,
    .summary = N_("The part that starts at a position, counted from the end when negative"),
    .example = "substring('Azud SQL', -3, 2)", .result = "SQ" },
  { .name = "left", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string,int", "string", left_kernel }, { "binary,int", "binary", left_kernel }),
    .summary = N_("The first n characters"), .example = "left('canal', 3)", .result = "can" },
  { .name = "right", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string,int", "string", right_kernel }),
    .summary = N_("The last n characters"), .example = "right('canal', 3)", .result = "nal" },
  { .name = "lpad", .family = N_("string"), .since = 35, .signatures = PAD_SIGNATURES,
    .summary = N_("The text filled up at its left, or cut, to n characters"), .example = "lpad('7', 3, '0')", .result = "007" },
  { .name = "rpad", .family = N_("string"), .since = 35, .signatures = PAD_SIGNATURES,
    .summary = N_("The text filled up at its right, or cut, to n characters"), .example = "rpad('ab', 4, '.')", .result = "ab.." },
  { .name = "repeat", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string,int", "string", repeat_kernel }),
    .summary = N_("The text n times"), .example = "repeat('ab', 2)", .result = "abab" },
  { .name = "space", .family = N_("string"), .since = 35, .signatures = SIGNATURES ({ "int", "string", space_kernel }),
    .summary = N_("A text of n spaces"), .example = "concat('[', space(2), ']')", .result = "[  ]" },
  { .name = "reverse", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string", "string", reverse_kernel }, { "array", "arg0", azud_fn_array_reverse_kernel }),
    .summary = N_("The text backwards"), .example = "reverse('azud')", .result = "duza" },
  { NULL }
};
