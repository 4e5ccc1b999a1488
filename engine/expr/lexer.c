/* lexer.c: Spark SQL text to tokens
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/lexer.h"

#include <string.h>

typedef struct
{
  const char *text;
  int         length;
  int         at;
  AzudTokens *tokens;
  AzudError  *error;
} Lexer;

static bool
fail (Lexer *lexer, int start, int end, const char *condition, const char *message, const char *arg)
{
  if (lexer->error != NULL && !azud_error_is_set (lexer->error))
    {
      azud_error_set (lexer->error, AZUD_FAULT_PIPELINE, condition, message, arg, NULL);
      lexer->error->span_start = start;
      lexer->error->span_end = end;
    }
  return false;
}

static int
peek (const Lexer *lexer, int ahead)
{
  int at = lexer->at + ahead;

  return at < lexer->length ? (unsigned char) lexer->text[at] : 0;
}

static bool
is_name_char (int c)
{
  return g_ascii_isalnum (c) || c == '_' || c >= 0x80;
}

static void
add (Lexer *lexer, AzudTokenKind kind, int start, const char *text, gssize size)
{
  AzudToken token = { .kind = kind, .start = start, .end = lexer->at };

  token.text = g_string_chunk_insert_len (lexer->tokens->texts, text, size);
  token.size = (size_t) size;
  g_array_append_val (lexer->tokens->tokens, token);
}

/* Skips blanks and comments.  Bracketed comments nest. */
static bool
skip_blanks (Lexer *lexer)
{
  for (;;)
    {
      int c = peek (lexer, 0);

      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v')
        lexer->at++;
      else if (c == 0xc2 && peek (lexer, 1) == 0xa0)   /* no-break space, which pasted text is full of */
        lexer->at += 2;
      else if (c == '-' && peek (lexer, 1) == '-')
        {
          while (lexer->at < lexer->length && lexer->text[lexer->at] != '\n')
            lexer->at++;
        }
      else if (c == '/' && peek (lexer, 1) == '*')
        {
          int start = lexer->at;
          int depth = 1;

          lexer->at += 2;
          while (depth > 0)
            {
              if (lexer->at >= lexer->length)
                return fail (lexer, start, lexer->length, "UNCLOSED_BRACKETED_COMMENT",
                             N_ ("A bracketed comment is not closed: append */ at its end."), NULL);
              if (peek (lexer, 0) == '*' && peek (lexer, 1) == '/')
                {
                  depth--;
                  lexer->at += 2;
                }
              else if (peek (lexer, 0) == '/' && peek (lexer, 1) == '*')
                {
                  depth++;
                  lexer->at += 2;
                }
              else
                lexer->at++;
            }
        }
      else
        return true;
    }
}

static int
hex_digits (const Lexer *lexer, int from, int n, uint32_t *value)
{
  *value = 0;
  for (int i = 0; i < n; i++)
    {
      int c = peek (lexer, from + i);

      if (!g_ascii_isxdigit (c))
        return 0;
      *value = *value * 16 + (uint32_t) g_ascii_xdigit_value ((char) c);
    }
  return n;
}

static void
append_code_point (GString *out, uint32_t code)
{
  if (code < 0x110000 && !(code >= 0xd800 && code < 0xe000))
    g_string_append_unichar (out, code);
  else
    g_string_append_c (out, '?');   /* Java's encoder writes lone surrogates so */
}

/* One escape, the backslash at lexer->at.  Spark's rules: unknown escapes give the character itself,
 * `\%` and `\_` keep the backslash for LIKE. */
static void
read_escape (Lexer *lexer, GString *out)
{
  int c = peek (lexer, 1);
  uint32_t code;

  if (c == 'u' && hex_digits (lexer, 2, 4, &code))
    {
      uint32_t low;

      lexer->at += 6;
      if (code >= 0xd800 && code < 0xdc00 && peek (lexer, 0) == '\\' && peek (lexer, 1) == 'u'
          && hex_digits (lexer, 2, 4, &low) && low >= 0xdc00 && low < 0xe000)
        {
          code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
          lexer->at += 6;
        }
      append_code_point (out, code);
      return;
    }
  if (c == 'U' && hex_digits (lexer, 2, 8, &code))
    {
      lexer->at += 10;
      append_code_point (out, code);
      return;
    }
  if (c >= '0' && c <= '1' && peek (lexer, 2) >= '0' && peek (lexer, 2) <= '7' && peek (lexer, 3) >= '0'
      && peek (lexer, 3) <= '7')
    {
      append_code_point (out, (uint32_t) ((c - '0') * 64 + (peek (lexer, 2) - '0') * 8 + (peek (lexer, 3) - '0')));
      lexer->at += 4;
      return;
    }
  lexer->at += 2;
  switch (c)
    {
    case '0': g_string_append_c (out, '\0'); break;
    case 'b': g_string_append_c (out, '\b'); break;
    case 'n': g_string_append_c (out, '\n'); break;
    case 'r': g_string_append_c (out, '\r'); break;
    case 't': g_string_append_c (out, '\t'); break;
    case 'Z': g_string_append_c (out, 26); break;
    case '%': g_string_append (out, "\\%"); break;
    case '_': g_string_append (out, "\\_"); break;
    default: g_string_append_c (out, (char) c); break;
    }
}

static bool
read_string (Lexer *lexer, int start, bool raw)
{
  char quote = lexer->text[lexer->at++];
  g_autoptr (GString) out = g_string_new (NULL);

  for (;;)
    {
      int c = peek (lexer, 0);

      if (lexer->at >= lexer->length)
        return fail (lexer, start, lexer->length, "PARSE_SYNTAX_ERROR", N_ ("The string is not closed: {0} is missing."),
                     quote == '"' ? "\"" : "'");
      if (c == quote)
        {
          if (peek (lexer, 1) != quote || raw)
            break;
          g_string_append_c (out, quote);
          lexer->at += 2;
        }
      else if (c == '\\' && !raw && lexer->at + 1 < lexer->length)
        read_escape (lexer, out);
      else
        {
          g_string_append_c (out, (char) c);
          lexer->at++;
        }
    }
  lexer->at++;
  add (lexer, AZUD_TOKEN_STRING, start, out->str, (gssize) out->len);
  return true;
}

static bool
read_quoted (Lexer *lexer)
{
  int start = lexer->at++;
  g_autoptr (GString) out = g_string_new (NULL);

  for (;;)
    {
      int c = peek (lexer, 0);

      if (lexer->at >= lexer->length)
        return fail (lexer, start, lexer->length, "PARSE_SYNTAX_ERROR", N_ ("The name is not closed: {0} is missing."), "`");
      if (c == '`')
        {
          if (peek (lexer, 1) != '`')
            break;
          lexer->at++;
        }
      g_string_append_c (out, (char) c);
      lexer->at++;
    }
  lexer->at++;
  if (out->len == 0)
    return fail (lexer, start, lexer->at, "PARSE_SYNTAX_ERROR", N_ ("A name in back quotes may not be empty."), NULL);
  add (lexer, AZUD_TOKEN_QUOTED, start, out->str, (gssize) out->len);
  return true;
}

static int
skip_digits (const Lexer *lexer, int ahead)
{
  while (g_ascii_isdigit (peek (lexer, ahead)))
    ahead++;
  return ahead;
}

/* A number, or a name that begins with digits (Spark allows them). */
static void
read_number (Lexer *lexer)
{
  int start = lexer->at;
  int n = skip_digits (lexer, 0);
  bool fraction = false;
  int suffix;

  if (peek (lexer, n) == '.' && !(n > 0 && (g_ascii_isalpha (peek (lexer, n + 1)) && peek (lexer, n + 1) != 'e'
                                            && peek (lexer, n + 1) != 'E' && peek (lexer, n + 1) != 'd'
                                            && peek (lexer, n + 1) != 'D' && peek (lexer, n + 1) != 'f'
                                            && peek (lexer, n + 1) != 'F' && peek (lexer, n + 1) != 'b'
                                            && peek (lexer, n + 1) != 'B')))
    {
      fraction = true;
      n = skip_digits (lexer, n + 1);
    }
  if (peek (lexer, n) == 'e' || peek (lexer, n) == 'E')
    {
      int m = n + 1;

      if (peek (lexer, m) == '+' || peek (lexer, m) == '-')
        m++;
      if (g_ascii_isdigit (peek (lexer, m)))
        {
          fraction = true;
          n = skip_digits (lexer, m);
        }
    }
  suffix = g_ascii_toupper (peek (lexer, n));
  if (suffix == 'D' || suffix == 'F')
    {
      if (!is_name_char (peek (lexer, n + 1)))
        {
          fraction = true;
          n++;
        }
    }
  else if (suffix == 'B' && g_ascii_toupper (peek (lexer, n + 1)) == 'D')
    {
      if (!is_name_char (peek (lexer, n + 2)))
        {
          fraction = true;
          n += 2;
        }
    }
  else if (!fraction && (suffix == 'L' || suffix == 'S' || suffix == 'Y') && !is_name_char (peek (lexer, n + 1)))
    n++;

  if (is_name_char (peek (lexer, n)) && !fraction)
    {
      while (is_name_char (peek (lexer, n)))
        n++;
      lexer->at += n;
      add (lexer, AZUD_TOKEN_NAME, start, lexer->text + start, n);
      return;
    }
  lexer->at += n;
  add (lexer, fraction ? AZUD_TOKEN_NUMBER : AZUD_TOKEN_INTEGER, start, lexer->text + start, n);
}

static bool
read_parameter (Lexer *lexer)
{
  int start = lexer->at;
  int n = 2;

  while (lexer->at + n < lexer->length && peek (lexer, n) != '}' && peek (lexer, n) != '\n')
    n++;
  if (peek (lexer, n) != '}' || n == 2)
    return fail (lexer, start, start + n, "PARSE_SYNTAX_ERROR", N_ ("A parameter is written ${name}."), NULL);
  lexer->at += n + 1;
  add (lexer, AZUD_TOKEN_PARAMETER, start, lexer->text + start + 2, n - 2);
  return true;
}

/* Longest first. */
static const char *const symbols[] = {
  ">>>", "<=>", "<=", ">=", "<>", "!=", "==", "!>", "!<", "<<", ">>", "||", "::", "->", "=>", "|>",
  "(", ")", "[", "]", ",", ".", ";", ":", "+", "-", "*", "/", "%", "&", "|", "^", "~", "=", "<", ">", "!", "?",
};

static bool
read_symbol (Lexer *lexer)
{
  for (size_t i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      size_t size = strlen (symbols[i]);

      if ((size_t) (lexer->length - lexer->at) >= size && memcmp (lexer->text + lexer->at, symbols[i], size) == 0)
        {
          lexer->at += (int) size;
          add (lexer, AZUD_TOKEN_SYMBOL, lexer->at - (int) size, symbols[i], (gssize) size);
          return true;
        }
    }
  {
    char bad[8] = { 0 };
    const char *from = lexer->text + lexer->at;

    g_utf8_strncpy (bad, from, 1);
    return fail (lexer, lexer->at, lexer->at + (int) strlen (bad), "PARSE_SYNTAX_ERROR", N_ ("Syntax error at or near {0}."), bad);
  }
}

static bool
read_token (Lexer *lexer)
{
  int c = peek (lexer, 0);
  int start = lexer->at;

  if (c == '\'' || c == '"')
    return read_string (lexer, start, false);
  if ((c == 'r' || c == 'R') && (peek (lexer, 1) == '\'' || peek (lexer, 1) == '"'))
    {
      lexer->at++;
      return read_string (lexer, start, true);
    }
  if (c == '`')
    return read_quoted (lexer);
  if (c == '$' && peek (lexer, 1) == '{')
    return read_parameter (lexer);
  if (g_ascii_isdigit (c) || (c == '.' && g_ascii_isdigit (peek (lexer, 1))))
    {
      /* after a name or a closing bracket the point is a field access: `a.1b` */
      GArray *tokens = lexer->tokens->tokens;
      const AzudToken *last = tokens->len > 0 ? &g_array_index (tokens, AzudToken, tokens->len - 1) : NULL;

      if (c != '.' || last == NULL || last->end != start
          || (last->kind != AZUD_TOKEN_NAME && last->kind != AZUD_TOKEN_QUOTED))
        {
          read_number (lexer);
          return true;
        }
    }
  if (is_name_char (c) && !g_ascii_isdigit (c))
    {
      while (is_name_char (peek (lexer, 0)))
        lexer->at++;
      add (lexer, AZUD_TOKEN_NAME, start, lexer->text + start, lexer->at - start);
      return true;
    }
  if (g_ascii_isdigit (c))   /* the field of `a.1b` */
    {
      while (is_name_char (peek (lexer, 0)))
        lexer->at++;
      add (lexer, AZUD_TOKEN_NAME, start, lexer->text + start, lexer->at - start);
      return true;
    }
  return read_symbol (lexer);
}

AzudTokens *
azud_tokens_new (const char *text, AzudError *error)
{
  size_t length = strlen (text);
  Lexer lexer = { .text = text, .error = error };
  g_autoptr (AzudTokens) tokens = g_new0 (AzudTokens, 1);

  tokens->source = NULL;
  tokens->tokens = g_array_new (FALSE, FALSE, sizeof (AzudToken));
  tokens->texts = g_string_chunk_new (1024);
  lexer.tokens = tokens;
  if (length > AZUD_EXPR_MAX_TEXT)
    {
      fail (&lexer, 0, 0, "AZUD_EXPRESSION_TOO_LONG", N_ ("The expression is longer than {0} bytes."), "1048576");
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      fail (&lexer, 0, 0, "AZUD_EXPRESSION_NOT_UTF8", N_ ("The expression is not valid UTF-8."), NULL);
      return NULL;
    }
  lexer.length = (int) length;
  tokens->source = g_strndup (text, length);
  for (;;)
    {
      if (!skip_blanks (&lexer))
        return NULL;
      if (lexer.at >= lexer.length)
        break;
      if (!read_token (&lexer))
        return NULL;
    }
  add (&lexer, AZUD_TOKEN_END, lexer.at, "", 0);
  return g_steal_pointer (&tokens);
}

void
azud_tokens_free (AzudTokens *tokens)
{
  if (tokens == NULL)
    return;
  g_array_unref (tokens->tokens);
  g_string_chunk_free (tokens->texts);
  g_free (tokens->source);
  g_free (tokens);
}

bool
azud_token_is (const AzudToken *token, const char *text)
{
  if (token->kind == AZUD_TOKEN_NAME)
    return g_ascii_strcasecmp (token->text, text) == 0;
  return token->kind == AZUD_TOKEN_SYMBOL && strcmp (token->text, text) == 0;
}
