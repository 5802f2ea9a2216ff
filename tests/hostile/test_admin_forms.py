"""The corpus in every text field of the admin, then read wherever it is shown.

Forms are found by walking the addresses of the admin, the types of pages and the settings: a new
one is tried without anybody thinking of it.
"""

import gc
import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import Page, get_page_models

from tests.access.addresses import url_of
from tests.access.routes import routes
from tests.access.world import SUPERUSER, World
from tests.hostile.admin_forms import AdminForm, forms_of
from tests.hostile.corpus import NUL, sendable
from tests.hostile.reading import in_mails, traces
from tests.support.client import settle

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
ADMIN = f"/{settings.ADMIN_PATH}"
# They take the world away, or the person who asks: tried last, and read in their own answers.
LAST = ("delete", "erase", "reset", "discard", "end", "refuse", "revoke", "merge", "account")
# One fails on purpose, the other closes the session.
NEVER = {"wagtailadmin_error_test", "wagtailadmin_logout"}
# The same lists and forms once more, as pieces of a page.
REPEATS = ("results", "chooser", "_api", "choose_")
# The name that the site itself answers to: Wagtail takes it as it is, from administrators alone.
KEPT = "hostname"
LONG = 2_000
# What breaks out of an attribute, an element, a template; what a table would compute.
POLYGLOT = "=1+zqx'\"><img src=x onerror=zqx()>{{ 7|add:1330 }}zqx"


def _packed(longest: int) -> list[str]:
    """The corpus in as few texts as this length allows; what is longer is cut."""
    found = [""]
    for words in sendable().values():
        # NUL is refused by every field, and what is very long by most: posted apart.
        if NUL in words or len(words) > LONG:
            continue
        if len(found[-1]) + len(words) + 1 > longest and found[-1]:
            found.append("")
        found[-1] = f"{found[-1]} {words}".strip(" ")[:longest]
    return found


EVERYTHING = " ".join(_packed(100_000))
PIECES = {longest: _packed(longest) for longest in (60, 100, 250)}
ODD = [words for words in sendable().values() if NUL in words or len(words) > LONG]
ROUNDS = 2


@pytest.fixture
def world(now: Any) -> Iterator[World]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield World()
        gc.collect()


def _pieces(longest: int | None) -> list[str]:
    if longest is None or longest >= len(EVERYTHING):
        return [EVERYTHING]
    size = max((one for one in PIECES if one <= longest), default=60)
    return PIECES[size]


def _texts(form: AdminForm, number: int) -> dict[str, str]:
    """The texts of one round: each short field gets other pieces than its neighbours."""
    found = {}
    for place, name in enumerate([*form.words, *form.composed]):
        longest = form.words.get(name)
        pieces = _pieces(longest)
        text = pieces[(number + place * ROUNDS) % len(pieces)]
        if number == ROUNDS - 1 and len(pieces) > 1:
            text = POLYGLOT
        found[name] = text[:longest]
    return found


def _refused(response: Any, form: AdminForm) -> set[str]:
    """The fields whose words the form refuses."""
    found = set()
    for layer in response.context or []:
        values = layer.values() if isinstance(layer, dict) else layer.flatten().values()
        for value in values:
            errors = getattr(value, "errors", None)
            if isinstance(errors, dict) and hasattr(value, "add_prefix"):
                found |= {value.add_prefix(name) for name in errors}
    return found & {*form.words, *form.composed}


def _post(browser: Client, form: AdminForm, data: dict[str, Any]) -> Any:
    with transaction.atomic():
        return browser.post(form.address, data, follow=True)


def _try(browser: Client, form: AdminForm, tally: Counter[str]) -> list[str]:
    """Every round through one form; what shows of it in the answers."""
    found: list[str] = []
    kept = {name for name in form.words if name.endswith(KEPT)}
    for number in range(ROUNDS):
        for _attempt in range(2):
            answer = _post(browser, form, form.filled(_texts(form, number), kept))
            found += traces(answer)
            more = set() if answer.redirect_chain else _refused(answer, form) - kept
            if not more:
                break
            kept |= more
        tally["stored" if answer.redirect_chain else "refused"] += 1
    for words in ODD[:2]:
        odd = _post(browser, form, form.filled(dict.fromkeys(form.words, words), kept))
        found += traces(odd)
    return [f"{form.page}: {one}" for one in found]


def _addresses(world: World, *, admin: bool) -> list[tuple[str, str]]:
    """Every address, with the name of its route."""
    found = []
    for route in routes():
        repeats = admin and any(part in route.name for part in REPEATS)
        if repeats or route.name in NEVER:
            continue
        if route.written.startswith(settings.ADMIN_PATH) == admin:
            found.append((route.name, url_of(route, world)))
    return found


def _editors(world: World) -> Iterator[tuple[str, str]]:
    """The editor of each type of page, to change one and to make one; each setting."""
    for model in get_page_models():
        page = model.objects.live().first()
        if page is None or model is Page:
            continue
        yield f"edit {model.__name__}", reverse("wagtailadmin_pages:edit", args=[page.pk])
        parent = page.get_parent()
        if parent.depth > 1 and model.can_create_at(parent.specific):
            kind = (model._meta.app_label, model._meta.model_name, parent.pk)
            yield f"add {model.__name__}", reverse("wagtailadmin_pages:add", args=kind)
    for model in settings_registry:
        kind = (model._meta.app_label, model._meta.model_name)
        yield f"setting {model.__name__}", reverse("wagtailsettings:edit", args=kind)


def _is_page(response: Any) -> bool:
    return response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")


def _found_forms(browser: Client, places: list[tuple[str, str]]) -> dict[str, AdminForm]:
    found = {}
    for _name, address in places:
        response = browser.get(address, follow=True)
        if response.streaming:
            b"".join(response.streaming_content)
        elif _is_page(response):
            page = response.redirect_chain[-1][0] if response.redirect_chain else address
            for form in forms_of(response, page):
                # The same form stands on many pages.
                sent = " ".join(sorted({*form.words, *form.composed}))
                found.setdefault(f"{form.address.split('?')[0]} {sent}", form)
    return found


def _read(browser: Client, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        with transaction.atomic():
            found += [f"{address}: {one}" for one in traces(browser.get(address))]
    return found


def test_words_of_the_staff_stay_words(world: World) -> None:
    chief = Client(raise_request_exception=False)
    backend = "django.contrib.auth.backends.ModelBackend"
    chief.force_login(world.people[SUPERUSER], backend=backend)
    settle(chief)
    admin = _addresses(world, admin=True)
    forms = _found_forms(chief, [*admin, *_editors(world)])
    first = {name: one for name, one in forms.items() if not any(word in name for word in LAST)}
    tally: Counter[str] = Counter()
    found = [it for form in first.values() for it in _try(chief, form, tally)]
    public = [address for _name, address in _addresses(world, admin=False)]
    pages = [page.url for page in Page.objects.live() if page.url]
    found += _read(Client(raise_request_exception=False), [*public, *pages])
    found += _read(chief, [address for _name, address in admin])
    for name, form in forms.items():
        if name not in first:
            found += _try(chief, form, tally)
    assert found == [], "\n".join(dict.fromkeys(found))
    assert in_mails() == []
    assert len(forms) >= 60
    assert tally["stored"] >= 60, tally
