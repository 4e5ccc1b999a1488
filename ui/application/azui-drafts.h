/* azui-drafts.h: unsaved work that survives the end of the program
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * While a document differs from its file, its text is written every few seconds to a file of its own below the user's
 * state folder, in a thread, and removed once it is saved or discarded.  A draft that is found belongs to a program that ended
 * without asking.  Thread: main.
 */

#pragma once

#include <azud/document.h>

G_BEGIN_DECLS

typedef struct _AzuiDraft AzuiDraft;

/** azui_draft_new: keeps drafts of @document until freed. */
AzuiDraft *azui_draft_new (AzudDocument *document);

/** azui_draft_free: removes the draft unless @keep. */
void azui_draft_free (AzuiDraft *draft, gboolean keep);

/** azui_draft_write_now: does not wait for the interval (tests). */
void azui_draft_write_now (AzuiDraft *draft);

/** azui_drafts_recover: the draft of the pipeline at @path, NULL = the oldest of those that were never saved.  It is taken: the next
 * call does not find it.  (transfer full) (nullable) */
AzudDocument *azui_drafts_recover (const char *path);

/** azui_drafts_has: whether azui_drafts_recover would find one. */
gboolean azui_drafts_has (const char *path);

/** azui_drafts_forget: removes it unread. */
void azui_drafts_forget (const char *path);

G_END_DECLS
