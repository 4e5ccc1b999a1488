/* resolve-lambda.c: what the parameters of lambdas are
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/resolve.h"

#include <string.h>

/* What a parameter is: the element of array argument 0 or 1, a position, the key or value of map argument 0, the accumulator
 * (argument 1). */
typedef enum
{
  IS_NOTHING,
  IS_ELEMENT,
  IS_SECOND_ELEMENT,
  IS_INDEX,
  IS_KEY,
  IS_VALUE,
  IS_STATE
} Parameter;

static const struct
{
  const char *name;
  int         arg;
  Parameter   parameters[3];
} lambdas[] = {
  { "transform", 1, { IS_ELEMENT, IS_INDEX } },
  { "filter", 1, { IS_ELEMENT, IS_INDEX } },
  { "exists", 1, { IS_ELEMENT } },
  { "forall", 1, { IS_ELEMENT } },
  { "aggregate", 2, { IS_STATE, IS_ELEMENT } },
  { "aggregate", 3, { IS_STATE } },
  { "zip_with", 2, { IS_ELEMENT, IS_SECOND_ELEMENT } },
  { "transform_keys", 1, { IS_KEY, IS_VALUE } },
  { "transform_values", 1, { IS_KEY, IS_VALUE } },
  { "map_filter", 1, { IS_KEY, IS_VALUE } },
};

static const AzudDtype *
parameter_type (const AzudExpr *call, Parameter parameter)
{
  const AzudExpr *source = call->args[parameter == IS_SECOND_ELEMENT || parameter == IS_STATE ? 1 : 0];
  const AzudDtype *type = source->type;

  if (type == NULL)
    return NULL;
  switch (parameter)
    {
    case IS_ELEMENT:
    case IS_SECOND_ELEMENT:
      if (type->id == AZUD_DTYPE_VOID)
        return type;
      return type->id == AZUD_DTYPE_ARRAY ? type->fields[0].type : NULL;
    case IS_INDEX:
      return azud_dtype_get (AZUD_DTYPE_INT);
    case IS_KEY:
      return type->id == AZUD_DTYPE_MAP ? type->fields[0].type : NULL;
    case IS_VALUE:
      return type->id == AZUD_DTYPE_MAP ? type->fields[1].type : NULL;
    case IS_STATE:
      return type;
    case IS_NOTHING:
      break;
    }
  return NULL;
}

int
azud_resolve_lambda_types (const AzudExpr *call, int index, const AzudDtype **types, int n_names)
{
  const char *name = strcmp (call->call_name, "reduce") == 0 ? "aggregate" : call->call_name;

  for (size_t i = 0; i < G_N_ELEMENTS (lambdas); i++)
    if (lambdas[i].arg == index && strcmp (lambdas[i].name, name) == 0 && call->n_args > 1)
      {
        int n = 0;

        while (n < 3 && lambdas[i].parameters[n] != IS_NOTHING)
          {
            types[n] = parameter_type (call, lambdas[i].parameters[n]);
            if (types[n] == NULL)
              return 0;
            n++;
          }
        return n;
      }
  return 0;
}

bool
azud_resolve_takes_lambda (const char *name, int index)
{
  if (strcmp (name, "reduce") == 0)
    name = "aggregate";
  for (size_t i = 0; i < G_N_ELEMENTS (lambdas); i++)
    if (lambdas[i].arg == index && strcmp (lambdas[i].name, name) == 0)
      return true;
  return false;
}
