/* fn-code.c: texts as codes: characters by number, URLs, soundex, distances, masks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/fn-kernel-private.h"

/* ---- ascii, chr ---- */

static bool
ascii_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      const char *at = azud_text_data (in);

      out[row] = in->size == 0 ? 0 : (int32_t) azud_fn_utf8_read (at, utf8_width (at, at + in->size));
    }
  return true;
}

static bool
chr_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView numbers = azud_vector_view (call->args[0]);
  AzudText *out = call->out->data;

  FOR_ROWS (call, row)
    {
      int64_t number = VALUE_AT (int64_t, numbers, row);
      char bytes[4];

      out[row] = azud_text_make (bytes, number < 0 ? 0 : azud_fn_utf8_write (bytes, (uint32_t) (number & 0xFF)));
    }
  return true;
}

/* ---- url_encode, url_decode ---- */

static bool
url_encode_kernel (const AzudKernelCall *call, AzudError *error)
{
  static const char digits[] = "0123456789ABCDEF";
  AzudVectorView texts = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      const char *bytes = azud_text_data (in);
      char *room = text_room (call, row, (size_t) in->size * 3, error);
      size_t n = 0;

      if (room == NULL)
        return false;
      for (uint32_t i = 0; i < in->size; i++)
        {
          uint8_t c = (uint8_t) bytes[i];

          if (g_ascii_isalnum (c) || c == '.' || c == '-' || c == '*' || c == '_')
            room[n++] = (char) c;
          else if (c == ' ')
            room[n++] = '+';
          else
            {
              room[n++] = '%';
              room[n++] = digits[c >> 4];
              room[n++] = digits[c & 15];
            }
        }
      text_seal (call, row);
      text_cut (call, row, n);
    }
  return true;
}

static bool
url_decode (const AzudText *in, char *room, size_t *n)
{
  const char *bytes = azud_text_data (in);

  *n = 0;
  for (uint32_t i = 0; i < in->size; i++)
    {
      if (bytes[i] != '%')
        {
          room[(*n)++] = bytes[i] == '+' ? ' ' : bytes[i];
          continue;
        }
      if (i + 2 >= in->size || !g_ascii_isxdigit (bytes[i + 1]) || !g_ascii_isxdigit (bytes[i + 2]))
        return false;
      room[(*n)++] = (char) (g_ascii_xdigit_value (bytes[i + 1]) << 4 | g_ascii_xdigit_value (bytes[i + 2]));
      i += 2;
    }
  return true;
}

static bool
url_decode_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  bool safe = call->call->function->name[0] == 't';

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      char *room = text_room (call, row, in->size, error);
      size_t n;

      if (room == NULL)
        return false;
      if (url_decode (in, room, &n))
        {
          text_seal (call, row);
          text_cut (call, row, n);
        }
      else if (!safe)
        FAIL_ROW (row, "CANNOT_DECODE_URL", N_("The text is not a well-formed URL and cannot be decoded"));
      else if (!set_null (call, row, error))
        return false;
    }
  return true;
}

/* ---- soundex ---- */

static bool
soundex_kernel (const AzudKernelCall *call, AzudError *error)
{
  /* of A to Z; 0 has no code */
  static const char group[] = "01230120022455012623010202";
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudText *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      const char *bytes = azud_text_data (in);
      char code[5] = "0000", last;
      uint32_t n = 1;

      if (in->size == 0 || !g_ascii_isalpha (bytes[0]))
        {
          out[row] = *in;
          continue;
        }
      code[0] = g_ascii_toupper (bytes[0]);
      last = group[code[0] - 'A'];
      for (uint32_t i = 1; i < in->size && n < 4; i++)
        {
          char c = g_ascii_toupper (bytes[i]), digit;

          if (c < 'A' || c > 'Z')
            {
              last = '0';
              continue;
            }
          digit = group[c - 'A'];
          if (digit != '0' && digit != last)
            code[n++] = digit;
          if (c != 'H' && c != 'W')
            last = digit;
        }
      out[row] = azud_text_make (code, 4);
    }
  return true;
}

/* ---- levenshtein ---- */

/* Edit distance in characters, by one row of the table; @cells has room for n_b + 1. */
static int32_t
edit_distance (const uint32_t *a, uint32_t n_a, const uint32_t *b, uint32_t n_b, uint32_t *cells)
{
  for (uint32_t j = 0; j <= n_b; j++)
    cells[j] = j;
  for (uint32_t i = 1; i <= n_a; i++)
    {
      uint32_t diagonal = cells[0];

      cells[0] = i;
      for (uint32_t j = 1; j <= n_b; j++)
        {
          uint32_t change = diagonal + (a[i - 1] != b[j - 1]);

          diagonal = cells[j];
          cells[j] = MIN (change, MIN (cells[j], cells[j - 1]) + 1);
        }
    }
  return (int32_t) cells[n_b];
}

static uint32_t
read_characters (const AzudText *text, uint32_t *characters)
{
  const char *at = azud_text_data (text), *end = at + text->size;
  uint32_t n = 0;

  for (uint32_t width; at < end; at += width)
    {
      width = utf8_width (at, end);
      characters[n++] = azud_fn_utf8_read (at, width);
    }
  return n;
}

static bool
levenshtein_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView as = azud_vector_view (call->args[0]);
  AzudVectorView bs = azud_vector_view (call->args[1]);
  AzudVectorView limits = azud_vector_view (call->args[call->n_args - 1]);
  int32_t *out = call->out->data;
  uint32_t *room = NULL;
  size_t room_size = 0;

  FOR_ROWS (call, row)
    {
      const AzudText *a = &VALUE_AT (AzudText, as, row), *b = &VALUE_AT (AzudText, bs, row);
      size_t needed = (size_t) a->size + 2 * (size_t) b->size + 1;
      uint32_t n_a, n_b;

      if (needed > room_size)
        {
          room_size = needed * 2;
          room = azud_arena_alloc (call->arena, room_size * sizeof *room, 4, error);
          if (room == NULL)
            return false;
        }
      n_a = read_characters (a, room);
      n_b = read_characters (b, room + a->size);
      out[row] = edit_distance (room, n_a, room + a->size, n_b, room + a->size + b->size);
      if (call->n_args > 2 && out[row] > VALUE_AT (int32_t, limits, row))
        out[row] = -1;
    }
  return true;
}

/* ---- luhn_check ---- */

static bool
luhn_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  uint8_t *out = call->out->data;

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      const char *digits = azud_text_data (in);
      bool good = in->size > 0;
      uint32_t sum = 0;

      for (uint32_t i = 0; i < in->size && good; i++)
        {
          uint32_t digit = (uint32_t) (digits[in->size - 1 - i] - '0');

          good = digit < 10;
          digit *= 1 + (i & 1);
          sum += digit > 9 ? digit - 9 : digit;
        }
      out[row] = good && sum % 10 == 0;
    }
  return true;
}

/* ---- mask ---- */

/* Characters of each kind become the one given for it; a null one leaves them as they are. */
static bool
mask_kernel (const AzudKernelCall *call, AzudError *error)
{
  static const char *const defaults[] = { "X", "x", "n" };
  AzudVectorView texts = azud_vector_view (call->args[0]);
  TextBuffer buffer = { call->arena };

  FOR_ROWS (call, row)
    {
      AzudText with[4];
      bool use[4];

      if (call->args[0]->type->id == AZUD_DTYPE_VOID || arg_is_null (&texts, row))
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      for (uint32_t k = 0; k < 4; k++)
        {
          use[k] = k < 3;
          if (k + 1 >= call->n_args)
            with[k] = azud_text_make (k < 3 ? defaults[k] : "", k < 3);
          else
            {
              AzudVectorView view = azud_vector_view (call->args[k + 1]);

              use[k] = !arg_is_null (&view, row);
              if (use[k])
                with[k] = VALUE_AT (AzudText, view, row);
            }
        }
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      const char *at = azud_text_data (in), *end = at + in->size;
      for (uint32_t width; at < end; at += width)
        {
          uint32_t c, kind;

          width = utf8_width (at, end);
          c = azud_fn_utf8_read (at, width);
          kind = g_unichar_isupper (c) ? 0 : g_unichar_islower (c) ? 1 : g_unichar_type (c) == G_UNICODE_DECIMAL_NUMBER ? 2 : 3;
          if (!(use[kind] ? buffer_append (&buffer, azud_text_data (&with[kind]), with[kind].size, error)
                          : buffer_append (&buffer, at, width, error)))
            return false;
        }
      set_valid (call, row);
      if (!buffer_finish (&buffer, call, row, error))
        return false;
    }
  return true;
}

const AzudFunction azud_functions_code[] = {
  { .name = "ascii", .family = N_("string"), .since = 35, .signatures = SIGNATURES ({ "string", "int", ascii_kernel }),
    .summary = N_("Number of the first character; 0 for an empty text"), .example = "ascii('A')", .result = "65" },
  { .name = "chr", .aliases = "char", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "bigint", "string", chr_kernel }),
    .summary = N_("The character with a number (modulo 256); empty for negative numbers"), .example = "chr(65)", .result = "A" },
  { .name = "url_encode", .family = N_("string"), .since = 35, .signatures = SIGNATURES ({ "string", "string", url_encode_kernel }),
    .summary = N_("The text as it is written in a web form"), .example = "url_encode('a b&c')", .result = "a+b%26c" },
  { .name = "url_decode", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "string", "string", url_decode_kernel }),
    .summary = N_("The text of a value from a web form"), .example = "url_decode('a+b%26c')", .result = "a b&c" },
  { .name = "try_url_decode", .family = N_("string"), .since = 40, .flags = AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES ({ "string", "string", url_decode_kernel }),
    .summary = N_("As url_decode, but null where it is not well formed"), .example = "try_url_decode('%zz')", .result = "NULL" },
  { .name = "soundex", .family = N_("string"), .since = 35, .signatures = SIGNATURES ({ "string", "string", soundex_kernel }),
    .summary = N_("Code of how an English word sounds"), .example = "soundex('Miller')", .result = "M460" },
  { .name = "levenshtein", .family = N_("string"), .since = 35,
    .signatures = SIGNATURES ({ "string,string", "int", levenshtein_kernel }, { "string,string,int", "int", levenshtein_kernel }),
    .summary = N_("How many characters must be changed to make one text the other; -1 when more than the limit"),
    .example = "levenshtein('kitten', 'sitting')", .result = "3" },
  { .name = "luhn_check", .family = N_("string"), .since = 35, .signatures = SIGNATURES ({ "string", "boolean", luhn_kernel }),
    .summary = N_("Whether the digits pass the Luhn check of card numbers"), .example = "luhn_check('79927398713')", .result = "true" },
  { .name = "mask", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_TAKES_NULL,
    .signatures = SIGNATURES ({ "string", "string", mask_kernel }, { "string,string", "string", mask_kernel },
                              { "string,string,string", "string", mask_kernel },
                              { "string,string,string,string", "string", mask_kernel },
                              { "string,string,string,string,string", "string", mask_kernel }),
    .summary = N_("Capital letters, small letters, digits and others each replaced by one character; null leaves them"),
    .example = "mask('AbCD123-@')", .result = "XxXXnnn-@" },
  { NULL }
};
