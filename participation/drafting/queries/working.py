"""The text as the next version would have it: what was adopted, what contradicts itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.canonical import fingerprint_of

from ...enums import Moderation
from ...models import Contribution
from ..enums import ADOPTING, DecisionOutcome
from ..models import Decision, Drafting, Retouch, TextVersion, VersionParagraph
from ..rules.conflicts import Adopted, Clash, Part, clashes, consolidated


@dataclass(frozen=True)
class Working:
    """The version that holds, and all that waits to enter the next one."""

    version: TextVersion | None
    rows: list[VersionParagraph]
    decisions: list[Decision]
    retouches: list[Retouch]
    # Amendments and remarks that nobody decided or answered yet.
    waiting: int

    @cached_property
    def parts(self) -> list[Part]:
        """The text of the version that holds."""
        return [row.part for row in self.rows]

    @cached_property
    def adopted(self) -> list[Adopted]:
        """The adopted amendments, for the rules."""
        return [adopted_of(one) for one in self.decisions]

    @cached_property
    def clashes(self) -> list[Clash]:
        """The pairs that contradict each other."""
        return clashes(self.parts, self.adopted)

    @cached_property
    def stale(self) -> list[Retouch]:
        """Wordings of the group whose paragraph has changed since they were written."""
        if self.clashes:
            return []
        return [one for one in self.retouches if self.text_of(one.paragraph_id) != one.base]

    @property
    def digest(self) -> str:
        """What an officer has seen, so that nothing else is published."""
        facts = {
            "version": self.version.number if self.version else 0,
            "decisions": [
                [one.pk, one.outcome, one.text, one.rank, one.decided_at] for one in self.decisions
            ],
            "retouches": [[one.pk, one.text] for one in self.retouches],
        }
        return fingerprint_of(facts)

    def consolidated(self, new: Mapping[int, int] | None = None) -> list[Part]:
        """The text with what was adopted; `new` gives places to what is added, else made up."""
        places = new or {one.number: -one.number for one in self.adopted}
        return consolidated(self.parts, self.adopted, dict(places))

    def text_of(self, paragraph: int) -> str | None:
        """The words of a paragraph with what was adopted; as it holds while amendments clash."""
        parts = self.parts if self.clashes else self._next
        return next((part.text for part in parts if part.place == paragraph), None)

    @cached_property
    def _next(self) -> list[Part]:
        return self.consolidated()


def adopted_of(decision: Decision) -> Adopted:
    """A decision that adopts, for the rules."""
    return Adopted(
        number=decision.amendment.number,
        place=decision.paragraph_id,
        kind=decision.effect,
        text=decision.text,
        proposed=decision.amendment.proposed,
        by_group=decision.outcome == DecisionOutcome.PARTLY,
        rank=decision.rank,
    )


def working_text(drafting: Drafting) -> Working:
    """All that waits to enter the next version, by five queries."""
    version = TextVersion.objects.filter(drafting=drafting).order_by("-number").first()
    rows = VersionParagraph.objects.filter(version=version).select_related("paragraph")
    decisions = Decision.objects.filter(
        amendment__activity=drafting.pk,
        amendment__moderation=Moderation.PUBLISHED,
        outcome__in=ADOPTING,
        integrated_in__isnull=True,
    )
    retouches = Retouch.objects.filter(paragraph__drafting=drafting, integrated_in__isnull=True)
    waiting = Contribution.objects.filter(activity=drafting.pk).published()
    return Working(
        version=version,
        rows=list(rows) if version else [],
        decisions=list(decisions.select_related("amendment").order_by("amendment__number")),
        retouches=list(retouches.order_by("pk")),
        waiting=waiting.filter(answered_at__isnull=True).count(),
    )
