/* lowering-private.h: the inside of the context that lower() is called with
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "pipeline/document-private.h"
#include "pipeline/lowering.h"

typedef struct
{
  gpointer       object;
  GDestroyNotify release;
} AzudKept;

struct _AzudLowering
{
  AzudDocument             *document;     /* settings, parameters, base folder */
  const AzudNodeType       *type;
  const char               *node;         /* id path */
  const char               *label;        /* names variables of scripts */
  const AzudJson           *params;
  GPtrArray               **inputs;       /* per input port: (element-type AzudPlan), borrowed */
  const bool               *connected;    /* per output port */
  AzudExprSettings          settings;
  const AzudScopeParameter *values;
  guint                     n_values;
  AzudPlan                **outputs;      /* per output port, filled by lower() */
  AzudPlan                 *sink;
  GPtrArray                *diagnostics;  /* (element-type AzudDiagnosticRecord) */
  guint                     n_errors;
  GArray                   *kept;         /* AzudKept */
};

/** azud_lowering_init: a context for @type; @inputs and @connected are borrowed. */
void azud_lowering_init (AzudLowering *ctx, AzudDocument *document, const AzudNodeType *type,
                         const char *node, const char *label,
                         const AzudJson *params, GPtrArray **inputs, const bool *connected);

/** azud_lowering_clear: releases what was kept; outputs, sink and diagnostics are the caller's if stolen. */
void azud_lowering_clear (AzudLowering *ctx);

/** azud_lowering_spec: the spec of the parameter at @path and its value as written (NULL = not set). */
const AzudParamSpec *azud_lowering_spec (AzudLowering *ctx, const char *path, AzudJson **value);

/** azud_lowering_check_params: what can be said of the parameters without knowing the inputs: kinds, required
 * ones, ranges, choices. (param-check.c) */
void azud_lowering_check_params (AzudLowering *ctx);

void azud_lowering_add (AzudLowering *ctx, AzudDiagnosticRecord *record);
