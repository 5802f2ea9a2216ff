"""Mails become observations once each, whatever stops in between; what cannot is kept aside."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from participation.inquiries.actions import intake
from participation.inquiries.mailboxes import Waiting
from participation.inquiries.models import Inquiry, MailMessage, Observation
from participation.inquiries.room_enums import MailProblem, MailState
from portal.notifications.models import OutgoingMail
from tests.factories.files import sent_document, sent_picture
from tests.factories.inquiries import announced
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site")


@pytest.fixture
def inquiry(portal_site: Any) -> Iterator[Inquiry]:
    with time_machine.travel(clock.NOW, tick=False):
        found = announced(mailbox="Enquete@Ville.example")
    yield found


def mail(number: int = 1, text: str = "Gardez les arbres.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    given = {
        "From": "Ada <ada@example.org>",
        "To": "enquete@ville.example",
        "Subject": "Mon avis",
        "Message-ID": f"<{number}@example.org>",
    }
    for name, value in {**given, **headers}.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def arriving(message: EmailMessage, at: datetime) -> Waiting:
    return Waiting(key="1", received_at=at, content=message.as_bytes())


def test_a_mail_is_an_observation_with_its_files_and_a_receipt(inquiry: Inquiry) -> None:
    at = clock.during(inquiry)
    message = mail()
    pdf, picture = sent_document().read(), sent_picture().read()
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="plan.pdf")
    message.add_attachment(picture, maintype="image", subtype="jpeg", filename="rue.jpg")
    message.add_attachment(b"MZ\0", maintype="application", subtype="x", filename="a.exe")

    [kept] = intake.take_mail(waiting=arriving(message, at), at=at + timedelta(minutes=5))
    line = Observation.objects.get()
    assert (line.channel, line.received_at, line.email) == ("email", at, "ada@example.org")
    assert line.text == "Mon avis\n\nGardez les arbres."
    assert [file.file_name for file in line.files.all()] == ["plan.pdf", "rue.jpg"]
    assert (kept.state, kept.problem) == (MailState.ASIDE, MailProblem.INCOMPLETE)
    with kept.raw.open() as raw:
        assert raw.read() == message.as_bytes()
    assert OutgoingMail.objects.get(to="ada@example.org").headers["Auto-Submitted"]

    again = intake.take_mail(waiting=arriving(message, at), at=at + timedelta(hours=1))
    assert again == [kept]
    assert Observation.objects.count() == 1


@pytest.mark.parametrize(
    ("headers", "moment", "state", "problem", "lines", "mails"),
    [
        ({"Auto_Submitted": "auto-replied"}, "during", MailState.IGNORED, "", 0, 0),
        ({"From": "enquete@ville.example"}, "during", MailState.IGNORED, "", 0, 0),
        ({"Precedence": "bulk"}, "during", MailState.TAKEN, "", 1, 0),
        ({}, "at_opening", MailState.TAKEN, "", 1, 1),
        ({}, "at_the_last_second", MailState.TAKEN, "", 1, 1),
        ({}, "before", MailState.ASIDE, MailProblem.EARLY, 0, 1),
        ({}, "at_closing", MailState.ASIDE, MailProblem.LATE, 0, 1),
        ({"To": "autre@ville.example"}, "during", MailState.ASIDE, "unknown_address", 0, 0),
    ],
)
def test_each_mail_ends_somewhere(
    inquiry: Inquiry,
    headers: dict[str, str],
    moment: str,
    state: str,
    problem: str,
    lines: int,
    mails: int,
) -> None:
    at = getattr(clock, moment)(inquiry)
    message = mail(**headers)
    [kept] = intake.take_mail(waiting=arriving(message, at), at=at + timedelta(days=2))

    assert (kept.state, kept.problem) == (state, problem)
    assert Observation.objects.count() == lines
    assert OutgoingMail.objects.exclude(to="").count() == mails


def test_two_machines_that_answer_one_another_stop(inquiry: Inquiry) -> None:
    at = clock.during(inquiry)
    for number in range(8):
        intake.take_mail(waiting=arriving(mail(number), at), at=at)
    assert Observation.objects.count() == 8
    assert OutgoingMail.objects.filter(to="ada@example.org").count() == 5


def delivered(folder: Path, name: str, message: EmailMessage) -> None:
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(exist_ok=True)
    (folder / "new" / name).write_bytes(message.as_bytes())


def test_a_mail_is_marked_once_it_is_kept_and_not_before(
    inquiry: Inquiry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    address = f"maildir://{tmp_path}"
    with time_machine.travel(clock.during(inquiry), tick=False):
        delivered(tmp_path, "1", mail(1))
        delivered(tmp_path, "2", mail(2, To="inconnu@ville.example"))
        with monkeypatch.context() as broken:
            broken.setattr(intake, "_keep", _out_of_disk)
            with pytest.raises(CommandError):
                call_command("read_inquiry_mail", mailbox=address)
        assert not Observation.objects.exists()
        assert not OutgoingMail.objects.exists()
        assert len(list((tmp_path / "new").iterdir())) == 2

        call_command("read_inquiry_mail", mailbox=address)
        said = capsys.readouterr()
        assert "inconnu@ville.example" in said.err
        assert "Au registre : 1" in said.out.replace("\xa0", " ")
        assert list((tmp_path / "new").iterdir()) == []
        # The machine stopped after the commit, before the mail was marked: it comes once more.
        delivered(tmp_path, "1", mail(1))
        call_command("read_inquiry_mail", mailbox=address)
        assert Observation.objects.count() == 1
        assert MailMessage.objects.count() == 2
        call_command("read_inquiry_mail")


def _out_of_disk(*args: Any) -> None:
    raise OSError("no space left")
