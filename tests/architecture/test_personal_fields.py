"""Which columns hold personal data, and which source answers for each: a new one fails until here.

Also the list of the least data that the portal asks for (docs/data-protection.md): what is not
here is not stored.
"""

from typing import Any

from django.apps import apps
from django.db import models

from portal.accounts.models import User
from portal.accounts.personal_data import sources
from tests.support.contract import contracts

# Goes with the account itself, by the rule of its key.
ACCOUNT = "account"
EDITING, EDITORIAL, WORK = "editing", "editorial", "participation_work"
# The city's own, about nobody who uses the portal; or tables that ours replace and nobody fills.
OF_THE_CITY, UNUSED = "of the city", "unused"
# Nobody knows whose it is; a job erases it within hours or days.
PASSING = "passing"

# Those of the core and of the base; each mechanism says its own (contract.py).
CORE_FIELDS: dict[str, str] = {
    "accounts.User.email": ACCOUNT,
    "accounts.User.first_name": ACCOUNT,
    "accounts.User.last_name": ACCOUNT,
    "accounts.User.display_name": ACCOUNT,
    "accounts.User.department_name": ACCOUNT,
    "accounts.User_groups.user": ACCOUNT,
    "accounts.User_user_permissions.user": ACCOUNT,
    "account.EmailAddress.email": ACCOUNT,
    "account.EmailAddress.user": ACCOUNT,
    "wagtailusers.UserProfile.user": ACCOUNT,
    "wagtailusers.UserProfile.avatar": ACCOUNT,
    "accounts.EmailChange.new_email": "email_change",
    "accounts.EmailChange.user": "email_change",
    "accounts.OpenSession.user": "sessions",
    "agents.AgentInvitation.department_name": "agent",
    "agents.AgentInvitation.email": "agent",
    "agents.AgentInvitation.invited_by": EDITORIAL,
    "agents.AgentRequest.decided_by": EDITORIAL,
    "agents.AgentRequest.department_name": "agent",
    "agents.AgentRequest.email": "agent",
    "agents.AgentRequest.user": "agent",
    "agents.AgentStatus.department_name": "agent",
    "agents.AgentStatus.ended_by": EDITORIAL,
    "agents.AgentStatus.granted_by": EDITORIAL,
    "agents.AgentStatus.user": "agent",
    "agents.CodeBatch.department_name": OF_THE_CITY,
    "agents.CodeBatch.made_by": EDITORIAL,
    "engagements.DepartmentMember.user": "departments",
    "engagements.CommitmentUpdate.approved_by": "commitment_updates",
    "engagements.CommitmentWording.recorded_by": "commitment_updates",
    "engagements.Review.opened_by": "commitment_updates",
    "engagements.Review.published_by": "commitment_updates",
    "engagements.UpdateDraft.prepared_by": "commitment_updates",
    "engagements.BodyMember.user": "follow_up_body",
    "engagements.FollowUpSettings.escalation_email": OF_THE_CITY,
    "identity.Reconnection.decided_by": EDITORIAL,
    "identity.Reconnection.user": "identities",
    "mfa.Authenticator.user": "second_factors",
    "notifications.OutgoingMail.reader": "courriels",
    "participation.EligibilityBatch.made_by": WORK,
    "participation.Roll.imported_by": WORK,
    "privacy.Consent.user": "consents",
    "privacy.InactivityWarning.user": ACCOUNT,
    "privacy.RetentionRun.started_by": EDITORIAL,
    "socialaccount.SocialAccount.user": "identities",
    "subscriptions.Letter.sent_by": EDITORIAL,
    "subscriptions.Letter.written_by": EDITORIAL,
    "subscriptions.Subscriber.email": "abonnements",
    "subscriptions.Subscriber.user": "abonnements",
    "cms.PortalDocument.uploaded_by_user": EDITORIAL,
    "cms.PortalImage.uploaded_by_user": EDITORIAL,
    "cms.SiteSettings.contact_email": OF_THE_CITY,
    "cms.SiteSettings.contact_phone": OF_THE_CITY,
    "cms.SiteSettings.dpo_email": OF_THE_CITY,
    "cms.SiteSettings.security_email": OF_THE_CITY,
    "engagements.CommitmentUpdate.recorded_by": "commitment_updates",
    "home.ContactMessage.department_name": "contact_messages",
    "home.ContactMessage.email": "contact_messages",
    "home.ContactMessage.handled_by": "contact_messages_handled",
    "owndata.DataRequest.closed_by": EDITORIAL,
    "owndata.DataRequest.email": "data_requests",
    "owndata.DataRequest.opened_by": EDITORIAL,
    "participation.Activity.locked_by": EDITING,
    "participation.Amendment.decided_by": WORK,
    "participation.Answer.answered_by": WORK,
    "participation.Answer.locked_by": EDITING,
    "participation.Appeal.decided_by": WORK,
    "participation.Assignment.assigned_by": WORK,
    "participation.Assignment.person": WORK,
    "participation.Attachment.file": "contributions",
    "participation.Comment.author": "comments",
    "participation.Comment.display_name": "comments",
    "participation.Comment.email": "comments",
    "participation.Comment.moderated_by": WORK,
    "participation.Contribution.author": "contributions",
    "participation.Contribution.department_name": "contributions",
    "participation.Contribution.display_name": "contributions",
    "participation.Contribution.email": "contributions",
    "participation.Contribution.moderated_by": WORK,
    "participation.ContributionImport.created_by": WORK,
    # Lines of a spreadsheet, until they are imported (run_imports).
    "participation.ContributionImport.file": PASSING,
    "participation.ContributionImport.undone_by": WORK,
    "participation.CouponBatch.made_by": WORK,
    "participation.ExportRecord.exported_by": WORK,
    "participation.MergeProposal.proposed_by": WORK,
    "participation.ModerationDecision.decided_by": WORK,
    "participation.PaperEntry.keyed_by": WORK,
    "participation.PaperEntry.phone": "contributions",
    "participation.PaperEntry.scan": "contributions",
    "participation.PaperEntry.verified_by": WORK,
    "participation.PrivateNote.author": WORK,
    "participation.Promotion.asked_by": WORK,
    "participation.Promotion.display_name": "contributions",
    "participation.PromiseVerdict.given_by": WORK,
    "participation.Report.email": "reports",
    "participation.Report.handled_by": WORK,
    # Files of a form that nobody sent for good (STAGED_FILE_HOURS).
    "participation.StagedFile.file": PASSING,
    "participation.Supporter.email": "supports",
    "participation.Supporter.user": "supports",
    "security.SecurityEvent.actor": "security_events",
    "wagtailadmin.EditingSession.user": EDITING,
    "wagtailadmin.FormState.user": EDITING,
    "wagtailcore.Comment.resolved_by": EDITING,
    "wagtailcore.Comment.user": EDITING,
    "wagtailcore.CommentReply.user": EDITING,
    "wagtailcore.ModelLogEntry.user": EDITING,
    "wagtailcore.Page.locked_by": EDITING,
    "wagtailcore.Page.owner": EDITORIAL,
    "wagtailcore.PageLogEntry.user": EDITING,
    "wagtailcore.PageSubscription.user": EDITING,
    "wagtailcore.Revision.user": EDITORIAL,
    "wagtailcore.TaskState.finished_by": EDITORIAL,
    "wagtailcore.UploadedFile.file": EDITING,
    "wagtailcore.UploadedFile.uploaded_by_user": EDITING,
    "wagtailcore.WorkflowState.requested_by": EDITORIAL,
    "wagtaildocs.Document.file": UNUSED,
    "wagtaildocs.Document.uploaded_by_user": UNUSED,
    "wagtailimages.Image.file": UNUSED,
    "wagtailimages.Image.uploaded_by_user": UNUSED,
    "wagtailimages.Rendition.file": UNUSED,
    "cms.PortalDocument.file": OF_THE_CITY,
    "cms.PortalImage.file": OF_THE_CITY,
    "cms.PortalRendition.file": OF_THE_CITY,
}
PERSONAL_FIELDS = {
    **CORE_FIELDS,
    **{
        column: source
        for contract in contracts().values()
        for column, source in contract.personal_fields.items()
    },
}
# Names under which columns hold something about somebody.
_TELLING = ("phone", "display_name", "first_name", "last_name", "department_name", "address")
_NOT_TELLING = {"participation.Contribution.concerned_department"}


def _is_personal(field: Any) -> bool:
    if field.related_model is User:
        return True
    if isinstance(field, models.EmailField | models.FileField):
        return True
    named = any(field.name == name or field.name.endswith(f"_{name}") for name in _TELLING)
    return named and isinstance(field, models.CharField)


def found() -> set[str]:
    """Every column of every model that names or may name somebody."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if _is_personal(field)
    }


def test_each_personal_column_has_its_source():
    assert found() - set(PERSONAL_FIELDS) == set(), (
        "say in CORE_FIELDS, or in the contract of the mechanism, which source erases it"
    )
    assert set(PERSONAL_FIELDS) - found() == set(), "these are no personal columns any more"


def test_each_named_source_is_registered():
    registered = {source.name for source in sources()}

    assert set(PERSONAL_FIELDS.values()) - registered - {OF_THE_CITY, UNUSED, PASSING} == set()
