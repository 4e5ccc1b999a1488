/* json-private.h: how JSON values are held
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/json.h>

typedef struct
{
  char     *key;
  AzudJson *value;
} JsonMember;

struct _AzudJson
{
  gatomicrefcount refs;
  guint8          kind;      /* AzudJsonKind */
  gboolean        boolean;
  guint32         line;
  guint32         n;         /* elements or members */
  guint32         room;
  union
  {
    char       *text;        /* string: UTF-8; number: as read */
    AzudJson  **elements;
    JsonMember *members;
  } of;
  guint32        *index;     /* large objects: open addressing, member number + 1, 0 = empty */
  guint32         index_size;
  AzudJson       *doomed;    /* links values that are about to be freed */
};

/* A value of @kind read from @line; takes @text (string, number). */
AzudJson *azud_json_new_read (AzudJsonKind kind, char *text, gint64 line);

/* Adds a member unless @key exists; takes both when it returns TRUE. */
gboolean azud_json_add_member (AzudJson *object, char *key, AzudJson *value);

/* Where @text stops being a JSON number (RFC 8259 §6); @text itself when it does not begin with one. */
const char *azud_json_skip_number (const char *text, const char *end);
