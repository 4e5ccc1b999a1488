/* int128.h: the 128-bit integers that decimals are kept in
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

__extension__ typedef __int128          AzudInt128;
__extension__ typedef unsigned __int128 AzudUint128;
