"""Surveys and their answers; answers are given by the actions, their only writers."""

import uuid
from typing import Any

import factory

from participation.actions import publish_contribution, receive
from participation.enums import Level
from participation.surveys.actions import give_answer
from participation.surveys.actions.answering import Sending
from participation.surveys.models import Remark, Survey, SurveyAnswer
from portal.accounts.enums import Audience
from tests.support import clock

ALWAYS = {"question": "", "test": "is", "value": ""}


def one(kind: str, code: str, **fields: Any) -> dict[str, Any]:
    """A raw question of the editor."""
    value = {"code": code, "label": f"Question {code}", "hint": "", "required": False}
    return {
        "type": kind,
        "value": {**value, "condition": ALWAYS, **fields},
        "id": str(uuid.uuid4()),
    }


def page(
    title: str, *questions: dict[str, Any], condition: dict[str, str] | None = None
) -> dict[str, Any]:
    """A raw page of the editor."""
    value = {"title": title, "introduction": "", "condition": condition or ALWAYS}
    return {
        "type": "page",
        "value": {**value, "questions": list(questions)},
        "id": str(uuid.uuid4()),
    }


def every_kind() -> list[dict[str, Any]]:
    """A questionnaire with a question of each kind, one of them asked of some people only."""
    return [
        page(
            "Vous",
            one("single", "lieu", choices=["Centre", "Port", "Monmousseau"], crosses=True),
            one(
                "scale", "note", low=1, high=5, low_label="Mauvais", high_label="Bon", required=True
            ),
        ),
        page(
            "Ce qui ne va pas",
            one("multiple", "raisons", choices=["Attente", "Accueil", "Accès"], most=2),
            one("text", "pourquoi"),
            condition={"question": "note", "test": "at_most", "value": "2"},
        ),
        page(
            "Pour finir",
            one("ranking", "ordre", choices=["Horaires", "Guichets", "En ligne"]),
            one("grid", "avis", rows=["Horaires", "Écoute"], choices=["Bien", "Moyen", "Mal"]),
            one("number", "visites", low=0, high=20, unit="visites"),
            one("text", "idee"),
            one("file", "photo"),
        ),
    ]


def stream(pages: list[dict[str, Any]]) -> Any:
    """Raw pages as the field holds them."""
    block = Survey._meta.get_field("questionnaire").stream_block  # type: ignore[union-attr]
    return block.to_python(pages)


class SurveyFactory(factory.django.DjangoModelFactory[Survey]):
    """A published survey for everyone, open since ten days and for ten (around `clock.NOW`)."""

    class Meta:
        model = Survey

    title = factory.Sequence(lambda n: f"Enquête {n}")
    slug = factory.Sequence(lambda n: f"questionnaire-{n}")
    introduction = "Dites-nous comment s’est passée votre démarche."
    promise = "Les résultats sont publiés.\nLe service dit ce qu’il change."
    level = Level.CONCERTATION
    audience = Audience.EVERYONE
    visibility = Audience.EVERYONE
    opens_at = factory.LazyFunction(lambda: clock.days(-10))
    closes_at = factory.LazyFunction(lambda: clock.days(10))
    answer_by = factory.LazyFunction(lambda: clock.days(70).date())
    questionnaire = factory.LazyFunction(lambda: stream(every_kind()))
    live = True


TYPED = {"q-lieu": ["1"], "q-note": ["4"]}


def answered(survey: Survey, typed: dict[str, list[str]] | None = None, **how: Any) -> SurveyAnswer:
    """Somebody who answered now, online unless told otherwise."""
    at = how.pop("at", clock.NOW)
    sending = Sending(**{"form_key": str(uuid.uuid4()), **how})
    return give_answer(survey=survey, typed=typed or TYPED, at=at, sending=sending)


class AgentSurveyFactory(SurveyFactory):
    """A survey that only agents may read and answer."""

    audience = Audience.AGENTS
    visibility = Audience.AGENTS


def pending_remark(survey: Survey, **fields: Any) -> Remark:
    """A text given in an answer, waiting to be read."""
    given = {"title": "Question idee", "text": "", "at": clock.NOW, **fields}
    return receive(Remark, activity=survey, question_code="idee", **given)


def remark_of(survey: Survey, **fields: Any) -> Remark:
    """The same, published."""
    remark = pending_remark(survey, **fields)
    publish_contribution(contribution=remark, moderator=None, at=clock.NOW)
    remark.refresh_from_db()
    return remark
