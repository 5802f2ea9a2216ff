"""Explained decisions and their questions; a question is made by the actions."""

from datetime import datetime
from typing import Any

import factory

from participation.actions import answer_contribution, publish_contribution
from participation.briefings.actions import ask_question
from participation.briefings.models import Briefing, Question
from participation.enums import Level, Verdict
from portal.accounts.enums import Audience
from tests.support import clock

FIGURE = {
    "title": "Le prix suit le revenu",
    "subject": "Prix d’un repas selon la tranche",
    "head": "Tranche",
    "unit": "euros",
    "lines": [{"label": "Tranche 1", "value": "0.50"}, {"label": "Tranche 10", "value": "5"}],
    "source": "Chiffres fictifs",
}


class BriefingFactory(factory.django.DjangoModelFactory[Briefing]):
    """A published explanation whose questions opened ten days ago and close in twenty."""

    class Meta:
        model = Briefing
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Décision {n}")
    slug = factory.Sequence(lambda n: f"decision-{n}")
    introduction = "Les tarifs changent : voici lesquels, et pourquoi."
    promise = "La ville explique sa décision.\nChaque question reçoit une réponse en 15 jours."
    decision = "<p>Le conseil a voté dix tranches.</p>"
    reasons = "<p>Pour que chacun paie selon ses revenus.</p>"
    plain_text = "<p>Vous gagnez peu : vous payez peu.</p>"
    effects = [("effect", {"whom": "Familles", "change": "Le repas coûte de 0,50 € à 5 €."})]
    comparison = [("line", {"what": "Repas", "before": "3,20 €", "after": "de 0,50 € à 5 €"})]
    key_figures = [("figure", FIGURE)]
    level = Level.INFORMATION
    audience = Audience.EVERYONE
    visibility = Audience.EVERYONE
    opens_at = factory.LazyFunction(lambda: clock.days(-10))
    closes_at = factory.LazyFunction(lambda: clock.days(20))
    answer_days = 15
    live = True


_count = iter(range(1, 1_000_000))


def make_question(briefing: Briefing | None = None, **fields: Any) -> Question:
    """A question just sent, waiting to be read."""
    page = briefing or BriefingFactory.create()
    given = {"title": f"Combien coûte le repas numéro {next(_count)} ?", **fields}
    return ask_question(briefing=page, **{"at": clock.at_opening(page), **given})


def published_question(
    briefing: Briefing | None = None, at: datetime | None = None, **fields: Any
) -> Question:
    """A question that everybody may read, published at this moment."""
    question = make_question(briefing, **fields)
    publish_contribution(contribution=question, moderator=None, at=at or clock.NOW)
    question.refresh_from_db()
    return question


def answered_question(
    briefing: Briefing | None = None, at: datetime | None = None, **fields: Any
) -> Question:
    """A question that the city answered."""
    question = published_question(briefing, **fields)
    answer_contribution(
        contribution=question,
        verdict=Verdict.ANSWERED,
        text="Oui, dès janvier.",
        author=None,
        at=at or clock.NOW,
    )
    question.refresh_from_db()
    return question
