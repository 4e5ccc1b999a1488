/* test-functions-format.c: functions that print numbers and change character sets, against what Spark 4 gives
 *
 * Copyright 2026 The Azud authors
 * SPDX-License-Identifier: Apache-2.0
 */

#include "function-cases.h"

static const FunctionCase cases[] = {
  { "format_number(12332.123456,4)", "12,332.1235" },
  { "format_number(0.5,0)", "0" },
  { "format_number(1.5,0)", "2" },
  { "format_number(-1234.567D,2)", "-1,234.57" },
  { "format_number(5,3)", "5.000" },
  { "format_number(5,-1)", "NULL" },
  { "format_number(double('NaN'),2)", "NaN" },
  { "format_number(-0.001D,2)", "-0.00" },
  { "format_number(1234567.005BD,2)", "1,234,567.00" },
  { "format_number(double('inf'),2)", "∞" },
  { "format_number(1.005D,2)", "1.00" },
  { "format_number(0.125D,2)", "0.12" },
  { "format_number(123L,0)", "123" },
  { "format_number(1e20D,1)", "100,000,000,000,000,000,000.0" },
  { "format_number(999.995BD,2)", "1,000.00" },
  { "format_number(cast(1.5 as float),1)", "1.5" },
  { "format_string('Hello %d %s %5.2f|%-5s|%05d|%x|%,d|%%|%b|%e', 100,'days',1.5D,'a',42,255,1234567,true,12345.678D)", "Hello 100 days  1.50|a    |00042|ff|1,234,567|%|true|1.234568e+04" },
  { "printf('%s %s', null, 1.5)", "null 1.5" },
  { "printf('%s', date'2020-01-01')", "18262" },
  { "printf('%10s|%.2s', 'abc','abc')", "       abc|ab" },
  { "format_string('%s',1D)", "1.0" },
  { "format_string('%2$s %1$s','a','b')", "b a" },
  { "format_string('%+d % d',1,2)", "+1  2" },
  { "format_string('%o',8)", "10" },
  { "format_string('%.2f',1.005D)", "1.01" },
  { "format_string('%.0f',2.5D)", "3" },
  { "format_string('%f',0.1D)", "0.100000" },
  { "format_string('%8.3f|%-8.1f|%08.2f',3.14159D,2.5D,-1.5D)", "   3.142|2.5     |-0001.50" },
  { "format_string('%(d %(,d',-5,-12345)", "(5) (12,345)" },
  { "format_string('%x',-1)", "ffffffff" },
  { "format_string('%X',-1L)", "FFFFFFFFFFFFFFFF" },
  { "format_string('%d',null)", "null" },
  { "format_string('a%nb')", "a\nb" },
  { "format_string('%.3f',1e-10D)", "0.000" },
  { "format_string('%,.2f',1234567.891D)", "1,234,567.89" },
  { "format_string('%e',0D)", "0.000000e+00" },
  { "format_string('%s',true)", "true" },
  { "format_string('%f',1e20D)", "100000000000000000000.000000" },
  { "format_string('%.1f',0.05D)", "0.1" },
  { "format_string('%.1f',9.96D)", "10.0" },
  { "format_string('%f',double('nan'))", "NaN" },
  { "format_string(null,1)", "NULL" },
  { "format_string('%c',65)", "A" },
  { "format_string('%5d|%-5d|',42,42)", "   42|42   |" },
  { "to_binary('abc', 'utf-8') = 'abc'", "true" },
  { "hex(to_binary('abc','base64'))", "69B7" },
  { "hex(to_binary('1F'))", "1F" },
  { "try_to_binary('zz')", "NULL" },
  { "to_binary('a','base64')", "!CONVERSION_INVALID_INPUT" },
  { "decode(encode('é','utf-16'),'utf-16')", "é" },
  { "hex(encode('é','UTF-16LE'))", "E900" },
  { "encode('é','us-ascii')", "!MALFORMED_CHARACTER_CODING" },
  { "decode(x'ff','utf-8')", "!MALFORMED_CHARACTER_CODING" },
  { "hex(encode('a','UTF-32'))", "00000061" },
  { "encode('a','foo')", "!INVALID_PARAMETER_VALUE.CHARSET" },
  { "format_string('%S','abc')", "ABC" },
};

static void
test_format (void)
{
  check_cases (cases, G_N_ELEMENTS (cases), "UTC");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/expr/functions/format", test_format);
  return g_test_run ();
}
