/* fuzz-sql.c: statements become a plan or an error
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "fuzz.h"
#include "plan/optimize.h"
#include "plan/stages.h"
#include "sql/sql.h"

#include <stdlib.h>

const char *const azud_fuzz_seeds[] = {
  "SELECT a, count(*) n FROM VALUES (1, 'x'), (2, NULL) AS t(a, b) WHERE a > 1 GROUP BY a HAVING count(*) > 0 ORDER BY n DESC LIMIT 3",
  "SELECT * FROM (SELECT 1 AS k) l LEFT JOIN (SELECT 2 AS k, 'z' AS v) r ON l.k = r.k UNION ALL SELECT 3, 4, '5'",
  "WITH t AS (VALUES (1)) SELECT DISTINCT col1 + 1 FROM t", "CREATE TEMPORARY VIEW v AS SELECT 1 a; SELECT a FROM v JOIN v USING (a)",
  "SELECT sum(DISTINCT id) FILTER (WHERE id > 2), max(id) FROM range(10)",
  "SELECT b.x FROM ((VALUES (1)) AS a(y)) AS b(x)", NULL
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  AzudExprSettings settings = { .query_time_us = 1 };
  AzudStageSettings stage_settings = { .broadcast_bytes = 10 << 20 };
  AzudError error = AZUD_ERROR_INIT;
  AzudPlan *plan = azud_sql_lower (text, NULL, 0, NULL, 0, &settings, &error);
  g_autoptr(GPtrArray) roots = NULL;
  g_autoptr(AzudStages) stages = NULL;

  if (plan == NULL)
    {
      if (!azud_error_is_set (&error))
        abort ();
      return 0;
    }
  roots = azud_optimize (&plan, 1, &settings, NULL);
  stages = azud_stages_new ((AzudPlan *const *) roots->pdata, 1, &stage_settings);
  if (!azud_schema_equal (plan->schema, ((AzudPlan *) roots->pdata[0])->schema)
      && plan->schema->n_fields != ((AzudPlan *) roots->pdata[0])->schema->n_fields)
    abort ();
  azud_plan_unref (plan);
  return 0;
}
