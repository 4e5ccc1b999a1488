/* azui-stage-colors.h: the colour of a stage, the same wherever stages are shown
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** azui_stage_color: of stage @stage; they come again after twelve.  None is red or orange: those mean something.  The pointer stays valid. */
const GdkRGBA *azui_stage_color (int stage);

G_END_DECLS
