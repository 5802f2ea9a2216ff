"""Every public address of the portal, with the requests tried on it; a new one must be added."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from engagements.models import Commitment, Review
from participation.mechanism import mechanisms
from participation.models import Activity, Attachment
from tests.support.contract import contracts

from .world import World

Requests = Callable[[World], list[str]]
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
        found |= {inside_of(mechanism.slug, route) for route in inside}
    return found


def inside_of(slug: str, route: str) -> str:
    """A route inside the activities of a mechanism, with the name of the mechanism."""
    return f"inside {slug}: {route}"


def inside_activities() -> dict[str, Requests]:
    """What is asked of each mechanism, by its contract."""
    return {
        inside_of(slug, route): requests
        for slug, contract in contracts().items()
        for route, requests in contract.leaks.items()
    }


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route


def of_activities(rest: str) -> Requests:
    """The same address in every activity there is, published or not, of whichever mechanism."""
    return lambda world: [
        f"/participer/{slug}/{rest}"
        for slug in Activity.objects.order_by("pk").values_list("slug", flat=True)
    ]


def of_reviews(rest: str) -> Requests:
    """The same address for each review, published or being written."""
    return lambda world: [
        f"/engagements/bilans/{slug}/{rest}"
        for slug in Review.objects.values_list("slug", flat=True)
    ]


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
        return [address.format(word=word) for word in world.hidden_words]

    return addresses


def fixed(*addresses: str) -> Requests:
    """Addresses that need nothing of the world."""
    return lambda world: list(addresses)


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
