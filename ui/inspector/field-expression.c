/* field-expression.c: the form's field for an expression
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-expression-field.h"
#include "inspector/azui-field.h"

static AzuiExpressionField *
get_editor (AzuiField *field)
{
  return AZUI_EXPRESSION_FIELD (azui_field_get_control (field));
}

static void
changed_cb (AzuiField *field)
{
  g_autofree char *text = azui_expression_field_dup_text (get_editor (field));

  azui_field_change (field, text[0] == '\0' && azui_field_get_spec (field)->otherwise == NULL ? NULL : azud_json_new_string (text));
}

static GtkWidget *
build (AzuiField *field)
{
  gboolean compact = azui_field_is_compact (field);
  GtkWidget *editor = azui_expression_field_new (compact ? azud_param_spec_get_label (azui_field_get_spec (field)) : NULL, compact ? 1 : 2);

  azui_field_name (field, azui_expression_field_get_view (AZUI_EXPRESSION_FIELD (editor)));
  g_signal_connect_object (editor, "changed", G_CALLBACK (changed_cb), field, G_CONNECT_SWAPPED);
  return editor;
}

static void
show (AzuiField *field,
      AzudJson  *value)
{
  const char *text = azud_json_get_string (value);

  azui_expression_field_set_text (get_editor (field), text != NULL ? text : "");
}

static void
refresh (AzuiField *field)
{
  guint n;
  const AzudColumn *columns = azui_field_list_columns (field, &n);

  azui_expression_field_set_columns (get_editor (field), columns, n);
  azui_expression_field_set_parameters (get_editor (field), azud_document_get_parameters (azui_field_get_context (field)->document));
}

static void
mark (AzuiField *field)
{
  const AzudDiagnostic *fault = azui_field_get_fault (field);

  azui_expression_field_mark (get_editor (field), fault != NULL ? (int) fault->severity : -1,
                              fault != NULL ? fault->span_start : -1, fault != NULL ? fault->span_end : -1);
}

static gboolean
focus (AzuiField  *field,
       const char *rest)
{
  return gtk_widget_grab_focus (azui_expression_field_get_view (get_editor (field)));
}

const AzuiFieldKind azui_field_expression = { .build = build, .show = show, .refresh = refresh, .mark = mark, .focus = focus };
