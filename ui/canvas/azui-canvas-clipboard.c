/* azui-canvas-clipboard.c: nodes as text, out and in
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-canvas-private.h"

#include "azui-i18n.h"

#define SHIFT 32

static char *
selection_text (AzuiCanvas *self)
{
  g_auto (GStrv) ids = azui_canvas_dup_selection (self);

  return ids[0] != NULL ? azud_document_copy (self->document, (const char *const *) ids) : NULL;
}

void
azui_canvas_copy (AzuiCanvas *self)
{
  g_autofree char *text = selection_text (self);

  if (text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  self->paste_count = 0;
}

/* Pasted nodes nobody would see come to the middle of the view. */
static void
bring_into_view (AzuiCanvas *self,
                 char      **ids)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  graphene_rect_t visible = azui_view_visible (&self->view, width, height);
  graphene_rect_t content = GRAPHENE_RECT_INIT_ZERO;
  graphene_point_t middle;
  double dx, dy;

  for (guint i = 0; ids[i] != NULL; i++)
    {
      CanvasNode *node = azui_canvas_lookup (self, ids[i]);

      if (node == NULL || azui_rects_meet (&node->bounds, &visible))
        return;
      content = i == 0 ? node->bounds : content;
      graphene_rect_union (&content, &node->bounds, &content);
    }
  graphene_rect_get_center (&content, &middle);
  dx = azui_snap (visible.origin.x + visible.size.width / 2 - middle.x);
  dy = azui_snap (visible.origin.y + visible.size.height / 2 - middle.y);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      CanvasNode *node = azui_canvas_lookup (self, ids[i]);

      azud_document_move_node (self->document, ids[i], node->bounds.origin.x + dx, node->bounds.origin.y + dy);
    }
}

static void
insert_text (AzuiCanvas *self,
             const char *text,
             double      shift,
             const char *step)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) ids = NULL;

  azud_document_begin (self->document, step);
  ids = azud_document_paste (self->document, text, shift, shift, &error);
  if (ids != NULL)
    bring_into_view (self, ids);
  azud_document_end (self->document);
  if (ids == NULL)
    azui_canvas_say (self, error != NULL ? error->message : _("There is nothing to paste."));
  else
    azui_canvas_select (self, (const char *const *) ids);
}

static void
text_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      data)
{
  g_autoptr (AzuiCanvas) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);

  if (self->document == NULL || gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  if (text == NULL)
    {
      azui_canvas_say (self, _("There is nothing to paste."));
      return;
    }
  self->paste_count++;
  insert_text (self, text, SHIFT * self->paste_count, _("Paste"));
}

void
azui_canvas_paste (AzuiCanvas *self)
{
  if (self->document != NULL)
    gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, text_read_cb, g_object_ref (self));
}

void
azui_canvas_duplicate (AzuiCanvas *self)
{
  g_autofree char *text = selection_text (self);

  if (text != NULL)
    insert_text (self, text, SHIFT, _("Duplicate"));
}
