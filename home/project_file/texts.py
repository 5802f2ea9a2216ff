"""The shape of a texts file: what editors may rewrite, by the keys of the project file."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints

from ..enums import IdentityField
from .bodies import Body
from .dates import Written
from .schema import ProjectFile
from .shapes import (
    Checks,
    Count,
    Email,
    Introduction,
    Key,
    Label,
    NumberKey,
    Shape,
    ShortLabel,
)

# Addresses of the pages every portal has; a standard page may not take them.
PAGE_SLUGS = {
    "home": "accueil",
    "values": "valeurs",
    "axes": "axes",
    "priorities": "priorites",
    "processes": "demarches",
    "project": "le-projet",
    "follow_up": "instance-de-suivi",
    "department_projects": "projets-de-direction",
    "news": "actualites",
    "contact": "contact",
    "sitemap": "plan-du-site",
    "accessibility": "accessibilite",
    "legal": "mentions-legales",
    "personal_data": "donnees-personnelles",
}
Empty = Literal[""]
Paragraph = Annotated[str, StringConstraints(min_length=1, max_length=2_000)]


class SiteText(Shape):
    """The names of the portal."""

    project_name: ShortLabel
    city_name: ShortLabel
    tagline: ShortLabel | None = None
    contact_email: Email | None = None


class SettingsText(Shape):
    """The legal identity; an empty text is for the city to fill in."""

    publisher: str = Field(default="", max_length=160)
    publication_director: str = Field(default="", max_length=160)
    host_name: str = Field(default="", max_length=160)
    host_address: str = Field(default="", max_length=300)
    siret: str = Field(default="", pattern=r"^(\d{14})?$")
    dpo_email: Email | Empty = ""
    security_email: Email | Empty = ""
    accessibility_status: Literal["full", "partial", "none"] = "none"


class PageText(Shape):
    """A page: title, introduction, body."""

    title: Label
    introduction: Introduction | Empty = ""
    body: Body = []


class EntryText(Shape):
    """What is written about a value or an axis, whose title is a fact."""

    introduction: Introduction | Empty = ""
    body: Body = []


class PriorityText(EntryText):
    """What is written about a priority, and the word it is called by."""

    short_name: Annotated[str, StringConstraints(min_length=1, max_length=60)]


class SectionText(Shape):
    """A part of the project page."""

    title: Label
    introduction: Introduction | Empty = ""
    note: Introduction | Empty = ""
    body: Body = []


class ProjectText(PageText):
    """The project page and its parts."""

    actors: dict[Key, Introduction] = {}
    steering: EntryText | None = None
    follow_up: SectionText | None = None
    department_projects: SectionText | None = None
    cross_cutting: SectionText | None = None
    resources: SectionText | None = None
    timeline: SectionText | None = None


class BodyPageText(PageText):
    """The page of the follow-up body; the call is shown when there is one."""

    call: Introduction | Empty = ""


class ContactText(PageText):
    """The contact page, and what it says once the message is sent."""

    thanks: Introduction | Empty = ""


class PagesText(Shape):
    """The pages every portal has."""

    home: PageText | None = None
    values: PageText | None = None
    axes: PageText | None = None
    priorities: PageText | None = None
    processes: PageText | None = None
    project: ProjectText | None = None
    follow_up: BodyPageText | None = None
    department_projects: PageText | None = None
    news: PageText | None = None
    contact: ContactText | None = None
    sitemap: PageText | None = None
    accessibility: PageText | None = None
    legal: PageText | None = None
    personal_data: PageText | None = None


class LevelText(Shape):
    """What one level means for readers."""

    number: int = Field(ge=1, le=6)
    name: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    aim: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    you_can: Annotated[str, StringConstraints(min_length=1, max_length=250)]
    promise: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    who_decides: Annotated[str, StringConstraints(min_length=1, max_length=250)]
    already_decided: Label | None = None
    example: Annotated[str, StringConstraints(max_length=160)] = ""
    clock_days: int = Field(ge=1, le=730)
    clock_from: Literal["question", "closing"] = "closing"
    online_days: int | None = Field(default=None, ge=1)
    decision_days: int | None = Field(default=None, ge=1)
    body: Body = []


class HistoricIdeaText(Shape):
    """What is said of every idea of a past call."""

    display_name: ShortLabel | Empty = ""
    text: str = ""
    note: Label | Empty = ""


class HistoricCallText(Shape):
    """A call for ideas that took place before the portal, whose ideas the project names."""

    key: Key
    slug: Key
    title: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    level: Key
    audience: Literal["everyone", "residents", "agents"] = "everyone"
    visibility: Literal["everyone", "agents"] = "everyone"
    opens: Written
    closes: Written
    precision: Literal["day", "month"] = "month"
    period_label: ShortLabel | None = None
    answer_by: Written | None = None
    contributions_reported: Count | None = None
    contributions_label: ShortLabel | None = None
    meetings_label: ShortLabel | None = None
    introduction: Introduction
    # Empty when nobody knows any more what was promised.
    promise: list[Label] = []
    who_decides: Annotated[str, StringConstraints(max_length=250)] = ""
    not_negotiable: Annotated[str, StringConstraints(max_length=250)] = ""
    body: Body = []
    idea: HistoricIdeaText = HistoricIdeaText()


class StandardPageText(PageText):
    """A page of its own address."""

    slug: Key


class LegalSection(Shape):
    """A heading of an obligatory page, and what is written under it."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z_]+$")]
    heading: Label
    from_settings: list[str] = []
    body: Body = []


class SectionsText(Shape):
    """An obligatory page made of headings in a fixed order."""

    sections: list[LegalSection] = []


class AccessibilityText(SectionsText):
    """The accessibility statement."""

    status: Literal["full", "partial", "none"] = "none"
    status_label: ShortLabel | None = None


class TextsFile(Shape):
    """All the texts of a portal."""

    site: SiteText
    site_settings: SettingsText = SettingsText()
    pages: PagesText = PagesText()
    values: dict[Key, EntryText] = {}
    axes: dict[Key, EntryText] = {}
    priorities: dict[Key, PriorityText] = {}
    commitments: dict[NumberKey, Paragraph] = {}
    levels: dict[Key, LevelText] = {}
    historic_call: HistoricCallText | None = None
    standard_pages: list[StandardPageText] = []
    legal: SectionsText = SectionsText()
    personal_data: SectionsText = SectionsText()
    accessibility: AccessibilityText = AccessibilityText()


# The mandated sub-headings of the accessibility statement: how many, under which heading.
STATEMENT_PARTS = {"non_accessible": 3, "establishment": 4}


def parts_of(body: Body) -> list[Body]:
    """The blocks under each sub-heading of a body."""
    parts: list[Body] = []
    for block in body:
        if block.subheading:
            parts.append([])
        elif parts:
            parts[-1].append(block)
    return parts


def check_texts(texts: TextsFile, facts: ProjectFile, checks: Checks) -> None:
    """Notes the texts of what the project file does not have, and addresses used twice."""
    unknown = _("the project file has nothing whose key is “%(value)s”.")
    among: dict[str, list[Any]] = {
        "values": [value.key for value in facts.values],
        "axes": [axis.key for axis in facts.axes],
        "priorities": [priority.key for priority in facts.priorities],
        "levels": [level.key for level in facts.participation_levels],
        "commitments": facts.commitment_numbers(),
    }
    for name, keys in among.items():
        checks.known_keys((name,), getattr(texts, name), keys, unknown)
    if texts.pages.project:
        actors = [actor.key for actor in facts.project.actors]
        path = ("pages", "project", "actors")
        checks.known_keys(path, texts.pages.project.actors, actors, unknown)
    taken = _("“%(value)s” is already used on line %(line)d.")
    checks.once(("standard_pages",), texts.standard_pages, "slug", taken)
    _check_addresses(texts, checks)
    _check_sections(texts, checks)
    _check_call(texts, facts, checks)


def _check_addresses(texts: TextsFile, checks: Checks) -> None:
    reserved = {*settings.RESERVED_ROOT_SLUGS, *PAGE_SLUGS.values()}
    for position, page in enumerate(texts.standard_pages):
        if page.slug in reserved:
            message = _("the address /%(slug)s/ is already used by the portal.")
            path = ("standard_pages", position, "slug")
            checks.refuse(path, message % {"slug": page.slug})


def _check_sections(texts: TextsFile, checks: Checks) -> None:
    unknown = _("the settings of the city have no “%(value)s”.")
    for name in ("legal", "personal_data"):
        for position, section in enumerate(getattr(texts, name).sections):
            path = (name, "sections", position, "from_settings")
            checks.known(path, section.from_settings, IdentityField.values, unknown)
    for position, section in enumerate(texts.accessibility.sections):
        count = STATEMENT_PARTS.get(section.key)
        if count and len(parts_of(section.body)) != count:
            message = _("this section of the statement needs %(count)d sub-headings.")
            path = ("accessibility", "sections", position, "body")
            checks.refuse(path, message % {"count": count})


def _check_call(texts: TextsFile, facts: ProjectFile, checks: Checks) -> None:
    call = texts.historic_call
    if call is None:
        return
    if call.closes.last < call.opens.first:
        checks.refuse(("historic_call", "closes"), _("the end comes before the beginning."))
    if call.level not in [level.key for level in facts.participation_levels]:
        unknown = _("the project file has nothing whose key is “%(value)s”.")
        checks.refuse(("historic_call", "level"), unknown % {"value": call.level})
