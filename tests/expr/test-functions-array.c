/* test-functions-array.c: functions of arrays, maps and structs, against what Spark 4 gives
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "function-cases.h"

static const FunctionCase cases[] = {
  { "array(1,2,null)[0]", "1" },
  { "array(1,2)[5]", "!INVALID_ARRAY_INDEX" },
  { "element_at(array(1,2,3),-1)", "3" },
  { "element_at(array(1,2,3),0)", "!INVALID_INDEX_OF_ZERO" },
  { "element_at(array(1,2,3),4)", "!INVALID_ARRAY_INDEX_IN_ELEMENT_AT" },
  { "try_element_at(array(1,2,3),4)", "NULL" },
  { "get(array(1,2,3),-1)", "NULL" },
  { "map('a',1)['b']", "NULL" },
  { "map('a',1,'a',2)", "!DUPLICATED_MAP_KEY" },
  { "map(null,1)", "!NULL_MAP_KEY" },
  { "size(array())", "0" },
  { "array_contains(array(1,null),2)", "NULL" },
  { "array_contains(array(1,null),1)", "true" },
  { "array_contains(array(1,2),null)", "!DATATYPE_MISMATCH.NULL_TYPE" },
  { "array_join(array('a',null,'b'),',')", "a,b" },
  { "array_join(array('a',null,'b'),',','x')", "a,x,b" },
  { "array_position(array(3,1,null,1),1)", "2" },
  { "sort_array(array(3,null,1))", "[null, 1, 3]" },
  { "sort_array(array(3,null,1),false)", "[3, 1, null]" },
  { "array_sort(array(3,null,1))", "[1, 3, null]" },
  { "array_distinct(array(1,2,1,null,null))", "[1, 2, null]" },
  { "array_max(array(1D,double('nan')))", "NaN" },
  { "array_min(array(3,null,2))", "2" },
  { "slice(array(1,2,3,4),2,2)", "[2, 3]" },
  { "slice(array(1,2,3,4),-2,2)", "[3, 4]" },
  { "slice(array(1,2,3,4),0,2)", "!INVALID_PARAMETER_VALUE.START" },
  { "array_append(array(1,2),null)", "[1, 2, null]" },
  { "array_prepend(array(1,2),3)", "[3, 1, 2]" },
  { "array_remove(array(1,2,null,1),1)", "[2, null]" },
  { "array_repeat('a',3)", "[a, a, a]" },
  { "array_compact(array(1,null,2))", "[1, 2]" },
  { "array_union(array(1,2,2),array(3,null,2))", "[1, 2, 3, null]" },
  { "array_intersect(array(1,2,2),array(2,null))", "[2]" },
  { "array_except(array(1,2,2,null),array(2))", "[1, null]" },
  { "arrays_overlap(array(1,null),array(2))", "NULL" },
  { "flatten(array(array(1),array(2,3)))", "[1, 2, 3]" },
  { "flatten(array(array(1),null))", "NULL" },
  { "sequence(1,5,2)", "[1, 3, 5]" },
  { "sequence(5,1)", "[5, 4, 3, 2, 1]" },
  { "concat(array(1),array(2,null))", "[1, 2, null]" },
  { "reverse(array(1,2,3))", "[3, 2, 1]" },
  { "map_keys(map(1,2,3,4))", "[1, 3]" },
  { "map_values(map(1,2,3,null))", "[2, null]" },
  { "map_contains_key(map(1,2),1)", "true" },
  { "elt(2,'a','b')", "b" },
  { "elt(3,'a')", "!INVALID_ARRAY_INDEX" },
  { "elt(null,'a')", "NULL" },
  { "element_at(array(array(1,2),array(3)),1)", "[1, 2]" },
  { "array(struct(1,'a'))[0]", "{1, a}" },
  { "map_from_arrays(array(1,2),array('a','b'))", "{1 -> a, 2 -> b}" },
  { "named_struct('a',1,'b','x')", "{1, x}" },
  { "hash(array(1,2))", "-222940379" },
  { "xxhash64(struct(1,'a'))", "8205864924878002737" },
};

static void
test_array (void)
{
  check_cases (cases, G_N_ELEMENTS (cases), "UTC");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/functions/array", test_array);
  return g_test_run ();
}
