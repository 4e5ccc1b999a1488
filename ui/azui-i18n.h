/* azui-i18n.h: marking text for translation in the window
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * The domain is named in each call, since the library that holds the window may be loaded by programs (tests) whose own
 * domain is another.  Plural forms: g_dngettext (GETTEXT_PACKAGE, one, many, n).
 */

#pragma once

#include "config.h"

#include <glib.h>

#ifndef _
#define _(text)               g_dgettext (GETTEXT_PACKAGE, (text))
#define N_(text)              (text)
#define C_(context, text)     g_dpgettext2 (GETTEXT_PACKAGE, (context), (text))
#endif
