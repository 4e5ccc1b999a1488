/* csv-tokenize-libcsv.c: the reference tokenizer
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Records are cut by the automaton, byte by byte.  libcsv then parses one record per call with its strict
 * options, so that an open quote cannot run on, and with no character counted as a blank, so that nothing is
 * stripped.  A record that libcsv refuses is split by following the automaton; both ways copy the values.
 */

#include "config.h"

#include "formats/csv-tokenize.h"

#include <csv.h>

typedef struct
{
  const AzudCsvAutomaton *automaton;
  AzudTextMorsel         *morsel;
  AzudError              *error;
  uint32_t                column;
  bool                    failed;   /* memory was refused inside a callback */
} Reference;

bool
azud_csv_libcsv_can (const AzudCsvOptions *options)
{
  return options->quote != '\0' && options->escape == options->quote && !options->ignore_leading_blanks &&
         !options->ignore_trailing_blanks;
}

static int
never (unsigned char c)
{
  return 0;
}

static void
put_field (Reference  *r,
           const char *value,
           size_t      size,
           uint32_t    flags)
{
  AzudTextMorsel *morsel = r->morsel;
  size_t at = morsel->copies.size;

  if (r->column < morsel->n_columns)
    {
      if (!azud_bytes_append (&morsel->copies, value, size, r->error))
        r->failed = true;
      morsel->fields[(size_t) morsel->n_rows * morsel->n_columns + r->column] =
        (AzudCsvField){ (uint32_t) at, (uint32_t) size | flags };
    }
  r->column++;
}

static void
field_cb (void  *value,
          size_t size,
          void  *data)
{
  put_field (data, value, size, value != NULL && size == 0 ? AZUD_CSV_FIELD_QUOTED : 0);
}

static bool
put_fault (Reference       *r,
           AzudCsvFaultKind kind,
           uint32_t         at,
           int32_t          line)
{
  return azud_text_morsel_add_fault (r->morsel, kind, r->column, at, line, r->error);
}

/* A field that the automaton has walked over: [start, end) with its quotes. */
static bool
put_walked (Reference *r,
            uint32_t   start,
            uint32_t   end,
            bool       literal)
{
  const char *text = r->morsel->text;
  char quote = r->automaton->quote;
  size_t at = r->morsel->copies.size;
  AzudBytes *copies = &r->morsel->copies;

  if (literal || start == end || text[start] != quote)
    {
      put_field (r, text + start, end - start, 0);
      return !r->failed;
    }
  put_field (r, "", 0, AZUD_CSV_FIELD_QUOTED);
  for (uint32_t i = start + 1; i < end; i++)
    {
      if (text[i] == quote)
        i++;   /* the first of two; a single one ends the field */
      if (i < end && !azud_bytes_append_char (copies, text[i], r->error))
        return false;
    }
  if (r->column <= r->morsel->n_columns)
    r->morsel->fields[(size_t) r->morsel->n_rows * r->morsel->n_columns + r->column - 1].size =
      (uint32_t) (copies->size - at) | AZUD_CSV_FIELD_QUOTED;
  return !r->failed;
}

/* Splits a record that libcsv refused, with its faults. */
static bool
walk_record (Reference *r,
             uint32_t   start,
             uint32_t   end,
             int32_t    line)
{
  const AzudCsvAutomaton *a = r->automaton;
  const char *text = r->morsel->text;
  AzudCsvState state = AZUD_CSV_AT_RECORD;
  uint32_t field = start;
  int32_t open_line = line;
  int64_t lines = line;
  bool literal = false;

  for (uint32_t i = start; i < end; i++)
    {
      AzudCsvState next = (AzudCsvState) a->next[state][(unsigned char) text[i]];

      lines += azud_csv_count_lines (text + i, 1, text[(int64_t) i - 1], text[(int64_t) i - 2]);
      if (next == AZUD_CSV_QUOTED && state <= AZUD_CSV_AT_FIELD)
        open_line = (int32_t) lines;
      if (next == AZUD_CSV_UNQUOTED && !literal &&
          (state == AZUD_CSV_AFTER_QUOTE || (state == AZUD_CSV_UNQUOTED && text[i] == a->quote)))
        {
          literal = true;
          if (!put_fault (r, state == AZUD_CSV_UNQUOTED ? AZUD_CSV_FAULT_STRAY_QUOTE : AZUD_CSV_FAULT_AFTER_QUOTE, i,
                          (int32_t) lines))
            return false;
        }
      if (next == AZUD_CSV_AT_FIELD)
        {
          if (!put_walked (r, field, i, literal))
            return false;
          field = i + 1;
          literal = false;
        }
      state = next;
    }
  if (state == AZUD_CSV_QUOTED && !put_fault (r, AZUD_CSV_FAULT_OPEN_QUOTE, field, open_line))
    return false;
  return put_walked (r, field, end, literal);
}

static bool
parse_record (Reference         *r,
              struct csv_parser *parser,
              uint32_t           start,
              uint32_t           end,
              int32_t            line)
{
  AzudTextMorsel *morsel = r->morsel;
  size_t mark = morsel->copies.size;
  size_t done;

  r->column = 0;
  done = csv_parse (parser, morsel->text + start, end - start, field_cb, NULL, r);
  if (done == end - start && csv_fini (parser, field_cb, NULL, r) == 0)
    return !r->failed;
  if (csv_error (parser) == CSV_ENOMEM)
    return azud_error_set (r->error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY",
                           N_("There is not enough memory"), NULL);
  /* a parser that has failed is not used again */
  csv_free (parser);
  if (csv_init (parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL) != 0)
    return azud_error_set (r->error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY",
                           N_("There is not enough memory"), NULL);
  csv_set_delim (parser, (unsigned char) r->automaton->sep);
  csv_set_quote (parser, (unsigned char) r->automaton->quote);
  csv_set_space_func (parser, never);
  azud_bytes_truncate (&morsel->copies, mark);
  r->column = 0;
  return walk_record (r, start, end, line);
}

/* Completes the row to n_columns fields and counts it. */
static bool
end_row (Reference *r,
         uint32_t   start,
         uint32_t   end,
         int32_t    line)
{
  AzudTextMorsel *morsel = r->morsel;
  uint32_t found = r->column;

  for (uint32_t c = found; c < morsel->n_columns; c++)
    morsel->fields[(size_t) morsel->n_rows * morsel->n_columns + c] = (AzudCsvField){ 0, AZUD_CSV_FIELD_MISSING };
  r->column = found - 1;
  if (found != morsel->n_columns &&
      !put_fault (r, found < morsel->n_columns ? AZUD_CSV_FAULT_FEW_FIELDS : AZUD_CSV_FAULT_MANY_FIELDS, end,
                  line))
    return false;
  morsel->rows[morsel->n_rows++] = (AzudCsvRow){ start, end - start, line };
  return morsel->n_rows < morsel->row_room || azud_text_morsel_grow_rows (morsel, r->error);
}

static bool
tokenize (Reference            *r,
          const AzudCsvOptions *options,
          struct csv_parser    *parser,
          uint32_t              size,
          bool                  at_end,
          uint32_t              stop)
{
  AzudTextMorsel *morsel = r->morsel;
  uint32_t start = 0;

  while (start < size && start < stop)
    {
      AzudCsvState state = AZUD_CSV_AT_RECORD;
      size_t found = azud_csv_automaton_find_record (r->automaton, &state, morsel->text + start,
                                                     size - start);
      uint32_t next = found == SIZE_MAX ? size : start + (uint32_t) found;
      uint32_t end = found == SIZE_MAX ? size : next - 1;
      const char *text = morsel->text + start;

      if (found == SIZE_MAX && !at_end)
        break;
      if (!azud_csv_is_no_record (options, text, end - start) &&
          (!parse_record (r, parser, start, end, (int32_t) morsel->lines) ||
           !end_row (r, start, end, (int32_t) morsel->lines)))
        return false;
      morsel->lines += azud_csv_count_lines (text, next - start, text[-1], text[-2]);
      start = next;
    }
  morsel->consumed = start;
  morsel->stopped = start >= stop;
  if (!azud_bytes_reserve (&morsel->copies, AZUD_CSV_PADDING, r->error))
    return false;
  morsel->base = morsel->copies.data;
  return true;
}

bool
azud_csv_tokenize_libcsv (const AzudCsvAutomaton *automaton,
                          const AzudCsvOptions   *options,
                          AzudTextMorsel         *morsel,
                          const char             *text,
                          uint32_t                size,
                          bool                    at_end,
                          uint32_t                stop,
                          AzudError              *error)
{
  static const char padding[AZUD_CSV_PADDING] = { 0 };
  Reference r = { .automaton = automaton, .morsel = morsel, .error = error };
  struct csv_parser parser;
  bool ok;

  morsel->text = text;
  morsel->n_rows = morsel->n_faults = 0;
  morsel->lines = 0;
  azud_bytes_truncate (&morsel->copies, 0);
  if (!azud_bytes_append (&morsel->copies, padding, sizeof padding, error))
    return false;
  if (morsel->row_room == 0 && !azud_text_morsel_grow_rows (morsel, error))
    return false;
  if (csv_init (&parser, CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL) != 0)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("There is not enough memory"),
                           NULL);
  csv_set_delim (&parser, (unsigned char) options->sep);
  csv_set_quote (&parser, (unsigned char) options->quote);
  csv_set_space_func (&parser, never);
  ok = tokenize (&r, options, &parser, size, at_end, stop);
  csv_free (&parser);
  return ok;
}
