/* run-options.c: what the document's settings say about how a run is scheduled
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

#include "pipeline/document-private.h"
#include "pipeline/settings.h"

#include <string.h>

static double
get_fraction (AzudDocument *document,
              const char   *key)
{
  return g_ascii_strtod (azud_document_get_setting (document, key), NULL);
}

static bool
is_set_to (AzudDocument *document,
           const char   *key,
           const char   *value)
{
  return strcmp (azud_document_get_setting (document, key), value) == 0;
}

/* Names that Spark hides values of, too (spark.redaction.regex). */
static bool
is_secret (const char *name)
{
  return g_regex_match_simple ("secret|password|token|access[.-]?key", name, G_REGEX_CASELESS, 0);
}

static void
add_property (GPtrArray  *list,
              char       *name,
              const char *value)
{
  g_ptr_array_add (list, name);
  g_ptr_array_add (list, g_strdup (is_secret (name) ? "*********(redacted)" : value));
}

char **
azud_run_list_properties (AzudDocument *document)
{
  GPtrArray *list = g_ptr_array_new ();
  const AzudJson *parameters = azud_document_get_parameters (document);

  for (const char *const *key = azud_setting_keys (); *key != NULL; key++)
    if (azud_document_get_setting (document, *key) != NULL)
      add_property (list, g_strdup (*key), azud_document_get_setting (document, *key));
  for (guint i = 0; parameters != NULL && i < azud_json_get_length (parameters); i++)
    {
      const char *name = azud_json_lookup_string (azud_json_get_element (parameters, i), "name");
      g_autofree char *value = name != NULL ? azud_document_dup_parameter_text (document, name) : NULL;

      if (value != NULL)
        add_property (list, g_strconcat ("azud.parameter.", name, NULL), value);
    }
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (list, FALSE);
}

void
azud_run_options_read (AzudRunOptions *options,
                       AzudDocument   *document)
{
  *options = (AzudRunOptions){
    .rules = {
      .max_task_failures = (int) CLAMP (azud_document_get_setting_number (document, "spark.task.maxFailures"), 1, 200),
      .max_stage_attempts = (int) CLAMP (azud_document_get_setting_number (document, "spark.stage.maxConsecutiveAttempts"), 1, 1000),
      .speculates = is_set_to (document, "spark.speculation", "true"),
      .speculation_quantile = get_fraction (document, "spark.speculation.quantile"),
      .speculation_multiplier = get_fraction (document, "spark.speculation.multiplier"),
    },
    .is_fair = is_set_to (document, "spark.scheduler.mode", "FAIR"),
    .storage_fraction = get_fraction (document, "spark.memory.storageFraction"),
  };
}
