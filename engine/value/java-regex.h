/* java-regex.h: Java regular expressions, run by PCRE2 with limits
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A pattern in Java's syntax is translated to PCRE2's and compiled once; the compiled form may be used
 * by many threads, each with its own AzudRegexMatch.  Every match has limits of steps, depth and memory, so
 * that no pattern can hang or exhaust a run.  The subject must be valid UTF-8 up to its length; if not, it
 * is reported.
 */

#pragma once

#include "base/error.h"

typedef struct _AzudRegex AzudRegex;
typedef struct _AzudRegexMatch AzudRegexMatch;

typedef enum
{
  AZUD_REGEX_CASELESS = 1 << 0,  /* as (?iu): for ilike and friends */
  AZUD_REGEX_LITERAL = 1 << 1    /* the pattern is plain text */
} AzudRegexFlags;

/**
 * azud_regex_new: compiles the Java pattern @pattern.
 * @error: AZUD_FAULT_RUN "INVALID_PARAMETER_VALUE.PATTERN" with PCRE2's reason, or AZUD_FAULT_RESOURCE
 *
 * Allocates with PCRE2's own allocator: call it once per expression, or through a small cache.
 * Returns: (nullable) (transfer full): free with azud_regex_free ().  Thread: any.
 */
AzudRegex *azud_regex_new (const char *pattern, size_t length, unsigned flags,
                           AzudError *error) AZUD_WARN_UNUSED;

void azud_regex_free (AzudRegex *regex);

/** azud_regex_get_n_groups: number of capture groups (0 = none). */
int azud_regex_get_n_groups (const AzudRegex *regex);

/** azud_regex_get_group: number of the group called @name, or -1. */
int azud_regex_get_group (const AzudRegex *regex, const char *name, size_t length);

/**
 * azud_regex_match_new: room for matches of @regex (which must outlive it).
 * Returns: (nullable) (transfer full): free with azud_regex_match_free (); NULL when memory is out.
 * Thread: any; afterwards one thread at a time.
 */
AzudRegexMatch *azud_regex_match_new (const AzudRegex *regex, AzudError *error) AZUD_WARN_UNUSED;

void azud_regex_match_free (AzudRegexMatch *match);

typedef enum
{
  AZUD_REGEX_NO_MATCH = 0,
  AZUD_REGEX_FOUND = 1,
  AZUD_REGEX_FAILED = -1   /* a limit was reached or the text is not UTF-8; see @error */
} AzudRegexResult;

/**
 * azud_regex_find: Java's Matcher.find from byte @start.
 * @match: receives the groups (byte offsets into @text)
 */
AzudRegexResult azud_regex_find (AzudRegexMatch *match,
                                 const char     *text,
                                 size_t          length,
                                 size_t          start,
                                 AzudError      *error);

/** azud_regex_find_next: the match after the one found last on the same @text, as Java's repeated find:
 * after an empty match it goes on one character later. */
AzudRegexResult azud_regex_find_next (AzudRegexMatch *match,
                                      const char     *text,
                                      size_t          length,
                                      AzudError      *error);

/**
 * azud_regex_get_range: bytes [*@start, *@end) of @group (0 = whole) in the match found last.
 * Returns: false if the group took no part or does not exist.
 */
bool azud_regex_get_range (const AzudRegexMatch *match, int group, size_t *start, size_t *end);

/* Receives pieces of an output; returns false to stop (memory out, limit). */
typedef bool (*AzudRegexSink) (void *data, const char *bytes, size_t length);

/**
 * azud_regex_replace: Java's Matcher.replaceAll: text from byte @start on is searched, what stands before
 * is copied.
 * @replacement: `$1`, `${name}`, `\$`, `\\`
 * @error: "INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX" for a group that does not exist, syntax faults, limits
 *
 * Returns: false with @error set, or if @sink returned false (then @error is as the sink left it).
 */
bool azud_regex_replace (AzudRegexMatch *match,
                         const char     *text,
                         size_t          length,
                         size_t          start,
                         const char     *replacement,
                         size_t          replacement_length,
                         AzudRegexSink   sink,
                         void           *data,
                         AzudError      *error);
