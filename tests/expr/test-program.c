/* test-program.c: programs over batches: selections, constants, dictionaries, nulls, rows of errors
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "base/memory.h"
#include "base/sync.h"
#include "expr/program.h"

#include <string.h>

#define N 200

/* a int, b int (null where row % 7 == 0), s string (dictionary), k int (constant 5), f boolean */
typedef struct
{
  AzudAccount *account;
  AzudArena    arena;
  AzudSchema  *schema;
  AzudVector   columns[5];
  AzudVector   words;
  uint16_t     selection[N];
  AzudBatch    batch;
} Fixture;

static const char *const words[] = { "red", "green", "a colour with a very long name", "blue" };

static void
set_up (Fixture *f, gconstpointer data)
{
  AzudField fields[] = {
    { "a", azud_dtype_get (AZUD_DTYPE_INT), false },   { "b", azud_dtype_get (AZUD_DTYPE_INT), true },
    { "s", azud_dtype_get (AZUD_DTYPE_STRING), true }, { "k", azud_dtype_get (AZUD_DTYPE_INT), false },
    { "f", azud_dtype_get (AZUD_DTYPE_BOOLEAN), false },
  };
  AzudError error = AZUD_ERROR_INIT;

  f->account = azud_account_new (NULL, "test", 0);
  azud_arena_init (&f->arena, f->account);
  f->schema = azud_schema_new (fields, G_N_ELEMENTS (fields));
  g_assert_true (azud_vector_init_flat (&f->columns[0], fields[0].type, N, &f->arena, &error));
  g_assert_true (azud_vector_init_flat (&f->columns[1], fields[1].type, N, &f->arena, &error));
  g_assert_true (azud_vector_add_validity (&f->columns[1], &f->arena, &error));
  g_assert_true (azud_vector_init_flat (&f->columns[3], fields[3].type, 1, &f->arena, &error));
  g_assert_true (azud_vector_init_flat (&f->columns[4], fields[4].type, N, &f->arena, &error));
  g_assert_true (azud_vector_init_flat (&f->words, fields[2].type, G_N_ELEMENTS (words) + 1, &f->arena, &error));
  g_assert_true (azud_vector_add_validity (&f->words, &f->arena, &error));
  for (size_t i = 0; i < G_N_ELEMENTS (words); i++)
    ((AzudText *) f->words.data)[i] = azud_text_make (words[i], strlen (words[i]));
  ((AzudText *) f->words.data)[G_N_ELEMENTS (words)] = azud_text_make ("", 0);
  azud_bits_set (f->words.validity, G_N_ELEMENTS (words), false);
  f->columns[2] = (AzudVector){ .type = fields[2].type, .layout = AZUD_LAYOUT_DICTIONARY, .length = N, .dictionary = &f->words };
  f->columns[2].indices = azud_arena_alloc (&f->arena, sizeof (uint32_t) * N, 16, &error);
  *(int32_t *) f->columns[3].data = 5;
  f->columns[3].layout = AZUD_LAYOUT_CONSTANT;
  for (int i = 0; i < N; i++)
    {
      ((int32_t *) f->columns[0].data)[i] = i;
      ((int32_t *) f->columns[1].data)[i] = i % 7 == 0 ? 0 : i % 10;
      azud_bits_set (f->columns[1].validity, (uint32_t) i, i % 7 != 0);
      f->columns[2].indices[i] = (uint32_t) i % 5;
      ((uint8_t *) f->columns[4].data)[i] = i % 2;
    }
  f->batch = (AzudBatch){ .schema = f->schema, .n_rows = N, .n_selected = N, .columns = f->columns };
}

static void
select_every (Fixture *f, int step)
{
  f->batch.n_selected = 0;
  for (int i = 1; i < N; i += step)
    f->selection[f->batch.n_selected++] = (uint16_t) i;
  f->batch.selection = f->selection;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  azud_schema_unref (f->schema);
  azud_arena_clear (&f->arena);
  g_assert_cmpint (azud_account_get_used (f->account), ==, 0);
  azud_account_free (f->account);
}

static AzudExpr *
resolve (Fixture *f, const char *text)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudScopeInput input = { NULL, f->schema };
  AzudScope scope = { .inputs = &input, .n_inputs = 1 };
  g_autoptr (AzudExpr) parsed = azud_expr_parse (text, &error);
  AzudExpr *resolved = parsed != NULL ? azud_expr_resolve (parsed, &scope, &error) : NULL;

  if (resolved == NULL)
    g_test_message ("%s: %s", text, error.condition);
  g_assert_nonnull (resolved);
  return resolved;
}

/* Evaluates @text and checks each selected row against @expected (which writes the text, or NULL). */
static void
check (Fixture *f, const char *text, void (*expected) (int row, GString *out))
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) expr = resolve (f, text);
  AzudProgram *program = azud_program_new (&expr, 1, NULL, f->account, &error);

  g_assert_nonnull (program);
  for (int pass = 0; pass < 4; pass++)   /* the second round: constants are remembered */
    {
      AzudVector value;

      f->batch.selection = NULL;
      f->batch.n_selected = N;
      if (pass % 2 == 1)
        select_every (f, 3);
      if (!azud_program_eval (program, &f->batch, &value, &f->arena, &error))
        g_error ("%s: %s row %d", text, error.condition, (int) error.row);
      for (uint32_t i = 0; i < f->batch.n_selected; i++)
        {
          uint32_t row = azud_batch_row (&f->batch, i);
          g_autoptr (GString) got = g_string_new (NULL), wanted = g_string_new (NULL);

          azud_vector_print_value (&value, row, NULL, got);
          expected ((int) row, wanted);
          if (strcmp (got->str, wanted->str) != 0)
            g_test_message ("%s row %u pass %d", text, row, pass);
          g_assert_cmpstr (got->str, ==, wanted->str);
        }
    }
  azud_program_free (program);
}

static void
expect_sum (int row, GString *out)
{
  if (row % 7 == 0)
    g_string_append (out, "NULL");
  else
    g_string_append_printf (out, "%d", row + row % 10 + 5);
}

static void
expect_less (int row, GString *out)
{
  g_string_append (out, row % 7 == 0 ? "NULL" : row % 10 < 5 ? "true" : "false");
}

static void
expect_case (int row, GString *out)
{
  if (row % 7 == 0)
    g_string_append (out, "none");
  else if (row % 10 == 0)
    g_string_append (out, "zero");
  else
    g_string_append_printf (out, "%d", row / (row % 10));
}

static void
expect_words (int row, GString *out)
{
  g_string_append (out, row % 5 == 4 ? "NULL" : strlen (words[row % 5]) > 4 ? "true" : "false");
}

static void
expect_coalesce (int row, GString *out)
{
  g_string_append_printf (out, "%d", row % 7 == 0 ? row : row % 10);
}

static void
expect_and (int row, GString *out)
{
  bool left = row % 2 == 1;

  if (!left)
    g_string_append (out, "false");
  else if (row % 7 == 0)
    g_string_append (out, "NULL");
  else
    g_string_append (out, row % 10 > 3 ? "true" : "false");
}

static void
expect_in (int row, GString *out)
{
  g_string_append (out, row % 5 == 4 ? "NULL" : row % 5 == 0 || row % 5 == 2 ? "true" : "false");
}

static void
expect_five (int row, GString *out)
{
  g_string_append (out, "12");
}

static void
test_values (Fixture *f, gconstpointer data)
{
  check (f, "a + b + k", expect_sum);
  check (f, "b < k", expect_less);
  check (f, "b < 5", expect_less);
  check (f, "k > b", expect_less);
  check (f, "case when b is null then 'none' when b = 0 then 'zero' else cast(a div b as string) end", expect_case);
  check (f, "length(s) > 4", expect_words);
  check (f, "coalesce(b, a)", expect_coalesce);
  check (f, "f and b > 3", expect_and);
  check (f, "f and 1 / (case when f then 1 else 0 end) > 0 and b > 3", expect_and);
  check (f, "s in ('red', 'a colour with a very long name')", expect_in);
  check (f, "k + 7", expect_five);
}

/* b is null where a % 7 = 0 */
static void
expect_guarded (int row, GString *out)
{
  if (row % 7 == 0)
    g_string_append (out, "NULL");
  else
    g_string_append_printf (out, "%d", row % 10 + (row % 7 == 1));
}

static void
expect_guarded_text (int row, GString *out)
{
  if (row % 7 == 0)
    g_string_append (out, "NULL");
  else
    g_string_append_printf (out, "%d%d", row % 10, row % 7 == 1);
}

static void
expect_guarded_in (int row, GString *out)
{
  g_string_append (out, row % 7 == 0 ? "NULL" : row % 10 == (row % 7 == 1) ? "true" : "false");
}

static void
expect_true (int row, GString *out)
{
  g_string_append (out, "true");
}

static void
expect_between (int row, GString *out)
{
  g_string_append (out, row % 7 == 0 ? "NULL" : row % 10 <= (row % 7 == 1) ? "true" : "false");
}

/* Operands that Spark does not look at, because of a null, a hit or an end before them, do not raise. */
static void
test_careful (Fixture *f, gconstpointer data)
{
  check (f, "b + 1 div (a % 7)", expect_guarded);
  check (f, "concat(cast(b as string), cast(1 div (a % 7) as string))", expect_guarded_text);
  check (f, "b in (500, 1 div (a % 7))", expect_guarded_in);
  check (f, "a in (500, a, 1 div (a % 7))", expect_true);
  check (f, "b between 0 and 1 div (a % 7)", expect_between);
  check (f, "a not between a + 1 and 1 div (a % 7)", expect_true);
  check (f, "element_at(transform(array(b), x -> x + 1 div (a % 7)), 1)", expect_guarded);
}

static void
test_filter (Fixture *f, gconstpointer data)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) expr = resolve (f, "b > 3 or a = 14");
  AzudProgram *program = azud_program_new (&expr, 1, NULL, f->account, &error);
  uint16_t kept[AZUD_BATCH_ROWS];
  uint32_t n, expected = 0;

  g_assert_true (azud_program_filter (program, &f->batch, kept, &n, &f->arena, &error));
  for (int i = 0; i < N; i++)
    if (i == 14 || (i % 7 != 0 && i % 10 > 3))
      g_assert_cmpint (kept[expected++], ==, i);
  g_assert_cmpuint (n, ==, expected);
  select_every (f, 2);
  g_assert_true (azud_program_filter (program, &f->batch, kept, &n, &f->arena, &error));
  for (uint32_t i = 0; i < n; i++)
    g_assert_cmpint (kept[i] % 2, ==, 1);
  azud_program_free (program);
}

static void
test_errors (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *condition;
    int         row;
    int         start;
    int         end;
    const char *value;
  } cases[] = {
    { "100 div b", "DIVIDE_BY_ZERO", 10, 0, 9, "b = 0" },
    { "1 + 100 % b", "REMAINDER_BY_ZERO", 10, 4, 11, "b = 0" },
    { "cast(a as tinyint)", "CAST_OVERFLOW", 128, 0, 18, "128" },
    { "a * 100000000", "ARITHMETIC_OVERFLOW", 22, 0, 13, "a = 22" },
    { "cast(s as int)", "CAST_INVALID_INPUT", 0, 0, 14, "red" },
    { "case when a > 50 then 1 / (a - 60) else 0 end", "DIVIDE_BY_ZERO", 60, 22, 34, "a = 60" },
    { "a + 1 / 0", "DIVIDE_BY_ZERO", 0, 4, 9, "" },
    { "b + 1 div (a % 7) + 1 div (a - 20)", "DIVIDE_BY_ZERO", 20, 20, 34, "a = 20" },
    { "a in (a + 1, 1 div (a - 20))", "DIVIDE_BY_ZERO", 20, 13, 27, "a = 20" },
    { "1 div (a % 7) + b", "DIVIDE_BY_ZERO", 0, 0, 13, "a = 0" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      g_autoptr (AzudExpr) expr = resolve (f, cases[i].text);
      AzudProgram *program = azud_program_new (&expr, 1, NULL, f->account, &error);
      AzudVector value;

      g_test_message ("%s", cases[i].text);
      g_assert_nonnull (program);
      g_assert_false (azud_program_eval (program, &f->batch, &value, &f->arena, &error));
      g_assert_cmpstr (error.condition, ==, cases[i].condition);
      g_assert_cmpint (error.row, ==, cases[i].row);
      g_assert_cmpint (error.span_start, ==, cases[i].start);
      g_assert_cmpstr (error.value, ==, cases[i].value);
      g_assert_true (error.deterministic);
      azud_program_free (program);
    }
}

/* Every request for memory refused in turn: an error each time, and nothing left behind. */
static void
check_refusals (Fixture *f, const char *text)
{
  g_autoptr (AzudExpr) expr = resolve (f, text);
  bool done = false;

  for (int nth = 1; !done && nth < 500; nth++)
    {
      AzudAccount *account = azud_account_new (NULL, "refusing", 0);
      AzudError error = AZUD_ERROR_INIT;
      AzudArena arena;
      AzudProgram *program;
      AzudVector value;

      azud_arena_init (&arena, account);
      azud_account_refuse_nth (nth, false);
      program = azud_program_new (&expr, 1, NULL, account, &error);
      done = program != NULL && azud_program_eval (program, &f->batch, &value, &arena, &error);
      azud_account_refuse_nth (0, false);
      if (!done)
        g_assert_cmpstr (error.condition, ==, "AZUD_OUT_OF_MEMORY");
      azud_program_free (program);
      azud_arena_clear (&arena);
      g_assert_cmpint (azud_account_get_used (account), ==, 0);
      azud_account_free (account);
    }
  g_assert_true (done);
}

static void
test_refusals (Fixture *f, gconstpointer data)
{
  check_refusals (f, "case when s in ('red', 'blue') then concat(s, cast(a as string)) when b > 2 then 'x' else upper(s) end");
  check_refusals (f, "concat(cast(b in (500, 1 div (a % 7)) as string), cast(b + 1 div (a % 7) as string))");
}

/* ---- random expressions: all rows at once must be as each row alone ---- */

static void
append_random (GString *out, int depth)
{
  static const char *const leaves[] = { "a", "b", "s", "k", "f", "3", "NULL", "'red'", "2.5", "true", "b", "a" };
  static const char *const forms[] = {
    "(? + ?)", "(? - ?)", "(? * ?)", "(? % ?)", "(? < ?)", "(? = ?)", "(? <=> ?)", "(? AND ?)", "(? OR ?)", "(NOT ?)", "coalesce(?, ?)",
    "if(?, ?, ?)", "CASE WHEN ? THEN ? WHEN ? THEN ? END", "(? IN (?, 3, 5))", "(? BETWEEN ? AND ?)", "nullif(?, ?)", "greatest(?, ?)",
    "(? IS NULL)", "TRY_CAST(? AS INT)", "TRY_CAST(? AS STRING)", "concat(?, ?)", "length(?)", "(? LIKE 'r%')", "nvl2(?, ?, ?)", "(s IN ('red', ?))",
  };

  if (depth == 0 || g_test_rand_int_range (0, 5) == 0)
    {
      g_string_append (out, leaves[g_test_rand_int_range (0, G_N_ELEMENTS (leaves))]);
      return;
    }
  for (const char *at = forms[g_test_rand_int_range (0, G_N_ELEMENTS (forms))]; *at != '\0'; at++)
    if (*at == '?')
      append_random (out, depth - 1);
    else
      g_string_append_c (out, *at);
}

static void
test_random (Fixture *f, gconstpointer data)
{
  int n = g_test_thorough () ? 20000 : 1500, evaluated = 0;

  for (int i = 0; i < n; i++)
    {
      AzudError error = AZUD_ERROR_INIT, single = AZUD_ERROR_INIT;
      AzudScopeInput input = { NULL, f->schema };
      AzudScope scope = { .inputs = &input, .n_inputs = 1 };
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (AzudExpr) parsed = NULL;
      g_autoptr (AzudExpr) expr = NULL;
      AzudProgram *program;
      AzudArena arena;
      AzudVector all;
      bool done;
      int first_error = -1;

      append_random (text, 4);
      parsed = azud_expr_parse (text->str, &error);
      g_assert_nonnull (parsed);
      expr = azud_expr_resolve (parsed, &scope, &error);
      if (expr == NULL)
        continue;
      azud_arena_init (&arena, f->account);
      f->batch.selection = NULL;
      f->batch.n_selected = N;
      program = azud_program_new (&expr, 1, NULL, f->account, &error);
      g_assert_nonnull (program);
      done = azud_program_eval (program, &f->batch, &all, &arena, &error);
      for (int row = 0; row < N; row++)
        {
          AzudVector one;

          f->selection[0] = (uint16_t) row;
          f->batch.selection = f->selection;
          f->batch.n_selected = 1;
          azud_error_clear (&single);
          if (!azud_program_eval (program, &f->batch, &one, &arena, &single))
            {
              first_error = first_error < 0 ? row : first_error;
              g_assert_cmpint (single.row, ==, row);
            }
          else if (done)
            {
              g_autoptr (GString) got = g_string_new (NULL), wanted = g_string_new (NULL);

              azud_vector_print_value (&all, (uint32_t) row, NULL, got);
              azud_vector_print_value (&one, (uint32_t) row, NULL, wanted);
              if (strcmp (got->str, wanted->str) != 0)
                g_test_message ("row %d of %s", row, text->str);
              g_assert_cmpstr (got->str, ==, wanted->str);
            }
        }
      if (done != (first_error < 0))
        g_test_message ("%s: %s", text->str, error.condition);
      g_assert_true (done == (first_error < 0));
      evaluated += done;
      azud_program_free (program);
      azud_arena_clear (&arena);
    }
  g_test_message ("%d of %d evaluated", evaluated, n);
  g_assert_cmpint (evaluated, >, n / 20);
}

/* As deep as the parser allows, with a cast between any two levels, on a worker's small stack. */
static void *
run_deep (void *data)
{
  GString *text = g_string_new (NULL);
  AzudError error = AZUD_ERROR_INIT;
  AzudScope scope = { 0 };
  AzudExpr *parsed, *resolved, *again;
  char *printed;

  for (int i = 0; i < 900; i++)
    g_string_append (text, "length(");
  g_string_append (text, "'abc'");
  for (int i = 0; i < 900; i++)
    g_string_append_c (text, ')');
  parsed = azud_expr_parse (text->str, &error);
  g_assert_nonnull (parsed);
  resolved = azud_expr_resolve (parsed, &scope, &error);
  g_assert_nonnull (resolved);
  printed = azud_expr_print (resolved);
  g_assert_cmpstr (printed, ==, text->str);
  again = azud_expr_fold (resolved, &scope.settings, &error);
  g_assert_nonnull (again);
  g_assert_cmpint (again->datum.as.integer, ==, 1);
  azud_expr_unref (again);
  g_free (printed);
  azud_expr_unref (resolved);
  azud_expr_unref (parsed);
  g_string_free (text, TRUE);
  return NULL;
}

static void
test_deep (void)
{
  AzudThread thread;

  g_assert_true (azud_thread_start (&thread, "deep", run_deep, NULL));
  azud_thread_join (thread);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/expr/program/values", Fixture, NULL, set_up, test_values, tear_down);
  g_test_add ("/expr/program/careful", Fixture, NULL, set_up, test_careful, tear_down);
  g_test_add ("/expr/program/filter", Fixture, NULL, set_up, test_filter, tear_down);
  g_test_add ("/expr/program/errors", Fixture, NULL, set_up, test_errors, tear_down);
  g_test_add ("/expr/program/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/expr/program/random", Fixture, NULL, set_up, test_random, tear_down);
#ifndef __SANITIZE_ADDRESS__   /* its frames are several times larger */
  g_test_add_func ("/expr/program/deep", test_deep);
#endif
  return g_test_run ();
}
