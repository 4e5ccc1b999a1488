/* block.c: the process-wide pool of idle blocks
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/memory.h"

#include "base/sync.h"

#include <stdlib.h>

#define N_CLASSES 3   /* 64 KiB, 256 KiB, 1 MiB */

#ifdef __SANITIZE_ADDRESS__
#define MAX_IDLE ((size_t) 0)   /* so that the sanitizer sees a use after giving back */
#else
#define MAX_IDLE ((size_t) 16 * 1024 * 1024)
#endif

typedef struct _Idle Idle;
struct _Idle
{
  Idle *next;
};

static AzudMutex lock = AZUD_MUTEX_INIT;   /* guards the two below */
static Idle     *idle[N_CLASSES];
static size_t    idle_bytes;

/* Class of @size, or -1 when blocks of it are not recycled. */
static int
class_of (size_t  size,
          size_t *actual)
{
  size_t block = AZUD_BLOCK_MIN;

  for (int i = 0; i < N_CLASSES; i++, block *= 4)
    if (size <= block)
      {
        *actual = block;
        return i;
      }
  *actual = (size + AZUD_BLOCK_MAX - 1) & ~(AZUD_BLOCK_MAX - 1);
  return -1;
}

static void *
pop (int    class,
     size_t size)
{
  Idle *block;

  azud_mutex_lock (&lock);
  block = idle[class];
  if (block != NULL)
    {
      idle[class] = block->next;
      idle_bytes -= size;
    }
  azud_mutex_unlock (&lock);
  return block;
}

static bool
push (int    class,
      size_t size,
      Idle  *block)
{
  bool kept;

  azud_mutex_lock (&lock);
  kept = idle_bytes + size <= MAX_IDLE;
  if (kept)
    {
      block->next = idle[class];
      idle[class] = block;
      idle_bytes += size;
    }
  azud_mutex_unlock (&lock);
  return kept;
}

void *
azud_block_take (AzudAccount *account,
                 size_t       size,
                 size_t      *actual,
                 AzudError   *error)
{
  void *block;
  int class;

  if (size > PTRDIFF_MAX / 2)
    return azud_account_alloc (account, size, error);   /* refuses, and says so */
  class = class_of (size, actual);
  if (class < 0)
    return azud_account_alloc (account, *actual, error);
  if (!azud_account_reserve (account, (int64_t) *actual, error))
    return NULL;
  block = pop (class, *actual);
  if (block == NULL)
    {
      /* Pages of the system's own size, so that a block can be written without a detour. */
      block = aligned_alloc (4096, *actual);
      if (block == NULL)
        {
          azud_account_unreserve (account, (int64_t) *actual);
          azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("The system has no more memory"), NULL);
        }
    }
  return block;
}

void
azud_block_give (AzudAccount *account,
                 void        *block,
                 size_t       actual)
{
  size_t same;
  int class;

  if (block == NULL)
    return;
  class = class_of (actual, &same);
  if (class < 0)
    {
      azud_account_release (account, block, actual);
      return;
    }
  azud_account_unreserve (account, (int64_t) same);
  if (!push (class, same, block))
    free (block);
}
