/* settings.c: the settings results and runs depend on, under Spark's names
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "pipeline/document-private.h"
#include "pipeline/settings.h"
#include "value/time-zone.h"

#include <string.h>

typedef enum
{
  KIND_ZONE,
  KIND_BOOLEAN,
  KIND_TARGET,
  KIND_COUNT,      /* "auto" or a whole number from 1 */
  KIND_INTEGER,    /* a whole number from 1 */
  KIND_FRACTION,   /* 0 .. 1 */
  KIND_FACTOR,     /* from 1 */
  KIND_SIZE,       /* bytes, also 10m, 10MB, -1 */
  KIND_AMOUNT,     /* the same, from 1 */
  KIND_SCHEDULER,
  KIND_FIXED       /* the only value there is */
} SettingKind;

typedef struct
{
  const char *key;
  const char *otherwise;
  SettingKind kind;
  const char *help;
} Setting;

static const Setting settings[] = {
  { "spark.sql.session.timeZone", "UTC", KIND_ZONE, N_("Time zone in which times are read and shown") },
  { "spark.sql.caseSensitive", "false", KIND_BOOLEAN, N_("Whether column names differ by case") },
  { "azud.spark.target", "4.0", KIND_TARGET, N_("Oldest Spark the exported script must run on") },
  { "spark.sql.shuffle.partitions", "auto", KIND_COUNT,
    N_("Partitions of an exchange; auto: from the size of the data") },
  { "spark.sql.autoBroadcastJoinThreshold", "10485760", KIND_SIZE,
    N_("Size in bytes up to which a join side is sent to every task; -1: never") },
  { "spark.sql.adaptive.enabled", "true", KIND_BOOLEAN,
    N_("Whether a stage that has not begun is changed by the sizes of what it will read") },
  { "spark.sql.adaptive.coalescePartitions.enabled", "true", KIND_BOOLEAN,
    N_("Whether one task reads several small partitions") },
  { "spark.sql.adaptive.advisoryPartitionSizeInBytes", "8m", KIND_AMOUNT,
    N_("Size that small partitions are put together to, and large ones of a join are cut to") },
  { "spark.sql.adaptive.skewJoin.enabled", "true", KIND_BOOLEAN,
    N_("Whether several tasks share a large partition of a join") },
  { "spark.sql.adaptive.skewJoin.skewedPartitionFactor", "5", KIND_FACTOR,
    N_("How many times larger than the median a large partition is") },
  { "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "16m", KIND_AMOUNT,
    N_("Size that a large partition has at least") },
  { "spark.sql.files.maxPartitionBytes", "134217728", KIND_SIZE,
    N_("Largest part of a file that one task of Spark reads") },
  { "spark.task.maxFailures", "4", KIND_INTEGER, N_("Attempts of a task before the run fails") },
  { "spark.stage.maxConsecutiveAttempts", "4", KIND_INTEGER, N_("Attempts of a stage before the run fails") },
  { "spark.speculation", "false", KIND_BOOLEAN, N_("Whether slow tasks are started a second time") },
  { "spark.speculation.multiplier", "3", KIND_INTEGER,
    N_("How many times slower than the median a slow task is") },
  { "spark.speculation.quantile", "0.9", KIND_FRACTION,
    N_("Part of a stage's tasks that must be done before one counts as slow") },
  { "spark.scheduler.mode", "FIFO", KIND_SCHEDULER, N_("Order in which runs share the workers") },
  { "spark.memory.storageFraction", "0.5", KIND_FRACTION, N_("Part of the memory that cached data keeps") },
  { "spark.sql.ansi.enabled", "true", KIND_FIXED, N_("Errors of arithmetic and casts stop the run") },
  { "spark.sql.timestampType", "TIMESTAMP_LTZ", KIND_FIXED, N_("What the type name timestamp means") },
  { "spark.sql.legacy.timeParserPolicy", "CORRECTED", KIND_FIXED,
    N_("How patterns of dates and times are read") },
  { "spark.sql.decimalOperations.allowPrecisionLoss", "true", KIND_FIXED,
    N_("Decimal results too wide are rounded") },
  { NULL }
};

static const Setting *
find_setting (const char *key)
{
  for (const Setting *setting = settings; setting->key != NULL; setting++)
    if (strcmp (setting->key, key) == 0)
      return setting;
  return NULL;
}

/* Bytes of "10485760", "10m", "10MB" or "-1". */
static gboolean
parse_size (const char *text,
            gint64     *bytes)
{
  static const char units[] = "kmgt";
  g_autofree char *lower = g_ascii_strdown (text, -1);
  gsize length = strlen (lower);
  guint shift = 0;
  const char *unit;

  if (strcmp (lower, "-1") == 0)
    {
      *bytes = -1;
      return TRUE;
    }
  if (length > 0 && lower[length - 1] == 'b')
    lower[--length] = '\0';
  unit = length > 0 ? strchr (units, lower[length - 1]) : NULL;
  if (unit != NULL && *unit != '\0')
    {
      shift = 10 * (guint) (unit - units + 1);
      lower[--length] = '\0';
    }
  if (!g_ascii_string_to_signed (lower, 10, 0, G_MAXINT64 >> shift, bytes, NULL))
    return FALSE;
  *bytes <<= shift;
  return TRUE;
}

static gboolean
is_number (const char *text,
           double      least,
           double      most)
{
  char *end = NULL;
  double value = g_ascii_strtod (text, &end);

  return end != text && *end == '\0' && value >= least && value <= most;
}

static const char *const target_names[] = { "3.5", "4.0", NULL };
static const char *const scheduler_names[] = { "FIFO", "FAIR", NULL };

/* Whether @value may stand for @setting; if not, *@expected says what may. */
static gboolean
is_valid (const Setting *setting,
          const char    *value,
          const char   **expected)
{
  gint64 number;

  switch (setting->kind)
    {
    case KIND_ZONE:
      *expected = N_("a time zone such as Europe/Madrid");
      return azud_time_zone_get (value, strlen (value), NULL) != NULL;
    case KIND_BOOLEAN:
      *expected = N_("true or false");
      return strcmp (value, "true") == 0 || strcmp (value, "false") == 0;
    case KIND_TARGET:
      *expected = N_("3.5 or 4.0");
      return g_strv_contains (target_names, value);
    case KIND_COUNT:
      *expected = N_("auto or a number from 1 to 100,000");
      return strcmp (value, "auto") == 0 || g_ascii_string_to_signed (value, 10, 1, 100000, &number, NULL);
    case KIND_INTEGER:
      *expected = N_("a number from 1 to 1,000");
      return g_ascii_string_to_signed (value, 10, 1, 1000, &number, NULL);
    case KIND_FRACTION:
      *expected = N_("a number from 0 to 1");
      return is_number (value, 0, 1);
    case KIND_FACTOR:
      *expected = N_("a number from 1 to 1,000");
      return is_number (value, 1, 1000);
    case KIND_SIZE:
      *expected = N_("a number of bytes such as 10485760 or 10MB");
      return parse_size (value, &number);
    case KIND_AMOUNT:
      *expected = N_("a number of bytes such as 10485760 or 10MB");
      return parse_size (value, &number) && number > 0;
    case KIND_SCHEDULER:
      *expected = N_("FIFO or FAIR");
      return g_strv_contains (scheduler_names, value);
    case KIND_FIXED:
    default:
      *expected = setting->otherwise;
      return g_ascii_strcasecmp (value, setting->otherwise) == 0;
    }
}

static bool
check_setting (const char *key,
               const char *value,
               AzudError  *error)
{
  const Setting *setting = find_setting (key);
  const char *expected = NULL;

  if (setting == NULL)
    {
      azud_error_set (error, AZUD_FAULT_PIPELINE, "AZUD_UNKNOWN_SETTING", N_("There is no setting “{0}”."),
                      key, NULL);
      return false;
    }
  if (is_valid (setting, value, &expected))
    return true;
  azud_error_set (error, AZUD_FAULT_PIPELINE, setting->kind == KIND_FIXED ? "AZUD_SETTING_FIXED"
                  : "AZUD_INVALID_SETTING",
                  setting->kind == KIND_FIXED ? N_("The setting “{0}” is always {1}, not “{2}”.")
                    : N_("The setting “{0}” must be {1}, not “{2}”."),
                  key, _(expected), value, NULL);
  return false;
}

const char *const *
azud_setting_keys (void)
{
  static const char *keys[G_N_ELEMENTS (settings)];

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    keys[i] = settings[i].key;
  return keys;
}

const char *
azud_setting_get_help (const char *key)
{
  const Setting *setting = find_setting (key);

  return setting != NULL ? _(setting->help) : NULL;
}

const char *
azud_document_get_setting (AzudDocument *document,
                           const char   *key)
{
  const Setting *setting;
  const char *value;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  setting = find_setting (key);
  if (setting == NULL)
    return NULL;
  value = g_hash_table_lookup (document->setting_overrides, key);
  if (value == NULL)
    value = azud_json_lookup_string (document->settings, key);
  return value != NULL && check_setting (key, value, NULL) ? value : setting->otherwise;
}

gint64
azud_document_get_setting_number (AzudDocument *document,
                                  const char   *key)
{
  gint64 number = 0;

  (void) parse_size (azud_document_get_setting (document, key), &number);
  return number;
}

gboolean
azud_document_set_setting (AzudDocument *document,
                           const char   *key,
                           const char   *value,
                           GError      **error)
{
  AzudError fault = AZUD_ERROR_INIT;
  AzudJson *changed;
  AzudChange *change;
  guint n;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (value != NULL && !check_setting (key, value, &fault))
    return azud_error_to_gerror (&fault, error);
  if (g_strcmp0 (azud_json_lookup_string (document->settings, key), value) == 0)
    return TRUE;
  changed = azud_json_new_object ();
  n = azud_json_get_length (document->settings);
  for (guint i = 0; i < n; i++)
    if (value != NULL || strcmp (azud_json_get_key (document->settings, i), key) != 0)
      azud_json_put (changed, azud_json_get_key (document->settings, i),
                     azud_json_ref (azud_json_get_element (document->settings, i)));
  if (value != NULL)
    azud_json_put (changed, key, azud_json_new_string (value));
  change = azud_change_new (AZUD_CHANGE_SETTINGS, NULL);
  change->old_json = azud_json_ref (document->settings);
  change->new_json = changed;
  azud_document_commit (document, change, _(N_("Change of Settings")), FALSE);
  return TRUE;
}

gboolean
azud_document_override_setting (AzudDocument *document,
                                const char   *key,
                                const char   *value,
                                GError      **error)
{
  AzudError fault = AZUD_ERROR_INIT;

  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (key != NULL && value != NULL, FALSE);

  if (!check_setting (key, value, &fault))
    {
      fault.fault = AZUD_FAULT_USAGE;
      return azud_error_to_gerror (&fault, error);
    }
  g_hash_table_replace (document->setting_overrides, g_strdup (key), g_strdup (value));
  document->values_stale = TRUE;
  document->all_dirty = TRUE;
  azud_document_touch (document);
  return TRUE;
}

void
azud_document_setting_faults (AzudDocument *document,
                              GPtrArray    *out)
{
  guint n = azud_json_get_length (document->settings);

  for (guint i = 0; i < n; i++)
    {
      AzudError fault = AZUD_ERROR_INIT;
      const char *key = azud_json_get_key (document->settings, i);
      AzudJson *value = azud_json_get_element (document->settings, i);
      const char *text = azud_json_get_string (value);
      g_autofree char *shown = text == NULL ? azud_json_to_string (value) : NULL;
      AzudDiagnosticRecord *record;

      if (text != NULL && check_setting (key, text, &fault))
        continue;
      if (text == NULL)
        azud_error_set (&fault, AZUD_FAULT_PIPELINE, "AZUD_INVALID_SETTING",
                        N_("The setting “{0}” must be a text, not {1}."), key, shown, NULL);
      record = azud_diagnostic_new_from_error (&fault, NULL, key);
      record->view.line = azud_json_get_line (value);
      g_ptr_array_add (out, record);
    }
}

AzudExprSettings
azud_document_get_expr_settings (AzudDocument *document)
{
  return (AzudExprSettings){
    .time_zone = azud_document_get_setting (document, "spark.sql.session.timeZone"),
    .case_sensitive = strcmp (azud_document_get_setting (document, "spark.sql.caseSensitive"), "true") == 0,
    .spark_target = strcmp (azud_document_get_setting (document, "azud.spark.target"), "3.5") == 0 ? 35 : 40,
  };
}

static bool
is_on (AzudDocument *document,
       const char   *key)
{
  return strcmp (azud_document_get_setting (document, key), "true") == 0;
}

static AzudAdaptiveSettings
get_adaptive_settings (AzudDocument *document)
{
  const char *factor = azud_document_get_setting (document, "spark.sql.adaptive.skewJoin.skewedPartitionFactor");

  return (AzudAdaptiveSettings){
    .enabled = is_on (document, "spark.sql.adaptive.enabled"),
    .coalesces = is_on (document, "spark.sql.adaptive.coalescePartitions.enabled"),
    .splits = is_on (document, "spark.sql.adaptive.skewJoin.enabled"),
    .advisory_bytes = azud_document_get_setting_number (document, "spark.sql.adaptive.advisoryPartitionSizeInBytes"),
    .skew_factor = g_ascii_strtod (factor, NULL),
    .skew_bytes = azud_document_get_setting_number (document, "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes"),
  };
}

AzudStageSettings
azud_document_get_stage_settings (AzudDocument *document)
{
  const char *partitions = azud_document_get_setting (document, "spark.sql.shuffle.partitions");

  return (AzudStageSettings){
    .broadcast_bytes = azud_document_get_setting_number (document, "spark.sql.autoBroadcastJoinThreshold"),
    .shuffle_partitions = strcmp (partitions, "auto") == 0 ? 0 : (int) g_ascii_strtoll (partitions, NULL, 10),
    .adaptive = get_adaptive_settings (document),
  };
}
