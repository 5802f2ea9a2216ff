"""Mails: two forms of the same sentences; a failure is logged and undoes nothing."""

import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from participation.ideas.models import Idea
from participation.notifications import mail_receipt
from tests.factories.participation import make_idea

pytestmark = pytest.mark.django_db


def test_failure_of_the_server_undoes_nothing(
    portal_site, monkeypatch, logged, django_capture_on_commit_callbacks
):
    def refuse(self: EmailBackend, messages: object) -> int:
        raise smtplib.SMTPServerDisconnected("secret@test.example")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)

    with django_capture_on_commit_callbacks(execute=True):
        idea = make_idea(email="secret@test.example")

    [record] = logged("portal.mail.failed")
    assert Idea.objects.get() == idea
    assert "secret@" not in record.getMessage()
    assert "secret@" not in str(vars(record)["mail"])


def test_receipt_is_mailed_once_committed(portal_site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        idea = make_idea(email="voisine@test.example")

    [message] = mail.outbox
    [(html, kind)] = [(part.content, part.mimetype) for part in message.alternatives]
    assert message.to == ["voisine@test.example"]
    assert kind == "text/html"
    assert idea.receipt_display in message.body
    assert idea.receipt_display in html
    assert "\n" not in message.subject


def test_no_address_no_mail(portal_site, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        mail_receipt(make_idea(email=""))

    assert mail.outbox == []
