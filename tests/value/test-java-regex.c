/* test-java-regex.c: Java patterns run by PCRE2, and LIKE
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include <glib.h>
#include <string.h>

#include "value/java-regex.h"
#include "value/like.h"

/* What Java finds first; NULL = nothing. */
static const struct
{
  const char *pattern;
  const char *text;
  const char *found;
} finds[] = {
  { "b", "abc", "b" },
  { "", "abc", "" },
  { "x", "abc", NULL },
  { "[a-z&&[^o]]+", "foo123", "f" },
  { "[a-c[x-z]]+", "mmaxzbq", "axzb" },
  { "[^a-c[x-z]]+", "axmmz", "mm" },
  { "[a-z&&[def]&&[^e]]+", "abedfe", "df" },
  { "[a-z&&def]+", "abedfe", "edfe" },
  { "[]a]+", "x]a]", "]a]" },
  { "[a\\]]+", "x]a]", "]a]" },
  { "[[:alpha:]]+", "1alph2", "alph" },
  { "[a-]+", "b-a-", "-a-" },
  { "[\\w&&[^\\d]]+", "12ab3", "ab" },
  { "[\\Q^]\\E]+", "a^]b", "^]" },
  { "\\Qa.b\\E", "aXb a.b", "a.b" },
  { "\\Qa.b", "a.b", "a.b" },
  { "a.b", "a\nb", NULL },
  { "(?s)a.b", "a\nb", "a\nb" },
  { "a.b", "a\302\205""b", NULL },
  { "(?d)a.b", "a\rb", "a\rb" },
  { "a.b", "a\vb", "a\vb" },
  { "b$", "ab\n", "b" },
  { "b$", "ab\r\n", "b" },
  { "b\\r$", "ab\r\n", NULL },
  { "b$", "ab\n\n", NULL },
  { "b\\Z", "ab\n", "b" },
  { "b\\z", "ab\n", NULL },
  { "(?m)b$", "ab\r\nc", "b" },
  { "(?m)^c", "ab\r\nc", "c" },
  { "^c", "ab\nc", NULL },
  { "(?m)^\\w+$", "a b\ncd\ne", "cd" },
  { "\\w+", "ñab", "ab" },
  { "(?U)\\w+", "ñab", "ñab" },
  { "\\d+", "\331\24112", "12" },
  { "(?i)AbC", "xaBc", "aBc" },
  { "(?i)é", "É", NULL },
  { "(?iu)é", "É", "É" },
  { "(?i:a)b", "AB", NULL },
  { "(?i:a)b", "Ab", "Ab" },
  { "(?i)[a-c]+", "xABCd", "ABC" },
  { "(?i)[^a]", "Ab", "b" },
  { "(?i)(a)\\1", "aA", "aA" },
  { "(a)(b)?\\1", "aa", "aa" },
  { "(a)\\11", "aa1", "aa1" },
  { "(a)\\2|b", "aab", "b" },
  { "\\x41\\u0042\\x{43}\\0104", "ABCD", "ABCD" },
  { "\\uD83D\\uDE00", "x\360\237\230\200", "\360\237\230\200" },
  { "\\cA", "\001", "\001" },
  { "\\t\\e\\a\\f", "\t\033\a\f", "\t\033\a\f" },
  { "\\p{Lower}+", "éAbc", "bc" },
  { "\\P{Lower}+", "abAéc", "Aé" },
  { "[\\p{Upper}\\d]+", "aA1b", "A1" },
  { "\\p{L}+", "1éa", "éa" },
  { "\\pL", "1é", "é" },
  { "\\p{IsGreek}+", "aαβ", "αβ" },
  { "\\p{javaLowerCase}", "Aé", "é" },
  { "\\p{Punct}+", "a!?b", "!?" },
  { "(?x) a b # comment\n c", "abc", "abc" },
  { "(?<n>b)c", "abc", "bc" },
  { "(?<n>b)\\k<n>", "abb", "bb" },
  { "a*+a", "aaa", NULL },
  { "(?>a*)a", "aaa", NULL },
  { "a{2}", "aaa", "aa" },
  { "a{2,}?", "aaa", "aa" },
  { "(?<=a)b", "ab", "b" },
  { "(?<!a)b", "ab", NULL },
  { "a(?=b)", "ab", "a" },
  { "a|b|", "c", "" },
  { "a}", "a}", "a}" },
  { "a]", "a]", "a]" },
  { "\\h", "a", NULL },
  { "\\h", "a\302\240", "\302\240" },
  { "\\R", "a\r\nb", "\r\n" },
};

/* What Java refuses, or what it does not know of PCRE2's language. */
static const char *const refused[] = {
  "(", ")", "a)", "[a", "[a&&", "*", "a**", "a|*", "(*ACCEPT)", "(*UTF)a", "(?R)", "(?1)", "(?#c)", "(?P<n>a)", "(?|a)",
  "a{", "a{,2}", "a{1,2", "{1}", "\\", "\\y", "\\k<n>", "\\x1", "\\u12", "\\uD83D", "\\x{110000}",
  "\\0", "\\p{Nope}", "\\p{", "[z-a]", "(?<1a>b)", "(?<n", "(?q)", "\\N{x}", "\\C", "[\\y]", "(?(1)a)", "\\g{1}", "a{99999}",
};

static AzudRegex *
compile (const char *pattern)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudRegex *regex = azud_regex_new (pattern, strlen (pattern), 0, &error);

  if (regex == NULL)
    g_test_message ("%s: %s", error.args[0], error.args[1]);
  return regex;
}

static void
test_find (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (finds); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      AzudRegex *regex = compile (finds[i].pattern);
      AzudRegexMatch *match;
      AzudRegexResult result;
      size_t start;
      size_t end;

      g_test_message ("%s", finds[i].pattern);
      g_assert_nonnull (regex);
      match = azud_regex_match_new (regex, &error);
      g_assert_nonnull (match);
      result = azud_regex_find (match, finds[i].text, strlen (finds[i].text), 0, &error);
      g_assert_cmpint (result, ==, finds[i].found != NULL ? AZUD_REGEX_FOUND : AZUD_REGEX_NO_MATCH);
      g_assert_cmpint (azud_regex_get_range (match, 0, &start, &end), ==, finds[i].found != NULL);
      if (finds[i].found != NULL)
        {
          g_autofree char *found = g_strndup (finds[i].text + start, end - start);

          g_assert_cmpstr (found, ==, finds[i].found);
        }
      azud_regex_match_free (match);
      azud_regex_free (regex);
    }
}

static void
test_refused (void)
{
  for (size_t i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      AzudRegex *regex = azud_regex_new (refused[i], strlen (refused[i]), 0, &error);

      g_test_message ("%s", refused[i]);
      g_assert_null (regex);
      g_assert_cmpstr (error.condition, ==, "INVALID_PARAMETER_VALUE.PATTERN");
      g_assert_cmpstr (error.args[1], !=, "");
    }
}

static bool
sink_string (void *data, const char *bytes, size_t length)
{
  g_string_append_len (data, bytes, (gssize) length);
  return true;
}

static bool
sink_refuse (void *data, const char *bytes, size_t length)
{
  return false;
}

static void
test_replace (void)
{
  static const struct
  {
    const char *text;
    const char *pattern;
    const char *replacement;
    size_t      start;
    const char *expected;  /* NULL: refused */
  } cases[] = {
    { "abc", "(b)", "[$1]", 0, "a[b]c" },
    { "abc", "(b)", "\\$1", 0, "a$1c" },
    { "abc", "(b)", "$2", 0, NULL },
    { "abc", "(b)", "$10", 0, "ab0c" },
    { "abc", "(?<n>b)", "<${n}>", 0, "a<b>c" },
    { "abc", "(?<n>b)", "${m}", 0, NULL },
    { "abc", "b", "\\", 0, NULL },
    { "abc", "b", "$", 0, NULL },
    { "abc", "b", "$x", 0, NULL },
    { "abc", "b", "\\\\", 0, "a\\c" },
    { "abc", "b*", "-", 0, "-a--c-" },
    { "añc", "", "-", 0, "-a-ñ-c-" },
    { "", "", "-", 0, "-" },
    { "", "a", "-", 0, "" },
    { "aaa", "a", "b", 1, "abb" },
    { "aaa", "^a", "b", 1, "aba" },
    { "aaa", "a", "b", 9, "aaa" },
    { "a1b22", "(\\d)(x)?", "<$1$2>", 0, "a<1>b<2><2>" },
    { "x", "a", "$9", 0, "x" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GString) out = g_string_new (NULL);
      AzudError error = AZUD_ERROR_INIT;
      AzudRegex *regex = compile (cases[i].pattern);
      AzudRegexMatch *match = azud_regex_match_new (regex, NULL);
      bool ok = azud_regex_replace (match, cases[i].text, strlen (cases[i].text), cases[i].start, cases[i].replacement,
                                    strlen (cases[i].replacement), sink_string, out, &error);

      g_test_message ("%s by %s", cases[i].pattern, cases[i].replacement);
      g_assert_cmpint (ok, ==, cases[i].expected != NULL);
      if (ok)
        g_assert_cmpstr (out->str, ==, cases[i].expected);
      else
        g_assert_cmpstr (error.condition, ==, "INVALID_REGEXP_REPLACE");
      if (cases[i].text[0] != '\0')
        g_assert_false (azud_regex_replace (match, cases[i].text, strlen (cases[i].text), cases[i].start, "x", 1,
                                            sink_refuse, NULL, NULL));
      azud_regex_match_free (match);
      azud_regex_free (regex);
    }
}

static void
test_groups (void)
{
  AzudRegex *regex = compile ("(a)(?<second>b)?(c)");
  AzudRegexMatch *match = azud_regex_match_new (regex, NULL);
  size_t start;
  size_t end;

  g_assert_cmpint (azud_regex_get_n_groups (regex), ==, 3);
  g_assert_cmpint (azud_regex_get_group (regex, "second", 6), ==, 2);
  g_assert_cmpint (azud_regex_get_group (regex, "third", 5), ==, -1);
  g_assert_cmpint (azud_regex_find (match, "xxac", 4, 0, NULL), ==, AZUD_REGEX_FOUND);
  g_assert_true (azud_regex_get_range (match, 3, &start, &end));
  g_assert_cmpuint (start, ==, 3);
  g_assert_cmpuint (end, ==, 4);
  g_assert_false (azud_regex_get_range (match, 2, &start, &end));
  g_assert_false (azud_regex_get_range (match, 4, &start, &end));
  g_assert_cmpint (azud_regex_find_next (match, "xxac", 4, NULL), ==, AZUD_REGEX_NO_MATCH);
  azud_regex_match_free (match);
  azud_regex_free (regex);
}

/* No pattern can hang a run, and a text that is not UTF-8 is reported. */
static void
test_limits (void)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autofree char *text = g_strnfill (64, 'a');
  AzudRegex *regex = compile ("(a+)+[bd]");
  AzudRegexMatch *match = azud_regex_match_new (regex, NULL);

  text[63] = 'c';
  g_assert_cmpint (azud_regex_find (match, text, 64, 0, &error), ==, AZUD_REGEX_FAILED);
  g_assert_cmpstr (error.condition, ==, "AZUD_REGEX_LIMIT");
  azud_error_clear (&error);
  g_assert_cmpint (azud_regex_find (match, "a\377", 2, 0, &error), ==, AZUD_REGEX_FAILED);
  g_assert_cmpstr (error.condition, ==, "AZUD_REGEX_FAILED");
  g_assert_null (azud_regex_new ("\377", 1, 0, NULL));
  azud_regex_match_free (match);
  azud_regex_free (regex);
}

static void
test_flags (void)
{
  AzudRegex *regex = azud_regex_new ("A.É", 4, AZUD_REGEX_LITERAL | AZUD_REGEX_CASELESS, NULL);
  AzudRegexMatch *match = azud_regex_match_new (regex, NULL);

  g_assert_cmpint (azud_regex_find (match, "xa.éy", 6, 0, NULL), ==, AZUD_REGEX_FOUND);
  g_assert_cmpint (azud_regex_find (match, "xabéy", 6, 0, NULL), ==, AZUD_REGEX_NO_MATCH);
  azud_regex_match_free (match);
  azud_regex_free (regex);
}

static void
test_like (void)
{
  static const struct
  {
    const char *text;
    const char *pattern;
    bool        expected;
  } cases[] = {
    { "", "", true },         { "", "%", true },         { "", "_", false },         { "a", "", false },
    { "abc", "abc", true },   { "abc", "a%", true },     { "abc", "%c", true },      { "abc", "%b%", true },
    { "abc", "a_c", true },   { "abc", "_", false },     { "abc", "___", true },     { "abc", "____", false },
    { "abc", "%%%", true },   { "abc", "a%%c", true },   { "abc", "%d", false },     { "añb", "a_b", true },
    { "a%b", "a\\%b", true }, { "axb", "a\\%b", false }, { "a_b", "a\\_b", true },   { "a\\b", "a\\\\b", true },
    { "aab", "%ab", true },   { "aaab", "%aab", true },  { "abab", "%ab_", false },  { "mississippi", "%iss%pi", true },
    { "a\nb", "a_b", true },  { "ABC", "abc", false },   { "\360\237\230\200", "_", true },
    { "a.c", "a.c", true },   { "abc", "a.c", false },   { "abcabc", "%abc", true }, { "abcab", "%abc", false },
  };
  AzudError error = AZUD_ERROR_INIT;

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s like %s", cases[i].text, cases[i].pattern);
      g_assert_true (azud_like_check (cases[i].pattern, strlen (cases[i].pattern), '\\', NULL));
      g_assert_cmpint (azud_like_matches (cases[i].text, strlen (cases[i].text), cases[i].pattern,
                                          strlen (cases[i].pattern), '\\', false), ==, cases[i].expected);
    }
  g_assert_true (azud_like_matches ("a%b", 3, "a!%b", 4, '!', false));
  g_assert_false (azud_like_matches ("axb", 3, "a!%b", 4, '!', false));
  g_assert_true (azud_like_matches ("ÉX", 3, "éx", 3, '\\', true));
  g_assert_false (azud_like_matches ("ß", 2, "SS", 2, '\\', true));
  g_assert_false (azud_like_check ("a\\", 2, '\\', &error));
  g_assert_cmpstr (error.condition, ==, "INVALID_FORMAT.ESC_AT_THE_END");
  azud_error_clear (&error);
  g_assert_false (azud_like_check ("\\a", 2, '\\', &error));
  g_assert_cmpstr (error.condition, ==, "INVALID_FORMAT.ESC_IN_THE_MIDDLE");
}

/* LIKE against a matcher that tries everything. */
static bool
reference_like (const char *text, const char *pattern)
{
  if (*pattern == '\0')
    return *text == '\0';
  if (*pattern == '%')
    return reference_like (text, pattern + 1) || (*text != '\0' && reference_like (text + 1, pattern));
  return *text != '\0' && (*pattern == '_' || *pattern == *text) && reference_like (text + 1, pattern + 1);
}

static void
test_like_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (42);

  for (int i = 0; i < 50000; i++)
    {
      char text[12] = "";
      char pattern[9] = "";

      for (int k = g_rand_int_range (rand, 0, 12) - 1; k >= 0; k--)
        text[k] = "ab"[g_rand_int_range (rand, 0, 2)];
      for (int k = g_rand_int_range (rand, 0, 9) - 1; k >= 0; k--)
        pattern[k] = "ab%_"[g_rand_int_range (rand, 0, 4)];
      g_assert_cmpint (azud_like_matches (text, strlen (text), pattern, strlen (pattern), '\\', false), ==,
                       reference_like (text, pattern));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/regex/find", test_find);
  g_test_add_func ("/value/regex/refused", test_refused);
  g_test_add_func ("/value/regex/replace", test_replace);
  g_test_add_func ("/value/regex/groups", test_groups);
  g_test_add_func ("/value/regex/limits", test_limits);
  g_test_add_func ("/value/regex/flags", test_flags);
  g_test_add_func ("/value/like/table", test_like);
  g_test_add_func ("/value/like/random", test_like_random);
  return g_test_run ();
}
