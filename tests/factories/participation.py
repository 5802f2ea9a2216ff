"""Calls for ideas and ideas; an idea is made by the actions, their only writers."""

from datetime import datetime
from typing import Any

import factory

from participation.actions import answer_contribution, publish_contribution, refuse_contribution
from participation.enums import Level, RefusalReason, Verdict
from participation.ideas.actions import submit_idea
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import ParticipationLevel, Theme
from portal.accounts.enums import Audience
from tests.support import clock


class LevelFactory(factory.django.DjangoModelFactory[ParticipationLevel]):
    """The texts of one level."""

    class Meta:
        model = ParticipationLevel
        django_get_or_create = ("number",)

    number = Level.CONCERTATION
    name = factory.LazyAttribute(lambda level: str(Level(level.number).label))
    aim = "chercher ensemble"
    you_can = "donner une idée"
    promise = "chaque idée est lue et reçoit une réponse"
    who_decides = "le conseil municipal"


class ThemeFactory(factory.django.DjangoModelFactory[Theme]):
    """A subject under which ideas are filed."""

    class Meta:
        model = Theme

    name = factory.Sequence(lambda n: f"Thème {n}")
    slug = factory.Sequence(lambda n: f"theme-{n}")


class IdeaConsultationFactory(factory.django.DjangoModelFactory[IdeaConsultation]):
    """A published call for everyone, open since ten days and for twenty (around `clock.NOW`)."""

    class Meta:
        model = IdeaConsultation
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Appel {n}")
    slug = factory.Sequence(lambda n: f"appel-{n}")
    introduction = "Que pourrait-on mieux faire ?"
    promise = "Chaque idée est lue.\nChaque idée reçoit une réponse."
    level = Level.CONCERTATION
    audience = Audience.EVERYONE
    visibility = Audience.EVERYONE
    opens_at = factory.LazyFunction(lambda: clock.days(-10))
    closes_at = factory.LazyFunction(lambda: clock.days(20))
    answer_by = factory.LazyAttribute(lambda call: clock.days(80).date())
    live = True

    @factory.post_generation
    def themes(self: IdeaConsultation, create: bool, given: Any, **kwargs: Any) -> None:
        if create and given:
            self.themes.set(given)
            self.save()


class AgentConsultationFactory(IdeaConsultationFactory):
    """A call that only agents may read and answer."""

    audience = Audience.AGENTS
    visibility = Audience.AGENTS


_count = iter(range(1, 1_000_000))


def make_idea(consultation: IdeaConsultation | None = None, **fields: Any) -> Idea:
    """An idea just sent, waiting to be read."""
    number = next(_count)
    call = consultation or IdeaConsultationFactory.create()
    given = {
        "title": f"Idée {number}",
        "text": f"Voici une idée assez longue pour être lue, la numéro {number}.",
        "at": clock.during(call),
        **fields,
    }
    return submit_idea(consultation=call, **given)


def publish(idea: Idea, at: datetime | None = None) -> Idea:
    """The same idea, read and published."""
    publish_contribution(contribution=idea, moderator=None, at=at or clock.NOW)
    idea.refresh_from_db()
    return idea


def published_idea(
    consultation: IdeaConsultation | None = None, at: datetime | None = None, **fields: Any
) -> Idea:
    """An idea that everybody may read."""
    return publish(make_idea(consultation, **fields), at=at)


def refused_idea(consultation: IdeaConsultation | None = None, **fields: Any) -> Idea:
    """An idea kept from the public."""
    idea = make_idea(consultation, **fields)
    refuse_contribution(
        contribution=idea,
        moderator=None,
        reason=RefusalReason.OFF_TOPIC,
        note="La question portait sur les achats.",
        at=clock.NOW,
    )
    idea.refresh_from_db()
    return idea


def answered_idea(
    consultation: IdeaConsultation | None = None,
    *,
    verdict: str = Verdict.RETAINED,
    commitments: Any = (),
    **fields: Any,
) -> Idea:
    """A published idea with its official answer."""
    idea = published_idea(consultation, **fields)
    answer_contribution(
        contribution=idea,
        verdict=verdict,
        text="Nous le ferons avec les services.",
        commitments=commitments,
        author=None,
        at=clock.NOW,
    )
    idea.refresh_from_db()
    return idea
