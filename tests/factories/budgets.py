"""Participatory budgets and their projects; what follows is made by the actions."""

from typing import Any

import factory

from participation.budgets.actions.consents import answer_consent, deposit_from_ideas
from participation.budgets.enums import EnvelopeMode, ProjectStage
from participation.budgets.models import District, IdeaConsent, ParticipatoryBudget, Project
from participation.enums import Level
from portal.accounts.enums import Audience
from tests.support import clock


class BudgetFactory(factory.django.DjangoModelFactory[ParticipatoryBudget]):
    """A published budget of 400,000 €, whose vote opened ten days ago and closes in twenty."""

    class Meta:
        model = ParticipatoryBudget
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Budget participatif {n}")
    slug = factory.Sequence(lambda n: f"budget-{n}")
    introduction = "Quels projets la ville réalise-t-elle ?"
    promise = "Les projets élus sont réalisés.\nLe conseil municipal délibère."
    level = Level.CO_DECISION
    audience = Audience.EVERYONE
    visibility = Audience.EVERYONE
    opens_at = factory.LazyFunction(lambda: clock.days(-10))
    closes_at = factory.LazyFunction(lambda: clock.days(20))
    envelope = 400_000
    envelope_mode = EnvelopeMode.CITY
    live = True

    @factory.post_generation
    def districts(self: ParticipatoryBudget, create: bool, given: Any, **kwargs: Any) -> None:
        """Pass codes, or (code, euros) pairs, to make districts."""
        for place, one in enumerate(given or ()):
            code, euros = one if isinstance(one, tuple) else (one, 0)
            District.objects.create(
                budget=self, code=code, name=code.title(), envelope=euros, sort_order=place
            )


class ProjectFactory(factory.django.DjangoModelFactory[Project]):
    """A project on the ballot, of 50,000 €."""

    class Meta:
        model = Project

    budget = factory.SubFactory(BudgetFactory)
    number = factory.Sequence(lambda n: n + 1)
    title = factory.LazyAttribute(lambda project: f"Projet {project.number}")
    summary = "Des bancs et de l’ombre."
    stage = ProjectStage.ON_BALLOT
    cost = 50_000
    published_at = factory.LazyFunction(lambda: clock.days(-30))


def consented_project(budget: ParticipatoryBudget, idea: Any) -> IdeaConsent:
    """A public project made of this idea of the call, whose author agreed."""
    project = deposit_from_ideas(
        budget=budget,
        ideas=[idea],
        fields={"title": "Des bancs", "summary": "De l’ombre."},
        by=None,
        at=clock.NOW,
    )
    return answer_consent(consent=project.consents.get(), accepted=True, at=clock.NOW)
