/* fn-binary.c: texts to bytes and back: base64, hexadecimal, character sets
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/fn-kernel-private.h"

/* ---- base64 ---- */

static const char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* MIME form: lines of 76 letters, parted by CR LF. */
static bool
base64_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      const uint8_t *bytes = (const uint8_t *) azud_text_data (in);
      size_t letters = ((size_t) in->size + 2) / 3 * 4, n = 0;
      char *room = text_room (call, row, letters + (letters > 0 ? (letters - 1) / 76 * 2 : 0), error);

      if (room == NULL)
        return false;
      for (uint32_t i = 0; i < in->size; i += 3)
        {
          uint32_t left = in->size - i;
          uint32_t word = (uint32_t) bytes[i] << 16 | (left > 1 ? (uint32_t) bytes[i + 1] << 8 : 0)
                          | (left > 2 ? bytes[i + 2] : 0);

          if (i > 0 && i % 57 == 0)
            {
              room[n++] = '\r';
              room[n++] = '\n';
            }
          room[n++] = base64_letters[word >> 18];
          room[n++] = base64_letters[word >> 12 & 63];
          room[n++] = left > 1 ? base64_letters[word >> 6 & 63] : '=';
          room[n++] = left > 2 ? base64_letters[word & 63] : '=';
        }
      text_seal (call, row);
    }
  return true;
}

static inline int
base64_value (char c)
{
  return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52
         : c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Java's MIME decoder: other characters are skipped; false when the padding or the last unit is wrong. */
static bool
base64_decode (const char *text, uint32_t size, char *bytes, size_t *n)
{
  uint32_t word = 0, have = 0, i = 0;

  *n = 0;
  for (; i < size; i++)
    {
      int value = base64_value (text[i]);

      if (text[i] == '=')
        break;
      if (value < 0)
        continue;
      word = word << 6 | (uint32_t) value;
      if (++have == 4)
        {
          bytes[(*n)++] = (char) (word >> 16);
          bytes[(*n)++] = (char) (word >> 8);
          bytes[(*n)++] = (char) word;
          word = have = 0;
        }
    }
  if (i < size)   /* at the padding */
    {
      if (have < 2)
        return false;
      if (have == 2 && (++i >= size || text[i] != '='))
        return false;
      for (i++; i < size; i++)
        if (base64_value (text[i]) >= 0)
          return false;
    }
  if (have == 1)
    return false;
  if (have >= 2)
    bytes[(*n)++] = (char) (have == 2 ? word >> 4 : word >> 10);
  if (have == 3)
    bytes[(*n)++] = (char) (word >> 2);
  return true;
}

static bool
unbase64_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      char *room = text_room (call, row, (size_t) in->size / 4 * 3 + 3, error);
      size_t n;

      if (room == NULL)
        return false;
      if (!base64_decode (azud_text_data (in), in->size, room, &n))
        FAIL_ROW (row, "CONVERSION_INVALID_INPUT", N_("The text given to {0} is not base64"), call->call->call_name);
      text_seal (call, row);
      text_cut (call, row, n);
    }
  return true;
}

/* ---- to_binary ---- */

typedef enum
{
  FORMAT_HEX,
  FORMAT_BASE64,
  FORMAT_UTF8,
  FORMAT_WRONG
} BinaryFormat;

static BinaryFormat
format_of (const AzudText *text)
{
  static const struct
  {
    const char  *name;
    BinaryFormat format;
  } formats[] = { { "hex", FORMAT_HEX }, { "base64", FORMAT_BASE64 }, { "utf-8", FORMAT_UTF8 }, { "utf8", FORMAT_UTF8 } };

  for (size_t i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strlen (formats[i].name) == text->size
        && g_ascii_strncasecmp (formats[i].name, azud_text_data (text), text->size) == 0)
      return formats[i].format;
  return FORMAT_WRONG;
}

/* RFC 4648, blanks aside: padding only at the end, and then whole groups of four. */
static bool
base64_is_strict (const char *text, uint32_t size)
{
  uint32_t n = 0, n_padding = 0;

  for (uint32_t i = 0; i < size; i++)
    {
      if (g_ascii_isspace (text[i]))
        continue;
      if (text[i] == '=')
        n_padding++;
      else if (n_padding > 0 || base64_value (text[i]) < 0)
        return false;
      n++;
    }
  return n_padding <= 2 && (n_padding > 0 ? n % 4 == 0 : n % 4 != 1);
}

static bool
to_binary (const AzudText *in, BinaryFormat format, char *room, size_t *size)
{
  const char *text = azud_text_data (in);

  switch (format)
    {
    case FORMAT_HEX:
      *size = ((size_t) in->size + 1) / 2;
      return azud_fn_read_hex (text, in->size, room);
    case FORMAT_BASE64:
      return base64_is_strict (text, in->size) && base64_decode (text, in->size, room, size);
    case FORMAT_UTF8:
      *size = in->size;
      memcpy (room, text, in->size);
      return true;
    case FORMAT_WRONG:
      break;
    }
  return false;
}

static bool
to_binary_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]), formats = azud_vector_view (call->args[call->n_args - 1]);
  bool safe = call->call->function->name[1] == 'r';

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      BinaryFormat format = call->n_args > 1 ? format_of (&VALUE_AT (AzudText, formats, row)) : FORMAT_HEX;
      char *room = text_room (call, row, (size_t) in->size + 3, error);
      size_t size = 0;

      if (room == NULL)
        return false;
      if (to_binary (in, format, room, &size))
        {
          text_seal (call, row);
          text_cut (call, row, size);
        }
      else if (!safe)
        FAIL_ROW (row, "CONVERSION_INVALID_INPUT", N_("The text given to {0} is not of that format"), call->call->call_name);
      else if (!set_null (call, row, error))
        return false;
    }
  return true;
}

static const AzudDtype *
to_binary_type (const AzudExpr *call, AzudError *error)
{
  AzudExpr *keep = NULL;
  AzudDatum datum;
  bool wrong;

  if (call->n_args > 1)
    {
      if (!azud_fn_fold (call->args[1], NULL, &datum, &keep))
        return azud_fn_not_foldable (call, 1, "fmt", error);
      wrong = !datum.is_null && format_of (&datum.as.text) == FORMAT_WRONG && call->function->name[1] != 'r';
      g_clear_pointer (&keep, azud_expr_unref);
      if (wrong)
        {
          azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.INVALID_ARG_VALUE",
                          N_("The format given to {0} must be hex, utf-8 or base64"), call->call_name, NULL);
          return NULL;
        }
    }
  return azud_dtype_get (AZUD_DTYPE_BINARY);
}

/* ---- encode, decode ---- */

typedef enum
{
  CHARSET_NONE,
  CHARSET_ASCII,
  CHARSET_LATIN1,
  CHARSET_UTF8,
  CHARSET_UTF16,      /* with a mark of the order: big endian unless read otherwise */
  CHARSET_UTF16_BE,
  CHARSET_UTF16_LE,
  CHARSET_UTF32
} Charset;

static Charset
charset_of (const AzudText *text)
{
  static const struct
  {
    const char *name;
    Charset     charset;
  } charsets[] = {
    { "US-ASCII", CHARSET_ASCII },    { "ISO-8859-1", CHARSET_LATIN1 },  { "UTF-8", CHARSET_UTF8 },   { "UTF-16", CHARSET_UTF16 },
    { "UTF-16BE", CHARSET_UTF16_BE }, { "UTF-16LE", CHARSET_UTF16_LE }, { "UTF-32", CHARSET_UTF32 },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (strlen (charsets[i].name) == text->size
        && g_ascii_strncasecmp (charsets[i].name, azud_text_data (text), text->size) == 0)
      return charsets[i].charset;
  return CHARSET_NONE;
}

static bool
bad_charset (const AzudKernelCall *call, const AzudText *name, uint32_t row, AzudError *error)
{
  char shown[64];

  azud_error_copy_text (shown, sizeof shown, azud_text_data (name), name->size);
  FAIL_ROW (row, "INVALID_PARAMETER_VALUE.CHARSET", N_("{0} does not know the character set {1}"), call->call->call_name, shown);
}

static bool
bad_coding (const AzudKernelCall *call, uint32_t row, AzudError *error)
{
  FAIL_ROW (row, "MALFORMED_CHARACTER_CODING", N_("A character given to {0} does not exist in the character set"),
            call->call->call_name);
}

static size_t
put_unit (char *at, uint32_t unit, bool little)
{
  at[little] = (char) (unit >> 8);
  at[!little] = (char) unit;
  return 2;
}

/* Writes @c in @charset; 0 when it is not in it. */
static size_t
encode_character (char *at, uint32_t c, Charset charset)
{
  bool little = charset == CHARSET_UTF16_LE;

  switch (charset)
    {
    case CHARSET_ASCII:
    case CHARSET_LATIN1:
      if (c > (charset == CHARSET_ASCII ? 0x7Fu : 0xFFu))
        return 0;
      at[0] = (char) c;
      return 1;
    case CHARSET_UTF32:
      for (int i = 0; i < 4; i++)
        at[i] = (char) (c >> (24 - 8 * i));
      return 4;
    case CHARSET_UTF8:
      return azud_fn_utf8_write (at, c);
    default:
      if (c < 0x10000)
        return put_unit (at, c, little);
      c -= 0x10000;
      return put_unit (at, 0xD800 | c >> 10, little) + put_unit (at + 2, 0xDC00 | (c & 0x3FF), little);
    }
}

static bool
encode_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]), names = azud_vector_view (call->args[1]);

  FOR_ROWS (call, row)
    {
      const AzudText *in = &VALUE_AT (AzudText, texts, row);
      Charset charset = charset_of (&VALUE_AT (AzudText, names, row));
      const char *at = azud_text_data (in), *end = at + in->size;
      size_t n = 0, one;
      char *room;

      if (charset == CHARSET_NONE)
        return bad_charset (call, &VALUE_AT (AzudText, names, row), row, error);
      room = text_room (call, row, (size_t) in->size * 4 + 2, error);
      if (room == NULL)
        return false;
      if (charset == CHARSET_UTF16 && in->size > 0)
        n = put_unit (room, 0xFEFF, false);
      for (uint32_t width; at < end; at += width, n += one)
        {
          width = utf8_width (at, end);
          one = encode_character (room + n, azud_fn_utf8_read (at, width), charset);
          if (one == 0)
            return bad_coding (call, row, error);
        }
      text_seal (call, row);
      text_cut (call, row, n);
    }
  return true;
}

/* Reads one character of @charset at @at; its bytes, or 0 when it is broken. */
static size_t
decode_character (const uint8_t *at, size_t left, Charset charset, uint32_t *c)
{
  bool little = charset == CHARSET_UTF16_LE;
  uint32_t low;
  gunichar valid;

  switch (charset)
    {
    case CHARSET_ASCII:
    case CHARSET_LATIN1:
      *c = at[0];
      return charset == CHARSET_LATIN1 || at[0] < 0x80;
    case CHARSET_UTF8:
      valid = g_utf8_get_char_validated ((const char *) at, (gssize) MIN (left, 4));
      *c = valid;
      return at[0] == 0 ? 1 : valid > 0x10FFFF ? 0 : utf8_width ((const char *) at, (const char *) at + left);
    case CHARSET_UTF32:
      if (left < 4)
        return 0;
      *c = (uint32_t) at[0] << 24 | (uint32_t) at[1] << 16 | (uint32_t) at[2] << 8 | at[3];
      return *c > 0x10FFFF || (*c >= 0xD800 && *c < 0xE000) ? 0 : 4;
    default:
      if (left < 2)
        return 0;
      *c = (uint32_t) at[little] << 8 | at[!little];
      if (*c < 0xD800 || *c > 0xDFFF)
        return 2;
      if (*c > 0xDBFF || left < 4)
        return 0;
      low = (uint32_t) at[2 + little] << 8 | at[2 + !little];
      if (low < 0xDC00 || low > 0xDFFF)
        return 0;
      *c = 0x10000 + ((*c & 0x3FF) << 10 | (low & 0x3FF));
      return 4;
    }
}

static bool
decode_row (const AzudKernelCall *call, uint32_t row, const AzudText *in, Charset charset, AzudError *error)
{
  const uint8_t *at = (const uint8_t *) azud_text_data (in), *end = at + in->size;
  char *room = text_room (call, row, (size_t) in->size * 2 + 4, error);
  size_t n = 0, one;
  uint32_t c;

  if (room == NULL)
    return false;
  if (charset == CHARSET_UTF16 && in->size >= 2 && ((at[0] == 0xFE && at[1] == 0xFF) || (at[0] == 0xFF && at[1] == 0xFE)))
    {
      charset = at[0] == 0xFE ? CHARSET_UTF16_BE : CHARSET_UTF16_LE;
      at += 2;
    }
  for (; at < end; at += one)
    {
      one = decode_character (at, (size_t) (end - at), charset, &c);
      if (one == 0)
        return bad_coding (call, row, error);
      n += azud_fn_utf8_write (room + n, c);
    }
  text_seal (call, row);
  text_cut (call, row, n);
  return true;
}

static bool
decode_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView bytes = azud_vector_view (call->args[0]), names = azud_vector_view (call->args[1]);

  FOR_ROWS (call, row)
    {
      Charset charset = charset_of (&VALUE_AT (AzudText, names, row));

      if (charset == CHARSET_NONE)
        return bad_charset (call, &VALUE_AT (AzudText, names, row), row, error);
      if (!decode_row (call, row, &VALUE_AT (AzudText, bytes, row), charset, error))
        return false;
    }
  return true;
}

#define TO_BINARY_SIGNATURES                                                                                       \
  SIGNATURES ({ .args = "string", .kernel = to_binary_kernel, .resolve_type = to_binary_type },                    \
              { .args = "string,string", .kernel = to_binary_kernel, .resolve_type = to_binary_type })

const AzudFunction azud_functions_binary[] = {
  { .name = "base64", .family = N_("string"), .since = 35, .signatures = SIGNATURES ({ "binary", "string", base64_kernel }),
    .summary = N_("The bytes in base64, in lines of 76 letters"), .example = "base64('Azud')", .result = "QXp1ZA==" },
  { .name = "unbase64", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "string", "binary", unbase64_kernel }),
    .summary = N_("The bytes written in base64"), .example = "unbase64('QXp1ZA==')", .result = "Azud" },
  { .name = "to_binary", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE, .signatures = TO_BINARY_SIGNATURES,
    .summary = N_("The bytes of a text in a format: hex unless told, utf-8 or base64"), .example = "to_binary('417A7564')", .result = "Azud" },
  { .name = "try_to_binary", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_MAY_NULL, .signatures = TO_BINARY_SIGNATURES,
    .summary = N_("As to_binary, but null for a text that is not of the format"), .example = "try_to_binary('a!', 'base64')", .result = "NULL" },
  { .name = "encode", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "string,string", "binary", encode_kernel }),
    .summary = N_("The bytes of a text in a character set"), .example = "hex(encode('é', 'ISO-8859-1'))", .result = "E9" },
  { .name = "decode", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ "binary,string", "string", decode_kernel }),
    .summary = N_("The text that bytes are in a character set"), .example = "decode(unhex('E9'), 'ISO-8859-1')", .result = "é" },
  { NULL }
};
