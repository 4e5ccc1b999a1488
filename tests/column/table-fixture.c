/* table-fixture.c: memory, random numbers and a table for tests of vectors and rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "table-fixture.h"

void
fixture_set_up (Fixture      *fixture,
                gconstpointer seed)
{
  fixture->account = azud_account_new (NULL, "test", 0);
  azud_arena_init (&fixture->arena, fixture->account);
  fixture->random = g_rand_new_with_seed (GPOINTER_TO_UINT (seed));
}

void
fixture_tear_down (Fixture      *fixture,
                   gconstpointer seed)
{
  azud_arena_clear (&fixture->arena);
  g_assert_cmpint (azud_account_get_used (fixture->account), ==, 0);
  azud_account_free (fixture->account);
  g_rand_free (fixture->random);
}

void
fixture_begin_rows (Fixture                *fixture,
                    const AzudDtype *const *types,
                    int                     n_types,
                    guint32                 extra)
{
  g_assert_true (azud_row_layout_init (&fixture->layout, types, n_types, extra, fixture->account, NULL));
  azud_rows_init (&fixture->rows, &fixture->layout, fixture->account);
}

void
fixture_begin_table (Fixture *fixture,
                     int      n_columns,
                     int      depth,
                     guint32  extra)
{
  fixture->n_columns = n_columns;
  for (int c = 0; c < n_columns; c++)
    fixture->types[c] = sample_type (fixture->random, depth);
  fixture_begin_rows (fixture, fixture->types, n_columns, extra);
}

void
fixture_sample_columns (Fixture *fixture,
                        guint32  n)
{
  for (int c = 0; c < fixture->n_columns; c++)
    sample_vector (fixture->random, fixture->types[c], n, &fixture->arena, &fixture->columns[c]);
}

void
fixture_end_rows (Fixture *fixture)
{
  azud_rows_clear (&fixture->rows);
  azud_row_layout_clear (&fixture->layout, fixture->account);
  azud_arena_reset (&fixture->arena);
}
