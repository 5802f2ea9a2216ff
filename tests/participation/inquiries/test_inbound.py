"""Mails as people, programs and attackers send them: read without ever failing."""

from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participation.inquiries import inbound
from participation.inquiries.inbound import read, text_of_html
from participation.inquiries.room_enums import MailKind

PERSON, SILENT, AUTOMATIC = MailKind.PERSON, MailKind.SILENT, MailKind.AUTOMATIC


def _mail(text="Je suis d’accord.", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    given = {
        "From": "Émile Œuvrard <emile@example.org>",
        "To": "enquete@ville.example",
        "Subject": "Mon avis sur l’été",
        "Message-ID": "<un@example.org>",
    }
    for name, value in {**given, **headers}.items():
        if value:
            mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def test_plain_mail_is_read_whole():
    mail = _mail("Bonjour,\r\n\r\n\r\n\r\nle chemin d’accès est trop étroit.\n")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="plan à.pdf")
    found = read(mail.as_bytes())

    assert (found.sender, found.sender_name) == ("emile@example.org", "Émile Œuvrard")
    assert found.recipients == ("enquete@ville.example",)
    assert found.subject == "Mon avis sur l’été"
    assert found.text == "Bonjour,\n\nle chemin d’accès est trop étroit."
    assert [(one.name, one.content) for one in found.files] == [("plan à.pdf", b"%PDF-1.7")]
    assert (found.kind, found.cut, found.message_id) == (PERSON, False, "un@example.org")


def test_alternatives_say_the_same_once_and_html_alone_is_read():
    both = _mail("En clair.")
    both.add_alternative("<p>En HTML.</p>", subtype="html")
    alone = _mail()
    alone.set_content(
        "<html><head><title>x</title><style>p{}</style></head><body><p>Une&nbsp;allée</p>"
        "<script>alert(1)</script><ul><li>arbres</li></ul>"
        "<a href='https://exemple.org/plan'>le plan</a></body></html>",
        subtype="html",
    )

    assert read(both.as_bytes()).text == "En clair."
    assert read(alone.as_bytes()).text.split("\n") == [
        "Une\xa0allée",
        "",
        "- arbres",
        "",
        "le plan (https://exemple.org/plan)",
    ]


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, PERSON),
        ({"Auto_Submitted": "no"}, PERSON),
        ({"Auto_Submitted": "auto-replied; owner=x"}, AUTOMATIC),
        ({"Auto_Submitted": "auto-generated"}, SILENT),
        ({"Return_Path": "<>"}, AUTOMATIC),
        ({"From": "MAILER-DAEMON@example.org"}, AUTOMATIC),
        ({"From": "no-reply@example.org"}, SILENT),
        ({"From": "nepasrepondre@example.org"}, SILENT),
        ({"From": "noelle@example.org"}, PERSON),
        ({"Precedence": "bulk"}, SILENT),
        ({"List_Id": "<voisins.example.org>"}, SILENT),
        ({"X_Auto_Response_Suppress": "OOF, AutoReply"}, SILENT),
        ({"X_Autoreply": "yes"}, AUTOMATIC),
        ({"From": ""}, SILENT),
    ],
)
def test_machines_are_told_from_people(headers, kind):
    assert read(_mail(**headers).as_bytes()).kind == kind


def test_reply_to_is_answered_and_the_envelope_names_the_inquiry():
    mail = _mail(
        Reply_To="asso@example.org", To="ami@example.org", Delivered_To="enquete@ville.example"
    )
    found = read(mail.as_bytes())

    assert (found.sender, found.sender_name) == ("asso@example.org", "Émile Œuvrard")
    assert found.recipients == ("enquete@ville.example", "ami@example.org")


HOSTILE = [
    b"",
    b"\0" * 500,
    b"From: a@b.c\r\nSubject: =?utf-8?b?////?=\r\n\r\n\xff\xfe",
    b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\n--\r\n",
    b'Content-Type: text/plain; charset="no-such-set"\r\n\r\nd\xe9j\xe0',
    b'Content-Type: text/plain; charset="base64"\r\n\r\nabc',
    b"Content-Transfer-Encoding: base64\r\n\r\nnot base64 at all!",
    b"From: =?utf-8?q?a=0d=0aBcc:_x=40y.z?= <a@b.fr>\r\n\r\nx",
    b'Message-ID: <>\r\nTo: ,,,;<<>>"\r\nFrom: <<<@>>>\r\n\r\nx',
    b"Content-Disposition: attachment; filename*=x''%00%ff\r\n\r\nx",
    b"Content-Type: text/html\r\n\r\n<![if<!DOCTYPE<a href='",
    b"Content-Type: message/rfc822\r\n\r\nContent-Type: message/rfc822\r\n\r\nx",
    # Parts inside parts, four hundred deep.
    b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(400)
    ),
    # A thousand parts side by side.
    b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nmot\r\n" * 1000,
]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_mails_are_read_to_some_end(data):
    _assert_harmless(read(data))


def _assert_harmless(found: inbound.InboundMail) -> None:
    lines = (found.sender, found.sender_name, found.subject, found.message_id, *found.recipients)
    assert not any(char in line for line in lines for char in "\r\n\0")
    assert "\0" not in found.text
    assert len(found.text) <= inbound.TEXT_LENGTH
    assert len(found.files) <= inbound.FILES_AT_MOST
    assert found.message_id


_headers = st.sampled_from(
    [
        "From",
        "To",
        "Subject",
        "Reply-To",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Message-ID",
        "Auto-Submitted",
        "Content-Disposition",
        "Precedence",
        "Delivered-To",
        "MIME-Version",
    ]
)
_values = st.one_of(
    st.binary(max_size=60).map(lambda value: value.replace(b"\n", b"")),
    st.sampled_from(
        [
            b"multipart/mixed; boundary=b",
            b"multipart/alternative; boundary=b",
            b"text/html; charset=utf-16",
            b"text/plain; charset=idna",
            b"base64",
            b"quoted-printable",
            b"=?utf-7?b?AA=?= <a@b.c>",
            b"attachment; filename*0*=utf-8''%e9; filename*1=x",
            b"uuencode",
        ]
    ),
)
_bodies = st.lists(
    st.one_of(st.binary(max_size=80), st.sampled_from([b"--b\r\n", b"\r\n", b"--b--", b"<p>x"])),
    max_size=12,
).map(b"".join)


# A busy machine draws slowly.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.tuples(_headers, _values), max_size=8), _bodies)
def test_any_bytes_are_read_to_some_end(headers, body):
    lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in headers)
    _assert_harmless(read(lines + b"\r\n" + body))


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80))
def test_words_survive_their_journey(words):
    assert read(_mail(words).as_bytes()).text == words.replace("\u00ad", "\u00ad").strip()


@given(st.text(max_size=200))
def test_no_markup_is_left_of_html(words):
    found = text_of_html(f"<script>{words}</script><b onclick='x'>mot</b>")
    assert "onclick" not in found


def test_too_many_files_and_too_long_a_text_are_said():
    mail = _mail("a" * (inbound.TEXT_LENGTH + 1))
    for rank in range(inbound.FILES_AT_MOST + 1):
        mail.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{rank}.txt")
    found = read(mail.as_bytes())

    assert (len(found.text), len(found.files), found.cut) == (inbound.TEXT_LENGTH, 20, True)
