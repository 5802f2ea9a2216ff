"""Who may do what: each ability with its permissions, and the roles that hold it. Pure."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.enums import Role

from .role_names import Ability

EDIT = ("add", "change", "delete", "view")
WHOLE_SITE = "site"
PROCESSES = "processes"
PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
FILE_RIGHTS = tuple(
    f"wagtail{app}.{verb}_{kind}"
    for app, kind in (("images", "image"), ("docs", "document"))
    for verb in ("add", "change", "choose")
)


def _each(model: str, verbs: Iterable[str] = EDIT) -> tuple[str, ...]:
    app, name = model.split(".")
    return tuple(f"{app}.{verb}_{name}" for verb in verbs)


def _held_by(*roles: Role) -> frozenset[Role]:
    return frozenset(roles)


_COM, _PART, _MOD, _RESP, _PILOT = (
    Role.COMMUNICATIONS,
    Role.PARTICIPATION,
    Role.MODERATORS,
    Role.RESPONDENTS,
    Role.PILOTS,
)
_BODY = Role.FOLLOW_UP
_COMMISSIONER, _PEOPLE, _DPO, _AUDIT, _ADMIN = (
    Role.COMMISSIONERS,
    Role.PEOPLE,
    Role.DATA_PROTECTION,
    Role.AUDITORS,
    Role.ADMINISTRATORS,
)

SITE = pgettext_lazy("matrix", "Site")
CALLS = pgettext_lazy("matrix", "Calls and contributions")
BUDGETS = pgettext_lazy("matrix", "Participatory budgets")
COMMITMENTS = pgettext_lazy("matrix", "Commitments")
PEOPLE = pgettext_lazy("matrix", "People")
CONTROL = pgettext_lazy("matrix", "Control")

ABILITIES: tuple[Ability, ...] = (
    Ability(
        SITE, _("Write and publish every page"), _held_by(_COM), pages_in=WHOLE_SITE, files=True
    ),
    Ability(
        SITE,
        _("Write and publish the pages of processes"),
        _held_by(_PART),
        pages_in=PROCESSES,
        files=True,
    ),
    Ability(
        SITE,
        _("Sort news, move old addresses"),
        _held_by(_COM),
        (*_each("home.newscategory"), *_each("wagtailredirects.redirect")),
    ),
    Ability(
        SITE,
        _("Name the city and the portal, choose its colours and menus"),
        _held_by(_COM, _ADMIN),
        ("cms.change_sitesettings", "cms.change_navigationsettings"),
    ),
    Ability(
        SITE,
        _("Send letters to those who follow a topic"),
        _held_by(_COM),
        ("subscriptions.send_letter",),
    ),
    Ability(
        SITE,
        _("Look after mails that could not leave"),
        _held_by(_COM, _ADMIN),
        ("notifications.change_outgoingmail",),
    ),
    Ability(
        SITE,
        _("Read and settle contact messages"),
        _held_by(_COM, _PART),
        ("home.view_contactmessage", "home.change_contactmessage"),
    ),
    Ability(
        CALLS,
        _("Write and publish calls for ideas, workshops, meetings, themes and neighbourhoods"),
        _held_by(_COM, _PART),
        (
            *_each("ideas.ideaconsultation", (*EDIT, "publish", "lock", "unlock")),
            *_each("workshops.workshop", (*EDIT, "publish", "lock", "unlock")),
            *_each("workshops.meeting"),
            *_each("surveys.survey", (*EDIT, "publish", "lock", "unlock")),
            *_each("participation.theme"),
            *_each("participation.neighbourhood"),
            "participation.change_participationlevel",
            "participation.view_participationlevel",
        ),
    ),
    Ability(
        CALLS,
        _("Write, publish and correct explained decisions"),
        _held_by(_COM, _PART),
        _each("briefings.briefing", (*EDIT, "publish", "lock", "unlock")),
    ),
    Ability(
        CALLS,
        _("Publish or refuse what people write"),
        _held_by(_PART, _MOD),
        ("participation.moderate_contribution",),
    ),
    Ability(
        CALLS,
        # Two persons are needed for each paper: moderators are the second pair of eyes.
        _("Key in papers and verify them"),
        _held_by(_PART, _MOD),
        ("participation.key_in_contributions",),
    ),
    Ability(
        CALLS,
        _("Answer in the name of the city, approve and publish answers"),
        _held_by(_PART),
        (
            "participation.answer_contribution",
            *_each("participation.answer", ("change", "view", "publish", "lock", "unlock")),
            *_each("participation.answertemplate"),
        ),
    ),
    Ability(
        CALLS,
        # Which answers is the matter of the assignments.
        _("Prepare the answers entrusted to oneself or one’s department"),
        _held_by(_PART, _RESP),
        ("participation.change_answer", "participation.view_answer"),
    ),
    Ability(
        CALLS,
        _("Amend terms in public, give verdicts, archive"),
        _held_by(_PART),
        ("participation.keep_promises",),
    ),
    Ability(
        CALLS,
        _("Print coupons, import calls, check who is eligible, see who comes to meetings"),
        _held_by(_PART),
        (
            "participation.add_couponbatch",
            "participation.import_contributions",
            "participation.check_eligibility",
            "workshops.hold_meetings",
            "surveys.hold_surveys",
        ),
    ),
    Ability(
        CALLS,
        _("Export the contacts of contributors, with a recorded reason"),
        _held_by(_PART),
        ("participation.export_contacts",),
    ),
    Ability(
        CALLS,
        _("Read calls before they are published"),
        _held_by(_COM, _PART, _COMMISSIONER, _AUDIT),
        (
            "ideas.view_ideaconsultation",
            "briefings.view_briefing",
            "workshops.view_workshop",
            "workshops.view_meeting",
            "surveys.view_survey",
        ),
        writes=False,
    ),
    Ability(
        BUDGETS,
        _("Write budgets, publish and amend their rules, conduct the vote"),
        _held_by(_PART),
        (
            *_each("budgets.participatorybudget", (*EDIT, "publish", "lock", "unlock")),
            "budgets.conduct_budget",
        ),
    ),
    Ability(
        BUDGETS,
        # Which projects is the matter of the departments; who conducts the vote decides on all.
        _("Decide on the projects of one’s department, study their cost"),
        _held_by(_PART, _PILOT),
        ("budgets.study_projects",),
    ),
    Ability(
        BUDGETS,
        _("Hold the roll and the ballot box at a voting place"),
        _held_by(_PART),
        ("budgets.hold_booth",),
    ),
    Ability(
        BUDGETS,
        # Two persons are needed for each paper: moderators are the second pair of eyes.
        _("Key in paper ballots and sign off batches"),
        _held_by(_PART, _MOD),
        ("budgets.key_in_ballots",),
    ),
    Ability(
        BUDGETS,
        _("Make and cancel voting codes"),
        _held_by(_PART),
        ("budgets.make_voting_codes",),
    ),
    Ability(
        BUDGETS,
        _("Read budgets before they are published"),
        _held_by(_COM, _PART, _AUDIT),
        ("budgets.view_participatorybudget",),
        writes=False,
    ),
    Ability(
        COMMITMENTS,
        # Commitments and objectives are facts: they are added and corrected, not deleted.
        _("Keep the register of commitments, objectives, departments, periods"),
        _held_by(_COM),
        (
            *_each("engagements.commitment", ("add", "change", "view")),
            *_each("engagements.objective", ("add", "change", "view")),
            *_each("engagements.department"),
            *_each("engagements.period"),
        ),
    ),
    Ability(
        COMMITMENTS,
        _("Report progress on every commitment"),
        _held_by(_COM),
        ("engagements.add_commitmentupdate", "engagements.change_commitment"),
    ),
    Ability(
        COMMITMENTS,
        _("Report progress on the commitments of one’s department"),
        _held_by(_COM, _PILOT),
        ("engagements.add_commitmentupdate", "engagements.view_commitment"),
    ),
    Ability(
        COMMITMENTS,
        _("Approve and publish the news that departments prepare, or send it back"),
        _held_by(_COM),
        ("engagements.approve_update",),
    ),
    Ability(
        COMMITMENTS,
        _("Open, write and publish the half-yearly reviews"),
        _held_by(_COM, _BODY),
        ("engagements.conduct_review", "engagements.view_review"),
    ),
    Ability(
        COMMITMENTS,
        _("Keep the members and the meetings of the follow-up body"),
        _held_by(_COM, _BODY),
        (
            *_each("engagements.bodymember", ("add", "change", "view")),
            *_each("engagements.bodymeeting", ("add", "change", "view")),
        ),
    ),
    Ability(
        COMMITMENTS,
        _("Set the rhythm of the reviews and who is reminded"),
        _held_by(_COM, _ADMIN),
        ("engagements.change_followupsettings",),
    ),
    Ability(
        COMMITMENTS,
        _("Read the register of commitments, news in preparation and reviews"),
        _held_by(_COM, _PILOT, _BODY, _AUDIT),
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
        _held_by(_AUDIT),
        ("engagements.view_bodymember", "engagements.view_bodymeeting"),
        writes=False,
    ),
    Ability(
        PEOPLE,
        _("Invite, confirm and withdraw city agents"),
        _held_by(_PEOPLE, _ADMIN),
        ("agents.manage_agents",),
    ),
    Ability(
        PEOPLE,
        _("Create and correct accounts"),
        _held_by(_ADMIN),
        _each("accounts.user"),
    ),
    Ability(
        PEOPLE,
        _("Give and take roles, departments and rights"),
        _held_by(_ADMIN),
        (
            "accounts.change_rights",
            "accounts.reset_second_factor",
            *_each("auth.group"),
        ),
    ),
    Ability(
        PEOPLE,
        _("Give an account back to somebody whose ProConnect identity changed"),
        _held_by(_ADMIN),
        ("identity.change_reconnection",),
    ),
    Ability(
        CONTROL,
        _("Read who may do what"),
        _held_by(_PEOPLE, _DPO, _AUDIT, _ADMIN),
        ("accounts.read_roles",),
        writes=False,
    ),
    Ability(
        CONTROL,
        _("Read the security events"),
        _held_by(_DPO, _AUDIT, _ADMIN),
        ("security.view_securityevent",),
        writes=False,
    ),
    Ability(
        CONTROL,
        _("Read every history, exports included"),
        _held_by(_DPO, _AUDIT, _ADMIN),
        ("accounts.read_histories",),
        writes=False,
    ),
    Ability(
        CONTROL,
        _("Read the register of processings and the runs of the erasure"),
        _held_by(_DPO, _AUDIT, _ADMIN),
        ("privacy.view_processing_register",),
        writes=False,
    ),
    Ability(
        CONTROL,
        _("Erase at once what is due"),
        _held_by(_DPO, _ADMIN),
        ("privacy.run_retention",),
    ),
    Ability(
        CONTROL,
        _("Give out and erase a person’s data on request"),
        _held_by(_DPO),
        ("owndata.erase_personal_data",),
    ),
    Ability(
        CONTROL,
        _("Empty the reports of the content policy"),
        _held_by(_ADMIN),
        ("security.delete_policyreport",),
    ),
)


def abilities_of(role: Role) -> list[Ability]:
    """What the members of a role may do."""
    return [ability for ability in ABILITIES if role in ability.roles]


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
    for ability in ABILITIES:
        if ability.subject != subject:
            subject = ability.subject
            lines.append("| " + " | ".join([f"**{subject}**", *("" for _role in roles)]) + " |")
        held = ["yes" if role in ability.roles else "–" for role in roles]
        lines.append("| " + " | ".join([str(ability.label), *held]) + " |")
    return "\n".join(lines) + "\n"
