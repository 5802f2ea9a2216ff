"""Texts written together and their amendments; amendments are made by the actions."""

from datetime import datetime
from typing import Any

import factory

from participation.actions import publish_contribution
from participation.drafting.actions import (
    bring_text,
    decide_amendment,
    propose_amendment,
    publish_version,
)
from participation.drafting.enums import AmendmentKind
from participation.drafting.models import Drafting, Paragraph, TextAmendment, TextVersion
from participation.drafting.queries.working import working_text
from participation.enums import Level
from portal.accounts.enums import Audience
from tests.support import clock

TEXT = [
    ("heading", "Accueillir"),
    ("paragraph", "La maison ouvre le samedi. Elle accueille les familles du quartier."),
    ("paragraph", "Un café associatif tient lieu d’accueil."),
    ("heading", "Agir ensemble"),
    ("paragraph", "Chaque trimestre, une réunion dit «\u00a0oui\u00a0» ou «\u00a0non\u00a0»."),
]


class DraftingFactory(factory.django.DjangoModelFactory[Drafting]):
    """A published text, open since ten days and for twenty; its first version is published."""

    class Meta:
        model = Drafting
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Texte {n}")
    slug = factory.Sequence(lambda n: f"texte-{n}")
    introduction = "Relisez le projet social, paragraphe par paragraphe."
    promise = "Chaque amendement reçoit une décision motivée.\nLe texte dit d’où il vient."
    who_decides = "Le groupe de rédaction"
    text = TEXT
    level = Level.CO_CONSTRUCTION
    audience = Audience.EVERYONE
    visibility = Audience.EVERYONE
    opens_at = factory.LazyFunction(lambda: clock.days(-10))
    closes_at = factory.LazyFunction(lambda: clock.days(20))
    answer_by = factory.LazyAttribute(lambda drafting: clock.days(50).date())
    live = True

    @factory.post_generation
    def version(self: Drafting, create: bool, given: Any, **kwargs: Any) -> None:
        if create and given is not False:
            bring_text(drafting=self, by=None, at=self.opens_at)


_count = iter(range(1, 1_000_000))


def paragraph_of(drafting: Drafting, label: str = "1.1") -> Paragraph:
    """The part that has this number in the latest version."""
    latest = drafting.versions.first()
    assert latest is not None
    return latest.parts.select_related("paragraph").get(label=label).paragraph


def words_of(drafting: Drafting, label: str = "1.1") -> str:
    """Its words there."""
    latest = drafting.versions.first()
    assert latest is not None
    return latest.parts.get(label=label).text


def make_amendment(
    drafting: Drafting | None = None,
    *,
    label: str = "1.1",
    change: tuple[str, str] | None = ("samedi", "dimanche"),
    **fields: Any,
) -> TextAmendment:
    """An amendment just sent; `change` replaces some words of the paragraph by others."""
    text = drafting or DraftingFactory.create()
    kind = fields.setdefault("kind", AmendmentKind.REPLACE)
    if kind == AmendmentKind.REPLACE and "proposed" not in fields and change:
        fields["proposed"] = words_of(text, label).replace(*change)
    given = {
        "title": f"Changer le paragraphe, proposition {next(_count)}",
        "text": "Pour que chacun puisse venir.",
        "at": clock.at_opening(text),
        **fields,
    }
    latest = text.versions.first()
    assert latest is not None
    return propose_amendment(
        drafting=text, paragraph=paragraph_of(text, label), read=latest.number, **given
    )


def published_amendment(
    drafting: Drafting | None = None, at: datetime | None = None, **fields: Any
) -> TextAmendment:
    """An amendment that everybody may read."""
    amendment = make_amendment(drafting, **fields)
    publish_contribution(contribution=amendment, moderator=None, at=at or clock.NOW)
    amendment.refresh_from_db()
    return amendment


def decided_amendment(
    drafting: Drafting | None = None,
    *,
    outcome: str = "retained",
    adopted: str = "",
    **fields: Any,
) -> TextAmendment:
    """An amendment that the group decided on."""
    amendment = published_amendment(drafting, **fields)
    decide_amendment(
        amendment=amendment,
        outcome=outcome,
        reason="Parce que c’est utile.",
        text=adopted,
        by=None,
        at=clock.NOW,
    )
    amendment.refresh_from_db()
    return amendment


def next_version(drafting: Drafting, **fields: Any) -> TextVersion:
    """The next version, published with all that was adopted."""
    given = {"note": "Ce que le groupe a retenu.", "by": None, "at": clock.NOW, **fields}
    given.setdefault("seen", working_text(drafting).digest)
    return publish_version(drafting=drafting, **given)
