/* test-debug.c: the switches of AZUD_DEBUG, and cancel tokens
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "config.h"

#include "base/cancel.h"
#include "base/debug.h"

#include <glib.h>

static void
test_environment (void)
{
  g_assert_cmpint (azud_debug_get ("csv-morsel", 1000), ==, 17);
  g_assert_cmpint (azud_debug_get ("batch-rows", 2048), ==, 3);
  g_assert_cmpint (azud_debug_get ("alone", 0), ==, 1);
  g_assert_cmpint (azud_debug_get ("zero", 5), ==, 5);
  g_assert_cmpint (azud_debug_get ("csv", 9), ==, 9);   /* no key is found by its beginning */
  g_assert_cmpint (azud_debug_get ("csv-morsel-2", 9), ==, 9);
  g_assert_cmpint (azud_debug_get ("negative", 9), ==, -4);
}

static void
test_set (void)
{
  azud_debug_set ("batch-rows", 7);
  g_assert_cmpint (azud_debug_get ("batch-rows", 2048), ==, 7);
  azud_debug_set ("batch-rows", 0);
  g_assert_cmpint (azud_debug_get ("batch-rows", 2048), ==, 2048);
  azud_debug_set ("new", 8);
  g_assert_cmpint (azud_debug_get ("new", 1), ==, 8);
  for (int i = 0; i < 200; i++)   /* more than fit: the surplus is dropped, nothing else happens */
    {
      g_autofree char *key = g_strdup_printf ("key-%d", i);

      azud_debug_set (key, i + 1);
    }
  g_assert_cmpint (azud_debug_get ("key-0", 0), ==, 1);
  g_assert_cmpint (azud_debug_get ("key-199", 0), ==, 0);
  g_assert_cmpint (azud_debug_get ("new", 1), ==, 8);
}

static void
test_cancel (void)
{
  AzudCancel run = { 0 };
  AzudCancel task = { .parent = &run };
  AzudError error = AZUD_ERROR_INIT;

  g_assert_true (azud_cancel_check (NULL, &error));
  g_assert_true (azud_cancel_check (&task, &error));
  azud_cancel_request (&run);
  g_assert_true (azud_cancel_requested (&task));
  g_assert_false (azud_cancel_check (&task, &error));
  g_assert_cmpint (error.fault, ==, AZUD_FAULT_CANCELLED);
  g_assert_cmpstr (error.condition, ==, "AZUD_CANCELLED");
  g_assert_false (error.deterministic);
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("AZUD_DEBUG", "csv-morsel=17,batch-rows=3,alone,zero=0,negative=-4,,=5", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/debug/environment", test_environment);
  g_test_add_func ("/base/debug/set", test_set);
  g_test_add_func ("/base/cancel/check", test_cancel);
  return g_test_run ();
}
