# test-spanish.py: help, faults and names of nodes are told in the language of the caller
#
# Copyright 2026 The Azud authors
# SPDX-License-Identifier: Apache-2.0
"""usage: test-spanish.py AZUD"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from pipelines import Azud, Tap, node, unequal, write_pipeline

AZUD = Azud(sys.argv[1])
TAP = Tap()
ROOT = Path(__file__).resolve().parents[2]


def spanish(folder):
    """Environment in which messages are Spanish, from the catalogue of the sources."""
    catalogue = Path(folder) / "locale" / "es" / "LC_MESSAGES" / "azud.mo"
    catalogue.parent.mkdir(parents=True)
    subprocess.run(["msgfmt", "-o", str(catalogue), str(ROOT / "po" / "es.po")], check=True)
    environment = {"AZUD_LOCALEDIR": str(Path(folder) / "locale"), "LANGUAGE": "es", "LC_ALL": "C.UTF-8"}
    # A newer C library may take C.UTF-8 for C, where LANGUAGE does not count: a real locale where one can be made.
    if shutil.which("localedef") and os.path.exists("/usr/share/i18n/locales/es_ES"):
        made = subprocess.run(["localedef", "-i", "es_ES", "-f", "UTF-8", os.path.join(folder, "es_ES.UTF-8")],
                              capture_output=True)
        if made.returncode in (0, 1):                    # 1: made, with warnings
            environment.update(LC_ALL="es_ES.UTF-8", LOCPATH=folder)
    return environment


def expect(name, text, *words):
    missing = [word for word in words if word not in text]
    TAP.report("/app/spanish/" + name, "no %r in:\n%s" % (missing[0], text) if missing else None)


def main():
    with tempfile.TemporaryDirectory() as folder:
        environment = spanish(folder)
        expect("help", AZUD.call("--help", environment=environment).stdout, "Uso:", "ejecutar un flujo")
        expect("options", AZUD.call("run", "--help", environment=environment).stdout, "NOMBRE=VALOR",
               "Ejecutar solo lo que necesita este nodo")
        expect("fault", AZUD.call("eval", "1/0", environment=environment).stderr, "[DIVIDE_BY_ZERO]",
               "División por cero.", "sugerencia: try_divide() da nulo en su lugar.")
        # The slots of a message are filled after it is translated.
        expect("slots", AZUD.call("eval", "nope + 1", environment=environment).stderr, "No hay una columna nope.")
        status, found = AZUD.json("nodes", "filter", "--json", environment=environment)
        TAP.report("/app/spanish/nodes", unequal((0, "filter", "Filtrar"), (status, found["id"], found["label"])))
        path = write_pipeline(os.path.join(folder, "p.azud"), [node("g", "generate-rows", nope="3")], [])
        done = AZUD.call("check", path, environment=environment)
        expect("check", done.stdout + done.stderr, "aviso: g.nope:", "no conoce el parámetro «nope»")
        # Numbers are part of the data and of the language of expressions, not of the caller's.
        expect("numbers", AZUD.call("eval", "1.5 + 1", environment=environment).stdout, "2.5")
        plain = dict(environment, LC_ALL="C")
        expect("locale-c", AZUD.call("eval", "1/0", environment=plain).stderr, "Division by zero.", "hint: ")
    return TAP.end()


sys.exit(main())
