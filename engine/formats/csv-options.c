/* csv-options.c: how a CSV text is read and written, under Spark's option names
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/csv-options.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

bool
azud_csv_word_set (AzudCsvWord *word,
                   const char  *text,
                   size_t       size)
{
  if (size > sizeof word->text)
    return false;
  memset (word->text, 0, sizeof word->text);
  memcpy (word->text, text, size);
  word->size = (uint32_t) size;
  return true;
}

static void
set_word (AzudCsvWord *word,
          const char  *text)
{
  (void) azud_csv_word_set (word, text, strlen (text));
}

void
azud_csv_options_init_read (AzudCsvOptions *options)
{
  memset (options, 0, sizeof *options);
  options->sep = ',';
  options->quote = '"';
  options->escape = '"';
  options->prefer_date = true;
  options->enforce_schema = true;
  options->escape_quotes = true;
  options->mode = AZUD_CSV_PERMISSIVE;
  options->max_columns = 20480;
  set_word (&options->nan_value, "NaN");
  set_word (&options->positive_inf, "Inf");
  set_word (&options->negative_inf, "-Inf");
  strcpy (options->corrupt_column, "_corrupt_record");
}

void
azud_csv_options_init_write (AzudCsvOptions *options)
{
  azud_csv_options_init_read (options);
  set_word (&options->empty_value, "\"\"");
}

/* ---- one setter per kind of value ---- */

static bool
refuse (AzudError  *error,
        const char *key,
        const char *value)
{
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_OPTIONS.INVALID_VALUE",
                         N_("“{1}” is not a value of the CSV option {0}"), key, value, NULL);
}

/* Spark's CSVExprUtils.toChar: one character, or an escape of one. */
static bool
parse_char (const char *value,
            char       *result)
{
  static const char letters[] = "trbfn\"'\\";
  static const char meanings[] = "\t\r\b\f\n\"'\\";
  size_t length = strlen (value);

  if (length == 1 && value[0] != '\\')
    {
      *result = value[0];
      return true;
    }
  if (length == 2 && value[0] == '\\')
    {
      const char *found = strchr (letters, value[1]);

      if (found == NULL || *found == '\0')
        return false;
      *result = meanings[found - letters];
      return true;
    }
  return false;
}

static bool
set_sep (AzudCsvOptions *options,
         const char     *key,
         const char     *value,
         AzudError      *error)
{
  if (value[0] == '\0')
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_DELIMITER_VALUE.EMPTY_STRING",
                           N_("The separator must not be empty"), NULL);
  if (strcmp (value, "\\") == 0)
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_DELIMITER_VALUE.SINGLE_BACKSLASH",
                           N_("The separator must not be a single backslash; write \\\\ for one"), NULL);
  if (parse_char (value, &options->sep))
    {
      if (options->sep == '\n' || options->sep == '\r')
        return refuse (error, key, value);
      return true;
    }
  if (value[0] == '\\' && strlen (value) == 2)
    return azud_error_set (error, AZUD_FAULT_PIPELINE,
                           "INVALID_DELIMITER_VALUE.UNSUPPORTED_SPECIAL_CHARACTER",
                           N_("“{0}” is not a special character that a separator can have"), value, NULL);
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_UNSUPPORTED_CSV_OPTION",
                         N_("The separator “{0}” has more than one byte, which is not supported"), value,
                         NULL);
}

static bool
set_char (char       *slot,
          const char *key,
          const char *value,
          AzudError  *error)
{
  if (value[0] == '\0' || strcmp (value, "\\0") == 0)
    {
      *slot = '\0';
      return true;
    }
  if (strcmp (value, "\\") == 0)
    {
      *slot = '\\';
      return true;
    }
  if (!parse_char (value, slot) || *slot == '\n' || *slot == '\r')
    return refuse (error, key, value);
  return true;
}

static bool
set_boolean (bool       *slot,
             const char *key,
             const char *value,
             AzudError  *error)
{
  if (g_ascii_strcasecmp (value, "true") == 0)
    *slot = true;
  else if (g_ascii_strcasecmp (value, "false") == 0)
    *slot = false;
  else
    return refuse (error, key, value);
  return true;
}

static bool
set_text (char       *slot,
          size_t      size,
          const char *key,
          const char *value,
          AzudError  *error)
{
  size_t length = strlen (value);

  if (length >= size)
    return refuse (error, key, value);
  memcpy (slot, value, length + 1);
  return true;
}

static bool
set_number (int64_t    *slot,
            int64_t     least,
            const char *key,
            const char *value,
            AzudError  *error)
{
  char *end;
  long long number = strtoll (value, &end, 10);

  if (end == value || *end != '\0' || number < least)
    return refuse (error, key, value);
  *slot = number;
  return true;
}

static bool
set_mode (AzudCsvOptions *options,
          const char     *key,
          const char     *value,
          AzudError      *error)
{
  if (g_ascii_strcasecmp (value, "permissive") == 0)
    options->mode = AZUD_CSV_PERMISSIVE;
  else if (g_ascii_strcasecmp (value, "dropmalformed") == 0)
    options->mode = AZUD_CSV_DROPMALFORMED;
  else if (g_ascii_strcasecmp (value, "failfast") == 0)
    options->mode = AZUD_CSV_FAILFAST;
  else
    return refuse (error, key, value);
  return true;
}

static bool
set_line_sep (AzudCsvOptions *options,
              const char     *key,
              const char     *value,
              AzudError      *error)
{
  if (value[0] == '\0' || strcmp (value, "\n") == 0 || strcmp (value, "\\n") == 0)
    set_word (&options->line_sep, value[0] == '\0' ? "" : "\n");
  else if (strcmp (value, "\r\n") == 0 || strcmp (value, "\\r\\n") == 0)
    set_word (&options->line_sep, "\r\n");
  else if (strcmp (value, "\r") == 0 || strcmp (value, "\\r") == 0)
    set_word (&options->line_sep, "\r");
  else
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_UNSUPPORTED_CSV_OPTION",
                           N_("The line end “{0}” is not supported; lines may end in \\n, \\r\\n or \\r"),
                           value, NULL);
  return true;
}

/* Options whose only supported value is the one that changes nothing. */
static bool
set_only (const char *const *allowed,
          const char        *key,
          const char        *value,
          AzudError         *error)
{
  for (int i = 0; allowed[i] != NULL; i++)
    if (g_ascii_strcasecmp (allowed[i], value) == 0)
      return true;
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_UNSUPPORTED_CSV_OPTION",
                         N_("The CSV option {0} cannot be “{1}” yet"), key, value, NULL);
}

typedef enum
{
  KIND_SEP, KIND_CHAR, KIND_BOOLEAN, KIND_WORD, KIND_TEXT, KIND_MODE, KIND_LINE_SEP,
  KIND_MAX_COLUMNS, KIND_TOKENIZER, KIND_ANY, KIND_ENCODING, KIND_FALSE, KIND_NONE, KIND_QUOTES, KIND_LOCALE,
  KIND_ESCAPE
} OptionKind;

typedef struct
{
  const char *name;
  OptionKind  kind;
  size_t      offset;
  size_t      size;
} OptionSpec;

#define AT(member) offsetof (AzudCsvOptions, member), sizeof ((AzudCsvOptions *) 0)->member

static const OptionSpec specs[] = {
  { "sep", KIND_SEP, 0, 0 },
  { "delimiter", KIND_SEP, 0, 0 },
  { "quote", KIND_CHAR, AT (quote) },
  { "escape", KIND_CHAR, AT (escape) },
  { "comment", KIND_CHAR, AT (comment) },
  { "header", KIND_BOOLEAN, AT (header) },
  { "inferSchema", KIND_BOOLEAN, AT (infer_schema) },
  { "preferDate", KIND_BOOLEAN, AT (prefer_date) },
  { "enforceSchema", KIND_BOOLEAN, AT (enforce_schema) },
  { "ignoreLeadingWhiteSpace", KIND_BOOLEAN, AT (ignore_leading_blanks) },
  { "ignoreTrailingWhiteSpace", KIND_BOOLEAN, AT (ignore_trailing_blanks) },
  { "quoteAll", KIND_BOOLEAN, AT (quote_all) },
  { "escapeQuotes", KIND_BOOLEAN, AT (escape_quotes) },
  { "mode", KIND_MODE, 0, 0 },
  { "nullValue", KIND_WORD, AT (null_value) },
  { "emptyValue", KIND_WORD, AT (empty_value) },
  { "nanValue", KIND_WORD, AT (nan_value) },
  { "positiveInf", KIND_WORD, AT (positive_inf) },
  { "negativeInf", KIND_WORD, AT (negative_inf) },
  { "lineSep", KIND_LINE_SEP, 0, 0 },
  { "columnNameOfCorruptRecord", KIND_TEXT, AT (corrupt_column) },
  { "dateFormat", KIND_TEXT, AT (date_format) },
  { "timestampFormat", KIND_TEXT, AT (timestamp_format) },
  { "timestampNTZFormat", KIND_TEXT, AT (timestamp_ntz_format) },
  { "timeZone", KIND_TEXT, AT (time_zone) },
  { "maxColumns", KIND_MAX_COLUMNS, 0, 0 },
  { "encoding", KIND_ENCODING, 0, 0 },
  { "charset", KIND_ENCODING, 0, 0 },
  { "compression", KIND_NONE, 0, 0 },
  { "codec", KIND_NONE, 0, 0 },
  { "unescapedQuoteHandling", KIND_QUOTES, 0, 0 },
  { "tokenizer", KIND_TOKENIZER, 0, 0 },
  { "maxCharsPerColumn", KIND_ANY, 0, 0 },         /* our limit, 64 MiB a record, holds always */
  { "multiLine", KIND_ANY, 0, 0 },                 /* quoted line ends are always kept */
  { "schema", KIND_ANY, 0, 0 },                    /* the caller's */
  { "samplingRatio", KIND_ANY, 0, 0 },
  { "inputBufferSize", KIND_ANY, 0, 0 },
  { "columnPruning", KIND_ANY, 0, 0 },
  { "locale", KIND_LOCALE, 0, 0 },
  { "enableDateTimeParsingFallback", KIND_ANY, 0, 0 },
  { "charToEscapeQuoteEscaping", KIND_ESCAPE, 0, 0 },
  { "extension", KIND_ANY, 0, 0 },
  { "recursiveFileLookup", KIND_FALSE, 0, 0 },
  { "ignoreCorruptFiles", KIND_FALSE, 0, 0 },
  { "ignoreMissingFiles", KIND_FALSE, 0, 0 },
};

static bool
set_tokenizer (AzudCsvOptions *options,
               const char     *key,
               const char     *value,
               AzudError      *error)
{
  if (g_ascii_strcasecmp (value, "native") == 0)
    options->tokenizer = AZUD_CSV_TOKENIZER_NATIVE;
  else if (g_ascii_strcasecmp (value, "libcsv") == 0)
    options->tokenizer = AZUD_CSV_TOKENIZER_LIBCSV;
  else
    return refuse (error, key, value);
  return true;
}

static bool
set_limit (AzudCsvOptions   *options,
           const OptionSpec *spec,
           const char       *value,
           AzudError        *error)
{
  int64_t number = 0;

  if (!set_number (&number, 1, spec->name, value, error))
    return false;
  if (number > AZUD_CSV_MAX_COLUMNS)
    return refuse (error, spec->name, value);
  options->max_columns = (int32_t) number;
  return true;
}

bool
azud_csv_options_set (AzudCsvOptions *options,
                      const char     *key,
                      const char     *value,
                      AzudError      *error)
{
  static const char *const utf8[] = { "utf-8", "utf8", "us-ascii", "ascii", NULL };
  static const char *const no[] = { "false", NULL };
  static const char *const none[] = { "none", "uncompressed", NULL };
  static const char *const english[] = { "en-us", "en_us", "en", NULL };
  static const char *const escapes[] = { "", "\\", "\"", "\\0", NULL };
  static const char *const stop[] = { "STOP_AT_DELIMITER", NULL };

  for (size_t i = 0; i < sizeof specs / sizeof specs[0]; i++)
    {
      const OptionSpec *spec = &specs[i];
      void *slot = (char *) options + spec->offset;

      if (g_ascii_strcasecmp (spec->name, key) != 0)
        continue;
      switch (spec->kind)
        {
        case KIND_SEP:         return set_sep (options, spec->name, value, error);
        case KIND_CHAR:        return set_char (slot, spec->name, value, error);
        case KIND_BOOLEAN:     return set_boolean (slot, spec->name, value, error);
        case KIND_TEXT:        return set_text (slot, spec->size, spec->name, value, error);
        case KIND_MODE:        return set_mode (options, spec->name, value, error);
        case KIND_LINE_SEP:    return set_line_sep (options, spec->name, value, error);
        case KIND_MAX_COLUMNS: return set_limit (options, spec, value, error);
        case KIND_TOKENIZER:   return set_tokenizer (options, spec->name, value, error);
        case KIND_ENCODING:    return set_only (utf8, spec->name, value, error);
        case KIND_FALSE:       return set_only (no, spec->name, value, error);
        case KIND_NONE:        return set_only (none, spec->name, value, error);
        case KIND_QUOTES:      return set_only (stop, spec->name, value, error);
        case KIND_LOCALE:      return set_only (english, spec->name, value, error);
        case KIND_ESCAPE:      return set_only (escapes, spec->name, value, error);
        case KIND_ANY:         return true;
        case KIND_WORD:
          if (!azud_csv_word_set (slot, value, strlen (value)))
            return refuse (error, spec->name, value);
          return true;
        }
    }
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_UNKNOWN_CSV_OPTION",
                         N_("There is no CSV option {0}"), key, NULL);
}

bool
azud_csv_options_check (const AzudCsvOptions *options,
                        AzudError            *error)
{
  if (options->quote != '\0' && options->quote == options->sep)
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_OPTIONS.INVALID_VALUE",
                           N_("Separator and quote of a CSV must differ"), NULL);
  if (options->quote != '\0' && options->escape == options->sep)
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_OPTIONS.INVALID_VALUE",
                           N_("Separator and escape of a CSV must differ"), NULL);
  if (options->comment != '\0' && (options->comment == options->sep || options->comment == options->quote))
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_OPTIONS.INVALID_VALUE",
                           N_("The comment character of a CSV must differ from separator and quote"), NULL);
  if ((options->ignore_leading_blanks || options->ignore_trailing_blanks) && options->sep == ' ')
    return azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_OPTIONS.INVALID_VALUE",
                           N_("Blanks cannot be both separator and ignored"), NULL);
  return true;
}
