/* node-type.h: what a type of node is
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One static AzudNodeType a node file is all there is to a node type: palette entry, form, canvas subtitle,
 * validation, file
 * parsing, manual page, scripts and tests derive from it (DESIGN §4).
 */

#pragma once

#include <azud/json.h>

G_BEGIN_DECLS

typedef struct _AzudLowering AzudLowering;   /* engine side: pipeline/lowering.h */

typedef enum
{
  AZUD_CATEGORY_SOURCES,
  AZUD_CATEGORY_ROWS,
  AZUD_CATEGORY_COLUMNS,
  AZUD_CATEGORY_COMBINE,
  AZUD_CATEGORY_GROUP,
  AZUD_CATEGORY_SINKS
} AzudCategory;
#define AZUD_N_CATEGORIES (AZUD_CATEGORY_SINKS + 1)

/* Kinds of parameter: each has a form widget, a JSON shape, a text form (examples) and checks. */
typedef enum
{
  AZUD_PARAM_TEXT,         /* JSON string */
  AZUD_PARAM_MULTILINE,    /* JSON string */
  AZUD_PARAM_BOOLEAN,      /* JSON boolean */
  AZUD_PARAM_INTEGER,      /* JSON number, `minimum` .. `maximum` */
  AZUD_PARAM_NUMBER,       /* JSON number */
  AZUD_PARAM_CHOICE,       /* JSON string, one of `choices` */
  AZUD_PARAM_EXPRESSION,   /* JSON string in the expression language */
  AZUD_PARAM_COLUMN,       /* JSON string: a column of input `port` */
  AZUD_PARAM_COLUMNS,      /* JSON array of strings */
  AZUD_PARAM_TYPE,         /* JSON string: a data type name */
  AZUD_PARAM_INPUT_PATH,   /* JSON string: file, folder or glob to read */
  AZUD_PARAM_OUTPUT_PATH,  /* JSON string: file or folder to write */
  /* JSON array of objects with `fields`: derived columns, renames, aggregates, sort keys */
  AZUD_PARAM_LIST,
  AZUD_PARAM_SCHEMA,       /* JSON array of {"name","type"}: pinned columns of a source */
  AZUD_PARAM_TABLE         /* JSON array of arrays of strings or null: an inline table's rows */
} AzudParamKind;

typedef enum
{
  AZUD_PARAM_REQUIRED  = 1 << 0,
  AZUD_PARAM_ON_CANVAS = 1 << 1,   /* shown as the card's subtitle */
  AZUD_PARAM_ADVANCED  = 1 << 2,   /* folded away in the form */
  AZUD_PARAM_OUTPUT_NAME = 1 << 3  /* LIST field: names an output column */
} AzudParamFlags;

typedef struct
{
  const char *id;       /* value in the file */
  const char *label;    /* N_() */
} AzudChoice;

typedef struct _AzudParamSpec AzudParamSpec;
struct _AzudParamSpec
{
  const char          *id;
  const char          *label;        /* N_() */
  AzudParamKind        kind;
  const char          *help;         /* N_() one sentence */
  AzudParamFlags       flags;
  const char          *otherwise;    /* default as JSON text ("true", "\"inner\"", "[]"), or NULL */
  const AzudChoice    *choices;      /* CHOICE: ended by { NULL } */
  const AzudParamSpec *fields;       /* LIST: ended by { NULL } */
  /* COLUMN, COLUMNS, EXPRESSION: input whose columns are meant; NULL = the first (or all, side by side) */
  const char          *port;
  gint64               minimum;      /* INTEGER; both 0 = free */
  gint64               maximum;
  /* "mode=overwrite": shown only when a CHOICE or BOOLEAN sibling has that value; NULL = always */
  const char          *show_when;
};

typedef struct
{
  const char *id;
  const char *label;      /* N_() or NULL = id */
  gboolean    many;       /* input: takes any number of edges (union) */
  gboolean    optional;   /* input may stay unconnected; output is a side branch (rejects) */
} AzudPortSpec;

/* The usual port lists. */
#define AZUD_PORTS_NONE  ((const AzudPortSpec[]){ { NULL } })
#define AZUD_PORTS(name) ((const AzudPortSpec[]){ { .id = name }, { NULL } })

typedef enum
{
  AZUD_COMPARE_EXACT,        /* same rows in the same order */
  AZUD_COMPARE_UNORDERED,    /* same multiset of rows */
  AZUD_COMPARE_ANY_VALID     /* several answers are right: `check` decides */
} AzudCompare;

typedef struct
{
  const char *title;         /* N_() */
  const char *params;        /* one `id: value` a line; lists as documented in pipeline/param-text.h */
  /* CSV with header, types inferred; several inputs: blocks introduced by a line `--- port` */
  const char *input;
  const char *output;        /* CSV with header (of the first output; others as `--- port` blocks), or NULL */
  const char *plan;          /* expected text of the lowered plan, or NULL */
  const char *diagnostic;    /* expected condition instead of an output, or NULL */
  AzudCompare compare;
  /* ANY_VALID: condition (language of expressions) true on every output row, e.g. on `count` of rows */
  const char *check;
} AzudNodeExample;

typedef struct
{
  const char            *id;          /* "filter" */
  int                    version;
  AzudCategory           category;
  const char            *icon;        /* symbolic icon name */
  const char            *label;       /* N_() */
  const char            *summary;     /* N_() */
  const AzudPortSpec    *inputs;      /* ended by { NULL } */
  const AzudPortSpec    *outputs;     /* ended by { NULL } */
  const AzudParamSpec   *params;      /* ended by { NULL } */
  const AzudNodeExample *examples;    /* ended by { NULL } */
  gboolean             (*lower) (AzudLowering *lowering);   /* engine only */
} AzudNodeType;

/** azud_node_type_lookup: by id, or NULL.  Thread: any. */
const AzudNodeType *azud_node_type_lookup (const char *id);

/** azud_node_type_list: all types by category, then in palette order.  Thread: any. */
const AzudNodeType *const *azud_node_type_list (guint *n);

/** azud_category_label: translated heading. */
const char *azud_category_label (AzudCategory category);

/** azud_node_type_get_label, _summary; azud_param_spec_get_label, _help: translated texts. */
const char *azud_node_type_get_label (const AzudNodeType *type);
const char *azud_node_type_get_summary (const AzudNodeType *type);
const char *azud_param_spec_get_label (const AzudParamSpec *spec);
const char *azud_param_spec_get_help (const AzudParamSpec *spec);
const char *azud_choice_get_label (const AzudChoice *choice);

/** azud_param_spec_lookup: a parameter of @type by id, or NULL. */
const AzudParamSpec *azud_param_spec_lookup (const AzudNodeType *type, const char *id);

/** azud_node_types_describe: all types (or only @id) as JSON for `azud nodes --json`; NULL if unknown.
 * (transfer full) */
AzudJson *azud_node_types_describe (const char *id);

G_END_DECLS
