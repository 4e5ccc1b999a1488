/* run-log.c: events to lines, on a thread of its own
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "runtime/log/run-log.h"

#include "base/io.h"
#include "base/utf8.h"
#include "runtime/scheduler.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define TURN_NS ((int64_t) 33 * 1000 * 1000)
#define EVENTS_AT_ONCE 64
#define EVENTS_A_TURN 8192
#define BUFFER_BYTES ((size_t) 256 * 1024)
#define MAX_WORKERS 256
#define FIRST_BYTES "{\"Event\":\"SparkListenerLogStart\""

/* The attempt that a worker carries out. */
typedef struct
{
  int64_t task;          /* Spark's number of the attempt */
  int64_t launch_ms;
} Running;

/* A stage's times, 0 = not yet. */
typedef struct
{
  int64_t submitted_ms;
  int64_t completed_ms;
  int64_t n_tasks;
} StageTimes;

struct _AzudRunLog
{
  AzudAccount           *account;
  char                  *path;
  size_t                 path_size;
  int                    fd;
  AzudError              error;          /* the first write that failed */
  char                  *buffer;
  size_t                 used;
  int64_t                clock_us;       /* wall clock minus monotonic clock */

  AzudEventLog          *events;
  const AzudRunLogStage *stages;
  StageTimes            *times;
  int                    n_stages;
  int64_t                n_tasks;        /* attempts begun */
  Running                running[MAX_WORKERS];
  _Atomic uint64_t       position;
  void                 (*turn) (void *data);
  void                  *data;

  bool                   is_following;
  AzudThread             thread;
  AzudMutex              lock;           /* guards stopping */
  AzudCond               wake;
  bool                   stopping;
};

/* ---- the file ---- */

/* Whether what stands at @path may be replaced: a log, or nothing yet. */
static bool
check_old (const char *path,
           AzudError  *error)
{
  char head[sizeof FIRST_BYTES - 1];
  AzudFileIdentity identity;
  struct stat info;
  size_t got = 0;

  if (stat (path, &info) == 0 && S_ISREG (info.st_mode))      /* opening a pipe would wait */
    {
      int fd = azud_io_open_read (path, &identity, error);
      bool done;

      if (fd < 0)
        return false;
      done = azud_io_pread (fd, path, head, sizeof head, 0, &got, error);
      azud_io_close (fd, path, NULL);
      if (!done)
        return false;
      if (identity.size == 0 || (got == sizeof head && memcmp (head, FIRST_BYTES, sizeof head) == 0))
        return true;
    }
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_LOG_IN_THE_WAY",
                  N_("“{0}” is there already and is no run log; name another file for the log"), path, NULL);
  azud_error_at_line (error, path, 0, 0, -1);
  return false;
}

/* Made anew, so that who still reads the old one keeps it whole. */
static int
create (const char *path,
        AzudError  *error)
{
  AzudError exists = AZUD_ERROR_INIT;
  struct stat info;
  int fd = azud_io_create (path, 0666, &exists);

  if (fd >= 0)
    return fd;
  if (lstat (path, &info) == 0)
    return check_old (path, error) && azud_io_unlink (path, error) ? azud_io_create (path, 0666, error) : -1;
  if (error != NULL)
    *error = exists;
  return -1;
}

AzudRunLog *
azud_run_log_open (const char  *path,
                   AzudAccount *account,
                   AzudError   *error)
{
  AzudRunLog *log = azud_account_alloc (account, sizeof *log, error);

  if (log == NULL)
    return NULL;
  memset (log, 0, sizeof *log);
  log->account = account;
  log->fd = -1;
  azud_error_clear (&log->error);
  azud_mutex_init (&log->lock);
  azud_cond_init (&log->wake);
  log->clock_us = azud_io_real_us () - azud_io_now_ns () / 1000;
  log->path_size = strlen (path) + 1;
  log->path = azud_account_alloc (account, log->path_size, error);
  log->buffer = azud_account_alloc (account, BUFFER_BYTES, error);
  if (log->path != NULL && log->buffer != NULL)
    {
      memcpy (log->path, path, log->path_size);
      log->fd = create (path, error);
    }
  if (log->fd >= 0)
    return log;
  azud_run_log_close (log, NULL, NULL, NULL);
  return NULL;
}

/* After a failure nothing more is written: a log is cut off at most, never broken in the middle. */
static void
put (AzudRunLog *log,
     const char *data,
     size_t      size)
{
  if (size > 0 && !azud_error_is_set (&log->error))
    (void) !azud_io_write (log->fd, log->path, data, size, &log->error);
}

static void
flush (AzudRunLog *log)
{
  put (log, log->buffer, log->used);
  log->used = 0;
}

static void
emit_text (AzudRunLog *log,
           const char *text)
{
  size_t size = strlen (text);

  if (size > BUFFER_BYTES - log->used)
    flush (log);
  if (size > BUFFER_BYTES)
    {
      put (log, text, size);
      return;
    }
  memcpy (log->buffer + log->used, text, size);
  log->used += size;
}

/* For pieces well below the buffer's size. */
static void __attribute__ ((format (printf, 2, 3)))
emit (AzudRunLog *log,
      const char *format,
      ...)
{
  for (int try = 0; try < 2; try++)
    {
      size_t room = BUFFER_BYTES - log->used;
      va_list args;
      int size;

      va_start (args, format);
      size = vsnprintf (log->buffer + log->used, room, format, args);
      va_end (args);
      if (size >= 0 && (size_t) size < room)
        {
          log->used += (size_t) size;
          return;
        }
      flush (log);
    }
}

/* @text as the inside of a JSON string; bytes that are not UTF-8 are left out. */
static void
emit_escaped (AzudRunLog *log,
              const char *text)
{
  size_t size = strlen (text);

  for (size_t i = 0; i < size;)
    {
      uint32_t code;
      size_t step = azud_utf8_decode (text + i, size - i, &code);

      if (step == 1 && (text[i] == '"' || text[i] == '\\'))
        emit (log, "\\%c", text[i]);
      else if (step == 1 && (unsigned char) text[i] < 0x20)
        emit (log, "\\u%04x", (unsigned) text[i]);
      else if (step > 0)
        emit (log, "%.*s", (int) step, text + i);
      i += step > 0 ? step : 1;
    }
}

void
azud_run_log_write (AzudRunLog *log,
                    const char *lines)
{
  emit_text (log, lines);
  flush (log);
}

/* ---- events ---- */

static int64_t
wall_ms (const AzudRunLog *log,
         int64_t           time_ns)
{
  return (log->clock_us + time_ns / 1000) / 1000;
}

static void
emit_stage (AzudRunLog *log,
            int         stage,
            const char *event,
            const char *failure)
{
  const StageTimes *times = &log->times[stage];

  emit (log, "{\"Event\":\"%s\",\"Stage Info\":{", event);
  emit_text (log, log->stages[stage].info);
  emit (log, ",\"Number of Tasks\":%" PRId64 ",\"Submission Time\":%" PRId64, times->n_tasks, times->submitted_ms);
  if (times->completed_ms > 0)
    emit (log, ",\"Completion Time\":%" PRId64, times->completed_ms);
  if (failure != NULL)
    {
      emit_text (log, ",\"Failure Reason\":\"");
      emit_escaped (log, failure);
      emit_text (log, "\"");
    }
  emit_text (log, times->completed_ms > 0 ? "}}\n" : "},\"Properties\":{\"spark.sql.execution.id\":\"0\"}}\n");
}

static void
emit_task_info (AzudRunLog      *log,
                const AzudEvent *event,
                const Running   *running,
                int64_t          finish_ms)
{
  static const char *const localities[] = { [AZUD_LOCALITY_ANY] = "NO_PREF", [AZUD_LOCALITY_NEAR] = "PROCESS_LOCAL",
                                            [AZUD_LOCALITY_FAR] = "NODE_LOCAL" };
  bool failed = event->kind == AZUD_EVENT_TASK_FAILED;
  bool killed = event->kind == AZUD_EVENT_TASK_CANCELLED;

  emit (log, "\"Task Info\":{\"Task ID\":%" PRId64 ",\"Index\":%d,\"Attempt\":%d,\"Partition ID\":%d,\"Launch Time\":%" PRId64
        ",\"Executor ID\":\"driver\",\"Host\":\"localhost\",\"Locality\":\"%s\",\"Speculative\":%s,"
        "\"Getting Result Time\":0,\"Finish Time\":%" PRId64 ",\"Failed\":%s,\"Killed\":%s,\"Accumulables\":[]}",
        running->task, event->partition, event->attempt, event->partition, running->launch_ms,
        localities[event->locality], event->speculative ? "true" : "false", finish_ms,
        failed ? "true" : "false", killed ? "true" : "false");
}

static void
emit_task_start (AzudRunLog      *log,
                 const AzudEvent *event,
                 Running         *running)
{
  running->task = log->n_tasks++;
  running->launch_ms = wall_ms (log, event->time_ns);
  emit (log, "{\"Event\":\"SparkListenerTaskStart\",\"Stage ID\":%d,\"Stage Attempt ID\":0,", event->stage);
  emit_task_info (log, event, running, 0);
  emit (log, ",\"Azud Worker\":%d}\n", event->worker);
}

static void
emit_reason (AzudRunLog      *log,
             const AzudEvent *event)
{
  switch (event->kind)
    {
    case AZUD_EVENT_TASK_FAILED:
      emit_text (log, "{\"Reason\":\"ExceptionFailure\",\"Class Name\":\"");
      emit_escaped (log, event->condition);
      emit_text (log, "\",\"Description\":\"");
      emit_escaped (log, event->message);
      emit_text (log, "\",\"Stack Trace\":[],\"Full Stack Trace\":\"\",\"Accumulator Updates\":[]}");
      break;
    case AZUD_EVENT_TASK_CANCELLED:
      emit_text (log, "{\"Reason\":\"TaskKilled\",\"Kill Reason\":\"cancelled\",\"Accumulator Updates\":[]}");
      break;
    default:
      emit_text (log, "{\"Reason\":\"Success\"}");
    }
}

static void
emit_metrics (AzudRunLog      *log,
              const AzudEvent *event,
              int64_t          run_ms)
{
  const int64_t *counts = event->counts;

  emit (log, "\"Task Metrics\":{\"Executor Deserialize Time\":0,\"Executor Deserialize CPU Time\":0,\"Executor Run Time\":%" PRId64
        ",\"Executor CPU Time\":%" PRId64 ",\"Peak Execution Memory\":%" PRId64 ",\"Result Size\":%" PRId64
        ",\"JVM GC Time\":0,\"Result Serialization Time\":0,\"Memory Bytes Spilled\":%" PRId64 ",\"Disk Bytes Spilled\":%" PRId64
        ",\"Shuffle Read Metrics\":{\"Remote Blocks Fetched\":0,\"Local Blocks Fetched\":0,\"Fetch Wait Time\":0,"
        "\"Remote Bytes Read\":0,\"Remote Bytes Read To Disk\":0,\"Local Bytes Read\":%" PRId64 ",\"Total Records Read\":%" PRId64
        "},\"Shuffle Write Metrics\":{\"Shuffle Bytes Written\":%" PRId64 ",\"Shuffle Write Time\":0,\"Shuffle Records Written\":%" PRId64
        "},\"Input Metrics\":{\"Bytes Read\":%" PRId64 ",\"Records Read\":%" PRId64
        "},\"Output Metrics\":{\"Bytes Written\":%" PRId64 ",\"Records Written\":%" PRId64 "},\"Updated Blocks\":[]}",
        run_ms, counts[AZUD_COUNT_CPU_NS], counts[AZUD_COUNT_PEAK_MEMORY], counts[AZUD_COUNT_RESULT_BYTES],
        counts[AZUD_COUNT_MEMORY_SPILLED], counts[AZUD_COUNT_DISK_SPILLED], counts[AZUD_COUNT_SHUFFLE_READ_BYTES],
        counts[AZUD_COUNT_SHUFFLE_READ_ROWS], counts[AZUD_COUNT_SHUFFLE_WRITE_BYTES], counts[AZUD_COUNT_SHUFFLE_WRITE_ROWS],
        counts[AZUD_COUNT_INPUT_BYTES], counts[AZUD_COUNT_INPUT_ROWS], counts[AZUD_COUNT_OUTPUT_BYTES], counts[AZUD_COUNT_OUTPUT_ROWS]);
}

static void
emit_task_end (AzudRunLog      *log,
               const AzudEvent *event,
               const Running   *running)
{
  int64_t finish_ms = wall_ms (log, event->time_ns);

  emit (log, "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":%d,\"Stage Attempt ID\":0,\"Task Type\":\"%s\",\"Task End Reason\":",
        event->stage, log->stages[event->stage].is_last ? "ResultTask" : "ShuffleMapTask");
  emit_reason (log, event);
  emit_text (log, ",");
  emit_task_info (log, event, running, finish_ms);
  emit_text (log, ",\"Task Executor Metrics\":{},");
  emit_metrics (log, event, finish_ms - running->launch_ms);
  emit (log, ",\"Azud Worker\":%d,\"Azud Result Records\":%" PRId64 "}\n", event->worker, event->counts[AZUD_COUNT_RESULT_ROWS]);
}

static void
take_event (AzudRunLog      *log,
            const AzudEvent *event)
{
  Running *running = event->worker >= 0 && event->worker < MAX_WORKERS ? &log->running[event->worker] : NULL;
  StageTimes *times = event->stage >= 0 && event->stage < log->n_stages ? &log->times[event->stage] : NULL;

  switch (event->kind)
    {
    case AZUD_EVENT_STAGE_SUBMITTED:
      times->submitted_ms = wall_ms (log, event->time_ns);
      times->n_tasks = event->value;
      emit_stage (log, event->stage, "SparkListenerStageSubmitted", NULL);
      break;
    case AZUD_EVENT_STAGE_COMPLETED:
      if (times->submitted_ms == 0)      /* it was skipped */
        break;
      times->completed_ms = wall_ms (log, event->time_ns);
      emit_stage (log, event->stage, "SparkListenerStageCompleted", NULL);
      break;
    case AZUD_EVENT_TASK_STARTED:
      emit_task_start (log, event, running);
      break;
    case AZUD_EVENT_TASK_SUCCEEDED:
    case AZUD_EVENT_TASK_FAILED:
    case AZUD_EVENT_TASK_CANCELLED:
      emit_task_end (log, event, running);
      break;
    case AZUD_EVENT_STAGE_FAILED:      /* why is known at the job's end only: azud_run_log_close() ends the stage */
    case AZUD_EVENT_JOB_ENDED:
    case AZUD_EVENT_STAGE_SKIPPED:     /* Spark's log does not speak of them either: the job lists the stage, nothing is submitted */
    case AZUD_EVENT_OUTPUT_LOST:       /* the task that runs again because of it says so */
      break;
    }
}

/* Returns: whether there may be more. */
static bool
take_turn (AzudRunLog *log)
{
  AzudEvent events[EVENTS_AT_ONCE];
  uint64_t position = atomic_load (&log->position);
  uint64_t end = position + EVENTS_A_TURN;
  uint32_t n = 1;

  while (n > 0 && position < end)
    {
      n = EVENTS_AT_ONCE;
      azud_event_log_read (log->events, position, events, &n);
      for (uint32_t i = 0; i < n; i++)
        take_event (log, &events[i]);
      position += n;
    }
  flush (log);
  atomic_store (&log->position, position);
  if (log->turn != NULL)
    log->turn (log->data);
  return n > 0;
}

/* The log's thread. */
static void *
log_worker (void *data)
{
  AzudRunLog *log = data;
  bool stopping = false;

  while (!stopping)
    {
      azud_mutex_lock (&log->lock);
      if (!log->stopping)
        azud_cond_wait_until (&log->wake, &log->lock, azud_io_now_ns () + TURN_NS);
      stopping = log->stopping;
      azud_mutex_unlock (&log->lock);
      while (take_turn (log))
        ;
    }
  return NULL;
}

bool
azud_run_log_follow (AzudRunLog            *log,
                     AzudEventLog          *events,
                     const AzudRunLogStage *stages,
                     int                    n_stages,
                     void                 (*turn) (void *data),
                     void                  *data,
                     AzudError             *error)
{
  size_t size = (size_t) n_stages * sizeof *log->times + 1;

  log->times = azud_account_alloc (log->account, size, error);
  if (log->times == NULL)
    return false;
  memset (log->times, 0, size);
  log->n_stages = n_stages;
  log->events = events;
  log->stages = stages;
  log->turn = turn;
  log->data = data;
  if (!azud_thread_start (&log->thread, "azud-log", log_worker, log))
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_NO_THREADS", N_("The system refuses to start a thread"), NULL);
  log->is_following = true;
  return true;
}

uint64_t
azud_run_log_get_position (const AzudRunLog *log)
{
  return atomic_load (&log->position);
}

/* ---- the end ---- */

static void
stop_following (AzudRunLog *log)
{
  azud_mutex_lock (&log->lock);
  log->stopping = true;
  azud_cond_broadcast (&log->wake);
  azud_mutex_unlock (&log->lock);
  azud_thread_join (log->thread);
}

/* Stages that were under way when the run ended. */
static void
end_stages (AzudRunLog *log,
            const char *failure)
{
  for (int i = 0; i < log->n_stages; i++)
    if (log->times[i].submitted_ms > 0 && log->times[i].completed_ms == 0)
      {
        log->times[i].completed_ms = wall_ms (log, azud_io_now_ns ());
        emit_stage (log, i, "SparkListenerStageCompleted", failure);
      }
}

bool
azud_run_log_close (AzudRunLog *log,
                    const char *failure,
                    const char *lines,
                    AzudError  *error)
{
  bool done;

  if (log == NULL)
    return true;

  if (log->is_following)
    {
      stop_following (log);
      end_stages (log, failure);
    }
  if (lines != NULL)
    emit_text (log, lines);
  if (log->buffer != NULL && log->fd >= 0)
    flush (log);
  if (log->fd >= 0)
    azud_io_close (log->fd, log->path, &log->error);
  done = !azud_error_is_set (&log->error);
  if (!done && error != NULL)
    *error = log->error;

  azud_account_release (log->account, log->times, (size_t) log->n_stages * sizeof *log->times + 1);
  azud_account_release (log->account, log->buffer, BUFFER_BYTES);
  azud_account_release (log->account, log->path, log->path_size);
  azud_cond_clear (&log->wake);
  azud_mutex_clear (&log->lock);
  azud_account_release (log->account, log, sizeof *log);
  return done;
}
