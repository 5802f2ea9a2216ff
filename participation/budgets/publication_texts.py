"""What the folder of a count says of itself: LISEZMOI.txt. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from .rulebook import Rulebook

# Under this many ballots an envelope says that its ballots may be guessed.
SMALL_ENVELOPE = 20


def read_me(rules: Rulebook, sizes: Mapping[str, int], small: Sequence[str]) -> str:
    """What each file is, how to recount, what the files do not say and do not prove."""
    paragraphs = [
        rules.data["title"],
        _recount(),
        *_files(),
        *_anonymity(small),
        _limits(),
        _("Licence: Licence Ouverte 2.0 (Etalab)."),
    ]
    counts = "\n".join(f"  {name}.pb : {count}" for name, count in sizes.items())
    paragraphs.insert(2, _("Ballots in each envelope:") + "\n" + counts)
    return "\n\n".join(paragraphs) + "\n"


def pabulib_meta(rules: Rulebook, envelope_id: str, rules_sha256: str) -> dict[str, str]:
    """What the file of an envelope says of itself, in the words of pabulib.org/format."""
    envelope = rules.envelope(envelope_id)
    name = envelope.name if envelope else ""
    opens, closes = (datetime.fromisoformat(rules.data[key]) for key in ("opens_at", "closes_at"))
    title = rules.data["title"]
    return {
        "description": f"{title}, {name}" if name else title,
        "country": "France",
        "unit": name or title,
        "instance": str(closes.year),
        "rule": "unknown",
        "date_begin": f"{opens:%d.%m.%Y}",
        "date_end": f"{closes:%d.%m.%Y}",
        "language": "fr",
        "edition": "1",
        "currency": "EUR",
        "comment": f"#1: regle.json sha256:{rules_sha256}; licence etalab-2.0; "
        "no field describes a voter (k-anonymity: all voters alike)",
    }


def _recount() -> str:
    said = _(
        "To recount: put all these files in one folder, open a terminal there, and run the "
        "command below. It needs Python 3.9 or later, nothing else, no network."
    )
    return f"{said}\n\n  python3 -I recompter.py ."


def _files() -> list[str]:
    described = {
        "regle.json": _("the rules, as they were published before the vote and frozen since"),
        "*.pb": _("the ballots of each envelope, paper included, in the Pabulib format"),
        "bulletins.csv": _("the same ballots as one table, for spreadsheets"),
        "resultat.json": _("the result, with each round of the count"),
        "recepisses.txt": _("the fingerprints of receipts: yours is there if you voted online"),
        "recompter.py": _("the program that counts again, one file to read from end to end"),
        "manifeste.json": _("the size and the fingerprint (SHA-256) of every other file"),
    }
    return ["\n".join(f"  {name} : {words}" for name, words in described.items())]


def _anonymity(small: Sequence[str]) -> list[str]:
    said = [
        _(
            "Anonymity: no field describes a voter. No age, no district of residence, no channel, "
            "no hour. Ballots are numbered in a random order: these numbers mean nothing."
        )
    ]
    if small:
        said.append(
            _(
                "These envelopes hold fewer than %(count)d ballots: whoever knows all the voters "
                "of one might guess at ballots. %(names)s."
            )
            % {"count": SMALL_ENVELOPE, "names": ", ".join(small)}
        )
    return said


def _limits() -> str:
    return _(
        "What this proves: these ballots and these rules give this result. What it does not "
        "prove: that the city kept the roll and the secret well; for that the city stays trusted. "
        "A receipt proves that a ballot was in the box, without showing what it says."
    )
