/* time-zone.h: time zones by name, from the system's tz database
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Zones are interned, immutable and live as long as the process: equal names give equal pointers, nobody
 * owns them.  Names are those Spark takes: region ids (`Europe/Madrid`), `UTC`, `GMT`, `UT`, `Z`, offsets
 * (`+05:30`, `-3`, `+01:02:03`), prefixed offsets (`GMT+8`, `UTC-01:30`) and Java's short ids (`PST`,
 * `CTT`, ...). Compiled zone files (RFC 8536) are read by us; after their last transition the footer rule
 * goes on for ever.
 */

#pragma once

#include "base/error.h"

typedef struct _AzudTimeZone AzudTimeZone;

/**
 * azud_time_zone_get: the zone called @name.
 * @error: (nullable): "INVALID_TIMEZONE" (AZUD_FAULT_PIPELINE) naming it
 *
 * May read a file the first time a region is asked for; afterwards it is a look-up under a lock.  So ask
 * once per run or per column, not per row, where the name is constant.  Region ids are case sensitive.
 *
 * Returns: (nullable) (transfer none): the zone.  Thread: any.
 */
const AzudTimeZone *azud_time_zone_get (const char *name, size_t length, AzudError *error);

/** azud_time_zone_get_or_utc: azud_time_zone_get() of the text @name, or UTC where a setting has none (NULL). */
const AzudTimeZone *azud_time_zone_get_or_utc (const char *name, AzudError *error);

/** azud_time_zone_utc: the zone UTC; never NULL, never fails.  Thread: any. */
const AzudTimeZone *azud_time_zone_utc (void);

/** azud_time_zone_get_id: its name in Java's spelling (`GMT+8` is `GMT+08:00`, `+5` is `+05:00`).  Thread:
 * any. */
const char *azud_time_zone_get_id (const AzudTimeZone *zone);

/** azud_time_zone_is_fixed: whether it has one offset for all times (then @offset, seconds east).  Thread:
 * any. */
bool azud_time_zone_is_fixed (const AzudTimeZone *zone, int32_t *offset);

/** azud_time_zone_offset: seconds east of UTC at the instant @utc_seconds since the epoch.  Thread: any. */
int32_t azud_time_zone_offset (const AzudTimeZone *zone, int64_t utc_seconds);

/** azud_time_zone_to_local: microseconds UTC to microseconds of the zone's clock.  Thread: any. */
int64_t azud_time_zone_to_local (const AzudTimeZone *zone, int64_t utc_us);

/**
 * azud_time_zone_to_utc: microseconds of the zone's clock to UTC by Java's rules: in a gap the time is
 * moved forward by the length of the gap, in an overlap the earlier offset (summer time) counts.  Thread:
 * any.
 */
int64_t azud_time_zone_to_utc (const AzudTimeZone *zone, int64_t local_us);

/** azud_time_zone_abbreviation: the short name in force at @utc_seconds (`CET`, `PDT`, `+03`, `UTC`); lives
 * as long as the process.  Thread: any. */
const char *azud_time_zone_abbreviation (const AzudTimeZone *zone, int64_t utc_seconds);
