"""Who may do what: each ability with its permissions, and the roles that hold it. Pure."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from participation.rights import CALLS
from portal.accounts.abilities import Ability, each, held_by
from portal.accounts.enums import Role
from portal.accounts.registry import brought_abilities

WHOLE_SITE = "site"
PROCESSES = "processes"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_RIGHTS = tuple(
    f"wagtail{app}.{verb}_{kind}"
    for app, kind in (("images", "image"), ("docs", "document"))
    for verb in ("add", "change", "choose")
)


_COM, _PART, _MOD, _RESP, _PILOT = (
    Role.COMMUNICATIONS,
    Role.PARTICIPATION,
    Role.MODERATORS,
    Role.RESPONDENTS,
    Role.PILOTS,
)
_BODY = Role.FOLLOW_UP
_PEOPLE, _DPO, _AUDIT, _ADMIN = (
    Role.PEOPLE,
    Role.DATA_PROTECTION,
    Role.AUDITORS,
    Role.ADMINISTRATORS,
)

SITE = pgettext_lazy("matrix", "Site")
COMMITMENTS = pgettext_lazy("matrix", "Commitments")
PEOPLE = pgettext_lazy("matrix", "People")
CONTROL = pgettext_lazy("matrix", "Control")

# What mechanisms bring besides (participation/rights.py) comes after the calls.
_OF_THE_CORE: tuple[Ability, ...] = (
    Ability(
        SITE, _("Write and publish every page"), held_by(_COM), pages_in=WHOLE_SITE, files=True
    ),
    Ability(
        SITE,
        _("Write and publish the pages of processes"),
        held_by(_PART),
        pages_in=PROCESSES,
        files=True,
    ),
    Ability(
        SITE,
        _("Sort news, move old addresses"),
        held_by(_COM),
        (*each("home.newscategory"), *each("wagtailredirects.redirect")),
    ),
    Ability(
        SITE,
        _("Name the city and the portal, choose its colours and menus"),
        held_by(_COM, _ADMIN),
        ("cms.change_sitesettings", "cms.change_navigationsettings"),
    ),
    Ability(
        SITE,
        _("Send letters to those who follow a topic"),
        held_by(_COM),
        ("subscriptions.send_letter",),
    ),
    Ability(
        SITE,
        _("Look after mails that could not leave"),
        held_by(_COM, _ADMIN),
        ("notifications.change_outgoingmail",),
    ),
    Ability(
        SITE,
        _("Read and settle contact messages"),
        held_by(_COM, _PART),
        ("home.view_contactmessage", "home.change_contactmessage"),
    ),
    Ability(
        CALLS,
        _("Keep the lists of themes and neighbourhoods, the texts of the levels"),
        held_by(_COM, _PART),
        (
            *each("participation.theme"),
            *each("participation.neighbourhood"),
            "participation.change_participationlevel",
            "participation.view_participationlevel",
        ),
    ),
    Ability(
        CALLS,
        _("Publish or refuse what people write"),
        held_by(_PART, _MOD),
        ("participation.moderate_contribution",),
    ),
    Ability(
        CALLS,
        # Two persons are needed for each paper: moderators are the second pair of eyes.
        _("Key in papers and verify them"),
        held_by(_PART, _MOD),
        ("participation.key_in_contributions",),
    ),
    Ability(
        CALLS,
        _("Answer in the name of the city, approve and publish answers"),
        held_by(_PART),
        (
            "participation.answer_contribution",
            *each("participation.answer", ("change", "view", "publish", "lock", "unlock")),
            *each("participation.answertemplate"),
        ),
    ),
    Ability(
        CALLS,
        # Which answers is the matter of the assignments.
        _("Prepare the answers entrusted to oneself or one’s department"),
        held_by(_PART, _RESP),
        ("participation.change_answer", "participation.view_answer"),
    ),
    Ability(
        CALLS,
        _("Amend terms in public, give verdicts, archive"),
        held_by(_PART),
        ("participation.keep_promises",),
    ),
    Ability(
        CALLS,
        _("Print coupons, import calls, check who is eligible"),
        held_by(_PART),
        (
            "participation.add_couponbatch",
            "participation.import_contributions",
            "participation.check_eligibility",
        ),
    ),
    Ability(
        CALLS,
        _("Export the contacts of contributors, with a recorded reason"),
        held_by(_PART),
        ("participation.export_contacts",),
    ),
    Ability(
        COMMITMENTS,
        # Commitments and objectives are facts: they are added and corrected, not deleted.
        _("Keep the register of commitments, objectives, departments, periods"),
        held_by(_COM),
        (
            *each("engagements.commitment", ("add", "change", "view")),
            *each("engagements.objective", ("add", "change", "view")),
            *each("engagements.department"),
            *each("engagements.period"),
        ),
    ),
    Ability(
        COMMITMENTS,
        _("Report progress on every commitment"),
        held_by(_COM),
        ("engagements.add_commitmentupdate", "engagements.change_commitment"),
    ),
    Ability(
        COMMITMENTS,
        _("Report progress on the commitments of one’s department"),
        held_by(_COM, _PILOT),
        ("engagements.add_commitmentupdate", "engagements.view_commitment"),
    ),
    Ability(
        COMMITMENTS,
        _("Approve and publish the news that departments prepare, or send it back"),
        held_by(_COM),
        ("engagements.approve_update",),
    ),
    Ability(
        COMMITMENTS,
        _("Open, write and publish the half-yearly reviews"),
        held_by(_COM, _BODY),
        ("engagements.conduct_review", "engagements.view_review"),
    ),
    Ability(
        COMMITMENTS,
        _("Keep the members and the meetings of the follow-up body"),
        held_by(_COM, _BODY),
        (
            *each("engagements.bodymember", ("add", "change", "view")),
            *each("engagements.bodymeeting", ("add", "change", "view")),
        ),
    ),
    Ability(
        COMMITMENTS,
        _("Set the rhythm of the reviews and who is reminded"),
        held_by(_COM, _ADMIN),
        ("engagements.change_followupsettings",),
    ),
    Ability(
        COMMITMENTS,
        _("Read the register of commitments, news in preparation and reviews"),
        held_by(_COM, _PILOT, _BODY, _AUDIT),
        (
            "engagements.view_commitment",
            "engagements.view_updatedraft",
            "engagements.view_review",
        ),
        writes=False,
    ),
    Ability(
        COMMITMENTS,
        _("Read the register of the follow-up body"),
        held_by(_AUDIT),
        ("engagements.view_bodymember", "engagements.view_bodymeeting"),
        writes=False,
    ),
    Ability(
        PEOPLE,
        _("Invite, confirm and withdraw city agents"),
        held_by(_PEOPLE, _ADMIN),
        ("agents.manage_agents",),
    ),
    Ability(
        PEOPLE,
        _("Create and correct accounts"),
        held_by(_ADMIN),
        each("accounts.user"),
    ),
    Ability(
        PEOPLE,
        _("Give and take roles, departments and rights"),
        held_by(_ADMIN),
        (
            "accounts.change_rights",
            "accounts.reset_second_factor",
            *each("auth.group"),
        ),
    ),
    Ability(
        PEOPLE,
        _("Give an account back to somebody whose ProConnect identity changed"),
        held_by(_ADMIN),
        ("identity.change_reconnection",),
    ),
    Ability(
        CONTROL,
        _("Read who may do what"),
        held_by(_PEOPLE, _DPO, _AUDIT, _ADMIN),
        ("accounts.read_roles",),
        writes=False,
    ),
    Ability(
        CONTROL,
        _("Read the security events"),
        held_by(_DPO, _AUDIT, _ADMIN),
        ("security.view_securityevent",),
        writes=False,
    ),
    Ability(
        CONTROL,
        _("Read every history, exports included"),
        held_by(_DPO, _AUDIT, _ADMIN),
        ("accounts.read_histories",),
        writes=False,
    ),
    Ability(
        CONTROL,
        _("Read the register of processings and the runs of the erasure"),
        held_by(_DPO, _AUDIT, _ADMIN),
        ("privacy.view_processing_register",),
        writes=False,
    ),
    Ability(
        CONTROL,
        _("Erase at once what is due"),
        held_by(_DPO, _ADMIN),
        ("privacy.run_retention",),
    ),
    Ability(
        CONTROL,
        _("Give out and erase a person’s data on request"),
        held_by(_DPO),
        ("owndata.erase_personal_data",),
    ),
    Ability(
        CONTROL,
        _("Empty the reports of the content policy"),
        held_by(_ADMIN),
        ("security.delete_policyreport",),
    ),
)


def abilities() -> list[Ability]:
    """Every line of the matrix, those that apps brought included, subject by subject.

    Lines of the same words are one. Raises ValueError when they are not for the same roles.
    """
    brought = (ability.subject for ability in brought_abilities())
    subjects = [SITE, CALLS, *brought, COMMITMENTS, PEOPLE, CONTROL]
    places = list(dict.fromkeys(str(subject) for subject in subjects))
    lines: dict[tuple[str, str], Ability] = {}
    for line in (*_OF_THE_CORE, *brought_abilities()):
        key = (str(line.subject), str(line.label))
        known = lines.setdefault(key, line)
        if known.roles != line.roles:
            raise ValueError(f"“{line.label}” is brought twice, for other roles")
        if known is not line:
            permissions = (*known.permissions, *line.permissions)
            lines[key] = replace(known, permissions=permissions)
    return sorted(lines.values(), key=lambda line: places.index(str(line.subject)))


def abilities_of(role: Role) -> list[Ability]:
    """What the members of a role may do."""
    return [ability for ability in abilities() if role in ability.roles]


def permissions_of(role: Role) -> set[str]:
    """The permissions that a role needs, pages and files apart; entering the admin included."""
    needed = {"wagtailadmin.access_admin"}
    return needed.union(*(ability.permissions for ability in abilities_of(role)))


def as_markdown() -> str:
    """The matrix as a table, one line an ability, for docs/roles.md."""
    roles = list(Role)
    lines = [
        "| " + " | ".join(["Ability", *(str(role.label) for role in roles)]) + " |",
        "|---" * (len(roles) + 1) + "|",
    ]
    subject = None
    for ability in abilities():
        if ability.subject != subject:
            subject = ability.subject
            lines.append("| " + " | ".join([f"**{subject}**", *("" for _role in roles)]) + " |")
        held = ["yes" if role in ability.roles else "–" for role in roles]
        lines.append("| " + " | ".join([str(ability.label), *held]) + " |")
    return "\n".join(lines) + "\n"
