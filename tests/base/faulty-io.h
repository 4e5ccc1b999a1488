/* faulty-io.h: a table of I/O whose calls fail, are short, or are interrupted
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <stdbool.h>

typedef enum
{
  FAULTY_OPEN,
  FAULTY_READ,
  FAULTY_PREAD,
  FAULTY_WRITE,
  FAULTY_PWRITE,
  FAULTY_FSYNC,
  FAULTY_CLOSE,      /* closes all the same */
  FAULTY_FSTAT,
  FAULTY_RENAME,
  FAULTY_MKDIR,
  FAULTY_N_CALLS,
  FAULTY_ALL = FAULTY_N_CALLS
} FaultyCall;

typedef enum
{
  FAULTY_FAILS,      /* the n-th call, or all from then on */
  FAULTY_IS_SHORT,   /* reads and writes: every other call ends with EINTR, those between transfer half; opens and fsyncs are interrupted once */
  FAULTY_IS_EMPTY    /* writes transfer nothing, and that is no error */
} FaultyKind;

/* What shall happen. */
typedef struct
{
  FaultyKind kind;
  FaultyCall call;
  int        nth;        /* 1 = the first */
  bool       persists;
  int        error;      /* errno */
} FaultyIo;

/** faulty_io_install: from now on, until azud_io_install (NULL).  Thread: one that alone does I/O. */
void faulty_io_install (const FaultyIo *fault);

/** faulty_io_count: calls of the kind concerned since then. */
int faulty_io_count (void);
