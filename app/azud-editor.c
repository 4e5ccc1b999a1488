/* azud-editor.c: the program with the window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "application/azui-application.h"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

int
main (int    argc,
      char **argv)
{
  g_autoptr (AzuiApplication) application = NULL;

  setlocale (LC_ALL, "");
  setlocale (LC_NUMERIC, "C");   /* numbers in files and expressions have points */
  gtk_disable_setlocale ();
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("AZUD_LOCALEDIR") != NULL ? g_getenv ("AZUD_LOCALEDIR") : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("azud-editor");
  g_set_application_name ("Azud");

  application = azui_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
