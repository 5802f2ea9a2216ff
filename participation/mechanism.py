"""What a way of taking part declares, and the registry: the only seam with the core."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import ngettext

from portal.decisions import ALLOWED, Decision

from .enums import DECISIONS, Level, Verdict
from .wording import CONTRIBUTION

if TYPE_CHECKING:
    from portal.accounts.models import User

    from .models import Activity, Contribution, Theme


class OpenRows(NamedTuple):
    """Rows that anybody may take: their words, and the name of the address of each format."""

    title: "str | Promise"
    csv: str = ""
    json: str = ""
    ics: str = ""
    # Only once the activity is over.
    when_closed: bool = False


class Mechanism:
    """A way of taking part. Subclasses declare; the core asks.

    `urlconf` names a module whose addresses live under `/participer/<slug>/`; its views receive
    the activity, already found and allowed to be seen.
    """

    slug: ClassVar[str]
    label: ClassVar[str | Promise]
    icon: ClassVar[str]
    levels: ClassVar[tuple[Level, ...]]
    activity_model: ClassVar[str]
    contribution_model: ClassVar[str | None] = None
    urlconf: ClassVar[str]
    # The words of the button that leads to the form, and of one contribution.
    invitation: ClassVar[str | Promise]
    # What a file may say of its contributions (import_columns.py); nothing: it takes no import.
    importable: ClassVar[tuple[str, ...]] = ()
    # Whether the core's desk keys in its contributions from paper, and prints coupons for them:
    # a title and a text are enough to make one. Others have a desk of their own, or none.
    takes_paper: ClassVar[bool] = False
    # The processing (portal/privacy/registry.py) that its forms belong to: the words with which
    # the data card of each activity begins.
    processing: ClassVar[str]
    # What the city may say of a contribution, and whether each has a clock of its own, which runs
    # from its publication (Activity.answer_days) instead of the one day of the call.
    verdicts: ClassVar[tuple[Verdict, ...]] = DECISIONS
    answers_each: ClassVar[bool] = False
    # Whether the city owes an answer to each contribution. Where not, only the promise as a whole
    # is due: nobody is shown as late for a testimony that asked for nothing.
    owes_answers: ClassVar[bool] = True
    # How its own words call these verdicts; the others have their usual names.
    verdict_words: ClassVar[dict[str, str | Promise]] = {}
    # Columns of its contributions, besides title and text, that hold words of their author: erased
    # and masked with them. What moderators see of a contribution that is its own.
    own_texts: ClassVar[tuple[str, ...]] = ()
    desk_template: ClassVar[str] = ""
    # Its own words for what the core says of a contribution; the others are neutral.
    words: ClassVar[dict[str, str | Promise]] = {}
    # The kinds of events told when a contribution is public, and the name of its open data.
    published_kind: ClassVar[str] = "contribution_published"
    rows_name: ClassVar[str] = "contributions"
    # What anybody may take away of a public activity, for the catalogue of open data: the words,
    # the names of its addresses by format. Each answers as soon as the activity is public.
    open_rows: "ClassVar[tuple[OpenRows, ...]]" = ()
    # Addresses inside an activity, by how they begin, whose door the mechanism keeps itself: they
    # are open to those it knows before the page is published. None without one.
    own_door: ClassVar[str] = ""
    # Its commands that `run_mechanisms` calls every minute: each may run twice without harm.
    every_minute: ClassVar[tuple[str, ...]] = ()

    def url(self, activity: "Activity", name: str = "activity", **kwargs: object) -> str:
        """The address of one of the mechanism's pages for this activity."""
        inside = reverse(name, urlconf=self.urlconf, kwargs=kwargs)
        base = reverse("participation:activity", kwargs={"slug": activity.slug})
        return base + inside.lstrip("/")

    def say(self, key: str, **values: Any) -> str:
        """What the core says of a contribution (wording.py), in the words of the mechanism."""
        words = self.words[key] if key in self.words else CONTRIBUTION[key]
        return str(words) % values

    def may_answer(self, contribution: "Contribution", verdict: str) -> Decision:
        """Whether the city may say this of it, besides what the core asks."""
        return ALLOWED

    def preview(self, request: HttpRequest, contribution: "Contribution") -> HttpResponseBase:
        """The public page of this contribution as given, not as the database has it.

        Its view finds it in `request.previewed`; only Wagtail's previews come here.
        """
        request.previewed = contribution  # type: ignore[attr-defined]
        inside = reverse("contribution", self.urlconf, kwargs={"number": contribution.number})
        match = resolve(inside, self.urlconf)
        shown: HttpResponseBase = match.func(
            request, activity=contribution.activity, **match.kwargs
        )
        return shown

    def themes(self, activity: "Activity") -> "list[Theme]":
        """The themes it offers, by name; none when it files nothing by theme."""
        return []

    def open_label(self, count: int) -> str:
        """How many of these are open, in words: “1 call for ideas”."""
        raise NotImplementedError

    def counted(self, count: int) -> str:
        """How many contributions there are, in words: “3 contributions”."""
        return ngettext("%(number)s contribution", "%(number)s contributions", count) % {
            "number": count
        }

    def stake(self, activity: "Activity") -> tuple[str, str] | None:
        """What is at stake, as a great figure and its words; nothing, unless there is a sum."""
        return None

    def may_amend(self, activity: "Activity", terms: "Mapping[str, Any]", at: datetime) -> Decision:
        """Whether these terms may take these values by a public amendment; asked before all."""
        return ALLOWED

    def amended(
        self, activity: "Activity", *, by: "User | None", reason: str, at: datetime
    ) -> None:
        """What else follows an amendment, in its transaction; nothing, unless a mechanism says."""

    def offer_themes(self, activity: "Activity", themes: "Collection[Theme]") -> None:
        """Makes an activity offer these themes too, which contributions it imported have."""


_mechanisms: dict[str, Mechanism] = {}


def register(mechanism: Mechanism) -> None:
    """Makes a mechanism known; called by its `AppConfig.ready()`."""
    _mechanisms[mechanism.slug] = mechanism


def mechanisms() -> list[Mechanism]:
    """Every mechanism switched on, in the order of the settings."""
    return list(_mechanisms.values())


def takes_contributions(activity: "Activity") -> bool:
    """Whether the core keeps what people send here; so it did for one that the city dropped."""
    return activity.mechanism is None or activity.mechanism.contribution_model is not None


def takes_paper(activity: "Activity") -> bool:
    """Whether what comes on paper for this activity is keyed in at the core's desk."""
    return activity.mechanism is not None and activity.mechanism.takes_paper


def taking_paper() -> list[str]:
    """The names of the mechanisms whose papers are keyed in at the core's desk."""
    return [mechanism.slug for mechanism in _mechanisms.values() if mechanism.takes_paper]


def owes_answers(activity: "Activity") -> bool:
    """Whether the city answers the contributions of this activity one by one."""
    return activity.mechanism is None or activity.mechanism.owes_answers


def owing_no_answers() -> list[str]:
    """The names of the mechanisms whose contributions wait for no answer."""
    return [mechanism.slug for mechanism in _mechanisms.values() if not mechanism.owes_answers]


def mechanism_of(slug: str) -> Mechanism | None:
    """The mechanism of this name, or None when the city dropped it."""
    return _mechanisms.get(slug)
