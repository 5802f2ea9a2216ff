"""Awareness campaigns; pledges, answers and addresses are made by the actions."""

from typing import Any

import factory

from participation.actions import publish_contribution
from participation.campaigns.actions import (
    answer_follow_up,
    ask_reminder,
    confirm_reminder,
    count_quiz,
    enter_testimony,
    take_pledge,
)
from participation.campaigns.models import Campaign, Reminder, Testimony
from participation.enums import Level
from portal.accounts.enums import Audience
from tests.support import clock

SORT = "Je trie mes déchets alimentaires"
BAG = "Je garde un sac dans mon cartable"
QUESTION = {
    "question": "Où va une boîte de conserve ?",
    "answers": [
        {"text": "Dans le bac jaune", "is_right": True, "explanation": "L’acier se recycle."},
        {"text": "Dans le bac à verre", "is_right": False, "explanation": ""},
    ],
    "explanation": "Tous les emballages en métal vont dans le bac jaune.",
    "source": "Consignes de tri",
    "source_url": "https://tri.example/consignes",
}
SEVERAL = {
    "question": "Que met-on au compost ?",
    "answers": [
        {"text": "Des épluchures", "is_right": True, "explanation": ""},
        {"text": "Du marc de café", "is_right": True, "explanation": ""},
        {"text": "Un pot de yaourt", "is_right": False, "explanation": "Il ne pourrit pas."},
    ],
    "explanation": "Ce qui pourrit devient de la terre.",
    "source": "",
    "source_url": "",
}
_count = iter(range(1, 1_000_000))


def message(**fields: Any) -> tuple[str, dict[str, Any]]:
    """A key message."""
    given = {"title": "Un tiers de nos poubelles se composte", "text": "Voyez par vous-même."}
    empty = {"image": None, "video_url": "", "video_label": "", "source": ""}
    return ("message", {**given, **empty, **fields})


class CampaignFactory(factory.django.DjangoModelFactory[Campaign]):
    """A published campaign open since ten days and for twenty, which asks again after that."""

    class Meta:
        model = Campaign
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Campagne {n}")
    slug = factory.Sequence(lambda n: f"campagne-{n}")
    introduction = "Trier mieux, jeter moins."
    promise = "La ville donne les moyens d’agir.\nElle publie ce qu’il en est sorti."
    messages = [message()]
    pledges = [
        ("pledge", {"text": SORT, "detail": "Demandez un seau."}),
        ("pledge", {"text": BAG, "detail": ""}),
    ]
    quiz = [("question", QUESTION), ("question", SEVERAL)]
    level = Level.AWARENESS
    audience = Audience.EVERYONE
    visibility = Audience.EVERYONE
    opens_at = factory.LazyFunction(lambda: clock.days(-10))
    closes_at = factory.LazyFunction(lambda: clock.days(20))
    follow_up_opens_on = factory.LazyFunction(lambda: clock.days(30).date())
    follow_up_closes_on = factory.LazyFunction(lambda: clock.days(50).date())
    answer_by = factory.LazyFunction(lambda: clock.days(80).date())
    live = True


class AgentCampaignFactory(CampaignFactory):
    """A campaign that only agents may read and join."""

    audience = Audience.AGENTS
    visibility = Audience.AGENTS


def new_number() -> str:
    """The number of a form that nobody sent yet."""
    return f"formulaire-{next(_count)}"


def pledged(campaign: Campaign, place: int = 0, **fields: Any) -> None:
    """One press on the pledge at this place."""
    given = {"form_number": new_number(), "at": clock.at_opening(campaign), **fields}
    take_pledge(campaign=campaign, key=campaign.offered[place].key, **given)


def quizzed(campaign: Campaign, *ticked: set[int], times: int = 1) -> None:
    """A quiz answered so, so many times."""
    for _time in range(times):
        count_quiz(
            campaign=campaign,
            ticked=[frozenset(one) for one in ticked],
            form_number=new_number(),
            at=clock.NOW,
        )


def told(campaign: Campaign, answer: str = "kept", times: int = 1, **fields: Any) -> Any:
    """An answer by the open form, so many times; the last testimony, if words were given."""
    at = fields.pop("at", clock.days(31))
    made = None
    for _time in range(times):
        made = answer_follow_up(
            campaign=campaign, answer=answer, form_number=new_number(), at=at, **fields
        )
    return made


def published_testimony(campaign: Campaign | None = None, **fields: Any) -> Testimony:
    """Words that everybody may read."""
    of = campaign or CampaignFactory.create()
    given = {"text": f"Au début on oublie, puis on n’y pense plus. {next(_count)}", **fields}
    testimony = told(of, **given)
    publish_contribution(contribution=testimony, moderator=None, at=clock.days(31))
    testimony.refresh_from_db()
    found: Testimony = testimony
    return found


def reminded(campaign: Campaign, email: str = "ada@test.example", **fields: Any) -> Reminder:
    """An address left yesterday and confirmed now."""
    reminder = ask_reminder(campaign=campaign, email=email, at=clock.days(-1), **fields)
    return confirm_reminder(reminder=reminder, at=clock.NOW)


def make_testimony(campaign: Campaign | None = None, **fields: Any) -> Testimony:
    """Words just entered, waiting to be read."""
    of = campaign or CampaignFactory.create()
    given = {"text": f"J’ai commencé un lundi, je continue. {next(_count)}", **fields}
    return enter_testimony(campaign=of, **{"at": clock.at_opening(of), **given})
