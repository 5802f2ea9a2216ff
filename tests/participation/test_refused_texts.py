"""A refused text is kept until its day, whatever the path; then its words go, not the decision."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db.models import ProtectedError
from django.urls import NoReverseMatch, get_resolver, reverse

from participation import actions
from participation.enums import FileKind, Moderation, Reason
from participation.ideas.models import Idea
from participation.models import Attachment, Comment, Contribution, ModerationDecision
from participation.rules import may_appeal
from portal.accounts.models import User
from tests.factories.moderation import make_appeal, make_comment, make_report, refused_by
from tests.factories.participation import make_idea, published_idea, refused_idea
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]

# The last day on which it is kept, and the first on which it is not.
LAST, OVER = clock.days(365), clock.days(366)


def test_the_words_of_a_refused_idea_are_erased_after_its_day_only() -> None:
    idea = refused_idea(
        title="Titre", display_name="Lilas", email="a@test.example", place="12 rue du Lilas"
    )
    assert idea.keep_until == LAST.date()
    assert actions.erase_refused(at=LAST) == 0
    assert actions.erase_refused(at=OVER, dry_run=True) == 1
    idea.refresh_from_db()
    assert idea.title == "Titre"
    assert actions.erase_refused(at=OVER) == 1
    idea.refresh_from_db()
    words = (idea.title, idea.text, idea.display_name, idea.email, idea.place, idea.refusal_note)
    assert words == ("Texte effacé", "", "", "", "", "")
    assert (idea.moderation, idea.refusal_reason, idea.is_erased) == ("refused", "off_topic", True)
    assert ModerationDecision.objects.filter(contribution=idea).count() == 1
    assert actions.erase_refused(at=OVER) == 0


def test_the_words_of_a_refused_comment_are_erased_with_what_was_said_about_it(
    moderator: User,
) -> None:
    idea = published_idea()
    comment = make_comment(idea, display_name="Lilas", email="a@test.example")
    actions.publish_comment(comment=comment, moderator=None, at=clock.NOW)
    report = make_report(comment, text="Mme Lilas exagère.")
    actions.handle_report(
        report=report,
        moderator=moderator,
        upheld=True,
        reason="offensive",
        note="Restez polie.",
        answer="Relu.",
        at=clock.NOW,
    )
    appeal = make_appeal(comment, text="Je suis Mme Lilas.")
    actions.decide_appeal(
        appeal=appeal, moderator=None, upheld=False, answer="Non, Mme Lilas.", at=clock.NOW
    )
    assert actions.erase_refused(at=OVER) == 1
    for row in (comment, report, appeal):
        row.refresh_from_db()
        assert "Lilas" not in str(vars(row))
    assert (report.upheld, appeal.upheld) == (True, False)


def test_an_objection_that_waits_keeps_the_text() -> None:
    idea = refused_idea()
    make_appeal(idea)
    assert actions.erase_refused(at=clock.days(800)) == 0


def test_an_erased_text_cannot_be_contested_and_its_story_says_why(client: Any) -> None:
    idea = refused_idea()
    actions.erase_refused(at=OVER)
    idea.refresh_from_db()
    assert may_appeal(idea, is_contested=False).reason == Reason.NOTHING_TO_APPEAL
    page = client.get(idea.story_url).content.decode()
    assert "Son texte a été effacé" in page
    comment = refused_by(None, make_comment())
    actions.erase_refused(at=OVER)
    assert "Son texte a été effacé" in client.get(comment.story_url).content.decode()


def test_files_go_with_the_text(django_capture_on_commit_callbacks: Any) -> None:
    idea = refused_idea()
    attachment = Attachment.objects.create(
        contribution=idea,
        kind=FileKind.DOCUMENT,
        file=ContentFile(b"x", "plan.pdf"),
        name="plan.pdf",
        content_type="application/pdf",
        size=1,
    )
    storage, name = attachment.file.storage, attachment.file.name
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_refused(at=OVER)
    assert (idea.attachments.count(), storage.exists(name)) == (0, False)


def test_the_command_erases_and_a_dry_run_only_counts(logged: Callable[[str], list[Any]]) -> None:
    idea = refused_idea()
    Contribution.objects.filter(pk=idea.pk).update(keep_until=clock.NOW - timedelta(days=900))
    said = StringIO()
    call_command("erase_old_data", "--dry-run", stdout=said)
    call_command("erase_old_data", stdout=said)
    lines = [line for line in said.getvalue().splitlines() if line.startswith("Textes")]
    assert lines == ["Textes refusés\u00a0: 1."] * 2
    idea.refresh_from_db()
    assert idea.is_erased
    assert [record.dry_run for record in logged("participation.refused.erased")] == [True, False]


DELETIONS: list[Callable[[Contribution, Comment], Any]] = [
    lambda idea, comment: idea.delete(),
    lambda idea, comment: comment.delete(),
    lambda idea, comment: Contribution.objects.get(pk=idea.pk).delete(),
    lambda idea, comment: Contribution.objects.filter(pk=idea.pk).delete(),
    lambda idea, comment: Idea.objects.all().delete(),
    lambda idea, comment: Comment.objects.all().delete(),
]


@pytest.mark.usefixtures("now")
@pytest.mark.parametrize("delete", DELETIONS)
def test_no_path_deletes_a_refused_text_before_its_day(delete: Callable[..., Any]) -> None:
    idea, comment = refused_idea(), refused_by(None, make_comment())
    make_idea()
    with pytest.raises(ProtectedError):
        delete(idea, comment)
    assert Contribution.objects.filter(moderation=Moderation.REFUSED).count() == 1
    assert Comment.objects.count() == 1
    assert Contribution.objects.count() == 3


@pytest.mark.usefixtures("now")
def test_what_was_not_refused_or_is_over_can_be_deleted() -> None:
    make_idea().delete()
    idea = refused_idea()
    Contribution.objects.filter(pk=idea.pk).update(keep_until=clock.days(-1).date())
    Contribution.objects.filter(pk=idea.pk).delete()
    assert not Contribution.objects.exists()


def test_the_admin_has_no_address_that_deletes_a_text(client_of: Any, administrator: User) -> None:
    idea, comment = refused_idea(), refused_by(None, make_comment())
    names = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not {name for name in names if "delete" in name and "contribution" in name}
    for name in ("contributions:delete", "moderation:delete"):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=[idea.pk])
    browser = client_of(administrator)
    for label in ("contribution", "comment", "idea"):
        for app in ("participation", "ideas"):
            address = f"/admin/snippets/{app}/{label}/delete/{idea.pk}/"
            assert browser.post(address).status_code == 404
            bulk = f"/admin/bulk/{app}/{label}/delete/?id={idea.pk}"
            assert browser.post(bulk).status_code == 404
    assert browser.post(f"/admin/contributions/delete/{idea.pk}/").status_code == 404
    assert browser.post(f"/admin/moderation/commentaire/{comment.pk}/delete/").status_code == 404
    assert (Contribution.objects.count(), Comment.objects.count()) == (2, 1)
