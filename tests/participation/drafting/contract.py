"""What texts written together answer to the tests across the house (tests/support/contract.py)."""

from datetime import timedelta
from typing import Any

from participation.drafting.actions import retouch_paragraph
from participation.drafting.models import Decision, Drafting, Retouch, TextAmendment, TextVersion
from participation.models import Activity, Contribution
from tests.access.needs import LINK, OPEN, staff
from tests.factories.drafting import (
    DraftingFactory,
    decided_amendment,
    make_amendment,
    next_version,
    paragraph_of,
    published_amendment,
)
from tests.support import clock
from tests.support.contract import MechanismContract

TEXT = "/participer/projet-social-maison-de-quartier/"
DECIDE = "drafting.decide_amendments"


def in_texts(*rests: str) -> Any:
    """These ends of address in the public text and in the one that is not published."""
    return lambda world: [
        f"/participer/{slug}/{rest}" for slug in ("texte", "texte-pret") for rest in rests
    ]


def of_amendments(rest: str = "") -> Any:
    """The same address for each amendment, and for one that does not exist."""
    return in_texts(*(f"amendements/{number}/{rest}" for number in (1, 2, 3)))


def _paragraphs(rest: str = "") -> Any:
    def addresses(world: Any) -> list[str]:
        drafting = Drafting.objects.get(slug="texte")
        return [f"{drafting.url}paragraphes/{paragraph_of(drafting).key}/{rest}"]

    return addresses


class DraftingContract(MechanismContract):
    """Texts written together: their contributions are amendments and remarks."""

    screens = ("drafting.drafting",)
    inside = (
        ("contribuer/", OPEN),
        ("paragraphes/<slug:key>/<slug:what>/", OPEN),
        ("amendements/<int:number>/soutenir/<str:token>/", LINK),
        ("amendements/<int:number>/soutenir/", OPEN),
        ("amendements/<int:number>/commenter/", OPEN),
        ("amendements/<int:number>/signaler/", OPEN),
    )
    # No link was mailed to anybody, nobody commented.
    needs_more = (
        "amendements/<int:number>/soutenir/<str:token>/",
        "amendements/<int:number>/commentaires/<int:pk>/",
    )
    desk = (("drafting:*", staff(DECIDE)),)
    holes = (
        ("drafting:decide", "pk", lambda staged: staged.pk),
        ("drafting:retouch", "paragraph", lambda staged: staged.paragraph_id),
        ("drafting:", "pk", lambda staged: staged.activity_id),
    )
    leaks = {
        "": in_texts(""),
        "contribuer/": in_texts("contribuer/"),
        "recu/<str:receipt>/": in_texts("recu/00000-00000/"),
        "paragraphes/<slug:key>/": _paragraphs(),
        "paragraphes/<slug:key>/<slug:what>/": _paragraphs("modifier/"),
        "amendements/": in_texts("amendements/", "amendements/?q=texte"),
        "amendements.csv": in_texts("amendements.csv"),
        "amendements.json": in_texts("amendements.json"),
        "amendements/<int:number>/": of_amendments(),
        "amendements/<int:number>/soutenir/": of_amendments("soutenir/"),
        "amendements/<int:number>/soutenir/<str:token>/": of_amendments("soutenir/faux/"),
        "amendements/<int:number>/commenter/": of_amendments("commenter/"),
        "amendements/<int:number>/commentaires/<int:pk>/": of_amendments("commentaires/1/"),
        "amendements/<int:number>/signaler/": of_amendments("signaler/"),
        "versions/": in_texts("versions/"),
        "versions/comparer/": in_texts("versions/comparer/?de=1&a=2&tout=on"),
        "versions/<int:number>/": in_texts("versions/1/", "versions/2/"),
        "versions/<int:number>.json": in_texts("versions/1.json"),
        "versions/<int:number>.<slug:kind>": in_texts("versions/1.odt"),
    }
    notices = frozenset({"drafting.amendments"})
    personal_fields = {
        "drafting.Decision.decided_by": "drafting_work",
        "drafting.TextVersion.published_by": "drafting_work",
        "drafting.Retouch.made_by": "drafting_work",
    }
    desks = (
        ("drafting/{pk}/", r"/admin/drafting/amendments/\d+/"),
        ("drafting/{pk}/version/", r"/admin/drafting/\d+/paragraphs/\d+/"),
    )
    pages = (
        TEXT,
        f"{TEXT}contribuer/",
        f"{TEXT}amendements/",
        f"{TEXT}amendements/1/",
        f"{TEXT}versions/",
        f"{TEXT}versions/2/",
        f"{TEXT}versions/comparer/?de=1&a=2",
    )

    def activity(self, **fields: Any) -> Activity:
        return DraftingFactory.create(**fields)

    def contribute(self, activity: Activity, **fields: Any) -> Contribution:
        given = {"kind": "remark", **fields} if "proposed" not in fields else fields
        return make_amendment(activity, **given)  # type: ignore[arg-type]

    def stage(self, world: Any) -> TextAmendment:
        drafting = DraftingFactory.create(slug="texte-ouvert")
        decided_amendment(drafting, label="1.2", change=("café", "salon"))
        next_version(drafting)
        return published_amendment(drafting)

    def place(self, route: Any, staged: TextAmendment) -> tuple[Activity, dict[str, Any]]:
        number: Any = 1 if "versions/" in route.written else staged.number
        values = {
            "number": number,
            "receipt": staged.receipt_display,
            "key": staged.paragraph.key,
            "what": "modifier",
            "kind": "odt",
            "token": "faux",
            "pk": 1,
        }
        return staged.activity, values

    def hide(self, world: Any) -> None:
        """An amendment that waits, a wording in preparation; a text that is not published."""
        public = DraftingFactory.create(title="Texte public", slug="texte")
        published_amendment(public, title="Ouvrir le dimanche aussi")
        make_amendment(
            public,
            title="Changer en zqamendement ici",
            text="Parce que zqmotif en particulier.",
            change=("samedi", "zqpropose"),
            email="zqamendeur@test.example",
        )
        retouch_paragraph(
            drafting=public,
            paragraph=paragraph_of(public, "1.2"),
            text="Un zqretouche tient lieu d’accueil.",
            reason="Le mot zqraison.",
            by=None,
            at=clock.NOW,
        )
        DraftingFactory.create(title="Texte zqaparaitre", slug="texte-pret", live=False)
        world.secrets |= {
            "zqamendement": "title of an amendment that waits",
            "zqmotif": "reasons of an amendment that waits",
            "zqpropose": "text of an amendment that waits",
            "zqamendeur": "address left with an amendment",
            "zqretouche": "wording of the group that waits",
            "zqraison": "reason of a wording that waits",
            "zqaparaitre": "title of a text that is not published",
        }

    def leave_traces(self, user: Any, at: Any) -> None:
        """An amendment with the account; a decision, a version and a wording by it."""
        drafting = DraftingFactory.create(opens_at=at - timedelta(days=3))
        made = make_amendment(
            drafting, at=at, author=user, email=user.email, display_name=user.display_name
        )
        Decision.objects.create(
            amendment=made, outcome="declined", effect="replace", decided_at=at, decided_by=user
        )
        TextVersion.objects.create(
            drafting=drafting, number=2, published_at=at, published_by=user, fingerprint="0" * 64
        )
        Retouch.objects.create(
            paragraph=paragraph_of_first(drafting), base="a", text="b", reason="c", made_at=at,
            made_by=user,
        )  # fmt: skip


def paragraph_of_first(drafting: Drafting) -> Any:
    """Any part of the text."""
    return drafting.paragraphs.order_by("pk").first()


CONTRACT = DraftingContract()
