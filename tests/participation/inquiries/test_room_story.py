"""A procedure as its commissioner lives it, over the pages of the room, until the report."""

import re
from typing import Any

import pytest
import time_machine
from django.core import mail as outbox

from participation.inquiries.actions.seats import invite_member
from participation.inquiries.enums import (
    DocumentKind,
    InquiryReason,
    MemberRole,
    ObservationChannel,
)
from participation.inquiries.forms.room_pages import moment_text
from participation.inquiries.models import (
    InquiryDocument,
    KeyedPage,
    MemberInvitation,
    Observation,
    RoomRecord,
    Tag,
)
from participation.inquiries.room_enums import RoomReason
from portal.cms.templatetags.portal_tags import typo
from portal.form_tokens import new_token
from portal.notifications.models import OutgoingMail
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.files import sent_document, sent_picture
from tests.factories.inquiries import announced, observation, pdf_of
from tests.factories.inquiry_rooms import seated
from tests.support import clock
from tests.support.factors import confirm_address, unproved
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site")


def said(response: Any) -> str:
    return main_of(response.content.decode()).get_text(" ", strip=True)


def shows(response: Any, reason: InquiryReason | RoomReason) -> bool:
    """Whether the page comes again and says why."""
    words = " ".join(typo(reason.label).split())
    page = plain(main_of(response.content.decode()))
    return response.status_code == 200 and words in page


def test_invitation_seats_a_person_with_two_factors(client: Any, client_of: Any) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        inquiry = announced()
        invite_member(
            member=inquiry.members.get(),
            email="Claude@Example.org",
            by=SuperuserFactory.create(),
            at=clock.NOW,
        )
        letter = OutgoingMail.objects.get(to="claude@example.org")
        path = re.search(r"/participer/\S+/invitation/\S+/", letter.text)[0]  # type: ignore[index]
        assert client.get(path).status_code == 302

        stranger = UserFactory.create()
        confirm_address(stranger)
        refused = client_of(stranger).post(path)
        assert refused.status_code == 403
        assert "une autre adresse" in said(refused)

        invited = UserFactory.create(email="claude@example.org")
        confirm_address(invited)
        browser = client_of(invited)
        assert "Claude Martin" in said(browser.get(path))
        assert MemberInvitation.objects.get().accepted_by is None
        room = inquiry.page("room_desk")
        assert browser.post(path).headers["Location"] == room
        assert browser.get(room).status_code == 200
        assert "Enquête publique" in said(browser.get("/compte/"))

        asked = unproved(invited).get(room)
        assert asked.status_code == 302
        assert asked.headers["Location"].startswith("/compte/double-verification/")
        # A password alone is led to the second factor, and not back and forth.
        assert unproved(invited).get(asked.headers["Location"]).status_code == 200


def three_observations(inquiry: Any) -> None:
    observation(inquiry, "Gardez les arbres.", name="Ada", email="ada@example.org")
    text = "Le maire est un escroc, et la rue est trop étroite."
    observation(inquiry, text, files=[pdf_of("plan.pdf")])
    observation(inquiry, "Oui.", channel=ObservationChannel.EMAIL)


def test_the_register_is_read_and_sorted(client_of: Any) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        inquiry = announced()
        person = seated(inquiry)
    with time_machine.travel(clock.during(inquiry), tick=False):
        commissioner = client_of(person)
        three_observations(inquiry)
        listed = commissioner.get(inquiry.page("room_observations"))
        assert "3 observations" in said(listed)
        assert "Ada" in said(listed)
        narrowed = commissioner.get(
            inquiry.page("room_observations") + "?voie=email&mots=oui&ordre=recentes"
        )
        assert "1 observation" in said(narrowed)

        second = inquiry.page("room_observation", number=2)
        kept = commissioner.post(second, {"action": "themes", "new": "  Circulation "})
        assert kept.status_code == 302
        tag = Tag.objects.get(name="Circulation")
        under = commissioner.get(inquiry.page("room_observations") + f"?theme={tag.pk}")
        assert "Observation 2" in said(under)
        without = commissioner.get(inquiry.page("room_observations") + "?theme=sans")
        assert "2 observations" in said(without)
        renamed = {"theme": tag.pk, "name": "Rues", "action": "renommer"}
        assert commissioner.post(inquiry.page("room_themes"), renamed).status_code == 302
        assert "Rues" in said(commissioner.get(second))
        assert commissioner.post(second, {"action": "themes"}).status_code == 302
        assert not tag.taggings.exists()


def test_words_and_files_are_masked_and_shown(client_of: Any) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        inquiry = announced()
        person = seated(inquiry)
    with time_machine.travel(clock.during(inquiry), tick=False):
        commissioner = client_of(person)
        three_observations(inquiry)
        second = inquiry.page("room_observation", number=2)
        empty = commissioner.post(second, {"action": "masquer", "what": "text", "reason": "x"})
        assert empty.status_code == 200
        assert "le public le lit" in said(empty)
        masked = {
            "action": "masquer",
            "what": "text",
            "passages": "est un escroc",
            "ground": "insult",
            "reason": "Injure envers une personne.",
        }
        wrong = commissioner.post(second, {**masked, "passages": "pas là"})
        assert "ne sont pas dans le texte" in said(wrong)
        assert commissioner.post(second, masked).status_code == 302
        one = Observation.objects.with_masking().get(number=2)
        assert one.is_masked
        assert one.masked_passages == [[9, 22]]
        assert "est un escroc" in said(commissioner.get(second))
        shown = {"action": "montrer", "what": "text", "reason": "Fait reconnu."}
        assert commissioner.post(second, shown).status_code == 302
        file = one.files.get()
        whole = {**masked, "what": str(file.pk), "passages": ""}
        assert commissioner.post(second, whole).status_code == 302
        address = inquiry.page("room_file", number=2, pk=file.pk, filename="plan.pdf")
        assert commissioner.get(address).status_code == 200


def test_visits_pieces_and_a_longer_time_are_noted(client_of: Any) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        inquiry = announced()
        person = seated(inquiry)
    with time_machine.travel(clock.during(inquiry), tick=False):
        commissioner = client_of(person)
        noted = {"kind": "visit", "happened_on": "2026-05-12", "text": "Visite du terrain."}
        assert commissioner.post(inquiry.page("room_records"), noted).status_code == 302
        assert RoomRecord.objects.get().written_by is not None
        assert "Visite du terrain." in said(commissioner.get(inquiry.page("room_records")))

        added = {
            "kind": "other",
            "title": "Étude de circulation",
            "reason": "Demandée à la ville",
            "file": sent_document("etude.pdf"),
        }
        assert commissioner.post(inquiry.page("room_dossier"), added).status_code == 302
        assert "Étude de circulation" in said(commissioner.get(inquiry.page("room_dossier")))

        too_far = {"to_moment": "2026-12-01T12:00", "reason": "Affluence"}
        refused = commissioner.post(inquiry.page("room_extension"), too_far)
        assert shows(refused, InquiryReason.EXTENSION_TOO_LONG)
        later = clock.days(60).strftime("%Y-%m-%dT12:00")
        extended = {"to_moment": later, "reason": "Affluence"}
        assert commissioner.post(inquiry.page("room_extension"), extended).status_code == 302
        assert "Affluence" in said(commissioner.get(inquiry.page("room_extension")))


def test_pages_are_keyed_in_by_one_and_compared_by_another(client_of: Any) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        inquiry = announced()
        people = [seated(inquiry), seated(inquiry, MemberRole.PRESIDENT)]
    with time_machine.travel(clock.during(inquiry), tick=False):
        first, second = map(client_of, people)
        when = moment_text(inquiry.opens_at)
        typed = {
            "channel": "paper",
            "received_at": when,
            "source": "registre de la mairie, page 3",
            "text": "Non au parking.",
            "name": "Z. Durand",
            "scan": sent_picture("page.jpg"),
            "token": new_token(),
        }
        early = {**typed, "received_at": "2026-01-01T10:00", "scan": ""}
        pages = inquiry.page("room_pages")
        assert shows(first.post(pages, early), InquiryReason.BEFORE_OPENING)
        assert first.post(pages, typed).status_code == 302
        page = KeyedPage.objects.get()
        address = inquiry.page("room_page", pk=page.pk)
        assert not Observation.objects.exists()
        own = {name: typed[name] for name in ("channel", "received_at", "source", "text", "name")}
        assert shows(first.post(address, own), RoomReason.SAME_PERSON)
        assert second.get(inquiry.page("room_scan", pk=page.pk)).status_code == 200
        corrected = {**own, "text": "Non au parking !"}
        assert second.post(address, corrected).status_code == 302
        one = Observation.objects.get()
        assert (one.text, one.name, one.channel) == ("Non au parking !", "Z. Durand", "paper")
        page.refresh_from_db()
        assert (page.text, page.name, page.corrected) == ("", "", ["text"])
        again = {**typed, "token": new_token(), "scan": ""}
        assert first.post(pages, again).status_code == 302
        other = KeyedPage.objects.get(verified_at=None)
        back = first.post(inquiry.page("room_page", pk=other.pk), {"action": "retirer"})
        assert back.status_code == 302
        assert KeyedPage.objects.count() == 1


def filed(kind: str, **more: str) -> dict[str, Any]:
    base = {"action": "deposer", "kind": kind, "title": f"Pièce {kind}"}
    return {**base, "file": sent_document(f"{kind}.pdf"), **more}


def test_minutes_reply_report_and_conclusions_come_in_their_order(client_of: Any) -> None:
    with time_machine.travel(clock.NOW, tick=False):
        inquiry = announced()
        people = [seated(inquiry), seated(inquiry, MemberRole.APPLICANT)]
        observation(inquiry, at=clock.during(inquiry))
    documents = inquiry.page("room_documents")
    with time_machine.travel(clock.during(inquiry), tick=False):
        commissioner, owner = map(client_of, people)
        refused = commissioner.post(documents, filed("minutes"))
        assert shows(refused, InquiryReason.NOT_CLOSED)
    with time_machine.travel(clock.after(inquiry), tick=False):
        commissioner, owner = map(client_of, people)
        assert commissioner.post(documents, filed("minutes")).status_code == 302
        assert owner.post(documents, filed("report")).status_code == 200
        reply = {"action": "repondre", "text": "Les arbres restent."}
        first = inquiry.page("room_observation", number=1)
        assert owner.post(first, reply).status_code == 302
        by_theme = {"subject": "Arbres", "text": "Ils restent tous."}
        assert owner.post(inquiry.page("room_reply"), by_theme).status_code == 302
        assert owner.post(documents, filed("reply")).status_code == 302
        early = commissioner.post(documents, filed("conclusions", opinion="favourable"))
        assert shows(early, InquiryReason.REPORT_FIRST)
        assert commissioner.post(documents, filed("report")).status_code == 302
        bare = commissioner.post(documents, filed("conclusions"))
        assert bare.status_code == 200
        late = {"action": "reporter", "step": "report", "until": "2026-09-30", "reason": "Santé"}
        assert commissioner.post(documents, late).status_code == 302
        done = commissioner.post(documents, filed("conclusions", opinion="reserved"))
        assert done.status_code == 302
        kinds = list(InquiryDocument.objects.order_by("pk").values_list("kind", flat=True))
        assert kinds == ["minutes", "reply", "report", "conclusions"]
        minutes = InquiryDocument.objects.get(kind=DocumentKind.MINUTES)
        address = inquiry.page("room_document", pk=minutes.pk, filename=minutes.file_name)
        assert owner.get(address).status_code == 200
    assert outbox.outbox == []
