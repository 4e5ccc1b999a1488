/* output-sweep.c: what dead runs have left
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * A temporary belongs to a live run as long as somebody holds its flock; the kernel drops the lock with the
 * process, so numbers that come again do no harm.  An intent, `.NAME.PID-XXXX.intent`, is written (and
 * locked) by a commit of several outputs before its first rename: a list of what is to be done ("rename", "parts",
 * "exchange INODE"), temporary and target, each ended by a zero byte.  If its owner died, what was not done is done
 * now: everything was complete and on disk when the intent was written.  Folders that change places are told apart by
 * the inode of the new one.
 */

#include "config.h"

#include "formats/output-private.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define INTENT_MAX ((size_t) 1 << 20)
#define EXCHANGE "exchange "

/* `.NAME.PID-XXXXXXXX` and @ending */
static bool
is_ours (const char *name,
         const char *ending)
{
  size_t length = strlen (name);
  size_t end = strlen (ending);
  const char *p;
  int digits = 0;

  if (name[0] != '.' || length < end + 12 || strcmp (name + length - end, ending) != 0)
    return false;
  p = name + length - end;
  for (int i = 0; i < 8; i++)
    if (!isxdigit ((unsigned char) *--p))
      return false;
  if (*--p != '-')
    return false;
  while (p > name && isdigit ((unsigned char) p[-1]))
    {
      p--;
      digits++;
    }
  return digits > 0 && p - name >= 2 && p[-1] == '.';
}

/* ---- intents ---- */

static bool
needs_intent (AzudOutput *const *outputs,
              size_t             n)
{
  size_t real = 0;

  for (size_t i = 0; i < n; i++)
    real += !outputs[i]->skipped;
  return real > 1;
}

static void
intent_path (const AzudOutput *output,
             char              path[PATH_MAX])
{
  snprintf (path, PATH_MAX, "%.*s.intent", (int) (strlen (output->temporary) - 5), output->temporary);
}

static bool
append_word (AzudBytes  *text,
             const char *word,
             AzudError  *error)
{
  return azud_bytes_append (text, word, strlen (word) + 1, error);
}

/* What make_visible() in output-commit.c is about to do with @output. */
static bool
describe (const AzudOutput *output,
          AzudBytes        *text,
          AzudError        *error)
{
  char action[48] = "rename";
  struct stat info;

  if (output->folder && output->exists && output->mode == AZUD_WRITE_APPEND)
    snprintf (action, sizeof action, "parts");
  else if (output->folder && output->exists)
    {
      if (stat (output->temporary, &info) != 0)
        return azud_error_set_errno (error, N_("read"), output->temporary, errno);
      snprintf (action, sizeof action, EXCHANGE "%llu", (unsigned long long) info.st_ino);
    }
  return append_word (text, action, error) && append_word (text, output->temporary, error) && append_word (text, output->target, error);
}

bool
azud_output_intent_write (AzudOutput **outputs,
                          size_t       n,
                          AzudError   *error)
{
  AzudBytes text;
  bool ok = true;

  if (!needs_intent (outputs, n))
    return true;
  azud_bytes_init (&text, outputs[0]->account);
  for (size_t i = 0; ok && i < n; i++)
    ok = outputs[i]->skipped || describe (outputs[i], &text, error);
  for (size_t i = 0; ok && i < n; i++)
    {
      char path[PATH_MAX];
      int fd;

      if (outputs[i]->skipped)
        continue;
      intent_path (outputs[i], path);
      fd = azud_io_create (path, 0600, error);
      ok = fd >= 0;
      if (!ok)
        break;
      outputs[i]->intent_fd = azud_owner_lock (path);
      ok = azud_io_write (fd, path, text.data, text.size, error) && azud_io_sync (fd, path, error);
      ok = azud_io_close (fd, path, ok ? error : NULL) && ok &&
      azud_io_sync_folder (outputs[i]->parent, error);
    }
  azud_bytes_clear (&text);
  return ok;
}

void
azud_output_intent_remove (AzudOutput **outputs,
                           size_t       n)
{
  if (!needs_intent (outputs, n))
    return;
  for (size_t i = 0; i < n; i++)
    {
      char path[PATH_MAX];

      if (outputs[i]->skipped)
        continue;
      intent_path (outputs[i], path);
      unlink (path);
      if (outputs[i]->intent_fd >= 0)
        close (outputs[i]->intent_fd);
      outputs[i]->intent_fd = -1;
    }
}

/* Part files join those that are there, as far as they have not. */
static void
move_parts (const char *from,
            const char *to)
{
  DIR *source = opendir (from);
  DIR *target = opendir (to);
  struct dirent *entry;

  while (source != NULL && target != NULL && (entry = readdir (source)) != NULL)
    if (entry->d_name[0] != '.')       /* attempts that were never finished begin with one */
      renameat (dirfd (source), entry->d_name, dirfd (target), entry->d_name);
  if (source != NULL)
    closedir (source);
  if (target != NULL)
    closedir (target);
}

/* Does one line of an intent, unless it was done. */
static void
act (const char *action,
     const char *from,
     const char *to)
{
  struct stat info;

  if (!is_ours (strrchr (from, '/') != NULL ? strrchr (from, '/') + 1 : from, ".part"))
    return;
  if (strcmp (action, "rename") == 0)
    rename (from, to);   /* ENOENT when it was done */
  else if (strcmp (action, "parts") == 0)
    move_parts (from, to);
  else if (strncmp (action, EXCHANGE, strlen (EXCHANGE)) == 0 && stat (from, &info) == 0 &&
           strtoull (action + strlen (EXCHANGE), NULL, 10) == (unsigned long long) info.st_ino)
    renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE);
}

/* Does what an intent says and is not done yet.  A list that is cut short was never acted upon: it is
 * synced before the first rename. */
static void
complete_intent (int         fd,
                 const char *path)
{
  char *text = malloc (INTENT_MAX);
  ssize_t size = text != NULL ? pread (fd, text, INTENT_MAX, 0) : -1;
  const char *p = text;
  const char *end = text + (size > 0 ? size : 0);

  while (p != NULL && p < end)
    {
      const char *words[3];
      int n = 0;

      for (; n < 3 && p < end && memchr (p, '\0', (size_t) (end - p)) != NULL; p += strlen (p) + 1)
        words[n++] = p;
      if (n < 3)
        break;
      act (words[0], words[1], words[2]);
    }
  free (text);
  unlink (path);
}

/* ---- sweeping ---- */

static bool
is_intent (const char *name)
{
  return is_ours (name, ".intent");
}

static bool
is_temporary (const char *name)
{
  return is_ours (name, ".part") || is_ours (name, ".old.part");
}

static void
remove_temporary (int         fd,
                  const char *path)
{
  struct stat info;

  if (fstat (fd, &info) == 0 && S_ISDIR (info.st_mode))
    azud_owner_remove_folder (path);
  else
    unlink (path);
}

int
azud_output_sweep (const char *folder)
{
  int n = azud_owner_sweep (folder, is_intent, complete_intent);

  return n + azud_owner_sweep (folder, is_temporary, remove_temporary);
}
