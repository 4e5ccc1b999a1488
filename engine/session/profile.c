/* profile.c: what the columns of a preview hold
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "session/profile.h"

#include "expr/program.h"

#include <math.h>
#include <string.h>

#define MAX_BARS 16
#define MAX_TEXT_BARS 8
#define MAX_DISTINCT 20000      /* beyond it a count of distinct values is not claimed */

typedef struct
{
  const AzudDtype *type;
  gint64           n_null;
  gboolean         has_range;
  double           low, high;         /* as numbers, for the bars */
  GString         *low_text, *high_text;
  GHashTable      *values;            /* text -> count */
  gboolean         too_many;
  gint64           bars[MAX_BARS];
} Column;

typedef struct
{
  Column     *columns;
  int         n_columns;
  const char *time_zone;
  GString    *text;
} Profiler;

static gboolean
is_measure (const AzudDtype *type)
{
  return azud_dtype_is_numeric (type) || type->id == AZUD_DTYPE_DATE || type->id == AZUD_DTYPE_TIMESTAMP
         || type->id == AZUD_DTYPE_TIMESTAMP_NTZ;
}

static double
measure_at (const AzudDtype *type,
            const void      *data,
            uint32_t         at)
{
  switch (type->id)
    {
    case AZUD_DTYPE_TINYINT:
      return ((const int8_t *) data)[at];
    case AZUD_DTYPE_SMALLINT:
      return ((const int16_t *) data)[at];
    case AZUD_DTYPE_INT:
    case AZUD_DTYPE_DATE:
      return ((const int32_t *) data)[at];
    case AZUD_DTYPE_FLOAT:
      return (double) ((const float *) data)[at];
    case AZUD_DTYPE_DOUBLE:
      return ((const double *) data)[at];
    case AZUD_DTYPE_DECIMAL:
      return (double) ((const AzudInt128 *) data)[at] / pow (10, type->scale);
    default:
      return (double) ((const int64_t *) data)[at];
    }
}

static void
note_range (Profiler         *self,
            Column           *column,
            const AzudVector *vector,
            uint32_t          row,
            double            value)
{
  gboolean is_low = !column->has_range || value < column->low;
  gboolean is_high = !column->has_range || value > column->high;

  if (is_low)
    {
      column->low = value;
      g_string_truncate (column->low_text, 0);
      azud_vector_print_value (vector, row, self->time_zone, column->low_text);
    }
  if (is_high)
    {
      column->high = value;
      g_string_truncate (column->high_text, 0);
      azud_vector_print_value (vector, row, self->time_zone, column->high_text);
    }
  column->has_range = TRUE;
}

static void
note_value (Profiler         *self,
            Column           *column,
            const AzudVector *vector,
            uint32_t          row)
{
  gint64 *count;

  if (column->too_many)
    return;
  g_string_truncate (self->text, 0);
  azud_vector_print_value (vector, row, self->time_zone, self->text);
  count = g_hash_table_lookup (column->values, self->text->str);
  if (count != NULL)
    (*count)++;
  else if (g_hash_table_size (column->values) == MAX_DISTINCT)
    column->too_many = TRUE;
  else
    {
      count = g_new (gint64, 1);
      *count = 1;
      g_hash_table_insert (column->values, g_strdup (self->text->str), count);
    }
}

static bool
first_pass_cb (const AzudBatch *batch,
               void            *data,
               AzudError       *error)
{
  Profiler *self = data;

  for (int c = 0; c < self->n_columns; c++)
    {
      Column *column = &self->columns[c];
      const AzudVector *vector = &batch->columns[c];
      AzudVectorView view = azud_vector_view (vector);

      for (uint32_t row = 0; row < batch->n_rows; row++)
        {
          uint32_t at = azud_view_index (&view, row);

          if (!azud_view_valid (&view, at))
            {
              column->n_null++;
              continue;
            }
          note_value (self, column, vector, row);
          if (is_measure (column->type))
            {
              double value = measure_at (column->type, view.data, at);

              if (isfinite (value))
                note_range (self, column, vector, row, value);
            }
        }
    }
  return true;
}

static bool
second_pass_cb (const AzudBatch *batch,
                void            *data,
                AzudError       *error)
{
  Profiler *self = data;

  for (int c = 0; c < self->n_columns; c++)
    {
      Column *column = &self->columns[c];
      AzudVectorView view = azud_vector_view (&batch->columns[c]);
      double width = column->high - column->low;

      for (uint32_t row = 0; column->has_range && row < batch->n_rows; row++)
        {
          uint32_t at = azud_view_index (&view, row);
          double value;

          if (!azud_view_valid (&view, at))
            continue;
          value = measure_at (column->type, view.data, at);
          if (isfinite (value))
            column->bars[width > 0 ? MIN ((int) ((value - column->low) / width * MAX_BARS), MAX_BARS - 1) : 0]++;
        }
    }
  return true;
}

/* ---- results ---- */

typedef struct
{
  const char *text;
  gint64      count;
} Frequency;

static int
compare_frequencies (gconstpointer a,
                     gconstpointer b)
{
  const Frequency *left = a, *right = b;

  if (left->count != right->count)
    return left->count > right->count ? -1 : 1;
  return strcmp (left->text, right->text);
}

static void
fill_text_bars (const Column      *column,
                AzudColumnProfile *profile)
{
  g_autoptr(GArray) all = g_array_new (FALSE, FALSE, sizeof (Frequency));
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, column->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Frequency frequency = { key, *(gint64 *) value };

      g_array_append_val (all, frequency);
    }
  g_array_sort (all, compare_frequencies);
  profile->n_bars = MIN (all->len, MAX_TEXT_BARS);
  for (guint i = 0; i < profile->n_bars; i++)
    {
      profile->bars[i] = g_array_index (all, Frequency, i).count;
      profile->bar_labels[i] = g_strdup (g_array_index (all, Frequency, i).text);
    }
}

static void
fill_profile (const Column      *column,
              AzudColumnProfile *profile)
{
  profile->n_null = column->n_null;
  profile->n_distinct = column->too_many ? -1 : (gint64) g_hash_table_size (column->values);
  if (!column->has_range)
    {
      fill_text_bars (column, profile);
      return;
    }
  profile->minimum = g_strdup (column->low_text->str);
  profile->maximum = g_strdup (column->high_text->str);
  profile->n_bars = MAX_BARS;
  memcpy (profile->bars, column->bars, sizeof column->bars);
}

bool
azud_profile_result (AzudWork          *work,
                     int                result,
                     const AzudSchema  *schema,
                     AzudColumnProfile *profiles,
                     AzudError         *error)
{
  Profiler self = { .n_columns = schema->n_fields, .time_zone = work->time_zone, .text = g_string_new (NULL) };
  bool done;

  self.columns = g_new0 (Column, MAX (schema->n_fields, 1));
  for (int c = 0; c < schema->n_fields; c++)
    {
      self.columns[c].type = schema->fields[c].type;
      self.columns[c].low_text = g_string_new (NULL);
      self.columns[c].high_text = g_string_new (NULL);
      self.columns[c].values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
    }
  done = azud_work_read_result (work, result, first_pass_cb, &self, error)
         && azud_work_read_result (work, result, second_pass_cb, &self, error);
  for (int c = 0; c < schema->n_fields; c++)
    {
      if (done)
        fill_profile (&self.columns[c], &profiles[c]);
      g_string_free (self.columns[c].low_text, TRUE);
      g_string_free (self.columns[c].high_text, TRUE);
      g_hash_table_unref (self.columns[c].values);
    }
  g_free (self.columns);
  g_string_free (self.text, TRUE);
  return done;
}

void
azud_column_profile_clear (AzudColumnProfile *profile)
{
  g_free (profile->minimum);
  g_free (profile->maximum);
  for (guint i = 0; i < profile->n_bars; i++)
    g_free (profile->bar_labels[i]);
}
