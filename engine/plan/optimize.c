/* optimize.c: applying the rules until none finds anything
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A round goes over all operators, inputs first, with a stack of its own; what a rule makes is looked at again at once, down to
 * the operators that are already finished.  Every operator of the plan is first copied, so that rules may move taps.
 */

#include "plan/optimize.h"

#include "base/debug.h"
#include "plan/rules/rule-private.h"

#define MAX_ROUNDS 100

static const AzudRule *const all[] = {
  &azud_rule_expand_sample, &azud_rule_expand_fill_nulls, &azud_rule_expand_drop_nulls, &azud_rule_expand_deduplicate,
  &azud_rule_expand_using, &azud_rule_expand_distinct,
  &azud_rule_fold_constants, &azud_rule_simplify_booleans, &azud_rule_remove_filter, &azud_rule_remove_empty,
  &azud_rule_merge_filters, &azud_rule_push_filter_project, &azud_rule_push_filter_union, &azud_rule_push_filter_aggregate,
  &azud_rule_push_filter_sort, &azud_rule_outer_to_inner, &azud_rule_push_filter_join, &azud_rule_push_join_condition,
  &azud_rule_push_filter_scan, &azud_rule_merge_projects, &azud_rule_remove_project, &azud_rule_merge_limits,
  &azud_rule_push_limit_project, &azud_rule_top_n, &azud_rule_push_limit_union, &azud_rule_push_limit_scan,
  &azud_rule_remove_sort, &azud_rule_prune_columns,
};

const AzudRule *
azud_optimizer_rules (void)
{
  static AzudRule table[G_N_ELEMENTS (all) + 1];
  static gsize    ready = 0;

  if (g_once_init_enter (&ready))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
        table[i] = *all[i];
      g_once_init_leave (&ready, 1);
    }
  return table;
}

/* Named in @without, or AZUD_DEBUG=without-rule=N, which counts from 1. */
static bool
is_left_out (gsize rule, const char *const *without)
{
  return (without != NULL && g_strv_contains (without, all[rule]->name)) || azud_debug_get ("without-rule", 0) == (int64_t) rule + 1;
}

/* ---- one round ---- */

typedef struct
{
  AzudRuleContext     context;
  AzudRulePhase       phase;
  const char *const  *without;
  GHashTable         *done;      /* operator -> what it became; both held; finished ones map to themselves */
  gint64              budget;    /* applications left: a guard against rules that undo each other */
  bool                changed;
} Round;

typedef struct
{
  AzudPlan *key;       /* borrowed from the plan above, or held in `current` */
  AzudPlan *current;   /* owned: what it is by now */
} Work;

static void
set_users (Round *round, AzudPlan *plan, int n)
{
  g_hash_table_insert (round->context.users, plan, GINT_TO_POINTER (n));
}

static int
get_users (Round *round, AzudPlan *plan)
{
  gpointer n = GINT_TO_POINTER (1);

  g_hash_table_lookup_extended (round->context.users, plan, NULL, &n);
  return GPOINTER_TO_INT (n);
}

static void
finish (Round *round, AzudPlan *key, AzudPlan *became)
{
  g_hash_table_insert (round->done, azud_plan_ref (key), azud_plan_ref (became));
  if (!g_hash_table_contains (round->done, became))
    g_hash_table_insert (round->done, azud_plan_ref (became), azud_plan_ref (became));
}

/* The operator over its finished inputs; NULL and *@missing when one is not finished. */
static AzudPlan *
rebuild (Round *round, AzudPlan *plan, AzudPlan **missing)
{
  g_autofree AzudPlan **inputs = g_new0 (AzudPlan *, (size_t) plan->n_inputs + 1);
  AzudPlan             *copy;
  bool                  same = true;

  for (int i = 0; i < plan->n_inputs; i++)
    {
      inputs[i] = g_hash_table_lookup (round->done, plan->inputs[i]);
      if (inputs[i] == NULL)
        {
          *missing = plan->inputs[i];
          return NULL;
        }
      same = same && inputs[i] == plan->inputs[i];
    }
  if (same)
    return azud_plan_ref (plan);
  copy = azud_plan_with_inputs (plan, inputs);
  set_users (round, copy, get_users (round, plan));
  return copy;
}

static AzudPlan *
try_rules (Round *round, AzudPlan *plan)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      AzudPlan *made;

      if (all[i]->phase != round->phase || all[i]->apply == NULL
          || (round->phase != AZUD_RULE_EXPAND && is_left_out (i, round->without)))
        continue;
      made = all[i]->apply (plan, &round->context);
      if (made == NULL)
        continue;
      if (g_hash_table_contains (round->done, made))
        set_users (round, made, get_users (round, made) + get_users (round, plan) - 1);
      else
        set_users (round, made, get_users (round, plan));
      return made;
    }
  return NULL;
}

static void
run_work (Round *round, AzudPlan *root)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Work));
  Work               first = { root, azud_plan_ref (root) };

  g_array_append_val (stack, first);
  while (stack->len > 0)
    {
      Work     *top = &g_array_index (stack, Work, stack->len - 1);
      AzudPlan *missing = NULL;
      AzudPlan *plan, *made;

      if (g_hash_table_contains (round->done, top->current))
        {
          /* a rule gave back an operator that is finished */
          finish (round, top->key, g_hash_table_lookup (round->done, top->current));
          azud_plan_unref (top->current);
          g_array_set_size (stack, stack->len - 1);
          continue;
        }
      plan = rebuild (round, top->current, &missing);
      if (plan == NULL)
        {
          Work below = { missing, azud_plan_ref (missing) };

          g_array_append_val (stack, below);
          continue;
        }
      made = round->budget > 0 ? try_rules (round, plan) : NULL;
      if (made != NULL)
        {
          round->budget--;
          round->changed = true;
          azud_plan_unref (top->current);
          top->current = made;
          azud_plan_unref (plan);
          continue;
        }
      finish (round, top->key, plan);
      if (top->current != plan)
        finish (round, top->current, plan);
      azud_plan_unref (plan);
      azud_plan_unref (top->current);
      g_array_set_size (stack, stack->len - 1);
    }
}

static GHashTable *
count_users (GPtrArray *walk, GPtrArray *roots)
{
  GHashTable *users = g_hash_table_new (NULL, NULL);

#define COUNT(plan) g_hash_table_insert (users, (plan), GINT_TO_POINTER (GPOINTER_TO_INT (g_hash_table_lookup (users, (plan))) + 1))
  for (guint i = 0; i < walk->len; i++)
    {
      AzudPlan *plan = g_ptr_array_index (walk, i);

      for (int k = 0; k < plan->n_inputs; k++)
        COUNT (plan->inputs[k]);
    }
  for (guint r = 0; r < roots->len; r++)
    COUNT (g_ptr_array_index (roots, r));
#undef COUNT
  return users;
}

static GPtrArray *
new_roots (guint n)
{
  GPtrArray *roots = g_ptr_array_new_full (n, (GDestroyNotify) azud_plan_unref);

  return roots;
}

/* Takes @roots and gives back the roots after one round. */
static GPtrArray *
run_round (GPtrArray *roots, AzudRulePhase phase, const AzudExprSettings *settings, const char *const *without, bool *changed)
{
  g_autoptr (GPtrArray) walk = azud_plan_walk ((AzudPlan *const *) roots->pdata, (int) roots->len);
  GPtrArray            *result = new_roots (roots->len);
  Round                 round = { .phase = phase, .without = without };

  round.context.settings = settings;
  round.context.users = count_users (walk, roots);
  round.done = g_hash_table_new_full (NULL, NULL, (GDestroyNotify) azud_plan_unref, (GDestroyNotify) azud_plan_unref);
  round.budget = 20 * (gint64) walk->len + 1000;
  for (guint r = 0; r < roots->len; r++)
    {
      AzudPlan *root = g_ptr_array_index (roots, r);

      if (!g_hash_table_contains (round.done, root))
        run_work (&round, root);
      g_ptr_array_add (result, azud_plan_ref (g_hash_table_lookup (round.done, root)));
    }
  *changed |= round.changed;
  g_hash_table_unref (round.done);
  g_hash_table_unref (round.context.users);
  g_ptr_array_unref (roots);
  return result;
}

static GPtrArray *
run_whole (GPtrArray *roots, const AzudExprSettings *settings, const char *const *without, bool *changed)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      AzudRuleContext context = { .settings = settings };
      GPtrArray      *made;

      if (all[i]->phase != AZUD_RULE_WHOLE || is_left_out (i, without))
        continue;
      made = all[i]->apply_whole ((AzudPlan *const *) roots->pdata, (int) roots->len, &context);
      if (made == NULL)
        continue;
      g_ptr_array_unref (roots);
      roots = made;
      *changed = true;
    }
  return roots;
}

/* ---- the whole ---- */

static GPtrArray *
copy_all (AzudPlan *const *roots, int n_roots)
{
  g_autoptr (GPtrArray)   walk = azud_plan_walk (roots, n_roots);
  g_autoptr (GHashTable)  copies = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) azud_plan_unref);
  GPtrArray              *result = new_roots ((guint) n_roots);

  for (guint i = 0; i < walk->len; i++)
    {
      AzudPlan              *plan = g_ptr_array_index (walk, i);
      g_autofree AzudPlan  **inputs = g_new0 (AzudPlan *, (size_t) plan->n_inputs + 1);

      for (int k = 0; k < plan->n_inputs; k++)
        inputs[k] = g_hash_table_lookup (copies, plan->inputs[k]);
      g_hash_table_insert (copies, plan, azud_plan_copy (plan, inputs));
    }
  for (int r = 0; r < n_roots; r++)
    g_ptr_array_add (result, azud_plan_ref (g_hash_table_lookup (copies, roots[r])));
  return result;
}

/* Edges whose operators are gone altogether are said to be merged into the first root. */
static void
keep_all_taps (AzudPlan *const *before, int n_before, GPtrArray *after)
{
  g_autoptr (GPtrArray)   old = azud_plan_walk (before, n_before);
  g_autoptr (GPtrArray)   now = azud_plan_walk ((AzudPlan *const *) after->pdata, (int) after->len);
  g_autoptr (GPtrArray)   lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);   /* what `found` points to */
  g_autoptr (GHashTable)  found = g_hash_table_new (azud_tap_hash, azud_tap_equal);

  if (after->len == 0)
    return;
  for (guint i = 0; i < now->len; i++)
    {
      GArray *taps = azud_plan_list_taps (g_ptr_array_index (now, i));

      g_ptr_array_add (lists, taps);
      for (guint t = 0; t < taps->len; t++)
        g_hash_table_add (found, &g_array_index (taps, AzudTap, t));
    }
  for (guint i = 0; i < old->len; i++)
    {
      g_autoptr (GArray) taps = azud_plan_list_taps (g_ptr_array_index (old, i));

      for (guint t = 0; t < taps->len; t++)
        {
          const AzudTap *tap = &g_array_index (taps, AzudTap, t);

          if (!g_hash_table_contains (found, tap))
            azud_plan_add_tap (g_ptr_array_index (after, 0), tap->node, tap->port, AZUD_TAP_MERGED);
        }
    }
}

static const AzudExprSettings default_settings = { NULL };

GPtrArray *
azud_plan_expand_idioms (AzudPlan *const *roots, int n_roots, const AzudExprSettings *settings)
{
  GPtrArray *result = copy_all (roots, n_roots);
  bool       changed = true;

  if (settings == NULL)
    settings = &default_settings;

  for (int round = 0; changed && round < MAX_ROUNDS; round++)
    {
      changed = false;
      result = run_round (result, AZUD_RULE_EXPAND, settings, NULL, &changed);
    }
  return result;
}

GPtrArray *
azud_optimize (AzudPlan *const *roots, int n_roots, const AzudExprSettings *settings, const char *const *without)
{
  GPtrArray *result = azud_plan_expand_idioms (roots, n_roots, settings);
  bool       changed = true;

  if (settings == NULL)
    settings = &default_settings;

  for (int round = 0; changed && round < MAX_ROUNDS; round++)
    {
      changed = false;
      result = run_round (result, AZUD_RULE_REWRITE, settings, without, &changed);
      result = run_whole (result, settings, without, &changed);
    }
  keep_all_taps (roots, n_roots, result);
  return result;
}
