/* run-log-source.c: from files to the bytes of a log
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/log/run-log-source.h"

#include "base/io.h"
#include "base/sync.h"

#include <lz4.h>
#include <string.h>
#include <xxhash.h>
#include <zstd.h>

#define PIECE ((size_t) 256 * 1024)
#define LZ4_HEAD 21                  /* magic, method and level, two sizes, checksum */
#define LZ4_MAX_BLOCK ((guint32) 32 * 1024 * 1024)
#define LZ4_SEED 0x9747b28cu         /* of lz4-java's checksums */

typedef enum { PLAIN, ZSTD, LZ4 } Codec;

/* One file being read. */
typedef struct
{
  AzudRunLogReader *reader;
  const char       *path;
  Codec             codec;
  bool              is_known;        /* codec is found out */
  bool              is_damaged;      /* what follows cannot be understood */
  bool              has_text;        /* something came out */
  GByteArray       *kept;            /* read, not yet taken: the first bytes; of LZ4 the block that is under way */
  ZSTD_DStream     *zstd;
  char             *text;            /* PIECE bytes */
} Source;

static bool
feed (Source     *source,
      const char *text,
      size_t      size,
      AzudError  *error)
{
  source->has_text |= size > 0;
  return azud_run_log_reader_feed (source->reader, text, size, error);
}

static bool
take_zstd (Source       *source,
           const guint8 *bytes,
           size_t        size,
           AzudError    *error)
{
  ZSTD_inBuffer in = { bytes, size, 0 };
  ZSTD_outBuffer out = { source->text, PIECE, PIECE };

  /* a full output may have more behind it, even when all input is taken */
  while (in.pos < in.size || out.pos == out.size)
    {
      size_t before = in.pos;

      out.pos = 0;
      if (ZSTD_isError (ZSTD_decompressStream (source->zstd, &out, &in)))
        {
          source->is_damaged = true;
          return true;
        }
      if (!feed (source, source->text, out.pos, error))
        return false;
      if (out.pos == 0 && in.pos == before)
        break;
    }
  return true;
}

static guint32
read_le32 (const guint8 *bytes)
{
  return (guint32) bytes[0] | (guint32) bytes[1] << 8 | (guint32) bytes[2] << 16 | (guint32) bytes[3] << 24;
}

/* One block: its head and @stored bytes that give @size. */
static bool
take_lz4_block (Source       *source,
                const guint8 *head,
                guint32       stored,
                guint32       size,
                AzudError    *error)
{
  const char *data = (const char *) head + LZ4_HEAD;
  g_autofree char *text = g_malloc (size + 1);

  if ((head[8] & 0xf0) == 0x10 && stored == size)
    memcpy (text, data, size);
  else if ((head[8] & 0xf0) != 0x20 || LZ4_decompress_safe (data, text, (int) stored, (int) size) != (int) size)
    source->is_damaged = true;
  if (!source->is_damaged && (XXH32 (text, size, LZ4_SEED) & 0x0fffffffu) != read_le32 (head + 17))
    source->is_damaged = true;
  return source->is_damaged || feed (source, text, size, error);
}

static bool
take_lz4 (Source       *source,
          const guint8 *bytes,
          size_t        size,
          AzudError    *error)
{
  GByteArray *kept = source->kept;
  guint at = 0;

  g_byte_array_append (kept, bytes, (guint) size);
  while (!source->is_damaged && kept->len - at >= LZ4_HEAD)
    {
      const guint8 *head = kept->data + at;
      guint32 stored = read_le32 (head + 9), whole = read_le32 (head + 13);

      if (memcmp (head, "LZ4Block", 8) != 0 || stored > LZ4_MAX_BLOCK || whole > LZ4_MAX_BLOCK)
        source->is_damaged = true;
      else if (kept->len - at < LZ4_HEAD + stored)
        break;
      else if (whole > 0 && !take_lz4_block (source, head, stored, whole, error))
        return false;
      at += LZ4_HEAD + stored;
    }
  g_byte_array_remove_range (kept, 0, MIN (at, kept->len));
  return true;
}

static bool
begins_with (const GByteArray *bytes,
             const char       *magic,
             guint             size)
{
  return bytes->len > 0 && memcmp (bytes->data, magic, MIN (size, bytes->len)) == 0;
}

/* From the first bytes, of which there may be few. */
static bool
find_codec (Source    *source,
            AzudError *error)
{
  static const struct { const char *magic; guint size; const char *name; } others[] = {
    { "ZV", 2, "lzf" }, { "\x82SNAPPY", 7, "snappy" }, { "\x1f\x8b", 2, "gzip" },
  };

  source->is_known = true;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    if (source->kept->len >= others[i].size && begins_with (source->kept, others[i].magic, others[i].size))
      return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_LOG_CODEC",
                             N_("This log is compressed with {0}, which is not read; zstd, lz4 and plain logs are"),
                             others[i].name, NULL);
  if (begins_with (source->kept, "\x28\xb5\x2f\xfd", 4))
    {
      source->codec = ZSTD;
      source->zstd = ZSTD_createDStream ();
    }
  else if (begins_with (source->kept, "LZ4Block", 8))
    source->codec = LZ4;
  return true;
}

static bool
take (Source       *source,
      const guint8 *bytes,
      size_t        size,
      AzudError    *error)
{
  if (source->is_damaged)
    return true;
  switch (source->codec)
    {
    case ZSTD:
      return take_zstd (source, bytes, size, error);
    case LZ4:
      return take_lz4 (source, bytes, size, error);
    default:
      return feed (source, (const char *) bytes, size, error);
    }
}

/* The first bytes wait until there are enough of them to tell. */
static bool
take_first (Source    *source,
            bool       is_end,
            AzudError *error)
{
  GByteArray *first = source->kept;
  bool done;

  if (first->len < 8 && !is_end)
    return true;
  if (!find_codec (source, error))
    return false;
  source->kept = g_byte_array_new ();
  done = take (source, first->data, first->len, error);
  g_byte_array_unref (first);
  return done;
}

static bool
read_all (Source    *source,
          int        fd,
          AzudError *error)
{
  g_autofree guint8 *piece = g_malloc (PIECE);
  size_t got = 1;

  while (got > 0 && !source->is_damaged)
    {
      if (!azud_io_read (fd, source->path, piece, PIECE, &got, error))
        return false;
      if (source->is_known)
        {
          if (!take (source, piece, got, error))
            return false;
          continue;
        }
      g_byte_array_append (source->kept, piece, (guint) got);
      if (!take_first (source, got == 0, error))
        return false;
    }
  if (source->codec == LZ4 && source->kept->len > 0)
    azud_run_log_reader_mark_incomplete (source->reader);
  return true;
}

static bool
read_file (AzudRunLogReader *reader,
           const char       *path,
           AzudError        *error)
{
  AzudFileIdentity identity;
  Source source = { .reader = reader, .path = path };
  int fd = azud_io_open_read (path, &identity, error);
  bool done;

  if (fd < 0)
    return false;
  source.kept = g_byte_array_new ();
  source.text = g_malloc (PIECE);
  done = read_all (&source, fd, error);
  azud_io_close (fd, path, NULL);
  if (done && source.is_damaged)
    {
      azud_run_log_reader_mark_incomplete (reader);
      done = source.has_text || azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NOT_A_RUN_LOG",
                                                N_("This is no run log: what is compressed in it is damaged from the beginning"), NULL);
    }
  if (!done)
    azud_error_at_line (error, path, 0, 0, -1);
  ZSTD_freeDStream (source.zstd);
  g_byte_array_unref (source.kept);
  g_free (source.text);
  return done;
}

/* ---- rolling logs ---- */

typedef struct
{
  char   *path;
  guint64 number;
  bool    is_compact;      /* stands for all before it */
} LogPart;

static void
part_clear (gpointer data)
{
  g_free (((LogPart *) data)->path);
}

static int
compare_parts (gconstpointer a,
               gconstpointer b)
{
  const LogPart *x = a, *y = b;

  if (x->number != y->number)
    return x->number < y->number ? -1 : 1;
  return x->is_compact - y->is_compact;
}

/* `events_N_APP[.CODEC][.compact]`, in order; from the newest compact one on. */
static GArray *
list_parts (const char *folder)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (LogPart));
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint first = 0;

  g_array_set_clear_func (parts, part_clear);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      LogPart part;

      if (!g_str_has_prefix (name, "events_") || !g_ascii_isdigit (name[7]))
        continue;
      part.number = g_ascii_strtoull (name + 7, NULL, 10);
      part.is_compact = g_str_has_suffix (name, ".compact");
      part.path = g_build_filename (folder, name, NULL);
      g_array_append_val (parts, part);
    }
  g_array_sort (parts, compare_parts);
  for (guint i = 0; i < parts->len; i++)
    if (g_array_index (parts, LogPart, i).is_compact)
      first = i;
  if (first > 0)
    g_array_remove_range (parts, 0, first);
  return parts;
}

static bool
read_folder (AzudRunLogReader *reader,
             const char       *folder,
             AzudError        *error)
{
  g_autoptr(GArray) parts = list_parts (folder);

  if (parts->len == 0)
    {
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NOT_A_RUN_LOG",
                      N_("This folder holds no run log: a rolling log has files events_1_…, events_2_…"), NULL);
      azud_error_at_line (error, folder, 0, 0, -1);
      return false;
    }
  for (guint i = 0; i < parts->len; i++)
    {
      const LogPart *part = &g_array_index (parts, LogPart, i);

      if (i > 0 ? part->number != part[-1].number + 1 : part->number > 1 && !part->is_compact)
        azud_run_log_reader_mark_incomplete (reader);      /* one between is missing */
      if (!read_file (reader, part->path, error))
        return false;
    }
  return true;
}

bool
azud_run_log_reader_read (AzudRunLogReader *reader,
                          const char       *path,
                          AzudError        *error)
{
  azud_assert_may_block ();
  if (!(g_file_test (path, G_FILE_TEST_IS_DIR) ? read_folder (reader, path, error) : read_file (reader, path, error)))
    return false;
  if (azud_run_log_reader_end (reader, error))
    return true;
  azud_error_at_line (error, path, 0, 0, -1);
  return false;
}
