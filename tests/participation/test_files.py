"""Files of a form and of a contribution: kept once, few, given over whole, erased in time."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from participation import actions
from participation.actions import counters
from participation.enums import FileKind, Moderation
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import Attachment, StagedFile
from tests.factories.files import idea_with_files, staged
from tests.factories.participation import IdeaConsultationFactory, make_idea
from tests.support import clock

from .test_actions import together

pytestmark = pytest.mark.usefixtures("portal_site")
COLOURS = ("red", "green", "blue", "teal", "white")


@pytest.fixture
def call() -> IdeaConsultation:
    return IdeaConsultationFactory.create()


def names() -> list[str]:
    return list(StagedFile.objects.order_by("kind", "rank").values_list("name", flat=True))


def test_the_same_file_sent_again_is_the_one_already_kept(call: IdeaConsultation) -> None:
    first, again = staged(call), staged(call)
    assert first == again
    assert names() == ["teal.jpg"]


def test_a_fifth_picture_and_a_second_document_find_no_room(call: IdeaConsultation) -> None:
    kept = [staged(call, colour=colour) for colour in COLOURS]
    assert [file is not None for file in kept] == [True, True, True, True, False]
    assert staged(call, is_document=True) is not None
    assert StagedFile.objects.filter(kind=FileKind.DOCUMENT).count() == 1


def test_a_place_that_is_free_again_is_taken(call: IdeaConsultation) -> None:
    kept = [staged(call, colour=colour) for colour in COLOURS[:4]]
    assert kept[1] is not None
    actions.drop_file(form_token="jeton", pk=kept[1].pk)
    assert staged(call, colour="white") is not None
    assert names() == ["red.jpg", "white.jpg", "blue.jpg", "teal.jpg"]


@pytest.mark.parametrize(
    ("field", "value", "constraint"),
    [
        ("rank", 4, "staged_files_are_few"),
        ("rank", 1, "staged_file_has_its_own_place"),
        ("digest", "x", "staged_file_kept_once_per_form"),
    ],
)
def test_the_database_refuses_too_many_files(
    call: IdeaConsultation, field: str, value: Any, constraint: str
) -> None:
    staged(call, colour="red")
    other = staged(call, colour="blue")
    assert other is not None
    StagedFile.objects.filter(name="red.jpg").update(digest="x")
    value = 0 if constraint == "staged_file_has_its_own_place" else value
    rows = StagedFile.objects.filter(pk=other.pk)
    with pytest.raises(IntegrityError) as fault, transaction.atomic():
        rows.update(**{field: value})
    assert constraint in str(fault.value) or "UNIQUE" in str(fault.value)


def test_a_form_of_somebody_else_can_touch_nothing(call: IdeaConsultation) -> None:
    mine = staged(call, "mien")
    assert mine is not None
    actions.describe_files(form_token="autre", descriptions={mine.pk: "Vu"})
    actions.drop_file(form_token="autre", pk=mine.pk)
    idea = make_idea(call, form_token="autre")
    assert idea.attachments.count() == 0
    mine.refresh_from_db()
    assert mine.description == ""


def test_files_go_with_the_idea_whole_and_once(call: IdeaConsultation) -> None:
    picture = staged(call)
    assert picture is not None
    actions.describe_files(form_token="jeton", descriptions={picture.pk: "La cour"})
    staged(call, is_document=True)
    idea = make_idea(call, form_token="jeton")
    told = [(file.name, file.kind, file.rank, file.description) for file in idea.attachments.all()]
    assert told == [("teal.jpg", "picture", 0, "La cour"), ("plan.pdf", "document", 1, "")]
    first = idea.attachments.all()[0]
    assert (first.width, first.height, first.content_type) == (60, 40, "image/jpeg")
    assert first.size == first.file.size
    assert not StagedFile.objects.exists()


def test_files_of_another_call_stay_where_they_are(call: IdeaConsultation) -> None:
    staged(call)
    other = make_idea(IdeaConsultationFactory.create(), form_token="jeton")
    assert other.attachments.count() == 0
    assert StagedFile.objects.count() == 1


def test_files_that_nobody_sent_are_erased_after_a_day(
    call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    old, young = staged(call, at=clock.days(-2)), staged(call, colour="red")
    assert old is not None
    assert young is not None
    assert actions.erase_staged_files(at=clock.NOW, dry_run=True) == 1
    assert default_storage.exists(old.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.erase_staged_files(at=clock.NOW) == 1
    assert not default_storage.exists(old.file.name)
    assert default_storage.exists(young.file.name)
    assert names() == ["red.jpg"]


def test_what_was_attached_outlives_the_day(
    call: IdeaConsultation, django_capture_on_commit_callbacks: Any
) -> None:
    idea = idea_with_files(call)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.erase_staged_files(at=clock.days(30)) == 0
    assert [default_storage.exists(file.file.name) for file in idea.attachments.all()] == [True] * 2


def test_what_nobody_confirmed_is_erased_with_its_files(
    django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    call = IdeaConsultationFactory.create(confirms_email=True)
    gone = idea_with_files(call, email="tilleul@test.example", at=clock.NOW)
    kept = make_idea(call, email="if@test.example", at=clock.days(2))
    read = make_idea(call, at=clock.NOW)
    files = [file.file.name for file in gone.attachments.all()]
    limit = clock.NOW + timedelta(days=settings.UNCONFIRMED_RETENTION_DAYS, seconds=1)

    assert actions.erase_unconfirmed(at=limit, dry_run=True) == 1
    assert Idea.objects.filter(pk=gone.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.erase_unconfirmed(at=limit) == 1

    assert set(Idea.objects.values_list("pk", flat=True)) == {kept.pk, read.pk}
    assert kept.moderation == Moderation.UNCONFIRMED
    assert [default_storage.exists(name) for name in files] == [False, False]
    assert not Attachment.objects.exists()
    assert counters.recount(activity=call) is False


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_keep_more_than_four() -> None:
    call = IdeaConsultationFactory.create()
    colours = [*COLOURS, "black", "gold", "pink"]
    kept = together(8, lambda n: staged(call, colour=colours[n]) is not None)
    assert sum(kept) <= 4
    assert StagedFile.objects.count() == sum(kept) >= 1
