/* test-csv-input.c: inputs that misbehave: faults of reads and memory, files that change, pipes, lists of
 * files, options
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/csv-dump.h"

#include "base/io.h"
#include "base/process-size.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TEXT "a,b\n1,\"x\n\"\n2,y\n3,\"\"\"z\"\"\"\n4,a long cell that does not fit into twelve bytes\n5,q\n"
#define ROWS "1|x\\0a\n2|y\n3|\"z\"\n4|a long cell that does not fit into twelve bytes\n5|q\n"
#define DUMP { .columns = "a int, b string", .options = "header=true;mode=FAILFAST", .n_partitions = 5, .morsel_bytes = 16 }

static char *
make_file (const char *name,
           const char *text)
{
  char *path = g_build_filename (csv_folder (), name, NULL);

  csv_put_file (path, text, -1);
  return path;
}

/* ---- reads that fail ---- */

static const AzudIo *sys;
static int n_calls;
static int fault_at;
static int mode;   /* 0 read fails, 1 open fails, 2 fstat fails, 3 short and interrupted */

static ssize_t
faulty_pread (int fd, void *data, size_t size, off_t offset)
{
  n_calls += mode == 0 || mode == 3;
  if (mode == 3 && n_calls % 2 == 0)
    {
      errno = EINTR;
      return -1;
    }
  if (mode == 0 && n_calls == fault_at)
    {
      errno = EIO;
      return -1;
    }
  return sys->pread (fd, data, mode == 3 ? (size + 1) / 2 : size, offset);
}

static int
faulty_open (const char *path, int flags, mode_t access)
{
  if (mode == 1 && ++n_calls == fault_at)
    {
      errno = EMFILE;
      return -1;
    }
  return sys->open (path, flags, access);
}

static int
faulty_fstat (int fd, struct stat *info)
{
  if (mode == 2 && ++n_calls == fault_at)
    {
      errno = EIO;
      return -1;
    }
  return sys->fstat (fd, info);
}

static char *
dump_with_faults (const char *path)
{
  static AzudIo io;
  CsvDump dump = DUMP;
  char *got;

  sys = azud_io_system ();
  io = *sys;
  io.pread = faulty_pread;
  io.open = faulty_open;
  io.fstat = faulty_fstat;
  n_calls = 0;
  azud_io_install (&io);
  got = csv_dump_file (path, &dump);
  azud_io_install (NULL);
  return got;
}

static void
read_faults (void)
{
  char *path = make_file ("faults.csv", TEXT);
  guint descriptors = process_count_files ();

  for (mode = 0; mode < 3; mode++)
    for (fault_at = 1; fault_at < 500; fault_at++)
      {
        char *got = dump_with_faults (path);
        bool failed = strstr (got, "error ") != NULL;

        if (n_calls < fault_at)
          {
            g_assert_cmpstr (got, ==, ROWS);
            g_assert_cmpint (fault_at, >, 5);
            g_free (got);
            break;
          }
        if (!failed)
          g_error ("mode %d, call %d: %s", mode, fault_at, got);
        g_assert_nonnull (strstr (got, mode == 1 ? "error AZUD_TOO_MANY_FILES" : "error AZUD_IO"));
        /* what came before is a beginning of the rows */
        *strstr (got, "error ") = '\0';
        g_assert_true (g_str_has_prefix (ROWS, got));
        g_free (got);
      }
  mode = 3;
  {
    char *got = dump_with_faults (path);

    g_assert_cmpstr (got, ==, ROWS);
    g_free (got);
  }
  g_assert_cmpuint (process_count_files (), ==, descriptors);
  g_free (path);
}

/* Each request for memory is refused once: an error, no leak (csv_dump_file looks), no crash. */
static void
memory_refused (void)
{
  char *path = make_file ("memory.csv", TEXT);
  int n;

  for (n = 1; n < 2000; n++)
    {
      CsvDump dump = DUMP;
      char *got;

      dump.options = n % 2 ? "header=true;mode=FAILFAST" : "header=true;mode=FAILFAST;tokenizer=libcsv";
      dump.rejects = n % 3 == 0;
      azud_account_refuse_nth (n, false);
      got = csv_dump_file (path, &dump);
      azud_account_refuse_nth (0, false);
      if (strcmp (got, ROWS) != 0)
        g_assert_nonnull (strstr (got, "error AZUD_OUT_OF_MEMORY"));
      else if (n > 300)
        {
          g_free (got);
          break;
        }
      g_free (got);
    }
  g_free (path);
}

/* ---- files that change ---- */

static AzudCsvSource *
open_source (const char  *path,
             int          n_partitions,
             AzudAccount *account)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvOptions options;
  AzudSchema *schema = csv_schema ("a int, b string");
  AzudCsvSourceConfig config = { .options = &options, .paths = &path, .n_paths = 1, .schema = schema,
                                 .n_partitions = n_partitions, .morsel_bytes = 16 };
  AzudCsvSource *source;

  azud_csv_options_init_read (&options);
  csv_options (&options, "header=true;mode=FAILFAST");
  source = azud_csv_source_new (&config, account, &error);
  g_assert_nonnull (source);
  azud_schema_unref (schema);
  return source;
}

/* Reads a partition to its end; returns the condition of its error. */
static char *
read_partition (AzudCsvSource    *source,
                int               partition,
                AzudAccount      *account,
                const AzudCancel *cancel,
                GString          *rows)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvReader *reader = azud_csv_reader_open (source, partition, account, cancel, NULL, NULL, &error);
  AzudBatch batch;

  while (reader != NULL && azud_csv_reader_read (reader, &batch, &error) && batch.n_rows > 0)
    if (rows != NULL)
      csv_print_batch (rows, &batch);
  azud_csv_reader_close (reader);
  return g_strdup (error.condition);
}

static void
changing_files (void)
{
  for (int how = 0; how < 5; how++)
    {
      char *path = make_file ("changing.csv", TEXT);
      char *other = g_strconcat (path, ".new", NULL);
      AzudAccount *account = azud_account_new (NULL, "test", 0);
      AzudCsvSource *source = open_source (path, 1, account);
      char *condition;

      switch (how)
        {
        case 0: g_assert_cmpint (truncate (path, 10), ==, 0); break;
        case 1: g_assert_cmpint (truncate (path, 1000), ==, 0); break;
        case 2: g_unlink (path); csv_put_file (path, TEXT, -1); break;
        case 3: csv_put_file (other, TEXT, -1); g_rename (other, path); break;
        default: g_unlink (path); break;
        }
      condition = read_partition (source, 0, account, NULL, NULL);
      g_assert_cmpstr (condition, ==, how == 4 ? "AZUD_FILE_NOT_FOUND" : "AZUD_INPUT_CHANGED");
      g_free (condition);
      azud_csv_source_unref (source);
      g_assert_cmpint (azud_account_get_used (account), ==, 0);
      azud_account_free (account);
      g_free (path);
      g_free (other);
    }
}

/* The file grows while it is read: seen at the end. */
static void
growing_file (void)
{
  char *path = make_file ("growing.csv", TEXT);
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudCsvSource *source = open_source (path, 1, account);
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvReader *reader = azud_csv_reader_open (source, 0, account, NULL, NULL, NULL, &error);
  AzudBatch batch;

  g_assert_true (azud_csv_reader_read (reader, &batch, &error));
  g_assert_cmpuint (batch.n_rows, >, 0);
  g_assert_cmpint (truncate (path, 1000), ==, 0);
  while (azud_csv_reader_read (reader, &batch, &error) && batch.n_rows > 0)
    ;
  g_assert_cmpstr (error.condition, ==, "AZUD_INPUT_CHANGED");
  azud_error_clear (&error);
  g_assert_false (azud_csv_reader_read (reader, &batch, &error));   /* and is said again */
  g_assert_cmpstr (error.condition, ==, "AZUD_INPUT_CHANGED");
  azud_csv_reader_close (reader);
  azud_csv_source_unref (source);
  azud_account_free (account);
  g_free (path);
}

/* A second attempt, and attempts in any order, give the same rows. */
static void
attempts (void)
{
  char *path = make_file ("attempts.csv", TEXT);
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudCsvSource *source = open_source (path, 6, account);
  GString *all = g_string_new (NULL);
  AzudCancel cancel = { 0 };
  char *condition;

  azud_cancel_request (&cancel);
  condition = read_partition (source, 4, account, &cancel, NULL);
  g_assert_cmpstr (condition, ==, "AZUD_CANCELLED");
  g_free (condition);
  for (int round = 0; round < 2; round++)
    {
      g_string_truncate (all, 0);
      for (int p = 0; p < azud_csv_source_get_n_partitions (source); p++)
        {
          condition = read_partition (source, p, account, NULL, all);
          g_assert_cmpstr (condition, ==, "");
          g_free (condition);
        }
      g_assert_cmpstr (all->str, ==, ROWS);
    }
  g_assert_true (azud_csv_source_is_repeatable (source));
  azud_csv_source_unref (source);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  g_string_free (all, TRUE);
  g_free (path);
}

/* ---- pipes ---- */

static gpointer
feed_pipe (gpointer data)
{
  FILE *file = fopen (data, "w");

  for (const char *p = TEXT; *p != '\0'; p++)
    {
      fputc (*p, file);
      if (p - TEXT == 2 || p - TEXT == 9 || p - TEXT == 30)
        {
          fflush (file);
          g_usleep (3000);
        }
    }
  fclose (file);
  return NULL;
}

static void
pipes (void)
{
  char *path = g_build_filename (csv_folder (), "pipe", NULL);
  CsvDump dump = DUMP;

  for (int morsel = 0; morsel < 40; morsel += 13)
    {
      GThread *feeder;
      char *got;

      g_assert_cmpint (mkfifo (path, 0600), ==, 0);
      feeder = g_thread_new ("feeder", feed_pipe, path);
      dump.morsel_bytes = morsel;
      got = csv_dump_file (path, &dump);
      g_thread_join (feeder);
      g_assert_cmpstr (got, ==, ROWS);
      g_free (got);
      g_unlink (path);
    }
  g_free (path);
}

/* A second attempt would find nothing, or wait for ever: it is told so. */
static void
pipe_again (void)
{
  char *path = g_build_filename (csv_folder (), "pipe", NULL);
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  GString *all = g_string_new (NULL);
  AzudCsvSource *source;
  GThread *feeder;
  char *condition;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  source = open_source (path, 1, account);
  g_assert_false (azud_csv_source_is_repeatable (source));
  feeder = g_thread_new ("feeder", feed_pipe, path);
  condition = read_partition (source, 0, account, NULL, all);
  g_thread_join (feeder);
  g_assert_cmpstr (condition, ==, "");
  g_assert_cmpstr (all->str, ==, ROWS);
  g_free (condition);
  condition = read_partition (source, 0, account, NULL, all);
  g_assert_cmpstr (condition, ==, "AZUD_PIPE_READ_TWICE");
  g_free (condition);
  azud_csv_source_unref (source);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  g_string_free (all, TRUE);
  g_unlink (path);
  g_free (path);
}

/* ---- lists of files ---- */

static char *
list (const char *const *paths,
      gsize              n_paths)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  GString *out = g_string_new (NULL);
  AzudFileList files;

  if (!azud_file_list_init (&files, paths, n_paths, account, &error))
    {
      char text[512];

      azud_error_format (&error, text, sizeof text);
      g_string_append_printf (out, "%s: %s", error.condition, text);
    }
  else
    for (gsize i = 0; i < files.n_files; i++)
      {
        char *name = g_path_get_basename (files.files[i].path);

        g_string_append_printf (out, "%s ", name);
        g_free (name);
      }
  azud_file_list_clear (&files);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  return g_string_free (out, FALSE);
}

static void
expect_list (const char *folder,
             const char *a,
             const char *b,
             const char *expected)
{
  char *first = g_build_filename (folder, a, NULL);
  char *second = g_build_filename (folder, b != NULL ? b : "", NULL);
  const char *paths[] = { first, second };
  char *got = list (paths, b != NULL ? 2 : 1);
  char **parts = g_strsplit (got, folder, -1);
  char *short_got = g_strjoinv ("", parts);

  g_assert_cmpstr (short_got, ==, expected);
  g_strfreev (parts);
  g_free (short_got);
  g_free (got);
  g_free (first);
  g_free (second);
}

static void
file_lists (void)
{
  static const char *const names[] = { "b.csv", "a.csv", "Z.csv", "_SUCCESS", ".hidden", "c.txt", "x[1].csv",
                                       "d.csv._COPYING_" };
  char *folder = g_build_filename (csv_folder (), "list", NULL);
  char *inner = g_build_filename (folder, "inner", NULL);

  g_assert_cmpint (g_mkdir (folder, 0777), ==, 0);
  g_assert_cmpint (g_mkdir (inner, 0777), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char *path = g_build_filename (folder, names[i], NULL);

      csv_put_file (path, "1\n", -1);
      g_free (path);
    }
  expect_list (folder, "", NULL, "Z.csv a.csv b.csv c.txt x[1].csv ");
  expect_list (folder, "*.csv", NULL, "Z.csv a.csv b.csv x[1].csv ");
  expect_list (folder, "[ab].csv", NULL, "a.csv b.csv ");
  expect_list (folder, "{b,a}.csv", NULL, "a.csv b.csv ");
  expect_list (folder, "x[1].csv", NULL, "x[1].csv ");
  expect_list (folder, "b.csv", "a.csv", "b.csv a.csv ");
  expect_list (folder, "no", NULL, "PATH_NOT_FOUND: Path does not exist: /no");
  expect_list (folder, "no", "*.no", "PATH_NOT_FOUND: 2 paths do not exist: /no, /*.no");
  g_free (inner);
  inner = g_build_filename (folder, "k=1", NULL);
  g_assert_cmpint (g_mkdir (inner, 0777), ==, 0);
  expect_list (folder, "", NULL,
               "AZUD_PARTITIONED_FOLDER: /k=1 is a folder of a partitioned data set; such data sets cannot be read yet");
  g_free (inner);
  g_free (folder);
}

/* Many small files share partitions; their headers are skipped in each. */
static void
many_files (void)
{
  char *folder = g_build_filename (csv_folder (), "many", NULL);
  GString *expected = g_string_new (NULL);

  g_assert_cmpint (g_mkdir (folder, 0777), ==, 0);
  for (int i = 0; i < 50; i++)
    {
      char *name = g_strdup_printf ("f%02d.csv", i);
      char *path = g_build_filename (folder, name, NULL);
      char *text = i % 7 == 3 ? g_strdup ("") : g_strdup_printf ("%sa,b\n%d,x%s",
                                                                 i % 5 == 0 ? "\xEF\xBB\xBF" : "", i,
                                                                 i % 2 ? "\n" : "");

      csv_put_file (path, text, -1);
      if (text[0] != '\0')
        g_string_append_printf (expected, "%d|x\n", i);
      g_free (name);
      g_free (path);
      g_free (text);
    }
  for (int n = 0; n < 60; n += 7)
    {
      CsvDump dump = { .columns = "a int, b string", .options = "header=true;mode=FAILFAST",
                       .n_partitions = n, .n_threads = n % 4 };
      char *got = csv_dump_file (folder, &dump);

      g_assert_cmpstr (got, ==, expected->str);
      g_free (got);
    }
  g_string_free (expected, TRUE);
  g_free (folder);
}

/* ---- options ---- */

typedef struct
{
  const char *key;
  const char *value;
  const char *condition;
} OptionCase;

static void
options (void)
{
  static const OptionCase cases[] = {
    { "SEP", "\\t", "" },
    { "delimiter", "|", "" },
    { "sep", "", "INVALID_DELIMITER_VALUE.EMPTY_STRING" },
    { "sep", "\\", "INVALID_DELIMITER_VALUE.SINGLE_BACKSLASH" },
    { "sep", "\\q", "INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER" },
    { "sep", "||", "AZUD_UNSUPPORTED_CSV_OPTION" },
    { "quote", "", "" },
    { "quote", "ab", "INVALID_OPTIONS.INVALID_VALUE" },
    { "header", "TRUE", "" },
    { "header", "yes", "INVALID_OPTIONS.INVALID_VALUE" },
    { "mode", "failfast", "" },
    { "mode", "odd", "INVALID_OPTIONS.INVALID_VALUE" },
    { "encoding", "UTF-8", "" },
    { "encoding", "UTF-16", "AZUD_UNSUPPORTED_CSV_OPTION" },
    { "compression", "gzip", "AZUD_UNSUPPORTED_CSV_OPTION" },
    { "lineSep", "\\n", "" },
    { "lineSep", "x", "AZUD_UNSUPPORTED_CSV_OPTION" },
    { "maxColumns", "0", "INVALID_OPTIONS.INVALID_VALUE" },
    { "maxColumns", "5", "" },
    { "samplingRatio", "0.5", "" },
    { "colour", "red", "AZUD_UNKNOWN_CSV_OPTION" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudCsvOptions csv;
      AzudError error = AZUD_ERROR_INIT;
      bool ok;

      azud_csv_options_init_read (&csv);
      ok = azud_csv_options_set (&csv, cases[i].key, cases[i].value, &error);
      g_assert_cmpstr (error.condition, ==, cases[i].condition);
      g_assert_true (ok == (cases[i].condition[0] == '\0'));
      if (!ok)
        g_assert_cmpint (error.fault, ==, AZUD_FAULT_PIPELINE);
    }
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/csv-input/read-faults", read_faults);
  g_test_add_func ("/formats/csv-input/memory-refused", memory_refused);
  g_test_add_func ("/formats/csv-input/changing-files", changing_files);
  g_test_add_func ("/formats/csv-input/growing-file", growing_file);
  g_test_add_func ("/formats/csv-input/attempts", attempts);
  g_test_add_func ("/formats/csv-input/pipes", pipes);
  g_test_add_func ("/formats/csv-input/pipes-again", pipe_again);
  g_test_add_func ("/formats/file-list/lists", file_lists);
  g_test_add_func ("/formats/csv-input/many-files", many_files);
  g_test_add_func ("/formats/csv-options/set", options);
  status = g_test_run ();
  csv_folder_remove ();
  return status;
}
