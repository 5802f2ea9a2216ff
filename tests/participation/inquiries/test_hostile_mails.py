"""Hostile and broken mails, taken into a register: each ends somewhere, no words are lost."""

from collections.abc import Iterator
from datetime import timedelta
from email import encoders, message_from_bytes
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from typing import Any

import pytest
import time_machine

from participation.inquiries import inbound
from participation.inquiries.actions import intake
from participation.inquiries.mailboxes import Waiting
from participation.inquiries.models import Inquiry, MailMessage, Observation
from participation.inquiries.room_enums import MailProblem, MailState
from portal.notifications.models import OutgoingMail
from tests.factories.files import sent_document
from tests.factories.inquiries import announced
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site")
HEAD = b"From: Ada <ada@example.org>\r\nTo: enquete@ville.example\r\n"
TAKEN, ASIDE, IGNORED = MailState.TAKEN, MailState.ASIDE, MailState.IGNORED


@pytest.fixture
def inquiry(portal_site: Any) -> Iterator[Inquiry]:
    with time_machine.travel(clock.NOW, tick=False):
        found = announced(mailbox="enquete@ville.example")
    yield found


def take(inquiry: Inquiry, content: bytes, *, too_big: bool = False) -> MailMessage:
    """What became of these bytes, received during the procedure."""
    at = clock.during(inquiry)
    waiting = Waiting("1", at, content, too_big=too_big)
    [kept] = intake.take_mail(waiting=waiting, at=at + timedelta(minutes=1))
    return kept


def kept_whole(kept: MailMessage, content: bytes) -> bool:
    with kept.raw.open() as raw:
        return bool(raw.read() == content)


def nested(depth: int) -> bytes:
    """Words so many parts deep, with a file beside the deepest."""
    inner: MIMEBase = MIMEMultipart("mixed")
    inner.attach(MIMEText("Gardez les arbres.", _charset="utf-8"))
    file = MIMEBase("application", "pdf")
    file.set_payload(sent_document().read())
    encoders.encode_base64(file)
    file.add_header("Content-Disposition", "attachment", filename="plan.pdf")
    inner.attach(file)
    for rank in range(depth):
        outer = MIMEMultipart("related" if rank % 2 else "mixed")
        outer.attach(inner)
        inner = outer
    headers = {"From": "ada@example.org", "To": "enquete@ville.example", "Subject": "Avis"}
    for name, value in headers.items():
        inner[name] = value
    return inner.as_bytes()


@pytest.mark.parametrize("depth", [1, 12, 60])
def test_words_and_files_are_found_however_deep(inquiry: Inquiry, depth: int) -> None:
    kept = take(inquiry, nested(depth))
    line = Observation.objects.get()
    assert (kept.state, line.text) == (TAKEN, "Avis\n\nGardez les arbres.")
    assert [file.file_name for file in line.files.all()] == ["plan.pdf"]


def test_more_parts_than_anybody_reads_are_kept_aside_with_what_was_read(inquiry: Inquiry) -> None:
    parts = b"--b\r\nContent-Type: text/plain\r\n\r\nmot\r\n" * (inbound.PARTS_AT_MOST + 50)
    content = HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + parts + b"--b--\r\n"
    kept = take(inquiry, content)
    assert (kept.state, kept.problem) == (ASIDE, MailProblem.INCOMPLETE)
    assert Observation.objects.get().text.startswith("mot")
    assert kept_whole(kept, content)


@pytest.mark.parametrize(
    ("header", "body", "words"),
    [
        (b'text/plain; charset="utf-8"', "été".encode("latin-1"), "été"),
        (b'text/plain; charset="us-ascii"', "été".encode(), "été"),
        (b'text/plain; charset="no-such-set"', "été".encode(), "été"),
        (b'text/plain; charset="utf-16"', "été".encode(), "été"),
        (b"text/plain; charset=iso-8859-15", "cœur".encode("iso-8859-15"), "cœur"),
        (b"text/plain; charset=unicode-1-1-utf-7", b"arbres", "arbres"),
        (b"text/html; charset=nothing", b"<p>arbres<script>x</script>", "arbres"),
        (b"text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64", b"b3Vp", "oui"),
        (b"text/plain\r\nContent-Transfer-Encoding: nothing", b"non", "non"),
    ],
)
def test_a_wrong_charset_costs_no_word(
    inquiry: Inquiry, header: bytes, body: bytes, words: str
) -> None:
    kept = take(inquiry, HEAD + b"Content-Type: " + header + b"\r\n\r\n" + body + b"\r\n")
    assert kept.state == TAKEN
    assert Observation.objects.get().text == words


def test_a_file_too_big_to_keep_leaves_the_words_and_the_mail(
    inquiry: Inquiry, settings: Any
) -> None:
    settings.UPLOAD_DOCUMENT_BYTES = 2_000
    message = EmailMessage()
    message["From"], message["To"] = "ada@example.org", "enquete@ville.example"
    message.set_content("Voir le plan.")
    big = b"%PDF-1.7\n" + b"0" * 5_000
    message.add_attachment(big, maintype="application", subtype="pdf", filename="plan.pdf")
    kept = take(inquiry, message.as_bytes())
    assert (kept.state, kept.problem) == (ASIDE, MailProblem.INCOMPLETE)
    assert Observation.objects.get().text == "Voir le plan."
    assert kept_whole(kept, message.as_bytes())


def test_a_mail_larger_than_the_register_reads_is_told_to_who_sent_it(inquiry: Inquiry) -> None:
    kept = take(inquiry, HEAD + b"Subject: Avis\r\n\r\nTr", too_big=True)
    assert (kept.state, kept.problem) == (ASIDE, MailProblem.UNREADABLE)
    assert not Observation.objects.exists()
    letter = OutgoingMail.objects.get(to="ada@example.org")
    assert letter.headers["Auto-Submitted"] == "auto-replied"
    robot = HEAD.replace(b"Ada", b"no-reply").replace(b"ada@", b"no-reply@")
    take(inquiry, robot + b"Message-ID: <2@x>\r\n\r\nx", too_big=True)
    assert OutgoingMail.objects.count() == 1


def test_two_persons_under_one_number_are_both_heard(inquiry: Inquiry) -> None:
    """A program that numbers all its mails alike, or somebody who copies another's number."""
    number = b"Message-ID: <toujours-le-meme@x>\r\n"
    first = HEAD + number + b"\r\nGardez les arbres.\r\n"
    second = first.replace(b"ada@", b"bob@").replace(b"les arbres", b"le quai")
    for content in (first, second, first):
        assert take(inquiry, content).state == TAKEN
    said = sorted(Observation.objects.values_list("email", "text"))
    assert said == [
        ("ada@example.org", "Gardez les arbres."),
        ("bob@example.org", "Gardez le quai."),
    ]
    # The same mail by another way: only the servers' headers differ.
    again = b"Received: from elsewhere\r\nDelivered-To: enquete@ville.example\r\n" + first
    take(inquiry, again)
    assert Observation.objects.count() == 2


@pytest.mark.parametrize(
    "date", [b"", b"Date: hier\r\n", b"Date: Thu, 1 Jan 2099 00:00:00 +0000\r\n"]
)
def test_the_date_that_somebody_writes_decides_nothing(inquiry: Inquiry, date: bytes) -> None:
    kept = take(inquiry, HEAD + date + b"\r\nOui.\r\n")
    assert kept.state == TAKEN
    assert Observation.objects.get().received_at == clock.during(inquiry)


@pytest.mark.parametrize(
    ("header", "state", "lines"),
    [
        (b"Auto-Submitted: auto-replied\r\n", IGNORED, 0),
        (b"X-Autoreply: yes\r\n", IGNORED, 0),
        (b"X-Autorespond: x\r\n", IGNORED, 0),
        (b"Return-Path: <>\r\n", IGNORED, 0),
        (b"Content-Type: multipart/report; boundary=b\r\n", IGNORED, 0),
        (b"Auto-Submitted: auto-generated\r\n", TAKEN, 1),
        (b"Precedence: bulk\r\n", TAKEN, 1),
        (b"List-Id: <quartier.example>\r\n", TAKEN, 1),
        (b"Reply-To: nobody\r\nAuto-Submitted: auto-notified\r\n", TAKEN, 1),
    ],
)
def test_no_machine_is_answered(inquiry: Inquiry, header: bytes, state: str, lines: int) -> None:
    assert take(inquiry, HEAD + header + b"\r\nAbsent.\r\n").state == state
    assert Observation.objects.count() == lines
    assert not OutgoingMail.objects.exists()


def test_what_was_ignored_is_still_there_to_read(inquiry: Inquiry) -> None:
    content = HEAD + b"Auto-Submitted: auto-replied\r\n\r\nEn fait, gardez les arbres.\r\n"
    assert kept_whole(take(inquiry, content), content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 300,
        HEAD,
        HEAD + b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--\r\n",
        HEAD
        + b"Content-Type: image/png; name=x.png\r\nContent-Transfer-Encoding: base64\r\n\r\n%%",
        HEAD + b"Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\nx",
        b"From: x\r\nTo: enquete@ville.example\r\n\r\n",
        b'From: a@b.fr\r\nTo: "enquete@ville.example" <autre@x.fr>\r\n\r\nx',
    ],
)
def test_what_says_nothing_is_kept_aside_whole(inquiry: Inquiry, content: bytes) -> None:
    kept = take(inquiry, content)
    assert kept.state == ASIDE and kept.problem
    assert kept_whole(kept, content)
    assert not Observation.objects.filter(text="", files=None).exists()


def test_headers_written_into_headers_send_nothing_elsewhere(inquiry: Inquiry) -> None:
    evil = b"From: =?utf-8?q?a=0d=0aBcc:_x=40y.z?= <ada@example.org>\r\n"
    take(inquiry, evil + b"To: enquete@ville.example\r\nSubject: =?utf-8?q?a=0aBcc:x?=\r\n\r\nOui.")
    sent = OutgoingMail.objects.get()
    assert sent.to == "ada@example.org"
    assert "\n" not in sent.subject
    assert "\n" not in (Observation.objects.get().name or "")
    assert message_from_bytes(evil)  # What the library makes of it is read, never obeyed.
