/* rule-push-filter-join.c: a filter into the inputs of a join
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/rules/rule-private.h"

typedef struct
{
  AzudPlan *join;
  int       from, to;   /* which output columns this side is */
  int       n;
} Side;

static AzudExpr *
into_side (AzudExpr *conjunct, void *data)
{
  const Side *side = data;

  if (!azud_rule_is_quiet (conjunct) || !azud_rule_uses_only (conjunct, side->from, side->to, side->n))
    return NULL;
  return azud_rule_shift (conjunct, -side->from, side->n);
}

/* What reads both sides joins the condition of an inner join.  It may raise only where every pair of rows met it anyway. */
static AzudExpr *
into_condition (AzudExpr *conjunct, void *data)
{
  const Side *side = data;

  if (!azud_expr_is_deterministic (conjunct)
      || (side->join->as.join.condition != NULL && azud_expr_can_raise (conjunct))
      || azud_rule_uses_only (conjunct, 0, side->from, side->n) || azud_rule_uses_only (conjunct, side->from, side->n, side->n))
    return NULL;
  return azud_expr_ref (conjunct);
}

static bool
goes_left (AzudJoinType type)
{
  return type != AZUD_JOIN_RIGHT && type != AZUD_JOIN_FULL;
}

static bool
goes_right (AzudJoinType type)
{
  return type == AZUD_JOIN_INNER || type == AZUD_JOIN_CROSS || type == AZUD_JOIN_RIGHT;
}

typedef struct
{
  AzudExpr *left, *right, *both, *rest;
} Parts;

static bool
cut (AzudPlan *plan, AzudPlan *join, Parts *parts)
{
  AzudJoinType type = join->as.join.type;
  int          n_left = join->inputs[0]->schema->n_fields;
  int          n = join->schema->n_fields;
  AzudExpr    *rest = azud_expr_ref (plan->as.filter.condition);
  bool         any = false;

  struct
  {
    bool       wanted;
    Side       side;
    AzudExpr *(*may) (AzudExpr *, void *);
    AzudExpr **moved;
  } tries[] = {
    { goes_left (type), { join, 0, n_left, n }, into_side, &parts->left },
    { goes_right (type), { join, n_left, n, n }, into_side, &parts->right },
    { type == AZUD_JOIN_INNER || type == AZUD_JOIN_CROSS, { join, n_left, n, n }, into_condition, &parts->both },
  };

  for (guint i = 0; i < G_N_ELEMENTS (tries) && rest != NULL; i++)
    {
      AzudExpr *moved = NULL, *left_over = NULL;

      if (!tries[i].wanted || !azud_rule_push (rest, tries[i].may, &tries[i].side, &moved, &left_over))
        continue;
      any = true;
      *tries[i].moved = moved;
      azud_expr_unref (rest);
      rest = left_over;
    }
  parts->rest = rest;
  if (!any)
    g_clear_pointer (&parts->rest, azud_expr_unref);
  return any;
}

static AzudPlan *
apply (AzudPlan *plan, const AzudRuleContext *context)
{
  AzudPlan *join, *made;
  AzudPlan *inputs[2];
  Parts     parts = { NULL };

  if (plan->op != AZUD_PLAN_FILTER || plan->inputs[0]->op != AZUD_PLAN_JOIN)
    return NULL;
  join = plan->inputs[0];
  if (azud_rule_is_shared (context, join) || join->as.join.left_using != NULL || !cut (plan, join, &parts))
    return NULL;
  inputs[0] = azud_rule_filter (azud_plan_ref (join->inputs[0]), parts.left, plan);
  inputs[1] = azud_rule_filter (azud_plan_ref (join->inputs[1]), parts.right, plan);
  made = azud_plan_copy (join, inputs);
  azud_plan_unref (inputs[0]);
  azud_plan_unref (inputs[1]);
  azud_plan_forget_taps (made);
  if (parts.both != NULL)
    {
      made->as.join.type = AZUD_JOIN_INNER;
      made->as.join.condition = azud_expr_new_and (made->as.join.condition, parts.both);
    }
  made = azud_rule_filter (made, parts.rest, plan);
  azud_plan_move_taps (made, plan, -1);
  azud_plan_move_taps (made, join, AZUD_TAP_MERGED);
  return made;
}

const AzudRule azud_rule_push_filter_join = {
  .name = "push-filter-join", .summary = N_("A filter that cannot raise goes into the side of a join it reads, or into the condition"),
  .phase = AZUD_RULE_REWRITE, .apply = apply,
};
