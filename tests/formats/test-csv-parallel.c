/* test-csv-parallel.c: CSV in parallel equals CSV in sequence: rows, order, errors, lines, rejects
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Every text is read in one piece, then at every size of morsel, number of partitions, order and number of
 * threads; all must print the same.  The reference tokenizer must agree too, except for the byte of a faulty
 * value, which libcsv does not tell.
 */

#include "formats/csv-dump.h"
#include "formats/csv-split.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *text;
  gsize       size;
  const char *columns;
  const char *options;
} Text;

#define TEXT(name, text, columns, options) { name, text, sizeof (text) - 1, columns, options }

static const Text texts[] = {
  TEXT ("plain", "1,x\n2,y\n3,z\n", "a int, b string", "header=false"),
  TEXT ("header", "a,b\n1,x\n2,y\n3,z", "a int, b string", "header=true"),
  TEXT ("late-header", "\n\n#c\n\"a\n\",b\n1,x\n2,y\n", "a int, b string", "header=true;comment=#"),
  TEXT ("mark", "\xEF\xBB\xBF\"a\",b\n\"1\",x\n2,y\n", "a int, b string", "header=true"),
  TEXT ("quoted-lines", "1,\"a\nb\"\n2,\"\r\n\"\n3,\"\"\"\n\"\"\"\n4,\"\n\n\n\n\"\n5,e\n", "a int, b string",
        ""),
  TEXT ("long-quoted", "1,\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,\n,\n,\n,\n,\n,\n\n\n1,2\n1,2\n3,4\n\"\n2,y\n3,z\n",
        "a int, b string", ""),
  TEXT ("line-ends", "1,a\r\n2,b\r3,c\r\r\n4,d\n\r5,e\n\n6,f\r\r\r\n7,g\r\n\r\n8,\"h\r\r\ni\"\r\r\n",
        "a int, b string", ""),
  TEXT ("cr-cr-lf", "1,a\r\r\n2,b\r\r\n3,c\r\r\n4,d\r\r\n5,q\r\r\nq,6\r\r\n", "a int, b string", ""),
  TEXT ("ragged", "1\n2,b\n3,c,d\n,,,\n4,e\n\"5\n", "a int, b string", ""),
  TEXT ("stray", "1,a\"b\"c\n2,\"a\"b\n\"3\"x,\"y\n\"\n4,a\"\n5,\"a\" \"b\"\n6,\"\"\"\n7,\"\"\"\"\n",
        "a int, b string", ""),
  TEXT ("values", "1,2\nq,3\n4,r\n5,6\n99999999999,1\n\"7\",\"8\"\n", "a int, b int", ""),
  TEXT ("encoding", "1,\xC3\xA9\n2,a\xFF\n3,\xE2\x82\n4,\xED\xA0\x80\n5,ok\n", "a int, b string", ""),
  TEXT ("nul", "1,a\0b\n2,\0\n\0,3\n4,\"\0\"\n", "a string, b string", ""),
  TEXT ("unended", "1,\"a\n2,b\n3,c\n", "a int, b string", ""),
  TEXT ("only-quotes", "\"\"\"\"\"\"\"\"\"\"\"\"\"", "a string", ""),
  TEXT ("only-separators", ",,,,,,,,,,,,,,,,,,,,,,,,,,,,,", "a string, b string", ""),
  TEXT ("only-line-ends", "\n\n\n\r\n\r\r\n\n\n\r\r\r", "a string, b string", ""),
  TEXT ("blanks", "  \n1,a\n \t \n2,b\n   ", "a int, b string", ""),
  TEXT ("comments", "#\"\n1,#\n#,,,,\n\"#\",2\n#", "a string, b string", "comment=#"),
  TEXT ("backslash", "1,\"a\\\"b\"\n2,\"\\\\\"\n3,\"\\\n\"\n4,\"a\"\"b\"\n5,\\\n", "a int, b string",
        "escape=\\"),
  TEXT ("trimmed", " 1 , \"a\n\" \n 2 ,  b\n 3, \"c\"x \n \"4\",\" d \"\t\n", "a int, b string",
        "ignoreLeadingWhiteSpace=true;ignoreTrailingWhiteSpace=true"),
  TEXT ("single", "a\n\"\"\nb\n\"\n\"\n", "a string", "nullValue=NA"),
  TEXT ("no-quote", "1,\"a\n2,b\"\n", "a int, b string", "quote="),
  TEXT ("empty", "", "a int", "header=true"),
};

static const char *const modes[] = { "mode=FAILFAST", "mode=PERMISSIVE", "mode=DROPMALFORMED", "rejects" };

/* Every size of morsel and number of partitions, or (in the quick pass) enough of them to meet each place where
 * a text can be cut. */
static gboolean
thorough (void)
{
  return g_getenv ("AZUD_TEST_THOROUGH") != NULL;
}

static CsvDump
make_dump (const Text *text,
           const char *settings,
           int         mode)
{
  return (CsvDump){ .columns = text->columns, .options = settings, .rejects = mode == 3 };
}

static char *
make_settings (const Text *text,
               int         mode,
               const char *tokenizer)
{
  return g_strdup_printf ("%s;%s;tokenizer=%s", text->options, mode == 3 ? "mode=PERMISSIVE" : modes[mode],
                          tokenizer);
}

static void
expect (const Text    *text,
        const CsvDump *dump,
        const char    *expected)
{
  char *got = csv_dump (text->text, (gssize) text->size, dump);

  if (strcmp (got, expected) != 0)
    {
      char *shown = g_strescape (text->text, NULL);

      g_test_message ("text: %s", shown);
      g_free (shown);
    }
  if (strcmp (got, expected) != 0)
    g_error ("%s: morsel %d, partitions %d, batch %u, threads %d, %s\ngot:\n%s\nexpected:\n%s", text->name,
             (int) dump->morsel_bytes, dump->n_partitions, dump->batch_rows, dump->n_threads, dump->options,
             got, expected);
  g_free (got);
}

/* Without the bytes of faulty values, which libcsv does not know. */
static char *
without_bytes (const char *report)
{
  GRegex *regex = g_regex_new (" byte [0-9]+", 0, 0, NULL);
  char *result = g_regex_replace (regex, report, -1, 0, "", 0, NULL);

  g_regex_unref (regex);
  return result;
}

static void
compare_tokenizers (const Text *text,
                    int         mode,
                    const char *expected)
{
  char *settings = make_settings (text, mode, "libcsv");
  CsvDump dump = make_dump (text, settings, mode);
  char *reference = csv_dump (text->text, (gssize) text->size, &dump);
  char *a = without_bytes (reference);
  char *b = without_bytes (expected);

  if (strcmp (a, b) != 0)
    g_error ("%s, %s\nlibcsv:\n%s\nnative:\n%s", text->name, modes[mode], a, b);
  for (int morsel = 1; morsel <= 64; morsel = morsel * 2 + 1)
    {
      dump.morsel_bytes = morsel;
      dump.n_partitions = morsel % 5 + 1;
      expect (text, &dump, reference);
    }
  g_free (a);
  g_free (b);
  g_free (reference);
  g_free (settings);
}

static void
all_sizes (gconstpointer data)
{
  const Text *text = data;

  for (int mode = 0; mode < 4; mode++)
    {
      char *settings = make_settings (text, mode, "native");
      CsvDump dump = make_dump (text, settings, mode);
      char *expected;

      dump.n_partitions = 1;
      expected = csv_dump (text->text, (gssize) text->size, &dump);
      for (int morsel = 1; morsel <= 64; morsel += thorough () || morsel < 9 ? 1 : 5)
        for (int n = 1; n <= 64; n += thorough () ? (n < 8 ? 1 : 14) : n < 3 ? 1 : n * 2 + 1)
          {
            dump.morsel_bytes = morsel;
            dump.n_partitions = n;
            dump.batch_rows = (uint32_t) (morsel % 3 + 1);
            dump.backwards = (morsel + n) % 2;
            expect (text, &dump, expected);
          }
      for (int threads = 1; threads <= 8; threads *= 2)
        {
          dump.n_threads = threads;
          dump.morsel_bytes = 0;
          dump.n_partitions = (int) text->size + 1;
          expect (text, &dump, expected);
        }
      compare_tokenizers (text, mode, expected);
      g_free (expected);
      g_free (settings);
    }
}

/* Texts made of the bytes that matter, by chance. */
static char *
make_text (GRand *rand,
           gsize  size)
{
  static const char alphabet[] = ",,,,\"\"\"\n\n\n\r\r12345abcxyz  #\\\t";
  char *text = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    text[i] = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
  text[size] = '\0';
  return text;
}

static void
random_texts (void)
{
  static const char *const dialects[] = { "", "header=true", "comment=#", "escape=\\", "quote=",
                                          "ignoreLeadingWhiteSpace=true;ignoreTrailingWhiteSpace=true;header=true", "sep=a" };
  guint32 seed = (guint32) g_test_rand_int ();
  GRand *rand = g_rand_new_with_seed (seed);
  int rounds = thorough () ? 1000 : 60;

  g_test_message ("seed %u", seed);
  for (int round = 0; round < rounds; round++)
    {
      gsize size = (gsize) g_rand_int_range (rand, 0, 200);
      char *bytes = make_text (rand, size);
      Text text = { "random", bytes, size, round % 2 ? "a int, b string" : "a string",
                    dialects[g_rand_int_range (rand, 0, G_N_ELEMENTS (dialects))] };
      int mode = g_rand_int_range (rand, 0, 4);
      char *settings = make_settings (&text, mode, "native");
      CsvDump dump = make_dump (&text, settings, mode);
      char *expected = csv_dump (bytes, (gssize) size, &dump);

      for (int k = 0; k < 12; k++)
        {
          dump.morsel_bytes = g_rand_int_range (rand, 1, 70);
          dump.n_partitions = g_rand_int_range (rand, 1, 30);
          dump.batch_rows = (uint32_t) g_rand_int_range (rand, 1, 5);
          dump.backwards = g_rand_boolean (rand);
          expect (&text, &dump, expected);
        }
      compare_tokenizers (&text, mode, expected);
      g_free (expected);
      g_free (settings);
      g_free (bytes);
    }
  g_rand_free (rand);
}

/* Larger than morsels of 4 KiB, with quoted line ends, read by several threads. */
static void
large_text (void)
{
  static const int morsels[] = { 4095, 4096, 4097, 65536 };
  GString *bytes = g_string_new ("a,b\r\n");
  char *expected;
  CsvDump dump = { .columns = "a int, b string", .options = "header=true;mode=PERMISSIVE", .rejects = TRUE };
  Text text = { "large", NULL, 0, "a int, b string", "" };

  for (int i = 0; i < 20000; i++)
    {
      g_string_append_printf (bytes, "%d,", i);
      if (i % 7 == 0)
        g_string_append_printf (bytes, "\"quoted \"\"%d\"\",\n%*s\"", i, i % 300, "");
      else
        g_string_append_printf (bytes, "plain %d", i);
      g_string_append (bytes,
                       i % 1000 == 999 ? ",x\r\n" : i % 500 == 3 ? "\r\r\n" : i % 11 == 0 ? "\n" : "\r\n");
    }
  text.text = bytes->str;
  text.size = bytes->len;
  dump.n_partitions = 1;
  expected = csv_dump (bytes->str, (gssize) bytes->len, &dump);
  g_assert_nonnull (strstr (expected, "many-fields"));
  for (gsize m = 0; m < G_N_ELEMENTS (morsels); m++)
    for (int n = 1; n <= 64; n = n * (thorough () ? 3 : 6) + 1)
      {
        dump.morsel_bytes = morsels[m];
        dump.n_partitions = n;
        dump.n_threads = n % 4 + 1;
        expect (&text, &dump, expected);
      }
  g_free (expected);
  g_string_free (bytes, TRUE);
}

/* ---- the automaton ---- */

static void
automaton (void)
{
  static const char *const dialects[] = { "", "escape=\\", "quote=", "comment=#",
                                          "ignoreLeadingWhiteSpace=true",
                                          "ignoreTrailingWhiteSpace=true", "sep=\t" };
  GRand *rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());

  for (int round = 0; round < (thorough () ? 2000 : 500); round++)
    {
      gsize size = (gsize) g_rand_int_range (rand, 0, round % 50 == 0 ? 20000 : 100);
      char *text = make_text (rand, size);
      gsize half = size > 0 ? (gsize) g_rand_int_range (rand, 0, (int) size) : 0;
      uint8_t map[AZUD_CSV_N_STATES];
      AzudCsvOptions options;
      AzudCsvAutomaton a;

      azud_csv_options_init_read (&options);
      csv_options (&options, dialects[round % G_N_ELEMENTS (dialects)]);
      azud_csv_automaton_init (&a, &options);
      for (int s = 0; s < AZUD_CSV_N_STATES; s++)
        {
          AzudCsvState expected = azud_csv_automaton_run_bytewise (&a, (AzudCsvState) s, text, size);

          g_assert_cmpint (azud_csv_automaton_run (&a, (AzudCsvState) s, text, size), ==, expected);
          map[s] = (uint8_t) s;
        }
      azud_csv_automaton_run_map (&a, map, text, half);
      azud_csv_automaton_run_map (&a, map, text + half, size - half);
      for (int s = 0; s < (options.comment != '\0' ? AZUD_CSV_N_STATES : AZUD_CSV_COMMENT); s++)
        g_assert_cmpint (map[s], ==, azud_csv_automaton_run_bytewise (&a, (AzudCsvState) s, text, size));
      g_assert_cmpint (azud_csv_count_lines (text, size, 0, 0), ==,
                       azud_csv_count_lines (text, half, 0, 0) +
                         azud_csv_count_lines (text + half, size - half, half > 0 ? text[half - 1] : 0,
                                               half > 1 ? text[half - 2] : 0));
      g_free (text);
    }
  g_rand_free (rand);
  g_assert_cmpint (azud_csv_count_lines ("a\nb\r\nc\r\r\nd\re\r\r\r\n", 17, 0, 0), ==, 6);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/formats/csv-split/automaton", automaton);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char *name = g_strconcat ("/formats/csv-parallel/", texts[i].name, NULL);

      g_test_add_data_func (name, &texts[i], all_sizes);
      g_free (name);
    }
  g_test_add_func ("/formats/csv-parallel/random", random_texts);
  g_test_add_func ("/formats/csv-parallel/large", large_text);
  status = g_test_run ();
  csv_folder_remove ();
  return status;
}
