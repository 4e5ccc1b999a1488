/* fn-aggregate-bits.c: bool_and, bool_or, bit_and, bit_or, bit_xor
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/functions/fn-aggregate-private.h"

/* Booleans are whole numbers of one bit here. */
typedef struct
{
  int64_t value;
  uint8_t seen;
} BitState;

typedef enum
{
  BIT_AND,
  BIT_OR,
  BIT_XOR
} BitOperation;

static uint32_t
bits_size (const AzudExpr *call)
{
  return sizeof (BitState);
}

static int
bits_partial (const AzudExpr *call, const AzudDtype **types)
{
  types[0] = call->type;
  return 1;
}

#define BITS_CASE(id, type)                                              \
  case id:                                                               \
    FOR_STATES (call, BitState, state, row)                              \
      {                                                                  \
        uint32_t i = azud_view_index (&view, row);                       \
        int64_t x;                                                       \
        if (!azud_view_valid (&view, i))                                 \
          continue;                                                      \
        x = ((const type *) view.data)[i];                               \
        state->value = !state->seen         ? x                          \
                       : operation == BIT_AND ? state->value & x         \
                       : operation == BIT_OR  ? state->value | x         \
                                              : state->value ^ x;        \
        state->seen = 1;                                                 \
      }                                                                  \
    return true;

static inline bool
bits_take (const AzudKernelCall *call, BitOperation operation, uint8_t *const *states, AzudError *error)
{
  AzudVectorView view = azud_vector_view (call->args[0]);

  switch (call->args[0]->type->id)
    {
      BITS_CASE (AZUD_DTYPE_BOOLEAN, uint8_t)
      BITS_CASE (AZUD_DTYPE_TINYINT, int8_t)
      BITS_CASE (AZUD_DTYPE_SMALLINT, int16_t)
      BITS_CASE (AZUD_DTYPE_INT, int32_t)
      BITS_CASE (AZUD_DTYPE_BIGINT, int64_t)
    default:
      g_assert_not_reached ();
    }
}

static bool
and_take (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  return bits_take (call, BIT_AND, states, error);
}

static bool
or_take (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  return bits_take (call, BIT_OR, states, error);
}

static bool
xor_take (const AzudKernelCall *call, uint8_t *const *states, AzudError *error)
{
  return bits_take (call, BIT_XOR, states, error);
}

static bool
bits_emit (const AzudExpr *call, uint8_t *const *states, uint32_t n, AzudVector *out, AzudArena *arena, AzudError *error)
{
  if (!emit_begin (out, call->type, n, arena, error))
    return false;
  for (uint32_t i = 0; i < n; i++)
    {
      const BitState *state = (const BitState *) (const void *) states[i];

      switch (call->type->width)
        {
        case 1:
          ((int8_t *) out->data)[i] = (int8_t) state->value;
          break;
        case 2:
          ((int16_t *) out->data)[i] = (int16_t) state->value;
          break;
        case 4:
          ((int32_t *) out->data)[i] = (int32_t) state->value;
          break;
        default:
          ((int64_t *) out->data)[i] = state->value;
          break;
        }
      if (!state->seen && !emit_null (out, i, arena, error))
        return false;
    }
  return true;
}

static const AzudAggregate and_aggregate = { bits_size, bits_partial, and_take, and_take, bits_emit, bits_emit };
static const AzudAggregate or_aggregate = { bits_size, bits_partial, or_take, or_take, bits_emit, bits_emit };
static const AzudAggregate xor_aggregate = { bits_size, bits_partial, xor_take, xor_take, bits_emit, bits_emit };

#define BITS(name_, aliases_, args_, aggregate_, summary_, example_, result_)                    \
  {                                                                                              \
    .name = name_, .aliases = aliases_, .family = N_("aggregate"), .since = 35,                  \
    .flags = AZUD_FUNCTION_AGGREGATE | AZUD_FUNCTION_MAY_NULL,                                   \
    .signatures = SIGNATURES ({ .args = args_, .result = "arg0", .aggregate = &aggregate_ }),    \
    .summary = summary_, .example = example_, .result = result_                                  \
  }

const AzudFunction azud_functions_aggregate_bits[] = {
  BITS ("bool_and", "every", "boolean", and_aggregate, N_("Whether all values are true"), "bool_and(1 < 2)", "true"),
  BITS ("bool_or", "any,some", "boolean", or_aggregate, N_("Whether some value is true"), "bool_or(1 > 2)", "false"),
  BITS ("bit_and", NULL, "integral", and_aggregate, N_("The bits that all numbers have"), "bit_and(6)", "6"),
  BITS ("bit_or", NULL, "integral", or_aggregate, N_("The bits that some number has"), "bit_or(6)", "6"),
  BITS ("bit_xor", NULL, "integral", xor_aggregate, N_("The bits that an odd number of numbers have"), "bit_xor(6)", "6"),
  { NULL }
};
