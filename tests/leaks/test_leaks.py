"""Nothing agent-only, unread, refused or grouped away shows to somebody who may not see it.

Every public address, read by everybody; words that only hidden things carry are looked for in each
answer, headers included. A new address fails until it is added here.
"""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from engagements.actions import save_review
from participation.actions import counters
from participation.mechanism import mechanisms
from participation.models import Activity, SupportQuestion
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.owndata.notifications import link_path
from tests.factories.accounts import AgentFactory, StaffFactory, UserFactory
from tests.factories.reviews import opened, published, written
from tests.leaks import closed
from tests.leaks.addresses import (
    Requests,
    closed_documents,
    closed_places,
    fixed,
    inside_activities,
    of_activities,
    of_commitments,
    of_reviews,
    of_tables,
    others_files,
    pictures,
    routes,
    searched,
)
from tests.leaks.world import World, about_commitments, build
from tests.support import clock
from tests.support.contract import label_of

OWN_LINK = "/mes-donnees/faux/"
CASES: dict[str, Requests] = {
    "compte/agent/": fixed("/compte/agent/"),
    "compte/contributions/": fixed("/compte/contributions/"),
    "compte/contributions/<str:receipt>/retirer/": lambda world: [
        f"/compte/contributions/{idea.receipt_display}/retirer/"
        for idea in (world.agents_idea, world.public, world.merged)
    ],
    "compte/agent/invitation/<str:sealed>/": fixed("/compte/agent/invitation/faux/"),
    "engagements/": fixed("/engagements/", "/engagements/?nouvelles=sans-nouvelle"),
    "engagements/calendrier/": fixed("/engagements/calendrier/"),
    "engagements/resume/": fixed("/engagements/resume/"),
    "engagements/integrer/": fixed("/engagements/integrer/"),
    "engagements/flux/": fixed("/engagements/flux/"),
    "engagements/priorites/<int:number>/flux/": fixed(
        *(f"/engagements/priorites/{number}/flux/" for number in (1, 2, 7))
    ),
    "engagements/donnees/": fixed("/engagements/donnees/"),
    "engagements/donnees/datapackage.json": fixed("/engagements/donnees/datapackage.json"),
    "engagements/donnees/<slug:name>.schema.json": of_tables(".schema.json"),
    "engagements/donnees/<slug:name>.csv": of_tables(".csv"),
    "engagements/donnees/<slug:name>.json": of_tables(".json"),
    "engagements/<int:number>/flux/": of_commitments("flux/"),
    "engagements/<int:number>/chiffres.csv": of_commitments("chiffres.csv"),
    "engagements/export.csv": fixed("/engagements/export.csv"),
    "engagements/reunions.ics": fixed("/engagements/reunions.ics"),
    "engagements/reunions/<slug:slug>/": fixed(
        "/engagements/reunions/cachee/", "/instance-de-suivi/", "/engagements/reunions/tenue/"
    ),
    "engagements/reunions/<slug:slug>/reunion.ics": fixed(
        "/engagements/reunions/cachee/reunion.ics", "/engagements/reunions/tenue/reunion.ics"
    ),
    "engagements/bilans/": fixed("/engagements/bilans/"),
    "engagements/bilans/<slug:slug>/": of_reviews(""),
    "engagements/bilans/<slug:slug>/bilan.json": of_reviews("bilan.json"),
    "engagements/bilans/<slug:slug>/bilan.csv": of_reviews("bilan.csv"),
    "engagements/bilans/<slug:slug>/bilan.pdf": of_reviews("bilan.pdf"),
    "engagements/<int:number>/": of_commitments(),
    "participer/": fixed("/participer/", "/participer/?etat=open", "/participer/?niveau=4"),
    "participer/niveaux/": fixed("/participer/niveaux/"),
    "participer/moderation/": fixed("/participer/moderation/"),
    "participer/moderation.csv": fixed("/participer/moderation.csv"),
    "suivi/commentaire/<str:token>/": fixed("/suivi/commentaire/1:faux/"),
    "suivi/<str:receipt>/contester/": fixed("/suivi/00000-00000/contester/"),
    "participer/reponses/": fixed("/participer/reponses/"),
    "participer/reponses.csv": fixed("/participer/reponses.csv"),
    "participer/<slug:slug>/": fixed("/participer/public/", "/participer/aucun/"),
    "participer/<slug:slug>/donnees/": of_activities("donnees/"),
    "participer/<slug:slug>/<path:rest>": of_activities("nulle/part/"),
    "consentement/<str:token>/": fixed("/consentement/faux/"),
    "suivi/": searched("/suivi/?recu={word}"),
    "suivi/<str:receipt>/": fixed("/suivi/00000-00000/"),
    "suivi/<str:receipt>/regrouper/": fixed("/suivi/00000-00000/regrouper/"),
    "suivi/<str:receipt>/publier/": fixed("/suivi/00000-00000/publier/"),
    # The link that a supporter among agents received, opened by others too.
    "soutien/<str:token>/": lambda world: [SupportQuestion.objects.get().url, "/soutien/1:faux/"],
    "suivi/<str:receipt>/confirmer/<str:key>/": fixed("/suivi/00000-00000/confirmer/x/"),
    "suivi/<str:receipt>/renvoyer/": fixed("/suivi/00000-00000/renvoyer/"),
    "suivi/<str:receipt>/fichiers/<int:pk>/<str:filename>": others_files,
    "mes-donnees/": fixed("/mes-donnees/", "/mes-donnees/?envoye=oui"),
    "mes-donnees/fait/": fixed("/mes-donnees/fait/"),
    # The link of an address that gave nothing, and a false one.
    "mes-donnees/<str:token>/": lambda world: [link_path("rien@test.example"), OWN_LINK],
    "mes-donnees/<str:token>/telecharger/": fixed(f"{OWN_LINK}telecharger/"),
    "mes-donnees/<str:token>/effacer/": lambda world: [
        f"{link_path('rien@test.example')}effacer/",
        f"{OWN_LINK}effacer/",
    ],
    "recherche/": searched("/recherche/?q={word}"),
    "calendrier/": fixed(
        "/calendrier/?mois=2026-05", "/calendrier/?mois=2026-06&type=reunions", "/calendrier/"
    ),
    "calendrier.ics": fixed("/calendrier.ics"),
    "donnees/": fixed("/donnees/"),
    "api/v1/": fixed("/api/v1/"),
    "api/v1/openapi.json": fixed("/api/v1/openapi.json"),
    "actualites/flux/": fixed("/actualites/flux/"),
    "sitemap.xml": fixed("/sitemap.xml"),
    "sitemap-<slug:section>.xml": fixed(
        *(
            f"/sitemap-{section}.xml"
            for section in (
                "pages",
                "rubriques",
                "actualites",
                "participation",
                "contributions",
                "engagements",
            )
        )
    ),
    "robots.txt": fixed("/robots.txt"),
    ".well-known/security.txt": fixed("/.well-known/security.txt"),
    ".well-known/change-password": fixed("/.well-known/change-password"),
    "csp-rapports/": fixed("/csp-rapports/"),
    "securite/": fixed("/securite/"),
    r"^((?:[\w\-]+/)*)$": closed_places,
    r"documents/^(\d+)/(.*)$": closed_documents,
    "images/<int:pk>/<str:name>": pictures,
    "participer/oublier/": fixed("/participer/oublier/"),
    **inside_activities(),
}
ROLES = ("anonymous", "resident", "agent", "moderator")


@pytest.fixture
def world(portal_site: Any, now: datetime) -> World:
    made = build()
    made.closed = closed.build(made.kept)
    reviews(made)
    about_commitments()
    return made


def reviews(world: World) -> None:
    """A review published before a priority was closed would say it: this one came after.

    Then an open one, whose texts nobody reads yet.
    """
    published()
    later = opened(starts_on=date(2026, 5, 1), ends_on=date(2026, 10, 31), title="Bilan zqouvert")
    written(later)
    save_review(review=later, user=None, at=clock.NOW, minutes="Dit zqcompterendu.")
    world.secrets["zqcompterendu"] = "minutes of a review that is not published"


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> User | None:
    makers: dict[str, Any] = {
        "anonymous": lambda: None,
        "resident": UserFactory.create,
        "agent": AgentFactory.create,
        "moderator": lambda: StaffFactory.create(role=Role.MODERATORS, is_agent=False),
    }
    made: User | None = makers[request.param]()
    return made


def test_each_public_address_is_tried() -> None:
    assert routes() - set(CASES) == set(), "say in CASES what is asked of these"
    assert set(CASES) - routes() == set(), "these are no addresses any more"


@pytest.mark.parametrize("reader", ROLES, indirect=True)
def test_nothing_hidden_is_shown(world: World, reader: User | None) -> None:
    """Every address, for one role; the message lists each address with what it shows."""
    asked = [address for requests in CASES.values() for address in requests(world)]
    assert leaks_of(world, asked, reader) == []
    assert len(asked) > 100


def leaks_of(world: World, asked: list[str], reader: User | None) -> list[str]:
    """What these addresses show to this reader that they may not read, or where they fail."""
    browser = Client()  # Wagtail's bar for its staff would not pass the strict client.
    if reader:
        browser.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    leaks = []
    for address in asked:
        response = browser.get(address)
        if response.status_code >= 500:
            leaks.append(f"{address}: {response.status_code}")
        said = _said(response)
        hidden = _forbidden(world, address, reader)
        leaks += [f"{address} shows the {what}" for word, what in hidden.items() if word in said]
    return leaks


def _said(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{name}: {value}" for name, value in response.headers.items())
    return (headers + content.decode("utf-8", "replace")).lower()


def _forbidden(world: World, address: str, reader: User | None) -> dict[str, str]:
    words = {**world.secrets, **_closed(world, address, reader)}
    if not (reader and reader.is_agent):
        words |= world.internal
    citing = {world.merged.url, world.kept.url}
    if not any(address.startswith(page) for page in citing):
        words |= world.cited
    # What somebody asked for is repeated to them; the second word of the same thing is not.
    return {word: what for word, what in words.items() if f"={word}" not in address}


def _closed(world: World, address: str, reader: User | None) -> dict[str, str]:
    """What Wagtail's privacy closes: listed for nobody, given to those who may open it."""
    assert world.closed is not None
    words = dict(world.closed.secrets)
    if reader is None or address not in world.closed.addresses:
        words |= world.closed.signed_in
    if reader is None or not reader.has_perm("wagtailadmin.access_admin"):
        words |= world.closed.drafts
    return words


# Whose tables hold what the world of the leaks wrote.
_WRITTEN = {
    "participation",
    "accounts",
    "engagements",
    "home",
    "wagtailcore",
    "cms",
    *(label_of(mechanism) for mechanism in mechanisms()),
}


def test_hidden_words_are_in_the_world(world: World) -> None:
    """The suite would pass on an empty site: the words it looks for do exist."""
    from django.apps import apps  # noqa: PLC0415

    text = ""
    for model in apps.get_models():
        if model._meta.app_label in _WRITTEN:
            text += " ".join(str(row) for row in model._default_manager.values_list())
    lost = {
        word
        for word in (*world.secrets, *world.internal, *world.cited, *_closed(world, "", None))
        if word not in text.lower()
    }
    assert lost == set()


def test_counts_leave_out_what_is_hidden(world: World) -> None:
    """The figures of a call are those of its public ideas."""
    activity = Activity.objects.get(pk=world.call.pk)
    counters.recount(activity=activity)
    figures = Activity.objects.select_related("tally").get(pk=world.call.pk).figures
    assert (figures.published_count, figures.merged_count) == (3, 1)
    facets = {(row.kind, row.value): row.count for row in activity.facet_counts.all() if row.count}
    assert facets["theme", "voirie"] == 2
    assert ("wish", "follow_up") not in facets
