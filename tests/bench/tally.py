"""`make bench`: how long a count takes and how much memory, beside pabutools when it is there.

Each figure is a process of its own: it reads the file, groups the ballots and counts. Synthetic
elections of 10,000, 100,000 and 1,000,000 approval ballots are always measured; real ones when
PABULIB_DIR names them (or ../shared/pabulib is there). pabutools is stopped after
BENCH_TALLY_SECONDS (default 150) and needs 10 GB for a million ballots, so it is given the smaller
files only. BENCH_TALLY names the lines to measure by a part of their file or rule.
"""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from participation.budgets.counting.both import count_fast
from participation.budgets.counting.counting import count
from participation.budgets.counting.pabulib import read_pb
from participation.budgets.counting.rule import Rule, usual_rule
from tests.participation.budgets.counting.real_ballots import folder

RULES: dict[str, dict[str, Any]] = {
    "greedy": {"rule": "greedy"},
    "mes": {"rule": "mes"},
    "mes add1": {"rule": "mes", "completion": "add1"},
    "mes add1u": {"rule": "mes", "completion": "add1u"},
}
# File or number of ballots, rules, whether pabutools can be waited for.
SYNTHETIC = [
    (10_000, ["greedy", "mes", "mes add1"], True),
    (100_000, ["greedy", "mes"], True),
    (100_000, ["mes add1u"], False),
    (1_000_000, ["greedy", "mes", "mes add1u"], False),
]
REAL = [
    ("Netherlands_Assen_2024", ["greedy", "mes", "mes add1"]),
    ("Poland_Swiecie_2023", ["greedy", "mes", "mes add1"]),
    ("Poland_Wieliczka_2023_Green_Budget", ["greedy", "mes", "mes add1"]),
    ("France_Toulouse_2019", ["greedy", "mes", "mes add1"]),
    ("France_Toulouse_2022", ["greedy", "mes", "mes add1"]),
    ("France_Toulouse_2024", ["greedy", "mes", "mes add1"]),
    ("Netherlands_Amsterdam_252", ["greedy", "mes", "mes add1"]),
    ("Poland_Warszawa_2026", ["greedy", "mes"]),
    ("Poland_Lodz_2022", ["greedy", "mes"]),
]


# Seconds under which one measure is no measure.
_AGAIN = 0.2


def write_synthetic(path: Path, ballots: int, projects: int = 100, most: int = 5) -> None:
    """Approval ballots of one to five projects, some of which please more; always the same ones."""
    drawn = random.Random(ballots)
    ids = [str(number + 1) for number in range(projects)]
    liked = [1 / (number + 3) ** 0.7 for number in range(projects)]
    with path.open("w", encoding="utf-8") as out:
        out.write(f"META\nkey;value\nnum_votes;{ballots}\nbudget;{max(3_000_000, 3 * ballots)}\n")
        out.write("vote_type;approval\nPROJECTS\nproject_id;cost;name\n")
        out.writelines(f"{one};{drawn.randint(10, 300) * 1000};Projet {one}\n" for one in ids)
        out.write("VOTES\nvoter_id;vote\n")
        for voter in range(ballots):
            chosen = dict.fromkeys(drawn.choices(ids, liked, k=drawn.randint(1, most)))
            out.write(f"{voter + 1};{','.join(chosen)}\n")


def ours(path: Path, asked: dict[str, Any], method: str) -> tuple[float, list[str]]:
    """The winners by one of our two computations; and the moment when the file was read."""
    election = read_pb(path).election
    read = time.process_time()
    usual = usual_rule(election.kind)
    rule = Rule(**{**usual, "ties": "id", "edges": "pabutools", **asked})  # type: ignore[arg-type]
    return read, (count_fast if method == "ours" else count)(election, rule).winners


def theirs(path: Path, asked: dict[str, Any]) -> tuple[float, list[str]]:
    """The winners by pabutools, identical ballots grouped as ours are; and when it had read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pabutools import election, rules  # noqa: PLC0415
        from pabutools.election.pabulib import parse_pabulib  # noqa: PLC0415
    instance, profile = parse_pabulib(str(path))
    read = time.process_time()
    points = instance.meta["vote_type"] not in {"approval", "choose-1"}
    satisfaction = election.Additive_Cardinal_Sat if points else election.Cost_Sat
    profile = profile.as_multiprofile()
    if asked["rule"] == "greedy":
        if points:
            # By points, not by points per euro: no measure of pabutools says so by itself.
            return read, []
        found = rules.greedy_utilitarian_welfare(instance, profile, sat_class=satisfaction)
    else:
        step = 1 if "completion" in asked else None
        found = rules.method_of_equal_shares(
            instance, profile, sat_class=satisfaction, voter_budget_increment=step
        )
    return read, [project.name for project in found]


def child(who: str, path: str, rule: str) -> None:
    """Measures one count in this process and says it as JSON."""
    asked = RULES[rule]
    if who == "pabutools":
        __import__("pabutools.rules")
    best, counting, winners, spent = 1e9, 1e9, [], 0.0
    # What takes milliseconds is done again, on both sides, and the quickest is said.
    while spent < _AGAIN:
        started = time.process_time()
        if who == "pabutools":
            read, winners = theirs(Path(path), asked)
        else:
            read, winners = ours(Path(path), asked, who)
        ended = time.process_time()
        best, counting = min(best, ended - started), min(counting, ended - read)
        spent += ended - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    found = {"seconds": best, "counting": counting, "megabytes": memory, "winners": winners}
    json.dump(found, sys.stdout)


def measured(who: str, path: Path, rule: str, seconds: float) -> dict[str, Any] | None:
    """What a process of its own measured; None when it was stopped or has no pabutools."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.bench.tally", who, str(path), rule]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    return json.loads(done.stdout) if done.returncode == 0 else None


def lines(synthetic: Path) -> Iterator[tuple[Path, str, bool]]:
    """What is measured: file, rule, whether beside pabutools."""
    for ballots, rules, beside in SYNTHETIC:
        path = synthetic / f"synthetic_{ballots}.pb"
        for rule in rules:
            yield path, rule, beside
    place = folder()
    for name, rules in REAL if place else []:
        for rule in rules:
            yield place / f"{name}.pb", rule, True


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def row(path: Path, rule: str, beside: bool, longest: float) -> None:
    """One line of the table."""
    mine = measured("ours", path, rule, 600)
    if mine is None:
        say(f"{path.stem[:36]:<38}{rule:<11}{'failed':>10}")
        return
    known = f"{mine['seconds']:>9.4f} s{mine['megabytes']:>7} MB"
    text = f"{path.stem[:36]:<38}{rule:<11}{known}"
    other = measured("pabutools", path, rule, longest) if beside else None
    if other is None:
        say(f"{text}{'not run or too long' if beside else 'not asked':>22}")
        return
    whole, alone = (other[one] / max(mine[one], 1e-6) for one in ("seconds", "counting"))
    same = "" if other["winners"] in (mine["winners"], []) else "  OTHER WINNERS"
    known = f"{other['seconds']:>12.3f} s{other['megabytes']:>7} MB"
    say(f"{text}{known}{whole:>7.0f} ×{alone:>8.0f} ×{same}")


def main() -> None:
    """Prints one line for each file and rule; asserts nothing."""
    longest = float(os.environ.get("BENCH_TALLY_SECONDS", "150"))
    only = os.environ.get("BENCH_TALLY", "")
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    say("ratio: of reading and counting; count: of counting alone")
    say(f"CPU time of reading, grouping and counting; load of the machine at the start: {load}")
    head = f"{'election':<38}{'rule':<11}{'ours':>11}{'':>10}{'pabutools':>14}{'':>10}"
    head += f"{'ratio':>9}{'count':>10}"
    say(head)
    with tempfile.TemporaryDirectory() as made:
        for path, rule, beside in lines(Path(made)):
            if only not in f"{path.stem} {rule}":
                continue
            if not path.exists():
                write_synthetic(path, int(path.stem.split("_")[1]))
            row(path, rule, beside, longest)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        child(*sys.argv[1:])
    else:
        main()
