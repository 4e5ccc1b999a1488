/* test-json.c: the strict reader, values, and the writer
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include <azud/json.h>

#include <math.h>
#include <string.h>

/* Accepted: what compact writing gives. */
static const struct { const char *text, *written; } accepted[] = {
  { "null", "null" }, { " true\n", "true" }, { "\t\r\nfalse ", "false" },
  { "0", "0" }, { "-0", "-0" }, { "-0.0", "-0.0" }, { "1e5", "1e5" }, { "1E+5", "1E+5" }, { "1.50e-07", "1.50e-07" },
  { "123456789012345678901234567890", "123456789012345678901234567890" }, { "1e999", "1e999" },
  { "\"\"", "\"\"" }, { "\"a\\u0041\\n\\/\"", "\"aA\\n/\"" }, { "\"\\\"\\\\\\b\\f\\r\\t\"", "\"\\\"\\\\\\b\\f\\r\\t\"" },
  { "\"\\u001F\\u007f\"", "\"\\u001f\x7f\"" }, { "\"\\uD83D\\uDE00\"", "\"😀\"" }, { "\"ñ€😀\"", "\"ñ€😀\"" },
  { "\"\\uffff\"", "\"\xef\xbf\xbf\"" }, { "\"\xe2\x80\xa8\"", "\"\xe2\x80\xa8\"" },
  { "[]", "[]" }, { "[ ]", "[]" }, { "{ }", "{}" }, { "[1,2 , 3]", "[1,2,3]" }, { "[[],[[]]]", "[[],[[]]]" },
  { "{\"b\":1,\"a\":{\"c\":[null]}}", "{\"b\":1,\"a\":{\"c\":[null]}}" }, { "{\"\":0}", "{\"\":0}" },
};

/* Refused: where. */
static const struct { const char *text; gint64 line, column, byte; } refused[] = {
  { "", 1, 1, 0 }, { "  \n ", 2, 2, 4 }, { "\xef\xbb\xbf{}", 1, 1, 0 }, { "nul", 1, 1, 0 }, { "nulll", 1, 1, 0 }, { "True", 1, 1, 0 },
  { "NaN", 1, 1, 0 }, { "-Infinity", 1, 1, 0 }, { "+1", 1, 1, 0 }, { "01", 1, 1, 0 }, { "-", 1, 1, 0 }, { "1.", 1, 1, 0 },
  { ".5", 1, 1, 0 }, { "1e", 1, 1, 0 }, { "1e+", 1, 1, 0 }, { "0x10", 1, 1, 0 }, { "1.2.3", 1, 1, 0 }, { "-a", 1, 1, 0 },
  { "\"", 1, 2, 1 }, { "\"abc", 1, 5, 4 }, { "\"\\", 1, 3, 2 }, { "\"\\x41\"", 1, 2, 1 }, { "\"\\u12\"", 1, 2, 1 },
  { "\"\\u00g0\"", 1, 2, 1 }, { "\"\\u0000\"", 1, 2, 1 }, { "\"\\ud800\"", 1, 2, 1 }, { "\"\\ud800\\u0041\"", 1, 2, 1 },
  { "\"ab\\udc00\"", 1, 4, 3 }, { "\"\\ud800\\", 1, 2, 1 }, { "\"a\nb\"", 1, 3, 2 }, { "\"\x01\"", 1, 2, 1 },
  { "\"ñ\xff\"", 1, 3, 3 }, { "\"\xc0\x80\"", 1, 2, 1 }, { "\"\xed\xa0\x80\"", 1, 2, 1 }, { "\xff", 1, 1, 0 },
  { "[", 1, 2, 1 }, { "[1", 1, 3, 2 }, { "[1,", 1, 4, 3 }, { "[1,]", 1, 4, 3 }, { "[,1]", 1, 2, 1 }, { "[1 2]", 1, 4, 3 },
  { "[1}", 1, 3, 2 }, { "]", 1, 1, 0 }, { "[1]]", 1, 4, 3 }, { "[1] x", 1, 5, 4 }, { "1 1", 1, 3, 2 },
  { "{", 1, 2, 1 }, { "{a:1}", 1, 2, 1 }, { "{1:1}", 1, 2, 1 }, { "{\"a\"}", 1, 5, 4 }, { "{\"a\":}", 1, 6, 5 }, { "{\"a\":1", 1, 7, 6 },
  { "{\"a\":1,}", 1, 8, 7 }, { "{\"a\":1]", 1, 7, 6 }, { "{\"a\":1,\n \"a\":2}", 2, 2, 9 }, { "{\"a\":1,\"\\u0061\":2}", 1, 8, 7 },
  { "// c\n1", 1, 1, 0 }, { "[1,/**/2]", 1, 4, 3 }, { "'a'", 1, 1, 0 }, { "[1,\r\n2,\n x]", 3, 2, 9 }, { "{\"ñ\": tru}", 1, 7, 7 },
};

static void
test_accepted (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (accepted); i++)
    {
      AzudJsonFault fault = { 0 };
      g_autoptr (AzudJson) json = azud_json_parse (accepted[i].text, -1, NULL, &fault);
      g_autoptr (AzudJson) again = NULL;
      g_autofree char *text = NULL;

      if (json == NULL)
        g_error ("%s: %s", accepted[i].text, fault.message);
      text = azud_json_to_string (json);
      g_assert_cmpstr (text, ==, accepted[i].written);
      again = azud_json_parse (text, -1, NULL, NULL);
      g_assert_true (azud_json_equal (json, again));
    }
}

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      AzudJsonFault fault = { 0 };
      g_autoptr (AzudJson) json = azud_json_parse (refused[i].text, -1, NULL, &fault);

      if (json != NULL)
        g_error ("accepted: %s", refused[i].text);
      g_assert_cmpstr (fault.message, !=, "");
      if (fault.line != refused[i].line || fault.column != refused[i].column || fault.byte != refused[i].byte)
        g_error ("%s: %s at line %d, column %d, byte %d", refused[i].text, fault.message, (int) fault.line, (int) fault.column,
                 (int) fault.byte);
      json = azud_json_parse (refused[i].text, -1, NULL, NULL);
      g_assert_null (json);
    }
}

/* Embedded zeros: a length is a length. */
static void
test_zero_bytes (void)
{
  AzudJsonFault fault;

  g_assert_null (azud_json_parse ("1\0", 2, NULL, &fault));
  g_assert_cmpint (fault.byte, ==, 1);
  g_assert_null (azud_json_parse ("\"a\0\"", 4, NULL, &fault));
  g_assert_cmpint (fault.byte, ==, 2);
  g_assert_null (azud_json_parse ("\"\\\0\"", 4, NULL, &fault));
  g_assert_null (azud_json_parse ("[true\0]", 7, NULL, &fault));
}

static const char document[] =
  "{\n  \"azud\": 1,\n  \"text\": \"añ€😀 \\\" \\\\ \\n\",\n  \"nodes\": [\n    {\n      \"id\": \"a\",\n      \"big\": 12345678901234567890,\n"
  "      \"on\": true,\n      \"off\": false,\n      \"none\": null,\n      \"empty\": [],\n      \"nothing\": {}\n    },\n"
  "    -1.50e+10\n  ]\n}";

/* Cut at every byte, it is refused at the end or within the cut word; every single change is refused or read. */
static void
test_cut (void)
{
  gsize size = strlen (document);

  for (gsize cut = 0; cut < size; cut++)
    {
      g_autofree char *part = g_memdup2 (document, MAX (cut, 1));
      AzudJsonFault fault;

      g_assert_null (azud_json_parse (part, (gssize) cut, NULL, &fault));
      g_assert_cmpint (fault.byte, <=, cut);
      g_assert_cmpint (fault.byte + 8, >=, cut);   /* a cut word or number is refused as a whole */
    }
  for (gsize at = 0; at < size; at++)
    for (int c = 0; c < 256; c += 5)
      {
        g_autofree char *changed = g_memdup2 (document, size);
        AzudJson *json;

        changed[at] = (char) c;
        json = azud_json_parse (changed, (gssize) size, NULL, NULL);
        if (json != NULL)
          {
            g_autofree char *text = azud_json_to_string (json);
            AzudJson *again = azud_json_parse (text, -1, NULL, NULL);

            g_assert_true (azud_json_equal (json, again));
            azud_json_unref (again);
          }
        azud_json_unref (json);
      }
}

static void
test_round_trip (void)
{
  g_autoptr (AzudJson) json = azud_json_parse (document, -1, NULL, NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  azud_json_append (out, json, 0);
  g_assert_cmpstr (out->str, ==, document);
  g_string_truncate (out, 0);
  azud_json_append (out, azud_json_get_element (azud_json_lookup (json, "nodes"), 1), 4);
  g_assert_cmpstr (out->str, ==, "-1.50e+10");
  g_assert_cmpint (azud_json_get_line (json), ==, 1);
  g_assert_cmpint (azud_json_get_line (azud_json_lookup (json, "text")), ==, 3);
  g_assert_cmpint (azud_json_get_line (azud_json_get_element (azud_json_lookup (json, "nodes"), 1)), ==, 14);
}

static void
test_indent (void)
{
  g_autoptr (AzudJson) json = azud_json_parse ("{\"a\":[1,{\"b\":2}]}", -1, NULL, NULL);
  g_autoptr (GString) out = g_string_new ("x: ");

  azud_json_append (out, json, 4);
  g_assert_cmpstr (out->str, ==, "x: {\n      \"a\": [\n        1,\n        {\n          \"b\": 2\n        }\n      ]\n    }");
}

static void
test_depth (void)
{
  const gsize depth = 100000;
  g_autofree char *text = g_malloc (2 * depth);
  AzudJsonLimits limits = { .max_depth = depth };
  AzudJsonFault fault;
  AzudJson *json, *other;

  memset (text, '[', depth);
  memset (text + depth, ']', depth);
  g_assert_null (azud_json_parse (text, (gssize) (2 * depth), NULL, &fault));
  g_assert_cmpint (fault.byte, ==, 1000);
  g_assert_null (azud_json_parse (text, (gssize) depth, &limits, &fault));
  g_assert_cmpint (fault.byte, ==, depth);

  json = azud_json_parse (text, (gssize) (2 * depth), &limits, &fault);
  other = azud_json_parse (text, (gssize) (2 * depth), &limits, &fault);
  g_assert_nonnull (json);
  g_assert_true (azud_json_equal (json, other));
  {
    g_autofree char *written = azud_json_to_string (json);

    g_assert_cmpmem (written, strlen (written), text, 2 * depth);
  }
  azud_json_unref (other);
  azud_json_unref (json);
  limits.max_depth = 2;
  g_assert_null (azud_json_parse ("[[[]]]", -1, &limits, NULL));
  json = azud_json_parse ("[[1],{}]", -1, &limits, NULL);
  g_assert_nonnull (json);
  azud_json_unref (json);
}

static void
test_limits (void)
{
  AzudJsonLimits limits = { .max_bytes = 10 };
  AzudJsonFault fault;
  AzudJson *json;

  g_assert_null (azud_json_parse ("[1,2,3,4,5]", -1, &limits, &fault));
  json = azud_json_parse ("[1,2,3,45]", -1, &limits, &fault);
  g_assert_nonnull (json);
  azud_json_unref (json);
  limits = (AzudJsonLimits){ .max_values = 3 };
  g_assert_null (azud_json_parse ("[1,2,3]", -1, &limits, &fault));
  g_assert_cmpint (fault.byte, ==, 5);
  json = azud_json_parse ("[1,2]", -1, &limits, &fault);
  g_assert_nonnull (json);
  azud_json_unref (json);
}

/* Many members: through the index, with duplicates still found. */
static void
test_large_object (void)
{
  g_autoptr (GString) text = g_string_new ("{");
  g_autoptr (AzudJson) json = NULL;

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text, "%s\"key %d\":%d", i > 0 ? "," : "", i, i);
  g_string_append (text, "}");
  json = azud_json_parse (text->str, -1, NULL, NULL);
  g_assert_cmpuint (azud_json_get_length (json), ==, 20000);
  for (int i = 0; i < 20000; i++)
    {
      g_autofree char *key = g_strdup_printf ("key %d", i);

      g_assert_cmpint (azud_json_get_integer (azud_json_lookup (json, key), -1), ==, i);
      g_assert_cmpstr (azud_json_get_key (json, (guint) i), ==, key);
    }
  g_assert_null (azud_json_lookup (json, "key 20000"));
  azud_json_put_integer (json, "key 77", -7);
  g_assert_cmpint (azud_json_get_integer (azud_json_get_element (json, 77), 0), ==, -7);
  g_assert_cmpuint (azud_json_get_length (json), ==, 20000);
  text->str[text->len - 1] = ',';
  g_string_append (text, "\"key 19\":0}");
  g_assert_null (azud_json_parse (text->str, -1, NULL, NULL));
}

static void
test_make (void)
{
  g_autoptr (AzudJson) json = azud_json_new_object ();
  g_autofree char *text = NULL;
  AzudJson *array = azud_json_new_array ();
  g_auto(GStrv) strings = g_strsplit ("a,,b", ",", -1), none = g_strsplit ("", ",", -1);

  azud_json_put_string (json, "name", "a\"b");
  azud_json_put_string (json, "no", NULL);
  azud_json_put_integer (json, "n", G_MININT64);
  azud_json_put_boolean (json, "yes", TRUE);
  azud_json_add (array, azud_json_new_double (0.1));
  azud_json_add (array, azud_json_new_double (1e300));
  azud_json_add (array, azud_json_new_double (5));
  azud_json_add (array, azud_json_new_double (5e-324));
  azud_json_add (array, azud_json_new_double (0.1 + 0.2));
  azud_json_add (array, azud_json_new_double ((double) NAN));
  azud_json_add (array, azud_json_new_double ((double) -INFINITY));
  azud_json_add (array, azud_json_new_number ("1.50"));
  azud_json_add (array, azud_json_new_null ());
  azud_json_add (array, azud_json_new_string (NULL));
  azud_json_add (array, azud_json_new_string ("bad \xff"));
  azud_json_put (json, "list", array);
  azud_json_put (json, "strings", azud_json_new_strings (strings));
  azud_json_put (json, "none", azud_json_new_strings (none));
  azud_json_put_integer (json, "name", 3);   /* replaced in place */
  text = azud_json_to_string (json);
  g_assert_cmpstr (text, ==, "{\"name\":3,\"n\":-9223372036854775808,\"yes\":true,\"list\":[0.1,1e+300,5,5e-324,0.30000000000000004,"
                             "\"NaN\",\"-Infinity\",1.50,null,null,\"bad \xef\xbf\xbd\"],\"strings\":[\"a\",\"\",\"b\"],\"none\":[]}");
}

static void
test_read (void)
{
  g_autoptr (AzudJson) json = azud_json_parse ("{\"i\":9223372036854775807,\"big\":9223372036854775808,\"d\":1.5,\"s\":\"x\",\"b\":true,"
                                               "\"a\":[1],\"huge\":1e999,\"e\":1e2}", -1, NULL, NULL);
  g_autoptr (AzudJson) kept = NULL;

  g_assert_cmpint (azud_json_get_kind (json), ==, AZUD_JSON_OBJECT);
  g_assert_cmpint (azud_json_get_integer (azud_json_lookup (json, "i"), 0), ==, G_MAXINT64);
  g_assert_cmpint (azud_json_get_integer (azud_json_lookup (json, "big"), -1), ==, -1);
  g_assert_cmpint (azud_json_get_integer (azud_json_lookup (json, "d"), -1), ==, -1);
  g_assert_cmpint (azud_json_get_integer (azud_json_lookup (json, "e"), -1), ==, -1);
  g_assert_cmpfloat (azud_json_get_double (azud_json_lookup (json, "e"), 0), ==, 100);
  g_assert_cmpfloat (azud_json_get_double (azud_json_lookup (json, "huge"), 7), ==, 7);
  g_assert_cmpfloat (azud_json_get_double (azud_json_lookup (json, "s"), 7), ==, 7);
  g_assert_cmpstr (azud_json_get_number (azud_json_lookup (json, "d")), ==, "1.5");
  g_assert_null (azud_json_get_number (azud_json_lookup (json, "s")));
  g_assert_cmpstr (azud_json_lookup_string (json, "s"), ==, "x");
  g_assert_null (azud_json_lookup_string (json, "i"));
  g_assert_null (azud_json_lookup (json, "none"));
  g_assert_null (azud_json_lookup (azud_json_lookup (json, "a"), "x"));
  g_assert_true (azud_json_get_boolean (azud_json_lookup (json, "b"), FALSE));
  g_assert_true (azud_json_get_boolean (azud_json_lookup (json, "i"), TRUE));
  g_assert_cmpuint (azud_json_get_length (azud_json_lookup (json, "s")), ==, 0);
  g_assert_null (azud_json_get_element (json, 99));
  g_assert_null (azud_json_get_key (json, 99));
  g_assert_null (azud_json_get_key (azud_json_lookup (json, "a"), 0));
  g_assert_cmpint (azud_json_get_kind (NULL), ==, AZUD_JSON_NULL);
  g_assert_null (azud_json_get_string (NULL));
  g_assert_cmpint (azud_json_get_line (NULL), ==, 0);
  kept = azud_json_ref (azud_json_lookup (json, "a"));
  azud_json_unref (g_steal_pointer (&json));
  g_assert_cmpint (azud_json_get_integer (azud_json_get_element (kept, 0), 0), ==, 1);
}

static void
test_equal (void)
{
  const char *const texts[] = { "null", "true", "false", "1", "1.0", "\"1\"", "[]", "[1]", "[1,2]", "{}", "{\"a\":1}", "{\"b\":1}",
                                "{\"a\":2}", "{\"a\":1,\"b\":[{}]}", "{\"b\":[{}],\"a\":1}", "{\"a\":1,\"b\":[[]]}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    for (gsize k = 0; k < G_N_ELEMENTS (texts); k++)
      {
        g_autoptr (AzudJson) a = azud_json_parse (texts[i], -1, NULL, NULL);
        g_autoptr (AzudJson) b = azud_json_parse (texts[k], -1, NULL, NULL);

        g_assert_cmpint (azud_json_equal (a, b), ==, i == k);
      }
  g_assert_true (azud_json_equal (NULL, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/json/accepted", test_accepted);
  g_test_add_func ("/base/json/refused", test_refused);
  g_test_add_func ("/base/json/zero-bytes", test_zero_bytes);
  g_test_add_func ("/base/json/cut", test_cut);
  g_test_add_func ("/base/json/round-trip", test_round_trip);
  g_test_add_func ("/base/json/indent", test_indent);
  g_test_add_func ("/base/json/depth", test_depth);
  g_test_add_func ("/base/json/limits", test_limits);
  g_test_add_func ("/base/json/large-object", test_large_object);
  g_test_add_func ("/base/json/make", test_make);
  g_test_add_func ("/base/json/read", test_read);
  g_test_add_func ("/base/json/equal", test_equal);
  return g_test_run ();
}
