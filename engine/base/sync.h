/* sync.h: locks and threads
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Thin names over pthreads.  GLib's locks are futexes inside an uninstrumented library, which
 * ThreadSanitizer cannot see; the engine therefore uses these and C11 atomics only.
 */

#pragma once

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

typedef pthread_mutex_t AzudMutex;
typedef pthread_cond_t  AzudCond;
typedef pthread_t       AzudThread;

#define AZUD_MUTEX_INIT PTHREAD_MUTEX_INITIALIZER
#define AZUD_COND_INIT  PTHREAD_COND_INITIALIZER

static inline void azud_mutex_init (AzudMutex *mutex) { pthread_mutex_init (mutex, NULL); }
static inline void azud_mutex_clear (AzudMutex *mutex) { pthread_mutex_destroy (mutex); }
static inline void azud_mutex_lock (AzudMutex *mutex) { pthread_mutex_lock (mutex); }
/** azud_mutex_try_lock: false when somebody has it. */
static inline bool azud_mutex_try_lock (AzudMutex *mutex) { return pthread_mutex_trylock (mutex) == 0; }
static inline void azud_mutex_unlock (AzudMutex *mutex) { pthread_mutex_unlock (mutex); }
static inline void azud_cond_clear (AzudCond *cond) { pthread_cond_destroy (cond); }
static inline void azud_cond_signal (AzudCond *cond) { pthread_cond_signal (cond); }
static inline void azud_cond_broadcast (AzudCond *cond) { pthread_cond_broadcast (cond); }
static inline void azud_cond_wait (AzudCond *cond, AzudMutex *mutex) { pthread_cond_wait (cond, mutex); }

/** azud_cond_init: a condition whose timed waits use the monotonic clock. */
void azud_cond_init (AzudCond *cond);

/** azud_cond_wait_until: waits until signalled or until the monotonic time @deadline_ns (azud_io_now_ns()).
 * Returns: false on time-out.  @cond must come from azud_cond_init(). */
bool azud_cond_wait_until (AzudCond *cond, AzudMutex *mutex, int64_t deadline_ns);

/** azud_thread_start: starts @function with all signals blocked and a stack of 1 MiB, named @name (15 bytes).
 * Returns: false when the system refuses a thread. */
bool azud_thread_start (AzudThread *thread, const char *name, void *(*function) (void *), void *data);

static inline void azud_thread_join (AzudThread thread) { pthread_join (thread, NULL); }

/* ---- may this thread block? ---- */

/** azud_thread_forbid_blocking: marks the calling thread (the window's main thread) as one that must never wait. */
void azud_thread_forbid_blocking (void);

/** azud_assert_may_block: aborts with the caller's name when called on such a thread.  Put at the head of every function
 * that reads, waits or lays out. */
void azud_assert_may_block_at (const char *function);
#define azud_assert_may_block() azud_assert_may_block_at (__func__)
