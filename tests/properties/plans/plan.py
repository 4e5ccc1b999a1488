# plan.py: a pipeline and what it means to DuckDB, node by node
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""DuckDB keeps what leaves every node in a table of its own, so its optimiser has little to get wrong, a node that fails or makes too
much is known at once, and of a wrong answer the first wrong node can be found.
"""

from collections import namedtuple

from .expressions import duck_name, duck_type

MOST_ROWS = 4000        # that may leave a node, unless a table is larger
MOST_PAIRS = 400000     # that a join may look at

# keys: what rows are ordered by, as DuckDB writes it; columns: names of those in which rows must then come in the same order.
Order = namedtuple("Order", "keys columns")

# What leaves a port: columns of @table, the DuckDB table.  order: an Order or None.
Relation = namedtuple("Relation", "port table columns order")
Node = namedtuple("Node", "id type params wires outputs")        # wires: [(Relation, input port)]; outputs: [(Relation, SQL)]


class Refused(Exception):
    """DuckDB cannot compute this node, or it makes too much: another one is drawn."""


class Plan:
    """tables: those that are read.  A Plan can be computed again with other tables of the same columns."""

    def __init__(self, tables):
        self.tables, self.nodes, self.relations = list(tables), [], []

    def copy(self, tables=None, nodes=None):
        other = Plan(self.tables if tables is None else tables)
        for node in self.nodes if nodes is None else nodes:
            other.nodes.append(node)
            other.relations += [relation for relation, _ in node.outputs]
        return other

    def above(self, relation):
        """The nodes that @relation needs, in their order."""
        needed = {relation.port}
        for node in reversed(self.nodes):
            if any(output.port in needed for output, _ in node.outputs):
                needed |= {source.port for source, _ in node.wires}
        return [node for node in self.nodes if any(output.port in needed for output, _ in node.outputs)]

    def leaves(self):
        used = {source.port for node in self.nodes for source, _ in node.wires}
        return [relation for relation in self.relations if relation.port not in used]

    def document(self, sinks, folders=()):
        """Nodes and wires of the pipeline file; sink k writes out<k>, a folder if k is in @folders."""
        nodes = [{"id": node.id, "type": node.type, "params": node.params} for node in self.nodes]
        wires = [{"from": source.port, "to": node.id + "." + port} for node in self.nodes for source, port in node.wires]
        for number, sink in enumerate(sinks):
            nodes.append({"id": "w%d" % number, "type": "write-csv",
                          "params": {"path": "out%d" % number, "mode": "overwrite", "nullValue": "~", "single-file": number not in folders}})
            wires.append({"from": sink.port, "to": "w%d.in" % number})
        return {"azud": "1.0", "parameters": [], "nodes": nodes, "edges": wires}


# ---- in DuckDB ----

def load(connection, table, path):
    columns = ", ".join("'%s': '%s'" % (column.name.replace("'", "''"), duck_type(column.type)) for column in table.columns)
    null = "nullstr='%s', allow_quoted_nulls=%s" % (table.null, "true" if table.null == "" else "false")
    connection.execute("""CREATE OR REPLACE TABLE %s AS SELECT * FROM read_csv('%s', columns={%s}, header=true, delim=',', quote='"', escape='"',
                          auto_detect=false, parallel=false, new_line='\\n', %s)""" % (duck_name(table.name), path, columns, null))


def compute(connection, node):
    """Makes the tables of @node's outputs; how many rows each has.  Raises duckdb.Error."""
    counts = []
    for relation, text in node.outputs:
        columns = ", ".join("CAST(#%d AS %s) AS %s" % (number + 1, duck_type(column.type), duck_name(column.name))
                            for number, column in enumerate(relation.columns))
        made = connection.execute("CREATE OR REPLACE TABLE %s AS SELECT %s FROM (%s)" % (duck_name(relation.table), columns, text))
        counts.append(made.fetchone()[0])
    return counts


def answer(connection, relation):
    """The rows of @relation: texts as Azud writes them, doubles as numbers; in its order if it has one."""
    def cell(column):
        name = duck_name(column.name)
        return name if column.type in ("double", "string") else "CAST(%s AS VARCHAR)" % name
    order = "" if relation.order is None else " ORDER BY " + relation.order.keys
    text = "SELECT %s FROM %s%s" % (", ".join(map(cell, relation.columns)), duck_name(relation.table), order)
    return connection.execute(text).fetchall()


def answer_texts(connection, relation):
    """The rows of @relation as a table writes them."""
    texts = ", ".join("CAST(%s AS VARCHAR)" % duck_name(column.name) for column in relation.columns)
    rows = connection.execute("SELECT %s FROM %s" % (texts, duck_name(relation.table))).fetchall()
    names = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
    return [tuple(names.get(cell, cell) if column.type == "double" else cell for cell, column in zip(row, relation.columns)) for row in rows]
