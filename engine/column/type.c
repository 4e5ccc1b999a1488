/* type.c: the interned data types
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "column/type.h"

#include "base/hash.h"
#include "base/sync.h"

#include <stdlib.h>
#include <string.h>

#define SIMPLE(name, bytes) [name] = { .id = name, .width = bytes }

static const AzudDtype simple_types[AZUD_N_DTYPES] = {
  SIMPLE (AZUD_DTYPE_VOID, 0),
  SIMPLE (AZUD_DTYPE_BOOLEAN, 1),
  SIMPLE (AZUD_DTYPE_TINYINT, 1),
  SIMPLE (AZUD_DTYPE_SMALLINT, 2),
  SIMPLE (AZUD_DTYPE_INT, 4),
  SIMPLE (AZUD_DTYPE_BIGINT, 8),
  SIMPLE (AZUD_DTYPE_FLOAT, 4),
  SIMPLE (AZUD_DTYPE_DOUBLE, 8),
  SIMPLE (AZUD_DTYPE_STRING, 16),
  SIMPLE (AZUD_DTYPE_BINARY, 16),
  SIMPLE (AZUD_DTYPE_DATE, 4),
  SIMPLE (AZUD_DTYPE_TIMESTAMP, 8),
  SIMPLE (AZUD_DTYPE_TIMESTAMP_NTZ, 8),
  SIMPLE (AZUD_DTYPE_YEAR_MONTH, 4),
  SIMPLE (AZUD_DTYPE_DAY_TIME, 8),
};

static AzudDtype decimal_types[AZUD_DECIMAL_MAX_PRECISION + 1][AZUD_DECIMAL_MAX_PRECISION + 1];
static pthread_once_t decimals_once = PTHREAD_ONCE_INIT;

/* ---- nested types: a chained hash table that only grows ---- */

#define N_BUCKETS 256

typedef struct _Interned Interned;
struct _Interned
{
  AzudDtype       type;
  uint64_t        hash;
  Interned       *next;
  AzudDtypeField  fields[];
};

static AzudMutex lock = AZUD_MUTEX_INIT;   /* guards the chains; what they hold never changes */
static Interned *buckets[N_BUCKETS];

const AzudDtype *
azud_dtype_get (AzudDtypeId id)
{
  if ((int) id < 0 || id >= AZUD_DTYPE_ARRAY || id == AZUD_DTYPE_DECIMAL)
    return NULL;
  return &simple_types[id];
}

static void
make_decimals (void)
{
  for (int precision = 1; precision <= AZUD_DECIMAL_MAX_PRECISION; precision++)
    for (int scale = 0; scale <= precision; scale++)
      decimal_types[precision][scale] = (AzudDtype){
        .id = AZUD_DTYPE_DECIMAL, .precision = (uint8_t) precision, .scale = (int8_t) scale, .width = 16 };
}

const AzudDtype *
azud_dtype_decimal (int precision,
                    int scale)
{
  if (precision < 1 || precision > AZUD_DECIMAL_MAX_PRECISION || scale < 0 || scale > precision)
    return NULL;
  pthread_once (&decimals_once, make_decimals);
  return &decimal_types[precision][scale];
}

static uint64_t
hash_fields (AzudDtypeId           id,
             const AzudDtypeField *fields,
             int                   n_fields)
{
  uint64_t hash = azud_hash_mix ((uint64_t) id + 1);

  for (int i = 0; i < n_fields; i++)
    {
      hash = azud_checksum_bytes (fields[i].name, strlen (fields[i].name), hash);
      hash = azud_hash_mix (hash ^ (uint64_t) (uintptr_t) fields[i].type ^ fields[i].nullable);
    }
  return hash;
}

static bool
same_fields (const AzudDtype      *type,
             AzudDtypeId           id,
             const AzudDtypeField *fields,
             int                   n_fields)
{
  if (type->id != id || type->n_fields != n_fields)
    return false;
  for (int i = 0; i < n_fields; i++)
    if (type->fields[i].type != fields[i].type || type->fields[i].nullable != fields[i].nullable ||
        strcmp (type->fields[i].name, fields[i].name) != 0)
      return false;
  return true;
}

/* Copies names behind the fields, so that an entry is one piece.  @entries: (nullable): a map's third field. */
static Interned *
make_interned (AzudDtypeId           id,
               const AzudDtypeField *fields,
               int                   n_fields,
               const AzudDtype      *entries)
{
  int n_held = n_fields + (entries != NULL);
  size_t names = 0;
  Interned *made;
  char *name;

  for (int i = 0; i < n_fields; i++)
    names += strlen (fields[i].name) + 1;
  made = malloc (sizeof *made + (size_t) n_held * sizeof made->fields[0] + names);
  if (made == NULL)
    return NULL;

  name = (char *) &made->fields[n_held];
  for (int i = 0; i < n_fields; i++)
    {
      size_t size = strlen (fields[i].name) + 1;

      memcpy (name, fields[i].name, size);
      made->fields[i] = (AzudDtypeField){ name, fields[i].type, fields[i].nullable };
      name += size;
    }
  if (entries != NULL)
    made->fields[n_fields] = (AzudDtypeField){ "entries", entries, false };
  made->type = (AzudDtype){ .id = id, .width = id == AZUD_DTYPE_STRUCT ? 0 : 8, .n_fields = (uint16_t) n_fields,
                            .fields = made->fields };
  return made;
}

static const AzudDtype *
intern (AzudDtypeId           id,
        const AzudDtypeField *fields,
        int                   n_fields,
        const AzudDtype      *entries)
{
  uint64_t hash = hash_fields (id, fields, n_fields);
  Interned **bucket = &buckets[hash % N_BUCKETS];
  Interned *found;

  azud_mutex_lock (&lock);
  for (found = *bucket; found != NULL; found = found->next)
    if (found->hash == hash && same_fields (&found->type, id, fields, n_fields))
      break;
  if (found == NULL)
    {
      found = make_interned (id, fields, n_fields, entries);
      if (found != NULL)
        {
          found->hash = hash;
          found->next = *bucket;
          *bucket = found;
        }
    }
  azud_mutex_unlock (&lock);
  return found != NULL ? &found->type : NULL;
}

const AzudDtype *
azud_dtype_array (const AzudDtype *element,
                  bool             contains_null)
{
  AzudDtypeField field = { "element", element, contains_null };

  return intern (AZUD_DTYPE_ARRAY, &field, 1, NULL);
}

const AzudDtype *
azud_dtype_struct (const AzudDtypeField *fields,
                   int                   n_fields)
{
  if (n_fields < 0 || n_fields > UINT16_MAX)
    return NULL;
  return intern (AZUD_DTYPE_STRUCT, fields, n_fields, NULL);
}

const AzudDtype *
azud_dtype_map (const AzudDtype *key,
                const AzudDtype *value,
                bool             contains_null)
{
  AzudDtypeField fields[2] = { { "key", key, false }, { "value", value, contains_null } };
  const AzudDtype *entries = azud_dtype_struct (fields, 2);

  return entries != NULL ? intern (AZUD_DTYPE_MAP, fields, 2, entries) : NULL;
}
