/* example.c: the examples of node types, ready to be looked at and run
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/example.h"

#include "pipeline/lowering-private.h"
#include "pipeline/param-text.h"

#include <string.h>

/* ---- blocks ---- */

static void
block_free (gpointer data)
{
  AzudExampleBlock *block = data;

  g_free (block->name);
  g_free (block->text);
  g_free (block);
}

static void
add_block (GPtrArray  *blocks,
           const char *name,
           GString    *text)
{
  AzudExampleBlock *block = g_new0 (AzudExampleBlock, 1);

  block->name = g_strdup (name);
  block->text = g_strdup (text->str);
  g_string_truncate (text, 0);
  g_ptr_array_add (blocks, block);
}

GPtrArray *
azud_example_blocks (const char *text)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (block_free);
  g_autoptr(GString) current = g_string_new (NULL);
  g_autofree char *name = NULL;

  while (text != NULL && *text != '\0')
    {
      const char *end = strchr (text, '\n');
      gsize length = end != NULL ? (gsize) (end + 1 - text) : strlen (text);

      if (g_str_has_prefix (text, "--- "))
        {
          if (current->len > 0 || name != NULL)
            add_block (blocks, name, current);
          g_free (name);
          name = g_strstrip (g_strndup (text + 4, length - 4));
        }
      else
        g_string_append_len (current, text, (gssize) length);
      text += length;
    }
  if (current->len > 0 || name != NULL)
    add_block (blocks, name, current);
  return blocks;
}

/* ---- tables ---- */

/* One record; cells are NULL for empty ones without quotes.  *@at moves behind it. */
static GPtrArray *
read_record (const char **at)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func (g_free);
  const char *p = *at;

  for (;;)
    {
      g_autoptr(GString) cell = g_string_new (NULL);
      gboolean quoted = *p == '"';

      if (quoted)
        for (p++; *p != '\0' && !(*p == '"' && p[1] != '"'); p++)
          {
            g_string_append_c (cell, *p);
            p += *p == '"';
          }
      if (quoted && *p == '"')
        p++;
      for (; *p != '\0' && *p != ',' && *p != '\n'; p++)
        g_string_append_c (cell, *p);
      g_ptr_array_add (cells, quoted || cell->len > 0 ? g_strdup (cell->str) : NULL);
      if (*p == ',')
        {
          p++;
          continue;
        }
      *at = *p == '\n' ? p + 1 : p;
      return cells;
    }
}

static gboolean
is_date (const char *text)
{
  return strlen (text) == 10 && text[4] == '-' && text[7] == '-' && strspn (text, "0123456789-") == 10;
}

static gboolean
is_double (const char *text)
{
  char *end = NULL;

  g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && strchr ("+-.0123456789", text[0]) != NULL;
}

static gboolean
fits (const char *type,
      const char *text)
{
  gint64 number;

  if (strcmp (type, "int") == 0)
    return g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, &number, NULL);
  if (strcmp (type, "bigint") == 0)
    return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL);
  if (strcmp (type, "double") == 0)
    return is_double (text);
  if (strcmp (type, "boolean") == 0)
    return strcmp (text, "true") == 0 || strcmp (text, "false") == 0;
  if (strcmp (type, "date") == 0)
    return is_date (text);
  return TRUE;
}

static const char *
infer_type (GPtrArray *records,
            guint      column)
{
  static const char *const types[] = { "int", "bigint", "double", "boolean", "date", "string" };
  gboolean any = FALSE;

  for (guint t = 0; t < G_N_ELEMENTS (types); t++)
    {
      gboolean all = TRUE;

      for (guint r = 1; r < records->len && all; r++)
        {
          const char *cell = ((GPtrArray *) records->pdata[r])->pdata[column];

          any = any || cell != NULL;
          all = cell == NULL || fits (types[t], cell);
        }
      if (all && any)
        return types[t];
    }
  return "string";
}

static AzudJson *
table_schema (GPtrArray *records)
{
  GPtrArray *header = records->pdata[0];
  AzudJson *schema = azud_json_new_array ();

  for (guint c = 0; c < header->len; c++)
    {
      const char *cell = header->pdata[c] != NULL ? header->pdata[c] : "";
      const char *colon = strchr (cell, ':');
      g_autofree char *name = colon != NULL ? g_strndup (cell, (gsize) (colon - cell)) : g_strdup (cell);
      AzudJson *column = azud_json_new_object ();

      azud_json_put_string (column, "name", name);
      azud_json_put_string (column, "type", colon != NULL ? colon + 1 : infer_type (records, c));
      azud_json_add (schema, column);
    }
  return schema;
}

gboolean
azud_example_table (const char *text,
                    AzudJson  **schema,
                    AzudJson  **rows,
                    AzudError  *error)
{
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  while (*text != '\0')
    {
      g_ptr_array_add (records, read_record (&text));
      if (((GPtrArray *) records->pdata[records->len - 1])->len != ((GPtrArray *) records->pdata[0])->len)
        return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_EXAMPLE_TABLE",
                               N_("A row of the table has too few or too many values."), NULL);
    }
  if (records->len == 0)
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_EXAMPLE_TABLE", N_("A table needs a header."),
                           NULL);
  *schema = table_schema (records);
  *rows = azud_json_new_array ();
  for (guint r = 1; r < records->len; r++)
    {
      GPtrArray *record = records->pdata[r];
      AzudJson *row = azud_json_new_array ();

      for (guint c = 0; c < record->len; c++)
        azud_json_add (row, record->pdata[c] != NULL ? azud_json_new_string (record->pdata[c])
                       : azud_json_new_null ());
      azud_json_add (*rows, row);
    }
  return TRUE;
}

/* ---- lowering alone ---- */

static AzudPlan *
input_plan (const char *port,
            AzudJson   *columns,
            AzudError  *error)
{
  guint n = azud_json_get_length (columns);
  g_autofree AzudField *fields = g_new0 (AzudField, n + 1);
  AzudSchema *schema;
  AzudPlan *plan;

  for (guint i = 0; i < n; i++)
    {
      AzudJson *column = azud_json_get_element (columns, i);

      fields[i].name = azud_json_lookup_string (column, "name");
      fields[i].type = azud_dtype_parse (azud_json_lookup_string (column, "type"), error);
      fields[i].nullable = true;
      if (fields[i].type == NULL)
        return NULL;
    }
  schema = azud_schema_new (fields, (int) n);
  plan = azud_plan_input (port, schema);
  azud_schema_unref (schema);
  return azud_plan_with_origin (plan, port, "out", port);
}

/* Block number @index goes to the port it names, or to the ports in their order; a port that takes many
 * takes the rest. */
static int
block_port (const AzudNodeType     *type,
            const AzudExampleBlock *block,
            guint                   index)
{
  guint n_ports = azud_port_count (type->inputs);

  if (n_ports == 0)
    return -1;
  if (block->name != NULL && azud_port_index (type->inputs, block->name) >= 0)
    return azud_port_index (type->inputs, block->name);
  return (int) MIN (index, n_ports - 1);
}

static gboolean
gather_example_inputs (const AzudNodeType    *type,
                       const AzudNodeExample *example,
                       GPtrArray            **inputs,
                       AzudError             *error)
{
  g_autoptr(GPtrArray) blocks = azud_example_blocks (example->input);

  for (guint b = 0; b < blocks->len; b++)
    {
      const AzudExampleBlock *block = blocks->pdata[b];
      g_autoptr(AzudJson) schema = NULL;
      g_autoptr(AzudJson) rows = NULL;
      int port = block_port (type, block, b);
      AzudPlan *plan;

      if (port < 0)
        return TRUE;   /* a source: files */
      if (!azud_example_table (block->text, &schema, &rows, error))
        return FALSE;
      plan = input_plan (block->name != NULL ? block->name : type->inputs[port].id, schema, error);
      if (plan == NULL)
        return FALSE;
      g_ptr_array_add (inputs[port], plan);
    }
  return TRUE;
}

static void
lower_example (const AzudNodeType *type,
               AzudJson           *params,
               GPtrArray         **inputs,
               AzudPlan          **result,
               GPtrArray         **diagnostics)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autofree bool *connected = g_new0 (bool, azud_port_count (type->outputs) + 1);
  AzudLowering ctx;

  azud_document_set_base_folder (document, "/");
  azud_lowering_init (&ctx, document, type, "example", "example", params, inputs, connected);
  azud_lowering_check_params (&ctx);
  if (ctx.n_errors == 0 && type->lower (&ctx) && ctx.n_errors == 0)
    *result = type->outputs[0].id == NULL ? g_steal_pointer (&ctx.sink) : g_steal_pointer (&ctx.outputs[0]);
  *diagnostics = g_steal_pointer (&ctx.diagnostics);
  azud_lowering_clear (&ctx);
}

gboolean
azud_node_example_lower (const AzudNodeType *type,
                         guint               index,
                         AzudPlan          **sink_or_output,
                         GPtrArray         **diagnostics,
                         AzudError          *error)
{
  const AzudNodeExample *example = &type->examples[index];
  g_autoptr(AzudJson) params = azud_param_text_parse (type, example->params, error);
  guint n_ports = azud_port_count (type->inputs);
  GPtrArray **inputs = g_new0 (GPtrArray *, n_ports + 1);
  gboolean done;

  *sink_or_output = NULL;
  *diagnostics = NULL;
  for (guint p = 0; p < n_ports; p++)
    inputs[p] = g_ptr_array_new_with_free_func ((GDestroyNotify) azud_plan_unref);
  done = params != NULL && gather_example_inputs (type, example, inputs, error);
  if (done)
    lower_example (type, params, inputs, sink_or_output, diagnostics);
  for (guint p = 0; p < n_ports; p++)
    g_ptr_array_unref (inputs[p]);
  g_free (inputs);
  return done;
}

/* ---- as a document ---- */

static gboolean
add_input_node (AzudDocument           *document,
                const AzudNodeType     *type,
                const AzudExampleBlock *block,
                guint                   index,
                AzudError              *error)
{
  g_autofree char *id = g_strdup_printf ("in-%u", index + 1);
  AzudNodeRecord *record;
  AzudJson *schema = NULL;
  AzudJson *rows = NULL;
  int port = block_port (type, block, index);

  if (!azud_example_table (block->text, &schema, &rows, error))
    return FALSE;
  record = azud_node_record_new (id, "inline-table");
  azud_json_put (record->node.params, "schema", schema);
  azud_json_put (record->node.params, "rows", rows);
  azud_document_insert_node (document, record, document->nodes->len);
  azud_document_insert_edge (document, azud_edge_record_new (id, "out", "example", type->inputs[port].id),
                             document->edges->len);
  return TRUE;
}

static gboolean
write_input_file (const AzudExampleBlock *block,
                  const char             *folder,
                  GError                **error)
{
  g_autofree char *path = g_build_filename (folder, block->name != NULL ? block->name : "input.csv", NULL);

  return g_file_set_contents (path, block->text, -1, error);
}

AzudDocument *
azud_node_example_to_document (const AzudNodeType *type,
                               guint               index,
                               const char         *folder,
                               GError            **error)
{
  const AzudNodeExample *example = &type->examples[index];
  AzudError fault = AZUD_ERROR_INIT;
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autoptr(GPtrArray) blocks = azud_example_blocks (example->input);
  AzudJson *params = azud_param_text_parse (type, example->params, &fault);
  AzudNodeRecord *record;

  if (params == NULL)
    {
      azud_error_to_gerror (&fault, error);
      return NULL;
    }
  azud_document_set_base_folder (document, folder);
  record = azud_node_record_new ("example", type->id);
  azud_json_unref (record->node.params);
  record->node.params = params;
  azud_document_insert_node (document, record, 0);
  for (guint b = 0; b < blocks->len; b++)
    {
      if (type->inputs[0].id == NULL && !write_input_file (blocks->pdata[b], folder, error))
        return NULL;
      if (type->inputs[0].id != NULL && !add_input_node (document, type, blocks->pdata[b], b, &fault))
        {
          azud_error_to_gerror (&fault, error);
          return NULL;
        }
    }
  azud_document_touch (document);
  azud_document_mark_saved (document, TRUE);
  return g_steal_pointer (&document);
}
