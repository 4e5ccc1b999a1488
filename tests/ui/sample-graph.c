/* sample-graph.c: documents for tests of the window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "sample-graph.h"

static char *
add (AzudDocument *document,
     const char   *type,
     const char   *label,
     double        x,
     double        y)
{
  char *id = azud_document_add_node (document, type, x, y);

  g_assert_nonnull (id);
  azud_document_set_label (document, id, label);
  return id;
}

static void
set (AzudDocument *document,
     const char   *id,
     const char   *param,
     const char   *json)
{
  g_autoptr (AzudJson) value = azud_json_parse (json, -1, NULL, NULL);

  g_assert_nonnull (value);
  azud_document_set_param (document, id, param, value);
}

static void
wire (AzudDocument *document,
      const char   *from,
      const char   *to,
      const char   *port)
{
  g_assert_true (azud_document_add_edge (document, from, "out", to, port, NULL));
}

AzudDocument *
sample_graph_flights (void)
{
  AzudDocument *document = azud_document_new ();
  g_autofree char *flights = add (document, "inline-table", "Flights", 16, 64);
  g_autofree char *late = add (document, "filter", "Late flights", 256, 64);
  g_autofree char *airlines = add (document, "inline-table", "Airlines", 16, 208);
  g_autofree char *airports = add (document, "inline-table", "Airports", 16, 352);
  g_autofree char *airline = add (document, "join", "Add airline", 496, 144);
  g_autofree char *airport = add (document, "join", "Add airport", 736, 248);
  g_autofree char *mean = add (document, "aggregate", "Mean delay", 976, 248);

  set (document, flights, "schema", "[{\"name\":\"carrier\",\"type\":\"string\"},{\"name\":\"dest\",\"type\":\"string\"},{\"name\":\"arr_delay\",\"type\":\"int\"}]");
  set (document, airlines, "schema", "[{\"name\":\"carrier\",\"type\":\"string\"},{\"name\":\"name\",\"type\":\"string\"}]");
  set (document, airports, "schema", "[{\"name\":\"faa\",\"type\":\"string\"},{\"name\":\"city\",\"type\":\"string\"}]");
  set (document, late, "condition", "\"arr_delay >= 15\"");
  set (document, airline, "keys", "[{\"left\":\"carrier\",\"right\":\"carrier\"}]");
  set (document, airport, "type", "\"left\"");
  set (document, airport, "keys", "[{\"left\":\"dest\",\"right\":\"faa\"}]");
  wire (document, flights, late, "in");
  wire (document, late, airline, "left");
  wire (document, airlines, airline, "right");
  wire (document, airline, airport, "left");
  wire (document, airports, airport, "right");
  wire (document, airport, mean, "in");
  azud_document_analyse (document);
  return document;
}

AzudDocument *
sample_graph_many (guint n)
{
  AzudDocument *document = azud_document_new ();
  g_autofree char *before = NULL;

  azud_document_begin (document, "many");
  for (guint i = 0; i < n; i++)
    {
      guint row = i / 50;
      guint column = row % 2 == 0 ? i % 50 : 49 - i % 50;
      char *id = azud_document_add_node (document, i == 0 ? "inline-table" : "filter", column * 240.0, row * 120.0);

      if (before != NULL)
        wire (document, before, id, "in");
      g_free (before);
      before = id;
    }
  azud_document_end (document);
  return document;
}

AzudRunSnapshot *
sample_graph_run (AzudDocument *document)
{
  static const gint64 rows[] = { 242000, 53249, 16, 53249, 1458, 38120 };
  static const double progress[] = { 1, 0.7, 1, 1, 0.7, 0.6, 0.2 };
  AzudRunSnapshot *snapshot = g_new0 (AzudRunSnapshot, 1);

  snapshot->state = AZUD_RUN_RUNNING;
  snapshot->n_edges = azud_document_get_n_edges (document);
  snapshot->edges = g_new0 (AzudEdgeView, snapshot->n_edges);
  for (guint i = 0; i < snapshot->n_edges; i++)
    {
      const AzudEdge *edge = azud_document_get_edge (document, i);

      snapshot->edges[i].from_node = g_strdup (edge->from_node);
      snapshot->edges[i].from_port = g_strdup (edge->from_port);
      snapshot->edges[i].rows = rows[i % G_N_ELEMENTS (rows)];
    }
  snapshot->n_nodes = azud_document_get_n_nodes (document);
  snapshot->nodes = g_new0 (AzudNodeView, snapshot->n_nodes);
  for (guint i = 0; i < snapshot->n_nodes; i++)
    {
      snapshot->nodes[i].node = g_strdup (azud_document_get_node (document, i)->id);
      snapshot->nodes[i].progress = progress[i % G_N_ELEMENTS (progress)];
      snapshot->nodes[i].state = snapshot->nodes[i].progress == 1 ? AZUD_RUN_SUCCEEDED : AZUD_RUN_RUNNING;
    }
  return snapshot;
}
