/* azud.h: the engine's public face
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#pragma once

#include <azud/document.h>
#include <azud/json.h>
#include <azud/node-type.h>
#include <azud/run-storage.h>
#include <azud/session.h>
