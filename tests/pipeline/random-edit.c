/* random-edit.c: random commands on a document, for properties
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "random-edit.h"

#include <string.h>

guint32
random_seed (void)
{
  const char *given = g_getenv ("AZUD_TEST_SEED");
  guint32 seed = given != NULL ? (guint32) g_ascii_strtoull (given, NULL, 10) : (guint32) g_get_real_time ();

  g_test_message ("AZUD_TEST_SEED=%u", seed);
  return seed;
}

guint
random_rounds (guint quick,
               guint thorough)
{
  return g_getenv ("AZUD_TEST_THOROUGH") != NULL ? thorough : quick;
}

static const AzudNode *
random_node (AzudDocument *document,
             GRand        *rand)
{
  guint n = azud_document_get_n_nodes (document);

  return n > 0 ? azud_document_get_node (document, (guint) g_rand_int_range (rand, 0, (gint32) n)) : NULL;
}

static void
add_node (AzudDocument *document,
          GRand        *rand)
{
  guint n = 0;
  const AzudNodeType *const *types = azud_node_type_list (&n);
  guint pick = (guint) g_rand_int_range (rand, 0, (gint32) n + 1);
  g_autofree char *id = azud_document_add_node (document, pick < n ? types[pick]->id : "from-the-future",
                                                g_rand_int_range (rand, -500, 500),
                                                g_rand_double_range (rand, -500, 500));

  g_assert_nonnull (azud_document_lookup_node (document, id));
}

static AzudJson *
random_value (GRand               *rand,
              const AzudParamSpec *spec)
{
  static const char *const texts[] = {
    "id", "id + 1", "id > 2", "amount", "sum(id)", "count(*)", "", "data.csv", "int", "string", "\"", "näme",
      "a\nb", "keep", "left", "name",
  };
  AzudJson *value;

  switch (spec->kind)
    {
    case AZUD_PARAM_BOOLEAN:
      return azud_json_new_boolean (g_rand_boolean (rand));
    case AZUD_PARAM_INTEGER:
      return azud_json_new_integer (g_rand_int_range (rand, -2, 20));
    case AZUD_PARAM_NUMBER:
      return azud_json_new_double (g_rand_double (rand));
    case AZUD_PARAM_CHOICE:
      return azud_json_new_string (spec->choices[g_rand_int_range (rand, 0, 2)].id);
    case AZUD_PARAM_COLUMNS:
      value = azud_json_new_array ();
      azud_json_add (value, azud_json_new_string (g_rand_boolean (rand) ? "id" : "amount"));
      return value;
    case AZUD_PARAM_SCHEMA:
      return azud_json_parse ("[{\"name\": \"id\", \"type\": \"int\"}, {\"name\": \"amount\", \"type\": "
                              "\"decimal(10,2)\"}]", -1, NULL, NULL);
    case AZUD_PARAM_TABLE:
      return azud_json_parse ("[[\"1\", \"2.50\"], [\"2\", null]]", -1, NULL, NULL);
    case AZUD_PARAM_LIST:
      {
        AzudJson *item = azud_json_new_object ();

        value = azud_json_new_array ();
        for (const AzudParamSpec *field = spec->fields; field->id != NULL; field++)
          if (g_rand_int_range (rand, 0, 4) > 0)
            azud_json_put (item, field->id, random_value (rand, field));
        azud_json_add (value, item);
        return value;
      }
    default:
      return azud_json_new_string (texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (texts))]);
    }
}

static void
set_param (AzudDocument *document,
           GRand        *rand)
{
  const AzudNode *node = random_node (document, rand);
  guint n = 0;
  AzudJson *value = NULL;
  const char *param = "unknown";

  if (node == NULL)
    return;
  while (node->type != NULL && node->type->params[n].id != NULL)
    n++;
  if (n > 0 && g_rand_int_range (rand, 0, 12) > 0)
    {
      const AzudParamSpec *spec = &node->type->params[g_rand_int_range (rand, 0, (gint32) n)];

      param = spec->id;
      if (g_rand_int_range (rand, 0, 5) > 0)
        value = random_value (rand, spec);
    }
  else
    value = azud_json_new_integer (g_rand_int_range (rand, 0, 5));
  azud_document_set_param (document, node->id, param, value);
  if (value != NULL)
    azud_json_unref (value);
}

static void
add_edge (AzudDocument *document,
          GRand        *rand)
{
  const AzudNode *from = random_node (document, rand);
  const AzudNode *to = random_node (document, rand);

  if (from == NULL || from->type == NULL || to->type == NULL || from->type->outputs[0].id == NULL ||
      to->type->inputs[0].id == NULL)
    return;
  azud_document_add_edge (document, from->id, from->type->outputs[0].id, to->id,
                          to->type->inputs[to->type->inputs[1].id != NULL ? g_rand_int_range (rand, 0, 2)
                                           : 0].id, NULL);
}

static void
remove_edge (AzudDocument *document,
             GRand        *rand)
{
  guint n = azud_document_get_n_edges (document);
  const AzudEdge *edge = n > 0 ? azud_document_get_edge (document,
                                                         (guint) g_rand_int_range (rand, 0, (gint32) n))
                                                           : NULL;

  if (edge != NULL)
    azud_document_remove_edge (document, edge->from_node, edge->from_port, edge->to_node, edge->to_port);
}

static void
splice (AzudDocument *document,
        GRand        *rand)
{
  const AzudNode *node = random_node (document, rand);
  guint n = azud_document_get_n_edges (document);

  if (node != NULL && n > 0)
    azud_document_splice (document, node->id, azud_document_get_edge (document,
                                                                      (guint) g_rand_int_range (rand, 0,
                                                                          (gint32) n)));
}

static void
paste (AzudDocument *document,
       GRand        *rand)
{
  const AzudNode *first = random_node (document, rand);
  const AzudNode *second = random_node (document, rand);
  g_autofree char *text = NULL;
  g_auto(GStrv) ids = NULL;

  if (first == NULL || azud_document_get_n_nodes (document) > 60)
    return;
  text = azud_document_copy (document, (const char *[]){ first->id, second->id, NULL });
  ids = azud_document_paste (document, text, 20, 20, NULL);
  g_assert_nonnull (ids);
}

static void
set_setting (AzudDocument *document,
             GRand        *rand)
{
  static const char *const values[] = { "true", "false", NULL };

  azud_document_set_setting (document, "spark.sql.caseSensitive", values[g_rand_int_range (rand, 0, 3)],
                             NULL);
}

static void
set_parameters (AzudDocument *document,
                GRand        *rand)
{
  g_autoptr(AzudJson) list = azud_json_new_array ();
  AzudJson *entry = azud_json_new_object ();

  azud_json_put_string (entry, "name", "limit");
  azud_json_put_string (entry, "type", "int");
  azud_json_put_integer (entry, "default", g_rand_int_range (rand, 0, 100));
  azud_json_add (list, entry);
  azud_document_set_parameters (document, list);
}

static void
change_node (AzudDocument *document,
             GRand        *rand)
{
  const AzudNode *node = random_node (document, rand);

  if (node == NULL)
    return;
  switch (g_rand_int_range (rand, 0, 3))
    {
    case 0:
      azud_document_move_node (document, node->id, g_rand_double_range (rand, -900, 900),
                               g_rand_int_range (rand, -3, 3));
      break;
    case 1:
      azud_document_set_label (document, node->id, g_rand_boolean (rand) ? "Größte → \"x\"" : NULL);
      break;
    default:
      azud_document_set_disabled (document, node->id, g_rand_boolean (rand));
      break;
    }
}

static void
remove_nodes (AzudDocument *document,
              GRand        *rand)
{
  const AzudNode *first = random_node (document, rand);
  const AzudNode *second = random_node (document, rand);
  g_autofree char *first_id = first != NULL ? g_strdup (first->id) : NULL;
  g_autofree char *second_id = second != NULL ? g_strdup (second->id) : NULL;

  if (first_id != NULL)
    azud_document_remove_nodes (document, (const char *[]){ first_id,
                                                            g_rand_boolean (rand) ? second_id : NULL, NULL });
}

static void
single_edit (AzudDocument *document,
             GRand        *rand)
{
  static void (*const edits[]) (AzudDocument *, GRand *) = {
    add_node, add_node, set_param, set_param, set_param, set_param, add_edge, add_edge, add_edge, add_edge,
    remove_edge, splice, paste, set_setting, set_parameters, change_node, change_node, remove_nodes,
  };

  edits[g_rand_int_range (rand, 0, G_N_ELEMENTS (edits))](document, rand);
}

void
random_edit (AzudDocument *document,
             GRand        *rand)
{
  int n = g_rand_int_range (rand, 0, 6) == 0 ? g_rand_int_range (rand, 2, 6) : 1;

  if (n > 1)
    azud_document_begin (document, "Several");
  for (int i = 0; i < n; i++)
    single_edit (document, rand);
  if (n > 1)
    azud_document_end (document);
}
