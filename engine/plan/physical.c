/* physical.c: giving wide operators the exchanges they need
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * stages.h says what comes out.
 */

#include "base/debug.h"
#include "expr/function.h"
#include "plan/join-keys.h"
#include "plan/plan-private.h"

#define BYTES_PER_PARTITION (16 * 1024 * 1024)
#define MAX_PARTITIONS      64
#define UNKNOWN_PARTITIONS  4      /* when nothing is known of the input's size */

typedef struct
{
  const AzudPhysicalSettings *settings;
  GHashTable                 *bytes;      /* logical operator -> int64_t */
  GHashTable                 *made;       /* logical operator -> physical, owned */
  GHashTable                 *single;     /* physical operators of one partition */
} Builder;

static int64_t
bytes_of (Builder *builder, AzudPlan *logical)
{
  return *(int64_t *) g_hash_table_lookup (builder->bytes, logical);
}

static int
partitions_for (Builder *builder, int64_t bytes)
{
  if (builder->settings->shuffle_partitions > 0)
    return builder->settings->shuffle_partitions;
  if (bytes < 0)
    return UNKNOWN_PARTITIONS;
  return (int) CLAMP (bytes / BYTES_PER_PARTITION + 1, 1, MAX_PARTITIONS);
}

static void
mark_single (Builder *builder, AzudPlan *plan)
{
  g_hash_table_add (builder->single, plan);
}

static bool
is_single (Builder *builder, AzudPlan *plan)
{
  return g_hash_table_contains (builder->single, plan);
}

/* ---- exchanges; each takes @in ---- */

static AzudPlan *
exchange (Builder *builder, AzudPlan *in, AzudExchangeKind kind, const AzudPlan *like)
{
  AzudPlan *plan = azud_plan_exchange (in, kind);

  azud_plan_set_origin (plan, &like->origin);
  azud_plan_unref (in);
  if (kind == AZUD_EXCHANGE_SINGLE || kind == AZUD_EXCHANGE_MERGE)
    mark_single (builder, plan);
  return plan;
}

static AzudPlan *
exchange_hash (Builder *builder, AzudPlan *in, AzudExpr *const *keys, int n_keys, int n_partitions, const AzudPlan *like)
{
  AzudPlan *plan = exchange (builder, in, AZUD_EXCHANGE_HASH, like);

  azud_exprs_free (plan->as.exchange.keys, 0);
  plan->as.exchange.keys = azud_exprs_copy (keys, n_keys);
  plan->as.exchange.n_keys = n_keys;
  plan->as.exchange.n_partitions = n_partitions;
  return plan;
}

static AzudPlan *
exchange_merge (Builder *builder, AzudPlan *in, const AzudSortKey *order, int n_order, const AzudPlan *like)
{
  AzudPlan *plan = exchange (builder, in, AZUD_EXCHANGE_MERGE, like);

  azud_sort_keys_free (plan->as.exchange.order, 0);
  plan->as.exchange.order = azud_sort_keys_copy (order, n_order);
  plan->as.exchange.n_order = n_order;
  return plan;
}

/* By @keys, or into one partition when there are none.  Takes @in. */
static AzudPlan *
exchange_by (Builder *builder, AzudPlan *in, AzudExpr *const *keys, int n_keys, int64_t bytes, const AzudPlan *like)
{
  if (n_keys > 0)
    return exchange_hash (builder, in, keys, n_keys, partitions_for (builder, bytes), like);
  return is_single (builder, in) ? in : exchange (builder, in, AZUD_EXCHANGE_SINGLE, like);
}

/* ---- aggregation ---- */

static const AzudAggregate *
aggregate_of (const AzudExpr *call)
{
  if (call->kind != AZUD_EXPR_CALL || call->function == NULL || (call->function->flags & AZUD_FUNCTION_AGGREGATE) == 0)
    return NULL;
  return call->function->signatures[call->variant].aggregate;
}

static bool
has_partial_form (const AzudPlan *plan)
{
  for (int i = 0; i < plan->as.aggregate.n_values; i++)
    {
      const AzudExpr      *call = plan->as.aggregate.values[i].expr;
      const AzudAggregate *aggregate = aggregate_of (call);

      if (call->distinct || aggregate == NULL || aggregate->partial_types == NULL || aggregate->merge == NULL
          || aggregate->emit_partial == NULL)
        return false;
    }
  return true;
}

/* Keys keep their names; partial columns are called after the value and their number. */
static AzudSchema *
partial_schema (const AzudPlan *plan)
{
  g_autoptr (GArray)    fields = g_array_new (FALSE, FALSE, sizeof (AzudField));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  g_array_append_vals (fields, plan->schema->fields, (guint) plan->as.aggregate.n_keys);
  for (int i = 0; i < plan->as.aggregate.n_values; i++)
    {
      const AzudNamedExpr *value = &plan->as.aggregate.values[i];
      const AzudDtype     *types[4];
      int                  n = aggregate_of (value->expr)->partial_types (value->expr, types);

      for (int k = 0; k < n; k++)
        {
          AzudField field = { g_strdup_printf ("%s#%d", value->name, k), types[k], true };

          g_ptr_array_add (names, (char *) field.name);
          g_array_append_val (fields, field);
        }
    }
  return azud_plan_schema_build ((const AzudField *) (void *) fields->data, (int) fields->len);
}

static AzudPlan *
make_partial (AzudPlan *plan, AzudPlan *in)
{
  AzudPlan *partial = azud_plan_copy (plan, &in);

  azud_schema_unref (partial->schema);
  partial->schema = partial_schema (plan);
  partial->as.aggregate.mode = AZUD_AGGREGATE_PARTIAL;
  azud_plan_forget_taps (partial);
  azud_plan_unref (in);
  return partial;
}

static AzudPlan *
build_aggregate (Builder *builder, AzudPlan *plan, AzudPlan *in)
{
  int                    n_keys = plan->as.aggregate.n_keys;
  g_autofree AzudExpr  **keys = g_new0 (AzudExpr *, (size_t) n_keys + 1);
  int64_t                bytes = bytes_of (builder, plan->inputs[0]);
  bool                   two_steps = has_partial_form (plan);
  AzudPlan              *made;

  if (two_steps)
    in = make_partial (plan, in);
  for (int i = 0; i < n_keys; i++)
    keys[i] = two_steps ? azud_expr_new_column (in->schema, i) : azud_expr_ref (plan->as.aggregate.keys[i].expr);
  in = exchange_by (builder, in, keys, n_keys, bytes, plan);
  made = azud_plan_copy (plan, &in);
  for (int i = 0; i < n_keys && two_steps; i++)
    {
      azud_expr_unref (made->as.aggregate.keys[i].expr);
      made->as.aggregate.keys[i].expr = azud_expr_new_column (in->schema, i);
    }
  if (two_steps)
    {
      made->as.aggregate.mode = AZUD_AGGREGATE_FINAL;
      made->as.aggregate.before = azud_schema_ref (plan->inputs[0]->schema);
    }
  if (n_keys == 0)
    mark_single (builder, made);
  for (int i = 0; i < n_keys; i++)
    azud_expr_unref (keys[i]);
  azud_plan_unref (in);
  return made;
}

/* ---- join ---- */

typedef enum { JOIN_HASH, JOIN_SINGLE, JOIN_BROADCAST_LEFT, JOIN_BROADCAST_RIGHT } JoinStrategy;

static JoinStrategy
choose_strategy (Builder *builder, const AzudPlan *plan, bool has_keys)
{
  AzudJoinType type = plan->as.join.type;
  int64_t      left = bytes_of (builder, plan->inputs[0]), right = bytes_of (builder, plan->inputs[1]);
  int64_t      limit = azud_debug_get ("no-broadcast", 0) != 0 ? -1 : builder->settings->broadcast_bytes;
  bool         right_fits = azud_join_may_broadcast (type, 1) && right >= 0 && right <= limit;
  bool         left_fits = azud_join_may_broadcast (type, 0) && left >= 0 && left <= limit;

  if (right_fits && !(left_fits && left < right))
    return JOIN_BROADCAST_RIGHT;
  if (left_fits)
    return JOIN_BROADCAST_LEFT;
  if (has_keys)
    return JOIN_HASH;
  /* every pair is looked at: the smaller side goes to all tasks, whatever its size */
  if (azud_join_may_broadcast (type, 0) && azud_join_may_broadcast (type, 1) && left >= 0 && right >= 0 && left < right)
    return JOIN_BROADCAST_LEFT;
  if (azud_join_may_broadcast (type, 1))
    return JOIN_BROADCAST_RIGHT;
  return azud_join_may_broadcast (type, 0) ? JOIN_BROADCAST_LEFT : JOIN_SINGLE;
}

static AzudPlan *
build_join (Builder *builder, AzudPlan *plan, AzudPlan *left, AzudPlan *right)
{
  AzudJoinCondition *condition = azud_join_condition_new (plan);
  JoinStrategy       strategy = choose_strategy (builder, plan, condition->n_keys > 0);
  int64_t            left_bytes = bytes_of (builder, plan->inputs[0]), right_bytes = bytes_of (builder, plan->inputs[1]);
  AzudPlan          *inputs[2] = { left, right };
  AzudPlan          *made;

  if (strategy == JOIN_HASH)
    {
      int n = partitions_for (builder, left_bytes < 0 || right_bytes < 0 ? -1 : MIN (left_bytes, INT64_MAX / 2) + MIN (right_bytes, INT64_MAX / 2));

      inputs[0] = exchange_hash (builder, left, condition->left_keys, condition->n_keys, n, plan);
      inputs[1] = exchange_hash (builder, right, condition->right_keys, condition->n_keys, n, plan);
    }
  else if (strategy == JOIN_SINGLE)
    {
      inputs[0] = exchange (builder, left, AZUD_EXCHANGE_SINGLE, plan);
      inputs[1] = exchange (builder, right, AZUD_EXCHANGE_SINGLE, plan);
    }
  else
    {
      int side = strategy == JOIN_BROADCAST_LEFT ? 0 : 1;

      inputs[side] = exchange (builder, inputs[side], AZUD_EXCHANGE_BROADCAST, plan);
    }
  made = azud_plan_copy (plan, inputs);
  if (strategy == JOIN_SINGLE || (strategy == JOIN_BROADCAST_LEFT && is_single (builder, inputs[1]))
      || (strategy == JOIN_BROADCAST_RIGHT && is_single (builder, inputs[0])))
    mark_single (builder, made);
  azud_plan_unref (inputs[0]);
  azud_plan_unref (inputs[1]);
  azud_join_condition_free (condition);
  return made;
}

/* ---- order ---- */

/* The sort itself carries the taps: the rows of its partitions together are the rows on the wire. */
static AzudPlan *
build_sort (Builder *builder, AzudPlan *plan, AzudPlan *in)
{
  bool      single = is_single (builder, in);
  AzudPlan *sorted = azud_plan_copy (plan, &in);

  azud_plan_unref (in);
  if (single)
    {
      mark_single (builder, sorted);
      return sorted;
    }
  return exchange_merge (builder, sorted, plan->as.sort.keys, plan->as.sort.n_keys, plan);
}

static AzudPlan *
build_top_n (Builder *builder, AzudPlan *plan, AzudPlan *in)
{
  AzudPlan *limit;

  if (is_single (builder, in))
    return build_sort (builder, plan, in);
  in = build_sort (builder, plan, in);
  azud_plan_forget_taps (in->inputs[0]);
  limit = azud_plan_limit (in, plan->as.sort.limit, 0);
  azud_plan_set_origin (limit, &plan->origin);
  azud_plan_move_taps (limit, plan, -1);
  mark_single (builder, limit);
  azud_plan_unref (in);
  return limit;
}

static AzudPlan *
build_limit (Builder *builder, AzudPlan *plan, AzudPlan *in)
{
  AzudPlan *made;

  if (!plan->as.limit.local && !is_single (builder, in))
    {
      AzudPlan *local = azud_plan_limit (in, plan->as.limit.count + MIN (plan->as.limit.offset, INT64_MAX - plan->as.limit.count), 0);

      local->as.limit.local = true;
      azud_plan_set_origin (local, &plan->origin);
      azud_plan_unref (in);
      in = exchange (builder, local, AZUD_EXCHANGE_SINGLE, plan);
    }
  made = azud_plan_copy (plan, &in);
  if (is_single (builder, in))
    mark_single (builder, made);
  azud_plan_unref (in);
  return made;
}

static AzudPlan *
sort_for_window (Builder *builder, const AzudPlan *plan, AzudPlan *in)
{
  int                     n = plan->as.window.n_partition + plan->as.window.n_order;
  g_autofree AzudSortKey *keys = g_new0 (AzudSortKey, (size_t) n + 1);
  bool                    single = is_single (builder, in);
  AzudPlan               *sorted;

  if (n == 0)
    return in;
  for (int i = 0; i < plan->as.window.n_partition; i++)
    keys[i].expr = plan->as.window.partition[i];
  for (int i = 0; i < plan->as.window.n_order; i++)
    keys[plan->as.window.n_partition + i] = plan->as.window.order[i];
  sorted = azud_plan_sort (in, keys, n);
  azud_plan_set_origin (sorted, &plan->origin);
  azud_plan_unref (in);
  if (single)
    mark_single (builder, sorted);
  return sorted;
}

static AzudPlan *
build_window (Builder *builder, AzudPlan *plan, AzudPlan *in)
{
  AzudPlan *made;

  in = exchange_by (builder, in, plan->as.window.partition, plan->as.window.n_partition, bytes_of (builder, plan->inputs[0]), plan);
  in = sort_for_window (builder, plan, in);
  made = azud_plan_copy (plan, &in);
  if (is_single (builder, in))
    mark_single (builder, made);
  azud_plan_unref (in);
  return made;
}

static AzudPlan *
build_repartition (Builder *builder, AzudPlan *plan, AzudPlan *in)
{
  int       n = plan->as.repartition.n_partitions > 0 ? plan->as.repartition.n_partitions
                                                      : partitions_for (builder, bytes_of (builder, plan->inputs[0]));
  AzudPlan *made;

  azud_plan_move_taps (in, plan, -1);
  if (plan->as.repartition.coalesce && is_single (builder, in))
    return in;
  if (plan->as.repartition.n_keys > 0 && !plan->as.repartition.coalesce)
    {
      made = exchange_hash (builder, in, plan->as.repartition.keys, plan->as.repartition.n_keys, n, plan);
      made->as.exchange.fixed = plan->as.repartition.n_partitions > 0;
      return made;
    }
  if (n == 1)
    return exchange (builder, in, AZUD_EXCHANGE_SINGLE, plan);
  made = exchange (builder, in, AZUD_EXCHANGE_ROUND_ROBIN, plan);
  made->as.exchange.n_partitions = n;
  return made;
}

/* What is kept stays apart from its readers by an exchange that moves nothing. */
static AzudPlan *
build_cache (Builder *builder, AzudPlan *plan, AzudPlan *in)
{
  bool      single = is_single (builder, in);
  AzudPlan *made;

  azud_plan_move_taps (in, plan, -1);
  made = exchange (builder, in, AZUD_EXCHANGE_KEEP, plan);
  made->as.exchange.level = plan->as.cache.level;
  if (single)
    mark_single (builder, made);
  return made;
}

/* ---- all of it ---- */

static AzudPlan *
build (Builder *builder, AzudPlan *plan)
{
  g_autofree AzudPlan **inputs = g_new0 (AzudPlan *, (size_t) plan->n_inputs + 1);
  AzudPlan             *made;

  for (int i = 0; i < plan->n_inputs; i++)
    inputs[i] = g_hash_table_lookup (builder->made, plan->inputs[i]);
  switch (plan->op)
    {
    case AZUD_PLAN_AGGREGATE:
      return build_aggregate (builder, plan, azud_plan_ref (inputs[0]));
    case AZUD_PLAN_JOIN:
      return build_join (builder, plan, azud_plan_ref (inputs[0]), azud_plan_ref (inputs[1]));
    case AZUD_PLAN_SORT:
      return build_sort (builder, plan, azud_plan_ref (inputs[0]));
    case AZUD_PLAN_TOP_N:
      return build_top_n (builder, plan, azud_plan_ref (inputs[0]));
    case AZUD_PLAN_LIMIT:
      return build_limit (builder, plan, azud_plan_ref (inputs[0]));
    case AZUD_PLAN_WINDOW:
      return build_window (builder, plan, azud_plan_ref (inputs[0]));
    case AZUD_PLAN_REPARTITION:
      return build_repartition (builder, plan, azud_plan_ref (inputs[0]));
    case AZUD_PLAN_CACHE:
      return build_cache (builder, plan, azud_plan_ref (inputs[0]));
    default:
      break;
    }
  made = azud_plan_copy (plan, inputs);
  if (plan->op == AZUD_PLAN_VALUES || (plan->n_inputs == 1 && is_single (builder, inputs[0])))
    mark_single (builder, made);
  return made;
}

GPtrArray *
azud_plan_physical (AzudPlan *const *roots, int n_roots, const AzudPhysicalSettings *settings)
{
  g_autoptr (GPtrArray) logical = azud_plan_expand_idioms (roots, n_roots, NULL);
  g_autoptr (GPtrArray) walk = azud_plan_walk ((AzudPlan *const *) logical->pdata, n_roots);
  GPtrArray            *result = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);
  Builder               builder = { .settings = settings };

  builder.bytes = azud_plan_estimate_table (walk);
  builder.made = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) azud_plan_unref);
  builder.single = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < walk->len; i++)
    g_hash_table_insert (builder.made, g_ptr_array_index (walk, i), build (&builder, g_ptr_array_index (walk, i)));
  for (int r = 0; r < n_roots; r++)
    g_ptr_array_add (result, azud_plan_ref (g_hash_table_lookup (builder.made, g_ptr_array_index (logical, (guint) r))));
  g_hash_table_unref (builder.bytes);
  g_hash_table_unref (builder.made);
  g_hash_table_unref (builder.single);
  return result;
}
