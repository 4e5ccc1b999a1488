/* text-morsel.c: a piece of CSV text with the positions of its fields
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "formats/text-morsel.h"

void
azud_text_morsel_init (AzudTextMorsel *morsel,
                       uint32_t        n_columns,
                       AzudAccount    *account)
{
  *morsel = (AzudTextMorsel){ .account = account, .n_columns = n_columns };
  azud_bytes_init (&morsel->copies, account);
}

static size_t
fields_size (const AzudTextMorsel *morsel,
             uint32_t              row_room)
{
  return ((size_t) row_room + 1) * morsel->n_columns * sizeof (AzudCsvField);
}

void
azud_text_morsel_clear (AzudTextMorsel *morsel)
{
  if (morsel->row_room > 0)
    {
      azud_account_release (morsel->account, morsel->rows, morsel->row_room * sizeof (AzudCsvRow));
      azud_account_release (morsel->account, morsel->fields, fields_size (morsel, morsel->row_room));
    }
  azud_account_release (morsel->account, morsel->faults, morsel->fault_room * sizeof (AzudCsvFault));
  azud_bytes_clear (&morsel->copies);
  azud_text_morsel_init (morsel, morsel->n_columns, morsel->account);
}

bool
azud_text_morsel_grow_rows (AzudTextMorsel *morsel,
                            AzudError      *error)
{
  uint32_t room = morsel->row_room > 0 ? morsel->row_room * 2 : 256;
  size_t old_fields = morsel->row_room > 0 ? fields_size (morsel, morsel->row_room) : 0;
  AzudCsvField *fields;
  AzudCsvRow *rows;

  /* Few rows of many columns: begin small. */
  if (morsel->row_room == 0 && morsel->n_columns > 1024)
    room = 4;
  rows = azud_account_alloc (morsel->account, room * sizeof (AzudCsvRow), error);
  if (rows == NULL)
    return false;
  fields = azud_account_alloc (morsel->account, fields_size (morsel, room), error);
  if (fields == NULL)
    {
      azud_account_release (morsel->account, rows, room * sizeof (AzudCsvRow));
      return false;
    }
  if (morsel->row_room > 0)
    {
      memcpy (rows, morsel->rows, morsel->row_room * sizeof (AzudCsvRow));
      memcpy (fields, morsel->fields, old_fields);
      azud_account_release (morsel->account, morsel->rows, morsel->row_room * sizeof (AzudCsvRow));
      azud_account_release (morsel->account, morsel->fields, old_fields);
    }
  morsel->rows = rows;
  morsel->fields = fields;
  morsel->row_room = room;
  return true;
}

static bool
grow_faults (AzudTextMorsel *morsel,
             AzudError      *error)
{
  uint32_t room = morsel->fault_room > 0 ? morsel->fault_room * 2 : 16;
  AzudCsvFault *faults = azud_account_realloc (morsel->account, morsel->faults,
                                               morsel->fault_room * sizeof (AzudCsvFault),
                                               room * sizeof (AzudCsvFault), error);

  if (faults == NULL)
    return false;
  morsel->faults = faults;
  morsel->fault_room = room;
  return true;
}

bool
azud_text_morsel_add_fault (AzudTextMorsel  *morsel,
                            AzudCsvFaultKind kind,
                            uint32_t         column,
                            uint32_t         at,
                            int32_t          line,
                            AzudError       *error)
{
  if (morsel->n_faults == morsel->fault_room && !grow_faults (morsel, error))
    return false;
  morsel->faults[morsel->n_faults++] = (AzudCsvFault){
    .row = morsel->n_rows, .kind = kind, .column = column, .at = at, .line = line, .n_fields = column + 1
  };
  return true;
}
