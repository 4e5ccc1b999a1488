/* azui-expression-field.c: a small editor of expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-expression-field.h"

#include "inspector/azui-expression-completion.h"

#include "azui-i18n.h"
#include "azui-style.h"

#include <gtksourceview/gtksource.h>

#include <string.h>

struct _AzuiExpressionField
{
  GtkWidget parent_instance;

  GtkWidget                *overlay;
  GtkScrolledWindow        *scroller;
  GtkSourceView            *view;
  GtkSourceBuffer          *buffer;
  GtkWidget                *placeholder;
  GtkTextTag               *error_tag;
  GtkTextTag               *warning_tag;
  AzuiExpressionCompletion *completion;
  gboolean                  showing;
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AzuiExpressionField, azui_expression_field, GTK_TYPE_WIDGET)

static GtkSourceLanguage *
get_language (void)
{
  static GtkSourceLanguageManager *manager;

  if (manager == NULL)
    {
      const char *const *known;
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) paths = NULL;

      manager = gtk_source_language_manager_new ();
      known = gtk_source_language_manager_get_search_path (manager);
      g_strv_builder_add (builder, "resource:///io/github/azud/Azud/language-specs/");
      for (guint i = 0; known != NULL && known[i] != NULL; i++)
        g_strv_builder_add (builder, known[i]);
      paths = g_strv_builder_end (builder);
      gtk_source_language_manager_set_search_path (manager, (const char *const *) paths);
    }
  return gtk_source_language_manager_get_language (manager, "azud-expression");
}

static void
update_scheme (GtkWidget *widget)
{
  AzuiExpressionField *self = AZUI_EXPRESSION_FIELD (widget);
  GtkSourceStyleSchemeManager *manager = gtk_source_style_scheme_manager_get_default ();
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (manager, azui_style_is_dark () ? "Adwaita-dark" : "Adwaita");
  GdkRGBA error = *azui_style_get_color (AZUI_COLOR_ERROR);
  GdkRGBA warning = *azui_style_get_color (AZUI_COLOR_WARNING);

  if (scheme != NULL)
    gtk_source_buffer_set_style_scheme (self->buffer, scheme);
  g_object_set (self->error_tag, "underline-rgba", &error, NULL);
  g_object_set (self->warning_tag, "underline-rgba", &warning, NULL);
}

char *
azui_expression_field_dup_text (AzuiExpressionField *self)
{
  char *text = NULL;

  g_object_get (self->buffer, "text", &text, NULL);
  return text;
}

static void
changed_cb (AzuiExpressionField *self)
{
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (GTK_TEXT_BUFFER (self->buffer)) == 0);
  if (!self->showing)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
azui_expression_field_set_text (AzuiExpressionField *self,
                                const char          *text)
{
  g_autofree char *old = azui_expression_field_dup_text (self);

  if (g_strcmp0 (old, text) == 0)
    return;
  self->showing = TRUE;
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), text, -1);
  self->showing = FALSE;
}

static void
iter_at_byte (AzuiExpressionField *self,
              const char          *text,
              int                  byte,
              GtkTextIter         *iter)
{
  glong offset = g_utf8_pointer_to_offset (text, text + byte);

  gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (self->buffer), iter, (int) offset);
}

void
azui_expression_field_mark (AzuiExpressionField *self,
                            int                  severity,
                            int                  start,
                            int                  end)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (self->buffer);
  g_autofree char *text = azui_expression_field_dup_text (self);
  int length = (int) strlen (text);
  GtkTextIter from;
  GtkTextIter to;

  gtk_text_buffer_get_bounds (buffer, &from, &to);
  gtk_text_buffer_remove_tag (buffer, self->error_tag, &from, &to);
  gtk_text_buffer_remove_tag (buffer, self->warning_tag, &from, &to);
  if (severity < AZUD_SEVERITY_WARNING || length == 0)
    return;
  if (start >= 0 && start <= length)
    {
      /* a fault at the end of the text is marked on its last character */
      iter_at_byte (self, text, MIN (start, length), &from);
      iter_at_byte (self, text, CLAMP (end, start, length), &to);
      if (gtk_text_iter_equal (&from, &to) && !gtk_text_iter_forward_char (&to))
        gtk_text_iter_backward_char (&from);
    }
  gtk_text_buffer_apply_tag (buffer, severity == AZUD_SEVERITY_ERROR ? self->error_tag : self->warning_tag, &from, &to);
}

void
azui_expression_field_set_columns (AzuiExpressionField *self,
                                   const AzudColumn    *columns,
                                   guint                n)
{
  azui_expression_completion_set_columns (self->completion, columns, n);
}

void
azui_expression_field_set_parameters (AzuiExpressionField *self,
                                      AzudJson            *parameters)
{
  azui_expression_completion_set_parameters (self->completion, parameters);
}

GtkWidget *
azui_expression_field_get_view (AzuiExpressionField *self)
{
  return GTK_WIDGET (self->view);
}

static gboolean
azui_expression_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (AZUI_EXPRESSION_FIELD (widget)->view));
}

static void
azui_expression_field_dispose (GObject *object)
{
  AzuiExpressionField *self = AZUI_EXPRESSION_FIELD (object);

  self->showing = TRUE;
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_object (&self->completion);
  g_clear_object (&self->buffer);
  G_OBJECT_CLASS (azui_expression_field_parent_class)->dispose (object);
}

static void
azui_expression_field_class_init (AzuiExpressionFieldClass *class)
{
  G_OBJECT_CLASS (class)->dispose = azui_expression_field_dispose;
  GTK_WIDGET_CLASS (class)->grab_focus = azui_expression_field_grab_focus;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", AZUI_TYPE_EXPRESSION_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (class), "azui-expression");
}

static void
make_buffer (AzuiExpressionField *self)
{
  GtkSourceLanguage *language = get_language ();

  self->buffer = gtk_source_buffer_new (NULL);
  if (language != NULL)
    gtk_source_buffer_set_language (self->buffer, language);
  gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (self->buffer), FALSE);   /* the document's own undo */
  gtk_source_buffer_set_highlight_matching_brackets (self->buffer, TRUE);
  self->error_tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  self->warning_tag = gtk_text_buffer_create_tag (GTK_TEXT_BUFFER (self->buffer), NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
make_view (AzuiExpressionField *self)
{
  GtkTextView *view;

  self->view = GTK_SOURCE_VIEW (gtk_source_view_new_with_buffer (self->buffer));
  view = GTK_TEXT_VIEW (self->view);
  gtk_text_view_set_monospace (view, TRUE);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_left_margin (view, 9);
  gtk_text_view_set_right_margin (view, 9);
  gtk_text_view_set_top_margin (view, 7);
  gtk_text_view_set_bottom_margin (view, 7);
  self->completion = azui_expression_completion_new ();
  gtk_source_completion_add_provider (gtk_source_view_get_completion (self->view), GTK_SOURCE_COMPLETION_PROVIDER (self->completion));
  g_object_set (gtk_source_view_get_completion (self->view), "page-size", 8, "select-on-show", TRUE, NULL);
}

static void
azui_expression_field_init (AzuiExpressionField *self)
{
  self->overlay = gtk_overlay_new ();
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  self->placeholder = gtk_label_new (NULL);
  make_buffer (self);
  make_view (self);
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  /* grows with its text: the form scrolls, not the field */
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_NEVER);
  gtk_widget_add_css_class (GTK_WIDGET (self->scroller), "azui-text-frame");
  gtk_widget_add_css_class (self->placeholder, "azui-placeholder");
  gtk_widget_set_can_target (self->placeholder, FALSE);
  gtk_widget_set_halign (self->placeholder, GTK_ALIGN_START);
  gtk_widget_set_valign (self->placeholder, GTK_ALIGN_START);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->scroller));
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->placeholder);
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  update_scheme (GTK_WIDGET (self));
  azui_style_watch (GTK_WIDGET (self), update_scheme);
}

GtkWidget *
azui_expression_field_new (const char *placeholder,
                           int         lines)
{
  AzuiExpressionField *self = g_object_new (AZUI_TYPE_EXPRESSION_FIELD, NULL);

  gtk_label_set_text (GTK_LABEL (self->placeholder), placeholder != NULL ? placeholder : "");
  gtk_widget_set_size_request (GTK_WIDGET (self->view), -1, 16 + 18 * lines);
  return GTK_WIDGET (self);
}
