/* settings.h: the document's settings as the engine's other parts take them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Thread: the document's.  Values given for one run (azud_document_override_setting) count before the
 * document's own.
 */

#pragma once

#include "expr/expr.h"
#include "plan/stages.h"

#include <azud/document.h>

/** azud_setting_keys: all keys there are, ended by NULL.  Thread: any after the first call. */
const char *const *azud_setting_keys (void);

/** azud_setting_get_help: translated sentence about @key, or NULL. */
const char *azud_setting_get_help (const char *key);

/** azud_document_get_setting_number: a setting that is a number or a size in bytes; 0 when it is a word
 * ("auto"). */
gint64 azud_document_get_setting_number (AzudDocument *document, const char *key);

/** azud_document_get_expr_settings: zone, case rule and target; the zone's text lives until settings change. */
AzudExprSettings azud_document_get_expr_settings (AzudDocument *document);

/** azud_document_get_stage_settings: what azud_stages_new() wants. */
AzudStageSettings azud_document_get_stage_settings (AzudDocument *document);
