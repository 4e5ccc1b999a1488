/* azui-field.h: the form's widget for one parameter
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A field shows a JSON value and says when people change it; it never touches the document.  What is particular to a
 * kind of parameter is an AzuiFieldKind, one file a kind (field-*.c).  Lists hold fields of their own.
 *
 * Signal `changed (AzudJson *value)`: people gave another value; NULL = none.
 * Thread: main.
 */

#pragma once

#include <azud/session.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define AZUI_TYPE_FIELD (azui_field_get_type ())
G_DECLARE_FINAL_TYPE (AzuiField, azui_field, AZUI, FIELD, GtkWidget)

/* What a field may look at; counted, since readings of files outlive forms. */
typedef struct
{
  AzudDocument *document;
  AzudSession  *session;      /* or NULL */
  char         *node;         /* or NULL */
} AzuiFieldContext;

AzuiFieldContext *azui_field_context_new (AzudDocument *document, AzudSession *session, const char *node);
AzuiFieldContext *azui_field_context_ref (AzuiFieldContext *context);
void              azui_field_context_unref (AzuiFieldContext *context);

typedef enum
{
  AZUI_LAYOUT_STACKED,        /* label above, control below */
  AZUI_LAYOUT_ROW             /* label left, control right: switches */
} AzuiFieldLayout;

typedef struct
{
  AzuiFieldLayout layout;
  gsize           state_size;                                     /* of the kind's own state, zeroed */
  GtkWidget    *(*build) (AzuiField *field);                      /* makes the control */
  void          (*show) (AzuiField *field, AzudJson *value);      /* @value may be NULL; must not call azui_field_change */
  void          (*refresh) (AzuiField *field);                    /* (nullable): columns that arrive may be others now */
  void          (*mark) (AzuiField *field);                       /* (nullable): the diagnostics are others now */
  gboolean      (*focus) (AzuiField *field, const char *rest);    /* (nullable): @rest of a path, or NULL */
  void          (*clear) (AzuiField *field);                      /* (nullable): frees what the state holds */
} AzuiFieldKind;

extern const AzuiFieldKind azui_field_boolean;
extern const AzuiFieldKind azui_field_choice;
extern const AzuiFieldKind azui_field_column;
extern const AzuiFieldKind azui_field_columns;
extern const AzuiFieldKind azui_field_expression;
extern const AzuiFieldKind azui_field_input_path;
extern const AzuiFieldKind azui_field_integer;
extern const AzuiFieldKind azui_field_list;
extern const AzuiFieldKind azui_field_multiline;
extern const AzuiFieldKind azui_field_number;
extern const AzuiFieldKind azui_field_output_path;
extern const AzuiFieldKind azui_field_schema;
extern const AzuiFieldKind azui_field_table;
extern const AzuiFieldKind azui_field_text;
extern const AzuiFieldKind azui_field_type;

/**
 * azui_field_new:
 * @path: as in diagnostics: "condition", "values/2/expression"
 * @compact: inside a row of a list: no label, the label is the placeholder
 */
GtkWidget *azui_field_new (const AzudParamSpec *spec, const char *path, AzuiFieldContext *context, gboolean compact);

const AzudParamSpec *azui_field_get_spec (AzuiField *self);
const char          *azui_field_get_path (AzuiField *self);
AzuiFieldContext    *azui_field_get_context (AzuiField *self);
gboolean             azui_field_is_compact (AzuiField *self);
GtkWidget           *azui_field_get_control (AzuiField *self);

/** azui_field_show: shows @value (nullable) as it is in the document; nothing happens when it is shown already. */
void azui_field_show (AzuiField *self, AzudJson *value);

/** azui_field_get_value: what is shown, or NULL.  (transfer none) */
AzudJson *azui_field_get_value (AzuiField *self);

/** azui_field_refresh: columns or diagnostics may be others: looks at the document again. */
void azui_field_refresh (AzuiField *self);

/** azui_field_focus: puts the cursor into it; @rest: what of a path follows its own, or NULL. */
gboolean azui_field_focus (AzuiField *self, const char *rest);

/* ---- for kinds ---- */

gpointer azui_field_get_state (AzuiField *self);

/** azui_field_is_showing: whether a value is being shown now: signals of the control mean nothing then. */
gboolean azui_field_is_showing (AzuiField *self);

/** azui_field_change: people gave @value (taken; NULL = none).  Does nothing while a value is being shown. */
void azui_field_change (AzuiField *self, AzudJson *value);

/** azui_field_change_and_show: the same for values the control does not show yet (a row was added, moved, removed). */
void azui_field_change_and_show (AzuiField *self, AzudJson *value);

/** azui_field_name: gives @widget the field's label as accessible name and its help as description. */
void azui_field_name (AzuiField *self, GtkWidget *widget);

/** azui_field_list_columns: columns that arrive where the parameter looks. */
const AzudColumn *azui_field_list_columns (AzuiField *self, guint *n);

/** azui_field_get_fault: the worst diagnostic at exactly this field, or NULL.  Valid until the next analysis. */
const AzudDiagnostic *azui_field_get_fault (AzuiField *self);

/** azui_field_set_own_fault: a message of the control itself ("not a number"); NULL takes it away. */
void azui_field_set_own_fault (AzuiField *self, const char *message);

G_END_DECLS
