/* test-stages.c: exchanges and cutting
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan-text.h"
#include "plan/lineage.h"

#include <string.h>

#define AB "a int, b int"

static const AzudStageSettings four = { -1, 4 };
static const AzudStageSettings broadcast = { 10 * 1024 * 1024, 4 };

static AzudPlan *
in (void)
{
  return text_input ("in", AB);
}

static void
test_narrow (void)
{
  text_expect_stages (text_write (text_filter (in (), "a > 1"), "/out"), &four,
                      "Stage 0 [write]\n  Write csv \"/out\" mode=overwrite\n    Filter (a > 1)\n      Input in");
}

static void
test_aggregate (void)
{
  text_expect_stages (text_aggregate (in (), "a", "sum(b) AS s"), &four,
                      "Stage 0 [hash by a]\n"
                      "  Aggregate partial keys=[a] values=[sum(b) AS s]\n"
                      "    Input in\n"
                      "Stage 1 after 0 [result 0]\n"
                      "  Aggregate final keys=[a] values=[sum(b) AS s]\n"
                      "    Exchange hash [a] into 4 from stage 0");
  text_expect_stages (text_aggregate (in (), "", "sum(b) AS s"), &four,
                      "Stage 0 [single]\n"
                      "  Aggregate partial keys=[] values=[sum(b) AS s]\n"
                      "    Input in\n"
                      "Stage 1 after 0 [result 0]\n"
                      "  Aggregate final keys=[] values=[sum(b) AS s]\n"
                      "    Exchange single from stage 0");
  text_expect_stages (text_aggregate (in (), "a", "count(DISTINCT b) AS n"), &four,
                      "Stage 0 [hash by a]\n"
                      "  Input in\n"
                      "Stage 1 after 0 [result 0]\n"
                      "  Aggregate keys=[a] values=[count(DISTINCT b) AS n]\n"
                      "    Exchange hash [a] into 4 from stage 0");
}

static void
test_partial_schema (void)
{
  AzudPlan              *plan = text_aggregate (in (), "a", "avg(b) AS m, count(b) AS n");
  g_autoptr (AzudStages) stages = azud_stages_new (&plan, 1, &four);
  AzudPlan              *final = g_ptr_array_index (stages->roots, 0);
  AzudPlan              *partial = final->inputs[0]->inputs[0];

  g_assert_cmpint (final->as.aggregate.mode, ==, AZUD_AGGREGATE_FINAL);
  g_assert_cmpint (partial->as.aggregate.mode, ==, AZUD_AGGREGATE_PARTIAL);
  g_assert_cmpint (partial->schema->n_fields, >=, 3);
  g_assert_cmpstr (partial->schema->fields[0].name, ==, "a");
  g_assert_cmpstr (partial->schema->fields[1].name, ==, "m#0");
  g_assert_cmpstr (partial->schema->fields[partial->schema->n_fields - 1].name, ==, "n#0");
  g_assert_true (azud_schema_equal (final->as.aggregate.before, plan->inputs[0]->schema));
  azud_plan_unref (plan);
}

/* ---- joins ---- */

static AzudPlan *
join (AzudJoinType type, const char *condition)
{
  return text_join (text_scan ("l.csv", "k int, a int"), text_scan ("r.csv", "k int, b int"), type, condition);
}

static void
test_hash_join (void)
{
  text_expect_stages (join (AZUD_JOIN_FULL, "left.k = right.k AND a < b"), &four,
                      "Stage 0 [hash by k]\n"
                      "  Scan csv \"l.csv\" [k, a]\n"
                      "Stage 1 [hash by k]\n"
                      "  Scan csv \"r.csv\" [k, b]\n"
                      "Stage 2 after 0, 1 [result 0]\n"
                      "  Join full on (left.k = right.k AND left.a < right.b)\n"
                      "    Exchange hash [k] into 4 from stage 0\n"
                      "    Exchange hash [k] into 4 from stage 1");
}

static void
test_broadcast_join (void)
{
  const char *right = "Stage 0 [broadcast]\n  Scan csv \"r.csv\" [k, b]\nStage 1 after 0 [result 0]\n  Join %s on (left.k = right.k)\n"
                      "    Scan csv \"l.csv\" [k, a]\n    Exchange broadcast from stage 0";
  const char *left = "Stage 0 [broadcast]\n  Scan csv \"l.csv\" [k, a]\nStage 1 after 0 [result 0]\n  Join right on (left.k = right.k)\n"
                     "    Exchange broadcast from stage 0\n    Scan csv \"r.csv\" [k, b]";
  g_autofree char *inner = g_strdup_printf (right, "inner"), *outer = g_strdup_printf (right, "left"), *anti = g_strdup_printf (right, "anti");

  text_expect_stages (join (AZUD_JOIN_INNER, "left.k = right.k"), &broadcast, inner);
  text_expect_stages (join (AZUD_JOIN_LEFT, "left.k = right.k"), &broadcast, outer);
  text_expect_stages (join (AZUD_JOIN_ANTI, "left.k = right.k"), &broadcast, anti);
  text_expect_stages (join (AZUD_JOIN_RIGHT, "left.k = right.k"), &broadcast, left);
}

static void
test_other_joins (void)
{
  text_expect_stages (join (AZUD_JOIN_FULL, "a < b"), &broadcast,
                      "Stage 0 [single]\n  Scan csv \"l.csv\" [k, a]\nStage 1 [single]\n  Scan csv \"r.csv\" [k, b]\n"
                      "Stage 2 after 0, 1 [result 0]\n  Join full on (left.a < right.b)\n    Exchange single from stage 0\n    Exchange single from stage 1");
  text_expect_stages (join (AZUD_JOIN_LEFT, "a < b"), &four,
                      "Stage 0 [broadcast]\n  Scan csv \"r.csv\" [k, b]\nStage 1 after 0 [result 0]\n  Join left on (left.a < right.b)\n"
                      "    Scan csv \"l.csv\" [k, a]\n    Exchange broadcast from stage 0");
}

/* ---- order ---- */

static void
test_sort (void)
{
  text_expect_stages (text_sort (in (), "a", true), &four,
                      "Stage 0 [merge by a DESC]\n  Sort [a DESC]\n    Input in\nStage 1 after 0 [result 0]\n  Exchange merge [a DESC] from stage 0");
  text_expect_stages (text_limit (in (), 3, 1), &four,
                      "Stage 0 [single]\n  Limit 4 local\n    Input in\nStage 1 after 0 [result 0]\n  Limit 3 offset 1\n    Exchange single from stage 0");
  text_expect_stages (text_limit (text_sort (in (), "a", false), 3, 0), &four,
                      "Stage 0 [merge by a]\n  Sort [a]\n    Input in\nStage 1 after 0 [result 0]\n  Limit 3\n    Exchange merge [a] from stage 0");
}

static void
test_top_n (void)
{
  AzudPlan             *plan = text_limit (text_sort (in (), "a", false), 3, 0);
  g_autoptr (GPtrArray) made = azud_optimize (&plan, 1, NULL, NULL);

  azud_plan_unref (plan);
  text_expect_stages (azud_plan_ref (g_ptr_array_index (made, 0)), &four,
                      "Stage 0 [merge by a]\n  TopN 3 [a]\n    Input in\nStage 1 after 0 [result 0]\n  Limit 3\n    Exchange merge [a] from stage 0");
}

static void
test_window (void)
{
  text_expect_stages (text_window (in (), "a", "b", "count(b) AS n"), &four,
                      "Stage 0 [hash by a]\n"
                      "  Input in\n"
                      "Stage 1 after 0 [result 0]\n"
                      "  Window partition=[a] order=[b] values=[count(b) AS n]\n"
                      "    Sort [a, b]\n"
                      "      Exchange hash [a] into 4 from stage 0");
}

static void
test_repartition (void)
{
  AzudPlan *input = in ();

  text_expect_stages (azud_plan_repartition (input, 3, NULL, 0, false), &four,
                      "Stage 0 [round-robin]\n  Input in\nStage 1 after 0 [result 0]\n  Exchange round-robin into 3 from stage 0");
  text_expect_stages (azud_plan_repartition (input, 1, NULL, 0, true), &four,
                      "Stage 0 [single]\n  Input in\nStage 1 after 0 [result 0]\n  Exchange single from stage 0");
  azud_plan_unref (input);
}

/* A cache is cut from its readers and keeps the partitions of its input; nothing is pushed below it. */
static void
test_cache (void)
{
  AzudPlan *input = in ();
  AzudPlan *cache = azud_plan_cache (input, AZUD_STORAGE_MEMORY_AND_DISK);
  AzudPlan *reader = text_filter (cache, "a > 1");

  text_expect_optimized (azud_plan_ref (reader), NULL, "Filter (a > 1)\n  Cache MEMORY_AND_DISK\n    Input in");
  text_expect_stages (reader, &four,
                      "Stage 0 [keep]\n  Input in\n"
                      "Stage 1 after 0 [result 0]\n  Filter (a > 1)\n    Exchange keep MEMORY_AND_DISK from stage 0");
  azud_plan_unref (input);
}

/* ---- sharing ---- */

/* Two sinks over one filter: one stage with two outputs. */
static void
test_tee (void)
{
  AzudPlan              *shared = text_filter (in (), "a > 1");
  AzudPlan              *roots[] = { text_write (azud_plan_ref (shared), "/x"), text_write (shared, "/y") };
  g_autoptr (AzudStages) stages = azud_stages_new (roots, 2, &four);
  g_autofree char       *text = azud_stages_print (stages);
  g_autofree char       *dot = azud_stages_print_dot (stages);

  g_assert_cmpstr (text, ==,
                   "Stage 0 [write; write]\n  Write csv \"/x\" mode=overwrite\n    Filter (a > 1) #1\n      Input in\n"
                   "  Write csv \"/y\" mode=overwrite\n    [see #1]");
  g_assert_nonnull (strstr (dot, "cluster_0"));
  azud_plan_unref (roots[0]);
  azud_plan_unref (roots[1]);
}

static void
count_copies (AzudStages *stages, const char *node, int *with_tap, int *without)
{
  for (guint s = 0; s < stages->stages->len; s++)
    {
      const AzudStage *stage = g_ptr_array_index (stages->stages, s);

      for (guint i = 0; i < stage->operators->len; i++)
        {
          const AzudPlan *plan = g_ptr_array_index (stage->operators, i);

          if (plan->op == AZUD_PLAN_FILTER && g_strcmp0 (plan->origin.node, node) == 0)
            *(plan->taps != NULL ? with_tap : without) += 1;
        }
    }
}

/* Rows joined with an aggregate of themselves: the stage would wait for itself; the rows are read a second time, uncounted. */
static void
test_self_join (void)
{
  AzudPlan              *shared = azud_plan_with_origin (text_filter (text_scan ("t.csv", AB), "a > 1"), "keep", "out", "Keep");
  AzudPlan              *total = text_aggregate (azud_plan_ref (shared), "a", "sum(b) AS s");
  AzudPlan              *joined = text_join (shared, total, AZUD_JOIN_LEFT, "left.a = right.a");
  g_autoptr (AzudStages) stages = azud_stages_new (&joined, 1, &broadcast);
  g_autofree char       *text = azud_stages_print (stages);
  int                    with_tap = 0, without = 0;

  g_assert_cmpstr (text, ==,
                   "Stage 0 [hash by a]\n"
                   "  Aggregate partial keys=[a] values=[sum(b) AS s]\n"
                   "    Filter (a > 1)\n"
                   "      Scan csv \"t.csv\" [a, b]\n"
                   "Stage 1 after 0 [broadcast]\n"
                   "  Aggregate final keys=[a] values=[sum(b) AS s]\n"
                   "    Exchange hash [a] into 4 from stage 0\n"
                   "Stage 2 after 1 [result 0]\n"
                   "  Join left on (left.a = right.a)\n"
                   "    Filter (a > 1)\n"
                   "      Scan csv \"t.csv\" [a, b]\n"
                   "    Exchange broadcast from stage 1");
  count_copies (stages, "keep", &with_tap, &without);
  g_assert_cmpint (with_tap, ==, 1);
  g_assert_cmpint (without, ==, 1);
  azud_plan_unref (joined);
}

/* What each stage promises to the runtime. */
static void
check_stages (AzudStages *stages)
{
  for (guint s = 0; s < stages->stages->len; s++)
    {
      const AzudStage       *stage = g_ptr_array_index (stages->stages, s);
      g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

      g_assert_cmpint (stage->id, ==, (int) s);
      g_assert_cmpuint (stage->outputs->len, >, 0);
      for (guint i = 0; i < stage->parents->len; i++)
        g_assert_cmpint (g_array_index (stage->parents, int, i), <, stage->id);
      for (guint i = 0; i < stage->operators->len; i++)
        {
          AzudPlan *plan = g_ptr_array_index (stage->operators, i);

          g_assert_true (g_hash_table_add (seen, plan));
          for (int k = 0; k < plan->n_inputs && plan->op != AZUD_PLAN_EXCHANGE; k++)
            g_assert_true (g_hash_table_contains (seen, plan->inputs[k]));
        }
      for (guint i = 0; i < stage->outputs->len; i++)
        {
          const AzudStageOutput *output = &g_array_index (stage->outputs, AzudStageOutput, i);

          g_assert_true (g_hash_table_contains (seen, output->plan));
          if (output->exchange != NULL)
            g_assert_true (output->exchange->inputs[0] == output->plan && output->exchange->as.exchange.stage == stage->id);
        }
    }
}

/* Random plans over shared inputs keep the promises. */
static void
test_random (void)
{
  for (int round = 0; round < 300; round++)
    {
      g_autoptr (GPtrArray)  pool = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);
      g_autoptr (AzudStages) stages = NULL;
      AzudPlan              *roots[2];

      g_ptr_array_add (pool, text_scan ("t.csv", AB));
      for (int i = 0; i < 12; i++)
        {
          AzudPlan *a = azud_plan_ref (g_ptr_array_index (pool, g_test_rand_int_range (0, (int) pool->len)));
          AzudPlan *b = azud_plan_ref (g_ptr_array_index (pool, g_test_rand_int_range (0, (int) pool->len)));

          switch (g_test_rand_int_range (0, 6))
            {
            case 0:
              a = text_filter (a, "a > 1");
              break;
            case 1:
              a = text_project (text_aggregate (a, "a", "max(b) AS b"), "a, b");
              break;
            case 2:
              a = text_join (a, azud_plan_ref (b), AZUD_JOIN_SEMI, "left.a = right.a");
              break;
            case 3:
              a = text_union (a, azud_plan_ref (b));
              break;
            case 4:
              a = text_sort (a, "a", true);
              break;
            default:
              a = text_limit (a, 5, 0);
              break;
            }
          azud_plan_unref (b);
          g_ptr_array_add (pool, a);
        }
      roots[0] = g_ptr_array_index (pool, pool->len - 1);
      roots[1] = g_ptr_array_index (pool, pool->len - 2);
      stages = azud_stages_new (roots, 2, round % 2 ? &four : &broadcast);
      check_stages (stages);
      g_free (azud_stages_print (stages));
      g_free (azud_stages_print_dot (stages));
    }
}

/* What each dataset is computed from: parents in other stages, sources in its own. */
static void
test_lineage (void)
{
  AzudPlan *input = in ();
  AzudPlan *left = azud_plan_cache (input, AZUD_STORAGE_DISK_ONLY);
  AzudPlan *plan = text_aggregate (text_join (left, text_filter (text_input ("other", AB), "a > 1"), AZUD_JOIN_INNER, "left.a = right.a"),
                                   "", "count(*) AS n");
  g_autoptr (AzudStages) stages = azud_stages_new (&plan, 1, &four);
  g_autofree char *text = azud_stages_print_lineage (stages);

  g_assert_cmpstr (text, ==,
                   "Dataset 0 of stage 0 [keep DISK_ONLY; determinate] <- Input in\n"
                   "Dataset 1 of stage 1 [hash by a into 4; determinate] <- dataset 0\n"
                   "Dataset 2 of stage 2 [hash by a into 4; determinate] <- Input other\n"
                   "Dataset 3 of stage 3 [single; determinate] <- dataset 1, dataset 2");
  azud_plan_unref (plan);
  azud_plan_unref (input);
}

#define DEEP 20000

static void
test_deep (void)
{
  AzudPlan              *plan = in ();
  g_autoptr (AzudStages) stages = NULL;

  for (int i = 0; i < DEEP; i++)
    plan = i % 2 ? text_sort (plan, "a", true) : text_filter (plan, "a > 1");
  stages = azud_stages_new (&plan, 1, &four);
  check_stages (stages);
  azud_plan_unref (plan);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/stages/narrow", test_narrow);
  g_test_add_func ("/plan/stages/aggregate", test_aggregate);
  g_test_add_func ("/plan/stages/partial-schema", test_partial_schema);
  g_test_add_func ("/plan/stages/hash-join", test_hash_join);
  g_test_add_func ("/plan/stages/broadcast-join", test_broadcast_join);
  g_test_add_func ("/plan/stages/other-joins", test_other_joins);
  g_test_add_func ("/plan/stages/sort", test_sort);
  g_test_add_func ("/plan/stages/top-n", test_top_n);
  g_test_add_func ("/plan/stages/window", test_window);
  g_test_add_func ("/plan/stages/repartition", test_repartition);
  g_test_add_func ("/plan/stages/cache", test_cache);
  g_test_add_func ("/plan/stages/lineage", test_lineage);
  g_test_add_func ("/plan/stages/tee", test_tee);
  g_test_add_func ("/plan/stages/self-join", test_self_join);
  g_test_add_func ("/plan/stages/random", test_random);
  g_test_add_func ("/plan/stages/deep", test_deep);
  return g_test_run ();
}
