/* test-utf8.c: UTF-8 against GLib and a slow walk
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/utf8.h"

#include <glib.h>
#include <string.h>

static void
check_validate (const char *text,
                gsize       size)
{
  const char *end;
  gsize expected = 0;

  /* GLib stops at U+0000, which is well-formed: step over those. */
  while (expected < size && !g_utf8_validate (text + expected, (gssize) (size - expected), &end))
    {
      expected = (gsize) (end - text);
      if (expected == size || text[expected] != '\0')
        break;
      expected++;
    }
  if (expected < size && g_utf8_validate (text + expected, (gssize) (size - expected), NULL))
    expected = size;
  g_assert_cmpuint (azud_utf8_validate (text, size), ==, expected);
  g_assert_cmpint (azud_utf8_is_valid (text, size), ==, expected == size);
}

static void
test_all_code_points (void)
{
  for (guint32 code = 0; code <= 0x10ffff; code++)
    {
      char text[4];
      guint32 back = 0;
      gsize size;

      if (code >= 0xd800 && code <= 0xdfff)
        continue;
      size = azud_utf8_encode (code, text);
      if (azud_utf8_decode (text, size, &back) != size || back != code ||
          azud_utf8_validate (text, size) != size || azud_utf8_count (text, size) != 1)
        g_error ("U+%04X", code);
      if (azud_utf8_decode (text, size - 1, &back) != 0 && code > 0x7f)
        g_error ("U+%04X cut", code);
    }
}

/* Every sequence of up to three bytes, and of four with chosen ones. */
static void
test_all_sequences (void)
{
  static const guint8 edges[] = { 0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef,
                                  0xf0, 0xf3, 0xf4, 0xf5, 0xff };
  const gsize n = G_N_ELEMENTS (edges);

  for (gsize i = 0; i < n * n * n * n; i++)
    {
      const char text[4] = { (char) edges[i % n], (char) edges[i / n % n], (char) edges[i / n / n % n],
                             (char) edges[i / n / n / n] };

      for (gsize size = 0; size <= 4; size++)
        check_validate (text, size);
    }
}

static void
test_random (void)
{
  GRand *random = g_rand_new_with_seed (11);

  for (int round = 0; round < 20000; round++)
    {
      char text[160];
      gsize borders[161];
      gsize n = 0;
      gsize size = 0;
      int mode = g_rand_int_range (random, 0, 3);

      while (size < 100)
        {
          guint32 code = mode == 0 ? 'a' : (guint32) g_rand_int_range (random, 0, g_rand_boolean (random) ? 0x80 : 0x10ffff);

          if (code >= 0xd800 && code <= 0xdfff)
            continue;
          borders[n++] = size;
          size += azud_utf8_encode (code, text + size);
          if (g_rand_int_range (random, 0, 40) == 0)
            break;
        }
      borders[n] = size;
      g_assert_cmpuint (azud_utf8_validate (text, size), ==, size);
      g_assert_cmpuint (azud_utf8_count (text, size), ==, n);
      for (gsize k = 0; k <= n; k++)
        {
          g_assert_cmpuint (azud_utf8_advance (text, size, k), ==, borders[k]);
          g_assert_cmpuint (azud_utf8_retreat (text, size, n - k), ==, borders[k]);
        }
      g_assert_cmpuint (azud_utf8_advance (text, size, n + 9), ==, size);
      g_assert_cmpuint (azud_utf8_retreat (text, size, n + 9), ==, 0);
      g_assert_cmpint (azud_utf8_is_ascii (text, size), ==, n == size);
      text[g_rand_int_range (random, 0, (gint32) size)] = (char) g_rand_int_range (random, 0, 256);
      check_validate (text, size);
    }
  g_rand_free (random);
}

static void
test_empty (void)
{
  guint32 code;

  g_assert_cmpuint (azud_utf8_validate ("", 0), ==, 0);
  g_assert_true (azud_utf8_is_ascii ("", 0));
  g_assert_cmpuint (azud_utf8_count ("", 0), ==, 0);
  g_assert_cmpuint (azud_utf8_advance ("", 0, 3), ==, 0);
  g_assert_cmpuint (azud_utf8_decode ("", 0, &code), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/utf8/all-code-points", test_all_code_points);
  g_test_add_func ("/base/utf8/all-sequences", test_all_sequences);
  g_test_add_func ("/base/utf8/random", test_random);
  g_test_add_func ("/base/utf8/empty", test_empty);
  return g_test_run ();
}
