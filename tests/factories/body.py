"""The follow-up body, its reviews and the projects of departments, for tests."""

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from engagements.enums import ReviewState
from engagements.models import (
    BodyMeeting,
    BodyMember,
    CommitmentPoint,
    DepartmentProjectIndexPage,
    DepartmentProjectPage,
    FollowUpBodyPage,
    ProgrammePoint,
    Review,
    ValuePoint,
)

from .engagements import DepartmentFactory, index_of, site_root


def body_page(**fields: Any) -> FollowUpBodyPage:
    """The page of the body, published."""
    page = FollowUpBodyPage(
        **{"title": "L’instance de suivi", "slug": "instance-de-suivi", "live": True, **fields}
    )
    site_root().add_child(instance=page)
    return page


class BodyMemberFactory(DjangoModelFactory):
    """Somebody who sits in the body, and agreed to nothing."""

    name = factory.Sequence(lambda n: f"Camille Exemple {n}")
    function = factory.Sequence(lambda n: f"Agente d’accueil {n}")
    joined_on = datetime.date(2025, 1, 6)

    class Meta:
        model = BodyMember


class BodyMeetingFactory(DjangoModelFactory):
    """A published meeting, in the past of the tests."""

    title = factory.Sequence(lambda n: f"Réunion {n}")
    slug = factory.Sequence(lambda n: f"reunion-{n}")
    starts_at = datetime.datetime(2026, 2, 3, 13, tzinfo=datetime.UTC)

    class Meta:
        model = BodyMeeting


def review(number: int = 1, **fields: Any) -> Review:
    """An open review of the first half of 2026."""
    values = {
        "slug": f"revue-{number}",
        "title": f"Bilan {number}",
        "starts_on": datetime.date(2026, 1, 1),
        "ends_on": datetime.date(2026, 6, 30),
        "reports_due_on": datetime.date(2026, 6, 10),
        "due_on": datetime.date(2026, 7, 1),
        "opened_at": datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC),
        **fields,
    }
    return Review.objects.create(number=number, **values)


def published_review(number: int = 1, *, on: datetime.date, **fields: Any) -> Review:
    """A review published on a day, written straight into the database."""
    moment = timezone.make_aware(datetime.datetime.combine(on, datetime.time(12)))
    return review(
        number,
        state=ReviewState.PUBLISHED,
        published_at=moment,
        fingerprint="0" * 64,
        canonical="{}",
        signed_off_by="Présidence de l’instance",
        **fields,
    )


def project_page(
    *,
    programme: tuple[tuple[str, bool], ...] = (),
    values: tuple[tuple[Any, bool], ...] = (),
    commitments: tuple[tuple[Any, bool], ...] = (),
    number: int = 1,
    **fields: Any,
) -> DepartmentProjectPage:
    """A published project with its points."""
    given = {
        "title": f"Projet {number}",
        "slug": f"projet-{number}",
        "live": True,
        "revised_on": datetime.date(2026, 1, 15),
        **fields,
    }
    if "department" not in given:
        given["department"] = DepartmentFactory.create()
    page = DepartmentProjectPage(**given)
    page.programme_points = [
        ProgrammePoint(label=label, is_integrated=yes) for label, yes in programme
    ]
    page.value_points = [ValuePoint(value=value, is_integrated=yes) for value, yes in values]
    page.commitment_points = [
        CommitmentPoint(commitment=one, is_integrated=yes) for one, yes in commitments
    ]
    index_of(DepartmentProjectIndexPage, "projets-de-direction").add_child(instance=page)
    return page
