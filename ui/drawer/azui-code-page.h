/* azui-code-page.h: the pipeline as a script
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "drawer/azui-text-page.h"

G_BEGIN_DECLS

#define AZUI_TYPE_CODE_PAGE (azui_code_page_get_type ())
G_DECLARE_FINAL_TYPE (AzuiCodePage, azui_code_page, AZUI, CODE_PAGE, AzuiTextPage)

GtkWidget *azui_code_page_new (void);

/** azui_code_page_dup_text: the script that is shown.  (transfer full) */
char      *azui_code_page_dup_text (AzuiCodePage *self);

G_END_DECLS
