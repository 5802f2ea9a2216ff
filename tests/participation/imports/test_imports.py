"""An import from the file to the last step: nothing is seen before, all of it is after."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from engagements.models import Commitment
from participation import actions
from participation.actions.counters import recount
from participation.actions.import_jobs import KEPT_DAYS, forget_files, take_job
from participation.enums import Channel, ImportState, Moderation, Reason, Standing, Verdict, Wish
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import ActivityTally, Contribution, ContributionImport, Theme
from portal.cms.folding import fold
from portal.decisions import Refused
from tests.factories.accounts import AgentFactory
from tests.factories.engagements import CommitmentFactory, DepartmentFactory
from tests.factories.imports import (
    OPTIONS,
    checked_import,
    csv_of,
    done_import,
    received_import,
    worked,
    xlsx_of,
)
from tests.factories.participation import (
    IdeaConsultationFactory,
    ThemeFactory,
    make_idea,
    published_idea,
)
from tests.support import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

SIXTEEN = (Path(__file__).parent / "ivry-16.csv").read_bytes()
THREE = csv_of("Titre;Texte", "Planter;Des arbres", "Réparer;Des bancs", "Ouvrir;La nuit")


def test_sixteen_named_ideas_keep_their_public_numbers() -> None:
    call = IdeaConsultationFactory.create()
    imported = done_import(SIXTEEN, call, moderation="published", channel="unrecorded")
    ideas = list(Idea.objects.filter(activity=call).order_by("number"))
    assert (imported.state, imported.total_rows) == (ImportState.DONE, 16)
    assert [idea.number for idea in ideas] == [
        6, 15, 18, 28, 34, 58, 69, 142, 146, 155, 159, 178, 237, 290, 293, 298,
    ]  # fmt: skip
    assert ideas[0].title.startswith("Diminuer l'utilisation du papier")
    tally = ActivityTally.objects.get(activity=call)
    assert (tally.last_number, tally.contribution_count, tally.published_count) == (298, 16, 16)
    assert recount(activity=call) is False
    assert make_idea(call).number == 299


def test_every_field_arrives() -> None:
    call = IdeaConsultationFactory.create()
    theme = ThemeFactory.create(name="Cadre de vie")
    department = DepartmentFactory.create(name="Espaces verts")
    commitment: Commitment = CommitmentFactory.create(number=12)
    rows = csv_of(
        "N°;Titre;Texte;Thème;Service concerné;Lieu;Signature;Qualité;Souhaits;Voie;Date;"
        "Courriel;Décision;Réponse;Date de réponse;Engagements;Service qui répond",
        "n° 7;Planter;Des arbres;CADRE DE VIE;espaces verts;12 rue Haute;Ana;habitante;"
        "information, commentaire;en réunion;03/02/2026;ana@example.org;retenue;Oui, au parc.;"
        "2026-03-04;n° 12;Espaces verts",
    )
    mapping = received_import(rows, call).mapping
    assert "email" not in mapping, "an address is imported only when somebody chooses its column"
    imported = done_import(
        rows, call, mapping={**mapping, "email": "Courriel"}, moderation="published"
    )
    assert imported.state == ImportState.DONE, imported.errors
    idea = Idea.objects.get(activity=call)
    assert (idea.number, idea.title, idea.text, idea.place) == (
        7, "Planter", "Des arbres", "12 rue Haute",
    )  # fmt: skip
    assert (idea.theme, idea.concerned_department) == (theme, department)
    assert (idea.display_name, idea.email, idea.author) == ("Ana", "ana@example.org", None)
    assert (idea.standing, idea.channel) == (Standing.RESIDENT, Channel.MEETING)
    assert idea.submitted_at == datetime(2026, 2, 3, 12, tzinfo=clock.PARIS)
    assert set(idea.wishes.values_list("wish", flat=True)) == {Wish.INFORMATION, Wish.COMMENT}
    assert (idea.verdict, idea.answer.text, idea.answer.live) == (
        Verdict.RETAINED, "Oui, au parc.", True,
    )  # fmt: skip
    assert idea.answer.department == department
    assert idea.answered_at == idea.answer.answered_at
    assert idea.answered_at == datetime(2026, 3, 4, 12, tzinfo=clock.PARIS)
    assert list(idea.commitments.all()) == list(idea.answer.commitments.all()) == [commitment]
    assert (idea.moderated_by, idea.imported_by) == (imported.created_by, imported)
    assert idea.stems == fold("Planter Des arbres")
    call.refresh_from_db()
    assert list(call.themes.all()) == [theme]
    assert recount(activity=call) is False


def test_workbooks_are_read_with_their_dates() -> None:
    content = xlsx_of(["Titre", "Date"], ["Planter", datetime(2026, 1, 9).date()])
    done_import(content, name="idees.xlsx")
    idea = Idea.objects.get()
    assert idea.submitted_at == datetime(2026, 1, 9, 12, tzinfo=clock.PARIS)


def test_nothing_is_written_before_it_is_asked() -> None:
    imported = checked_import(THREE)
    assert (imported.state, imported.total_rows, imported.error_count) == (
        ImportState.CHECKED, 3, 0,
    )  # fmt: skip
    assert not Contribution.objects.exists()


def test_pending_ideas_wait_and_are_found_once_published() -> None:
    call = IdeaConsultationFactory.create()
    done_import(THREE, call)
    waiting = list(Contribution.objects.to_read())
    assert [idea.title for idea in waiting] == ["Planter", "Réparer", "Ouvrir"]
    actions.publish_contribution(contribution=waiting[1], moderator=None, at=clock.NOW)
    found = Contribution.objects.published().filter(stems__all_words=fold("bancs"))
    assert [idea.title for idea in found] == ["Réparer"]
    assert len({idea.receipt for idea in waiting}) == 3
    assert len({idea.shuffle for idea in waiting}) == 3
    assert recount(activity=call) is False


def test_unknown_themes_are_faults_or_are_created() -> None:
    call = IdeaConsultationFactory.create()
    rows = csv_of("Titre;Thème;Quartier", "A;Eau;Nord", "B;eau;", "C;Air;Nord")
    refused = checked_import(rows, call)
    assert [(fault["line"], fault["column"]) for fault in refused.errors] == [
        (2, "Thème"), (2, "Quartier"), (3, "Thème"), (4, "Thème"), (4, "Quartier"),
    ]  # fmt: skip
    assert refused.faulty_rows == 3
    made = done_import(rows, call, unknown_theme="create", unknown_neighbourhood="create")
    assert made.state == ImportState.DONE
    titles = Idea.objects.filter(imported_by=made).order_by("number")
    named = titles.values_list("theme__name", "neighbourhood__name")
    assert list(named) == [("Eau", "Nord"), ("Eau", None), ("Air", "Nord")]
    call.refresh_from_db()
    assert {theme.name for theme in call.themes.all()} == {"Eau", "Air"}


def test_new_themes_reach_the_draft_of_the_call_too() -> None:
    call: IdeaConsultation = IdeaConsultationFactory.create()
    call.title = "Titre en préparation"
    call.save_revision()
    done_import(csv_of("Titre;Thème", "A;Eau"), call, unknown_theme="create")
    call.refresh_from_db()
    draft = call.get_latest_revision_as_object()
    assert (draft.title, [theme.name for theme in draft.themes.all()]) == (
        "Titre en préparation", ["Eau"],
    )  # fmt: skip
    assert call.has_unpublished_changes is True


def test_faulty_lines_are_left_out_when_asked() -> None:
    call = IdeaConsultationFactory.create()
    rows = csv_of("Titre;Date", "A;01/02/2026", "B;demain", "C;02/02/2026")
    imported = checked_import(rows, call)
    with pytest.raises(Refused) as refused:
        actions.ask_import(imported=imported, user=imported.created_by)
    assert refused.value.reason == Reason.IMPORT_BUSY
    actions.ask_import(imported=imported, skip_faulty=True, user=imported.created_by)
    assert worked(imported).state == ImportState.DONE
    assert [idea.title for idea in Idea.objects.order_by("number")] == ["A", "C"]


def test_a_number_taken_in_between_stops_the_whole() -> None:
    call = IdeaConsultationFactory.create()
    imported = checked_import(csv_of("N°;Titre", "1;A", "2;B"), call)
    assert make_idea(call).number == 1
    actions.ask_import(imported=imported, user=imported.created_by)
    imported = worked(imported)
    assert imported.state == ImportState.FAILED
    assert [(fault["line"], fault["column"]) for fault in imported.errors] == [(2, "N°")]
    assert Idea.objects.filter(activity=call).count() == 1
    assert recount(activity=call) is False


def test_ideas_without_number_follow_those_of_the_file() -> None:
    call = IdeaConsultationFactory.create()
    done_import(csv_of("N°;Titre", ";A", "40;B", ";C"), call)
    numbers = dict(Idea.objects.values_list("title", "number"))
    assert numbers == {"A": 41, "B": 40, "C": 42}


def test_undoing_takes_all_back_and_gives_no_number_again() -> None:
    call = IdeaConsultationFactory.create()
    before = published_idea(call)
    imported = done_import(
        csv_of("Titre;Thème", "A;Eau", "B;Eau"),
        call,
        moderation="published",
        unknown_theme="create",
    )
    actions.undo_import(
        imported=imported, reason="Mauvais fichier", user=AgentFactory.create(), at=clock.NOW
    )
    assert (
        not Contribution.objects.filter(imported_by=imported)
        .exclude(moderation=Moderation.STAGED)
        .exists()
    )
    assert recount(activity=call) is False
    imported = worked(imported)
    assert (imported.state, imported.undo_reason) == (ImportState.UNDONE, "Mauvais fichier")
    assert list(Contribution.objects.all()) == [before.contribution_ptr]
    assert not Theme.objects.filter(name="Eau").exists()
    assert make_idea(call).number == 4
    assert recount(activity=call) is False


def test_the_same_numbers_may_come_again_after_undoing() -> None:
    call = IdeaConsultationFactory.create()
    first = done_import(SIXTEEN, call)
    actions.undo_import(
        imported=first, reason="Titres à revoir", user=AgentFactory.create(), at=clock.NOW
    )
    second = done_import(SIXTEEN, call)
    assert (second.state, Idea.objects.filter(activity=call).count()) == (ImportState.DONE, 16)


@pytest.mark.parametrize("reason", ["", "   ", "trop bref"])
def test_undoing_needs_a_reason(reason: str) -> None:
    imported = done_import(THREE)
    with pytest.raises(Refused) as refused:
        actions.undo_import(imported=imported, reason=reason, user=AgentFactory(), at=clock.NOW)
    assert refused.value.reason == Reason.UNDO_REASON_MISSING
    assert Idea.objects.count() == 3


def _support(idea: Contribution) -> None:
    supporter = actions.supporter_of(at=clock.NOW, email="voisine@example.org")
    actions.support_contribution(contribution=idea, supporter=supporter, at=clock.NOW, user=None)


def _comment(idea: Contribution) -> None:
    actions.add_comment(contribution=idea, text="Très bonne idée pour le quartier.", at=clock.NOW)


def _answer(idea: Contribution) -> None:
    actions.answer_contribution(
        contribution=idea,
        verdict=Verdict.RETAINED,
        text="Oui.",
        author=AgentFactory.create(),
        at=clock.NOW,
    )


@pytest.mark.parametrize("grow", [_support, _comment, _answer])
def test_what_grew_since_is_not_lost_without_a_word(grow: Any) -> None:
    call = IdeaConsultationFactory.create()
    imported = done_import(THREE, call, moderation="published")
    grow(Contribution.objects.get(title="Réparer"))
    asked = {"imported": imported, "reason": "Mauvais fichier", "at": clock.NOW}
    with pytest.raises(Refused) as refused:
        actions.undo_import(user=AgentFactory.create(), **asked)
    assert refused.value.reason == Reason.IMPORT_GREW
    assert Idea.objects.filter(moderation=Moderation.PUBLISHED).count() == 3
    actions.undo_import(user=AgentFactory.create(), despite_growth=True, **asked)
    assert recount(activity=call) is False
    worked(imported)
    assert not Contribution.objects.exists()
    assert recount(activity=call) is False


def test_answers_that_the_file_brought_are_no_growth() -> None:
    rows = csv_of("Titre;Décision;Réponse;Date de réponse", "A;retenue;Oui;01/05/2026")
    imported = done_import(rows, moderation="published")
    actions.undo_import(
        imported=imported, reason="Mauvais fichier", user=AgentFactory.create(), at=clock.NOW
    )
    assert imported.contributions.filter(moderation=Moderation.STAGED).count() == 1


def test_ideas_grouped_from_elsewhere_hold_an_import() -> None:
    call = IdeaConsultationFactory.create()
    imported = done_import(THREE, call, moderation="published")
    other = published_idea(call)
    Contribution.objects.filter(pk=other.pk).update(
        moderation=Moderation.MERGED, merged_into=Contribution.objects.get(title="Planter")
    )
    with pytest.raises(Refused) as refused:
        actions.undo_import(
            imported=imported,
            reason="Mauvais fichier",
            user=AgentFactory.create(),
            at=clock.NOW,
            despite_growth=True,
        )
    assert refused.value.reason == Reason.IMPORT_GROUPED


def test_a_stopped_import_leaves_nothing() -> None:
    call = IdeaConsultationFactory.create()
    imported = checked_import(THREE, call)
    actions.ask_import(imported=imported, user=imported.created_by)
    actions.stop_import(imported=imported, user=imported.created_by)
    imported = worked(imported)
    assert (imported.state, Contribution.objects.count()) == (ImportState.FAILED, 0)
    actions.ask_check(
        imported=imported, mapping=imported.mapping, options=OPTIONS, user=imported.created_by
    )
    assert worked(imported).state == ImportState.CHECKED


@pytest.mark.parametrize("action", [actions.stop_import, actions.ask_import])
def test_what_is_over_is_not_asked_again(action: Any) -> None:
    imported = done_import(THREE)
    with pytest.raises(Refused) as refused:
        action(imported=imported, user=imported.created_by)
    assert refused.value.reason == Reason.IMPORT_BUSY
    assert Idea.objects.count() == 3


def test_a_worker_takes_over_from_one_that_is_silent() -> None:
    imported = received_import(THREE)
    actions.ask_check(
        imported=imported, mapping=imported.mapping, options=OPTIONS, user=imported.created_by
    )
    first = take_job(worker="a", at=clock.NOW)
    assert first == imported
    assert take_job(worker="b", at=clock.NOW + timedelta(seconds=59)) is None
    later = take_job(worker="b", at=clock.NOW + timedelta(seconds=61))
    assert (later and later.worker) == "b"


def test_files_are_erased_once_they_are_not_needed() -> None:
    done, draft = done_import(THREE), received_import(THREE)
    assert forget_files(at=clock.NOW) == 0, "the worker erased the first at once"
    done.refresh_from_db()
    draft.refresh_from_db()
    assert (bool(done.file), bool(draft.file)) == (False, True)
    assert forget_files(at=clock.days(KEPT_DAYS + 1)) == 1


def test_the_log_names_nobody(logged: Any) -> None:
    rows = csv_of("Titre;Signature", "Planter;Ana Martin")
    imported = done_import(rows)
    record = logged("participation.import.done")[0]
    assert (record.contribution_import, record.count) == (imported.pk, 1)
    assert all("Ana" not in str(vars(entry)) for entry in logged("participation.import.asked"))


def test_an_undone_import_gives_its_reason() -> None:
    imported = done_import(THREE)
    imported.state = ImportState.UNDONE
    with pytest.raises(ValidationError) as fault:
        imported.full_clean()
    assert "import_undone_gives_its_reason" in str(fault.value)


def test_the_worker_leaves_when_nothing_waits() -> None:
    call_command("run_imports")
    assert not ContributionImport.objects.exists()
