/* private-home.h: a home folder of a test's own
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <glib.h>

/** private_home_new: makes a folder in which this process finds its home and all that the XDG variables name from now on: nothing of
 * whoever runs the test is read or written.  Called before GTK is set up.  (transfer full) */
char *private_home_new (void);
