/* command.c: what the commands of the command line share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

gboolean
azcli_parse (const AzcliCommand *command,
             const GOptionEntry *options,
             int                *argc,
             char             ***argv,
             int                 min,
             int                 max)
{
  gboolean help = FALSE;
  const GOptionEntry help_options[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_("Show this text"), NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (_(command->usage));
  g_autoptr(GError) error = NULL;
  g_autofree char *program = g_strconcat ("azud ", command->name, NULL);

  g_set_prgname (program);
  g_option_context_set_summary (context, _(command->summary));
  g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, help_options, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);     /* GLib's own does not see that its output went nowhere */
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      azcli_usage (command, error->message);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      exit (azcli_print (text));
    }
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      (*argv)[1] = (*argv)[0];
      (*argv)++;
      (*argc)--;
    }
  if (*argc - 1 < min)
    {
      azcli_usage (command, _("Something is missing."));
      return FALSE;
    }
  if (*argc - 1 > max)
    {
      g_autofree char *sentence = g_strdup_printf (_("“%s” is one word too many."), (*argv)[max + 1]);

      azcli_usage (command, sentence);
      return FALSE;
    }
  return TRUE;
}

int
azcli_usage (const AzcliCommand *command,
             const char         *sentence)
{
  g_printerr ("azud %s: %s\n%s azud %s %s\n%s\n", command->name, sentence, _("Usage:"), command->name, _(command->usage),
              _("`--help` tells the options."));
  return AZCLI_USAGE;
}

/* The lines below the sentence: where, what, and what to do. */
static void
print_places (const GError *error)
{
  static const struct { const char *what; const char *title; } places[] = {
    { "node", N_("node") }, { "parameter", N_("parameter") }, { "file", N_("file") }, { "line", N_("line") },
    { "column", N_("column") }, { "value", N_("value") }, { "attempts", N_("attempts") }, { "hint", N_("hint") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *text = azud_gerror_get (error, places[i].what);

      if (text != NULL && text[0] != '\0')
        g_printerr ("  %s: %s\n", _(places[i].title), text);
    }
}

int
azcli_fail (const GError *error,
            gboolean      json)
{
  if (json)
    {
      g_autoptr(AzudJson) object = azud_json_new_object ();

      azud_json_put (object, "error", azud_gerror_to_json (error));
      azcli_print_json (object);
    }
  else
    {
      g_autofree char *condition = azud_gerror_get (error, "condition");

      g_printerr ("azud: %s%s%s%s\n", condition != NULL ? "[" : "", condition != NULL ? condition : "",
                  condition != NULL ? "] " : "", error->message);
      print_places (error);
    }
  return azud_gerror_exit_status (error);
}

int
azcli_print (const char *text)
{
  gsize length = strlen (text);
  gboolean needs_end = length == 0 || text[length - 1] != '\n';

  if (fwrite (text, 1, length, stdout) != length || (needs_end && fputc ('\n', stdout) == EOF) || fflush (stdout) != 0)
    {
      g_printerr ("azud: %s: %s\n", _("Standard output cannot be written"), g_strerror (errno));
      return AZCLI_RESOURCE;
    }
  return AZCLI_COMPLETE;
}

int
azcli_print_json (const AzudJson *json)
{
  g_autofree char *text = azud_json_to_string (json);

  return azcli_print (text);
}

/* Calls @set for each NAME=VALUE. */
static gboolean
apply_overrides (AzudDocument *document,
                 char        **pairs,
                 gboolean    (*set) (AzudDocument *, const char *, const char *, GError **),
                 GError      **error)
{
  for (char **pair = pairs; pair != NULL && *pair != NULL; pair++)
    {
      char *equals = strchr (*pair, '=');
      g_autofree char *name = NULL;

      if (equals == NULL)
        {
          g_set_error (error, AZUD_ERROR, 2, _("“%s” is not NAME=VALUE"), *pair);
          return FALSE;
        }
      name = g_strndup (*pair, (gsize) (equals - *pair));
      if (!set (document, name, equals + 1, error))
        return FALSE;
    }
  return TRUE;
}

AzudDocument *
azcli_load (const char *path,
            char      **parameters,
            char      **settings,
            GError    **error)
{
  g_autoptr(AzudDocument) document = azud_document_load (path, error);

  if (document == NULL
      || !apply_overrides (document, parameters, azud_document_override_parameter, error)
      || !apply_overrides (document, settings, azud_document_override_setting, error))
    return NULL;
  azud_document_analyse (document);
  return g_steal_pointer (&document);
}

gint64
azcli_parse_size (const char *text)
{
  static const char units[] = "KMGT";
  char *end;
  double number = g_ascii_strtod (text, &end);
  const char *unit;

  if (end == text || number < 0)
    return -1;
  if (*end != '\0')
    {
      unit = strchr (units, g_ascii_toupper (*end));
      if (unit == NULL)
        return -1;
      for (const char *u = units; u <= unit; u++)
        number *= 1024;
      end++;
      if (g_ascii_strcasecmp (end, "") != 0 && g_ascii_strcasecmp (end, "B") != 0 && g_ascii_strcasecmp (end, "iB") != 0)
        return -1;
    }
  return number < 9e18 ? (gint64) number : -1;
}

/* @text: NULL leaves *@bytes as it is. */
static gboolean
read_size (const char *text,
           gint64     *bytes,
           GError    **error)
{
  if (text == NULL)
    return TRUE;
  *bytes = azcli_parse_size (text);
  if (*bytes > 0)
    return TRUE;
  g_set_error (error, AZUD_ERROR, 2, _("“%s” is no size: write 512M or 2G"), text);
  return FALSE;
}

AzudSession *
azcli_session (int         threads,
               const char *memory,
               const char *temp_folder,
               const char *temp_limit,
               GError    **error)
{
  AzudSessionOptions options = { .n_threads = (guint) MAX (threads, 0), .temp_folder = temp_folder };

  if (!read_size (memory, &options.memory_bytes, error) || !read_size (temp_limit, &options.temp_bytes, error))
    return NULL;
  return azud_session_new (&options, error);
}

char *
azcli_find_program (const char *name)
{
  static const char *const places[] = { ".", "../ui", NULL };     /* installed, and in the build folder */
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;

  for (guint i = 0; folder != NULL && places[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folder, places[i], name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  return g_build_filename (LIBEXECDIR, name, NULL);
}
