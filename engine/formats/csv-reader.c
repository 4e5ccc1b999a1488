/* csv-reader.c: one task attempt on one partition of a CSV input
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/csv-reader-private.h"

#include "base/utf8.h"

#define FAULT_WORDS (AZUD_BATCH_ROWS / 64)

/* ---- open and close ---- */

static bool
set_up (AzudCsvReader *reader,
        AzudError     *error)
{
  const AzudCsvSource *source = reader->source;
  size_t n_columns = (size_t) source->schema->n_fields + 1;
  size_t n_wanted = (size_t) source->n_wanted + 1;

  reader->map = azud_account_alloc (reader->account, AZUD_BATCH_ROWS * sizeof (uint32_t), error);
  if (reader->map == NULL)
    return false;
  reader->columns = azud_account_alloc (reader->account, n_wanted * sizeof (AzudVector), error);
  if (reader->columns == NULL || !reader->eager)
    return reader->columns != NULL;
  reader->vectors = azud_account_alloc (reader->account, n_columns * sizeof (AzudVector), error);
  if (reader->vectors == NULL)
    return false;
  reader->column_faults = azud_account_alloc (reader->account, n_columns * FAULT_WORDS * sizeof (uint64_t),
                                              error);
  return reader->column_faults != NULL;
}

AzudCsvReader *
azud_csv_reader_open (AzudCsvSource     *source,
                      int                partition,
                      AzudAccount       *account,
                      const AzudCancel  *cancel,
                      AzudCsvRejectFunc  rejects,
                      void              *rejects_data,
                      AzudError         *error)
{
  AzudCsvReader *reader = azud_account_alloc (account, sizeof *reader, error);

  if (reader == NULL)
    return NULL;
  memset (reader, 0, sizeof *reader);
  reader->source = azud_csv_source_ref (source);
  reader->account = account;
  reader->cancel = cancel;
  reader->rejects = rejects;
  reader->rejects_data = rejects_data;
  reader->partition = partition;
  reader->segment = source->partitions[partition];
  reader->last_segment = source->partitions[partition + 1];
  reader->fd = -1;
  reader->eager = rejects != NULL || source->wants_corrupt || source->check_unread ||
                  source->options.mode == AZUD_CSV_DROPMALFORMED;
  azud_text_morsel_init (&reader->morsel, source->columns.n_fields > 0 ? source->columns.n_fields : 1,
                         account);
  azud_arena_init (&reader->arena, account);
  if (set_up (reader, error))
    return reader;
  azud_csv_reader_close (reader);
  return NULL;
}

void
azud_csv_reader_close (AzudCsvReader *reader)
{
  AzudAccount *account;
  size_t n_columns;

  if (reader == NULL)
    return;
  account = reader->account;
  n_columns = (size_t) reader->source->schema->n_fields + 1;
  azud_csv_reader_close_file (reader);
  azud_text_morsel_clear (&reader->morsel);
  azud_arena_clear (&reader->arena);
  azud_account_release (account, reader->buffer, reader->room);
  azud_account_release (account, reader->map, AZUD_BATCH_ROWS * sizeof (uint32_t));
  azud_account_release (account, reader->columns,
                        ((size_t) reader->source->n_wanted + 1) * sizeof (AzudVector));
  azud_account_release (account, reader->vectors, n_columns * sizeof (AzudVector));
  azud_account_release (account, reader->column_faults, n_columns * FAULT_WORDS * sizeof (uint64_t));
  azud_csv_source_unref (reader->source);
  azud_account_release (account, reader, sizeof *reader);
}

/* ---- conversion ---- */

static bool
is_well_formed (AzudCsvReader *reader)
{
  if (reader->valid_utf8 < 0)
    reader->valid_utf8 = azud_utf8_is_valid (reader->morsel.text, reader->morsel.consumed);
  return reader->valid_utf8 > 0;
}

/* The text of the whole record, for rows found corrupt. */
static bool
make_corrupt_column (AzudCsvReader *reader,
                     AzudVector    *vector,
                     AzudError     *error)
{
  const AzudDtype *type = azud_dtype_get (AZUD_DTYPE_STRING);
  AzudText *data;

  if (!azud_vector_init_flat (vector, type, reader->n_rows, &reader->arena, error) ||
      !azud_vector_add_validity (vector, &reader->arena, error))
    return false;
  data = vector->data;
  for (uint32_t i = 0; i < reader->n_rows; i++)
    {
      const AzudCsvRow *row = &reader->morsel.rows[reader->map[i]];
      bool corrupt = azud_bits_get (reader->corrupt, i);

      const char *text = reader->morsel.text + row->start;
      size_t size = corrupt ? row->size : 0;

      azud_bits_set (vector->validity, i, corrupt);
      if (corrupt && !is_well_formed (reader))
        text = azud_csv_repair_text (text, &size, &reader->arena, error);
      if (text == NULL)
        return false;
      data[i] = azud_text_make (text, size);
    }
  return true;
}

static bool
convert_column (AzudCsvReader  *reader,
                int             column,
                const uint16_t *selection,
                uint32_t        n_selected,
                AzudVector     *vector,
                uint64_t       *faults,
                AzudError      *error)
{
  const AzudCsvSource *source = reader->source;
  AzudCsvSlice slice = {
    .morsel = &reader->morsel, .rows = reader->map, .n_rows = reader->n_rows, .selection = selection,
    .n_selected = n_selected, .repair = !azud_csv_fault_counts (reader, AZUD_CSV_FAULT_ENCODING)
  };

  memset (faults, 0, FAULT_WORDS * sizeof (uint64_t));
  if (column == source->columns.corrupt)
    return make_corrupt_column (reader, vector, error);
  slice.ascii = source->schema->fields[column].type->id != AZUD_DTYPE_STRING || is_well_formed (reader);
  return azud_csv_convert (&source->columns, column, &slice, vector, faults, &reader->arena, error);
}

static uint32_t
first_bit (const uint64_t *bits,
           uint32_t        n)
{
  for (uint32_t i = 0; i * 64 < n; i++)
    if (bits[i] != 0)
      return i * 64 + (uint32_t) __builtin_ctzll (bits[i]);
  return n;
}

/* Value faults of one column of the slice: FAILFAST cuts the slice, PERMISSIVE counts the rows. */
static void
note_faults (AzudCsvReader  *reader,
             int             column,
             const uint64_t *faults)
{
  uint32_t first = first_bit (faults, reader->n_rows);

  if (first == reader->n_rows)
    return;
  for (int i = 0; i < FAULT_WORDS; i++)
    reader->corrupt[i] |= faults[i];
  if (reader->source->options.mode != AZUD_CSV_FAILFAST)
    return;
  if (first < reader->n_good || (first == reader->n_good && reader->n_good < reader->n_rows &&
                                 column < reader->fault_column))
    {
      reader->n_good = first;
      reader->fault_column = column;
    }
}

/* ---- slices ---- */

/* Structural faults of morsel row @row, from next_fault on; those of earlier rows are passed over. */
static const AzudCsvFault *
find_fault (AzudCsvReader *reader,
            uint32_t       row)
{
  const AzudTextMorsel *morsel = &reader->morsel;

  for (; reader->next_fault < morsel->n_faults; reader->next_fault++)
    {
      const AzudCsvFault *fault = &morsel->faults[reader->next_fault];

      if (fault->row > row)
        return NULL;
      if (fault->row == row && azud_csv_fault_counts (reader, fault->kind))
        return fault;
    }
  return NULL;
}

/* All the faults of slice row @i, to the collector. */
static bool
reject_row (AzudCsvReader *reader,
            uint32_t       i,
            AzudError     *error)
{
  const AzudTextMorsel *morsel = &reader->morsel;
  uint32_t row = reader->map[i];
  int number = 0;

  for (uint32_t f = reader->next_fault; f < morsel->n_faults && morsel->faults[f].row <= row; f++)
    if (morsel->faults[f].row == row && !azud_csv_reader_reject (reader, &morsel->faults[f], row, -1,
                                                                 number++, error))
      return false;
  for (int c = 0; c < reader->source->schema->n_fields; c++)
    if (azud_bits_get (reader->column_faults + (size_t) c * FAULT_WORDS, i) &&
        !azud_csv_reader_reject (reader, NULL, row, c, number++, error))
      return false;
  return true;
}

/* Leaves the corrupt rows out of the slice, telling the collector if there is one. */
static bool
drop_corrupt (AzudCsvReader *reader,
              AzudError     *error)
{
  uint32_t kept = 0;

  for (uint32_t i = 0; i < reader->n_rows; i++)
    {
      uint32_t row = reader->map[i];

      if (!azud_bits_get (reader->corrupt, i))
        {
          reader->map[kept++] = row;
          continue;
        }
      reader->n_rejected++;
      if (reader->rejects != NULL)
        {
          (void) find_fault (reader, row);
          if (!reject_row (reader, i, error))
            return false;
        }
    }
  if (kept < reader->n_rows)
    {
      reader->n_rows = reader->n_good = kept;
      reader->cached = false;
      memset (reader->corrupt, 0, sizeof reader->corrupt);
    }
  return true;
}

static bool
convert_all (AzudCsvReader *reader,
             AzudError     *error)
{
  const AzudCsvSource *source = reader->source;

  for (int c = 0; c < source->schema->n_fields; c++)
    {
      uint64_t *faults = reader->column_faults + (size_t) c * FAULT_WORDS;

      memset (faults, 0, FAULT_WORDS * sizeof (uint64_t));
      if (c == source->columns.corrupt)
        continue;
      if (!convert_column (reader, c, NULL, 0, &reader->vectors[c], faults, error))
        return false;
      if (reader->rejects == NULL)
        note_faults (reader, c, faults);
      else
        for (int i = 0; i < FAULT_WORDS; i++)
          reader->corrupt[i] |= faults[i];
    }
  reader->cached = true;
  return true;
}

/* Rows found corrupt but handed on, when the slice is left behind. */
static void
count_corrupt (AzudCsvReader *reader)
{
  for (int i = 0; i < FAULT_WORDS; i++)
    reader->n_rejected += __builtin_popcountll (reader->corrupt[i]);
  memset (reader->corrupt, 0, sizeof reader->corrupt);
}

/* Fills the map with the next rows of the morsel and marks those with structural faults; FAILFAST stops
 * before the first of them.  *@fault: it is the very first row. */
static void
take_rows (AzudCsvReader       *reader,
           const AzudCsvFault **fault)
{
  bool stop = reader->rejects == NULL && reader->source->options.mode == AZUD_CSV_FAILFAST;
  uint32_t rest = reader->morsel.n_rows - reader->next_row;
  uint32_t n = rest < reader->source->batch_rows ? rest : reader->source->batch_rows;
  uint32_t mark;

  *fault = NULL;
  while (reader->next_fault < reader->morsel.n_faults &&
         reader->morsel.faults[reader->next_fault].row < reader->next_row)
    reader->next_fault++;
  mark = reader->next_fault;
  for (uint32_t i = 0; i < n; i++)
    reader->map[i] = reader->next_row + i;
  while (reader->next_fault < reader->morsel.n_faults)
    {
      uint32_t row = reader->morsel.faults[reader->next_fault].row;
      const AzudCsvFault *found;

      if (row >= reader->next_row + n)
        break;
      found = find_fault (reader, row);
      if (found != NULL && stop)
        {
          *fault = row == reader->next_row ? found : NULL;
          n = row - reader->next_row;
          break;
        }
      if (found != NULL)
        azud_bits_set (reader->corrupt, row - reader->next_row, true);
      while (reader->next_fault < reader->morsel.n_faults &&
             reader->morsel.faults[reader->next_fault].row == row)
        reader->next_fault++;
    }
  if (!stop)
    reader->next_fault = mark;   /* the collector will look at them again */
  reader->next_row += n;
  reader->n_rows = reader->n_good = n;
}

static bool
make_slice (AzudCsvReader *reader,
            AzudError     *error)
{
  const AzudCsvFault *fault;

  azud_arena_reset (&reader->arena);
  reader->cached = false;
  take_rows (reader, &fault);
  if (fault != NULL)
    return azud_csv_reader_fail (reader, fault, fault->row, -1, error);
  if (!reader->eager)
    return true;
  if (!convert_all (reader, error))
    return false;
  if (reader->rejects != NULL || reader->source->options.mode == AZUD_CSV_DROPMALFORMED)
    return drop_corrupt (reader, error);
  if (reader->n_good == 0 && reader->n_rows > 0)
    return azud_csv_reader_fail (reader, NULL, reader->map[0], reader->fault_column, error);
  return true;
}

/* What stands before the next slice: the fault that cut this one. */
static bool
leave_slice (AzudCsvReader *reader,
             AzudError     *error)
{
  uint32_t n_rows = reader->n_rows;

  reader->n_delivered += reader->n_good;
  if (reader->n_good < n_rows)
    return azud_csv_reader_fail (reader, NULL, reader->map[reader->n_good], reader->fault_column, error);
  count_corrupt (reader);
  reader->n_rows = reader->n_good = 0;
  return true;
}

static bool
next_slice (AzudCsvReader *reader,
            AzudError     *error)
{
  if (!leave_slice (reader, error))
    return false;
  while (reader->n_rows == 0)
    {
      if (!reader->has_morsel || reader->next_row == reader->morsel.n_rows)
        {
          if (!azud_csv_reader_next_morsel (reader, error))
            return false;
          if (!reader->has_morsel)
            return true;
        }
      if (!make_slice (reader, error))
        return false;
    }
  return true;
}

bool
azud_csv_reader_next (AzudCsvReader *reader,
                      uint32_t      *n_rows,
                      AzudError     *error)
{
  *n_rows = 0;
  if (reader->failed)
    {
      if (error != NULL && !azud_error_is_set (error))
        *error = reader->failure;
      return false;
    }
  reader->failure = (AzudError) AZUD_ERROR_INIT;
  if (!next_slice (reader, &reader->failure))
    {
      reader->failed = true;
      reader->n_rows = reader->n_good = 0;
      if (error != NULL && !azud_error_is_set (error))
        *error = reader->failure;
      return false;
    }
  *n_rows = reader->n_good;
  return true;
}

bool
azud_csv_reader_convert (AzudCsvReader  *reader,
                         int             column,
                         const uint16_t *selection,
                         uint32_t        n_selected,
                         AzudVector     *vector,
                         AzudError      *error)
{
  int wanted = reader->source->wanted[column];
  uint64_t faults[FAULT_WORDS];

  if (reader->cached && wanted != reader->source->columns.corrupt)
    {
      *vector = reader->vectors[wanted];
      return true;
    }
  if (!convert_column (reader, wanted, selection, n_selected, vector, faults, error))
    return false;
  note_faults (reader, wanted, faults);
  return true;
}

uint32_t
azud_csv_reader_get_n_good (const AzudCsvReader *reader)
{
  return reader->n_good;
}

bool
azud_csv_reader_read (AzudCsvReader *reader,
                      AzudBatch     *batch,
                      AzudError     *error)
{
  uint32_t n_rows;

  do
    {
      if (!azud_csv_reader_next (reader, &n_rows, error))
        return false;
      for (int i = 0; n_rows > 0 && i < reader->source->n_wanted; i++)
        if (!azud_csv_reader_convert (reader, i, NULL, 0, &reader->columns[i], error))
          return false;
    }
  while (n_rows > 0 && reader->n_good == 0);
  *batch = (AzudBatch){
    .schema = reader->source->output, .n_rows = reader->n_good, .n_selected = reader->n_good,
    .columns = reader->columns
  };
  for (int i = 0; i < reader->source->n_wanted; i++)
    reader->columns[i].length = reader->n_good;
  return true;
}

void
azud_csv_reader_locate (const AzudCsvReader *reader,
                        uint32_t             row,
                        const char         **file,
                        int64_t             *line,
                        int64_t             *byte)
{
  const AzudCsvSource *source = reader->source;
  const AzudCsvRow *record;

  if (row >= reader->n_rows)
    {
      *file = "";
      *line = 0;
      *byte = -1;
      return;
    }
  record = &reader->morsel.rows[reader->map[row]];
  *file = source->files.files[source->segments[reader->segment].file].path;
  *line = reader->head_lines + 1 + record->line;
  *byte = reader->head_byte + record->start;
}

int64_t
azud_csv_reader_get_bytes_read (const AzudCsvReader *reader)
{
  return reader->bytes_read;
}

int64_t
azud_csv_reader_get_rows (const AzudCsvReader *reader)
{
  return reader->n_delivered + reader->n_good;
}

int64_t
azud_csv_reader_get_rejected (const AzudCsvReader *reader)
{
  int64_t n = reader->n_rejected;

  for (int i = 0; i < FAULT_WORDS; i++)
    n += __builtin_popcountll (reader->corrupt[i]);
  return n;
}
