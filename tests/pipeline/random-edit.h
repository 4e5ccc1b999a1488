/* random-edit.h: random commands on a document, for properties
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/azud.h>

/** random_edit: one command, or a group of some; what it is depends on @rand and the document alone. */
void random_edit (AzudDocument *document, GRand *rand);

/** random_seed: AZUD_TEST_SEED, else one of the clock; said with g_test_message().  random_rounds: @quick,
 * or @thorough times. */
guint32 random_seed (void);
guint   random_rounds (guint quick, guint thorough);
