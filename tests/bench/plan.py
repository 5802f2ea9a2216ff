"""What is drawn before anything is written: the same for the same number of ideas."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from engagements.models import Department
from participation.enums import Moderation
from participation.models import Activity, Contribution, Neighbourhood, Theme
from participation.receipts import ALPHABET, RANDOM_LENGTH, check_character

from . import shares

SEED = 20261125
OPEN = timedelta(days=90)
_TAKING = timedelta(days=85)
_DAY = 86_400
_LONGEST_READING = 4 * _DAY


class Plan:
    """A call, its lists, and for each idea what becomes of it."""

    def __init__(
        self, call: Activity, themes: list[Theme], count: int, supports: int, at: datetime
    ) -> None:
        self.draw = random.Random(SEED)
        self.call, self.count, self.at = call, count, at
        last = Contribution.objects.order_by("-pk").first()
        self.first_pk = last.pk + 1 if last else 1
        self.departments = list(Department.objects.all()) or [
            Department.objects.create(name=f"Service {n}", slug=f"service-{n}") for n in range(8)
        ]
        names = [f"Quartier mesure {n}" for n in range(len(shares.PLACES))]
        places = [Neighbourhood.objects.create(name=name, slug=slug_of(name)) for name in names]
        # What holds for each idea, by its place.
        self.moderation = self._drawn(shares.MODERATION)
        self.moderation[0] = Moderation.PUBLISHED  # The next ones may be grouped under it.
        self.themes = self._drawn(dict(zip(themes, shares.THEMES, strict=True)))
        nearby = dict(zip(places, shares.PLACES, strict=True))
        self.places = self._drawn({None: shares.NOWHERE, **nearby})
        self.standings = self._drawn(shares.STANDINGS)
        self.channels = self._drawn(shares.CHANNELS)
        self.verdicts = self._drawn(shares.VERDICTS)
        self.reasons = self._drawn(shares.REASONS)
        self.supporter_count = max(count * shares.SUPPORTERS // 100, 200)
        self.supports = self._spread(supports, self.supporter_count // 2)
        self.comments = self._spread(int(count * shares.COMMENTS), shares.MOST_COMMENTS)
        if count > shares.LONG_TALK:
            self.comments[self.moderation.index(Moderation.PUBLISHED, 10)] = shares.LONG_TALK

    def _drawn(self, weights: Mapping[Any, float]) -> list[Any]:
        """One of these for each idea."""
        return self.draw.choices(list(weights), weights=[*weights.values()], k=self.count)

    def _spread(self, total: int, most: int) -> list[int]:
        """So many things over the published ideas: a lot for a few, little for most."""
        public = [place for place in range(self.count) if self.is_public(place)]
        weights = [self.draw.paretovariate(1.3) for _ in public]
        share = total / sum(weights)
        counts = [0] * self.count
        for place, weight in zip(public, weights, strict=True):
            counts[place] = min(int(weight * share), most)
        for place in self.draw.choices(public, k=total - sum(counts)):
            counts[place] += 1
        return counts

    def is_public(self, place: int) -> bool:
        """Whether the idea at this place is published."""
        return bool(self.moderation[place] == Moderation.PUBLISHED)

    def sent_at(self, place: int) -> datetime:
        """When it came: one after the other, as their numbers say."""
        return self.at - OPEN + _TAKING * (place / self.count)

    def read_at(self, place: int) -> datetime:
        """When somebody read it: hours later, days at the most."""
        seconds = min(self.draw.expovariate(3 / _DAY), _LONGEST_READING)
        return self.sent_at(place) + timedelta(seconds=seconds)

    def answered_at(self, read: datetime) -> datetime:
        """When the city answered: within forty days, and before now."""
        days = self.draw.triangular(0.5, 40, 12)
        return min(read + timedelta(days=days), self.at - timedelta(minutes=1))

    def receipt(self, place: int) -> str:
        """A number like the real ones, each once: multiplying by an odd number loses none."""
        size = 32**RANDOM_LENGTH
        rest = (place * 22_695_477_813_501 + SEED) % size
        body = ""
        for _ in range(RANDOM_LENGTH):
            rest, value = divmod(rest, 32)
            body += ALPHABET[value]
        return body + check_character(body)


def slug_of(name: str) -> str:
    """The address of a name of the plan."""
    return name.lower().replace(" ", "-")
