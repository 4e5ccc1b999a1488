/* exchange-write.c: the end of a map task
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "operators/exchange/exchange.h"

#include "column/row-key.h"
#include "expr/program.h"

#include <string.h>

typedef struct
{
  AzudOperator      base;
  AzudShuffle      *shuffle;
  int               map;             /* which block this will be */
  AzudShuffleBlock *block;
  AzudProgram      *keys;            /* HASH: the key expressions */
  AzudKeyCodec     *codec;
  uint16_t         *partitions;      /* of each row of the open segment */
  uint64_t          partitions_room;
  uint8_t         **where;           /* address of each row of the open segment */
  uint64_t          where_room;
  uint64_t          next;            /* ROUND_ROBIN */
} ExchangeWrite;

static bool
partitions_by_hash (ExchangeWrite   *self,
                    const AzudBatch *batch,
                    uint16_t        *out,
                    AzudError       *error)
{
  int n_keys = self->base.plan->as.exchange.n_keys;
  AzudVector *values = azud_arena_alloc (&self->base.arena, (size_t) n_keys * sizeof *values, 16, error);
  const AzudVector **columns = azud_arena_alloc (&self->base.arena, (size_t) n_keys * sizeof *columns, 16, error);
  AzudKeys keys;

  if (values == NULL || columns == NULL
      || !azud_program_eval (self->keys, batch, values, &self->base.arena, error))
    return false;
  for (int k = 0; k < n_keys; k++)
    columns[k] = &values[k];
  if (!azud_key_codec_encode (self->codec, columns, batch->selection, batch->n_selected, true, &keys,
                              &self->base.arena, error))
    return false;
  for (uint32_t i = 0; i < batch->n_selected; i++)
    out[i] = (uint16_t) (((keys.hashes[i] >> 32) * (uint64_t) self->shuffle->n_partitions) >> 32);
  return true;
}

static bool
keep_batch (ExchangeWrite   *self,
            const AzudBatch *batch,
            AzudError       *error)
{
  AzudRows *rows = &azud_shuffle_block_open (self->block)->rows;
  AzudAccount *account = self->base.context->account;
  uint64_t before = rows->n_rows;
  uint64_t after = before + batch->n_selected;

  if (self->shuffle->n_partitions == 1)
    return azud_rows_append_batch (rows, batch, error);

  azud_arena_reset (&self->base.arena);
  if (!azud_array_reserve (account, (void **) &self->partitions, &self->partitions_room, after, sizeof (uint16_t), error)
      || !azud_array_reserve (account, (void **) &self->where, &self->where_room, after, sizeof (uint8_t *), error))
    return false;

  if (self->keys != NULL)
    {
      if (!partitions_by_hash (self, batch, self->partitions + before, error))
        return false;
    }
  else
    for (uint32_t i = 0; i < batch->n_selected; i++)
      self->partitions[before + i] = (uint16_t) (self->next++ % (uint64_t) self->shuffle->n_partitions);

  return azud_rows_append (rows, batch->columns, batch->selection, batch->n_selected, self->where + before, NULL, error);
}

/* Seals what is open and writes it to disk; what comes now begins another segment. */
static bool
spill (ExchangeWrite *self,
       AzudError     *error)
{
  int64_t before = self->block->file != NULL ? azud_spill_file_get_bytes (self->block->file) : 0;
  int64_t in_memory = (int64_t) azud_shuffle_block_open (self->block)->rows.n_bytes;

  if (!azud_shuffle_block_seal (self->block, self->partitions, self->where, error)
      || !azud_shuffle_block_spill (self->block, error)
      || !azud_shuffle_block_add_segment (self->block, error))
    return false;
  azud_operator_note_spill (&self->base, in_memory, azud_spill_file_get_bytes (self->block->file) - before);
  return true;
}

static AzudFlow
exchange_write_push (AzudOperator    *base,
                     const AzudBatch *batch,
                     AzudError       *error)
{
  ExchangeWrite *self = (ExchangeWrite *) base;

  if (!keep_batch (self, batch, error))
    return AZUD_FLOW_FAILED;
  if (azud_task_should_spill (base->context, azud_shuffle_block_open (self->block)->rows.n_bytes) && !spill (self, error))
    return AZUD_FLOW_FAILED;
  return AZUD_FLOW_MORE;
}

static bool
exchange_write_finish (AzudOperator *base,
                       AzudError    *error)
{
  ExchangeWrite *self = (ExchangeWrite *) base;
  AzudProgress *progress = base->context->task->progress;
  bool is_shuffle = self->shuffle->exchange->as.exchange.kind != AZUD_EXCHANGE_BROADCAST;

  if (!azud_shuffle_block_seal (self->block, self->partitions, self->where, error))
    return false;

  azud_progress_add (progress, is_shuffle ? AZUD_COUNT_SHUFFLE_WRITE_ROWS : AZUD_COUNT_RESULT_ROWS, (int64_t) self->block->n_rows);
  azud_progress_add (progress, is_shuffle ? AZUD_COUNT_SHUFFLE_WRITE_BYTES : AZUD_COUNT_RESULT_BYTES,
                     (int64_t) self->block->data_bytes);
  self->block->worker = base->context->task->worker;
  azud_shuffle_publish (self->shuffle, self->map, self->block);
  self->block = NULL;
  return true;
}

static void
exchange_write_clear (AzudOperator *base)
{
  ExchangeWrite *self = (ExchangeWrite *) base;
  AzudAccount *account = base->context->account;

  azud_shuffle_block_free (self->block);
  azud_program_free (self->keys);
  azud_key_codec_free (self->codec);
  azud_account_release (account, self->partitions, self->partitions_room * sizeof (uint16_t));
  azud_account_release (account, self->where, self->where_room * sizeof (uint8_t *));
}

static bool
exchange_write_init_keys (ExchangeWrite *self,
                          AzudError     *error)
{
  const AzudPlan *exchange = self->base.plan;
  AzudTaskContext *context = self->base.context;
  int n_keys = exchange->as.exchange.n_keys;
  AzudKeyColumn *columns = azud_arena_alloc (&self->base.arena, (size_t) n_keys * sizeof *columns, 16, error);

  if (columns == NULL)
    return false;
  for (int k = 0; k < n_keys; k++)
    columns[k] = (AzudKeyColumn){ .type = exchange->as.exchange.keys[k]->type };
  self->codec = azud_key_codec_new (columns, n_keys, false, context->account, error);
  self->keys = azud_program_new (exchange->as.exchange.keys, n_keys, context->settings, context->account, error);
  return self->codec != NULL && self->keys != NULL;
}

AzudOperator *
azud_exchange_write_new (AzudTaskContext *context,
                         const AzudPlan  *exchange,
                         AzudShuffle     *shuffle,
                         int              map,
                         AzudError       *error)
{
  ExchangeWrite *self = azud_operator_alloc (context, exchange, sizeof *self, error);

  if (self == NULL)
    return NULL;

  self->base.push = exchange_write_push;
  self->base.finish = exchange_write_finish;
  self->base.clear = exchange_write_clear;
  self->shuffle = shuffle;
  self->map = map;
  self->block = azud_shuffle_block_new (shuffle, context->account, error);
  if (self->block == NULL)
    {
      azud_operator_free (&self->base);
      return NULL;
    }

  if (exchange->as.exchange.kind == AZUD_EXCHANGE_HASH && shuffle->n_partitions > 1
      && !exchange_write_init_keys (self, error))
    {
      azud_operator_free (&self->base);
      return NULL;
    }
  return &self->base;
}
