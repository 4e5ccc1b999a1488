/* cancel.h: a wish to stop, seen by all threads
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/error.h"

#include <stdatomic.h>

/* Zeroed = not cancelled.  A parent lets one token of a run stop the tokens of its tasks. */
typedef struct _AzudCancel
{
  _Atomic int               cancelled;
  const struct _AzudCancel *parent;      /* borrowed; NULL for none */
} AzudCancel;

/** azud_cancel_request: asks everyone who looks at @cancel to stop.  Thread: any; safe in a signal handler. */
static inline void
azud_cancel_request (AzudCancel *cancel)
{
  atomic_store_explicit (&cancel->cancelled, 1, memory_order_relaxed);
}

/** azud_cancel_requested: whether to stop; @cancel may be NULL (never).  Cheap enough for every batch.  Thread: any. */
static inline bool
azud_cancel_requested (const AzudCancel *cancel)
{
  for (; cancel != NULL; cancel = cancel->parent)
    if (atomic_load_explicit (&cancel->cancelled, memory_order_relaxed) != 0)
      return true;
  return false;
}

/** azud_cancel_check: true to go on; else false and AZUD_FAULT_CANCELLED "AZUD_CANCELLED".  Thread: any. */
static inline bool
azud_cancel_check (const AzudCancel *cancel,
                   AzudError        *error)
{
  if (__builtin_expect (azud_cancel_requested (cancel), 0))
    return azud_error_set (error, AZUD_FAULT_CANCELLED, "AZUD_CANCELLED", N_("The run was stopped"), NULL);
  return true;
}
