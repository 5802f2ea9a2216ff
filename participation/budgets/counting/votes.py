"""Ballots of a file: read once per distinct text, checked against the limits, grouped."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from .amounts import plain, read_number
from .election import CHOOSE_ONE, CUMULATIVE, ORDINAL, WITH_POINTS, Limits, Project
from .faults import Fault

if TYPE_CHECKING:
    from .amounts import Number
    from .election import Ballot

    # The cells `vote` and `points` of a line.
    Raw = tuple[str, str]

_NOTHING = "none"


class BallotReader:
    """Turns the cells of ballots into ballots; `notes` are what it put right."""

    def __init__(self, kind: str, limits: Limits, projects: Mapping[str, Project]) -> None:
        self.kind = kind
        self.limits = limits
        self.projects = projects
        self.notes: list[Fault] = []

    def grouped(self, groups: Mapping[Raw, int], lines: Mapping[Raw, int]) -> dict[Ballot, int]:
        """Identical ballots together. The order of projects only matters in a ranking.

        Raises:
            Fault: with the line of the first ballot that is not one.
        """
        read = self._points if self.kind in WITH_POINTS else self._choices
        ballots: dict[Ballot, int] = {}
        for raw, many in groups.items():
            ballot = read(raw, lines[raw])
            ballots[ballot] = ballots.get(ballot, 0) + many
        return ballots

    def check(self, ballot: Ballot) -> None:
        """Raises the fault of a ballot that breaks a limit, names a project twice or is blank.

        A blank ballot is one only when the limits ask for no project at all.
        """
        ids = [choice[0] if self.kind in WITH_POINTS else choice for choice in ballot]
        for project in ids:
            if project not in self.projects:
                raise Fault("unknown-project", project=project)
            if ids.count(project) > 1:
                raise Fault("double-choice", project=project)
        if not ids and self.limits.min_length:
            raise Fault("too-few", found=0, limit=self.limits.min_length)
        self._check_length(len(ids), None)
        if self.kind in WITH_POINTS:
            self._check_given([given for _, given in ballot])
        elif self.limits.max_sum_cost is not None:
            self._check_costs(ids, None)
        if self.notes:
            raise self.notes.pop()

    def _check_given(self, points: list[Number]) -> None:
        for given in points:
            if isinstance(given, bool) or not isinstance(given, (int, Fraction)):
                raise Fault("bad-number", text=given, key="points")
            if given < 0:
                raise Fault("negative", text=plain(given), key="points")
        self._check_points(points, None)

    def _ids(self, cell: str, line: int) -> list[str]:
        ids = [one.strip() for one in cell.split(",")]
        if len(ids) == 1 and ids[0].lower() == _NOTHING and ids[0] not in self.projects:
            return []
        for project in ids:
            if project and project not in self.projects:
                raise Fault("unknown-project", line, project=project)
        return ids

    def _choices(self, raw: Raw, line: int) -> Ballot:
        ids = [project for project in self._ids(raw[0], line) if project]
        once = list(dict.fromkeys(ids))
        if len(once) != len(ids):
            twice = next(one for one in once if ids.count(one) > 1)
            self.notes.append(Fault("double-choice", line, project=twice))
        self._check_length(len(once), line)
        if self.limits.max_sum_cost is not None or self.limits.min_sum_cost is not None:
            self._check_costs(once, line)
        return tuple(once) if self.kind == ORDINAL else tuple(sorted(once))

    def _points(self, raw: Raw, line: int) -> Ballot:
        ids = self._ids(raw[0], line)
        texts = [one.strip() for one in raw[1].split(",")]
        if not any(ids) and not any(text for text in texts if text.lower() != _NOTHING):
            return ()
        if len(ids) != len(texts):
            raise Fault("points-number", line, choices=len(ids), points=len(texts))
        ballot: dict[str, Number] = {}
        for project, text in zip(ids, texts):  # noqa: B905
            if not project and not text:
                continue
            if project not in self.projects:
                raise Fault("unknown-project", line, project=project)
            if project in ballot:
                self.notes.append(Fault("double-choice", line, project=project))
            ballot[project] = self._number(text, line)
        self._check_length(len(ballot), line)
        self._check_points(list(ballot.values()), line)
        return tuple(sorted(ballot.items()))

    def _number(self, text: str, line: int) -> Number:
        try:
            value = read_number(text)
        except ValueError:
            raise Fault("bad-number", line, text=text, key="points") from None
        if value < 0 and self.kind == CUMULATIVE:
            raise Fault("negative", line, text=text, key="points")
        return value

    def _check_length(self, length: int, line: int | None) -> None:
        most = 1 if self.kind == CHOOSE_ONE else self.limits.max_length
        least = self.limits.min_length
        if most is not None and length > most:
            raise Fault("too-many", line, found=length, limit=most)
        if least is not None and 0 < length < least:
            raise Fault("too-few", line, found=length, limit=least)

    def _check_points(self, points: list[Number], line: int | None) -> None:
        limits, total = self.limits, sum(points)
        if not points:
            return
        for code, value, limit, over in (
            ("points-over", max(points), limits.max_points, True),
            ("points-under", min(points), limits.min_points, False),
            ("too-many-points", total, limits.max_sum_points, True),
            ("too-few-points", total, limits.min_sum_points, False),
        ):
            if limit is not None and (value > limit if over else value < limit):
                fault = Fault(code, line, found=plain(value), limit=plain(limit))
                if code != "too-few-points":
                    raise fault
                # Points left unused harm nobody; real files have such ballots.
                self.notes.append(fault)

    def _check_costs(self, ids: list[str], line: int | None) -> None:
        total = sum(self.projects[project].cost for project in ids)
        most = self.limits.max_sum_cost
        if most is not None and total > most:
            self.notes.append(Fault("too-costly", line, found=plain(total), limit=plain(most)))
