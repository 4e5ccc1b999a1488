/* error.c: filling, escaping, ordering and printing of AzudError
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/error.h"

#include "base/utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
azud_error_clear (AzudError *error)
{
  static const AzudError empty = AZUD_ERROR_INIT;

  if (error != NULL)
    *error = empty;
}

void
azud_error_print_size (char   *buffer,
                       size_t  size,
                       int64_t bytes)
{
  static const char *const units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
  double number = (double) bytes;
  size_t unit = 0;

  for (; number >= 1024 && unit + 1 < sizeof units / sizeof units[0]; unit++)
    number /= 1024;
  snprintf (buffer, size, unit == 0 ? "%.0f %s" : "%.1f %s", number, units[unit]);
}

/* Characters that would change how a report looks: controls, line separators, direction marks. */
static bool
needs_escape (uint32_t code)
{
  return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x61c ||
         (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069) || code == 0xfeff;
}

void
azud_error_copy_text (char       *buffer,
                      size_t      size,
                      const char *text,
                      size_t      length)
{
  size_t used = 0;
  size_t at = 0;

  if (size == 0)
    return;
  while (at < length)
    {
      uint32_t code = 0;
      char escape[16];
      const char *piece = text + at;
      size_t step = azud_utf8_decode (text + at, length - at, &code);
      size_t piece_size = step;

      if (step == 0 || (needs_escape (code) && code < 0x80))
        {
          step = 1;
          piece_size = (size_t) snprintf (escape, sizeof escape, "\\x%02X", (unsigned) (uint8_t) text[at]);
          piece = escape;
        }
      else if (needs_escape (code))
        {
          piece_size = (size_t) snprintf (escape, sizeof escape, "\\u{%04X}", (unsigned) code);
          piece = escape;
        }
      if (used + piece_size >= size)
        break;
      memcpy (buffer + used, piece, piece_size);
      used += piece_size;
      at += step;
    }
  buffer[used] = '\0';
}

static void
copy_string (char       *buffer,
             size_t      size,
             const char *text)
{
  azud_error_copy_text (buffer, size, text, strlen (text));
}

bool
azud_error_set (AzudError  *error,
                AzudFault   fault,
                const char *condition,
                const char *message,
                ...)
{
  va_list list;

  if (error == NULL || error->fault != AZUD_FAULT_NONE)
    return false;

  error->fault = fault;
  error->message = message;
  error->deterministic = fault == AZUD_FAULT_RUN || fault == AZUD_FAULT_PIPELINE;
  copy_string (error->condition, sizeof error->condition, condition);

  va_start (list, message);
  for (int i = 0; i < AZUD_ERROR_ARGS; i++)
    {
      const char *text = va_arg (list, const char *);

      if (text == NULL)
        break;
      copy_string (error->args[i], sizeof error->args[i], text);
    }
  va_end (list);
  return false;
}

static const char *
condition_of_errno (int        code,
                    AzudFault *fault)
{
  *fault = AZUD_FAULT_RESOURCE;
  switch (code)
    {
    case ENOENT:
      return "AZUD_FILE_NOT_FOUND";
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return "AZUD_NO_SPACE";
    case EACCES:
    case EPERM:
      return "AZUD_PERMISSION_DENIED";
    case EMFILE:
    case ENFILE:
      return "AZUD_TOO_MANY_FILES";
    default:
      return "AZUD_IO";
    }
}

bool
azud_error_set_errno (AzudError  *error,
                      const char *verb,
                      const char *file,
                      int         code)
{
  AzudFault fault;
  const char *condition = condition_of_errno (code, &fault);
  char reason_room[128];
  const char *reason;

  if (error == NULL || error->fault != AZUD_FAULT_NONE)
    return false;
  reason = strerror_r (code, reason_room, sizeof reason_room);   /* the GNU form: thread-safe, translated */
  azud_error_set (error, fault, condition, N_("Could not {0:t} {1}: {2}"),
                  verb, file != NULL ? file : "", reason, NULL);
  azud_error_at_line (error, file, 0, 0, -1);
  return false;
}

void
azud_error_at_node (AzudError  *error,
                    const char *node,
                    const char *parameter)
{
  if (error == NULL)
    return;
  if (node != NULL && error->node[0] == '\0')
    copy_string (error->node, sizeof error->node, node);
  if (parameter != NULL && error->parameter[0] == '\0')
    copy_string (error->parameter, sizeof error->parameter, parameter);
}

void
azud_error_at_line (AzudError  *error,
                    const char *file,
                    int64_t     line,
                    int64_t     column,
                    int64_t     byte)
{
  if (error == NULL)
    return;
  if (file != NULL && error->file[0] == '\0')
    copy_string (error->file, sizeof error->file, file);
  if (error->line == 0)
    error->line = line;
  if (error->column == 0)
    error->column = column;
  if (error->byte < 0)
    error->byte = byte;
}

void
azud_error_at_value (AzudError  *error,
                     const char *column_name,
                     const char *value,
                     size_t      length)
{
  if (error == NULL)
    return;
  if (column_name != NULL && error->column_name[0] == '\0')
    copy_string (error->column_name, sizeof error->column_name, column_name);
  if (value != NULL && error->value[0] == '\0')
    azud_error_copy_text (error->value, sizeof error->value, value, length);
}

void
azud_error_at_row (AzudError *error,
                   int32_t    stage,
                   int32_t    partition,
                   int64_t    row)
{
  if (error == NULL)
    return;
  if (error->stage < 0)
    error->stage = stage;
  if (error->partition < 0)
    error->partition = partition;
  if (error->row < 0)
    error->row = row;
}

/* ---- printing, in the manner of snprintf ---- */

typedef struct
{
  char   *buffer;
  size_t  size;
  size_t  length;   /* what there would be with room enough */
} Sink;

static void
put (Sink       *sink,
     const char *text,
     size_t      length)
{
  if (sink->length + 1 < sink->size)
    {
      size_t room = sink->size - 1 - sink->length;
      size_t part = length < room ? length : room;

      memcpy (sink->buffer + sink->length, text, part);
    }
  sink->length += length;
}

static void
put_string (Sink       *sink,
            const char *text)
{
  put (sink, text, strlen (text));
}

static size_t
finish (Sink *sink)
{
  if (sink->size > 0)
    {
      size_t end = sink->length < sink->size - 1 ? sink->length : sink->size - 1;
      size_t last = end > 0 ? azud_utf8_retreat (sink->buffer, end, 1) : 0;
      uint32_t code;

      /* When cut, not within a character. */
      if (end < sink->length && end > 0 && azud_utf8_decode (sink->buffer + last, end - last, &code) == 0)
        end = last;
      sink->buffer[end] = '\0';
    }
  return sink->length;
}

static const char *
translate (const char *message)
{
  return message != NULL && message[0] != '\0' ? dgettext (GETTEXT_PACKAGE, message) : "";
}

static void
put_sentence (Sink            *sink,
              const AzudError *error)
{
  for (const char *p = translate (error->message); *p != '\0'; )
    {
      size_t plain = strcspn (p, "{");
      int slot;

      put (sink, p, plain);
      p += plain;
      if (*p == '\0')
        break;
      slot = p[1] - '0';
      if (slot >= 0 && slot < AZUD_ERROR_ARGS && p[2] == '}')
        {
          put_string (sink, error->args[slot]);
          p += 3;
        }
      else if (slot >= 0 && slot < AZUD_ERROR_ARGS && strncmp (p + 2, ":t}", 3) == 0)
        {
          put_string (sink, translate (error->args[slot]));
          p += 5;
        }
      else
        put (sink, p++, 1);
    }
}

size_t
azud_error_format (const AzudError *error,
                   char            *buffer,
                   size_t           size)
{
  Sink sink = { buffer, size, 0 };

  if (azud_error_is_set (error))
    put_sentence (&sink, error);
  return finish (&sink);
}

static void
put_labelled (Sink       *sink,
              const char *label,
              const char *text)
{
  put_string (sink, "; ");
  put_string (sink, translate (label));
  put_string (sink, " ");
  put_string (sink, text);
}

static void
put_place (Sink            *sink,
           const AzudError *error)
{
  char number[64];

  if (error->file[0] == '\0' && error->line == 0 && error->byte < 0)
    return;
  put_string (sink, "; ");
  put_string (sink, error->file);
  if (error->line > 0)
    {
      snprintf (number, sizeof number, ":%" PRId64, error->line);
      put_string (sink, number);
    }
  if (error->line > 0 && error->column > 0)
    {
      snprintf (number, sizeof number, ":%" PRId64, error->column);
      put_string (sink, number);
    }
  if (error->byte >= 0)
    {
      snprintf (number, sizeof number, " %" PRId64, error->byte);
      put_string (sink, error->file[0] != '\0' || error->line > 0 ? ", " : "");
      put_string (sink, translate (N_("byte")));
      put_string (sink, number);
    }
}

size_t
azud_error_describe (const AzudError *error,
                     char            *buffer,
                     size_t           size)
{
  Sink sink = { buffer, size, 0 };

  if (!azud_error_is_set (error))
    return finish (&sink);

  put_string (&sink, "[");
  put_string (&sink, error->condition);
  put_string (&sink, "] ");
  put_sentence (&sink, error);
  if (error->node[0] != '\0')
    put_labelled (&sink, N_("node"), error->node);
  if (error->parameter[0] != '\0')
    put_labelled (&sink, N_("parameter"), error->parameter);
  put_place (&sink, error);
  if (error->column_name[0] != '\0')
    put_labelled (&sink, N_("column"), error->column_name);
  if (error->value[0] != '\0')
    {
      put_labelled (&sink, N_("value"), "“");
      put_string (&sink, error->value);
      put_string (&sink, "”");
    }
  if (error->n_attempts > 1)
    {
      char number[16];

      snprintf (number, sizeof number, "%d", error->n_attempts);
      put_labelled (&sink, N_("attempts:"), number);
    }
  if (error->hint != NULL)
    put_labelled (&sink, N_("hint:"), translate (error->hint));
  return finish (&sink);
}

static int
compare_numbers (int64_t a,
                 int64_t b)
{
  return a < b ? -1 : a > b;
}

int
azud_error_compare (const AzudError *a,
                    const AzudError *b)
{
  int order = compare_numbers (a->stage, b->stage);

  if (order == 0)
    order = compare_numbers (a->partition, b->partition);
  if (order == 0)
    order = compare_numbers (a->row, b->row);
  return order;
}

int
azud_fault_exit_status (AzudFault fault)
{
  switch (fault)
    {
    case AZUD_FAULT_NONE:
      return 0;
    case AZUD_FAULT_RUN:
      return 1;
    case AZUD_FAULT_USAGE:
      return 2;
    case AZUD_FAULT_PIPELINE:
      return 3;
    case AZUD_FAULT_REJECTS:
      return 4;
    case AZUD_FAULT_RESOURCE:
      return 5;
    case AZUD_FAULT_PERMISSION:
      return 6;
    case AZUD_FAULT_CANCELLED:
      return 130;   /* as after an interrupt; a program ended by another signal says 128 + it */
    case AZUD_FAULT_INTERNAL:
    default:
      return 70;
    }
}
