"""What calls for ideas answer to the tests across the house (tests/support/contract.py)."""

from __future__ import annotations

from typing import Any

from participation.models import Activity, Attachment, Comment, Contribution
from tests.access.needs import AGENTS, LINK, OPEN
from tests.factories.participation import IdeaConsultationFactory, make_idea
from tests.support.contract import MechanismContract, Requests

DRAFT = "brouillon"
OPEN_CALL = "/participer/acheter-mieux-gaspiller-moins/"
REACTED = f"{OPEN_CALL}idees/1/"


def everywhere(rest: str) -> Requests:
    """The same address in the public call, the agents' and the one that is not published."""
    return lambda world: [
        f"/participer/{slug}/{rest}" for slug in (world.call.slug, world.agents.slug, DRAFT)
    ]


def of_ideas(rest: str = "") -> Requests:
    """The same address for each idea of each call, and for one that does not exist."""

    def addresses(world: Any) -> list[str]:
        counts = {
            slug: Contribution.objects.filter(activity__slug=slug).count()
            for slug in (world.call.slug, world.agents.slug, DRAFT)
        }
        return [
            f"/participer/{slug}/idees/{number}/{rest}"
            for slug, count in counts.items()
            for number in range(1, count + 2)
        ]

    return addresses


def of_comments(rest: str) -> Requests:
    """The same address under each idea, for each comment there is, its own or another's."""

    def addresses(world: Any) -> list[str]:
        pks = [0, *Comment.objects.order_by("pk").values_list("pk", flat=True)]
        return [
            address
            for pk in pks
            for address in of_ideas(rest.format(pk=pk) if pk else rest.split("?")[0])(world)
            if "{pk}" not in address
        ]

    return addresses


def lists(world: Any) -> list[str]:
    """The list of a call under each filter and order; then searched for each hidden word."""
    asked = [
        "",
        "?theme=voirie",
        "?etat=sans-reponse",
        "?etat=avec-reponse",
        "?quartier=port",
        "?public=agents",
        "?souhait=suivi",
        "?tri=soutenues",
        "?tri=discutees",
        "?tri=hasard",
        "?tri=hasard&graine=0007",
        "?tri=anciennes",
    ]
    searched = [f"/participer/{world.call.slug}/?q={word}" for word in world.hidden_words]
    return [*(one for query in asked for one in everywhere(query)(world)), *searched]


def similar(world: Any) -> list[str]:
    """What resembles each hidden title: asked for in the public call, which repeats nothing."""
    hidden = {**world.secrets, **world.internal, **world.cited}
    asked = [f"/participer/{world.call.slug}/proches/?titre=Idée+{word}" for word in hidden]
    others = (world.agents.slug, DRAFT)
    return [*asked, *(f"/participer/{slug}/proches/?titre=Idée" for slug in others)]


def files(world: Any) -> list[str]:
    """Each file under its own idea, and the agents' under an idea of the public call."""
    own = [file.url for file in Attachment.objects.select_related("contribution__activity")]
    inside = f"/participer/{world.agents.slug}/idees/{world.agents_idea.number}/"
    return [*own, *(url.replace(inside, world.public.url) for url in own)]


class IdeasContract(MechanismContract):
    """Calls for ideas. The worlds of the tests are built around one: it adds nothing to them."""

    screens = ("ideas.ideaconsultation",)
    inside = (
        ("contribuer/", OPEN),
        ("idees/<int:number>/soutenir/<str:token>/", LINK),
        ("idees/<int:number>/soutenir/", OPEN),
        ("idees/<int:number>/commenter/", OPEN),
        ("idees/<int:number>/signaler/", OPEN),
        ("idees/<int:number>/fichiers/*", AGENTS),  # The world's file is theirs.
    )
    leaks = {
        "": lists,
        "contribuer/": everywhere("contribuer/"),
        "coupon/": everywhere("coupon/"),
        "proches/": similar,
        "recu/<str:receipt>/": everywhere("recu/00000-00000/"),
        "resultats/": everywhere("resultats/"),
        "resultats.csv": everywhere("resultats.csv"),
        "idees.csv": everywhere("idees.csv"),
        "idees.json": everywhere("idees.json"),
        "idees/flux/": everywhere("idees/flux/"),
        "idees/<int:number>/": of_ideas(),
        "idees/<int:number>/soutenir/": of_ideas("soutenir/"),
        "idees/<int:number>/soutenir/<str:token>/": of_ideas("soutenir/faux/"),
        "idees/<int:number>/commenter/": of_comments("commenter/?reponse={pk}"),
        "idees/<int:number>/commentaires/<int:pk>/": of_comments("commentaires/{pk}/"),
        "idees/<int:number>/signaler/": of_comments("signaler/?commentaire={pk}"),
        "idees/<int:number>/fichiers/<int:pk>/<str:filename>": files,
    }
    notices = frozenset({"ideas.ideas"})
    desks = (
        ("moderation/", r"/admin/contributions/edit/\d+/"),
        ("snippets/participation/answer/", r"/admin/snippets/participation/answer/edit/\d+/"),
        "coupons/make/",
    )
    pages = (
        OPEN_CALL,
        f"{OPEN_CALL}?etat=sans-reponse&q=ville",
        f"{OPEN_CALL}?tri=hasard",
        f"{OPEN_CALL}?q=zzzzz",
        f"{OPEN_CALL}resultats/",
        f"{OPEN_CALL}contribuer/",
        f"{OPEN_CALL}donnees/",
        f"{REACTED}soutenir/",
        f"{REACTED}soutenir/faux/",
        f"{REACTED}commenter/",
        f"{REACTED}commenter/?envoye=oui",
        f"{REACTED}signaler/",
    )

    def activity(self, **fields: Any) -> Activity:
        return IdeaConsultationFactory.create(**fields)

    def contribute(self, activity: Activity, **fields: Any) -> Contribution:
        return make_idea(activity, **fields)  # type: ignore[arg-type]

    def stage(self, world: Any) -> Any:
        return world

    def shown(self, model: str, staged: Any) -> Any:
        return staged.content.call

    def address(self, route: Any, staged: Any) -> str:
        return staged.attachment.url if route.name == "file" else super().address(route, staged)

    def place(self, route: Any, staged: Any) -> tuple[Activity, dict[str, Any]]:
        public = staged.content.public
        given = {"number": public.number, "receipt": public.receipt_display}
        return staged.content.call, {**given, "token": staged.token, "pk": staged.comment.pk}


CONTRACT = IdeasContract()
