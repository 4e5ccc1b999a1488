/* fuzz.h: what a fuzz target is
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each fuzz-<target>.c defines these two.  With -Dfuzzing=true (clang) it is linked with libFuzzer; always it is linked with
 * replay.c into a test that plays mutations of the seeds.
 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/** Takes any bytes; aborts when something that must hold does not. */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/** Texts to start from, ended by NULL. */
extern const char *const azud_fuzz_seeds[];
