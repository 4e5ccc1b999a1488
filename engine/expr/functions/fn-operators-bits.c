/* fn-operators-bits.c: & | ^ ~ << >> >>>
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "expr/kernel-loops.h"

#define BITS(name, OP)                                                                    \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    switch (call->out->type->width)                                                       \
      {                                                                                   \
      case 1: AZUD_LOOP_2 (call, uint8_t, uint8_t, (uint8_t) (x OP y)); break;            \
      case 2: AZUD_LOOP_2 (call, uint16_t, uint16_t, (uint16_t) (x OP y)); break;         \
      case 4: AZUD_LOOP_2 (call, uint32_t, uint32_t, x OP y); break;                      \
      default: AZUD_LOOP_2 (call, uint64_t, uint64_t, x OP y); break;                     \
      }                                                                                   \
    return true;                                                                          \
  }

BITS (bits_and, &)
BITS (bits_or, |)
BITS (bits_xor, ^)

static bool
bits_not (const AzudKernelCall *call, AzudError *error)
{
  switch (call->out->type->width)
    {
    case 1: AZUD_LOOP_1 (call, uint8_t, uint8_t, (uint8_t) ~x); break;
    case 2: AZUD_LOOP_1 (call, uint16_t, uint16_t, (uint16_t) ~x); break;
    case 4: AZUD_LOOP_1 (call, uint32_t, uint32_t, ~x); break;
    default: AZUD_LOOP_1 (call, uint64_t, uint64_t, ~x); break;
    }
  return true;
}

/* Java masks the distance: by 31 for int, by 63 for bigint. */
#define SHIFT(name, E32, E64)                                                             \
  static bool name (const AzudKernelCall *call, AzudError *error)                         \
  {                                                                                       \
    AzudVectorView a = azud_vector_view (call->args[0]), b = azud_vector_view (call->args[1]); \
    bool wide = call->out->type->width == 8;                                              \
    for (uint32_t i = 0; i < call->n; i++)                                                \
      {                                                                                   \
        uint32_t row = azud_call_row (call, i);                                           \
        uint32_t at = azud_view_index (&a, row);                                          \
        int32_t by = ((const int32_t *) b.data)[azud_view_index (&b, row)];               \
        if (wide)                                                                         \
          {                                                                               \
            int64_t x = ((const int64_t *) a.data)[at];                                   \
            ((int64_t *) call->out->data)[row] = (int64_t) (E64);                         \
          }                                                                               \
        else                                                                              \
          {                                                                               \
            int32_t x = ((const int32_t *) a.data)[at];                                   \
            ((int32_t *) call->out->data)[row] = (int32_t) (E32);                         \
          }                                                                               \
      }                                                                                   \
    return true;                                                                          \
  }

SHIFT (shift_left, (uint32_t) x << (by & 31), (uint64_t) x << (by & 63))
SHIFT (shift_right, x >> (by & 31), x >> (by & 63))
SHIFT (shift_right_unsigned, (uint32_t) x >> (by & 31), (uint64_t) x >> (by & 63))

static const AzudSignature and_s[] = { { "integral,integral", "arg0", bits_and }, { NULL } };
static const AzudSignature or_s[] = { { "integral,integral", "arg0", bits_or }, { NULL } };
static const AzudSignature xor_s[] = { { "integral,integral", "arg0", bits_xor }, { NULL } };
static const AzudSignature not_s[] = { { "integral", "arg0", bits_not }, { NULL } };
static const AzudSignature left_s[] = { { "int,int", "int", shift_left }, { "bigint,int", "bigint", shift_left }, { NULL } };
static const AzudSignature right_s[] = { { "int,int", "int", shift_right }, { "bigint,int", "bigint", shift_right }, { NULL } };
static const AzudSignature right_unsigned_s[]
    = { { "int,int", "int", shift_right_unsigned }, { "bigint,int", "bigint", shift_right_unsigned }, { NULL } };

const AzudFunction azud_functions_operators_bits[] = {
  { "&", NULL, 0, and_s, "operators", 35, N_ ("The bits that both numbers have"), "12 & 10", "8" },
  { "|", NULL, 0, or_s, "operators", 35, N_ ("The bits that one of two numbers has"), "12 | 10", "14" },
  { "^", NULL, 0, xor_s, "operators", 35, N_ ("The bits in which two numbers differ"), "12 ^ 10", "6" },
  { "~", NULL, 0, not_s, "operators", 35, N_ ("All bits turned over"), "~0", "-1" },
  { "<<", "shiftleft", 0, left_s, "operators", 35, N_ ("Bits shifted to the left"), "shiftleft(2, 1)", "4" },
  { ">>", "shiftright", 0, right_s, "operators", 35, N_ ("Bits shifted to the right, the sign kept"), "shiftright(-4, 1)", "-2" },
  { ">>>", "shiftrightunsigned", 0, right_unsigned_s, "operators", 35, N_ ("Bits shifted to the right, zeros from the left"), "shiftrightunsigned(4, 1)", "2" },
  { NULL },
};
