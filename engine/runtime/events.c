/* events.c: the lossless channel
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Events lie end to end in pooled blocks, each as long as its kind needs.
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

/* ---- events at rest: the head; at a task's end which counts are not 0, and these; of a failure why ---- */

#define HEAD_SIZE offsetof (AzudEvent, counts)
#define REASON_SIZE (sizeof (AzudEvent) - offsetof (AzudEvent, condition))

static bool
has_counts (AzudEventKind kind)
{
  return kind == AZUD_EVENT_TASK_SUCCEEDED || kind == AZUD_EVENT_TASK_FAILED || kind == AZUD_EVENT_TASK_CANCELLED;
}

/* Returns: bytes stored at @at. */
static size_t
pack (char            *at,
      const AzudEvent *event)
{
  char *next = at + HEAD_SIZE;
  uint64_t mask = 0;

  memcpy (at, event, HEAD_SIZE);
  if (!has_counts (event->kind))
    return HEAD_SIZE;
  next += sizeof mask;
  for (int i = 0; i < AZUD_N_COUNTS; i++)
    if (event->counts[i] != 0)
      {
        mask |= UINT64_C (1) << i;
        memcpy (next, &event->counts[i], sizeof (int64_t));
        next += sizeof (int64_t);
      }
  memcpy (at + HEAD_SIZE, &mask, sizeof mask);
  if (event->kind == AZUD_EVENT_TASK_FAILED)
    {
      memcpy (next, event->condition, REASON_SIZE);
      next += REASON_SIZE;
    }
  return (size_t) (next - at);
}

/* Returns: the event behind the one at @at, which is put into @event. */
static const char *
unpack (const char *at,
        AzudEvent  *event)
{
  const char *next = at + HEAD_SIZE;
  uint64_t mask;

  memset (event, 0, sizeof *event);
  memcpy (event, at, HEAD_SIZE);
  if (!has_counts (event->kind))
    return next;
  memcpy (&mask, next, sizeof mask);
  next += sizeof mask;
  for (int i = 0; i < AZUD_N_COUNTS; i++)
    if (mask >> i & 1)
      {
        memcpy (&event->counts[i], next, sizeof (int64_t));
        next += sizeof (int64_t);
      }
  if (event->kind == AZUD_EVENT_TASK_FAILED)
    {
      memcpy (event->condition, next, REASON_SIZE);
      next += REASON_SIZE;
    }
  return next;
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
  EventPage *page;

  azud_mutex_lock (&log->lock);
  page = log->newest;
  if ((page == NULL || page->size - sizeof *page - page->used < sizeof *event + sizeof (uint64_t)) && !add_page_locked (log))
    log->lost++;
  else
    {
      page = log->newest;
      page->used += pack ((char *) (page + 1) + page->used, event);
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
      at = unpack (at, &events[n]);      /* one before @from is overwritten */
      n += number >= from;
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
