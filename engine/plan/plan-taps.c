/* plan-taps.c: which edges an operator counts
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A rewrite hands the taps of the operators it replaces to the one it makes, and a chain of 10^5 operators may end up as one.  Lists that were
 * copied at every step would make that cubic; so a list never changes and is shared: it is a tap, or two lists one after the other.
 */

#include "plan/plan-private.h"

struct _AzudTaps
{
  _Atomic int ref_count;
  AzudTap     tap;        /* node NULL: it is a pair */
  AzudTaps   *first;      /* (nullable) */
  AzudTaps   *second;
  int         kind;       /* what becomes of the counting ones of `second`; -1 = they count */
};

static AzudTaps *
taps_ref (AzudTaps *taps)
{
  if (taps != NULL)
    taps->ref_count++;
  return taps;
}

/* With a stack of its own: lists get as deep as chains are long. */
static void
taps_unref (AzudTaps *taps)
{
  g_autoptr (GPtrArray) dead = NULL;

  if (taps == NULL || --taps->ref_count > 0)
    return;
  dead = g_ptr_array_new ();
  g_ptr_array_add (dead, taps);
  while (dead->len > 0)
    {
      AzudTaps *one = g_ptr_array_remove_index_fast (dead, dead->len - 1);

      if (one->first != NULL && --one->first->ref_count == 0)
        g_ptr_array_add (dead, one->first);
      if (one->second != NULL && --one->second->ref_count == 0)
        g_ptr_array_add (dead, one->second);
      g_free (one->tap.node);
      g_free (one->tap.port);
      g_free (one);
    }
}

/* Takes @second. */
static void
append (AzudPlan *plan, AzudTaps *second, int kind)
{
  AzudTaps *pair;

  if (plan->taps == NULL && kind < 0)
    {
      plan->taps = second;
      return;
    }
  pair = g_new0 (AzudTaps, 1);
  pair->ref_count = 1;
  pair->first = plan->taps;
  pair->second = second;
  pair->kind = kind;
  plan->taps = pair;
}

void
azud_plan_add_tap (AzudPlan *plan, const char *node, const char *port, AzudTapKind kind)
{
  AzudTaps *taps = g_new0 (AzudTaps, 1);

  taps->ref_count = 1;
  taps->tap = (AzudTap){ g_strdup (node), g_strdup (port), kind };
  append (plan, taps, -1);
}

void
azud_plan_move_taps (AzudPlan *to, const AzudPlan *from, int kind)
{
  if (from->taps != NULL && from->taps != to->taps)
    append (to, taps_ref (from->taps), kind);
}

void
azud_plan_forget_taps (AzudPlan *plan)
{
  g_clear_pointer (&plan->taps, taps_unref);
}

/* ---- reading ---- */

guint
azud_tap_hash (gconstpointer key)
{
  const AzudTap *tap = key;

  return g_str_hash (tap->node) * 31 + (tap->port != NULL ? g_str_hash (tap->port) : 0);
}

gboolean
azud_tap_equal (gconstpointer a, gconstpointer b)
{
  const AzudTap *x = a, *y = b;

  return g_strcmp0 (x->node, y->node) == 0 && g_strcmp0 (x->port, y->port) == 0;
}

typedef struct
{
  const AzudTaps *taps;
  int             kind;   /* of counting ones; -1 = they count */
} Frame;

GArray *
azud_plan_list_taps (const AzudPlan *plan)
{
  GArray                 *list = g_array_new (FALSE, FALSE, sizeof (AzudTap));
  g_autoptr (GArray)      stack = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_autoptr (GHashTable)  seen = g_hash_table_new (NULL, NULL);   /* shared lists are listed once */
  g_autoptr (GHashTable)  edges = g_hash_table_new (azud_tap_hash, azud_tap_equal);

  for (Frame top = { plan->taps, -1 };;)
    {
      if (top.taps != NULL && g_hash_table_add (seen, (gpointer) top.taps))
        {
          if (top.taps->tap.node == NULL)
            {
              Frame second = { top.taps->second, top.taps->kind >= 0 ? top.taps->kind : top.kind };
              Frame first = { top.taps->first, top.kind };

              g_array_append_val (stack, second);
              g_array_append_val (stack, first);
            }
          else if (g_hash_table_add (edges, (gpointer) &top.taps->tap))   /* of two for one edge the first holds */
            {
              AzudTap tap = top.taps->tap;

              if (tap.kind == AZUD_TAP_ROWS && top.kind >= 0)
                tap.kind = (AzudTapKind) top.kind;
              g_array_append_val (list, tap);
            }
        }
      if (stack->len == 0)
        return list;
      top = g_array_index (stack, Frame, stack->len - 1);
      g_array_set_size (stack, stack->len - 1);
    }
}

const AzudPlan *
azud_plan_find_tap (AzudPlan *const *roots, int n_roots, const char *node, const char *port, AzudTapKind *kind)
{
  g_autoptr (GPtrArray) walk = azud_plan_walk (roots, n_roots);

  for (guint i = 0; i < walk->len; i++)
    {
      const AzudPlan     *plan = g_ptr_array_index (walk, i);
      g_autoptr (GArray)  taps = azud_plan_list_taps (plan);

      for (guint t = 0; t < taps->len; t++)
        {
          const AzudTap *tap = &g_array_index (taps, AzudTap, t);

          if (g_strcmp0 (tap->node, node) != 0 || g_strcmp0 (tap->port, port) != 0)
            continue;
          if (kind != NULL)
            *kind = tap->kind;
          return plan;
        }
    }
  return NULL;
}
