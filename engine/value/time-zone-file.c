/* time-zone-file.c: reads compiled zone files, RFC 8536 version 2 and later
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "value/time-zone-private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "value/date.h"

#define FILE_MAX    (256 * 1024)
#define HEADER_SIZE 44

/* The rule is written out until this year, so that common times need only a binary search. */
#define LAST_EXPANDED_YEAR 2120

typedef struct
{
  uint32_t n_utc_flags;
  uint32_t n_standard_flags;
  uint32_t n_leaps;
  uint32_t n_transitions;
  uint32_t n_types;
  uint32_t n_chars;
} Header;

static uint32_t
read_32 (const uint8_t *at)
{
  return (uint32_t) at[0] << 24 | (uint32_t) at[1] << 16 | (uint32_t) at[2] << 8 | at[3];
}

static int64_t
read_64 (const uint8_t *at)
{
  return (int64_t) ((uint64_t) read_32 (at) << 32 | read_32 (at + 4));
}

static bool
read_header (const uint8_t *at, const uint8_t *end, Header *header)
{
  if (end - at < HEADER_SIZE || memcmp (at, "TZif", 4) != 0 || at[4] < '2')
    return false;
  header->n_utc_flags = read_32 (at + 20);
  header->n_standard_flags = read_32 (at + 24);
  header->n_leaps = read_32 (at + 28);
  header->n_transitions = read_32 (at + 32);
  header->n_types = read_32 (at + 36);
  header->n_chars = read_32 (at + 40);
  return header->n_transitions < 10000 && header->n_types >= 1 && header->n_types < 256 && header->n_chars < 10000
         && header->n_leaps < 10000 && header->n_utc_flags < 256 && header->n_standard_flags < 256;
}

static size_t
body_size (const Header *header, size_t time_size)
{
  return header->n_transitions * (time_size + 1) + header->n_types * 6 + header->n_chars
         + header->n_leaps * (time_size + 4) + header->n_standard_flags + header->n_utc_flags;
}

static bool
read_types (AzudTimeZone *zone, const Header *header, const uint8_t *types, const uint8_t *chars)
{
  for (uint32_t i = 0; i < header->n_types; i++)
    {
      const uint8_t *at = types + i * 6;
      AzudZoneType *type = &zone->types[i];
      uint32_t start = at[5];
      size_t n = 0;

      type->offset = (int32_t) read_32 (at);
      if (type->offset < -26 * 3600 || type->offset > 26 * 3600)
        return false;
      while (start + n < header->n_chars && chars[start + n] != 0 && n + 1 < sizeof type->name)
        {
          type->name[n] = (char) chars[start + n];
          n++;
        }
      type->name[n] = '\0';
    }
  zone->n_types = (int) header->n_types;
  return true;
}

/* Writes the footer rule out as transitions, sorted, after the last one read. */
static void
expand_rule (AzudTimeZone *zone, int standard_type)
{
  int64_t last = zone->n_transitions > 0 ? zone->transitions[zone->n_transitions - 1] : INT64_MIN;
  int64_t year = 1900;

  if (!zone->rule.summer)
    return;
  if (zone->n_transitions > 0)
    {
      AzudCivil civil;

      azud_date_to_civil (last >= 0 ? last / 86400 : -((-last + 86399) / 86400), &civil);
      year = civil.year;
    }
  for (; year <= LAST_EXPANDED_YEAR; year++)
    {
      int64_t times[2] = { azud_zone_rule_transition (&zone->rule, 0, year),
                           azud_zone_rule_transition (&zone->rule, 1, year) };
      int first = times[0] < times[1] ? 0 : 1;

      for (int i = 0; i < 2; i++)
        {
          int which = i == 0 ? first : 1 - first;

          if (times[which] <= last)
            continue;
          zone->transitions[zone->n_transitions] = times[which];
          zone->transition_types[zone->n_transitions] = (uint8_t) (standard_type + (which == 0));
          zone->n_transitions++;
          last = times[which];
        }
    }
}

/* Returns 1, 0 (not a zone file) or -1 (memory). */
static int
parse_file (AzudTimeZone *zone, const uint8_t *data, size_t size)
{
  const uint8_t *end = data + size;
  const uint8_t *at = data;
  const uint8_t *footer;
  Header header;
  size_t room;

  if (!read_header (at, end, &header) || (size_t) (end - at) < HEADER_SIZE + body_size (&header, 4))
    return 0;
  at += HEADER_SIZE + body_size (&header, 4);
  if (!read_header (at, end, &header) || (size_t) (end - at) < HEADER_SIZE + body_size (&header, 8))
    return 0;
  at += HEADER_SIZE;
  footer = at + body_size (&header, 8);

  room = header.n_transitions + 2 * (LAST_EXPANDED_YEAR - 1900 + 1);
  zone->types = calloc (header.n_types + 2, sizeof *zone->types);
  zone->transitions = calloc (room, sizeof *zone->transitions);
  zone->transition_types = calloc (room, 1);
  if (zone->types == NULL || zone->transitions == NULL || zone->transition_types == NULL)
    return -1;

  for (uint32_t i = 0; i < header.n_transitions; i++)
    {
      zone->transitions[i] = read_64 (at + i * 8);
      zone->transition_types[i] = at[header.n_transitions * 8 + i];
      if (zone->transition_types[i] >= header.n_types
          || (i > 0 && zone->transitions[i] <= zone->transitions[i - 1]))
        return 0;
    }
  zone->n_transitions = (int) header.n_transitions;
  at += header.n_transitions * 9;
  if (!read_types (zone, &header, at, at + header.n_types * 6))
    return 0;

  if (footer < end && *footer == '\n')
    {
      const uint8_t *stop = memchr (footer + 1, '\n', (size_t) (end - footer - 1));

      if (stop != NULL && stop > footer + 1)
        {
          if (!azud_zone_rule_parse ((const char *) footer + 1, (size_t) (stop - footer - 1), &zone->rule))
            return 0;
          zone->has_rule = true;
          zone->types[zone->n_types] = zone->rule.types[0];
          zone->types[zone->n_types + 1] = zone->rule.types[1];
          expand_rule (zone, zone->n_types);
          zone->n_types += 2;
        }
    }
  return 1;
}

/* Region ids only: no way out of the folder, none of its special files and trees. */
static bool
is_region_name (const char *name)
{
  if (name[0] == '\0' || name[0] == '/' || name[0] == '.' || strstr (name, "..") != NULL)
    return false;
  if (strncmp (name, "posix/", 6) == 0 || strncmp (name, "right/", 6) == 0 || strcmp (name, "posixrules") == 0
      || strcmp (name, "localtime") == 0)
    return false;
  for (const char *c = name; *c != '\0'; c++)
    if (!((*c | 0x20) >= 'a' && (*c | 0x20) <= 'z') && !(*c >= '0' && *c <= '9') && strchr ("/_-+~.", *c) == NULL)
      return false;
  return true;
}

static int
load_from (AzudTimeZone *zone, const char *folder)
{
  char path[128];
  uint8_t *data;
  size_t size = 0;
  int result;
  int fd;

  snprintf (path, sizeof path, "%s/%s", folder, zone->name);
  fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0)
    return 0;
  data = malloc (FILE_MAX);
  if (data == NULL)
    {
      close (fd);
      return -1;
    }
  for (;;)
    {
      ssize_t n = read (fd, data + size, FILE_MAX - size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      size += (size_t) n;
    }
  close (fd);
  result = parse_file (zone, data, size);
  free (data);
  if (result != 1)
    {
      free (zone->types);
      free (zone->transitions);
      free (zone->transition_types);
      zone->types = NULL;
      zone->transitions = NULL;
      zone->transition_types = NULL;
    }
  return result;
}

int
azud_zone_file_load (AzudTimeZone *zone)
{
  static const char *const folders[] = { "/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo" };

  if (!is_region_name (zone->name))
    return 0;
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
    {
      int result = load_from (zone, folders[i]);

      if (result != 0)
        return result;
    }
  return 0;
}
