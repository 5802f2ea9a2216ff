"""Differences and origins of a text, for the eye and for screen readers alike."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ...models import Contribution
from ..enums import AmendmentKind, OriginKind, PartKind
from ..models import Drafting, TextAmendment, VersionParagraph
from ..rules.differences import Run, WordCount, counted, runs
from ..rules.provenance import Origin, Sentence
from ..rules.words import said

register = template.Library()


@register.simple_tag
def difference(old: str, new: str) -> SafeString:
    """Two texts as one, what goes and what comes marked by words, lines and colour."""
    return drawn(runs(old, new))


@register.simple_tag
def words_changed(old: str, new: str) -> WordCount:
    """How many words one text adds to and removes from the other."""
    return counted(runs(old, new))


@register.filter
def drawn(found: Iterable[Run]) -> SafeString:
    """Runs as HTML; their words are escaped, and shown exactly as they are compared."""
    return format_html_join("", "{}", ((_drawn(run),) for run in found))


def _drawn(run: Run) -> SafeString | str:
    if run.kind == "same":
        return run.text
    tag = "del" if run.kind == "removed" else "ins"
    begins = _("[removed:") if run.kind == "removed" else _("[added:")
    # Spaces alone would not be seen: a no-break one may be all that changes.
    shown: str | SafeString = run.text
    if not run.text.strip():
        shown = format_html('<span class="difference__space">{}</span>', _named(run.text))
    return format_html(
        '<{0}><span class="visually-hidden"> {1} </span>{2}<span class="visually-hidden">]'
        " </span></{0}>",
        tag,
        begins,
        shown,
    )


def _named(spaces: str) -> str:
    """What kind of spaces these are, in words."""
    if "\n" in spaces:
        return _("line break")
    return _("no-break space") if set(spaces) & {"\u00a0", "\u202f"} else _("space")


@dataclass(frozen=True)
class ShownOrigin:
    """Where words come from, in words, with the page that tells more."""

    label: str
    url: str = ""


@register.simple_tag
def origins_of(sentence: Sentence, drafting: Drafting) -> list[ShownOrigin]:
    """Where a sentence comes from, in the order of its words."""
    return [_shown(origin, drafting) for origin in sentence.origins]


def _shown(origin: Origin, drafting: Drafting) -> ShownOrigin:
    url = f"{drafting.address}amendements/{origin.number}/" if origin.number else ""
    return ShownOrigin(said(origin), url)


@register.filter
def is_heading(part: object) -> bool:
    """Whether a part of a version, or a part as brought, is the heading of a section."""
    paragraph = getattr(part, "paragraph", part)
    return bool(getattr(paragraph, "kind", "") == PartKind.HEADING)


@register.filter
def is_initial(sentence: Sentence) -> bool:
    """Whether all its words are of the initial text."""
    return all(origin.kind == OriginKind.INITIAL for origin in sentence.origins)


@register.filter
def is_changed(wording: VersionParagraph) -> bool:
    """Whether one of its sentences is not of the initial text."""
    return not all(is_initial(sentence) for sentence in wording.sentences)


@register.filter
def said_kind(amendment: TextAmendment) -> str:
    """What an amendment does, with the number of its paragraph."""
    words = {
        AmendmentKind.REPLACE: _("Changes paragraph %(label)s"),
        AmendmentKind.ADD: _("Adds a paragraph after %(label)s"),
        AmendmentKind.DELETE: _("Removes paragraph %(label)s"),
        AmendmentKind.REMARK: _("Remark on paragraph %(label)s"),
    }
    return words[AmendmentKind(amendment.kind)] % {"label": amendment.label}


@register.simple_tag
def amendment_of(contribution: Contribution) -> TextAmendment | None:
    """The amendment that a contribution of the core is."""
    found = contribution.specific
    return found if isinstance(found, TextAmendment) else None


@register.simple_tag
def part_url(drafting: Drafting, part: VersionParagraph, what: str = "") -> str:
    """The address of a paragraph, or of the form by which one proposes something about it."""
    if drafting.mechanism is None:
        return ""
    key = part.paragraph.key
    if what:
        return drafting.mechanism.url(drafting, "propose", key=key, what=what)
    return drafting.mechanism.url(drafting, "paragraph", key=key)
