/* csv-tokenize.c: the native tokenizer
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only structural bytes can change the state of the automaton in csv-split.h; all others merely lie between
 * them.  So the text is looked at in blocks of 64 bytes, of which a bit mask of structural bytes is made, and
 * a small state machine runs over the bits.  Bytes that matter only by their absence (text after a closing
 * quote) show up as a gap between two structural positions.
 */

#include "config.h"

#include "formats/csv-tokenize.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

typedef enum
{
  IN_FIELD,       /* unquoted, or nothing of the field seen yet */
  IN_QUOTES,
  AFTER_QUOTE,
  IN_COMMENT
} State;

typedef struct
{
  /* the dialect */
  char            sep;
  char            quote;
  char            escape;
  char            comment;
  bool            leading;      /* ignore blanks before a value */
  bool            trailing;
  uint32_t        n_columns;
  /* the text */
  AzudTextMorsel *morsel;
  const char     *text;
  uint32_t        size;
  uint32_t        stop;
  /* the record in work */
  State           state;
  uint32_t        record;       /* where it begins */
  uint32_t        field;        /* where its field begins */
  uint32_t        column;
  uint32_t        open;         /* the opening quote */
  uint32_t        close;        /* what may be the closing quote */
  uint32_t        skip;         /* an escaped quote or escape */
  uint32_t        flags;        /* of the quoted field */
  uint32_t        first_fault;  /* faults before this one belong to earlier records */
  int32_t         record_line;
  int32_t         open_line;
  int64_t         lines;        /* line ends so far */
  AzudCsvField   *fields;       /* of the row in work */
} Tokenizer;

/* ---- the mask ---- */

#ifdef __SSE2__

static inline uint64_t
structural_mask (const char *p,
                 __m128i     sep,
                 __m128i     quote,
                 __m128i     escape)
{
  const __m128i lf = _mm_set1_epi8 ('\n');
  const __m128i cr = _mm_set1_epi8 ('\r');
  uint64_t mask = 0;

  for (int i = 0; i < 4; i++)
    {
      __m128i bytes = _mm_loadu_si128 ((const __m128i *) (const void *) (p + 16 * i));
      __m128i ends = _mm_or_si128 (_mm_cmpeq_epi8 (bytes, lf), _mm_cmpeq_epi8 (bytes, cr));
      __m128i marks = _mm_or_si128 (_mm_cmpeq_epi8 (bytes, sep), _mm_cmpeq_epi8 (bytes, quote));
      __m128i all = _mm_or_si128 (_mm_or_si128 (ends, marks), _mm_cmpeq_epi8 (bytes, escape));

      mask |= (uint64_t) (uint16_t) _mm_movemask_epi8 (all) << (16 * i);
    }
  return mask;
}

#define MASK(p, t) structural_mask (p, sep, quote, escape)
#define MASK_SETUP(t)                                                                              \
  const __m128i sep = _mm_set1_epi8 ((t)->sep);                                                    \
  const __m128i quote = _mm_set1_epi8 ((t)->quote != '\0' ? (t)->quote : (t)->sep);                 \
  const __m128i escape = _mm_set1_epi8 ((t)->escape != '\0' && (t)->quote != '\0' ? (t)->escape : (t)->sep)

#else

static uint64_t
structural_mask (const char *p,
                 const bool *marks)
{
  uint64_t mask = 0;

  for (int i = 0; i < 64; i++)
    mask |= (uint64_t) marks[(unsigned char) p[i]] << i;
  return mask;
}

#define MASK(p, t) structural_mask (p, marks)
#define MASK_SETUP(t)                                                                              \
  bool marks[256] = { false };                                                                     \
  marks['\n'] = marks['\r'] = marks[(unsigned char) (t)->sep] = true;                               \
  if ((t)->quote != '\0')                                                                          \
    {                                                                                              \
      marks[(unsigned char) (t)->quote] = true;                                                    \
      if ((t)->escape != '\0')                                                                     \
        marks[(unsigned char) (t)->escape] = true;                                                 \
    }

#endif

/* ---- the record in work ---- */

static inline bool
is_blank (const Tokenizer *t,
          char             c)
{
  return c == ' ' || (c == '\t' && t->sep != '\t');
}

static bool
all_blank (const Tokenizer *t,
           uint32_t         from,
           uint32_t         to)
{
  while (from < to && is_blank (t, t->text[from]))
    from++;
  return from == to;
}

static inline void
begin_record (Tokenizer *t,
              uint32_t   at)
{
  t->record = at;
  t->field = at;
  t->column = 0;
  t->first_fault = t->morsel->n_faults;
  t->record_line = (int32_t) t->lines;
  t->state = t->comment != '\0' && at < t->size && t->text[at] == t->comment ? IN_COMMENT : IN_FIELD;
}

static bool
add_fault (Tokenizer       *t,
           AzudCsvFaultKind kind,
           uint32_t         at,
           int32_t          line,
           AzudError       *error)
{
  return azud_text_morsel_add_fault (t->morsel, kind, t->column, at, line, error);
}

/* One stray quote a field is enough. */
static bool
add_stray_quote (Tokenizer *t,
                 uint32_t   at,
                 AzudError *error)
{
  const AzudTextMorsel *morsel = t->morsel;

  if (morsel->n_faults > t->first_fault && morsel->faults[morsel->n_faults - 1].column == t->column)
    return true;
  return add_fault (t, AZUD_CSV_FAULT_STRAY_QUOTE, at, (int32_t) t->lines, error);
}

static inline void
end_field (Tokenizer *t,
           uint32_t   start,
           uint32_t   end,
           uint32_t   flags)
{
  t->field = end + 1;
  if (t->column < t->n_columns)
    {
      if (__builtin_expect (t->leading || t->trailing, 0) && flags == 0)
        {
          while (t->leading && start < end && is_blank (t, t->text[start]))
            start++;
          while (t->trailing && start < end && is_blank (t, t->text[end - 1]))
            end--;
        }
      t->fields[t->column] = (AzudCsvField){ start, (end - start) | flags };
    }
  t->column++;
}

/* A line of nothing but blanks is no record (as in Spark). */
static bool
is_blank_line (const Tokenizer *t,
               uint32_t         end,
               uint32_t         flags)
{
  uint32_t at = t->record;

  if (t->column > 1 || flags != 0)
    return false;
  while (at < end && (unsigned char) t->text[at] <= ' ')
    at++;
  return at == end;
}

/* All fields are in; @end is where the line end stands. */
static bool
end_record (Tokenizer *t,
            uint32_t   end,
            uint32_t   flags,
            AzudError *error)
{
  AzudTextMorsel *morsel = t->morsel;

  if (t->column == 1 && is_blank_line (t, end, flags))
    {
      morsel->n_faults = t->first_fault;
      return true;
    }
  if (__builtin_expect (t->column != t->n_columns, 0))
    {
      uint32_t found = t->column;

      while (t->column < t->n_columns)
        t->fields[t->column++] = (AzudCsvField){ end, AZUD_CSV_FIELD_MISSING };
      t->column = found - 1;
      if (!add_fault (t, found < t->n_columns ? AZUD_CSV_FAULT_FEW_FIELDS : AZUD_CSV_FAULT_MANY_FIELDS, end,
                      t->record_line, error))
        return false;
    }
  morsel->rows[morsel->n_rows++] = (AzudCsvRow){ t->record, end - t->record, t->record_line };
  if (morsel->n_rows == morsel->row_room && !azud_text_morsel_grow_rows (morsel, error))
    return false;
  t->fields = morsel->fields + (size_t) morsel->n_rows * t->n_columns;
  return true;
}

/* A line end at @at, counted by the rule of azud_csv_count_lines(). */
static inline void
count_line (Tokenizer *t,
            uint32_t   at)
{
  const char *p = t->text + at;

  if (*p == '\r' || p[-1] != '\r')
    t->lines++;
  else if (p[-2] == '\r')
    t->lines--;
}

/* The end of the field in state AFTER_QUOTE, at a separator, line end or the end of the file. */
static bool
end_quoted (Tokenizer *t,
            uint32_t   at,
            uint32_t  *flags,
            AzudError *error)
{
  if (at == t->close + 1 || (t->trailing && all_blank (t, t->close + 1, at)))
    {
      *flags = t->flags;
      end_field (t, t->open + 1, t->close, t->flags);
    }
  else
    {
      *flags = 0;
      if (!add_fault (t, AZUD_CSV_FAULT_AFTER_QUOTE, t->close + 1, (int32_t) t->lines, error))
        return false;
      end_field (t, t->field, at, 0);
    }
  t->field = at + 1;
  t->state = IN_FIELD;
  return true;
}

static bool
on_quote (Tokenizer *t,
          uint32_t   at,
          AzudError *error)
{
  switch (t->state)
    {
    case IN_FIELD:
      if (at == t->field || (t->leading && all_blank (t, t->field, at)))
        {
          t->state = IN_QUOTES;
          t->open = at;
          t->open_line = (int32_t) t->lines;
          t->flags = AZUD_CSV_FIELD_QUOTED;
          t->skip = UINT32_MAX;
          return true;
        }
      return add_stray_quote (t, at, error);

    case IN_QUOTES:
      t->state = AFTER_QUOTE;
      t->close = at;
      return true;

    case AFTER_QUOTE:
      if (at == t->close + 1 && t->escape == t->quote)
        {
          t->state = IN_QUOTES;
          t->flags |= AZUD_CSV_FIELD_ESCAPED;
          return true;
        }
      /* text after the closing quote: from here on the field is literal */
      t->state = IN_FIELD;
      return add_fault (t, AZUD_CSV_FAULT_AFTER_QUOTE, t->close + 1, (int32_t) t->lines, error);

    case IN_COMMENT:
    default:
      return true;
    }
}

/* Inside quotes, with an escape that is not the quote. */
static void
on_escape (Tokenizer *t,
           uint32_t   at)
{
  char next = t->text[at + 1];   /* padding at worst */

  if (at + 1 < t->size && (next == t->quote || next == t->escape))
    {
      t->skip = at + 1;
      t->flags |= AZUD_CSV_FIELD_ESCAPED;
    }
}

/* One structural byte; false at the end (stop) or on refusal. */
static inline bool
on_structural (Tokenizer *t,
               uint32_t   at,
               AzudError *error)
{
  char c = t->text[at];

  if (__builtin_expect (t->state == IN_FIELD, 1))
    {
      if (c == t->sep)
        {
          end_field (t, t->field, at, 0);
          return true;
        }
      if (c == '\n' || c == '\r')
        {
          count_line (t, at);
          if (at > t->record)
            {
              end_field (t, t->field, at, 0);
              if (!end_record (t, at, 0, error))
                return false;
            }
          begin_record (t, at + 1);
          return at + 1 < t->stop;
        }
      return c != t->quote || t->quote == '\0' || on_quote (t, at, error);
    }
  if (t->state == IN_QUOTES && at == t->skip)
    return true;
  if (c == '\n' || c == '\r')
    {
      State state = t->state;
      uint32_t flags = 0;

      /* a fault before the line end is on its line, so that is counted after it */
      if (state == AFTER_QUOTE && !end_quoted (t, at, &flags, error))
        return false;
      count_line (t, at);
      if (state == IN_QUOTES)
        return true;
      if (state == AFTER_QUOTE && !end_record (t, at, flags, error))
        return false;
      begin_record (t, at + 1);
      return at + 1 < t->stop;
    }
  if (t->state == IN_QUOTES && c == t->escape && t->escape != t->quote)
    {
      on_escape (t, at);
      return true;
    }
  if (c == t->quote)
    return on_quote (t, at, error);
  if (c == t->sep && t->state == AFTER_QUOTE)
    {
      uint32_t flags;

      return end_quoted (t, at, &flags, error);
    }
  return true;
}

/* The file ends inside a record. */
static bool
finish (Tokenizer *t,
        AzudError *error)
{
  uint32_t end = t->size;
  uint32_t flags = 0;

  if (t->record >= end || t->state == IN_COMMENT)
    {
      t->record = end;
      return true;
    }
  switch (t->state)
    {
    case IN_QUOTES:
      flags = t->flags;
      if (!add_fault (t, AZUD_CSV_FAULT_OPEN_QUOTE, t->open, t->open_line, error))
        return false;
      end_field (t, t->open + 1, end, flags);
      break;
    case AFTER_QUOTE:
      if (!end_quoted (t, end, &flags, error))
        return false;
      break;
    case IN_FIELD:
    case IN_COMMENT:
    default:
      end_field (t, t->field, end, 0);
      break;
    }
  if (!end_record (t, end, flags, error))
    return false;
  t->record = end;
  t->record_line = (int32_t) t->lines;
  t->first_fault = t->morsel->n_faults;
  return true;
}

/* Plain cells of complete rows, which is nearly everything, are handled here with the state in registers;
 * whatever is else goes through on_structural(). */
static bool
walk (Tokenizer *t,
      bool       at_end,
      AzudError *error)
{
  AzudTextMorsel *morsel = t->morsel;
  const char *text = t->text;
  const char comma = t->sep;
  const char quote_char = t->quote != '\0' ? t->quote : comma;
  const uint32_t last = t->n_columns - 1;
  const bool simple = !t->leading && !t->trailing && t->comment == '\0';
  bool fast = simple && t->state == IN_FIELD;
  uint32_t field = t->field;
  uint32_t column = t->column;
  AzudCsvField *fields = t->fields;
  MASK_SETUP (t);

  for (uint32_t block = 0; block < t->size; block += 64)
    {
      uint64_t mask = MASK (text + block, t);

      if (t->size - block < 64)
        mask &= (UINT64_C (1) << (t->size - block)) - 1;
      while (mask != 0)
        {
          uint32_t at = block + (uint32_t) __builtin_ctzll (mask);
          char c = text[at];

          mask &= mask - 1;
          if (__builtin_expect (fast && c == comma && column <= last, 1))
            {
              fields[column++] = (AzudCsvField){ field, at - field };
              field = at + 1;
              continue;
            }
          if (fast && c == '\n' && column == last && column > 0 && text[at - 1] != '\r' && at + 1 < t->stop &&
              morsel->n_rows + 1 < morsel->row_room)
            {
              fields[column] = (AzudCsvField){ field, at - field };
              morsel->rows[morsel->n_rows++] = (AzudCsvRow){ t->record, at - t->record, t->record_line };
              fields += column + 1;
              column = 0;
              t->record = field = at + 1;
              t->record_line = (int32_t) ++t->lines;
              t->first_fault = morsel->n_faults;
              continue;
            }
          if (fast && c == quote_char && at == field && column < last && mask != 0)
            {
              /* a quoted cell without quotes or line ends in it, within this block */
              uint32_t close = block + (uint32_t) __builtin_ctzll (mask);
              uint64_t rest = mask & (mask - 1);

              if (text[close] == quote_char && rest != 0 && text[close + 1] == comma &&
                  block + (uint32_t) __builtin_ctzll (rest) == close + 1)
                {
                  fields[column++] = (AzudCsvField){ at + 1, (close - at - 1) | AZUD_CSV_FIELD_QUOTED };
                  field = close + 2;
                  mask = rest & (rest - 1);
                  continue;
                }
            }
          t->field = field;
          t->column = column;
          t->fields = fields;
          if (!on_structural (t, at, error))
            {
              morsel->stopped = t->record >= t->stop;
              return morsel->stopped;   /* else memory was refused */
            }
          field = t->field;
          column = t->column;
          fields = t->fields;
          fast = simple && t->state == IN_FIELD;
        }
    }
  t->field = field;
  t->column = column;
  t->fields = fields;
  return !at_end || finish (t, error);
}

bool
azud_csv_tokenize (const AzudCsvAutomaton *automaton,
                   const AzudCsvOptions   *options,
                   AzudTextMorsel         *morsel,
                   const char             *text,
                   uint32_t                size,
                   bool                    at_end,
                   uint32_t                stop,
                   AzudError              *error)
{
  Tokenizer t = {
    .sep = options->sep, .quote = options->quote, .escape = options->escape, .comment = options->comment,
    .leading = options->ignore_leading_blanks, .trailing = options->ignore_trailing_blanks,
    .n_columns = morsel->n_columns, .morsel = morsel, .text = text, .size = size, .stop = stop,
  };

  morsel->text = morsel->base = text;
  morsel->n_rows = morsel->n_faults = 0;
  morsel->consumed = 0;
  morsel->lines = 0;
  morsel->stopped = false;
  if (morsel->row_room == 0 && !azud_text_morsel_grow_rows (morsel, error))
    return false;
  t.fields = morsel->fields;
  if (stop == 0)
    {
      morsel->stopped = true;
      return true;
    }
  begin_record (&t, 0);
  if (!walk (&t, at_end, error))
    return false;
  morsel->consumed = t.record;
  morsel->n_faults = t.first_fault;
  morsel->lines = t.record >= size && at_end ? t.lines : t.record_line;
  return true;
}
