# awsglue: a stand-in with the few names our Glue jobs use, so that they run without the service
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
