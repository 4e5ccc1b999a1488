/* azui-expression-completion.c: completion of columns, parameters and functions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "inspector/azui-expression-completion.h"

#include "azui-i18n.h"

#include <azud/session.h>

#include <string.h>

/* ---- what is offered ---- */

typedef enum { OFFER_COLUMN, OFFER_PARAMETER, OFFER_FUNCTION, OFFER_KEYWORD } OfferKind;

#define AZUI_TYPE_OFFER (azui_offer_get_type ())
G_DECLARE_FINAL_TYPE (AzuiOffer, azui_offer, AZUI, OFFER, GObject)

struct _AzuiOffer
{
  GObject parent_instance;

  OfferKind kind;
  char     *label;     /* what is typed to find it */
  char     *insert;    /* what is put in */
  char     *detail;    /* type, or what the function does */
};

enum { PROP_0, PROP_LABEL, PROP_INSERT, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void offer_proposal_init (GtkSourceCompletionProposalInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AzuiOffer, azui_offer, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_COMPLETION_PROPOSAL, offer_proposal_init))

static char *
offer_get_typed_text (GtkSourceCompletionProposal *proposal)
{
  return g_strdup (AZUI_OFFER (proposal)->label);
}

static void
offer_proposal_init (GtkSourceCompletionProposalInterface *iface)
{
  iface->get_typed_text = offer_get_typed_text;
}

static void
azui_offer_get_property (GObject    *object,
                         guint       id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  AzuiOffer *self = AZUI_OFFER (object);

  if (id == PROP_LABEL)
    g_value_set_string (value, self->label);
  else if (id == PROP_INSERT)
    g_value_set_string (value, self->insert);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
azui_offer_finalize (GObject *object)
{
  AzuiOffer *self = AZUI_OFFER (object);

  g_free (self->label);
  g_free (self->insert);
  g_free (self->detail);
  G_OBJECT_CLASS (azui_offer_parent_class)->finalize (object);
}

static void
azui_offer_class_init (AzuiOfferClass *class)
{
  G_OBJECT_CLASS (class)->finalize = azui_offer_finalize;
  G_OBJECT_CLASS (class)->get_property = azui_offer_get_property;
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_INSERT] = g_param_spec_string ("insert", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (class), N_PROPS, properties);
}

static void
azui_offer_init (AzuiOffer *self)
{
}

static AzuiOffer *
offer_new (OfferKind   kind,
           const char *label,
           char       *insert,
           const char *detail)
{
  AzuiOffer *self = g_object_new (AZUI_TYPE_OFFER, NULL);

  self->kind = kind;
  self->label = g_strdup (label);
  self->insert = insert;
  self->detail = g_strdup (detail);
  return self;
}

/* ---- the provider ---- */

struct _AzuiExpressionCompletion
{
  GObject parent_instance;

  GPtrArray *columns;       /* AzuiOffer */
  GPtrArray *parameters;
};

static void provider_init (GtkSourceCompletionProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AzuiExpressionCompletion, azui_expression_completion, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GTK_SOURCE_TYPE_COMPLETION_PROVIDER, provider_init))

/* The functions of the language, once for all fields. */
static GPtrArray *
get_functions (void)
{
  static GPtrArray *functions;
  g_autoptr (AzudJson) described = NULL;

  if (functions != NULL)
    return functions;
  functions = g_ptr_array_new_with_free_func (g_object_unref);
  described = azud_functions_describe (NULL);
  for (guint i = 0; i < azud_json_get_length (described); i++)
    {
      AzudJson *function = azud_json_get_element (described, i);
      const char *name = azud_json_lookup_string (function, "name");

      if (name != NULL && (g_ascii_isalpha (name[0]) || name[0] == '_'))
        g_ptr_array_add (functions, offer_new (OFFER_FUNCTION, name, g_strdup_printf ("%s(", name),
                                               azud_json_lookup_string (function, "summary")));
    }
  return functions;
}

static const char *const keywords[] = { "AND", "OR", "NOT", "IS", "IN", "NULL", "TRUE", "FALSE", "LIKE", "ILIKE", "RLIKE", "BETWEEN", "CASE",
                                        "WHEN", "THEN", "ELSE", "END", "AS", "DISTINCT", "INTERVAL", "ESCAPE", "DIV" };

/* The words of the language, once for all fields. */
static GPtrArray *
get_keywords (void)
{
  static GPtrArray *offers;

  if (offers != NULL)
    return offers;
  offers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    g_ptr_array_add (offers, offer_new (OFFER_KEYWORD, keywords[i], g_strdup (keywords[i]), NULL));
  return offers;
}

/* Names that are no plain words are quoted. */
static char *
quote_name (const char *name)
{
  gboolean plain = g_ascii_isalpha (name[0]) || name[0] == '_';
  GString *quoted;

  for (const char *at = name; *at != '\0'; at++)
    plain = plain && (g_ascii_isalnum (*at) || *at == '_');
  if (plain)
    return g_strdup (name);
  quoted = g_string_new ("`");
  for (const char *at = name; *at != '\0'; at++)
    g_string_append_len (quoted, *at == '`' ? "``" : at, *at == '`' ? 2 : 1);
  g_string_append_c (quoted, '`');
  return g_string_free (quoted, FALSE);
}

void
azui_expression_completion_set_columns (AzuiExpressionCompletion *self,
                                        const AzudColumn         *columns,
                                        guint                     n)
{
  g_ptr_array_set_size (self->columns, 0);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->columns, offer_new (OFFER_COLUMN, columns[i].name, quote_name (columns[i].name), columns[i].type));
}

void
azui_expression_completion_set_parameters (AzuiExpressionCompletion *self,
                                           AzudJson                 *parameters)
{
  g_ptr_array_set_size (self->parameters, 0);
  for (guint i = 0; i < azud_json_get_length (parameters); i++)
    {
      AzudJson *parameter = azud_json_get_element (parameters, i);
      const char *name = azud_json_lookup_string (parameter, "name");

      if (name != NULL)
        g_ptr_array_add (self->parameters, offer_new (OFFER_PARAMETER, name, g_strdup_printf ("${%s}", name),
                                                      azud_json_lookup_string (parameter, "type")));
    }
}

/* What begins with the word, or (@inside) what holds it further on. */
static void
append_matches (GListStore *store,
                GPtrArray  *offers,
                const char *word,
                gboolean    inside)
{
  for (guint i = 0; i < offers->len; i++)
    {
      AzuiOffer *offer = offers->pdata[i];
      g_autofree char *folded = g_utf8_casefold (offer->label, -1);
      const char *hit = strstr (folded, word);

      if (hit != NULL && (hit != folded) == inside)
        g_list_store_append (store, offer);
    }
}

/* A word that is whole as it stands: Return and Tab are then about the field, not about an offer. */
static gboolean
is_complete (AzuiExpressionCompletion *self,
             const char               *word)
{
  if (g_ascii_isdigit (word[0]))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (g_ascii_strcasecmp (keywords[i], word) == 0)
      return TRUE;
  for (guint i = 0; i < self->columns->len; i++)
    if (g_ascii_strcasecmp (((AzuiOffer *) self->columns->pdata[i])->label, word) == 0)
      return TRUE;
  return FALSE;
}

GListModel *
azui_expression_completion_match (AzuiExpressionCompletion *self,
                                  const char               *word)
{
  GListStore *store = g_list_store_new (AZUI_TYPE_OFFER);
  g_autofree char *folded = g_utf8_casefold (word, -1);

  if (is_complete (self, word))
    return G_LIST_MODEL (store);
  append_matches (store, self->columns, folded, FALSE);
  append_matches (store, self->parameters, folded, FALSE);
  if (folded[0] != '\0')
    {
      append_matches (store, get_keywords (), folded, FALSE);
      append_matches (store, get_functions (), folded, FALSE);
    }
  append_matches (store, self->columns, folded, TRUE);
  return G_LIST_MODEL (store);
}

static void
provider_populate_async (GtkSourceCompletionProvider *provider,
                         GtkSourceCompletionContext  *context,
                         GCancellable                *cancellable,
                         GAsyncReadyCallback          callback,
                         gpointer                     data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, data);
  g_autofree char *word = gtk_source_completion_context_get_word (context);

  g_task_return_pointer (task, azui_expression_completion_match (AZUI_EXPRESSION_COMPLETION (provider), word), g_object_unref);
}

static GListModel *
provider_populate_finish (GtkSourceCompletionProvider *provider,
                          GAsyncResult                *result,
                          GError                     **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
provider_refilter (GtkSourceCompletionProvider *provider,
                   GtkSourceCompletionContext  *context,
                   GListModel                  *model)
{
  g_autofree char *word = gtk_source_completion_context_get_word (context);
  g_autoptr (GListModel) matches = azui_expression_completion_match (AZUI_EXPRESSION_COMPLETION (provider), word);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (matches);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (items, g_list_model_get_item (matches, i));
  g_list_store_splice (G_LIST_STORE (model), 0, g_list_model_get_n_items (model), items->pdata, items->len);
}

static void
provider_display (GtkSourceCompletionProvider *provider,
                  GtkSourceCompletionContext  *context,
                  GtkSourceCompletionProposal *proposal,
                  GtkSourceCompletionCell     *cell)
{
  static const char *const icons[] = { "view-list-symbolic", "azud-parameter-symbolic", "azud-expression-symbolic", NULL };
  AzuiOffer *offer = AZUI_OFFER (proposal);

  switch (gtk_source_completion_cell_get_column (cell))
    {
    case GTK_SOURCE_COMPLETION_COLUMN_ICON:
      gtk_source_completion_cell_set_icon_name (cell, icons[offer->kind]);
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_TYPED_TEXT:
      gtk_source_completion_cell_set_text (cell, offer->label);
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_AFTER:
      gtk_source_completion_cell_set_text (cell, offer->kind == OFFER_FUNCTION ? NULL : offer->detail);
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_COMMENT:
    case GTK_SOURCE_COMPLETION_COLUMN_DETAILS:
      gtk_source_completion_cell_set_text (cell, offer->kind == OFFER_FUNCTION ? offer->detail : NULL);
      break;
    case GTK_SOURCE_COMPLETION_COLUMN_BEFORE:
    default:
      gtk_source_completion_cell_set_text (cell, NULL);
      break;
    }
}

static void
provider_activate (GtkSourceCompletionProvider *provider,
                   GtkSourceCompletionContext  *context,
                   GtkSourceCompletionProposal *proposal)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (gtk_source_completion_context_get_buffer (context));
  AzuiOffer *offer = AZUI_OFFER (proposal);
  GtkTextIter begin;
  GtkTextIter end;

  gtk_source_completion_context_get_bounds (context, &begin, &end);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &begin, &end);
  gtk_text_buffer_insert (buffer, &begin, offer->insert, -1);
  gtk_text_buffer_end_user_action (buffer);
}

static void
provider_init (GtkSourceCompletionProviderInterface *iface)
{
  iface->populate_async = provider_populate_async;
  iface->populate_finish = provider_populate_finish;
  iface->refilter = provider_refilter;
  iface->display = provider_display;
  iface->activate = provider_activate;
}

static void
azui_expression_completion_finalize (GObject *object)
{
  AzuiExpressionCompletion *self = AZUI_EXPRESSION_COMPLETION (object);

  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->parameters);
  G_OBJECT_CLASS (azui_expression_completion_parent_class)->finalize (object);
}

static void
azui_expression_completion_class_init (AzuiExpressionCompletionClass *class)
{
  G_OBJECT_CLASS (class)->finalize = azui_expression_completion_finalize;
}

static void
azui_expression_completion_init (AzuiExpressionCompletion *self)
{
  self->columns = g_ptr_array_new_with_free_func (g_object_unref);
  self->parameters = g_ptr_array_new_with_free_func (g_object_unref);
}

AzuiExpressionCompletion *
azui_expression_completion_new (void)
{
  return g_object_new (AZUI_TYPE_EXPRESSION_COMPLETION, NULL);
}
