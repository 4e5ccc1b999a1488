/* azui-canvas-tooltip.c: what is said of the thing under the pointer
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"

#define BADGE_HEIGHT 20.0f      /* of a badge and the gap over it, in graph units */

/* "out: 12 columns" */
static char *
describe_port (AzuiCanvas *self,
               CanvasNode *node,
               gboolean    output,
               guint       index)
{
  const char *port = node->ports[output ? 1 : 0]->pdata[index];
  const AzudPortSpec *specs = node->type == NULL ? NULL : output ? node->type->outputs : node->type->inputs;
  const char *label = specs != NULL && specs[index].label != NULL ? _(specs[index].label) : port;
  guint n = 0;

  if (output)
    azud_document_get_schema (self->document, node->id, port, &n);
  else
    azud_document_get_input_schema (self->document, node->id, port, &n);
  if (n == 0)
    return g_strdup (label);
  /* Translators: a port and how many columns its data have */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %u column", "%s: %u columns", n), label, n);
}

static void
append_line (GString    *text,
             const char *line)
{
  if (line != NULL && *line != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

/* What the run cost: "120 ms, 5.8 MiB" */
static void
append_run (GString    *text,
            CanvasNode *node)
{
  g_autofree char *memory = NULL;
  g_autofree char *line = NULL;

  if (node->time_us <= 0)
    return;
  memory = g_format_size_full ((guint64) MAX (node->memory_bytes, 0), G_FORMAT_SIZE_IEC_UNITS);
  /* Translators: time of all tasks, then the most memory used */
  line = g_strdup_printf (_("%.0f ms of work, %s"), (double) node->time_us / 1000.0, memory);
  append_line (text, line);
}

/* The node whose badge is there, below its card. */
static CanvasNode *
badge_at (AzuiCanvas      *self,
          graphene_point_t at)
{
  CanvasNode *node = azui_canvas_node_at (self, GRAPHENE_POINT_INIT (at.x, at.y - BADGE_HEIGHT * (float) self->view.zoom));

  return node != NULL && node->badge != NULL ? node : NULL;
}

static char *
describe_node (AzuiCanvas *self,
               CanvasNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *subtitle = azud_document_dup_subtitle (self->document, node->id);

  for (guint i = 0; i < azud_document_get_n_diagnostics (self->document); i++)
    {
      const AzudDiagnostic *diagnostic = azud_document_get_diagnostic (self->document, i);

      if (g_strcmp0 (diagnostic->node, node->id) == 0)
        append_line (text, diagnostic->message);
    }
  if (text->len == 0)
    append_line (text, subtitle);
  append_run (text, node);
  append_line (text, node->badge_details);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
describe_wire (AzuiCanvas *self,
               CanvasWire *wire)
{
  g_autofree char *count = NULL;
  g_autofree char *rows = NULL;
  g_autofree char *rate = NULL;

  /* Translators: %s is the label of a node */
  if (wire->merged && wire->merged_into != NULL)
    return g_strdup_printf (_("Not counted: merged into “%s”"), wire->merged_into);
  if (wire->merged)
    return g_strdup (_("Not counted: the optimizer merged this step into another one"));
  if (!wire->counted)
    return NULL;
  count = g_strdup_printf ("%" G_GINT64_FORMAT, wire->rows);
  rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s row", "%s rows", (gulong) wire->rows), count);
  if (self->run_us <= 0 || wire->rows == 0)
    return g_steal_pointer (&rows);
  rate = azui_count_text ((gint64) ((double) wire->rows * 1e6 / (double) self->run_us));
  /* Translators: rows, and rows a second */
  return g_strdup_printf (_("%s, %s a second"), rows, rate);
}

gboolean
azui_canvas_query_tooltip (GtkWidget  *widget,
                           int         x,
                           int         y,
                           gboolean    keyboard,
                           GtkTooltip *tooltip)
{
  AzuiCanvas *self = AZUI_CANVAS (widget);
  graphene_point_t at = GRAPHENE_POINT_INIT ((float) x, (float) y);
  g_autofree char *text = NULL;
  gboolean output;
  guint index;
  CanvasNode *node;
  CanvasWire *wire;

  if (keyboard || self->drag.kind != DRAG_NONE || self->document == NULL)
    return FALSE;
  if ((node = azui_canvas_port_at (self, at, &output, &index)) != NULL)
    text = describe_port (self, node, output, index);
  else if ((node = azui_canvas_node_at (self, at)) != NULL)
    text = describe_node (self, node);
  else if ((node = badge_at (self, at)) != NULL)
    text = g_strdup (node->badge_details);
  else if ((wire = azui_canvas_wire_at (self, at)) != NULL)
    text = describe_wire (self, wire);
  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}
