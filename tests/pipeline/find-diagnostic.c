/* find-diagnostic.c: for tests: what a document says of itself
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "find-diagnostic.h"

const AzudDiagnostic *
find_diagnostic (AzudDocument *document,
                 const char   *node,
                 const char   *code)
{
  for (guint i = 0; i < azud_document_get_n_diagnostics (document); i++)
    {
      const AzudDiagnostic *diagnostic = azud_document_get_diagnostic (document, i);

      if ((node == NULL || g_strcmp0 (diagnostic->node, node) == 0) && g_str_equal (diagnostic->code, code))
        return diagnostic;
    }
  return NULL;
}
