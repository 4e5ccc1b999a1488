/* run-decisions.c: how the plan of a run was changed while it ran
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "session/run-private.h"

#include "base/io.h"
#include "pipeline/diagnostics.h"
#include "plan/print.h"

#include <string.h>

static const char *const kind_names[] = { [AZUD_DECISION_COALESCE] = "coalesce", [AZUD_DECISION_SPLIT] = "split",
                                          [AZUD_DECISION_BROADCAST] = "broadcast", [AZUD_DECISION_BUILD_SIDE] = "build_side" };
static const char *const side_names[] = { "left", "right" };

static void
decision_clear (gpointer data)
{
  AzudDecisionView *decision = data;

  g_free (decision->node);
  g_free (decision->name);
  g_free (decision->operation);
}

GArray *
azud_decisions_new (void)
{
  GArray *decisions = g_array_new (FALSE, TRUE, sizeof (AzudDecisionView));

  g_array_set_clear_func (decisions, decision_clear);
  return decisions;
}

void
azud_decisions_add (GArray               *decisions,
                    const AzudPlanChange *change,
                    gint64                time_us)
{
  static const AzudDecisionKind kinds[] = { [AZUD_CHANGE_COALESCED] = AZUD_DECISION_COALESCE, [AZUD_CHANGE_SPLIT] = AZUD_DECISION_SPLIT,
                                            [AZUD_CHANGE_ONE_TABLE] = AZUD_DECISION_BROADCAST,
                                            [AZUD_CHANGE_BUILD_SIDE] = AZUD_DECISION_BUILD_SIDE };
  const AzudOrigin *origin = &change->plan->origin;
  AzudDecisionView decision = { .kind = kinds[change->kind], .version = (int) decisions->len + 1, .stage = change->stage,
                                .partition = change->partition, .side = change->side, .n_before = change->n_before,
                                .n_after = change->n_after, .bytes = change->bytes, .reference_bytes = change->reference,
                                .time_us = time_us };

  decision.node = g_strdup (origin->node);
  decision.operation = azud_plan_describe (change->plan);
  decision.name = g_strdup (origin->label != NULL ? origin->label : origin->node != NULL ? origin->node : decision.operation);
  g_array_append_val (decisions, decision);
}

void
azud_run_note_decisions (AzudRun *self)
{
  g_autoptr(GArray) changes = azud_execution_list_changes (self->work.execution, 0);

  azud_mutex_lock (&self->lock);
  for (guint i = self->decisions->len; i < changes->len; i++)
    azud_decisions_add (self->decisions, &g_array_index (changes, AzudPlanChange, i), (azud_io_now_ns () - self->start_ns) / 1000);
  azud_mutex_unlock (&self->lock);
}

AzudDecisionView *
azud_decisions_copy (const GArray *decisions)
{
  AzudDecisionView *copy = g_new0 (AzudDecisionView, MAX (decisions->len, 1));

  for (guint i = 0; i < decisions->len; i++)
    {
      copy[i] = g_array_index (decisions, AzudDecisionView, i);
      copy[i].node = g_strdup (copy[i].node);
      copy[i].name = g_strdup (copy[i].name);
      copy[i].operation = g_strdup (copy[i].operation);
    }
  return copy;
}

void
azud_decisions_free_copy (AzudDecisionView *decisions,
                          guint             n)
{
  for (guint i = 0; i < n; i++)
    decision_clear (&decisions[i]);
  g_free (decisions);
}

/* ---- as text ---- */

static char *
print_size (gint64 bytes)
{
  return g_format_size_full ((guint64) MAX (bytes, 0), G_FORMAT_SIZE_IEC_UNITS);
}

char *
azud_decision_describe (const AzudDecisionView *decision)
{
  g_autofree char *bytes = print_size (decision->bytes);
  g_autofree char *reference = print_size (decision->reference_bytes);
  g_autofree char *mean = print_size (decision->bytes / MAX (decision->n_before, 1));

  switch (decision->kind)
    {
    case AZUD_DECISION_COALESCE:
      return g_strdup_printf (_("“%s”: coalesced %d partitions of %s on average into %d."), decision->name, decision->n_before, mean,
                              decision->n_after);
    case AZUD_DECISION_SPLIT:
      return g_strdup_printf (_("“%s”: split partition %d (%s, median %s) into %d."), decision->name, decision->partition, bytes, reference,
                              decision->n_after);
    case AZUD_DECISION_BROADCAST:
      return g_strdup_printf (decision->side == 0
                                ? _("“%s”: the left side has %s only, below %s: one table of it for all tasks instead of %d.")
                                : _("“%s”: the right side has %s only, below %s: one table of it for all tasks instead of %d."),
                              decision->name, bytes, reference, decision->n_before);
    case AZUD_DECISION_BUILD_SIDE:
      return g_strdup_printf (decision->side == 0
                                ? _("“%s”: the left side has %s only, the right one %s: tables are made of the left one.")
                                : _("“%s”: the right side has %s only, the left one %s: tables are made of the right one."),
                              decision->name, bytes, reference);
    }
  return NULL;
}

/* ---- as JSON ---- */

AzudJson *
azud_decision_to_json (const AzudDecisionView *decision)
{
  AzudJson *json = azud_json_new_object ();

  azud_json_put_integer (json, "version", decision->version);
  azud_json_put_integer (json, "stage", decision->stage);
  azud_json_put_string (json, "kind", kind_names[decision->kind]);
  if (decision->node != NULL)
    azud_json_put_string (json, "node", decision->node);
  azud_json_put_string (json, "name", decision->name);
  azud_json_put_string (json, "operation", decision->operation);
  if (decision->partition >= 0)
    azud_json_put_integer (json, "partition", decision->partition);
  if (decision->side >= 0)
    azud_json_put_string (json, "side", side_names[decision->side]);
  azud_json_put_integer (json, "before", decision->n_before);
  azud_json_put_integer (json, "after", decision->n_after);
  azud_json_put_integer (json, "bytes", decision->bytes);
  azud_json_put_integer (json, "reference_bytes", decision->reference_bytes);
  if (decision->time_us > 0)
    azud_json_put_integer (json, "time_us", decision->time_us);
  return json;
}

static int
index_of (const char *const *names,
          int                n,
          const char        *name)
{
  for (int i = 0; name != NULL && i < n; i++)
    if (strcmp (names[i], name) == 0)
      return i;
  return -1;
}

static gint64
get_integer (const AzudJson *json,
             const char     *key,
             gint64          otherwise)
{
  return azud_json_get_integer (azud_json_lookup (json, key), otherwise);
}

gboolean
azud_decision_read_json (const AzudJson   *json,
                         AzudDecisionView *decision)
{
  int kind = index_of (kind_names, G_N_ELEMENTS (kind_names), azud_json_lookup_string (json, "kind"));
  const char *name = azud_json_lookup_string (json, "name");

  *decision = (AzudDecisionView){
    .kind = (AzudDecisionKind) MAX (kind, 0),
    .version = (int) get_integer (json, "version", 0),
    .stage = (int) get_integer (json, "stage", -1),
    .node = (char *) azud_json_lookup_string (json, "node"),
    .name = (char *) (name != NULL ? name : ""),
    .operation = (char *) azud_json_lookup_string (json, "operation"),
    .partition = (int) get_integer (json, "partition", -1),
    .side = index_of (side_names, G_N_ELEMENTS (side_names), azud_json_lookup_string (json, "side")),
    .n_before = (int) get_integer (json, "before", 0),
    .n_after = (int) get_integer (json, "after", 0),
    .bytes = get_integer (json, "bytes", 0),
    .reference_bytes = get_integer (json, "reference_bytes", 0),
    .time_us = get_integer (json, "time_us", 0),
  };
  return kind >= 0;
}
