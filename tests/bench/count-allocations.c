/* count-allocations.c: loaded before a program, counts its calls of malloc and its kin
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The number goes to the file that the environment names in AZUD_COUNT_ALLOCATIONS, when the program ends.
 */

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc (size_t size);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *memory, size_t size);
extern void *__libc_memalign (size_t alignment, size_t size);

static _Atomic unsigned long n_calls;

__attribute__ ((visibility ("default"))) void *
malloc (size_t size)
{
  atomic_fetch_add (&n_calls, 1);
  return __libc_malloc (size);
}

__attribute__ ((visibility ("default"))) void *
calloc (size_t n,
        size_t size)
{
  atomic_fetch_add (&n_calls, 1);
  return __libc_calloc (n, size);
}

__attribute__ ((visibility ("default"))) void *
realloc (void   *memory,
         size_t  size)
{
  atomic_fetch_add (&n_calls, 1);
  return __libc_realloc (memory, size);
}

__attribute__ ((visibility ("default"))) void *
aligned_alloc (size_t alignment,
               size_t size)
{
  atomic_fetch_add (&n_calls, 1);
  return __libc_memalign (alignment, size);
}

__attribute__ ((visibility ("default"))) int
posix_memalign (void   **memory,
                size_t   alignment,
                size_t   size)
{
  atomic_fetch_add (&n_calls, 1);
  *memory = __libc_memalign (alignment, size);
  return *memory != NULL ? 0 : 12;
}

__attribute__ ((destructor)) static void
write_count (void)
{
  const char *path = getenv ("AZUD_COUNT_ALLOCATIONS");
  FILE *file = path != NULL ? fopen (path, "w") : NULL;

  if (file == NULL)
    return;
  fprintf (file, "%lu\n", n_calls);
  fclose (file);
}
