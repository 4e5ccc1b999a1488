/* azud.c: the command line
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Links no GTK, so that it starts in milliseconds; `azud FILE` replaces itself by the window's program.
 */

#include "config.h"

#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const AzcliCommand *const commands[] = {
  &azcli_run, &azcli_check, &azcli_plan, &azcli_render, &azcli_export, &azcli_peek, &azcli_schema, &azcli_sql,
  &azcli_log, &azcli_eval, &azcli_nodes, &azcli_functions, NULL
};

/* Descriptors 0 to 2 must be open, or a data file could get one of them and an error message land in it. */
static void
open_standard_files (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= 2);
  if (fd > 2)
    close (fd);
}

static int
print_help (void)
{
  g_autoptr(GString) out = g_string_new (NULL);

  g_string_append_printf (out, "%s\n\n%s\n", _("Azud: draw data pipelines, see them, run them fast on this machine or on Spark"),
                          _("Usage:"));
  g_string_append_printf (out, "  azud [%s]\n      %s\n", _("FILE"), _("open the editor"));
  for (const AzcliCommand *const *command = commands; *command != NULL; command++)
    g_string_append_printf (out, "  azud %s %s\n      %s\n", (*command)->name, _((*command)->usage), _((*command)->summary));
  g_string_append_printf (out, "  azud --version | --help\n\n%s\n%s\n", _("`azud COMMAND --help` tells the options of a command."),
                          _("Exit status: 0 complete, 1 run failed, 2 usage, 3 bad pipeline, 4 too many rejected rows, 5 resource or I/O, "
                            "6 not permitted, 70 internal, 128+n signal n."));
  return azcli_print (out->str);
}

/* How many letters of @word stand in @name in the same order: enough to guess what was meant by a slip. */
static gsize
letters_in_common (const char *word,
                   const char *name)
{
  gsize count = 0;

  for (; *word != '\0'; word++)
    {
      const char *found = strchr (name, *word);

      if (found != NULL)
        {
          count++;
          name = found + 1;
        }
    }
  return count;
}

/* A bare word that is no file was meant as a command. */
static gboolean
is_unknown_command (const char *word)
{
  return strchr (word, '/') == NULL && strchr (word, '.') == NULL && !g_file_test (word, G_FILE_TEST_EXISTS);
}

static int
tell_unknown_command (const char *word)
{
  const char *best = NULL;
  gsize best_count = 0;

  for (const AzcliCommand *const *command = commands; *command != NULL; command++)
    {
      gsize count = letters_in_common (word, (*command)->name);

      if (count > best_count && 2 * count >= MAX (strlen (word), strlen ((*command)->name)))
        {
          best = (*command)->name;
          best_count = count;
        }
    }
  g_printerr ("azud: ");
  g_printerr (_("There is no command and no file “%s”."), word);
  if (best != NULL)
    {
      g_printerr (" ");
      g_printerr (_("Was “%s” meant?"), best);
    }
  g_printerr (" %s\n", _("`azud --help` lists what there is."));
  return AZCLI_USAGE;
}

/* Becomes the window; comes back only when it cannot. */
static int
open_editor (int    argc,
             char **argv)
{
  g_autofree char *program = azcli_find_program ("azud-editor");
  g_autoptr(GPtrArray) args = g_ptr_array_new ();

  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_printerr ("azud: %s\n", _("There is no display to open the editor on. `azud run FILE` works without one; `azud --help` tells more."));
      return AZCLI_RESOURCE;
    }
  g_ptr_array_add (args, program);
  for (int i = 1; i < argc; i++)
    g_ptr_array_add (args, argv[i]);
  g_ptr_array_add (args, NULL);
  execv (program, (char **) args->pdata);
  g_printerr ("azud: %s: %s: %s\n", _("The editor cannot be started"), program, g_strerror (errno));
  return AZCLI_RESOURCE;
}

int
main (int    argc,
      char **argv)
{
  open_standard_files ();
  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("AZUD_LOCALEDIR") != NULL ? g_getenv ("AZUD_LOCALEDIR") : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_set_prgname ("azud");

  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0 || strcmp (argv[1], "help") == 0))
    return print_help ();
  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    return azcli_print ("azud " PACKAGE_VERSION);
  for (const AzcliCommand *const *command = commands; argc > 1 && *command != NULL; command++)
    if (strcmp (argv[1], (*command)->name) == 0)
      return (*command)->run (argc - 1, argv + 1);
  if (argc > 1 && argv[1][0] == '-' && argv[1][1] != '\0')
    {
      g_printerr ("azud: ");
      g_printerr (_("There is no option “%s”."), argv[1]);
      g_printerr (" %s\n", _("`azud --help` lists what there is."));
      return AZCLI_USAGE;
    }
  if (argc > 1 && is_unknown_command (argv[1]))
    return tell_unknown_command (argv[1]);
  return open_editor (argc, argv);
}
