"""A full election over the real pages: written, voted online and on paper, counted, recounted.

500 people vote online: 480 by the code of a letter, 20 with an account. 120 papers come: 80 at the
voting place, 40 in envelopes, 3 of which are of people who voted online: set aside unopened.
117 papers are keyed in and counted, and 617 ballots in all.
"""

import hashlib
import json
import shutil
from collections import Counter
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from participation.budgets.models import (
    BallotBox,
    Count,
    DoubleVote,
    ParticipatoryBudget,
    SealedBallot,
    VoteEvent,
)
from portal.security.models import SecurityEvent
from tests.factories.accounts import UserFactory
from tests.support import clock
from tests.support.client import StrictClient
from tests.support.counted import recounted_alone
from tests.support.election import (
    DISTRICTS,
    Person,
    conductor,
    confirms,
    download,
    marks_of,
    print_codes,
    proves_code,
    publish_rules,
    put_projects,
    reads_again,
    winners_in,
    write_budget,
)
from tests.support.election_papers import (
    comes,
    enter_at_place,
    holds_place,
    key_in_twice,
    open_envelopes,
    typed,
)
from tests.support.html import main_of, said
from tests.support.paper_votes import HOLD, KEY, staff
from tests.support.voting import basket_of, moment, receipt_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal_site", "now")]

PROJECTS = range(1, 31)
ONLINE, WITH_ACCOUNT, AT_PLACE, IN_ENVELOPES = 500, 20, 80, 40
# Who votes online, and whose envelope comes too.
TWICE = (5, 250, 480)
# Papers that the second person misread, in each bundle: what was read instead.
MISREAD_AT_PLACE: dict[int, dict[int, int]] = {3: {30: 1}, 41: {1: 5, 2: 5}, 80: {7: 2}}
MISREAD_IN_ENVELOPES: dict[int, dict[int, int]] = {1: {2: 4}, 37: {29: 3}}
COUNT_OPTIONS = "--rule=mes --utility=points --completion=add1u --step=50 --edges=parvis"


def run_budgets() -> str:
    """What the minute brings; it must not fail."""
    out = StringIO()
    call_command("run_budgets", stdout=out)
    return out.getvalue()


def everybody_votes_online(
    budget: ParticipatoryBudget, client_of: Any, codes: list[str]
) -> list[str]:
    """All but the last person; the receipts of three, whose pages are read by all the rules."""
    receipts = []
    for number in range(1, ONLINE):
        person, code = Person(number), codes[number - 1 : number]
        reader = number in (1, 100, ONLINE - 1)
        browser = _browser(client_of, signed_in=number > len(codes), reader=reader)
        reads_again(browser, budget, marks_of(number, PROJECTS))
        for one in code:
            proves_code(browser, budget, one)
        cast = confirms(browser, budget, person)
        assert cast.status_code == 303, (number, said(cast))
        if reader:
            receipts.append(receipt_on(browser.get(cast.headers["Location"])))
    return receipts


def _browser(client_of: Any, *, signed_in: bool, reader: bool) -> Client:
    """Somebody's browser; `reader` is one that refuses a faulty page."""
    if signed_in:
        signed: Client = client_of(UserFactory.create())
        return signed
    return StrictClient() if reader else Client()


def the_last_second(
    budget: ParticipatoryBudget, codes: list[str], move_to: Any
) -> tuple[Any, Any, StrictClient]:
    """One vote confirmed one second before closing, another at the very moment of closing."""
    in_time, late = StrictClient(), StrictClient()
    move_to(moment(budget, after=-60))
    for number, browser in ((ONLINE, in_time), (ONLINE + 1, late)):
        reads_again(browser, budget, marks_of(number, PROJECTS))
        proves_code(browser, budget, codes[number - ONLINE])
    move_to(clock.at_the_last_second(budget))
    taken = confirms(in_time, budget, Person(ONLINE))
    move_to(clock.at_closing(budget))
    return taken, confirms(late, budget, Person(ONLINE + 1)), late


def papers_come(client_of: Any, budget: ParticipatoryBudget) -> list[Person]:
    """120 papers: those at the place, those in envelopes; whose envelopes were set aside."""
    holder = staff(HOLD)
    place = holds_place(client_of, budget, holder)
    enter_at_place(place, [Person(1_000 + one) for one in range(AT_PLACE)])
    honest = [Person(2_000 + one) for one in range(IN_ENVELOPES - len(TWICE))]
    posted = [*honest[:10], *map(Person, TWICE), *honest[10:]]
    return open_envelopes(client_of(holder), budget, posted)


def papers_are_keyed_in(client_of: Any, budget: ParticipatoryBudget) -> int:
    """Both bundles by the same two agents; how many papers they read differently."""
    agents = (client_of(staff(KEY)), client_of(staff(KEY)))
    place = [marks_of(1_000 + one, PROJECTS) for one in range(AT_PLACE)]
    posted = [marks_of(2_000 + one, PROJECTS) for one in range(IN_ENVELOPES - len(TWICE))]
    found = key_in_twice(agents, budget, place, MISREAD_AT_PLACE, channel="booth")
    return found + key_in_twice(agents, budget, posted, MISREAD_IN_ENVELOPES, channel="postal")


def ballots_of_all() -> Counter[str]:
    """What the 617 people chose, worked out apart from the portal, as bulletins.csv says it."""
    people = [
        *range(1, ONLINE + 1),
        *range(1_000, 1_000 + AT_PLACE),
        *range(2_000, 2_000 + IN_ENVELOPES - len(TWICE)),
    ]
    return Counter(typed(marks_of(one, PROJECTS)) for one in people)


def published_ballots(folder: Path) -> Counter[str]:
    """The ballots of bulletins.csv."""
    rows = (folder / "bulletins.csv").read_text().splitlines()[1:]
    return Counter(row.split(",")[2] for row in rows)


def rewritten(folder: Path, name: str, content: bytes) -> None:
    """A file replaced, and the manifest with it, as somebody who wants to deceive does."""
    manifest = json.loads((folder / "manifeste.json").read_text())
    manifest[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
    (folder / name).write_bytes(content)
    (folder / "manifeste.json").write_text(json.dumps(manifest))


def one_ballot_altered(folder: Path, name: str, among: range) -> None:
    """The last voter who left a project out gives it everything."""
    lines = (folder / name).read_text().splitlines()
    for place in range(len(lines) - 1, -1, -1):
        number, chosen, _points = lines[place].split(";")
        left_out = {*map(str, among)} - {*chosen.split(",")}
        if left_out:
            break
    lines[place] = f"{number};{min(left_out)};5"
    rewritten(folder, name, ("\n".join(lines) + "\n").encode())


def one_rule_altered(folder: Path) -> None:
    """Ten thousand euros more."""
    rules = json.loads((folder / "regle.json").read_text())
    rules["envelopes"][0]["budget"] += 10_000
    text = json.dumps(rules, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    rewritten(folder, "regle.json", text.encode())


def tallied(path: Path, options: str) -> list[str]:
    """The winners that `manage.py tally` finds in a published file."""
    out = StringIO()
    call_command("tally", str(path), *options.split(), "--json", stdout=out)
    winners: list[str] = json.loads(out.getvalue())["winners"]
    return winners


def receipt_page(budget: ParticipatoryBudget, receipt: str) -> str:
    page = StrictClient().get(f"{budget.url}resultats/recepisse/", {"recepisse": receipt})
    return said(page)


def assert_results_say(budget: ParticipatoryBudget, winners: list[str]) -> None:
    """The page shows the winners, in their order."""
    page = main_of(StrictClient().get(f"{budget.url}resultats/"))
    shown = [one.get_text(strip=True) for one in page.select("li.winner h3")]
    assert shown == [f"Projet {int(one):02d}" for one in winners]


def assert_recount_is_honest(folder: Path, tmp_path: Path, name: str, among: range) -> None:
    """The script, in an empty environment, agrees with what was published and nothing else."""
    done = recounted_alone(folder)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    for altered, change in (
        ("ballot", lambda copy: one_ballot_altered(copy, name, among)),
        ("rule", one_rule_altered),
    ):
        copy = Path(shutil.copytree(folder, tmp_path / altered))
        change(copy)
        recounted = recounted_alone(copy)
        assert recounted.returncode == 1, recounted.stdout + recounted.stderr


def assert_receipts_are_found(budget: ParticipatoryBudget, receipts: list[str]) -> None:
    """Three people find their ballot in the list; a number that nobody was given is not in it."""
    assert len(set(receipts)) == 3
    for receipt in receipts:
        assert "Votre bulletin était dans l’urne" in receipt_page(budget, receipt)
    assert "pas dans la liste" in receipt_page(budget, "0000-0000-0000-0000")


def assert_closes_to_the_second(
    budget: ParticipatoryBudget, codes: list[str], move_to: Any
) -> None:
    """A vote counts one second before closing; at closing it is refused, and its basket kept."""
    taken, refused, late = the_last_second(budget, codes, move_to)
    assert taken.status_code == 303
    assert refused.status_code == 403
    assert "Il s’est terminé le" in said(refused)
    marks = marks_of(ONLINE + 1, PROJECTS)
    assert basket_of(late, budget) == tuple((str(one), points) for one, points in marks.items())


def assert_closed_and_counted(client_of: Any, budget: ParticipatoryBudget, move_to: Any) -> None:
    """Sealed at closing; counted with the 117 papers signed off, five of them read twice.

    By itself a day later: until then, an envelope may still be on a desk.
    """
    assert run_budgets() == f"seal: {budget.title}\n"
    assert SealedBallot.objects.count() == ONLINE
    assert papers_are_keyed_in(client_of, budget) == 5
    assert SecurityEvent.objects.filter(event="budgets.papers.resolved").count() == 5
    assert DoubleVote.objects.count() == len(TWICE) == 3
    assert VoteEvent.objects.filter(kind="double_vote").count() == 3
    assert SealedBallot.objects.count() == ONLINE + AT_PLACE + IN_ENVELOPES - len(TWICE) == 617
    assert run_budgets() == ""
    move_to(clock.at_closing(budget) + timedelta(days=1))
    assert f"count: {budget.title}\n" in run_budgets()
    assert BallotBox.objects.get().counted_at is not None
    [envelope] = json.loads(Count.objects.get().result)["envelopes"]
    assert envelope["ballots"] == 617


def test_a_full_election_over_the_real_pages(client_of, move_to, tmp_path):
    move_to(clock.NOW)
    desk = client_of(conductor())
    fields = {"envelope_mode": "guarantee", "envelope": "600000"}
    budget = write_budget(desk, clock.days(10), clock.days(24), **fields)
    put_projects(budget, len(PROJECTS))
    publish_rules(desk, budget)
    codes = print_codes(client_of, budget, ONLINE - WITH_ACCOUNT + 1)
    move_to(clock.at_opening(budget))
    assert run_budgets() == f"open: {budget.title}\n"
    move_to(clock.during(budget))
    receipts = everybody_votes_online(budget, client_of, codes[:-2])
    assert [one.number for one in papers_come(client_of, budget)] == list(TWICE)
    # Somebody who voted online is given no ballot at the place either.
    place = holds_place(client_of, budget, staff(HOLD))
    assert "A déjà voté en ligne" in comes(place, reverse("voting_booth:index"), Person(1))

    assert_closes_to_the_second(budget, codes[-2:], move_to)
    assert_closed_and_counted(client_of, budget, move_to)

    folder = download(budget, tmp_path / "published")
    assert published_ballots(folder) == ballots_of_all()
    winners = winners_in(folder)["ville"]
    # The guarantee: ten projects in each district, one elected at least.
    assert {(int(one) - 1) // 10 for one in winners} == {0, 1, 2}
    assert_results_say(budget, winners)
    assert_recount_is_honest(folder, tmp_path, "ville.pb", PROJECTS)
    assert tallied(folder / "ville.pb", f"{COUNT_OPTIONS} --guarantee-district") == winners
    call_command("verify_count", budget.slug, stdout=StringIO())
    assert_receipts_are_found(budget, receipts)


def districts_vote(
    client_of: Any, budget: ParticipatoryBudget, codes: list[str], among: dict[str, range]
) -> None:
    """Twelve people online, four in each district; one on paper in each."""
    for number, code in enumerate(codes):
        district, browser = DISTRICTS[number % 3], StrictClient()
        reads_again(browser, budget, marks_of(number, among[district]), district)
        proves_code(browser, budget, code)
        assert confirms(browser, budget, Person(number)).status_code == 303
    place = holds_place(client_of, budget, staff(HOLD))
    for rank, district in enumerate(DISTRICTS):
        enter_at_place(place, [Person(100 + rank)], envelope=district)


def papers_of_districts_are_keyed_in(
    client_of: Any, budget: ParticipatoryBudget, among: dict[str, range]
) -> None:
    """A bundle for each district, read alike by both agents."""
    agents = (client_of(staff(KEY)), client_of(staff(KEY)))
    for rank, district in enumerate(DISTRICTS):
        bundle = {"channel": "booth", "envelope": district}
        papers = [marks_of(100 + rank, among[district])]
        assert key_in_twice(agents, budget, papers, {}, **bundle) == 0


def test_an_election_of_districts_over_the_real_pages(client_of, move_to, tmp_path):
    move_to(clock.NOW)
    desk = client_of(conductor())
    fields = {"envelope_mode": "districts", "envelope": "0"}
    envelopes = ("60000", "80000", "100000")
    budget = write_budget(
        desk, clock.days(10), clock.days(24), envelopes=envelopes, step="1", **fields
    )
    put_projects(budget, 3 * len(DISTRICTS))
    publish_rules(desk, budget)
    codes = print_codes(client_of, budget, 12)
    move_to(clock.during(budget))
    run_budgets()
    among = {code: range(3 * place + 1, 3 * place + 4) for place, code in enumerate(DISTRICTS)}
    districts_vote(client_of, budget, codes, among)
    move_to(clock.at_closing(budget))
    papers_of_districts_are_keyed_in(client_of, budget, among)
    run_budgets()

    folder = download(budget, tmp_path / "published")
    winners = winners_in(folder)
    assert set(winners) == set(DISTRICTS)
    assert_results_say(budget, [one for district in DISTRICTS for one in winners[district]])
    assert_recount_is_honest(folder, tmp_path, "nord.pb", among["nord"])
    for district, elected in winners.items():
        options = COUNT_OPTIONS.replace("--step=50", "--step=1")
        assert tallied(folder / f"{district}.pb", options) == elected
