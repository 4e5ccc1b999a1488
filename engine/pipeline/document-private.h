/* document-private.h: the inside of AzudDocument, shared by the files of this folder
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * One model, four users: commands.c and history.c change it, graph.c derives the topology, analysis.c lowers
 * it, file-read.c and file-write.c turn it into text.  Thread: the document's.
 */

#pragma once

#include "pipeline/diagnostics.h"
#include "pipeline/node-type.h"
#include "pipeline/public-error.h"
#include "plan/plan.h"

#include <azud/document.h>

/* What a document may hold; a file beyond is refused by name. */
#define AZUD_MAX_NODES 100000
#define AZUD_MAX_EDGES 400000
#define AZUD_MAX_FILE_BYTES ((gsize) 64 << 20)
#define AZUD_MAX_FILE_VALUES 3000000
#define AZUD_MAX_DEPTH 1000
#define AZUD_MAX_COORDINATE 1e6

#define AZUD_FILE_VERSION "1.0"

/* A member this version does not know, and the known member it stood behind ("" = at the front). */
typedef struct
{
  const char *after;    /* static */
  char       *key;
  AzudJson   *value;
} AzudExtra;

/* Where a node stands after the last look at the graph. */
typedef enum
{
  AZUD_NODE_ORDERED,       /* has a place in the order */
  AZUD_NODE_ON_CYCLE,
  AZUD_NODE_AFTER_CYCLE    /* below a cycle */
} AzudNodePlace;

/* What is known about a node's outputs. */
typedef enum
{
  AZUD_RESULT_READY,     /* outputs (or the sink) are there */
  AZUD_RESULT_BROKEN,    /* it or something above it has an error */
  AZUD_RESULT_CUT        /* it or something above it is disabled without a way through */
} AzudResult;

typedef struct
{
  AzudNode    node;            /* first: what the public face shows; its texts are owned here */
  char       *own_label;       /* NULL = not set: the type's label is shown */
  int         type_version;    /* as in the file */
  GPtrArray  *extras;          /* (element-type AzudExtra) (nullable) */
  gboolean    placed;          /* has a position of its own */
  gint64      line;

  /* graph.c */
  guint         index;         /* in document->nodes */
  AzudNodePlace place;
  guint         first_in, n_in;     /* into document->in_edges */
  guint         first_out, n_out;   /* into document->out_edges */
  guint64       signature;     /* of its edges: a change makes it dirty */
  gboolean      duplicate;     /* another node before it has its id */

  /* analysis.c */
  gboolean      dirty;
  guint64       lowered_in;    /* pass of the last lowering */
  AzudResult    result;
  AzudPlan    **outputs;       /* one per output port of the type, NULL-able entries */
  guint         n_outputs;
  AzudPlan     *sink;
  GPtrArray    *diagnostics;   /* (element-type AzudDiagnosticRecord) (nullable) */
  AzudColumn  **columns;       /* per output port, made when asked for */
  AzudColumn   *input_columns; /* made when asked for */
} AzudNodeRecord;

typedef enum
{
  AZUD_EDGE_GOOD,
  AZUD_EDGE_NO_NODE,       /* an end names no node */
  AZUD_EDGE_NO_PORT,       /* an end names no port */
  AZUD_EDGE_TAKEN,         /* its input has an edge already */
  AZUD_EDGE_REPEATED       /* the same edge stands before it */
} AzudEdgeState;

typedef struct
{
  AzudEdge        edge;        /* first; texts owned */
  GPtrArray      *extras;
  gint64          line;

  /* graph.c */
  AzudEdgeState   state;
  AzudNodeRecord *from;        /* NULL = dangling */
  AzudNodeRecord *to;
  int             from_port;   /* index, -1 unknown */
  int             to_port;
} AzudEdgeRecord;

/* ---- changes: every command is a list of these, each with its inverse ---- */

typedef enum
{
  AZUD_CHANGE_ADD_NODE,
  AZUD_CHANGE_REMOVE_NODE,
  AZUD_CHANGE_ADD_EDGE,
  AZUD_CHANGE_REMOVE_EDGE,
  AZUD_CHANGE_LABEL,
  AZUD_CHANGE_POSITION,
  AZUD_CHANGE_DISABLED,
  AZUD_CHANGE_PARAMS,
  AZUD_CHANGE_SETTINGS,
  AZUD_CHANGE_PARAMETERS
} AzudChangeKind;

/* Where a node stands; `placed` tells an explicit (0, 0) from none. */
typedef struct
{
  double   x, y;
  gboolean placed;
} AzudPosition;

typedef struct
{
  AzudChangeKind  kind;
  char           *id;            /* node changes */
  guint           index;         /* add, remove */
  AzudNodeRecord *node;          /* add, remove: owned while out of the document */
  AzudEdgeRecord *edge;          /* add, remove: the same */
  const char     *param;         /* PARAMS: interned id of the one that changed, or NULL */
  char           *old_text, *new_text;           /* LABEL, NULL-able */
  AzudPosition    old_position, new_position;
  gboolean        new_flag;                      /* DISABLED */
  AzudJson       *old_json, *new_json;           /* PARAMS, SETTINGS, PARAMETERS */
  gboolean        applied;
} AzudChange;

typedef struct
{
  char      *label;
  GPtrArray *changes;       /* (element-type AzudChange) */
  gboolean   mergeable;     /* one typed value: the next letter joins it */
  guint64    state;         /* identity of the document's content after it */
} AzudGroup;

struct _AzudDocument
{
  GObject     parent_instance;

  /* the model */
  GPtrArray  *nodes;           /* (element-type AzudNodeRecord) */
  GPtrArray  *edges;           /* (element-type AzudEdgeRecord) */
  GHashTable *by_id;           /* id -> first AzudNodeRecord with it */
  guint       n_duplicates;    /* nodes whose id an earlier one has */
  AzudJson   *settings;        /* object of strings */
  AzudJson   *parameters;      /* array */
  GPtrArray  *extras;          /* unknown members at the top */
  GPtrArray  *layout_extras;   /* layout entries of no node */
  char       *version;         /* as in the file; AZUD_FILE_VERSION for new ones */
  gboolean    newer_major;     /* view only */

  char       *path;
  char       *base_folder;
  GHashTable *setting_overrides;
  GHashTable *parameter_overrides;

  /* history.c */
  GPtrArray  *undo;            /* (element-type AzudGroup) */
  GPtrArray  *redo;
  AzudGroup  *open;            /* between begin and end */
  guint       open_depth;
  guint64     next_state;
  guint64     first_state;     /* before the oldest group */
  guint64     saved_state;
  gboolean    frozen;          /* undo or redo at work */
  char       *saved_text;      /* canonical text as saved or loaded */
  guint64     modified_for;    /* revision that `modified` was computed for */
  gboolean    modified;
  guint64     revision;        /* counts changes of any sort */

  /* graph.c */
  gboolean         graph_stale;
  AzudEdgeRecord **in_edges;   /* sorted by node, good edges only */
  AzudEdgeRecord **out_edges;
  guint           *order;      /* indices of nodes, topological; the rest at the end */
  guint            n_ordered;

  /* analysis.c */
  gboolean    stale;           /* something to lower */
  gboolean    all_dirty;
  guint64     pass;
  GPtrArray  *document_diagnostics;   /* owned: of edges, cycles, settings */
  GPtrArray  *diagnostics;            /* all, borrowed */
  GSource    *idle;
  guint       n_lowered;       /* nodes lowered by the last analysis: for tests */

  /* parameters.c: values for expressions */
  gboolean            values_stale;
  AzudScopeParameter *values;
  GPtrArray          *value_trees;    /* own the values' bytes */
  guint               n_values;
  GPtrArray          *value_faults;   /* (element-type AzudDiagnosticRecord) */
};

/* document.c */
AzudNodeRecord *azud_document_find (AzudDocument *document, const char *id);
AzudNodeRecord *azud_node_record_new (const char *id, const char *type_id);
AzudNodeRecord *azud_node_record_copy (const AzudNodeRecord *record, const char *id);
void            azud_node_record_free (AzudNodeRecord *record);
void            azud_node_record_set_label (AzudNodeRecord *record, const char *label);
void            azud_node_record_clear_analysis (AzudNodeRecord *record);
AzudEdgeRecord *azud_edge_record_new (const char *from_node, const char *from_port, const char *to_node,
                                      const char *to_port);
void            azud_edge_record_free (AzudEdgeRecord *record);
AzudExtra      *azud_extra_new (const char *after, const char *key, AzudJson *value);
void            azud_extra_free (AzudExtra *extra);
/* takes it */
void            azud_document_insert_node (AzudDocument *document, AzudNodeRecord *record, guint index);
AzudNodeRecord *azud_document_steal_node (AzudDocument *document, guint index);
/* takes it */
void            azud_document_insert_edge (AzudDocument *document, AzudEdgeRecord *record, guint index);
AzudEdgeRecord *azud_document_steal_edge (AzudDocument *document, guint index);
void            azud_document_touch (AzudDocument *document);   /* counts a revision, plans an analysis */
int             azud_port_index (const AzudPortSpec *ports, const char *id);
guint           azud_port_count (const AzudPortSpec *ports);

enum
{
  AZUD_SIGNAL_NODE_ADDED,
  AZUD_SIGNAL_NODE_REMOVED,
  AZUD_SIGNAL_NODE_CHANGED,
  AZUD_SIGNAL_EDGE_ADDED,
  AZUD_SIGNAL_EDGE_REMOVED,
  AZUD_SIGNAL_SETTINGS_CHANGED,
  AZUD_SIGNAL_HISTORY_CHANGED,
  AZUD_SIGNAL_ANALYSED,
  AZUD_SIGNAL_RELOADED,
  AZUD_N_SIGNALS
};
extern guint azud_document_signals[AZUD_N_SIGNALS];

/* history.c */
AzudChange *azud_change_new (AzudChangeKind kind, const char *id);
void        azud_group_free (AzudGroup *group);
/** Applies @change (taken), records it; outside begin/end it becomes a step called @label.  @merge: joins the
 * last step when that was the same typing. */
void        azud_document_commit (AzudDocument *document, AzudChange *change, const char *label,
                                  gboolean merge);
guint64     azud_document_get_state (AzudDocument *document);
/** What is in the document now counts as saved, and history starts here when @forget. */
void        azud_document_mark_saved (AzudDocument *document, gboolean forget);
/** The same for @text (taken), which was the document's when its state was @state. */
void        azud_document_mark_saved_as (AzudDocument *document, char *text, guint64 state);

/* commands.c */
/** Whole graph units within the limits; 0 for NaN. */
double azud_clamp_coordinate (double value);

/* graph.c */
void azud_document_refresh_graph (AzudDocument *document);
gboolean azud_document_reaches (AzudDocument *document, AzudNodeRecord *from, AzudNodeRecord *to);
/** Gathers the faults of edges, ids and cycles into @out (element-type AzudDiagnosticRecord). */
void azud_document_graph_faults (AzudDocument *document, GPtrArray *out);

/* file-write.c */
void azud_canonical_append (GString *out, const AzudJson *json, int indent);
void azud_canonical_node (GString *out, const AzudNodeRecord *record, int indent);
void azud_canonical_edge (GString *out, const AzudEdgeRecord *record, int indent);
char *azud_canonical_number (double value);

/* file-read.c */
AzudNodeRecord *azud_read_node (const AzudJson *json, AzudError *error);
AzudEdgeRecord *azud_read_edge (const AzudJson *json, AzudError *error);
gboolean        azud_read_position (const AzudJson *json, double *x, double *y);

/* settings.c */
void azud_document_setting_faults (AzudDocument *document, GPtrArray *out);

/* parameters.c */
void azud_document_refresh_values (AzudDocument *document);
/** Text of parameter @name (override, else default), or NULL when there is none. */
char *azud_document_dup_parameter_text (AzudDocument *document, const char *name);

/* analysis.c */
void azud_document_plan_analysis (AzudDocument *document);
void azud_document_ensure_analysed (AzudDocument *document);
