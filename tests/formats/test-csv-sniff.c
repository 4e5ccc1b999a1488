/* test-csv-sniff.c: dialects, headers, names and types of samples
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/csv-dump.h"
#include "formats/csv-sniff.h"

#include <string.h>

typedef struct
{
  const char       *name;
  const char       *text;
  const char       *options;
  AzudCsvSniffFlags flags;
  const char       *expected;    /* "sep quote header | schema", or the error's condition */
} SniffCase;

#define ALL   AZUD_CSV_SNIFF_ALL
#define TYPES AZUD_CSV_SNIFF_TYPES

static const SniffCase cases[] = {
  { "plain", "id,name\n1,ann\n2,bob\n", "", ALL, ", \" true | id int, name string" },
  { "semicolon", "id;price\n1;1,5\n2;2,75\n3;1\n", "", ALL, "; \" true | id int, price string" },
  { "tab", "id\tname\n1\ta, b\n2\tc\n", "", ALL, "\t \" true | id int, name string" },
  { "bar", "a|b|c\n1|2|x y\n3|4|z\n", "", ALL, "| \" true | a int, b int, c string" },
  { "quoted-separators", "a,b\n\"x;y;z\",1\n\"p;q;r\",2\n", "", ALL, ", \" true | a string, b int" },
  { "single-quotes", "a,b\n'x,y',1\n'z,w',2\n'p,q',3\n", "", ALL, ", ' true | a string, b int" },
  { "one-column", "name\nann\nbob\n", "", ALL, ", \" true | name string" },
  { "no-header", "1,2\n3,4\n", "", ALL, ", \" false | _c0 int, _c1 int" },
  { "no-header-texts", "x,y\nz,y\nx,q\n", "", ALL, ", \" false | _c0 string, _c1 string" },
  { "ragged", "a,b\n1,2\n3,4,5\n6,7\n", "", ALL, ", \" true | a int, b int" },
  { "more-than-header", "a,b\n1,2,3\n3,4,5\n6,7,8\n", "", ALL, ", \" true | a int, b int, _c2 int" },
  { "empty", "", "", ALL, ", \" false | " },
  { "mark", "\xEF\xBB\xBF" "a,b\n1,2\n", "", ALL, ", \" true | a int, b int" },
  { "utf-16", "\xFF\xFE" "a", "", ALL, "AZUD_UNSUPPORTED_ENCODING" },

  /* Spark's inferSchema: separator, quote and header as given */
  { "spark-int", "1\n2147483647\n", "", TYPES, ", \" false | _c0 int" },
  { "spark-bigint", "1\n2147483648\n", "", TYPES, ", \" false | _c0 bigint" },
  { "spark-decimal", "1\n9223372036854775808\n", "", TYPES, ", \" false | _c0 decimal(19,0)" },
  { "spark-decimal-wide", "9223372036854775807\n9223372036854775808\n2147483648\n", "", TYPES,
    ", \" false | _c0 decimal(20,0)" },
  { "spark-decimal-too-wide", "999999999999999999999999999999999999999\n", "", TYPES,
    ", \" false | _c0 double" },
  { "spark-double", "1\n1.5\n", "", TYPES, ", \" false | _c0 double" },
  { "spark-double-words", "1d\nNaN\n-Inf\n 2 \n", "", TYPES, ", \" false | _c0 double" },
  { "spark-exponent", "1E5\n", "", TYPES, ", \" false | _c0 double" },
  { "spark-grouping", "\"1,000\"\n\"1,5\"\n", "", TYPES, ", \" false | _c0 string" },
  { "spark-date", "2020-01-01\n2020-02-29\n", "", TYPES, ", \" false | _c0 date" },
  { "spark-date-timestamp", "2020-01-01\n2020-01-01 10:00:00\n", "", TYPES, ", \" false | _c0 timestamp" },
  { "spark-timestamp", "2020-01-01T10:00:00Z\n", "preferDate=false", TYPES, ", \" false | _c0 timestamp" },
  { "spark-whole-decimals", "1.\n15E0\n", "", TYPES, ", \" false | _c0 decimal(2,0)" },
  { "spark-year-date", "2020\n2020-01-01\n", "", TYPES, ", \" false | _c0 string" },
  { "spark-time", "10:00\n", "", TYPES, ", \" false | _c0 timestamp" },
  { "spark-boolean", "true\nFALSE\n", "", TYPES, ", \" false | _c0 boolean" },
  { "spark-mixed", "1\ntrue\n", "", TYPES, ", \" false | _c0 string" },
  { "spark-nulls", ",NA\n1,\n", "nullValue=NA", TYPES, ", \" false | _c0 int, _c1 string" },
  { "spark-names", "a,A,,b\n1,2,3,4\n", "header=true", TYPES, ", \" true | a0 int, A1 int, _c2 int, b int" },
  { "spark-strings", "a,b\n1,2\n", "header=true", 0, ", \" true | a string, b string" },
  { "spark-short-rows", "1,2\n3\n4,5,6\n", "", TYPES, ", \" false | _c0 int, _c1 int" },
};

static char *
describe (const AzudCsvSniff *sniff)
{
  GString *out = g_string_new (NULL);

  g_string_append_printf (out, "%c %c %s | ", sniff->options.sep, sniff->options.quote,
                          sniff->options.header ? "true" : "false");
  for (int i = 0; i < sniff->schema->n_fields; i++)
    {
      char type[64];

      azud_dtype_print (sniff->schema->fields[i].type, type, sizeof type);
      g_string_append_printf (out, "%s%s %s", i > 0 ? ", " : "", sniff->schema->fields[i].name, type);
    }
  return g_string_free (out, FALSE);
}

static void
sniff_case (gconstpointer data)
{
  const SniffCase *c = data;
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvOptions options;
  AzudCsvSniff sniff;
  char *got;

  azud_csv_options_init_read (&options);
  csv_options (&options, c->options);
  if (!azud_csv_sniff_text (c->text, strlen (c->text), &options, c->flags, account, &sniff, &error))
    g_assert_cmpstr (error.condition, ==, c->expected);
  else
    {
      got = describe (&sniff);
      g_assert_cmpstr (got, ==, c->expected);
      g_free (got);
      azud_csv_sniff_clear (&sniff);
    }
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
}

/* From files: a sample, and all of several. */
static void
files (void)
{
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvOptions options;
  AzudCsvSniff sniff;
  char *one = g_build_filename (csv_folder (), "part-1.csv", NULL);
  char *two = g_build_filename (csv_folder (), "part-2.csv", NULL);
  char *pattern = g_build_filename (csv_folder (), "part-*.csv", NULL);
  const char *paths[] = { pattern };
  char *got;

  g_assert_true (g_file_set_contents (one, "a,b\n1,2\n", -1, NULL));
  g_assert_true (g_file_set_contents (two, "a,b\n1,2.5\n", -1, NULL));
  azud_csv_options_init_read (&options);
  options.header = true;
  g_assert_true (azud_csv_sniff (paths, 1, &options, TYPES, 0, account, &sniff, &error));
  got = describe (&sniff);
  g_assert_cmpstr (got, ==, ", \" true | a int, b int");
  g_assert_false (sniff.whole_input);
  g_free (got);
  azud_csv_sniff_clear (&sniff);
  g_assert_true (azud_csv_sniff (paths, 1, &options, TYPES, -1, account, &sniff, &error));
  got = describe (&sniff);
  g_assert_cmpstr (got, ==, ", \" true | a int, b double");
  g_assert_true (sniff.whole_input);
  g_assert_cmpint (sniff.n_rows, ==, 2);
  g_free (got);
  azud_csv_sniff_clear (&sniff);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
  g_free (one);
  g_free (two);
  g_free (pattern);
}

static void
ragged_line (void)
{
  static const char text[] = "a,b\n1,2\n\"3\n\",4\n5\n6,7\n";
  AzudAccount *account = azud_account_new (NULL, "test", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvOptions options;
  AzudCsvSniff sniff;

  azud_csv_options_init_read (&options);
  g_assert_true (azud_csv_sniff_text (text, sizeof text - 1, &options, ALL, account, &sniff, &error));
  g_assert_cmpint (sniff.ragged_line, ==, 5);
  azud_csv_sniff_clear (&sniff);
  azud_account_free (account);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char *name = g_strconcat ("/formats/csv-sniff/", cases[i].name, NULL);

      g_test_add_data_func (name, &cases[i], sniff_case);
      g_free (name);
    }
  g_test_add_func ("/formats/csv-sniff/files", files);
  g_test_add_func ("/formats/csv-sniff/ragged-line", ragged_line);
  status = g_test_run ();
  csv_folder_remove ();
  return status;
}
