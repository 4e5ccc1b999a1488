/* array.h: growing arrays on an account
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "base/memory.h"

/**
 * azud_array_reserve: makes room for at least @need elements of @element bytes in *@array (NULL at first), doubling; *@room is
 * the number of elements there is room for.  What is there stays.  Release with
 * azud_account_release (account, *array, *room * element).  Thread: one at a time.
 */
static inline bool
azud_array_reserve (AzudAccount *account,
                    void       **array,
                    uint64_t    *room,
                    uint64_t     need,
                    size_t       element,
                    AzudError   *error)
{
  uint64_t grown;
  void *memory;

  if (need <= *room)
    return true;

  grown = *room * 2 > need ? *room * 2 : need;
  if (grown < 64)
    grown = 64;
  memory = *array == NULL ? azud_account_alloc (account, grown * element, error)
                          : azud_account_realloc (account, *array, *room * element, grown * element, error);
  if (memory == NULL)
    return false;
  *array = memory;
  *room = grown;
  return true;
}
