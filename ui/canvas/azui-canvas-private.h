/* azui-canvas-private.h: what the files of the canvas share
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "canvas/azui-canvas-geometry.h"
#include "canvas/azui-canvas.h"
#include "canvas/azui-node-card.h"

G_BEGIN_DECLS

typedef struct _CanvasWire CanvasWire;

/* What the canvas keeps of a node: a copy of what it draws, so that no document pointer is held across changes. */
typedef struct
{
  char               *id;
  const AzudNodeType *type;
  AzuiNodeCard       *card;        /* made when it first comes into sight; NULL until then */
  graphene_rect_t     bounds;      /* graph units */
  GPtrArray          *ports[2];    /* char *: ids of inputs and outputs */
  GPtrArray          *wires;       /* CanvasWire *, not owned: those that touch it */
  gboolean            selected;
  gboolean            disabled;
  guint               n_errors, n_warnings;
  AzuiProgress        progress;
  double              fraction;
  char               *badge;
  char               *badge_details;   /* what the badge means, in sentences; NULL with it */
  gboolean            badge_is_quiet;  /* nothing to worry about */
  gint64              time_us, memory_bytes;   /* of the run shown */
} CanvasNode;

struct _CanvasWire
{
  char          *from_node, *from_port, *to_node, *to_port;
  CanvasNode    *from, *to;        /* NULL while an end is missing */
  AzuiWire       curve;
  graphene_rect_t bounds;
  GskRenderNode *picture;          /* cached drawing in graph units, dropped when anything of it changes */
  gboolean       selected;
  gboolean       counted;          /* rows is known */
  gboolean       merged;           /* optimised into another operator: no rows of its own */
  char          *merged_into;      /* the label of the node it was merged into, or NULL */
  gboolean       flowing;          /* the run is between its ends */
  gint64         rows;
  PangoLayout   *pill;             /* the text on it, or NULL */
};

typedef enum { DRAG_NONE, DRAG_PAN, DRAG_MOVE, DRAG_RUBBER, DRAG_WIRE, DRAG_CUT, DRAG_CLICK } DragKind;

typedef struct
{
  DragKind         kind;
  graphene_point_t start, now;     /* view pixels */
  AzuiView         view;           /* at the start */
  gboolean         moved;

  /* DRAG_MOVE, DRAG_CLICK */
  char            *anchor;         /* the node pressed on */
  GArray          *origins;        /* MoveOrigin */
  gboolean         collapse;       /* a click without a move selects only the anchor */

  /* DRAG_RUBBER */
  GHashTable      *before;         /* ids selected when it began, or NULL */
  gboolean         toggle;

  /* DRAG_WIRE: @anchor is the node */
  char            *port;
  gboolean         output;
  AzudEdge         detached;       /* owned texts: the wire that was taken off its end, or all NULL */
  char            *target;         /* node under the pointer, or NULL */
  char            *target_port;
  gboolean         legal;
  char            *reason;
  gboolean         began;          /* azud_document_begin was called */
} CanvasDrag;

struct _AzuiCanvas
{
  GtkWidget        parent_instance;

  AzudDocument    *document;
  GHashTable      *by_id;          /* char * > CanvasNode */
  GPtrArray       *nodes;          /* CanvasNode *, in order of stacking */
  GPtrArray       *wires;          /* CanvasWire * */

  AzuiView         view;
  gboolean         allocating;     /* inside size_allocate, where nothing may ask for a new size */
  guint            cards_source;   /* makes the cards that came into sight */
  gboolean         fit_pending;
  gboolean         fitted;         /* nothing was touched since: a new size is fitted anew */
  int              width, height;  /* as last allocated */
  gboolean         routes_stale;   /* something stands elsewhere: wires look for their ways anew */
  gboolean         detail;         /* cards are shown (else rectangles) */
  gboolean         has_run;
  gboolean         running_graph;  /* azui_canvas_begin_run() was called for this document */
  GHashTable      *edited;         /* char *: ids of nodes whose results went since then */
  gint64           run_us;         /* how long the run shown has taken */

  char            *shown_node, *shown_port;   /* clicked output port */
  CanvasWire      *hovered_wire;
  CanvasNode      *hovered_node;
  int              hovered_port;              /* -1 = none */
  gboolean         hovered_output;
  CanvasWire      *splice;                    /* where a drop would be put in */

  CanvasDrag       drag;
  graphene_point_t pointer;                   /* view pixels */
  gboolean         space_held;
  gboolean         space_used;
  gboolean         keys_began;                /* arrows are moving nodes inside begin/end */
  guint            autoscroll;                /* tick */
  guint            paste_count;
  graphene_point_t menu_at;
  CanvasWire      *menu_wire;

  GtkWidget       *hint;
  GtkWidget       *map;
  GtkWidget       *quick_add;
  char            *pending_node, *pending_port;   /* from where a wire waits for what quick add brings, or NULL */
  gboolean         pending_output;
  graphene_point_t pending_at;                /* graph units: its loose end */
  GtkWidget       *menu;
  PangoLayout     *reason_layout;
  GCancellable    *layout_cancellable;
};

enum
{
  CANVAS_SIGNAL_SELECTION_CHANGED,
  CANVAS_SIGNAL_PORT_SELECTED,
  CANVAS_SIGNAL_NODE_ACTIVATED,
  CANVAS_SIGNAL_RUN_TO_REQUESTED,
  CANVAS_SIGNAL_MESSAGE,
  CANVAS_N_SIGNALS
};
extern guint azui_canvas_signals[CANVAS_N_SIGNALS];

/* azui-canvas-model.c: the document's nodes and wires here */
void        azui_canvas_model_init (AzuiCanvas *self);
void        azui_canvas_model_connect (AzuiCanvas *self);
void        azui_canvas_model_disconnect (AzuiCanvas *self);
CanvasNode *azui_canvas_lookup (AzuiCanvas *self, const char *id);
GtkWidget  *azui_canvas_ensure_card (AzuiCanvas *self, CanvasNode *node);
CanvasWire *azui_canvas_lookup_wire (AzuiCanvas *self, const AzudEdge *edge);
void        azui_canvas_wire_invalidate (AzuiCanvas *self, CanvasWire *wire);
gboolean    azui_canvas_content (AzuiCanvas *self, gboolean selected_only, graphene_rect_t *bounds);
AzudEdge    azui_canvas_wire_edge (const CanvasWire *wire);
int         azui_canvas_port_index (CanvasNode *node, gboolean output, const char *port);
graphene_point_t azui_canvas_port_point (CanvasNode *node, gboolean output, guint index);

/* azui-canvas-wires.c: wires go around cards; their ways are found by route_wires, if something changed since the last time */
void        azui_canvas_routes_changed (AzuiCanvas *self);
void        azui_canvas_route_wires (AzuiCanvas *self);

/* azui-canvas.c: view and selection */
void        azui_canvas_view_changed (AzuiCanvas *self);
void        azui_canvas_fit_readable (AzuiCanvas *self);   /* all of it, or the beginning where all would be too small */
void        azui_canvas_set_selected (AzuiCanvas *self, CanvasNode *node, gboolean selected);
void        azui_canvas_clear_selection (AzuiCanvas *self);
void        azui_canvas_selection_changed (AzuiCanvas *self);
guint       azui_canvas_n_selected (AzuiCanvas *self);
CanvasNode *azui_canvas_single_selected (AzuiCanvas *self);
void        azui_canvas_select_only (AzuiCanvas *self, CanvasNode *node);
void        azui_canvas_select_wire (AzuiCanvas *self, CanvasWire *wire);
CanvasWire *azui_canvas_selected_wire (AzuiCanvas *self);
void        azui_canvas_show_port (AzuiCanvas *self, CanvasNode *node, const char *port);
void        azui_canvas_reveal (AzuiCanvas *self, CanvasNode *node);
void        azui_canvas_update_ports (AzuiCanvas *self);
void        azui_canvas_update_node_ports (AzuiCanvas *self, CanvasNode *node);

#define CANVAS_PLUS_RADIUS 9.0f

/* azui-canvas-hit.c: what is under a point (view pixels) */
graphene_point_t azui_canvas_plus_point (AzuiCanvas *self, CanvasWire *wire);   /* of the + on the wire under the pointer */
gboolean    azui_canvas_is_on_plus (AzuiCanvas *self, graphene_point_t point);
CanvasNode *azui_canvas_node_at (AzuiCanvas *self, graphene_point_t point);
CanvasNode *azui_canvas_port_at (AzuiCanvas *self, graphene_point_t point, gboolean *output, guint *index);
CanvasWire *azui_canvas_wire_at (AzuiCanvas *self, graphene_point_t point);

/* azui-canvas-paint.c */
void        azui_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);

/* azui-canvas-gestures.c */
void        azui_canvas_install_gestures (AzuiCanvas *self);
void        azui_canvas_drag_cancel (AzuiCanvas *self);

/* azui-canvas-drags.c: what each kind of drag does */
void        azui_canvas_drag_begin (AzuiCanvas *self, graphene_point_t at, GdkModifierType state);
void        azui_canvas_drag_to (AzuiCanvas *self, graphene_point_t at, GdkModifierType state);
void        azui_canvas_drag_end (AzuiCanvas *self, GdkModifierType state);
void        azui_canvas_drag_reset (AzuiCanvas *self);
/* The wire into which a drop would go is highlighted. */
void        azui_canvas_set_splice (AzuiCanvas *self, CanvasWire *wire);

/* azui-canvas-keys.c */
void        azui_canvas_install_keys (AzuiCanvas *self);
void        azui_canvas_keys_end (AzuiCanvas *self);

/* azui-canvas-actions.c */
void        azui_canvas_class_install_actions (GtkWidgetClass *widget_class);
void        azui_canvas_update_actions (AzuiCanvas *self);

/* azui-canvas-insert.c: adding nodes */
void        azui_canvas_insert (AzuiCanvas *self, const char *type_id, graphene_point_t graph, const char *from_node, const char *from_port, gboolean from_output, const AzudEdge *splice);
void        azui_canvas_quick_add_at (AzuiCanvas *self, graphene_point_t view, const char *from_node, const char *from_port, gboolean from_output, CanvasWire *splice, const char *typed);
void        azui_canvas_quick_add_typed (AzuiCanvas *self, const char *typed);
gboolean    azui_canvas_can_splice (const AzudNodeType *type);
gboolean    azui_canvas_connect_first (AzuiCanvas *self, const char *from, const char *from_port, const char *to, const char *to_port);

/* azui-canvas-clipboard.c */
void        azui_canvas_copy (AzuiCanvas *self);
void        azui_canvas_paste (AzuiCanvas *self);
void        azui_canvas_duplicate (AzuiCanvas *self);

/* azui-canvas-menus.c */
void        azui_canvas_show_menu (AzuiCanvas *self, graphene_point_t at);

/* azui-canvas-tooltip.c */
gboolean    azui_canvas_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip);

/* azui-canvas-run.c */
void        azui_canvas_wire_update_pill (AzuiCanvas *self, CanvasWire *wire);

/** azui_canvas_forget_results: takes away what the last run showed of @node and of all that depends on it. */
void        azui_canvas_forget_results (AzuiCanvas *self, CanvasNode *node);

/* azui-canvas-arrange.c */
void        azui_canvas_arrange (AzuiCanvas *self);

void        azui_canvas_say (AzuiCanvas *self, const char *text);

G_END_DECLS
