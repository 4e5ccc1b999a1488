/* sniff.c: what is in a file, as parameters of the node that reads it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/session-private.h"

#include "formats/csv-sniff.h"
#include "pipeline/public-error.h"
#include "pipeline/schema-text.h"

#include <string.h>

typedef struct
{
  char *path;
} Request;

static void
request_free (gpointer data)
{
  g_free (((Request *) data)->path);
  g_free (data);
}

static AzudJson *
sniff_to_json (const AzudCsvSniff *sniff)
{
  AzudJson *params = azud_json_new_object ();
  char sep[2] = { sniff->options.sep, '\0' };
  char quote[2] = { sniff->options.quote, '\0' };

  azud_json_put_boolean (params, "header", sniff->options.header);
  azud_json_put_string (params, "sep", sep);
  azud_json_put_string (params, "quote", quote);
  azud_json_put (params, "schema", azud_schema_to_json (sniff->schema));
  return params;
}

static AzudJson *
sniff_path (const char *path,
            AzudError  *error)
{
  AzudAccount *account = azud_account_new (NULL, "sniff", 0);
  AzudJson *params = NULL;
  AzudCsvOptions options;
  AzudCsvSniff sniff;

  if (account == NULL)
    {
      azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no memory left"), NULL);
      return NULL;
    }
  azud_csv_options_init_read (&options);
  if (azud_csv_sniff (&path, 1, &options, AZUD_CSV_SNIFF_ALL, 0, account, &sniff, error))
    {
      params = sniff_to_json (&sniff);
      azud_csv_sniff_clear (&sniff);
    }
  azud_account_free (account);
  return params;
}

static char *
absolute_path (const char *path,
               const char *base_folder)
{
  if (g_path_is_absolute (path) || base_folder == NULL)
    return g_strdup (path);
  return g_build_filename (base_folder, path, NULL);
}

AzudJson *
azud_session_sniff (AzudSession *session,
                    const char  *path,
                    const char  *base_folder,
                    GError     **error)
{
  g_autofree char *full = absolute_path (path, base_folder);
  AzudError fault = AZUD_ERROR_INIT;
  AzudJson *params;

  azud_assert_may_block ();
  params = sniff_path (full, &fault);
  if (params == NULL)
    azud_error_to_gerror (&fault, error);
  return params;
}

/* Reading thread. */
static void
sniff_worker (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  AzudError fault = AZUD_ERROR_INIT;
  AzudJson *params = sniff_path (((Request *) data)->path, &fault);

  if (params != NULL)
    g_task_return_pointer (task, params, (GDestroyNotify) azud_json_unref);
  else
    {
      GError *error = NULL;

      azud_error_to_gerror (&fault, &error);
      g_task_return_error (task, error);
    }
}

void
azud_session_sniff_async (AzudSession        *session,
                          const char         *path,
                          const char         *base_folder,
                          GCancellable       *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer            data)
{
  g_autoptr(GTask) task = g_task_new (session, cancellable, callback, data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, azud_session_sniff_async);
  request->path = absolute_path (path, base_folder);
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, sniff_worker);
}

AzudJson *
azud_session_sniff_finish (AzudSession  *session,
                           GAsyncResult *result,
                           GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
