/* fuzz-run-log.c: any bytes as a run log: refused or told, and told alike however they come in pieces
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "fuzz.h"
#include "runtime/log/run-log-read.h"

#include <stdlib.h>

#define START "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"4.0.0\"}\n"
#define INFO "{\"Stage ID\":0,\"Stage Attempt ID\":0,\"Stage Name\":\"a\",\"Number of Tasks\":2,\"RDD Info\":[{\"RDD ID\":3,\"Name\":\"r\",\"Storage Level\":{\"Use Memory\":true}}],\"Submission Time\":5}"
#define JOB "{\"Event\":\"SparkListenerJobStart\",\"Job ID\":0,\"Submission Time\":5,\"Stage Infos\":[" INFO "],\"Stage IDs\":[0],\"Properties\":{\"spark.sql.execution.id\":\"0\"}}\n"
#define STAGE "{\"Event\":\"SparkListenerStageSubmitted\",\"Stage Info\":" INFO "}\n"
#define TASK "{\"Event\":\"SparkListenerTaskStart\",\"Stage ID\":0,\"Stage Attempt ID\":0,\"Task Info\":{\"Task ID\":0,\"Index\":0,\"Launch Time\":6,\"Executor ID\":\"driver\"}}\n" \
             "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":0,\"Stage Attempt ID\":0,\"Task End Reason\":{\"Reason\":\"Success\"}," \
             "\"Task Info\":{\"Task ID\":0,\"Index\":0,\"Launch Time\":6,\"Finish Time\":9,\"Executor ID\":\"driver\"," \
             "\"Accumulables\":[{\"ID\":1,\"Update\":\"7\",\"Metadata\":\"sql\"}]},\"Task Metrics\":{\"Executor Run Time\":3,\"Input Metrics\":{\"Bytes Read\":10,\"Records Read\":1}}}\n"

const char *const azud_fuzz_seeds[] = {
  START JOB STAGE TASK "{\"Event\":\"SparkListenerJobEnd\",\"Job ID\":0,\"Completion Time\":9,\"Job Result\":{\"Result\":\"JobSucceeded\"}}\n{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":10}\n",
  START STAGE TASK TASK,
  START "{\"Event\":\"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart\",\"executionId\":0,\"time\":1,"
        "\"sparkPlanInfo\":{\"nodeName\":\"n\",\"children\":[{\"nodeName\":\"m\",\"children\":[],\"metrics\":[{\"name\":\"x\",\"accumulatorId\":1}]}],\"metrics\":[]}}\n"
        "{\"Event\":\"org.apache.spark.sql.execution.ui.SparkListenerDriverAccumUpdates\",\"executionId\":0,\"accumUpdates\":[[1,5]]}\n",
  START "{\"Event\":\"SparkListenerBlockUpdated\",\"Block Updated Info\":{\"Block Manager ID\":{\"Executor ID\":\"1\"},\"Block ID\":\"rdd_3_0\",\"Memory Size\":4}}\n",
  START, "", "{\"a\":1}\n", "noise", NULL
};

/* What the log tells as text; NULL when it is refused. */
static char *
tell (const char *bytes,
      size_t      size,
      size_t      piece)
{
  g_autoptr(AzudRunLogReader) reader = azud_run_log_reader_new ();
  g_autoptr(AzudJson) json = NULL;
  AzudError error = AZUD_ERROR_INIT;

  for (size_t at = 0; at < size; at += piece)
    if (!azud_run_log_reader_feed (reader, bytes + at, size - at < piece ? size - at : piece, &error))
      return NULL;
  if (!azud_run_log_reader_end (reader, &error))
    return NULL;
  json = azud_run_log_reader_to_json (reader);
  return azud_json_to_string (json);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *whole = tell ((const char *) data, size, size + 1);
  g_autofree char *pieces = tell ((const char *) data, size, 7);

  if (g_strcmp0 (whole, pieces) != 0)
    abort ();
  return 0;
}
