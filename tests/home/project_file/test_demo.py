"""The demonstration: its set on top of the city, twice the same, always open to try."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation

from engagements.models import Commitment, CommitmentUpdate, Review
from engagements.queries.review_checks import verify_review
from home.models import NewsPage
from home.project_file.demo import NotADemonstrationError, load_demo
from home.project_file.faults import InvalidFileError
from home.project_file.report import Outcome
from participation.actions import publish_contribution
from participation.actions.promises import amend_activity
from participation.enums import ActivityState, Moderation
from participation.ideas.actions import submit_idea
from participation.ideas.models import Idea, IdeaConsultation
from participation.mechanism import owes_answers
from participation.models import Contribution
from portal.accounts.enums import Role
from portal.accounts.models import User
from portal.cms.models import SiteSettings
from tests.factories.accounts import UserFactory
from tests.factories.cms import root_page
from tests.support.clock import NOW

from .conftest import IVRY
from .test_loading import snapshot

pytestmark = pytest.mark.django_db

HISTORIC = "call/appel-a-idees-agents-2019"


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demonstration, loaded once for the module on a Monday in May."""
    with (
        django_db_blocker.unblock(),
        translation.override(None),
        time_machine.travel(NOW, tick=False),
        transaction.atomic(),
    ):
        root_page()
        yield load_demo(IVRY, at=NOW)
        transaction.set_rollback(True)


def states(at) -> dict[str, str]:
    calls = IdeaConsultation.objects.filter(is_example=True)
    return {call.import_key.removeprefix("example/"): call.state(at) for call in calls}


INTENDED = {
    "acheter-mieux": ActivityState.OPEN,
    "mieux-travailler-ensemble": ActivityState.OPEN,
    "ville-econome": ActivityState.CLOSED,
    "rues-plus-fraiches": ActivityState.COMING,
}


def test_a_living_site(demo):
    assert states(NOW) == INTENDED
    ideas = Contribution.objects.filter(is_example=True)
    shown = {Moderation.PENDING, Moderation.PUBLISHED, Moderation.REFUSED}
    assert set(ideas.values_list("moderation", flat=True)) == shown
    assert len(set(ideas.exclude(verdict="").values_list("verdict", flat=True))) == 5
    assert not ideas.filter(submitted_at__gt=NOW).exists()
    assert set(NewsPage.objects.values_list("audience", flat=True)) == {"everyone", "agents"}
    assert SiteSettings.objects.get().is_demo
    states_shown = {commitment.state(NOW).value for commitment in Commitment.objects.all()}
    assert {"done", "under_way", "late", "not_started", "dropped", "unknown"} == states_shown


def test_everything_fictitious_says_so(demo):
    assert not NewsPage.objects.filter(is_example=False).exists()
    assert not CommitmentUpdate.objects.filter(is_example=False).exists()
    facts = Contribution.objects.filter(is_example=False)
    assert {idea.activity.import_key for idea in facts} == {HISTORIC}


def test_ideas_come_before_their_reading_and_their_answer(demo):
    for idea in Contribution.objects.filter(is_example=True).select_related("activity"):
        assert idea.activity.opens_at <= idea.submitted_at
        # What is told weeks after a campaign comes after its end.
        assert idea.submitted_at < idea.activity.closes_at or not owes_answers(idea.activity)
        if idea.moderated_at:
            assert idea.submitted_at < idea.moderated_at <= NOW
        if idea.answered_at:
            assert idea.published_at < idea.answered_at <= NOW


def test_accounts_may_sign_in_and_have_their_role(demo):
    assert User.objects.count() == EmailAddress.objects.filter(verified=True).count() == 10
    moderator = User.objects.get(email="moderation@demo.example")
    assert moderator.check_password("parvis-demo-2026")
    assert moderator.has_perm("participation.moderate_contribution")
    assert not moderator.has_perm("participation.answer_contribution")
    assert User.objects.get(email="participation@demo.example").has_perm(
        "participation.answer_contribution"
    )
    pilot = User.objects.get(email="pilotage@demo.example")
    assert pilot.has_perm("engagements.add_commitmentupdate")
    assert User.objects.get(email="administration@demo.example").is_superuser
    assert not User.objects.get(email="habitant@demo.example").is_agent
    assert not User.objects.get(email="habitant@demo.example").groups.exists()


def test_twice_the_same(demo):
    before = snapshot(), list(User.objects.values_list()), list(Group.objects.values_list())

    again = load_demo(IVRY, at=NOW)

    assert again.report.total(Outcome.CREATED) == again.report.total(Outcome.UPDATED) == 0
    assert (
        snapshot(),
        list(User.objects.values_list()),
        list(Group.objects.values_list()),
    ) == before


def test_what_visitors_do_is_not_lost(demo):
    call = IdeaConsultation.objects.get(import_key="example/acheter-mieux")
    given = submit_idea(consultation=call, title="Mon idée", text="Une idée de passage.", at=NOW)
    waiting = Idea.objects.get(activity=call, number=13)
    publish_contribution(contribution=waiting, moderator=None, at=NOW)
    NewsPage.objects.get(import_key="news/comprendre-les-niveaux").delete()
    User.objects.get(email="agent@demo.example").groups.add(Group.objects.first())

    report = load_demo(IVRY, at=NOW + timedelta(hours=1)).report

    assert report.total(Outcome.CREATED) == report.total(Outcome.UPDATED) == 0
    assert Idea.objects.filter(pk=given.pk).exists()
    waiting.refresh_from_db()
    assert waiting.moderation == Moderation.PUBLISHED
    assert not NewsPage.objects.filter(import_key="news/comprendre-les-niveaux").exists()


@pytest.mark.parametrize("later", [1, 15, 25, 400])
def test_calls_are_open_whenever_it_starts(demo, later):
    at = NOW + timedelta(days=later)
    with time_machine.travel(at, tick=False):
        load_demo(IVRY, at=at)
        again = load_demo(IVRY, at=at)

    assert states(at) == INTENDED
    assert again.report.total(Outcome.UPDATED) == 0
    for idea in Contribution.objects.filter(is_example=True).select_related("activity"):
        assert idea.activity.opens_at <= idea.submitted_at


def test_dates_that_somebody_edited_stay(demo):
    call = IdeaConsultation.objects.get(import_key="example/acheter-mieux")
    terms = {"closes_at": NOW + timedelta(days=3)}
    amend_activity(activity=call, terms=terms, reason="Les vacances.", by=None, at=NOW)
    at = NOW + timedelta(days=5)

    with time_machine.travel(at, tick=False):
        load_demo(IVRY, at=at)

    call.refresh_from_db()
    assert call.closes_at == NOW + timedelta(days=3)


BROKEN = {
    "commitment": (
        "{key: 17-2, commitment: 17,",
        "{key: 17-2, commitment: 77,",
        r"updates\[\d+\].commitment: there is no commitment number 77",
    ),
    "department": (
        "{email: agent@demo.example, display_name: Agente de la ville (démo), role: agent, "
        "department: education",
        "{email: agent@demo.example, display_name: Agente de la ville (démo), role: agent, "
        "department: educations",
        r"accounts\[\d\].department: there is no department whose key is “educations”",
    ),
    "not an example": (
        "{key: accueil, name: Direction de l’accueil et des démarches, example: true}",
        "{key: accueil, name: Direction de l’accueil et des démarches, example: false}",
        r"departments\[1\].example: this should be one of: True",
    ),
    "answer that may pass for a fact": (
        "Exemple de réponse, pour la démonstration : l’idée",
        "L’idée",
        r"historic_answers\[0\].text: ",
    ),
    "answer about nothing": (
        "  - idea: 34\n    verdict",
        "  - idea: 9876\n    verdict",
        r"historic_answers\[0\].idea: there is no idea number 9876",
    ),
    "call backwards": (
        "closes_in_days: 54",
        "closes_in_days: 4",
        r"activities\[3\].closes_in_days: the end comes before the beginning",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_set_is_refused(name, city, edit):
    old, new, told = BROKEN[name]
    edit("demo.yaml", old, new)

    with pytest.raises(InvalidFileError, match=rf"demo.yaml, line \d+, {told}"):
        load_demo(city, at=NOW)


def test_roles_are_installed_once(demo):
    said = StringIO()
    before = sorted(Group.objects.values_list("name", "permissions__codename"), key=str)

    call_command("install_roles", stdout=said)

    assert len(said.getvalue().splitlines()) == len(Role)
    after = sorted(Group.objects.values_list("name", "permissions__codename"), key=str)
    assert after == before


def test_refused_on_somebody_elses_site(demo, settings):
    settings.SECURE_SSL_REDIRECT = True
    with pytest.raises(NotADemonstrationError):
        load_demo(IVRY, at=NOW)
    settings.SECURE_SSL_REDIRECT = False
    SiteSettings.objects.update(is_demo=False)
    UserFactory.create()

    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("load_demo", stdout=StringIO())


def test_the_command_says_where_to_go(demo, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://localhost:8123"
    said = StringIO()

    with time_machine.travel(NOW, tick=False):
        call_command("load_demo", stdout=said)

    assert "http://localhost:8123/\n" in said.getvalue()
    assert "http://localhost:8123/admin/" in said.getvalue()
    assert "communication@demo.example" in said.getvalue()


def test_idea_34_has_an_example_answer_that_leads_to_commitment_5_and_its_review(demo):
    idea = Contribution.objects.get(activity__import_key=HISTORIC, number=34)

    assert not idea.is_example and idea.verdict == "retained"
    assert idea.answer.text.startswith("Exemple de réponse, pour la démonstration :")
    assert [one.number for one in idea.answer.commitments.all()] == [5]
    line = Review.objects.get(number=1).lines.get(number=5)
    assert line.has_update and line.text.startswith("Exemple fictif")
    others = Contribution.objects.filter(activity=idea.activity).exclude(pk=idea.pk)
    assert not others.exclude(verdict="").exists()


def test_an_example_answer_does_not_come_back_nor_replace_another(demo):
    Contribution.objects.get(activity__import_key=HISTORIC, number=34).answer.delete()

    report = load_demo(IVRY, at=NOW + timedelta(hours=1)).report

    assert report.total(Outcome.CREATED) == 0
    idea = Contribution.objects.get(activity__import_key=HISTORIC, number=34)
    assert not hasattr(idea, "answer")


def test_one_review_is_frozen_and_one_is_open(demo):
    first, second = Review.objects.order_by("number")

    assert first.is_published and not second.is_published
    assert first.lines.count() == 34
    assert 0 < first.lines.exclude(update=None).count() < 34
    assert first.title.startswith("Exemple") and second.title.startswith("Exemple")
    assert second.previous == first
    assert verify_review(first, None) == []
