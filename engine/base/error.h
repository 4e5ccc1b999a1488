/* error.h: one fixed-size error value for everything that can go wrong while data flows
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * An AzudError lives on the caller's stack or inside a task; setting one never allocates, so that
 * "out of memory" and "disk full" can be reported like anything else.  The text is kept as data: a
 * message id with numbered slots, translated and formatted only at the edge.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Marks a message id for translation without translating it. */
#ifndef N_
#define N_(String) (String)   /* spelt as GLib spells it, so that both may be included */
#endif

#define AZUD_WARN_UNUSED __attribute__ ((warn_unused_result))

/* What sort of fault it is; decides the exit status of the command line (DESIGN §9). */
typedef enum
{
  AZUD_FAULT_NONE = 0,
  AZUD_FAULT_RUN,         /* the data or an expression made the run fail: exit 1 */
  AZUD_FAULT_USAGE,       /* wrong command line: exit 2 */
  AZUD_FAULT_PIPELINE,    /* the pipeline file or graph is not valid: exit 3 */
  AZUD_FAULT_REJECTS,     /* more rejected rows than allowed: exit 4 */
  AZUD_FAULT_RESOURCE,    /* memory, disk, input or output: exit 5 */
  AZUD_FAULT_PERMISSION,  /* not permitted: exit 6 */
  AZUD_FAULT_INTERNAL,    /* a defect of ours: exit 70 */
  AZUD_FAULT_CANCELLED    /* the user or a signal stopped it */
} AzudFault;

#define AZUD_ERROR_ARGS 4

typedef struct
{
  AzudFault   fault;
  char        condition[72];                 /* Spark's error condition, or one of ours: AZUD_... */
  const char *message;                       /* message id, static; "{0}".."{3}" are slots */
  char        args[AZUD_ERROR_ARGS][136];    /* slot texts, UTF-8, cut at a character border */
  const char *hint;                          /* message id, static, or NULL */
  char        node[104];                     /* path of node ids, "" when unknown */
  char        parameter[64];
  char        file[520];
  char        column_name[104];
  char        value[104];                    /* escaped extract of the offending value */
  int64_t     line;                          /* physical line, from 1; 0 = unknown */
  int64_t     column;                        /* character within the line or field number, from 1; 0 = unknown */
  int64_t     byte;                          /* byte offset in the file; -1 = unknown */
  int32_t     span_start;                    /* bytes within the expression text; -1 = unknown */
  int32_t     span_end;
  int32_t     stage;                         /* -1 = unknown */
  int32_t     partition;                     /* -1 = unknown */
  int64_t     row;                           /* row within the partition; -1 = unknown */
  int32_t     lost_stage;                    /* an output of it could not be read (scheduler.h); -1 = it is no such error */
  int32_t     lost_partition;                /* the task that left the output */
  int32_t     n_attempts;                    /* of the task that failed, this one included; 0 = unknown */
  bool        deterministic;                 /* a second attempt would fail the same way */
} AzudError;

/* An empty error: all places unknown. */
#define AZUD_ERROR_INIT                                                                            \
  {                                                                                                \
    .byte = -1, .span_start = -1, .span_end = -1, .stage = -1, .partition = -1, .row = -1,         \
    .lost_stage = -1, .lost_partition = -1                                                         \
  }

/**
 * azud_error_clear: makes @error empty again.  Thread: any.
 */
void azud_error_clear (AzudError *error);

/**
 * azud_error_set: fills @error unless it is already filled (the first cause is kept).
 * @error: (nullable): where to report
 * @condition: stable code, e.g. "DIVIDE_BY_ZERO"
 * @message: static message id with slots {0}..{3}; {0:t} marks a slot whose text is itself a message id
 * @...: slot texts (const char *), ended by NULL
 *
 * Errors of kind AZUD_FAULT_RUN and AZUD_FAULT_PIPELINE are marked deterministic.
 *
 * Returns: false always, so that `return azud_error_set (...)` reads well.  Thread: any.
 */
bool azud_error_set (AzudError  *error,
                     AzudFault   fault,
                     const char *condition,
                     const char *message,
                     ...) __attribute__ ((sentinel));

/**
 * azud_error_set_errno: reports a failed system call on @file as AZUD_FAULT_RESOURCE.
 * @verb: what was tried, a static message id such as N_("read")
 * @code: the errno value
 *
 * Conditions: AZUD_FILE_NOT_FOUND, AZUD_NO_SPACE, AZUD_PERMISSION_DENIED (ENOENT, ENOSPC/EDQUOT/EFBIG, EACCES/EPERM),
 * AZUD_TOO_MANY_FILES (EMFILE/ENFILE), else AZUD_IO.  Returns: false.  Thread: any.
 */
bool azud_error_set_errno (AzudError  *error,
                           const char *verb,
                           const char *file,
                           int         code);

/** azud_error_is_set: whether @error holds a fault.  Thread: any. */
static inline bool
azud_error_is_set (const AzudError *error)
{
  return error != NULL && error->fault != AZUD_FAULT_NONE;
}

/** azud_error_copy_text: copies UTF-8 @text into @buffer of @size bytes, cut at a character border, always
 * terminated.  Control and bidirectional characters are written as \xNN / \u{NNNN}.  Thread: any. */
void azud_error_copy_text (char       *buffer,
                           size_t      size,
                           const char *text,
                           size_t      length);

/** azud_error_print_size: @bytes as people write them ("14.3 MiB") into @buffer of at least 32 bytes.  Thread: any. */
void azud_error_print_size (char *buffer, size_t size, int64_t bytes);

/* Setters for places; each keeps a value that is already known. */
void azud_error_at_node (AzudError *error, const char *node, const char *parameter);
void azud_error_at_line (AzudError *error, const char *file, int64_t line, int64_t column, int64_t byte);
void azud_error_at_value (AzudError *error, const char *column_name, const char *value, size_t length);
void azud_error_at_row (AzudError *error, int32_t stage, int32_t partition, int64_t row);

/**
 * azud_error_format: the sentence, translated, with slots filled; without places.
 * Returns: the length written (as snprintf).  Thread: any.
 */
size_t azud_error_format (const AzudError *error,
                          char            *buffer,
                          size_t           size);

/**
 * azud_error_describe: the whole report, translated: condition, sentence, node, file:line:column,
 * value, hint; one line.  Thread: any.
 */
size_t azud_error_describe (const AzudError *error,
                            char            *buffer,
                            size_t           size);

/** azud_error_compare: orders errors by (stage, partition, row): the first error of a run is the
 * smallest (DESIGN §7).  Thread: any. */
int azud_error_compare (const AzudError *a, const AzudError *b);

/** azud_fault_exit_status: the exit status that goes with @fault.  Thread: any. */
int azud_fault_exit_status (AzudFault fault);
