/* graph.c: the topology of a document: which edges count, in which order nodes come, where it goes in circles
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Derived from nodes and edges whenever they changed, in O(nodes + edges), without recursion: graphs may be
 * 10^5 nodes long. Components are found by R. E. Tarjan, "Depth-first search and linear graph algorithms"
 * (1972).
 */

#include "config.h"

#include "base/hash.h"
#include "pipeline/document-private.h"

#include <string.h>

#define CYCLE_BUDGET 1000000   /* edges looked at while searching shortest cycles */
#define MAX_LISTED 1000        /* faults of ids and edges that are listed one by one */
#define CYCLE_NAMES 8          /* nodes of a cycle that are named in the message */

/* ---- edges ---- */

static void
resolve_edge (AzudDocument   *document,
              AzudEdgeRecord *edge)
{
  const AzudNodeType *type;

  edge->from = azud_document_find (document, edge->edge.from_node);
  edge->to = azud_document_find (document, edge->edge.to_node);
  edge->from_port = edge->to_port = -1;
  edge->state = AZUD_EDGE_NO_NODE;
  if (edge->from == NULL || edge->to == NULL)
    return;
  edge->state = AZUD_EDGE_GOOD;
  type = edge->from->node.type;
  if (type != NULL && (edge->from_port = azud_port_index (type->outputs, edge->edge.from_port)) < 0)
    edge->state = AZUD_EDGE_NO_PORT;
  type = edge->to->node.type;
  if (type != NULL && (edge->to_port = azud_port_index (type->inputs, edge->edge.to_port)) < 0)
    edge->state = AZUD_EDGE_NO_PORT;
}

/* Lists of good edges by node, in file order: counting sort. */
static void
list_edges (AzudDocument *document)
{
  guint n_in = 0;
  guint n_out = 0;

  for (guint i = 0; i < document->nodes->len; i++)
    {
      AzudNodeRecord *record = document->nodes->pdata[i];

      record->n_in = record->n_out = 0;
    }
  for (guint i = 0; i < document->edges->len; i++)
    {
      AzudEdgeRecord *edge = document->edges->pdata[i];

      if (edge->state == AZUD_EDGE_GOOD)
        {
          edge->to->n_in++;
          edge->from->n_out++;
        }
    }
  for (guint i = 0; i < document->nodes->len; i++)
    {
      AzudNodeRecord *record = document->nodes->pdata[i];

      record->first_in = n_in;
      record->first_out = n_out;
      n_in += record->n_in;
      n_out += record->n_out;
      record->n_in = record->n_out = 0;
    }
  g_free (document->in_edges);
  g_free (document->out_edges);
  document->in_edges = g_new (AzudEdgeRecord *, n_in + 1);
  document->out_edges = g_new (AzudEdgeRecord *, n_out + 1);
  for (guint i = 0; i < document->edges->len; i++)
    {
      AzudEdgeRecord *edge = document->edges->pdata[i];

      if (edge->state == AZUD_EDGE_GOOD)
        {
          document->in_edges[edge->to->first_in + edge->to->n_in++] = edge;
          document->out_edges[edge->from->first_out + edge->from->n_out++] = edge;
        }
    }
}

/* Where an edge arrives twice, the first one in the file counts.  Most nodes have one edge in, and nothing
 * to compare. */
static gboolean
find_rivals_at (AzudDocument   *document,
                AzudNodeRecord *record)
{
  g_autoptr(GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const AzudNodeType *type = record->node.type;
  gboolean any = FALSE;

  for (guint e = 0; e < record->n_in; e++)
    {
      AzudEdgeRecord *edge = document->in_edges[record->first_in + e];
      gboolean many = type == NULL || type->inputs[edge->to_port].many;
      char *key = many ? g_strdup_printf ("%s\n%u\n%s", edge->edge.to_port, edge->from->index,
                                          edge->edge.from_port)
                       : g_strdup_printf ("%d", edge->to_port);

      if (!g_hash_table_add (taken, key))
        {
          edge->state = many ? AZUD_EDGE_REPEATED : AZUD_EDGE_TAKEN;
          any = TRUE;
        }
    }
  return any;
}

static gboolean
find_rivals (AzudDocument *document)
{
  gboolean any = FALSE;

  for (guint i = 0; i < document->nodes->len; i++)
    {
      AzudNodeRecord *record = document->nodes->pdata[i];

      if (record->n_in > 1)
        any = find_rivals_at (document, record) || any;
    }
  return any;
}

/* ---- order ---- */

/* A. B. Kahn, "Topological sorting of large networks" (1962); ties in file order. */
static void
sort_nodes (AzudDocument *document)
{
  guint n = document->nodes->len;
  g_autofree guint *waiting = g_new (guint, n + 1);
  guint head = 0;
  guint tail = 0;

  g_free (document->order);
  document->order = g_new (guint, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[i];

      waiting[i] = record->n_in;
      if (waiting[i] == 0)
        document->order[tail++] = i;
    }
  while (head < tail)
    {
      AzudNodeRecord *record = document->nodes->pdata[document->order[head++]];

      record->place = AZUD_NODE_ORDERED;
      for (guint e = 0; e < record->n_out; e++)
        {
          guint to = document->out_edges[record->first_out + e]->to->index;

          if (--waiting[to] == 0)
            document->order[tail++] = to;
        }
    }
  document->n_ordered = tail;
  for (guint i = 0; i < n; i++)
    if (waiting[i] > 0)
      document->order[tail++] = i;
}

/* Numbers the strongly connected components of more than one node (or with an edge to itself) from 1; 0 =
 * none. */
typedef struct
{
  guint *number;       /* order of discovery, 0 = not yet */
  guint *low;
  guint *component;
  guint *stack;        /* open nodes */
  guint *path;         /* depth-first path */
  guint *next_edge;
  guint  n_numbered, n_stack, n_path, n_components;
} Tarjan;

static void
tarjan_close (AzudDocument *document,
              Tarjan       *state,
              guint         node)
{
  AzudNodeRecord *record = document->nodes->pdata[node];
  gboolean circular = state->stack[state->n_stack - 1] != node;

  for (guint e = 0; !circular && e < record->n_out; e++)
    circular = document->out_edges[record->first_out + e]->to == record;
  if (circular)
    state->n_components++;
  for (;;)
    {
      guint member = state->stack[--state->n_stack];

      state->component[member] = circular ? state->n_components : 0;
      state->low[member] = G_MAXUINT;   /* closed */
      if (member == node)
        return;
    }
}

static void
tarjan_visit (AzudDocument *document,
              Tarjan       *state,
              guint         start)
{
  state->path[state->n_path++] = start;
  while (state->n_path > 0)
    {
      guint node = state->path[state->n_path - 1];
      const AzudNodeRecord *record = document->nodes->pdata[node];

      if (state->number[node] == 0)
        {
          state->number[node] = state->low[node] = ++state->n_numbered;
          state->stack[state->n_stack++] = node;
        }
      if (state->next_edge[node] < record->n_out)
        {
          guint to = document->out_edges[record->first_out + state->next_edge[node]++]->to->index;

          if (state->number[to] == 0)
            state->path[state->n_path++] = to;
          else if (state->low[to] != G_MAXUINT)
            state->low[node] = MIN (state->low[node], state->number[to]);
          continue;
        }
      state->n_path--;
      if (state->n_path > 0 && state->low[node] < state->number[node])
        state->low[state->path[state->n_path - 1]] = MIN (state->low[state->path[state->n_path - 1]],
                                                          state->low[node]);
      if (state->low[node] == state->number[node])
        tarjan_close (document, state, node);
    }
}

static guint
find_components (AzudDocument *document,
                 guint        *component)
{
  guint n = document->nodes->len;
  g_autofree guint *memory = g_new0 (guint, (gsize) n * 5 + 5);
  Tarjan state = { .number = memory,         .low = memory + n,           .stack = memory + 2 * (gsize) n,
                   .path = memory + 3 * (gsize) n, .next_edge = memory + 4 * (gsize) n,
                     .component = component };

  for (guint i = document->n_ordered; i < n; i++)
    if (state.number[document->order[i]] == 0)
      tarjan_visit (document, &state, document->order[i]);
  return state.n_components;
}

/* ---- all of it ---- */

static guint64
edge_signature (AzudDocument         *document,
                const AzudNodeRecord *record)
{
  guint64 signature = azud_hash_mix (0x9e3779b97f4a7c15u + (guint64) record->place);

  for (guint e = 0; e < record->n_in; e++)
    {
      const AzudEdgeRecord *edge = document->in_edges[record->first_in + e];

      signature = azud_hash_mix (signature ^ GPOINTER_TO_SIZE (edge->from));
      signature =
        azud_hash_mix (signature + (guint64) (guint32) edge->from_port * 1000 + (guint64) (guint32) edge->to_port);
    }
  for (guint e = 0; e < record->n_out; e++)
    signature += azud_hash_mix (77 + (guint64) (guint32) document->out_edges[record->first_out + e]->from_port);
  return signature != 0 ? signature : 1;
}

void
azud_document_refresh_graph (AzudDocument *document)
{
  if (!document->graph_stale)
    return;
  document->graph_stale = FALSE;
  for (guint i = 0; i < document->nodes->len; i++)
    {
      AzudNodeRecord *record = document->nodes->pdata[i];

      record->index = i;
      record->place = AZUD_NODE_AFTER_CYCLE;
      record->duplicate = document->n_duplicates > 0 &&
        azud_document_find (document, record->node.id) != record;
    }
  for (guint i = 0; i < document->edges->len; i++)
    resolve_edge (document, document->edges->pdata[i]);
  list_edges (document);
  if (find_rivals (document))
    list_edges (document);   /* without them */
  sort_nodes (document);
  if (document->n_ordered < document->nodes->len)
    {
      g_autofree guint *component = g_new0 (guint, document->nodes->len);

      find_components (document, component);
      for (guint i = 0; i < document->nodes->len; i++)
        if (component[i] > 0)
          ((AzudNodeRecord *) document->nodes->pdata[i])->place = AZUD_NODE_ON_CYCLE;
    }
  for (guint i = 0; i < document->nodes->len; i++)
    {
      AzudNodeRecord *record = document->nodes->pdata[i];
      guint64 signature = edge_signature (document, record);

      record->dirty = record->dirty || signature != record->signature;
      record->signature = signature;
    }
}

gboolean
azud_document_reaches (AzudDocument   *document,
                       AzudNodeRecord *from,
                       AzudNodeRecord *to)
{
  g_autofree bool *seen = NULL;
  g_autofree guint *stack = NULL;
  guint n = 0;

  azud_document_refresh_graph (document);
  seen = g_new0 (bool, document->nodes->len);
  stack = g_new (guint, document->nodes->len + 1);
  stack[n++] = from->index;
  seen[from->index] = true;
  while (n > 0)
    {
      const AzudNodeRecord *record = document->nodes->pdata[stack[--n]];

      if (record == to)
        return TRUE;
      for (guint e = 0; e < record->n_out; e++)
        {
          guint next = document->out_edges[record->first_out + e]->to->index;

          if (!seen[next])
            {
              seen[next] = true;
              stack[n++] = next;
            }
        }
    }
  return FALSE;
}

char **
azud_document_order (AzudDocument *document)
{
  char **ids;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);

  azud_document_refresh_graph (document);
  ids = g_new0 (char *, document->nodes->len + 1);
  for (guint i = 0; i < document->nodes->len; i++)
    ids[i] = g_strdup (((AzudNodeRecord *) document->nodes->pdata[document->order[i]])->node.id);
  return ids;
}

/* ---- faults ---- */

/* Breadth first from @start inside its component; the cycle's nodes in order, or NULL when it is not shorter
 * than @best. */
static GArray *
shortest_through (AzudDocument *document,
                  const guint  *component,
                  guint        *parent,      /* scratch, all G_MAXUINT; restored */
                  guint         start,
                  guint         best,
                  guint        *budget)
{
  g_autoptr(GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr(GArray) depth = g_array_new (FALSE, FALSE, sizeof (guint));
  guint zero = 0;
  guint last = G_MAXUINT;
  GArray *cycle = NULL;

  g_array_append_val (queue, start);
  g_array_append_val (depth, zero);
  for (guint head = 0; head < queue->len && last == G_MAXUINT && *budget > 0; head++)
    {
      guint node = g_array_index (queue, guint, head);
      guint steps = g_array_index (depth, guint, head) + 1;
      const AzudNodeRecord *record = document->nodes->pdata[node];

      if (steps >= best)
        break;
      for (guint e = 0; e < record->n_out && last == G_MAXUINT; e++)
        {
          guint to = document->out_edges[record->first_out + e]->to->index;

          *budget -= MIN (*budget, 1);
          if (to == start)
            last = node;
          else if (component[to] == component[start] && parent[to] == G_MAXUINT)
            {
              parent[to] = node;
              g_array_append_val (queue, to);
              g_array_append_val (depth, steps);
            }
        }
    }
  if (last != G_MAXUINT)
    {
      cycle = g_array_new (FALSE, FALSE, sizeof (guint));
      for (guint node = last; node != start; node = parent[node])
        g_array_append_val (cycle, node);
      g_array_append_val (cycle, start);
      for (guint i = 0; i < cycle->len / 2; i++)
        {
          guint *front = &g_array_index (cycle, guint, i);
          guint *back = &g_array_index (cycle, guint, cycle->len - 1 - i);
          guint kept = *front;

          *front = *back;
          *back = kept;
        }
    }
  for (guint i = 0; i < queue->len; i++)
    parent[g_array_index (queue, guint, i)] = G_MAXUINT;
  return cycle;
}

static char *
cycle_text (AzudDocument *document,
            const GArray *cycle)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i <= cycle->len; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[g_array_index (cycle, guint, i % cycle->len)];
      g_autofree char *name = azud_text_shorten (record->own_label != NULL ? record->own_label
                                                 : record->node.id, 40);

      if (cycle->len > CYCLE_NAMES && i >= CYCLE_NAMES / 2 && i < cycle->len)
        {
          g_string_append_printf (text, " → … (%u) …", cycle->len - CYCLE_NAMES / 2);
          i = cycle->len - 1;
          continue;
        }
      g_string_append_printf (text, "%s%s", i > 0 ? " → " : "", name);
    }
  return g_string_free (text, FALSE);
}

/* Components with as many edges as nodes are one cycle each: there is nothing to choose from. */
static bool *
find_simple_cycles (AzudDocument *document,
                    const guint  *component,
                    guint         n_components)
{
  bool *simple = g_new0 (bool, (gsize) n_components + 1);
  g_autofree gint64 *surplus = g_new0 (gint64, (gsize) n_components + 1);

  for (guint i = 0; i < document->nodes->len; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[i];

      surplus[component[i]]--;
      for (guint e = 0; e < record->n_out; e++)
        surplus[component[i]] += component[document->out_edges[record->first_out + e]->to->index] == component[i];
    }
  for (guint c = 1; c <= n_components; c++)
    simple[c] = surplus[c] == 0;
  return simple;
}

/* One fault a component: its shortest cycle, as far as the budget allows to look. */
static void
cycle_faults (AzudDocument *document,
              GPtrArray    *out)
{
  guint n = document->nodes->len;
  g_autofree guint *component = g_new0 (guint, n);
  g_autofree guint *parent = g_new (guint, n);
  guint n_components = find_components (document, component);
  g_autoptr(GPtrArray) cycles = g_ptr_array_new_full (n_components, NULL);
  g_autofree bool *simple = find_simple_cycles (document, component, n_components);
  guint budget = CYCLE_BUDGET;

  memset (parent, 0xff, n * sizeof (guint));
  g_ptr_array_set_size (cycles, (int) n_components);
  for (guint i = 0; i < n; i++)
    {
      GArray **best;
      GArray *found;
      guint spare = MAX (budget, 2 * n + document->edges->len);   /* one look at least for each */

      if (component[i] == 0)
        continue;
      best = (GArray **) &cycles->pdata[component[i] - 1];
      if (*best != NULL && (budget == 0 || simple[component[i]] || (*best)->len <= 1))
        continue;
      if (*best != NULL)
        spare = budget;
      found = shortest_through (document, component, parent, i, *best != NULL ? (*best)->len : G_MAXUINT,
                                &spare);
      budget = MIN (budget, spare);
      if (found != NULL && *best != NULL)
        g_array_unref (*best);
      if (found != NULL)
        *best = found;
    }
  for (guint c = 0; c < n_components; c++)
    {
      GArray *cycle = cycles->pdata[c];
      g_autofree char *text = cycle_text (document, cycle);
      const char *const args[] = { text, NULL };
      const AzudNodeRecord *first = document->nodes->pdata[g_array_index (cycle, guint, 0)];
      AzudDiagnosticRecord *fault = azud_diagnostic_new (AZUD_SEVERITY_ERROR, "AZUD_CYCLE", first->node.id,
                                                         NULL,
                                                         N_("The graph goes in a circle: {0}."), args,
                                                         N_("Remove one of the wires between these nodes."));

      fault->view.line = first->line;
      g_ptr_array_add (out, fault);
      g_array_unref (cycle);
    }
}

static void
edge_fault (AzudEdgeRecord *edge,
            GPtrArray      *out)
{
  const AzudEdge *e = &edge->edge;
  g_autofree char *from = g_strconcat (e->from_node, ".", e->from_port, NULL);
  g_autofree char *to = g_strconcat (e->to_node, ".", e->to_port, NULL);
  const char *const args[] = { from, to, NULL };
  const char *code = "AZUD_DANGLING_EDGE";
  const char *message = N_("A wire goes from “{0}” to “{1}”, but one of the two nodes does not exist.");
  const char *node = edge->to != NULL ? e->to_node : edge->from != NULL ? e->from_node : NULL;
  AzudSeverity severity = AZUD_SEVERITY_ERROR;
  AzudDiagnosticRecord *fault;

  switch (edge->state)
    {
    case AZUD_EDGE_NO_PORT:
      code = "AZUD_MISSING_PORT";
      message = N_("A wire goes from “{0}” to “{1}”, but one of the two ports does not exist.");
      break;
    case AZUD_EDGE_TAKEN:
      code = "AZUD_INPUT_TAKEN";
      message = N_("The wire from “{0}” to “{1}” is one too many: that input takes a single wire.");
      break;
    case AZUD_EDGE_REPEATED:
      code = "AZUD_REPEATED_EDGE";
      message = N_("The wire from “{0}” to “{1}” is there twice.");
      severity = AZUD_SEVERITY_WARNING;
      break;
    case AZUD_EDGE_NO_NODE:
    case AZUD_EDGE_GOOD:
    default:
      break;
    }
  fault = azud_diagnostic_new (severity, code, node, NULL, message, args, NULL);
  fault->view.line = edge->line;
  g_ptr_array_add (out, fault);
}

static void
more_faults (guint      n,
             GPtrArray *out)
{
  g_autofree char *number = g_strdup_printf ("%u", n);
  const char *const args[] = { number, NULL };

  g_ptr_array_add (out, azud_diagnostic_new (AZUD_SEVERITY_ERROR, "AZUD_MORE_FAULTS", NULL, NULL,
                                             N_("{0} more faults of nodes and wires are not listed."), args,
                                             NULL));
}

void
azud_document_graph_faults (AzudDocument *document,
                            GPtrArray    *out)
{
  guint first = out->len;
  guint n_more = 0;

  azud_document_refresh_graph (document);
  for (guint i = 0; document->n_duplicates > 0 && i < document->nodes->len; i++)
    {
      const AzudNodeRecord *record = document->nodes->pdata[i];
      const char *const args[] = { record->node.id, NULL };
      AzudDiagnosticRecord *fault;

      if (!record->duplicate || (out->len - first >= MAX_LISTED && ++n_more > 0))
        continue;
      fault = azud_diagnostic_new (AZUD_SEVERITY_ERROR, "AZUD_DUPLICATE_ID", record->node.id, NULL,
                                   N_("Two nodes have the id “{0}”; the second one is left out."), args,
                                     NULL);
      fault->view.line = record->line;
      g_ptr_array_add (out, fault);
    }
  for (guint i = 0; i < document->edges->len; i++)
    {
      AzudEdgeRecord *edge = document->edges->pdata[i];

      if (edge->state != AZUD_EDGE_GOOD && (out->len - first < MAX_LISTED || ++n_more == 0))
        edge_fault (edge, out);
    }
  if (n_more > 0)
    more_faults (n_more, out);
  if (document->n_ordered < document->nodes->len)
    cycle_faults (document, out);
}
