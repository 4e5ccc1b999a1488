/* test-palette.c: the list of node types: searching, activating
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "palette/azui-palette.h"
#include "azui-style.h"
#include "widget-search.h"

#include <azud/node-type.h>

#include <adwaita.h>

static GtkWidget *window;

static AzuiPalette *
open_palette (void)
{
  GtkWidget *palette = azui_palette_new ();

  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), palette);
  gtk_window_set_default_size (GTK_WINDOW (window), 220, 500);
  gtk_window_present (GTK_WINDOW (window));
  spin (20);
  return AZUI_PALETTE (palette);
}

static void
activated_cb (AzuiPalette *palette,
              const char  *type_id,
              char       **last)
{
  g_free (*last);
  *last = g_strdup (type_id);
}

static void
test_all (void)
{
  AzuiPalette *palette = open_palette ();
  guint n;
  const AzudNodeType *const *types = azud_node_type_list (&n);

  g_assert_cmpuint (azui_palette_get_n_shown (palette), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_nonnull (widget_find_label (GTK_WIDGET (palette), azud_node_type_get_label (types[i])));
  for (int c = 0; c < AZUD_N_CATEGORIES; c++)
    g_assert_nonnull (widget_find_label (GTK_WIDGET (palette), azud_category_label (c)));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_search (void)
{
  AzuiPalette *palette = open_palette ();
  guint n;

  azud_node_type_list (&n);
  azui_palette_search (palette, "READ csv");
  g_assert_cmpuint (azui_palette_get_n_shown (palette), ==, 1);
  azui_palette_search (palette, "condition");   /* in the summary of Filter, at least */
  g_assert_cmpuint (azui_palette_get_n_shown (palette), >=, 1);
  azui_palette_search (palette, "no such thing");
  g_assert_cmpuint (azui_palette_get_n_shown (palette), ==, 0);
  g_assert_nonnull (widget_find_label (GTK_WIDGET (palette), "No such node"));
  azui_palette_search (palette, "");
  g_assert_cmpuint (azui_palette_get_n_shown (palette), ==, n);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_activate (void)
{
  AzuiPalette *palette = open_palette ();
  GtkWidget *list = widget_find (GTK_WIDGET (palette), GTK_TYPE_LIST_BOX, 0);
  GtkWidget *entry = widget_find (GTK_WIDGET (palette), GTK_TYPE_SEARCH_ENTRY, 0);
  g_autofree char *last = NULL;
  guint n;

  g_signal_connect (palette, "node-type-activated", G_CALLBACK (activated_cb), &last);
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_cmpstr (last, ==, azud_node_type_list (&n)[0]->id);
  azui_palette_search (palette, "inline");
  g_signal_emit_by_name (entry, "activate");   /* Enter takes the first that is shown */
  g_assert_cmpstr (last, ==, "inline-table");
  gtk_editable_set_text (GTK_EDITABLE (entry), "limit");   /* also before the list followed */
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (last, ==, "limit");
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_names (void)
{
  AzuiPalette *palette = open_palette ();
  GtkWidget *list = widget_find (GTK_WIDGET (palette), GTK_TYPE_LIST_BOX, 0);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i)) != NULL; i++)
    {
      g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL));
      g_assert_nonnull (gtk_widget_get_tooltip_text (GTK_WIDGET (row)));
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  azui_style_load ();
  g_test_add_func ("/ui/palette/all", test_all);
  g_test_add_func ("/ui/palette/search", test_search);
  g_test_add_func ("/ui/palette/activate", test_activate);
  g_test_add_func ("/ui/palette/names", test_names);
  return g_test_run ();
}
