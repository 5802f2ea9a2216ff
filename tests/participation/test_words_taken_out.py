"""Words that name somebody are taken out of a public text, which stays; nothing else changes."""

from typing import Any

import pytest
from django.urls import reverse

from participation import actions
from participation.actions import counters
from participation.enums import Reason, RefusalReason
from participation.models import Activity, Comment, Contribution, StemFrequency
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.moderation import make_report, published_comment
from tests.factories.participation import published_idea
from tests.support import clock
from tests.support.client import StrictClient

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

TEXT = "Demandez à Mme Tilleul, au 06 11 22 33 44, elle connaît le square."


def test_words_go_and_the_text_stays(moderator: User, logged: Any) -> None:
    idea = published_idea(title="Le square de Mme Tilleul", text=TEXT)
    actions.refresh_stem_frequencies()
    report = make_report(idea)

    actions.take_out(
        report=report, passages=["Mme Tilleul", "06 11 22 33 44"], moderator=moderator, at=clock.NOW
    )

    kept = Contribution.objects.get(pk=idea.pk)
    report.refresh_from_db()
    assert kept.title == "Le square de [effacé]"
    assert kept.text == "Demandez à [effacé], au [effacé], elle connaît le square."
    assert kept.is_public
    assert (report.upheld, report.handled_by) == (False, moderator)
    assert not StemFrequency.objects.filter(stem__startswith="tilleul").exists()
    assert not counters.recount(activity=Activity.objects.get(pk=idea.activity_id))
    assert "Tilleul" not in str(logged("participation.text.words_taken_out")[0].__dict__)


def test_words_go_from_a_comment_too(moderator: User) -> None:
    comment = published_comment(text=TEXT)

    actions.take_out(
        report=make_report(comment), passages=["Mme Tilleul"], moderator=moderator, at=clock.NOW
    )

    assert "Tilleul" not in Comment.objects.get(pk=comment.pk).text


def _refused(**given: Any) -> Reason:
    with pytest.raises(Refused) as refused:
        actions.take_out(**{"moderator": None, "at": clock.NOW, **given})
    return Reason(refused.value.reason)


def test_words_are_taken_out_for_one_reason_only_once() -> None:
    idea = published_idea(text=TEXT)
    insulting = make_report(idea, reason=RefusalReason.OFFENSIVE)
    naming = make_report(idea)

    assert _refused(report=insulting, passages=["Mme Tilleul"]) == Reason.NOT_ABOUT_A_PERSON
    assert _refused(report=naming, passages=[]) == Reason.PASSAGES_MISSING
    assert _refused(report=naming, passages=["ailleurs"]) == Reason.PASSAGES_MISSING
    actions.take_out(report=naming, passages=["Mme Tilleul"], moderator=None, at=clock.NOW)
    assert _refused(report=naming, passages=["square"]) == Reason.ALREADY_HANDLED


def test_moderator_ticks_what_was_spotted(moderator: User) -> None:
    idea = published_idea(text=TEXT)
    page = reverse("moderation:report", args=[make_report(idea).pk])
    browser = StrictClient()
    browser.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")

    shown = browser.get(page).content.decode()
    browser.post(page, {"action": "take_out", "passages": ["square"]})
    untouched = Contribution.objects.get(pk=idea.pk).text
    browser.post(page, {"action": "take_out", "passages": ["06 11 22 33 44"]})

    assert 'value="06 11 22 33 44"' in shown
    assert untouched == TEXT
    assert Contribution.objects.get(pk=idea.pk).text == TEXT.replace("06 11 22 33 44", "[effacé]")
