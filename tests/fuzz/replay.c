/* replay.c: plays a fuzz target without libFuzzer: the seeds, and mutations of them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * usage: PROGRAM [FILE...]: with files, each is played once (to look at a finding)
 */

#include "fuzz.h"

#include <glib.h>
#include <stdio.h>
#include <string.h>

#define QUICK_ROUNDS 3000
#define THOROUGH_ROUNDS 200000
#define MAX_SIZE 4096

static void
mutate (GByteArray *bytes,
        GRand      *random)
{
  static const char *const pieces[] = { "\"", "'", "\\", "\n", "\r\n", "${", "}", "(", ")", "[", "]", "{", ",", "`", "\xff", "\xe2\x80\xae", "--", "/*",
                                        "0", "-1", "99999999999999999999", "1e400", "null", "CASE", "AND", "\"id\"", "\"edges\"" };
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (random, 0, (gint32) bytes->len) : 0;

  switch (g_rand_int_range (random, 0, 6))
    {
    case 0:
      if (bytes->len > 0)
        bytes->data[at] ^= (guint8) (1u << g_rand_int_range (random, 0, 8));
      break;
    case 1:
      if (bytes->len > 0)
        bytes->data[at] = (guint8) g_rand_int_range (random, 0, 256);
      break;
    case 2:
      if (bytes->len > 0)
        g_byte_array_remove_range (bytes, at, (guint) g_rand_int_range (random, 1, (gint32) MIN (bytes->len - at, 16) + 1));
      break;
    case 3:
      g_byte_array_set_size (bytes, at);      /* cut */
      break;
    case 4:
      if (bytes->len > 0 && bytes->len < MAX_SIZE)
        {
          guint n = (guint) g_rand_int_range (random, 1, (gint32) MIN (bytes->len - at, 64) + 1);
          g_autofree guint8 *copy = g_memdup2 (bytes->data + at, n);

          g_byte_array_append (bytes, copy, n);      /* repeat a piece */
        }
      break;
    default:
      {
        const char *piece = pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))];
        g_autoptr(GByteArray) tail = g_byte_array_new ();

        if (bytes->len >= MAX_SIZE)
          break;
        g_byte_array_append (tail, bytes->data + at, bytes->len - at);
        g_byte_array_set_size (bytes, at);
        g_byte_array_append (bytes, (const guint8 *) piece, (guint) strlen (piece));
        g_byte_array_append (bytes, tail->data, tail->len);
      }
    }
}

static void
play (const guint8 *data,
      gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, MAX (size, 1));      /* exactly as long as it says */

  LLVMFuzzerTestOneInput (copy, size);
}

static void
test_seeds (void)
{
  play ((const guint8 *) "", 0);
  for (guint i = 0; azud_fuzz_seeds[i] != NULL; i++)
    play ((const guint8 *) azud_fuzz_seeds[i], strlen (azud_fuzz_seeds[i]));
}

static void
test_mutations (void)
{
  gboolean thorough = g_getenv ("AZUD_TEST_THOROUGH") != NULL;
  const char *given = g_getenv ("AZUD_TEST_SEED");
  guint32 seed = !thorough ? 1 : given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : g_random_int ();
  GRand *random = g_rand_new_with_seed (seed);
  guint n_seeds = g_strv_length ((char **) azud_fuzz_seeds);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < (thorough ? THOROUGH_ROUNDS : QUICK_ROUNDS); round++)
    {
      g_autoptr(GByteArray) bytes = g_byte_array_new ();
      const char *start = azud_fuzz_seeds[(guint) g_rand_int_range (random, 0, (gint32) n_seeds)];

      g_byte_array_append (bytes, (const guint8 *) start, (guint) strlen (start));
      for (gint m = g_rand_int_range (random, 1, 8); m > 0; m--)
        mutate (bytes, random);
      play (bytes->data, bytes->len);
    }
  g_rand_free (random);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *name = g_path_get_basename (argv[0]);
  g_autofree char *seeds = g_strdup_printf ("/fuzz/%s/seeds", name);
  g_autofree char *mutations = g_strdup_printf ("/fuzz/%s/mutations", name);

  if (argc > 1 && argv[1][0] != '-')
    {
      for (int i = 1; i < argc; i++)
        {
          g_autofree char *text = NULL;
          gsize size;

          if (g_file_get_contents (argv[i], &text, &size, NULL))
            play ((const guint8 *) text, size);
        }
      return 0;
    }
  g_test_init (&argc, &argv, NULL);
  g_test_add_func (seeds, test_seeds);
  g_test_add_func (mutations, test_mutations);
  return g_test_run ();
}
