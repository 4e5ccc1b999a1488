# context.py: GlueContext as far as our jobs use it
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0

from pyspark.sql import SparkSession


class GlueContext:
    def __init__(self, spark_context):
        self.spark_session = SparkSession(spark_context)
