/* csv-tokenize.h: CSV text to field positions
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two tokenizers fill the same text morsel: the native one walks over the structural bytes only (separators,
 * line ends, quotes, escapes; found 64 bytes at a time); the reference cuts records with the automaton of
 * csv-split.h and gives each to libcsv, going back to the automaton's own rules for records that libcsv
 * refuses.
 */

#pragma once

#include "formats/csv-split.h"
#include "formats/text-morsel.h"

/* Readable bytes, of any value, that must follow the text; and bytes that must stand before it: the
 * two bytes before @text are those of the file (or 0 at its start). */
#define AZUD_CSV_PADDING 64

/**
 * azud_csv_tokenize: tokenizes the complete records of @text.
 * @automaton: for the dialect of @options
 * @text: begins where a record may begin
 * @at_end: @text ends where the file ends, so the last record needs no line end
 * @stop: records that begin at this byte or later are left alone
 *
 * On return morsel->consumed says where to go on.  Nothing consumed and not stopped: the record needs more
 * text. Data never makes this fail, only a refusal of memory.  Thread: one at a time per morsel.
 */
bool azud_csv_tokenize (const AzudCsvAutomaton *automaton,
                        const AzudCsvOptions   *options,
                        AzudTextMorsel         *morsel,
                        const char             *text,
                        uint32_t                size,
                        bool                    at_end,
                        uint32_t                stop,
                        AzudError              *error) AZUD_WARN_UNUSED;

/** azud_csv_tokenize_libcsv: the reference; only for dialects that azud_csv_libcsv_can() takes (quote =
 * escape, no ignored blanks). */
bool azud_csv_tokenize_libcsv (const AzudCsvAutomaton *automaton,
                               const AzudCsvOptions   *options,
                               AzudTextMorsel         *morsel,
                               const char             *text,
                               uint32_t                size,
                               bool                    at_end,
                               uint32_t                stop,
                               AzudError              *error) AZUD_WARN_UNUSED;

bool azud_csv_libcsv_can (const AzudCsvOptions *options);
