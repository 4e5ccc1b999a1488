/* type.h: the data types of columns
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Types are interned and live as long as the process: two types are the same exactly when their
 * pointers are equal, and nobody owns them.
 */

#pragma once

#include "base/error.h"
#include "base/int128.h"

typedef enum
{
  AZUD_DTYPE_VOID,            /* the type of NULL */
  AZUD_DTYPE_BOOLEAN,         /* uint8_t 0 or 1 */
  AZUD_DTYPE_TINYINT,         /* int8_t */
  AZUD_DTYPE_SMALLINT,        /* int16_t */
  AZUD_DTYPE_INT,             /* int32_t */
  AZUD_DTYPE_BIGINT,          /* int64_t */
  AZUD_DTYPE_FLOAT,           /* float */
  AZUD_DTYPE_DOUBLE,          /* double */
  AZUD_DTYPE_DECIMAL,         /* AzudInt128, unscaled value */
  AZUD_DTYPE_STRING,          /* AzudText, UTF-8 */
  AZUD_DTYPE_BINARY,          /* AzudText */
  AZUD_DTYPE_DATE,            /* int32_t, days since 1970-01-01, proleptic Gregorian */
  AZUD_DTYPE_TIMESTAMP,       /* int64_t, microseconds since the epoch, UTC */
  AZUD_DTYPE_TIMESTAMP_NTZ,   /* int64_t, microseconds of the local clock */
  AZUD_DTYPE_YEAR_MONTH,      /* int32_t, months */
  AZUD_DTYPE_DAY_TIME,        /* int64_t, microseconds */
  AZUD_DTYPE_ARRAY,           /* AzudListView into children[0] */
  AZUD_DTYPE_STRUCT,          /* no data of its own; children side by side */
  AZUD_DTYPE_MAP              /* AzudListView into children[0], a struct of key and value */
} AzudDtypeId;

#define AZUD_N_DTYPES (AZUD_DTYPE_MAP + 1)

#define AZUD_DECIMAL_MAX_PRECISION 38

typedef struct _AzudDtype AzudDtype;

typedef struct
{
  const char      *name;
  const AzudDtype *type;
  bool             nullable;
} AzudDtypeField;

struct _AzudDtype
{
  AzudDtypeId           id;
  uint8_t               precision;    /* decimal */
  int8_t                scale;        /* decimal */
  uint8_t               width;        /* bytes of one element in a flat vector; 0 for void and struct */
  uint16_t              n_fields;     /* array 1 (element), map 2 (key, value), struct n */
  const AzudDtypeField *fields;       /* a map has a third behind them: see azud_dtype_map_entries */
};

/** azud_dtype_get: the type without parameters @id.  Thread: any. */
const AzudDtype *azud_dtype_get (AzudDtypeId id);

/** azud_dtype_decimal: decimal(@precision, @scale), 1 ≤ precision ≤ 38, 0 ≤ scale ≤ precision.  Thread: any. */
const AzudDtype *azud_dtype_decimal (int precision, int scale);

/** azud_dtype_array, azud_dtype_map, azud_dtype_struct: nested types; NULL only when memory is out.  Thread: any. */
const AzudDtype *azud_dtype_array (const AzudDtype *element, bool contains_null);
const AzudDtype *azud_dtype_map (const AzudDtype *key, const AzudDtype *value, bool contains_null);
const AzudDtype *azud_dtype_struct (const AzudDtypeField *fields, int n_fields);   /* at most 65,535 fields */

/** azud_dtype_parse: reads Spark's DDL names: `int`/`integer`, `bigint`/`long`, `decimal(10,2)`, `numeric`, `string`,
 * `timestamp_ntz`, `array<int>`, `struct<a:int,b:string>`, `map<string,int>`, any case.  NULL and
 * AZUD_FAULT_PIPELINE "UNSUPPORTED_DATATYPE" otherwise.  Thread: any. */
const AzudDtype *azud_dtype_parse (const char *text, AzudError *error);

/** azud_dtype_print: the name as Spark's DESCRIBE prints it (`decimal(10,2)`, `array<int>`); returns the length as snprintf. */
size_t azud_dtype_print (const AzudDtype *type, char *buffer, size_t size);

/** azud_dtype_sql_name: as in Spark's messages and CAST: upper case (`INT`, `DECIMAL(10,2)`). */
size_t azud_dtype_sql_name (const AzudDtype *type, char *buffer, size_t size);

/** azud_dtype_map_entries: the struct<key, value> that the one child vector of a map has.  Thread: any. */
static inline const AzudDtype *
azud_dtype_map_entries (const AzudDtype *map)
{
  return map->fields[2].type;
}

/** azud_dtype_n_children: how many child vectors a vector of @type has: array and map 1, struct one a field, else 0. */
static inline int
azud_dtype_n_children (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_STRUCT ? type->n_fields : type->id >= AZUD_DTYPE_ARRAY ? 1 : 0;
}

/** azud_dtype_child: the type of child vector @i. */
static inline const AzudDtype *
azud_dtype_child (const AzudDtype *type, int i)
{
  return type->id == AZUD_DTYPE_MAP ? azud_dtype_map_entries (type) : type->fields[i].type;
}

static inline bool
azud_dtype_is_integer (const AzudDtype *type)
{
  return type->id >= AZUD_DTYPE_TINYINT && type->id <= AZUD_DTYPE_BIGINT;
}

static inline bool
azud_dtype_is_numeric (const AzudDtype *type)
{
  return type->id >= AZUD_DTYPE_TINYINT && type->id <= AZUD_DTYPE_DECIMAL;
}

/* A date or a time of either kind. */
static inline bool
azud_dtype_is_datetime (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_DATE || type->id == AZUD_DTYPE_TIMESTAMP || type->id == AZUD_DTYPE_TIMESTAMP_NTZ;
}

static inline bool
azud_dtype_is_interval (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_YEAR_MONTH || type->id == AZUD_DTYPE_DAY_TIME;
}

static inline bool
azud_dtype_is_text (const AzudDtype *type)
{
  return type->id == AZUD_DTYPE_STRING || type->id == AZUD_DTYPE_BINARY;
}

static inline bool
azud_dtype_is_nested (const AzudDtype *type)
{
  return type->id >= AZUD_DTYPE_ARRAY;
}
