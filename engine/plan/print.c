/* print.c: plans as indented text and as DOT
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "plan/print.h"

#include "plan/plan-private.h"

/* Deeper operators are not indented further but say their depth: the text of a chain stays linear in its length. */
#define MAX_INDENT 100

typedef struct
{
  AzudPlan *plan;
  int       depth;
} Item;

static bool
is_end (const AzudPlan *plan, bool stage_only)
{
  return stage_only && plan->op == AZUD_PLAN_EXCHANGE;
}

/* Operators that more than one operator (or root) reads. */
static GHashTable *
find_shared (AzudPlan *const *roots, int n_roots, bool stage_only)
{
  GHashTable             *shared = g_hash_table_new (NULL, NULL);   /* plan -> number, 0 until printed */
  g_autoptr (GHashTable)  seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray)   waiting = g_ptr_array_new ();

  for (int r = 0; r < n_roots; r++)
    if (g_hash_table_add (seen, roots[r]))
      g_ptr_array_add (waiting, roots[r]);
    else
      g_hash_table_insert (shared, roots[r], GINT_TO_POINTER (0));
  while (waiting->len > 0)
    {
      AzudPlan *plan = g_ptr_array_steal_index (waiting, waiting->len - 1);

      for (int k = 0; k < plan->n_inputs && !is_end (plan, stage_only); k++)
        if (g_hash_table_add (seen, plan->inputs[k]))
          g_ptr_array_add (waiting, plan->inputs[k]);
        else
          g_hash_table_insert (shared, plan->inputs[k], GINT_TO_POINTER (0));
    }
  return shared;
}

/* Returns whether the operator was printed in full. */
static bool
append_line (GString *text, const Item *item, GHashTable *shared, int *n_shared)
{
  g_autofree char *line = NULL;
  gpointer         number = NULL;
  bool             is_shared = g_hash_table_lookup_extended (shared, item->plan, NULL, &number);

  for (int i = 0; i < MIN (item->depth, MAX_INDENT); i++)
    g_string_append (text, "  ");
  if (item->depth > MAX_INDENT)
    g_string_append_printf (text, "@%d ", item->depth);
  if (is_shared && GPOINTER_TO_INT (number) > 0)
    {
      g_string_append_printf (text, "[see #%d]\n", GPOINTER_TO_INT (number));
      return false;
    }
  line = azud_plan_describe (item->plan);
  g_string_append (text, line);
  if (is_shared)
    {
      g_hash_table_insert (shared, item->plan, GINT_TO_POINTER (++*n_shared));
      g_string_append_printf (text, " #%d", *n_shared);
    }
  g_string_append_c (text, '\n');
  return true;
}

void
azud_plan_append_trees (GString *text, AzudPlan *const *roots, int n_roots, int depth, bool stage_only)
{
  g_autoptr (GHashTable) shared = find_shared (roots, n_roots, stage_only);
  g_autoptr (GArray)     stack = g_array_new (FALSE, FALSE, sizeof (Item));
  int                    n_shared = 0;

  for (int r = 0; r < n_roots; r++)
    {
      Item first = { roots[r], depth };

      if (r > 0 && !stage_only)
        g_string_append_c (text, '\n');
      g_array_append_val (stack, first);
      while (stack->len > 0)
        {
          Item item = g_array_index (stack, Item, stack->len - 1);

          g_array_set_size (stack, stack->len - 1);
          if (!append_line (text, &item, shared, &n_shared) || is_end (item.plan, stage_only))
            continue;
          for (int k = item.plan->n_inputs - 1; k >= 0; k--)
            {
              Item below = { item.plan->inputs[k], item.depth + 1 };

              g_array_append_val (stack, below);
            }
        }
    }
}

char *
azud_plan_print (AzudPlan *const *roots, int n_roots)
{
  GString *text = g_string_new (NULL);

  azud_plan_append_trees (text, roots, n_roots, 0, false);
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);   /* no line end after the last line */
  return g_string_free (text, FALSE);
}

/* ---- DOT ---- */

void
azud_plan_append_dot_label (GString *text, const char *line)
{
  g_autofree char *valid = g_utf8_make_valid (line, -1);
  const char      *p = valid;

  for (int n = 0; *p != '\0' && n < 200; n++, p = g_utf8_next_char (p))
    {
      if (n == 199 && *g_utf8_next_char (p) != '\0')
        {
          g_string_append (text, "…");
          return;
        }
      if (*p == '"' || *p == '\\')
        g_string_append_c (text, '\\');
      if ((unsigned char) *p < 0x20 || *p == 0x7f)
        g_string_append_c (text, ' ');
      else
        g_string_append_len (text, p, g_utf8_next_char (p) - p);
    }
}

char *
azud_plan_print_dot (AzudPlan *const *roots, int n_roots)
{
  GString                *text = g_string_new ("digraph plan {\n  rankdir=LR;\n  node [shape=box];\n");
  g_autoptr (GPtrArray)   walk = azud_plan_walk (roots, n_roots);
  g_autoptr (GHashTable)  numbers = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < walk->len; i++)
    {
      AzudPlan        *plan = g_ptr_array_index (walk, i);
      g_autofree char *line = azud_plan_describe (plan);

      g_hash_table_insert (numbers, plan, GUINT_TO_POINTER (i));
      g_string_append_printf (text, "  n%u [label=\"", i);
      azud_plan_append_dot_label (text, line);
      g_string_append (text, "\"];\n");
      for (int k = 0; k < plan->n_inputs; k++)
        g_string_append_printf (text, "  n%u -> n%u;\n",
                                GPOINTER_TO_UINT (g_hash_table_lookup (numbers, plan->inputs[k])), i);
    }
  g_string_append (text, "}\n");
  return g_string_free (text, FALSE);
}
