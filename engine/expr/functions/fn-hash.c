/* fn-hash.c: hash and xxhash64 as Spark computes them
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each argument is hashed with the hash of those before it as seed; nulls leave it as it is.  hash() is Murmur3 (x86, 32 bits)
 * with Spark's own way of treating the last bytes.
 */

#include "base/hash.h"
#include "expr/functions/fn-kernel-private.h"

static inline uint32_t
murmur_mix (uint32_t h, uint32_t word)
{
  word *= 0xcc9e2d51u;
  word = word << 15 | word >> 17;
  word *= 0x1b873593u;
  h ^= word;
  h = h << 13 | h >> 19;
  return h * 5 + 0xe6546b64u;
}

static inline uint32_t
murmur_end (uint32_t h, uint32_t size)
{
  h ^= size;
  h ^= h >> 16;
  h *= 0x85ebca6bu;
  h ^= h >> 13;
  h *= 0xc2b2ae35u;
  return h ^ h >> 16;
}

static inline uint64_t
murmur_int (int32_t value, uint64_t seed)
{
  return murmur_end (murmur_mix ((uint32_t) seed, (uint32_t) value), 4);
}

static inline uint64_t
murmur_long (int64_t value, uint64_t seed)
{
  uint32_t h = murmur_mix ((uint32_t) seed, (uint32_t) value);

  return murmur_end (murmur_mix (h, (uint32_t) ((uint64_t) value >> 32)), 8);
}

/* Whole words, then each byte left over as a word of its own, with its sign. */
static uint64_t
murmur_bytes (const void *data, size_t size, uint64_t seed)
{
  const uint8_t *bytes = data;
  uint32_t h = (uint32_t) seed, word;
  size_t i = 0;

  for (; i + 4 <= size; i += 4)
    {
      memcpy (&word, bytes + i, 4);
      h = murmur_mix (h, GUINT32_FROM_LE (word));
    }
  for (; i < size; i++)
    h = murmur_mix (h, (uint32_t) (int32_t) (int8_t) bytes[i]);
  return murmur_end (h, (uint32_t) size);
}

typedef struct
{
  uint64_t (*of_int) (int32_t value, uint64_t seed);
  uint64_t (*of_long) (int64_t value, uint64_t seed);
  uint64_t (*of_bytes) (const void *data, size_t size, uint64_t seed);
} Hasher;

static const Hasher murmur = { murmur_int, murmur_long, murmur_bytes };
static const Hasher xxhash = { azud_hash_spark_int, azud_hash_spark_long, azud_hash_spark_bytes };

/* Large decimals are hashed as Java's BigInteger.toByteArray: big endian, no more bytes than the sign needs. */
static uint64_t
hash_decimal (const Hasher *hasher, AzudInt128 value, int precision, uint64_t seed)
{
  uint8_t bytes[16];
  int start = 0;

  if (precision <= 18)
    return hasher->of_long ((int64_t) value, seed);
  for (int i = 0; i < 16; i++)
    bytes[i] = (uint8_t) ((AzudUint128) value >> (8 * (15 - i)));
  while (start < 15 && ((bytes[start] == 0 && bytes[start + 1] < 0x80) || (bytes[start] == 0xFF && bytes[start + 1] >= 0x80)))
    start++;
  return hasher->of_bytes (bytes + start, (size_t) (16 - start), seed);
}

static uint64_t
hash_float (const Hasher *hasher, float value, uint64_t seed)
{
  int32_t bits = 0x7fc00000;

  if (value == 0)
    value = 0;
  if (!isnan (value))
    memcpy (&bits, &value, 4);
  return hasher->of_int (value == 0 ? 0 : bits, seed);
}

static uint64_t
hash_double (const Hasher *hasher, double value, uint64_t seed)
{
  int64_t bits = INT64_C (0x7ff8000000000000);

  if (!isnan (value))
    memcpy (&bits, &value, 8);
  return hasher->of_long (value == 0 ? 0 : bits, seed);
}

/* The hash of element @i (already mapped) of a vector's @view, which is not null. */
static uint64_t
hash_value (const Hasher *hasher, const AzudVector *vector, const AzudVectorView *view, uint32_t i, uint64_t seed);

static uint64_t
hash_nested (const Hasher *hasher, const AzudVector *vector, uint32_t i, uint64_t seed)
{
  AzudVectorView view = azud_vector_view (vector);
  uint32_t at = azud_view_index (&view, i);

  return azud_view_valid (&view, at) ? hash_value (hasher, vector, &view, at, seed) : seed;
}

static uint64_t
hash_value (const Hasher *hasher, const AzudVector *vector, const AzudVectorView *view, uint32_t i, uint64_t seed)
{
  const AzudVector *owner = vector->layout == AZUD_LAYOUT_DICTIONARY ? vector->dictionary : vector;

  switch (vector->type->id)
    {
    case AZUD_DTYPE_BOOLEAN:
      return hasher->of_int (((const uint8_t *) view->data)[i], seed);
    case AZUD_DTYPE_TINYINT:
      return hasher->of_int (((const int8_t *) view->data)[i], seed);
    case AZUD_DTYPE_SMALLINT:
      return hasher->of_int (((const int16_t *) view->data)[i], seed);
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
    case AZUD_DTYPE_YEAR_MONTH:
      return hasher->of_int (((const int32_t *) view->data)[i], seed);
    case AZUD_DTYPE_BIGINT:
    case AZUD_DTYPE_TIMESTAMP:
    case AZUD_DTYPE_TIMESTAMP_NTZ:
    case AZUD_DTYPE_DAY_TIME:
      return hasher->of_long (((const int64_t *) view->data)[i], seed);
    case AZUD_DTYPE_FLOAT:
      return hash_float (hasher, ((const float *) view->data)[i], seed);
    case AZUD_DTYPE_DOUBLE:
      return hash_double (hasher, ((const double *) view->data)[i], seed);
    case AZUD_DTYPE_DECIMAL:
      return hash_decimal (hasher, ((const AzudInt128 *) view->data)[i], vector->type->precision, seed);
    case AZUD_DTYPE_STRING:
    case AZUD_DTYPE_BINARY:
      {
        const AzudText *text = (const AzudText *) view->data + i;
        return hasher->of_bytes (azud_text_data (text), text->size, seed);
      }
    case AZUD_DTYPE_ARRAY:
      {
        AzudListView list = ((const AzudListView *) view->data)[i];
        for (uint32_t k = list.offset; k < list.offset + list.length; k++)
          seed = hash_nested (hasher, owner->children, k, seed);
        return seed;
      }
    case AZUD_DTYPE_STRUCT:
      for (uint32_t k = 0; k < vector->type->n_fields; k++)
        seed = hash_nested (hasher, &owner->children[k], i, seed);
      return seed;
    case AZUD_DTYPE_VOID:
    case AZUD_DTYPE_MAP:
    default:
      return seed;
    }
}

static inline uint64_t
hash_row (const Hasher *hasher, const AzudKernelCall *call, uint32_t row)
{
  uint64_t h = 42;

  for (uint32_t i = 0; i < call->n_args; i++)
    {
      AzudVectorView view = azud_vector_view (call->args[i]);
      uint32_t at = azud_view_index (&view, row);

      if (call->args[i]->type->id != AZUD_DTYPE_VOID && azud_view_valid (&view, at))
        h = hash_value (hasher, call->args[i], &view, at, h);
    }
  return h;
}

static bool
hash_kernel (const AzudKernelCall *call, AzudError *error)
{
  int32_t *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = (int32_t) (uint32_t) hash_row (&murmur, call, row);
  return true;
}

static bool
xxhash64_kernel (const AzudKernelCall *call, AzudError *error)
{
  int64_t *out = call->out->data;

  FOR_ROWS (call, row)
    out[row] = (int64_t) hash_row (&xxhash, call, row);
  return true;
}

static bool
contains_map (const AzudDtype *type)
{
  if (type->id == AZUD_DTYPE_MAP)
    return true;
  for (uint32_t i = 0; i < type->n_fields; i++)
    if (contains_map (type->fields[i].type))
      return true;
  return false;
}

static const AzudDtype *
hash_type (const AzudExpr *call, AzudError *error)
{
  for (int i = 0; i < call->n_args; i++)
    if (contains_map (call->args[i]->type))
      {
        azud_error_set (error, AZUD_FAULT_PIPELINE, "DATATYPE_MISMATCH.HASH_MAP_TYPE",
                        N_("Maps cannot be given to {0}"), call->call_name, NULL);
        return NULL;
      }
  return azud_dtype_get (g_str_equal (call->function->name, "hash") ? AZUD_DTYPE_INT : AZUD_DTYPE_BIGINT);
}

const AzudFunction azud_functions_hash[] = {
  { .name = "hash", .family = N_("hash"), .since = 35, .flags = AZUD_FUNCTION_TAKES_NULL | AZUD_FUNCTION_NEVER_NULL,
    .signatures = SIGNATURES ({ .args = "any...", .kernel = hash_kernel, .resolve_type = hash_type }),
    .summary = N_("A 32-bit Murmur3 hash of all arguments; nulls are skipped"),
    .example = "hash('a')", .result = "1485273170" },
  { .name = "xxhash64", .family = N_("hash"), .since = 35, .flags = AZUD_FUNCTION_TAKES_NULL | AZUD_FUNCTION_NEVER_NULL,
    .signatures = SIGNATURES ({ .args = "any...", .kernel = xxhash64_kernel, .resolve_type = hash_type }),
    .summary = N_("A 64-bit hash of all arguments; nulls are skipped"),
    .example = "xxhash64('a')", .result = "-8582455328737087284" },
  { NULL }
};
