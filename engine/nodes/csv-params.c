/* csv-params.c: parameters of the CSV nodes that are options of Spark under the same name
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "nodes/csv-params.h"

#include "formats/csv-options.h"

static char *
option_text (AzudJson *value)
{
  if (value == NULL || azud_json_get_kind (value) == AZUD_JSON_NULL)
    return NULL;
  if (azud_json_get_kind (value) == AZUD_JSON_STRING)
    return g_strdup (azud_json_get_string (value));
  return azud_json_to_string (value);
}

gboolean
azud_csv_params_apply (AzudLowering      *ctx,
                       const char *const *ids,
                       gboolean           reading,
                       AzudDataset       *data)
{
  AzudError error = AZUD_ERROR_INIT;
  AzudCsvOptions options;
  gboolean good = TRUE;

  if (reading)
    azud_csv_options_init_read (&options);
  else
    azud_csv_options_init_write (&options);
  for (; *ids != NULL; ids++)
    {
      AzudError fault = AZUD_ERROR_INIT;
      g_autofree char *text = option_text (azud_lowering_get_value (ctx, *ids));

      if (text == NULL)
        continue;
      if (!azud_csv_options_set (&options, *ids, text, &fault))
        good = azud_lowering_report_error (ctx, *ids, &fault);
      g_hash_table_replace (data->options, g_strdup (*ids), g_steal_pointer (&text));
    }
  if (good && !azud_csv_options_check (&options, &error))
    good = azud_lowering_report_error (ctx, "sep", &error);
  return good;
}
