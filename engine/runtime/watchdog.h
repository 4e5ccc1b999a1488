/* watchdog.h: says so when nothing moves although there is work
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A thread of the pool that sleeps.  Several times a minute it looks whether anything has moved since: an action of a scheduler, a count
 * of a task that runs.  When jobs are there and nothing has for a minute, it writes once to standard error what the schedulers
 * know: stages with their tasks, and what each worker does and for how long; or that the pool's lock was held all the while.  It changes nothing: a
 * task may well be slow without counting.  AZUD_DEBUG=watchdog=MS is another time than a minute.
 */

#pragma once

#include "runtime/driver.h"

#define AZUD_WATCHDOG_MS 60000

typedef struct _AzudWatchdog AzudWatchdog;

/** azud_watchdog_start: Returns: (transfer full) (nullable): NULL when there is no memory or no thread for it; the pool can do without. */
AzudWatchdog *azud_watchdog_start (AzudPool *pool, AzudAccount *account);

/** azud_watchdog_stop: ends its thread and frees it; before the pool goes.  Blocking, not for long.  NULL is allowed. */
void azud_watchdog_stop (AzudWatchdog *watchdog);
