/* run-options.c: what the document's settings say about how a run is scheduled
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/run-private.h"

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
