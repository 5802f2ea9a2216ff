"""Whether the French catalogue says everything the code asks, and its compiled form the same."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("portal", "engagements", "participation", "home", "templates")
CATALOGUES = Path("locale/fr/LC_MESSAGES")

Key = tuple[str | None, str, str | None]


def key(entry: polib.POEntry) -> Key:
    """What gettext looks an entry up by."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural or None


def is_filled(entry: polib.POEntry) -> bool:
    """Whether a reader would meet French, and a translator was sure of it."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return bool(forms) and all(forms) and "fuzzy" not in entry.flags


def asked_by_the_code(workplace: Path) -> set[Key]:
    """Collect the messages anew from a copy of the source, leaving the tree alone."""
    for room in ROOMS:
        ignored = shutil.ignore_patterns("__pycache__", "static", "media")
        shutil.copytree(ROOT / room, workplace / room, ignore=ignored)
    shutil.copy(ROOT / "manage.py", workplace)
    (workplace / CATALOGUES).mkdir(parents=True)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "fr", "--verbosity", "0"],
        cwd=workplace,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"},
        check=True,
    )
    return {key(entry) for entry in polib.pofile(workplace / CATALOGUES / "django.po")}


def faults() -> list[str]:
    """Every reason to refuse the catalogue, one a line."""
    catalogue = polib.pofile(ROOT / CATALOGUES / "django.po")
    compiled = polib.mofile(ROOT / CATALOGUES / "django.mo")
    written = {key(entry): entry for entry in catalogue if not entry.obsolete}
    with tempfile.TemporaryDirectory() as workplace:
        asked = asked_by_the_code(Path(workplace))
    found = [
        f"not in the catalogue: {missing[1]!r}" for missing in sorted(asked - set(written), key=str)
    ]
    found += [f"asked by nothing: {extra[1]!r}" for extra in sorted(set(written) - asked, key=str)]
    found += [f"not translated: {e.msgid!r}" for e in written.values() if not is_filled(e)]
    served = {key(entry): entry for entry in compiled}
    for wanted, entry in written.items():
        shipped = served.get(wanted)
        if shipped is None or (shipped.msgstr, shipped.msgstr_plural) != (
            entry.msgstr,
            entry.msgstr_plural,
        ):
            found.append(f"django.mo is older than django.po: {entry.msgid!r}")
    return found


if __name__ == "__main__":
    reasons = faults()
    print("\n".join(reasons) or "The French catalogue is complete and compiled.")
    if reasons:
        print(f"{len(reasons)} faults. `make messages`, fill in the French, `make messages` again.")
    sys.exit(bool(reasons))
