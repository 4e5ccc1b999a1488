/* test-hash.c: hashes
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/hash.h"

#include <glib.h>
#include <string.h>

/* Values that Spark 4.0's xxhash64() gives (seed 42). */
static void
test_spark (void)
{
  const char long_text[] = "Azud pipeline Azud pipeline Azud pipeline Azud pipeline Azud pipeline ";

  g_assert_cmpint ((gint64) azud_hash_spark_int (1, 42), ==, G_GINT64_CONSTANT (-6698625589789238999));
  g_assert_cmpint ((gint64) azud_hash_spark_long (1, 42), ==, G_GINT64_CONSTANT (-7001672635703045582));
  g_assert_cmpint ((gint64) azud_hash_spark_bytes ("Spark", 5, 42), ==, G_GINT64_CONSTANT (-4294468057691064905));
  g_assert_cmpint ((gint64) azud_hash_spark_bytes (long_text, strlen (long_text), 42), ==,
                   G_GINT64_CONSTANT (6526720902888551893));
}

static void
test_bytes (void)
{
  char data[300];
  GHashTable *seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint64 hashes[sizeof data + 1];

  memset (data, 'x', sizeof data);
  for (gsize size = 0; size <= sizeof data; size++)
    {
      hashes[size] = azud_hash_bytes (data, size, 0);
      g_assert_true (g_hash_table_add (seen, &hashes[size]));
      g_assert_cmpuint (hashes[size], !=, azud_hash_bytes (data, size, 1));
      g_assert_cmpuint (hashes[size], ==, azud_checksum_bytes (data, size, 0));
    }
  g_hash_table_unref (seen);
}

static void
test_fixed (void)
{
  const guint32 sizes[] = { 8, 16, 24, 40, 1 };
  guint8 data[40 * 9];
  guint64 hashes[9];

  for (gsize i = 0; i < sizeof data; i++)
    data[i] = (guint8) (i * 31);
  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      azud_hash_fixed (data, sizes[s], 9, hashes);
      for (guint32 i = 0; i < 9; i++)
        g_assert_cmpuint (hashes[i], ==, azud_hash_bytes (data + i * sizes[s], sizes[s], 0));
    }
  azud_hash_fixed (data, 8, 0, hashes);
}

static void
test_constant (void)
{
  guint64 hashes[2] = { 1, 1 };

  azud_hash_set_constant (1);
  g_assert_cmpuint (azud_hash_bytes ("a", 1, 0), ==, 0);
  azud_hash_fixed ("abcdefgh12345678", 8, 2, hashes);
  g_assert_cmpuint (hashes[0] | hashes[1], ==, 0);
  g_assert_cmpuint (azud_checksum_bytes ("a", 1, 0), !=, 0);
  azud_hash_set_constant (0);
  g_assert_cmpuint (azud_hash_bytes ("a", 1, 0), !=, 0);
}

static void
test_mix (void)
{
  g_assert_cmpuint (azud_hash_mix (1), !=, azud_hash_mix (2));
  g_assert_cmpuint (azud_hash_mix (0), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/hash/spark", test_spark);
  g_test_add_func ("/base/hash/bytes", test_bytes);
  g_test_add_func ("/base/hash/fixed", test_fixed);
  g_test_add_func ("/base/hash/constant", test_constant);
  g_test_add_func ("/base/hash/mix", test_mix);
  return g_test_run ();
}
