/* ui-widgets.h: using the widgets of a window as a person does
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nothing here waits a fixed time for an effect: UI_WAIT_FOR iterates the main context until it is there, and ends the
 * test when that takes longer than any slow machine needs.
 */

#pragma once

#include "ui-pointer.h"
#include "widget-search.h"

#define UI_PATIENCE_S 60

#define UI_WAIT_FOR(condition)                                                                                       \
  G_STMT_START                                                                                                       \
  {                                                                                                                  \
    gint64 ui_until = g_get_monotonic_time () + UI_PATIENCE_S * G_USEC_PER_SEC;                                      \
                                                                                                                     \
    while (!(condition))                                                                                             \
      {                                                                                                              \
        if (g_get_monotonic_time () > ui_until)                                                                      \
          ui_give_up (__FILE__, __LINE__, #condition);                                                                \
        spin (5);                                                                                                    \
      }                                                                                                              \
  }                                                                                                                  \
  G_STMT_END

/* Clicks until it has its effect: a click that arrives while the frame is being laid out anew may miss, as it may for a
 * person, who clicks again.  Time enough is left for the effect of the first one. */
#define UI_CLICK_UNTIL(widget, condition)                                                                            \
  G_STMT_START                                                                                                       \
  {                                                                                                                  \
    gint64 ui_click_until = g_get_monotonic_time () + UI_PATIENCE_S * G_USEC_PER_SEC;                                \
                                                                                                                     \
    while (!(condition))                                                                                             \
      {                                                                                                              \
        GtkWidget *ui_clicked = (widget);                                                                            \
        gint64 ui_next = g_get_monotonic_time () + 4 * G_USEC_PER_SEC;                                               \
                                                                                                                     \
        if (ui_clicked != NULL)                                                                                      \
          ui_click (ui_clicked);                                                                                     \
        while (!(condition) && g_get_monotonic_time () < (ui_clicked != NULL ? ui_next : 0))                         \
          spin (5);                                                                                                  \
        if (ui_clicked == NULL)                                                                                      \
          spin (5);                                                                                                  \
        if (g_get_monotonic_time () > ui_click_until && !(condition))                                                \
          ui_give_up (__FILE__, __LINE__, #condition);                                                               \
      }                                                                                                              \
  }                                                                                                                  \
  G_STMT_END

/** ui_give_up: ends the test; with AZUD_TEST_PICTURES=FOLDER pictures of all windows are left there. */
void ui_give_up (const char *file, int line, const char *condition) G_GNUC_NORETURN;

/** ui_take_picture: what @window shows now, as a PNG file. */
void ui_take_picture (GtkWidget *window, const char *path);

/** ui_reach: waits until @widget has its place, and turns the wheel over what scrolls it until its middle is seen. */
void ui_reach (GtkWidget *widget);

/** ui_click: reaches it and clicks its middle. */
void ui_click (GtkWidget *widget);

/** ui_type: taps the keys of an ASCII text; the focus must be where it belongs. */
void ui_type (GtkWidget *widget, const char *text);

/** ui_shortcut: @keyval with @modifier1, @modifier2 (GDK_KEY_Control_L ..., 0 = none). */
void ui_shortcut (GtkWidget *widget, guint modifier1, guint modifier2, guint keyval);
