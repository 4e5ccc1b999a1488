/* test-aggregates.c: aggregate functions in one pass, merged from partitions, by groups
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Results are what Spark 4 gives for the same rows.
 */

#include "function-cases.h"

#include <math.h>

typedef struct
{
  const char        *name;
  const char        *types[2];    /* of the columns x and y */
  const char *const *values[2];   /* as SQL, ended by NULL */
} Table;

typedef struct
{
  const char *table;
  const char *expression;
  const char *result;
} AggregateCase;

static const char *const numbers_x[] = { "'1'", "'2'", "'4'", "NULL", "'9'", NULL };
static const char *const numbers_y[] = { "'1'", "'3'", "NULL", "'2'", "'8'", NULL };
static const char *const nothing_x[] = { NULL };
static const char *const nothing_y[] = { NULL };
static const char *const nulls_x[] = { "NULL", "NULL", NULL };
static const char *const nulls_y[] = { "NULL", "NULL", NULL };
static const char *const texts_x[] = { "'b'", "'a'", "NULL", "'a text of more than twelve bytes'", "'b'", "'Ñandú'", NULL };
static const char *const texts_y[] = { "'3'", "'1'", "'9'", "'9'", "NULL", "'2'", NULL };
static const char *const money_x[] = { "'1.10'", "'2.25'", "NULL", "'-7.05'", "'100.00'", NULL };
static const char *const money_y[] = { "'1'", "'2'", "'3'", "'4'", "'5'", NULL };
static const char *const wide_x[] = { "'1.100'", "'2.250'", "'33333333333333333.333'", NULL };
static const char *const wide_y[] = { "'1'", "'2'", "'4'", NULL };
static const char *const huge_x[] = { "'99999999999999999999999999999999999999'", "'1'", NULL };
static const char *const huge_y[] = { "'1'", "'2'", NULL };
static const char *const reals_x[] = { "'0.1'", "'0.2'", "'NaN'", "'-0.0'", "'-Infinity'", NULL };
static const char *const reals_y[] = { "'1'", "'2'", "'3'", "'4'", "'5'", NULL };
static const char *const fractions_x[] = { "'0.1'", "'0.2'", "'0.3'", "NULL", "'1e10'", "'-7.25'", NULL };
static const char *const fractions_y[] = { "'1'", "'2'", "'3'", "'4'", "'5'", "'6'", NULL };
static const char *const floats_x[] = { "'0.1'", "'0.2'", "'3.5'", NULL };
static const char *const floats_y[] = { "'1'", "'2'", "'3'", NULL };
static const char *const bytes_x[] = { "'7'", "'5'", "'-128'", "NULL", "'127'", NULL };
static const char *const bytes_y[] = { "'1'", "'2'", "'3'", "'4'", "'5'", NULL };
static const char *const longs_x[] = { "'9223372036854775807'", "'1'", "'-5'", NULL };
static const char *const longs_y[] = { "'1'", "'2'", "'3'", NULL };
static const char *const truths_x[] = { "'true'", "'false'", "NULL", NULL };
static const char *const truths_y[] = { "'1'", "'2'", "'3'", NULL };
static const char *const days_x[] = { "'2024-02-29'", "'1969-07-20'", "NULL", NULL };
static const char *const days_y[] = { "'1'", "'2'", "'3'", NULL };
static const char *const moments_x[] = { "'2024-02-29 10:00:00'", "'1969-07-20 20:17:40.5'", "NULL", NULL };
static const char *const moments_y[] = { "'1'", "'2'", "'3'", NULL };
static const char *const one_x[] = { "'5'", NULL };
static const char *const one_y[] = { "'2'", NULL };
static const char *const same_x[] = { "'5'", "'5'", NULL };
static const char *const same_y[] = { "'2'", "'3'", NULL };

static const Table tables[] = {
  { "numbers", { "int", "double" }, { numbers_x, numbers_y } },
  { "nothing", { "int", "double" }, { nothing_x, nothing_y } },
  { "nulls", { "int", "double" }, { nulls_x, nulls_y } },
  { "texts", { "string", "int" }, { texts_x, texts_y } },
  { "money", { "decimal(10,2)", "int" }, { money_x, money_y } },
  { "wide", { "decimal(20,3)", "int" }, { wide_x, wide_y } },
  { "huge", { "decimal(38,0)", "int" }, { huge_x, huge_y } },
  { "reals", { "double", "int" }, { reals_x, reals_y } },
  { "fractions", { "double", "int" }, { fractions_x, fractions_y } },
  { "floats", { "float", "int" }, { floats_x, floats_y } },
  { "bytes", { "tinyint", "int" }, { bytes_x, bytes_y } },
  { "longs", { "bigint", "int" }, { longs_x, longs_y } },
  { "truths", { "boolean", "int" }, { truths_x, truths_y } },
  { "days", { "date", "int" }, { days_x, days_y } },
  { "moments", { "timestamp", "int" }, { moments_x, moments_y } },
  { "one", { "int", "double" }, { one_x, one_y } },
  { "same", { "double", "double" }, { same_x, same_y } },
};

static const AggregateCase cases[] = {
  { "numbers", "count(*)", "5" },
  { "numbers", "count(x)", "4" },
  { "numbers", "count(y)", "4" },
  { "numbers", "count(x,y)", "3" },
  { "numbers", "count_if(x>1)", "3" },
  { "numbers", "sum(x)", "16" },
  { "numbers", "sum(y)", "14.0" },
  { "numbers", "avg(x)", "4.0" },
  { "numbers", "avg(y)", "3.5" },
  { "numbers", "min(x)", "1" },
  { "numbers", "max(x)", "9" },
  { "numbers", "min(y)", "1.0" },
  { "numbers", "max(y)", "8.0" },
  { "numbers", "first(x)", "1" },
  { "numbers", "last(x)", "9" },
  { "numbers", "first(y,true)", "1.0" },
  { "numbers", "last(y,true)", "8.0" },
  { "numbers", "any_value(x)", "1" },
  { "numbers", "first(x) IGNORE NULLS", "1" },
  { "numbers", "max_by(x,y)", "9" },
  { "numbers", "min_by(x,y)", "1" },
  { "numbers", "max_by(y,x)", "8.0" },
  { "numbers", "stddev(x)", "3.5590260840104366" },
  { "numbers", "stddev_pop(x)", "3.082207001484488" },
  { "numbers", "variance(x)", "12.666666666666664" },
  { "numbers", "var_pop(x)", "9.499999999999998" },
  { "numbers", "skewness(x)", "0.7684172579878226" },
  { "numbers", "kurtosis(x)", "-1.0" },
  { "numbers", "corr(x,y)", "0.9862413826124555" },
  { "numbers", "covar_samp(x,y)", "15.5" },
  { "numbers", "covar_pop(x,y)", "10.333333333333334" },
  { "numbers", "median(x)", "3.0" },
  { "numbers", "percentile(x,0.25)", "1.75" },
  { "numbers", "percentile(y,0.9)", "6.500000000000001" },
  { "numbers", "bit_and(x)", "0" },
  { "numbers", "bit_or(x)", "15" },
  { "numbers", "bit_xor(x)", "14" },
  { "numbers", "try_sum(x)", "16" },
  { "numbers", "try_avg(x)", "4.0" },
  { "numbers", "every(x>0)", "true" },
  { "numbers", "some(x>8)", "true" },
  { "numbers", "regr_slope(x,y)", "1.1923076923076923" },
  { "numbers", "regr_intercept(x,y)", "-0.7692307692307692" },
  { "numbers", "regr_r2(x,y)", "0.9726720647773279" },
  { "numbers", "regr_count(x,y)", "3" },
  { "numbers", "regr_avgx(x,y)", "4.0" },
  { "numbers", "regr_avgy(x,y)", "4.0" },
  { "numbers", "regr_sxx(x,y)", "26.0" },
  { "numbers", "regr_sxy(x,y)", "31.0" },
  { "numbers", "regr_syy(x,y)", "38.0" },
  { "numbers", "bool_and(x>1)", "false" },
  { "nothing", "count(*)", "0" },
  { "nothing", "count(x)", "0" },
  { "nothing", "count_if(x>1)", "0" },
  { "nothing", "sum(x)", "NULL" },
  { "nothing", "avg(x)", "NULL" },
  { "nothing", "min(x)", "NULL" },
  { "nothing", "max(x)", "NULL" },
  { "nothing", "first(x)", "NULL" },
  { "nothing", "last(x)", "NULL" },
  { "nothing", "max_by(x,y)", "NULL" },
  { "nothing", "stddev(x)", "NULL" },
  { "nothing", "var_pop(x)", "NULL" },
  { "nothing", "skewness(x)", "NULL" },
  { "nothing", "corr(x,y)", "NULL" },
  { "nothing", "covar_pop(x,y)", "NULL" },
  { "nothing", "median(x)", "NULL" },
  { "nothing", "percentile(x,0.5)", "NULL" },
  { "nothing", "bit_and(x)", "NULL" },
  { "nothing", "bool_and(x>1)", "NULL" },
  { "nothing", "try_sum(x)", "NULL" },
  { "nothing", "try_avg(x)", "NULL" },
  { "nothing", "regr_count(x,y)", "0" },
  { "nothing", "regr_r2(x,y)", "NULL" },
  { "nulls", "count(*)", "2" },
  { "nulls", "count(x)", "0" },
  { "nulls", "sum(x)", "NULL" },
  { "nulls", "avg(x)", "NULL" },
  { "nulls", "min(x)", "NULL" },
  { "nulls", "max(x)", "NULL" },
  { "nulls", "first(x)", "NULL" },
  { "nulls", "first(x,true)", "NULL" },
  { "nulls", "last(x)", "NULL" },
  { "nulls", "max_by(x,y)", "NULL" },
  { "nulls", "stddev_pop(x)", "NULL" },
  { "nulls", "kurtosis(x)", "NULL" },
  { "nulls", "corr(x,y)", "NULL" },
  { "nulls", "median(x)", "NULL" },
  { "nulls", "bit_or(x)", "NULL" },
  { "nulls", "some(x>1)", "NULL" },
  { "nulls", "sum(y)", "NULL" },
  { "nulls", "avg(y)", "NULL" },
  { "nulls", "covar_samp(x,y)", "NULL" },
  { "texts", "count(x)", "5" },
  { "texts", "min(x)", "a" },
  { "texts", "max(x)", "Ñandú" },
  { "texts", "first(x)", "b" },
  { "texts", "last(x)", "Ñandú" },
  { "texts", "max_by(x,y)", "a text of more than twelve bytes" },
  { "texts", "min_by(x,y)", "a" },
  { "texts", "any_value(x)", "b" },
  { "texts", "listagg(x,'-')", "b-a-a text of more than twelve bytes-b-Ñandú" },
  { "texts", "string_agg(x)", "baa text of more than twelve bytesbÑandú" },
  { "texts", "min_by(y,x)", "1" },
  { "money", "sum(x)", "96.30" },
  { "money", "avg(x)", "24.075000" },
  { "money", "min(x)", "-7.05" },
  { "money", "max(x)", "100.00" },
  { "money", "try_sum(x)", "96.30" },
  { "money", "try_avg(x)", "24.075000" },
  { "money", "first(x)", "1.10" },
  { "money", "stddev(x)", "50.78566891030054" },
  { "money", "median(x)", "1.675" },
  { "money", "max_by(x,y)", "100.00" },
  { "wide", "sum(x)", "33333333333333336.683" },
  { "wide", "avg(x)", "11111111111111112.2276667" },
  { "wide", "try_avg(x)", "11111111111111112.2276667" },
  { "wide", "max(x)", "33333333333333333.333" },
  { "huge", "sum(x)", "!ARITHMETIC_OVERFLOW" },
  { "huge", "try_sum(x)", "NULL" },
  { "huge", "avg(x)", "!ARITHMETIC_OVERFLOW" },
  { "huge", "try_avg(x)", "NULL" },
  { "huge", "min(x)", "1" },
  { "reals", "sum(x)", "NaN" },
  { "reals", "avg(x)", "NaN" },
  { "reals", "min(x)", "-Infinity" },
  { "reals", "max(x)", "NaN" },
  { "reals", "count(x)", "5" },
  { "reals", "first(x)", "0.1" },
  { "reals", "max_by(y,x)", "3" },
  { "reals", "min_by(y,x)", "5" },
  { "fractions", "sum(x)", "9.99999999335E9" },
  { "fractions", "avg(x)", "1.99999999867E9" },
  { "fractions", "min(x)", "-7.25" },
  { "fractions", "max(x)", "1.0E10" },
  { "fractions", "stddev_samp(x)", "4.472135955743072E9" },
  { "fractions", "skewness(x)", "1.5" },
  { "fractions", "kurtosis(x)", "0.25000000000000133" },
  { "fractions", "median(x)", "0.2" },
  { "fractions", "percentile(x,0.1)", "-4.31" },
  { "fractions", "var_samp(x)", "2.0000000006649995E19" },
  { "fractions", "corr(x,y)", "0.43133109221662974" },
  { "fractions", "covar_pop(x,y)", "3.199999996102E9" },
  { "floats", "sum(x)", "3.8000000044703484" },
  { "floats", "avg(x)", "1.2666666681567829" },
  { "floats", "min(x)", "0.1" },
  { "floats", "max(x)", "3.5" },
  { "floats", "median(x)", "0.20000000298023224" },
  { "floats", "stddev(x)", "1.9347695801867335" },
  { "bytes", "sum(x)", "11" },
  { "bytes", "avg(x)", "2.75" },
  { "bytes", "min(x)", "-128" },
  { "bytes", "max(x)", "127" },
  { "bytes", "bit_and(x)", "0" },
  { "bytes", "bit_or(x)", "-1" },
  { "bytes", "bit_xor(x)", "-3" },
  { "bytes", "median(x)", "6.0" },
  { "longs", "sum(x)", "!ARITHMETIC_OVERFLOW" },
  { "longs", "try_sum(x)", "NULL" },
  { "longs", "avg(x)", "3.0744573456182584E18" },
  { "longs", "min(x)", "-5" },
  { "longs", "max(x)", "9223372036854775807" },
  { "longs", "bit_xor(x)", "-9223372036854775803" },
  { "truths", "bool_and(x)", "false" },
  { "truths", "bool_or(x)", "true" },
  { "truths", "every(x)", "false" },
  { "truths", "any(x)", "true" },
  { "truths", "some(x)", "true" },
  { "truths", "count_if(x)", "1" },
  { "truths", "min(x)", "false" },
  { "truths", "max(x)", "true" },
  { "truths", "first(x)", "true" },
  { "days", "min(x)", "1969-07-20" },
  { "days", "max(x)", "2024-02-29" },
  { "days", "count(x)", "2" },
  { "days", "first(x)", "2024-02-29" },
  { "days", "max_by(y,x)", "1" },
  { "moments", "min(x)", "1969-07-20 20:17:40.5" },
  { "moments", "max(x)", "2024-02-29 10:00:00" },
  { "moments", "last(x)", "NULL" },
  { "moments", "min_by(x,y)", "2024-02-29 10:00:00" },
  { "one", "stddev(x)", "NULL" },
  { "one", "stddev_pop(x)", "0.0" },
  { "one", "variance(x)", "NULL" },
  { "one", "skewness(x)", "NULL" },
  { "one", "kurtosis(x)", "NULL" },
  { "one", "corr(x,y)", "NULL" },
  { "one", "covar_samp(x,y)", "NULL" },
  { "one", "covar_pop(x,y)", "0.0" },
  { "one", "median(x)", "5.0" },
  { "one", "regr_r2(x,y)", "NULL" },
  { "one", "regr_slope(x,y)", "NULL" },
  { "one", "regr_sxy(x,y)", "0.0" },
  { "same", "corr(x,y)", "!DIVIDE_BY_ZERO" },
  { "same", "skewness(x)", "NULL" },
  { "same", "kurtosis(x)", "NULL" },
  { "same", "regr_slope(y,x)", "NULL" },
  { "same", "regr_r2(x,y)", "NULL" },
};

/* ---- running an aggregate ---- */

typedef struct
{
  AzudAccount *account;
  AzudArena    arena;
  AzudSchema  *schema;
  AzudVector   columns[2];
  uint32_t     n;
} Data;

static const AzudExprSettings settings = { .query_time_us = CASES_NOW_US };

/* Element @row of the flat vector @out becomes the value of the constant @text. */
static void
put_value (Data *data, AzudVector *out, uint32_t row, const char *text)
{
  g_autofree char *cast = NULL;
  char type[64];
  AzudError error = AZUD_ERROR_INIT;
  AzudScope scope = { .settings = settings };
  g_autoptr (AzudExpr) parsed = NULL;
  g_autoptr (AzudExpr) resolved = NULL;
  AzudProgram *program;
  AzudBatch batch = { .n_rows = 1, .n_selected = 1 };
  AzudVector value, flat;

  azud_dtype_print (out->type, type, sizeof type);
  cast = g_strdup_printf ("CAST(%s AS %s)", text, type);
  parsed = azud_expr_parse (cast, &error);
  g_assert_nonnull (parsed);
  resolved = azud_expr_resolve (parsed, &scope, &error);
  g_assert_nonnull (resolved);
  program = azud_program_new (&resolved, 1, &settings, data->account, &error);
  g_assert_nonnull (program);
  g_assert_true (azud_program_eval (program, &batch, &value, &data->arena, &error));
  g_assert_true (azud_vector_flatten (&value, NULL, 1, &flat, &data->arena, &error));
  if (azud_vector_is_null (&flat, 0))
    {
      if (out->validity == NULL)
        g_assert_true (azud_vector_add_validity (out, &data->arena, &error));
      azud_bits_set (out->validity, row, false);
      memset ((char *) out->data + row * out->type->width, 0, out->type->width);
    }
  else
    {
      memcpy ((char *) out->data + row * out->type->width, flat.data, out->type->width);
      if (azud_dtype_is_text (out->type))
        {
          AzudText *copy = (AzudText *) out->data + row;
          char *bytes = azud_arena_alloc (&data->arena, copy->size + 1, 1, &error);

          memcpy (bytes, azud_text_data (copy), copy->size);
          *copy = azud_text_make (bytes, copy->size);
        }
    }
  azud_program_free (program);
}

static void
data_init (Data *data, const Table *table)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudField fields[2];

  memset (data, 0, sizeof *data);
  data->account = azud_account_new (NULL, "aggregates", 0);
  azud_arena_init (&data->arena, data->account);
  while (table->values[0][data->n] != NULL)
    data->n++;
  for (int c = 0; c < 2; c++)
    {
      const AzudDtype *type = azud_dtype_parse (table->types[c], &error);

      g_assert_nonnull (type);
      fields[c] = (AzudField){ c == 0 ? "x" : "y", type, true };
      g_assert_true (azud_vector_init_flat (&data->columns[c], type, MAX (data->n, 1), &data->arena, &error));
      for (uint32_t i = 0; i < data->n; i++)
        put_value (data, &data->columns[c], i, table->values[c][i]);
    }
  data->schema = azud_schema_new (fields, 2);
}

static void
data_clear (Data *data)
{
  azud_schema_unref (data->schema);
  azud_arena_clear (&data->arena);
  g_assert_cmpint (azud_account_get_used (data->account), ==, 0);
  azud_account_free (data->account);
}

static AzudExpr *
resolve_aggregate (const Data *data, const char *text, AzudError *error)
{
  AzudScopeInput input = { "t", data->schema };
  AzudScope scope = { .inputs = &input, .n_inputs = 1, .settings = settings, .allow_aggregates = true };
  g_autoptr (AzudExpr) parsed = azud_expr_parse (text, error);

  return parsed != NULL ? azud_expr_resolve (parsed, &scope, error) : NULL;
}

static const AzudAggregate *
aggregate_of (const AzudExpr *call)
{
  return call->function->signatures[call->variant].aggregate;
}

static uint8_t *
new_state (Data *data, const AzudExpr *call)
{
  AzudError error = AZUD_ERROR_INIT;
  uint32_t size = aggregate_of (call)->state_size (call);
  uint8_t *state = azud_arena_alloc (&data->arena, size, 16, &error);

  g_assert_nonnull (state);
  memset (state, 0, size);
  return state;
}

/* Updates states[i] with rows [start, start + n) of the columns; states are per row. */
static bool
update_rows (Data *data, const AzudExpr *call, uint32_t start, uint32_t n, uint8_t *const *states, AzudError *error)
{
  AzudBatch batch = { .schema = data->schema, .n_rows = data->n, .n_selected = data->n, .columns = data->columns };
  g_autofree uint16_t *rows = g_new (uint16_t, n + 1);
  AzudVector args[4];
  const AzudVector *pointers[4];
  AzudKernelCall kernel = { .call = call, .args = pointers, .n_args = (uint32_t) call->n_args, .rows = rows, .n = n,
                            .length = data->n, .arena = &data->arena, .settings = &settings };
  AzudProgram *program = azud_program_new (call->args, call->n_args, &settings, data->account, error);
  bool done;

  if (program == NULL)
    return false;
  for (uint32_t i = 0; i < n; i++)
    rows[i] = (uint16_t) (start + i);
  for (int i = 0; i < call->n_args; i++)
    pointers[i] = &args[i];
  done = azud_program_eval (program, &batch, args, &data->arena, error) && aggregate_of (call)->update (&kernel, states, error);
  azud_program_free (program);
  return done;
}

/* The partial results of @from go into @into. */
static bool
merge_state (Data *data, const AzudExpr *call, uint8_t *from, uint8_t *into, AzudError *error)
{
  const AzudAggregate *aggregate = aggregate_of (call);
  const AzudDtype *types[4];
  AzudVector partials[4];
  const AzudVector *pointers[4];
  AzudKernelCall kernel = { .call = call, .args = pointers, .n = 1, .length = 1, .arena = &data->arena, .settings = &settings };

  kernel.n_args = (uint32_t) aggregate->partial_types (call, types);
  if (!aggregate->emit_partial (call, &from, 1, partials, &data->arena, error))
    return false;
  for (uint32_t i = 0; i < kernel.n_args; i++)
    {
      g_assert_true (partials[i].type == types[i]);
      pointers[i] = &partials[i];
    }
  return aggregate->merge (&kernel, &into, error);
}

/* The result over the rows cut into @n_parts partitions (0 = no merging at all). */
static char *
run (Data *data, const char *text, uint32_t n_parts)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) call = resolve_aggregate (data, text, &error);
  g_autofree uint8_t **states = g_new (uint8_t *, data->n + 1);
  GString *out = g_string_new (NULL);
  AzudVector result;
  uint8_t *total;
  bool good = call != NULL;

  if (good)
    {
      total = new_state (data, call);
      for (uint32_t p = 0; good && p < MAX (n_parts, 1); p++)
        {
          uint32_t start = data->n * p / MAX (n_parts, 1), end = data->n * (p + 1) / MAX (n_parts, 1);
          uint8_t *state = n_parts == 0 ? total : new_state (data, call);

          for (uint32_t i = 0; i < end - start; i++)
            states[i] = state;
          good = update_rows (data, call, start, end - start, states, &error)
                 && (n_parts == 0 || merge_state (data, call, state, total, &error));
        }
      good = good && aggregate_of (call)->emit (call, &total, 1, &result, &data->arena, &error);
    }
  if (good)
    {
      g_assert_true (result.type == call->type);
      azud_vector_print_value (&result, 0, NULL, out);
    }
  else
    print_failure (&error, out);
  return g_string_free (out, FALSE);
}

static bool
nearly_equal (const char *a, const char *b)
{
  char *end;
  double x = g_ascii_strtod (a, &end), y;

  if (end == a || *end != '\0')
    return false;
  y = g_ascii_strtod (b, &end);
  return end != b && *end == '\0' && fabs (x - y) <= 1e-12 * (fabs (x) + fabs (y));
}

static const Table *
find_table (const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i].name, name))
      return &tables[i];
  g_assert_not_reached ();
}

/* ---- cases ---- */

static void
test_one_pass (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Data data;
      g_autofree char *got = NULL;

      data_init (&data, find_table (cases[i].table));
      got = run (&data, cases[i].expression, 0);
      if (g_strcmp0 (got, cases[i].result) != 0)
        g_error ("%s of %s: got %s instead of %s", cases[i].expression, cases[i].table, got, cases[i].result);
      data_clear (&data);
    }
}

static void
test_partitions (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    for (uint32_t n_parts = 1; n_parts <= 7; n_parts++)
      {
        g_autofree char *got = NULL;
        Data data;

        /* whether a sum passes the limit on its way depends on where it is cut, in Spark too */
        if (g_str_equal (cases[i].table, "longs") && strstr (cases[i].expression, "sum") != NULL)
          break;
        data_init (&data, find_table (cases[i].table));
        got = run (&data, cases[i].expression, n_parts);
        if (g_strcmp0 (got, cases[i].result) != 0 && !nearly_equal (got, cases[i].result))
          g_error ("%s of %s in %u partitions: got %s instead of %s", cases[i].expression, cases[i].table, n_parts, got,
                   cases[i].result);
        data_clear (&data);
      }
}

/* Many groups at once, over columns in every layout, against sums made here. */
#define N_ROWS   2000
#define N_GROUPS 37

typedef struct
{
  int64_t n;
  int64_t sum;
  int32_t min;
  int32_t max;
} Expected;

static void
check_groups (Data *data, const char *text, uint8_t *const *states, const Expected *expected, size_t offset)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr (AzudExpr) call = resolve_aggregate (data, text, &error);
  AzudVector out;

  g_assert_true (aggregate_of (call)->emit (call, states, N_GROUPS, &out, &data->arena, &error));
  for (uint32_t g = 0; g < N_GROUPS; g++)
    {
      const char *field = (const char *) &expected[g] + offset;
      int64_t want = out.type->width == 4 ? *(const int32_t *) (const void *) field : *(const int64_t *) (const void *) field;

      if (expected[g].n == 0 && !g_str_has_prefix (text, "count"))
        {
          g_assert_true (azud_vector_is_null (&out, g));
          continue;
        }
      g_assert_false (azud_vector_is_null (&out, g));
      g_assert_cmpint (out.type->width == 4 ? ((int32_t *) out.data)[g] : ((int64_t *) out.data)[g], ==, want);
    }
}

static void
fill_random (Data *data, bool dictionary, bool with_nulls, int32_t *values, bool *nulls)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudVector *flat = azud_arena_alloc (&data->arena, sizeof *flat, 16, &error);
  uint32_t n = dictionary ? 50 : N_ROWS;

  g_assert_true (azud_vector_init_flat (flat, azud_dtype_get (AZUD_DTYPE_INT), n, &data->arena, &error));
  if (with_nulls)
    g_assert_true (azud_vector_add_validity (flat, &data->arena, &error));
  for (uint32_t i = 0; i < n; i++)
    {
      ((int32_t *) flat->data)[i] = g_test_rand_int_range (-1000000, 1000000);
      if (with_nulls)
        azud_bits_set (flat->validity, i, g_test_rand_int_range (0, 4) > 0);
    }
  data->columns[0] = *flat;
  if (dictionary)
    {
      uint32_t *indices = azud_arena_alloc (&data->arena, N_ROWS * sizeof *indices, 4, &error);

      for (uint32_t i = 0; i < N_ROWS; i++)
        indices[i] = (uint32_t) g_test_rand_int_range (0, (int) n);
      data->columns[0] = (AzudVector){ .type = flat->type, .layout = AZUD_LAYOUT_DICTIONARY, .length = N_ROWS,
                                       .indices = indices, .dictionary = flat };
    }
  for (uint32_t i = 0; i < N_ROWS; i++)
    {
      AzudVectorView view = azud_vector_view (&data->columns[0]);
      uint32_t at = azud_view_index (&view, i);

      nulls[i] = !azud_view_valid (&view, at);
      values[i] = ((const int32_t *) view.data)[at];
    }
}

static void
check_random (bool dictionary, bool with_nulls)
{
  static const struct
  {
    const char *text;
    size_t      offset;
  } wanted[] = {
    { "count(x)", offsetof (Expected, n) },
    { "sum(x)", offsetof (Expected, sum) },
    { "min(x)", offsetof (Expected, min) },
    { "max(x)", offsetof (Expected, max) },
  };
  AzudError error = AZUD_ERROR_INIT;
  Expected expected[N_GROUPS] = { 0 };
  int32_t values[N_ROWS];
  bool nulls[N_ROWS];
  uint32_t groups[N_ROWS];
  Data data;

  data_init (&data, find_table ("nothing"));
  data.n = N_ROWS;
  fill_random (&data, dictionary, with_nulls, values, nulls);
  data.columns[1].length = N_ROWS;
  for (uint32_t i = 0; i < N_ROWS; i++)
    {
      Expected *e = &expected[groups[i] = (uint32_t) g_test_rand_int_range (0, N_GROUPS - 1)];

      if (nulls[i])
        continue;
      e->min = e->n == 0 ? values[i] : MIN (e->min, values[i]);
      e->max = e->n == 0 ? values[i] : MAX (e->max, values[i]);
      e->n++;
      e->sum += values[i];
    }
  for (size_t w = 0; w < G_N_ELEMENTS (wanted); w++)
    {
      g_autoptr (AzudExpr) call = resolve_aggregate (&data, wanted[w].text, &error);
      uint8_t *states[N_GROUPS], *of_rows[N_ROWS];

      g_assert_nonnull (call);
      for (uint32_t g = 0; g < N_GROUPS; g++)
        states[g] = new_state (&data, call);
      for (uint32_t i = 0; i < N_ROWS; i++)
        of_rows[i] = states[groups[i]];
      g_assert_true (update_rows (&data, call, 0, N_ROWS, of_rows, &error));
      check_groups (&data, wanted[w].text, states, expected, wanted[w].offset);
    }
  data_clear (&data);
}

static void
test_groups (void)
{
  for (int i = 0; i < 4; i++)
    check_random ((i & 1) != 0, (i & 2) != 0);
}

/* Text states must not point into batches that are gone. */
static void
test_texts_are_kept (void)
{
  static const char *const wanted[] = { "min(x)", "max(x)", "first(x)", "last(x)", "max_by(x, y)", "listagg(x)" };
  AzudError error = AZUD_ERROR_INIT;

  for (size_t w = 0; w < G_N_ELEMENTS (wanted); w++)
    {
      Data data;
      g_autofree char *before = NULL;
      GString *after = g_string_new (NULL);
      uint8_t *state, *states[16];
      AzudVector out;

      data_init (&data, find_table ("texts"));
      before = run (&data, wanted[w], 0);
      g_autoptr (AzudExpr) call = resolve_aggregate (&data, wanted[w], &error);
      state = new_state (&data, call);
      for (uint32_t i = 0; i < data.n; i++)
        states[i] = state;
      g_assert_true (update_rows (&data, call, 0, data.n, states, &error));
      for (uint32_t i = 0; i < data.n; i++)
        {
          AzudText *text = (AzudText *) data.columns[0].data + i;

          if (text->size > AZUD_TEXT_INLINE)
            memset ((char *) text->as.far.pointer, '#', text->size);
        }
      g_assert_true (aggregate_of (call)->emit (call, &state, 1, &out, &data.arena, &error));
      azud_vector_print_value (&out, 0, NULL, after);
      g_assert_cmpstr (after->str, ==, before);
      g_string_free (after, TRUE);
      data_clear (&data);
    }
}

static void
test_collections (void)
{
  static const FunctionCase collections[] = {
    { "collect_list(x)", "[\"b\",\"a\",\"a text of more than twelve bytes\",\"b\",\"Ñandú\"]" },
    { "collect_set(x)", "[\"b\",\"a\",\"a text of more than twelve bytes\",\"Ñandú\"]" },
    { "mode(x)", "b" },
    { "mode(y)", "9" },
    { "mode(x, NULL)", "!DATATYPE_MISMATCH.UNEXPECTED_NULL" },
    { "percentile(y, array(0.0, 0.5, 1))", "[1.0,3.0,9.0]" },
    { "collect_list(y)", "[3,1,9,9,2]" },
    { "collect_set(y)", "[3,1,9,2]" },
    { "percentile(y, 1.5)", "!DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE" },
  };
  Data data;

  for (size_t i = 0; i < G_N_ELEMENTS (collections); i++)
    for (uint32_t n_parts = 0; n_parts < 4; n_parts++)
      {
        g_autofree char *got = NULL;

        data_init (&data, find_table ("texts"));
        got = run (&data, collections[i].expression, n_parts);
        g_assert_cmpstr (got, ==, collections[i].result);
        data_clear (&data);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/aggregates/one-pass", test_one_pass);
  g_test_add_func ("/expr/aggregates/partitions", test_partitions);
  g_test_add_func ("/expr/aggregates/groups", test_groups);
  g_test_add_func ("/expr/aggregates/texts-are-kept", test_texts_are_kept);
  g_test_add_func ("/expr/aggregates/collections", test_collections);
  return g_test_run ();
}
