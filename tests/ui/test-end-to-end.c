/* test-end-to-end.c: a pipeline from the empty window to the written file, with pointer and keys
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The whole program runs in this process: five nodes are dragged from the palette, wired, their forms filled; data, plan
 * and code are looked at; a picture is exported; it is saved, undone, redone and run; the command it offers for the
 * terminal gives the same bytes.  Only file choosers are answered without being shown.
 */

#include "application/azui-choose-file.h"
#include "application/azui-settings.h"
#include "application/azui-window-private.h"
#include "base/folder-tree.h"
#include "canvas-points.h"
#include "drawer/azui-code-page.h"
#include "drawer/azui-data-page.h"
#include "drawer/azui-plan-page.h"
#include "inspector/azui-field.h"
#include "private-home.h"
#include "ui-widgets.h"

#include <glib/gstdio.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#define INPUT "city,amount\nSevilla,120\nMurcia,50\nSevilla,30\nMurcia,400\nLorca,\nGranada,100\n"
#define OUTPUT "city,sales,total\nMurcia,2,450\nSevilla,1,120\nGranada,1,100\n"

typedef struct
{
  AzuiApplication *application;
  char            *folder;
  AzuiWindow      *window;
  GtkWidget       *root;        /* the same */
  AzuiCanvas      *canvas;
  AzudDocument    *document;
  gboolean         finished;
} Story;

static char *
file_of (Story      *story,
         const char *name)
{
  return g_build_filename (story->folder, name, NULL);
}

static char *
read_file (Story      *story,
           const char *name)
{
  g_autofree char *path = file_of (story, name);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  return text;
}

/* ---- canvas ---- */

static void
select_node (Story      *story,
             const char *id)
{
  graphene_point_t middle = canvas_node_point (story->canvas, id);

  ui_pointer_click (GTK_WIDGET (story->canvas), middle.x, middle.y, 1);
  UI_WAIT_FOR (azui_canvas_lookup (story->canvas, id)->selected);
}

static void
wire (Story      *story,
      const char *from,
      const char *to)
{
  graphene_point_t start = canvas_port_point (story->canvas, from, TRUE, "out");
  graphene_point_t end = canvas_port_point (story->canvas, to, FALSE, "in");
  guint n = azud_document_get_n_edges (story->document);

  ui_pointer_drag (GTK_WIDGET (story->canvas), 1, start.x, start.y, end.x, end.y);
  UI_WAIT_FOR (azud_document_get_n_edges (story->document) == n + 1);
  g_assert_cmpstr (azud_document_get_edge (story->document, n)->from_node, ==, from);
  g_assert_cmpstr (azud_document_get_edge (story->document, n)->to_node, ==, to);
}

/* From its row in the palette to a place on the canvas.  Returns the new node's id. */
static const char *
drag_from_palette (Story      *story,
                   const char *label,
                   double      x,
                   double      y)
{
  GtkWidget *row = ui_find_label (story->window->palette, label);
  GtkWidget *canvas = GTK_WIDGET (story->canvas);
  guint n = azud_document_get_n_nodes (story->document);
  graphene_point_t start, end;

  g_assert_nonnull (row);
  ui_reach (row);
  g_assert_true (gtk_widget_compute_point (row, story->root, &GRAPHENE_POINT_INIT (8, gtk_widget_get_height (row) / 2.0f), &start));
  g_assert_true (gtk_widget_compute_point (canvas, story->root, &GRAPHENE_POINT_INIT ((float) x, (float) y), &end));
  ui_pointer_drag (story->root, 1, start.x, start.y, end.x, end.y);
  UI_WAIT_FOR (azud_document_get_n_nodes (story->document) == n + 1);
  ui_reach (canvas);
  return azud_document_get_node (story->document, n)->id;
}

/* ---- forms ---- */

static gboolean
match_field (GtkWidget    *widget,
             gconstpointer data)
{
  return AZUI_IS_FIELD (widget) && g_str_equal (azui_field_get_path (AZUI_FIELD (widget)), data);
}

static gboolean
match_text (GtkWidget    *widget,
            gconstpointer data)
{
  return GTK_IS_TEXT (widget) || GTK_IS_TEXT_VIEW (widget);
}

static GtkWidget *
get_field (Story      *story,
           const char *path)
{
  UI_WAIT_FOR (ui_find (story->window->inspector, match_field, path) != NULL);
  return ui_find (story->window->inspector, match_field, path);
}

static void
fill (Story      *story,
      const char *path,
      const char *text)
{
  GtkWidget *field = get_field (story, path);
  GtkWidget *entry = ui_find (field, match_text, NULL);

  g_assert_nonnull (entry);
  UI_CLICK_UNTIL (entry, gtk_widget_has_focus (entry));
  ui_type (entry, text);
  UI_WAIT_FOR (g_strcmp0 (azud_json_get_string (azui_field_get_value (AZUI_FIELD (field))), text) == 0);
  if (GTK_IS_TEXT_VIEW (entry))
    ui_key (entry, GDK_KEY_Escape);      /* proposals that are still shown */
}

/* One of the few values of a drop-down. */
static void
choose (Story      *story,
        const char *path,
        const char *label,
        const char *value)
{
  GtkWidget *field = get_field (story, path);
  GtkWidget *popover;

  UI_CLICK_UNTIL (azui_field_get_control (AZUI_FIELD (field)), (popover = ui_find_type (field, GTK_TYPE_POPOVER)) != NULL);
  UI_CLICK_UNTIL (ui_find_label (popover, label),
                  g_strcmp0 (azud_json_get_string (azui_field_get_value (AZUI_FIELD (field))), value) == 0);
  UI_WAIT_FOR (ui_find_type (field, GTK_TYPE_POPOVER) == NULL);
}

static void
choose_column (Story      *story,
               const char *path,
               const char *column)
{
  GtkWidget *field = get_field (story, path);
  GtkWidget *popover;

  UI_CLICK_UNTIL (ui_find_label (field, "Choose Columns"), (popover = ui_find_type (field, GTK_TYPE_POPOVER)) != NULL);
  UI_CLICK_UNTIL (ui_find_label (popover, column), azud_json_get_length (azui_field_get_value (AZUI_FIELD (field))) == 1);
  ui_key (popover, GDK_KEY_Escape);
  UI_WAIT_FOR (ui_find_type (field, GTK_TYPE_POPOVER) == NULL);
}

/* One more row of a list: its number. */
static void
add_row (Story      *story,
         const char *path,
         guint       row)
{
  GtkWidget *field = get_field (story, path);

  UI_CLICK_UNTIL (ui_find_label (field, "Add"), azud_json_get_length (azui_field_get_value (AZUI_FIELD (field))) == row + 1);
}

/* ---- drawer ---- */

/* Returns the page, which is of @type. */
static GtkWidget *
show_tab (Story      *story,
          const char *title,
          GType       type)
{
  GtkWidget *page;
  GtkWidget *switcher = ui_find_type (story->window->drawer, GTK_TYPE_STACK_SWITCHER);

  UI_CLICK_UNTIL (ui_find_label (switcher, title), (page = ui_find_type (story->window->drawer, type)) != NULL);
  return page;
}

/* What the preview shows, as lines of a table. */
static char *
print_preview (Story *story)
{
  GtkWidget *page = ui_find_type (story->window->drawer, AZUI_TYPE_DATA_PAGE);
  const AzudPreview *preview = page != NULL ? azui_data_page_get_preview (AZUI_DATA_PAGE (page)) : NULL;
  GString *out = g_string_new (NULL);

  for (guint c = 0; preview != NULL && c < preview->n_columns; c++)
    g_string_append_printf (out, "%s%s", preview->names[c], c + 1 < preview->n_columns ? "," : "\n");
  for (guint r = 0; preview != NULL && r < preview->n_rows; r++)
    for (guint c = 0; c < preview->n_columns; c++)
      g_string_append_printf (out, "%s%s", preview->rows[r][c] != NULL ? preview->rows[r][c] : "",
                              c + 1 < preview->n_columns ? "," : "\n");
  return g_string_free (out, FALSE);
}

static gboolean
preview_is (Story      *story,
            const char *table)
{
  g_autofree char *shown = print_preview (story);

  return g_str_equal (shown, table);
}

static gboolean
text_view_has (GtkWidget  *page,
               const char *text)
{
  GtkWidget *view = ui_find_type (page, GTK_TYPE_TEXT_VIEW);
  g_autofree char *shown = NULL;

  if (view == NULL)
    return FALSE;
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "text", &shown, NULL);
  return strstr (shown, text) != NULL;
}

/* ---- the story ---- */

static void
drag_nodes (Story *story)
{
  g_assert_cmpstr (drag_from_palette (story, "Read CSV", 30, 40), ==, "read-csv-1");
  g_assert_cmpstr (drag_from_palette (story, "Filter", 260, 40), ==, "filter-1");
  g_assert_cmpstr (drag_from_palette (story, "Aggregate", 480, 40), ==, "aggregate-1");
  g_assert_cmpstr (drag_from_palette (story, "Sort", 140, 220), ==, "sort-1");
  g_assert_cmpstr (drag_from_palette (story, "Write CSV", 400, 220), ==, "write-csv-1");
  wire (story, "read-csv-1", "filter-1");
  wire (story, "filter-1", "aggregate-1");
  wire (story, "aggregate-1", "sort-1");
  wire (story, "sort-1", "write-csv-1");
}

static void
fill_forms (Story *story)
{
  g_autofree char *input = file_of (story, "sales.csv");
  g_autofree char *output = file_of (story, "totals.csv");

  select_node (story, "read-csv-1");
  fill (story, "path", input);
  UI_CLICK_UNTIL (ui_find_label (get_field (story, "path"), "Read Columns"),
                  azud_json_get_length (azui_field_get_value (AZUI_FIELD (get_field (story, "schema")))) == 2);
  UI_WAIT_FOR (preview_is (story, INPUT));

  select_node (story, "filter-1");
  fill (story, "condition", "amount >= 50");
  UI_WAIT_FOR (preview_is (story, "city,amount\nSevilla,120\nMurcia,50\nMurcia,400\nGranada,100\n"));

  select_node (story, "aggregate-1");
  choose_column (story, "keys", "city");
  add_row (story, "values", 0);
  fill (story, "values/0/expression", "count(*)");
  fill (story, "values/0/name", "sales");
  add_row (story, "values", 1);
  fill (story, "values/1/expression", "sum(amount)");
  fill (story, "values/1/name", "total");

  select_node (story, "sort-1");
  add_row (story, "keys", 0);
  fill (story, "keys/0/expression", "total");
  choose (story, "keys/0/direction", "Descending", "descending");
  UI_WAIT_FOR (preview_is (story, OUTPUT));

  select_node (story, "write-csv-1");
  fill (story, "path", output);
  UI_WAIT_FOR (preview_is (story, OUTPUT));
  azud_document_analyse (story->document);
  g_assert_cmpuint (azud_document_get_n_diagnostics (story->document), ==, 0);
}

static void
look_at_plan_and_code (Story *story)
{
  GtkWidget *page = show_tab (story, "Plan", AZUI_TYPE_PLAN_PAGE);

  UI_CLICK_UNTIL (ui_find_label (page, "As text"), ui_find_type (page, GTK_TYPE_TEXT_VIEW) != NULL);
  UI_WAIT_FOR (text_view_has (page, "Sort [total DESC]") && text_view_has (page, "keys=[city]"));
  page = show_tab (story, "Code", AZUI_TYPE_CODE_PAGE);
  UI_WAIT_FOR (text_view_has (page, "from pyspark.sql import") && text_view_has (page, "amount >= 50"));
  show_tab (story, "Data", AZUI_TYPE_DATA_PAGE);
  UI_WAIT_FOR (preview_is (story, OUTPUT));
}

/* What the next file chooser would be told. */
static void
answer_chooser (Story      *story,
                const char *name)
{
  g_autofree char *path = file_of (story, name);

  azui_choose_file_answer_next (path);
}

static gboolean
file_has (Story      *story,
          const char *name,
          const char *text)
{
  g_autofree char *content = read_file (story, name);

  return content != NULL && strstr (content, text) != NULL;
}

static void
export_picture (Story *story)
{
  answer_chooser (story, "sales.svg");
  gtk_widget_activate_action (story->root, "win.export-picture", "s", "svg");
  UI_WAIT_FOR (file_has (story, "sales.svg", "</svg>"));
  g_assert_true (file_has (story, "sales.svg", "amount &gt;= 50"));
}

/* All the way back to the empty canvas, and here again. */
static void
undo_and_redo (Story *story)
{
  GtkWidget *canvas = GTK_WIDGET (story->canvas);
  g_autofree char *before = azud_document_to_text (story->document);
  g_autofree char *after = NULL;
  guint steps = 0;

  ui_pointer_click (canvas, 30, gtk_widget_get_height (canvas) - 40, 1);
  UI_WAIT_FOR (gtk_window_get_focus (GTK_WINDOW (story->root)) == canvas);
  for (; azud_document_can_undo (story->document); steps++)
    ui_shortcut (canvas, GDK_KEY_Control_L, 0, GDK_KEY_z);
  g_assert_cmpuint (steps, >=, 16);
  g_assert_cmpuint (azud_document_get_n_nodes (story->document), ==, 0);
  g_assert_cmpuint (azud_document_get_n_edges (story->document), ==, 0);
  for (; azud_document_can_redo (story->document); steps--)
    ui_shortcut (canvas, GDK_KEY_Control_L, GDK_KEY_Shift_L, GDK_KEY_z);
  g_assert_cmpuint (steps, ==, 0);
  after = azud_document_to_text (story->document);
  g_assert_cmpstr (after, ==, before);
}

static void
save (Story *story)
{
  g_autofree char *before = azud_document_to_text (story->document);
  g_autofree char *written = NULL;

  answer_chooser (story, "sales.azud");
  ui_shortcut (story->root, GDK_KEY_Control_L, 0, GDK_KEY_s);
  UI_WAIT_FOR (azud_document_get_path (story->document) != NULL && !azud_document_get_modified (story->document));
  written = read_file (story, "sales.azud");
  g_assert_nonnull (strstr (written, "\"amount >= 50\""));
  g_assert_nonnull (strstr (before, "\"amount >= 50\""));
}

static AzudRunState
get_run_state (Story *story)
{
  AzudRun *run = azui_window_get_run (story->window);
  g_autoptr (AzudRunSnapshot) snapshot = run != NULL ? azud_run_snapshot (run) : NULL;

  return snapshot != NULL ? snapshot->state : AZUD_RUN_PREPARING;
}

static void
run (Story *story)
{
  g_autofree char *written = NULL;

  ui_key (story->root, GDK_KEY_F8);
  UI_WAIT_FOR (get_run_state (story) >= AZUD_RUN_SUCCEEDED);
  g_assert_cmpint (get_run_state (story), ==, AZUD_RUN_SUCCEEDED);
  UI_WAIT_FOR (!story->window->running);
  written = read_file (story, "totals.csv");
  g_assert_cmpstr (written, ==, OUTPUT);
}

static void
copied_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  *(char **) data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* The dialog's command, copied and given to a shell that finds the programs that were built. */
static void
run_copied_command (Story *story)
{
  g_autofree char *programs = g_build_filename (g_getenv ("AZUD_BUILD_ROOT"), "app", NULL);
  g_autofree char *search = g_strconcat (programs, ":", g_getenv ("PATH"), NULL);
  g_autofree char *output = file_of (story, "totals.csv");
  g_autofree char *command = NULL;
  g_autofree char *written = NULL;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GSubprocess) shell = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog;

  gtk_widget_activate_action (story->root, "win.headless", NULL);
  UI_WAIT_FOR ((dialog = ui_find_toplevel (ADW_TYPE_WINDOW)) != NULL && ui_find_tooltip (dialog, "Copy Command") != NULL);
  UI_CLICK_UNTIL (ui_find_tooltip (dialog, "Copy Command"),
                  gdk_clipboard_is_local (gtk_widget_get_clipboard (story->root)));
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (story->root), NULL, copied_cb, &command);
  UI_WAIT_FOR (command != NULL);
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_nonnull (strstr (command, "sales.azud"));

  g_assert_cmpint (g_unlink (output), ==, 0);
  g_subprocess_launcher_setenv (launcher, "PATH", search, TRUE);
  shell = g_subprocess_launcher_spawn (launcher, &error, "/bin/sh", "-c", command, NULL);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (shell, NULL, &error));
  g_assert_no_error (error);
  written = read_file (story, "totals.csv");
  g_assert_cmpstr (written, ==, OUTPUT);
}

/* ---- around it ---- */

static gboolean
tell_story_cb (gpointer data)
{
  Story *story = data;

  UI_WAIT_FOR (gtk_application_get_active_window (GTK_APPLICATION (story->application)) != NULL);
  story->window = AZUI_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (story->application)));
  story->root = GTK_WIDGET (story->window);
  story->canvas = AZUI_CANVAS (story->window->canvas);
  story->document = azui_window_get_document (story->window);
  gtk_test_widget_wait_for_draw (story->root);
  ui_reach (GTK_WIDGET (story->canvas));
  g_assert_true (ui_pointer_available (story->root));
  g_assert_cmpuint (azud_document_get_n_nodes (story->document), ==, 0);

  drag_nodes (story);
  fill_forms (story);
  look_at_plan_and_code (story);
  export_picture (story);
  undo_and_redo (story);
  save (story);
  run (story);
  run_copied_command (story);

  story->finished = TRUE;
  gtk_window_close (GTK_WINDOW (story->root));
  return G_SOURCE_REMOVE;
}

static void
activate_cb (GApplication *application,
             Story        *story)
{
  g_timeout_add (1, tell_story_cb, story);
}

static void
test_story (gconstpointer data)
{
  Story story = { .folder = g_build_filename (data, "sales", NULL) };
  g_autofree char *input = file_of (&story, "sales.csv");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (story.folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (input, INPUT, -1, &error));
  g_assert_nonnull (azui_settings_get ());
  g_settings_set (azui_settings_get (), "window-size", "(ii)", 1260, 780);

  story.application = azui_application_new ();
  g_signal_connect_after (story.application, "activate", G_CALLBACK (activate_cb), &story);
  g_assert_cmpint (g_application_run (G_APPLICATION (story.application), 0, NULL), ==, 0);
  g_assert_true (story.finished);
  g_object_unref (story.application);
  g_free (story.folder);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *home = private_home_new ();
  int status;

  gtk_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/ui/end-to-end", home, test_story);
  status = g_test_run ();
  folder_remove (home);
  return status;
}
