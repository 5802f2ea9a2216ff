"""Half-yearly reviews for tests: a plan of commitments, an open review, a published one."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from engagements.actions import (
    Present,
    open_review,
    publish_review,
    save_review,
    set_attendance,
    set_opinion,
)
from engagements.models import Commitment, CommitmentUpdate, Review
from engagements.queries.reviews import reviewed_priorities
from tests.support.clock import NOW

from .engagements import CommitmentFactory, CommitmentUpdateFactory, ObjectiveFactory, priority_page

STARTS_ON, ENDS_ON = date(2025, 11, 1), date(2026, 4, 30)
REPORTED_ON = date(2026, 3, 2)


def plan(count: int = 3, *, priorities: int = 1) -> list[Commitment]:
    """Numbered commitments shared out among so many priorities, one objective each."""
    objectives = [
        ObjectiveFactory(priority=priority_page(number)) for number in range(1, priorities + 1)
    ]
    return [
        CommitmentFactory(
            number=number,
            wording=f"Tenir la promesse {number}",
            objective=objectives[(number - 1) * priorities // count],
        )
        for number in range(1, count + 1)
    ]


def news(commitments: Iterable[Commitment], **fields: Any) -> list[CommitmentUpdate]:
    """News of each, within the period of `opened`."""
    values = {"reported_on": REPORTED_ON, **fields}
    return [
        CommitmentUpdateFactory(
            commitment=one, **{"text": f"Avancée de l’engagement {one.number}.", **values}
        )
        for one in commitments
    ]


def opened(*, at: datetime = NOW, user: Any = None, **fields: Any) -> Review:
    """A review being written, of the six months before May 2026."""
    values = {"starts_on": STARTS_ON, "ends_on": ENDS_ON, "title": "Premier semestre", **fields}
    return open_review(at=at, user=user, **values)


def written(review: Review, *, at: datetime = NOW) -> Review:
    """The same with all that publication asks for."""
    texts = {"agenda": "Ouverture\nEngagement par engagement", "minutes": "La séance est ouverte."}
    save_review(review=review, user=None, at=at, introduction="Un semestre de travail.", **texts)
    for priority in reviewed_priorities():
        set_opinion(
            review=review, priority=priority, text=f"Avis favorable sur la {priority.number}."
        )
    rows = [Present("Direction générale", 2), Present("Organisations syndicales", 3, 1)]
    set_attendance(review=review, attendance=rows)
    return review


SIGNED = "Présidence de l’instance de suivi"


def published(*, at: datetime = NOW, user: Any = None, **fields: Any) -> Review:
    """A published review; commitments and news must exist already."""
    review = written(opened(at=at, user=user, **fields), at=at)
    return publish_review(review=review, signed_off_by=SIGNED, user=user, at=at)
