"""What every mechanism owes to the core, whichever are switched on in the settings."""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.test import RequestFactory
from django.urls import get_resolver, reverse

from participation import rules
from participation.actions import answer_contribution, give_support, publish_contribution
from participation.actions.promises import amend_activity, archive_activity, give_verdict
from participation.enums import Level, Reason, Verdict
from participation.exports import open_data
from participation.mechanism import Mechanism, mechanism_of, mechanisms
from participation.models import Activity, Amendment, Contribution, Support
from participation.queries.answer_clock import counted
from portal.accounts.models import User
from portal.accounts.personal_data import sources
from portal.agenda import dates_between
from portal.decisions import Refused
from portal.owndata.actions import erase_person
from portal.owndata.persons import person_of
from tests.factories.accounts import UserFactory
from tests.factories.participation import IdeaConsultationFactory
from tests.support import clock
from tests.support.contract import MechanismContract, contracts, lacking
from tests.support.html import main_of, said

# shared/product.md §2: which mechanisms each level allows.
TABLE = {
    1: {"briefings", "workshops"},
    2: {"campaigns", "surveys", "workshops"},
    3: {"inquiries", "workshops"},
    4: {"ideas", "surveys", "workshops"},
    5: {"drafting", "ideas", "workshops", "surveys"},
    6: {"budgets", "workshops"},
}
FORBIDDEN = r"souten|soutien|aimer|j-aime|like|classement|vote"
TITLE, TEXT = "Un bout de trottoir plus large", "Les poussettes n’y passent pas, il faut l’élargir."


def named(mechanism: Mechanism) -> str:
    return mechanism.slug


def test_each_line_of_the_settings_registers_one_mechanism() -> None:
    assert len(mechanisms()) == len(settings.PARTICIPATION_MECHANISMS)
    assert len({mechanism.slug for mechanism in mechanisms()}) == len(mechanisms())


def test_each_mechanism_has_its_contract() -> None:
    assert lacking() == [], "write these: docs/adding-a-mechanism.md says what they hold"


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_it_says_what_it_is_and_at_which_levels(mechanism: Mechanism) -> None:
    assert str(mechanism.label)
    assert str(mechanism.invitation)
    assert mechanism.levels
    assert set(mechanism.levels) <= set(Level)
    assert mechanism_of(mechanism.slug) is mechanism


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_its_models_are_kinds_of_activity_and_contribution(mechanism: Mechanism) -> None:
    activity = apps.get_model(mechanism.activity_model)
    assert issubclass(activity, Activity)
    assert activity.mechanism_slug == mechanism.slug
    if mechanism.contribution_model:
        assert issubclass(apps.get_model(mechanism.contribution_model), Contribution)


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_its_pages_have_addresses_under_the_activity(mechanism: Mechanism) -> None:
    activity = Activity(slug="exemple", mechanism_name=mechanism.slug)
    assert mechanism.url(activity) == "/participer/exemple/"
    assert mechanism.url(activity, "contribute").startswith("/participer/exemple/")
    for name in ("activity", "contribute"):
        assert reverse(name, urlconf=mechanism.urlconf)


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_it_counts_what_is_open_in_french(mechanism: Mechanism, count: int) -> None:
    words = mechanism.open_label(count)
    assert words.startswith(f"{count} ")
    assert words == mechanism.open_label(count).lower()
    assert (mechanism.open_label(0)[2:] == mechanism.open_label(1)[2:]) is True


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_its_activities_are_searched_under_one_model_only(mechanism: Mechanism) -> None:
    assert isinstance(Activity.get_indexed_objects(), QuerySet)
    assert Activity.get_indexed_objects().query.is_empty()
    assert not apps.get_model(mechanism.activity_model).get_indexed_objects().query.is_empty()


@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_its_levels_are_those_of_the_product(mechanism: Mechanism) -> None:
    named_there = set().union(*TABLE.values())
    expected = {level for level, slugs in TABLE.items() if mechanism.slug in slugs}
    assert mechanism.slug not in named_there or set(mechanism.levels) == expected


@pytest.mark.usefixtures("portal_site", "now")
@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_the_admin_offers_its_levels_alone(
    mechanism: Mechanism, client_of: Any, administrator: User
) -> None:
    model: Any = apps.get_model(mechanism.activity_model)
    page = client_of(administrator).get(reverse(model.snippet_viewset.get_url_name("add")))
    options = main_of(page).select("select[name=level] option")
    offered = {int(str(one["value"])) for one in options if one.get("value")}
    # Where there is but one level, nobody is asked.
    assert offered == set(mechanism.levels) or (not offered and len(mechanism.levels) == 1)
    if not rules.LEVELS_WITH_SUPPORTS & set(mechanism.levels):
        assert not main_of(page).select("[name=supports_allowed]")


@pytest.mark.usefixtures("portal_site", "now")
@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_nothing_is_published_without_its_promise_or_at_another_level(mechanism: Mechanism) -> None:
    activity = contracts()[mechanism.slug].activity(live=False)
    others = [level for level in Level if level not in mechanism.levels]
    for wrong in ({"promise": " "}, *({"level": level} for level in others[:1])):
        draft = type(activity).objects.get(pk=activity.pk)
        for name, value in wrong.items():
            setattr(draft, name, value)
        revision = draft.save_revision(clean=False)
        with pytest.raises(Refused) as refused:
            revision.publish()
        assert refused.value.reason in {Reason.PROMISE_MISSING, Reason.LEVEL_NOT_ITS}
        assert not Activity.objects.get(pk=activity.pk).live


@pytest.mark.usefixtures("portal_site", "now")
@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_below_concertation_nothing_is_supported_whatever_was_set(mechanism: Mechanism) -> None:
    """What level 3 forbids: supports and ranking, by the form, an address or an action."""
    contract = contracts()[mechanism.slug]
    low = [level for level in mechanism.levels if level not in rules.LEVELS_WITH_SUPPORTS]
    for level in low:
        activity = contract.activity(level=level, supports_allowed=True)
        Activity.objects.filter(pk=activity.pk).update(supports_allowed=True)
        given = _published(contract, activity)
        if given is None:
            continue
        with pytest.raises(Refused):
            give_support(contribution=given, email="tilleul@test.example", at=clock.NOW)
        assert not Support.objects.exists()
    if low == list(mechanism.levels):
        written = [str(one.pattern) for one in get_resolver(mechanism.urlconf).url_patterns]
        assert not [one for one in written if re.search(FORBIDDEN, one)]


def _published(contract: MechanismContract, activity: Any, **fields: Any) -> Contribution | None:
    given = contract.contribute(activity, **fields)
    if given is not None:
        publish_contribution(contribution=given, moderator=None, at=clock.NOW)
        given = Contribution.objects.select_related("activity__tally").get(pk=given.pk)
    return given


@pytest.mark.usefixtures("portal_site", "now")
@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_its_terms_are_frozen_and_its_promise_is_judged(mechanism: Mechanism) -> None:
    contract = contracts()[mechanism.slug]
    activity: Any = contract.activity()
    if contract.contribute(activity) is not None:
        held = type(activity).objects.get(pk=activity.pk)
        held.promise, held.closes_at = "Autre chose.", clock.days(200)
        with pytest.raises(ValidationError) as refused:
            held.clean()
        assert {"promise", "closes_at"} <= set(refused.value.error_dict)
        draft = held.save_revision(clean=False).as_object()
        assert draft.promise == activity.promise
        amend_activity(
            activity=activity, terms={"promise": "Mieux."}, reason="Vu.", by=None, at=clock.NOW
        )
        assert [one.term for one in Amendment.objects.all()] == ["promise"]
    over = clock.after(activity)
    fresh = Activity.objects.select_related("tally").get(pk=activity.pk)
    with pytest.raises(Refused) as early:
        archive_activity(activity=fresh, by=None, at=over)
    assert early.value.reason == Reason.VERDICT_MISSING
    give_verdict(activity=fresh, outcome="kept", reasons="Tout est fait.", by=None, at=over)
    archive_activity(activity=fresh, by=None, at=over)


@pytest.mark.usefixtures("portal_site", "now")
@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_its_dates_are_in_the_one_calendar(mechanism: Mechanism, rf: RequestFactory) -> None:
    activity = contracts()[mechanism.slug].activity()
    request = rf.get("/")
    request.user = AnonymousUser()
    found = dates_between(request, clock.days(-20), clock.days(400))
    mine = {thing.uid for thing in found if thing.activity_id == activity.pk}
    assert {f"activite-{activity.pk}-ouverture", f"activite-{activity.pk}-fin"} <= mine


@pytest.mark.usefixtures("portal_site", "now")
@pytest.mark.parametrize("mechanism", mechanisms(), ids=named)
def test_a_contribution_goes_the_way_of_all_others(
    mechanism: Mechanism, client: Any, client_of: Any, officer: User, moderator: User
) -> None:
    """Read, one's own, followed by its number, answered, counted, exported, taken away, erased."""
    contract = contracts()[mechanism.slug]
    person = UserFactory.create(email="tilleul@test.example")
    activity = contract.activity()
    given = contract.contribute(
        activity, title=TITLE, text=TEXT, email=person.email, author=person, display_name="Tilleul"
    )
    if given is None:
        assert mechanism.contribution_model is None
        return
    assert TITLE in said(client_of(person).get("/compte/contributions/"))
    assert TITLE in client_of(moderator).get(reverse("moderation:index")).content.decode()
    desk = reverse("contributions:edit", args=[given.pk])
    client_of(moderator).post(desk, {"action": "publish"})
    given = Contribution.objects.select_related("activity").get(pk=given.pk)
    assert given.is_public and given.url.startswith(activity.url)
    assert TITLE in said(client.get(given.url))
    _answered(given, mechanism, client)
    _exported(given, mechanism)
    _words_are_its_own(given, mechanism, client, client_of(officer))
    erase_person(person=person_of(person), at=clock.NOW)
    left = Contribution.objects.filter(pk=given.pk).first()
    assert left is None or not (left.email or left.author_id or "Tilleul" in left.display_name)


def _answered(given: Contribution, mechanism: Mechanism, client: Any) -> None:
    assert counted().filter(pk=given.pk).exists()
    final = next(one for one in mechanism.verdicts if one != Verdict.UNDER_STUDY)
    answer_contribution(
        contribution=given, verdict=final, text="C’est entendu.", author=None, at=clock.NOW
    )
    given.refresh_from_db()
    assert given.answered_at == clock.NOW
    assert "C’est entendu." in said(client.get(given.story_url))


def _exported(given: Contribution, mechanism: Mechanism) -> None:
    activity = given.activity
    whole = json.loads(b"".join(open_data.json_pieces(activity, "https://ville.example")))
    assert whole["columns"] == list(open_data.COLUMNS)
    (row,) = whole[mechanism.rows_name]
    assert (row["title"], row["number"]) == (TITLE, given.number)
    assert "tilleul" not in json.dumps(row).lower()
    head = next(iter(open_data.csv_pieces(activity, ""))).decode()
    assert all(column in head for column in open_data.COLUMNS)
    assert TITLE in [str(kept) for kept in _taken_away(given)]


def _taken_away(given: Contribution) -> list[object]:
    """The titles in what the author may take away."""
    person = person_of(User.objects.get(pk=given.author_id))
    source = next(one for one in sources() if one.name == "contributions")
    return [value for one in source.export(person) for value in one.values.values()]


def _words_are_its_own(given: Contribution, mechanism: Mechanism, client: Any, desk: Any) -> None:
    """Nobody is told of an idea who gave none."""
    model = apps.get_model(str(mechanism.contribution_model))
    if "idée" in str(model._meta.verbose_name):
        return
    pages = [given.story_url, given.url]
    assert [one for one in pages if _says_idea(client.get(one))] == []
    screens = [
        reverse("calls:dashboard", args=[given.activity_id]),
        reverse("calls:export", args=[given.activity_id]),
        reverse("contributions:edit", args=[given.pk]),
        reverse("participation_promises", args=[given.activity_id]),
    ]
    assert [one for one in screens if _says_idea(desk.get(one))] == []


def _says_idea(page: Any) -> bool:
    return bool(re.search(r"\bidées?\b", main_of(page).get_text(" ").lower()))


@pytest.mark.usefixtures("portal_site")
def test_an_activity_whose_mechanism_was_dropped_is_not_found(client: Any) -> None:
    call = IdeaConsultationFactory.create()
    Activity.objects.filter(pk=call.pk).update(mechanism_name="disparu")
    assert client.get(call.url).status_code == 404
    assert client.get("/participer/").status_code == 200


@pytest.mark.usefixtures("portal_site")
@pytest.mark.parametrize("rest", ["inconnu/", "idees/abc/", "../../admin/", "contribuer/x"])
def test_an_address_no_mechanism_knows_is_not_found(client: Any, rest: str) -> None:
    call = IdeaConsultationFactory.create()
    assert client.get(f"{call.url}{rest}").status_code == 404


@pytest.mark.usefixtures("portal_site")
def test_a_missing_final_slash_is_forgiven(client: Any) -> None:
    call = IdeaConsultationFactory.create()
    assert client.get(f"{call.url}contribuer").headers["Location"] == f"{call.url}contribuer/"
