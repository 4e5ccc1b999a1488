/* fuzz-json.c: the strict JSON reader: what it accepts it writes, and reads again to the same value
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "fuzz.h"

#include <azud/json.h>
#include <stdlib.h>

const char *const azud_fuzz_seeds[] = {
  "{\"a\": [1, -2.5e10, true, null, \"x\\u00e9\\n\"], \"b\": {}}", "[[[[]]], \"\\ud83d\\ude00\"]", "0", "\"\"", "{\"a\":1,\"a\":2}", "[1,]", NULL
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  AzudJsonFault fault;
  g_autoptr(AzudJson) json = azud_json_parse ((const char *) data, (gssize) size, NULL, &fault);
  g_autoptr(AzudJson) again = NULL;
  g_autofree char *text = NULL;

  if (json == NULL)
    {
      if (fault.line < 1 || fault.byte < 0 || fault.byte > (gint64) size)
        abort ();
      return 0;
    }
  text = azud_json_to_string (json);
  again = azud_json_parse (text, -1, NULL, NULL);
  if (again == NULL || !azud_json_equal (json, again))
    abort ();
  return 0;
}
