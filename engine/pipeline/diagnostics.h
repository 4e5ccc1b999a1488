/* diagnostics.h: faults of a graph, gathered instead of thrown
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Thread: the document's.
 */

#pragma once

#include "base/error.h"

#include <azud/document.h>

/* Translation at the edge: messages are written as N_() and looked up here. */
#define _(text) g_dgettext (GETTEXT_PACKAGE, text)

/* A diagnostic that owns its texts; `view` is what the public face shows. */
typedef struct
{
  AzudDiagnostic view;
  char          *node;
  char          *parameter;
  char          *message;
  char          *hint;
} AzudDiagnosticRecord;

/**
 * azud_diagnostic_new: formats @message (a message id with slots {0}..{3}) with @args.
 * @node, @parameter, @hint: (nullable)
 *
 * Returns: (transfer full)
 */
AzudDiagnosticRecord *azud_diagnostic_new (AzudSeverity       severity,
                                           const char        *code,
                                           const char        *node,
                                           const char        *parameter,
                                           const char        *message,
                                           const char *const *args,
                                           const char        *hint) G_GNUC_WARN_UNUSED_RESULT;

/** azud_diagnostic_new_from_error: severity error, with span and hint of @error.  (transfer full) */
AzudDiagnosticRecord *azud_diagnostic_new_from_error (const AzudError *error, const char *node,
                                                      const char *parameter) G_GNUC_WARN_UNUSED_RESULT;

void azud_diagnostic_free (AzudDiagnosticRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AzudDiagnosticRecord, azud_diagnostic_free)

/** azud_diagnostics_to_json: the contract's shape of `check` from @records (element-type
 * AzudDiagnosticRecord).  (transfer full) */
AzudJson *azud_diagnostics_to_json (GPtrArray *records);

/** azud_message_format: @message translated, slots filled from @args (at most 4, NULL-terminated or NULL).
 * (transfer full) */
char *azud_message_format (const char *message, const char *const *args) G_GNUC_WARN_UNUSED_RESULT;

/** azud_diagnostic_to_error: the same fault as an AzudError of sort AZUD_FAULT_PIPELINE. */
void azud_diagnostic_to_error (const AzudDiagnostic *diagnostic, AzudError *error);

/** azud_text_shorten: @text with control and direction characters made visible, cut to @max bytes.
 * (transfer full) */
char *azud_text_shorten (const char *text, gsize max) G_GNUC_WARN_UNUSED_RESULT;
