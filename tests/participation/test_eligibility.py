"""Who may take part: the rules as tables, lists and codes as hashes, forms, freezing, races."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from participation import actions
from participation.eligibility import (
    Eligibility,
    EligibilityReason,
    Proof,
    RollKind,
    decide,
    is_birth_year,
    name_key,
    number_key,
    roll_key,
    settings_fault,
)
from participation.ideas.actions import submit_idea
from participation.ideas.models import Idea
from participation.models import Activity, EligibilityCode, EligibilityMark, RollEntry
from portal.accounts.models import User
from portal.decisions import Refused
from portal.form_tokens import new_token
from portal.paper_codes import display
from tests.factories.accounts import SuperuserFactory
from tests.factories.participation import IdeaConsultationFactory, make_idea
from tests.support import clock
from tests.support.html import error_of, form_data, main_of, plain, soup
from tests.support.threads import together

E = Eligibility
R = EligibilityReason
TEXT = "Un banc à l’ombre devant l’école, pour attendre."


@pytest.mark.parametrize(
    ("eligibility", "facts", "reason"),
    [
        (E.NONE, {}, None),
        (E.HONOUR, {"declared": True}, None),
        (E.HONOUR, {}, R.NOT_DECLARED),
        (E.ROLL, {}, R.NOT_ON_ROLL),
        (E.ROLL, {"found": True}, None),
        (E.ROLL, {"found": True, "used": True}, None),
        (E.ROLL, {"found": True, "used": True, "once": True}, R.ALREADY_USED),
        (E.ROLL, {"declared": True}, R.NOT_ON_ROLL),
        (E.CODE, {}, R.CODE_UNKNOWN),
        (E.CODE, {"found": True, "once": True}, None),
        (E.CODE, {"found": True, "cancelled": True}, R.CODE_CANCELLED),
        (E.CODE, {"found": True, "used": True, "once": True}, R.ALREADY_USED),
    ],
)
def test_who_may_take_part(eligibility: E, facts: dict[str, bool], reason: R | None) -> None:
    assert decide(eligibility, **facts).reason == reason


@pytest.mark.parametrize(
    ("eligibility", "condition", "once", "field"),
    [
        (E.NONE, "", False, ""),
        (E.HONOUR, "J’habite la ville.", False, ""),
        (E.HONOUR, " ", False, "eligibility_condition"),
        (E.HONOUR, "Je suis de nationalité française.", False, "eligibility_condition"),
        (E.ROLL, "Nationalite", False, "eligibility_condition"),
        (E.HONOUR, "J’habite la ville.", True, "eligibility_once"),
        (E.NONE, "", True, "eligibility_once"),
        (E.ROLL, "", True, ""),
        (E.CODE, "", True, ""),
    ],
)
def test_what_an_activity_may_ask(eligibility: E, condition: str, once: bool, field: str) -> None:
    found, decision = settings_fault(eligibility, condition, once=once)

    assert (found, bool(decision)) == (field, not field)


@pytest.mark.parametrize(
    "typed", ["Marie-Hélène DUPONT", "dupont marie helene", " Dupont  Marie Hélène"]
)
def test_name_is_recognised_however_written(typed: str) -> None:
    assert name_key(typed) == "dupont helene marie"


def test_keys_need_everything() -> None:
    assert number_key(" ab-12 34 ") == "AB1234"
    assert roll_key(RollKind.NAMES, Proof(name="Anne")) == ""
    assert roll_key(RollKind.NAMES, Proof(name=" ", birth_year=1980)) == ""
    assert roll_key(RollKind.NUMBERS, Proof(number="--")) == ""
    assert is_birth_year(1906, date(2026, 1, 1))
    assert not is_birth_year(2027, date(2026, 1, 1))


def call_with(eligibility: E, **fields: Any) -> Any:
    return IdeaConsultationFactory.create(eligibility=eligibility, **fields)


def brought(call: Any, *people: tuple[str, int]) -> None:
    keys = [roll_key(RollKind.NAMES, Proof(name=name, birth_year=year)) for name, year in people]
    by = SuperuserFactory.create()
    actions.import_roll(activity=call, kind=RollKind.NAMES, keys=keys, by=by, at=clock.NOW)


def refused(work: Any, *args: Any, **kwargs: Any) -> Any:
    with pytest.raises(Refused) as caught:
        work(*args, **kwargs)
    return caught.value.reason


@pytest.mark.django_db
def test_declaration_is_kept_with_the_idea() -> None:
    call = call_with(E.HONOUR, eligibility_condition="J’habite la ville.")

    assert refused(make_idea, call) == R.NOT_DECLARED
    idea = make_idea(call, proof=Proof(declared=True))

    mark = EligibilityMark.objects.get()
    assert (mark.contribution_id, mark.eligibility, mark.condition) == (
        idea.pk,
        "honour",
        "J’habite la ville.",
    )
    assert Idea.objects.count() == 1


@pytest.mark.django_db
def test_list_recognises_without_being_readable() -> None:
    call, other = call_with(E.ROLL), call_with(E.ROLL)
    for one in (call, other):
        brought(one, ("Anne Dupont", 1980), ("Ali Ben", 1990))
    proof = Proof(name="DUPONT Anne", birth_year=1980)

    make_idea(call, proof=proof)
    make_idea(call, proof=proof)
    wrong = Proof(name="Dupont Anne", birth_year=1981)

    assert refused(make_idea, call, proof=wrong) == R.NOT_ON_ROLL
    hashes = [
        set(RollEntry.objects.filter(activity=one).values_list("value_hash", flat=True))
        for one in (call, other)
    ]
    assert hashes[0] & hashes[1] == set()
    kept = str(list(RollEntry.objects.values_list())).lower()
    assert "dupont" not in kept
    assert RollEntry.objects.filter(used_on__isnull=False).count() == 0


@pytest.mark.django_db
def test_each_person_once_where_the_activity_says_so() -> None:
    call = call_with(E.ROLL, eligibility_once=True)
    brought(call, ("Anne Dupont", 1980))
    proof = Proof(name="Anne Dupont", birth_year=1980)

    make_idea(call, proof=proof)

    assert refused(make_idea, call, proof=proof) == R.ALREADY_USED
    assert Idea.objects.count() == 1


@pytest.mark.django_db
def test_list_brought_again_keeps_what_was_used() -> None:
    call = call_with(E.ROLL, eligibility_once=True)
    brought(call, ("Anne Dupont", 1980), ("Ali Ben", 1990))
    make_idea(call, proof=Proof(name="Anne Dupont", birth_year=1980))

    brought(call, ("Zoé Petit", 2000))

    assert RollEntry.objects.count() == 2
    again = Proof(name="Anne Dupont", birth_year=1980)
    assert refused(make_idea, call, proof=again) == R.ALREADY_USED
    numbers = {"activity": call, "kind": RollKind.NUMBERS, "keys": ["A1"], "at": clock.NOW}
    by = SuperuserFactory.create()
    assert refused(actions.import_roll, by=by, **numbers) == R.KIND_CHANGES


@pytest.mark.django_db
def test_codes_of_an_activity() -> None:
    call, other = call_with(E.CODE, eligibility_once=True), call_with(E.CODE)
    by = SuperuserFactory.create()
    drawing = {"label": "Lettre", "by": by, "at": clock.NOW}
    batch, [code, spare] = actions.draw_codes(activity=call, count=2, **drawing)

    make_idea(call, proof=Proof(code=display(code).lower()))

    assert refused(make_idea, call, proof=Proof(code=code)) == R.ALREADY_USED
    assert refused(make_idea, other, proof=Proof(code=spare)) == R.CODE_UNKNOWN
    assert refused(make_idea, call, proof=Proof(code="x")) == R.CODE_UNKNOWN
    actions.cancel_codes(batch=batch, by=by, at=clock.NOW)
    assert refused(make_idea, call, proof=Proof(code=spare)) == R.CODE_CANCELLED
    assert code not in str(list(EligibilityCode.objects.values_list()))


@pytest.mark.django_db
def test_list_and_codes_belong_to_their_way() -> None:
    call, by = call_with(E.NONE), SuperuserFactory.create()

    for work, fields in (
        (actions.import_roll, {"kind": "names", "keys": ["x"]}),
        (actions.draw_codes, {"label": "x", "count": 1}),
    ):
        assert refused(work, activity=call, by=by, at=clock.NOW, **fields) == R.NOT_THIS_WAY


@pytest.mark.django_db
def test_same_form_sent_twice_says_that_it_was_received() -> None:
    call = call_with(E.ROLL, eligibility_once=True)
    brought(call, ("Anne Dupont", 1980))
    proof = Proof(name="Anne Dupont", birth_year=1980)
    make_idea(call, proof=proof, form_token="le-meme")

    from participation.enums import Reason  # noqa: PLC0415

    assert refused(make_idea, call, proof=proof, form_token="le-meme") == Reason.ALREADY_SENT


@pytest.mark.django_db
def test_terms_freeze_with_the_others() -> None:
    call = call_with(E.HONOUR, eligibility_condition="J’habite la ville.")
    make_idea(call, proof=Proof(declared=True))
    call.refresh_from_db()
    call.eligibility = E.NONE

    with pytest.raises(ValidationError) as frozen:
        call.clean()
    assert set(frozen.value.error_dict) == {"eligibility"}
    by = SuperuserFactory.create()
    [made] = actions_amend(call, by, eligibility_condition="J’habite ou travaille en ville.")
    assert (made.term, made.after) == ("eligibility_condition", "J’habite ou travaille en ville.")
    with pytest.raises(ValidationError):
        actions_amend(call, by, eligibility_condition="Ma nationalité.")


def actions_amend(call: Any, by: User, **terms: Any) -> Any:
    from participation.actions.promises import amend_activity  # noqa: PLC0415

    fresh = Activity.objects.get(pk=call.pk)
    return amend_activity(
        activity=fresh, terms=terms, reason="Précision.", by=by, at=clock.during(call)
    )


@pytest.mark.django_db
def test_database_refuses_once_without_a_check() -> None:
    call = call_with(E.NONE)

    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=call.pk).update(eligibility_once=True)


@pytest.mark.django_db
def test_lists_and_codes_are_erased_after_the_end() -> None:
    call = call_with(E.ROLL)
    brought(call, ("Anne Dupont", 1980))
    end: datetime = call.closes_at
    days = timedelta(days=settings.ELIGIBILITY_RETENTION_DAYS)

    assert actions.erase_rolls(at=end + days) == 0
    assert actions.erase_rolls(at=end + days + timedelta(days=1), dry_run=True) == 1
    assert actions.erase_rolls(at=end + days + timedelta(days=1)) == 1
    assert not RollEntry.objects.exists()


def write(client: Any, call: Any, action: str = "envoyer", **fields: str) -> Any:
    page = client.get(call.contribute_url)
    data = form_data(page, title="Un banc", text=TEXT, action=action, **fields)
    return client.post(call.contribute_url, data)


@pytest.mark.django_db
@pytest.mark.usefixtures("portal_site", "now")
def test_form_asks_for_the_declaration(client: Any) -> None:
    call = call_with(E.HONOUR, eligibility_condition="J’habite, étudie ou travaille en ville.")

    missing = write(client, call)
    read_again = write(client, call, action="relire", honour="on")
    given = write(client, call, honour="on")

    assert error_of(missing, "honour")
    assert "J’habite, étudie ou travaille en ville." in plain(main_of(read_again))
    assert given.status_code == 302


@pytest.mark.django_db
@pytest.mark.usefixtures("portal_site", "now")
def test_form_compares_with_the_list_and_limits_tries(client: Any) -> None:
    call = call_with(E.ROLL, eligibility_once=True)
    brought(call, ("Anne Dupont", 1980))
    proof = {"proof_name": "anne dupont", "proof_birth_year": "1980"}

    wrong = write(client, call, **{**proof, "proof_birth_year": "1981"})
    read_again = write(client, call, action="relire", **proof)
    given = write(client, call, **proof)

    assert error_of(wrong, "proof_name")
    assert read_again.status_code == 200
    assert given.status_code == 302
    for _try in range(settings.ELIGIBILITY_LIMIT - 1):
        last = write(client, call, **{**proof, "proof_name": "quelqu’un d’autre"})
    stopped = write(client, call, **proof)
    assert (last.status_code, stopped.status_code) == (200, 429)
    assert TEXT in main_of(stopped).find("textarea").get_text()


@pytest.mark.django_db
@pytest.mark.usefixtures("portal_site", "now")
def test_form_asks_for_a_code(client: Any) -> None:
    call = call_with(E.CODE, eligibility_once=True)
    by = SuperuserFactory.create()
    _batch, [code] = actions.draw_codes(activity=call, label="Lettre", count=1, by=by, at=clock.NOW)

    assert write(client, call, proof_code=code).status_code == 302
    assert error_of(write(client, call, proof_code=code), "proof_code")
    assert EligibilityCode.objects.get().used_on is not None


def desk(call: Any) -> str:
    return reverse("calls:eligibility", args=[call.pk])


@pytest.mark.django_db
@pytest.mark.usefixtures("portal_site", "now")
def test_officer_brings_a_list(client_of: Any, officer: User, moderator: User) -> None:
    call = call_with(E.ROLL)
    text = "Nom;Prénom;Date de naissance\nDupont;Anne;12/03/1980\nBen;Ali;\n"
    file = SimpleUploadedFile("liste.csv", text.encode())
    browser = client_of(officer)
    assert browser.get(desk(call)).status_code == 200

    page = browser.post(desk(call), {"action": "roll", "file": file})

    assert page.context["faults"] == [(3, page.context["faults"][0][1])]
    assert RollEntry.objects.count() == 1
    make_idea(call, proof=Proof(name="Anne Dupont", birth_year=1980))
    assert client_of(moderator).get(desk(call)).status_code in {302, 403}


@pytest.mark.django_db
@pytest.mark.usefixtures("portal_site", "now")
def test_officer_prints_codes_once(client_of: Any, officer: User) -> None:
    call = call_with(E.CODE)
    data = {"action": "draw", "label": "Lettre", "count": 100, "token": new_token()}
    browser = client_of(officer)

    sheets = browser.post(desk(call), data)

    assert len(soup(sheets).select(".code-slip")) == 100
    assert not soup(browser.post(desk(call), data, follow=True)).select(".code-slip")
    batch = call.eligibility_batches.get()
    assert browser.post(desk(call), {"action": "cancel", "batch": batch.pk}).status_code == 302
    batch.refresh_from_db()
    assert batch.cancelled_at is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="real races need PostgreSQL")
def test_one_code_at_once_serves_one_person() -> None:
    call = call_with(E.CODE, eligibility_once=True)
    by = SuperuserFactory.create()
    _batch, [code] = actions.draw_codes(activity=call, label="Lettre", count=1, by=by, at=clock.NOW)

    def give(number: int) -> Any:
        return submit_idea(
            consultation=call,
            title=f"Idée {number}",
            text=TEXT,
            at=clock.during(call),
            proof=Proof(code=code),
        )

    done = together(6, give)

    assert done.count(R.ALREADY_USED) == 5
    assert Idea.objects.count() == 1
