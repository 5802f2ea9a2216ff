"""What a vote keeps about people: that they voted, never what; and what staff did, which stays."""

from collections.abc import Iterable
from datetime import datetime

from allauth.account.models import EmailAddress
from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import (
    Authored,
    DataSource,
    Person,
    Taken,
    register_source,
    staff_source,
)

from .enums import KeyKind
from .models import ParticipatoryBudget, VoterEntry, VoterKey
from .voters import key_of

WORK = staff_source(
    "budget_work",
    _("Work as a member of staff: rules, projects, papers and counts of budgets"),
    (
        Authored("budgets.RuleVersion", "published_by", "published_at"),
        Authored("budgets.ProjectDecision", "decided_by", "decided_at"),
        Authored("budgets.FeasibilityStudy", "written_by", "written_at"),
        Authored("budgets.IdeaConsent", "asked_by", "asked_at"),
        Authored("budgets.IdeaConsent", "recorded_by", "answered_at"),
        Authored("budgets.ProjectNews", "published_by", "published_at"),
        Authored("budgets.CouncilDecision", "recorded_by", "recorded_at"),
        Authored("budgets.CodeBatch", "made_by", "made_at"),
        Authored("budgets.DoubleVote", "found_by"),
        Authored("budgets.PaperBatch", "opened_by", "opened_at"),
        Authored("budgets.PaperBatch", "first_by", "opened_at"),
        Authored("budgets.PaperBatch", "second_by", "opened_at"),
        Authored("budgets.PaperBatch", "signed_by", "signed_at"),
        Authored("budgets.PaperReading", "read_by"),
        Authored("budgets.Count", "made_by", "made_at"),
    ),
)


def _entries(person: Person) -> Iterable[VoterEntry]:
    """The lines of the rolls that this person's account or addresses lead to, while kept."""
    addresses = set(person.emails)
    if person.user_id:
        known = EmailAddress.objects.filter(user=person.user_id, verified=True)
        addresses |= {email.lower() for email in known.values_list("email", flat=True)}
    for budget in ParticipatoryBudget.objects.order_by("opens_at", "pk"):
        keys = [key_of(budget.pk, KeyKind.MAIL, address) for address in sorted(addresses)]
        if person.user_id:
            keys.append(key_of(budget.pk, KeyKind.ACCOUNT, str(person.user_id)))
        found = VoterKey.objects.filter(budget=budget, key__in=keys).values("entry")
        yield from VoterEntry.objects.filter(pk__in=found).select_related("budget")


def _votes(person: Person) -> Iterable[Taken]:
    for entry in _entries(person):
        yield Taken.of(
            ("budget", _("Participatory budget"), entry.budget.title),
            ("voted_on", _("Voted on"), entry.voted_on),
            ("channel", _("Received"), entry.get_channel_display()),
        )


def _keep(person: Person, at: datetime) -> int:
    """Nothing goes before its time: a line taken away would let somebody vote twice."""
    return 0


VOTES = DataSource(
    "votes",
    _("Participatory budgets in which you voted"),
    _votes,
    _keep,
    fate=_(
        "The roll holds no name, only fingerprints. It stays until the council has decided, so "
        "that nobody votes twice, then it is erased. What you voted is not linked to you."
    ),
)


def register() -> None:
    """Register the sources of the app."""
    register_source(WORK)
    register_source(VOTES)
