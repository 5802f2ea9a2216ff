"""What members of staff did in participation: it stays whole when they go."""

from django.utils.translation import gettext_lazy as _

from portal.accounts.personal_data import Authored, staff_source

WORK = staff_source(
    "participation_work",
    _("Work as a member of staff: decisions, answers, papers, exports"),
    (
        Authored("participation.Contribution", "moderated_by", "moderated_at"),
        Authored("participation.Comment", "moderated_by", "moderated_at"),
        Authored("participation.ModerationDecision", "decided_by", "decided_at"),
        Authored("participation.Appeal", "decided_by", "decided_at"),
        Authored("participation.Report", "handled_by", "handled_at"),
        Authored("participation.Answer", "answered_by", "answered_at"),
        Authored("participation.Assignment", "person", "assigned_at"),
        Authored("participation.Assignment", "assigned_by", "assigned_at"),
        Authored("participation.PrivateNote", "author", "written_at"),
        Authored("participation.Promotion", "asked_by", "asked_at"),
        Authored("participation.MergeProposal", "proposed_by", "proposed_at"),
        Authored("participation.ExportRecord", "exported_by", "exported_at"),
        Authored("participation.ContributionImport", "created_by", "created_at"),
        Authored("participation.ContributionImport", "undone_by", "undone_at"),
        Authored("participation.CouponBatch", "made_by", "made_at"),
        Authored("participation.PaperEntry", "keyed_by", "keyed_at"),
        Authored("participation.PaperEntry", "verified_by", "verified_at"),
        Authored("participation.Amendment", "decided_by", "decided_at"),
        Authored("participation.EligibilityBatch", "made_by", "made_at"),
        Authored("participation.Roll", "imported_by", "imported_at"),
        Authored("participation.PromiseVerdict", "given_by", "given_at"),
    ),
)
