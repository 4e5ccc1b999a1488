/* fn-regex.c: functions with Java regular expressions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A constant pattern is compiled when the program is made.  Others are compiled when they change from one row to
 * the next.
 */

#include "expr/functions/fn-kernel-private.h"
#include "value/java-regex.h"

typedef struct
{
  bool            constant;
  char           *pattern;     /* of the compiled one */
  size_t          size;
  AzudRegex      *regex;
  AzudRegexMatch *match;
} Matcher;

static void
matcher_clear (Matcher *matcher)
{
  if (matcher->match != NULL)
    azud_regex_match_free (matcher->match);
  if (matcher->regex != NULL)
    azud_regex_free (matcher->regex);
  g_free (matcher->pattern);
  matcher->match = NULL;
  matcher->regex = NULL;
  matcher->pattern = NULL;
}

static void
matcher_free (void *data)
{
  matcher_clear (data);
  g_free (data);
}

static bool
matcher_compile (Matcher *matcher, const char *pattern, size_t size, AzudError *error)
{
  matcher_clear (matcher);
  matcher->regex = azud_regex_new (pattern, size, 0, error);
  if (matcher->regex == NULL)
    return false;
  matcher->match = azud_regex_match_new (matcher->regex, error);
  if (matcher->match == NULL)
    return false;
  matcher->pattern = g_try_malloc (size + 1);
  matcher->size = size;
  if (matcher->pattern == NULL)
    return azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY", N_("No memory for a regular expression"), NULL);
  memcpy (matcher->pattern, pattern, size);
  return true;
}

/* Whether position and group, where constant, may be what they are. */
static bool
check_position (const AzudExpr *call, AzudError *error)
{
  int64_t position;
  bool is_null;

  if (call->n_args < 4 || !azud_fn_fold_int (call->args[3], &position, &is_null) || is_null || position > 0)
    return true;
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE",
                         N_("The position given to {0} must be above zero"), call->call_name, NULL);
}

static bool
matcher_bind (const AzudExpr *call, const AzudExprSettings *settings, void **bound, AzudError *error)
{
  Matcher *matcher = g_new0 (Matcher, 1);
  const AzudExpr *pattern = call->args[1];

  *bound = matcher;
  if (g_str_equal (call->function->name, "regexp_replace") && !check_position (call, error))
    goto failed;
  if (azud_expr_is_literal (pattern) && !pattern->datum.is_null)
    {
      matcher->constant = true;
      if (!matcher_compile (matcher, azud_text_data (&pattern->datum.as.text), pattern->datum.as.text.size, error))
        goto failed;
    }
  return true;

failed:
  matcher_free (matcher);
  *bound = NULL;
  return false;
}

/* The match for the pattern of @row; NULL and @error when it does not compile. */
static AzudRegexMatch *
matcher_at (const AzudKernelCall *call, const AzudVectorView *patterns, uint32_t row, AzudError *error)
{
  Matcher *matcher = call->bound;
  const AzudText *pattern;

  if (matcher->constant)
    return matcher->match;
  pattern = &VALUE_AT (AzudText, *patterns, row);
  if (matcher->match != NULL && matcher->size == pattern->size
      && memcmp (matcher->pattern, azud_text_data (pattern), pattern->size) == 0)
    return matcher->match;
  if (matcher_compile (matcher, azud_text_data (pattern), pattern->size, error))
    return matcher->match;
  azud_error_at_row (error, -1, -1, row);
  return NULL;
}

/* Finds from byte @start on; false when @error was set. */
static bool
find_at (AzudRegexMatch *match, const AzudText *text, size_t start, bool *found, uint32_t row, AzudError *error)
{
  AzudRegexResult result = azud_regex_find (match, azud_text_data (text), text->size, start, error);

  *found = result == AZUD_REGEX_FOUND;
  if (result == AZUD_REGEX_FAILED)
    azud_error_at_row (error, -1, -1, row);
  return result != AZUD_REGEX_FAILED;
}

static bool
find_again (AzudRegexMatch *match, const AzudText *text, bool *found, uint32_t row, AzudError *error)
{
  AzudRegexResult result = azud_regex_find_next (match, azud_text_data (text), text->size, error);

  *found = result == AZUD_REGEX_FOUND;
  if (result == AZUD_REGEX_FAILED)
    azud_error_at_row (error, -1, -1, row);
  return result != AZUD_REGEX_FAILED;
}

/* Begins a loop over the rows with `text` and `match`. */
#define MATCH_ROWS(call, row)                                              \
  AzudVectorView texts = azud_vector_view (call->args[0]);                 \
  AzudVectorView patterns = azud_vector_view (call->args[1]);              \
  FOR_ROWS (call, row)

#define MATCH_OF_ROW(row)                                                  \
  const AzudText *text = &VALUE_AT (AzudText, texts, row);                 \
  AzudRegexMatch *match = matcher_at (call, &patterns, row, error);        \
  bool found;                                                              \
  if (match == NULL || !find_at (match, text, 0, &found, row, error))      \
    return false

static bool
like_kernel (const AzudKernelCall *call, AzudError *error)
{
  uint8_t *out = call->out->data;

  MATCH_ROWS (call, row)
    {
      MATCH_OF_ROW (row);
      out[row] = found;
    }
  return true;
}

static bool
count_kernel (const AzudKernelCall *call, AzudError *error)
{
  int32_t *out = call->out->data;

  MATCH_ROWS (call, row)
    {
      MATCH_OF_ROW (row);
      for (out[row] = 0; found; out[row]++)
        if (!find_again (match, text, &found, row, error))
          return false;
    }
  return true;
}

/* The group argument of Spark's regexp_instr has no effect. */
static bool
instr_kernel (const AzudKernelCall *call, AzudError *error)
{
  int32_t *out = call->out->data;
  size_t start, end;

  MATCH_ROWS (call, row)
    {
      MATCH_OF_ROW (row);
      out[row] = 0;
      if (found && azud_regex_get_range (match, 0, &start, &end))
        out[row] = (int32_t) utf8_length (azud_text_data (text), start) + 1;
    }
  return true;
}

static bool
substr_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudText *out = call->out->data;
  size_t start, end;

  MATCH_ROWS (call, row)
    {
      MATCH_OF_ROW (row);
      if (found && azud_regex_get_range (match, 0, &start, &end) && end > start)
        out[row] = azud_text_make (azud_text_data (text) + start, end - start);
      else if (!set_null (call, row, error))
        return false;
    }
  return true;
}

static bool
check_group (const AzudKernelCall *call, int32_t group, uint32_t row, AzudError *error)
{
  const Matcher *matcher = call->bound;
  int n = azud_regex_get_n_groups (matcher->regex);
  char most[12], got[16];

  if (group >= 0 && group <= n)
    return true;
  g_snprintf (most, sizeof most, "%d", n);
  g_snprintf (got, sizeof got, "%d", group);
  FAIL_ROW (row, "INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX",
            N_("The group given to {0} must be between 0 and {1}, but it is {2}"), call->call->call_name, most, got);
}

/* A group that took no part is an empty text. */
static AzudText
group_text (AzudRegexMatch *match, const AzudText *text, int32_t group)
{
  size_t start, end;

  if (!azud_regex_get_range (match, group, &start, &end))
    return azud_text_make ("", 0);
  return azud_text_make (azud_text_data (text) + start, end - start);
}

static bool
extract_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView groups = azud_vector_view (call->args[call->n_args - 1]);
  AzudText *out = call->out->data;

  MATCH_ROWS (call, row)
    {
      int32_t group = call->n_args > 2 ? VALUE_AT (int32_t, groups, row) : 1;
      MATCH_OF_ROW (row);

      if (found && !check_group (call, group, row, error))
        return false;
      out[row] = found ? group_text (match, text, group) : azud_text_make ("", 0);
    }
  return true;
}

/* ---- lists of texts ---- */

typedef struct
{
  AzudArena *arena;
  AzudText  *texts;
  uint32_t   n;
  uint32_t   room;
} TextList;

static bool
list_append (TextList *list, AzudText text, AzudError *error)
{
  if (list->n == list->room)
    {
      uint32_t room = MAX (64, list->room * 2);
      AzudText *texts = azud_arena_alloc (list->arena, (size_t) room * sizeof *texts, 16, error);

      if (texts == NULL)
        return false;
      if (list->n > 0)
        memcpy (texts, list->texts, (size_t) list->n * sizeof *texts);
      list->texts = texts;
      list->room = room;
    }
  list->texts[list->n++] = text;
  return true;
}

/* The texts gathered become the elements of the result. */
static bool
list_finish (TextList *list, const AzudKernelCall *call, AzudError *error)
{
  AzudVector *child = azud_arena_alloc (call->arena, sizeof *child, 16, error);

  if (child == NULL)
    return false;
  *child = (AzudVector){ .type = azud_dtype_get (AZUD_DTYPE_STRING), .layout = AZUD_LAYOUT_FLAT,
                         .length = list->n, .data = list->texts };
  call->out->children = child;
  return true;
}

static bool
extract_all_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView groups = azud_vector_view (call->args[call->n_args - 1]);
  AzudListView *out = call->out->data;
  TextList list = { call->arena };

  MATCH_ROWS (call, row)
    {
      int32_t group = call->n_args > 2 ? VALUE_AT (int32_t, groups, row) : 1;
      uint32_t first = list.n;
      MATCH_OF_ROW (row);

      if (found && !check_group (call, group, row, error))
        return false;
      while (found)
        if (!list_append (&list, group_text (match, text, group), error)
            || !find_again (match, text, &found, row, error))
          return false;
      out[row] = (AzudListView){ first, list.n - first };
    }
  return list_finish (&list, call, error);
}

/* An empty pattern parts all characters; with a limit, the last piece has what is left. */
static bool
split_characters (TextList *list, const AzudText *text, int32_t limit, AzudError *error)
{
  const char *at = azud_text_data (text), *end = at + text->size;

  for (int32_t n = 1; at < end; n++)
    {
      uint32_t width = n == limit ? (uint32_t) (end - at) : utf8_width (at, end);

      if (!list_append (list, azud_text_make (at, width), error))
        return false;
      at += width;
    }
  return true;
}

/* Java's String.split, except that trailing empty pieces stay. */
static bool
split_text (TextList *list, AzudRegexMatch *match, const AzudText *text, int32_t limit, uint32_t row, AzudError *error)
{
  const char *bytes = azud_text_data (text);
  size_t done = 0, start, end;
  int32_t pieces = 1;
  bool found = false;

  if (limit != 1 && !find_at (match, text, 0, &found, row, error))
    return false;
  while (found && (limit <= 0 || pieces < limit))
    {
      azud_regex_get_range (match, 0, &start, &end);
      if (end > 0)   /* an empty match at the start parts nothing */
        {
          if (!list_append (list, azud_text_make (bytes + done, start - done), error))
            return false;
          done = end;
          pieces++;
        }
      if (!find_again (match, text, &found, row, error))
        return false;
    }
  return list_append (list, azud_text_make (bytes + done, text->size - done), error);
}

static bool
split_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView patterns = azud_vector_view (call->args[1]);
  AzudVectorView limits = azud_vector_view (call->args[call->n_args - 1]);
  AzudListView *out = call->out->data;
  TextList list = { call->arena };

  FOR_ROWS (call, row)
    {
      const AzudText *text = &VALUE_AT (AzudText, texts, row);
      int32_t limit = call->n_args > 2 ? VALUE_AT (int32_t, limits, row) : -1;
      uint32_t first = list.n;

      if (VALUE_AT (AzudText, patterns, row).size == 0 && text->size > 0)
        {
          if (!split_characters (&list, text, limit, error))
            return false;
        }
      else
        {
          AzudRegexMatch *match = matcher_at (call, &patterns, row, error);

          if (match == NULL || !split_text (&list, match, text, limit, row, error))
            return false;
        }
      out[row] = (AzudListView){ first, list.n - first };
    }
  return list_finish (&list, call, error);
}

/* ---- regexp_replace ---- */

typedef struct
{
  TextBuffer buffer;
  AzudError *error;
} ReplaceSink;

static bool
replace_sink (void *data, const char *bytes, size_t length)
{
  ReplaceSink *sink = data;

  return buffer_append (&sink->buffer, bytes, length, sink->error);
}

static bool
replace_kernel (const AzudKernelCall *call, AzudError *error)
{
  AzudVectorView texts = azud_vector_view (call->args[0]);
  AzudVectorView patterns = azud_vector_view (call->args[1]);
  AzudVectorView replacements = azud_vector_view (call->args[2]);
  AzudVectorView positions = azud_vector_view (call->args[call->n_args - 1]);
  ReplaceSink sink = { { call->arena }, error };

  FOR_ROWS (call, row)
    {
      const AzudText *text = &VALUE_AT (AzudText, texts, row), *with = &VALUE_AT (AzudText, replacements, row);
      AzudRegexMatch *match = matcher_at (call, &patterns, row, error);
      const char *bytes = azud_text_data (text), *at = bytes, *end = bytes + text->size;
      int32_t position = call->n_args > 3 ? VALUE_AT (int32_t, positions, row) : 1;

      if (match == NULL)
        return false;
      for (; position > 1 && at < end; position--)
        at += utf8_width (at, end);
      if (at == end && text->size > 0)
        {
          ((AzudText *) call->out->data)[row] = *text;
          continue;
        }
      if (!azud_regex_replace (match, bytes, text->size, (size_t) (at - bytes), azud_text_data (with), with->size,
                               replace_sink, &sink, error))
        {
          azud_error_at_row (error, -1, -1, row);
          return false;
        }
      if (!buffer_finish (&sink.buffer, call, row, error))
        return false;
    }
  return true;
}

static const AzudDtype *
text_list_type (const AzudExpr *call, AzudError *error)
{
  return azud_dtype_array (azud_dtype_get (AZUD_DTYPE_STRING), false);
}

#define PATTERN(args_, result_, kernel_) \
  { .args = args_, .result = result_, .kernel = kernel_, .bind = matcher_bind, .unbind = matcher_free }
#define PATTERN_LIST(args_, kernel_) \
  { .args = args_, .kernel = kernel_, .resolve_type = text_list_type, .bind = matcher_bind, .unbind = matcher_free }

const AzudFunction azud_functions_regex[] = {
  { .name = "regexp_like", .aliases = "rlike,regexp", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES (PATTERN ("string,string", "boolean", like_kernel)),
    .summary = N_("Whether a regular expression is found in the text"), .example = "regexp_like('canal', '^ca')", .result = "true" },
  { .name = "regexp_count", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES (PATTERN ("string,string", "int", count_kernel)),
    .summary = N_("How many times a regular expression is found in the text"),
    .example = "regexp_count('canal', 'a')", .result = "2" },
  { .name = "regexp_instr", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES (PATTERN ("string,string", "int", instr_kernel), PATTERN ("string,string,int", "int", instr_kernel)),
    .summary = N_("Position at which a regular expression is found first, 0 if it is not"),
    .example = "regexp_instr('canal', '[n-z]')", .result = "3" },
  { .name = "regexp_substr", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE | AZUD_FUNCTION_MAY_NULL,
    .signatures = SIGNATURES (PATTERN ("string,string", "string", substr_kernel)),
    .summary = N_("What a regular expression finds first, null if nothing"),
    .example = "regexp_substr('canal', 'n.')", .result = "na" },
  { .name = "regexp_extract", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES (PATTERN ("string,string", "string", extract_kernel),
                              PATTERN ("string,string,int", "string", extract_kernel)),
    .summary = N_("What a group (the first unless told) of a regular expression finds, empty if nothing"),
    .example = "regexp_extract('100-200', '([0-9]+)-([0-9]+)', 2)", .result = "200" },
  { .name = "regexp_extract_all", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES (PATTERN_LIST ("string,string", extract_all_kernel),
                              PATTERN_LIST ("string,string,int", extract_all_kernel)),
    .summary = N_("All that a group (the first unless told) of a regular expression finds"),
    .example = "regexp_extract_all('a1b22', '[a-z]([0-9]+)')", .result = "[1,22]" },
  { .name = "regexp_replace", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES (PATTERN ("string,string,string", "string", replace_kernel),
                              PATTERN ("string,string,string,int", "string", replace_kernel)),
    .summary = N_("All that a regular expression finds at or after a position, replaced; $1 is the first group"),
    .example = "regexp_replace('100-200', '([0-9]+)', '<$1>')", .result = "<100>-<200>" },
  { .name = "split", .family = N_("string"), .since = 35, .flags = AZUD_FUNCTION_CAN_RAISE,
    .signatures = SIGNATURES (PATTERN_LIST ("string,string", split_kernel), PATTERN_LIST ("string,string,int", split_kernel)),
    .summary = N_("The pieces between what a regular expression finds, at most n of them"),
    .example = "split('a1b2c', '[0-9]')", .result = "[a,b,c]" },
  { NULL }
};
