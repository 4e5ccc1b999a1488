/* document.h: a pipeline as people edit it
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nodes, edges, parameters, settings and layout of one pipeline; every change is a command with an inverse,
 * so all
 * of it can be undone.  A document belongs to one thread (the window's main thread, or the command line's
 * only one).
 * Widgets never change themselves: gesture > command here > signal > widgets follow.
 */

#pragma once

#include <azud/json.h>
#include <azud/node-type.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/* ---- errors at the public face ---- */

#define AZUD_ERROR (azud_error_quark ())
GQuark azud_error_quark (void);
/* GError codes in this domain are AzudFault values: RUN 1, USAGE 2, PIPELINE 3, REJECTS 4, RESOURCE 5,
 * PERMISSION 6, INTERNAL 7, CANCELLED 8. */

/** azud_gerror_to_json: the contract's error object (`condition`, `message`, `node`, `parameter`, `file`,
 * `line`, `column`, `value`,
 * `hint`, what is known).  Works for any GError of the engine.  (transfer full) */
AzudJson *azud_gerror_to_json (const GError *error);

/** azud_gerror_exit_status: DESIGN §9. */
int azud_gerror_exit_status (const GError *error);

/** azud_gerror_get: one place of the error as text ("condition", "node", "parameter", "file", "line",
 * "column", "value", "hint"), or NULL.
 * (transfer full) */
char *azud_gerror_get (const GError *error, const char *what);

/* ---- diagnostics: faults of a graph, gathered ---- */

typedef enum { AZUD_SEVERITY_INFO, AZUD_SEVERITY_WARNING, AZUD_SEVERITY_ERROR } AzudSeverity;

typedef struct
{
  AzudSeverity severity;
  const char  *code;         /* stable: "UNRESOLVED_COLUMN.WITH_SUGGESTION", "AZUD_CYCLE" ... */
  const char  *node;         /* id path, or NULL */
  const char  *parameter;    /* or NULL; in a LIST "items/2/expression" */
  int          span_start;   /* bytes in the parameter's text, -1 = all of it */
  int          span_end;
  const char  *message;      /* translated sentence */
  const char  *hint;         /* translated, or NULL */
  gint64       line;         /* of the file, when loading; 0 = unknown */
} AzudDiagnostic;

/* ---- the document ---- */

#define AZUD_TYPE_DOCUMENT (azud_document_get_type ())
__attribute__ ((visibility ("default")))
G_DECLARE_FINAL_TYPE (AzudDocument, azud_document, AZUD, DOCUMENT, GObject)

/* Signals (all in the owner's thread, after the change):
 *   node-added (char *id), node-removed (char *id), node-changed (char *id, char *what)   what: "label"
 * "position" "params" "disabled"
 *   edge-added (AzudEdge *edge), edge-removed (AzudEdge *edge)
 *   settings-changed (), history-changed (): undo/redo/modified states changed
 *   analysed (): schemas and diagnostics are fresh (emitted from an idle after edits, or by
 * azud_document_analyse)
 *   reloaded (): everything changed */

typedef struct
{
  const char         *id;
  const char         *type_id;
  const AzudNodeType *type;        /* NULL: unknown type, kept as a placeholder */
  const char         *label;       /* never empty */
  double              x, y;        /* graph units of the card's top left corner */
  gboolean            disabled;
  AzudJson           *params;      /* object as written; missing members have defaults */
} AzudNode;

typedef struct
{
  const char *from_node;
  const char *from_port;
  const char *to_node;
  const char *to_port;
} AzudEdge;

AzudDocument *azud_document_new (void);

/** azud_document_load: reads a file.  Blocking.  A damaged file gives NULL and @error (exit 3, line,
 * column); faults of the graph
 * itself (unknown types, dangling edges, cycles) are diagnostics and the document opens. */
AzudDocument *azud_document_load (const char *path, GError **error);

/** azud_document_parse: the same from bytes; @base_folder: what relative paths mean. */
AzudDocument *azud_document_parse (const char *text, gssize length, const char *base_folder, GError **error);

/** azud_document_recover: a document from the text of a draft, as it was at @path (nullable: never saved); it counts as modified. */
AzudDocument *azud_document_recover (const char *text, gssize length, const char *path, GError **error);

/** azud_document_save: canonical text, atomically (temporary beside the resolved target, fsync, rename).
 * Blocking. */
gboolean azud_document_save (AzudDocument *document, const char *path, GError **error);

/** azud_document_save_async, _finish: the same, written in a thread: the text is taken at the call; edits made meanwhile stay unsaved.
 * Callback in the caller's main context; the document counts as saved once _finish returned TRUE. */
void     azud_document_save_async (AzudDocument *document, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean azud_document_save_finish (AzudDocument *document, GAsyncResult *result, GError **error);

/** azud_document_to_text: canonical text; save(load(x)) == x.  (transfer full) */
char *azud_document_to_text (AzudDocument *document);

const char *azud_document_get_path (AzudDocument *document);          /* NULL = never saved */
const char *azud_document_get_base_folder (AzudDocument *document);
void        azud_document_set_base_folder (AzudDocument *document, const char *folder);
/* file name without suffix, or translated "Untitled" */
char       *azud_document_dup_title (AzudDocument *document);
gboolean    azud_document_get_modified (AzudDocument *document);      /* differs from the saved bytes */

/* Looking.  Pointers are valid until the next change. */
guint           azud_document_get_n_nodes (AzudDocument *document);
const AzudNode *azud_document_get_node (AzudDocument *document, guint index);
const AzudNode *azud_document_lookup_node (AzudDocument *document, const char *id);      /* or NULL */
guint           azud_document_get_n_edges (AzudDocument *document);
const AzudEdge *azud_document_get_edge (AzudDocument *document, guint index);

/** azud_document_get_param: value of a parameter, its default when not set, NULL when there is neither.
 * (transfer none) */
AzudJson *azud_document_get_param (AzudDocument *document, const char *node, const char *param);

/** azud_document_dup_subtitle: text of the ON_CANVAS parameters for the card, "" when empty.  (transfer
 * full) */
char *azud_document_dup_subtitle (AzudDocument *document, const char *node);

/* Commands; each is one undo step unless inside begin/end.  Ids and ports that do not exist are ignored with
 * a warning. */
/* translated, for "Undo <label>" */
void        azud_document_begin (AzudDocument *document, const char *label);
void        azud_document_end (AzudDocument *document);
/* ends like azud_document_end, but what was done inside is no step of undo and nothing that has to be saved, and
 * the next save writes it: for what the program completes by itself, such as places that a file does not name */
void        azud_document_end_as_given (AzudDocument *document);
/* its id: "filter-1" (transfer full) */
char       *azud_document_add_node (AzudDocument *document, const char *type_id, double x, double y);
/* and their edges */
void        azud_document_remove_nodes (AzudDocument *document, const char *const *ids);
/* steady moves of one drag merge inside begin/end */
void        azud_document_move_node (AzudDocument *document, const char *id, double x, double y);
void        azud_document_set_label (AzudDocument *document, const char *id, const char *label);
void        azud_document_set_disabled (AzudDocument *document, const char *id, gboolean disabled);
/* NULL value = unset; typing into one parameter merges */
void        azud_document_set_param (AzudDocument *document, const char *id, const char *param,
                                     AzudJson *value);
gboolean    azud_document_add_edge (AzudDocument *document, const char *from_node, const char *from_port,
                                    const char *to_node, const char *to_port, char **reason);
void        azud_document_remove_edge (AzudDocument *document, const char *from_node, const char *from_port,
                                       const char *to_node, const char *to_port);

/** azud_document_can_connect: whether such an edge is legal (no cycle, ports exist, input free); if not,
 * *@reason (optional,
 * transfer full) is a translated sentence.  An input that takes one edge and has one is legal: adding
 * replaces it. */
gboolean azud_document_can_connect (AzudDocument *document, const char *from_node, const char *from_port,
                                    const char *to_node, const char *to_port, char **reason);

/** azud_document_splice: puts node @id (one in, one out) into an edge, as one step. */
gboolean azud_document_splice (AzudDocument *document, const char *id, const AzudEdge *edge);

gboolean    azud_document_can_undo (AzudDocument *document);
gboolean    azud_document_can_redo (AzudDocument *document);
const char *azud_document_get_undo_label (AzudDocument *document);
const char *azud_document_get_redo_label (AzudDocument *document);
void        azud_document_undo (AzudDocument *document);
void        azud_document_redo (AzudDocument *document);

/** azud_document_copy, _paste: nodes and the edges between them as text; paste gives new ids and shifts by
 * (@dx, @dy).
 * Paste: (transfer full) (array zero-terminated=1) ids, NULL and @error for foreign text. */
char  *azud_document_copy (AzudDocument *document, const char *const *ids);
char **azud_document_paste (AzudDocument *document, const char *text, double dx, double dy, GError **error);

/* Settings ("spark.sql.session.timeZone", ...) and declared parameters. */
/* its default when unset; NULL unknown */
const char *azud_document_get_setting (AzudDocument *document, const char *key);
/* undoable */
gboolean    azud_document_set_setting (AzudDocument *document, const char *key, const char *value,
                                       GError **error);
/* array of {"name","type","default","help"} */
AzudJson   *azud_document_get_parameters (AzudDocument *document);
void        azud_document_set_parameters (AzudDocument *document, AzudJson *parameters);    /* undoable */

/** azud_document_override_parameter, _setting: values of one run (-p, -c); not part of the document's file
 * or history. */
gboolean azud_document_override_parameter (AzudDocument *document, const char *name, const char *text,
                                           GError **error);
gboolean azud_document_override_setting (AzudDocument *document, const char *key, const char *value,
                                         GError **error);

/* ---- analysis: lowering of what changed ---- */

/** azud_document_analyse: lowers dirty nodes now (also done from an idle after edits).  Pure: reads no
 * files, < 10 ms for usual graphs. */
void azud_document_analyse (AzudDocument *document);

guint                 azud_document_get_n_diagnostics (AzudDocument *document);
const AzudDiagnostic *azud_document_get_diagnostic (AzudDocument *document, guint index);
/* NULL = anywhere */
gboolean              azud_document_has_errors (AzudDocument *document, const char *node);
/* contract shape of `check` (transfer full) */
AzudJson             *azud_document_diagnostics_to_json (AzudDocument *document);

typedef struct
{
  const char *name;
  const char *type;        /* "decimal(10,2)" */
  gboolean    nullable;
} AzudColumn;

/** azud_document_get_schema: columns of an output port (@n = 0 and NULL when it cannot be known).  Valid
 * until the next analysis. */
const AzudColumn *azud_document_get_schema (AzudDocument *document, const char *node, const char *port,
                                            guint *n);

/** azud_document_get_input_schema: columns that arrive at input @port (NULL = all inputs side by side, as
 * expressions see them). */
const AzudColumn *azud_document_get_input_schema (AzudDocument *document, const char *node, const char *port,
                                                  guint *n);

/** azud_document_order: node ids in topological order, sources first; cycles last.  (transfer full) (array
 * zero-terminated=1) */
char **azud_document_order (AzudDocument *document);

/* ---- texts ---- */

typedef enum { AZUD_PLAN_LEVEL_GRAPH, AZUD_PLAN_LEVEL_LOGICAL, AZUD_PLAN_LEVEL_OPTIMIZED,
               AZUD_PLAN_LEVEL_STAGES } AzudPlanLevel;
typedef enum { AZUD_PLAN_FORMAT_TEXT, AZUD_PLAN_FORMAT_JSON, AZUD_PLAN_FORMAT_DOT } AzudPlanFormat;

/** azud_document_print_plan: before any run.  @without: rules to leave out (zero-terminated) or NULL.  NULL
 * and @error when the graph has
 * errors that leave nothing to print.  (transfer full) */
char *azud_document_print_plan (AzudDocument *document, AzudPlanLevel level, AzudPlanFormat format,
                                const char *const *without, GError **error);

/** azud_document_export: a script: @target "pyspark", "glue", "dot".  (transfer full) */
char *azud_document_export (AzudDocument *document, const char *target, GError **error);

/** azud_document_headless_command: the exact command that runs this document: quoted for a shell.
 * _systemd_unit: a unit file. */
char *azud_document_headless_command (AzudDocument *document);
char *azud_document_systemd_unit (AzudDocument *document);

G_END_DECLS
