"""The notice: what is asked of it, its posters and certificate, its proofs kept privately."""

import re
import subprocess
import zlib
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from fontTools.ttLib import TTFont

from home.roles import install_roles
from participation.inquiries import notice_files
from participation.inquiries.actions import end_notice, note_notice, remove_notice
from participation.inquiries.actions.alerts import send_alerts
from participation.inquiries.enums import InquiryReason, NoticeMedium, PosterFormat, Step
from participation.inquiries.models import AlertSent, Inquiry, InquiryPlace, NoticePublication
from participation.inquiries.notice_rules import publicity
from portal.accounts.enums import Role
from portal.decisions import Refused
from portal.uploads import scan
from tests.factories.accounts import StaffFactory, UserFactory
from tests.factories.files import disguised, sent_document, sent_picture
from tests.factories.inquiries import GivenFile, announced, pdf_of, prepared, regime_of
from tests.factories.inquiry_rooms import seated
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = [pytest.mark.usefixtures("portal_site", "now")]
drawn = pytest.mark.skipif(notice_files.engine() is None, reason="Pango is missing")
FONT = "portal/static/portal/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2"


@pytest.fixture
def officer(portal_site: Any) -> Any:
    install_roles()
    return StaffFactory.create(role=Role.PARTICIPATION)


def noted(inquiry: Inquiry, medium: str, day: date, **fields: Any) -> NoticePublication:
    given = {"title": "Le Journal", "is_reminder": False, "by": None, "at": clock.NOW, **fields}
    return note_notice(inquiry=inquiry, medium=NoticeMedium(medium), published_on=day, **given)


def asked(inquiry: Inquiry) -> dict[str, tuple[int, int, bool]]:
    return {
        str(one.step): (one.wanted, one.found, one.is_done)
        for one in publicity(inquiry, inquiry.notices.all())
    }


def test_newspapers_and_posters_are_counted_when_they_are_in_time() -> None:
    inquiry = announced()  # Opens on 31 May 2026: the notice is out on the 16th at the latest.
    last, opening = date(2026, 5, 16), date(2026, 5, 31)
    assert asked(inquiry) == {
        Step.POSTERS: (1, 0, False),
        Step.NEWSPAPERS: (2, 0, False),
        Step.REMINDER: (2, 0, False),
    }
    noted(inquiry, "newspaper", last)
    noted(inquiry, "newspaper", last, title="LE JOURNAL")  # The same one twice is one.
    noted(inquiry, "newspaper", last + timedelta(days=1), title="Trop tard")
    noted(inquiry, "poster", last + timedelta(days=1))
    noted(inquiry, "newspaper", opening, title="L’Écho", is_reminder=True)
    assert asked(inquiry)[Step.NEWSPAPERS] == (2, 1, False)
    assert asked(inquiry)[Step.POSTERS] == (1, 0, False)
    assert asked(inquiry)[Step.REMINDER] == (2, 1, False)
    noted(inquiry, "newspaper", last, title="L’Écho")
    noted(inquiry, "poster", last)
    noted(inquiry, "newspaper", opening + timedelta(days=8))
    assert all(done for _wanted, _found, done in asked(inquiry).values())
    other = announced(regime=regime_of("decision-reglementaire"))
    assert asked(other) == {}


def test_what_lacks_of_the_notice_is_told_near_its_day_and_once_late() -> None:
    inquiry = announced()
    send_alerts(at=clock.days(2))
    before = set(AlertSent.objects.values_list("step", "is_late"))
    assert before == {("posters", False), ("newspapers", False)}
    noted(inquiry, "poster", date(2026, 5, 15))
    send_alerts(at=clock.days(7))
    late = set(AlertSent.objects.filter(is_late=True).values_list("step", flat=True))
    assert late == {"newspapers"}


def desk(client: Any, inquiry: Inquiry, action: str, **fields: Any) -> Any:
    return client.post(
        reverse("inquiries_desk:procedure", args=[inquiry.pk]), {"action": action, **fields}
    )


def test_an_officer_notes_a_publication_with_its_proof(client_of: Any, officer: Any) -> None:
    inquiry = announced()
    staff = client_of(officer)
    given = {"medium": "poster", "title": "Quai Marcel-Boyer", "published_on": "15/05/2026"}
    fields = {f"notice-{name}": value for name, value in given.items()}

    wrong = desk(staff, inquiry, "notice", **fields, **{"notice-proof": disguised("a.pdf")})
    assert wrong.status_code == 200 and wrong.context["notice_form"].errors["proof"]
    early = desk(staff, inquiry, "notice", **fields, **{"notice-ended_on": "14/05/2026"})
    assert early.context["notice_form"].errors["ended_on"]
    assert not inquiry.notices.exclude(medium="website").exists()

    photograph = sent_picture("rue.jpg")
    assert (
        desk(staff, inquiry, "notice", **fields, **{"notice-proof": photograph}).status_code == 302
    )
    kept = inquiry.notices.get(medium="poster")
    assert (kept.noted_by, kept.noted_at, kept.file_name) == (officer, clock.NOW, "rue.jpg")
    assert len(kept.sha256) == 64
    page = plain(main_of(staff.get(reverse("inquiries_desk:procedure", args=[inquiry.pk]))))
    assert "Quai Marcel-Boyer" in page

    assert desk(staff, inquiry, "end_notice", row=kept.pk, ended_on="01/05/2026").status_code == 200
    desk(staff, inquiry, "end_notice", row=kept.pk, ended_on="02/07/2026")
    kept.refresh_from_db()
    assert kept.ended_on == date(2026, 7, 2)

    name, stored = kept.file.name, kept.file.storage
    own = inquiry.notices.get(medium="website")
    desk(staff, inquiry, "remove_notice", row=own.pk)
    assert inquiry.notices.filter(pk=own.pk).exists()
    assert stored.exists(name)


def test_a_publication_taken_back_takes_its_proof(
    django_capture_on_commit_callbacks: Any,
) -> None:
    inquiry = announced()
    kept = noted(inquiry, "newspaper", date(2026, 5, 12), proof=pdf_of("une.pdf"))
    name, stored = kept.file.name, kept.file.storage
    with pytest.raises(Refused) as refused:
        remove_notice(notice=inquiry.notices.get(medium="website"), by=None)
    assert refused.value.reason == InquiryReason.NO_SUCH_NOTICE
    with django_capture_on_commit_callbacks(execute=True):
        remove_notice(notice=kept, by=None)
    assert not stored.exists(name)


def test_a_publication_that_is_refused_leaves_no_file() -> None:
    inquiry = announced()
    day = date(2026, 5, 12)
    folder = Path(pdf_of.__globals__["document"].__globals__["settings"].MEDIA_ROOT)
    before = {path for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(Exception, match="notice_ends_after_it_begins"):
        noted(inquiry, "poster", day, ended_on=day - timedelta(days=1), proof=pdf_of("une.pdf"))
    assert {path for path in folder.rglob("*") if path.is_file()} == before


def test_a_proof_is_for_the_desk_and_whoever_leads_unless_the_regime_says_more(
    client: Any, client_of: Any, officer: Any
) -> None:
    inquiry = announced()
    proof = GivenFile(scan(sent_document("une.pdf")), "une.pdf")
    kept = noted(inquiry, "newspaper", date(2026, 5, 12), proof=proof)
    at_desk = reverse("inquiries_proof", args=[inquiry.pk, kept.pk])
    file = client_of(officer).get(at_desk)
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert "no-store" in file["Cache-Control"]
    leader = client_of(seated(inquiry))
    in_room = inquiry.page("room_proof", pk=kept.pk, filename="une.pdf")
    assert b"".join(leader.get(in_room).streaming_content).startswith(b"%PDF")
    assert "une.pdf" in leader.get(inquiry.page("room_project")).content.decode()
    assert client_of(UserFactory.create()).get(in_room).status_code == 403

    assert client.get(kept.url).status_code == 404
    assert "une.pdf" not in client.get(f"{inquiry.url}avis/").content.decode()
    type(inquiry.regime).objects.filter(pk=inquiry.regime_id).update(publishes_proofs=True)
    assert b"".join(client.get(kept.url).streaming_content).startswith(b"%PDF")
    assert "une.pdf" in client.get(f"{inquiry.url}avis/").content.decode()


def test_nobody_but_who_runs_procedures_draws_its_papers(client_of: Any, officer: Any) -> None:
    inquiry = announced()
    addresses = [
        reverse("inquiries_poster", args=[inquiry.pk, "A2"]),
        reverse("inquiries_certificate", args=[inquiry.pk]),
        reverse("inquiries_proof", args=[inquiry.pk, 1]),
    ]
    for role in (Role.MODERATORS, Role.COMMUNICATIONS):
        other = client_of(StaffFactory.create(role=role))
        for address in addresses:
            assert other.get(address).status_code in {302, 403}
    staff = client_of(officer)
    assert staff.get(addresses[2]).status_code == 404
    assert staff.get(reverse("inquiries_poster", args=[inquiry.pk, "A9"])).status_code == 404


def test_letters_of_the_title_are_as_high_as_the_text_asks() -> None:
    """The height is that of a capital in our own font, not of a line."""
    font = TTFont(FONT)
    assert font["OS/2"].sCapHeight / font["head"].unitsPerEm == notice_files.CAP_HEIGHT
    inquiry = prepared()
    assert inquiry.regime.poster_title_mm == 20
    [largest, *_others] = notice_files.poster_sheets(inquiry, PosterFormat.A2)
    size = float(re.search(r"h1 { font-size: ([\d.]+)mm }", largest)[1])  # type: ignore[index]
    assert size * notice_files.CAP_HEIGHT == pytest.approx(20, abs=0.01)
    assert "size: 420mm 594mm" in largest and "#ffe94d" in largest
    small = notice_files.poster_sheets(inquiry, PosterFormat.A4, on_white=True)[0]
    assert "size: 210mm 297mm" in small and "#ffe94d" not in small


COLOURS = {
    "enquete-publique": ("Avis d’enquête publique", "#ffe94d"),
    "participation-electronique": (
        "Avis de participation du public par voie électronique",
        "#fff",
    ),
    "consultation-parallelisee": (
        "Avis de consultation du public par voie électronique "
        "(L. 181-10-1 du code de l’environnement)",
        "#8fd694",
    ),
}


@pytest.mark.parametrize("code", COLOURS)
def test_each_regime_has_its_heading_and_its_colour(code: str) -> None:
    inquiry = prepared(regime=regime_of(code))
    heading, ground = COLOURS[code]
    assert inquiry.regime.heading == heading
    sheets = notice_files.poster_sheets(inquiry, PosterFormat.A2)
    assert all(f"background: {ground} " in one for one in sheets)


def pages_of(made: bytes) -> int:
    """How many pages a PDF has, whose objects lie in compressed streams."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    said = [made]
    for one in streams:
        with suppress(zlib.error):
            said.append(zlib.decompress(one))
    return sum(len(re.findall(rb"/Type\s*/Page\b", one)) for one in said)


@drawn
@pytest.mark.parametrize("sheet", [PosterFormat.A2, PosterFormat.A4])
def test_a_poster_is_one_page_however_much_the_order_says(sheet: str) -> None:
    inquiry = prepared(introduction="Le projet. " * 40, decisions="Le conseil décide.\n" * 20)
    for rank in range(12):
        InquiryPlace.objects.create(
            inquiry=inquiry, name=f"Mairie {rank}", address="Rue de la Mairie", hours="9 h–17 h"
        )
    made = notice_files.poster_pdf(inquiry, PosterFormat(sheet), at=clock.NOW)
    assert made.startswith(b"%PDF") and pages_of(made) == 1


def text_of(made: bytes, tmp_path: Path) -> str:
    (tmp_path / "a.pdf").write_bytes(made)
    out = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True
    )
    return " ".join(out.stdout.decode().replace("\u202f", " ").replace("\xa0", " ").split())


@drawn
@pytest.mark.skipif(which("pdftotext") is None, reason="poppler is missing")
def test_papers_say_what_the_law_asks(client_of: Any, officer: Any, tmp_path: Path) -> None:
    inquiry = prepared()
    staff = client_of(officer)
    poster = reverse("inquiries_poster", args=[inquiry.pk, "A2"])
    assert "Projet : à ne pas afficher" in text_of(staff.get(poster).content, tmp_path)
    inquiry = announced()
    said = text_of(
        staff.get(reverse("inquiries_poster", args=[inquiry.pk, "A2"])).content, tmp_path
    )
    for words in (
        "AVIS D’ENQUÊTE PUBLIQUE",
        "2026-118",
        "Claude Martin",
        "enquete@ville.example",
        "Esplanade Georges-Marrane",
        inquiry.slug,
        "01 49 60 25 00",
        "L123-1",
        "Salle 2",
    ):
        assert words in said, words
    assert "ne pas afficher" not in said

    noted(inquiry, "newspaper", date(2026, 5, 12), proof=pdf_of("une.pdf"), by=officer)
    hung = noted(inquiry, "poster", date(2026, 5, 12), title="Quai Marcel-Boyer")
    end_notice(notice=hung, ended_on=inquiry.closes_at.date(), by=officer)
    certificate = reverse("inquiries_certificate", args=[inquiry.pk])
    said = text_of(staff.get(certificate).content, tmp_path)
    assert "la procédure n’est pas close" in said and "Quai Marcel-Boyer" in said
    assert inquiry.notices.get(title="Le Journal").sha256[:20] in said.replace(" ", "")
    assert officer.display_name in said and "manque" in said
    with time_machine.travel(clock.after(inquiry), tick=False):
        said = text_of(client_of(officer).get(certificate).content, tmp_path)
    assert "n’est pas close" not in said


def test_another_list_has_another_fingerprint() -> None:
    inquiry = announced()
    before = notice_files.record_of(inquiry, list(inquiry.notices.all()))
    noted(inquiry, "poster", date(2026, 5, 12))
    assert notice_files.record_of(inquiry, list(inquiry.notices.all())) != before
