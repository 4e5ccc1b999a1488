/* fn-search.c: finding, replacing and splitting by plain text
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/fn-kernel-private.h"

/* Byte offset of @what in @bytes from @from on, or -1. */
static inline int64_t
find_bytes (const char *bytes, size_t size, size_t from, const char *what, size_t what_size)
{
  const char *at = what_size > size - from ? NULL : memmem (bytes + from, size - from, what, what_size);

  return at == NULL ? -1 : at - bytes;
}

static inline int64_t
find_text (const AzudText *text, size_t from, const AzudText *what)
{
  return find_bytes (azud_text_data (text), text->size, from, azud_text_data (what), what->size);
}

/* ---- contains, startswith, endswith ---- */

static inline bool
text_starts (const AzudText *text, const AzudText *what)
{
  return text->size >= what->size && memcmp (azud_text_data (text), azud_text_data (what), what->size) == 0;
}

static inline bool
text_ends (const AzudText *text, const AzudText *what)
{
  return text->size >= what->size
         && memcmp (azud_text_data (text) + text->size - what->size, azud_text_data (what), what->size) == 0;
}

#define DEFINE_TEST_KERNEL(name, expression)                          \
  static bool                                                         \
  name (const AzudKernelCall *call, AzudError *error)                 \
  {                                                                   \
    AzudVectorView texts = azud_vector_view (call->args[0]);          \
    AzudVectorView whats = azud_vector_view (call->args[1]);          \
    uint8_t *out = call->out->data;                                   \
                                                                      \
    FOR_ROWS (call, row)                                              \
      {                                                               \
        const AzudText *text = &VALUE_AT (AzudText, texts, row);      \
        const AzudText *what = &VALUE_AT (AzudText, whats, row);      \
        out[row] = (expression);                                      \
      }                                                               \
    return true;                                                      \
  }

DEFINE_TEST_KERNEL (contains_kernel, find_text (text, 0, what) >= 0)
DEFINE_TEST_KERNEL (startswith_kernel, text_starts (text, what))
DEFINE_TEST_KERNEL (endswith_kernel, text_ends (text, what))

/* ---- instr, locate, position ---- */

/* Number of the character at byte @offset, from 1; 0 for -1. */
static inline int32_t
character_at (const AzudText *text, int64_t offset)
{
  return offset < 0 ? 0 : (int32_t) utf8_length (azud_text_data (text), (size_t) offset) + 1;
}

static bool
instr_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView whats = azud_vector_view (call->args[1]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *text = &VALUE_AT (AzudText, texts, row);

      out[row] = character_at (text, find_text (text, 0, &VALUE_AT (AzudText, whats, row)));
    }
  return true;
}

static int32_t
locate (const AzudText *what, const AzudText *text, int32_t from)
{
  const char *start = azud_text_data (text), *at = start, *end = at + text->size;

  if (from < 1)
    return 0;
  if (what->size == 0)
    return 1;
  for (; from > 1 && at < end; from--)
    at += utf8_width (at, end);
  return character_at (text, find_text (text, (size_t) (at - start), what));
}

/* A null position is taken as 0, so the result is 0. */
static bool
locate_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView whats = azud_vector_view (call->args[0]);
  AzudVectorView texts = azud_vector_view (call->args[1]);
  AzudVectorView froms = azud_vector_view (call->args[call->n_args - 1]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      bool no_position = call->n_args > 2 && arg_is_null (&froms, row);

      if (!no_position && (arg_is_null (&whats, row) || arg_is_null (&texts, row)))
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      set_valid (call, row);
      out[row] = no_position ? 0
                 : locate (&VALUE_AT (AzudText, whats, row), &VALUE_AT (AzudText, texts, row),
                           call->n_args > 2 ? VALUE_AT (int32_t, froms, row) : 1);
    }
  return true;
}

/* ---- replace, translate, overlay ---- */

static bool
replace_row (const AzudKernelCall *call, TextBuffer *buffer, uint32_t row, const AzudText *in, const AzudText *from,
             const AzudText *to, AzudError *error)
{
  int64_t at = from->size == 0 ? -1 : find_text (in, 0, from);
  const char *bytes = azud_text_data (in);
  size_t done = 0;

  if (at < 0)
    {
      ((AzudText *) call->out->data)[row] = *in;
      return true;
    }
  for (; at >= 0; at = find_text (in, done, from))
    {
      if (!buffer_append (buffer, bytes + done, (size_t) at - done, error)
          || !buffer_append (buffer, azud_text_data (to), to->size, error))
        return false;
      done = (size_t) at + from->size;
    }
  return buffer_append (buffer, bytes + done, in->size - done, error) && buffer_finish (buffer, call, row, error);
}

static bool
replace_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView froms = azud_vector_view (call->args[1]);
  AzudVectorView tos = azud_vector_view (call->args[call->n_args - 1]);
  AzudText nothing = azud_text_make ("", 0);
  TextBuffer buffer = { call->arena };

  FOR_ROWS (call, row)
    if (!replace_row (call, &buffer, row, &VALUE_AT (AzudText, texts, row), &VALUE_AT (AzudText, froms, row),
                      call->n_args > 2 ? &VALUE_AT (AzudText, tos, row) : &nothing, error))
      return false;
  return true;
}

/* What the character at @at becomes: its partner in @to; *@found false when it is not in @from. */
static AzudText
translate_character (const char *at, uint32_t width, const AzudText *from, const AzudText *to, bool *found)
{
  const char *f = azud_text_data (from), *f_end = f + from->size;
  const char *t = azud_text_data (to), *t_end = t + to->size;

  *found = true;
  while (f < f_end)
    {
      uint32_t f_width = utf8_width (f, f_end), t_width = t < t_end ? utf8_width (t, t_end) : 0;

      if (f_width == width && memcmp (f, at, width) == 0)
        return azud_text_make (t, t_width);
      f += f_width;
      t += t_width;
    }
  *found = false;
  return azud_text_make (at, width);
}

static bool
translate_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView froms = azud_vector_view (call->args[1]);
  AzudVectorView tos = azud_vector_view (call->args[2]);
  TextBuffer buffer = { call->arena };

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      const char *at = azud_text_data (in), *end = at + in->size;

      for (uint32_t width; at < end; at += width)
        {
          bool found;
          AzudText piece;

          width = utf8_width (at, end);
          piece = translate_character (at, width, &VALUE_AT (AzudText, froms, row), &VALUE_AT (AzudText, tos, row), &found);
          if (!buffer_append (&buffer, azud_text_data (&piece), piece.size, error))
            return false;
        }
      if (!buffer_finish (&buffer, call, row, error))
        return false;
    }
  return true;
}

/* Byte offset of the character numbered @n (from 0), at most the size. */
static size_t
offset_of (const AzudText *text, int64_t n, bool binary)
{
  const char *start = azud_text_data (text), *at = start, *end = at + text->size;

  if (binary)
    return (size_t) CLAMP (n, 0, text->size);
  for (; n > 0 && at < end; n--)
    at += utf8_width (at, end);
  return (size_t) (at - start);
}

/* What precedes the position, the replacement, and what follows @length characters after the position. */
static bool
overlay_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView inserts = azud_vector_view (call->args[1]);
  AzudVectorView positions = azud_vector_view (call->args[2]);
  AzudVectorView lengths = azud_vector_view (call->args[call->n_args - 1]);
  bool binary = call->args[0]->type->id == AZUD_DTYPE_BINARY;

  FOR_ROWS (call, row)
    {
      const AzudText *text = &VALUE_AT (AzudText, texts, row), *insert = &VALUE_AT (AzudText, inserts, row);
      int64_t position = VALUE_AT (int32_t, positions, row);
      int64_t length = call->n_args > 3 ? VALUE_AT (int32_t, lengths, row) : -1;
      int64_t n_text = binary ? text->size : utf8_length (azud_text_data (text), text->size);
      int64_t rest;
      size_t head_size, rest_offset;
      char *room;

      if (length < 0)
        length = binary ? insert->size : utf8_length (azud_text_data (insert), insert->size);
      /* The tail is a substring from position + length, where 0 counts as 1 and negative numbers from the end. */
      rest = position + length;
      rest = rest > 0 ? rest - 1 : rest < 0 ? rest + n_text : 0;
      head_size = offset_of (text, MAX (position - 1, 0), binary);
      rest_offset = offset_of (text, MAX (rest, 0), binary);
      room = text_room (call, row, head_size + insert->size + (text->size - rest_offset), error);
      if (room == NULL)
        return false;
      memcpy (room, azud_text_data (text), head_size);
      memcpy (room + head_size, azud_text_data (insert), insert->size);
      memcpy (room + head_size + insert->size, azud_text_data (text) + rest_offset, text->size - rest_offset);
      text_seal (call, row);
    }
  return true;
}

/* ---- substring_index, split_part, find_in_set ---- */

/* Byte offset of the last @what that starts at or before @last, or -1. */
static int64_t
find_before (const AzudText *text, int64_t last, const AzudText *what)
{
  const char *bytes = azud_text_data (text);

  for (int64_t at = MIN (last, (int64_t) text->size - (int64_t) what->size); at >= 0; at--)
    if (memcmp (bytes + at, azud_text_data (what), what->size) == 0)
      return at;
  return -1;
}

static AzudText
substring_index (const AzudText *text, const AzudText *what, int32_t count)
{
  const char *bytes = azud_text_data (text);
  int64_t at;

  if (what->size == 0 || count == 0)
    return azud_text_make ("", 0);
  if (count > 0)
    {
      at = -1;
      for (; count > 0; count--)
        {
          if ((size_t) (at + 1) > text->size)
            return *text;
          at = find_text (text, (size_t) (at + 1), what);
          if (at < 0)
            return *text;
        }
      return azud_text_make (bytes, (size_t) at);
    }
  at = (int64_t) text->size - (int64_t) what->size + 1;
  for (; count < 0; count++)
    {
      at = find_before (text, at - 1, what);
      if (at < 0)
        return *text;
    }
  at += what->size;
  return azud_text_make (bytes + at, text->size - (size_t) at);
}

static bool
substring_index_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView whats = azud_vector_view (call->args[1]);
  AzudVectorView counts = azud_vector_view (call->args[2]);
  AzudText *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = substring_index (&VALUE_AT (AzudText, texts, row), &VALUE_AT (AzudText, whats, row),
                                VALUE_AT (int32_t, counts, row));
  return true;
}

/* The piece numbered @n (from 1, or from the end when negative); empty when there is none. */
static AzudText
split_part (const AzudText *text, const AzudText *what, int64_t n)
{
  const char *bytes = azud_text_data (text);
  size_t start = 0;
  int64_t at;

  if (what->size == 0)
    return n == 1 || n == -1 ? *text : azud_text_make ("", 0);
  if (n < 0)
    {
      int64_t pieces = 1;

      for (at = find_text (text, 0, what); at >= 0; at = find_text (text, (size_t) at + what->size, what))
        pieces++;
      n += pieces + 1;
      if (n < 1)
        return azud_text_make ("", 0);
    }
  for (; n > 1; n--)
    {
      at = find_text (text, start, what);
      if (at < 0)
        return azud_text_make ("", 0);
      start = (size_t) at + what->size;
    }
  at = find_text (text, start, what);
  return azud_text_make (bytes + start, at < 0 ? text->size - start : (size_t) at - start);
}

static bool
split_part_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView whats = azud_vector_view (call->args[1]);
  AzudVectorView numbers = azud_vector_view (call->args[2]);
  AzudText *out = call->out->data;

  FOR_ROWS (call, row)
    {
      int32_t n = VALUE_AT (int32_t, numbers, row);

      if (n == 0)
        FAIL_ROW (row, "INVALID_INDEX_OF_ZERO", N_("The index 0 is not valid: the first element has index 1, the last -1"));
      out[row] = split_part (&VALUE_AT (AzudText, texts, row), &VALUE_AT (AzudText, whats, row), n);
    }
  return true;
}

static bool
find_in_set_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView whats = azud_vector_view (call->args[0]);
  AzudVectorView lists = azud_vector_view (call->args[1]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *what = &VALUE_AT (AzudText, whats, row), *list = &VALUE_AT (AzudText, lists, row);
      const char *word = azud_text_data (what), *at = azud_text_data (list), *end = at + list->size;

      out[row] = 0;
      if (what->size > 0 && memchr (word, ',', what->size) != NULL)
        continue;
      for (int32_t n = 1; at <= end; n++)
        {
          const char *comma = at < end ? memchr (at, ',', (size_t) (end - at)) : NULL;
          const char *stop = comma != NULL ? comma : end;

          if ((size_t) (stop - at) == what->size && memcmp (at, word, what->size) == 0)
            {
              out[row] = n;
              break;
            }
          at = stop + 1;
        }
    }
  return true;
}

#define TEST(name_, kernel_, summary_, example_, result_)                                                      \
  {                                                                                                            \
    .name = name_, .family = N_("string"), .since = 35,                                                        \
    .signatures = SIGNATURES ({ "string,string", "boolean", kernel_ }, { "binary,binary", "boolean", kernel_ }), \
    .summary = summary_, .example = example_, .result = result_                                                \
  }

const AzudFunction azud_functions_search[] = {
  TEST ("contains", contains_kernel, N_("Whether the second text stands in the first"), "contains('acequia', 'equi')", "true"),
  TEST ("startswith", startswith_kernel, N_("Whether the first text begins with the second"), "startswith('acequia', 'ac')", "true"),
  TEST ("endswith", endswith_kernel, N_("Whether the first text ends with the second"), "endswith('acequia', 'ia')", "true"),
  { .name = "instr", .family = N_("string"), .since = 35, .signatures = SIGNATURES ({ "string,string", "int", instr_kernel }),
    .summary = N_("Position of the second text in the first, 0 if absent"), .example = "instr('canal', 'n')", .result = "3" },
  { .name = "locate", .aliases = "position", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_TAKES_NULL,
    .signatures = SIGNATURES ({ "string,string", "int", locate_kernel }, { "string,string,int", "int", locate_kernel }),
    .summary = N_("Position of the first text in the second at or after a position, 0 if absent"),
    .example = "locate('a', 'canal', 3)", .result = "4" },
  { .name = "replace", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string,string", "string", replace_kernel }, { "string,string,string", "string", replace_kernel }),
    .summary = N_("Every occurrence of a text replaced by another, or removed"),
    .example = "replace('a.b.c', '.', '-')", .result = "a-b-c" },
  { .name = "translate", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string,string,string", "string", translate_kernel }),
    .summary = N_("Characters replaced by their partners, removed where they have none"),
    .example = "translate('abcba', 'abc', '12')", .result = "1221" },
  { .name = "overlay", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string,string,int", "string", overlay_kernel }, { "binary,binary,int", "binary", overlay_kernel },
                              { "string,string,int,int", "string", overlay_kernel },
                              { "binary,binary,int,int", "binary", overlay_kernel }),
    .summary = N_("The text with a part at a position replaced by another text"),
    .example = "overlay('Spark SQL', '_', 6)", .result = "Spark_SQL" },
  { .name = "substring_index", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string,string,int", "string", substring_index_kernel }),
    .summary = N_("What stands before the n-th delimiter, or after the n-th from the end when negative"),
    .example = "substring_index('www.azud.org', '.', 2)", .result = "www.azud" },
  { .name = "split_part", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "string,string,int", "string", split_part_kernel }),
    .summary = N_("The n-th piece between delimiters, counted from the end when negative"),
    .example = "split_part('11.12.13', '.', 3)", .result = "13" },
  { .name = "find_in_set", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string,string", "int", find_in_set_kernel }),
    .summary = N_("Place of a word in a comma-separated list, 0 if absent"),
    .example = "find_in_set('ab', 'abc,b,ab,c')", .result = "3" },
  { NULL }
};
