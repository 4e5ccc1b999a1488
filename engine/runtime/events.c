/* events.c: the lossless channel
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Events lie end to end in pooled blocks, each as long as its kind needs: of a start only the head is kept, of a failure the reason, too.
 */

#include "runtime/events.h"

#include <string.h>

/* A block of events, oldest first. */
typedef struct _EventPage EventPage;

struct _EventPage
{
  EventPage *next;
  size_t     size;         /* of the block */
  size_t     used;         /* bytes of events behind this head */
  uint64_t   first;        /* number of its first event */
  uint64_t   n_events;
};

struct _AzudEventLog
{
  AzudAccount *account;
  void       (*bell) (void *data);
  void        *data;
  AzudMutex    lock;         /* guards what follows */
  EventPage   *oldest;
  EventPage   *newest;
  uint64_t     n_events;
  uint64_t     lost;
};

static size_t
stored_size (AzudEventKind kind)
{
  if (kind == AZUD_EVENT_TASK_FAILED)
    return sizeof (AzudEvent);
  return kind == AZUD_EVENT_TASK_SUCCEEDED || kind == AZUD_EVENT_TASK_CANCELLED ? offsetof (AzudEvent, condition)
                                                                                : offsetof (AzudEvent, counts);
}

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

static void
drop_oldest (AzudEventLog *log)
{
  EventPage *page = log->oldest;

  log->oldest = page->next;
  if (log->oldest == NULL)
    log->newest = NULL;
  azud_block_give (log->account, page, page->size);
}

void
azud_event_log_free (AzudEventLog *log)
{
  if (log == NULL)
    return;
  while (log->oldest != NULL)
    drop_oldest (log);
  azud_mutex_clear (&log->lock);
  azud_account_release (log->account, log, sizeof *log);
}

static bool
add_page_locked (AzudEventLog *log)
{
  size_t size;
  EventPage *page = azud_block_take (log->account, AZUD_BLOCK_MIN, &size, NULL);

  if (page == NULL)
    return false;
  *page = (EventPage){ .size = size, .first = log->n_events };
  if (log->newest != NULL)
    log->newest->next = page;
  else
    log->oldest = page;
  log->newest = page;
  return true;
}

void
azud_event_log_append (AzudEventLog    *log,
                       const AzudEvent *event)
{
  size_t size = stored_size (event->kind);
  EventPage *page;

  azud_mutex_lock (&log->lock);
  page = log->newest;
  if ((page == NULL || page->size - sizeof *page - page->used < size) && !add_page_locked (log))
    log->lost++;
  else
    {
      page = log->newest;
      memcpy ((char *) (page + 1) + page->used, event, size);
      page->used += size;
      page->n_events++;
      log->n_events++;
    }
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

/* Copies events of @page from number @from on, at most @room.  Returns: how many. */
static uint32_t
read_page (const EventPage *page,
           uint64_t         from,
           AzudEvent       *events,
           uint32_t         room)
{
  const char *at = (const char *) (page + 1);
  uint32_t n = 0;

  for (uint64_t number = page->first; number < page->first + page->n_events && n < room; number++)
    {
      AzudEventKind kind;
      size_t size;

      memcpy (&kind, at + offsetof (AzudEvent, kind), sizeof kind);
      size = stored_size (kind);
      if (number >= from)
        {
          memcpy (&events[n], at, size);
          memset ((char *) &events[n] + size, 0, sizeof (AzudEvent) - size);
          n++;
        }
      at += size;
    }
  return n;
}

void
azud_event_log_read (AzudEventLog *log,
                     uint64_t      from,
                     AzudEvent    *events,
                     uint32_t     *n)
{
  uint32_t room = *n;

  *n = 0;
  azud_mutex_lock (&log->lock);
  for (const EventPage *page = log->oldest; page != NULL && *n < room; page = page->next)
    if (page->first + page->n_events > from)
      *n += read_page (page, from, events + *n, room - *n);
  azud_mutex_unlock (&log->lock);
}

void
azud_event_log_forget (AzudEventLog *log,
                       uint64_t      until)
{
  azud_mutex_lock (&log->lock);
  while (log->oldest != NULL && log->oldest->next != NULL && log->oldest->first + log->oldest->n_events <= until)
    drop_oldest (log);
  azud_mutex_unlock (&log->lock);
}
