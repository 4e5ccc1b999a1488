/* test-error.c: errors as data
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/error.h"

#include <errno.h>
#include <glib.h>
#include <string.h>

static void
test_set (void)
{
  AzudError error = AZUD_ERROR_INIT;
  char text[256];

  g_assert_false (azud_error_is_set (&error));
  g_assert_false (azud_error_is_set (NULL));
  g_assert_false (azud_error_set (NULL, AZUD_FAULT_RUN, "X", "x", NULL));
  g_assert_false (azud_error_set (&error, AZUD_FAULT_RUN, "DIVIDE_BY_ZERO", "a {0} b {1} {0} {9} {2} { {", "one", "two", NULL));
  g_assert_true (azud_error_is_set (&error));
  g_assert_true (error.deterministic);
  azud_error_set (&error, AZUD_FAULT_INTERNAL, "LATER", "later", NULL);   /* the first cause stays */
  g_assert_cmpstr (error.condition, ==, "DIVIDE_BY_ZERO");
  g_assert_cmpuint (azud_error_format (&error, text, sizeof text), ==, strlen (text));
  g_assert_cmpstr (text, ==, "a one b two one {9}  { {");
  azud_error_clear (&error);
  azud_error_clear (NULL);
  g_assert_false (azud_error_is_set (&error));
  g_assert_cmpint (error.row, ==, -1);
  g_assert_cmpuint (azud_error_format (&error, text, sizeof text), ==, 0);
  g_assert_cmpstr (text, ==, "");
}

static void
test_cut (void)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autofree char *whole = NULL;
  gsize length;

  azud_error_set (&error, AZUD_FAULT_RUN, "X", "sentence with {0} inside", "añ€😀", NULL);
  length = azud_error_format (&error, NULL, 0);
  whole = g_malloc (length + 1);
  azud_error_format (&error, whole, length + 1);
  for (gsize size = 1; size <= length + 1; size++)
    {
      g_autofree char *part = g_malloc (size);

      g_assert_cmpuint (azud_error_format (&error, part, size), ==, length);
      g_assert_true (g_utf8_validate (part, -1, NULL));
      g_assert_true (g_str_has_prefix (whole, part));
      g_assert_cmpuint (strlen (part) + 4, >=, size);   /* at most a character is lost */
    }
}

static void
test_copy_text (void)
{
  const struct { const char *text; gsize length; const char *expected; } cases[] = {
    { "plain", 5, "plain" },
    { "a\tb\n", 4, "a\\x09b\\x0A" },
    { "a\0b", 3, "a\\x00b" },
    { "\xff\xc3", 2, "\\xFF\\xC3" },
    { "ñ€😀", 9, "ñ€😀" },
    { "\xe2\x80\xae" "evil", 7, "\\u{202E}evil" },
    { "\xc2\x85", 2, "\\u{0085}" },
    { "\xe2\x80\xa8", 3, "\\u{2028}" },
    { "\xed\xa0\x80", 3, "\\xED\\xA0\\x80" },
    { "", 0, "" },
  };
  char buffer[64];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      azud_error_copy_text (buffer, sizeof buffer, cases[i].text, cases[i].length);
      g_assert_cmpstr (buffer, ==, cases[i].expected);
      for (gsize size = 1; size < 16; size++)
        {
          char *part = g_malloc (size);

          azud_error_copy_text (part, size, cases[i].text, cases[i].length);
          g_assert_true (g_str_has_prefix (cases[i].expected, part));
          g_assert_true (g_utf8_validate (part, -1, NULL));
          g_free (part);
        }
    }
  azud_error_copy_text (buffer, 0, "x", 1);
}

static void
test_places (void)
{
  AzudError error = AZUD_ERROR_INIT;
  char text[512];

  azud_error_at_node (NULL, "n", "p");
  azud_error_at_line (NULL, "f", 1, 1, 1);
  azud_error_at_value (NULL, "c", "v", 1);
  azud_error_at_row (NULL, 1, 1, 1);
  azud_error_set (&error, AZUD_FAULT_RUN, "CAST_INVALID_INPUT", "not a number", NULL);
  azud_error_at_node (&error, "parse", "schema");
  azud_error_at_node (&error, "outer", "other");
  azud_error_at_line (&error, "in.csv", 12, 3, 456);
  azud_error_at_line (&error, "other.csv", 99, 99, 99);
  azud_error_at_value (&error, "amount", "12x\n", 4);
  azud_error_at_value (&error, "no", "no", 2);
  azud_error_at_row (&error, 1, 2, 3);
  azud_error_at_row (&error, 7, 8, 9);
  error.hint = "look there";
  azud_error_describe (&error, text, sizeof text);
  g_assert_cmpstr (text, ==,
                   "[CAST_INVALID_INPUT] not a number; node parse; parameter schema; in.csv:12:3, byte 456; "
                   "column amount; value “12x\\x0A”; hint: look there");
  g_assert_cmpint (error.stage, ==, 1);
  g_assert_cmpint (error.partition, ==, 2);
  g_assert_cmpint (error.row, ==, 3);
}

static void
test_errno (void)
{
  const struct { int code; const char *condition; } cases[] = {
    { ENOENT, "AZUD_FILE_NOT_FOUND" }, { ENOSPC, "AZUD_NO_SPACE" }, { EDQUOT, "AZUD_NO_SPACE" }, { EFBIG, "AZUD_NO_SPACE" },
    { EACCES, "AZUD_PERMISSION_DENIED" }, { EPERM, "AZUD_PERMISSION_DENIED" }, { EMFILE, "AZUD_TOO_MANY_FILES" },
    { ENFILE, "AZUD_TOO_MANY_FILES" }, { EIO, "AZUD_IO" },
  };
  char text[256];

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      AzudError error = AZUD_ERROR_INIT;
      g_autofree char *expected = g_strdup_printf ("Could not read a\\x0Ab.csv: %s", g_strerror (cases[i].code));

      g_assert_false (azud_error_set_errno (&error, "read", "a\nb.csv", cases[i].code));
      g_assert_cmpstr (error.condition, ==, cases[i].condition);
      g_assert_cmpint (error.fault, ==, AZUD_FAULT_RESOURCE);
      g_assert_cmpstr (error.file, ==, "a\\x0Ab.csv");
      azud_error_format (&error, text, sizeof text);
      g_assert_cmpstr (text, ==, expected);
    }
  g_assert_false (azud_error_set_errno (NULL, "read", "x", EIO));
}

static void
test_order (void)
{
  AzudError a = AZUD_ERROR_INIT;
  AzudError b = AZUD_ERROR_INIT;

  azud_error_at_row (&a, 1, 5, 10);
  azud_error_at_row (&b, 1, 5, 10);
  g_assert_cmpint (azud_error_compare (&a, &b), ==, 0);
  b.row = 11;
  g_assert_cmpint (azud_error_compare (&a, &b), <, 0);
  b.partition = 4;
  g_assert_cmpint (azud_error_compare (&a, &b), >, 0);
  b.stage = 2;
  g_assert_cmpint (azud_error_compare (&a, &b), <, 0);
}

static void
test_exit (void)
{
  const int expected[] = { 0, 1, 2, 3, 4, 5, 6, 70, 130 };

  for (int fault = AZUD_FAULT_NONE; fault <= AZUD_FAULT_CANCELLED; fault++)
    g_assert_cmpint (azud_fault_exit_status ((AzudFault) fault), ==, expected[fault]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/error/set", test_set);
  g_test_add_func ("/base/error/cut", test_cut);
  g_test_add_func ("/base/error/copy-text", test_copy_text);
  g_test_add_func ("/base/error/places", test_places);
  g_test_add_func ("/base/error/errno", test_errno);
  g_test_add_func ("/base/error/order", test_order);
  g_test_add_func ("/base/error/exit", test_exit);
  return g_test_run ();
}
