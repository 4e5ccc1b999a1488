/* command.h: what the commands of the command line share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Results go to standard output, all else to standard error; exit statuses are those of DESIGN §9.
 */

#pragma once

#include <azud/azud.h>

#define _(text) g_dgettext (GETTEXT_PACKAGE, text)
#ifndef N_
#define N_(text) (text)
#endif

enum
{
  AZCLI_COMPLETE = 0,
  AZCLI_RUN_FAILED = 1,
  AZCLI_USAGE = 2,
  AZCLI_BAD_PIPELINE = 3,
  AZCLI_RESOURCE = 5
};

typedef struct
{
  const char *name;
  const char *usage;      /* N_() what stands behind the name */
  const char *summary;    /* N_() */
  /* argv[0] is the command's name; returns the exit status */
  int       (*run) (int argc, char **argv);
} AzcliCommand;

extern const AzcliCommand azcli_check, azcli_eval, azcli_export, azcli_functions, azcli_log, azcli_nodes, azcli_peek, azcli_plan,
  azcli_render, azcli_run, azcli_schema, azcli_sql;

/**
 * azcli_parse: reads the options of @command from @argv and checks that between @min and @max words are left.
 * @options: ended by { NULL }
 *
 * On failure a sentence and a hint go to standard error and FALSE comes back; the status is AZCLI_USAGE.  --help prints and exits 0.
 */
gboolean azcli_parse (const AzcliCommand *command, const GOptionEntry *options, int *argc, char ***argv, int min, int max);

/** azcli_fail: reports @error: one JSON object on standard output with @json, else text on standard error.  Returns: the exit status. */
int azcli_fail (const GError *error, gboolean json);

/** azcli_usage: reports a wrong use.  Returns: AZCLI_USAGE. */
int azcli_usage (const AzcliCommand *command, const char *sentence);

/** azcli_print, azcli_print_json: to standard output, with a line end.  Returns: AZCLI_COMPLETE, or AZCLI_RESOURCE when it cannot be written. */
int azcli_print (const char *text);
int azcli_print_json (const AzudJson *json);

/** azcli_number, _size, _time: "5,000,000", "3.4 MiB", "12.345 s": the one way to write them, and a translated sentence holds a plain %s.
 * (transfer full) */
char *azcli_number (gint64 number);
char *azcli_size (double bytes);
char *azcli_time (double ms);

/** azcli_add_memory: lines on `memory` of `--stats json`, which a run log has, too. */
void azcli_add_memory (GString *out, const AzudJson *memory);

/** azcli_describe_node, _function: what `azud nodes` and `azud functions` tell as JSON, for people. */
void azcli_describe_node (GString *out, const AzudJson *node);
void azcli_describe_function (GString *out, const AzudJson *function);

/** azcli_load: a document with the overrides of -p and -c (NAME=VALUE, zero-terminated or NULL).  NULL and @error otherwise. */
AzudDocument *azcli_load (const char *path, char **parameters, char **settings, GError **error);

/** azcli_parse_size: "64M", "1.5G", "4096": bytes; -1 when it is none. */
gint64 azcli_parse_size (const char *text);

/** azcli_session: a session with @threads (0 = all cores) and @memory (text or NULL). */
AzudSession *azcli_session (int threads, const char *memory, const char *temp_folder, const char *temp_limit, GError **error);

/* ---- progress of a run on standard error ---- */

typedef enum { AZCLI_PROGRESS_AUTO, AZCLI_PROGRESS_PLAIN, AZCLI_PROGRESS_JSON, AZCLI_PROGRESS_NONE } AzcliProgress;

/** azcli_watch: waits for the end of @run, showing progress; signals INT, TERM and HUP cancel it, the second one at once.
 * @signal_number: (out): which signal ended it, or 0
 * Returns: what azud_run_wait() says. */
gboolean azcli_watch (AzudRun *run, AzcliProgress progress, int *signal_number, GError **error);

/** azcli_find_program: path of @name beside this program, or where it is installed.  (transfer full) */
char *azcli_find_program (const char *name);
