/* sample-graph.h: documents for tests of the window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/session.h>

/** sample_graph_flights: seven nodes: three sources, a filter, two joins, an aggregate. */
AzudDocument *sample_graph_flights (void);

/** sample_graph_many: @n filters in rows of fifty, each wired to the one before. */
AzudDocument *sample_graph_many (guint n);

/** sample_graph_run: what a run of the flights might have come to, half-way.  (transfer full) */
AzudRunSnapshot *sample_graph_run (AzudDocument *document);
