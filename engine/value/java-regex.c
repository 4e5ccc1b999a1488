/* java-regex.c: compiled Java regular expressions and their matches
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/java-regex-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/utf8.h"

/* Steps from one start position, nesting, and memory (KiB) that one match may use. */
#define MATCH_LIMIT 100000
#define DEPTH_LIMIT 100000
#define HEAP_LIMIT  20000

#define JIT_STACK_START (32 * 1024)
#define JIT_STACK_MAX   (512 * 1024)

struct _AzudRegex
{
  pcre2_code *code;
  int         n_groups;
};

struct _AzudRegexMatch
{
  const AzudRegex     *regex;
  pcre2_match_data    *data;
  pcre2_match_context *context;
  pcre2_jit_stack     *stack;
  size_t               start;    /* of the match found last, in bytes */
  size_t               end;
  bool                 found;
};

static AzudRegex *
fail_pattern (AzudError *error, const char *pattern, size_t length, const char *reason)
{
  char text[136];

  azud_error_copy_text (text, sizeof text, pattern, length);
  azud_error_set (error, AZUD_FAULT_RUN, "INVALID_PARAMETER_VALUE.PATTERN",
                  N_("The regular expression “{0}” is not valid: {1:t}"), text, reason, NULL);
  return NULL;
}

static void
fail_memory (AzudError *error)
{
  azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY",
                  N_("Not enough memory for a regular expression"),
                  NULL);
}

static AzudRegex *
compile (const AzudRegexText *translated, bool unicode_classes, const char *pattern, size_t length,
         AzudError *error)
{
  uint32_t options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | (unicode_classes ? PCRE2_UCP : 0);
  AzudRegex *regex = calloc (1, sizeof *regex);
  uint32_t n_groups = 0;
  PCRE2_SIZE offset;
  int code;

  if (regex == NULL)
    {
      fail_memory (error);
      return NULL;
    }
  regex->code = pcre2_compile ((PCRE2_SPTR) (translated->length > 0 ? translated->bytes : ""),
                               translated->length,
                               options, &code, &offset, NULL);
  if (regex->code == NULL)
    {
      char reason[120] = "";

      free (regex);
      if (code == PCRE2_ERROR_HEAP_FAILED || code == PCRE2_ERROR_NOMEMORY)
        {
          fail_memory (error);
          return NULL;
        }
      pcre2_get_error_message (code, (PCRE2_UCHAR *) reason, sizeof reason);
      return fail_pattern (error, pattern, length, reason);
    }
  /* without JIT (not built in, or no executable memory) the interpreter serves */
  pcre2_jit_compile (regex->code, PCRE2_JIT_COMPLETE);
  pcre2_pattern_info (regex->code, PCRE2_INFO_CAPTURECOUNT, &n_groups);
  regex->n_groups = (int) n_groups;
  return regex;
}

AzudRegex *
azud_regex_new (const char *pattern, size_t length, unsigned flags, AzudError *error)
{
  AzudRegexText out = { 0 };
  AzudRegexTranslator translator = { .at = pattern, .end = pattern + length, .out = &out };
  AzudRegex *regex = NULL;
  bool ok = true;

  if (azud_utf8_validate (pattern, length) != length)
    return fail_pattern (error, pattern, length, N_("it is not valid UTF-8"));

  if (flags & AZUD_REGEX_CASELESS)
    translator.flags = AZUD_JAVA_CASELESS | AZUD_JAVA_UNICODE;
  if (flags & AZUD_REGEX_LITERAL)
    {
      if (flags & AZUD_REGEX_CASELESS)
        azud_regex_text_puts (&out, "(?i)");
      while (translator.at < translator.end)
        azud_regex_text_code_point (&out, azud_regex_decode (&translator));
    }
  else
    ok = azud_regex_translate (&translator);

  if (out.failed)
    fail_memory (error);
  else if (!ok)
    fail_pattern (error, pattern, length, translator.reason);
  else
    regex = compile (&out, translator.unicode_classes, pattern, length, error);
  free (out.bytes);
  return regex;
}

void
azud_regex_free (AzudRegex *regex)
{
  if (regex == NULL)
    return;
  pcre2_code_free (regex->code);
  free (regex);
}

int
azud_regex_get_n_groups (const AzudRegex *regex)
{
  return regex->n_groups;
}

int
azud_regex_get_group (const AzudRegex *regex, const char *name, size_t length)
{
  char text[64];
  int number;

  if (length == 0 || length >= sizeof text || memchr (name, '\0', length) != NULL)
    return -1;
  memcpy (text, name, length);
  text[length] = '\0';
  number = pcre2_substring_number_from_name (regex->code, (PCRE2_SPTR) text);
  return number > 0 ? number : -1;
}

AzudRegexMatch *
azud_regex_match_new (const AzudRegex *regex, AzudError *error)
{
  AzudRegexMatch *match = calloc (1, sizeof *match);

  if (match != NULL)
    {
      match->regex = regex;
      match->data = pcre2_match_data_create_from_pattern (regex->code, NULL);
      match->context = pcre2_match_context_create (NULL);
      match->stack = pcre2_jit_stack_create (JIT_STACK_START, JIT_STACK_MAX, NULL);
    }
  if (match == NULL || match->data == NULL || match->context == NULL)
    {
      azud_regex_match_free (match);
      fail_memory (error);
      return NULL;
    }
  pcre2_set_match_limit (match->context, MATCH_LIMIT);
  pcre2_set_depth_limit (match->context, DEPTH_LIMIT);
  pcre2_set_heap_limit (match->context, HEAP_LIMIT);
  if (match->stack != NULL)
    pcre2_jit_stack_assign (match->context, NULL, match->stack);
  return match;
}

void
azud_regex_match_free (AzudRegexMatch *match)
{
  if (match == NULL)
    return;
  pcre2_match_data_free (match->data);
  pcre2_match_context_free (match->context);
  pcre2_jit_stack_free (match->stack);
  free (match);
}

static AzudRegexResult
run (AzudRegexMatch *match, const char *text, size_t length, size_t start, uint32_t options, AzudError *error)
{
  char reason[120] = "";
  int code;

  match->found = false;
  if (start > length)
    return AZUD_REGEX_NO_MATCH;
  code = pcre2_match (match->regex->code, (PCRE2_SPTR) (length > 0 ? text : ""), length, start, options,
                      match->data,
                      match->context);
  if (code == PCRE2_ERROR_JIT_STACKLIMIT)
    code = pcre2_match (match->regex->code, (PCRE2_SPTR) text, length, start, options | PCRE2_NO_JIT,
                        match->data,
                        match->context);
  if (code > 0)
    {
      const PCRE2_SIZE *ranges = pcre2_get_ovector_pointer (match->data);

      match->found = true;
      match->start = ranges[0];
      match->end = ranges[1];
      return AZUD_REGEX_FOUND;
    }
  if (code == PCRE2_ERROR_NOMATCH)
    return AZUD_REGEX_NO_MATCH;

  if (code == PCRE2_ERROR_NOMEMORY)
    fail_memory (error);
  else if (code == PCRE2_ERROR_MATCHLIMIT || code == PCRE2_ERROR_DEPTHLIMIT || code == PCRE2_ERROR_HEAPLIMIT)
    {
      snprintf (reason, sizeof reason, "%zu", length);
      azud_error_set (error, AZUD_FAULT_RUN, "AZUD_REGEX_LIMIT",
                      N_("A regular expression needed too many steps on a text of {0} bytes; make it less ambiguous"),
                      reason, NULL);
    }
  else
    {
      pcre2_get_error_message (code, (PCRE2_UCHAR *) reason, sizeof reason);
      azud_error_set (error, AZUD_FAULT_RUN, "AZUD_REGEX_FAILED",
                      N_("A regular expression could not be applied: {0}"),
                      reason, NULL);
    }
  azud_error_at_value (error, NULL, text, length);
  return AZUD_REGEX_FAILED;
}

AzudRegexResult
azud_regex_find (AzudRegexMatch *match, const char *text, size_t length, size_t start, AzudError *error)
{
  return run (match, text, length, start, 0, error);
}

AzudRegexResult
azud_regex_find_next (AzudRegexMatch *match, const char *text, size_t length, AzudError *error)
{
  size_t start = match->end;

  if (!match->found)
    return AZUD_REGEX_NO_MATCH;
  if (match->end == match->start)
    {
      if (start >= length)
        {
          match->found = false;
          return AZUD_REGEX_NO_MATCH;
        }
      start++;
      while (start < length && ((uint8_t) text[start] & 0xc0) == 0x80)
        start++;
    }
  /* the first find has looked at the encoding */
  return run (match, text, length, start, PCRE2_NO_UTF_CHECK, error);
}

bool
azud_regex_get_range (const AzudRegexMatch *match, int group, size_t *start, size_t *end)
{
  const PCRE2_SIZE *ranges = pcre2_get_ovector_pointer (match->data);

  if (!match->found || group < 0 || group > match->regex->n_groups || ranges[2 * group] == PCRE2_UNSET)
    return false;
  *start = ranges[2 * group];
  *end = ranges[2 * group + 1];
  return true;
}

static bool
fail_group (AzudError *error, const char *reason, const char *replacement, size_t length)
{
  char text[136];

  azud_error_copy_text (text, sizeof text, replacement, length);
  return azud_error_set (error, AZUD_FAULT_RUN, "INVALID_REGEXP_REPLACE",
                         N_("The replacement “{0}” is not valid: {1:t}"), text, reason, NULL);
}

static bool
sink_group (const AzudRegexMatch *match, const char *text, int group, AzudRegexSink sink, void *data)
{
  size_t start;
  size_t end;

  return !azud_regex_get_range (match, group, &start, &end) || sink (data, text + start, end - start);
}

/* One replacement, with references resolved by Java's Matcher.appendReplacement. */
static bool
append_replacement (AzudRegexMatch *match,
                    const char     *text,
                    const char     *replacement,
                    size_t          length,
                    AzudRegexSink   sink,
                    void           *data,
                    AzudError      *error)
{
  const char *at = replacement;
  const char *end = replacement + length;

  while (at < end)
    {
      const char *start = at;
      int group = -1;

      while (at < end && *at != '\\' && *at != '$')
        at++;
      if (at > start && !sink (data, start, (size_t) (at - start)))
        return false;
      if (at == end)
        break;

      if (*at == '\\')
        {
          if (++at == end)
            return fail_group (error, N_("a backslash at the end"), replacement, length);
          start = at++;
          while (at < end && ((uint8_t) *at & 0xc0) == 0x80)
            at++;
          if (!sink (data, start, (size_t) (at - start)))
            return false;
          continue;
        }

      at++;
      if (at < end && *at == '{')
        {
          const char *close = memchr (at, '}', (size_t) (end - at));

          if (close != NULL)
            group = azud_regex_get_group (match->regex, at + 1, (size_t) (close - at - 1));
          if (group < 0)
            return fail_group (error, N_("there is no group of that name"), replacement, length);
          at = close + 1;
        }
      else if (at < end && *at >= '0' && *at <= '9')
        {
          group = *at++ - '0';
          while (at < end && *at >= '0' && *at <= '9' && group * 10 + (*at - '0') <= match->regex->n_groups)
            group = group * 10 + (*at++ - '0');
          if (group > match->regex->n_groups)
            return fail_group (error, N_("there is no group of that number"), replacement, length);
        }
      else
        return fail_group (error, N_("a dollar sign without a group"), replacement, length);
      if (!sink_group (match, text, group, sink, data))
        return false;
    }
  return true;
}

bool
azud_regex_replace (AzudRegexMatch *match,
                    const char     *text,
                    size_t          length,
                    size_t          start,
                    const char     *replacement,
                    size_t          replacement_length,
                    AzudRegexSink   sink,
                    void           *data,
                    AzudError      *error)
{
  AzudRegexResult result;
  size_t copied = 0;

  if (start > length)
    return sink (data, text, length);
  if (start > 0 && !sink (data, text, start))
    return false;

  /* Java's region: the part searched is a text of its own, also for ^ */
  text += start;
  length -= start;
  result = azud_regex_find (match, text, length, 0, error);
  while (result == AZUD_REGEX_FOUND)
    {
      if (match->start > copied && !sink (data, text + copied, match->start - copied))
        return false;
      if (!append_replacement (match, text, replacement, replacement_length, sink, data, error))
        return false;
      copied = match->end;
      result = azud_regex_find_next (match, text, length, error);
    }
  if (result == AZUD_REGEX_FAILED)
    return false;
  return copied == length || sink (data, text + copied, length - copied);
}
