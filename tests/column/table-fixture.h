/* table-fixture.h: memory, random numbers and a table for tests of vectors and rows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "column/rows.h"
#include "sample-table.h"

#define FIXTURE_COLUMNS 70

typedef struct
{
  AzudAccount     *account;
  AzudArena        arena;
  GRand           *random;
  int              n_columns;                  /* of the table */
  const AzudDtype *types[FIXTURE_COLUMNS];
  AzudVector       columns[FIXTURE_COLUMNS];
  AzudRowLayout    layout;
  AzudRows         rows;
} Fixture;

/* @seed: of the random numbers, GUINT_TO_POINTER. */
void fixture_set_up (Fixture *fixture, gconstpointer seed);

/* Also checks that nothing is left in use. */
void fixture_tear_down (Fixture *fixture, gconstpointer seed);

/* A layout of these types and an empty row set, until fixture_end_rows(). */
void fixture_begin_rows (Fixture *fixture, const AzudDtype *const *types, int n_types, guint32 extra);

/* The same for @n_columns random types, nested ones of @depth levels at most. */
void fixture_begin_table (Fixture *fixture, int n_columns, int depth, guint32 extra);

/* @n random rows of the table in its columns. */
void fixture_sample_columns (Fixture *fixture, guint32 n);

void fixture_end_rows (Fixture *fixture);
