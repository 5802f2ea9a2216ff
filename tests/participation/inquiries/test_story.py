"""A procedure from draft to the end of its year, over the admin's forms and the public pages."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.snippets.models import get_snippet_models

from home.roles import install_roles
from participation.inquiries import actions
from participation.inquiries.enums import DocumentKind, InquiryReason, OpinionGiven, PieceKind
from participation.inquiries.models import (
    Inquiry,
    Masking,
    Observation,
    ObservationFile,
    Register,
)
from portal.accounts.enums import Role
from portal.decisions import Refused
from portal.form_tokens import new_token
from tests.factories.accounts import StaffFactory, SuperuserFactory
from tests.factories.files import sent_document
from tests.factories.inquiries import (
    announced,
    observation,
    order_document,
    pdf_of,
    prepared,
    regime_of,
)
from tests.factories.participation import LevelFactory
from tests.factories.processes import process_index
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site")
SNIPPET = "wagtailsnippets_inquiries_inquiry"


@pytest.fixture
def officer(portal_site: Any) -> Any:
    process_index()
    install_roles()
    return StaffFactory.create(role=Role.PARTICIPATION)


def written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%d/%m/%Y %H:%M")


def inlines(name: str, *rows: dict[str, Any]) -> dict[str, Any]:
    given = {f"{name}-TOTAL_FORMS": len(rows), f"{name}-INITIAL_FORMS": 0}
    given |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
    for rank, row in enumerate(rows):
        given |= {f"{name}-{rank}-{key}": value for key, value in row.items()}
        given |= {f"{name}-{rank}-ORDER": rank + 1, f"{name}-{rank}-DELETE": ""}
    return given


def practical_form() -> dict[str, Any]:
    session = {
        "kind": "permanence",
        "starts_at": written(clock.days(22)),
        "ends_at": written(clock.days(22) + timedelta(hours=3)),
        "place": "Salle 2",
        "note": "",
    }
    place = {
        "name": "Hôtel de ville",
        "address": "Esplanade Georges-Marrane",
        "hours": "De 8 h 30 à 17 h",
        "has_paper": "on",
        "has_register": "on",
        "access_note": "",
    }
    return {**inlines("sessions", session), **inlines("places", place)}


def inquiry_form(**fields: Any) -> dict[str, Any]:
    names = ("seat", "postal_address", "help_contact", "report_place", "responsible_name")
    names = (*names, "decisions", "authority", "applicant", "responsible_phone")
    return {
        "title": "Ivry-Port",
        "slug": "ivry-port",
        "introduction": "Que pensez-vous du projet ?",
        "body-count": "0",
        "regime": regime_of().pk,
        "has_assessment": "on",
        "order_number": "2026-12",
        "order_date": "04/05/2026",
        "order_document": order_document().pk,
        "opens_at": written(clock.days(20)),
        "closes_at": written(clock.days(52)),
        "visibility": "everyone",
        "mailbox": "enquete@ville.example",
        "responsible_email": "",
        "paper_information": "",
        "promise": "Chaque observation est gardée.",
        "who_decides": "Le conseil municipal",
        "not_negotiable": "",
        "answer_by": "",
        "department": "",
        "data_purpose": "recevoir les observations",
        "data_retention": "un an",
        "data_recipients": "",
        "data_more": "",
        "action-publish": "1",
        **{name: f"Le {name}" for name in names},
        **practical_form(),
        **fields,
    }


def desk(client: Any, inquiry: Inquiry, action: str, prefix: str = "", **fields: Any) -> Any:
    url = reverse("inquiries_desk:procedure", args=[inquiry.pk])
    given = {f"{prefix}-{name}" if prefix else name: one for name, one in fields.items()}
    return client.post(url, {"action": action, **given})


def piece(client: Any, inquiry: Inquiry, kind: str, **fields: Any) -> Any:
    given = {"kind": kind, "title": f"Pièce {kind}", "author": "", "dated": "", "absence": ""}
    if not fields.get("absence"):
        given["file"] = sent_document(f"{kind}.pdf")
    return desk(client, inquiry, "piece", "piece", **{**given, **fields})


def test_the_whole_story(client: Any, client_of: Any, officer: Any) -> None:
    LevelFactory.create(number=3)
    with time_machine.travel(clock.NOW, tick=False):
        staff = client_of(officer)
        page = staff.post(reverse(f"{SNIPPET}:add"), inquiry_form())
        assert page.status_code == 302, page.context["form"].errors
        inquiry = Inquiry.objects.get(slug="ivry-port")
        assert inquiry.live and inquiry.answer_by
        _prepare(staff, inquiry)
        announced_page = client.get(inquiry.url)
    assert "Observations dans le registre 0" in plain(main_of(announced_page))
    _receive(client, inquiry)
    _conclude(client, client_of, officer, inquiry)


def _prepare(staff: Any, inquiry: Inquiry) -> None:
    """The checklist blocks the announcement until nothing lacks; then the dossier is fixed."""
    url = reverse("inquiries_desk:procedure", args=[inquiry.pk])
    lacking = plain(main_of(staff.get(url)))
    for words in ("Aucun commissaire enquêteur", "Résumé non technique", "aucun document"):
        assert words in lacking
    assert desk(staff, inquiry, "announce").status_code == 302
    assert not Register.objects.filter(pk=inquiry.pk, announced_at__isnull=False).exists()

    for kind in ("assessment", "summary", "legal_texts", "opinion", "concertation", "project"):
        assert piece(staff, inquiry, kind).status_code == 302
    bad = piece(staff, inquiry, "authorisations", file="", absence="")
    assert "l’un des deux" in bad.content.decode()
    piece(staff, inquiry, "authorisations", file="", absence="Aucune n’est nécessaire.")
    piece(staff, inquiry, "other")
    extra = inquiry.dossier.get(kind=PieceKind.OTHER)
    desk(staff, inquiry, "remove_piece", row=extra.pk)
    member = {"role": "commissioner", "name": "Claude Martin", "quality": "ingénieure"}
    desk(staff, inquiry, "member", "member", **member)
    notice = {"medium": "newspaper", "title": "Le Journal", "published_on": "12/05/2026"}
    desk(staff, inquiry, "notice", "notice", **notice)
    assert "Rien ne manque" in plain(main_of(staff.get(url)))
    desk(staff, inquiry, "announce")
    assert Register.objects.get(pk=inquiry.pk).announced_at == clock.NOW
    assert piece(staff, inquiry, "other").status_code == 200  # No reason given.
    piece(staff, inquiry, "other", reason="Une réponse de la Région est arrivée.")
    assert inquiry.additions.get().reason.startswith("Une réponse")
    desk(staff, inquiry, "remove_piece", row=inquiry.dossier.first().pk)
    assert inquiry.dossier.count() == 8


def _receive(client: Any, inquiry: Inquiry) -> None:
    for moment, status in (
        (clock.before(inquiry), 403),
        (clock.at_opening(inquiry), 302),
        (clock.at_the_last_second(inquiry), 302),
        (clock.at_closing(inquiry), 403),
    ):
        with time_machine.travel(moment, tick=False):
            given = {"token": new_token(), "action": "envoyer", "text": f"À {moment}"}
            assert client.post(inquiry.contribute_url, given).status_code == status
    assert Observation.objects.filter(inquiry=inquiry).count() == 2


def _conclude(client: Any, client_of: Any, officer: Any, inquiry: Inquiry) -> None:
    at = clock.after(inquiry)
    _file(inquiry, at)
    with time_machine.travel(at, tick=False):
        staff = client_of(officer)
    _publish(client, staff, inquiry, at)
    unpublish = reverse(f"{SNIPPET}:unpublish", args=[inquiry.pk])
    for moment, stays in ((at, True), (at + timedelta(days=366), False)):
        with time_machine.travel(moment, tick=False):
            staff = client_of(officer)
            staff.post(unpublish)
            desk(staff, inquiry, "release")
            staff.post(unpublish)
        inquiry.refresh_from_db()
        assert inquiry.live is stays
    # Its time on the site is over; its register is an archive.
    with time_machine.travel(at + timedelta(days=367), tick=False):
        client_of(officer).post(reverse(f"{SNIPPET}:delete", args=[inquiry.pk]))
    assert Observation.objects.filter(inquiry=inquiry).count() == 2


def _file(inquiry: Inquiry, at: datetime) -> None:
    by = inquiry.members.get()
    kinds: list[tuple[DocumentKind, str]] = [
        (DocumentKind.MINUTES, ""),
        (DocumentKind.REPORT, ""),
        (DocumentKind.CONCLUSIONS, OpinionGiven.RESERVED),
    ]
    for kind, opinion in kinds:
        actions.file_document(
            inquiry=inquiry,
            kind=kind,
            title=f"{kind.label} zq",
            given=pdf_of(f"{kind}.pdf"),
            at=at,
            by=by,
            opinion=opinion,
        )


def _publish(client: Any, staff: Any, inquiry: Inquiry, at: datetime) -> None:
    """What was filed is read by nobody until it is published; then by everybody."""
    with time_machine.travel(at, tick=False):
        for document in inquiry.documents.exclude(kind=DocumentKind.MINUTES):
            assert document.title not in plain(main_of(client.get(inquiry.url)))
            assert client.get(document.url).status_code == 404
            desk(staff, inquiry, "publish", row=document.pk)
        decision = {"kind": "decision", "title": "Délibération", "file": sent_document()}
        desk(staff, inquiry, "document", "document", **decision)
        said = plain(main_of(client.get(inquiry.url)))
        for words in ("Favorable avec réserves", "Délibération", "Fait le", "au moins jusqu’au"):
            assert words in said
        report = inquiry.documents.get(kind=DocumentKind.REPORT)
        assert b"".join(client.get(report.url).streaming_content).startswith(b"%PDF")


@pytest.mark.usefixtures("now")
def test_the_city_changes_hides_or_deletes_no_observation_by_any_route(
    client_of: Any, officer: Any
) -> None:
    inquiry = announced()
    line = observation(inquiry, files=[pdf_of()])
    kept = [Observation, ObservationFile, Masking, Register]
    # No role can be given a right: there is none. No screen of Wagtail shows these rows.
    for model in kept:
        meta = model._meta
        named = {"content_type__app_label": "inquiries", "content_type__model": meta.model_name}
        assert not Permission.objects.filter(**named).exists()
        assert model not in get_snippet_models()
    before = Observation.objects.filter(pk=line.pk).values().get()
    old = inquiry.save_revision()
    for person in (officer, SuperuserFactory.create()):
        client = client_of(person)
        for name in ("delete", "unpublish", "usage", "history", "inspect"):
            client.post(reverse(f"{SNIPPET}:{name}", args=[inquiry.pk]))
        bulk = reverse("wagtail_bulk_action", args=["inquiries", "inquiry", "delete"])
        client.post(f"{bulk}?id={inquiry.pk}")
        changed = inquiry_form(title="Autre titre", closes_at=written(clock.days(21)))
        client.post(reverse(f"{SNIPPET}:edit", args=[inquiry.pk]), changed)
        for action in ("remove_piece", "remove_member", "publish", "release", "announce"):
            desk(client, inquiry, action, row=line.pk)
        for url in (line.url, line.receipt_url, f"{inquiry.url}observations/"):
            assert client.post(url, {"text": "Autre"}).status_code in {403, 405}
    old.publish()
    call_command("publish_scheduled")
    with pytest.raises(Refused) as refused:
        Inquiry.objects.get(pk=inquiry.pk).unpublish()
    assert refused.value.reason == InquiryReason.KEPT_ONLINE
    with pytest.raises(DatabaseError), transaction.atomic():
        Inquiry.objects.filter(pk=inquiry.pk).update(live=False)
    after = Inquiry.objects.get(pk=inquiry.pk)
    assert after.live and (after.title, after.closes_at) == (inquiry.title, inquiry.closes_at)
    assert Observation.objects.filter(pk=line.pk).values().get() == before


@pytest.mark.usefixtures("now")
def test_what_lacks_is_said_with_the_first_day_possible(officer: Any) -> None:
    soon = clock.days(10)
    inquiry = prepared(opens_at=soon, closes_at=soon + timedelta(days=12))
    with pytest.raises(actions.NotReady) as refused:
        actions.announce_inquiry(inquiry=inquiry, by=officer, at=clock.NOW)
    said = " ".join(one.words for one in refused.value.missing).replace("\xa0", " ")
    assert "15 jours avant l’ouverture" in said and "26 mai 2026" in said
    assert "30" in said and "13" in said
    # Without an assessment, fifteen days are enough, and other pieces are demanded.
    assert {one.about for one in refused.value.missing} == {"dates"}


@pytest.mark.usefixtures("now")
def test_a_regime_in_use_keeps_its_delays(client_of: Any, officer: Any) -> None:
    regime = announced().regime
    regime.report_days = 90
    with pytest.raises(Exception, match="copiez ce régime"):
        regime.full_clean()
    regime.refresh_from_db()
    regime.legal_references += "\nUn autre texte"
    regime.full_clean()
