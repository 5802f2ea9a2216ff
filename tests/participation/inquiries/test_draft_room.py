"""Before it is published, a procedure is checked by those named in it, and known to nobody else."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from home.roles import install_roles
from participation.inquiries.enums import MemberRole
from participation.inquiries.models import Inquiry
from portal.accounts.enums import Role
from tests.factories.accounts import StaffFactory, SuperuserFactory, UserFactory
from tests.factories.inquiries import announced, prepared
from tests.factories.inquiry_rooms import seated
from tests.support import clock
from tests.support.html import main_of, plain

pytestmark = pytest.mark.usefixtures("portal_site", "now")


def words(page: Any) -> str:
    return plain(main_of(page))


@pytest.fixture
def draft(portal_site: Any) -> Inquiry:
    return prepared(title="Enquête en préparation", slug="brouillon", live=False)


def test_the_commissioner_reads_the_draft_and_its_pieces(client_of: Any, draft: Inquiry) -> None:
    draft.introduction = "Que pensez-vous de la nouvelle version ?"
    draft.save_revision()
    leader = client_of(seated(draft))
    desk = words(leader.get(draft.page("room_desk")))
    assert "n’est pas encore annoncée" in desk
    said = words(leader.get(draft.page("room_project")))
    # The last draft, as its editors left it, whatever was saved first.
    assert "la nouvelle version" in said and "Hôtel de ville" in said and "Salle 2" in said
    assert "La page n’est pas encore publiée" in said
    piece = draft.dossier.exclude(file="").get(kind="project")
    file = leader.get(draft.page("room_piece", pk=piece.pk, filename=piece.file_name))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    assert "no-store" in file["Cache-Control"]
    assert leader.get(piece.url).status_code == 404
    assert "Enquête en préparation" in leader.get("/compte/").content.decode()


def test_all_who_are_named_read_it_each_in_their_capacity(client_of: Any, draft: Inquiry) -> None:
    for role in (MemberRole.APPLICANT, MemberRole.STATE, MemberRole.DEPUTY):
        browser = client_of(seated(draft, role))
        assert browser.get(draft.page("room_project")).status_code == 200
        assert browser.get(draft.page("room_themes")).status_code == 403


def test_nobody_else_learns_that_it_is_there(client: Any, draft: Inquiry) -> None:
    install_roles()
    rooms = [draft.page("room_desk"), draft.page("room_project")]
    nothing = rooms[0].replace("brouillon", "jamais-ecrit")
    for address in (*rooms, nothing):
        answer = client.get(address)
        # The same answer whether something is there or not.
        assert answer.headers["Location"] == f"/compte/login/?next={address}"
    people = [UserFactory.create(), SuperuserFactory.create()]
    people += [StaffFactory.create(role=role) for role in Role]
    elsewhere = announced()
    people.append(seated(elsewhere))
    for person in people:
        # Wagtail adds its own things to pages that staff reads: this browser does not judge them.
        browser = Client()
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        for address in (*rooms, nothing):
            assert browser.get(address).status_code == 404, person
            assert browser.post(address).status_code == 404, person
    for address in (draft.url, f"{draft.url}avis/", f"{draft.url}espaces/"):
        assert client.get(address).status_code == 404


def test_a_withdrawn_procedure_is_nobodys_work(client_of: Any) -> None:
    inquiry = announced()
    leader = seated(inquiry)
    with time_machine.travel(clock.after(inquiry), tick=False):
        browser = client_of(leader)
        assert "Enquête publique" in words(browser.get("/compte/"))
