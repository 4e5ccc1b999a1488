/* test-bytes.c: growing byte buffers
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/bytes.h"

#include <glib.h>

static void
test_append (void)
{
  AzudAccount *account = azud_account_new (NULL, "bytes", 0);
  g_autoptr (GString) expected = g_string_new (NULL);
  AzudBytes bytes;

  azud_bytes_init (&bytes, account);
  for (int i = 0; i < 5000; i++)
    {
      gint64 number = (gint64) i * i * i * 7919 - 1000000;

      g_assert_true (azud_bytes_append_string (&bytes, "row ", NULL));
      g_assert_true (azud_bytes_append_int (&bytes, number, NULL));
      g_assert_true (azud_bytes_append_char (&bytes, ':', NULL));
      g_assert_true (azud_bytes_append_padded (&bytes, (guint64) i, 4, NULL));
      g_assert_true (azud_bytes_append (&bytes, "\0x", 2, NULL));
      g_assert_true (azud_bytes_append (&bytes, NULL, 0, NULL));
      g_string_append_printf (expected, "row %" G_GINT64_FORMAT ":%04d", number, i);
      g_string_append_len (expected, "\0x", 2);
    }
  g_assert_cmpmem (bytes.data, bytes.size, expected->str, expected->len);
  azud_bytes_truncate (&bytes, 3);
  azud_bytes_truncate (&bytes, 100);
  g_assert_cmpmem (bytes.data, bytes.size, "row", 3);
  azud_bytes_clear (&bytes);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
}

static void
test_limits_of_int (void)
{
  AzudAccount *account = azud_account_new (NULL, "bytes", 0);
  AzudBytes bytes;

  azud_bytes_init (&bytes, account);
  g_assert_true (azud_bytes_append_int (&bytes, G_MININT64, NULL));
  g_assert_true (azud_bytes_append_int (&bytes, G_MAXINT64, NULL));
  g_assert_true (azud_bytes_append_padded (&bytes, G_MAXUINT64, 1, NULL));
  g_assert_true (azud_bytes_append_padded (&bytes, 7, 1, NULL));
  g_assert_cmpmem (bytes.data, bytes.size, "-9223372036854775808922337203685477580718446744073709551615" "7",
                   strlen ("-9223372036854775808922337203685477580718446744073709551615" "7"));
  azud_bytes_clear (&bytes);
  azud_account_free (account);
}

static void
test_refusal (void)
{
  AzudAccount *account = azud_account_new (NULL, "bytes", 1024);
  AzudError error = AZUD_ERROR_INIT;
  char block[300] = { 'b' };
  AzudBytes bytes;
  gsize size;

  azud_bytes_init (&bytes, account);
  while (azud_bytes_append (&bytes, block, sizeof block, &error))
    ;
  g_assert_cmpstr (error.condition, ==, "AZUD_OUT_OF_MEMORY");
  size = bytes.size;
  g_assert_cmpuint (size, >, 0);
  g_assert_cmpuint (size % sizeof block, ==, 0);   /* whole pieces only */
  g_assert_false (azud_bytes_grow (&bytes, SIZE_MAX - 10, &error));
  g_assert_cmpuint (bytes.size, ==, size);
  azud_bytes_clear (&bytes);
  g_assert_cmpint (azud_account_get_used (account), ==, 0);
  azud_account_free (account);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/bytes/append", test_append);
  g_test_add_func ("/base/bytes/limits-of-int", test_limits_of_int);
  g_test_add_func ("/base/bytes/refusal", test_refusal);
  return g_test_run ();
}
