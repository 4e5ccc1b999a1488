/* field-multiline.c: the form's field for a text of several lines
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-field.h"

typedef struct
{
  GtkTextView *view;
} State;

static void
changed_cb (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  g_autofree char *text = NULL;

  if (azui_field_is_showing (field))
    return;
  g_object_get (gtk_text_view_get_buffer (state->view), "text", &text, NULL);
  azui_field_change (field, text[0] == '\0' && azui_field_get_spec (field)->otherwise == NULL ? NULL : azud_json_new_string (text));
}

static GtkWidget *
build (AzuiField *field)
{
  State *state = azui_field_get_state (field);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkTextBuffer *buffer;

  state->view = GTK_TEXT_VIEW (gtk_text_view_new ());
  buffer = gtk_text_view_get_buffer (state->view);
  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_view_set_wrap_mode (state->view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (state->view, FALSE);
  gtk_text_view_set_left_margin (state->view, 9);
  gtk_text_view_set_right_margin (state->view, 9);
  gtk_text_view_set_top_margin (state->view, 7);
  gtk_text_view_set_bottom_margin (state->view, 7);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 80);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 300);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (state->view));
  gtk_widget_add_css_class (scroller, "azui-text-frame");
  azui_field_name (field, GTK_WIDGET (state->view));
  g_signal_connect_object (buffer, "changed", G_CALLBACK (changed_cb), field, G_CONNECT_SWAPPED);
  return scroller;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  State *state = azui_field_get_state (field);
  const char *text = azud_json_get_string (value);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (state->view), text != NULL ? text : "", -1);
}

static gboolean
focus (AzuiField  *field,
       const char *rest)
{
  State *state = azui_field_get_state (field);

  return gtk_widget_grab_focus (GTK_WIDGET (state->view));
}

const AzuiFieldKind azui_field_multiline = { .state_size = sizeof (State), .build = build, .show = show, .focus = focus };
