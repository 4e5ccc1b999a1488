/* time-zone-private.h: how a time zone is kept (private to engine/value)
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include "value/time-zone.h"

/* Zone names longer than this are not in the database. */
#define AZUD_ZONE_NAME_MAX 64

typedef struct
{
  int32_t offset;         /* seconds east of UTC */
  char    name[16];
} AzudZoneType;

/* A day of the year in a POSIX rule and the second on it, counted from its local midnight. */
typedef struct
{
  char    form;           /* 'M' month-week-weekday, 'J' day without 29 February, 'D' day from 0 */
  int16_t month;
  int16_t week;
  int16_t day;
  int32_t second;
} AzudZoneRuleDate;

typedef struct
{
  bool             summer;         /* it has two offsets a year */
  AzudZoneType     types[2];       /* standard, summer */
  AzudZoneRuleDate dates[2];       /* start of summer time, its end */
} AzudZoneRule;

struct _AzudTimeZone
{
  char          id[AZUD_ZONE_NAME_MAX + 1];     /* Java's spelling */
  char          name[AZUD_ZONE_NAME_MAX + 1];   /* as it was asked for */
  bool          fixed;
  AzudZoneType *types;
  int           n_types;
  int64_t      *transitions;       /* ascending, UTC seconds */
  uint8_t      *transition_types;
  int           n_transitions;
  bool          has_rule;
  AzudZoneRule  rule;              /* after the last transition */
  AzudTimeZone *next;
};

/** azud_zone_rule_parse: a POSIX TZ string such as `CET-1CEST,M3.5.0,M10.5.0/3`. */
bool azud_zone_rule_parse (const char *text, size_t length, AzudZoneRule *rule);

/** azud_zone_rule_transition: UTC seconds at which summer time starts (@which 0) or ends (1) in @year. */
int64_t azud_zone_rule_transition (const AzudZoneRule *rule, int which, int64_t year);

/** azud_zone_rule_find: the type in force. */
const AzudZoneType *azud_zone_rule_find (const AzudZoneRule *rule, int64_t utc_seconds);

/**
 * azud_zone_file_load: fills @zone from the database file called zone->name.
 * Returns: 1 found, 0 no such zone, -1 memory is out.
 */
int azud_zone_file_load (AzudTimeZone *zone);

/** azud_time_zone_parse_offset: `Z`, `+h[h][:m[m][:ss]]`, `+hhmm[ss]`, also after UTC, GMT or UT.
 * @prefix: length of that word.  False if the text is no offset; then it may be a region. */
bool azud_time_zone_parse_offset (const char *text, size_t length, int32_t *seconds, int *prefix);
