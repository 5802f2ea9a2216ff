"""Builds `recompter.py`: the modules of the count put end to end, so that there is one definition.

The result depends on nothing but these modules: the same bytes each time. It needs Python 3.9 or
newer and its standard library, reads one folder and writes nothing.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

# Lower modules first: each one only uses those before it.
PARTS = (
    "amounts",
    "faults",
    "election",
    "ties",
    "tallies",
    "greedy",
    "equal_shares",
    "majority",
    "votes",
    "pabulib",
    "rule",
    "counting",
    "explain",
    "results",
    "rules_file",
    "french",
    "dossier",
)
_HEAD = '''#!/usr/bin/env python3
"""Recompte public d’un budget participatif.

Usage : python3 recompter.py dossier/

Le dossier est celui que la ville publie : manifeste.json, regle.json, resultat.json et un fichier
.pb de bulletins par enveloppe. Ce programme vérifie les empreintes, vérifie que chaque bulletin
respecte la règle, recompte tout en fractions exactes et compare au résultat publié.
Il n’a besoin que de Python (3.9 ou plus récent), ne se connecte à rien et n’écrit aucun fichier.
Code de sortie : 0 recompte identique, 1 différence, 2 dossier illisible.
"""

from __future__ import annotations

'''
_TAIL = """

if __name__ == "__main__":
    main()
"""


@cache
def script_text() -> str:
    """The whole script, as text; the same bytes whenever the modules are the same."""
    folder = Path(__file__).parent
    imports: set[str] = set()
    bodies = []
    for part in PARTS:
        found, body = _taken_apart((folder / f"{part}.py").read_text(encoding="utf-8"))
        imports |= found
        bodies.append(f"\n\n# {part}\n\n{body}\n")
    plain = sorted(line for line in imports if line.startswith("import "))
    named = sorted(line for line in imports if not line.startswith("import "))
    return _HEAD + "\n".join([*plain, *named]) + "\n" + "".join(bodies) + _TAIL


def _taken_apart(source: str) -> tuple[set[str], str]:
    """The imports of the standard library, and the rest without any import or opening sentence."""
    imports: set[str] = set()
    lines = source.splitlines()
    for number, node in enumerate(ast.parse(source).body):
        dropped = number == 0 and isinstance(node, ast.Expr)
        if isinstance(node, ast.Import):
            imports.add(ast.unparse(node))
            dropped = True
        elif isinstance(node, ast.ImportFrom):
            if not node.level and node.module != "__future__":
                imports.update(f"from {node.module} import {one.name}" for one in node.names)
            dropped = True
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            dropped = True
        if dropped:
            for line in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[line] = "\0"
    kept = [line for line in lines if line != "\0"]
    return imports - {"from typing import TYPE_CHECKING"}, "\n".join(kept).strip("\n")
