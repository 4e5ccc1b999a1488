/* azui-canvas-arrange.c: lets Graphviz place the nodes
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The graph is handed over with the size of each card and its ports in order, so that wires cross little; only positions
 * come back, wires stay the canvas's own.  The selection is arranged alone when it has two nodes or more.
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"
#include "graph/azui-layout.h"

#define BUDGET_MS      5000
#define POINTS_A_INCH  72.0
#define RANK_GAP       64.0
#define NODE_GAP       32.0

/* What was asked: the index in the text is the index here. */
typedef struct
{
  AzuiCanvas      *canvas;     /* a reference */
  AzudDocument    *document;   /* a reference: another document may be open when the answer comes */
  GPtrArray       *ids;
  graphene_point_t origin;     /* where the top left corner of it all was */
  gboolean         given;      /* nobody asked for it: the file names no places */
} Asked;

static void
asked_free (Asked *asked)
{
  g_object_unref (asked->canvas);
  g_object_unref (asked->document);
  g_ptr_array_unref (asked->ids);
  g_free (asked);
}

static void
append_ports (GString    *dot,
              const char *prefix,
              guint       n)
{
  for (guint i = 0; i < MAX (n, 1); i++)
    g_string_append_printf (dot, "%s<%s%u> ", i > 0 ? "|" : "", prefix, i);
}

static void
append_number (GString    *dot,
               const char *name,
               double      value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (dot, "%s=%s ", name, g_ascii_formatd (text, sizeof text, "%.4f", value));
}

/* The text of the graph.  Names are indexes: nothing of the user's gets into it. */
static char *
make_dot (AzuiCanvas *self,
          GPtrArray  *nodes,
          GHashTable *index)
{
  g_autoptr (GString) dot = g_string_new ("digraph g {\nrankdir=LR; splines=line; ");

  append_number (dot, "ranksep", RANK_GAP / POINTS_A_INCH);
  append_number (dot, "nodesep", NODE_GAP / POINTS_A_INCH);
  g_string_append (dot, ";\nnode [shape=record fixedsize=true];\n");
  for (guint i = 0; i < nodes->len; i++)
    {
      CanvasNode *node = nodes->pdata[i];

      g_string_append_printf (dot, "n%u [label=\"{{", i);
      append_ports (dot, "i", node->ports[0]->len);
      g_string_append (dot, "}|{");
      append_ports (dot, "o", node->ports[1]->len);
      g_string_append (dot, "}}\" ");
      append_number (dot, "width", node->bounds.size.width / POINTS_A_INCH);
      append_number (dot, "height", node->bounds.size.height / POINTS_A_INCH);
      g_string_append (dot, "];\n");
    }
  for (guint i = 0; i < self->wires->len; i++)
    {
      CanvasWire *wire = self->wires->pdata[i];
      gpointer from, to;

      if (wire->from == NULL || wire->to == NULL || !g_hash_table_lookup_extended (index, wire->from, NULL, &from) ||
          !g_hash_table_lookup_extended (index, wire->to, NULL, &to))
        continue;
      g_string_append_printf (dot, "n%u:o%d:e -> n%u:i%d:w;\n", GPOINTER_TO_UINT (from),
                              MAX (azui_canvas_port_index (wire->from, TRUE, wire->from_port), 0), GPOINTER_TO_UINT (to),
                              MAX (azui_canvas_port_index (wire->to, FALSE, wire->to_port), 0));
    }
  g_string_append (dot, "}\n");
  return g_string_free (g_steal_pointer (&dot), FALSE);
}

static void
apply (Asked                 *asked,
       const AzuiGraphLayout *layout)
{
  AzuiCanvas *self = asked->canvas;
  double left = G_MAXDOUBLE, top = G_MAXDOUBLE;

  for (guint i = 0; i < layout->n_nodes; i++)
    {
      left = MIN (left, layout->nodes[i].x - layout->nodes[i].width / 2);
      top = MIN (top, layout->nodes[i].y - layout->nodes[i].height / 2);
    }
  azud_document_begin (asked->document, _("Arrange"));
  for (guint i = 0; i < layout->n_nodes; i++)
    {
      const AzuiLayoutNode *place = &layout->nodes[i];
      guint64 number;
      CanvasNode *node;

      if (place->name == NULL || place->name[0] != 'n' ||
          !g_ascii_string_to_unsigned (place->name + 1, 10, 0, asked->ids->len - 1, &number, NULL))
        continue;
      node = azui_canvas_lookup (self, asked->ids->pdata[number]);
      if (node != NULL)
        azud_document_move_node (asked->document, node->id,
                                 azui_snap (asked->origin.x + place->x - place->width / 2 - left),
                                 azui_snap (asked->origin.y + place->y - place->height / 2 - top));
    }
  /* Somebody may have begun to work meanwhile: then it is a step like any other, which can be taken back. */
  if (asked->given && !azud_document_can_undo (asked->document))
    azud_document_end_as_given (asked->document);
  else
    azud_document_end (asked->document);
}

static void
laid_out_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Asked *asked = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AzuiGraphLayout) layout = azui_layout_finish (result, &error);

  if (layout != NULL && asked->canvas->document == asked->document)
    {
      apply (asked, layout);
      if (asked->ids->len == asked->canvas->nodes->len)
        azui_canvas_fit_readable (asked->canvas);
    }
  else if (layout == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *text = g_strdup_printf (_("The nodes could not be arranged: %s"), error->message);

      azui_canvas_say (asked->canvas, text);
    }
  asked_free (asked);
}

static void
arrange (AzuiCanvas *self,
         gboolean    only_selected,
         gboolean    given)
{
  g_autoptr (GPtrArray) nodes = g_ptr_array_new ();
  g_autoptr (GHashTable) index = g_hash_table_new (NULL, NULL);
  g_autofree char *dot = NULL;
  graphene_rect_t bounds;
  Asked *asked;

  if (!azui_canvas_content (self, only_selected, &bounds))
    return;
  asked = g_new0 (Asked, 1);
  asked->canvas = g_object_ref (self);
  asked->document = g_object_ref (self->document);
  asked->ids = g_ptr_array_new_with_free_func (g_free);
  asked->origin = bounds.origin;
  asked->given = given;
  for (guint i = 0; i < self->nodes->len; i++)
    {
      CanvasNode *node = self->nodes->pdata[i];

      if (only_selected && !node->selected)
        continue;
      g_hash_table_insert (index, node, GUINT_TO_POINTER (nodes->len));
      g_ptr_array_add (nodes, node);
      g_ptr_array_add (asked->ids, g_strdup (node->id));
    }
  dot = make_dot (self, nodes, index);
  if (self->layout_cancellable != NULL)
    g_cancellable_cancel (self->layout_cancellable);
  g_clear_object (&self->layout_cancellable);
  self->layout_cancellable = g_cancellable_new ();
  azui_layout_async (dot, BUDGET_MS, self->layout_cancellable, laid_out_cb, asked);
}

void
azui_canvas_arrange (AzuiCanvas *self)
{
  arrange (self, azui_canvas_n_selected (self) > 1, FALSE);
}

void
azui_canvas_place_all (AzuiCanvas *self)
{
  g_return_if_fail (AZUI_IS_CANVAS (self));

  arrange (self, FALSE, TRUE);
}
