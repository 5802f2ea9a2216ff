"""What browsers report: counted, reduced to what names nobody, never a failure."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from portal.security import views
from portal.security.models import PolicyReport, SecurityEvent
from tests.factories.accounts import AgentFactory
from tests.factories.participation import IdeaConsultationFactory
from tests.support.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]
DOOR = "/csp-rapports/"
SCREEN = "/admin/reports/navigateurs/"


def old_style(**changes: Any) -> dict[str, Any]:
    report = {
        "document-uri": "http://testserver/participer/?q=mon+secret#moi",
        "referrer": "http://testserver/suivi/K7M2Q-9F4TX/",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://mechant.example:8443/vol.js?cookie=abc",
        "script-sample": "mots de quelqu'un",
    }
    return {"csp-report": {**report, **changes}}


def new_style(**changes: Any) -> list[dict[str, Any]]:
    body = {
        "documentURL": "http://testserver/participer/",
        "effectiveDirective": "style-src-attr",
        "blockedURL": "inline",
        "sample": "mots",
    }
    return [{"type": "csp-violation", "url": "x", "body": {**body, **changes}}]


def send(client: Any, body: Any, content_type: str = "application/csp-report", **extra: Any) -> int:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    response = client.post(DOOR, text, content_type=content_type, **extra)
    assert response.content == b""
    return int(response.status_code)


def test_both_formats_are_counted_and_reduced(client):
    for _number in range(3):
        assert send(client, old_style()) == 204
    assert send(client, new_style(), "application/reports+json") == 204

    kept = PolicyReport.objects.order_by("pk").values_list("directive", "blocked", "page", "count")
    assert list(kept) == [
        ("script-src-elem", "https://mechant.example:8443", "/participer/", 3),
        ("style-src-attr", "inline", "/participer/", 1),
    ]
    assert SecurityEvent.objects.filter(event="security.policy.reported").count() == 2


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("http://testserver/", "/"),
        ("http://testserver/suivi/K7M2Q-9F4TX/?a=b", "/suivi/<str:receipt>/"),
        ("http://testserver/soutien/secret-jeton/", "/soutien/<str:token>/"),
        ("http://testserver/admin/users/7/", None),
    ],
)
def test_secrets_of_an_address_are_not_kept(client, address, kept):
    send(client, old_style(**{"document-uri": address}))

    row = PolicyReport.objects.get()
    if kept is not None:
        assert row.page == kept
    stored = str(list(PolicyReport.objects.values_list()))
    for secret in ("K7M2Q", "secret", "mots", "cookie", "vol.js", "/7/"):
        assert secret not in stored


def test_page_inside_a_call_is_kept_as_its_route(client):
    call = IdeaConsultationFactory.create()
    send(client, old_style(**{"document-uri": f"http://testserver/participer/{call.slug}/x/"}))

    assert PolicyReport.objects.get().page == "/participer/<slug:slug>/<path:rest>"


@pytest.mark.parametrize(
    ("directive", "blocked", "expected"),
    [
        ("script-src", "eval", ("script-src", "eval")),
        ("script-src", "data:text/html,x", ("script-src", "data")),
        ("script-src", "blob:http://testserver/1", ("script-src", "blob")),
        ("<script>", "javascript:alert(1)", ("other", "other")),
        ("img-src", "https://é.example/x", ("img-src", "other")),
        ("img-src", "https://[::1/x", ("img-src", "other")),
        ("img-src", "https://" + "a" * 300 + ".example/", ("img-src", "other")),
        ("img-src", "http://nom:passe@mechant.example/", ("img-src", "http://mechant.example")),
        (7, None, ("other", "other")),
    ],
)
def test_what_is_sent_is_never_trusted(client, directive, blocked, expected):
    body = old_style(**{"effective-directive": directive, "blocked-uri": blocked})
    assert send(client, body) == 204

    assert PolicyReport.objects.values_list("directive", "blocked").get() == expected


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff",
        b"{",
        b"null",
        b"7",
        b'"csp-report"',
        b"{}",
        b'{"csp-report": []}',
        b'[1, null, {"type": "csp-violation"}, {"type": "csp-violation", "body": 3}]',
        b'[{"type": "deprecation", "body": {"documentURL": "http://testserver/"}}]',
        b"[" * 9_000,
        b" " * 20_000,
    ],
)
@pytest.mark.parametrize("content_type", ["application/csp-report", "text/plain"])
def test_nonsense_is_counted_for_nothing(client, body, content_type):
    assert send(client, body, content_type) == 204
    assert not PolicyReport.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["", "https://autre.example/participer/", "about", "http://testserver.mechant.example/", 5],
)
def test_pages_of_others_are_not_ours(client, address):
    assert send(client, old_style(**{"document-uri": address})) == 204
    assert not PolicyReport.objects.exists()


def test_one_address_fills_nothing(client, monkeypatch):
    monkeypatch.setattr(views, "_REPORTS_AN_HOUR", 5)
    for number in range(20):
        send(client, old_style(**{"blocked-uri": f"https://m{number}.example/"}))
    assert PolicyReport.objects.count() == 5


def test_everybody_together_fill_nothing(client, monkeypatch):
    monkeypatch.setattr("portal.security.actions.POLICY_REPORTS_AT_MOST", 4)
    many = [new_style(blockedURL=f"https://m{number}.example/")[0] for number in range(50)]
    send(client, many)

    assert PolicyReport.objects.count() == 4


def test_reading_the_door_is_refused(client):
    assert client.get(DOOR).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_make_one_row(client):
    from django.test import Client  # noqa: PLC0415

    def report(number: int) -> int:
        return send(Client(), old_style())

    assert together(4, report) == [204] * 4
    assert PolicyReport.objects.get().count == 4


def test_screen_lists_and_empties(client, client_of):
    auditor, administrator = AgentFactory.create(), AgentFactory.create()
    rights = Permission.objects.filter(codename__in=("access_admin", "view_securityevent"))
    auditor.user_permissions.set(rights)
    administrator.user_permissions.set(
        [*rights, Permission.objects.get(codename="delete_policyreport")]
    )
    assert "n’ont rien bloqué" in client_of(auditor).get(SCREEN).content.decode()
    send(client, old_style(**{"blocked-uri": "inline"}))

    page = client_of(auditor).get(SCREEN).content.decode()
    assert "script-src-elem" in page
    assert "écrit dans la page" in page
    assert "Vider la liste" not in page
    client_of(auditor).post(SCREEN)
    assert PolicyReport.objects.exists()

    assert "Vider la liste" in client_of(administrator).get(SCREEN).content.decode()
    assert client_of(administrator).post(SCREEN).status_code == 302
    assert not PolicyReport.objects.exists()
    assert SecurityEvent.objects.filter(event="security.policy.forgotten").get().actor == (
        administrator
    )
