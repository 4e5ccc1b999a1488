/* azui-stage-colors.c: the colour of a stage, the same wherever stages are shown
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "run/azui-stage-colors.h"

#define RGB(r, g, b) { (r) / 255.0f, (g) / 255.0f, (b) / 255.0f, 1.0f }

/* Neighbours are far from each other; all of them can be told from a white ground and from a dark one. */
static const GdkRGBA colors[] = {
  RGB (53, 132, 228), RGB (46, 194, 126), RGB (145, 65, 172), RGB (229, 165, 10), RGB (14, 140, 160), RGB (150, 105, 65),
  RGB (214, 105, 165), RGB (94, 92, 200), RGB (138, 154, 35), RGB (110, 125, 150), RGB (120, 185, 245), RGB (90, 150, 110),
};

const GdkRGBA *
azui_stage_color (int stage)
{
  return &colors[MAX (stage, 0) % (int) G_N_ELEMENTS (colors)];
}
