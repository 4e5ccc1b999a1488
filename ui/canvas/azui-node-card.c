/* azui-node-card.c: a node on the canvas
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "canvas/azui-node-card.h"

#include "azui-i18n.h"
#include "azui-style.h"
#include "canvas/azui-canvas-geometry.h"

#define PROGRESS_HEIGHT 3.0f
#define PROGRESS_INSET  10.0f
#define BADGE_GAP       3

struct _AzuiNodeCard
{
  GtkWidget           parent_instance;

  GtkWidget          *content;
  GtkWidget          *icon;
  GtkWidget          *label;
  GtkWidget          *subtitle;
  GtkWidget          *problem;
  GtkWidget          *badge;
  GPtrArray          *ports[2];       /* GtkWidget, inputs and outputs */

  const AzudNodeType *type;
  char               *type_id;
  guint               n_errors, n_warnings;
  gboolean            disabled;
  AzuiProgress        progress;
  double              fraction;
};

G_DEFINE_FINAL_TYPE (AzuiNodeCard, azui_node_card, GTK_TYPE_WIDGET)

/* "Filter, Late flights, 1 problem" */
static const char *
progress_name (AzuiProgress progress)
{
  switch (progress)
    {
    case AZUI_PROGRESS_NONE:
      return NULL;
    case AZUI_PROGRESS_RUNNING:
      return _("running");
    case AZUI_PROGRESS_DONE:
      return _("done");
    case AZUI_PROGRESS_FAILED:
      return _("failed");
    case AZUI_PROGRESS_CANCELLED:
      return _("stopped");
    }
  return NULL;
}

static void
update_accessible_label (AzuiNodeCard *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *label = gtk_label_get_text (GTK_LABEL (self->label));
  const char *badge = gtk_label_get_text (GTK_LABEL (self->badge));
  const char *type = self->type != NULL ? azud_node_type_get_label (self->type) : self->type_id;
  guint n_problems = self->n_errors + self->n_warnings;

  if (type != NULL)
    g_string_append (text, type);
  if (g_strcmp0 (label, type) != 0)
    g_string_append_printf (text, ", %s", label);
  if (self->type == NULL)
    g_string_append_printf (text, ", %s", _("unknown type"));
  if (self->disabled)
    g_string_append_printf (text, ", %s", _("switched off"));
  if (n_problems > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u problem", "%u problems", n_problems), n_problems);
    }
  if (self->progress != AZUI_PROGRESS_NONE)
    g_string_append_printf (text, ", %s", progress_name (self->progress));
  if (badge[0] != '\0')
    g_string_append_printf (text, ", %s", badge);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text->str, -1);
}

static void
set_class (AzuiNodeCard *self,
           const char   *name,
           gboolean      on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

/* ---- layout and drawing ---- */

static void
azui_node_card_measure (GtkWidget     *widget,
                        GtkOrientation orientation,
                        int            for_size,
                        int           *minimum,
                        int           *natural,
                        int           *minimum_baseline,
                        int           *natural_baseline)
{
  AzuiNodeCard *self = AZUI_NODE_CARD (widget);
  int ignored;

  /* The canvas decides the size; the children are asked so that they are ready to be placed. */
  gtk_widget_measure (self->content, orientation, -1, &ignored, &ignored, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = (int) AZUI_CARD_WIDTH;
  else
    *minimum = *natural = (int) azui_card_height (self->ports[0]->len, self->ports[1]->len);
}

static void
place (GtkWidget *child,
       int        x,
       int        y,
       int        width,
       int        height)
{
  gtk_widget_allocate (child, width, height, -1,
                       gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y)));
}

static void
azui_node_card_size_allocate (GtkWidget *widget,
                              int        width,
                              int        height,
                              int        baseline)
{
  AzuiNodeCard *self = AZUI_NODE_CARD (widget);
  graphene_rect_t card = GRAPHENE_RECT_INIT (-1, -1, (float) width + 2, (float) height + 2);
  int badge_width, badge_height;

  /* The box is inside the border (1 px), ports sit on it, the badge below. */
  place (self->content, 0, 0, width, height);
  for (int side = 0; side < 2; side++)
    for (guint i = 0; i < self->ports[side]->len; i++)
      {
        graphene_point_t middle = azui_card_port (&card, side == 1, i, self->ports[side]->len);
        int ignored;

        gtk_widget_measure (self->ports[side]->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, &ignored, &ignored, NULL, NULL);
        place (self->ports[side]->pdata[i], (int) (middle.x - AZUI_PORT_RADIUS), (int) (middle.y - AZUI_PORT_RADIUS),
               (int) (2 * AZUI_PORT_RADIUS), (int) (2 * AZUI_PORT_RADIUS));
      }
  if (gtk_widget_should_layout (self->badge))
    {
      gtk_widget_measure (self->badge, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &badge_width, NULL, NULL);
      gtk_widget_measure (self->badge, GTK_ORIENTATION_VERTICAL, -1, NULL, &badge_height, NULL, NULL);
      place (self->badge, width - badge_width, height + BADGE_GAP, badge_width, badge_height);      /* below: it covers neither the title nor a wire */
    }
}

static void
append_bar (GtkSnapshot   *snapshot,
            float          x,
            float          y,
            float          width,
            const GdkRGBA *color)
{
  GskRoundedRect bar;

  gsk_rounded_rect_init_from_rect (&bar, &GRAPHENE_RECT_INIT (x, y, width, PROGRESS_HEIGHT), PROGRESS_HEIGHT / 2);
  gtk_snapshot_push_rounded_clip (snapshot, &bar);
  gtk_snapshot_append_color (snapshot, color, &bar.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
snapshot_progress (AzuiNodeCard *self,
                   GtkSnapshot  *snapshot)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self)) - 2 * PROGRESS_INSET;
  float y = (float) gtk_widget_get_height (GTK_WIDGET (self)) - PROGRESS_HEIGHT - 2;
  GdkRGBA ground = *azui_style_get_color (AZUI_COLOR_TEXT_DIM);
  AzuiColor color = self->progress == AZUI_PROGRESS_DONE ? AZUI_COLOR_SUCCESS
                    : self->progress == AZUI_PROGRESS_FAILED ? AZUI_COLOR_ERROR
                    : self->progress == AZUI_PROGRESS_CANCELLED ? AZUI_COLOR_TEXT_DIM : AZUI_COLOR_ACCENT;

  ground.alpha = 0.25f;
  append_bar (snapshot, PROGRESS_INSET, y, width, &ground);
  if (self->fraction > 0)
    append_bar (snapshot, PROGRESS_INSET, y, MAX (PROGRESS_HEIGHT, (float) (width * self->fraction)), azui_style_get_color (color));
}

static void
azui_node_card_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  AzuiNodeCard *self = AZUI_NODE_CARD (widget);

  gtk_widget_snapshot_child (widget, self->content, snapshot);
  if (self->progress != AZUI_PROGRESS_NONE)
    snapshot_progress (self, snapshot);
  for (int side = 0; side < 2; side++)
    for (guint i = 0; i < self->ports[side]->len; i++)
      gtk_widget_snapshot_child (widget, self->ports[side]->pdata[i], snapshot);
  gtk_widget_snapshot_child (widget, self->badge, snapshot);
}

/* ---- object ---- */

static void
azui_node_card_dispose (GObject *object)
{
  AzuiNodeCard *self = AZUI_NODE_CARD (object);

  for (int side = 0; side < 2; side++)
    {
      for (guint i = 0; i < self->ports[side]->len; i++)
        gtk_widget_unparent (self->ports[side]->pdata[i]);
      g_ptr_array_set_size (self->ports[side], 0);
    }
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->badge, gtk_widget_unparent);
  G_OBJECT_CLASS (azui_node_card_parent_class)->dispose (object);
}

static void
azui_node_card_finalize (GObject *object)
{
  AzuiNodeCard *self = AZUI_NODE_CARD (object);

  g_ptr_array_unref (self->ports[0]);
  g_ptr_array_unref (self->ports[1]);
  g_free (self->type_id);
  G_OBJECT_CLASS (azui_node_card_parent_class)->finalize (object);
}

static void
azui_node_card_class_init (AzuiNodeCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = azui_node_card_dispose;
  object_class->finalize = azui_node_card_finalize;
  widget_class->measure = azui_node_card_measure;
  widget_class->size_allocate = azui_node_card_size_allocate;
  widget_class->snapshot = azui_node_card_snapshot;
  gtk_widget_class_set_css_name (widget_class, "nodecard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/azud/Azud/ui/node-card.ui");
  gtk_widget_class_bind_template_child (widget_class, AzuiNodeCard, content);
  gtk_widget_class_bind_template_child (widget_class, AzuiNodeCard, icon);
  gtk_widget_class_bind_template_child (widget_class, AzuiNodeCard, label);
  gtk_widget_class_bind_template_child (widget_class, AzuiNodeCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, AzuiNodeCard, problem);
  gtk_widget_class_bind_template_child (widget_class, AzuiNodeCard, badge);
}

static void
azui_node_card_init (AzuiNodeCard *self)
{
  self->ports[0] = g_ptr_array_new ();
  self->ports[1] = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

GtkWidget *
azui_node_card_new (void)
{
  return g_object_new (AZUI_TYPE_NODE_CARD, NULL);
}

/* ---- what it shows ---- */

void
azui_node_card_update_colors (AzuiNodeCard *self)
{
  const GdkRGBA *color;

  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  color = self->type != NULL ? azui_style_get_category_color (self->type->category) : azui_style_get_color (AZUI_COLOR_UNKNOWN);
  for (int side = 0; side < 2; side++)
    for (guint i = 0; i < self->ports[side]->len; i++)
      azui_node_port_set_color (self->ports[side]->pdata[i], color);
}

void
azui_node_card_set_type (AzuiNodeCard       *self,
                         const AzudNodeType *type,
                         const char         *type_id)
{
  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  if (self->type != NULL)
    set_class (self, azui_style_get_category_class (self->type->category), FALSE);
  self->type = type;
  g_free (self->type_id);
  self->type_id = g_strdup (type_id);
  if (type != NULL)
    set_class (self, azui_style_get_category_class (type->category), TRUE);
  set_class (self, "placeholder", type == NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), type != NULL ? type->icon : "dialog-question-symbolic");
  azui_node_card_update_colors (self);
  update_accessible_label (self);
}

void
azui_node_card_set_ports (AzuiNodeCard      *self,
                          gboolean           output,
                          const char *const *labels,
                          const gboolean    *aside,
                          guint              n)
{
  GPtrArray *ports;

  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  ports = self->ports[output ? 1 : 0];
  for (guint i = 0; i < ports->len; i++)
    gtk_widget_unparent (ports->pdata[i]);
  g_ptr_array_set_size (ports, 0);
  for (guint i = 0; i < n; i++)
    {
      /* Translators: a port of a node: where data goes in or comes out */
      g_autofree char *label = g_strdup_printf (output ? _("Output %s") : _("Input %s"), labels[i]);
      GtkWidget *port = azui_node_port_new (label);

      if (aside != NULL)
        azui_node_port_set_aside (AZUI_NODE_PORT (port), aside[i]);
      gtk_widget_set_parent (port, GTK_WIDGET (self));
      g_ptr_array_add (ports, port);
    }
  azui_node_card_update_colors (self);
}

void
azui_node_card_set_port_state (AzuiNodeCard *self,
                               gboolean      output,
                               guint         index,
                               AzuiPortState state)
{
  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  if (index < self->ports[output ? 1 : 0]->len)
    azui_node_port_set_state (self->ports[output ? 1 : 0]->pdata[index], state);
}

void
azui_node_card_set_port_connected (AzuiNodeCard *self,
                                   gboolean      output,
                                   guint         index,
                                   gboolean      connected)
{
  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  if (index < self->ports[output ? 1 : 0]->len)
    azui_node_port_set_connected (self->ports[output ? 1 : 0]->pdata[index], connected);
}

void
azui_node_card_set_label (AzuiNodeCard *self,
                          const char   *label)
{
  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  gtk_label_set_text (GTK_LABEL (self->label), label);
  update_accessible_label (self);
}

void
azui_node_card_set_subtitle (AzuiNodeCard *self,
                             const char   *subtitle)
{
  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle != NULL ? subtitle : "");
  gtk_widget_set_visible (self->subtitle, subtitle != NULL && *subtitle != '\0');
}

void
azui_node_card_set_selected (AzuiNodeCard *self,
                             gboolean      selected)
{
  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

void
azui_node_card_set_disabled (AzuiNodeCard *self,
                             gboolean      disabled)
{
  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  self->disabled = disabled;
  set_class (self, "off", disabled);
  update_accessible_label (self);
}

void
azui_node_card_set_problems (AzuiNodeCard *self,
                             guint         n_errors,
                             guint         n_warnings)
{
  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  if (self->n_errors == n_errors && self->n_warnings == n_warnings)
    return;
  self->n_errors = n_errors;
  self->n_warnings = n_warnings;
  set_class (self, "problem-error", n_errors > 0);
  set_class (self, "problem-warning", n_errors == 0 && n_warnings > 0);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->problem), n_errors > 0 ? "dialog-error-symbolic" : "dialog-warning-symbolic");
  gtk_widget_set_visible (self->problem, n_errors + n_warnings > 0);
  update_accessible_label (self);
}

void
azui_node_card_set_progress (AzuiNodeCard *self,
                             AzuiProgress  progress,
                             double        fraction)
{
  gboolean other;

  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  fraction = CLAMP (fraction, 0, 1);
  other = self->progress != progress;
  if (!other && self->fraction == fraction)
    return;
  self->progress = progress;
  self->fraction = fraction;
  if (other)
    update_accessible_label (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
azui_node_card_set_badge (AzuiNodeCard *self,
                          const char   *text,
                          const char   *details,
                          gboolean      quiet)
{
  g_return_if_fail (AZUI_IS_NODE_CARD (self));

  if (quiet)
    gtk_widget_add_css_class (self->badge, "quiet");
  else
    gtk_widget_remove_css_class (self->badge, "quiet");
  if (details != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, details, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->badge)), text != NULL ? text : "") == 0)
    return;
  gtk_label_set_text (GTK_LABEL (self->badge), text != NULL ? text : "");
  gtk_widget_set_visible (self->badge, text != NULL);
  update_accessible_label (self);
}
