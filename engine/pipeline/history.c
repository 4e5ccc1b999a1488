/* history.c: changes and their inverses, steps of undo and redo, and whether anything differs from the saved
 * bytes
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * There is one way to change the model: azud_document_commit().  A change is data that can be applied
 * forwards and backwards; a group of them is a step.
 */

#include "config.h"

#include "pipeline/document-private.h"

#include <string.h>

AzudChange *
azud_change_new (AzudChangeKind kind,
                 const char    *id)
{
  AzudChange *change = g_new0 (AzudChange, 1);

  change->kind = kind;
  change->id = g_strdup (id);
  return change;
}

/* Nodes and edges belong to the change while they are not in the document. */
static void
change_free (AzudChange *change)
{
  gboolean adds = change->kind == AZUD_CHANGE_ADD_NODE || change->kind == AZUD_CHANGE_ADD_EDGE;

  if (adds != change->applied)
    {
      azud_node_record_free (change->node);
      azud_edge_record_free (change->edge);
    }
  g_free (change->id);
  g_free (change->old_text);
  g_free (change->new_text);
  g_clear_pointer (&change->old_json, azud_json_unref);
  g_clear_pointer (&change->new_json, azud_json_unref);
  g_free (change);
}

void
azud_group_free (AzudGroup *group)
{
  g_free (group->label);
  g_ptr_array_unref (group->changes);
  g_free (group);
}

static AzudGroup *
group_new (const char *label)
{
  AzudGroup *group = g_new0 (AzudGroup, 1);

  group->label = g_strdup (label != NULL ? label : "");
  group->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);
  return group;
}

/* ---- applying ---- */

static void
emit_changed (AzudDocument *document,
              const char   *id,
              const char   *what)
{
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_NODE_CHANGED], 0, id, what);
}

static void
put_node (AzudDocument *document,
          AzudChange   *change)
{
  azud_document_insert_node (document, change->node, change->index);
  azud_document_touch (document);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_NODE_ADDED], 0, change->id);
}

static void
take_node (AzudDocument *document,
           AzudChange   *change)
{
  change->node = azud_document_steal_node (document, change->index);
  azud_document_touch (document);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_NODE_REMOVED], 0, change->id);
}

static void
put_edge (AzudDocument *document,
          AzudChange   *change)
{
  azud_document_insert_edge (document, change->edge, change->index);
  azud_document_touch (document);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_EDGE_ADDED], 0, &change->edge->edge);
}

static void
take_edge (AzudDocument *document,
           AzudChange   *change)
{
  change->edge = azud_document_steal_edge (document, change->index);
  azud_document_touch (document);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_EDGE_REMOVED], 0, &change->edge->edge);
}

static void
apply_to_node (AzudDocument     *document,
               const AzudChange *change,
               gboolean          forward)
{
  AzudNodeRecord *record = azud_document_find (document, change->id);
  const AzudPosition *position = forward ? &change->new_position : &change->old_position;

  g_return_if_fail (record != NULL);

  switch (change->kind)
    {
    case AZUD_CHANGE_LABEL:
      azud_node_record_set_label (record, forward ? change->new_text : change->old_text);
      record->dirty = TRUE;   /* labels name the variables of scripts */
      azud_document_touch (document);
      emit_changed (document, record->node.id, "label");
      break;
    case AZUD_CHANGE_POSITION:
      record->node.x = position->x;
      record->node.y = position->y;
      record->placed = position->placed;
      document->revision++;   /* nothing to analyse */
      emit_changed (document, record->node.id, "position");
      break;
    case AZUD_CHANGE_DISABLED:
      record->node.disabled = forward ? change->new_flag : !change->new_flag;
      record->dirty = TRUE;
      azud_document_touch (document);
      emit_changed (document, record->node.id, "disabled");
      break;
    case AZUD_CHANGE_PARAMS:
    default:
      azud_json_unref (record->node.params);
      record->node.params = azud_json_ref (forward ? change->new_json : change->old_json);
      record->dirty = TRUE;
      azud_document_touch (document);
      emit_changed (document, record->node.id, "params");
      break;
    }
}

static void
apply_to_document (AzudDocument     *document,
                   const AzudChange *change,
                   gboolean          forward)
{
  AzudJson **place = change->kind == AZUD_CHANGE_SETTINGS ? &document->settings : &document->parameters;

  azud_json_unref (*place);
  *place = azud_json_ref (forward ? change->new_json : change->old_json);
  document->values_stale = TRUE;
  document->all_dirty = TRUE;
  azud_document_touch (document);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_SETTINGS_CHANGED], 0);
}

static void
apply (AzudDocument *document,
       AzudChange   *change,
       gboolean      forward)
{
  change->applied = forward;
  switch (change->kind)
    {
    case AZUD_CHANGE_ADD_NODE:
    case AZUD_CHANGE_REMOVE_NODE:
      if ((change->kind == AZUD_CHANGE_ADD_NODE) == forward)
        put_node (document, change);
      else
        take_node (document, change);
      break;
    case AZUD_CHANGE_ADD_EDGE:
    case AZUD_CHANGE_REMOVE_EDGE:
      if ((change->kind == AZUD_CHANGE_ADD_EDGE) == forward)
        put_edge (document, change);
      else
        take_edge (document, change);
      break;
    case AZUD_CHANGE_SETTINGS:
    case AZUD_CHANGE_PARAMETERS:
      apply_to_document (document, change, forward);
      break;
    case AZUD_CHANGE_LABEL:
    case AZUD_CHANGE_POSITION:
    case AZUD_CHANGE_DISABLED:
    case AZUD_CHANGE_PARAMS:
    default:
      apply_to_node (document, change, forward);
      break;
    }
}

/* ---- recording ---- */

guint64
azud_document_get_state (AzudDocument *document)
{
  AzudGroup *top = document->undo->len > 0 ? document->undo->pdata[document->undo->len - 1] : NULL;

  return top != NULL ? top->state : document->first_state;
}

/* Whether @change says something about the same thing as @earlier, so that one of them is enough. */
static gboolean
continues (const AzudChange *earlier,
           const AzudChange *change)
{
  return earlier->kind == change->kind && g_strcmp0 (earlier->id, change->id) == 0 &&
    earlier->param == change->param &&
         (change->kind == AZUD_CHANGE_POSITION || change->kind == AZUD_CHANGE_PARAMS ||
          change->kind == AZUD_CHANGE_LABEL);
}

/* Lets @earlier end where @change ends; takes @change. */
static void
absorb (AzudChange *earlier,
        AzudChange *change)
{
  earlier->new_position = change->new_position;
  g_free (earlier->new_text);
  earlier->new_text = g_steal_pointer (&change->new_text);
  g_clear_pointer (&earlier->new_json, azud_json_unref);
  earlier->new_json = g_steal_pointer (&change->new_json);
  change_free (change);
}

static gboolean
changes_nothing (const AzudChange *change)
{
  switch (change->kind)
    {
    case AZUD_CHANGE_LABEL:
      return g_strcmp0 (change->old_text, change->new_text) == 0;
    case AZUD_CHANGE_POSITION:
      return change->old_position.x == change->new_position.x &&
        change->old_position.y == change->new_position.y &&
             change->old_position.placed == change->new_position.placed;
    case AZUD_CHANGE_PARAMS:
      return azud_json_equal (change->old_json, change->new_json);
    default:
      return FALSE;
    }
}

/* Inside begin and end: the moves of one drag become one change a node. */
static void
record_in_group (AzudGroup  *group,
                 AzudChange *change)
{
  for (guint i = group->changes->len; i > 0; i--)
    {
      AzudChange *earlier = group->changes->pdata[i - 1];

      if (earlier->kind != change->kind)
        break;
      if (continues (earlier, change))
        {
          absorb (earlier, change);
          return;
        }
      if (g_strcmp0 (earlier->id, change->id) == 0)
        break;   /* it rests on that one */
    }
  g_ptr_array_add (group->changes, change);
}

static void
push_group (AzudDocument *document,
            AzudGroup    *group)
{
  group->state = ++document->next_state;
  g_ptr_array_add (document->undo, group);
}

/* One letter more of the same word: joins the last step unless that step was saved. */
static gboolean
record_in_last (AzudDocument *document,
                AzudChange   *change)
{
  AzudGroup *top = document->undo->len > 0 ? document->undo->pdata[document->undo->len - 1] : NULL;
  AzudChange *earlier;

  if (top == NULL || !top->mergeable || document->redo->len > 0 || top->state == document->saved_state)
    return FALSE;
  earlier = top->changes->pdata[0];
  if (!continues (earlier, change))
    return FALSE;
  absorb (earlier, change);
  top->state = ++document->next_state;
  if (changes_nothing (earlier))
    g_ptr_array_remove_index (document->undo, document->undo->len - 1);
  return TRUE;
}

void
azud_document_commit (AzudDocument *document,
                      AzudChange   *change,
                      const char   *label,
                      gboolean      merge)
{
  gboolean told = FALSE;   /* in a group its first change says it all: who listens may look at the whole text each time */

  g_return_if_fail (!document->frozen);

  apply (document, change, TRUE);
  if (document->open != NULL)
    {
      record_in_group (document->open, change);
      told = document->open->changes->len > 1;
    }
  else if (!merge || !record_in_last (document, change))
    {
      AzudGroup *group = group_new (label);

      group->mergeable = merge;
      g_ptr_array_add (group->changes, change);
      push_group (document, group);
    }
  g_ptr_array_set_size (document->redo, 0);
  if (!told)
    g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_HISTORY_CHANGED], 0);
}

void
azud_document_begin (AzudDocument *document,
                     const char   *label)
{
  g_return_if_fail (AZUD_IS_DOCUMENT (document));

  if (document->open_depth++ == 0)
    document->open = group_new (label);
}

void
azud_document_end (AzudDocument *document)
{
  AzudGroup *group;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));
  g_return_if_fail (document->open_depth > 0);

  if (--document->open_depth > 0)
    return;
  group = g_steal_pointer (&document->open);
  for (guint i = group->changes->len; i > 0; i--)
    if (changes_nothing (group->changes->pdata[i - 1]))
      g_ptr_array_remove_index (group->changes, i - 1);
  if (group->changes->len > 0)
    push_group (document, group);
  else
    azud_group_free (group);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_HISTORY_CHANGED], 0);
}

void
azud_document_end_as_given (AzudDocument *document)
{
  gboolean saved;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));
  g_return_if_fail (document->open_depth == 1);

  saved = azud_document_get_state (document) == document->saved_state;
  document->open_depth = 0;
  azud_group_free (g_steal_pointer (&document->open));
  if (saved)
    azud_document_mark_saved (document, FALSE);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_HISTORY_CHANGED], 0);
}

/* ---- undo and redo ---- */

gboolean
azud_document_can_undo (AzudDocument *document)
{
  return document->undo->len > 0 && document->open == NULL;
}

gboolean
azud_document_can_redo (AzudDocument *document)
{
  return document->redo->len > 0 && document->open == NULL;
}

static const char *
top_label (GPtrArray *stack)
{
  return stack->len > 0 ? ((AzudGroup *) stack->pdata[stack->len - 1])->label : NULL;
}

const char *
azud_document_get_undo_label (AzudDocument *document)
{
  return top_label (document->undo);
}

const char *
azud_document_get_redo_label (AzudDocument *document)
{
  return top_label (document->redo);
}

void
azud_document_undo (AzudDocument *document)
{
  AzudGroup *group;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));

  if (!azud_document_can_undo (document))
    return;
  group = g_ptr_array_steal_index (document->undo, document->undo->len - 1);
  document->frozen = TRUE;
  for (guint i = group->changes->len; i > 0; i--)
    apply (document, group->changes->pdata[i - 1], FALSE);
  document->frozen = FALSE;
  group->mergeable = FALSE;
  g_ptr_array_add (document->redo, group);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_HISTORY_CHANGED], 0);
}

void
azud_document_redo (AzudDocument *document)
{
  AzudGroup *group;

  g_return_if_fail (AZUD_IS_DOCUMENT (document));

  if (!azud_document_can_redo (document))
    return;
  group = g_ptr_array_steal_index (document->redo, document->redo->len - 1);
  document->frozen = TRUE;
  for (guint i = 0; i < group->changes->len; i++)
    apply (document, group->changes->pdata[i], TRUE);
  document->frozen = FALSE;
  g_ptr_array_add (document->undo, group);
  g_signal_emit (document, azud_document_signals[AZUD_SIGNAL_HISTORY_CHANGED], 0);
}

/* ---- saved or not ---- */

void
azud_document_mark_saved (AzudDocument *document,
                          gboolean      forget)
{
  if (forget)
    {
      g_ptr_array_set_size (document->undo, 0);
      g_ptr_array_set_size (document->redo, 0);
      document->first_state = ++document->next_state;
    }
  g_free (document->saved_text);
  document->saved_text = azud_document_to_text (document);
  document->saved_state = azud_document_get_state (document);
  document->modified_for = document->revision;
  document->modified = FALSE;
}

void
azud_document_mark_saved_as (AzudDocument *document,
                             char         *text,
                             guint64       state)
{
  g_free (document->saved_text);
  document->saved_text = text;
  document->saved_state = state;
  document->modified_for = document->revision - 1;   /* compared anew when asked for */
}

gboolean
azud_document_get_modified (AzudDocument *document)
{
  g_return_val_if_fail (AZUD_IS_DOCUMENT (document), FALSE);

  /* the text is made only where the history cannot tell, and once a revision */
  if (document->open == NULL && azud_document_get_state (document) == document->saved_state)
    return FALSE;
  if (document->modified_for != document->revision)
    {
      g_autofree char *text = azud_document_to_text (document);

      document->modified = strcmp (text, document->saved_text) != 0;
      document->modified_for = document->revision;
    }
  return document->modified;
}
