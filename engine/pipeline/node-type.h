/* node-type.h: what a node's file includes
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A node file fills one AzudNodeType and nothing else; see lowering.h for what its lower() may ask.
 */

#pragma once

#include "pipeline/lowering.h"
#include "plan/plan.h"

#include <azud/node-type.h>

/**
 * azud_node_registry_add: makes @types (ended by NULL, static) known.  Called by the table that engine/nodes
 * generates, before main(); tests add types of their own.  Thread: only while no other thread looks types up.
 */
void azud_node_registry_add (const AzudNodeType *const *types);

/** azud_param_spec_get_default: the default as JSON, or NULL; lives as long as the process.  Thread: any. */
AzudJson *azud_param_spec_get_default (const AzudParamSpec *spec);

/** azud_param_kind_name: "text", "expression" ... as `azud nodes --json` prints it. */
const char *azud_param_kind_name (AzudParamKind kind);
