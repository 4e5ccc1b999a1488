/* empty-tasks.c: how many tasks that do nothing the runtime gets through in a second
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Usage: empty-tasks [workers [tasks [rounds [log]]]]: 2 workers, 10^6 tasks in one stage, the best of 5 rounds; with `log` every
 * transition is written to an event log: the difference is what events cost.  With 1 task: how long a job of one task takes.
 */

#include "runtime/made-up-job.h"

#include "base/io.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Returns: seconds, or -1. */
static double
play (AzudPool *pool,
      int       n_tasks,
      bool      logs)
{
  AzudError error = AZUD_ERROR_INIT;
  Job job;
  int64_t start, end;

  job_init (&job, NULL, n_tasks);
  job.events = logs ? azud_event_log_new (NULL, NULL, job.account, &error) : NULL;
  start = azud_io_now_ns ();
  job_run (&job, pool, 1);
  end = azud_io_now_ns ();
  azud_event_log_free (job.events);
  job_clear (&job);
  return job.succeeded ? (double) (end - start) / 1e9 : -1;
}

int
main (int    argc,
      char **argv)
{
  int n_workers = argc > 1 ? atoi (argv[1]) : 2;
  int rounds = argc > 3 ? atoi (argv[3]) : 5;
  bool logs = argc > 4 && strcmp (argv[4], "log") == 0;
  int n_tasks = argc > 2 ? atoi (argv[2]) : 1000000;
  AzudPool *pool = job_pool (n_workers);
  double best = -1;

  for (int i = 0; i < rounds; i++)
    {
      double seconds = play (pool, n_tasks, logs);

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
  return 0;
}
