/* rule-prune-columns.c: columns nobody reads
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Users first, each operator is told which of its columns any of them reads; then, inputs first, each is built
 * anew with what is left.  Operators that keep or move rows (join, sort, exchange) get a projection below them where their input has
 * more than they need; the operators in between let a column through rather than cut it.
 */

#include "plan/rules/rule-private.h"

typedef struct
{
  AzudPlan *plan;
  bool     *needed;    /* [n_fields] */
  AzudPlan *made;      /* owned */
  int      *map;       /* [n_fields] where a column is in `made`, -1 = gone */
} Node;

typedef struct
{
  GPtrArray  *walk;
  GHashTable *index;   /* plan -> position */
  Node       *nodes;
  bool        changed;
} Pruning;

static Node *
node_of (Pruning *pruning, AzudPlan *plan)
{
  return &pruning->nodes[GPOINTER_TO_INT (g_hash_table_lookup (pruning->index, plan))];
}

/* ---- what is needed ---- */

typedef struct
{
  bool *used;
  int   n;
} Columns;

static bool
mark (const AzudExpr *expr, const AzudSchema *scope, void *data)
{
  Columns *columns = data;

  if (scope != NULL)
    azud_expr_columns (expr, columns->used, columns->n);
  return true;
}

static void
need_all (Node *node)
{
  for (int i = 0; i < node->plan->schema->n_fields; i++)
    node->needed[i] = true;
}

/* What stores or moves rows wants at least one column of them; the narrowest will do, of those @offered (nullable: any).
 * Once it is known what an input gives, it must be one of those: another user of it may have asked for others. */
static void
need_some (Node *node, const bool *offered)
{
  const AzudSchema *schema = node->plan->schema;
  int               best = -1;

  for (int i = 0; i < schema->n_fields; i++)
    {
      if (node->needed[i])
        return;
      if ((offered == NULL || offered[i])
          && (best < 0 || (schema->fields[i].type->width > 0
                           && (schema->fields[best].type->width == 0 || schema->fields[i].type->width < schema->fields[best].type->width))))
        best = i;
    }
  if (best >= 0)
    node->needed[best] = true;
}

/* Of a list of values after the @n_before columns that pass, those that are needed say what they read. */
static void
need_values (const AzudNamedExpr *values, int n_values, const bool *needed, Node *in)
{
  for (int i = 0; i < n_values; i++)
    if (needed[i])
      azud_expr_columns (values[i].expr, in->needed, in->plan->schema->n_fields);
}

static void
need_own_exprs (const AzudPlan *plan, Node *in)
{
  Columns columns = { in->needed, in->plan->schema->n_fields };

  azud_plan_visit_exprs (plan, mark, &columns);
}

static void
pass_needed (const Node *node, Node *in)
{
  for (int i = 0; i < in->plan->schema->n_fields; i++)
    in->needed[i] |= node->needed[i];
}

static void
need_of_join (Pruning *pruning, Node *node)
{
  const AzudPlan  *plan = node->plan;
  Node            *left = node_of (pruning, plan->inputs[0]), *right = node_of (pruning, plan->inputs[1]);
  int              n_left = left->plan->schema->n_fields, n_right = right->plan->schema->n_fields;
  g_autofree bool *used = g_new0 (bool, (size_t) n_left + (size_t) n_right + 1);

  if (plan->as.join.left_using != NULL)
    {
      need_all (left);
      need_all (right);
      return;
    }
  for (int i = 0; i < plan->schema->n_fields; i++)
    used[i] = node->needed[i];
  if (plan->as.join.condition != NULL)
    azud_expr_columns (plan->as.join.condition, used, n_left + n_right);
  for (int i = 0; i < n_left; i++)
    left->needed[i] |= used[i];
  for (int i = 0; i < n_right; i++)
    right->needed[i] |= used[n_left + i];
  need_some (left, NULL);
  need_some (right, NULL);
}

static void
need_of_window (const Node *node, Node *in)
{
  const AzudPlan *plan = node->plan;

  pass_needed (node, in);
  need_values (plan->as.window.values, plan->as.window.n_values, node->needed + in->plan->schema->n_fields, in);
  for (int i = 0; i < plan->as.window.n_partition; i++)
    azud_expr_columns (plan->as.window.partition[i], in->needed, in->plan->schema->n_fields);
  for (int i = 0; i < plan->as.window.n_order; i++)
    azud_expr_columns (plan->as.window.order[i].expr, in->needed, in->plan->schema->n_fields);
  need_some (in, NULL);
}

static void
need_below (Pruning *pruning, Node *node)
{
  const AzudPlan *plan = node->plan;
  Node           *in = plan->n_inputs > 0 ? node_of (pruning, plan->inputs[0]) : NULL;

  switch (plan->op)
    {
    case AZUD_PLAN_PROJECT:
      need_values (plan->as.project.items, plan->as.project.n_items, node->needed, in);
      break;
    case AZUD_PLAN_FILTER:
      pass_needed (node, in);
      need_own_exprs (plan, in);
      break;
    case AZUD_PLAN_UNION:
      for (int i = 0; i < plan->n_inputs; i++)
        pass_needed (node, node_of (pruning, plan->inputs[i]));
      break;
    case AZUD_PLAN_AGGREGATE:
      for (int i = 0; i < plan->as.aggregate.n_keys; i++)
        azud_expr_columns (plan->as.aggregate.keys[i].expr, in->needed, in->plan->schema->n_fields);
      need_values (plan->as.aggregate.values, plan->as.aggregate.n_values, node->needed + plan->as.aggregate.n_keys, in);
      break;
    case AZUD_PLAN_JOIN:
      need_of_join (pruning, node);
      break;
    case AZUD_PLAN_SORT:
    case AZUD_PLAN_TOP_N:
    case AZUD_PLAN_LIMIT:
    case AZUD_PLAN_REPARTITION:
      pass_needed (node, in);
      need_own_exprs (plan, in);
      need_some (in, NULL);
      break;
    case AZUD_PLAN_WINDOW:
      need_of_window (node, in);
      break;
    default:
      /* sinks, caches, idioms, reject ports: all columns are what they are about */
      for (int i = 0; i < plan->n_inputs; i++)
        need_all (node_of (pruning, plan->inputs[i]));
      break;
    }
}

/* ---- building anew ---- */

static AzudExpr *
map_expr (AzudExpr *expr, void *data)
{
  const Node *in = data;
  AzudExpr   *mapped = azud_expr_map_columns (expr, in->map, in->plan->schema->n_fields);

  if (mapped != expr)
    return mapped;
  azud_expr_unref (mapped);
  return NULL;
}

static void
set_identity (Node *node)
{
  for (int i = 0; i < node->plan->schema->n_fields; i++)
    node->map[i] = i;
}

/* The part of @schema that @map keeps. */
static AzudSchema *
kept_schema (const AzudSchema *schema, const int *map)
{
  g_autofree AzudField *fields = g_new0 (AzudField, (size_t) schema->n_fields + 1);
  int                   n = 0;

  for (int i = 0; i < schema->n_fields; i++)
    if (map[i] >= 0)
      fields[n++] = schema->fields[i];
  return azud_plan_schema_build (fields, n);
}

static void
set_schema (AzudPlan *plan, AzudSchema *schema)
{
  azud_schema_unref (plan->schema);
  plan->schema = schema;
}

/* @in, or a projection of exactly the columns @keep says; @map tells where they are then. */
static AzudPlan *
narrow (Pruning *pruning, Node *in, const bool *keep, int *map)
{
  int                       n_fields = in->plan->schema->n_fields;
  g_autofree AzudNamedExpr *items = g_new0 (AzudNamedExpr, (size_t) n_fields + 1);
  AzudPlan                 *plan;
  int                       n = 0;

  for (int i = 0; i < n_fields; i++)
    {
      map[i] = keep[i] ? n : -1;
      n += keep[i] ? 1 : 0;
    }
  if (n == in->made->schema->n_fields)
    return azud_plan_ref (in->made);
  n = 0;
  for (int i = 0; i < n_fields; i++)
    if (keep[i])
      items[n++] = azud_plan_named (in->plan->schema->fields[i].name, azud_expr_new_column (in->made->schema, in->map[i]), true);
  plan = azud_plan_project (in->made, items, n, AZUD_PROJECT_SELECT);
  for (int i = 0; i < n; i++)
    azud_expr_unref (items[i].expr);
  pruning->changed = true;
  return plan;
}

static AzudPlan *
build_scan (Pruning *pruning, Node *node)
{
  AzudPlan *plan = node->plan;
  AzudPlan *made;
  int       n = 0;

  if (plan->as.scan.filter != NULL)
    azud_expr_columns (plan->as.scan.filter, node->needed, plan->schema->n_fields);
  for (int i = 0; i < plan->schema->n_fields; i++)
    if (plan->as.scan.has_rejects || plan->as.scan.columns[i] < 0)
      need_all (node);
  for (int i = 0; i < plan->schema->n_fields; i++)
    node->map[i] = node->needed[i] ? n++ : -1;
  if (n == plan->schema->n_fields)
    return azud_plan_ref (plan);
  made = azud_plan_copy (plan, NULL);
  for (int i = 0; i < plan->schema->n_fields; i++)
    if (node->map[i] >= 0)
      made->as.scan.columns[node->map[i]] = plan->as.scan.columns[i];
  if (made->as.scan.filter != NULL)
    {
      AzudExpr *filter = azud_expr_map_columns (made->as.scan.filter, node->map, plan->schema->n_fields);

      azud_expr_unref (made->as.scan.filter);
      made->as.scan.filter = filter;
    }
  set_schema (made, kept_schema (plan->schema, node->map));
  pruning->changed = true;
  return made;
}

/* Values whose place in @needed is false are cut from @items. */
static int
cut_items (AzudNamedExpr *items, int n_items, const bool *needed)
{
  int n = 0;

  for (int i = 0; i < n_items; i++)
    {
      if (needed[i])
        {
          items[n++] = items[i];
          continue;
        }
      g_free (items[i].name);
      azud_expr_unref (items[i].expr);
    }
  for (int i = n; i < n_items; i++)
    items[i] = (AzudNamedExpr) { NULL };
  return n;
}

static void
map_items (AzudNamedExpr *items, int n, Node *in)
{
  for (int i = 0; i < n; i++)
    {
      AzudExpr *mapped = map_expr (items[i].expr, in);

      if (mapped == NULL)
        continue;
      azud_expr_unref (items[i].expr);
      items[i].expr = mapped;
    }
}

static bool
all_needed (const bool *needed, int n)
{
  for (int i = 0; i < n; i++)
    if (!needed[i])
      return false;
  return true;
}

static AzudPlan *
build_items (Pruning *pruning, Node *node, Node *in, int n_before)
{
  AzudPlan       *plan = node->plan;
  bool            is_project = plan->op == AZUD_PLAN_PROJECT;
  AzudPlan       *made;
  int             n_items = is_project ? plan->as.project.n_items : plan->as.aggregate.n_values;
  const bool     *needed = node->needed + n_before;
  int             n = 0;

  for (int i = 0; i < plan->schema->n_fields; i++)
    node->map[i] = i < n_before || node->needed[i] ? n++ : -1;
  if (in->made == in->plan && all_needed (needed, n_items))
    return azud_plan_ref (plan);
  made = azud_plan_copy (plan, &in->made);
  if (!all_needed (needed, n_items))
    pruning->changed = true;
  if (is_project)
    {
      made->as.project.n_items = cut_items (made->as.project.items, n_items, needed);
      map_items (made->as.project.items, made->as.project.n_items, in);
    }
  else
    {
      made->as.aggregate.n_values = cut_items (made->as.aggregate.values, n_items, needed);
      map_items (made->as.aggregate.keys, made->as.aggregate.n_keys, in);
      map_items (made->as.aggregate.values, made->as.aggregate.n_values, in);
    }
  set_schema (made, kept_schema (plan->schema, node->map));
  return made;
}

/* The operator as it is over @input, whose columns are where @map says. */
static AzudPlan *
build_over (Node *node, AzudPlan *input, int *map)
{
  AzudPlan *plan = node->plan;
  Node      in = { .plan = plan->inputs[0], .map = map };
  AzudPlan *mapped, *made;

  if (input == plan->inputs[0])
    return azud_plan_ref (plan);
  mapped = azud_plan_map_exprs (plan, map_expr, &in);
  made = azud_plan_copy (mapped != NULL ? mapped : plan, &input);
  g_clear_pointer (&mapped, azud_plan_unref);
  return made;
}

static AzudPlan *
build_through (Pruning *pruning, Node *node, Node *in, bool narrows)
{
  int               n = in->plan->schema->n_fields;
  g_autofree int   *map = g_memdup2 (in->map, sizeof (int) * (size_t) MAX (n, 1));
  AzudPlan         *input = NULL;
  AzudPlan         *made;

  if (narrows)
    {
      g_autofree bool *keep = g_memdup2 (node->needed, sizeof (bool) * (size_t) MAX (n, 1));
      Columns          columns = { keep, n };
      Node             own = { .plan = in->plan, .needed = keep };

      azud_plan_visit_exprs (node->plan, mark, &columns);
      need_some (&own, in->needed);
      input = narrow (pruning, in, keep, map);
    }
  else
    input = azud_plan_ref (in->made);
  made = build_over (node, input, map);
  if (made != node->plan)
    set_schema (made, kept_schema (node->plan->schema, map));
  for (int i = 0; i < node->plan->schema->n_fields; i++)
    node->map[i] = map[i];
  azud_plan_unref (input);
  return made;
}

static AzudPlan *
build_union (Pruning *pruning, Node *node)
{
  AzudPlan              *plan = node->plan;
  int                    n = plan->schema->n_fields;
  g_autofree AzudPlan  **inputs = g_new0 (AzudPlan *, (size_t) plan->n_inputs);
  AzudPlan              *made;
  bool                   same = true;

  for (int i = 0; i < plan->n_inputs; i++)
    {
      inputs[i] = narrow (pruning, node_of (pruning, plan->inputs[i]), node->needed, node->map);
      same = same && inputs[i] == plan->inputs[i];
    }
  made = same ? azud_plan_ref (plan) : azud_plan_copy (plan, inputs);
  if (!all_needed (node->needed, n))
    set_schema (made, kept_schema (plan->schema, node->map));
  for (int i = 0; i < plan->n_inputs; i++)
    azud_plan_unref (inputs[i]);
  return made;
}

static AzudPlan *
build_join (Pruning *pruning, Node *node)
{
  AzudPlan        *plan = node->plan;
  Node            *sides[2] = { node_of (pruning, plan->inputs[0]), node_of (pruning, plan->inputs[1]) };
  int              n_left = plan->inputs[0]->schema->n_fields, n_right = plan->inputs[1]->schema->n_fields;
  g_autofree bool *keep = g_new0 (bool, (size_t) n_left + (size_t) n_right + 1);
  g_autofree int  *map = g_new0 (int, (size_t) n_left + (size_t) n_right + 1);
  AzudPlan        *inputs[2];
  AzudPlan        *made;

  for (int i = 0; i < plan->schema->n_fields; i++)
    keep[i] = node->needed[i];
  if (plan->as.join.condition != NULL)
    azud_expr_columns (plan->as.join.condition, keep, n_left + n_right);
  for (int s = 0; s < 2; s++)
    {
      Node own = { .plan = plan->inputs[s], .needed = keep + (s == 0 ? 0 : n_left) };

      if (plan->as.join.left_using != NULL)
        need_all (&own);
      need_some (&own, sides[s]->needed);
      inputs[s] = narrow (pruning, sides[s], own.needed, map + (s == 0 ? 0 : n_left));
    }
  for (int i = 0; i < n_right; i++)
    if (map[n_left + i] >= 0)
      map[n_left + i] += inputs[0]->schema->n_fields;
  if (inputs[0] == plan->inputs[0] && inputs[1] == plan->inputs[1])
    made = azud_plan_ref (plan);
  else
    {
      made = azud_plan_copy (plan, inputs);
      if (plan->as.join.condition != NULL)
        {
          azud_expr_unref (made->as.join.condition);
          made->as.join.condition = azud_expr_map_columns (plan->as.join.condition, map, n_left + n_right);
        }
      if (plan->as.join.left_using == NULL)
        set_schema (made, kept_schema (plan->schema, map));
    }
  for (int i = 0; i < plan->schema->n_fields; i++)
    node->map[i] = plan->as.join.left_using != NULL ? i : map[i];
  azud_plan_unref (inputs[0]);
  azud_plan_unref (inputs[1]);
  return made;
}

/* Passing columns narrow with the input; values nobody reads go, and with the last of them the window. */
static AzudPlan *
build_window (Pruning *pruning, Node *node, Node *in)
{
  AzudPlan        *plan = node->plan;
  int              n = in->plan->schema->n_fields;
  const bool      *needed = node->needed + n;
  int              n_values = plan->as.window.n_values;
  g_autofree bool *keep = g_memdup2 (node->needed, sizeof (bool) * (size_t) MAX (n, 1));
  Node             own = { .plan = in->plan, .needed = keep };
  g_autoptr (AzudPlan) cut = NULL;
  Columns          columns = { keep, n };
  AzudPlan        *input, *made;
  int              n_out;

  cut = azud_plan_copy (plan, NULL);
  cut->as.window.n_values = cut_items (cut->as.window.values, n_values, needed);
  if (!all_needed (needed, n_values))
    pruning->changed = true;
  azud_plan_visit_exprs (cut, mark, &columns);
  need_some (&own, in->needed);
  input = narrow (pruning, in, keep, node->map);
  n_out = input->schema->n_fields;
  for (int i = 0; i < n_values; i++)
    node->map[n + i] = needed[i] ? n_out++ : -1;
  if (cut->as.window.n_values == 0)
    {
      azud_plan_move_taps (input, plan, -1);   /* a window lets every row through */
      return input;
    }
  if (input == plan->inputs[0] && all_needed (needed, n_values))
    made = azud_plan_ref (plan);
  else
    {
      Node moved = { .plan = in->plan, .map = node->map };
      g_autoptr (AzudPlan) mapped = azud_plan_map_exprs (cut, map_expr, &moved);

      made = azud_plan_copy (mapped != NULL ? mapped : cut, &input);
      set_schema (made, kept_schema (plan->schema, node->map));
    }
  azud_plan_unref (input);
  return made;
}

static AzudPlan *
build (Pruning *pruning, Node *node)
{
  AzudPlan              *plan = node->plan;
  Node                  *in = plan->n_inputs > 0 ? node_of (pruning, plan->inputs[0]) : NULL;
  g_autofree AzudPlan  **inputs = NULL;
  bool                   same = true;

  switch (plan->op)
    {
    case AZUD_PLAN_SCAN:
      return build_scan (pruning, node);
    case AZUD_PLAN_PROJECT:
      return build_items (pruning, node, in, 0);
    case AZUD_PLAN_AGGREGATE:
      return build_items (pruning, node, in, plan->as.aggregate.n_keys);
    case AZUD_PLAN_FILTER:
    case AZUD_PLAN_LIMIT:
      return build_through (pruning, node, in, false);
    case AZUD_PLAN_SORT:
    case AZUD_PLAN_TOP_N:
    case AZUD_PLAN_REPARTITION:
      return build_through (pruning, node, in, true);
    case AZUD_PLAN_UNION:
      return build_union (pruning, node);
    case AZUD_PLAN_JOIN:
      return build_join (pruning, node);
    case AZUD_PLAN_WINDOW:
      return build_window (pruning, node, in);
    default:
      break;
    }
  set_identity (node);   /* its inputs keep all their columns */
  inputs = g_new0 (AzudPlan *, (size_t) plan->n_inputs + 1);
  for (int i = 0; i < plan->n_inputs; i++)
    {
      inputs[i] = node_of (pruning, plan->inputs[i])->made;
      same = same && inputs[i] == plan->inputs[i];
    }
  return same ? azud_plan_ref (plan) : azud_plan_copy (plan, inputs);
}

static GPtrArray *
apply_whole (AzudPlan *const *roots, int n_roots, const AzudRuleContext *context)
{
  g_autoptr (GPtrArray)   walk = azud_plan_walk (roots, n_roots);
  g_autoptr (GHashTable)  index = g_hash_table_new (NULL, NULL);
  g_autofree Node        *nodes = g_new0 (Node, walk->len + 1);
  Pruning                 pruning = { walk, index, nodes, false };
  GPtrArray              *result = NULL;

  for (guint i = 0; i < walk->len; i++)
    {
      AzudPlan *plan = g_ptr_array_index (walk, i);
      size_t    n = (size_t) MAX (plan->schema->n_fields, 1);

      nodes[i] = (Node) { plan, g_new0 (bool, n), NULL, g_new0 (int, n) };
      g_hash_table_insert (index, plan, GINT_TO_POINTER ((int) i));
    }
  for (int r = 0; r < n_roots; r++)
    need_all (node_of (&pruning, roots[r]));
  for (guint i = walk->len; i > 0; i--)
    need_below (&pruning, &nodes[i - 1]);
  for (guint i = 0; i < walk->len; i++)
    nodes[i].made = build (&pruning, &nodes[i]);
  if (pruning.changed)
    {
      result = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);
      for (int r = 0; r < n_roots; r++)
        {
          Node            *node = node_of (&pruning, roots[r]);
          g_autofree bool *every = g_new0 (bool, (size_t) node->plan->schema->n_fields + 1);
          g_autofree int  *map = g_new0 (int, (size_t) node->plan->schema->n_fields + 1);

          memset (every, true, (size_t) node->plan->schema->n_fields);
          g_ptr_array_add (result, narrow (&pruning, node, every, map));
        }
    }
  for (guint i = 0; i < walk->len; i++)
    {
      azud_plan_unref (nodes[i].made);
      g_free (nodes[i].needed);
      g_free (nodes[i].map);
    }
  return result;
}

const AzudRule azud_rule_prune_columns = {
  .name = "prune-columns", .summary = N_("Columns nobody reads are not read, computed or moved"),
  .phase = AZUD_RULE_WHOLE, .apply_whole = apply_whole,
};
