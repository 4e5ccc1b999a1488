/* run-log-view.c: run logs for whoever wants to look at one
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/session-private.h"

#include "pipeline/public-error.h"
#include "runtime/log/run-log-source.h"

AzudJson *
azud_run_log_read (const char *path,
                   GError    **error)
{
  g_autoptr(AzudRunLogReader) reader = azud_run_log_reader_new ();
  AzudError fault = AZUD_ERROR_INIT;

  azud_assert_may_block ();
  if (azud_run_log_reader_read (reader, path, &fault))
    return azud_run_log_reader_to_json (reader);
  azud_error_to_gerror (&fault, error);
  return NULL;
}
