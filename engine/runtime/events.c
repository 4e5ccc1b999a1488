/* events.c: the lossless channel
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/events.h"

#include "base/array.h"

#include <string.h>

struct _AzudEventLog
{
  AzudAccount *account;
  void       (*bell) (void *data);
  void        *data;
  AzudMutex    lock;         /* guards what follows */
  AzudEvent   *events;
  uint64_t     n_events;
  uint64_t     room;
  uint64_t     lost;
};

AzudEventLog *
azud_event_log_new (void       (*bell) (void *data),
                    void        *data,
                    AzudAccount *account,
                    AzudError   *error)
{
  AzudEventLog *log = azud_account_alloc (account, sizeof *log, error);

  if (log == NULL)
    return NULL;
  memset (log, 0, sizeof *log);
  log->account = account;
  log->bell = bell;
  log->data = data;
  azud_mutex_init (&log->lock);
  return log;
}

void
azud_event_log_free (AzudEventLog *log)
{
  if (log == NULL)
    return;
  azud_mutex_clear (&log->lock);
  azud_account_release (log->account, log->events, log->room * sizeof (AzudEvent));
  azud_account_release (log->account, log, sizeof *log);
}

void
azud_event_log_append (AzudEventLog    *log,
                       const AzudEvent *event)
{
  azud_mutex_lock (&log->lock);
  if (azud_array_reserve (log->account, (void **) &log->events, &log->room, log->n_events + 1, sizeof (AzudEvent), NULL))
    log->events[log->n_events++] = *event;
  else
    log->lost++;
  azud_mutex_unlock (&log->lock);
  if (log->bell != NULL)
    log->bell (log->data);
}

uint64_t
azud_event_log_lost (AzudEventLog *log)
{
  uint64_t lost;

  azud_mutex_lock (&log->lock);
  lost = log->lost;
  azud_mutex_unlock (&log->lock);
  return lost;
}

void
azud_event_log_read (AzudEventLog *log,
                     uint64_t      from,
                     AzudEvent    *events,
                     uint32_t     *n)
{
  azud_mutex_lock (&log->lock);
  if (from >= log->n_events)
    *n = 0;
  else
    {
      if (log->n_events - from < *n)
        *n = (uint32_t) (log->n_events - from);
      memcpy (events, log->events + from, *n * sizeof *events);
    }
  azud_mutex_unlock (&log->lock);
}
