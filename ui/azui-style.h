/* azui-style.h: the colours of the window in one place, light and dark
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * What is drawn takes its colours from here; what is styled by CSS uses the named colours and classes of
 * resources/css, which hold the same values.  Thread: main.
 */

#pragma once

#include <azud/node-type.h>

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  AZUI_COLOR_CANVAS,          /* behind the cards */
  AZUI_COLOR_GRID,            /* its dots */
  AZUI_COLOR_CARD,
  AZUI_COLOR_CARD_BORDER,
  AZUI_COLOR_TEXT,
  AZUI_COLOR_TEXT_DIM,
  AZUI_COLOR_WIRE,
  AZUI_COLOR_ACCENT,          /* selected, running */
  AZUI_COLOR_SUCCESS,
  AZUI_COLOR_WARNING,
  AZUI_COLOR_ERROR,
  AZUI_COLOR_PILL,            /* the ground of small texts on wires */
  AZUI_COLOR_PILL_TEXT,
  AZUI_COLOR_BAR,             /* histograms, progress ground */
  AZUI_COLOR_UNKNOWN,         /* nodes of unknown type */
  AZUI_COLOR_ALARM,           /* what had to be done again, or to go to disk */
  AZUI_COLOR_ALARM_TEXT,      /* the same, dark enough to read */
  AZUI_COLOR_SUCCESS_TEXT
} AzuiColor;
#define AZUI_N_COLORS (AZUI_COLOR_SUCCESS_TEXT + 1)

/** azui_style_load: registers the style sheets (resources below css/; those named
 * NAME-dark.css only while it is dark) and icons with the default display.  May be called again. */
void azui_style_load (void);

/** azui_style_is_dark: whether the system or the user wants dark colours now (AdwStyleManager). */
gboolean azui_style_is_dark (void);

/** azui_style_get_color: a colour of the present scheme; the pointer stays valid. */
const GdkRGBA *azui_style_get_color (AzuiColor color);

/** azui_style_get_category_color: the colour of a category of nodes, the same in both schemes but for lightness. */
const GdkRGBA *azui_style_get_category_color (AzudCategory category);

/** azui_style_get_category_class: the CSS class that carries it, such as "category-rows". */
const char *azui_style_get_category_class (AzudCategory category);

/** azui_style_watch: calls @callback (@widget) whenever the scheme changes, as long as @widget lives. */
void azui_style_watch (GtkWidget *widget, void (*callback) (GtkWidget *widget));

G_END_DECLS
