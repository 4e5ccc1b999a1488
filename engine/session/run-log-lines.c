/* run-log-lines.c: plans as events of Spark
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Field names and their meaning: Spark's JsonProtocol and the SQL events of its history server.
 */

#include "config.h"

#include "session/run-log-lines.h"

#include "operators/exchange/exchange.h"
#include "plan/print.h"
#include "session/run-decisions.h"

#include <string.h>
#include <unistd.h>

#define SPARK_VERSION "4.0.0"          /* whose format this is */
#define MAX_DEPTH 200                  /* of the plan's tree: what is deeper is not drawn */
#define SQL_EVENT "org.apache.spark.sql.execution.ui."

typedef struct
{
  GHashTable *numbers;     /* AzudPlan -> number + 1 */
  GHashTable *drawn;       /* AzudPlan: stands in the tree already */
  const GArray *changes;   /* (nullable): AzudPlanChange */
} Plans;

/* Metrics of an operator: their places among the eight that each one has. */
enum { METRIC_ROWS, METRIC_SPILLED, METRIC_WRITTEN_ROWS, METRIC_WRITTEN_BYTES, METRIC_PARTITIONS, N_METRICS = 8 };

GHashTable *
azud_log_number_operators (const AzudStages *stages)
{
  GHashTable *numbers = g_hash_table_new (NULL, NULL);

  for (guint s = 0; stages != NULL && s < stages->stages->len; s++)
    {
      const AzudStage *stage = g_ptr_array_index (stages->stages, s);

      for (guint o = 0; o < stage->operators->len; o++)
        {
          gpointer plan = g_ptr_array_index (stage->operators, o);

          if (!g_hash_table_contains (numbers, plan))
            g_hash_table_insert (numbers, plan, GINT_TO_POINTER ((int) g_hash_table_size (numbers) + 1));
        }
    }
  return numbers;
}

static Plans
number_plans (const AzudStages *stages)
{
  return (Plans){ azud_log_number_operators (stages), g_hash_table_new (NULL, NULL), NULL };
}

static void
plans_clear (Plans *plans)
{
  g_hash_table_unref (plans->numbers);
  g_hash_table_unref (plans->drawn);
}

/* -1 for what is in no stage. */
static int
number_of (const Plans    *plans,
           const AzudPlan *plan)
{
  return GPOINTER_TO_INT (g_hash_table_lookup (plans->numbers, plan)) - 1;
}

static bool
may_spill (const AzudPlan *plan)
{
  return plan->op == AZUD_PLAN_AGGREGATE || plan->op == AZUD_PLAN_SORT || plan->op == AZUD_PLAN_JOIN;
}

/* The first word of its line: "Scan", "Filter". */
static char *
plan_name (const AzudPlan *plan)
{
  g_autofree char *line = azud_plan_describe (plan);

  return g_strndup (line, strcspn (line, " "));
}

static void
add_line (GString  *lines,
          AzudJson *event)
{
  azud_json_append (lines, event, -1);
  g_string_append_c (lines, '\n');
  azud_json_unref (event);
}

static AzudJson *
new_event (const char *name)
{
  AzudJson *event = azud_json_new_object ();

  azud_json_put_string (event, "Event", name);
  return event;
}

/* ---- the application ---- */

static void
add_environment (GString              *lines,
                 const AzudLogSubject *subject)
{
  AzudJson *event = new_event ("SparkListenerEnvironmentUpdate");
  AzudJson *properties = azud_json_new_object ();
  AzudJson *system = azud_json_new_object ();
  g_autofree char *master = g_strdup_printf ("local[%u]", subject->n_workers);
  g_autofree char *memory = g_strdup_printf ("%" G_GINT64_FORMAT "b", subject->memory_bytes);
  static const char *const empty[] = { "JVM Information", "Hadoop Properties", "Metrics Properties", "Classpath Entries" };

  azud_json_put_string (properties, "spark.app.name", subject->title);
  azud_json_put_string (properties, "spark.master", master);
  azud_json_put_string (properties, "spark.driver.memory", memory);
  for (char *const *name = subject->properties; name != NULL && *name != NULL; name += 2)
    azud_json_put_string (properties, name[0], name[1]);
  azud_json_put_string (system, "azud.version", PACKAGE_VERSION);
  for (gsize i = 0; i < G_N_ELEMENTS (empty); i++)
    azud_json_put (event, empty[i], azud_json_new_object ());
  azud_json_put (event, "Spark Properties", properties);
  azud_json_put (event, "System Properties", system);
  add_line (lines, event);
}

static void
add_executor (GString              *lines,
              const AzudLogSubject *subject)
{
  AzudJson *event = new_event ("SparkListenerExecutorAdded");
  AzudJson *info = azud_json_new_object ();
  AzudJson *manager = azud_json_new_object ();

  azud_json_put_integer (event, "Timestamp", subject->time_ms);
  azud_json_put_string (event, "Executor ID", "driver");
  azud_json_put_string (info, "Host", "localhost");
  azud_json_put_integer (info, "Total Cores", subject->n_workers);
  azud_json_put (info, "Log Urls", azud_json_new_object ());
  azud_json_put (info, "Attributes", azud_json_new_object ());
  azud_json_put (info, "Resources", azud_json_new_object ());
  azud_json_put_integer (info, "Resource Profile Id", 0);
  azud_json_put (event, "Executor Info", info);
  add_line (lines, event);

  event = new_event ("SparkListenerBlockManagerAdded");
  azud_json_put_string (manager, "Executor ID", "driver");
  azud_json_put_string (manager, "Host", "localhost");
  azud_json_put_integer (manager, "Port", 1);      /* there is none, and Spark insists on a positive one */
  azud_json_put (event, "Block Manager ID", manager);
  azud_json_put_integer (event, "Maximum Memory", subject->memory_bytes);
  azud_json_put_integer (event, "Timestamp", subject->time_ms);
  azud_json_put_integer (event, "Maximum Onheap Memory", subject->memory_bytes);
  azud_json_put_integer (event, "Maximum Offheap Memory", 0);
  add_line (lines, event);
}

static void
add_application (GString              *lines,
                 const AzudLogSubject *subject)
{
  AzudJson *event = new_event ("SparkListenerLogStart");
  g_autofree char *id = g_strdup_printf ("azud-%" G_GINT64_FORMAT "-%ld", subject->time_ms, (long) getpid ());

  azud_json_put_string (event, "Spark Version", SPARK_VERSION);
  azud_json_put_string (event, "Azud Version", PACKAGE_VERSION);
  add_line (lines, event);
  add_executor (lines, subject);
  add_environment (lines, subject);
  event = new_event ("SparkListenerApplicationStart");
  azud_json_put_string (event, "App Name", subject->title);
  azud_json_put_string (event, "App ID", id);
  azud_json_put_integer (event, "Timestamp", subject->time_ms);
  azud_json_put_string (event, "User", g_get_user_name ());
  add_line (lines, event);
}

/* ---- the query plan ---- */

static void
add_metric (AzudJson   *metrics,
            const char *name,
            int         id,
            const char *type)
{
  AzudJson *metric = azud_json_new_object ();

  azud_json_put_string (metric, "name", name);
  azud_json_put_integer (metric, "accumulatorId", id);
  azud_json_put_string (metric, "metricType", type);
  azud_json_add (metrics, metric);
}

static AzudJson *
plan_node (const char *name,
           const char *line,
           AzudJson   *children,
           AzudJson   *metrics)
{
  AzudJson *node = azud_json_new_object ();

  azud_json_put_string (node, "nodeName", name);
  azud_json_put_string (node, "simpleString", line);
  azud_json_put (node, "children", children);
  azud_json_put (node, "metadata", azud_json_new_object ());
  azud_json_put (node, "metrics", metrics);
  return node;
}

static bool
was_changed (const Plans       *plans,
             const AzudPlan    *plan,
             AzudPlanChangeKind kind)
{
  for (guint i = 0; plans->changes != NULL && i < plans->changes->len; i++)
    {
      const AzudPlanChange *change = &g_array_index (plans->changes, AzudPlanChange, i);

      if (change->plan == plan && change->kind == kind)
        return true;
    }
  return false;
}

/* Above an exchange that is read otherwise than it was planned, as Spark writes it.  Takes @node. */
static AzudJson *
read_node (const Plans    *plans,
           const AzudPlan *plan,
           AzudJson       *node)
{
  bool coalesced = was_changed (plans, plan, AZUD_CHANGE_COALESCED), split = was_changed (plans, plan, AZUD_CHANGE_SPLIT);
  AzudJson *children;

  if (!coalesced && !split)
    return node;
  children = azud_json_new_array ();
  azud_json_add (children, node);
  return plan_node ("AQEShuffleRead", coalesced && split ? "AQEShuffleRead coalesced and skewed"
                    : coalesced ? "AQEShuffleRead coalesced" : "AQEShuffleRead skewed", children, azud_json_new_array ());
}

/* The operator's line, with what has become of it. */
static char *
plan_line (const Plans    *plans,
           const AzudPlan *plan)
{
  g_autofree char *line = azud_plan_describe (plan);

  if (was_changed (plans, plan, AZUD_CHANGE_ONE_TABLE))
    return g_strconcat (line, " [one table]", NULL);
  return was_changed (plans, plan, AZUD_CHANGE_BUILD_SIDE) ? g_strconcat (line, " [other side built]", NULL) : g_steal_pointer (&line);
}

/* By the names that Spark gives them. */
static void
add_metrics_of (AzudJson       *metrics,
                const AzudPlan *plan,
                int             first)
{
  if (plan->op != AZUD_PLAN_EXCHANGE)
    add_metric (metrics, "number of output rows", first + METRIC_ROWS, "sum");
  else if (plan->as.exchange.kind == AZUD_EXCHANGE_BROADCAST)
    {
      add_metric (metrics, "number of output rows", first + METRIC_WRITTEN_ROWS, "sum");
      add_metric (metrics, "data size", first + METRIC_WRITTEN_BYTES, "size");
    }
  else
    {
      add_metric (metrics, "shuffle records written", first + METRIC_WRITTEN_ROWS, "sum");
      add_metric (metrics, "shuffle bytes written", first + METRIC_WRITTEN_BYTES, "size");
      add_metric (metrics, "records read", first + METRIC_ROWS, "sum");
      add_metric (metrics, "number of partitions", first + METRIC_PARTITIONS, "sum");
    }
  if (may_spill (plan) || plan->op == AZUD_PLAN_EXCHANGE)
    add_metric (metrics, "spill size", first + METRIC_SPILLED, "size");
}

/* A plan is a DAG, Spark draws trees: what has several users is drawn at the first one. */
static AzudJson *
plan_tree (Plans          *plans,
           const AzudPlan *plan,
           int             depth)
{
  g_autofree char *line = plan_line (plans, plan);
  g_autofree char *name = plan_name (plan);
  AzudJson *children = azud_json_new_array ();
  AzudJson *metrics = azud_json_new_array ();
  int number = number_of (plans, plan);
  AzudJson *node;

  if (depth > MAX_DEPTH || !g_hash_table_add (plans->drawn, (gpointer) plan))
    {
      g_autofree char *again = g_strdup_printf (depth > MAX_DEPTH ? "%s and more" : "Reused %s", name);

      return plan_node (again, line, children, metrics);
    }
  for (int i = 0; i < plan->n_inputs; i++)
    azud_json_add (children, plan_tree (plans, plan->inputs[i], depth + 1));
  if (number >= 0)
    add_metrics_of (metrics, plan, N_METRICS * number);
  node = plan_node (name, line, children, metrics);
  azud_json_put_string (node, "Azud Node", plan->origin.label != NULL ? plan->origin.label : plan->origin.node);
  return read_node (plans, plan, node);
}

/* The tree of all roots. */
static AzudJson *
pipeline_tree (Plans           *plans,
               const GPtrArray *roots)
{
  AzudJson *children;

  if (roots->len == 1)
    return plan_tree (plans, g_ptr_array_index (roots, 0), 0);
  children = azud_json_new_array ();
  for (guint i = 0; i < roots->len; i++)
    azud_json_add (children, plan_tree (plans, g_ptr_array_index (roots, i), 1));
  return plan_node ("Pipeline", "Pipeline", children, azud_json_new_array ());
}

static void
add_query (GString              *lines,
           const AzudLogSubject *subject)
{
  AzudJson *event = new_event (SQL_EVENT "SparkListenerSQLExecutionStart");
  GPtrArray *roots = subject->stages->roots;
  g_autofree char *text = azud_plan_print ((AzudPlan *const *) roots->pdata, (int) roots->len);
  Plans plans = number_plans (subject->stages);

  azud_json_put_integer (event, "executionId", 0);
  azud_json_put_integer (event, "rootExecutionId", 0);
  azud_json_put_string (event, "description", subject->title);
  azud_json_put_string (event, "details", "");
  azud_json_put_string (event, "physicalPlanDescription", text);
  azud_json_put (event, "sparkPlanInfo", pipeline_tree (&plans, roots));
  azud_json_put_integer (event, "time", subject->time_ms);
  azud_json_put (event, "modifiedConfigs", azud_json_new_object ());
  azud_json_put (event, "jobTags", azud_json_new_array ());
  add_line (lines, event);
  plans_clear (&plans);
}

/* ---- stages ---- */

/* What Spark's levels of these names are: MEMORY_ONLY and MEMORY_AND_DISK keep rows as they are worked with. */
AzudJson *
azud_log_storage_level (const AzudPlan *plan)
{
  AzudJson *level = azud_json_new_object ();
  bool keeps = plan->op == AZUD_PLAN_EXCHANGE && plan->as.exchange.kind == AZUD_EXCHANGE_KEEP;
  bool on_disk = keeps && plan->as.exchange.level != AZUD_STORAGE_MEMORY_ONLY;
  bool in_memory = keeps && plan->as.exchange.level != AZUD_STORAGE_DISK_ONLY;

  azud_json_put_boolean (level, "Use Disk", on_disk);
  azud_json_put_boolean (level, "Use Memory", in_memory);
  azud_json_put_boolean (level, "Use Off Heap", FALSE);
  azud_json_put_boolean (level, "Deserialized", in_memory);
  azud_json_put_integer (level, "Replication", 1);
  return level;
}

/* What Spark draws as an RDD is an operator here. */
static AzudJson *
operator_info (const Plans          *plans,
               const AzudLogSubject *subject,
               const AzudStage      *stage,
               const AzudPlan       *plan)
{
  AzudJson *info = azud_json_new_object ();
  AzudJson *parents = azud_json_new_array ();
  g_autofree char *name = plan_name (plan);
  g_autoptr(AzudJson) scope = azud_json_new_object ();
  g_autofree char *id = g_strdup_printf ("%d", number_of (plans, plan));
  bool keeps = plan->op == AZUD_PLAN_EXCHANGE && plan->as.exchange.kind == AZUD_EXCHANGE_KEEP;
  g_autofree char *scope_text = NULL;

  azud_json_put_string (scope, "id", id);
  azud_json_put_string (scope, "name", name);
  scope_text = azud_json_to_string (scope);
  for (int i = 0; i < plan->n_inputs; i++)
    if (number_of (plans, plan->inputs[i]) >= 0)
      azud_json_add (parents, azud_json_new_integer (number_of (plans, plan->inputs[i])));
  azud_json_put_integer (info, "RDD ID", number_of (plans, plan));
  azud_json_put_string (info, "Name", plan->origin.label != NULL ? plan->origin.label : name);
  azud_json_put_string (info, "Scope", scope_text);
  azud_json_put_string (info, "Callsite", plan->origin.node != NULL ? plan->origin.node : "");
  azud_json_put (info, "Parent IDs", parents);
  azud_json_put (info, "Storage Level", azud_log_storage_level (plan));
  azud_json_put_boolean (info, "Barrier", FALSE);
  azud_json_put_string (info, "DeterministicLevel", "DETERMINATE");
  azud_json_put_integer (info, "Number of Partitions", subject->n_tasks[keeps ? plan->as.exchange.stage : stage->id]);
  azud_json_put_integer (info, "Number of Cached Partitions", 0);
  azud_json_put_integer (info, "Memory Size", 0);
  azud_json_put_integer (info, "Disk Size", 0);
  return info;
}

static AzudJson *
stage_info (const Plans          *plans,
            const AzudLogSubject *subject,
            int                   number)
{
  const AzudStage *stage = g_ptr_array_index (subject->stages->stages, number);
  AzudJson *info = azud_json_new_object ();
  AzudJson *operators = azud_json_new_array ();
  AzudJson *parents = azud_json_new_array ();
  g_autoptr(GString) details = g_string_new (NULL);

  for (guint o = 0; o < stage->operators->len; o++)
    {
      const AzudPlan *plan = g_ptr_array_index (stage->operators, o);
      g_autofree char *line = azud_plan_describe (plan);

      azud_json_add (operators, operator_info (plans, subject, stage, plan));
      g_string_append_printf (details, "%s%s", o > 0 ? "\n" : "", line);
    }
  for (guint o = 0; o < stage->outputs->len; o++)      /* what it leaves for other stages to be kept stands in it, too, as in Spark */
    {
      const AzudPlan *exchange = g_array_index (stage->outputs, AzudStageOutput, o).exchange;

      if (exchange != NULL && exchange->as.exchange.kind == AZUD_EXCHANGE_KEEP && number_of (plans, exchange) >= 0)
        azud_json_add (operators, operator_info (plans, subject, stage, exchange));
    }
  for (guint i = 0; i < stage->parents->len; i++)
    azud_json_add (parents, azud_json_new_integer (g_array_index (stage->parents, int, i)));
  azud_json_put_integer (info, "Stage ID", number);
  azud_json_put_integer (info, "Stage Attempt ID", 0);
  azud_json_put_string (info, "Stage Name", subject->names[number]);
  azud_json_put (info, "RDD Info", operators);
  azud_json_put (info, "Parent IDs", parents);
  azud_json_put_string (info, "Details", details->str);
  azud_json_put (info, "Accumulables", azud_json_new_array ());
  azud_json_put_integer (info, "Resource Profile Id", 0);
  azud_json_put (info, "Azud Nodes", azud_json_new_strings (subject->nodes[number]));
  return info;
}

char *
azud_log_stage_info (const AzudLogSubject *subject,
                     int                   stage)
{
  Plans plans = number_plans (subject->stages);
  g_autoptr(AzudJson) info = stage_info (&plans, subject, stage);
  g_autofree char *text = azud_json_to_string (info);

  plans_clear (&plans);
  return g_strndup (text + 1, strlen (text) - 2);      /* without its braces */
}

static void
add_job (GString              *lines,
         const AzudLogSubject *subject)
{
  AzudJson *event = new_event ("SparkListenerJobStart");
  AzudJson *infos = azud_json_new_array ();
  AzudJson *ids = azud_json_new_array ();
  AzudJson *properties = azud_json_new_object ();
  Plans plans = number_plans (subject->stages);

  for (guint i = 0; subject->stages != NULL && i < subject->stages->stages->len; i++)
    {
      AzudJson *info = stage_info (&plans, subject, (int) i);

      azud_json_put_integer (info, "Number of Tasks", subject->n_tasks[i]);
      azud_json_add (infos, info);
      azud_json_add (ids, azud_json_new_integer (i));
    }
  azud_json_put_integer (event, "Job ID", 0);
  azud_json_put_integer (event, "Submission Time", subject->time_ms);
  azud_json_put (event, "Stage Infos", infos);
  azud_json_put (event, "Stage IDs", ids);
  azud_json_put_string (properties, "spark.job.description", subject->title);
  if (subject->stages != NULL)
    azud_json_put_string (properties, "spark.sql.execution.id", "0");
  azud_json_put (event, "Properties", properties);
  add_line (lines, event);
  plans_clear (&plans);
}

char *
azud_log_lines_open (const AzudLogSubject *subject)
{
  GString *lines = g_string_new (NULL);

  add_application (lines, subject);
  if (subject->stages != NULL)
    add_query (lines, subject);
  add_job (lines, subject);
  return g_string_free (lines, FALSE);
}

/* ---- on the way ---- */

char *
azud_log_lines_change (const AzudLogSubject *subject,
                       const GArray         *changes,
                       guint                 from)
{
  GPtrArray *roots = subject->stages->roots;
  g_autofree char *text = azud_plan_print ((AzudPlan *const *) roots->pdata, (int) roots->len);
  g_autoptr(GArray) decisions = azud_decisions_new ();
  AzudJson *event = new_event (SQL_EVENT "SparkListenerSQLAdaptiveExecutionUpdate");
  AzudJson *list = azud_json_new_array ();
  GString *lines = g_string_new (NULL);
  Plans plans = number_plans (subject->stages);

  plans.changes = changes;
  for (guint i = 0; i < changes->len; i++)
    {
      azud_decisions_add (decisions, &g_array_index (changes, AzudPlanChange, i), 0);
      if (i >= from)
        azud_json_add (list, azud_decision_to_json (&g_array_index (decisions, AzudDecisionView, i)));
    }
  azud_json_put_integer (event, "executionId", 0);
  azud_json_put_string (event, "physicalPlanDescription", text);
  azud_json_put (event, "sparkPlanInfo", pipeline_tree (&plans, roots));
  azud_json_put (event, "Azud Decisions", list);
  add_line (lines, event);
  plans_clear (&plans);
  return g_string_free (lines, FALSE);
}

/* ---- the end ---- */

typedef struct
{
  Plans   plans;
  gint64 *values;      /* [N_METRICS * number + metric] */
} Metrics;

/* What was written into an exchange in this run, and where it is. */
static void
count_exchange (const Metrics  *metrics,
                AzudExecution  *execution,
                const AzudPlan *exchange)
{
  AzudShuffle *shuffle = azud_execution_find_shuffle (execution, exchange);
  int number = number_of (&metrics->plans, exchange);
  gint64 *values = metrics->values + N_METRICS * MAX (number, 0);
  AzudShuffleSlice all;

  if (shuffle == NULL || number < 0)
    return;
  all = azud_shuffle_everything (shuffle);
  values[METRIC_WRITTEN_ROWS] = (gint64) azud_shuffle_count_rows (shuffle, &all);
  values[METRIC_WRITTEN_BYTES] = azud_shuffle_count_bytes (shuffle, &all);
  values[METRIC_PARTITIONS] = shuffle->n_partitions;
  values[METRIC_SPILLED] = 0;
  for (int i = 0; i < shuffle->n_maps; i++)
    {
      AzudShuffleLook look;

      while (azud_shuffle_look (shuffle, i, &look, 1) < 0)      /* nobody writes any more: who looks meanwhile is soon done */
        g_thread_yield ();
      values[METRIC_SPILLED] += look.disk_bytes;
    }
}

static void
count_exchanges (const Metrics    *metrics,
                 AzudExecution    *execution,
                 const AzudStages *stages)
{
  for (guint s = 0; s < stages->stages->len; s++)
    {
      const AzudStage *stage = g_ptr_array_index (stages->stages, s);

      for (guint o = 0; o < stage->outputs->len; o++)
        if (g_array_index (stage->outputs, AzudStageOutput, o).exchange != NULL)
          count_exchange (metrics, execution, g_array_index (stage->outputs, AzudStageOutput, o).exchange);
    }
}

static void
count_operator (void           *data,
                const AzudPlan *plan,
                int64_t         rows,
                int64_t         spilled)
{
  Metrics *metrics = data;
  int number = number_of (&metrics->plans, plan);

  if (number < 0)
    return;
  metrics->values[N_METRICS * number + METRIC_ROWS] += rows;
  metrics->values[N_METRICS * number + METRIC_SPILLED] += spilled;
}

static void
add_metrics (GString              *lines,
             const AzudLogSubject *subject,
             AzudExecution        *execution)
{
  AzudJson *event = new_event (SQL_EVENT "SparkListenerDriverAccumUpdates");
  AzudJson *updates = azud_json_new_array ();
  Metrics metrics = { .plans = number_plans (subject->stages) };
  int n = N_METRICS * (int) g_hash_table_size (metrics.plans.numbers);

  metrics.values = g_new0 (gint64, n + 1);
  azud_execution_count_operators (execution, count_operator, &metrics);
  count_exchanges (&metrics, execution, subject->stages);
  for (int i = 0; i < n; i++)
    if (metrics.values[i] > 0)
      {
        AzudJson *pair = azud_json_new_array ();

        azud_json_add (pair, azud_json_new_integer (i));
        azud_json_add (pair, azud_json_new_integer (metrics.values[i]));
        azud_json_add (updates, pair);
      }
  azud_json_put_integer (event, "executionId", 0);
  azud_json_put (event, "accumUpdates", updates);
  add_line (lines, event);
  g_free (metrics.values);
  plans_clear (&metrics.plans);
}

static void
add_job_end (GString    *lines,
             gint64      time_ms,
             const char *failure)
{
  AzudJson *event = new_event ("SparkListenerJobEnd");
  AzudJson *result = azud_json_new_object ();

  azud_json_put_integer (event, "Job ID", 0);
  azud_json_put_integer (event, "Completion Time", time_ms);
  azud_json_put_string (result, "Result", failure == NULL ? "JobSucceeded" : "JobFailed");
  if (failure != NULL)
    {
      AzudJson *exception = azud_json_new_object ();

      azud_json_put_string (exception, "Message", failure);
      azud_json_put (exception, "Stack Trace", azud_json_new_array ());
      azud_json_put (result, "Exception", exception);
    }
  azud_json_put (event, "Job Result", result);
  add_line (lines, event);
}

char *
azud_log_lines_close (const AzudLogSubject *subject,
                      AzudExecution        *execution,
                      gint64                time_ms,
                      const char           *failure,
                      guint64               lost,
                      AzudJson             *memory)
{
  GString *lines = g_string_new (NULL);
  AzudJson *event;

  if (subject->stages != NULL && execution != NULL)
    add_metrics (lines, subject, execution);
  add_job_end (lines, time_ms, failure);
  if (subject->stages != NULL)
    {
      event = new_event (SQL_EVENT "SparkListenerSQLExecutionEnd");
      azud_json_put_integer (event, "executionId", 0);
      azud_json_put_integer (event, "time", time_ms);
      azud_json_put_string (event, "errorMessage", failure != NULL ? failure : "");
      add_line (lines, event);
    }
  event = new_event ("SparkListenerApplicationEnd");
  azud_json_put_integer (event, "Timestamp", time_ms);
  if (lost > 0)
    azud_json_put_integer (event, "Azud Events Lost", (gint64) lost);
  if (memory != NULL)
    azud_json_put (event, "Azud Memory", azud_json_ref (memory));
  add_line (lines, event);
  return g_string_free (lines, FALSE);
}
