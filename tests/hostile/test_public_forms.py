"""Every form of the public: guarded against robots, and deaf to hostile words."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from home.models import ContactMessage, ContactPage
from participation.enums import ModerationMode
from participation.models import Comment, Contribution, Report
from portal import guarded_forms, throttle
from portal.form_tokens import new_token
from tests.factories import home as make
from tests.factories.accounts import AgentFactory, SuperuserFactory, UserFactory
from tests.factories.merging import agents_idea, promotion_asked
from tests.factories.moderation import refused_by
from tests.factories.participation import IdeaConsultationFactory, make_idea, published_idea
from tests.hostile.corpus import sendable
from tests.hostile.forms import FoundForm, forms_in
from tests.hostile.reading import in_mails, traces

pytestmark = pytest.mark.django_db
EMAIL = "camille@test.example"
ORDINARY = "Une phrase tout à fait ordinaire, assez longue pour chacun des formulaires du portail."
# Forms without a trap for robots, by their address: why they need none.
UNGUARDED = {
    r"/compte/(login|login/code|signup|password/reset|logout|second-facteur/.*)/": "allauth counts",
    r"/compte/(email|password/change|nom|abonnements/suivre/.*)/": "signed in, for oneself",
    r"/participer/oublier/": "forgets a cookie of this browser",
    r"/suivi/[\w-]+/(confirmer/.*|renvoyer/|publier/|regrouper/)": "the receipt, which is secret",
    r"/soutien/.*": "the mailed token, once",
    r"/participer/[\w-]+/idees/\d+/soutenir/(.+/)?": "a session or a mailed token, and a limit",
}


ACCOUNT = [
    "/compte/login/",
    "/compte/signup/",
    "/compte/password/reset/",
    "/compte/",
    "/compte/email/",
    "/compte/password/change/",
]


class World:
    """One page of each kind that has a form, with what it stands on."""

    def __init__(self) -> None:
        self.call = IdeaConsultationFactory.create(
            moderation_mode=ModerationMode.AFTER, confirms_email=False
        )
        self.idea = published_idea(self.call, title="Idée de tous", author=UserFactory.create())
        make.add_page(ContactPage, "contact")
        refused = refused_by(None, make_idea(self.call))
        asked = promotion_asked(agents_idea(author=AgentFactory.create(), email=EMAIL))
        self.pages = [
            self.call.contribute_url,
            f"{self.idea.url}commenter/",
            f"{self.idea.url}signaler/",
            f"{self.idea.url}soutenir/",
            self.idea.url,
            refused.story_url,
            asked.source.story_url,
            "/contact/",
            "/participer/oublier/",
            "/suivi/",
            *ACCOUNT,
        ]


@pytest.fixture
def world(portal_site: Any, now: Any, settings: Any) -> World:
    settings.ACCOUNT_RATE_LIMITS = False
    for name in ("CONTRIBUTION_LIMIT", "SUPPORT_LINK_LIMIT", "SUPPORT_LINKS_PER_ADDRESS"):
        setattr(settings, name, 100_000)
    return World()


def signed_in(user: Any) -> Client:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def every_form(world: World, browser: Client) -> Iterator[tuple[str, FoundForm]]:
    """Each form of each page, with the page it stands on."""
    for page in world.pages:
        response = browser.get(page, follow=True)
        if response.headers["Content-Type"].startswith("text/html"):
            for form in forms_in(response, page):
                yield page, form


def is_guarded(form: FoundForm) -> bool:
    return {"website", "token"} <= form.names


@pytest.mark.parametrize("known", [False, True])
def test_every_form_is_guarded_or_says_why_not(world, known):
    browser = signed_in(UserFactory.create()) if known else Client()
    found = list(every_form(world, browser))
    bare = [
        f"{page}: {form.address}"
        for page, form in found
        if not is_guarded(form)
        and not any(re.fullmatch(pattern, form.address.split("?")[0]) for pattern in UNGUARDED)
    ]

    assert bare == [], "\n".join(bare)
    assert sum(is_guarded(form) for _page, form in found) >= 5


def test_every_guarded_form_counts(world, monkeypatch):
    """Sent as an ordinary person does, each form is one of those of its connection."""
    counted: list[str] = []
    usual = throttle.take

    def take(scope: str, key: str, **limits: int) -> bool:
        counted.append(scope)
        return usual(scope, key, **limits)

    monkeypatch.setattr(guarded_forms.throttle, "take", take)
    browser, silent = Client(), []
    for page, form in every_form(world, browser):
        # allauth counts its own forms.
        if is_guarded(form) and not form.address.startswith("/compte/"):
            before = len(counted)
            short = {name: ORDINARY[:60] for name in form.words if name not in {"text", "message"}}
            data = {**form.filled(ORDINARY, email=EMAIL), **short, "email": EMAIL, **SENT}
            answer = browser.post(form.address, data)
            if len(counted) == before:
                silent.append(f"{page}: {answer.status_code}")
    assert silent == []
    assert {"contact", "contribution", "comment", "report", "appeal", "support-link"} <= set(
        counted
    )


# What is pressed, and what must not be: a text in the city's name, the trap.
SENT = {"action": "envoyer", "website": ""}


def sent_everywhere(world: World, browser: Client) -> list[str]:
    """Every payload through every form, and what shows of it in the answers."""
    forms = [
        (page, form)
        for page, form in every_form(world, browser)
        # A person's own way out of the account is not a text.
        if form.words and "logout" not in form.address
    ]
    found = []
    for name, words in sendable().items():
        for page, form in forms:
            for data in _fillings(form, words):
                if is_guarded(form):
                    data["token"] = new_token()
                answer = browser.post(form.address, data)
                found += [f"{name} by {form.address} of {page}: {one}" for one in traces(answer)]
    return found


def _fillings(form: FoundForm, words: str) -> list[dict[str, Any]]:
    """The words everywhere, and where the form takes them: that is what is stored."""
    everywhere = {**form.filled(words), **SENT, "action": "relire"}
    if "title" not in form.words:
        return [everywhere, {**form.filled(words[:900], email=EMAIL), **SENT}]
    # Long enough to be an idea.
    idea = form.filled(words[:100], email=EMAIL, text=f"{words} {ORDINARY}"[:1_500])
    return [everywhere, {**idea, **SENT}]


def read_everywhere(world: World) -> list[str]:
    """What shows on every page where those words are read, by the public and by the staff."""
    call = (
        world.call.get_absolute_url() if hasattr(world.call, "get_absolute_url") else world.call.url
    )
    ideas = list(Contribution.objects.published().filter(activity=world.call))
    public = [
        "/", "/participer/", call, f"{call}?q=zqx", f"{call}idees.csv", f"{call}idees.json",
        f"{call}idees/flux/", f"{call}resultats/", f"{call}resultats.csv", "/sitemap.xml",
        "/recherche/?q=zqx", "/participer/moderation/", "/participer/moderation.csv",
        world.idea.url,
        *(one.url for one in ideas),
    ]  # fmt: skip
    staff = [
        "/admin/", "/admin/contributions/", "/admin/moderation/", "/admin/reports/securite/",
        "/admin/snippets/home/contactmessage/", "/admin/users/",
        *(f"/admin/contributions/edit/{one.pk}/" for one in ideas[::6]),
        *(f"/admin/moderation/signalement/{one.pk}/" for one in Report.objects.all()[:12]),
        *(
            f"/admin/snippets/home/contactmessage/edit/{one.pk}/"
            for one in ContactMessage.objects.all()[:12]
        ),
    ]  # fmt: skip
    visitor, chief = Client(), signed_in(SuperuserFactory.create())
    found = []
    for browser, addresses in ((visitor, public), (chief, staff)):
        for address in addresses:
            answer = browser.get(address, follow=True)
            found += [f"{address}: {one}" for one in traces(answer)]
            if answer.status_code != 200:
                found.append(f"{address}: {answer.status_code}")
    return found


def test_words_stay_words(world):
    """Everything that could be a program, through every form, read wherever it is shown."""
    world.pages = [page for page in world.pages if page not in ACCOUNT]
    found = sent_everywhere(world, Client())

    assert found == [], "\n".join(found)
    kept = Contribution.objects.filter(title__contains="zqx")
    assert kept.count() >= 50, "too few were stored for the reading to prove anything"
    assert Comment.objects.filter(text__contains="zqx").count() >= 50
    assert ContactMessage.objects.count() >= 40
    read = read_everywhere(world)
    assert read == [], "\n".join(read)
    assert in_mails() == []


@pytest.mark.parametrize("known", [False, True])
def test_words_in_the_forms_of_accounts_stay_words(world, known):
    world.pages = ACCOUNT
    found = sent_everywhere(world, signed_in(UserFactory.create()) if known else Client())

    assert found == [], "\n".join(found)
    assert in_mails() == []


def test_addresses_hold_words_only(world):
    """What a search, a filter, a receipt, a page number make of the same words."""
    call, browser, found = world.call.url, Client(), []
    addresses = (
        "/recherche/", "/participer/", call, "/engagements/", "/suivi/", f"{call}proches/",
        "/participer/reponses/", f"{world.idea.url}commenter/", "/compte/login/",
    )  # fmt: skip
    names = (
        "q",
        "recu",
        "tri",
        "etat",
        "suite",
        "type",
        "page",
        "theme",
        "reponse",
        "next",
        "niveau",
    )
    for words in sendable().values():
        for address in addresses:
            for query in (dict.fromkeys(names, words[:1900]), {"q": words[:1_900]}):
                answer = browser.get(address, query)
                found += [f"{address} {words[:40]!r}: {one}" for one in traces(answer)]
    assert found == [], "\n".join(found)
