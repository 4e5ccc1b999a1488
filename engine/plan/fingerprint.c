/* fingerprint.c: a key of what an operator computes
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each operator is hashed from its own text, its schema, its expressions and its inputs' keys.  The engine's own 64-bit hash is
 * not used: tests may make it constant, and a key must stay a key then.
 */

#include "config.h"

#include "plan/print.h"

#include "expr/function.h"
#include "plan/plan-private.h"

#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

typedef struct
{
  XXH3_state_t *state;
  bool          volatile_values;   /* rand(), current_timestamp(), a pipe: another run gives other rows */
  gint64        newest_ns;         /* when the newest of the files was changed */
} Hasher;

static void
add_bytes (Hasher *hasher, const void *bytes, size_t size)
{
  guint64 length = size;

  XXH3_128bits_update (hasher->state, &length, sizeof length);
  XXH3_128bits_update (hasher->state, bytes, size);
}

static void
add_text (Hasher *hasher, const char *text)
{
  add_bytes (hasher, text != NULL ? text : "\xff", text != NULL ? strlen (text) : 1);
}

static void
add_number (Hasher *hasher, gint64 number)
{
  XXH3_128bits_update (hasher->state, &number, sizeof number);
}

static void
add_schema (Hasher *hasher, const AzudSchema *schema)
{
  add_number (hasher, schema->n_fields);
  for (int i = 0; i < schema->n_fields; i++)
    {
      char type[512];

      azud_dtype_print (schema->fields[i].type, type, sizeof type);
      add_text (hasher, schema->fields[i].name);
      add_text (hasher, type);
      add_number (hasher, schema->fields[i].nullable);
    }
}

static bool
node_is_stable (const AzudExpr *expr, void *data)
{
  return expr->kind != AZUD_EXPR_CALL || expr->function == NULL
         || (expr->function->flags & (AZUD_FUNCTION_PER_QUERY | AZUD_FUNCTION_NONDETERMINISTIC)) == 0;
}

static bool
add_expr (const AzudExpr *expr, const AzudSchema *scope, void *data)
{
  Hasher *hasher = data;

  add_number (hasher, (gint64) azud_expr_hash (expr, 1));
  add_number (hasher, (gint64) azud_expr_hash (expr, 2));
  if (!azud_expr_visit (expr, node_is_stable, NULL))
    hasher->volatile_values = true;
  return true;
}

/* ---- files ---- */

#define MAX_FILES 100000   /* of one scan; beyond it only the folders' own times count */

static void
add_file (Hasher *hasher, const char *path, const struct stat *info)
{
  add_text (hasher, path);
  add_number (hasher, (gint64) info->st_dev);
  add_number (hasher, (gint64) info->st_ino);
  add_number (hasher, (gint64) info->st_size);
  add_number (hasher, (gint64) info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec);
  hasher->newest_ns = MAX (hasher->newest_ns, (gint64) info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec);
  hasher->volatile_values |= !S_ISREG (info->st_mode) && !S_ISDIR (info->st_mode);
}

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_folder (GPtrArray *waiting, const char *folder)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GDir                 *dir = g_dir_open (folder, 0, NULL);
  const char           *name;

  if (dir == NULL)
    return;
  while ((name = g_dir_read_name (dir)) != NULL && names->len < MAX_FILES)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_dir_close (dir);
  g_ptr_array_sort (names, compare_text);
  for (guint i = names->len; i > 0; i--)
    g_ptr_array_add (waiting, g_ptr_array_index (names, i - 1));
}

/* All files below @path, in order of name; links to folders are not followed twice: the depth is bounded. */
static void
add_path (Hasher *hasher, const char *path)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  int                   n_files = 0;

  g_ptr_array_add (waiting, g_strdup (path));
  while (waiting->len > 0)
    {
      g_autofree char *one = g_ptr_array_steal_index (waiting, waiting->len - 1);
      struct stat      info;

      if (stat (one, &info) != 0)
        {
          add_text (hasher, one);
          continue;
        }
      add_file (hasher, one, &info);
      if (S_ISDIR (info.st_mode) && ++n_files < MAX_FILES && strlen (one) < 4096)
        list_folder (waiting, one);
    }
}

static void
add_files (Hasher *hasher, const AzudDataset *data)
{
  for (guint i = 0; i < data->paths->len; i++)
    {
      const char *path = g_ptr_array_index (data->paths, i);
      glob_t      found = { 0 };

      /* a file may be called like a pattern */
      if (access (path, F_OK) == 0 || glob (path, GLOB_BRACE, NULL, &found) != 0)
        add_path (hasher, path);
      for (size_t k = 0; k < found.gl_pathc; k++)
        add_path (hasher, found.gl_pathv[k]);
      globfree (&found);
    }
}

/* Options, in order of name. */
static void
add_dataset (Hasher *hasher, const AzudDataset *data)
{
  g_autoptr (GList) keys = g_list_sort (g_hash_table_get_keys (data->options), (GCompareFunc) strcmp);

  add_text (hasher, data->format);
  for (GList *l = keys; l != NULL; l = l->next)
    {
      add_text (hasher, l->data);
      add_text (hasher, g_hash_table_lookup (data->options, l->data));
    }
}

/* ---- operators ---- */

/* What the line of text does not say, or says only in names. */
static void
add_payload (Hasher *hasher, const AzudPlan *plan)
{
  switch (plan->op)
    {
    case AZUD_PLAN_SCAN:
      add_dataset (hasher, plan->as.scan.data);
      add_files (hasher, plan->as.scan.data);
      add_schema (hasher, plan->as.scan.file_schema);
      add_bytes (hasher, plan->as.scan.columns, sizeof (int) * (size_t) plan->schema->n_fields);
      break;
    case AZUD_PLAN_SAMPLE:
      add_bytes (hasher, plan->as.sample.columns, sizeof (int) * (size_t) plan->as.sample.n_columns);
      add_bytes (hasher, &plan->as.sample.fraction, sizeof plan->as.sample.fraction);
      break;
    case AZUD_PLAN_FILL_NULLS:
      add_bytes (hasher, plan->as.fill_nulls.columns, sizeof (int) * (size_t) plan->as.fill_nulls.n_columns);
      break;
    case AZUD_PLAN_DROP_NULLS:
      add_bytes (hasher, plan->as.drop_nulls.columns, sizeof (int) * (size_t) plan->as.drop_nulls.n_columns);
      break;
    case AZUD_PLAN_DEDUPLICATE:
      add_bytes (hasher, plan->as.deduplicate.columns, sizeof (int) * (size_t) plan->as.deduplicate.n_columns);
      break;
    case AZUD_PLAN_VALUES:
      add_number (hasher, plan->as.values.rows->len);
      break;
    case AZUD_PLAN_EXCHANGE:
      add_number (hasher, plan->as.exchange.n_partitions);
      break;
    case AZUD_PLAN_WRITE:
      add_dataset (hasher, plan->as.write.data);
      for (guint i = 0; i < plan->as.write.data->paths->len; i++)
        add_text (hasher, g_ptr_array_index (plan->as.write.data->paths, i));
      break;
    default:
      break;
    }
}

static XXH128_hash_t
hash_operator (Hasher *hasher, const AzudPlan *plan, GHashTable *keys)
{
  /* which stage feeds an exchange says where it stands in one plan, not what it carries */
  g_autofree char *line = plan->op == AZUD_PLAN_EXCHANGE ? azud_plan_exchange_label (plan) : azud_plan_describe (plan);

  XXH3_128bits_reset (hasher->state);
  add_text (hasher, PACKAGE_VERSION);
  add_number (hasher, plan->op);
  add_text (hasher, line);
  add_schema (hasher, plan->schema);
  add_payload (hasher, plan);
  azud_plan_visit_exprs (plan, add_expr, hasher);
  if (hasher->volatile_values)
    {
      /* never equal to anything, not even to itself a second later */
      add_number (hasher, g_get_real_time ());
      add_number (hasher, g_get_monotonic_time ());
      add_number (hasher, getpid ());
    }
  for (int i = 0; i < plan->n_inputs; i++)
    add_bytes (hasher, g_hash_table_lookup (keys, plan->inputs[i]), sizeof (XXH128_hash_t));
  return XXH3_128bits_digest (hasher->state);
}

static char *
print_hash (const XXH128_hash_t *hash)
{
  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x%016" G_GINT64_MODIFIER "x", (guint64) hash->high64, (guint64) hash->low64);
}

/* operator -> XXH128_hash_t of all of @walk; those that are never equal to anything are put into @unstable, too. */
static GHashTable *
hash_all (GPtrArray *walk, GHashTable *unstable, gint64 *newest_ns)
{
  GHashTable *keys = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  Hasher      hasher = { .state = XXH3_createState () };

  for (guint i = 0; i < walk->len; i++)
    {
      AzudPlan     *one = g_ptr_array_index (walk, i);
      XXH128_hash_t hash;
      bool          stable = true;

      hasher.volatile_values = false;
      hash = hash_operator (&hasher, one, keys);
      for (int k = 0; k < one->n_inputs; k++)
        stable = stable && !g_hash_table_contains (unstable, one->inputs[k]);
      if (hasher.volatile_values || !stable)
        g_hash_table_add (unstable, one);
      g_hash_table_insert (keys, one, g_memdup2 (&hash, sizeof hash));
    }
  XXH3_freeState (hasher.state);
  *newest_ns = hasher.newest_ns;
  return keys;
}

char *
azud_plan_fingerprint (AzudPlan *plan)
{
  g_autoptr (GPtrArray)  walk = azud_plan_walk (&plan, 1);
  g_autoptr (GHashTable) unstable = g_hash_table_new (NULL, NULL);
  gint64                 newest_ns;
  g_autoptr (GHashTable) keys = hash_all (walk, unstable, &newest_ns);

  return print_hash (g_hash_table_lookup (keys, plan));
}

GHashTable *
azud_plan_fingerprints (AzudPlan *const *roots, int n_roots, gint64 *newest_ns)
{
  g_autoptr (GPtrArray)  walk = azud_plan_walk (roots, n_roots);
  g_autoptr (GHashTable) unstable = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) keys = hash_all (walk, unstable, newest_ns);
  GHashTable            *texts = g_hash_table_new_full (NULL, NULL, NULL, g_free);

  for (guint i = 0; i < walk->len; i++)
    if (!g_hash_table_contains (unstable, g_ptr_array_index (walk, i)))
      g_hash_table_insert (texts, g_ptr_array_index (walk, i), print_hash (g_hash_table_lookup (keys, g_ptr_array_index (walk, i))));
  return texts;
}
