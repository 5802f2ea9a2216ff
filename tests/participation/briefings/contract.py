"""What explained decisions answer to the tests across the house (tests/support/contract.py)."""

from datetime import timedelta
from typing import Any

from participation.briefings.actions import say_clarity
from participation.briefings.models import Correction, Question
from participation.models import Activity, Contribution
from tests.access.needs import CLOSED, OPEN, STAFF, staff
from tests.factories.briefings import BriefingFactory, make_question, published_question
from tests.support import clock
from tests.support.contract import MechanismContract

EXPLAINED = "/participer/tarifs-municipaux-expliques/"
TEXT = "Voici une question qui parle de {word} et de rien d’autre en particulier."


def asked(*rests: str) -> Any:
    """These ends of address in the public explanation and in the one that is not published."""
    return lambda world: [
        f"/participer/{slug}/{rest}" for slug in ("decision", "decision-prete") for rest in rests
    ]


class BriefingsContract(MechanismContract):
    """Decisions explained, and the questions asked about them."""

    screens = ("briefings.briefing",)
    inside = (
        ("contribuer/", OPEN),
        ("clarte/", OPEN),
        ("questions/<int:number>/signaler/", OPEN),
    )
    # What readers say of clarity: read by who moderates, written and deleted by nobody.
    desk = (
        (
            "wagtailsnippets_briefings_clarityreply:list*",
            staff("participation.moderate_contribution"),
        ),
        ("wagtailsnippets_briefings_clarityreply:*", CLOSED),
        ("wagtailsnippetchoosers_briefings_clarityreply:create", CLOSED),
        ("wagtailsnippetchoosers_briefings_clarityreply:*", STAFF),
    )
    leaks = {
        "": asked(""),
        "contribuer/": asked("contribuer/"),
        "recu/<str:receipt>/": asked("recu/00000-00000/"),
        "questions/<int:number>/": asked(*(f"questions/{number}/" for number in (1, 2, 3))),
        "questions/<int:number>/signaler/": asked(
            *(f"questions/{number}/signaler/" for number in (1, 2, 3))
        ),
        "questions.csv": asked("questions.csv"),
        "questions.json": asked("questions.json"),
        "chiffres.csv": asked("chiffres.csv"),
        "clarte/": asked("clarte/?avis=no", "clarte/?merci=oui"),
    }
    notices = frozenset({"briefings.questions", "briefings.clarity"})
    personal_fields = {"briefings.Correction.corrected_by": "briefing_work"}
    pages = (
        EXPLAINED,
        f"{EXPLAINED}contribuer/",
        f"{EXPLAINED}clarte/?avis=no",
        f"{EXPLAINED}questions/1/",
    )

    def activity(self, **fields: Any) -> Activity:
        return BriefingFactory.create(**fields)

    def contribute(self, activity: Activity, **fields: Any) -> Contribution:
        return make_question(activity, **fields)

    def stage(self, world: Any) -> Question:
        page = BriefingFactory.create(slug="decision-ouverte")
        say_clarity(briefing=page, opinion="no", comment="Trop long.", form_token="b", at=clock.NOW)
        return published_question(page)

    def place(self, route: Any, staged: Question) -> tuple[Activity, dict[str, Any]]:
        return staged.activity, {"number": staged.number, "receipt": staged.receipt_display}

    def hide(self, world: Any) -> None:
        """A question that waits and words that only officers read; a page in preparation."""
        page = BriefingFactory.create(title="Décision publique", slug="decision")
        published_question(page, title="Quand cela commence-t-il ?")
        make_question(
            page,
            title="Une question zqquestion à lire ?",
            text=TEXT.format(word="zqprecision"),
            email="zqdemandeur@test.example",
        )
        say_clarity(briefing=page, opinion="no", comment="zqclarte", form_token="a", at=clock.NOW)
        BriefingFactory.create(title="Décision zqprochaine", slug="decision-prete", live=False)
        world.secrets |= {
            "zqquestion": "title of a question that waits",
            "zqprecision": "text of a question that waits",
            "zqdemandeur": "address left with a question",
            "zqclarte": "what a reader wrote about clarity",
            "zqprochaine": "title of an explanation that is not published",
        }

    def leave_traces(self, user: Any, at: Any) -> None:
        """A question asked with the account, a correction published by it."""
        page = BriefingFactory.create(opens_at=at - timedelta(days=3))
        make_question(page, at=at, author=user, email=user.email, display_name=user.display_name)
        Correction.objects.create(
            briefing=page, texts=["title"], what="Le titre.", why="Une faute.", corrected_at=at,
            corrected_by=user,
        )  # fmt: skip


CONTRACT = BriefingsContract()
