/* time-zone.c: time zones by name
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/time-zone-private.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "value/date.h"

static AzudZoneType utc_type = { 0, "UTC" };

static AzudTimeZone utc_zone = {
  .id = "UTC", .name = "UTC", .fixed = true, .types = &utc_type, .n_types = 1,
};

/* Guards the list of zones; entries are never changed or removed once they are in it. */
static pthread_mutex_t zones_lock = PTHREAD_MUTEX_INITIALIZER;
static AzudTimeZone *zones;

/* Java's ZoneId.SHORT_IDS. */
static const struct
{
  const char *name;
  const char *region;
} short_ids[] = {
  { "ACT", "Australia/Darwin" },    { "AET", "Australia/Sydney" },
  { "AGT", "America/Argentina/Buenos_Aires" }, { "ART", "Africa/Cairo" },
  { "AST", "America/Anchorage" },   { "BET", "America/Sao_Paulo" },
  { "BST", "Asia/Dhaka" },          { "CAT", "Africa/Harare" },
  { "CNT", "America/St_Johns" },    { "CST", "America/Chicago" },
  { "CTT", "Asia/Shanghai" },       { "EAT", "Africa/Addis_Ababa" },
  { "ECT", "Europe/Paris" },        { "EST", "-05:00" },
  { "HST", "-10:00" },              { "IET", "America/Indiana/Indianapolis" },
  { "IST", "Asia/Kolkata" },        { "JST", "Asia/Tokyo" },
  { "MIT", "Pacific/Apia" },        { "MST", "-07:00" },
  { "NET", "Asia/Yerevan" },        { "NST", "Pacific/Auckland" },
  { "PLT", "Asia/Karachi" },        { "PNT", "America/Phoenix" },
  { "PRT", "America/Puerto_Rico" }, { "PST", "America/Los_Angeles" },
  { "SST", "Pacific/Guadalcanal" }, { "VST", "Asia/Ho_Chi_Minh" },
};

/* One or two digits; more, or a missing digit, is not an offset. */
static bool
take_two (const char **at, const char *end, bool exactly, int *value)
{
  const char *start = *at;

  *value = 0;
  while (*at < end && *at - start < 2 && **at >= '0' && **at <= '9')
    *value = *value * 10 + (*(*at)++ - '0');
  return exactly ? *at - start == 2 : *at > start;
}

bool
azud_time_zone_parse_offset (const char *text, size_t length, int32_t *seconds, int *prefix)
{
  const char *at = text;
  const char *end = text + length;
  const char *digits;
  bool negative;
  int hours;
  int minutes = 0;
  int rest = 0;

  *prefix = 0;
  *seconds = 0;
  if (length == 1 && *text == 'Z')
    return true;
  if (length >= 3 && (memcmp (text, "UTC", 3) == 0 || memcmp (text, "GMT", 3) == 0))
    *prefix = 3;
  else if (length >= 2 && memcmp (text, "UT", 2) == 0)
    *prefix = 2;
  at += *prefix;
  if (at == end)
    return *prefix > 0;
  if (*at != '+' && *at != '-')
    return false;
  negative = *at++ == '-';

  digits = at;
  if (!take_two (&at, end, false, &hours))
    return false;
  if (at < end && *at == ':')
    {
      at++;
      if (!take_two (&at, end, false, &minutes))
        return false;
      if (at < end)
        {
          /* before seconds the minutes have two digits */
          if (at[-2] == ':' || *at++ != ':' || !take_two (&at, end, true, &rest))
            return false;
        }
    }
  else if (at < end)
    {
      if (at - digits != 2 || !take_two (&at, end, true, &minutes))
        return false;
      if (at < end && !take_two (&at, end, true, &rest))
        return false;
    }
  if (at != end || minutes > 59 || rest > 59)
    return false;
  *seconds = hours * 3600 + minutes * 60 + rest;
  if (*seconds > 18 * 3600)
    return false;
  if (negative)
    *seconds = -*seconds;
  return true;
}

static void
print_offset_id (AzudTimeZone *zone, const char *text, int prefix, int32_t seconds)
{
  int32_t m = seconds < 0 ? -seconds : seconds;
  char *out = zone->id;

  memcpy (out, text, (size_t) prefix);
  out += prefix;
  if (seconds == 0)
    {
      if (prefix == 0)
        *out++ = 'Z';
      *out = '\0';
      return;
    }
  *out++ = seconds < 0 ? '-' : '+';
  for (int i = 0, unit = 3600; i < 3; i++, unit /= 60)
    {
      int part = m / unit % (i == 0 ? 100 : 60);

      if (i == 2 && part == 0)
        break;
      if (i > 0)
        *out++ = ':';
      *out++ = (char) ('0' + part / 10);
      *out++ = (char) ('0' + part % 10);
    }
  *out = '\0';
}

/* Fills everything but the name; 1, 0 or -1 as azud_zone_file_load. */
static int
load_zone (AzudTimeZone *zone)
{
  const char *wanted = zone->name;
  size_t length = strlen (zone->name);
  int32_t seconds;
  int prefix;

  for (size_t i = 0; i < sizeof short_ids / sizeof *short_ids; i++)
    if (strcmp (zone->name, short_ids[i].name) == 0)
      {
        wanted = short_ids[i].region;
        length = strlen (wanted);
      }

  if (azud_time_zone_parse_offset (wanted, length, &seconds, &prefix))
    {
      zone->types = calloc (1, sizeof *zone->types);
      if (zone->types == NULL)
        return -1;
      print_offset_id (zone, wanted, prefix, seconds);
      zone->types[0].offset = seconds;
      memcpy (zone->types[0].name, zone->id,
              strlen (zone->id) < sizeof zone->types[0].name ? strlen (zone->id) : sizeof zone->types[0].name - 1);
      zone->n_types = 1;
      zone->fixed = true;
      return 1;
    }

  if (wanted != zone->name)
    {
      char name[sizeof zone->name];
      int result;

      memcpy (name, zone->name, sizeof name);
      memset (zone->name, 0, sizeof zone->name);
      memcpy (zone->name, wanted, length);
      memcpy (zone->id, zone->name, sizeof zone->id);
      result = azud_zone_file_load (zone);
      memcpy (zone->name, name, sizeof name);
      return result;
    }
  memcpy (zone->id, zone->name, sizeof zone->id);
  return azud_zone_file_load (zone);
}

static AzudTimeZone *
lookup_locked (const char *name, size_t length)
{
  for (AzudTimeZone *zone = zones; zone != NULL; zone = zone->next)
    if (strlen (zone->name) == length && memcmp (zone->name, name, length) == 0)
      return zone;
  return NULL;
}

static bool
unknown_zone (AzudError *error, const char *name, size_t length)
{
  char text[AZUD_ZONE_NAME_MAX + 1];

  if (length >= sizeof text)
    length = sizeof text - 1;
  memcpy (text, name, length);
  text[length] = '\0';
  return azud_error_set (error, AZUD_FAULT_PIPELINE, "INVALID_TIMEZONE", N_("There is no time zone “{0}”"),
                         text, NULL);
}

const AzudTimeZone *
azud_time_zone_get (const char *name, size_t length, AzudError *error)
{
  AzudTimeZone *zone;
  AzudTimeZone *found;
  int result;

  if (length == 3 && memcmp (name, "UTC", 3) == 0)
    return &utc_zone;
  if (length == 0 || length > AZUD_ZONE_NAME_MAX || memchr (name, '\0', length) != NULL)
    {
      unknown_zone (error, name, length);
      return NULL;
    }

  pthread_mutex_lock (&zones_lock);
  found = lookup_locked (name, length);
  pthread_mutex_unlock (&zones_lock);
  if (found != NULL)
    return found;

  /* the file is read without the lock; if two threads do, the second drops its own */
  zone = calloc (1, sizeof *zone);
  result = -1;
  if (zone != NULL)
    {
      memcpy (zone->name, name, length);
      result = load_zone (zone);
    }
  if (result == 1)
    {
      pthread_mutex_lock (&zones_lock);
      found = lookup_locked (name, length);
      if (found == NULL)
        {
          zone->next = zones;
          zones = zone;
        }
      pthread_mutex_unlock (&zones_lock);
      if (found == NULL)
        return zone;
    }
  else if (result == 0)
    unknown_zone (error, name, length);
  else
    azud_error_set (error, AZUD_FAULT_RESOURCE, "AZUD_OUT_OF_MEMORY",
                    N_("Not enough memory for a time zone"), NULL);

  if (zone != NULL)
    {
      free (zone->types);
      free (zone->transitions);
      free (zone->transition_types);
      free (zone);
    }
  return found;
}

const AzudTimeZone *
azud_time_zone_get_or_utc (const char *name, AzudError *error)
{
  return name != NULL ? azud_time_zone_get (name, strlen (name), error) : &utc_zone;
}

const AzudTimeZone *
azud_time_zone_utc (void)
{
  return &utc_zone;
}

const char *
azud_time_zone_get_id (const AzudTimeZone *zone)
{
  return zone->id;
}

static const AzudZoneType *
find_type (const AzudTimeZone *zone, int64_t utc_seconds)
{
  int low = 0;
  int high = zone->n_transitions;

  if (zone->fixed || (zone->n_transitions == 0 && !zone->has_rule))
    return &zone->types[0];
  if (zone->has_rule
      && (zone->n_transitions == 0 || utc_seconds >= zone->transitions[zone->n_transitions - 1]))
    return azud_zone_rule_find (&zone->rule, utc_seconds);

  /* the last transition that is not after the instant */
  while (low < high)
    {
      int middle = (low + high) / 2;

      if (zone->transitions[middle] <= utc_seconds)
        low = middle + 1;
      else
        high = middle;
    }
  return &zone->types[low == 0 ? 0 : zone->transition_types[low - 1]];
}

bool
azud_time_zone_is_fixed (const AzudTimeZone *zone, int32_t *offset)
{
  bool fixed = zone->fixed || (zone->n_transitions == 0 && !zone->rule.summer);

  if (fixed)
    *offset = find_type (zone, 0)->offset;
  return fixed;
}

int32_t
azud_time_zone_offset (const AzudTimeZone *zone, int64_t utc_seconds)
{
  return find_type (zone, utc_seconds)->offset;
}

const char *
azud_time_zone_abbreviation (const AzudTimeZone *zone, int64_t utc_seconds)
{
  return find_type (zone, utc_seconds)->name;
}

static inline int64_t
floor_seconds (int64_t us)
{
  return us >= 0 ? us / AZUD_US_PER_SECOND : -((-(us + 1)) / AZUD_US_PER_SECOND) - 1;
}

/* Adds without wrapping: the ends of the range stay where they are. */
static inline int64_t
add_clamped (int64_t us, int64_t seconds)
{
  int64_t sum;

  if (__builtin_add_overflow (us, seconds * AZUD_US_PER_SECOND, &sum))
    return seconds < 0 ? INT64_MIN : INT64_MAX;
  return sum;
}

int64_t
azud_time_zone_to_local (const AzudTimeZone *zone, int64_t utc_us)
{
  if (zone == &utc_zone)
    return utc_us;
  return add_clamped (utc_us, azud_time_zone_offset (zone, floor_seconds (utc_us)));
}

int64_t
azud_time_zone_to_utc (const AzudTimeZone *zone, int64_t local_us)
{
  int64_t local = floor_seconds (local_us);
  int32_t before;
  int32_t after;

  if (zone->fixed)
    return add_clamped (local_us, -zone->types[0].offset);

  /* no zone is a day away from UTC: these two are the offsets on both sides of any transition near the time
     */
  before = azud_time_zone_offset (zone, local - 86400);
  after = azud_time_zone_offset (zone, local + 86400);
  if (before != after && azud_time_zone_offset (zone, local - before) != before
      && azud_time_zone_offset (zone, local - after) == after)
    before = after;
  return add_clamped (local_us, -before);
}
