"""What the toy answers to the tests across the house."""

from datetime import timedelta
from typing import Any

from participation.actions import publish_contribution
from participation.enums import Level
from participation.models import Activity, Contribution
from portal.accounts.enums import Audience
from tests.access.needs import OPEN
from tests.participation.toy.actions import drop
from tests.participation.toy.models import Fountain
from tests.support import clock
from tests.support.contract import MechanismContract


def asked(rest: str) -> Any:
    """The same address in the public fountain and in the one that is not published."""
    return lambda world: [f"/participer/{slug}/{rest}" for slug in ("fontaine", "tarie")]


class ToyContract(MechanismContract):
    """Fountains and wishes."""

    screens = ("toy.fountain",)
    inside = (("contribuer/", OPEN),)
    leaks = {
        "": asked(""),
        "contribuer/": asked("contribuer/"),
        "voeux/<int:number>/": asked("voeux/1/"),
        "voeux.json": asked("voeux.json"),
    }
    notices = frozenset({"toy.wishes"})

    def activity(self, **fields: Any) -> Activity:
        given = {
            "title": "Fontaine",
            "slug": f"fontaine-{Fountain.objects.count()}",
            "introduction": "Que souhaitez-vous ?",
            "promise": "Chaque vœu reçoit une réponse.",
            "level": Level.CONCERTATION,
            "audience": Audience.EVERYONE,
            "visibility": Audience.EVERYONE,
            "opens_at": clock.days(-10),
            "closes_at": clock.days(20),
            "answer_by": clock.days(80).date(),
            "live": True,
            **fields,
        }
        return Fountain.objects.create(**given)

    def contribute(self, activity: Activity, **fields: Any) -> Contribution:
        given = {"title": "De l’eau plus claire", "at": clock.NOW, **fields}
        return drop(fountain=activity, **given)  # type: ignore[arg-type]

    def stage(self, world: Any) -> Contribution:
        wish = self.contribute(self.activity(slug="fontaine-ouverte"))
        publish_contribution(contribution=wish, moderator=None, at=clock.NOW)
        return wish

    def place(self, route: Any, staged: Contribution) -> tuple[Activity, dict[str, Any]]:
        return staged.activity, {"number": staged.number}

    def hide(self, world: Any) -> None:
        public = self.activity(slug="fontaine")
        self.contribute(public, title="Un vœu zqvoeu", email="zqsouhait@test.example")
        self.activity(slug="tarie", title="Fontaine zqtarie", live=False)
        world.secrets |= {
            "zqvoeu": "wish that waits",
            "zqsouhait": "address left with a wish",
            "zqtarie": "fountain that is not published",
        }

    def leave_traces(self, user: Any, at: Any) -> None:
        open_now = self.activity(
            opens_at=at - timedelta(days=3), closes_at=at + timedelta(days=3), slug="fontaine-trace"
        )
        self.contribute(
            open_now, at=at, author=user, email=user.email, display_name=user.display_name
        )


CONTRACT = ToyContract()
