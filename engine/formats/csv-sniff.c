/* csv-sniff.c: dialect and schema of a CSV text from a sample
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/csv-sniff.h"

#include "base/hash.h"
#include "formats/csv-dialect.h"
#include "formats/csv-infer.h"
#include "formats/csv-source-private.h"

#include <stdio.h>
#include <stdlib.h>

#define SAMPLE_BYTES ((int64_t) 1 << 20)

typedef struct
{
  AzudCsvSniff     *sniff;
  AzudCsvSniffFlags flags;
  AzudAccount      *account;
  AzudArena         arena;
  AzudCsvColumns    columns;     /* formats and zone, for inference; of an empty schema */
  AzudTextMorsel    morsel;
  uint32_t          n_columns;
  AzudCsvInference *types;       /* of all rows but the first */
  AzudField        *fields;
  const char       *path;        /* for messages */
  const char       *text;
  uint32_t          size;
  uint32_t          mark;        /* bytes of the byte-order mark */
  bool              at_end;
} Sniffer;

/* ---- shape ---- */

static uint32_t
count_fields (const AzudTextMorsel *morsel,
              uint32_t              row)
{
  for (uint32_t f = 0; f < morsel->n_faults && morsel->faults[f].row <= row; f++)
    if (morsel->faults[f].row == row && (morsel->faults[f].kind == AZUD_CSV_FAULT_FEW_FIELDS ||
                                         morsel->faults[f].kind == AZUD_CSV_FAULT_MANY_FIELDS))
      return morsel->faults[f].n_fields;
  return morsel->n_columns;
}

static bool
tokenize (Sniffer   *s,
          uint32_t   n_columns,
          AzudError *error)
{
  AzudCsvAutomaton automaton;

  azud_text_morsel_clear (&s->morsel);
  azud_text_morsel_init (&s->morsel, n_columns, s->account);
  azud_csv_automaton_init (&automaton, &s->sniff->options);
  if (!azud_csv_tokenize (&automaton, &s->sniff->options, &s->morsel, s->text + s->mark, s->size - s->mark,
                          s->at_end, UINT32_MAX, error))
    return false;
  if (s->morsel.n_rows > 0 || s->at_end || s->size == s->mark)
    return true;
  /* one record that is larger than the sample */
  return azud_csv_tokenize (&automaton, &s->sniff->options, &s->morsel, s->text + s->mark, s->size - s->mark,
                            true, UINT32_MAX, error);
}

/* The number of fields that most records have; of two equally frequent ones the larger. */
static uint32_t
most_common (const AzudTextMorsel *morsel)
{
  uint32_t best = 0;
  uint32_t best_count = 0;
  uint32_t with_columns = morsel->n_rows;

  for (uint32_t f = 0; f < morsel->n_faults; f++)
    {
      uint32_t n = morsel->faults[f].n_fields;
      uint32_t count = 0;

      if (morsel->faults[f].kind > AZUD_CSV_FAULT_MANY_FIELDS)
        continue;
      with_columns--;
      if (n == best)
        continue;
      for (uint32_t k = f; k < morsel->n_faults && k < f + 5000; k++)
        count += morsel->faults[k].kind <= AZUD_CSV_FAULT_MANY_FIELDS && morsel->faults[k].n_fields == n;
      if (count > best_count || (count == best_count && n > best))
        {
          best = n;
          best_count = count;
        }
    }
  return with_columns >= best_count ? morsel->n_columns : best;
}

static void
find_ragged_line (Sniffer *s)
{
  for (uint32_t f = 0; f < s->morsel.n_faults && s->sniff->ragged_line == 0; f++)
    if (s->morsel.faults[f].kind <= AZUD_CSV_FAULT_MANY_FIELDS)
      s->sniff->ragged_line = s->morsel.faults[f].line + 1;
}

/* The first record says how many columns there are (Spark), and when the separator was guessed the usual
 * record may say that there are more. */
static bool
find_shape (Sniffer   *s,
            AzudError *error)
{
  uint32_t first;

  if (!tokenize (s, 1, error))
    return false;
  s->n_columns = s->morsel.n_rows > 0 ? count_fields (&s->morsel, 0) : 0;
  if (s->n_columns > (uint32_t) s->sniff->options.max_columns)
    return azud_error_set (error, AZUD_FAULT_RUN, "AZUD_TOO_MANY_COLUMNS",
                           N_("The CSV has more columns than the option maxColumns allows"), NULL);
  if (s->n_columns == 0)
    return true;
  if (!tokenize (s, s->n_columns, error))
    return false;
  first = s->n_columns;
  if ((s->flags & AZUD_CSV_SNIFF_SEP) != 0)
    {
      uint32_t usual = most_common (&s->morsel);

      if (usual > first && usual <= (uint32_t) s->sniff->options.max_columns)
        {
          s->n_columns = usual;
          if (!tokenize (s, usual, error))
            return false;
        }
    }
  find_ragged_line (s);
  return true;
}

/* ---- types ---- */

static bool
get_text (Sniffer            *s,
          const AzudCsvField *field,
          const char        **text,
          size_t             *size,
          AzudError          *error)
{
  *text = azud_csv_get_cell (&s->sniff->options, &s->morsel, field, size, &s->arena, error);
  return *text != NULL;
}

static bool
infer_rows (Sniffer          *s,
            uint32_t          from,
            AzudError        *error)
{
  for (uint32_t r = from; r < s->morsel.n_rows; r++)
    for (uint32_t c = 0; c < s->n_columns; c++)
      {
        const AzudCsvField *field = &s->morsel.fields[(size_t) r * s->n_columns + c];
        const char *text;
        size_t size;

        if (field->size == AZUD_CSV_FIELD_MISSING || field->size == 0 ||
            s->types[c].type == AZUD_DTYPE_STRING)
          continue;
        if (!get_text (s, field, &text, &size, error))
          return false;
        azud_csv_infer_cell (&s->types[c], &s->columns, text, size);
      }
  return true;
}

/* Whether the first record names the columns: all its cells are texts, all different, and it is unlike what
 * follows. */
static bool
guess_header (Sniffer   *s,
              bool      *header,
              AzudError *error)
{
  bool typed = false;

  *header = false;
  for (uint32_t c = 0; c < s->n_columns; c++)
    {
      const char *text;
      size_t size;

      if (s->morsel.fields[c].size == AZUD_CSV_FIELD_MISSING)   /* fewer names than columns */
        break;
      if (!get_text (s, &s->morsel.fields[c], &text, &size, error))
        return false;
      if (azud_csv_infer_text (&s->columns, text, size) != AZUD_DTYPE_STRING)
        return true;
      for (uint32_t k = 0; k < c && s->n_columns <= 1000; k++)
        {
          const AzudCsvField *other = &s->morsel.fields[k];

          if ((other->size & AZUD_CSV_FIELD_SIZE) == size &&
              memcmp (s->morsel.base + other->start, text, size) == 0)
            return true;
        }
      typed = typed || (s->types[c].type != AZUD_DTYPE_STRING && s->types[c].type != AZUD_DTYPE_VOID);
    }
  *header = typed || s->morsel.n_rows == 1;
  if (*header)
    return true;
  /* texts only: a name does not occur again below itself */
  for (uint32_t c = 0; c < s->n_columns; c++)
    {
      const AzudCsvField *name = &s->morsel.fields[c];

      if ((name->size & AZUD_CSV_FIELD_SIZE) == AZUD_CSV_FIELD_MISSING)
        continue;      /* the first record is short */
      for (uint32_t r = 1; r < s->morsel.n_rows; r++)
        {
          const AzudCsvField *other = &s->morsel.fields[(size_t) r * s->n_columns + c];

          if ((other->size & AZUD_CSV_FIELD_SIZE) == (name->size & AZUD_CSV_FIELD_SIZE) &&
              memcmp (s->morsel.base + other->start, s->morsel.base + name->start,
                      name->size & AZUD_CSV_FIELD_SIZE) == 0)
            return true;
        }
    }
  *header = true;
  return true;
}

/* ---- names ---- */

typedef struct
{
  uint64_t hash;
  uint32_t column;
} NameHash;

static uint64_t
hash_folded (const char *name)
{
  uint64_t hash = 7;

  for (; *name != '\0'; name++)
    {
      unsigned char c = (unsigned char) *name;

      hash = azud_hash_mix (hash * 31 + (c >= 'A' && c <= 'Z' ? c + 32u : c));
    }
  return hash;
}

static int
compare_hashes (const void *a,
                const void *b)
{
  const NameHash *x = a;
  const NameHash *y = b;

  return x->hash < y->hash ? -1 : x->hash > y->hash;
}

static char *
copy_name (Sniffer    *s,
           const char *text,
           size_t      size,
           AzudError  *error)
{
  char *name = azud_arena_alloc (&s->arena, size + 16, 1, error);   /* room for a number behind it */

  if (name == NULL)
    return NULL;
  memcpy (name, text, size);
  name[size] = '\0';
  return name;
}

static bool
name_column (Sniffer   *s,
             uint32_t   column,
             bool       header,
             AzudError *error)
{
  const AzudCsvOptions *options = &s->sniff->options;
  const AzudCsvField *field = &s->morsel.fields[column];
  const char *text = "";
  size_t size = 0;
  char generated[16];

  if (header && !get_text (s, field, &text, &size, error))
    return false;
  if (memchr (text, '\0', size) != NULL)
    {
      azud_error_set (error, AZUD_FAULT_RUN, "AZUD_CSV_BAD_NAME",
                      N_("A column name in the header holds a zero byte"), NULL);
      azud_error_at_line (error, s->path, 1, column + 1, s->mark + field->start);
      return false;
    }
  if (size == 0 || (size == options->null_value.size && memcmp (text, options->null_value.text, size) == 0))
    {
      size = (size_t) snprintf (generated, sizeof generated, "_c%u", column);
      text = generated;
    }
  else
    text = azud_csv_repair_text (text, &size, &s->arena, error);
  s->fields[column].name = text != NULL ? copy_name (s, text, size, error) : NULL;
  return s->fields[column].name != NULL;
}

/* Spark gives every one of several equal names its index: a,A,c is a0,A1,c. */
static bool
number_duplicates (Sniffer   *s,
                   AzudError *error)
{
  NameHash *names = azud_arena_alloc (&s->arena, s->n_columns * sizeof *names, 8, error);

  if (names == NULL)
    return false;
  for (uint32_t c = 0; c < s->n_columns; c++)
    names[c] = (NameHash){ hash_folded (s->fields[c].name), c };
  qsort (names, s->n_columns, sizeof *names, compare_hashes);
  for (uint32_t i = 0; i < s->n_columns; i++)
    if ((i > 0 && names[i - 1].hash == names[i].hash) ||
        (i + 1 < s->n_columns && names[i + 1].hash == names[i].hash))
      {
        char *name = (char *) s->fields[names[i].column].name;

        snprintf (name + strlen (name), 14, "%u", names[i].column);
      }
  return true;
}

static bool
make_schema (Sniffer   *s,
             bool       header,
             AzudError *error)
{
  for (uint32_t c = 0; c < s->n_columns; c++)
    {
      bool infer = (s->flags & AZUD_CSV_SNIFF_TYPES) != 0;

      if (!name_column (s, c, header, error))
        return false;
      s->fields[c].type = infer ? azud_csv_infer_get_type (&s->types[c]) : azud_dtype_get (AZUD_DTYPE_STRING);
      s->fields[c].nullable = true;
    }
  if (header && s->n_columns > 0 && !number_duplicates (s, error))
    return false;
  s->sniff->schema = azud_schema_new (s->fields, (int) s->n_columns);
  return s->sniff->schema != NULL ||
         azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("There is not enough memory"),
                         NULL);
}

/* ---- the whole input, as Spark's inferSchema ---- */

static bool
infer_input (Sniffer           *s,
             const char *const *paths,
             size_t             n_paths,
             AzudError         *error)
{
  AzudCsvOptions options = s->sniff->options;
  AzudCsvSourceConfig config = { .options = &options, .paths = paths, .n_paths = n_paths };
  AzudCsvSource *source;
  AzudSchema *schema;
  bool ok = true;

  options.mode = AZUD_CSV_PERMISSIVE;
  options.corrupt_column[0] = '\0';
  options.enforce_schema = true;
  for (uint32_t c = 0; c < s->n_columns; c++)
    s->fields[c] = (AzudField){ "c", azud_dtype_get (AZUD_DTYPE_STRING), true };
  schema = azud_schema_new (s->fields, (int) s->n_columns);
  if (schema == NULL)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("There is not enough memory"),
                           NULL);
  config.schema = schema;
  source = azud_csv_source_new (&config, s->account, error);
  azud_schema_unref (schema);
  if (source == NULL)
    return false;
  memset (s->types, 0, s->n_columns * sizeof *s->types);
  s->sniff->n_rows = 0;
  for (int p = 0; ok && p < azud_csv_source_get_n_partitions (source); p++)
    {
      AzudCsvReader *reader = azud_csv_reader_open (source, p, s->account, NULL, NULL, NULL, error);
      AzudBatch batch = { .n_rows = 1 };

      ok = reader != NULL;
      while (ok && batch.n_rows > 0)
        {
          ok = azud_csv_reader_read (reader, &batch, error);
          for (uint32_t c = 0; ok && c < s->n_columns; c++)
            for (uint32_t r = 0; r < batch.n_rows; r++)
              {
                const AzudText *text = (const AzudText *) batch.columns[c].data + r;

                azud_csv_infer_cell (&s->types[c], &s->columns, azud_text_data (text), text->size);
              }
          s->sniff->n_rows += ok ? batch.n_rows : 0;
        }
      azud_csv_reader_close (reader);
    }
  azud_csv_source_unref (source);
  s->sniff->whole_input = true;
  return ok;
}

/* ---- entry ---- */

static bool
examine (Sniffer           *s,
         const char *const *paths,
         size_t             n_paths,
         bool               all,
         AzudError         *error)
{
  AzudCsvSniff *sniff = s->sniff;
  AzudSchema *nothing = azud_schema_new (NULL, 0);
  bool header = sniff->options.header;
  size_t n;
  bool ok;

  if (nothing == NULL)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("There is not enough memory"),
                           NULL);
  ok = azud_csv_columns_init (&s->columns, &sniff->options, nothing, error) &&
       azud_csv_guess_dialect (&sniff->options, s->flags, &s->columns, s->text + s->mark, s->size - s->mark,
                               s->at_end, s->account, error) &&
       azud_csv_options_check (&sniff->options, error) && find_shape (s, error);
  azud_schema_unref (nothing);
  n = (size_t) s->n_columns + 1;
  s->types = ok ? azud_arena_alloc (&s->arena, n * sizeof *s->types, 8, error) : NULL;
  s->fields = s->types != NULL ? azud_arena_alloc (&s->arena, n * sizeof *s->fields, 8, error) : NULL;
  if (s->fields == NULL)
    return false;
  memset (s->types, 0, n * sizeof *s->types);
  if (s->morsel.n_rows > 0 && !infer_rows (s, 1, error))
    return false;
  if (s->morsel.n_rows > 0 && (s->flags & AZUD_CSV_SNIFF_HEADER) != 0 && !guess_header (s, &header, error))
    return false;
  sniff->options.header = header;
  if (!header && s->morsel.n_rows > 0)
    {
      memset (s->types, 0, n * sizeof *s->types);
      if (!infer_rows (s, 0, error))
        return false;
    }
  sniff->n_rows = (int64_t) s->morsel.n_rows - (header && s->morsel.n_rows > 0 ? 1 : 0);
  if (all && (s->flags & AZUD_CSV_SNIFF_TYPES) != 0 && s->n_columns > 0 &&
      !infer_input (s, paths, n_paths, error))
    return false;
  return make_schema (s, header, error);
}

static bool
run (const char           *path,
     const char           *text,
     uint32_t              size,
     bool                  at_end,
     const char *const    *paths,
     size_t                n_paths,
     bool                  one_file,
     bool                  all,
     const AzudCsvOptions *options,
     AzudCsvSniffFlags     flags,
     AzudAccount          *account,
     AzudCsvSniff         *sniff,
     AzudError            *error)
{
  Sniffer s = { .sniff = sniff, .flags = flags, .account = account, .path = path, .text = text, .size = size,
                .at_end = at_end };
  bool ok;

  sniff->options = *options;
  sniff->whole_input = at_end && one_file;
  s.mark = size >= 3 && memcmp (text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  azud_arena_init (&s.arena, account);
  azud_text_morsel_init (&s.morsel, 1, account);
  ok = azud_csv_check_encoding (path, text, size, error) && examine (&s, paths, n_paths, all, error);
  azud_text_morsel_clear (&s.morsel);
  azud_arena_clear (&s.arena);
  if (!ok)
    azud_csv_sniff_clear (sniff);
  return ok;
}

/* Reads the first bytes of the first file that has any. */
static bool
read_sample (const AzudFileList *files,
             char               *sample,
             int64_t             room,
             size_t             *size,
             const char        **path,
             AzudError          *error)
{
  *size = 0;
  *path = files->n_files > 0 ? files->files[0].path : "";
  for (size_t i = 0; *size == 0 && i < files->n_files; i++)
    {
      size_t got = 1;
      int fd;
      bool ok = true;

      if (files->files[i].stream)
        return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NOT_REPEATABLE",
                               N_("{0} is a pipe: it can be read only once, so its columns must be given"),
                               files->files[i].path, NULL);
      fd = azud_io_open_read (files->files[i].path, NULL, error);
      if (fd < 0)
        return false;
      while (ok && got > 0 && *size < (size_t) room)
        {
          ok = azud_io_read (fd, files->files[i].path, sample + *size, (size_t) room - *size, &got, error);
          *size += ok ? got : 0;
        }
      azud_io_close (fd, files->files[i].path, NULL);
      if (!ok)
        return false;
      *path = files->files[i].path;
    }
  return true;
}

bool
azud_csv_sniff (const char *const    *paths,
                size_t                n_paths,
                const AzudCsvOptions *options,
                AzudCsvSniffFlags     flags,
                int64_t               sample_bytes,
                AzudAccount          *account,
                AzudCsvSniff         *sniff,
                AzudError            *error)
{
  int64_t room = sample_bytes > 0 ? sample_bytes : SAMPLE_BYTES;
  size_t actual = (size_t) room + 2 * AZUD_CSV_PADDING;
  AzudFileList files;
  const char *path;
  size_t size;
  char *buffer;
  bool ok;

  memset (sniff, 0, sizeof *sniff);
  if (room > (int64_t) 1 << 30)
    room = (int64_t) 1 << 30;
  if (!azud_file_list_init (&files, paths, n_paths, account, error))
    return false;
  buffer = azud_account_alloc (account, actual, error);
  ok = buffer != NULL;
  if (ok)
    {
      memset (buffer, 0, AZUD_CSV_PADDING);
      ok = read_sample (&files, buffer + AZUD_CSV_PADDING, room, &size, &path, error);
    }
  if (ok)
    {
      bool at_end = size < (size_t) room || (files.n_files == 1 && (int64_t) size == files.total_bytes);

      memset (buffer + AZUD_CSV_PADDING + size, 0, AZUD_CSV_PADDING);
      ok = run (path, buffer + AZUD_CSV_PADDING, (uint32_t) size, at_end, paths, n_paths, files.n_files <= 1,
                sample_bytes < 0, options, flags, account, sniff, error);
    }
  azud_account_release (account, buffer, actual);
  azud_file_list_clear (&files);
  return ok;
}

bool
azud_csv_sniff_text (const char           *text,
                     size_t                size,
                     const AzudCsvOptions *options,
                     AzudCsvSniffFlags     flags,
                     AzudAccount          *account,
                     AzudCsvSniff         *sniff,
                     AzudError            *error)
{
  size_t actual = size + 2 * AZUD_CSV_PADDING;
  char *buffer;
  bool ok;

  memset (sniff, 0, sizeof *sniff);
  if (size > (size_t) 1 << 30)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_TOO_LARGE",
                           N_("The text is too large to be examined"), NULL);
  buffer = azud_account_alloc (account, actual, error);
  if (buffer == NULL)
    return false;
  memset (buffer, 0, actual);
  memcpy (buffer + AZUD_CSV_PADDING, text, size);
  ok = run ("", buffer + AZUD_CSV_PADDING, (uint32_t) size, true, NULL, 0, true, false, options, flags,
            account, sniff, error);
  azud_account_release (account, buffer, actual);
  return ok;
}

void
azud_csv_sniff_clear (AzudCsvSniff *sniff)
{
  azud_schema_unref (sniff->schema);
  sniff->schema = NULL;
}
