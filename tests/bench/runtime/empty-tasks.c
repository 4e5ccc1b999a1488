/* empty-tasks.c: how many tasks that do nothing the runtime gets through in a second
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Usage: empty-tasks [workers [tasks [rounds [log]]]]: 2 workers, 10^6 tasks in one stage, the best of 5 rounds; with `log` every
 * transition is written to an event log: the difference is what events cost.  With 1 task: how long a job of one task takes.
 */

#include "base/io.h"
#include "runtime/driver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int n_tasks = 1000000;

static bool
prepare (void             *data,
         int               stage,
         const AzudCancel *cancel,
         int              *n,
         AzudError        *error)
{
  *n = n_tasks;
  return true;
}

static bool
run (void      *data,
     int        stage,
     AzudTask  *task,
     AzudError *error)
{
  return true;
}

static void
ended (void            *data,
       const AzudError *error)
{
  *(bool *) data = error == NULL;
}

/* Returns: seconds, or -1. */
static double
play (AzudPool    *pool,
      AzudAccount *account,
      bool         logs)
{
  static const AzudJobWork work = { .prepare = prepare, .run = run, .ended = ended };
  static const AzudStageParents stages[1] = { { .n_parents = 0 } };
  AzudError error = AZUD_ERROR_INIT;
  AzudEventLog *log = logs ? azud_event_log_new (NULL, NULL, account, &error) : NULL;
  int64_t start = azud_io_now_ns ();
  bool succeeded = false;
  AzudJob *job = azud_job_start (pool, stages, 1, &work, &succeeded, NULL, account, log, &error);
  int64_t end;

  if (job == NULL)
    return -1;
  azud_job_wait (job);
  end = azud_io_now_ns ();
  azud_job_free (job);
  azud_event_log_free (log);
  return succeeded ? (double) (end - start) / 1e9 : -1;
}

int
main (int    argc,
      char **argv)
{
  int n_workers = argc > 1 ? atoi (argv[1]) : 2;
  int rounds = argc > 3 ? atoi (argv[3]) : 5;
  bool logs = argc > 4 && strcmp (argv[4], "log") == 0;
  AzudAccount *account = azud_account_new (NULL, "bench", 0);
  AzudError error = AZUD_ERROR_INIT;
  AzudPool *pool = azud_pool_new (n_workers, &error);
  double best = -1;

  if (argc > 2)
    n_tasks = atoi (argv[2]);
  if (pool == NULL || account == NULL)
    return 1;
  for (int i = 0; i < rounds; i++)
    {
      double seconds = play (pool, account, logs);

      if (seconds < 0)
        return 1;
      if (best < 0 || seconds < best)
        best = seconds;
    }
  if (n_tasks == 1)
    printf ("a job of one task, best of %d: %.1f us\n", rounds, best * 1e6);
  else
    printf ("%d empty tasks on %d workers%s, best of %d: %.3f s, %.0f tasks/s\n", n_tasks, n_workers, logs ? ", logged" : "",
            rounds, best, n_tasks / best);
  azud_pool_free (pool);
  azud_account_free (account);
  return 0;
}
