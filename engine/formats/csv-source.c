/* csv-source.c: one CSV input as all tasks of a scan see it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/csv-source-private.h"

#include "base/debug.h"
#include "base/hash.h"

#define PARTITION_BYTES ((int64_t) 16 << 20)
#define MORSEL_BYTES    ((int64_t) 256 << 10)

/* ---- partitions ---- */

static bool
add_segment (AzudCsvSource *source,
             size_t         file,
             int64_t        start,
             int64_t        end,
             AzudError     *error)
{
  AzudCsvFileSplit *split = &source->splits[file];

  if (source->n_segments == source->segment_room)
    {
      size_t room = source->segment_room > 0 ? source->segment_room * 2 : 16;
      AzudCsvSegment *segments = azud_account_realloc (source->account, source->segments,
                                                       source->segment_room * sizeof *segments,
                                                       room * sizeof *segments, error);

      if (segments == NULL)
        return false;
      source->segments = segments;
      source->segment_room = room;
    }
  if (split->n_segments == 0)
    split->first_segment = source->n_segments;
  split->n_segments++;
  source->segments[source->n_segments++] = (AzudCsvSegment){ .file = file, .start = start, .end = end };
  return true;
}

/* The next segment begins a new partition. */
static bool
begin_partition (AzudCsvSource *source,
                 AzudError     *error)
{
  if (source->n_partitions + 1 >= source->partition_room)
    {
      int room = source->partition_room > 0 ? source->partition_room * 2 : 16;
      size_t *partitions = azud_account_realloc (source->account, source->partitions,
                                                 (size_t) source->partition_room * sizeof *partitions,
                                                 (size_t) room * sizeof *partitions, error);

      if (partitions == NULL)
        return false;
      source->partitions = partitions;
      source->partition_room = room;
    }
  source->partitions[source->n_partitions++] = source->n_segments;
  return true;
}

/* Bytes of a partition: from the input's size and the settings only, so that every machine cuts alike. */
static int64_t
choose_size (const AzudCsvSource       *source,
             const AzudCsvSourceConfig *config)
{
  int64_t total = source->files.total_bytes;
  int64_t size = config->partition_bytes > 0 ? config->partition_bytes : PARTITION_BYTES;
  int64_t n = config->n_partitions > 0 ? config->n_partitions : azud_debug_get ("partitions", 0);

  if (n <= 0)
    n = (total + size / 2) / size;
  if (n <= 1 || total == 0)
    return total > 0 ? total : 1;
  return (total + n - 1) / n;
}

/* Files lie end to end; every choose_size() bytes a new partition begins.  A pipe is a partition of its own.
 * */
static bool
cut (AzudCsvSource             *source,
     const AzudCsvSourceConfig *config,
     AzudError                 *error)
{
  int64_t size = choose_size (source, config);
  int64_t left = 0;   /* bytes that the partition may still take */

  for (size_t i = 0; i < source->files.n_files; i++)
    {
      const AzudInputFile *file = &source->files.files[i];
      int64_t at = 0;

      if (file->stream)
        {
          if (!begin_partition (source, error) || !add_segment (source, i, 0, INT64_MAX, error))
            return false;
          left = 0;
          continue;
        }
      while (at < file->identity.size)
        {
          int64_t rest = file->identity.size - at;
          int64_t take;

          if (left == 0)
            {
              if (!begin_partition (source, error))
                return false;
              left = size;
            }
          take = rest < left ? rest : left;
          if (!add_segment (source, i, at, at + take, error))
            return false;
          at += take;
          left -= take;
        }
    }
  if (source->n_partitions == 0 && !begin_partition (source, error))
    return false;
  source->partitions[source->n_partitions] = source->n_segments;
  return true;
}

/* ---- set-up ---- */

static bool
choose_columns (AzudCsvSource             *source,
                const AzudCsvSourceConfig *config,
                AzudError                 *error)
{
  int n = config->wanted != NULL ? config->n_wanted : source->schema->n_fields;
  size_t size = (size_t) (n > 0 ? n : 1);
  AzudField *fields;

  source->wanted = azud_account_alloc (source->account, size * sizeof (int), error);
  fields = source->wanted != NULL ? azud_account_alloc (source->account, size * sizeof *fields, error) : NULL;
  source->n_wanted = n;
  if (fields == NULL)
    return false;
  for (int i = 0; i < n; i++)
    {
      int column = config->wanted != NULL ? config->wanted[i] : i;

      source->wanted[i] = column;
      fields[i] = source->schema->fields[column];
      fields[i].nullable = true;   /* as in Spark, whatever the schema says */
      source->wants_corrupt = source->wants_corrupt || column == source->columns.corrupt;
    }
  source->output = azud_schema_new (fields, n);
  azud_account_release (source->account, fields, size * sizeof *fields);
  return source->output != NULL ||
         azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("There is not enough memory"),
                         NULL);
}

static bool
set_up (AzudCsvSource             *source,
        const AzudCsvSourceConfig *config,
        AzudError                 *error)
{
  size_t n_splits;

  if (!azud_csv_options_check (&source->options, error) ||
      !azud_csv_columns_init (&source->columns, &source->options, source->schema, error))
    return false;
  if (source->columns.n_fields > (uint32_t) source->options.max_columns)
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_TOO_MANY_COLUMNS",
                           N_("The schema has more columns than the option maxColumns allows"), NULL);
  if (!choose_columns (source, config, error) ||
      !azud_file_list_init (&source->files, config->paths, config->n_paths, source->account, error))
    return false;
  n_splits = source->files.n_files > 0 ? source->files.n_files : 1;
  source->splits = azud_account_alloc (source->account, n_splits * sizeof *source->splits, error);
  if (source->splits == NULL)
    return false;
  memset (source->splits, 0, n_splits * sizeof *source->splits);
  return cut (source, config, error);
}

AzudCsvSource *
azud_csv_source_new (const AzudCsvSourceConfig *config,
                     AzudAccount               *account,
                     AzudError                 *error)
{
  AzudCsvSource *source = azud_account_alloc (account, sizeof *source, error);

  if (source == NULL)
    return NULL;
  memset (source, 0, sizeof *source);
  atomic_init (&source->ref_count, 1);
  source->account = account;
  source->options = *config->options;
  if (azud_debug_get ("csv-libcsv", 0) != 0)
    source->options.tokenizer = AZUD_CSV_TOKENIZER_LIBCSV;
  source->schema = azud_schema_ref (config->schema);
  source->check_unread = config->check_unread;
  source->batch_rows = config->batch_rows > 0 ? config->batch_rows
                                              : (uint32_t) azud_debug_get ("batch-rows", AZUD_BATCH_ROWS);
  if (source->batch_rows > AZUD_BATCH_ROWS)
    source->batch_rows = AZUD_BATCH_ROWS;
  source->morsel_bytes = config->morsel_bytes > 0 ? config->morsel_bytes
                                                  : azud_debug_get ("csv-morsel", MORSEL_BYTES);
  azud_mutex_init (&source->lock);
  azud_cond_init (&source->changed);
  source->files.account = account;
  azud_csv_automaton_init (&source->automaton, &source->options);
  if (set_up (source, config, error))
    return source;
  azud_csv_source_unref (source);
  return NULL;
}

AzudCsvSource *
azud_csv_source_ref (AzudCsvSource *source)
{
  atomic_fetch_add (&source->ref_count, 1);
  return source;
}

void
azud_csv_source_unref (AzudCsvSource *source)
{
  AzudAccount *account;
  size_t n_splits;
  size_t n_wanted;

  if (source == NULL || atomic_fetch_sub (&source->ref_count, 1) > 1)
    return;
  account = source->account;
  n_splits = source->files.n_files > 0 ? source->files.n_files : 1;
  n_wanted = (size_t) (source->n_wanted > 0 ? source->n_wanted : 1);
  azud_account_release (account, source->splits,
                        source->splits != NULL ? n_splits * sizeof *source->splits : 0);
  azud_account_release (account, source->segments, source->segment_room * sizeof *source->segments);
  azud_account_release (account, source->partitions,
                        (size_t) source->partition_room * sizeof *source->partitions);
  azud_account_release (account, source->wanted, source->wanted != NULL ? n_wanted * sizeof (int) : 0);
  azud_file_list_clear (&source->files);
  azud_schema_unref (source->schema);
  azud_schema_unref (source->output);
  azud_mutex_clear (&source->lock);
  azud_cond_clear (&source->changed);
  azud_account_release (account, source, sizeof *source);
}

/* ---- figures ---- */

int
azud_csv_source_get_n_partitions (const AzudCsvSource *source)
{
  return source->n_partitions;
}

int64_t
azud_csv_source_get_partition_bytes (const AzudCsvSource *source,
                                     int                  partition)
{
  int64_t bytes = 0;

  for (size_t i = source->partitions[partition]; i < source->partitions[partition + 1]; i++)
    {
      if (source->segments[i].end == INT64_MAX)
        return 0;
      bytes += source->segments[i].end - source->segments[i].start;
    }
  return bytes;
}

int64_t
azud_csv_source_get_total_bytes (const AzudCsvSource *source)
{
  return source->files.total_bytes;
}

uint64_t
azud_csv_source_get_fingerprint (const AzudCsvSource *source)
{
  uint64_t hash = azud_file_list_fingerprint (&source->files);
  AzudCsvOptions options = source->options;

  options.tokenizer = AZUD_CSV_TOKENIZER_NATIVE;   /* makes no difference */
  hash = azud_hash_bytes (&options, sizeof options, hash);
  for (int i = 0; i < source->schema->n_fields; i++)
    {
      const AzudField *field = &source->schema->fields[i];
      char type[128];
      size_t length = azud_dtype_print (field->type, type, sizeof type);

      hash = azud_hash_bytes (field->name, strlen (field->name) + 1, hash);
      hash = azud_hash_bytes (type, length < sizeof type ? length : sizeof type - 1, hash);
    }
  return azud_hash_bytes (source->wanted, (size_t) source->n_wanted * sizeof (int), hash);
}

const AzudSchema *
azud_csv_source_get_schema (const AzudCsvSource *source)
{
  return source->output;
}

const AzudFileList *
azud_csv_source_get_files (const AzudCsvSource *source)
{
  return &source->files;
}

const AzudCsvOptions *
azud_csv_source_get_options (const AzudCsvSource *source)
{
  return &source->options;
}

bool
azud_csv_source_is_repeatable (const AzudCsvSource *source)
{
  for (size_t i = 0; i < source->files.n_files; i++)
    if (source->files.files[i].stream)
      return false;
  return true;
}
