/* node-join.c: bring the rows of two inputs together
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "pipeline/node-type.h"

/* In the order of AzudJoinType. */
static const AzudChoice types[] = {
  { "inner", N_("Only pairs (inner)") },
  { "left", N_("All of the left side") },
  { "right", N_("All of the right side") },
  { "full", N_("All of both sides (full)") },
  { "semi", N_("Left rows with a partner (semi)") },
  { "anti", N_("Left rows without a partner (anti)") },
  { "cross", N_("Every left with every right (cross)") },
  { NULL }
};

static const AzudParamSpec key_fields[] = {
  { .id = "left", .label = N_("Left column"), .kind = AZUD_PARAM_COLUMN,
    .help = N_("A column of the left input"),
    .flags = AZUD_PARAM_REQUIRED, .port = "left" },
  { .id = "right", .label = N_("Right column"), .kind = AZUD_PARAM_COLUMN,
    .help = N_("The column of the right input it must equal"),
    .flags = AZUD_PARAM_REQUIRED, .port = "right" },
  { NULL }
};

static const AzudParamSpec params[] = {
  { .id = "type", .label = N_("Kind"), .kind = AZUD_PARAM_CHOICE, .help = N_("Which rows come out"),
    .flags = AZUD_PARAM_ON_CANVAS, .otherwise = "\"inner\"", .choices = types },
  { .id = "keys", .label = N_("Keys"), .kind = AZUD_PARAM_LIST,
    .help = N_("Columns that must be equal; equal names come out once"),
    .flags = AZUD_PARAM_ON_CANVAS, .otherwise = "[]", .fields = key_fields },
  { .id = "condition", .label = N_("Condition"), .kind = AZUD_PARAM_EXPRESSION,
    .help = N_("What else must be true of a pair, with columns written left.a and right.b"),
      .flags = AZUD_PARAM_ADVANCED },
  { .id = "suffix", .label = N_("Suffix"), .kind = AZUD_PARAM_TEXT,
    .help = N_("Added to names of right columns that the left side has too"), .flags = AZUD_PARAM_ADVANCED,
      .otherwise = "\"_right\"" },
  { NULL }
};

static const AzudPortSpec inputs[] = {
  { .id = "left", .label = N_("Left") },
  { .id = "right", .label = N_("Right") },
  { NULL }
};

#define PEOPLE "--- left\nid,name\n1,Ada\n2,Eve\n"
#define ORDERS "--- right\nid,amount\n1,50\n1,70\n3,10\n"

static const AzudNodeExample examples[] = {
  { .title = N_("People and their orders"), .params = "keys:\n- left=id; right=id",
    .input = PEOPLE ORDERS, .output = "id,name,amount\n1,Ada,50\n1,Ada,70\n",
    .plan = "Join inner using=[id] on (left.id = right.id)\n  Input left\n  Input right",
      .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("People without orders, too"), .params = "type: left\nkeys:\n- left=id; right=id",
    .input = PEOPLE ORDERS, .output = "id,name,amount\n1,Ada,50\n1,Ada,70\n2,Eve,\n",
    .plan = "Join left using=[id] on (left.id = right.id)\n  Input left\n  Input right",
      .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Everybody and everything"), .params = "type: full\nkeys:\n- left=id; right=id",
    .input = PEOPLE ORDERS, .output = "id,name,amount\n1,Ada,50\n1,Ada,70\n2,Eve,\n3,,10\n",
      .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("People who ordered nothing"), .params = "type: anti\nkeys:\n- left=id; right=id",
    .input = PEOPLE ORDERS, .output = "id,name\n2,Eve\n", .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Names that clash"), .params = "keys:\n- left=id; right=owner",
    .input = "--- left\nid,name\n1,Ada\n--- right\nowner,name\n1,Rex\n",
      .output = "id,name,owner,name_right\n1,Ada,1,Rex\n",
    .plan = "Project [id, name, owner, name AS name_right]\n  Join inner on (left.id = right.owner)\n    "
            "Input left\n    Input right",
    .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("Ranges"), .params = "condition: left.x >= right.low AND left.x < right.high",
    .input = "--- left\nx\n5\n15\n--- right\nlow,high\n0,10\n", .output = "x,low,high\n5,0,10\n",
      .compare = AZUD_COMPARE_UNORDERED },
  { .title = N_("No such column"), .params = "keys:\n- left=id; right=owner", .input = PEOPLE ORDERS,
    .diagnostic = "UNRESOLVED_COLUMN" },
  { .title = N_("Nothing says which rows belong together"), .params = "", .input = PEOPLE ORDERS,
    .diagnostic = "AZUD_JOIN_WITHOUT_CONDITION" },
  { NULL }
};

/* left.a = right.b for key @index; NULL = reported.  *@same: both are called alike, so that Spark would
 * write USING. */
static AzudExpr *
key_condition (AzudLowering *ctx,
               guint         index,
               AzudPlan     *left,
               AzudPlan     *right,
               gboolean     *same)
{
  const char *left_path = azud_lowering_at (ctx, "keys", index, "left");
  int left_column = azud_lowering_get_column (ctx, left_path, left);
  int right_column = azud_lowering_get_column (ctx, azud_lowering_at (ctx, "keys", index, "right"), right);
  const char *left_name;
  const char *right_name;
  g_autofree char *text = NULL;

  if (left_column < 0 || right_column < 0)
    return NULL;
  *same = azud_schema_find (left->schema, right->schema->fields[right_column].name,
                            azud_lowering_get_settings (ctx)->case_sensitive) == left_column;
  left_name = azud_lowering_quote_name (ctx, left->schema->fields[left_column].name);
  right_name = azud_lowering_quote_name (ctx, right->schema->fields[right_column].name);
  text = g_strdup_printf ("left.%s = right.%s", left_name, right_name);
  return azud_lowering_make_join_condition (ctx, left_path, text, left, right);
}

/* All of it: keys and condition; *@names: the keys, if USING can say them. */
static gboolean
make_condition (AzudLowering *ctx,
                AzudPlan     *left,
                AzudPlan     *right,
                AzudExpr    **condition,
                GPtrArray   **names)
{
  guint n = azud_lowering_get_length (ctx, "keys");
  GPtrArray *using = azud_lowering_keep (ctx, g_ptr_array_new_with_free_func (g_free),
                                         (GDestroyNotify) g_ptr_array_unref);
  gboolean all_same = n > 0;
  gboolean good = TRUE;
  AzudExpr *all = NULL;

  for (guint i = 0; i < n; i++)
    {
      gboolean same = FALSE;
      AzudExpr *one = key_condition (ctx, i, left, right, &same);

      good = good && one != NULL;
      all_same = all_same && same;
      if (one == NULL)
        continue;
      all = azud_expr_new_and (all, azud_expr_ref (one));
      g_ptr_array_add (using, g_strdup (azud_lowering_get_text (ctx,
                                                                azud_lowering_at (ctx, "keys", i, "left"))));
    }
  if (azud_lowering_has (ctx, "condition"))
    {
      AzudExpr *more = azud_lowering_get_join_condition (ctx, "condition", left, right);

      good = good && more != NULL;
      all_same = FALSE;
      if (more != NULL)
        all = azud_expr_new_and (all, azud_expr_ref (more));
    }
  *condition = azud_lowering_keep (ctx, all, (GDestroyNotify) azud_expr_unref);
  *names = all_same ? using : NULL;
  return good;
}

/* Columns of the right side whose names the left side has get the suffix. */
static AzudPlan *
resolve_clashes (AzudLowering *ctx,
                 AzudPlan     *join,
                 AzudPlan     *left)
{
  gboolean case_sensitive = azud_lowering_get_settings (ctx)->case_sensitive;
  const char *suffix = azud_lowering_get_text (ctx, "suffix");
  int n = join->schema->n_fields;
  AzudNamedExpr *items = azud_lowering_keep (ctx, g_new0 (AzudNamedExpr, n + 1), g_free);
  gboolean clash = FALSE;
  AzudPlan *project;

  for (int i = 0; i < n; i++)
    {
      const char *name = join->schema->fields[i].name;

      items[i] = azud_lowering_pass (ctx, join, i, NULL);
      if (i < left->schema->n_fields || azud_schema_find (left->schema, name,
                                                          case_sensitive) == AZUD_SCHEMA_NOT_FOUND)
        continue;
      clash = TRUE;
      items[i].name = azud_lowering_keep (ctx, g_strconcat (name, suffix, NULL), g_free);
      items[i].passed = false;
      if (azud_schema_find (join->schema, items[i].name, case_sensitive) != AZUD_SCHEMA_NOT_FOUND)
        {
          azud_lowering_report (ctx, "suffix", AZUD_SEVERITY_ERROR, "AZUD_DUPLICATE_COLUMN",
                                N_("There would be two columns “{0}”."),
                                items[i].name, NULL);
          azud_plan_unref (join);
          return NULL;
        }
    }
  if (!clash)
    return join;
  project = azud_plan_project (join, items, n, AZUD_PROJECT_SELECT);
  azud_plan_unref (join);
  return project;
}

static gboolean
lower (AzudLowering *ctx)
{
  AzudPlan *left = azud_lowering_get_input (ctx, "left");
  AzudPlan *right = azud_lowering_get_input (ctx, "right");
  AzudJoinType type = (AzudJoinType) azud_lowering_get_choice (ctx, "type");
  AzudExpr *condition = NULL;
  GPtrArray *names = NULL;
  gboolean good = make_condition (ctx, left, right, &condition, &names);
  AzudPlan *join;

  if (good && type == AZUD_JOIN_CROSS && condition != NULL)
    return azud_lowering_report (ctx, "type", AZUD_SEVERITY_ERROR, "AZUD_JOIN_CROSS_CONDITION",
                                 N_("A cross join takes every pair: it has no keys and no condition."), NULL);
  if (good && type != AZUD_JOIN_CROSS && condition == NULL)
    return azud_lowering_report_span (ctx, "keys", -1, -1, AZUD_SEVERITY_ERROR, "AZUD_JOIN_WITHOUT_CONDITION",
                                      N_("For every left row with every right row choose a cross join."),
                                      N_("Choose which columns must be equal, or write a condition."), NULL);
  if (!good)
    return FALSE;
  join = azud_plan_join (left, right, type, condition, names);
  if (type != AZUD_JOIN_SEMI && type != AZUD_JOIN_ANTI)
    join = resolve_clashes (ctx, join, left);
  return join != NULL && azud_lowering_set_output (ctx, "out", join);
}

const AzudNodeType azud_node_join = {
  .id = "join", .version = 1, .category = AZUD_CATEGORY_COMBINE, .icon = "azud-join-symbolic",
  .label = N_("Join"), .summary = N_("Bring the rows of two inputs together"),
  .inputs = inputs, .outputs = AZUD_PORTS ("out"),
  .params = params, .examples = examples, .lower = lower,
};
