"""Signing in by FranceConnect in a real browser: the policy lets the form lead there and back."""

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support.openid_provider import OpenIDProvider, serving
from tests.support.served import free_port

from .server import ROOT
from .visitor import Visitor

SIRET = "21940041700018"


@pytest.fixture(scope="module")
def providers() -> Iterator[dict[str, OpenIDProvider]]:
    """Both providers on loopback, under another name than the city's: another site to a browser."""
    residents = OpenIDProvider(name="franceconnect", algorithm="ES256")
    agents = OpenIDProvider(name="proconnect", algorithm="RS256")
    agents.person = {"sub": "agent-0042", "email": "a.martin@ville.example", "siret": SIRET}
    with ExitStack() as stack:
        yield {one.name: stack.enter_context(serving(one)) for one in (residents, agents)}


@pytest.fixture(scope="module")
def address(city: str, folder: Path, providers: dict[str, OpenIDProvider]) -> Iterator[str]:
    """The demo city again, on its own data, by a server that knows the two providers."""
    port = free_port()
    found = f"http://localhost:{port}"
    given = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "PROCONNECT_SIRETS": SIRET,
    }
    for name, provider in providers.items():
        base = f"{found}/compte/identites"
        provider.redirect_uris = {f"{base}/{name}/retour/"}
        provider.logout_uris = {f"{base}/au-revoir/"}
        given[f"{name.upper()}_CLIENT_ID"] = provider.client_id
        given[f"{name.upper()}_CLIENT_SECRET"] = provider.secret
        given[f"{name.upper()}_DISCOVERY_URL"] = provider.discovery_url
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "8", "--no-control-socket"]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **given}, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(found, server)
        yield found
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "the server stopped"
        try:
            with urllib.request.urlopen(f"{address}/healthz/ready", timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


@pytest.fixture
def person(chromium: Any, address: str) -> Iterator[Callable[..., Visitor]]:
    """Opens a window; the only other sites it may meet are the two providers."""
    visitors: list[Visitor] = []

    def open_window(**options: Any) -> Visitor:
        context = chromium.new_context(base_url=address, locale="fr-FR", **options)
        visitors.append(Visitor(context, address))
        return visitors[-1]

    yield open_window
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert [fault for fault in faults if "http://127.0.0.1:" not in fault] == []


def _presses(visitor: Visitor, label: str) -> None:
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name=label, exact=True).first.click()


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 1280, "height": 900}},
        {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
        {"viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
    ],
    ids=["wide", "phone in the dark", "without JavaScript"],
)
def test_resident_goes_to_franceconnect_and_comes_back(
    person: Callable[..., Visitor], options: dict[str, Any]
) -> None:
    visitor = person(**options)
    scripted = options.get("java_script_enabled", True)
    visitor.goes_to("/compte/login/")
    assert not scripted or visitor.axe() == []

    _presses(visitor, "Se connecter avec FranceConnect")

    assert visitor.path() == "/compte/identites/premiere-fois/"
    assert not scripted or visitor.axe() == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert not scripted or visitor.page.evaluate(wide) <= 0


def test_agent_signs_in_by_proconnect_and_out_of_both(
    person: Callable[..., Visitor], providers: dict[str, OpenIDProvider]
) -> None:
    visitor = person()
    visitor.goes_to("/compte/login/")
    _presses(visitor, "Se connecter avec ProConnect")
    _presses(visitor, "Créer mon compte")
    assert visitor.path() == "/compte/"
    visitor.goes_to("/compte/identites/")
    assert visitor.axe() == []
    visitor.goes_to("/compte/logout/")

    _presses(visitor, "Se déconnecter")

    assert visitor.path() == "/"
    assert "session/end" in [place for place, _given in providers["proconnect"].asked]
    visitor.goes_to("/compte/")
    assert visitor.path() == "/compte/login/"


def test_cancelled_sign_in_says_what_to_do(
    person: Callable[..., Visitor], providers: dict[str, OpenIDProvider]
) -> None:
    visitor = person()
    providers["franceconnect"].cancels = "access_denied"
    visitor.goes_to("/compte/login/")

    _presses(visitor, "Se connecter avec FranceConnect")

    providers["franceconnect"].cancels = ""
    assert visitor.path() == "/compte/identites/franceconnect/refus/cancelled/"
    assert visitor.axe() == []
    assert "code=" not in visitor.page.url
    visitor.page.get_by_role("link", name="Revenir à la connexion").click()
    assert visitor.path() == "/compte/login/"
