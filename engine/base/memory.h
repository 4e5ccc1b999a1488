/* memory.h: accounted memory that can refuse
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * All memory whose size depends on data is taken through an account.  Accounts form a tree (session >
 * run > node or task); a byte taken from a leaf counts in every ancestor, and any of them may refuse.
 * A refusal is an ordinary error (AZUD_OUT_OF_MEMORY): operators answer it by spilling.
 */

#pragma once

#include "base/error.h"

typedef struct _AzudAccount AzudAccount;

/**
 * azud_account_new: a new account under @parent.
 * @parent: (nullable): NULL for a root
 * @name: shown in memory reports; copied, at most 63 bytes
 * @limit: bytes it may hold, or 0 for no limit of its own
 *
 * Returns: (transfer full) (nullable): NULL only when the system has no memory.  The parent must
 * outlive it.  Thread: any.
 */
AzudAccount *azud_account_new (AzudAccount *parent, const char *name, int64_t limit) AZUD_WARN_UNUSED;

/** azud_account_free: ends an account; what it still holds is given back to its ancestors, and counted
 * as a leak in azud_account_leaks().  Thread: the last user. */
void azud_account_free (AzudAccount *account);

/** azud_account_alloc: @size bytes, aligned to 64, not cleared.  NULL and @error on refusal.  Thread: any. */
void *azud_account_alloc (AzudAccount *account, size_t size, AzudError *error) AZUD_WARN_UNUSED;

/** azud_account_realloc: grows or shrinks; on refusal NULL, @error set, and @memory still valid.  Thread: any. */
void *azud_account_realloc (AzudAccount *account,
                            void        *memory,
                            size_t       old_size,
                            size_t       new_size,
                            AzudError   *error) AZUD_WARN_UNUSED;

/** azud_account_release: frees @memory of @size bytes taken from @account.  NULL is allowed.  Thread: any. */
void azud_account_release (AzudAccount *account, void *memory, size_t size);

/** azud_account_reserve: counts @size bytes without allocating (memory that a library holds).  Thread: any. */
bool azud_account_reserve (AzudAccount *account, int64_t size, AzudError *error) AZUD_WARN_UNUSED;
void azud_account_unreserve (AzudAccount *account, int64_t size);

/** azud_account_move: puts @account with all it holds under another @parent of the same tree; never refused, since the bytes are there
 * already.  Thread: one that alone uses @account. */
void azud_account_move (AzudAccount *account, AzudAccount *parent);

/**
 * azud_account_set_reclaim: what to do when a request would go beyond the limit of @account, before it is refused.
 * @reclaim: gives memory back and returns true when the request is worth another try; a fault it sets is reported instead of the
 *   refusal.  Called on the asking thread, which may hold locks of its own; never from within itself
 *
 * Thread: before the account is shared.
 */
void azud_account_set_reclaim (AzudAccount *account, bool (*reclaim) (void *data, int64_t size, AzudError *error), void *data);

/* Figures, in bytes.  Thread: any. */
int64_t     azud_account_get_used (const AzudAccount *account);
int64_t     azud_account_get_peak (const AzudAccount *account);
void        azud_account_reset_peak (AzudAccount *account);   /* to what is used now */
int64_t     azud_account_get_limit (const AzudAccount *account);
void        azud_account_set_limit (AzudAccount *account, int64_t limit);
const char *azud_account_get_name (const AzudAccount *account);

/** azud_account_leaks: bytes that accounts still held when they were freed, since the process began. */
int64_t azud_account_leaks (void);

/**
 * azud_account_refuse_nth: fault injection: the @n-th request from now on is refused (1 = the next), and
 * with @persist all later ones too; 0 switches it off.  Only in builds with the `tests` option; else it
 * does nothing.
 *
 * Returns: whether what was asked for before came about: false when there were too few requests.  Thread: tests.
 */
bool azud_account_refuse_nth (int64_t n, bool persist);

/* ---- blocks: recycled memory of a few sizes for chunks, so that a breaker never touches fresh pages ---- */

/** Sizes of blocks: 64 KiB, 256 KiB, 1 MiB; larger requests are rounded up to whole MiB and not recycled. */
#define AZUD_BLOCK_MIN ((size_t) 64 * 1024)
#define AZUD_BLOCK_MAX ((size_t) 1024 * 1024)

/** azud_block_take: a block of at least @size bytes; its real size is stored in @actual.  Thread: any. */
void *azud_block_take (AzudAccount *account, size_t size, size_t *actual, AzudError *error) AZUD_WARN_UNUSED;

/** azud_block_give: returns a block to the process-wide pool (which keeps at most 16 MiB idle).  Thread: any. */
void azud_block_give (AzudAccount *account, void *block, size_t actual);

/* ---- arena: many small pieces that die together ---- */

typedef struct _AzudArenaBlock AzudArenaBlock;

typedef struct
{
  AzudAccount    *account;
  AzudArenaBlock *blocks;    /* newest first */
  char           *next;
  char           *end;
} AzudArena;

/** azud_arena_init: an empty arena; takes nothing until used.  Thread: one at a time. */
void azud_arena_init (AzudArena *arena, AzudAccount *account);

/** azud_arena_alloc: @size bytes aligned to @alignment (a power of two ≤ 64), not cleared.  NULL and @error on refusal. */
void *azud_arena_alloc (AzudArena *arena, size_t size, size_t alignment, AzudError *error) AZUD_WARN_UNUSED;

/** azud_arena_reset: forgets all pieces, keeps one block for the next ones. */
void azud_arena_reset (AzudArena *arena);

/** azud_arena_clear: gives everything back. */
void azud_arena_clear (AzudArena *arena);
