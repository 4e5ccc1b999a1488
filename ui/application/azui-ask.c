/* azui-ask.c: questions and messages
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-ask.h"

#include "azui-i18n.h"

#include <adwaita.h>

typedef struct
{
  AzuiAskCallback callback;
  gpointer        data;
  GDestroyNotify  destroy;
  char           *answer;
} Question;

/* Once the dialog is gone: the answer may well be to close its parent. */
static gboolean
answer_cb (gpointer data)
{
  Question *question = data;

  if (question->callback != NULL)
    question->callback (question->answer, question->data);
  if (question->destroy != NULL)
    question->destroy (question->data);
  g_free (question->answer);
  g_free (question);
  return G_SOURCE_REMOVE;
}

static void
response_cb (AdwMessageDialog *dialog,
             const char       *answer,
             Question         *question)
{
  g_signal_handlers_disconnect_by_func (dialog, response_cb, question);   /* closing it answers again */
  question->answer = g_strdup (answer);
  gtk_window_close (GTK_WINDOW (dialog));
  g_idle_add (answer_cb, question);
}

void
azui_ask (GtkWindow        *parent,
          const char       *heading,
          const char       *body,
          const AzuiAnswer *answers,
          AzuiAskCallback   callback,
          gpointer          data,
          GDestroyNotify    destroy)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  Question *question = g_new (Question, 1);
  const char *last = NULL;

  *question = (Question){ callback, data, destroy, NULL };
  for (const AzuiAnswer *answer = answers; answer->id != NULL; answer++)
    {
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), answer->id, answer->label);
      if (answer->look != AZUI_ANSWER_PLAIN)
        adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), answer->id,
                                                    answer->look == AZUI_ANSWER_SUGGESTED ? ADW_RESPONSE_SUGGESTED
                                                                                          : ADW_RESPONSE_DESTRUCTIVE);
      last = answer->id;
    }
  if (last != NULL)
    adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), last);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (response_cb), question);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
azui_tell (GtkWindow  *parent,
           const char *heading,
           const char *body)
{
  const AzuiAnswer answers[] = { { "cancel", _("_Close"), AZUI_ANSWER_PLAIN }, { NULL } };

  azui_ask (parent, heading, body, answers, NULL, NULL, NULL);
}
