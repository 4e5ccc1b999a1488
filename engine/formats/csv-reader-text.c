/* csv-reader-text.c: files to text morsels
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The buffer holds two bytes of what stood before the text (for counting line ends), the text, and padding.
 * What is left of a morsel, the beginning of its last record, moves to the front of the next one.
 */

#include "config.h"

#include "formats/csv-reader-private.h"

#define FRONT AZUD_CSV_PADDING

static const AzudInputFile *
get_file (const AzudCsvReader *reader)
{
  return &reader->source->files.files[reader->source->segments[reader->segment].file];
}

void
azud_csv_reader_close_file (AzudCsvReader *reader)
{
  if (reader->fd >= 0)
    azud_io_close (reader->fd, get_file (reader)->path, NULL);
  reader->fd = -1;
}

/* The file must be what it was when it was listed. */
static bool
check_identity (AzudCsvReader *reader,
                AzudError     *error)
{
  const AzudInputFile *file = get_file (reader);
  AzudFileIdentity now;

  if (reader->stream)
    return true;
  if (!azud_io_identity (reader->fd, file->path, &now, error))
    return false;
  return azud_file_identity_equal (&now, &file->identity) || azud_csv_report_changed (file->path, error);
}

static bool
make_room (AzudCsvReader *reader,
           size_t         text,
           AzudError     *error)
{
  size_t need = FRONT + text + AZUD_CSV_PADDING;
  size_t room = reader->room > 0 ? reader->room : 1024;
  char *buffer;

  if (need <= reader->room)
    return true;
  while (room < need)
    room *= 2;
  buffer = azud_account_realloc (reader->account, reader->buffer, reader->room, room, error);
  if (buffer == NULL)
    return false;
  reader->buffer = buffer;
  reader->room = room;
  return true;
}

/* The two bytes of the file before head; 0 where there are none. */
static bool
read_history (AzudCsvReader *reader,
              AzudError     *error)
{
  int64_t from = reader->offset >= 2 ? reader->offset - 2 : 0;
  size_t size = (size_t) (reader->offset - from);
  size_t got;

  memset (reader->buffer, 0, FRONT);
  return size == 0 || azud_io_pread (reader->fd, get_file (reader)->path, reader->buffer + FRONT - size, size,
                                     from, &got, error);
}

/* A pipe gives its rows once: another attempt would read what the first one left, or wait for ever. */
static bool
claim_pipe (AzudCsvReader *reader,
            AzudError     *error)
{
  AzudCsvSegment *segment = &reader->source->segments[reader->segment];
  bool again;

  azud_mutex_lock (&reader->source->lock);
  again = segment->opened;
  segment->opened = true;
  azud_mutex_unlock (&reader->source->lock);
  if (!again)
    return true;
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_PIPE_READ_TWICE",
                  N_("{0} is a pipe: it can be read only once, and its rows are needed again because an earlier attempt failed or "
                     "what it had made was lost; read from a file instead"), get_file (reader)->path, NULL);
  if (error != NULL)
    error->deterministic = true;
  return false;
}

static bool
begin_segment (AzudCsvReader *reader,
               AzudError     *error)
{
  const AzudCsvSegment *segment = &reader->source->segments[reader->segment];
  const AzudInputFile *file = get_file (reader);
  AzudFileIdentity identity;
  AzudCsvDataStart data = { 0 };

  if (file->stream && !claim_pipe (reader, error))
    return false;
  reader->fd = azud_io_open_read (file->path, &identity, error);
  if (reader->fd < 0)
    return false;
  reader->stream = file->stream;
  reader->at_end = false;
  reader->open_header = false;
  reader->head = reader->fill = FRONT;
  reader->state = AZUD_CSV_AT_RECORD;
  reader->offset = reader->head_byte = reader->head_lines = 0;
  reader->started = !file->stream;
  if (!make_room (reader, 0, error))
    return false;
  memset (reader->buffer, 0, FRONT);
  if (file->stream)
    return true;
  if (!azud_file_identity_equal (&identity, &file->identity))
    return azud_csv_report_changed (file->path, error);
  if (!azud_csv_source_locate (reader->source, reader->segment, reader->fd, reader->account, reader->cancel,
                               &reader->state, &reader->head_lines, &data, error))
    return false;
  reader->offset = segment->start > data.byte ? segment->start : data.byte;
  reader->head_byte = reader->offset;
  reader->open_header = data.open_quote && segment->start == 0;
  return read_history (reader, error);
}

/* Moves what is left of the text, and two bytes before it, to the front. */
static void
move_rest (AzudCsvReader *reader,
           uint32_t       consumed)
{
  uint32_t rest = reader->fill - reader->head - consumed;

  if (consumed == 0 && reader->head == FRONT)
    return;
  memmove (reader->buffer + FRONT - 2, reader->buffer + reader->head + consumed - 2, (size_t) rest + 2);
  reader->head = FRONT;
  reader->fill = FRONT + rest;
  reader->head_byte += consumed;
}

static bool
report_too_long (AzudCsvReader *reader,
                 AzudError     *error)
{
  const char *text = reader->buffer + reader->head;
  AzudCsvState state = azud_csv_automaton_run (&reader->source->automaton, AZUD_CSV_AT_RECORD, text,
                                               reader->fill - reader->head);

  azud_error_set (error, AZUD_FAULT_RUN, "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
                  state == AZUD_CSV_QUOTED ? N_("The record that begins here does not end within 64 MiB; a quote is not closed")
                                           : N_("The record that begins here is longer than 64 MiB"), NULL);
  azud_error_at_line (error, get_file (reader)->path, reader->head_lines + 1, 0, reader->head_byte);
  azud_error_at_row (error, -1, reader->partition, reader->rows_before);
  return false;
}

/* Reads on: up to the end of the segment, and beyond it only as much as its last record needs. */
static bool
read_more (AzudCsvReader *reader,
           AzudError     *error)
{
  const AzudCsvSegment *segment = &reader->source->segments[reader->segment];
  const AzudInputFile *file = get_file (reader);
  int64_t rest = reader->fill - reader->head;
  int64_t morsel = reader->source->morsel_bytes;
  int64_t want = rest < morsel ? morsel - rest : rest;
  size_t got;
  char *to;

  if (rest > AZUD_CSV_MAX_CELL)
    return report_too_long (reader, error);
  if (want > AZUD_CSV_MAX_CELL + 1 - rest)   /* so that the limit is the same for every size of morsel */
    want = AZUD_CSV_MAX_CELL + 1 - rest;
  if (reader->offset < segment->end && want > segment->end - reader->offset)
    want = segment->end - reader->offset;
  if (!reader->stream && want > file->identity.size - reader->offset)
    want = file->identity.size - reader->offset;
  if (!azud_cancel_check (reader->cancel, error) || !make_room (reader, (size_t) (rest + want), error))
    return false;
  to = reader->buffer + reader->fill;
  if (reader->stream)
    {
      if (!azud_io_read (reader->fd, file->path, to, (size_t) want, &got, error))
        return false;
      reader->at_end = got == 0;
    }
  else
    {
      if (!azud_io_pread (reader->fd, file->path, to, (size_t) want, reader->offset, &got, error))
        return false;
      if (got < (size_t) want)
        return azud_csv_report_changed (file->path, error);
      reader->at_end = reader->offset + want == file->identity.size;
    }
  reader->fill += (uint32_t) got;
  reader->offset += (int64_t) got;
  reader->bytes_read += (int64_t) got;
  memset (reader->buffer + reader->fill, 0, AZUD_CSV_PADDING);
  return true;
}

/* Bytes of the text in which records of this segment may begin. */
static uint32_t
get_stop (const AzudCsvReader *reader)
{
  int64_t stop = reader->source->segments[reader->segment].end - reader->head_byte;

  return stop < 0 ? 0 : stop > UINT32_MAX ? UINT32_MAX : (uint32_t) stop;
}

/* Goes past the rest of a record that began in an earlier partition.  *@done: it reached the end of this
 * one. */
static bool
skip_foreign (AzudCsvReader *reader,
              bool          *done,
              AzudError     *error)
{
  const char *text = reader->buffer + reader->head;
  uint32_t size = reader->fill - reader->head;
  size_t found = azud_csv_automaton_find_record (&reader->source->automaton, &reader->state, text, size);
  uint32_t taken = found == SIZE_MAX ? size : (uint32_t) found;

  *done = taken >= get_stop (reader) || (found == SIZE_MAX && reader->at_end);
  reader->head_lines += azud_csv_count_lines (text, taken, text[-1], text[-2]);
  move_rest (reader, taken);
  return true;
}

/* Of a pipe: mark and header are looked for in the text itself. */
static bool
skip_header (AzudCsvReader *reader,
             AzudError     *error)
{
  AzudCsvDataStart data;
  AzudError fault = AZUD_ERROR_INIT;

  if (azud_csv_find_data_start (reader->source, get_file (reader)->path, reader->buffer + reader->head,
                                reader->fill - reader->head, reader->at_end, &data, &fault))
    {
      reader->started = true;
      reader->open_header = data.open_quote;
      reader->head_lines = data.lines;
      move_rest (reader, (uint32_t) data.byte);
    }
  if (azud_error_is_set (&fault))
    {
      *error = fault;
      return false;
    }
  return true;
}

static bool
tokenize (AzudCsvReader *reader,
          AzudError     *error)
{
  const AzudCsvSource *source = reader->source;
  bool reference = source->options.tokenizer == AZUD_CSV_TOKENIZER_LIBCSV &&
  azud_csv_libcsv_can (&source->options);

  reader->valid_utf8 = -1;
  reader->next_row = reader->next_fault = 0;
  return (reference ? azud_csv_tokenize_libcsv : azud_csv_tokenize) (
    &source->automaton, &source->options, &reader->morsel, reader->buffer + reader->head,
    reader->fill - reader->head, reader->at_end, get_stop (reader), error);
}

/* The segment is done: the next one, if any. */
static bool
end_segment (AzudCsvReader *reader,
             AzudError     *error)
{
  if (!check_identity (reader, error))
    return false;
  azud_csv_reader_close_file (reader);
  reader->segment++;
  return true;
}

static bool
report_open_header (AzudCsvReader *reader,
                    AzudError     *error)
{
  azud_error_set (error, AZUD_FAULT_RUN, "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
                  N_("The header has a quote that is not closed before the end of the file"), NULL);
  azud_error_at_line (error, get_file (reader)->path, 1, 0, 0);
  azud_error_at_row (error, -1, reader->partition, reader->rows_before);
  return false;
}

/* One step: false on failure; *@more: call again. */
static bool
step (AzudCsvReader *reader,
      bool          *more,
      AzudError     *error)
{
  bool done = false;

  *more = true;
  if (reader->fd < 0)
    return begin_segment (reader, error);
  if (reader->fill == reader->head || !reader->at_end)
    {
      if (reader->at_end || get_stop (reader) == 0)
        return end_segment (reader, error);
      if (!read_more (reader, error))
        return false;
    }
  if (!reader->started)
    {
      if (!skip_header (reader, error))
        return false;
      if (!reader->started)
        return true;
    }
  if (reader->open_header && reader->source->options.mode == AZUD_CSV_FAILFAST)
    return report_open_header (reader, error);
  if (reader->state != AZUD_CSV_AT_RECORD)
    {
      if (!skip_foreign (reader, &done, error))
        return false;
      if (done)
        return end_segment (reader, error);
      if (reader->state != AZUD_CSV_AT_RECORD)
        return true;
    }
  if (!tokenize (reader, error))
    return false;
  if (reader->morsel.n_rows > 0)
    {
      reader->has_morsel = true;
      *more = false;
      return true;
    }
  done = reader->morsel.stopped || (reader->at_end && reader->morsel.consumed == reader->fill - reader->head);
  reader->head_lines += reader->morsel.lines;
  move_rest (reader, reader->morsel.consumed);
  return !done || end_segment (reader, error);
}

/* The text goes beyond the end of the segment, so what holds there is known: the automaton runs from the
 * last record on. */
static void
publish_end (AzudCsvReader *reader)
{
  const AzudTextMorsel *morsel = &reader->morsel;
  const AzudCsvRow *last = &morsel->rows[morsel->n_rows - 1];
  uint32_t stop = get_stop (reader);
  const char *text = reader->buffer + reader->head + last->start;
  uint32_t size;

  if (stop <= last->start || stop > reader->fill - reader->head)
    return;
  size = stop - last->start;
  azud_csv_source_publish (reader->source, reader->segment + 1,
                           azud_csv_automaton_run (&reader->source->automaton, AZUD_CSV_AT_RECORD, text,
                                                   size),
                           reader->head_lines + last->line + azud_csv_count_lines (text, size, text[-1], text[-2]));
}

bool
azud_csv_reader_next_morsel (AzudCsvReader *reader,
                             AzudError     *error)
{
  bool more = true;

  if (reader->has_morsel)
    {
      bool done = reader->morsel.stopped ||
                  (reader->at_end && reader->morsel.consumed == reader->fill - reader->head);

      reader->has_morsel = false;
      if (reader->morsel.stopped)
        publish_end (reader);
      reader->rows_before += reader->morsel.n_rows;
      reader->head_lines += reader->morsel.lines;
      move_rest (reader, reader->morsel.consumed);
      if (done && !end_segment (reader, error))
        return false;
    }
  while (more)
    {
      if (reader->fd < 0 && reader->segment >= reader->last_segment)
        return true;
      if (!step (reader, &more, error))
        return false;
    }
  return true;
}
