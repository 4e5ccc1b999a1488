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
} Question;

static void
response_cb (AdwMessageDialog *dialog,
             const char       *answer,
             Question         *question)
{
  if (question->callback != NULL)
    question->callback (answer, question->data);
  if (question->destroy != NULL)
    question->destroy (question->data);
  g_free (question);
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

  *question = (Question){ callback, data, destroy };
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
