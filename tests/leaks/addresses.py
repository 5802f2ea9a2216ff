"""Every public address of the portal, with the requests tried on it; a new one must be added."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from engagements.models import Commitment, Review
from participation.budgets.models import ParticipatoryBudget
from participation.mechanism import mechanisms
from participation.models import Attachment, Comment, Contribution

from .world import World

Requests = Callable[[World], list[str]]
INSIDE = "inside an activity: "
# Wagtail's own, allauth's own, and what shows nothing that anybody wrote.
LEFT_OUT = (
    settings.ADMIN_PATH,
    "^media",
    "compte/",
    "_util/",
    "documents/authenticate",
    "theme.css",
    "affichage/",
    "healthz/",
)

# Of the addresses left out, those that show what others wrote.
ALL_THE_SAME = ("compte/agent/", "compte/contributions/")


def routes() -> set[str]:
    """The routes of the site that are not left out, then those inside activities."""
    found = {
        route
        for route in _walk(get_resolver().url_patterns)
        if not route.startswith(LEFT_OUT) or route.startswith(ALL_THE_SAME)
    }
    for mechanism in mechanisms():
        inside = _walk(get_resolver(mechanism.urlconf).url_patterns)
        found |= {INSIDE + route for route in inside}
    return found


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def everywhere(rest: str) -> Requests:
    """The same address in the public call, the agents' and the one that is not published."""
    return lambda world: [
        f"/participer/{slug}/{rest}" for slug in (world.call.slug, world.agents.slug, "brouillon")
    ]


def of_budgets(rest: str) -> Requests:
    """The same address in each participatory budget, and in a call, where it leads nowhere."""
    return lambda world: [
        f"/participer/{slug}/{rest}"
        for slug in (
            world.call.slug,
            world.agents.slug,
            *ParticipatoryBudget.objects.values_list("slug", flat=True),
        )
    ]


def of_reviews(rest: str) -> Requests:
    """The same address for each review, published or being written."""
    return lambda world: [
        f"/engagements/bilans/{slug}/{rest}"
        for slug in Review.objects.values_list("slug", flat=True)
    ]


def of_ideas(rest: str = "") -> Requests:
    """The same address for each idea of each call, and for one that does not exist."""

    def addresses(world: World) -> list[str]:
        counts = {slug: _count(slug) for slug in (world.call.slug, world.agents.slug, "brouillon")}
        return [
            f"/participer/{slug}/idees/{number}/{rest}"
            for slug, count in counts.items()
            for number in range(1, count + 2)
        ]

    return addresses


def _count(slug: str) -> int:
    return Contribution.objects.filter(activity__slug=slug).count()


def of_comments(rest: str) -> Requests:
    """The same address under each idea, for each comment there is, its own or another's."""

    def addresses(world: World) -> list[str]:
        pks = [0, *Comment.objects.order_by("pk").values_list("pk", flat=True)]
        return [
            address
            for pk in pks
            for address in of_ideas(rest.format(pk=pk) if pk else rest.split("?")[0])(world)
            if "{pk}" not in address
        ]

    return addresses


def of_commitments(rest: str = "") -> Requests:
    """The same address for each commitment there is, and for one that does not exist."""

    def addresses(world: World) -> list[str]:
        numbers = [9_999, *Commitment.objects.values_list("number", flat=True)]
        return [f"/engagements/{number}/{rest}" for number in numbers]

    return addresses


def of_tables(end: str) -> Requests:
    """The same file of each table of open data."""
    names = ("engagements", "nouvelles", "jalons", "chiffres", "aucune")
    return fixed(*(f"/engagements/donnees/{name}{end}" for name in names))


def searched(address: str) -> Requests:
    """The address asked for each hidden word."""

    def addresses(world: World) -> list[str]:
        hidden = {**world.secrets, **world.internal, **world.cited}
        if world.closed is not None:
            hidden |= {**world.closed.secrets, **world.closed.signed_in}
        return [address.format(word=word) for word in hidden]

    return addresses


def fixed(*addresses: str) -> Requests:
    """Addresses that need nothing of the world."""
    return lambda world: list(addresses)


def lists(world: World) -> list[str]:
    """The list of a call under each filter and order."""
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
    return [
        f"/participer/{slug}/{query}"
        for slug in (world.call.slug, world.agents.slug, "brouillon")
        for query in asked
    ]


def similar(world: World) -> list[str]:
    """What resembles each hidden title: asked for in the public call, which repeats nothing."""
    hidden = {**world.secrets, **world.internal, **world.cited}
    asked = [f"/participer/{world.call.slug}/proches/?titre=Idée+{word}" for word in hidden]
    others = (world.agents.slug, "brouillon")
    return [*asked, *(f"/participer/{slug}/proches/?titre=Idée" for slug in others)]


def files(world: World) -> list[str]:
    """Each file under its own idea, and the agents' under an idea of the public call."""
    own = [file.url for file in Attachment.objects.select_related("contribution__activity")]
    inside = f"/participer/{world.agents.slug}/idees/{world.agents_idea.number}/"
    return [*own, *(url.replace(inside, world.public.url) for url in own)]


def pictures(world: World) -> list[str]:
    """Pictures that only some may see, by the view and where a web server would look for them."""
    assert world.closed is not None
    return [one for one in world.closed.addresses if one.startswith(("/images/", "/media/"))]


def closed_places(world: World) -> list[str]:
    """The pages of the tree that anybody reads, then the closed ones."""
    assert world.closed is not None
    pages = [
        one
        for one in world.closed.addresses
        if not one.startswith(("/documents/", "/images/", "/media/"))
    ]
    return ["/", "/demarches/", "/plan-du-site/", "/valeurs/", "/axes/", "/priorites/", *pages]


def closed_documents(world: World) -> list[str]:
    """Documents behind each kind of privacy, and of drafts."""
    assert world.closed is not None
    return [address for address in world.closed.addresses if "/documents/" in address]


def others_files(world: World) -> list[str]:
    """Each file under the receipt of another idea."""
    receipts = (world.public.receipt_display, "00000-00000")
    return [
        f"/suivi/{receipt}/fichiers/{file.pk}/{file.name}"
        for receipt in receipts
        for file in Attachment.objects.all()
    ]
