"""What the count says to people, in French: it speaks without the portal, from a single file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .faults import Fault

if TYPE_CHECKING:
    from .amounts import Number

FRENCH = {
    "unreadable": "le fichier {name} n’existe pas ou ne s’ouvre pas",
    "encoding": "le fichier n’est pas écrit en UTF-8",
    "quotes": "les guillemets ou les colonnes de cette ligne ne se lisent pas",
    "empty": "le fichier est vide",
    "before-sections": "du texte précède la première section (META, PROJECTS, VOTES)",
    "missing-section": "la section {section} manque",
    "double-section": "la section {section} apparaît deux fois",
    "missing-header": "la section {section} ne nomme pas ses colonnes",
    "missing-column": "la section {section} n’a pas de colonne {column}",
    "double-column": "la section {section} a deux colonnes {column}",
    "short-line": "cette ligne s’arrête avant la colonne {column}",
    "missing-key": "la section META ne donne pas {key}",
    "double-key": "la section META donne {key} deux fois",
    "bad-number": "« {text} » n’est pas un nombre ({key})",
    "negative": "{text} est un nombre négatif ({key})",
    "vote-type": "le type de vote « {text} » n’est pas connu",
    "no-project-id": "un projet n’a pas d’identifiant",
    "double-project": "le projet {project} apparaît deux fois",
    "unknown-project": "le bulletin nomme le projet {project}, qui n’existe pas",
    "double-choice": "le bulletin nomme deux fois le projet {project}",
    "points-number": "le bulletin a {choices} projets et {points} nombres de points",
    "too-many": "le bulletin nomme {found} projets, {limit} au plus sont permis",
    "too-few": "le bulletin nomme {found} projets, {limit} au moins sont demandés",
    "too-costly": "les projets du bulletin coûtent {found}, {limit} au plus sont permis",
    "too-many-points": "le bulletin donne {found} points, {limit} au plus sont permis",
    "too-few-points": "le bulletin donne {found} points, {limit} au moins sont demandés",
    "points-over": "le bulletin donne {found} à un projet, {limit} au plus est permis",
    "points-under": "le bulletin donne {found} à un projet, {limit} au moins est demandé",
    "votes-announced": "le fichier annonce {limit} bulletins et en contient {found}",
    "projects-announced": "le fichier annonce {limit} projets et en contient {found}",
    "bad-rule": "la règle donne {key} = {text}, ce qui n’est pas possible",
    "rule-and-ballots": "la règle {rule} ne compte pas ce type de bulletin ({kind})",
    "too-many-runs": "le compte ne finit pas après {limit} essais : augmentez le pas",
    "unknown-envelope": "la règle ne connaît pas d’enveloppe {envelope}",
    "two-counts": "deux comptes indépendants diffèrent : rien n’est publié",
}
_RULES = {
    "greedy": "ordre des votes",
    "greedy-per-cost": "ordre des votes par euro",
    "mes": "parts égales",
    "majority-judgment": "jugement majoritaire",
}
_COMPLETIONS = {
    "none": "sans complément",
    "greedy": "complétées par l’ordre des votes",
    "add1": "parts relevées pas à pas",
    "add1u": "parts relevées pas à pas, complétées par l’ordre des votes",
}
_HOW = {
    "guarantee": "garanti à son quartier",
    "free": "gratuit",
    "shares": "parts égales",
    "completion": "complément",
    "order": "ordre des votes",
}
_REASONS = {
    "no-vote": "aucun vote",
    "over-envelope": "dépasse l’enveloppe de {missing}",
    "too-little-left": "il manque {missing} dans l’enveloppe",
    "voters-cannot-pay": "il manque {missing} aux parts de ses votants",
}


def sentence(fault: Fault) -> str:
    """A fault, with its line, as one reads it."""
    values = {
        key: figure(value) if isinstance(value, (int, Fraction)) else str(value)[:80]
        for key, value in fault.values.items()
    }
    said = FRENCH[fault.code].format(**values)
    if fault.line:
        return f"Ligne {fault.line} : {said}."
    return f"{said[0].upper()}{said[1:]}."


def figure(value: Number | str) -> str:
    """A number with narrow spaces between thousands and a decimal comma."""
    text = str(value)
    if "/" in text:
        return text
    whole, _, decimals = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    head = len(digits) % 3
    groups = [digits[:head]] if head else []
    groups += [digits[place : place + 3] for place in range(head, len(digits), 3)]
    grouped = sign + "\u202f".join(groups)
    return f"{grouped},{decimals}" if decimals else grouped


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Columns aligned with spaces; the last one is as long as it likes."""
    everything = [heads, *rows]
    widths = [max(len(row[place]) for row in everything) for place in range(len(heads))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip()  # noqa: B905
        for row in everything
    ]


def report(outcome: Mapping[str, Any], names: Mapping[str, str], about: Mapping[str, Any]) -> str:
    """A count as a table: who won, in order, then the others and why."""
    rule = _RULES[str(about["rule"])]
    if about["rule"] == "mes":
        rule += f", {_COMPLETIONS[str(about['completion'])]}"
    lines = [
        f"Bulletins : {figure(outcome['ballots'])}",
        f"Enveloppe : {figure(about['budget'])}",
        f"Règle : {rule}",
        f"Dépensé : {figure(outcome['spent'])}",
    ]
    if "share" in outcome:
        lines.append(f"Part de chaque votant : {figure(outcome['share']['rounded'])}")
        lines.append(f"Comptes successifs : {figure(outcome['runs'])}")
    funded = [one for one in outcome["rounds"] if one["funded"]]
    others = [one for one in outcome["rounds"] if not one["funded"]]
    lines += ["", f"Projets financés : {len(funded)}", *_funded_table(funded, names)]
    lines += ["", f"Projets non financés : {len(others)}", *_others_table(others, names)]
    return "\n".join(lines) + "\n"


def _funded_table(rounds: list[Mapping[str, Any]], names: Mapping[str, str]) -> list[str]:
    if not rounds:
        return []
    heads = ("rang", "projet", "coût", "voix", "points", "prix du point", "financé par", "nom")
    return table(
        heads,
        [
            (
                str(rank),
                one["project"],
                figure(one["cost"]),
                figure(one["votes"]),
                figure(one["points"]),
                figure(one["price"]["rounded"]) if "price" in one else "",
                _HOW[one["how"]],
                names[one["project"]],
            )
            for rank, one in enumerate(rounds, start=1)
        ],
    )


def _others_table(rounds: list[Mapping[str, Any]], names: Mapping[str, str]) -> list[str]:
    if not rounds:
        return []
    return table(
        ("projet", "coût", "voix", "points", "raison", "nom"),
        [
            (
                one["project"],
                figure(one["cost"]),
                figure(one["votes"]),
                figure(one["points"]),
                _REASONS[one["reason"]].format(missing=figure(one.get("missing", ""))),
                names[one["project"]],
            )
            for one in rounds
        ],
    )


# The recount script.
SAME_COUNT = "Recompte identique"
DIFFERENT_COUNT = "Le recompte diffère"
USAGE = "Usage : python3 recompter.py dossier/"
UNREADABLE = "Le dossier ne se lit pas : {why}"
NOT_A_FOLDER = "{name} n’est pas un dossier."
NOT_JSON = "{name} n’est pas du JSON lisible."
NOT_EXPECTED = "{name} n’a pas la forme attendue."
FILE_MISSING = "Le fichier {name} est annoncé par le manifeste et manque."
FILE_UNKNOWN = "Le fichier {name} n’est pas annoncé par le manifeste."
FILE_DIFFERS = "Le fichier {name} n’est pas celui du manifeste (empreinte ou taille)."
RULES_DIFFER = "Le résultat se réclame d’une autre règle que regle.json."
IN_FILE = "{name} : {what}"
PROJECTS_DIFFER = "{name} : les projets, coûts ou enveloppe ne sont pas ceux de regle.json."
KIND_DIFFERS = "{name} : le type de vote n’est pas celui de regle.json."
BALLOTS_DIFFER = "{envelope} : {found} bulletins comptés, {announced} annoncés."
ENVELOPES_DIFFER = "Les enveloppes de resultat.json ne sont pas celles de regle.json."
OUTCOME_DIFFERS = "{envelope} : {what} — recompté {mine}, publié {theirs}."
WINNERS, SPENT, DETAILS = "projets retenus", "dépense", "détail du compte ({key})"
ENVELOPE_COUNTED = (
    "{envelope} : {ballots} bulletins, {spent} € dépensés, projets retenus : {winners}."
)
