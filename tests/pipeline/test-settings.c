/* test-settings.c: settings, declared parameters, and paths that name them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "find-diagnostic.h"

#include "pipeline/analysis.h"

#include <string.h>

static void
check_setting (const char *key,
               const char *value,
               const char *condition)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *got = NULL;
  gboolean done = azud_document_set_setting (document, key, value, &error);

  got = azud_gerror_get (error, "condition");
  g_assert_cmpstr (got, ==, condition);
  g_assert_cmpint (done, ==, condition == NULL);
  if (done)
    g_assert_cmpstr (azud_document_get_setting (document, key), ==, value);
  g_assert_cmpint (azud_document_can_undo (document), ==, done);
}

static void
test_settings (void)
{
  check_setting ("spark.sql.session.timeZone", "Europe/Madrid", NULL);
  check_setting ("spark.sql.session.timeZone", "Europe/Atlantis", "AZUD_INVALID_SETTING");
  check_setting ("spark.sql.caseSensitive", "true", NULL);
  check_setting ("spark.sql.caseSensitive", "yes", "AZUD_INVALID_SETTING");
  check_setting ("azud.spark.target", "3.5", NULL);
  check_setting ("azud.spark.target", "2.4", "AZUD_INVALID_SETTING");
  check_setting ("spark.sql.shuffle.partitions", "64", NULL);
  check_setting ("spark.sql.shuffle.partitions", "1000000000000000000", "AZUD_INVALID_SETTING");
  check_setting ("spark.sql.shuffle.partitions", "-1", "AZUD_INVALID_SETTING");
  check_setting ("spark.sql.autoBroadcastJoinThreshold", "10MB", NULL);
  check_setting ("spark.sql.autoBroadcastJoinThreshold", "-1", NULL);
  check_setting ("spark.sql.autoBroadcastJoinThreshold", "9999999999999t", "AZUD_INVALID_SETTING");
  check_setting ("spark.sql.adaptive.enabled", "false", NULL);
  check_setting ("spark.sql.adaptive.enabled", "no", "AZUD_INVALID_SETTING");
  check_setting ("spark.sql.adaptive.advisoryPartitionSizeInBytes", "64MB", NULL);
  check_setting ("spark.sql.adaptive.advisoryPartitionSizeInBytes", "0", "AZUD_INVALID_SETTING");
  check_setting ("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "-1", "AZUD_INVALID_SETTING");
  check_setting ("spark.sql.adaptive.skewJoin.skewedPartitionFactor", "5.0", NULL);
  check_setting ("spark.sql.adaptive.skewJoin.skewedPartitionFactor", "0.5", "AZUD_INVALID_SETTING");
  check_setting ("spark.memory.storageFraction", "0.3", NULL);
  check_setting ("spark.memory.storageFraction", "nan", "AZUD_INVALID_SETTING");
  check_setting ("spark.sql.ansi.enabled", "true", NULL);
  check_setting ("spark.sql.ansi.enabled", "false", "AZUD_SETTING_FIXED");
  check_setting ("spark.no.such.key", "1", "AZUD_UNKNOWN_SETTING");
}

static void
test_overrides (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autoptr(GError) error = NULL;
  g_autofree char *before = azud_document_to_text (document);
  g_autofree char *after = NULL;
  AzudStageSettings stages;

  g_assert_true (azud_document_override_setting (document, "spark.sql.caseSensitive", "true", &error));
  g_assert_true (azud_document_override_setting (document, "spark.sql.autoBroadcastJoinThreshold", "2k",
                                                 &error));
  g_assert_true (azud_document_override_setting (document, "spark.sql.shuffle.partitions", "7", &error));
  g_assert_true (azud_document_get_expr_settings (document).case_sensitive);
  stages = azud_document_get_stage_settings (document);
  g_assert_cmpint (stages.broadcast_bytes, ==, 2048);
  g_assert_cmpint (stages.shuffle_partitions, ==, 7);
  g_assert_true (stages.adaptive.enabled && stages.adaptive.coalesces && stages.adaptive.splits);
  g_assert_cmpint (stages.adaptive.advisory_bytes, ==, AZUD_ADAPTIVE_DEFAULTS.advisory_bytes);
  g_assert_cmpint (stages.adaptive.skew_bytes, ==, AZUD_ADAPTIVE_DEFAULTS.skew_bytes);
  g_assert_cmpfloat (stages.adaptive.skew_factor, ==, AZUD_ADAPTIVE_DEFAULTS.skew_factor);
  g_assert_true (azud_document_override_setting (document, "spark.sql.adaptive.skewJoin.enabled", "false", &error));
  g_assert_true (azud_document_override_setting (document, "spark.sql.adaptive.skewJoin.skewedPartitionFactor", "2.5", &error));
  g_assert_true (azud_document_override_setting (document, "spark.sql.adaptive.advisoryPartitionSizeInBytes", "1m", &error));
  stages = azud_document_get_stage_settings (document);
  g_assert_false (stages.adaptive.splits);
  g_assert_true (stages.adaptive.enabled && stages.adaptive.coalesces);
  g_assert_cmpfloat (stages.adaptive.skew_factor, ==, 2.5);
  g_assert_cmpint (stages.adaptive.advisory_bytes, ==, 1 << 20);
  g_assert_false (azud_document_override_setting (document, "nope", "true", &error));
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 2);
  after = azud_document_to_text (document);
  g_assert_cmpstr (after, ==, before);
  g_assert_false (azud_document_get_modified (document));
}

static AzudDocument *
with_parameters (const char *parameters)
{
  g_autofree char *text =
    g_strdup_printf ("{\"azud\": \"1.0\", \"parameters\": %s, \"nodes\": [{\"id\": \"rows\", \"type\": "
                     "\"generate-rows\"},"
                                           "{\"id\": \"f\", \"type\": \"filter\", \"params\": "
                                           "{\"condition\": \"id > ${low}\"}}],"
                                           "\"edges\": [{\"from\": \"rows.out\", \"to\": \"f.in\"}]}",
                                           parameters);
  g_autoptr(GError) error = NULL;
  AzudDocument *document = azud_document_parse (text, -1, "/base", &error);

  g_assert_no_error (error);
  return document;
}

static void
test_parameters (void)
{
  g_autoptr(AzudDocument) document =
    with_parameters ("[{\"name\": \"low\", \"type\": \"bigint\", \"default\": \"3\"}]");
  g_autoptr(AzudDocument) unknown = with_parameters ("[]");
  g_autoptr(AzudDocument) twice =
    with_parameters ("[{\"name\": \"low\", \"type\": \"int\", \"default\": 1}, {\"name\": \"low\", "
                     "\"type\": \"int\"}]");
  g_autoptr(AzudDocument) no_number =
    with_parameters ("[{\"name\": \"low\", \"type\": \"int\", \"default\": \"x\"}]");
  g_autoptr(AzudDocument) no_type =
    with_parameters ("[{\"name\": \"low\", \"type\": \"number\", \"default\": \"1\"}]");
  g_autoptr(AzudDocument) no_name = with_parameters ("[{\"type\": \"int\"}, 5]");
  g_autoptr(GError) error = NULL;
  guint n = 0;
  const AzudScopeParameter *values = azud_document_get_values (document, &n);

  g_assert_false (azud_document_has_errors (document, NULL));
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (values[0].value.as.integer, ==, 3);
  g_assert_true (azud_document_override_parameter (document, "low", "8", &error));
  values = azud_document_get_values (document, &n);
  g_assert_cmpint (values[0].value.as.integer, ==, 8);
  g_assert_false (azud_document_override_parameter (document, "low", "eight", &error));
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 2);
  g_clear_error (&error);
  g_assert_false (azud_document_override_parameter (document, "high", "8", &error));
  g_assert_cmpint (azud_gerror_exit_status (error), ==, 2);
  g_assert_nonnull (find_diagnostic (unknown, NULL, "AZUD_UNKNOWN_PARAMETER"));
  g_assert_nonnull (find_diagnostic (twice, NULL, "AZUD_PARAMETER_DECLARATION"));
  g_assert_nonnull (find_diagnostic (no_number, NULL, "CAST_INVALID_INPUT"));
  g_assert_nonnull (find_diagnostic (no_type, NULL, "UNSUPPORTED_DATATYPE"));
  g_assert_nonnull (find_diagnostic (no_name, NULL, "AZUD_PARAMETER_DECLARATION"));
}

static void
check_path (AzudDocument *document,
            const char   *path,
            const char   *expected,
            const char   *condition)
{
  AzudError error = AZUD_ERROR_INIT;
  g_autofree char *got = azud_document_resolve_path (document, path, &error);

  g_assert_cmpstr (got, ==, expected);
  g_assert_cmpstr (error.condition, ==, condition != NULL ? condition : "");
}

static void
test_paths (void)
{
  g_autoptr(AzudDocument) document =
    with_parameters ("[{\"name\": \"in\", \"type\": \"string\", \"default\": \"data.csv\"},"
                                                      "{\"name\": \"loop\", \"type\": \"string\", "
                                                      "\"default\": \"${loop}${loop}\"},"
                                                      "{\"name\": \"none\", \"type\": \"string\"},"
                                                      "{\"name\": \"low\", \"type\": \"int\", \"default\": 1}]");
  g_autofree char *huge = g_strnfill (70000, 'x');
  g_autofree char *huge_name = g_strdup ("${in}");

  check_path (document, "a/b.csv", "/base/a/b.csv", NULL);
  check_path (document, "/abs.csv", "/abs.csv", NULL);
  check_path (document, "../up.csv", "/base/../up.csv", NULL);
  check_path (document, "~/home.csv", "/base/~/home.csv", NULL);
  check_path (document, "$HOME/x", "/base/$HOME/x", NULL);
  check_path (document, "d/${in}", "/base/d/data.csv", NULL);
  check_path (document, "${in", "/base/${in", NULL);
  check_path (document, "${loop}", "/base/${loop}${loop}", NULL);   /* one pass: no growth */
  check_path (document, "${nope}", NULL, "AZUD_UNKNOWN_PARAMETER");
  check_path (document, "${none}", NULL, "AZUD_UNKNOWN_PARAMETER");
  check_path (document, "", NULL, "AZUD_PARAMETER_REQUIRED");
  check_path (document, "s3://bucket/x", NULL, "AZUD_PATH_NOT_LOCAL");
  check_path (document, "file:///etc/passwd", NULL, "AZUD_PATH_NOT_LOCAL");
  check_path (document, "sftp://host/x", NULL, "AZUD_PATH_NOT_LOCAL");
  check_path (document, huge, NULL, "AZUD_LIMIT_EXCEEDED");
  g_assert_true (azud_document_override_parameter (document, "in", huge, NULL));
  check_path (document, huge_name, NULL, "AZUD_LIMIT_EXCEEDED");
}

static void
test_undo (void)
{
  g_autoptr(AzudDocument) document = azud_document_new ();
  g_autoptr(AzudJson) list = azud_json_parse ("[{\"name\": \"a\", \"type\": \"int\", \"default\": 1}]", -1,
                                              NULL, NULL);

  azud_document_set_parameters (document, list);
  g_assert_true (azud_document_set_setting (document, "spark.sql.caseSensitive", "true", NULL));
  g_assert_true (azud_document_set_setting (document, "spark.sql.caseSensitive", NULL, NULL));
  azud_document_undo (document);
  g_assert_cmpstr (azud_document_get_setting (document, "spark.sql.caseSensitive"), ==, "true");
  azud_document_undo (document);
  azud_document_undo (document);
  g_assert_cmpuint (azud_json_get_length (azud_document_get_parameters (document)), ==, 0);
  g_assert_false (azud_document_get_modified (document));
}

static void
test_keys_have_help (void)
{
  for (const char *const *key = azud_setting_keys (); *key != NULL; key++)
    {
      g_autoptr(AzudDocument) document = azud_document_new ();

      g_assert_nonnull (azud_setting_get_help (*key));
      g_assert_true (azud_document_set_setting (document, *key, azud_document_get_setting (document, *key),
                                                NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pipeline/settings/settings", test_settings);
  g_test_add_func ("/pipeline/settings/overrides", test_overrides);
  g_test_add_func ("/pipeline/settings/parameters", test_parameters);
  g_test_add_func ("/pipeline/settings/paths", test_paths);
  g_test_add_func ("/pipeline/settings/undo", test_undo);
  g_test_add_func ("/pipeline/settings/keys-have-help", test_keys_have_help);
  return g_test_run ();
}
