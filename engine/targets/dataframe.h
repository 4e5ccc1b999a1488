/* dataframe.h: plans as chains of DataFrame calls, shared by the PySpark and the Glue target
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "plan/plan.h"

#include <azud/document.h>

/* A script being written. */
typedef struct
{
  AzudDocument *document;
  GString      *out;
  GHashTable   *taken;        /* variable names in use */
  GHashTable   *variables;    /* AzudPlan -> utf8 */
  GHashTable   *users;        /* AzudPlan -> number of users */
  const char   *indent;
  GError       *error;        /* the first thing that has no word in Spark */
} AzudScript;

void azud_script_init (AzudScript *script, AzudDocument *document);
void azud_script_clear (AzudScript *script);

/** azud_script_append_settings: the SETTINGS dictionary: what results depend on (session zone, ANSI mode, ...). */
void azud_script_append_settings (AzudScript *script);

/** azud_script_append_parameters: definitions of _literal() and PARAMETERS, from @values, a Python expression for a mapping of texts. */
void azud_script_append_parameters (AzudScript *script, const char *values);

/** azud_script_append_plans: one variable a node, then the writes, for all @roots.  FALSE and script->error when something cannot be said. */
gboolean azud_script_append_plans (AzudScript *script, GPtrArray *roots);

/** azud_dataframe_append_call: the method call(s) of one operator on its input's chain, `.filter(...)`.  Leaves begin the chain. */
gboolean azud_dataframe_append_call (AzudScript *script, const AzudPlan *plan);

/** azud_dataframe_append_window: the same for a WINDOW (window.c). */
gboolean azud_dataframe_append_window (AzudScript *script, const AzudPlan *plan);

/** azud_script_begin_call: a new line of the chain, beginning with @text. */
void azud_script_begin_call (AzudScript *script, const char *text);

/** azud_script_append_expr: F.expr("..."). */
void azud_script_append_expr (AzudScript *script, const AzudExpr *expr);

/** azud_script_append_order: F.expr("...").asc_nulls_first(), ... */
void azud_script_append_order (AzudScript *script, const AzudSortKey *keys, int n);

/** azud_script_append_imports: what single operators below @roots need of PySpark. */
void azud_script_append_imports (AzudScript *script, GPtrArray *roots);
