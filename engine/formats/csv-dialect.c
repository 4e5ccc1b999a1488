/* csv-dialect.c: a guess at separator and quote
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/csv-dialect.h"

#include "formats/csv-infer.h"

#define MAX_BYTES   ((uint32_t) 64 << 10)   /* looked at per candidate */
#define MAX_ROWS    500
#define MAX_COLUMNS 1024                    /* beyond it all row lengths count as equal */
#define MAX_CELLS   32                      /* of a row that are looked at */

static const char separators[] = { ',', ';', '\t', '|', ':', '^', '~', ' ' };
static const char quotes[] = { '"', '\'', '\0' };

/* Cells that contain none of what separates elsewhere, or that are numbers or dates, speak for a candidate.
 * */
static bool
is_regular_cell (const AzudCsvColumns *columns,
                 const char           *text,
                 size_t                size,
                 bool                  quoted)
{
  if (quoted || size == 0)
    return true;
  for (size_t i = 0; i < size; i++)
    if (text[i] == ',' || text[i] == ';' || text[i] == '\t' || text[i] == '|' || text[i] == '^' ||
        text[i] == '~' ||
        text[i] == '"')
      return azud_csv_infer_text (columns, text, size) != AZUD_DTYPE_STRING;
  return true;
}

/* Sum over row lengths L seen N times of N (L-1)/L, divided by the number of different lengths. */
static double
row_score (const AzudTextMorsel *morsel,
           uint32_t              n_rows)
{
  uint32_t counts[MAX_COLUMNS + 1] = { 0 };
  double sum = 0;
  int kinds = 0;
  uint32_t f = 0;

  for (uint32_t r = 0; r < n_rows; r++)
    {
      uint32_t n = morsel->n_columns;

      while (f < morsel->n_faults && morsel->faults[f].row < r)
        f++;
      for (uint32_t k = f; k < morsel->n_faults && morsel->faults[k].row == r; k++)
        if (morsel->faults[k].kind <= AZUD_CSV_FAULT_MANY_FIELDS)
          n = morsel->faults[k].n_fields < MAX_COLUMNS ? morsel->faults[k].n_fields : MAX_COLUMNS;
      counts[n]++;
    }
  for (uint32_t n = 1; n <= MAX_COLUMNS; n++)
    if (counts[n] > 0)
      {
        sum += counts[n] * ((double) n - (n > 1 ? 1.0 : 0.999)) / n;
        kinds++;
      }
  return kinds > 0 ? sum / kinds : 0;
}

static double
cell_score (const AzudTextMorsel *morsel,
            const AzudCsvColumns *columns,
            uint32_t              n_rows)
{
  double good = 0;
  double all = 0;

  for (uint32_t r = 0; r < n_rows; r++)
    for (uint32_t c = 0; c < morsel->n_columns; c++)
      {
        const AzudCsvField *field = &morsel->fields[(size_t) r * morsel->n_columns + c];

        if (field->size == AZUD_CSV_FIELD_MISSING)
          break;
        all++;
        good += is_regular_cell (columns, morsel->base + field->start, field->size & AZUD_CSV_FIELD_SIZE,
                                 (field->size & AZUD_CSV_FIELD_QUOTED) != 0);
      }
  return all > 0 ? good / all : 0;
}

static bool
score (const AzudCsvOptions *options,
       const AzudCsvColumns *columns,
       const char           *text,
       uint32_t              size,
       bool                  at_end,
       AzudAccount          *account,
       double               *result,
       AzudError            *error)
{
  AzudCsvAutomaton automaton;
  AzudTextMorsel morsel;
  uint32_t n_rows;
  uint32_t bad = 0;

  azud_csv_automaton_init (&automaton, options);
  azud_text_morsel_init (&morsel, MAX_CELLS, account);
  if (!azud_csv_tokenize (&automaton, options, &morsel, text, size, at_end, UINT32_MAX, error))
    {
      azud_text_morsel_clear (&morsel);
      return false;
    }
  n_rows = morsel.n_rows < MAX_ROWS ? morsel.n_rows : MAX_ROWS;
  for (uint32_t i = 0; i < morsel.n_faults && morsel.faults[i].row < n_rows; i++)
    bad += morsel.faults[i].kind >= AZUD_CSV_FAULT_STRAY_QUOTE &&
    morsel.faults[i].kind <= AZUD_CSV_FAULT_OPEN_QUOTE;
  *result = n_rows > 0 ? row_score (&morsel, n_rows) * cell_score (&morsel, columns, n_rows) : 0;
  /* quotes that do not fit speak against the candidate */
  *result *= (double) (n_rows + 1) / (n_rows + 1 + 4.0 * bad);
  azud_text_morsel_clear (&morsel);
  return true;
}

bool
azud_csv_guess_dialect (AzudCsvOptions       *options,
                        AzudCsvSniffFlags     flags,
                        const AzudCsvColumns *columns,
                        const char           *text,
                        uint32_t              size,
                        bool                  at_end,
                        AzudAccount          *account,
                        AzudError            *error)
{
  AzudCsvOptions best = *options;
  double best_score = -1;
  bool doubled = options->escape == options->quote;

  if (size > MAX_BYTES)
    {
      size = MAX_BYTES;
      at_end = false;
    }
  for (size_t q = 0; q < sizeof quotes; q++)
    {
      char quote = (flags & AZUD_CSV_SNIFF_QUOTE) != 0 ? quotes[q] : options->quote;

      if ((flags & AZUD_CSV_SNIFF_QUOTE) == 0 && q > 0)
        break;
      if (q > 0 && quotes[q] != '\0' && memchr (text, quotes[q], size) == NULL)
        continue;
      /* without quotes only where quotes make no sense */
      if (q > 0 && quotes[q] == '\0' && best_score > 0)
        continue;
      for (size_t s = 0; s < sizeof separators; s++)
        {
          AzudCsvOptions candidate = *options;
          double value;

          if ((flags & AZUD_CSV_SNIFF_SEP) == 0 && s > 0)
            break;
          if ((flags & AZUD_CSV_SNIFF_SEP) != 0)
            candidate.sep = separators[s];
          candidate.quote = quote;
          candidate.escape = doubled ? quote : options->escape;
          if (!azud_csv_options_check (&candidate, NULL) ||
              (s > 0 && memchr (text, candidate.sep, size) == NULL))
            continue;
          if (!score (&candidate, columns, text, size, at_end, account, &value, error))
            return false;
          if (value > best_score * 1.000001)
            {
              best = candidate;
              best_score = value;
            }
        }
    }
  *options = best;
  return true;
}
