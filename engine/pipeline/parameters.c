/* parameters.c: declared ${parameters}: their types, their values in this run, and paths that name them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * In expressions a parameter is a typed value; only in paths its text is put in place, in one pass: what a
 * value says is never looked through again, so that no chain of parameters can grow or go in circles.
 */

#include "config.h"

#include "pipeline/document-private.h"
#include "pipeline/parameters.h"
#include "pipeline/settings.h"

#include <string.h>

#define MAX_PATH_BYTES 65536

AzudExpr *
azud_text_to_literal (const char             *text,
                      const AzudDtype        *type,
                      const AzudExprSettings *settings,
                      AzudError              *error)
{
  AzudExpr *literal;
  AzudExpr *cast;
  AzudExpr *value;

  if (text == NULL)
    return azud_expr_new_null (type);
  literal = azud_expr_new_string (text);
  if (type->id == AZUD_DTYPE_STRING)
    return literal;
  cast = azud_expr_new_cast (literal, type, false, error);
  if (cast == NULL)
    return NULL;
  value = azud_expr_fold (cast, settings, error);
  azud_expr_unref (cast);
  return value;
}

/* A default may be written as a JSON text, number or boolean. */
static char *
json_to_text (AzudJson *value)
{
  if (value == NULL || azud_json_get_kind (value) == AZUD_JSON_NULL)
    return NULL;
  if (azud_json_get_kind (value) == AZUD_JSON_STRING)
    return g_strdup (azud_json_get_string (value));
  return azud_json_to_string (value);
}

static AzudJson *
find_declaration (AzudDocument *document,
                  const char   *name)
{
  guint n = azud_json_get_length (document->parameters);

  for (guint i = 0; i < n; i++)
    {
      AzudJson *declaration = azud_json_get_element (document->parameters, i);

      if (g_strcmp0 (azud_json_lookup_string (declaration, "name"), name) == 0)
        return declaration;
    }
  return NULL;
}

char *
azud_document_dup_parameter_text (AzudDocument *document,
                                  const char   *name)
{
  AzudJson *declaration = find_declaration (document, name);
  const char *override = g_hash_table_lookup (document->parameter_overrides, name);

  if (declaration == NULL)
    return NULL;
  if (override != NULL)
    return g_strdup (override);
  return json_to_text (azud_json_lookup (declaration, "default"));
}

static void
value_fault (AzudDocument    *document,
             const AzudJson  *declaration,
             const char      *name,
             const AzudError *error)
{
  AzudDiagnosticRecord *record = azud_diagnostic_new_from_error (error, NULL, name);

  record->view.line = azud_json_get_line (declaration);
  record->view.span_start = record->view.span_end = -1;
  g_ptr_array_add (document->value_faults, record);
}

static void
refresh_value (AzudDocument           *document,
               const AzudJson         *declaration,
               GHashTable             *seen,
               const AzudExprSettings *settings)
{
  AzudError fault = AZUD_ERROR_INIT;
  const char *name = azud_json_lookup_string (declaration, "name");
  const char *type_name = azud_json_lookup_string (declaration, "type");
  const AzudDtype *type = azud_dtype_parse (type_name != NULL ? type_name : "string", &fault);
  g_autofree char *text = name != NULL ? azud_document_dup_parameter_text (document, name) : NULL;
  AzudExpr *value;

  if (name == NULL || name[0] == '\0')
    {
      azud_error_clear (&fault);
      azud_error_set (&fault, AZUD_FAULT_PIPELINE, "AZUD_PARAMETER_DECLARATION",
                      N_("A parameter needs a name."), NULL);
      value_fault (document, declaration, NULL, &fault);
      return;
    }
  if (!g_hash_table_add (seen, (char *) name))
    {
      azud_error_clear (&fault);
      azud_error_set (&fault, AZUD_FAULT_PIPELINE, "AZUD_PARAMETER_DECLARATION",
                      N_("The parameter “{0}” is declared twice."), name, NULL);
      value_fault (document, declaration, name, &fault);
      return;
    }
  value = type != NULL ? azud_text_to_literal (text, type, settings, &fault) : NULL;
  if (value == NULL)
    {
      value_fault (document, declaration, name, &fault);
      if (type == NULL)
        return;
      value = azud_expr_new_null (type);   /* expressions keep their types */
    }
  document->values[document->n_values++] = (AzudScopeParameter){ .name = name, .value = value->datum };
  document->values[document->n_values - 1].value.type = value->type;
  g_ptr_array_add (document->value_trees, value);
}

void
azud_document_refresh_values (AzudDocument *document)
{
  AzudExprSettings settings;
  g_autoptr(GHashTable) seen = NULL;
  guint n;

  if (!document->values_stale)
    return;
  document->values_stale = FALSE;
  settings = azud_document_get_expr_settings (document);
  seen = g_hash_table_new (g_str_hash, g_str_equal);
  n = azud_json_get_length (document->parameters);
  g_ptr_array_set_size (document->value_trees, 0);
  g_ptr_array_set_size (document->value_faults, 0);
  g_free (document->values);
  document->values = g_new0 (AzudScopeParameter, n + 1);
  document->n_values = 0;
  for (guint i = 0; i < n; i++)
    refresh_value (document, azud_json_get_element (document->parameters, i), seen, &settings);
}

const AzudScopeParameter *
azud_document_get_values (AzudDocument *document,
                          guint        *n)
{
  azud_document_refresh_values (document);
  *n = document->n_values;
  return document->values;
}

AzudJson *
azud_document_get_parameters (AzudDocument *document)
{
  return document->parameters;
}

void
azud_document_set_parameters (AzudDocument *document,
                              AzudJson     *parameters)
{
  AzudChange *change;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));
  g_return_if_fail (parameters != NULL && azud_json_get_kind (parameters) == AZUD_JSON_ARRAY);

  if (azud_json_equal (document->parameters, parameters))
    return;
  change = azud_change_new (AZUD_CHANGE_PARAMETERS, NULL);
  change->old_json = azud_json_ref (document->parameters);
  change->new_json = azud_json_ref (parameters);
  azud_document_commit (document, change, _(N_("Change of Parameters")), FALSE);
}

gboolean
azud_document_override_parameter (AzudDocument *document,
                                  const char   *name,
                                  const char   *text,
                                  GError      **error)
{
  AzudError fault = AZUD_ERROR_INIT;
  AzudExprSettings settings;
  AzudJson *declaration;
  const char *type_name;
  const AzudDtype *type;
  AzudExpr *value;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (name != NULL && text != NULL, FALSE);

  declaration = find_declaration (document, name);
  if (declaration == NULL)
    return azud_gerror_set (error, AZUD_FAULT_USAGE, "AZUD_UNKNOWN_PARAMETER",
                            N_("This pipeline declares no parameter “{0}”."), name, NULL);
  type_name = azud_json_lookup_string (declaration, "type");
  settings = azud_document_get_expr_settings (document);
  type = azud_dtype_parse (type_name != NULL ? type_name : "string", &fault);
  value = type != NULL ? azud_text_to_literal (text, type, &settings, &fault) : NULL;
  if (value == NULL)
    {
      fault.fault = AZUD_FAULT_USAGE;
      fault.span_start = fault.span_end = -1;
      azud_error_at_node (&fault, "", name);
      return azud_error_to_gerror (&fault, error);
    }
  azud_expr_unref (value);
  g_hash_table_replace (document->parameter_overrides, g_strdup (name), g_strdup (text));
  document->values_stale = TRUE;
  document->all_dirty = TRUE;
  azud_document_touch (document);
  return TRUE;
}

/* ---- paths ---- */

char *
azud_document_expand_path (AzudDocument *document,
                           const char   *path,
                           AzudError    *error)
{
  g_autoptr(GString) out = g_string_new (NULL);
  const char *from = path;

  while (*from != '\0')
    {
      const char *end = strncmp (from, "${", 2) == 0 ? strchr (from, '}') : NULL;
      g_autofree char *name = NULL;
      g_autofree char *text = NULL;

      if (end == NULL)
        {
          g_string_append_c (out, *from++);
          continue;
        }
      name = g_strndup (from + 2, (gsize) (end - from - 2));
      text = azud_document_dup_parameter_text (document, name);
      if (text == NULL)
        {
          azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_UNKNOWN_PARAMETER",
                          find_declaration (document, name) != NULL ? N_("The parameter “{0}” has no value.")
                                                                    : N_("There is no parameter “{0}”."),
                          name, NULL);
          error->span_start = (int) (from - path);
          error->span_end = (int) (end + 1 - path);
          return NULL;
        }
      g_string_append (out, text);
      from = end + 1;
      if (out->len > MAX_PATH_BYTES)
        break;
    }
  if (out->len > MAX_PATH_BYTES)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_LIMIT_EXCEEDED",
                      N_("A path may have at most {0} bytes."), "65536", NULL);
      return NULL;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
azud_document_resolve_path (AzudDocument *document,
                            const char   *path,
                            AzudError    *error)
{
  g_autofree char *expanded = azud_document_expand_path (document, path, error);
  g_autofree char *scheme = NULL;

  if (expanded == NULL)
    return NULL;
  if (expanded[0] == '\0')
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_PARAMETER_REQUIRED", N_("A path must not be empty."),
                      NULL);
      return NULL;
    }
  scheme = strstr (expanded, "://") != NULL ? g_uri_parse_scheme (expanded) : NULL;
  if (scheme != NULL)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_PATH_NOT_LOCAL",
                      N_("Only files of this machine can be used here, not “{0}”."),
                      expanded, NULL);
      return NULL;
    }
  /* not made canonical: `..` behind a symbolic link must mean what the system means */
  if (g_path_is_absolute (expanded))
    return g_steal_pointer (&expanded);
  return g_build_filename (document->base_folder, expanded, NULL);
}
