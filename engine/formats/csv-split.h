/* csv-split.h: where CSV records begin, exactly
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A small automaton over bytes says in which state any position of a file is.  The effect of a block of text
 * is a map from start states to end states; maps compose, so blocks can be looked at in any order and
 * by any thread, and nothing is ever guessed.  The tokenizers follow the same automaton.
 */

#pragma once

#include "formats/csv-options.h"

typedef enum
{
  AZUD_CSV_AT_RECORD,     /* a record begins here */
  AZUD_CSV_AT_FIELD,      /* a field that is not the first begins here */
  AZUD_CSV_UNQUOTED,      /* inside an unquoted field */
  AZUD_CSV_QUOTED,        /* inside quotes */
  AZUD_CSV_AFTER_QUOTE,   /* after what may be the closing quote */
  AZUD_CSV_AFTER_BLANK,   /* after a closing quote and ignored blanks */
  AZUD_CSV_ESCAPED,       /* inside quotes, after the escape character */
  AZUD_CSV_COMMENT        /* inside a comment line */
} AzudCsvState;

#define AZUD_CSV_N_STATES 8

typedef struct
{
  uint8_t next[AZUD_CSV_N_STATES][256];
  char    sep;
  char    quote;
  char    escape;
  bool    hops;       /* no comments, no ignored blanks: run() may skip plain bytes */
} AzudCsvAutomaton;

/** azud_csv_automaton_init: builds the table for the dialect of @options.  Thread: any. */
void azud_csv_automaton_init (AzudCsvAutomaton *automaton, const AzudCsvOptions *options);

/** azud_csv_is_no_record: whether a line (without its end) holds no record: a comment, or nothing but blanks. */
bool azud_csv_is_no_record (const AzudCsvOptions *options, const char *text, size_t size);

/** azud_csv_automaton_run: the state after @size bytes of @text, begun in @state. */
AzudCsvState azud_csv_automaton_run (const AzudCsvAutomaton *automaton, AzudCsvState state, const char *text,
                                     size_t size);

/** azud_csv_automaton_run_bytewise: the same without shortcuts; what run() is tested against. */
AzudCsvState azud_csv_automaton_run_bytewise (const AzudCsvAutomaton *automaton, AzudCsvState state,
                                              const char *text, size_t size);

/** azud_csv_automaton_run_map: composes @map (current state per start state) with the effect of @text. */
void azud_csv_automaton_run_map (const AzudCsvAutomaton *automaton, uint8_t map[AZUD_CSV_N_STATES],
                                 const char *text, size_t size);

/** azud_csv_automaton_find_record: bytes up to and including the first line end that ends a record or
 * comment; SIZE_MAX if
 * @text has none.  @state is brought up to date in both cases. */
size_t azud_csv_automaton_find_record (const AzudCsvAutomaton *automaton, AzudCsvState *state,
                                       const char *text, size_t size);

/**
 * azud_csv_count_lines: physical line ends in @text: LF, CR LF, CR and CR CR LF count one each.
 * @before, @before2: the byte before @text and the one before that (0 at the start of the file)
 *
 * Additive over any cut of a text: at a CR it counts one, at the LF after it it takes back what was too much.
 */
int64_t azud_csv_count_lines (const char *text, size_t size, char before, char before2);
