/* azui-style.c: the colours of the window in one place, light and dark
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "azui-style.h"

#include <adwaita.h>

#define RESOURCES "/io/github/azud/Azud"
#define RGB(r, g, b)     { (r) / 255.0f, (g) / 255.0f, (b) / 255.0f, 1.0f }
#define RGBA(r, g, b, a) { (r) / 255.0f, (g) / 255.0f, (b) / 255.0f, (a) }

static const GdkRGBA colors[2][AZUI_N_COLORS] = {
  {
    [AZUI_COLOR_CANVAS] = RGB (242, 242, 241),
    [AZUI_COLOR_GRID] = RGB (214, 213, 211),
    [AZUI_COLOR_CARD] = RGB (255, 255, 255),
    [AZUI_COLOR_CARD_BORDER] = RGB (217, 216, 214),
    [AZUI_COLOR_TEXT] = RGB (46, 46, 50),
    [AZUI_COLOR_TEXT_DIM] = RGB (119, 118, 123),
    [AZUI_COLOR_WIRE] = RGB (119, 118, 123),
    [AZUI_COLOR_ACCENT] = RGB (53, 132, 228),
    [AZUI_COLOR_SUCCESS] = RGB (46, 194, 126),
    [AZUI_COLOR_WARNING] = RGB (229, 165, 10),
    [AZUI_COLOR_ERROR] = RGB (224, 27, 36),
    [AZUI_COLOR_PILL] = RGB (230, 229, 227),
    [AZUI_COLOR_PILL_TEXT] = RGB (61, 56, 70),
    [AZUI_COLOR_BAR] = RGB (143, 183, 237),
    [AZUI_COLOR_UNKNOWN] = RGB (154, 153, 150),
    [AZUI_COLOR_ALARM] = RGB (230, 97, 0),
    [AZUI_COLOR_ALARM_TEXT] = RGB (176, 70, 0),
    [AZUI_COLOR_SUCCESS_TEXT] = RGB (27, 122, 75),
  },
  {
    [AZUI_COLOR_CANVAS] = RGB (30, 30, 30),
    [AZUI_COLOR_GRID] = RGB (56, 56, 56),
    [AZUI_COLOR_CARD] = RGB (54, 54, 54),
    [AZUI_COLOR_CARD_BORDER] = RGB (80, 80, 80),
    [AZUI_COLOR_TEXT] = RGB (255, 255, 255),
    [AZUI_COLOR_TEXT_DIM] = RGB (165, 164, 162),
    [AZUI_COLOR_WIRE] = RGB (165, 164, 162),
    [AZUI_COLOR_ACCENT] = RGB (72, 148, 240),
    [AZUI_COLOR_SUCCESS] = RGB (51, 209, 122),
    [AZUI_COLOR_WARNING] = RGB (245, 194, 17),
    [AZUI_COLOR_ERROR] = RGB (246, 97, 81),
    [AZUI_COLOR_PILL] = RGB (74, 74, 76),
    [AZUI_COLOR_PILL_TEXT] = RGB (222, 221, 218),
    [AZUI_COLOR_BAR] = RGB (64, 112, 176),
    [AZUI_COLOR_UNKNOWN] = RGB (119, 118, 123),
    [AZUI_COLOR_ALARM] = RGB (255, 120, 0),
    [AZUI_COLOR_ALARM_TEXT] = RGB (255, 163, 72),
    [AZUI_COLOR_SUCCESS_TEXT] = RGB (87, 227, 137),
  },
};

static const struct
{
  GdkRGBA     color[2];
  const char *css_class;
} categories[AZUD_N_CATEGORIES] = {
  [AZUD_CATEGORY_SOURCES] = { { RGB (53, 132, 228), RGB (72, 148, 240) }, "category-sources" },
  [AZUD_CATEGORY_ROWS] = { { RGB (46, 194, 126), RGB (46, 194, 126) }, "category-rows" },
  [AZUD_CATEGORY_COLUMNS] = { { RGB (229, 165, 10), RGB (229, 165, 10) }, "category-columns" },
  [AZUD_CATEGORY_COMBINE] = { { RGB (145, 65, 172), RGB (176, 106, 203) }, "category-combine" },
  [AZUD_CATEGORY_GROUP] = { { RGB (255, 120, 0), RGB (255, 140, 46) }, "category-group" },
  [AZUD_CATEGORY_SINKS] = { { RGB (134, 94, 60), RGB (181, 131, 90) }, "category-sinks" },
};

gboolean
azui_style_is_dark (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ());
}

const GdkRGBA *
azui_style_get_color (AzuiColor color)
{
  g_return_val_if_fail (color < AZUI_N_COLORS, NULL);

  return &colors[azui_style_is_dark () ? 1 : 0][color];
}

const GdkRGBA *
azui_style_get_category_color (AzudCategory category)
{
  g_return_val_if_fail (category < AZUD_N_CATEGORIES, NULL);

  return &categories[category].color[azui_style_is_dark () ? 1 : 0];
}

const char *
azui_style_get_category_class (AzudCategory category)
{
  g_return_val_if_fail (category < AZUD_N_CATEGORIES, NULL);

  return categories[category].css_class;
}

typedef struct
{
  GtkWidget *widget;
  void     (*callback) (GtkWidget *widget);
} Watch;

static void
scheme_changed_cb (Watch *watch)
{
  watch->callback (watch->widget);
}

static void
free_watch (gpointer  data,
            GClosure *closure)
{
  g_free (data);
}

void
azui_style_watch (GtkWidget *widget,
                  void     (*callback) (GtkWidget *widget))
{
  Watch *watch;
  GClosure *closure;

  g_return_if_fail (GTK_IS_WIDGET (widget));

  watch = g_new (Watch, 1);
  watch->widget = widget;
  watch->callback = callback;
  closure = g_cclosure_new_swap (G_CALLBACK (scheme_changed_cb), watch, free_watch);
  g_object_watch_closure (G_OBJECT (widget), closure);
  g_signal_connect_closure (adw_style_manager_get_default (), "notify::dark", closure, FALSE);
}

static GPtrArray *dark_sheets;   /* GtkCssProvider: those attached while it is dark */

static void
attach_dark_sheets_cb (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  for (guint i = 0; i < dark_sheets->len; i++)
    if (azui_style_is_dark ())
      gtk_style_context_add_provider_for_display (display, dark_sheets->pdata[i], GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
    else
      gtk_style_context_remove_provider_for_display (display, dark_sheets->pdata[i]);
}

void
azui_style_load (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_auto (GStrv) sheets = NULL;

  if (dark_sheets != NULL || display == NULL)
    return;
  dark_sheets = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display), RESOURCES "/icons");
  sheets = g_resources_enumerate_children (RESOURCES "/css", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  for (guint i = 0; sheets != NULL && sheets[i] != NULL; i++)
    {
      GtkCssProvider *provider = gtk_css_provider_new ();
      g_autofree char *path = g_strconcat (RESOURCES "/css/", sheets[i], NULL);

      gtk_css_provider_load_from_resource (provider, path);
      if (g_str_has_suffix (path, "-dark.css"))
        g_ptr_array_add (dark_sheets, provider);
      else
        {
          gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                                      GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
          g_object_unref (provider);
        }
    }
  attach_dark_sheets_cb ();
  g_signal_connect (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (attach_dark_sheets_cb), NULL);
}
