/* azui-ask.h: questions and messages
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The one place that knows which dialog class there is.  Thread: main.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum { AZUI_ANSWER_PLAIN, AZUI_ANSWER_SUGGESTED, AZUI_ANSWER_DESTRUCTIVE } AzuiAnswerLook;

typedef struct
{
  const char    *id;        /* "cancel" is also what closing the question means */
  const char    *label;     /* translated, may have a mnemonic */
  AzuiAnswerLook look;
} AzuiAnswer;

typedef void (*AzuiAskCallback) (const char *answer, gpointer data);

/**
 * azui_ask: asks @heading with @body; @callback gets the id of the answer, once.
 * @answers: ended by { NULL }; the last one is the default
 * @data: handed to @callback; @destroy (nullable) is called with it afterwards
 */
void azui_ask (GtkWindow        *parent,
               const char       *heading,
               const char       *body,
               const AzuiAnswer *answers,
               AzuiAskCallback   callback,
               gpointer          data,
               GDestroyNotify    destroy);

/** azui_tell: a message that only can be closed. */
void azui_tell (GtkWindow *parent, const char *heading, const char *body);

G_END_DECLS
