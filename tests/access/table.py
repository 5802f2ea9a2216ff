"""For whom each route is: one line for each route or family of routes; the first that fits counts.

A route that no line fits fails the test until somebody says here for whom it is. On the left stands
the name of the route with its namespaces, or the route itself when it has none; * fits anything.
"""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from tests.support.contract import all_of, contract_inside

from .needs import (
    AGENTS,
    CLOSED,
    LINK,
    OPEN,
    OWN,
    READ,
    STAFF,
    For,
    agents_or,
    any_page,
    both,
    documents,
    page,
    pictures,
    reads_drafts,
    reports_everywhere,
    reviews,
    rights,
    staff,
    superuser,
)
from .routes import Route
from .snippets import snippets
from .table_people import ACCOUNTS, PEOPLE

ANY = ("add", "change", "delete", "view")
EDIT = ("add", "change", "delete")
ADMINISTRATORS = staff(superuser)
MODERATE, ANSWER = "participation.moderate_contribution", "participation.answer_contribution"
KEY_IN = "participation.key_in_contributions"
CONDUCT = "engagements.conduct_review"
# Right of Wagtail's screens for a model → the right on that model.
SCREENS: dict[str, tuple[str, ...]] = {
    "list": ANY,
    "list_results": ANY,
    "inspect": ANY,
    "history": EDIT,
    "history_results": EDIT,
    "usage": EDIT,
    "revisions_view": EDIT,
    "revisions_compare": EDIT,
    "workflow_history": EDIT,
    "workflow_history_detail": EDIT,
    "add": ("add",),
    "copy": ("add",),
    "create": ("add",),
    "preview_on_add": ("add", "change"),
    "edit": ("change",),
    "preview_on_edit": ("add", "change"),
    "revisions_revert": ("change",),
    "unpublish": ("publish",),
    "revisions_unschedule": ("publish",),
    "lock": ("lock",),
    "unlock": ("unlock",),
    "delete": ("delete",),
}


PUBLIC: tuple[tuple[str, For], ...] = (
    ("live", READ),
    ("ready", READ),
    ("theme", READ),
    ("scheme", OPEN),
    ("home:*", READ),
    ("engagements:*", READ),
    ("wagtail_serve", OPEN),  # The contact page sends; all others ignore what is sent.
    ("^media/*", OPEN),  # Files: what is sent is ignored.
    ("wagtaildocs_serve", OPEN),
    ("picture", agents_or(pictures("choose", "change"))),  # The world's is shown by agents' news.
    ("documents/^*", OPEN),
    ("wagtaildocs_authenticate_with_password", OPEN),
    ("wagtailcore_authenticate_with_password", OPEN),
    ("participation:forget_device", OPEN),
    ("participation:own", OWN),
    ("participation:let_go", OWN),
    # Whoever holds the receipt, or the link that was mailed.
    ("participation:appeal", LINK),
    ("participation:confirm", LINK),
    ("participation:send_again", LINK),
    ("participation:answer_*", LINK),
    ("participation:comment_story", LINK),
    # About an idea among agents: the link alone is not enough.
    ("participation:support_question", AGENTS),
    ("participation:*", READ),
)


# Wagtail's own screens, from the most particular to the most general.
WAGTAIL: tuple[tuple[str, For], ...] = (
    ("wagtailadmin_sprite", OPEN),
    ("wagtailadmin_javascript_catalog", READ),
    ("wagtailadmin_password_reset*", CLOSED),
    ("wagtailadmin_logout", STAFF),
    ("wagtailadmin_api:pages:action", staff(any_page)),
    ("wagtailadmin_api:pages:detail", staff(page("can_edit"))),
    ("wagtailadmin_api:*", STAFF),
    ("wagtailadmin_explore*", staff(any_page)),
    ("wagtail_bulk_action", staff(*rights("accounts.user", "delete"))),
    ("wagtailadmin_pages:add", staff(page("can_edit"))),
    ("wagtailadmin_pages:add_subpage", staff(page("can_edit"))),
    ("wagtailadmin_pages:preview_on_add", staff(page("can_edit"))),
    ("wagtailadmin_pages:edit", staff(page("can_edit"))),
    ("wagtailadmin_pages:preview_on_edit", staff(page("can_edit"))),
    ("wagtailadmin_pages:view_draft", staff(page("can_edit"))),
    ("wagtailadmin_pages:copy", staff(page("can_edit"))),
    ("wagtailadmin_pages:usage", staff(page("can_edit"))),
    ("wagtailadmin_pages:delete", staff(page("can_delete"))),
    ("wagtailadmin_pages:unpublish", staff(page("can_unpublish"))),
    ("wagtailadmin_pages:move*", staff(page("can_move"))),
    ("wagtailadmin_pages:set_page_position", staff(page("can_edit"))),
    ("wagtailadmin_pages:set_privacy", staff(page("can_set_view_restrictions"))),
    ("wagtailadmin_pages:lock", staff(page("can_lock"))),
    ("wagtailadmin_pages:unlock", staff(page("can_unlock"))),
    ("wagtailadmin_pages:revisions_unschedule", staff(page("can_unschedule"))),
    ("wagtailadmin_pages:revisions_index", STAFF),  # Leads to the history, which asks.
    ("wagtailadmin_pages:revisions_*", staff(page("can_edit"))),
    ("wagtailadmin_pages:history*", staff(page("can_edit"))),
    ("wagtailadmin_pages:workflow_action", staff(reviews("standardpage"))),
    ("wagtailadmin_pages:workflow_preview", staff(reviews("standardpage"))),
    ("wagtailadmin_pages:collect_workflow_action_data", staff(reviews("standardpage"))),
    ("wagtailadmin_pages:confirm_workflow_cancellation", STAFF),  # Says only whether to ask.
    ("wagtailadmin_pages:choose_parent", STAFF),  # Offers only where one may add.
    ("wagtailadmin_pages:convert_alias", CLOSED),  # The world has no alias.
    ("wagtailadmin_pages:type_use*", staff(any_page)),
    ("wagtailadmin_pages:search*", staff(any_page)),
    ("wagtailadmin_pages:workflow_history*", staff(page("can_edit"), reviews("standardpage"))),
    ("wagtailadmin_collections:*", staff(superuser)),
    ("wagtailadmin_workflows:task_cho*", STAFF),  # Names of steps; making one asks for the right.
    ("wagtailadmin_workflows:*", staff(superuser)),
    ("wagtailadmin_reports:site_history*", STAFF),  # Each reads of what they may see.
    ("wagtailadmin_reports:*", staff(any_page)),
    ("wagtailadmin_editing_sessions:ping", staff(page("can_edit"))),
    ("wagtailadmin_*", STAFF),
    ("admin/test404/", STAFF),
    ("admin/^.*/$", STAFF),
    ("wagtail_modeladmin:*", STAFF),
    ("wagtailembeds:*", STAFF),  # No provider is switched on.
    ("wagtailredirects:*", staff(*rights("wagtailredirects.redirect", *ANY))),
    ("wagtailsettings:*", staff("cms.change_sitesettings")),
    ("wagtailsnippets:index", staff(*rights("ideas.ideaconsultation", *EDIT), ANSWER)),
    ("wagtailsites:*", staff(superuser)),
    ("wagtailusers_groups:*", staff(*rights("auth.group", *ANY))),
    ("wagtailusers_users:add", staff(*rights("accounts.user", "add"))),
    ("wagtailusers_users:copy", staff(*rights("accounts.user", "add"))),
    ("wagtailusers_users:edit", staff(*rights("accounts.user", "change"))),
    ("wagtailusers_users:delete", staff(*rights("accounts.user", "delete"))),
    ("wagtailusers_users:*", staff(*rights("accounts.user", *ANY))),
    ("wagtaildocs_chooser:chosen", staff(documents("choose"))),
    ("wagtailimages_chooser:chosen", staff(pictures("choose"))),
    ("wagtaildocs_chooser:cho*", STAFF),  # Titles; each chooses in the collections one may.
    ("wagtailimages_chooser:cho*", STAFF),
    ("wagtailimages_chooser:select_format", STAFF),
    ("wagtaildocs_chooser:create", staff(documents("add"))),
    ("wagtailimages_chooser:create", staff(pictures("add"))),
    ("wagtaildocs:*delete*", staff(documents("delete"))),
    ("wagtaildocs:*", staff(documents("add", "change"))),
    ("wagtailimages:*delete*", staff(pictures("delete"))),
    ("wagtailimages:*", staff(pictures("add", "change"))),
)
OURS: tuple[tuple[str, For], ...] = (
    ("reviews:open", staff(CONDUCT)),
    ("reviews:publish", staff(CONDUCT)),
    ("reviews:*", staff(CONDUCT, "engagements.view_review")),
    ("engagements_commitment_modeladmin_progress", staff(reports_everywhere)),
    ("engagements_bodymember_modeladmin_consent", staff("engagements.change_bodymember")),
    ("follow_up_volunteers", staff("engagements.add_bodymember")),
    ("engagements_commitment_modeladmin_measures", staff("engagements.change_commitment")),
    ("engagements_reports_modeladmin_draft", staff(reads_drafts)),
    ("engagements_reports_modeladmin_sheet", staff("engagements.add_commitmentupdate")),
    ("engagements_reports_modeladmin_import", staff("engagements.add_commitmentupdate")),
    (
        "engagements_reports_modeladmin_index",
        staff(
            "engagements.add_commitmentupdate",
            "engagements.approve_update",
            "engagements.view_updatedraft",
        ),
    ),
    ("moderation:*", staff(MODERATE)),
    ("contributions:*", staff(MODERATE, ANSWER)),
    ("merging:promote", staff(ANSWER)),
    ("merging:*", staff(MODERATE)),
    ("paper:*", staff(KEY_IN)),
    ("coupons:*", staff("participation.add_couponbatch")),
    ("answering:assign*", staff(ANSWER)),
    ("answering:prepare", staff(ANSWER)),
    ("answering:note", staff(ANSWER)),
    ("answering:*", staff(ANSWER, "participation.change_answer")),
    ("wagtailsnippets_participation_answer:list*", staff("participation.view_answer")),
    ("wagtailsnippets_participation_answer:add", CLOSED),  # Answers are prepared at the desk.
    ("wagtailsnippets_participation_answer:delete", CLOSED),
    ("wagtailsnippets_participation_answer:preview_on_add", CLOSED),
    *(
        (f"wagtailsnippets_participation_answer:{screen}", staff(both(ANSWER, reviews("answer"))))
        for screen in ("workflow_action", "workflow_preview", "collect_workflow_action_data")
    ),
    # A respondent enters those entrusted to their department; this one is not.
    ("wagtailsnippets_participation_answer:*", staff(ANSWER)),
    ("contribution_chooser:cho*", STAFF),  # Published ones only.
    ("contribution_chooser:create", staff(superuser)),
    ("activity_chooser:cho*", STAFF),
    ("activity_chooser:create", staff(superuser)),
    ("calls:import*", staff("participation.import_contributions")),
    ("calls:eligibility", staff("participation.check_eligibility")),
    ("calls:faults", staff("participation.import_contributions")),
    ("calls:*", staff(MODERATE, ANSWER)),
    ("participation_promises", staff("participation.keep_promises")),
    ("wagtailsnippets_participation_participationlevel:add", CLOSED),
    ("wagtailsnippets_participation_participationlevel:delete", CLOSED),
    ("wagtailsnippets_participation_participationlevel:preview_on_add", CLOSED),
    ("wagtailsnippets_home_contactmessage:add", CLOSED),
)


def _screens() -> tuple[tuple[str, For], ...]:
    """Wagtail's screens for each of our models: by the right on the model."""
    lines: list[tuple[str, For]] = []
    for space, model in snippets().items():
        lines += [
            (f"wagtailsnippets_{space}:{screen}", staff(*rights(model, *verbs)))
            for screen, verbs in SCREENS.items()
        ]
        lines += [
            (f"wagtailsnippets_{space}:*", staff(*rights(model, "publish", "change"))),
            (f"wagtailsnippetchoosers_{space}:create", staff(*rights(model, "add"))),
            (f"wagtailsnippetchoosers_{space}:*", STAFF),
        ]
    for model in all_of("screens"):
        app, kind = model.split(".")
        reviewed = f"wagtailsnippets_{app}_{kind}:"
        lines[:0] = [
            (f"{reviewed}{screen}", staff(reviews(kind)))
            for screen in ("workflow_action", "workflow_preview", "collect_workflow_action_data")
        ]
        lines.insert(0, (f"{reviewed}confirm_workflow_cancellation", STAFF))
    for name in ("commitment", "objective", "department", "period", "bodymember", "bodymeeting"):
        model = f"engagements.{name}"
        lines += [
            (f"engagements_{name}_modeladmin_create", staff(*rights(model, "add"))),
            (f"engagements_{name}_modeladmin_edit", staff(*rights(model, "change"))),
            (f"engagements_{name}_modeladmin_delete", staff(*rights(model, "delete"))),
            (f"engagements_{name}_modeladmin_*", staff(*rights(model, *ANY))),
        ]
    return tuple(lines)


TABLE = (*PUBLIC, *ACCOUNTS, *PEOPLE, *OURS, *all_of("desk"), *_screens(), *WAGTAIL)


def _fits(route: Route, patterns: Iterable[str]) -> bool:
    known = route.name or route.written
    return any(fnmatchcase(known, pattern) for pattern in patterns)


def for_whom(route: Route) -> For | None:
    """The line that fits, or None: nobody has said yet for whom this route is."""
    if not route.urlconf:
        return next((line for pattern, line in TABLE if _fits(route, [pattern])), None)
    contract = contract_inside(route.urlconf)
    if contract is None:
        return None
    lines = (line for pattern, line in contract.inside if fnmatchcase(route.inside, pattern))
    return next(lines, READ)


def _said(route: Route, core: tuple[str, ...], name: str) -> bool:
    """Whether the route is among those of the core, or of contracts, under this name."""
    if route.urlconf:
        inside = getattr(contract_inside(route.urlconf), name)
        return any(fnmatchcase(route.inside, pattern) for pattern in inside)
    return _fits(route, (*core, *all_of(name)))


# What administrators get instead of a page or of “a form alone, please” (405), when they look.
_LEAD_ON = (
    "account_login",
    "account_reauthenticate_by_code",  # They have a password: they are asked for that.
    "account_request_login_code",
    "account_second_factor",
    "account_signup",
    "identity_*",
    "mfa_*",
    "subscriptions:ask",
    "account_set_password",  # They have one: it is changed elsewhere.
    "account_confirm_login_code",
    "answering:assign_many",
    "answering:bulk",
    "calls:faults",  # No line of the file is faulty.
    "moderation:bulk",
    "wagtailadmin_api:*:find",  # To what was found.
    "wagtailadmin_pages:revisions_index",
    "wagtailadmin_workflows:select_task_type",
)
_NEED_MORE = (
    # Links of which the world has no real one; providers are switched on by the environment.
    "agent_invitation",
    "account_email_*",
    "identity_*",
    "mfa_*",
    "privacy:*",
    "socialaccount_connections",
    "account_confirm_email",
    "admin/^.*/$",  # Leads nowhere.
    "wagtailadmin_block_preview",
    "wagtailimages:url_generator*",  # Switched off.
    "wagtailsettings:preview_on_edit",
)


def looked_at(route: Route) -> set[int]:
    """The answers to an administrator who looks, among which one is right."""
    if route.name == "wagtailadmin_error_test":
        return {500}
    if route.name == "wagtailsettings:edit":  # Of a model it leads to that of the site.
        return {200} if "<int:pk>" in route.written else {302}
    leads = {302} if _said(route, _LEAD_ON, "leads_on") else set()
    needs = {404, 410} if _said(route, _NEED_MORE, "needs_more") else set()
    return leads | needs | {200, 405}


# Wagtail fails on forms without their hidden fields, which no browser sends, for those who may send
# them; the first is its way to try the page of errors.
_MALFORMED = (
    "wagtailadmin_error_test",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:revisions_revert",
    "wagtaildocs:create_multiple_from_uploaded_document",
    "wagtaildocs:edit_multiple",
    "wagtailredirects:process_import",
    "wagtailsnippetchoosers_*:create",
    "wagtailsnippets_*:add",
    "wagtailsnippets_*:copy",
    "wagtailsnippets_*:edit",
    "wagtailsnippets_*:revisions_revert",
    "activity_chooser:create",
    "contribution_chooser:create",
)


def is_malformed(route: Route) -> bool:
    """Whether Wagtail fails on an empty form there."""
    return _said(route, _MALFORMED, "malformed")
