"""No name, address or telephone in a URL, a mail's subject, a page's title or the log (B-17).

Marked words go through the main journeys; then everything that travels outside a page is read.
"""

import logging
from datetime import datetime
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from home.models import ContactPage
from participation.actions import handle_report, publish_comment, refuse_contribution
from participation.enums import RefusalReason
from participation.ideas.models import Idea
from participation.models import Comment, Report
from portal.accounts.models import User
from portal.form_tokens import new_token
from portal.notifications.models import OutgoingMail
from portal.privacy.actions import erase_inactive, run_retention, warn_inactive
from portal.privacy.links import withdrawal_path
from portal.privacy.models import Consent
from tests.factories.home import add_page
from tests.factories.participation import IdeaConsultationFactory, published_idea
from tests.support import clock
from tests.support.html import form_data, soup

NAME, ADDRESS, PHONE = "Zéphyrine Marquage", "zephyrine.marquage@test.example", "0612349876"
MARKS = ("zéphyrine", "zephyrine", "marquage", "0612349876", "%C3%A9phyrine".lower())
TEXT = f"Je suis {NAME}, mon numéro est {PHONE}, mon adresse est {ADDRESS} : appelez-moi."


class Watcher:
    """A browser that keeps every address it was sent to and every title it was shown."""

    def __init__(self) -> None:
        self.browser = Client()
        self.addresses: list[str] = []
        self.titles: list[str] = []

    def get(self, address: str) -> Any:
        return self._seen(self.browser.get(address))

    def post(self, address: str, data: dict[str, Any]) -> Any:
        response = self._seen(self.browser.post(address, data))
        while response.status_code in {301, 302, 303}:
            response = self.get(response.headers["Location"])
        assert response.status_code == 200, (address, response.status_code)
        return response

    def _seen(self, response: Any) -> Any:
        self.addresses.append(response.headers.get("Location", ""))
        if response.headers.get("Content-Type", "").startswith("text/html") and response.content:
            title = soup(response).select_one("title")
            self.titles.append(title.get_text() if title else "")
        return response


@pytest.fixture
def watcher(portal_site: Any, now: datetime, caplog: pytest.LogCaptureFixture) -> Watcher:
    caplog.set_level(logging.DEBUG)
    # What the ORM traces is only written where somebody debugs.
    caplog.set_level(logging.INFO, logger="django.db.backends")
    add_page(ContactPage, "contact")
    return Watcher()


def _idea(watcher: Watcher) -> Idea:
    call = IdeaConsultationFactory.create()
    given = {"display_name": NAME, "email": ADDRESS, "text": TEXT, "wishes": "follow_up"}
    data = {"title": "Une idée sans nom", "token": new_token(), "action": "envoyer", **given}
    watcher.post(call.contribute_url, data)
    return Idea.objects.get(email=ADDRESS)


def _react(watcher: Watcher) -> None:
    idea = published_idea()
    given = {"text": TEXT, "display_name": NAME, "email": ADDRESS}
    watcher.post(f"{idea.url}commenter/", {"token": new_token(), **given})
    watcher.post(f"{idea.url}soutenir/", {"token": new_token(), "email": ADDRESS})
    report = {"text": TEXT, "email": ADDRESS}
    page = watcher.get(f"{idea.url}signaler/")
    reasons = soup(page).select('input[name="reason"]')
    report["reason"] = str(reasons[0]["value"])
    watcher.post(f"{idea.url}signaler/", {"token": new_token(), **report})
    assert Comment.objects.exists() and Report.objects.exists()


def _refused(watcher: Watcher, idea: Idea, moderator: User) -> None:
    watcher.post(withdrawal_path(Consent.objects.get().pk), {})
    refuse_contribution(
        contribution=idea,
        moderator=moderator,
        reason=RefusalReason.PERSONAL_DATA,
        note=TEXT,
        at=clock.NOW,
    )
    watcher.post(f"{idea.story_url}contester/", {"token": new_token(), "text": TEXT, "website": ""})


def _decide(moderator: User) -> None:
    told = {"upheld": False, "answer": "Nous avons lu."}
    handle_report(report=Report.objects.get(), moderator=moderator, at=clock.NOW, **told)
    publish_comment(comment=Comment.objects.get(), moderator=moderator, at=clock.NOW)


def _write(watcher: Watcher) -> None:
    page = watcher.get("/contact/")
    asked = {"wish": "information", "message": TEXT, "name": NAME, "email": ADDRESS}
    watcher.post("/contact/", form_data(page, **asked))


def _account(watcher: Watcher) -> User:
    page = watcher.get("/compte/signup/")
    password = "une phrase de passe assez longue"
    watcher.post("/compte/signup/", form_data(page, email=ADDRESS, password1=password))
    user = User.objects.get(email=ADDRESS)
    EmailAddress.objects.filter(user=user).update(verified=True)
    User.objects.filter(pk=user.pk).update(display_name=NAME, last_login=clock.days(-1070))
    return user


def test_nothing_personal_travels_outside_pages(
    watcher: Watcher,
    moderator: User,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _refused(watcher, _idea(watcher), moderator)
        _react(watcher)
        _decide(moderator)
        _write(watcher)
        _account(watcher)
        assert warn_inactive(at=clock.NOW) == 1
        # Before the person is erased: their mails that wait go too.
        waiting = list(OutgoingMail.objects.values_list("subject", flat=True))
        assert erase_inactive(at=clock.days(40)) == 1
        run_retention(at=clock.days(45))

    subjects = [*waiting, *(message.subject for message in mail.outbox)]
    lines = [f"{record.getMessage()} {vars(record)}" for record in caplog.records]
    assert len(subjects) >= 6 and len(lines) >= 20 and len(watcher.addresses) >= 15
    travelled = [*subjects, *lines, *watcher.addresses, *watcher.titles]
    marked = [one[:300] for one in travelled for mark in MARKS if mark in one.lower()]
    assert marked == []
