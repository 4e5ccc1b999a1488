/* test-settings.c: the settings are found wherever the program was put
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The test copies itself and the compiled schema into a prefix of its own that no variable names, and starts the copy there.
 */

#include "application/azui-data-folder.h"
#include "application/azui-settings.h"

#include <glib/gstdio.h>
#include <string.h>

/* A prefix in a temporary folder, with this program in bin. */
typedef struct
{
  char *prefix;
  char *program;
  char *schemas;
} Installed;

static void
copy_file (const char *from,
           const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
install (Installed *installed,
         gboolean   with_schema)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *compiled = g_build_filename (g_getenv ("GSETTINGS_SCHEMA_DIR"), "gschemas.compiled", NULL);
  g_autofree char *bin = NULL;
  g_autofree char *target = NULL;

  installed->prefix = g_dir_make_tmp ("azud-prefix-XXXXXX", NULL);
  bin = g_build_filename (installed->prefix, "bin", NULL);
  installed->program = g_build_filename (bin, "program", NULL);
  installed->schemas = g_build_filename (installed->prefix, "share", "glib-2.0", "schemas", NULL);
  g_assert_no_errno (g_mkdir (bin, 0700));
  copy_file (self, installed->program);
  if (!with_schema)
    return;
  target = g_build_filename (installed->schemas, "gschemas.compiled", NULL);
  g_assert_no_errno (g_mkdir_with_parents (installed->schemas, 0700));
  copy_file (compiled, target);
}

static void
uninstall (Installed *installed)
{
  char *argv[] = { (char *) "rm", (char *) "-r", installed->prefix, NULL };
  int status = 1;

  g_assert_true (g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_free (installed->prefix);
  g_free (installed->program);
  g_free (installed->schemas);
}

/* What the installed program says when no variable tells it where data are. */
static char *
ask (const Installed *installed)
{
  g_auto (GStrv) environment = g_get_environ ();
  char *argv[] = { installed->program, (char *) "--look", NULL };
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status = 1;

  environment = g_environ_unsetenv (environment, "GSETTINGS_SCHEMA_DIR");
  environment = g_environ_unsetenv (environment, "XDG_DATA_DIRS");
  environment = g_environ_setenv (environment, "XDG_DATA_HOME", installed->prefix, TRUE);
  environment = g_environ_setenv (environment, "GSETTINGS_BACKEND", "memory", TRUE);
  g_spawn_sync (NULL, argv, environment, G_SPAWN_DEFAULT, NULL, NULL, &out, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  return g_strstrip (out);
}

static void
test_beside_program (void)
{
  Installed installed;
  g_autofree char *said = NULL;
  g_autofree char *expected = NULL;

  install (&installed, TRUE);
  expected = g_strdup_printf ("%s, threads 7", installed.schemas);
  said = ask (&installed);
  g_assert_cmpstr (said, ==, expected);
  uninstall (&installed);
}

static void
test_nowhere (void)
{
  Installed installed;
  g_autofree char *said = NULL;

  install (&installed, FALSE);
  said = ask (&installed);
  if (g_str_has_prefix (said, "/"))
    g_test_skip ("Azud is installed where it was configured to be, so its settings are found there");
  else
    g_assert_cmpstr (said, ==, "nowhere");
  uninstall (&installed);
}

/* The copy's part. */
static int
look (void)
{
  g_autofree char *folder = azui_data_folder_find ("glib-2.0/schemas");

  if (azui_settings_get () == NULL)
    {
      g_print ("nowhere\n");
      return 0;
    }
  azui_settings_set_int ("run-threads", 7);
  g_print ("%s, threads %d\n", folder != NULL ? folder : "/", azui_settings_get_int ("run-threads", 0));
  return 0;
}

int
main (int    argc,
      char **argv)
{
  if (argc > 1 && strcmp (argv[1], "--look") == 0)
    return look ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/settings/beside-program", test_beside_program);
  g_test_add_func ("/ui/settings/nowhere", test_nowhere);
  return g_test_run ();
}
