/* csv-chain.c: the split table of a CSV input
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Per file: where its data begin; per segment: its effect on the automaton's state and its line ends.  A
 * thread that needs the state at a cut scans the blocks before it that nobody has scanned or is scanning,
 * lowest first, and waits only for blocks in work.  Whoever has claimed a block waits for nobody, so there
 * is always progress.
 */

#include "config.h"

#include "formats/csv-source-private.h"
#include "formats/csv-tokenize.h"

#include <glib.h>

#define SCAN_BYTES  ((size_t) 256 << 10)
#define HEAD_BYTES  ((size_t) 16 << 10)
#define WAIT_NS     INT64_C (20000000)

bool
azud_csv_report_changed (const char *path,
                         AzudError  *error)
{
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_INPUT_CHANGED", N_("{0} changed while it was read"), path,
                  NULL);
  azud_error_at_line (error, path, 0, 0, -1);
  return false;
}

/* ---- where the data begin ---- */

static bool
refuse_encoding (const char *path,
                 const char *what,
                 AzudError  *error)
{
  azud_error_set (error, AZUD_FAULT_RUN, "AZUD_UNSUPPORTED_ENCODING", N_("{0} is {1}, not UTF-8 text"), path,
                  what, NULL);
  azud_error_at_line (error, path, 0, 0, 0);
  return false;
}

bool
azud_csv_check_encoding (const char *path,
                         const char *text,
                         size_t      size,
                         AzudError  *error)
{
  if (size >= 4 && memcmp (text, "\xFF\xFE\0\0", 4) == 0)
    return refuse_encoding (path, "UTF-32", error);
  if (size >= 2 && (memcmp (text, "\xFF\xFE", 2) == 0 || memcmp (text, "\xFE\xFF", 2) == 0))
    return refuse_encoding (path, "UTF-16", error);
  if (size >= 3 && memcmp (text, "\x1F\x8B\x08", 3) == 0)
    return refuse_encoding (path, "gzip", error);
  if (size >= 4 && memcmp (text, "\x28\xB5\x2F\xFD", 4) == 0)
    return refuse_encoding (path, "zstd", error);
  if (size >= 4 && memcmp (text, "PAR1", 4) == 0)
    return refuse_encoding (path, "Parquet", error);
  return true;
}

/* With enforceSchema off the header must name the schema's columns (Spark's CSVHeaderChecker). */
static bool
check_header (const AzudCsvSource *source,
              const char          *path,
              const char          *text,
              size_t               size,
              AzudError           *error)
{
  AzudTextMorsel morsel;
  AzudArena arena;
  char *padded = NULL;
  bool ok = false;
  int next = 0;

  azud_text_morsel_init (&morsel, source->columns.n_fields > 0 ? source->columns.n_fields : 1,
                         source->account);
  azud_arena_init (&arena, source->account);
  padded = azud_arena_alloc (&arena, size + 2 * AZUD_CSV_PADDING, 1, error);
  if (padded != NULL)
    {
      memset (padded, 0, size + 2 * AZUD_CSV_PADDING);
      memcpy (padded + AZUD_CSV_PADDING, text, size);
      ok = azud_csv_tokenize (&source->automaton, &source->options, &morsel, padded + AZUD_CSV_PADDING,
                              (uint32_t) size, true, UINT32_MAX, error);
    }
  if (ok && morsel.n_faults > 0)
    {
      ok = azud_error_set (error, AZUD_FAULT_RUN, "AZUD_CSV_HEADER_MISMATCH",
                           N_("The header has not as many names as the schema has columns"), NULL);
      azud_error_at_line (error, path, 1, 0, -1);
    }
  for (int i = 0; ok && i < source->schema->n_fields; i++)
    {
      const char *wanted = source->schema->fields[i].name;
      const char *name;
      size_t length;

      if (i == source->columns.corrupt)
        continue;
      name = azud_csv_get_cell (&source->options, &morsel, &morsel.fields[next++], &length, &arena, error);
      ok = name != NULL;
      if (ok && (length != strlen (wanted) || g_ascii_strncasecmp (name, wanted, length) != 0))
        {
          char found[136];

          azud_error_copy_text (found, sizeof found, name, length);
          ok = azud_error_set (error, AZUD_FAULT_RUN, "AZUD_CSV_HEADER_MISMATCH",
                               N_("The header says “{0}” where the schema says “{1}”"), found, wanted, NULL);
          azud_error_at_line (error, path, 1, next, -1);
        }
    }
  azud_text_morsel_clear (&morsel);
  azud_arena_clear (&arena);
  return ok;
}

bool
azud_csv_find_data_start (const AzudCsvSource *source,
                          const char          *path,
                          const char          *text,
                          size_t               size,
                          bool                 at_end,
                          AzudCsvDataStart    *start,
                          AzudError           *error)
{
  size_t at = 0;

  if (size < 4 && !at_end)
    return false;
  if (!azud_csv_check_encoding (path, text, size, error))
    return false;
  if (size >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0)
    at = 3;
  *start = (AzudCsvDataStart){ .byte = (int64_t) at };
  while (source->options.header)
    {
      AzudCsvState state = AZUD_CSV_AT_RECORD;
      size_t found = azud_csv_automaton_find_record (&source->automaton, &state, text + at, size - at);
      size_t record = at;

      if (found == SIZE_MAX && !at_end)
        return false;
      at = found == SIZE_MAX ? size : at + found;
      start->byte = (int64_t) at;
      start->lines += azud_csv_count_lines (text + record, at - record, record > 0 ? text[record - 1] : '\0',
                                            record > 1 ? text[record - 2] : '\0');
      if (found == SIZE_MAX)
        {
          start->open_quote = state == AZUD_CSV_QUOTED;
          if (record == size || azud_csv_is_no_record (&source->options, text + record, size - record))
            return true;
        }
      if (!azud_csv_is_no_record (&source->options, text + record, (found == SIZE_MAX ? size : at - 1) - record))
        return source->options.enforce_schema ||
               check_header (source, path, text + record, at - record, error);
    }
  return true;
}

static bool
read_data_start (AzudCsvSource    *source,
                 size_t            file,
                 int               fd,
                 AzudAccount      *account,
                 AzudCsvDataStart *start,
                 AzudError        *error)
{
  const char *path = source->files.files[file].path;
  AzudError fault = AZUD_ERROR_INIT;

  for (size_t room = HEAD_BYTES;; room *= 2)
    {
      char *head = azud_account_alloc (account, room, error);
      size_t got;
      bool done;

      if (head == NULL)
        return false;
      if (!azud_io_pread (fd, path, head, room, 0, &got, error))
        {
          azud_account_release (account, head, room);
          return false;
        }
      done = azud_csv_find_data_start (source, path, head, got, got < room, start, &fault);
      azud_account_release (account, head, room);
      if (done)
        return true;
      if (azud_error_is_set (&fault))
        {
          *error = fault;
          return false;
        }
      if ((int64_t) room > AZUD_CSV_MAX_CELL)
        {
          azud_error_set (error, AZUD_FAULT_RUN, "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION",
                          N_("The header does not end within the largest size of a record; is a quote not closed?"), NULL);
          azud_error_at_line (error, path, 1, 0, 0);
          return false;
        }
    }
}

/* ---- blocks ---- */

/* Runs over [start, end) of the file; @known: the state at start, else all states. */
static bool
scan (AzudCsvSource        *source,
      const AzudCsvSegment *segment,
      int64_t               start,
      const AzudCsvState   *known,
      int                   fd,
      AzudAccount          *account,
      const AzudCancel     *cancel,
      uint8_t               map[AZUD_CSV_N_STATES],
      int64_t              *lines,
      AzudError            *error)
{
  const char *path = source->files.files[segment->file].path;
  int64_t at = start;
  char before[2] = { 0, 0 };
  size_t actual;
  size_t got;
  char *block = azud_block_take (account, SCAN_BYTES, &actual, error);
  bool ok = block != NULL;

  *lines = 0;
  for (int i = 0; i < AZUD_CSV_N_STATES; i++)
    map[i] = (uint8_t) (known != NULL ? *known : (AzudCsvState) i);
  if (ok && start > 0)
    {
      int64_t from = start >= 2 ? start - 2 : 0;

      ok = azud_io_pread (fd, path, before + (2 - (start - from)), (size_t) (start - from), from, &got,
                          error);
    }
  while (ok && at < segment->end)
    {
      size_t want = segment->end - at < (int64_t) SCAN_BYTES ? (size_t) (segment->end - at) : SCAN_BYTES;

      ok = azud_cancel_check (cancel, error) && azud_io_pread (fd, path, block, want, at, &got, error);
      if (!ok)
        break;
      if (got < want)
        {
          ok = azud_csv_report_changed (path, error);
          break;
        }
      azud_csv_automaton_run_map (&source->automaton, map, block, want);
      *lines += azud_csv_count_lines (block, want, before[1], before[0]);
      before[0] = want > 1 ? block[want - 2] : before[1];
      before[1] = block[want - 1];
      at += (int64_t) want;
    }
  if (block != NULL)
    azud_block_give (account, block, actual);
  return ok;
}

/* Carries known states over scanned blocks; with the lock held.  Returns the first segment of the file, up
 * to @last, whose start is not known, or last + 1. */
static size_t
propagate_locked (AzudCsvSource *source,
                  size_t         first,
                  size_t         last)
{
  const AzudCsvDataStart *data = &source->splits[source->segments[first].file].data;
  size_t i;

  for (i = first; i <= last; i++)
    {
      AzudCsvSegment *segment = &source->segments[i];

      if (segment->known)
        continue;
      if (segment->start <= data->byte)
        {
          segment->state = AZUD_CSV_AT_RECORD;
          segment->lines_before = data->lines;
        }
      else if (segment[-1].work == AZUD_CSV_BLOCK_DONE)
        {
          segment->state = (AzudCsvState) segment[-1].map[segment[-1].state];
          segment->lines_before = segment[-1].lines_before + segment[-1].lines;
        }
      else
        break;
      segment->known = true;
    }
  return i;
}

/* The lowest block in [from, to) that nobody works on; @to if there is none. */
static size_t
find_unclaimed_locked (const AzudCsvSource *source,
                       size_t               from,
                       size_t               to)
{
  while (from < to && source->segments[from].work != AZUD_CSV_BLOCK_UNKNOWN)
    from++;
  return from;
}

static bool
scan_claimed (AzudCsvSource    *source,
              size_t            index,
              int               fd,
              AzudAccount      *account,
              const AzudCancel *cancel,
              AzudError        *error)
{
  AzudCsvSegment copy;
  int64_t start;
  uint8_t map[AZUD_CSV_N_STATES];
  int64_t lines;
  bool ok;

  azud_mutex_lock (&source->lock);
  copy = source->segments[index];
  start = source->splits[copy.file].data.byte > copy.start ? source->splits[copy.file].data.byte : copy.start;
  azud_mutex_unlock (&source->lock);

  ok = scan (source, &copy, start, copy.known ? &copy.state : NULL, fd, account, cancel, map, &lines, error);

  azud_mutex_lock (&source->lock);
  if (ok)
    {
      memcpy (source->segments[index].map, map, sizeof map);
      source->segments[index].lines = lines;
    }
  source->segments[index].work = ok ? AZUD_CSV_BLOCK_DONE : AZUD_CSV_BLOCK_UNKNOWN;
  azud_cond_broadcast (&source->changed);
  azud_mutex_unlock (&source->lock);
  return ok;
}

static bool
ensure_data_start (AzudCsvSource *source,
                   size_t         file,
                   int            fd,
                   AzudAccount   *account,
                   AzudError     *error)
{
  AzudCsvDataStart data;
  bool known;

  azud_mutex_lock (&source->lock);
  known = source->splits[file].known;
  azud_mutex_unlock (&source->lock);
  if (known)
    return true;
  /* Two threads may both read it: they find the same. */
  if (!read_data_start (source, file, fd, account, &data, error))
    return false;
  azud_mutex_lock (&source->lock);
  source->splits[file].data = data;
  source->splits[file].known = true;
  azud_mutex_unlock (&source->lock);
  return true;
}

bool
azud_csv_source_locate (AzudCsvSource    *source,
                        size_t            index,
                        int               fd,
                        AzudAccount      *account,
                        const AzudCancel *cancel,
                        AzudCsvState     *state,
                        int64_t          *lines,
                        AzudCsvDataStart *data,
                        AzudError        *error)
{
  size_t file = source->segments[index].file;
  size_t first;
  bool ok = ensure_data_start (source, file, fd, account, error);

  if (!ok)
    return false;
  azud_mutex_lock (&source->lock);
  while (ok)
    {
      size_t unknown;
      size_t claim;

      for (first = index; first > source->splits[file].first_segment &&
           !source->segments[first].known; first--)
        ;
      unknown = propagate_locked (source, first, index);
      if (unknown > index)
        break;
      claim = find_unclaimed_locked (source, unknown - 1, index);
      if (claim < index)
        {
          source->segments[claim].work = AZUD_CSV_BLOCK_CLAIMED;
          azud_mutex_unlock (&source->lock);
          ok = scan_claimed (source, claim, fd, account, cancel, error);
          azud_mutex_lock (&source->lock);
        }
      else
        {
          azud_cond_wait_until (&source->changed, &source->lock, azud_io_now_ns () + WAIT_NS);
          ok = azud_cancel_check (cancel, error);
        }
    }
  if (ok)
    {
      *state = source->segments[index].state;
      *lines = source->segments[index].lines_before;
      *data = source->splits[file].data;
    }
  azud_mutex_unlock (&source->lock);
  return ok;
}

void
azud_csv_source_publish (AzudCsvSource *source,
                         size_t         index,
                         AzudCsvState   state,
                         int64_t        lines)
{
  azud_mutex_lock (&source->lock);
  if (index < source->n_segments && source->segments[index].start > 0 && !source->segments[index].known)
    {
      source->segments[index].state = state;
      source->segments[index].lines_before = lines;
      source->segments[index].known = true;
      azud_cond_broadcast (&source->changed);
    }
  azud_mutex_unlock (&source->lock);
}
