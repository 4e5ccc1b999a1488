/* csv-convert.c: fields of a text morsel to typed vectors
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One tight loop per type over one column.  What is NULL is decided as Spark does: an empty unquoted cell
 * always, a cell equal to nullValue (quotes do not matter), a quoted empty one when emptyValue equals
 * nullValue.
 */

#include "config.h"

#include "formats/csv-convert.h"

#include "base/utf8.h"
#include "value/date.h"
#include "value/number-parse.h"

typedef struct
{
  const AzudCsvColumns *columns;
  const AzudCsvOptions *options;
  const AzudCsvSlice   *slice;
  const AzudCsvField   *fields;      /* of this column: element row * stride */
  size_t                stride;
  const AzudDtype      *type;
  AzudVector           *vector;
  uint64_t             *faults;
  AzudArena            *arena;
  AzudError            *error;
} Conversion;

/* ---- set-up ---- */

static bool
compile (AzudDatetimePattern *pattern,
         const char          *text,
         bool                *has,
         AzudError           *error)
{
  *has = text[0] != '\0';
  return !*has || azud_datetime_pattern_compile (pattern, text, strlen (text), AZUD_PATTERN_PARSE, error);
}

static bool
check_type (const AzudField *field,
            AzudError       *error)
{
  char name[64];

  if (field->type->id <= AZUD_DTYPE_TIMESTAMP_NTZ && field->type->id != AZUD_DTYPE_VOID)
    return true;
  azud_dtype_sql_name (field->type, name, sizeof name);
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE",
                         N_("A CSV cannot hold column {0} of type {1}"), field->name, name, NULL);
}

bool
azud_csv_columns_init (AzudCsvColumns       *columns,
                       const AzudCsvOptions *options,
                       const AzudSchema     *schema,
                       AzudError            *error)
{
  *columns = (AzudCsvColumns){ .options = options, .schema = schema, .corrupt = -1,
                               .now_us = azud_io_real_us () };
  columns->zone = azud_time_zone_utc ();
  if (options->time_zone[0] != '\0')
    columns->zone = azud_time_zone_get (options->time_zone, strlen (options->time_zone), error);
  if (columns->zone == NULL)
    return false;
  for (int i = 0; i < schema->n_fields; i++)
    {
      const AzudField *field = &schema->fields[i];

      if (!check_type (field, error))
        return false;
      if (columns->corrupt < 0 && field->type->id == AZUD_DTYPE_STRING &&
          options->corrupt_column[0] != '\0' &&
          strcmp (field->name, options->corrupt_column) == 0)
        columns->corrupt = i;
    }
  columns->n_fields = (uint32_t) (schema->n_fields - (columns->corrupt >= 0 ? 1 : 0));
  return compile (&columns->date_pattern, options->date_format, &columns->has_date_pattern, error) &&
         compile (&columns->timestamp_pattern, options->timestamp_format, &columns->has_timestamp_pattern,
                  error) &&
         compile (&columns->ntz_pattern, options->timestamp_ntz_format, &columns->has_ntz_pattern, error);
}

/* ---- cells ---- */

const char *
azud_csv_get_cell (const AzudCsvOptions *options,
                   const AzudTextMorsel *morsel,
                   const AzudCsvField   *field,
                   size_t               *size,
                   AzudArena            *arena,
                   AzudError            *error)
{
  const char *text = morsel->base + field->start;
  size_t length = field->size & AZUD_CSV_FIELD_SIZE;
  char *copy;

  if (field->size == AZUD_CSV_FIELD_MISSING)
    length = 0;
  *size = length;
  if ((field->size & AZUD_CSV_FIELD_ESCAPED) == 0)
    return text;
  copy = azud_arena_alloc (arena, length + AZUD_CSV_CELL_BEFORE + AZUD_CSV_CELL_AFTER, 1, error);
  if (copy == NULL)
    return NULL;
  copy += AZUD_CSV_CELL_BEFORE;
  *size = 0;
  for (size_t i = 0; i < length; i++)
    {
      if (text[i] == options->escape && i + 1 < length &&
          (text[i + 1] == options->quote || text[i + 1] == options->escape))
        i++;
      copy[(*size)++] = text[i];
    }
  return copy;
}

static inline bool
is_word (const AzudCsvWord *word,
         const char        *text,
         size_t             size)
{
  return size == word->size && memcmp (text, word->text, size) == 0;
}

typedef enum
{
  CELL_NULL,
  CELL_TEXT,
  CELL_REFUSED
} Cell;

static Cell
get_special_cell (Conversion         *c,
                  const AzudCsvField *field,
                  const char        **text,
                  size_t             *size)
{
  if ((field->size & AZUD_CSV_FIELD_SIZE) == 0)   /* "" */
    {
      *text = c->options->empty_value.text;
      *size = c->options->empty_value.size;
    }
  else
    {
      *text = azud_csv_get_cell (c->options, c->slice->morsel, field, size, c->arena, c->error);
      if (*text == NULL)
        return CELL_REFUSED;
    }
  return is_word (&c->options->null_value, *text, *size) ? CELL_NULL : CELL_TEXT;
}

static inline Cell
get_cell (Conversion  *c,
          uint32_t     row,
          const char **text,
          size_t      *size)
{
  const AzudCsvField *field = c->fields + c->slice->rows[row] * c->stride;
  uint32_t flagged = field->size;

  if (flagged == 0 || flagged == AZUD_CSV_FIELD_MISSING)
    return CELL_NULL;
  *size = flagged & AZUD_CSV_FIELD_SIZE;
  if (__builtin_expect ((flagged & AZUD_CSV_FIELD_ESCAPED) != 0 || *size == 0, 0))
    return get_special_cell (c, field, text, size);
  *text = c->slice->morsel->base + field->start;
  return c->options->null_value.size > 0 && is_word (&c->options->null_value, *text,
                                                     *size) ? CELL_NULL : CELL_TEXT;
}

static bool
put_null (Conversion *c,
          uint32_t    row)
{
  if (c->vector->validity == NULL && !azud_vector_add_validity (c->vector, c->arena, c->error))
    return false;
  azud_bits_set (c->vector->validity, row, false);
  memset ((char *) c->vector->data + (size_t) row * c->type->width, 0, c->type->width);
  return true;
}

static bool
put_fault (Conversion *c,
           uint32_t    row)
{
  azud_bits_set (c->faults, row, true);
  return put_null (c, row);
}

/* ---- one parse function per type ---- */

static inline bool
parse_boolean (const Conversion *c, const char *text, size_t size, uint8_t *value)
{
  bool flag;

  if (azud_parse_boolean (text, size, &flag) != AZUD_PARSE_OK)
    return false;
  *value = flag;
  return true;
}

static inline bool
parse_tinyint (const Conversion *c, const char *text, size_t size, int8_t *value)
{
  return azud_parse_int8 (text, size, value) == AZUD_PARSE_OK;
}

static inline bool
parse_smallint (const Conversion *c, const char *text, size_t size, int16_t *value)
{
  return azud_parse_int16 (text, size, value) == AZUD_PARSE_OK;
}

/* Up to eight digits without a sign, the common case, in one word; false = let the real parser see.  The
 * word is read so that it ends with the cell; what stands before the cell is replaced by zeros.  The check
 * for digits and the pairwise sums are a well-known trick (Lemire, "Quickly parsing eight digits", 2018). */
static inline bool
parse_digits (const char *text,
              size_t      size,
              uint32_t   *value)
{
  const uint64_t zeros = UINT64_C (0x3030303030303030);
  uint64_t word;

  if (size > 8)
    return false;
  memcpy (&word, text + size - 8, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64 (word);
#endif
  if (size < 8)
    {
      unsigned shift = (unsigned) (8 - size) * 8;

      word = (word >> shift << shift) | (zeros >> (64 - shift));
    }
  if (((word & UINT64_C (0xf0f0f0f0f0f0f0f0)) |
       (((word + UINT64_C (0x0606060606060606)) & UINT64_C (0xf0f0f0f0f0f0f0f0)) >> 4)) != UINT64_C (0x3333333333333333))
    return false;
  word -= zeros;
  word = word * 10 + (word >> 8);
  *value = (uint32_t) (((word & UINT64_C (0x000000ff000000ff)) * UINT64_C (0x000f424000000064) +
                        ((word >> 16) & UINT64_C (0x000000ff000000ff)) * UINT64_C (0x0000271000000001)) >> 32);
  return true;
}

static inline bool
parse_int (const Conversion *c, const char *text, size_t size, int32_t *value)
{
  uint32_t digits;

  if (parse_digits (text, size, &digits))
    {
      *value = (int32_t) digits;
      return true;
    }
  return azud_parse_int32 (text, size, value) == AZUD_PARSE_OK;
}

static inline bool
parse_bigint (const Conversion *c, const char *text, size_t size, int64_t *value)
{
  uint32_t digits;

  if (parse_digits (text, size, &digits))
    {
      *value = digits;
      return true;
    }
  return azud_parse_int64 (text, size, value) == AZUD_PARSE_OK;
}

/* Spark's words for what is no number come first. */
static bool
parse_float_word (const Conversion *c,
                  const char       *text,
                  size_t            size,
                  double           *value)
{
  const AzudCsvOptions *options = c->options;

  if (is_word (&options->nan_value, text, size))
    *value = __builtin_nan ("");
  else if (is_word (&options->positive_inf, text, size))
    *value = __builtin_inf ();
  else if (is_word (&options->negative_inf, text, size))
    *value = -__builtin_inf ();
  else
    return false;
  return true;
}

static inline bool
parse_double (const Conversion *c, const char *text, size_t size, double *value)
{
  return azud_parse_double (text, size, AZUD_FLOAT_PLAIN, value) == AZUD_PARSE_OK ||
         parse_float_word (c, text, size, value) ||
         azud_parse_double (text, size, AZUD_FLOAT_JAVA, value) == AZUD_PARSE_OK;
}

static inline bool
parse_float (const Conversion *c, const char *text, size_t size, float *value)
{
  double word;

  if (azud_parse_float (text, size, AZUD_FLOAT_PLAIN, value) == AZUD_PARSE_OK)
    return true;
  if (parse_float_word (c, text, size, &word))
    {
      *value = (float) word;
      return true;
    }
  return azud_parse_float (text, size, AZUD_FLOAT_JAVA, value) == AZUD_PARSE_OK;
}

static inline bool
parse_decimal (const Conversion *c, const char *text, size_t size, AzudInt128 *value)
{
  return azud_parse_decimal (text, size, c->type->precision, c->type->scale, AZUD_DECIMAL_GROUPING, value) ==
         AZUD_PARSE_OK;
}

static inline bool
parse_date (const Conversion *c, const char *text, size_t size, int32_t *value)
{
  if (c->columns->has_date_pattern)
    return azud_datetime_pattern_parse_date (&c->columns->date_pattern, text, size, value) == AZUD_PARSE_OK;
  return azud_parse_date_strict (text, size, value) == AZUD_PARSE_OK ||
         azud_parse_date (text, size, value) == AZUD_PARSE_OK;
}

static inline bool
parse_timestamp (const Conversion *c, const char *text, size_t size, int64_t *value)
{
  const AzudCsvColumns *columns = c->columns;

  if (columns->has_timestamp_pattern)
    return azud_datetime_pattern_parse_timestamp (&columns->timestamp_pattern, text, size, columns->zone,
                                                  value) ==
           AZUD_PARSE_OK;
  return azud_parse_timestamp (text, size, columns->zone, columns->now_us, value) == AZUD_PARSE_OK;
}

static inline bool
parse_timestamp_ntz (const Conversion *c, const char *text, size_t size, int64_t *value)
{
  if (c->columns->has_ntz_pattern)
    return azud_datetime_pattern_parse_timestamp_ntz (&c->columns->ntz_pattern, text, size,
                                                      value) == AZUD_PARSE_OK;
  return azud_parse_timestamp_ntz (text, size, false, value) == AZUD_PARSE_OK;
}

#define DEFINE_CONVERSION(name, ctype)                                                             \
  static bool convert_##name (Conversion *c)                                                       \
  {                                                                                                \
    const AzudCsvSlice *slice = c->slice;                                                          \
    uint32_t n = slice->selection != NULL ? slice->n_selected : slice->n_rows;                     \
    ctype *data = c->vector->data;                                                                 \
                                                                                                   \
    for (uint32_t i = 0; i < n; i++)                                                               \
      {                                                                                            \
        uint32_t row = slice->selection != NULL ? slice->selection[i] : i;                         \
        const char *text;                                                                          \
        size_t size;                                                                               \
        Cell cell = get_cell (c, row, &text, &size);                                               \
                                                                                                   \
        if (__builtin_expect (cell == CELL_TEXT, 1))                                               \
          {                                                                                        \
            if (!parse_##name (c, text, size, &data[row]) && !put_fault (c, row))                  \
              return false;                                                                        \
          }                                                                                        \
        else if (cell == CELL_REFUSED || !put_null (c, row))                                       \
          return false;                                                                            \
      }                                                                                            \
    return true;                                                                                   \
  }

DEFINE_CONVERSION (boolean, uint8_t)
DEFINE_CONVERSION (tinyint, int8_t)
DEFINE_CONVERSION (smallint, int16_t)
DEFINE_CONVERSION (int, int32_t)
DEFINE_CONVERSION (bigint, int64_t)
DEFINE_CONVERSION (float, float)
DEFINE_CONVERSION (double, double)
DEFINE_CONVERSION (decimal, AzudInt128)
DEFINE_CONVERSION (date, int32_t)
DEFINE_CONVERSION (timestamp, int64_t)
DEFINE_CONVERSION (timestamp_ntz, int64_t)

/* ---- text ---- */

/* Each maximal ill-formed part becomes one U+FFFD (Unicode's recommended practice, and Java's). */
const char *
azud_csv_repair_text (const char *text,
                      size_t     *size,
                      AzudArena  *arena,
                      AzudError  *error)
{
  char *copy = azud_arena_alloc (arena, *size * 3 + AZUD_CSV_CELL_AFTER, 1, error);
  size_t in = 0;
  size_t out = 0;

  if (copy == NULL)
    return NULL;
  while (in < *size)
    {
      size_t good = azud_utf8_validate (text + in, *size - in);
      size_t bad = 1;
      unsigned char lead;

      memcpy (copy + out, text + in, good);
      in += good;
      out += good;
      if (in == *size)
        break;
      memcpy (copy + out, "\xEF\xBF\xBD", 3);
      out += 3;
      /* a lead byte takes with it those bytes that could still have made it well-formed */
      lead = (unsigned char) text[in];
      if (lead >= 0xc2 && lead <= 0xf4)
        {
          size_t need = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
          unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
          unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;

          while (bad < need && in + bad < *size && (unsigned char) text[in + bad] >= low &&
                 (unsigned char) text[in + bad] <= high)
            {
              bad++;
              low = 0x80;
              high = 0xbf;
            }
        }
      in += bad;
    }
  *size = out;
  return copy;
}

/* azud_text_make() without a call for the bytes: twelve are read and those behind the text are cleared. */
static inline AzudText
make_text (const char *text,
           size_t      size)
{
  AzudText result = { .size = (uint32_t) size };
  uint64_t low;
  uint32_t high;

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return azud_text_make (text, size);
#endif
  if (size > AZUD_TEXT_INLINE)
    {
      memcpy (result.as.far.prefix, text, 4);
      result.as.far.pointer = text;
      return result;
    }
  memcpy (&low, text, 8);
  memcpy (&high, text + 8, 4);
  if (size < 8)
    {
      low &= (UINT64_C (1) << (size * 8)) - 1;
      high = 0;
    }
  else
    high &= (uint32_t) ((UINT64_C (1) << ((size - 8) * 8)) - 1);
  memcpy (result.as.inlined, &low, 8);
  memcpy (result.as.inlined + 8, &high, 4);
  return result;
}

static bool
convert_string (Conversion *c)
{
  const AzudCsvSlice *slice = c->slice;
  uint32_t n = slice->selection != NULL ? slice->n_selected : slice->n_rows;
  AzudText *data = c->vector->data;
  bool check = !slice->ascii && c->type->id == AZUD_DTYPE_STRING;

  for (uint32_t i = 0; i < n; i++)
    {
      uint32_t row = slice->selection != NULL ? slice->selection[i] : i;
      const char *text;
      size_t size;
      Cell cell = get_cell (c, row, &text, &size);

      if (cell == CELL_REFUSED || (cell == CELL_NULL && !put_null (c, row)))
        return false;
      if (cell == CELL_NULL)
        continue;
      if (check && !azud_utf8_is_valid (text, size))
        {
          if (!slice->repair)
            {
              if (!put_fault (c, row))
                return false;
              continue;
            }
          text = azud_csv_repair_text (text, &size, c->arena, c->error);
          if (text == NULL)
            return false;
        }
      data[row] = make_text (text, size);
    }
  return true;
}

bool
azud_csv_convert (const AzudCsvColumns *columns,
                  int                   column,
                  const AzudCsvSlice   *slice,
                  AzudVector           *vector,
                  uint64_t             *faults,
                  AzudArena            *arena,
                  AzudError            *error)
{
  const AzudDtype *type = columns->schema->fields[column].type;
  Conversion c = {
    .columns = columns, .options = columns->options, .slice = slice, .stride = slice->morsel->n_columns,
    .fields = slice->morsel->fields + azud_csv_columns_get_field (columns, column), .type = type,
    .vector = vector, .faults = faults, .arena = arena, .error = error
  };

  if (!azud_vector_init_flat (vector, type, slice->n_rows, arena, error))
    return false;
  if (slice->selection != NULL && slice->n_selected < slice->n_rows)
    memset (vector->data, 0, (size_t) slice->n_rows * type->width);
  switch ((int) type->id)
    {
    case AZUD_DTYPE_BOOLEAN:       return convert_boolean (&c);
    case AZUD_DTYPE_TINYINT:       return convert_tinyint (&c);
    case AZUD_DTYPE_SMALLINT:      return convert_smallint (&c);
    case AZUD_DTYPE_INT:           return convert_int (&c);
    case AZUD_DTYPE_BIGINT:        return convert_bigint (&c);
    case AZUD_DTYPE_FLOAT:         return convert_float (&c);
    case AZUD_DTYPE_DOUBLE:        return convert_double (&c);
    case AZUD_DTYPE_DECIMAL:       return convert_decimal (&c);
    case AZUD_DTYPE_DATE:          return convert_date (&c);
    case AZUD_DTYPE_TIMESTAMP:     return convert_timestamp (&c);
    case AZUD_DTYPE_TIMESTAMP_NTZ: return convert_timestamp_ntz (&c);
    default:                       return convert_string (&c);
    }
}
