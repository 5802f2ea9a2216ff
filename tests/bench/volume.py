"""A call for ideas of any size, the same each time, with all that ideas draw after them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import gcd
from typing import Any

from django.db import connection
from django.utils import timezone

from engagements.models import Commitment
from participation.enums import FINAL_VERDICTS, FacetKind, Moderation, Verdict
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import (
    ActivityTally,
    Answer,
    AnswerVersion,
    Assignment,
    Comment,
    Contribution,
    ContributionWish,
    FacetCount,
    ModerationDecision,
    StemFrequency,
    Support,
    Supporter,
    Theme,
)
from participation.models.contributions import SHUFFLE_RANGE
from participation.queries.similar import TOTAL

from . import shares
from .loading import load, without_indexes
from .plan import OPEN, Plan, slug_of
from .vocabulary import Vocabulary

SLUG = "mesure"
_IDEA_FIELDS = (
    "id activity number receipt theme neighbourhood standing channel verdict answered_at "
    "submitted_at published_at moderation refusal_reason moderated_at keep_until merged_into "
    "email display_name support_count comment_count shuffle title text stems"
)
_COMMENT_FIELDS = (
    "id contribution parent text display_name submitted_at moderation moderated_at published_at"
)
_DECISION_FIELDS = "activity contribution decision reason submitted_at decided_at"
_ANSWER_FIELDS = (
    "id contribution verdict text department answered_at live first_published_at last_published_at"
)


def make_call(count: int, supports: int | None = None) -> IdeaConsultation:
    """A published call holding so many ideas, and so many supports (ten an idea)."""
    at = timezone.now().replace(microsecond=0)
    call = IdeaConsultation.objects.create(
        title="Mesure",
        slug=SLUG,
        introduction="Que proposez-vous ?",
        promise="Une réponse à chaque idée.",
        level=4,
        opens_at=at - OPEN,
        closes_at=at + timedelta(days=30),
        answer_by=(at + timedelta(days=60)).date(),
        live=True,
    )
    names = [f"Mesure {n}" for n in range(len(shares.THEMES))]
    themes = [Theme.objects.create(name=name, slug=slug_of(name)) for name in names]
    call.themes.set(themes)
    call.save()
    if count:
        wanted = count * shares.SUPPORTS if supports is None else supports
        _Volume(Plan(call, themes, count, wanted, at)).load()
    return call


class _Volume:
    """Everything in the call; what an idea draws after it is kept until all ideas are written."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.draw = plan, plan.draw
        self.pks = range(plan.first_pk, plan.first_pk + plan.count)
        # Asked now: nothing else may be asked while rows are copied.
        last = Comment.objects.order_by("-pk").first()
        self.last_comment_pk = last.pk if last else 0
        self.facets: Counter[tuple[str, str]] = Counter()
        self.stems: Counter[str] = Counter()
        self.wishes: list[tuple[int, str]] = []
        self.decisions: list[Sequence[Any]] = []
        self.answers: list[tuple[int, str, datetime, datetime | None]] = []

    def load(self) -> None:
        """Writes all of it."""
        answering = (
            ModerationDecision,
            Answer,
            AnswerVersion,
            Assignment,
            Contribution.commitments.through,
        )
        with without_indexes(Contribution, Idea, ContributionWish, Comment, Support, *answering):
            load(Contribution, _IDEA_FIELDS, self._ideas())
            load(Idea, "contribution_ptr", ((pk,) for pk in self.pks))
            load(ContributionWish, "contribution wish", self.wishes)
            load(Comment, _COMMENT_FIELDS, self._comments())
            load(ModerationDecision, _DECISION_FIELDS, self.decisions)
            self._load_answers()
            self._load_supports()
        self._load_counters()
        with connection.cursor() as cursor:
            # As the database does by itself some minutes later.
            cursor.execute("ANALYZE")

    def _ideas(self) -> Iterator[Sequence[Any]]:
        vocabulary = Vocabulary(self.draw)
        kept_pk = self.plan.first_pk
        for place, pk in enumerate(self.pks):
            title, text, stems = vocabulary.text()
            public = self.plan.is_public(place)
            answer = self._answer(place, pk) if public else (None, "", None)
            yield (*self._facts(place, pk, answer, kept_pk), title, text, stems)
            if public:
                kept_pk = pk
                self.stems.update(set(stems.split()))

    def _facts(
        self, place: int, pk: int, answer: tuple[Any, str, Any], kept_pk: int
    ) -> Sequence[Any]:
        """All of an idea but its words, in the order of the fields."""
        plan, moderation = self.plan, self.plan.moderation[place]
        read, verdict, answered = answer
        if read is None and moderation in {Moderation.REFUSED, Moderation.MERGED}:
            read = plan.read_at(place)
        refused, merged = moderation == Moderation.REFUSED, moderation == Moderation.MERGED
        near = plan.places[place]
        if read:
            said = moderation if refused else Moderation.PUBLISHED
            reason = plan.reasons[place] if refused else ""
            decision = (plan.call.pk, pk, said, reason, plan.sent_at(place), read)
            self.decisions.append(decision)
        return (
            pk,
            plan.call.pk,
            place + 1,
            plan.receipt(place),
            plan.themes[place].pk,
            near.pk if near else None,
            plan.standings[place],
            plan.channels[place],
            verdict,
            answered,
            plan.sent_at(place),
            None if refused else read,
            moderation,
            plan.reasons[place] if refused else "",
            read,
            (plan.at + OPEN).date() if refused else None,
            kept_pk if merged else None,
            f"auteur{place}@example.org" if moderation == Moderation.UNCONFIRMED else "",
            f"Signature {place % 997}" if place % 5 else "",
            plan.supports[place],
            plan.comments[place],
            self.draw.randrange(SHUFFLE_RANGE),
        )

    def _answer(self, place: int, pk: int) -> tuple[datetime, str, datetime | None]:
        """When a published idea was read, what the city says of it, and since when."""
        plan, read = self.plan, self.plan.read_at(place)
        verdict, answered = plan.verdicts[place], None
        if verdict in FINAL_VERDICTS:
            answered = plan.answered_at(read)
        if verdict:
            self.answers.append((pk, verdict, read, answered))
        wishes = [wish for wish, share in shares.WISHES.items() if self.draw.random() < share]
        self.wishes += [(pk, wish) for wish in wishes]
        near = plan.places[place]
        self.facets.update(
            [
                (FacetKind.THEME, plan.themes[place].slug),
                (FacetKind.NEIGHBOURHOOD, near.slug if near else ""),
                (FacetKind.STANDING, plan.standings[place]),
                (FacetKind.CHANNEL, plan.channels[place]),
                (FacetKind.VERDICT, verdict),
                *((FacetKind.WISH, wish) for wish in wishes),
            ]
        )
        return read, verdict, answered

    def _comments(self) -> Iterator[Sequence[Any]]:
        """Every tenth one replies to the first one of its idea."""
        vocabulary = Vocabulary(self.draw)
        pk = self.last_comment_pk
        for place, about in enumerate(self.pks):
            first = pk + 1
            for n in range(self.plan.comments[place]):
                pk += 1
                sent = self.plan.sent_at(place) + timedelta(hours=96 + n / 60)
                _title, text, _stems = vocabulary.text()
                parent = first if n % 10 == 9 else None
                name = f"Signature {pk % 997}"
                yield pk, about, parent, text, name, sent, Moderation.PUBLISHED, sent, sent

    def _load_answers(self) -> None:
        """The answers, their wordings, who prepared them, the commitments that ideas feed."""
        departments = [one.pk for one in self.plan.departments]
        last = Answer.objects.order_by("-pk").first()
        first = last.pk + 1 if last else 1
        text = "Nous avons étudié votre idée avec les services. Voici ce que la ville décide."
        rows = [
            (first + n, pk, verdict, text, departments[pk % 8 % len(departments)], answered, read)
            for n, (pk, verdict, read, answered) in enumerate(self.answers)
        ]
        load(
            Answer,
            _ANSWER_FIELDS,
            ((*row[:6], True, row[5] or row[6], row[5] or row[6]) for row in rows),
        )
        versions = ((row[0], row[2], text, row[5] or row[6]) for row in rows)
        load(AnswerVersion, "answer verdict text published_at", versions)
        assigned = ((row[1], row[4], row[6]) for row in rows)
        load(Assignment, "contribution department assigned_at", assigned)
        feeds = list(Commitment.objects.values_list("pk", flat=True))
        retained = [row[1] for row in rows if row[2] == Verdict.RETAINED]
        links = ((pk, feeds[pk % len(feeds)]) for pk in retained[::3] if feeds)
        load(Contribution.commitments.through, "contribution commitment", links)

    def _load_supports(self) -> None:
        """Each supporter once an idea: walking around all of them by a step they do not share."""
        plan, many = self.plan, self.plan.supporter_count
        last = Supporter.objects.order_by("-pk").first()
        first = last.pk + 1 if last else 1
        people = ((first + n, f"soutien{n}@example.org", plan.at - OPEN) for n in range(many))
        load(Supporter, "id email since", people)
        steps = [step for step in range(many // 3, many) if gcd(step, many) == 1][:1_000]
        load(
            Support,
            "contribution supporter given_at",
            (
                (pk, first + (start + n * step) % many, given)
                for place, pk in enumerate(self.pks)
                if (count := plan.supports[place])
                for start, step in [(self.draw.randrange(many), self.draw.choice(steps))]
                for given in [plan.sent_at(place) + timedelta(days=4)]
                for n in range(count)
            ),
        )

    def _load_counters(self) -> None:
        plan = self.plan
        states = Counter(plan.moderation)
        ActivityTally.objects.create(
            activity=plan.call,
            last_number=plan.count,
            contribution_count=plan.count,
            published_count=states[Moderation.PUBLISHED],
            answered_count=sum(answered is not None for *_, answered in self.answers),
            merged_count=states[Moderation.MERGED],
            support_count=sum(plan.supports),
            comment_count=sum(plan.comments),
        )
        load(
            FacetCount,
            "activity kind value count",
            ((plan.call.pk, kind, value, count) for (kind, value), count in self.facets.items()),
        )
        self.stems[TOTAL] = states[Moderation.PUBLISHED]
        StemFrequency.objects.all().delete()
        load(StemFrequency, "stem count", self.stems.items())
