/* test-csv-write.c: batches to CSV and back
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/csv-dump.h"
#include "formats/csv-write.h"

#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  const char *columns;
  const char *reading;    /* options with which the input is read */
  const char *text;
  const char *writing;
  const char *expected;
} WriteCase;

static const WriteCase cases[] = {
  { "plain", "a int, b string", "", "1,x\n2,y\n", "", "1,x\n2,y\n" },
  { "nulls", "a int, b string", "nullValue=NA", ",\n1,\"\"\n", "", ",\n1,\"\"\n" },
  { "null-word", "a int, b string", "", ",\n1,x\n", "nullValue=NA", "NA,NA\n1,x\n" },
  { "empty-word", "a string, b string", "nullValue=NA", "\"\",\n", "emptyValue=empty", "empty,\n" },
  { "quotes", "a string, b string", "", "\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"cr\rhere\"\n", "",
    "\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",\"cr\rhere\"\n" },
  { "quote-all", "a int, b string, c string", "", "1,x,\n", "quoteAll=true", "\"1\",\"x\",\n" },
  { "escape", "a string", "", "\"a\"\"b\\,\"\n\\\n", "escape=\\", "\"a\\\"b\\\\,\"\n\\\n" },
  { "separator", "a string, b int", "", "a;b,1\n\"a,b\",2\n", "sep=;", "\"a;b\";1\na,b;2\n" },
  { "odd-separator", "a int, b double", "", "-1,1.5\n2,-2.5\n", "sep=-", "\"-1\"-1.5\n2-\"-2.5\"\n" },
  { "line-end", "a int", "", "1\n2\n", "lineSep=\\r\\n", "1\r\n2\r\n" },
  { "blanks-kept", "a string", "", " x \n", "", " x \n" },
  { "blanks-cut", "a string", "", " x \n", "ignoreLeadingWhiteSpace=true;ignoreTrailingWhiteSpace=true",
    "x\n" },
  { "single-null", "a string", "nullValue=NA", "NA\nx\n\"  \"\n\"\"\n", "nullValue=",
    "\"\"\nx\n\"  \"\n\"\"\n" },
  { "comment", "a string, b string", "", "#x,#y\n", "comment=#", "\"#x\",#y\n" },
  { "mark", "a string", "", "x\n\"\xEF\xBB\xBF\"\n", "", "x\n\"\xEF\xBB\xBF\"\n" },
  { "numbers", "a boolean, b tinyint, c bigint, d float, e double, f decimal(20,18), g date", "",
    "true,-5,-9223372036854775808,1.1,1e7,0,2020-02-29\nfalse,1,2,3e10,NaN,1.5,0001-01-01\n", "",
    "true,-5,-9223372036854775808,1.1,1.0E7,0E-18,2020-02-29\nfalse,1,2,3.0E10,NaN,1.500000000000000000,0001-01-01\n" },
  { "timestamps", "a timestamp, b timestamp_ntz", "",
    "2020-01-02 03:04:05.678901,2020-01-02 03:04:05.678901\n2020-01-02,2020-01-02\n", "",
    "2020-01-02T03:04:05.678Z,2020-01-02T03:04:05.678\n2020-01-02T00:00:00.000Z,2020-01-02T00:00:00.000\n" },
  { "exact-timestamps", "a timestamp", "", "2020-01-02 03:04:05.123456Z\n1969-12-31 23:59:59.999999Z\n0001-01-01 00:00:00Z\n",
    "timestampFormat=" AZUD_CSV_EXACT_TIMESTAMP,
    "2020-01-02T03:04:05.123456Z\n1969-12-31T23:59:59.999999Z\n0001-01-01T00:00:00.000000Z\n" },
  { "zone", "a timestamp", "", "2020-01-02 03:04:05Z\n", "timeZone=Asia/Kolkata",
    "2020-01-02T08:34:05.000+05:30\n" },
  { "patterns", "a date, b timestamp", "", "2020-01-02,2020-01-02 03:04:05Z\n",
    "dateFormat=dd/MM/yyyy;timestampFormat=yyyyMMdd HH:mm",
    "02/01/2020,20200102 03:04\n" },
  { "pattern-with-separator", "a date", "", "2020-01-02\n", "dateFormat=dd,MM,yyyy", "\"02,01,2020\"\n" },
  { "binary", "a binary", "", "Spa\n", "", "[53 70 61]\n" },
};

/* Reads @path and writes all of its batches to @out. */
static void
rewrite (const char *path,
         const char *columns,
         const char *reading,
         const char *writing,
         bool        header,
         AzudBytes  *out)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudSchema *schema = csv_schema (columns);
  AzudCsvOptions read;
  AzudCsvOptions write;
  AzudCsvSourceConfig config = { .options = &read, .paths = &path, .n_paths = 1, .schema = schema,
                                 .n_partitions = 1 };
  AzudCsvSource *source;
  AzudCsvReader *reader;
  AzudCsvWriter *writer;
  AzudBatch batch;

  azud_csv_options_init_read (&read);
  csv_options (&read, reading);
  azud_csv_options_init_write (&write);
  csv_options (&write, writing);
  source = azud_csv_source_new (&config, out->account, &error);
  g_assert_nonnull (source);
  reader = azud_csv_reader_open (source, 0, out->account, NULL, NULL, NULL, &error);
  writer = azud_csv_writer_new (&write, schema, out->account, &error);
  g_assert_nonnull (writer);
  if (header)
    g_assert_true (azud_csv_writer_format_header (writer, out, &error));
  while (azud_csv_reader_read (reader, &batch, &error) && batch.n_rows > 0)
    g_assert_true (azud_csv_writer_format (writer, &batch, out, &error));
  g_assert_cmpstr (error.condition, ==, "");
  azud_csv_writer_free (writer);
  azud_csv_reader_close (reader);
  azud_csv_source_unref (source);
  azud_schema_unref (schema);
}

static char *
put (const char *text,
     gssize      size)
{
  char *path = g_build_filename (csv_folder (), "in.csv", NULL);

  csv_put_file (path, text, size);
  return path;
}

static void
write_case (gconstpointer data)
{
  const WriteCase *c = data;
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  char *path = put (c->text, -1);
  AzudBytes out;
  char *got;

  azud_bytes_init (&out, account);
  rewrite (path, c->columns, c->reading, c->writing, false, &out);
  got = g_strndup (out.data, out.size);
  g_assert_cmpstr (got, ==, c->expected);
  g_free (got);
  azud_bytes_clear (&out);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  g_free (path);
}

static void
header (void)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  char *path = put ("1,2,3\n", -1);
  AzudBytes out;
  char *got;

  azud_bytes_init (&out, account);
  rewrite (path, "a b int, x;y int, c int", "", "sep=;", true, &out);
  got = g_strndup (out.data, out.size);
  g_assert_cmpstr (got, ==, "a b;\"x;y\";c\n1;2;3\n");
  g_free (got);
  azud_bytes_clear (&out);
  azud_account_free (account);
  g_free (path);
}

static void
nested_types (void)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudSchema *schema = csv_schema ("a array<int>");
  AzudCsvOptions options;

  azud_csv_options_init_write (&options);
  g_assert_null (azud_csv_writer_new (&options, schema, account, &error));
  g_assert_cmpstr (error.condition, ==, "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE");
  azud_schema_unref (schema);
  azud_account_free (account);
}

/* ---- what was written reads back the same ---- */

static void
random_cell (GRand   *rand,
             GString *out,
             char     quote)
{
  static const char *const pieces[] = { "a", "bc", ",", ";", "\"", "'", "\n", "\r", "\r\n", " ", "\t", "#",
                                        "\\", "NA",
                                        "\xC3\xA9", "1", "-", "\xEF\xBB\xBF" };
  GString *cell = g_string_new (NULL);
  int n = g_rand_int_range (rand, 0, 5);

  for (int i = 0; i < n; i++)
    g_string_append (cell, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
  if (strcmp (cell->str, "NULL!") != 0)
    {
      g_string_append_c (out, quote);
      for (gsize i = 0; i < cell->len; i++)
        {
          if (cell->str[i] == quote)
            g_string_append_c (out, quote);
          g_string_append_c (out, cell->str[i]);
        }
      g_string_append_c (out, quote);
    }
  g_string_free (cell, TRUE);
}

static void
read_back (void)
{
  static const char *const dialects[] = { "", "sep=;", "sep=\\t;quoteAll=true", "escape=\\",
                                          "quote=';escape='", "comment=#",
                                          "lineSep=\\r\\n", "lineSep=\\r", "sep=1", "quote='" };
  GRand *rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  int rounds = g_test_thorough () ? 20000 : 500;

  for (int round = 0; round < rounds; round++)
    {
      int n_columns = g_rand_int_range (rand, 1, 4);
      const char *columns = n_columns == 1 ? "a string" : n_columns == 2 ? "a string, b string" : "a string, b string, c string";
      const char *dialect = dialects[g_rand_int_range (rand, 0, G_N_ELEMENTS (dialects))];
      GString *text = g_string_new (NULL);
      AzudAccount *account = azud_account_new (NULL, "test", 0);
      char *reading = g_strdup_printf ("nullValue=NULL!;mode=FAILFAST");
      char *writing = g_strdup_printf ("nullValue=NULL!;%s", dialect);
      char *reading_back = g_strdup_printf ("nullValue=NULL!;mode=FAILFAST;%s", dialect);
      CsvDump dump = { .columns = columns, .options = reading };
      AzudBytes out;
      char *before;
      char *after;
      char *path;

      for (int r = g_rand_int_range (rand, 0, 6); r > 0; r--)
        for (int c = 0; c < n_columns; c++)
          {
            if (g_rand_int_range (rand, 0, 8) == 0)
              g_string_append (text, "NULL!");
            else
              random_cell (rand, text, '"');
            g_string_append_c (text, c + 1 < n_columns ? ',' : '\n');
          }
      before = csv_dump (text->str, (gssize) text->len, &dump);
      path = put (text->str, (gssize) text->len);
      azud_bytes_init (&out, account);
      rewrite (path, columns, reading, writing, false, &out);
      dump.options = reading_back;
      after = csv_dump (out.data != NULL ? out.data : "", (gssize) out.size, &dump);
      if (strcmp (before, after) != 0)
        g_error ("%s\nbefore:\n%s\nwritten:\n%.*s\nafter:\n%s", dialect, before, (int) out.size, out.data,
                 after);
      azud_bytes_clear (&out);
      azud_account_free (account);
      g_free (before);
      g_free (after);
      g_free (path);
      g_free (reading);
      g_free (writing);
      g_free (reading_back);
      g_string_free (text, TRUE);
    }
  g_rand_free (rand);
}

/* Doubles by random bit patterns: text and back, bit for bit. */
static void
doubles (void)
{
  GRand *rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudSchema *schema = csv_schema ("a double");
  AzudCsvOptions options;
  AzudCsvWriter *writer;
  static double values[AZUD_BATCH_ROWS];
  AzudVector vector = { .type = azud_dtype_get (AZUD_DTYPE_DOUBLE), .length = AZUD_BATCH_ROWS,
                        .data = values };
  AzudBatch batch = { .schema = schema, .n_rows = AZUD_BATCH_ROWS, .n_selected = AZUD_BATCH_ROWS,
                      .columns = &vector };
  AzudBytes out;
  CsvDump dump = { .columns = "a double", .options = "mode=FAILFAST" };
  char *text;
  char *got;
  char **lines;

  for (int i = 0; i < AZUD_BATCH_ROWS; i++)
    do
      {
        uint64_t bits = (uint64_t) g_rand_int (rand) << 32 | g_rand_int (rand);

        memcpy (&values[i], &bits, 8);
      }
    while (isnan (values[i]));
  values[0] = -0.0;
  azud_csv_options_init_write (&options);
  azud_bytes_init (&out, account);
  writer = azud_csv_writer_new (&options, schema, account, &error);
  g_assert_true (azud_csv_writer_format (writer, &batch, &out, &error));
  text = g_strndup (out.data, out.size);
  lines = g_strsplit (text, "\n", -1);
  for (int i = 0; i < AZUD_BATCH_ROWS; i++)
    {
      double back = strcmp (lines[i], "Infinity") == 0 ? INFINITY : strcmp (lines[i],
                                                                            "-Infinity") == 0 ? -INFINITY
                                                                                                       : g_ascii_strtod (lines[i], NULL);

      g_assert_cmpmem (&back, 8, &values[i], 8);
    }
  got = csv_dump (text, (gssize) out.size, &dump);   /* our reader prints what it read */
  g_assert_cmpstr (got, ==, text);
  g_free (got);
  g_free (text);
  g_strfreev (lines);
  azud_csv_writer_free (writer);
  azud_bytes_clear (&out);
  azud_schema_unref (schema);
  azud_account_free (account);
  g_rand_free (rand);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *name = g_strconcat ("/formats/csv-write/", cases[i].name, NULL);

      g_test_add_data_func (name, &cases[i], write_case);
      g_free (name);
    }
  g_test_add_func ("/formats/csv-write/header", header);
  g_test_add_func ("/formats/csv-write/nested-types", nested_types);
  g_test_add_func ("/formats/csv-write/read-back", read_back);
  g_test_add_func ("/formats/csv-write/doubles", doubles);
  status = g_test_run ();
  csv_folder_remove ();
  return status;
}
