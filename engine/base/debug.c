/* debug.c: the switches of AZUD_DEBUG
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/debug.h"

#include "base/sync.h"

#include <stdlib.h>
#include <string.h>

#define MAX_KEYS 64

typedef struct
{
  char             key[40];
  _Atomic int64_t  value;
} Switch;

/* Grows only; an entry is complete before n_switches counts it, so readers need no lock. */
static Switch switches[MAX_KEYS];
static _Atomic int n_switches;
static AzudMutex lock = AZUD_MUTEX_INIT;   /* guards adding */
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Atomic int ready;

static Switch *
find (const char *key,
      size_t      length)
{
  int n = atomic_load_explicit (&n_switches, memory_order_acquire);

  for (int i = 0; i < n; i++)
    if (strncmp (switches[i].key, key, length) == 0 && switches[i].key[length] == '\0')
      return &switches[i];
  return NULL;
}

static void
store (const char *key,
       size_t      length,
       int64_t     value)
{
  Switch *entry;
  int n;

  if (length == 0 || length >= sizeof switches[0].key)
    return;
  azud_mutex_lock (&lock);
  entry = find (key, length);
  n = atomic_load (&n_switches);
  if (entry != NULL)
    atomic_store (&entry->value, value);
  else if (n < MAX_KEYS)
    {
      memcpy (switches[n].key, key, length);
      atomic_store (&switches[n].value, value);
      atomic_store_explicit (&n_switches, n + 1, memory_order_release);
    }
  azud_mutex_unlock (&lock);
}

static void
read_environment (void)
{
  const char *p = getenv ("AZUD_DEBUG");

  while (p != NULL && *p != '\0')
    {
      size_t item = strcspn (p, ",");
      size_t key = strcspn (p, ",=");

      store (p, key, key < item ? strtoll (p + key + 1, NULL, 10) : 1);
      p += item;
      p += *p == ',';
    }
  atomic_store_explicit (&ready, 1, memory_order_release);
}

static void
make_ready (void)
{
  if (!atomic_load_explicit (&ready, memory_order_acquire))
    pthread_once (&once, read_environment);
}

int64_t
azud_debug_get (const char *key,
                int64_t     otherwise)
{
  Switch *entry;
  int64_t value;

  make_ready ();
  if (atomic_load_explicit (&n_switches, memory_order_relaxed) == 0)
    return otherwise;
  entry = find (key, strlen (key));
  value = entry != NULL ? atomic_load_explicit (&entry->value, memory_order_relaxed) : 0;
  return value != 0 ? value : otherwise;
}

void
azud_debug_set (const char *key,
                int64_t     value)
{
  make_ready ();
  store (key, strlen (key), value);
}
