/* json.h: an immutable JSON value
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Parameter values of nodes, pipeline files and everything the command line prints as JSON.  Reading is
 * strict (RFC 8259, UTF-8, no duplicate keys), works with an explicit stack and reports line and column.  Numbers keep
 * their text, objects keep their order, so that save(load(x)) == x.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AzudJson AzudJson;

typedef enum
{
  AZUD_JSON_NULL,
  AZUD_JSON_BOOLEAN,
  AZUD_JSON_NUMBER,
  AZUD_JSON_STRING,
  AZUD_JSON_ARRAY,
  AZUD_JSON_OBJECT
} AzudJsonKind;

/* Limits of the reader; 0 = the default in brackets. */
typedef struct
{
  gsize max_depth;    /* nesting [1000] */
  gsize max_bytes;    /* whole text [256 MiB] */
  gsize max_values;   /* values in all [20,000,000] */
} AzudJsonLimits;

/* Where and why reading failed. */
typedef struct
{
  char   message[160];   /* translated sentence */
  gint64 line;           /* from 1 */
  gint64 column;         /* characters, from 1 */
  gint64 byte;           /* from 0 */
} AzudJsonFault;

/**
 * azud_json_parse:
 * @text: bytes, need not be terminated
 * @length: their number, or -1 when terminated
 * @limits: (nullable): NULL for the defaults
 * @fault: (out) (optional): filled on failure
 *
 * Returns: (transfer full) (nullable): the value, NULL on failure.  A leading BOM is a failure.  Thread: any.
 */
AzudJson *azud_json_parse (const char *text, gssize length, const AzudJsonLimits *limits, AzudJsonFault *fault) G_GNUC_WARN_UNUSED_RESULT;

AzudJson *azud_json_ref (AzudJson *json);
void      azud_json_unref (AzudJson *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudJson, azud_json_unref)

/* Making values; each (transfer full).  Arrays and objects are filled before they are shared. */
AzudJson *azud_json_new_null (void);
AzudJson *azud_json_new_boolean (gboolean value);
AzudJson *azud_json_new_integer (gint64 value);
AzudJson *azud_json_new_number (const char *text);      /* valid JSON number text */
AzudJson *azud_json_new_double (double value);           /* shortest text; NaN and infinities become strings */
AzudJson *azud_json_new_string (const char *text);
AzudJson *azud_json_new_array (void);
AzudJson *azud_json_new_strings (char *const *strings);   /* an array; @strings is zero-terminated */
AzudJson *azud_json_new_object (void);
void      azud_json_add (AzudJson *array, AzudJson *value);                       /* takes @value */
void      azud_json_put (AzudJson *object, const char *key, AzudJson *value);     /* takes @value; replaces in place */
void      azud_json_put_string (AzudJson *object, const char *key, const char *text);   /* NULL text: nothing is put */
void      azud_json_put_integer (AzudJson *object, const char *key, gint64 value);
void      azud_json_put_boolean (AzudJson *object, const char *key, gboolean value);

/* Reading values; all transfer none.  A wrong kind gives the stated default. */
AzudJsonKind azud_json_get_kind (const AzudJson *json);
gboolean     azud_json_get_boolean (const AzudJson *json, gboolean otherwise);
gint64       azud_json_get_integer (const AzudJson *json, gint64 otherwise);
double       azud_json_get_double (const AzudJson *json, double otherwise);
const char  *azud_json_get_number (const AzudJson *json);               /* its text, or NULL */
const char  *azud_json_get_string (const AzudJson *json);               /* NULL unless a string */
guint        azud_json_get_length (const AzudJson *json);               /* elements or members; else 0 */
AzudJson    *azud_json_get_element (const AzudJson *json, guint index); /* array element or member value; NULL outside */
const char  *azud_json_get_key (const AzudJson *json, guint index);     /* member name; NULL outside */
AzudJson    *azud_json_lookup (const AzudJson *json, const char *key);  /* member value or NULL */
const char  *azud_json_lookup_string (const AzudJson *json, const char *key);   /* or NULL */
gint64       azud_json_get_line (const AzudJson *json);                 /* line it was read from, 0 if made */

/** azud_json_equal: same kind and content; member order counts, as files are compared by bytes. */
gboolean azud_json_equal (const AzudJson *a, const AzudJson *b);

/** azud_json_append_string: appends @text quoted and escaped as JSON. */
void azud_json_append_string (GString *out, const char *text);

/** azud_json_append: appends compact text (`{"a":1}`), or with @indent >= 0 one member a line, indented by two
 * blanks per level starting at @indent. */
void azud_json_append (GString *out, const AzudJson *json, int indent);

/** azud_json_to_string: compact text.  Returns: (transfer full). */
char *azud_json_to_string (const AzudJson *json) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
