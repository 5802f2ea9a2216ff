"""What is printed for a vote: the paper ballot, the letters that bear a code. Tagged PDF."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString

from engagements.pdf import engine, pdf_of
from portal import paper_codes, qr_codes
from portal.tables import write_csv

from .models import ParticipatoryBudget, RuleVersion
from .rulebook import Envelope, Rulebook

__all__ = ["BallotPaper", "ballot_pdf", "codes_csv", "engine", "letter_model", "letters_pdf"]

# A contract with printers (docs/editors/vote-papier.md): columns are added at the end.
COLUMNS = ("code", "adresse_du_vote")
_DAY = 86_400
# In place of a code, on the letter that a printer merges with the table.
_BLANK = "X" * paper_codes.LENGTH


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """One paper ballot: a budget, its rules in force, one envelope."""

    budget: ParticipatoryBudget
    version: RuleVersion
    envelope: Envelope
    large: bool = False

    @property
    def rules(self) -> Rulebook:
        """The rules that it prints."""
        return Rulebook.read(self.version.text)

    def context(self) -> dict[str, Any]:
        """What the ballot shows, on the page and in the PDF alike."""
        rules = self.rules
        return {
            "paper": self,
            "budget": self.budget,
            "rules": rules,
            "envelope": self.envelope,
            "least": self.rules.least_in(self.envelope),
            "large": self.large,
            "address": vote_address(self.budget),
            "grades": list(enumerate(rules.grades, start=1)),
            "has_districts": any(one.district for one in self.envelope.projects),
        }


def vote_address(budget: ParticipatoryBudget) -> str:
    """Where one votes online."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{budget.url}"


def ballot_pdf(paper: BallotPaper) -> bytes | None:
    """The PDF of a paper ballot; drawn once for each version of the rules, then kept for a day.

    None where it cannot be made: the page then offers to print itself.
    """
    if engine() is None:
        return None
    size = "large" if paper.large else "usual"
    name = f"budgets.ballot.{paper.version.sha256}.{paper.envelope.id}.{size}"
    kept = cache.get(name)
    if isinstance(kept, bytes):
        return kept
    made = pdf_of(_drawn("budgets/paper/ballot_pdf.html", paper.context()))
    cache.set(name, made, _DAY)
    return made


def letters_pdf(budget: ParticipatoryBudget, rules: Rulebook, codes: Sequence[str]) -> bytes:
    """Letters ready to print, one a page. Raises RuntimeError where the engine is missing."""
    context = {**_letter(budget, rules), "codes": [_groups(code) for code in codes]}
    return pdf_of(_drawn("budgets/paper/letters.html", context))


def letter_model(budget: ParticipatoryBudget, rules: Rulebook) -> bytes:
    """The letter with a mark where the printer puts the code, for mailings beyond 500."""
    context = {**_letter(budget, rules), "codes": [_groups(_BLANK)], "is_model": True}
    return pdf_of(_drawn("budgets/paper/letters.html", context))


def codes_csv(budget: ParticipatoryBudget, codes: Iterable[str]) -> Iterator[bytes]:
    """The table for a printer, piece by piece: a code as it is printed, where one votes."""
    address = vote_address(budget)
    return write_csv(COLUMNS, ([paper_codes.display(code), address] for code in codes))


def _letter(budget: ParticipatoryBudget, rules: Rulebook) -> dict[str, Any]:
    address = vote_address(budget)
    return {
        "budget": budget,
        "rules": rules,
        "address": address,
        # The address alone: a code in it would go to whoever reads squares, and stay in browsers.
        "square": _square(address),
        "is_model": False,
    }


def _square(address: str) -> SafeString:
    """The square code of an address, drawn once for all letters of a file."""
    side, dark = qr_codes.path(address)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}"><title>{2}</title><path d="{1}"/></svg>',
        side,
        dark,
        address,
    )


def _groups(code: str) -> list[str]:
    return paper_codes.display(code).split("-")


def _drawn(template: str, context: dict[str, Any]) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(template, context)
