/* arena.c: many small pieces that die together
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/memory.h"

#define HEAD 64   /* keeps the first piece of a block aligned to 64 */

struct _AzudArenaBlock
{
  AzudArenaBlock *older;
  size_t          actual;
};

void
azud_arena_init (AzudArena   *arena,
                 AzudAccount *account)
{
  *arena = (AzudArena){ .account = account };
}

static void
enter (AzudArena      *arena,
       AzudArenaBlock *block)
{
  arena->next = (char *) block + HEAD;
  arena->end = (char *) block + block->actual;
}

static size_t
next_size (const AzudArena *arena,
           size_t           wanted)
{
  size_t usual = AZUD_BLOCK_MIN;

  if (arena->blocks != NULL)
    usual = arena->blocks->actual < AZUD_BLOCK_MAX ? arena->blocks->actual * 4 : AZUD_BLOCK_MAX;
  return wanted > usual ? wanted : usual;
}

static char *
alloc_in_new_block (AzudArena *arena,
                    size_t     size,
                    AzudError *error)
{
  AzudArenaBlock *block;
  size_t actual;
  char *piece;

  if (size > PTRDIFF_MAX / 4)
    return azud_account_alloc (arena->account, PTRDIFF_MAX, error);   /* refuses, and says so */
  block = azud_block_take (arena->account, next_size (arena, size + HEAD), &actual, error);
  if (block == NULL && next_size (arena, size + HEAD) > size + HEAD)
    {
      /* Memory is scarce: a block no larger than needed may still do. */
      AzudError scarce = AZUD_ERROR_INIT;

      block = azud_block_take (arena->account, size + HEAD, &actual, &scarce);
      if (block != NULL)
        azud_error_clear (error);
    }
  if (block == NULL)
    return NULL;
  block->actual = actual;
  block->older = arena->blocks;
  arena->blocks = block;
  enter (arena, block);
  piece = arena->next;
  arena->next += size;
  return piece;
}

void *
azud_arena_alloc (AzudArena *arena,
                  size_t     size,
                  size_t     alignment,
                  AzudError *error)
{
  uintptr_t next = ((uintptr_t) arena->next + alignment - 1) & ~(uintptr_t) (alignment - 1);

  if (arena->next != NULL && next <= (uintptr_t) arena->end && size <= (uintptr_t) arena->end - next)
    {
      arena->next = (char *) next + size;
      return (char *) next;
    }
  return alloc_in_new_block (arena, size, error);
}

void
azud_arena_reset (AzudArena *arena)
{
  AzudArenaBlock *kept = NULL;

  /* Of the blocks that the pool knows, the newest is the largest: keeping it, an arena soon lives in one block. */
  for (AzudArenaBlock *block = arena->blocks, *older; block != NULL; block = older)
    {
      older = block->older;
      if (kept == NULL && block->actual <= AZUD_BLOCK_MAX)
        kept = block;
      else
        azud_block_give (arena->account, block, block->actual);
    }
  arena->blocks = kept;
  arena->next = arena->end = NULL;
  if (kept != NULL)
    {
      kept->older = NULL;
      enter (arena, kept);
    }
}

void
azud_arena_clear (AzudArena *arena)
{
  for (AzudArenaBlock *block = arena->blocks, *older; block != NULL; block = older)
    {
      older = block->older;
      azud_block_give (arena->account, block, block->actual);
    }
  azud_arena_init (arena, arena->account);
}
