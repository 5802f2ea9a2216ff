"""Whether gettext itself, asked anew, finds the messages of the French catalogue, no more, no less.

That they are translated and compiled, tests/architecture/test_locale.py says without gettext.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("portal", "engagements", "participation", "home", "templates")
CATALOGUE = Path("locale/fr/LC_MESSAGES/django.po")

Key = tuple[str | None, str, str | None]


def keys(catalogue: Path) -> set[Key]:
    """What gettext looks texts up by, in one catalogue."""
    return {
        (entry.msgctxt, entry.msgid, entry.msgid_plural or None)
        for entry in polib.pofile(str(catalogue))
        if not entry.obsolete
    }


def asked_by_the_code(workplace: Path) -> set[Key]:
    """Collect the messages from a copy of the source, leaving the tree alone."""
    for name in SOURCES:
        ignored = shutil.ignore_patterns("__pycache__", "static", "media")
        shutil.copytree(ROOT / name, workplace / name, ignore=ignored)
    shutil.copy(ROOT / "manage.py", workplace)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "fr", "--verbosity", "0"],
        cwd=workplace,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        check=True,
    )
    return keys(workplace / CATALOGUE)


def faults() -> list[str]:
    """What the catalogue lacks and what it keeps for nobody, one a line."""
    with tempfile.TemporaryDirectory() as workplace:
        asked = asked_by_the_code(Path(workplace))
    written = keys(ROOT / CATALOGUE)
    return [
        *(f"not in the catalogue: {key[1]!r}" for key in sorted(asked - written, key=str)),
        *(f"asked by nothing: {key[1]!r}" for key in sorted(written - asked, key=str)),
    ]


if __name__ == "__main__":
    reasons = faults()
    print("\n".join(reasons) or "The French catalogue has every message of the code.")
    if reasons:
        print(f"{len(reasons)} faults. `make messages`, fill in the French, `make messages` again.")
    sys.exit(bool(reasons))
