/* generate.c: the tables of the benchmark as CSV
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * usage: generate TABLE ROWS > FILE, TABLE being group, left, small, medium or big.  The same arguments give the same bytes.
 *
 * Shapes after the data set of the H2O.ai database benchmark: `group` has three text and three integer keys (100, 100 and ROWS/100
 * different values), two small integers and a double; `left` is joined with `small` (ROWS/1e6 keys), `medium` (ROWS/1e3) and `big`
 * (ROWS), where one key in ten finds nothing.
 *
 * Random numbers: splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state;

static uint64_t
next_random (void)
{
  uint64_t z = state += UINT64_C (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

/* From 1 to @n; the bias is far below what a benchmark notices. */
static uint64_t
choose (uint64_t n)
{
  return next_random () % n + 1;
}

static uint64_t
at_least (uint64_t a,
          uint64_t b)
{
  return a > b ? a : b;
}

/* 0.000000 to 99.999999, written without printf's rounding. */
static void
print_fraction (const char *before,
                const char *after)
{
  uint64_t millionths = next_random () % 100000000;

  printf ("%s%" PRIu64 ".%06" PRIu64 "%s", before, millionths / 1000000, millionths % 1000000, after);
}

static void
write_group (uint64_t n_rows)
{
  uint64_t many = at_least (n_rows / 100, 1);

  puts ("id1,id2,id3,id4,id5,id6,v1,v2,v3");
  for (uint64_t row = 0; row < n_rows; row++)
    {
      printf ("id%03" PRIu64 ",id%03" PRIu64 ",id%010" PRIu64, choose (100), choose (100), choose (many));
      printf (",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64, choose (100), choose (100), choose (many), choose (5), choose (15));
      print_fraction (",", "\n");
    }
}

/* Row @key of a table with @n keys: nine tenths of the keys that `left` asks for. */
static uint64_t
key_of_row (uint64_t row,
            uint64_t n)
{
  return row + 1 + n / 10;
}

static void
write_left (uint64_t n_rows)
{
  uint64_t small = at_least (n_rows / 1000000, 10);
  uint64_t medium = at_least (n_rows / 1000, 10);

  puts ("id1,id2,id3,id4,id5,id6,v1");
  for (uint64_t row = 0; row < n_rows; row++)
    {
      uint64_t a = choose (small), b = choose (medium), c = choose (n_rows);

      printf ("%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",id%" PRIu64 ",id%" PRIu64 ",id%" PRIu64, a, b, c, a, b, c);
      print_fraction (",", "\n");
    }
}

/* @n_keys: how many columns id1.. the table has. */
static void
write_right (uint64_t n_rows,
             uint64_t n,
             int      n_keys)
{
  uint64_t small = at_least (n_rows / 1000000, 10);
  uint64_t medium = at_least (n_rows / 1000, 10);

  puts (n_keys == 1 ? "id1,id4,v2" : n_keys == 2 ? "id1,id2,id4,id5,v2" : "id1,id2,id3,id4,id5,id6,v2");
  for (uint64_t row = 0; row < n; row++)
    {
      uint64_t keys[3] = { choose (small), choose (medium), 0 };

      keys[n_keys - 1] = key_of_row (row, n);
      for (int k = 0; k < n_keys; k++)
        printf ("%" PRIu64 ",", keys[k]);
      for (int k = 0; k < n_keys; k++)
        printf ("id%" PRIu64 ",", keys[k]);
      print_fraction ("", "\n");
    }
}

int
main (int    argc,
      char **argv)
{
  static char buffer[1 << 20];
  uint64_t n_rows = argc == 3 ? strtoull (argv[2], NULL, 10) : 0;
  const char *table = argc == 3 ? argv[1] : "";

  setvbuf (stdout, buffer, _IOFBF, sizeof buffer);
  for (const char *p = table; *p != '\0'; p++)
    state = state * 31 + (unsigned char) *p;
  if (n_rows > 0 && strcmp (table, "group") == 0)
    write_group (n_rows);
  else if (n_rows > 0 && strcmp (table, "left") == 0)
    write_left (n_rows);
  else if (n_rows > 0 && strcmp (table, "small") == 0)
    write_right (n_rows, at_least (n_rows / 1000000, 10), 1);
  else if (n_rows > 0 && strcmp (table, "medium") == 0)
    write_right (n_rows, at_least (n_rows / 1000, 10), 2);
  else if (n_rows > 0 && strcmp (table, "big") == 0)
    write_right (n_rows, n_rows, 3);
  else
    {
      fprintf (stderr, "usage: generate group|left|small|medium|big ROWS > FILE\n");
      return 2;
    }
  return fflush (stdout) == 0 && ferror (stdout) == 0 ? 0 : 1;
}
