"""Security events of votes, in words: what is done to papers and codes, never what they say."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "budgets.booth.undone": _("Line of a voter roll taken back at a voting place"),
    "budgets.codes.cancelled": _("Voting codes cancelled"),
    "budgets.codes.made": _("Voting codes made"),
    "budgets.papers.compared": _("Two keyings of a batch of ballots compared"),
    "budgets.papers.discarded": _("Batch of paper ballots taken back"),
    "budgets.papers.resolved": _("Difference on a paper ballot settled"),
    "budgets.papers.signed": _("Batch of paper ballots signed off"),
}
