"""The life of a promise: frozen terms, amendments, closing, verdict, archive."""

from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from participation.actions import promises
from participation.enums import Level, PromiseOutcome, Reason
from participation.ideas.models import IdeaConsultation
from participation.models import Activity, ActivityTally, Amendment, PromiseVerdict
from portal.accounts.enums import Audience
from portal.accounts.models import User
from portal.decisions import Refused
from tests.factories.participation import IdeaConsultationFactory, make_idea, published_idea
from tests.participation.test_actions import together
from tests.support import clock

pytestmark = pytest.mark.usefixtures("portal_site")
WHY = "La loi a changé le 2 mai."


@pytest.fixture
def call() -> IdeaConsultation:
    """A call in which somebody took part."""
    made = IdeaConsultationFactory.create()
    published_idea(made)
    return made


@pytest.fixture
def closed() -> IdeaConsultation:
    """A call that is over, whose answers were due ten days ago."""
    return IdeaConsultationFactory.create(
        opens_at=clock.days(-100), closes_at=clock.days(-70), answer_by=clock.days(-10).date()
    )


def words(text: str) -> str:
    """The text with plain spaces."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def amend(call: IdeaConsultation, reason: str = WHY, **terms: Any) -> list[Amendment]:
    return promises.amend_activity(activity=call, terms=terms, reason=reason, by=None, at=clock.NOW)


def verdict(call: IdeaConsultation, at: datetime = clock.NOW, **given: Any) -> PromiseVerdict:
    fields = {"outcome": PromiseOutcome.PARTLY, "reasons": "Deux réponses manquent.", **given}
    return promises.give_verdict(activity=call, by=None, at=at, **fields)


def test_a_draft_never_brings_older_terms_back() -> None:
    call = IdeaConsultationFactory.create()
    draft = IdeaConsultation.objects.get(pk=call.pk)
    draft.level, draft.title = Level.CO_CONSTRUCTION, "Titre corrigé"
    draft.audience = Audience.AGENTS
    draft.closes_at = clock.days(400)
    revision = draft.save_revision()
    published_idea(call)
    revision.publish()
    call.refresh_from_db()
    assert (call.title, call.level, call.audience) == (
        "Titre corrigé",
        Level.CONCERTATION,
        Audience.EVERYONE,
    )
    assert call.closes_at == clock.days(20)


def test_before_anybody_takes_part_a_draft_changes_everything() -> None:
    free = IdeaConsultationFactory.create()
    draft = IdeaConsultation.objects.get(pk=free.pk)
    draft.level = Level.CO_CONSTRUCTION
    draft.save_revision().publish()
    free.refresh_from_db()
    assert free.level == Level.CO_CONSTRUCTION


def test_an_amendment_changes_the_term_and_keeps_a_public_trace(call: IdeaConsultation) -> None:
    (made,) = amend(call, closes_at=clock.days(30), level=call.level)
    call.refresh_from_db()
    assert call.closes_at == clock.days(30)
    assert (made.term, made.reason, made.decided_at) == ("closes_at", WHY, clock.NOW)
    assert (words(made.before), words(made.after)) == ("31 mai 2026 à 12 h", "10 juin 2026 à 12 h")


@pytest.mark.parametrize(
    ("reason", "terms", "refused"),
    [
        ("", {"level": Level.CO_CONSTRUCTION}, Reason.REASON_MISSING),
        (WHY, {}, Reason.NOTHING_CHANGES),
        (WHY, {"title": "Autre"}, Reason.NOTHING_CHANGES),
        (WHY, {"closes_at": clock.days(-1)}, Reason.CLOSING_IN_THE_PAST),
    ],
)
def test_what_may_not_be_amended(
    call: IdeaConsultation, reason: str, terms: dict[str, Any], refused: Reason
) -> None:
    with pytest.raises(Refused) as raised:
        amend(call, reason, **terms)
    assert raised.value.reason == refused
    assert not Amendment.objects.exists()


@pytest.mark.parametrize(
    "terms", [{"level": Level.CO_DECISION}, {"answer_by": clock.days(1).date()}]
)
def test_amended_terms_must_hold_together(call: IdeaConsultation, terms: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        amend(call, promise="Autre promesse.", **terms)
    call.refresh_from_db()
    assert "Autre" not in call.promise
    assert not Amendment.objects.exists()


def test_a_call_that_is_over_does_not_open_again(closed: IdeaConsultation) -> None:
    make_idea(closed)
    with pytest.raises(Refused) as refused:
        amend(closed, closes_at=clock.days(10))
    assert refused.value.reason == Reason.CLOSING_IN_THE_PAST


def test_the_page_shows_what_changed(client: Any, call: IdeaConsultation, now: datetime) -> None:
    assert "Ce qui a changé dans les règles" not in client.get(call.url).content.decode()
    amend(call, closes_at=clock.days(30))
    page = words(client.get(call.url).content.decode())
    assert "Ce qui a changé dans les règles" in page
    assert "31 mai 2026" in page
    assert "La loi a changé le 2" in page


def test_closing_is_noted_once_and_told_to_the_officers(
    closed: IdeaConsultation,
    officer: User,
    moderator: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    IdeaConsultationFactory.create()
    IdeaConsultationFactory.create(live=False, closes_at=clock.days(-1))
    with django_capture_on_commit_callbacks(execute=True):
        assert [one.pk for one in promises.close_activities(at=clock.NOW)] == [closed.pk]
    assert promises.close_activities(at=clock.NOW) == []
    assert ActivityTally.objects.get(activity=closed).closed_at == clock.NOW
    (message,) = mail.outbox
    assert message.to == [officer.email]
    assert closed.title in message.subject


def test_the_command_says_what_it_noted(closed: IdeaConsultation, now: datetime) -> None:
    out = StringIO()
    call_command("close_activities", stdout=out)
    assert words(out.getvalue().strip()) == f"Terminé : {closed.title}"


def test_to_the_second(call: IdeaConsultation) -> None:
    assert make_idea(call, at=clock.at_the_last_second(call)).pk
    with pytest.raises(Refused) as refused:
        make_idea(call, at=clock.at_closing(call))
    assert refused.value.reason == Reason.CLOSED
    assert promises.close_activities(at=clock.at_the_last_second(call)) == []
    assert len(promises.close_activities(at=clock.at_closing(call))) == 1


def test_a_verdict_is_given_once_after_the_end(
    call: IdeaConsultation, closed: IdeaConsultation
) -> None:
    with pytest.raises(Refused) as early:
        verdict(call)
    with pytest.raises(Refused) as mute:
        verdict(closed, reasons="  ")
    given = verdict(closed)
    with pytest.raises(Refused) as twice:
        verdict(closed)
    assert [early.value.reason, mute.value.reason, twice.value.reason] == [
        Reason.NOT_CLOSED_YET,
        Reason.TEXT_MISSING,
        Reason.VERDICT_GIVEN,
    ]
    assert (given.outcome, given.given_at) == (PromiseOutcome.PARTLY, clock.NOW)


def test_archiving_needs_the_verdict(closed: IdeaConsultation) -> None:
    with pytest.raises(Refused) as refused:
        promises.archive_activity(activity=closed, by=None, at=clock.NOW)
    assert refused.value.reason == Reason.VERDICT_MISSING
    verdict(closed)
    promises.archive_activity(activity=closed, by=None, at=clock.NOW)
    with pytest.raises(Refused) as twice:
        promises.archive_activity(activity=closed, by=None, at=clock.NOW)
    assert twice.value.reason == Reason.ALREADY_ARCHIVED
    promises.unarchive_activity(activity=closed, by=None)
    assert ActivityTally.objects.get(activity=closed).archived_at is None


def test_without_a_promise_there_is_nothing_to_judge(closed: IdeaConsultation) -> None:
    IdeaConsultation.objects.filter(pk=closed.pk).update(promise="", period_label="2019")
    promises.archive_activity(activity=Activity.objects.get(pk=closed.pk), by=None, at=clock.NOW)
    assert ActivityTally.objects.get(activity=closed).archived_at == clock.NOW


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "il est en retard"),
        ({"outcome": "kept", "reasons": "Tout est fait."}, "Promesse tenue"),
        ({"outcome": "broken", "reasons": "Rien n’est fait."}, "Promesse non tenue"),
    ],
)
def test_the_page_says_whether_the_promise_is_kept(
    client: Any, closed: IdeaConsultation, now: datetime, given: dict[str, str], said: str
) -> None:
    if given:
        verdict(closed, **given)
    page = words(client.get(closed.url).content.decode())
    assert said in page
    assert not given or given["reasons"][:4] in page


def test_archives_stand_apart_in_the_list(
    client: Any, closed: IdeaConsultation, now: datetime
) -> None:
    verdict(closed)
    promises.archive_activity(activity=closed, by=None, at=clock.NOW)
    page = client.get("/participer/").content.decode()
    assert page.index("Archivés") < page.index(closed.title)
    assert closed.title not in client.get("/participer/?etat=closed").content.decode()
    assert client.get(closed.url).status_code == 200


@pytest.mark.parametrize(
    "broken",
    [
        lambda call: Amendment.objects.create(
            activity=call, term="level", before="4", after="5", reason="", decided_at=clock.NOW
        ),
        lambda call: Amendment.objects.create(
            activity=call, term="level", before="4", after="4", reason="x", decided_at=clock.NOW
        ),
        lambda call: PromiseVerdict.objects.create(
            activity=call, outcome="kept", reasons="", given_at=clock.NOW
        ),
    ],
)
def test_the_database_keeps_reasons(call: IdeaConsultation, broken: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        broken(call)


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_give_one_verdict(closed: IdeaConsultation) -> None:
    found = together(4, lambda _n: verdict(closed).pk)
    assert found.count(Reason.VERDICT_GIVEN) == 3
    assert PromiseVerdict.objects.count() == 1


def page_of(call: IdeaConsultation) -> str:
    return reverse("participation_promises", args=[call.pk])


def amendment_data(call: IdeaConsultation, **changed: Any) -> dict[str, Any]:
    form = {
        "level": call.level,
        "audience": call.audience,
        "visibility": call.visibility,
        "eligibility": call.eligibility,
        "promise": call.promise,
        "who_decides": call.who_decides,
        "not_negotiable": call.not_negotiable,
        "closes_at": "2026-05-31 12:00",
        "answer_by": call.answer_by.isoformat() if call.answer_by else "",
        "reason": WHY,
        **changed,
    }
    return {"action": "amend", **{f"amend-{name}": value for name, value in form.items()}}


def test_an_officer_amends_through_the_form(
    client_of: Any, officer: User, call: IdeaConsultation, now: datetime
) -> None:
    browser = client_of(officer)
    assert browser.get(page_of(call)).status_code == 200
    wrong = browser.post(page_of(call), amendment_data(call, reason=""))
    assert "Dites pourquoi" in wrong.content.decode()
    done = browser.post(page_of(call), amendment_data(call, closes_at="2026-06-10 12:00"))
    assert done.status_code == 302
    amendment = Amendment.objects.get()
    assert (amendment.term, amendment.decided_by) == ("closes_at", officer)
    assert "10 juin 2026" in words(browser.get(page_of(call)).content.decode())


def test_an_officer_gives_the_verdict_and_archives(
    client_of: Any, officer: User, closed: IdeaConsultation, now: datetime
) -> None:
    browser = client_of(officer)
    refused = browser.post(page_of(closed), {"action": "archive"}, follow=True)
    assert "Dites d’abord, publiquement" in refused.content.decode()
    given = {"action": "verdict", "verdict-outcome": "kept", "verdict-reasons": "Tout est fait."}
    assert browser.post(page_of(closed), given).status_code == 302
    assert browser.post(page_of(closed), {"action": "archive"}).status_code == 302
    assert closed.promise_verdict.given_by == officer
    assert ActivityTally.objects.get(activity=closed).archived_at == clock.NOW
    assert browser.post(page_of(closed), {"action": "unarchive"}).status_code == 302


@pytest.mark.parametrize("role", ["moderator", "pilot", "communications", "resident"])
def test_others_do_not_touch_promises(
    client_of: Any, request: pytest.FixtureRequest, closed: IdeaConsultation, role: str
) -> None:
    browser = client_of(request.getfixturevalue(role))
    given = {"action": "verdict", "verdict-outcome": "kept", "verdict-reasons": "Tout est fait."}
    assert browser.post(page_of(closed), given).status_code in {302, 403}
    assert not PromiseVerdict.objects.exists()


def test_frozen_terms_cannot_be_typed_over(
    client_of: Any, officer: User, call: IdeaConsultation, now: datetime
) -> None:
    address = reverse("wagtailsnippets_ideas_ideaconsultation:edit", args=[call.pk])
    page = client_of(officer).get(address).content.decode()
    assert "modification publique" in page
    assert page_of(call) in page


def test_the_same_queries_for_one_amendment_and_three(
    client: Any, call: IdeaConsultation, now: datetime, django_assert_num_queries: Any
) -> None:
    client.get(call.url)
    amend(call, closes_at=clock.days(30))
    with django_assert_num_queries(14):
        client.get(call.url)
    for days in (31, 32):
        amend(call, closes_at=clock.days(days))
    with django_assert_num_queries(14):
        client.get(call.url)
