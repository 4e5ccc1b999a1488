/* schema-text.h: types and schemas as they are told to others
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "column/schema.h"

#include <azud/json.h>

/** azud_type_to_text: the whole name, however long.  Interned: it stays.  Thread: any. */
const char *azud_type_to_text (const AzudDtype *type);

/** azud_schema_to_json: [{"name": "id", "type": "bigint"}, ...].  (transfer full)  Thread: any. */
AzudJson *azud_schema_to_json (const AzudSchema *schema);
