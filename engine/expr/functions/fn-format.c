/* fn-format.c: format_number and format_string
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * format_string is Java's Formatter for %s %d %x %o %f %e %b %c %% and %n, with the flags - 0 + space , and (, width,
 * precision and argument numbers; in English, whatever the locale.
 */

#include "expr/functions/fn-kernel-private.h"
#include "value/number-print.h"

/* Longest plain form of a double, with as many fraction digits as Java prints. */
#define MAX_FRACTION 340
#define PLAIN_MAX    (MAX_FRACTION + 340)

/* Appends @digits with a comma between thousands. */
static bool
append_grouped (TextBuffer *buffer, const char *digits, size_t n, AzudError *error)
{
  for (size_t i = 0; i < n; i++)
    if ((i > 0 && (n - i) % 3 == 0 && !buffer_append (buffer, ",", 1, error)) || !buffer_append (buffer, digits + i, 1, error))
      return false;
  return true;
}

/* printf's %f and %e, with a point in every locale. */
static size_t
c_print (char *text, char conversion, int precision, double x)
{
  char format[16];

  g_snprintf (format, sizeof format, "%%.%d%c", precision, conversion);
  g_ascii_formatd (text, PLAIN_MAX, format, x);
  return strlen (text);
}

/* ---- format_number ---- */

/* @value of argument 0 as `[-]digits[.digits]`; the fraction may be shorter than @digits. */
static size_t
plain_text (const AzudKernelCall *call, uint32_t row, int digits, char *text)
{
  const AzudDtype *type = call->args[0]->type;
  AzudVectorView view = azud_vector_view (call->args[0]);
  AzudInt128 rounded;

  switch (type->id)
    {
    case AZUD_DTYPE_TINYINT:
      return azud_print_int64 (text, VALUE_AT (int8_t, view, row));
    case AZUD_DTYPE_SMALLINT:
      return azud_print_int64 (text, VALUE_AT (int16_t, view, row));
    case AZUD_DTYPE_INT:
      return azud_print_int64 (text, VALUE_AT (int32_t, view, row));
    case AZUD_DTYPE_BIGINT:
      return azud_print_int64 (text, VALUE_AT (int64_t, view, row));
    case AZUD_DTYPE_DECIMAL:
      digits = MIN (digits, type->scale);
      if (azud_decimal_rescale (VALUE_AT (AzudInt128, view, row), type->scale, (AzudDecimalType){ 38, digits }, AZUD_ROUND_HALF_EVEN,
                                &rounded) != AZUD_DECIMAL_OK)
        return 0;
      return azud_print_decimal (text, rounded, digits);
    default:
      {
        double x = type->id == AZUD_DTYPE_FLOAT ? (double) VALUE_AT (float, view, row) : VALUE_AT (double, view, row);

        if (isnan (x))
          return (size_t) g_snprintf (text, PLAIN_MAX, "NaN");
        if (isinf (x))
          return (size_t) g_snprintf (text, PLAIN_MAX, x < 0 ? "-∞" : "∞");
        return c_print (text, 'f', digits, x);   /* exact, halves to even */
      }
    }
}

static bool
format_number_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView counts = azud_vector_view (call->args[1]);
  TextBuffer buffer = { call->arena };

  FOR_ROWS (call, row)
    {
      int32_t digits = VALUE_AT (int32_t, counts, row);
      char text[PLAIN_MAX];
      size_t size, sign, whole, have;

      if (digits < 0)
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      digits = MIN (digits, MAX_FRACTION);
      size = plain_text (call, row, digits, text);
      sign = size > 0 && text[0] == '-';
      for (whole = sign; whole < size && g_ascii_isdigit (text[whole]); whole++)
        ;
      if (!buffer_append (&buffer, text, sign, error) || !append_grouped (&buffer, text + sign, whole - sign, error))
        return false;
      if (whole == sign)   /* NaN and infinity */
        have = (size_t) digits;
      else
        have = whole < size ? size - whole - 1 : 0;
      if (whole > sign && whole == size && digits > 0 && !buffer_append (&buffer, ".", 1, error))
        return false;
      if (!buffer_append (&buffer, text + whole, size - whole, error))
        return false;
      for (; have < (size_t) digits; have++)
        if (!buffer_append (&buffer, "0", 1, error))
          return false;
      if (!buffer_finish (&buffer, call, row, error))
        return false;
    }
  return true;
}

/* ---- format_string ---- */

typedef struct
{
  bool left, zero, plus, space, comma, paren;
  int  width;        /* -1 = none */
  int  precision;    /* -1 = none */
  int  argument;     /* from 1; 0 = the next */
  char conversion;   /* lower case */
  bool upper;
} Spec;

static int
read_number (const char **at, const char *end)
{
  int n = 0;

  for (; *at < end && g_ascii_isdigit (**at) && n < 100000; (*at)++)
    n = n * 10 + (**at - '0');
  return n;
}

/* Reads what follows a %; false when it is no specifier. */
static bool
read_spec (const char **at, const char *end, Spec *spec)
{
  const char *start = *at;

  *spec = (Spec){ .width = -1, .precision = -1 };
  if (*at < end && g_ascii_isdigit (**at) && **at != '0')
    {
      spec->argument = read_number (at, end);
      if (*at < end && **at == '$')
        (*at)++;
      else
        {
          spec->argument = 0;
          *at = start;
        }
    }
  for (; *at < end && strchr ("-0+ ,(", **at) != NULL && **at != '\0'; (*at)++)
    {
      spec->left |= **at == '-';
      spec->zero |= **at == '0';
      spec->plus |= **at == '+';
      spec->space |= **at == ' ';
      spec->comma |= **at == ',';
      spec->paren |= **at == '(';
    }
  if (*at < end && g_ascii_isdigit (**at))
    spec->width = read_number (at, end);
  if (*at < end && **at == '.')
    {
      (*at)++;
      if (*at == end || !g_ascii_isdigit (**at))
        return false;
      spec->precision = read_number (at, end);
    }
  if (*at == end || strchr ("sSdxXofeEbBc%n", **at) == NULL || **at == '\0')
    return false;
  spec->conversion = g_ascii_tolower (**at);
  spec->upper = g_ascii_isupper (**at);
  (*at)++;
  return true;
}

/* Appends @body, filled up to the width; zeros come between @sign and it. */
static bool
append_field (TextBuffer *buffer, const Spec *spec, const char *sign, const char *body, size_t size, AzudError *error)
{
  size_t length = strlen (sign) + utf8_length (body, size);
  size_t fill = spec->width > 0 && (size_t) spec->width > length ? (size_t) spec->width - length : 0;

  for (size_t i = 0; !spec->left && !spec->zero && i < fill; i++)
    if (!buffer_append (buffer, " ", 1, error))
      return false;
  if (!buffer_append (buffer, sign, strlen (sign), error))
    return false;
  for (size_t i = 0; spec->zero && i < fill; i++)
    if (!buffer_append (buffer, "0", 1, error))
      return false;
  if (!buffer_append (buffer, body, size, error))
    return false;
  for (size_t i = 0; spec->left && i < fill; i++)
    if (!buffer_append (buffer, " ", 1, error))
      return false;
  return true;
}

static bool
append_text_field (TextBuffer *buffer, const Spec *spec, const char *text, size_t size, AzudError *error)
{
  Spec plain = *spec;
  const char *at = text, *end = text + size;

  plain.zero = false;
  for (int n = 0; spec->precision >= 0 && n < spec->precision && at < end; n++)
    at += utf8_width (at, end);
  if (spec->precision >= 0)
    size = (size_t) (at - text);
  return append_field (buffer, &plain, "", text, size, error);
}

/* A number: sign flags, thousands, width.  @digits without a sign. */
static bool
append_number_field (TextBuffer *buffer, const Spec *spec, bool negative, const char *digits, size_t size, AzudError *error)
{
  char body[PLAIN_MAX + 256];
  size_t n = 0, whole = 0;

  while (whole < size && g_ascii_isdigit (digits[whole]))
    whole++;
  for (size_t i = 0; i < size; i++)
    {
      if (spec->comma && i > 0 && i < whole && (whole - i) % 3 == 0)
        body[n++] = ',';
      body[n++] = digits[i];
    }
  if (negative && spec->paren)
    body[n++] = ')';
  return append_field (buffer, spec, negative ? (spec->paren ? "(" : "-") : spec->plus ? "+" : spec->space ? " " : "", body, n, error);
}

/* The decimal digits of |@x| rounded, halves up, to @keep fraction digits: `digits.digits`. */
static size_t
fixed_text (double x, int keep, char *text)
{
  uint64_t digits;
  int exponent;
  char plain[32], all[400 + 32];
  int n, point;

  azud_double_digits (fabs (x), &digits, &exponent);
  n = (int) azud_print_uint64 (plain, digits);
  point = n + exponent;                       /* digits before the point */
  memset (all, '0', sizeof all);
  if (point <= 0)
    {
      int shift = MIN (1 - point, 380);       /* leading zeros, one of them before the point */

      memcpy (all + shift, plain, (size_t) n);
      n += shift;
      point = 1;
    }
  else
    {
      memcpy (all, plain, (size_t) n);
      n = MAX (n, point);
    }
  if (point + keep < n)
    {
      bool up = all[point + keep] >= '5';

      n = point + keep;
      for (int i = n - 1; up && i >= 0; i--)
        {
          up = all[i] == '9';
          all[i] = up ? '0' : (char) (all[i] + 1);
        }
      if (up)
        {
          memmove (all + 1, all, (size_t) n);
          all[0] = '1';
          n++;
          point++;
        }
    }
  memcpy (text, all, (size_t) point);
  if (keep == 0)
    return (size_t) point;
  text[point] = '.';
  for (int i = 0; i < keep; i++)
    text[point + 1 + i] = point + i < n ? all[point + i] : '0';
  return (size_t) (point + 1 + keep);
}

static bool
append_real (TextBuffer *buffer, const Spec *spec, double x, AzudError *error)
{
  char text[PLAIN_MAX];
  int keep = spec->precision < 0 ? 6 : MIN (spec->precision, 300);
  size_t size;

  if (!isfinite (x))
    {
      Spec plain = *spec;

      plain.zero = plain.comma = false;
      return append_field (buffer, &plain, isnan (x) ? "" : x < 0 ? "-" : spec->plus ? "+" : "",
                           isnan (x) ? "NaN" : "Infinity", isnan (x) ? 3 : 8, error);
    }
  size = spec->conversion == 'f' ? fixed_text (x, keep, text) : c_print (text, 'e', keep, fabs (x));
  for (size_t i = 0; spec->upper && i < size; i++)
    text[i] = g_ascii_toupper (text[i]);
  return append_number_field (buffer, spec, signbit (x) != 0, text, size, error);
}

static bool
wrong_format (const AzudKernelCall *call, uint32_t row, AzudError *error)
{
  FAIL_ROW (row, "AZUD_FORMAT_STRING", N_("The format given to {0} does not fit its arguments"), call->call->call_name);
}

/* A whole number of any width; false for other types. */
static bool
read_whole (const AzudVector *vector, uint32_t row, int64_t *value, uint64_t *bits)
{
  AzudVectorView view = azud_vector_view (vector);

  switch (vector->type->id)
    {
    case AZUD_DTYPE_TINYINT:
      *value = VALUE_AT (int8_t, view, row);
      *bits = (uint8_t) *value;
      return true;
    case AZUD_DTYPE_SMALLINT:
      *value = VALUE_AT (int16_t, view, row);
      *bits = (uint16_t) *value;
      return true;
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
      *value = VALUE_AT (int32_t, view, row);
      *bits = (uint32_t) *value;
      return true;
    case AZUD_DTYPE_BIGINT:
    case AZUD_DTYPE_TIMESTAMP:
    case AZUD_DTYPE_TIMESTAMP_NTZ:
      *value = VALUE_AT (int64_t, view, row);
      *bits = (uint64_t) *value;
      return true;
    default:
      return false;
    }
}

/* %S of a text, character by character. */
static bool
append_upper (TextBuffer *buffer, const Spec *spec, const AzudText *in, AzudError *error)
{
  const char *at = azud_text_data (in), *end = at + in->size;
  char *upper = azud_arena_alloc (buffer->arena, (size_t) in->size * 4 + 1, 1, error);
  size_t n = 0;

  if (upper == NULL)
    return false;
  for (uint32_t width; at < end; at += width)
    {
      width = utf8_width (at, end);
      n += azud_fn_utf8_write (upper + n, g_unichar_toupper (azud_fn_utf8_read (at, width)));
    }
  return append_text_field (buffer, spec, upper, n, error);
}

/* What %s shows of a value. */
static bool
append_shown (TextBuffer *buffer, const Spec *spec, const AzudVector *vector, uint32_t row, AzudError *error)
{
  AzudVectorView view = azud_vector_view (vector);
  const AzudText *in;
  char text[64];
  int64_t whole;
  uint64_t bits;
  size_t size;

  if (read_whole (vector, row, &whole, &bits))
    size = azud_print_int64 (text, whole);
  else
    switch (vector->type->id)
      {
      case AZUD_DTYPE_BOOLEAN:
        size = (size_t) g_snprintf (text, sizeof text, "%s", VALUE_AT (uint8_t, view, row) ? "true" : "false");
        break;
      case AZUD_DTYPE_FLOAT:
        size = azud_print_float (text, VALUE_AT (float, view, row));
        break;
      case AZUD_DTYPE_DOUBLE:
        size = azud_print_double (text, VALUE_AT (double, view, row));
        break;
      case AZUD_DTYPE_DECIMAL:
        size = azud_print_decimal_java (text, VALUE_AT (AzudInt128, view, row), vector->type->scale);
        break;
      default:
        in = &VALUE_AT (AzudText, view, row);
        if (spec->upper)
          return append_upper (buffer, spec, in, error);
        return append_text_field (buffer, spec, azud_text_data (in), in->size, error);
      }
  for (size_t i = 0; spec->upper && i < size; i++)
    text[i] = g_ascii_toupper (text[i]);
  return append_text_field (buffer, spec, text, size, error);
}

static bool
append_value (const AzudKernelCall *call, TextBuffer *buffer, const Spec *spec, const AzudVector *vector, uint32_t row, AzudError *error)
{
  AzudVectorView view = azud_vector_view (vector);
  bool null = vector->type->id == AZUD_DTYPE_VOID || arg_is_null (&view, row);
  char text[32];
  int64_t whole;
  uint64_t bits;

  if (null)
    return append_text_field (buffer, spec, spec->conversion == 'b' ? "false" : "null", spec->conversion == 'b' ? 5 : 4, error);
  switch (spec->conversion)
    {
    case 's':
      return append_shown (buffer, spec, vector, row, error);
    case 'b':
      if (vector->type->id == AZUD_DTYPE_BOOLEAN)
        return append_shown (buffer, spec, vector, row, error);
      return append_text_field (buffer, spec, "true", 4, error);
    case 'd':
      if (!read_whole (vector, row, &whole, &bits))
        return wrong_format (call, row, error);
      return append_number_field (buffer, spec, whole < 0, text, azud_print_uint64 (text, whole < 0 ? -(uint64_t) whole : (uint64_t) whole),
                                  error);
    case 'x':
    case 'o':
      if (!read_whole (vector, row, &whole, &bits))
        return wrong_format (call, row, error);
      return append_field (buffer, spec, "", text,
                           (size_t) g_snprintf (text, sizeof text,
                                                spec->conversion == 'o' ? "%" G_GINT64_MODIFIER "o"
                                                : spec->upper          ? "%" G_GINT64_MODIFIER "X"
                                                                       : "%" G_GINT64_MODIFIER "x", bits),
                           error);
    case 'c':
      if (!read_whole (vector, row, &whole, &bits) || bits > 0x10FFFF)
        return wrong_format (call, row, error);
      return append_text_field (buffer, spec, text, azud_fn_utf8_write (text, (uint32_t) bits), error);
    default:
      if (vector->type->id == AZUD_DTYPE_DOUBLE)
        return append_real (buffer, spec, VALUE_AT (double, view, row), error);
      if (vector->type->id == AZUD_DTYPE_FLOAT)
        return append_real (buffer, spec, (double) VALUE_AT (float, view, row), error);
      return wrong_format (call, row, error);
    }
}

static bool
format_row (const AzudKernelCall *call, TextBuffer *buffer, const AzudText *format, uint32_t row, AzudError *error)
{
  const char *at = azud_text_data (format), *end = at + format->size, *percent;
  uint32_t next = 1;
  Spec spec;

  while (at < end)
    {
      uint32_t argument;

      percent = memchr (at, '%', (size_t) (end - at));
      if (!buffer_append (buffer, at, (size_t) ((percent != NULL ? percent : end) - at), error))
        return false;
      if (percent == NULL)
        break;
      at = percent + 1;
      if (!read_spec (&at, end, &spec))
        return wrong_format (call, row, error);
      if (spec.conversion == '%' || spec.conversion == 'n')
        {
          if (!append_text_field (buffer, &spec, spec.conversion == 'n' ? "\n" : "%", 1, error))
            return false;
          continue;
        }
      argument = spec.argument > 0 ? (uint32_t) spec.argument : next++;
      if (argument >= call->n_args)
        return wrong_format (call, row, error);
      if (!append_value (call, buffer, &spec, call->args[argument], row, error))
        return false;
    }
  return true;
}

static bool
format_string_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView formats = azud_vector_view (call->args[0]);
  TextBuffer buffer = { call->arena };

  FOR_ROWS (call, row)
    {
      if (arg_is_null (&formats, row))
        {
          if (!set_null (call, row, error))
            return false;
          continue;
        }
      set_valid (call, row);
      if (!format_row (call, &buffer, &VALUE_AT (AzudText, formats, row), row, error) || !buffer_finish (&buffer, call, row, error))
        return false;
    }
  return true;
}

static const AzudDtype *
format_string_type (const AzudExpr *call, AzudError *error)
{
  for (int i = 1; i < call->n_args; i++)
    if (azud_dtype_is_nested (call->args[i]->type) || call->args[i]->type->id == AZUD_DTYPE_YEAR_MONTH
        || call->args[i]->type->id == AZUD_DTYPE_DAY_TIME)
      return azud_fn_refuse (call, i, "STRING, NUMERIC, BOOLEAN", error);
  return azud_dtype_get (AZUD_DTYPE_STRING);
}

const AzudFunction azud_functions_format[] = {
  { .name = "format_number", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES ({ "numeric,int", "string", format_number_kernel }),
    .summary = N_("A number with commas between thousands and n fraction digits"),
    .example = "format_number(12332.12345, 2)", .result = "12,332.12" },
  { .name = "format_string", .aliases = "printf", .family = N_("string"), .since = 35,
    .flags = AZUD_FUNCTION_TAKES_NULL | AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES ({ .args = "string", .kernel = format_string_kernel, .resolve_type = format_string_type },
                              { .args = "string,any...", .kernel = format_string_kernel, .resolve_type = format_string_type }),
    .summary = N_("A text with values put where %s, %d, %.2f ... stand"), .example = "format_string('%s: %05d', 'flow', 42)", .result = "flow: 00042" },
  { NULL }
};
