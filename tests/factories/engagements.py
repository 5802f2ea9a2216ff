"""Values, axes, priorities, commitments and their news, for tests."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page

from engagements.enums import CommitmentStatus
from engagements.models import (
    AxisIndexPage,
    AxisPage,
    Commitment,
    CommitmentUpdate,
    Department,
    DepartmentMember,
    Evidence,
    Objective,
    Period,
    PriorityIndexPage,
    PriorityPage,
    ValueIndexPage,
    ValuePage,
)

from .cms import make_site


def site_root() -> Page:
    """The page under which a test builds its tree: the first site's, or the tree's own root."""
    found = Page.objects.filter(depth=2).first()
    return found if found is not None else make_site().root_page


def index_of(model: type[Page], slug: str) -> Page:
    """The index page of a type, created on first use."""
    found = model.objects.first()
    if found:
        return found
    page = model(title=slug.capitalize(), slug=slug, live=True)
    site_root().add_child(instance=page)
    return page


def value_page(number: int = 1, *, live: bool = True, **fields: Any) -> ValuePage:
    """A value under the index of values."""
    values = {"title": f"Valeur {number}", "slug": f"valeur-{number}", **fields}
    page = ValuePage(number=number, live=live, **values)
    index_of(ValueIndexPage, "valeurs").add_child(instance=page)
    return page


def axis_page(
    number: int = 1, *, values: tuple[ValuePage, ...] = (), live: bool = True, **fields: Any
) -> AxisPage:
    """An axis under the index of axes."""
    page = AxisPage(
        number=number, live=live, **{"title": f"Axe {number}", "slug": f"axe-{number}", **fields}
    )
    page.values = list(values)
    index_of(AxisIndexPage, "axes").add_child(instance=page)
    return page


def priority_page(
    number: int = 1, *, values: tuple[ValuePage, ...] = (), live: bool = True, **fields: Any
) -> PriorityPage:
    """A priority under the index of priorities."""
    texts = {
        "title": f"Pour une administration numéro {number}",
        "short_name": f"Priorité {number}",
        "slug": f"priorite-{number}",
        **fields,
    }
    page = PriorityPage(number=number, live=live, **texts)
    page.values = list(values)
    index_of(PriorityIndexPage, "priorites").add_child(instance=page)
    return page


class DepartmentFactory(DjangoModelFactory):
    """A department."""

    name = factory.Sequence(lambda n: f"Direction {n}")
    slug = factory.Sequence(lambda n: f"direction-{n}")

    class Meta:
        model = Department


def join(department: Department, user: Any) -> DepartmentMember:
    """Has somebody act for a department."""
    since = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
    return DepartmentMember.objects.create(department=department, user=user, since=since)


class PeriodFactory(DjangoModelFactory):
    """A period of the calendar."""

    key = factory.Sequence(lambda n: f"periode-{n}")
    label = factory.Sequence(lambda n: f"Période {n}")
    sort_order = factory.Sequence(int)

    class Meta:
        model = Period


class ObjectiveFactory(DjangoModelFactory):
    """An objective of a new priority, unless one is given."""

    priority = factory.LazyFunction(lambda: priority_page(PriorityPage.objects.count() + 1))
    number = 1
    label = factory.Sequence(lambda n: f"Objectif {n}")

    class Meta:
        model = Objective


class CommitmentFactory(DjangoModelFactory):
    """A commitment nobody has reported on."""

    number = factory.Sequence(lambda n: n + 1)
    wording = factory.Sequence(lambda n: f"Faire la chose {n}")
    objective = factory.SubFactory(ObjectiveFactory)

    class Meta:
        model = Commitment


class CommitmentUpdateFactory(DjangoModelFactory):
    """A past piece of news, written straight into the database."""

    commitment = factory.SubFactory(CommitmentFactory)
    reported_on = datetime.date(2026, 3, 2)
    status = CommitmentStatus.UNDER_WAY
    text = "Le marché est signé."
    author_function = "Direction des achats"
    recorded_at = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)

    class Meta:
        model = CommitmentUpdate

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> CommitmentUpdate:
        """The commitment keeps the day of its latest news, as the action would have it do."""
        update = super()._create(model_class, *args, **kwargs)
        commitment = update.commitment
        days = [commitment.last_reported_on, update.reported_on]
        commitment.last_reported_on = max(day for day in days if day)
        if update.status == CommitmentStatus.DONE:
            done = [commitment.done_on, update.reported_on]
            commitment.done_on = min(day for day in done if day)
        commitment.save(update_fields=["last_reported_on", "done_on"])
        return update


class EvidenceFactory(DjangoModelFactory):
    """A link that proves a piece of news."""

    update = factory.SubFactory(CommitmentUpdateFactory)
    label = "Délibération"
    url = "https://example.org/deliberation.pdf"

    class Meta:
        model = Evidence
