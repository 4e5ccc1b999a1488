/* stages.c: cutting a physical plan at its exchanges
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each output (an exchange's input, a root) wants all operators below it down to the exchanges it reads.  Outputs that share an
 * operator share a stage, so that it is computed once, unless one of them waits for the other: then the shared part
 * is copied.
 */

#include "plan/stages.h"

#include "plan/plan-private.h"

/* A stage in the making.  Groups are merged by pointing one at another. */
typedef struct
{
  int        merged_into;   /* -1 = none */
  GArray    *parents;       /* int: groups it reads, not normalised */
  GPtrArray *reads;         /* EXCHANGE operators */
  int        stage;         /* its number in the end, -1 until then */
} Group;

typedef struct
{
  AzudPlan *plan;        /* owned */
  AzudPlan *exchange;    /* borrowed or NULL */
  int       result;
  int       group;
} Output;

typedef struct
{
  GHashTable *group_of;      /* operator -> group + 1 */
  GHashTable *producer;      /* EXCHANGE -> group + 1 */
  GArray     *groups;        /* Group */
  GArray     *outputs;       /* Output */
} Cutter;

static Group *
group_at (Cutter *cutter, int number)
{
  return &g_array_index (cutter->groups, Group, number);
}

static int
find_group (Cutter *cutter, int number)
{
  while (group_at (cutter, number)->merged_into >= 0)
    number = group_at (cutter, number)->merged_into;
  return number;
}

static int
group_of (Cutter *cutter, AzudPlan *plan)
{
  int number = GPOINTER_TO_INT (g_hash_table_lookup (cutter->group_of, plan)) - 1;

  return number < 0 ? -1 : find_group (cutter, number);
}

static int
new_group (Cutter *cutter)
{
  Group group = { -1, g_array_new (FALSE, FALSE, sizeof (int)), g_ptr_array_new (), -1 };

  g_array_append_val (cutter->groups, group);
  return (int) cutter->groups->len - 1;
}

/* Whether @from reads, directly or through others, what @to gives. */
static bool
depends_on (Cutter *cutter, int from, int to)
{
  g_autoptr (GArray)     stack = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_array_append_val (stack, from);
  while (stack->len > 0)
    {
      const Group *group = group_at (cutter, g_array_index (stack, int, stack->len - 1));

      g_array_set_size (stack, stack->len - 1);
      for (guint i = 0; i < group->parents->len; i++)
        {
          int parent = find_group (cutter, g_array_index (group->parents, int, i));

          if (parent == to)
            return true;
          if (g_hash_table_add (seen, GINT_TO_POINTER (parent + 1)))
            g_array_append_val (stack, parent);
        }
    }
  return false;
}

static void
add_read (Cutter *cutter, int number, AzudPlan *exchange)
{
  Group *group = group_at (cutter, number);
  int    parent = GPOINTER_TO_INT (g_hash_table_lookup (cutter->producer, exchange)) - 1;

  if (g_ptr_array_find (group->reads, exchange, NULL))
    return;
  g_ptr_array_add (group->reads, exchange);
  g_array_append_val (group->parents, parent);
}

static void
merge_groups (Cutter *cutter, int into, int other)
{
  Group *a = group_at (cutter, into), *b = group_at (cutter, other);

  b->merged_into = into;
  g_array_append_vals (a->parents, b->parents->data, b->parents->len);
  for (guint i = 0; i < b->reads->len; i++)
    if (!g_ptr_array_find (a->reads, g_ptr_array_index (b->reads, i), NULL))
      g_ptr_array_add (a->reads, g_ptr_array_index (b->reads, i));
}

/* ---- the operators of one output ---- */

typedef struct
{
  GPtrArray *fresh;      /* operators in no group yet, users before inputs */
  GPtrArray *borders;    /* operators of other groups that a fresh one reads */
} Region;

static void
find_region (Cutter *cutter, AzudPlan *target, Region *region)
{
  g_autoptr (GPtrArray)  stack = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_ptr_array_add (stack, target);
  g_hash_table_add (seen, target);
  while (stack->len > 0)
    {
      AzudPlan *plan = g_ptr_array_steal_index (stack, stack->len - 1);

      if (plan->op == AZUD_PLAN_EXCHANGE)
        continue;
      if (group_of (cutter, plan) >= 0)
        {
          g_ptr_array_add (region->borders, plan);
          continue;
        }
      g_ptr_array_add (region->fresh, plan);
      for (int i = 0; i < plan->n_inputs; i++)
        if (g_hash_table_add (seen, plan->inputs[i]))
          g_ptr_array_add (stack, plan->inputs[i]);
    }
}

/* All exchanges the output's operators read, also those below borders: whether a border's group can be joined or must be copied, the
 * output waits for them. */
static void
add_reads_below (Cutter *cutter, AzudPlan *target, int number)
{
  g_autoptr (GPtrArray)  stack = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  g_ptr_array_add (stack, target);
  while (stack->len > 0)
    {
      AzudPlan *plan = g_ptr_array_steal_index (stack, stack->len - 1);

      if (plan->op == AZUD_PLAN_EXCHANGE)
        {
          add_read (cutter, number, plan);
          continue;
        }
      for (int i = 0; i < plan->n_inputs; i++)
        if (g_hash_table_add (seen, plan->inputs[i]))
          g_ptr_array_add (stack, plan->inputs[i]);
    }
}

static AzudPlan *
copy_of (GHashTable *copies, AzudPlan *plan)
{
  AzudPlan *copy = g_hash_table_lookup (copies, plan);

  return copy != NULL ? copy : plan;
}

static void
replace_inputs (AzudPlan *plan, GHashTable *copies)
{
  for (int i = 0; i < plan->n_inputs; i++)
    {
      AzudPlan *copy = copy_of (copies, plan->inputs[i]);

      if (copy == plan->inputs[i])
        continue;
      azud_plan_ref (copy);
      azud_plan_unref (plan->inputs[i]);
      plan->inputs[i] = copy;
    }
}

/* Copies @border and all below it, down to exchanges, into group @number; edges are counted in the first place only. */
static void
copy_below (Cutter *cutter, AzudPlan *border, int number, GHashTable *copies)
{
  g_autoptr (GPtrArray) walk = azud_plan_walk (&border, 1);
  g_autoptr (GHashTable) inside = g_hash_table_new (NULL, NULL);

  /* from the border down: the walk also holds what lies beyond exchanges */
  g_hash_table_add (inside, border);
  for (guint i = walk->len; i > 0; i--)
    {
      AzudPlan *plan = g_ptr_array_index (walk, i - 1);

      for (int k = 0; g_hash_table_contains (inside, plan) && plan->op != AZUD_PLAN_EXCHANGE && k < plan->n_inputs; k++)
        g_hash_table_add (inside, plan->inputs[k]);
    }
  for (guint i = 0; i < walk->len; i++)
    {
      AzudPlan              *plan = g_ptr_array_index (walk, i);
      g_autofree AzudPlan  **inputs = NULL;
      AzudPlan              *copy;

      if (!g_hash_table_contains (inside, plan) || g_hash_table_contains (copies, plan))
        continue;
      if (plan->op == AZUD_PLAN_EXCHANGE)
        continue;
      inputs = g_new0 (AzudPlan *, (size_t) plan->n_inputs + 1);
      for (int k = 0; k < plan->n_inputs; k++)
        inputs[k] = copy_of (copies, plan->inputs[k]);
      copy = azud_plan_copy (plan, inputs);
      azud_plan_forget_taps (copy);
      g_hash_table_insert (copies, plan, copy);
      g_hash_table_insert (cutter->group_of, copy, GINT_TO_POINTER (number + 1));
    }
}

static void
join_borders (Cutter *cutter, Region *region, int number)
{
  g_autoptr (GHashTable) copies = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) azud_plan_unref);

  for (guint i = 0; i < region->borders->len; i++)
    {
      AzudPlan *border = g_ptr_array_index (region->borders, i);
      int       other = group_of (cutter, border);

      if (other == number || g_hash_table_contains (copies, border))
        continue;
      if (depends_on (cutter, number, other) || depends_on (cutter, other, number))
        copy_below (cutter, border, number, copies);
      else
        merge_groups (cutter, number, other);
    }
  for (guint i = 0; g_hash_table_size (copies) > 0 && i < region->fresh->len; i++)
    replace_inputs (g_ptr_array_index (region->fresh, i), copies);
}

static void
place_output (Cutter *cutter, Output *output)
{
  Region region = { g_ptr_array_new (), g_ptr_array_new () };

  find_region (cutter, output->plan, &region);
  if (region.fresh->len == 0 && region.borders->len > 0)
    output->group = group_of (cutter, output->plan);
  else
    {
      output->group = new_group (cutter);
      add_reads_below (cutter, output->plan, output->group);
      for (guint i = 0; i < region.fresh->len; i++)
        g_hash_table_insert (cutter->group_of, g_ptr_array_index (region.fresh, i), GINT_TO_POINTER (output->group + 1));
      join_borders (cutter, &region, output->group);
    }
  if (output->exchange != NULL)
    g_hash_table_insert (cutter->producer, output->exchange, GINT_TO_POINTER (output->group + 1));
  g_ptr_array_unref (region.fresh);
  g_ptr_array_unref (region.borders);
}

/* ---- numbering ---- */

typedef struct
{
  int   group;
  guint next;
} Visit;

static void
number_from (Cutter *cutter, int start, int *n_stages)
{
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Visit));
  Visit              first = { start, 0 };

  if (group_at (cutter, start)->stage >= 0)
    return;
  g_array_append_val (stack, first);
  while (stack->len > 0)
    {
      Visit *top = &g_array_index (stack, Visit, stack->len - 1);
      Group *group = group_at (cutter, top->group);

      if (top->next < group->parents->len)
        {
          Visit parent = { find_group (cutter, g_array_index (group->parents, int, top->next++)), 0 };

          g_assert (stack->len <= cutter->groups->len);   /* stages never wait for themselves */
          if (group_at (cutter, parent.group)->stage < 0)
            g_array_append_val (stack, parent);
          continue;
        }
      if (group->stage < 0)
        group->stage = (*n_stages)++;
      g_array_set_size (stack, stack->len - 1);
    }
}

static void
stage_free (gpointer data)
{
  AzudStage *stage = data;

  g_ptr_array_unref (stage->operators);
  g_ptr_array_unref (stage->leaves);
  g_array_unref (stage->outputs);
  g_array_unref (stage->parents);
  g_free (stage);
}

static AzudStage *
new_stage (int id)
{
  AzudStage *stage = g_new0 (AzudStage, 1);

  stage->id = id;
  stage->operators = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);
  stage->leaves = g_ptr_array_new ();
  stage->outputs = g_array_new (FALSE, FALSE, sizeof (AzudStageOutput));
  stage->parents = g_array_new (FALSE, FALSE, sizeof (int));
  return stage;
}

static void
add_operator (AzudStage *stage, AzudPlan *plan)
{
  g_ptr_array_add (stage->operators, azud_plan_ref (plan));
  if (plan->n_inputs == 0 || plan->op == AZUD_PLAN_EXCHANGE)
    g_ptr_array_add (stage->leaves, plan);
}

static int
compare_int (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static void
fill_parents (Cutter *cutter, AzudStage *stage, const Group *group)
{
  for (guint i = 0; i < group->reads->len; i++)
    {
      AzudPlan *exchange = g_ptr_array_index (group->reads, i);
      int       parent = exchange->as.exchange.stage;
      bool      known = false;

      for (guint k = 0; k < stage->parents->len; k++)
        known |= g_array_index (stage->parents, int, k) == parent;
      if (!known)
        g_array_append_val (stage->parents, parent);
    }
  g_array_sort (stage->parents, compare_int);
}

static int
stage_of_group (Cutter *cutter, int number)
{
  return group_at (cutter, find_group (cutter, number))->stage;
}

static void
fill_stages (Cutter *cutter, AzudStages *stages, int n_stages)
{
  g_autoptr (GPtrArray) walk = azud_plan_walk ((AzudPlan *const *) stages->roots->pdata, (int) stages->roots->len);

  for (int s = 0; s < n_stages; s++)
    g_ptr_array_add (stages->stages, new_stage (s));
  for (guint o = 0; o < cutter->outputs->len; o++)
    {
      const Output   *output = &g_array_index (cutter->outputs, Output, o);
      AzudStageOutput out = { output->plan, output->exchange, output->result };
      int             stage = stage_of_group (cutter, output->group);

      g_array_append_val (((AzudStage *) g_ptr_array_index (stages->stages, (guint) stage))->outputs, out);
      if (output->exchange != NULL)
        output->exchange->as.exchange.stage = stage;
    }
  for (guint g = 0; g < cutter->groups->len; g++)
    if (group_at (cutter, (int) g)->merged_into < 0)
      {
        AzudStage *stage = g_ptr_array_index (stages->stages, (guint) group_at (cutter, (int) g)->stage);

        fill_parents (cutter, stage, group_at (cutter, (int) g));
        for (guint i = 0; i < group_at (cutter, (int) g)->reads->len; i++)
          add_operator (stage, g_ptr_array_index (group_at (cutter, (int) g)->reads, i));
      }
  for (guint i = 0; i < walk->len; i++)
    {
      AzudPlan *plan = g_ptr_array_index (walk, i);

      if (plan->op != AZUD_PLAN_EXCHANGE)
        add_operator (g_ptr_array_index (stages->stages, (guint) stage_of_group (cutter, group_of (cutter, plan))), plan);
    }
}

/* ---- the whole ---- */

static void
list_outputs (Cutter *cutter, GPtrArray *roots)
{
  g_autoptr (GPtrArray) walk = azud_plan_walk ((AzudPlan *const *) roots->pdata, (int) roots->len);

  for (guint i = 0; i < walk->len; i++)
    {
      AzudPlan *plan = g_ptr_array_index (walk, i);
      Output    output = { plan, plan, -1, -1 };

      if (plan->op != AZUD_PLAN_EXCHANGE)
        continue;
      output.plan = plan->inputs[0];
      g_array_append_val (cutter->outputs, output);
    }
  for (guint r = 0; r < roots->len; r++)
    {
      AzudPlan *root = g_ptr_array_index (roots, r);
      Output    output = { root, NULL, root->op == AZUD_PLAN_WRITE ? -1 : (int) r, -1 };

      g_array_append_val (cutter->outputs, output);
    }
}

static void
cutter_clear (Cutter *cutter)
{
  for (guint g = 0; g < cutter->groups->len; g++)
    {
      g_array_unref (group_at (cutter, (int) g)->parents);
      g_ptr_array_unref (group_at (cutter, (int) g)->reads);
    }
  g_array_unref (cutter->groups);
  g_array_unref (cutter->outputs);
  g_hash_table_unref (cutter->group_of);
  g_hash_table_unref (cutter->producer);
}

AzudStages *
azud_stages_new (AzudPlan *const *roots, int n_roots, const AzudStageSettings *settings)
{
  AzudPhysicalSettings physical = { 10 * 1024 * 1024, 0 };
  AzudStages          *stages = g_new0 (AzudStages, 1);
  int                  n_stages = 0;
  Cutter               cutter = {
    .group_of = g_hash_table_new (NULL, NULL),
    .producer = g_hash_table_new (NULL, NULL),
    .groups = g_array_new (FALSE, FALSE, sizeof (Group)),
    .outputs = g_array_new (FALSE, FALSE, sizeof (Output)),
  };

  if (settings != NULL)
    physical = (AzudPhysicalSettings) { settings->broadcast_bytes, settings->shuffle_partitions };
  stages->stages = g_ptr_array_new_with_free_func (stage_free);
  stages->roots = azud_plan_physical (roots, n_roots, &physical);
  list_outputs (&cutter, stages->roots);
  for (guint o = 0; o < cutter.outputs->len; o++)
    place_output (&cutter, &g_array_index (cutter.outputs, Output, o));
  for (guint o = 0; o < cutter.outputs->len; o++)
    number_from (&cutter, find_group (&cutter, g_array_index (cutter.outputs, Output, o).group), &n_stages);
  fill_stages (&cutter, stages, n_stages);
  cutter_clear (&cutter);
  return stages;
}

void
azud_stages_free (AzudStages *stages)
{
  if (stages == NULL)
    return;
  g_ptr_array_unref (stages->stages);
  g_ptr_array_unref (stages->roots);
  g_free (stages);
}
