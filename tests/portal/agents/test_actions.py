"""How the status of agent comes and ends: effects, refusals, mails, events, races."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.accounts.personal_data import Person, sources
from portal.agents import actions
from portal.agents.enums import AgentRefusal, AgentSource, RequestState
from portal.agents.models import AgentCode, AgentInvitation, AgentRequest, AgentStatus
from portal.agents.queries import pass_stands
from portal.decisions import Refused
from portal.paper_codes import display
from portal.security.models import SecurityEvent
from tests.factories.accounts import SuperuserFactory, UserFactory
from tests.factories.agents import make_codes, make_invitation, make_request, person_at_work
from tests.support.threads import together

AT = datetime(2026, 5, 11, 10, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site")]


def refused(work: Any, *args: Any, **kwargs: Any) -> Any:
    with pytest.raises(Refused) as caught:
        work(*args, **kwargs)
    return caught.value.reason


def events() -> list[str]:
    # What the security log notes by itself of every account is its own matter.
    kept = SecurityEvent.objects.filter(event__startswith="agents.").order_by("pk")
    return list(kept.values_list("event", flat=True))


def test_identity_provider_grants_once(django_capture_on_commit_callbacks: Any) -> None:
    user = UserFactory.create()

    with django_capture_on_commit_callbacks(execute=True):
        first = actions.grant_agent_status(user=user, source=AgentSource.PROCONNECT, at=AT)
        again = actions.grant_agent_status(user=user, source=AgentSource.PROCONNECT, at=AT)

    user.refresh_from_db()
    assert (first, user.is_agent, AgentStatus.objects.count()) == (again, True, 1)
    assert events() == ["agents.status.granted"]
    [message] = mail.outbox
    assert (message.to, user.email in message.subject) == ([user.email], False)


def test_code_makes_one_account_an_agent() -> None:
    _batch, [code, _other] = make_codes(2, at=AT, department_name="Éducation")
    user = UserFactory.create()

    status = actions.use_code(typed=f" {display(code).lower()} ", user=user, at=AT)

    user.refresh_from_db()
    assert (user.is_agent, user.department_name, status.source) == (True, "Éducation", "code")
    again = refused(actions.use_code, typed=code, user=UserFactory.create(), at=AT)
    assert again == AgentRefusal.KEY_USED
    assert AgentCode.objects.filter(used_on=date(2026, 5, 11)).count() == 1


def test_codes_are_kept_as_hashes_in_no_order() -> None:
    _batch, codes = make_codes(30, at=AT)
    rows = list(AgentCode.objects.order_by("pk").values_list("code_hash", flat=True))

    assert len(set(codes)) == 30
    assert rows == sorted(rows)
    everything = str([list(model.objects.values_list()) for model in (AgentCode, SecurityEvent)])
    assert not any(code in everything for code in codes)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", AgentRefusal.CODE_UNKNOWN),
        ("0000-0000-0000", AgentRefusal.CODE_UNKNOWN),
        ("n’importe quoi", AgentRefusal.CODE_UNKNOWN),
    ],
)
def test_what_is_no_code_is_refused(typed: str, reason: AgentRefusal) -> None:
    assert refused(actions.use_code, typed=typed, user=UserFactory.create(), at=AT) == reason
    assert refused(actions.open_pass, typed=typed, at=AT) == reason


def test_code_ends_with_its_day_its_batch_or_its_use() -> None:
    batch, [code] = make_codes(at=AT, last_day=date(2026, 5, 11))
    user = UserFactory.create()
    pk = actions.open_pass(typed=code, at=AT).pk
    assert pass_stands(pk, AT)

    late = datetime(2026, 5, 11, 22, 0, tzinfo=UTC)  # Midnight in Paris.
    assert refused(actions.use_code, typed=code, user=user, at=late) == AgentRefusal.KEY_EXPIRED
    assert not pass_stands(pk, late)
    actions.cancel_batch(batch=batch, by=SuperuserFactory.create(), at=AT)
    assert refused(actions.use_code, typed=code, user=user, at=AT) == AgentRefusal.KEY_CANCELLED
    assert not pass_stands(pk, AT)


def test_who_is_an_agent_already_spends_no_code() -> None:
    _batch, [code] = make_codes(at=AT)
    user = UserFactory.create(is_agent=True)

    assert refused(actions.use_code, typed=code, user=user, at=AT) == AgentRefusal.ALREADY_AGENT
    assert AgentCode.objects.get().used_on is None


def test_pass_ends_once_its_code_opened_an_account() -> None:
    _batch, [code] = make_codes(at=AT)
    pk = actions.open_pass(typed=code, at=AT).pk

    actions.use_code(typed=code, user=UserFactory.create(), at=AT)

    assert not pass_stands(pk, AT)


def test_invitations_of_a_list(django_capture_on_commit_callbacks: Any) -> None:
    UserFactory.create(email="agente@ville.example", is_agent=True)
    people = [
        ("Agente@ville.example", "Éducation"),
        ("nouvelle@ville.example", "Éducation"),
        ("nouvelle@ville.example", "Voirie"),
    ]
    by = SuperuserFactory.create()

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.invite(people=people, by=by, at=AT) == 1
        assert actions.invite(people=people, by=by, at=AT) == 1

    rows = AgentInvitation.objects.order_by("pk").values_list("email", "cancelled_at")
    assert list(rows) == [("nouvelle@ville.example", AT), ("nouvelle@ville.example", None)]
    assert {tuple(message.to) for message in mail.outbox} == {("nouvelle@ville.example",)}
    assert "/compte/agent/invitation/" in mail.outbox[0].body
    assert "nouvelle@" not in mail.outbox[0].body


def test_invitation_works_once() -> None:
    invitation = make_invitation(at=AT)
    user = UserFactory.create()

    actions.use_invitation(invitation=invitation, user=user, at=AT)

    user.refresh_from_db()
    assert (user.is_agent, user.department_name) == (True, "Éducation")
    other = UserFactory.create()
    again = refused(actions.use_invitation, invitation=invitation, user=other, at=AT)
    assert again == AgentRefusal.KEY_USED


def test_invitation_ends() -> None:
    invitation = make_invitation(at=AT)
    user, late = UserFactory.create(), AT + timedelta(days=31)

    expired = refused(actions.use_invitation, invitation=invitation, user=user, at=late)
    actions.cancel_invitation(invitation=invitation, by=SuperuserFactory.create(), at=AT)
    cancelled = refused(actions.use_invitation, invitation=invitation, user=user, at=AT)

    assert (expired, cancelled) == (AgentRefusal.KEY_EXPIRED, AgentRefusal.KEY_CANCELLED)


def test_request_grants_nothing_until_confirmed(django_capture_on_commit_callbacks: Any) -> None:
    officer = SuperuserFactory.create()
    with django_capture_on_commit_callbacks(execute=True):
        request = make_request(at=AT)
    user = request.user
    user.refresh_from_db()
    assert user.is_agent is False
    assert refused(actions.ask, user=user, at=AT) == AgentRefusal.ALREADY_ASKED

    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_request(request=request, by=officer, at=AT)

    user.refresh_from_db()
    request.refresh_from_db()
    assert (user.is_agent, request.state, request.decided_by) == (True, "confirmed", officer)
    assert AgentStatus.objects.get().granted_by == officer
    assert mail.outbox[-1].to == [user.email]
    assert events() == [
        "agents.request.asked",
        "agents.request.confirmed",
        "agents.status.granted",
    ]


def test_unproved_address_asks_nothing() -> None:
    make_request(at=AT)  # The domain is listed.
    user = UserFactory.create(email="imposteur@ville.example")

    assert refused(actions.ask, user=user, at=AT) == AgentRefusal.DOMAIN_NOT_LISTED


def test_refusal_says_why(django_capture_on_commit_callbacks: Any) -> None:
    request, officer = make_request(at=AT), SuperuserFactory.create()
    assert (
        refused(actions.refuse_request, request=request, reason=" ", by=officer, at=AT)
        == AgentRefusal.REASON_MISSING
    )

    with django_capture_on_commit_callbacks(execute=True):
        actions.refuse_request(request=request, reason="Contrat fini.", by=officer, at=AT)

    assert "Contrat fini." in mail.outbox[-1].body
    assert request.user.is_agent is False
    again = refused(actions.confirm_request, request=request, by=officer, at=AT)
    assert again == AgentRefusal.ALREADY_DECIDED
    assert actions.ask(user=request.user, at=AT).state == RequestState.WAITING


def test_nobody_confirms_their_own_request() -> None:
    request = make_request(at=AT)

    own = refused(actions.confirm_request, request=request, by=request.user, at=AT)

    assert own == AgentRefusal.SAME_PERSON


def test_officer_declares_and_withdraws(django_capture_on_commit_callbacks: Any) -> None:
    officer, user = SuperuserFactory.create(), UserFactory.create()
    declare = {"by": officer, "at": AT}
    unknown = refused(actions.declare_agent, email="x@y.example", **declare)
    actions.declare_agent(email=user.email.upper(), ends_on=date(2026, 6, 1), **declare)
    again = refused(actions.declare_agent, email=user.email, **declare)
    assert (unknown, again) == (AgentRefusal.NO_ACCOUNT, AgentRefusal.ALREADY_AGENT)

    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_agent_status(user=user, reason="Mutation.", by=officer, at=AT)

    user.refresh_from_db()
    assert user.is_agent is False
    assert "Mutation." in mail.outbox[-1].body
    status = AgentStatus.objects.get()
    assert (status.ended_at, status.ended_by, status.end_reason) == (AT, officer, "Mutation.")
    twice = refused(actions.withdraw_agent_status, user=user, reason="x", by=officer, at=AT)
    assert twice == AgentRefusal.NOT_AGENT


def test_status_ends_after_its_last_day() -> None:
    user, officer = UserFactory.create(), SuperuserFactory.create()
    actions.declare_agent(email=user.email, ends_on=date(2026, 5, 12), by=officer, at=AT)

    assert actions.end_agent_statuses(at=AT + timedelta(days=1)) == 0
    late = AT + timedelta(days=2)
    assert actions.end_agent_statuses(at=late, dry_run=True) == 1
    assert User.objects.get(pk=user.pk).is_agent
    assert actions.end_agent_statuses(at=late) == 1
    assert not User.objects.get(pk=user.pk).is_agent
    assert actions.end_agent_statuses(at=late) == 0


def test_keys_and_records_are_erased_on_time() -> None:
    make_invitation(at=AT)
    make_codes(3, at=AT, last_day=date(2026, 6, 10))
    actions.refuse_request(
        request=make_request(at=AT), reason="Non.", by=SuperuserFactory.create(), at=AT
    )
    kept = AT + timedelta(days=59)

    assert actions.erase_old_keys(at=kept) == 0
    assert actions.erase_old_keys(at=AT + timedelta(days=62), dry_run=True) == 4
    assert actions.erase_old_keys(at=AT + timedelta(days=62)) == 4
    assert actions.erase_old_statuses(at=AT + timedelta(days=365)) == 0
    assert actions.erase_old_statuses(at=AT + timedelta(days=366)) == 1
    assert not (AgentInvitation.objects.exists() or AgentCode.objects.exists())


def test_own_data_is_taken_away_and_forgotten() -> None:
    request = make_request(at=AT)
    actions.confirm_request(request=request, by=SuperuserFactory.create(), at=AT)
    make_invitation(request.user.email + ".fr", at=AT)
    user = request.user
    person = Person(user_id=user.pk, emails=frozenset({user.email, user.email + ".fr"}))
    [source] = [one for one in sources() if one.name == "agent"]

    taken = list(source.export(person))
    erased = source.erase(person, AT)

    assert [set(one.values) == set(one.labels) for one in taken] == [True] * 3
    assert erased == 3
    assert list(source.export(person)) == []
    assert User.objects.get(pk=user.pk).is_agent is False


@pytest.mark.parametrize(
    "break_it",
    [
        lambda user: AgentStatus.objects.bulk_create(
            AgentStatus(user=user, source="code", granted_at=AT) for _ in range(2)
        ),
        lambda user: AgentRequest.objects.bulk_create(
            AgentRequest(user=user, email="a@b.example", asked_at=AT) for _ in range(2)
        ),
        lambda user: AgentRequest.objects.create(
            user=user, email="a@b.example", asked_at=AT, state=RequestState.REFUSED
        ),
        lambda user: AgentInvitation.objects.bulk_create(
            AgentInvitation(email="a@b.example", invited_at=AT, expires_at=AT) for _ in range(2)
        ),
    ],
)
def test_database_refuses_what_a_race_could_break(break_it: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        break_it(UserFactory.create())


postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="real races need PostgreSQL"
)


@postgresql
@pytest.mark.django_db(transaction=True)
def test_one_code_used_by_many_at_once_opens_one_account() -> None:
    _batch, [code] = make_codes(at=AT)
    users = UserFactory.create_batch(6)

    done = together(6, lambda number: actions.use_code(typed=code, user=users[number], at=AT))

    assert sum(isinstance(one, AgentStatus) for one in done) == 1
    assert done.count(AgentRefusal.KEY_USED) == 5
    assert User.objects.filter(is_agent=True).count() == 1


@postgresql
@pytest.mark.django_db(transaction=True)
def test_one_invitation_used_at_once_opens_one_account() -> None:
    invitation = make_invitation(at=AT)
    users = UserFactory.create_batch(4)

    done = together(
        4,
        lambda number: actions.use_invitation(invitation=invitation, user=users[number], at=AT),
    )

    assert done.count(AgentRefusal.KEY_USED) == 3


@postgresql
@pytest.mark.django_db(transaction=True)
def test_one_person_who_asks_twice_at_once_asks_once() -> None:
    make_request(at=AT)
    user = person_at_work("autre@ville.example")

    done = together(3, lambda _number: actions.ask(user=user, at=AT))

    assert done.count(AgentRefusal.ALREADY_ASKED) == 2
