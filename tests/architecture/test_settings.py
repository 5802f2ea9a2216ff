"""Settings: production refuses to start without its secrets, and is hardened when it does."""

import ast
import os
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.support import house

ENVIRONMENT = {
    "SECRET_KEY": "k9-" + "aZ4x7Q-pRtUvWs_" * 5,
    "BALLOT_BOX_SECRET": "b7-" + "Qm2_eRt5YuI-oP" * 5,
    "ALLOWED_HOSTS": "portail.example",
    "BASE_URL": "https://portail.example",
    "DEFAULT_FROM_EMAIL": "Parvis <parvis@portail.example>",
}


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name, value in {**ENVIRONMENT, "DATA_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "ADMIN_PATH", "DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def _production() -> dict[str, Any]:
    """The settings of production, read anew from the environment."""
    return runpy.run_module("portal.settings.production")


@pytest.mark.parametrize("name", ENVIRONMENT)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_production_refuses_to_start_without(environment, name, value):
    if value is None:
        environment.delenv(name)
    else:
        environment.setenv(name, value)

    with pytest.raises(ImproperlyConfigured, match=name):
        _production()


def test_production_refuses_a_short_key(environment):
    environment.setenv("SECRET_KEY", "trop-court")

    with pytest.raises(ImproperlyConfigured, match="too short"):
        _production()


@pytest.mark.parametrize("secret", ["trop-court", ENVIRONMENT["SECRET_KEY"]])
def test_production_refuses_a_short_or_shared_secret_of_ballot_boxes(environment, secret):
    environment.setenv("BALLOT_BOX_SECRET", secret)

    with pytest.raises(ImproperlyConfigured, match="at least 50 random characters, other"):
        _production()


def test_former_secrets_of_ballot_boxes_are_read(environment):
    environment.setenv("BALLOT_BOX_SECRET_FALLBACKS", "ancien, plus-ancien")

    assert _production()["BALLOT_BOX_SECRET_FALLBACKS"] == ["ancien", "plus-ancien"]


def test_production_never_debugs(environment):
    environment.setenv("DEBUG", "True")

    assert _production()["DEBUG"] is False


def test_production_cookies_belong_to_this_host_only(environment):
    found = _production()

    for name in ("SCHEME", "MESSAGES", "SUPPORTER"):
        assert found[f"{name}_COOKIE_NAME"].startswith("__Host-")
    for cookie in ("SESSION", "CSRF"):
        assert found[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert found[f"{cookie}_COOKIE_SECURE"] is True
        assert found[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert found[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
        assert found.get(f"{cookie}_COOKIE_DOMAIN") is None
        assert found.get(f"{cookie}_COOKIE_PATH", "/") == "/"


def test_sessions_last_long_enough_to_write(environment):
    """RGAA 13.1.4: no time limit under twenty hours."""
    found = _production()

    assert found["SESSION_COOKIE_AGE"] >= 20 * 3600
    assert found["FORM_TOKEN_SECONDS"] >= 20 * 3600


def test_public_policy_allows_this_site_only(environment):
    policy = _production()["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]

    assert policy["default-src"] == ["'self'"]
    assert policy["object-src"] == ["'none'"]
    assert policy.pop("report-uri") == ["/csp-rapports/"]
    assert policy.pop("report-to") == "csp"
    sources = {source for sources in policy.values() for source in sources}
    assert sources <= {"'self'", "'none'"}


def test_policy_lets_forms_lead_to_the_providers_of_identities(tmp_path):
    """Chromium holds the redirections of a form to `form-action`; nothing else opens."""
    asked = "from django.conf import settings; print(settings.CONTENT_SECURITY_POLICY)"
    given = {
        "FRANCECONNECT_CLIENT_ID": "ville",
        "FRANCECONNECT_CLIENT_SECRET": "secret",
        "FRANCECONNECT_DISCOVERY_URL": "https://fc.example/api/v2/.well-known/openid-configuration",
    }

    done = _manage("shell", "-v", "0", "-c", asked, **ENVIRONMENT, **given, DATA_DIR=str(tmp_path))

    policy = ast.literal_eval(done.stdout)["DIRECTIVES"]
    assert policy.pop("form-action") == ["'self'", "https://fc.example"]
    assert "fc.example" not in str(policy)


def test_admin_policy_stays_on_this_site(environment):
    policy = _production()["ADMIN_CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert policy.pop("report-uri") == ["/csp-rapports/"]
    assert policy.pop("report-to") == "csp"
    lax = {name for name, sources in policy.items() if "'unsafe-inline'" in sources}
    sources = {source for sources in policy.values() for source in sources}

    assert sources <= {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:"}
    assert lax == {"style-src"}, "no inline script, whatever Wagtail's templates write"
    assert policy["script-src"] == ["'self'"]


def test_policies_reach_their_pages(client, portal_site):
    public = client.get("/").headers["Content-Security-Policy"]
    admin = client.get("/admin/login/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in public
    assert "unsafe" not in public
    assert "style-src 'self' 'unsafe-inline'" in admin


def _manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:portal", "manage.py", *arguments],
        cwd=house.ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": "portal.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_deployment_check_finds_nothing(tmp_path):
    done = _manage(
        "check", "--deploy", "--fail-level", "WARNING", **ENVIRONMENT, DATA_DIR=str(tmp_path)
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert "no issues" in done.stdout


def test_command_line_says_what_is_missing(tmp_path):
    done = _manage("check", DATA_DIR=str(tmp_path))

    assert done.returncode != 0
    assert "SECRET_KEY is not set" in done.stderr


def test_development_and_demo_keep_no_secret_in_the_repository(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    first = runpy.run_module("portal.settings.demo")["SECRET_KEY"]
    again = runpy.run_module("portal.settings.demo")["SECRET_KEY"]

    assert len(first) > 60
    assert again == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_former_keys_still_open_what_they_signed(tmp_path):
    asked = "from django.conf import settings; print(settings.SECRET_KEY_FALLBACKS)"
    keys = {"SECRET_KEY_FALLBACKS": "ancienne-clef, plus-ancienne"}

    done = _manage("shell", "-v", "0", "-c", asked, **ENVIRONMENT, **keys, DATA_DIR=str(tmp_path))

    assert done.stdout.strip() == "['ancienne-clef', 'plus-ancienne']", done.stderr


def test_admin_may_stand_elsewhere(tmp_path):
    """Its address, its policy, what caches keep and the slugs of pages follow ADMIN_PATH."""
    asked = """
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from portal.middleware import ContentSecurityPolicyMiddleware
made = ContentSecurityPolicyMiddleware(lambda request: HttpResponse())
for path in ("/gestion/pages/", "/admin/pages/"):
    print("unsafe-inline" in made(RequestFactory().get(path)).headers["Content-Security-Policy"])
print(reverse("wagtailadmin_home"), reverse("security_log"))
print("gestion" in settings.RESERVED_ROOT_SLUGS, "admin" in settings.RESERVED_ROOT_SLUGS)
"""
    given = {"ADMIN_PATH": "/gestion", "DATA_DIR": str(tmp_path)}
    done = _manage("shell", "-v", "0", "-c", asked, **ENVIRONMENT, **given)

    assert done.stdout.split() == [
        "True", "False", "/gestion/", "/gestion/reports/securite/", "True", "True",
    ], done.stderr  # fmt: skip


def test_security_log_has_files_of_its_own(environment, tmp_path):
    environment.setenv("SECURITY_LOG_DIR", str(tmp_path / "journal"))

    handler = _production()["LOGGING"]["handlers"]["security"]

    assert handler["class"] == "portal.logs.MonthlyFileHandler"
    assert handler["folder"] == str(tmp_path / "journal")
