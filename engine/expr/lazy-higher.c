/* lazy-higher.c: functions that take lambdas
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/lazy.h"

const AzudLazyForm azud_lazy_higher[] = {
  { NULL },
};
