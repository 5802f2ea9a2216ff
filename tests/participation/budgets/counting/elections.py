"""Small elections for tests, random ones, and equal shares written as its definition says."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

from hypothesis import strategies as st

from participation.budgets.counting.election import Election, Limits, Project

COSTS = st.one_of(st.integers(1, 60), st.sampled_from([Fraction(1, 2), Fraction(101, 10)]))


def election(
    budget: object,
    costs: Mapping[str, object],
    ballots: Iterable[object],
    kind: str = "approval",
    **limits: object,
) -> Election:
    """An election in one call. A ballot of approvals may be a text: `"ab"` names a and b."""
    projects = tuple(Project(name, cost, f"Projet {name}") for name, cost in costs.items())
    grouped = Counter(_ballot(one, kind) for one in ballots)
    return Election(budget, projects, kind, dict(grouped), Limits(**limits))


def _ballot(ballot: object, kind: str) -> tuple:
    if isinstance(ballot, Mapping):
        return tuple(sorted(ballot.items()))
    return tuple(ballot) if kind == "ordinal" else tuple(sorted(ballot))


@st.composite
def elections(draw: st.DrawFn, kind: str = "approval", most: int = 12) -> Election:
    """Elections with many ties: few costs, few voters, much in common."""
    names = draw(st.lists(st.sampled_from("abcdefgh10"), min_size=1, max_size=7, unique=True))
    costs = {name: draw(COSTS) for name in names}
    if kind == "approval":
        ballot = st.lists(st.sampled_from(names), unique=True)
    else:
        given = st.one_of(st.integers(0, 4), st.just(Fraction(3, 2)))
        ballot = st.dictionaries(st.sampled_from(names), given)
    ballots = draw(st.lists(ballot, max_size=most))
    budget = draw(st.one_of(st.integers(0, 150), st.just(Fraction(199, 3))))
    return election(budget, costs, ballots, kind)


def by_definition(
    election: Election, share: Fraction, worth: Mapping[str, object], key: Mapping[str, int]
) -> list[str]:
    """Equal shares voter by voter, without grouping and without any shortcut: slow, and plain."""
    voters = [
        dict(ballot) if election.kind != "approval" else dict.fromkeys(ballot, 1)
        for ballot, many in election.ballots.items()
        for _ in range(many)
    ]
    money = [Fraction(share)] * len(voters)
    left = {project.id: project.cost for project in election.projects if project.cost > 0}
    bought: list[str] = []
    while True:
        offers = []
        for name, cost in left.items():
            voting = [number for number, one in enumerate(voters) if one.get(name, 0) > 0]
            if not voting or sum(money[number] for number in voting) < cost:
                continue
            # The price is the breaking point of somebody, or beyond all: try each.
            order = sorted(voting, key=lambda number: money[number] / voters[number][name])
            paid = Fraction(0)
            for place, number in enumerate(order):
                points = sum(voters[other][name] for other in order[place:])
                price = (cost - paid) / Fraction(points)
                if price * voters[number][name] <= money[number]:
                    offers.append((price / worth[name], key[name], name, price))
                    break
                paid += money[number]
        if not offers:
            return bought
        _, _, name, price = min(offers)
        for number, one in enumerate(voters):
            if one.get(name, 0) > 0:
                money[number] -= min(money[number], price * one[name])
        bought.append(name)
        del left[name]
