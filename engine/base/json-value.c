/* json-value.c: making, reading and comparing JSON values
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nothing here recurses: a value may be nested as deep as memory allows.
 */

#include "config.h"

#include "base/json-private.h"

#include "base/hash.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define INDEX_FROM 16   /* members from which a look-up goes through the index */

static AzudJson *
new_value (AzudJsonKind kind)
{
  AzudJson *json = g_new0 (AzudJson, 1);

  g_atomic_ref_count_init (&json->refs);
  json->kind = (guint8) kind;
  return json;
}

AzudJson *
azud_json_new_read (AzudJsonKind kind,
                    char        *text,
                    gint64       line)
{
  AzudJson *json = new_value (kind);

  json->of.text = text;
  json->line = (guint32) MIN (line, G_MAXUINT32);
  return json;
}

AzudJson *
azud_json_ref (AzudJson *json)
{
  g_return_val_if_fail (json != NULL, NULL);

  g_atomic_ref_count_inc (&json->refs);
  return json;
}

/* Drops a reference; the last one puts the value on the list of @doomed. */
static void
doom (AzudJson  *json,
      AzudJson **doomed)
{
  if (!g_atomic_ref_count_dec (&json->refs))
    return;
  json->doomed = *doomed;
  *doomed = json;
}

static void
free_value (AzudJson  *json,
            AzudJson **doomed)
{
  switch ((AzudJsonKind) json->kind)
    {
    case AZUD_JSON_NUMBER:
    case AZUD_JSON_STRING:
      g_free (json->of.text);
      break;
    case AZUD_JSON_ARRAY:
      for (guint i = 0; i < json->n; i++)
        doom (json->of.elements[i], doomed);
      g_free (json->of.elements);
      break;
    case AZUD_JSON_OBJECT:
      for (guint i = 0; i < json->n; i++)
        {
          doom (json->of.members[i].value, doomed);
          g_free (json->of.members[i].key);
        }
      g_free (json->of.members);
      g_free (json->index);
      break;
    case AZUD_JSON_NULL:
    case AZUD_JSON_BOOLEAN:
    default:
      break;
    }
  g_free (json);
}

void
azud_json_unref (AzudJson *json)
{
  AzudJson *doomed = NULL;

  if (json == NULL)
    return;
  doom (json, &doomed);
  while (doomed != NULL)
    {
      AzudJson *next = doomed;

      doomed = next->doomed;
      free_value (next, &doomed);
    }
}

AzudJson *
azud_json_new_null (void)
{
  return new_value (AZUD_JSON_NULL);
}

AzudJson *
azud_json_new_boolean (gboolean value)
{
  AzudJson *json = new_value (AZUD_JSON_BOOLEAN);

  json->boolean = value != FALSE;
  return json;
}

AzudJson *
azud_json_new_integer (gint64 value)
{
  return azud_json_new_read (AZUD_JSON_NUMBER, g_strdup_printf ("%" G_GINT64_FORMAT, value), 0);
}

AzudJson *
azud_json_new_number (const char *text)
{
  const char *end;

  g_return_val_if_fail (text != NULL, NULL);

  end = text + strlen (text);
  g_return_val_if_fail (end != text && azud_json_skip_number (text, end) == end, NULL);
  return azud_json_new_read (AZUD_JSON_NUMBER, g_strdup (text), 0);
}

AzudJson *
azud_json_new_double (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (isnan (value))
    return azud_json_new_string ("NaN");
  if (isinf (value))
    return azud_json_new_string (value > 0 ? "Infinity" : "-Infinity");
  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  return azud_json_new_read (AZUD_JSON_NUMBER, g_strdup (text), 0);
}

AzudJson *
azud_json_new_string (const char *text)
{
  if (text == NULL)
    return azud_json_new_null ();
  return azud_json_new_read (AZUD_JSON_STRING, g_utf8_make_valid (text, -1), 0);
}

AzudJson *
azud_json_new_array (void)
{
  return new_value (AZUD_JSON_ARRAY);
}

AzudJson *
azud_json_new_strings (char *const *strings)
{
  AzudJson *array = azud_json_new_array ();

  for (; *strings != NULL; strings++)
    azud_json_add (array, azud_json_new_string (*strings));
  return array;
}

AzudJson *
azud_json_new_object (void)
{
  return new_value (AZUD_JSON_OBJECT);
}

static guint32
grown (guint32 room)
{
  return room == 0 ? 4 : room + room / 2;
}

void
azud_json_add (AzudJson *array,
               AzudJson *value)
{
  g_return_if_fail (array != NULL && array->kind == AZUD_JSON_ARRAY);
  g_return_if_fail (value != NULL);

  if (array->n == array->room)
    {
      array->room = grown (array->room);
      array->of.elements = g_renew (AzudJson *, array->of.elements, array->room);
    }
  array->of.elements[array->n++] = value;
}

/* ---- members: in order, with an index once there are many ---- */

/* A file must not be able to choose keys that collide: the seed is different in every process. */
static guint32
slot_of (const AzudJson *object,
         const char     *key)
{
  static gsize seed;

  if (g_once_init_enter (&seed))
    g_once_init_leave (&seed, (gsize) g_random_int () << 1 | 1);
  return (guint32) azud_checksum_bytes (key, strlen (key), seed) & (object->index_size - 1);
}

static void
index_member (AzudJson *object,
              guint     i)
{
  guint32 slot = slot_of (object, object->of.members[i].key);

  while (object->index[slot] != 0)
    slot = (slot + 1) & (object->index_size - 1);
  object->index[slot] = i + 1;
}

static void
grow_index (AzudJson *object)
{
  g_free (object->index);
  object->index_size = MAX (64u, object->index_size * 4);
  object->index = g_new0 (guint32, object->index_size);
  for (guint i = 0; i < object->n; i++)
    index_member (object, i);
}

static JsonMember *
find_member (const AzudJson *object,
             const char     *key)
{
  if (object->index == NULL)
    {
      for (guint i = 0; i < object->n; i++)
        if (strcmp (object->of.members[i].key, key) == 0)
          return &object->of.members[i];
      return NULL;
    }
  for (guint32 slot = slot_of (object, key); object->index[slot] != 0; slot = (slot + 1) & (object->index_size - 1))
    if (strcmp (object->of.members[object->index[slot] - 1].key, key) == 0)
      return &object->of.members[object->index[slot] - 1];
  return NULL;
}

gboolean
azud_json_add_member (AzudJson *object,
                      char     *key,
                      AzudJson *value)
{
  if (find_member (object, key) != NULL)
    return FALSE;
  if (object->n == object->room)
    {
      object->room = grown (object->room);
      object->of.members = g_renew (JsonMember, object->of.members, object->room);
    }
  object->of.members[object->n++] = (JsonMember){ key, value };
  if (object->n < INDEX_FROM)
    return TRUE;
  if (object->n * 2 > object->index_size)
    grow_index (object);
  else
    index_member (object, object->n - 1);
  return TRUE;
}

void
azud_json_put (AzudJson   *object,
               const char *key,
               AzudJson   *value)
{
  JsonMember *member;

  g_return_if_fail (object != NULL && object->kind == AZUD_JSON_OBJECT);
  g_return_if_fail (key != NULL && value != NULL);

  member = find_member (object, key);
  if (member == NULL)
    {
      char *own = g_utf8_make_valid (key, -1);

      if (azud_json_add_member (object, own, value))
        return;
      member = find_member (object, own);   /* the key needed mending, and the mended one exists */
      g_free (own);
    }
  azud_json_unref (member->value);
  member->value = value;
}

void
azud_json_put_string (AzudJson   *object,
                      const char *key,
                      const char *text)
{
  if (text != NULL)
    azud_json_put (object, key, azud_json_new_string (text));
}

void
azud_json_put_integer (AzudJson   *object,
                       const char *key,
                       gint64      value)
{
  azud_json_put (object, key, azud_json_new_integer (value));
}

void
azud_json_put_boolean (AzudJson   *object,
                       const char *key,
                       gboolean    value)
{
  azud_json_put (object, key, azud_json_new_boolean (value));
}

/* ---- reading ---- */

AzudJsonKind
azud_json_get_kind (const AzudJson *json)
{
  return json != NULL ? (AzudJsonKind) json->kind : AZUD_JSON_NULL;
}

gboolean
azud_json_get_boolean (const AzudJson *json,
                       gboolean        otherwise)
{
  return json != NULL && json->kind == AZUD_JSON_BOOLEAN ? json->boolean : otherwise;
}

gint64
azud_json_get_integer (const AzudJson *json,
                       gint64          otherwise)
{
  gint64 value;
  char *end;

  if (json == NULL || json->kind != AZUD_JSON_NUMBER)
    return otherwise;
  errno = 0;
  value = g_ascii_strtoll (json->of.text, &end, 10);
  return *end == '\0' && errno == 0 ? value : otherwise;
}

double
azud_json_get_double (const AzudJson *json,
                      double          otherwise)
{
  double value;

  if (json == NULL || json->kind != AZUD_JSON_NUMBER)
    return otherwise;
  value = g_ascii_strtod (json->of.text, NULL);
  return isfinite (value) ? value : otherwise;
}

const char *
azud_json_get_number (const AzudJson *json)
{
  return json != NULL && json->kind == AZUD_JSON_NUMBER ? json->of.text : NULL;
}

const char *
azud_json_get_string (const AzudJson *json)
{
  return json != NULL && json->kind == AZUD_JSON_STRING ? json->of.text : NULL;
}

guint
azud_json_get_length (const AzudJson *json)
{
  return json != NULL && json->kind >= AZUD_JSON_ARRAY ? json->n : 0;
}

AzudJson *
azud_json_get_element (const AzudJson *json,
                       guint           index)
{
  if (index >= azud_json_get_length (json))
    return NULL;
  return json->kind == AZUD_JSON_ARRAY ? json->of.elements[index] : json->of.members[index].value;
}

const char *
azud_json_get_key (const AzudJson *json,
                   guint           index)
{
  if (json == NULL || json->kind != AZUD_JSON_OBJECT || index >= json->n)
    return NULL;
  return json->of.members[index].key;
}

AzudJson *
azud_json_lookup (const AzudJson *json,
                  const char     *key)
{
  JsonMember *member;

  if (json == NULL || json->kind != AZUD_JSON_OBJECT)
    return NULL;
  member = find_member (json, key);
  return member != NULL ? member->value : NULL;
}

const char *
azud_json_lookup_string (const AzudJson *json,
                         const char     *key)
{
  return azud_json_get_string (azud_json_lookup (json, key));
}

gint64
azud_json_get_line (const AzudJson *json)
{
  return json != NULL ? json->line : 0;
}

/* ---- comparing ---- */

typedef struct
{
  const AzudJson *a;
  const AzudJson *b;
  guint           next;
} Pair;

/* Everything but the values inside containers. */
static gboolean
same_outside (const AzudJson *a,
              const AzudJson *b)
{
  if (a->kind != b->kind)
    return FALSE;
  switch ((AzudJsonKind) a->kind)
    {
    case AZUD_JSON_BOOLEAN:
      return a->boolean == b->boolean;
    case AZUD_JSON_NUMBER:
    case AZUD_JSON_STRING:
      return strcmp (a->of.text, b->of.text) == 0;
    case AZUD_JSON_OBJECT:
      for (guint i = 0; i < MIN (a->n, b->n); i++)
        if (strcmp (a->of.members[i].key, b->of.members[i].key) != 0)
          return FALSE;
      return a->n == b->n;
    case AZUD_JSON_ARRAY:
      return a->n == b->n;
    case AZUD_JSON_NULL:
    default:
      return TRUE;
    }
}

gboolean
azud_json_equal (const AzudJson *a,
                 const AzudJson *b)
{
  g_autoptr (GArray) stack = NULL;
  Pair first = { a, b, 0 };

  if (a == NULL || b == NULL)
    return a == b;
  if (!same_outside (a, b))
    return FALSE;

  stack = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_array_append_val (stack, first);
  while (stack->len > 0)
    {
      Pair *top = &g_array_index (stack, Pair, stack->len - 1);
      Pair inner = { NULL, NULL, 0 };

      if (top->next >= azud_json_get_length (top->a))
        {
          g_array_set_size (stack, stack->len - 1);
          continue;
        }
      inner.a = azud_json_get_element (top->a, top->next);
      inner.b = azud_json_get_element (top->b, top->next);
      top->next++;
      if (inner.a != inner.b && !same_outside (inner.a, inner.b))
        return FALSE;
      if (inner.a != inner.b && azud_json_get_length (inner.a) > 0)
        g_array_append_val (stack, inner);
    }
  return TRUE;
}
