/* fuzz-csv.c: any bytes as a CSV file: sniffing is bounded and says something; both tokenizers read the same rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "formats/csv-reader.h"
#include "formats/csv-sniff.h"
#include "fuzz.h"

#include <glib.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

const char *const azud_fuzz_seeds[] = {
  "id,name,x\n1,Ada,1.5\n2,\"Bo \"\"b\"\"\n\",\n", "a;b\r\n1;2\r\n3;4", "\xef\xbb\xbfx\ty\n2024-01-02\ttrue\n", "a,b\n\"open,1\n2,3\n", "a\n\n\r1\r\r\n2", NULL
};

/* Rows and rejected records of @path, or -1 for an error. */
static gint64
count (const char      *path,
       AzudSchema      *schema,
       AzudCsvOptions  *options,
       AzudCsvTokenizer tokenizer,
       AzudAccount     *account)
{
  AzudCsvSourceConfig config = { .options = options, .paths = &path, .n_paths = 1, .schema = schema,
                                 .morsel_bytes = tokenizer == AZUD_CSV_TOKENIZER_NATIVE ? 64 : 0 };
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvSource *source;
  AzudCsvReader *reader;
  gint64 n = -1;
  uint32_t rows;

  options->tokenizer = tokenizer;
  source = azud_csv_source_new (&config, account, &error);
  if (source == NULL)
    return -1;
  reader = azud_csv_reader_open (source, 0, account, NULL, NULL, NULL, &error);
  while (reader != NULL && azud_csv_reader_next (reader, &rows, &error))
    {
      AzudVector vector;

      if (rows == 0)
        {
          n = azud_csv_reader_get_rows (reader);
          break;
        }
      for (int c = 0; c < schema->n_fields; c++)
        if (!azud_csv_reader_convert (reader, c, NULL, 0, &vector, &error))
          abort ();
    }
  if (n < 0 && !azud_error_is_set (&error))
    abort ();
  azud_csv_reader_close (reader);
  azud_csv_source_unref (source);
  return n;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  AzudAccount *account = azud_account_new (NULL, "fuzz", 64 << 20);
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvOptions options;
  AzudCsvSniff sniff;

  azud_csv_options_init_read (&options);
  if (azud_csv_sniff_text ((const char *) data, size, &options, AZUD_CSV_SNIFF_ALL, account, &sniff, &error))
    {
      int fd = memfd_create ("azud-fuzz", MFD_CLOEXEC);
      g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

      if (fd >= 0 && write (fd, data, size) == (ssize_t) size)
        for (int mode = AZUD_CSV_PERMISSIVE; mode <= AZUD_CSV_FAILFAST; mode++)
          {
            sniff.options.mode = (AzudCsvMode) mode;
            if (count (path, sniff.schema, &sniff.options, AZUD_CSV_TOKENIZER_NATIVE, account)
                != count (path, sniff.schema, &sniff.options, AZUD_CSV_TOKENIZER_LIBCSV, account))
              abort ();
          }
      if (fd >= 0)
        close (fd);
      azud_csv_sniff_clear (&sniff);
    }
  else if (!azud_error_is_set (&error))
    abort ();
  if (azud_account_get_used (account) != 0)
    abort ();
  azud_account_free (account);
  return 0;
}
