/* lazy-higher.c: functions that take lambdas
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A lambda is a program of its own.  It is run on batches of elements: its parameters are vectors of elements, and the columns and outer
 * parameters it uses are seen through the numbers of the rows that the elements come from.
 */

#include "expr/lazy.h"
#include "expr/compare.h"
#include "expr/merge.h"
#include "expr/nested.h"
#include "expr/tree.h"

#include <string.h>

#define MAX_VARIABLES 256
#define PIECE         AZUD_BATCH_ROWS   /* elements a run */

typedef struct
{
  AzudProgram    *program;
  const AzudExpr *lambda;
  AzudExpr       *tree;        /* its body */
  int             n_names;
  int             first;       /* index of its first parameter */
  uint8_t         outer[MAX_VARIABLES];   /* parameters of lambdas around this one that it uses */
} Body;

typedef struct
{
  int  n_bodies;
  Body bodies[2];
} Higher;

static void
higher_free (void *bound)
{
  Higher *higher = bound;

  for (int i = 0; i < higher->n_bodies; i++)
    azud_program_free (higher->bodies[i].program);
}

static bool
find_variables (const AzudExpr *expr, void *data)
{
  Body *body = data;

  if (expr->kind == AZUD_EXPR_VARIABLE && expr->index < body->first)
    body->outer[expr->index] = 1;
  return true;
}

static bool
init_body (AzudProgram *program, Body *body, const AzudExpr *lambda, AzudError *error)
{
  AzudExpr *tree = lambda->args[0];

  body->lambda = lambda;
  body->tree = tree;
  body->n_names = (int) g_strv_length (lambda->names);
  body->first = lambda->index;
  if (body->first + body->n_names > MAX_VARIABLES)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_EXPRESSION_TOO_DEEP", N_ ("The expression is nested more than {0} levels deep."), "30", NULL);
      return false;
    }
  azud_expr_visit (tree, find_variables, body);
  body->program = azud_program_new_careful (&tree, 1, &program->settings, program->account, program->is_careful, error);
  if (body->program == NULL)
    return false;
  program->differs = program->differs || body->program->differs;
  body->program->variables = azud_arena_alloc (&body->program->arena, sizeof (AzudVector *) * MAX_VARIABLES, 16, error);
  if (body->program->variables != NULL)
    memset (body->program->variables, 0, sizeof (AzudVector *) * MAX_VARIABLES);
  return body->program->variables != NULL;
}

/* The arguments that are not lambdas become steps, the lambdas programs. */
static bool
compile_higher (AzudProgram *program, int region, AzudStep *step, AzudError *error)
{
  const AzudExpr *expr = step->expr;
  Higher *higher = azud_arena_alloc (&program->arena, sizeof *higher, 16, error);
  int n = 0;

  if (higher == NULL || !azud_lazy_init_args (program, step, expr->n_args, error))
    return false;
  memset (higher, 0, sizeof *higher);
  for (int i = 0; i < expr->n_args; i++)
    if (expr->args[i]->kind == AZUD_EXPR_LAMBDA)
      {
        Body *body = &higher->bodies[higher->n_bodies++];

        if (!init_body (program, body, expr->args[i], error))
          {
            higher_free (higher);
            return false;
          }
      }
    else if (!azud_lazy_arg (program, step, n++, expr->args[i], region, region, error))
      {
        higher_free (higher);
        return false;
      }
  step->n_args = n;
  step->bound = higher;
  step->unbind = higher_free;
  step->shareable = false;
  return true;
}

/* ---- seeing rows through numbers ---- */

static bool
look_through (const AzudVector *in, uint32_t *numbers, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  if (in->layout == AZUD_LAYOUT_CONSTANT)
    {
      *out = *in;
      return true;
    }
  *out = (AzudVector){ .type = in->type, .layout = AZUD_LAYOUT_DICTIONARY, .length = n, .indices = numbers };
  if (in->layout == AZUD_LAYOUT_FLAT)
    {
      out->dictionary = azud_arena_alloc (arena, sizeof *out->dictionary, 16, error);
      if (out->dictionary == NULL)
        return false;
      *out->dictionary = *in;
      return true;
    }
  out->dictionary = in->dictionary;
  out->indices = azud_arena_alloc (arena, sizeof (uint32_t) * (n + 1), 16, error);
  if (out->indices == NULL)
    return false;
  for (uint32_t i = 0; i < n; i++)
    out->indices[i] = in->indices[numbers[i]];
  return true;
}

/* Runs @body on @n ≤ PIECE elements, the i-th of which belongs to row numbers[i]; @parameters are its own. */
static bool
run_body (AzudEval *eval, Body *body, AzudVector *parameters, uint32_t *numbers, uint32_t n, AzudVector *out)
{
  AzudProgram *inner = body->program;
  const AzudBatch *around = eval->batch;
  int n_columns = around != NULL && around->schema != NULL ? around->schema->n_fields : 0;
  AzudBatch batch = { .schema = around != NULL ? around->schema : NULL, .n_rows = n, .n_selected = n };
  AzudEval inside = { .program = inner, .batch = &batch, .length = n, .arena = eval->arena, .error = eval->error };
  AzudRows16 rows = { NULL, n };

  batch.columns = azud_arena_alloc (eval->arena, sizeof (AzudVector) * (size_t) (n_columns + 1), 16, eval->error);
  if (batch.columns == NULL)
    return false;
  for (int i = 0; i < n_columns; i++)
    if (!look_through (&around->columns[i], numbers, n, &batch.columns[i], eval->arena, eval->error))
      return false;
  for (int i = 0; i < body->first; i++)
    if (body->outer[i])
      {
        AzudVector *seen = azud_arena_alloc (eval->arena, sizeof *seen, 16, eval->error);

        if (seen == NULL || !look_through (eval->program->variables[i], numbers, n, seen, eval->arena, eval->error))
          return false;
        inner->variables[i] = seen;
      }
  for (int i = 0; i < body->n_names; i++)
    inner->variables[body->first + i] = &parameters[i];
  return azud_program_run_roots (&inside, &rows, out);
}

/* ---- all elements of the selected rows, one after the other ---- */

typedef struct
{
  uint32_t    n;
  uint32_t   *numbers;     /* row of each element */
  uint32_t   *places[2];   /* its place in each list's child; UINT32_MAX where that list is shorter */
  int32_t    *positions;   /* within its list */
  AzudVector  pools[2];    /* the children, flat, with a null at the end */
  uint32_t   *starts;      /* by row: first element */
  uint32_t   *counts;      /* by row */
  uint8_t    *null_rows;   /* by row: some list is null */
} Elements;

static bool
add_null_at_end (const AzudVector *child, AzudVector *out, AzudArena *arena, AzudError *error)
{
  AzudVector flat, null, one;
  const AzudVector *both[] = { &flat, &one };

  return azud_vector_flatten (child, NULL, child->length, &flat, arena, error) && azud_vector_init_null (&null, child->type, 1, arena, error)
         && azud_vector_flatten (&null, NULL, 1, &one, arena, error) && azud_vector_concat (both, 2, child->type, out, arena, error);
}

/* Lists of two arguments must lie in one child each; a constant array is one. */
static bool
gather_elements (AzudEval *eval, AzudStep *step, int n_lists, const AzudRows16 *rows, Elements *all)
{
  AzudArena *arena = eval->arena;
  uint32_t total = 0, at = 0;

  memset (all, 0, sizeof *all);
  all->starts = azud_arena_alloc (arena, sizeof (uint32_t) * (eval->length + 1), 16, eval->error);
  all->counts = azud_arena_alloc (arena, sizeof (uint32_t) * (eval->length + 1), 16, eval->error);
  all->null_rows = azud_arena_alloc (arena, eval->length + 1, 16, eval->error);
  if (all->starts == NULL || all->counts == NULL || all->null_rows == NULL)
    return false;
  memset (all->null_rows, 0, eval->length + 1);
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;
      uint32_t longest = 0;

      for (int k = 0; k < n_lists; k++)
        {
          const AzudVector *child;
          AzudListView list;

          if (!azud_list_at (azud_lazy_value (eval, step, k), row, &child, &list))
            all->null_rows[row] = 1;
          longest = MAX (longest, list.length);
          if (child != NULL && all->pools[k].type == NULL && !add_null_at_end (child, &all->pools[k], arena, eval->error))
            return false;
        }
      all->starts[row] = total;
      all->counts[row] = all->null_rows[row] ? 0 : longest;
      total += all->counts[row];
    }
  all->n = total;
  all->numbers = azud_arena_alloc (arena, sizeof (uint32_t) * (total + 1), 16, eval->error);
  all->positions = azud_arena_alloc (arena, sizeof (int32_t) * (total + 1), 16, eval->error);
  all->places[0] = azud_arena_alloc (arena, sizeof (uint32_t) * (total + 1), 16, eval->error);
  all->places[1] = azud_arena_alloc (arena, sizeof (uint32_t) * (total + 1), 16, eval->error);
  if (all->numbers == NULL || all->positions == NULL || all->places[0] == NULL || all->places[1] == NULL)
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;

      for (uint32_t j = 0; j < all->counts[row]; j++, at++)
        {
          all->numbers[at] = row;
          all->positions[at] = (int32_t) j;
          for (int k = 0; k < n_lists; k++)
            {
              const AzudVector *child;
              AzudListView list;

              azud_list_at (azud_lazy_value (eval, step, k), row, &child, &list);
              all->places[k][at] = j < list.length ? list.offset + j : all->pools[k].length - 1;
            }
        }
    }
  return true;
}

static void
element_vector (Elements *all, int k, uint32_t from, uint32_t n, AzudVector *out)
{
  *out = (AzudVector){ .type = all->pools[k].type, .layout = AZUD_LAYOUT_DICTIONARY, .length = n, .indices = all->places[k] + from,
                       .dictionary = &all->pools[k] };
}

/* A map's keys or values: the fields of its entries. */
static void
entry_vector (Elements *all, int side, uint32_t from, uint32_t n, AzudVector *out)
{
  AzudVector *child = &all->pools[0].children[side];

  *out = (AzudVector){ .type = child->type, .layout = AZUD_LAYOUT_DICTIONARY, .length = n, .indices = all->places[0] + from, .dictionary = child };
}

typedef enum
{
  WITH_INDEX,
  WITH_SECOND,
  WITH_ENTRY
} Shape;

/* The body's value for every element, as one flat vector. */
static bool
run_elements (AzudEval *eval, Body *body, Elements *all, Shape shape, AzudVector *out)
{
  uint32_t n_pieces = all->n / PIECE + 1;
  AzudVector *flats = azud_arena_alloc (eval->arena, sizeof (*flats) * (n_pieces + 1), 16, eval->error);
  const AzudVector **list = azud_arena_alloc (eval->arena, sizeof (*list) * (n_pieces + 1), 8, eval->error);
  uint32_t done = 0;
  int k = 0;

  if (flats == NULL || list == NULL)
    return false;
  for (uint32_t from = 0; from < all->n; from += PIECE)
    {
      uint32_t n = MIN (PIECE, all->n - from);
      AzudVector parameters[2], value;

      if (shape == WITH_ENTRY)
        {
          entry_vector (all, 0, from, n, &parameters[0]);
          entry_vector (all, 1, from, n, &parameters[1]);
        }
      else
        {
          element_vector (all, 0, from, n, &parameters[0]);
          if (shape == WITH_SECOND)
            element_vector (all, 1, from, n, &parameters[1]);
          else
            parameters[1] = (AzudVector){ .type = azud_dtype_get (AZUD_DTYPE_INT), .layout = AZUD_LAYOUT_FLAT, .length = n, .data = all->positions + from };
        }
      if (!run_body (eval, body, parameters, all->numbers + from, n, &value)
          || !azud_vector_flatten (&value, NULL, n, &flats[k], eval->arena, eval->error))
        {
          if (eval->error != NULL && eval->error->row >= 0)
            eval->error->row = all->numbers[from + MIN ((uint32_t) eval->error->row, n - 1)];
          return false;
        }
      list[k] = &flats[k];
      k++;
      done += n;
    }
  return azud_vector_concat (list, k, body->tree->type, out, eval->arena, eval->error);
}

static bool
init_lists (AzudEval *eval, AzudStep *step, const Elements *all, const AzudRows16 *rows, AzudVector *out)
{
  if (!azud_vector_init_flat (out, step->expr->type, eval->length, eval->arena, eval->error)
      || !azud_vector_add_validity (out, eval->arena, eval->error))
    return false;
  memset (out->data, 0, sizeof (AzudListView) * eval->length);
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;

      ((AzudListView *) out->data)[row] = (AzudListView){ all->starts[row], all->counts[row] };
      if (all->null_rows[row])
        azud_bits_set (out->validity, row, false);
    }
  return true;
}

static bool
run_transform (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  Higher *higher = step->bound;
  bool two = strcmp (step->expr->function->name, "zip_with") == 0;
  Elements all;
  AzudVector values, out;

  if (!gather_elements (eval, step, two ? 2 : 1, rows, &all) || !run_elements (eval, &higher->bodies[0], &all, two ? WITH_SECOND : WITH_INDEX, &values)
      || !init_lists (eval, step, &all, rows, &out))
    return false;
  out.children[0] = values;
  step->value = out;
  return true;
}

static bool
is_true_at (const AzudVector *vector, uint32_t i)
{
  return vector->type->id == AZUD_DTYPE_BOOLEAN && (vector->validity == NULL || azud_bits_get (vector->validity, i))
         && ((const uint8_t *) vector->data)[i] != 0;
}

static bool
run_filter (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  Higher *higher = step->bound;
  bool is_map = step->expr->type->id == AZUD_DTYPE_MAP;
  Elements all;
  AzudVector keep, out, kept;
  uint32_t n = 0;

  if (!gather_elements (eval, step, 1, rows, &all) || !run_elements (eval, &higher->bodies[0], &all, is_map ? WITH_ENTRY : WITH_INDEX, &keep))
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;
      uint32_t start = n;

      for (uint32_t j = 0; j < all.counts[row]; j++)
        {
          uint32_t at = all.starts[row] + j;

          if (is_true_at (&keep, at))
            all.places[0][n++] = all.places[0][at];
        }
      all.starts[row] = start;
      all.counts[row] = n - start;
    }
  if (!init_lists (eval, step, &all, rows, &out))
    return false;
  if (n > 0)
    {
      if (!azud_vector_gather (&all.pools[0], all.places[0], n, &kept, eval->arena, eval->error))
        return false;
      out.children[0] = kept;
    }
  step->value = out;
  return true;
}

/* exists: true if any, else null if any is null; forall the other way round. */
static bool
run_exists (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  Higher *higher = step->bound;
  bool wanted = strcmp (step->expr->function->name, "exists") == 0;
  Elements all;
  AzudVector values, out;

  if (!gather_elements (eval, step, 1, rows, &all) || !run_elements (eval, &higher->bodies[0], &all, WITH_INDEX, &values)
      || !azud_vector_init_flat (&out, step->expr->type, eval->length, eval->arena, eval->error)
      || !azud_vector_add_validity (&out, eval->arena, eval->error))
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;
      bool found = false, null = false;

      for (uint32_t j = all.starts[row]; j < all.starts[row] + all.counts[row]; j++)
        if (values.type->id == AZUD_DTYPE_VOID || azud_vector_is_null (&values, j))
          null = true;
        else
          found = found || is_true_at (&values, j) == wanted;
      ((uint8_t *) out.data)[row] = found == wanted;
      if (all.null_rows[row] || (!found && null))
        azud_bits_set (out.validity, row, false);
    }
  step->value = out;
  return true;
}

/* transform_keys, transform_values: one side of the entries anew. */
static bool
run_transform_map (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  Higher *higher = step->bound;
  int side = strcmp (step->expr->function->name, "transform_keys") == 0 ? 0 : 1;
  Elements all;
  AzudVector values, out, other;
  AzudVector *entries;

  if (!gather_elements (eval, step, 1, rows, &all) || !run_elements (eval, &higher->bodies[0], &all, WITH_ENTRY, &values)
      || !init_lists (eval, step, &all, rows, &out))
    return false;
  if (all.n == 0)
    {
      step->value = out;
      return true;
    }
  if (side == 0)
    for (uint32_t i = 0; i < all.n; i++)
      {
        bool null = azud_vector_is_null (&values, i), twice = false;

        for (uint32_t j = all.starts[all.numbers[i]]; j < i && !null && !twice; j++)
          {
            AzudVector *v = &values;

            twice = azud_element_compare (v, i, v, j) == 0;
          }
        if (null || twice)
          {
            azud_error_set (eval->error, AZUD_FAULT_RUN, null ? "NULL_MAP_KEY" : "DUPLICATED_MAP_KEY",
                            null ? N_ ("The key of a map may not be null.") : N_ ("The keys of a map must differ."), NULL);
            azud_error_at_row (eval->error, -1, -1, all.numbers[i]);
            return false;
          }
      }
  entries = &out.children[0];
  if (!azud_vector_gather (&all.pools[0].children[1 - side], all.places[0], all.n, &other, eval->arena, eval->error)
      || !azud_vector_init_flat (entries, entries->type, all.n, eval->arena, eval->error))
    return false;
  entries->children[side] = values;
  entries->children[1 - side] = other;
  step->value = out;
  return true;
}

/* aggregate(list, start, merge[, finish]): position by position, all rows at once. */
static bool
run_aggregate (AzudEval *eval, AzudStep *step, const AzudRows16 *rows)
{
  Higher *higher = step->bound;
  Elements all;
  AzudVector state;
  uint32_t *numbers = azud_arena_alloc (eval->arena, sizeof (uint32_t) * (eval->length + 1), 16, eval->error);
  uint32_t longest = 0;

  if (numbers == NULL || !gather_elements (eval, step, 1, rows, &all)
      || !azud_vector_flatten (azud_lazy_value (eval, step, 1), NULL, eval->length, &state, eval->arena, eval->error))
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    longest = MAX (longest, all.counts[rows->rows != NULL ? rows->rows[i] : i]);
  for (uint32_t position = 0; position <= longest; position++)
    {
      bool finish = position == longest;
      uint16_t *taken = azud_arena_alloc (eval->arena, sizeof (uint16_t) * 2 * (eval->length + 1), 16, eval->error);
      uint16_t *others = taken != NULL ? taken + eval->length + 1 : NULL;
      uint32_t *places = azud_arena_alloc (eval->arena, sizeof (uint32_t) * (eval->length + 1), 16, eval->error);
      uint32_t n = 0, n_others = 0;
      AzudVector parameters[2], value, through;
      AzudPiece pieces[2];

      if (taken == NULL || places == NULL)
        return false;
      if (finish && higher->n_bodies < 2)
        break;
      for (uint32_t i = 0; i < rows->n; i++)
        {
          uint32_t row = rows->rows != NULL ? rows->rows[i] : i;

          if (finish ? !all.null_rows[row] : position < all.counts[row])
            {
              numbers[n] = row;
              places[n] = finish ? 0 : all.places[0][all.starts[row] + position];
              taken[n++] = (uint16_t) row;
            }
          else
            others[n_others++] = (uint16_t) row;
        }
      if (n == 0)
        continue;
      parameters[0] = (AzudVector){ .type = state.type, .layout = AZUD_LAYOUT_DICTIONARY, .length = n, .indices = numbers, .dictionary = &state };
      if (!finish)
        parameters[1] = (AzudVector){ .type = all.pools[0].type, .layout = AZUD_LAYOUT_DICTIONARY, .length = n, .indices = places, .dictionary = &all.pools[0] };
      if (!run_body (eval, &higher->bodies[finish ? 1 : 0], parameters, numbers, n, &value)
          || !azud_vector_flatten (&value, NULL, n, &through, eval->arena, eval->error))
        {
          if (eval->error != NULL && eval->error->row >= 0)
            eval->error->row = numbers[MIN ((uint32_t) eval->error->row, n - 1)];
          return false;
        }
      /* back to the rows */
      {
        uint32_t *back = azud_arena_alloc (eval->arena, sizeof (uint32_t) * (eval->length + 1), 16, eval->error);
        AzudVector *kept = azud_arena_alloc (eval->arena, sizeof *kept, 16, eval->error);
        AzudVector spread, merged;

        if (back == NULL || kept == NULL)
          return false;
        memset (back, 0, sizeof (uint32_t) * (eval->length + 1));
        for (uint32_t i = 0; i < n; i++)
          back[taken[i]] = i;
        *kept = through;
        spread = (AzudVector){ .type = through.type, .layout = AZUD_LAYOUT_DICTIONARY, .length = eval->length, .indices = back, .dictionary = kept };
        pieces[0] = (AzudPiece){ &spread, taken, n };
        pieces[1] = (AzudPiece){ finish ? NULL : &state, others, n_others };
        if (!azud_pieces_merge (pieces, 2, through.type, eval->length, &merged, eval->arena, eval->error)
            || !azud_vector_flatten (&merged, NULL, eval->length, &state, eval->arena, eval->error))
          return false;
      }
    }
  if (!azud_vector_add_validity (&state, eval->arena, eval->error))
    return false;
  for (uint32_t i = 0; i < rows->n; i++)
    {
      uint32_t row = rows->rows != NULL ? rows->rows[i] : i;

      if (all.null_rows[row])
        azud_bits_set (state.validity, row, false);
    }
  step->value = state;
  return true;
}

const AzudLazyForm azud_lazy_higher[] = {
  { "transform", compile_higher, run_transform },
  { "zip_with", compile_higher, run_transform },
  { "filter", compile_higher, run_filter },
  { "map_filter", compile_higher, run_filter },
  { "exists", compile_higher, run_exists },
  { "forall", compile_higher, run_exists },
  { "aggregate", compile_higher, run_aggregate },
  { "transform_keys", compile_higher, run_transform_map },
  { "transform_values", compile_higher, run_transform_map },
  { NULL },
};
