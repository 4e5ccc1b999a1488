/* kernel-loops.h: the loops of kernels, by shape of their operands
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The common shapes (all rows; flat with flat, flat with constant) get loops of their own that the compiler can turn into
 * vector code; everything else goes through views.
 */

#pragma once

#include "expr/function.h"

static inline uint32_t
azud_call_row (const AzudKernelCall *call, uint32_t i)
{
  return call->rows != NULL ? call->rows[i] : i;
}

/* out[row] = EXPR of `x`; `row` is the row number. */
#define AZUD_LOOP_1(call, in_type, out_type, EXPR)                                        \
  do                                                                                      \
    {                                                                                     \
      const AzudVector *a_ = (call)->args[0];                                             \
      AzudVectorView va_ = azud_vector_view (a_);                                         \
      const in_type *pa_ = va_.data;                                                      \
      out_type *po_ = (call)->out->data;                                                  \
      uint32_t n_ = (call)->n;                                                            \
      if ((call)->rows == NULL && a_->layout == AZUD_LAYOUT_FLAT)                         \
        for (uint32_t row = 0; row < n_; row++)                                           \
          {                                                                               \
            in_type x = pa_[row];                                                         \
            po_[row] = EXPR;                                                              \
          }                                                                               \
      else                                                                                \
        for (uint32_t i_ = 0; i_ < n_; i_++)                                              \
          {                                                                               \
            uint32_t row = azud_call_row ((call), i_);                                    \
            in_type x = pa_[azud_view_index (&va_, row)];                                 \
            po_[row] = EXPR;                                                              \
          }                                                                               \
    }                                                                                     \
  while (0)

/* out[row] = EXPR of `x` and `y`. */
#define AZUD_LOOP_2(call, in_type, out_type, EXPR)                                        \
  do                                                                                      \
    {                                                                                     \
      const AzudVector *a_ = (call)->args[0], *b_ = (call)->args[1];                      \
      AzudVectorView va_ = azud_vector_view (a_), vb_ = azud_vector_view (b_);            \
      const in_type *pa_ = va_.data;                                                      \
      const in_type *pb_ = vb_.data;                                                      \
      out_type *po_ = (call)->out->data;                                                  \
      uint32_t n_ = (call)->n;                                                            \
      if ((call)->rows == NULL && a_->layout == AZUD_LAYOUT_FLAT && b_->layout == AZUD_LAYOUT_FLAT) \
        for (uint32_t row = 0; row < n_; row++)                                           \
          {                                                                               \
            in_type x = pa_[row], y = pb_[row];                                           \
            po_[row] = EXPR;                                                              \
          }                                                                               \
      else if ((call)->rows == NULL && a_->layout == AZUD_LAYOUT_FLAT && b_->layout == AZUD_LAYOUT_CONSTANT) \
        {                                                                                 \
          in_type y = pb_[0];                                                             \
          for (uint32_t row = 0; row < n_; row++)                                         \
            {                                                                             \
              in_type x = pa_[row];                                                       \
              po_[row] = EXPR;                                                            \
            }                                                                             \
        }                                                                                 \
      else                                                                                \
        for (uint32_t i_ = 0; i_ < n_; i_++)                                              \
          {                                                                               \
            uint32_t row = azud_call_row ((call), i_);                                    \
            in_type x = pa_[azud_view_index (&va_, row)], y = pb_[azud_view_index (&vb_, row)]; \
            po_[row] = EXPR;                                                              \
          }                                                                               \
    }                                                                                     \
  while (0)
