/* test-run-log.c: logs of made-up jobs, written by the log's thread and read back
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/made-up-job.h"

#include "base/io.h"
#include "base/process-size.h"
#include "runtime/log/run-log-source.h"
#include "runtime/log/run-log.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define START "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"4.0.0\"}\n" \
              "{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"made up\",\"App ID\":\"a\",\"Timestamp\":1,\"User\":\"u\"}\n"
#define END "{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":2}\n"

#if defined (__SANITIZE_ADDRESS__) || defined (__SANITIZE_THREAD__)
#define UNDER_SANITIZER true      /* slow, and shadow memory is resident, too */
#else
#define UNDER_SANITIZER false
#endif

typedef struct
{
  Job         base;
  int         fail_at;       /* -1 = none */
  AzudRunLog *log;
} Logged;

static bool
count_and_fail (Job       *job,
                int        stage,
                AzudTask  *task,
                AzudError *error)
{
  azud_progress_add (task->progress, AZUD_COUNT_INPUT_ROWS, 1);
  azud_progress_add (task->progress, AZUD_COUNT_INPUT_BYTES, 10);
  azud_progress_add (task->progress, AZUD_COUNT_SHUFFLE_WRITE_BYTES, task->partition);
  azud_progress_add (task->progress, AZUD_COUNT_DISK_SPILLED, 3);
  return task->partition != ((Logged *) job)->fail_at || job_fail_for_good (error);
}

static void
turn (void *data)
{
  Logged *logged = data;

  azud_event_log_forget (logged->base.events, azud_run_log_get_position (logged->log));
}

/* One stage of @n_tasks tasks, logged to @path.  Returns: what closing the log says. */
static bool
write_log (const char *path,
           int         n_tasks,
           int         fail_at,
           AzudError  *error)
{
  const AzudRunLogStage stage = { .info = "\"Stage ID\":0,\"Stage Attempt ID\":0,\"Stage Name\":\"made up\",\"RDD Info\":[],\"Parent IDs\":[],"
                                          "\"Details\":\"\",\"Accumulables\":[]", .is_last = true };
  g_autofree char *start = g_strdup_printf (START "{\"Event\":\"SparkListenerJobStart\",\"Job ID\":0,\"Submission Time\":1,\"Stage Infos\":[{%s,"
                                            "\"Number of Tasks\":%d}],\"Stage IDs\":[0],\"Properties\":{}}\n", stage.info, n_tasks);
  AzudPool *pool = azud_pool_new (4, error);
  Logged job = { .fail_at = fail_at };
  AzudError ignored = AZUD_ERROR_INIT;
  bool done;

  g_assert_nonnull (pool);
  job_init (&job.base, count_and_fail, n_tasks);
  job.base.events = azud_event_log_new (NULL, NULL, job.base.account, &ignored);
  job.log = azud_run_log_open (path, job.base.account, error);
  if (job.log == NULL)
    done = false;
  else
    {
      azud_run_log_write (job.log, start);
      g_assert_true (azud_run_log_follow (job.log, job.base.events, &stage, 1, turn, &job, &ignored));
      job_run (&job.base, pool, 1);
      g_assert_cmpuint (azud_event_log_lost (job.base.events), ==, 0);
      done = azud_run_log_close (job.log, fail_at >= 0 ? "it \"failed\"\n" : NULL, END, error);
    }
  azud_pool_free (pool);
  azud_event_log_free (job.base.events);
  g_test_message ("events took at most %" G_GINT64_FORMAT " KiB", azud_account_get_peak (job.base.account) / 1024);
  g_assert_cmpint (azud_account_get_used (job.base.account), ==, 0);
  job_clear (&job.base);
  return done;
}

static AzudJson *
read_log (const char *path)
{
  g_autoptr(AzudRunLogReader) reader = azud_run_log_reader_new ();
  AzudError error = AZUD_ERROR_INIT;

  g_assert_true (azud_run_log_reader_read (reader, path, &error));
  return azud_run_log_reader_to_json (reader);
}

static gint64
figure (const AzudJson *log,
        const char     *list,
        const char     *key)
{
  return azud_json_get_integer (azud_json_lookup (azud_json_get_element (azud_json_lookup (log, list), 0), key), -1);
}

static char *
new_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("azud-log-XXXXXX", NULL);

  return g_build_filename (folder, "run", NULL);
}

static void
remove_path (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (folder);
}

static void
test_round (void)
{
  g_autofree char *path = new_path ();
  AzudError error = AZUD_ERROR_INIT;

  for (int round = 0; round < 2; round++)      /* the second replaces the first one's log */
    {
      g_autoptr(AzudJson) log = NULL;

      g_assert_true (write_log (path, 500, -1, &error));
      log = read_log (path);
      g_assert_false (azud_json_get_boolean (azud_json_lookup (log, "incomplete"), TRUE));
      g_assert_cmpint (figure (log, "jobs", "numCompletedTasks"), ==, 500);
      g_assert_cmpint (figure (log, "stages", "numCompleteTasks"), ==, 500);
      g_assert_cmpint (figure (log, "stages", "inputRecords"), ==, 500);
      g_assert_cmpint (figure (log, "stages", "inputBytes"), ==, 5000);
      g_assert_cmpint (figure (log, "stages", "shuffleWriteBytes"), ==, 500 * 499 / 2);
      g_assert_cmpint (figure (log, "stages", "diskBytesSpilled"), ==, 1500);
      g_assert_cmpint (figure (log, "executors", "totalTasks"), ==, 500);
    }
  remove_path (path);
}

static void
test_failure (void)
{
  g_autofree char *path = new_path ();
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr(AzudJson) log = NULL;
  AzudJson *stage;

  g_assert_true (write_log (path, 50, 20, &error));
  log = read_log (path);
  stage = azud_json_get_element (azud_json_lookup (log, "stages"), 0);
  g_assert_cmpstr (azud_json_lookup_string (stage, "status"), ==, "FAILED");
  g_assert_cmpstr (azud_json_lookup_string (stage, "failureReason"), ==, "it \"failed\"\n");
  g_assert_cmpint (figure (log, "stages", "numFailedTasks"), ==, 1);
  g_assert_cmpint (figure (log, "stages", "numCompleteTasks"), >=, 20);
  g_assert_cmpint (figure (log, "stages", "numActiveTasks"), ==, 0);
  remove_path (path);
}

/* Cut at each byte: what stands before the cut is told, and that something is missing. */
static void
test_cut (void)
{
  g_autofree char *path = new_path ();
  g_autofree char *text = NULL;
  AzudError error = AZUD_ERROR_INIT;
  gint64 last = 0;
  gsize size;

  g_assert_true (write_log (path, 3, -1, &error));
  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  for (gsize cut = 0; cut <= size; cut++)
    {
      g_autoptr(AzudRunLogReader) reader = azud_run_log_reader_new ();
      g_autoptr(AzudJson) log = NULL;
      gboolean incomplete;
      gint64 n_done;

      g_assert_true (azud_run_log_reader_feed (reader, text, cut, &error));
      g_assert_true (azud_run_log_reader_end (reader, &error));
      log = azud_run_log_reader_to_json (reader);
      incomplete = azud_json_get_boolean (azud_json_lookup (log, "incomplete"), FALSE);
      g_assert_true (incomplete == (cut < size - 1));      /* the last line's end does not matter */
      n_done = MAX (figure (log, "stages", "numCompleteTasks"), 0);
      g_assert_cmpint (n_done, >=, last);
      last = n_done;
    }
  g_assert_cmpint (last, ==, 3);
  remove_path (path);
}

/* What is no log stays as it is. */
static void
test_in_the_way (void)
{
  g_autofree char *path = new_path ();
  g_autofree char *kept = NULL;
  AzudError error = AZUD_ERROR_INIT;

  g_assert_true (g_file_set_contents (path, "precious data", -1, NULL));
  g_assert_false (write_log (path, 5, -1, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_LOG_IN_THE_WAY");
  g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "precious data");

  azud_error_clear (&error);
  g_assert_false (write_log ("/dev/null", 5, -1, &error));
  g_assert_cmpstr (error.condition, ==, "AZUD_LOG_IN_THE_WAY");
  g_assert_true (g_file_test ("/dev/null", G_FILE_TEST_EXISTS));
  remove_path (path);
}

static _Atomic int writes_left;

static ssize_t
write_until_full (int         fd,
                  const void *buffer,
                  size_t      size)
{
  if (atomic_fetch_sub (&writes_left, 1) > 0)
    return azud_io_system ()->write (fd, buffer, size);
  errno = ENOSPC;
  return -1;
}

/* A full disk ends the log; what is there can be read, and the job is not harmed. */
static void
test_full_disk (void)
{
  AzudIo io = *azud_io_system ();

  io.write = write_until_full;
  for (int n = 0; n < 3; n++)
    {
      g_autofree char *path = new_path ();
      AzudError error = AZUD_ERROR_INIT;
      g_autoptr(AzudJson) log = NULL;

      writes_left = n;
      azud_io_install (&io);
      g_assert_false (write_log (path, 20000, -1, &error));
      azud_io_install (NULL);
      g_assert_cmpstr (error.condition, ==, "AZUD_NO_SPACE");
      log = read_log (path);
      g_assert_true (azud_json_get_boolean (azud_json_lookup (log, "incomplete"), FALSE));
      remove_path (path);
    }
}

static gint64
peak_bytes (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  return line != NULL ? g_ascii_strtoll (line + 6, NULL, 10) * 1024 : process_resident_bytes ();
}

/* A stage of very many tasks: the log is complete and the events do not pile up. */
static void
test_many_tasks (void)
{
  int n = g_getenv ("AZUD_TEST_THOROUGH") != NULL && !UNDER_SANITIZER ? 1000000 : UNDER_SANITIZER ? 3000 : 20000;
  g_autofree char *path = new_path ();
  AzudError error = AZUD_ERROR_INIT;
  g_autoptr(AzudJson) log = NULL;
  gint64 start = azud_io_now_ns ();
  gint64 peak;
  GStatBuf info;

  g_assert_true (write_log (path, n, -1, &error));
  peak = peak_bytes ();
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_test_message ("%d tasks: %.1f s, log of %" G_GINT64_FORMAT " MB, peak RSS %" G_GINT64_FORMAT " MB", n,
                  (double) (azud_io_now_ns () - start) / 1e9, (gint64) info.st_size / 1000000, peak / 1000000);
  if (!UNDER_SANITIZER)
    g_assert_cmpint (peak, <, 200 * 1000000);
  start = azud_io_now_ns ();
  log = read_log (path);
  g_test_message ("read in %.1f s", (double) (azud_io_now_ns () - start) / 1e9);
  g_assert_false (azud_json_get_boolean (azud_json_lookup (log, "incomplete"), TRUE));
  g_assert_cmpint (figure (log, "stages", "numCompleteTasks"), ==, n);
  g_assert_cmpint (figure (log, "stages", "inputBytes"), ==, (gint64) n * 10);
  remove_path (path);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runtime/run-log/round", test_round);
  g_test_add_func ("/runtime/run-log/failure", test_failure);
  g_test_add_func ("/runtime/run-log/T038-cut", test_cut);
  g_test_add_func ("/runtime/run-log/in-the-way", test_in_the_way);
  g_test_add_func ("/runtime/run-log/full-disk", test_full_disk);
  g_test_add_func ("/runtime/run-log/T127-many-tasks", test_many_tasks);
  return g_test_run ();
}
