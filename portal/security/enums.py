"""Security events in words, and what a browser's report may hold."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KnownEvent(models.TextChoices):
    """Events that an auditor reads in words, those that apps bring aside (registry.py)."""

    SESSION_OPENED = "accounts.session.opened", _("Signed in")
    SESSION_CLOSED = "accounts.session.closed", _("Signed out")
    SESSION_REFUSED = "accounts.session.refused", _("Sign-in refused")
    ROLE_GIVEN = "accounts.role.given", _("Role given to somebody")
    ROLE_TAKEN = "accounts.role.taken", _("Role taken from somebody")
    ROLE_CLEARED = "accounts.role.cleared", _("All roles taken")
    RIGHT_GIVEN = "accounts.right.given", _("Right given to somebody")
    RIGHT_TAKEN = "accounts.right.taken", _("Right taken from somebody")
    RIGHT_CLEARED = "accounts.right.cleared", _("All own rights taken")
    USER_CREATED = "accounts.user.created", _("Account created")
    USER_DELETED = "accounts.user.deleted", _("Account deleted")
    ACTIVE_GIVEN = "accounts.user.is_active_given", _("Account opened again")
    ACTIVE_TAKEN = "accounts.user.is_active_taken", _("Account closed")
    AGENT_GIVEN = "accounts.user.is_agent_given", _("Became a city agent")
    AGENT_TAKEN = "accounts.user.is_agent_taken", _("No longer a city agent")
    STAFF_GIVEN = "accounts.user.is_staff_given", _("Technical access given")
    STAFF_TAKEN = "accounts.user.is_staff_taken", _("Technical access taken")
    ALL_GIVEN = "accounts.user.is_superuser_given", _("Every right given")
    ALL_TAKEN = "accounts.user.is_superuser_taken", _("Every right taken")
    GROUP_CREATED = "accounts.group.created", _("Role created")
    GROUP_CHANGED = "accounts.group.changed", _("Role changed")
    GROUP_DELETED = "accounts.group.deleted", _("Role deleted")
    GROUP_RIGHTS_GIVEN = "accounts.group.rights_given", _("Rights added to a role")
    GROUP_RIGHTS_TAKEN = "accounts.group.rights_taken", _("Rights removed from a role")
    GROUP_RIGHTS_CLEARED = "accounts.group.rights_cleared", _("Role without rights")
    PLACE_GIVEN = "accounts.group.place_given", _("Role given a place in the site")
    PLACE_TAKEN = "accounts.group.place_taken", _("Role lost a place in the site")
    SETTINGS_CHANGED = "portal.settings.changed", _("Settings changed")
    THROTTLE_REACHED = "portal.throttle.reached", _("Limit reached")
    UPLOAD_REFUSED = "portal.upload.refused", _("File refused")
    CONTACTS_EXPORTED = "participation.contacts.exported", _("Contacts exported")
    SCAN_READ = "participation.scan.read", _("Scan of a paper read")
    DECIDED = "participation.moderation.decided", _("Moderation decision")
    IMPORT_RECEIVED = "participation.import.received", _("Import: file received")
    IMPORT_CHECKED = "participation.import.check_asked", _("Import: check asked")
    IMPORT_ASKED = "participation.import.asked", _("Import asked")
    IMPORT_STOPPED = "participation.import.stopped", _("Import stopped")
    IMPORT_UNDONE = "participation.import.undone", _("Import undone")
    POLICY_REPORTED = "security.policy.reported", _("Browser blocked something new")
    POLICY_FORGOTTEN = "security.policy.forgotten", _("Browser reports emptied")
    LOG_EXPORTED = "security.log.exported", _("Security log exported")
    REVIEW_PUBLISHED = "engagements.review.published", _("Half-yearly review published and frozen")
    # People.
    ACCOUNT_OPENED = "accounts.account.opened", _("Account opened by its person")
    EMAIL_CHANGE_ASKED = "accounts.email.change_asked", _("Change of address asked")
    EMAIL_CHANGE_CANCELLED = "accounts.email.change_cancelled", _("Change of address cancelled")
    EMAIL_CHANGED = "accounts.email.changed", _("Address changed")
    EMAIL_CONFIRMED = "accounts.email.confirmed", _("Address confirmed")
    EMAIL_GIVEN = "accounts.email.given", _("Address given by an administrator")
    FACTOR_ADDED = "accounts.factor.added", _("Second factor added")
    FACTOR_REFUSED = "accounts.factor.refused", _("Second factor refused")
    FACTOR_REMOVED = "accounts.factor.removed", _("Second factor removed")
    FACTOR_RESET = "accounts.factor.reset", _("Second factor taken away by an administrator")
    FACTOR_USED = "accounts.factor.used", _("Second factor used")
    SIGN_IN_LIMIT = "accounts.limit.reached", _("Too many tries to sign in")
    NAME_CHANGED = "accounts.name.changed", _("Name changed")
    PASSWORD_CHANGED = "accounts.password.changed", _("Password changed")
    PASSWORD_GIVEN = "accounts.password.given", _("Password given by an administrator")
    PASSWORD_RESET = "accounts.password.reset", _("Password chosen anew")
    RECOVERY_CODES = "accounts.recovery_codes.made", _("Recovery codes made")
    SESSION_ENDED = "accounts.session.ended", _("Session ended from elsewhere")
    # Agents.
    CODES_CANCELLED = "agents.codes.cancelled", _("Agents’ codes cancelled")
    CODES_MADE = "agents.codes.made", _("Agents’ codes made")
    INVITATION_CANCELLED = "agents.invitation.cancelled", _("Agent’s invitation cancelled")
    INVITATIONS_SENT = "agents.invitations.sent", _("Agents invited")
    AGENTS_EXPORTED = "agents.list.exported", _("Figures of agents exported")
    AGENT_ASKED = "agents.request.asked", _("Agent status asked for")
    AGENT_END_SET = "agents.status.end_set", _("End of agent status set")
    AGENT_GRANTED = "agents.status.granted", _("Agent status granted")
    AGENT_OVER = "agents.status.over", _("Agent status over")
    AGENT_WITHDRAWN = "agents.status.withdrawn", _("Agent status withdrawn")
    # Identities.
    IDENTITY_OPENED = "identity.account.opened", _("Account opened by an identity")
    IDENTITY_LINKED = "identity.linked", _("Identity linked")
    IDENTITY_ASKED = "identity.reconnection.asked", _("Reconnection of an identity asked")
    IDENTITY_SESSION = "identity.session.opened", _("Signed in by an identity")
    IDENTITY_REFUSED = "identity.refused", _("Identity refused")
    IDENTITY_UNLINKED = "identity.unlinked", _("Identity unlinked")
    # Personal data and mails.
    DATA_NAME_CHANGED = "owndata.name.changed", _("Public name corrected")
    DATA_CLOSED = "owndata.request.closed", _("Data request closed")
    DATA_OPENED = "owndata.request.opened", _("Data request opened")
    DATA_TAKEN = "owndata.archive.taken", _("Own data taken away")
    PERSON_ERASED = "owndata.person.erased", _("Person erased")
    ERASED = "privacy.account.erased", _("Account erased")
    PRIVACY_EXPORTED = "privacy.file.exported", _("File about personal data exported")
    RETENTION_RAN = "privacy.retention.ran", _("Old data erased or counted")
    LETTER_CANCELLED = "subscriptions.letter.cancelled", _("Letter to subscribers cancelled")
    LETTER_SENT = "subscriptions.letter.sent", _("Letter to subscribers sent")
    ROLL_IMPORTED = "participation.roll.imported", _("List of who may take part brought")
    ELIGIBILITY_CANCELLED = "participation.codes.cancelled", _("Codes to take part cancelled")
    ELIGIBILITY_MADE = "participation.codes.made", _("Codes to take part made")


class Place(models.TextChoices):
    """What a content security policy blocked came from: the kinds that are no address."""

    INLINE = "inline", _("written in the page")
    EVAL = "eval", _("text run as a program")
    DATA = "data", _("written in an address (data:)")
    BLOB = "blob", _("made by the page (blob:)")
    SELF = "self", _("this site")
    OTHER = "other", _("elsewhere")


# The directives a browser may name (CSP 3); anything else is counted as OTHER.
DIRECTIVES = frozenset(
    {
        "base-uri",
        "child-src",
        "connect-src",
        "default-src",
        "font-src",
        "form-action",
        "frame-ancestors",
        "frame-src",
        "img-src",
        "manifest-src",
        "media-src",
        "object-src",
        "sandbox",
        "script-src",
        "script-src-attr",
        "script-src-elem",
        "style-src",
        "style-src-attr",
        "style-src-elem",
        "worker-src",
    }
)
