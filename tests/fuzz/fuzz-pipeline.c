/* fuzz-pipeline.c: pipeline files: any bytes give a document or an error; what is saved is read back the same
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "fuzz.h"

#include <azud/document.h>
#include <stdlib.h>

const char *const azud_fuzz_seeds[] = {
  "{\n  \"azud\": \"1.0\",\n  \"parameters\": [\n    {\"name\": \"p\", \"type\": \"int\", \"default\": \"1\"}\n  ],\n  \"nodes\": [\n"
  "    {\n      \"id\": \"g\",\n      \"type\": \"generate-rows\",\n      \"params\": {\n        \"end\": 10\n      }\n    },\n"
  "    {\n      \"id\": \"f\",\n      \"type\": \"filter\",\n      \"label\": \"Few\",\n      \"params\": {\n        \"condition\": \"id >= ${p}\"\n      }\n    },\n"
  "    {\n      \"id\": \"w\",\n      \"type\": \"write-csv\",\n      \"params\": {\n        \"path\": \"out.csv\"\n      }\n    }\n  ],\n"
  "  \"edges\": [\n    {\"from\": \"g.out\", \"to\": \"f.in\"},\n    {\"from\": \"f.out\", \"to\": \"w.in\"}\n  ],\n  \"layout\": {\n    \"g\": [0, 0]\n  }\n}\n",
  "{\"azud\": \"1.0\", \"nodes\": [{\"id\": \"a\", \"type\": \"unknown\", \"x\": [1]}], \"edges\": [{\"from\": \"a.out\", \"to\": \"a.in\"}], \"new\": {}}",
  "{\"azud\": \"9.0\", \"nodes\": [], \"edges\": []}", NULL
};

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AzudDocument) document = azud_document_parse ((const char *) data, (gssize) size, "/nowhere", &error);
  g_autoptr(AzudDocument) again = NULL;
  g_autofree char *text = NULL, *text_again = NULL;

  if (document == NULL)
    {
      if (error == NULL)
        abort ();
      return 0;
    }
  azud_document_analyse (document);
  text = azud_document_to_text (document);
  again = azud_document_parse (text, -1, "/nowhere", &error);
  if (again == NULL)
    abort ();
  text_again = azud_document_to_text (again);
  if (g_strcmp0 (text, text_again) != 0)
    {
      g_printerr ("%s\nis saved again as\n%s\n", text, text_again);
      abort ();
    }
  return 0;
}
