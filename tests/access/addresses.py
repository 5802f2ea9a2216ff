"""What fills the holes of each route, so that it names something that exists."""

import re
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from participation.views.dashboard import CHARTS
from tests.support.contract import contract_inside, contracts

from .routes import Route
from .world import World

Value = Callable[[World], Any]
_SNIPPETS = re.compile(r"wagtailsnippet(?:s|choosers)_([a-z]+)_([a-z]+):")
_REGISTER = re.compile(r"engagements_([a-z]+)_modeladmin_")


def _token(name: str) -> Value:
    return lambda world: world.tokens[name]


# Beginning of the name of a route, hole → what to put there; the first that fits counts.
HOLES: tuple[tuple[str, str, Value], ...] = (
    ("picture", "pk", lambda w: w.kept_rendition.pk),
    ("picture", "name", lambda w: w.kept_rendition.name),
    ("wagtailadmin_api:documents", "pk", lambda w: w.document.pk),
    ("wagtailadmin_api:images", "pk", lambda w: w.image.pk),
    ("wagtailadmin_api:pages:action", "action_name", lambda w: "publish"),
    ("wagtailadmin_api:pages", "pk", lambda w: w.page.pk),
    ("wagtail_bulk_action", "app_label", lambda w: "accounts"),
    ("wagtail_bulk_action", "model_name", lambda w: "user"),
    ("wagtail_bulk_action", "action", lambda w: "delete"),
    ("wagtailadmin_explore", "parent_page_id", lambda w: w.home.pk),
    ("wagtailadmin_choose_page", "parent_page_id", lambda w: w.home.pk),
    ("wagtailadmin_pages:", "parent_page_id", lambda w: w.home.pk),
    ("wagtailadmin_pages:", "content_type_app_name", lambda w: "home"),
    ("wagtailadmin_pages:", "content_type_model_name", lambda w: "standardpage"),
    ("wagtailadmin_pages:choose_parent", "app_label", lambda w: "home"),
    ("wagtailadmin_pages:choose_parent", "model_name", lambda w: "standardpage"),
    ("wagtailadmin_pages:workflow", "page_id", lambda w: w.reviewed.pk),
    ("wagtailadmin_pages:collect", "page_id", lambda w: w.reviewed.pk),
    ("wagtailadmin_pages:confirm", "page_id", lambda w: w.reviewed.pk),
    ("wagtailadmin_pages:", "action_name", lambda w: "approve"),
    ("wagtailadmin_pages:", "task_state_id", lambda w: _state(w, w.reviewed).current_task_state.pk),
    ("wagtailadmin_pages:", "task_id", lambda w: _state(w, w.reviewed).current_task_state.task.pk),
    ("wagtailadmin_pages:", "workflow_state_id", lambda w: _state(w, w.reviewed).pk),
    ("wagtailadmin_pages:", "page_id", lambda w: w.page.pk),
    ("wagtailadmin_pages:", "revision_id", lambda w: w.revision.pk),
    ("wagtailadmin_pages:", "page_to_move_id", lambda w: w.page.pk),
    ("wagtailadmin_pages:", "destination_id", lambda w: w.home.pk),
    ("wagtailadmin_collections:", "pk", lambda w: w.collection.pk),
    ("wagtailadmin_collections:", "collection_id", lambda w: w.collection.pk),
    ("wagtailadmin_workflows:add_task", "app_label", lambda w: "wagtailcore"),
    ("wagtailadmin_workflows:add_task", "model_name", lambda w: "groupapprovaltask"),
    ("wagtailadmin_workflows:edit_task", "pk", lambda w: w.workflow.tasks.first().pk),
    ("wagtailadmin_workflows:disable_task", "pk", lambda w: w.workflow.tasks.first().pk),
    ("wagtailadmin_workflows:enable_task", "pk", lambda w: w.workflow.tasks.first().pk),
    ("wagtailadmin_workflows:task", "task_id", lambda w: w.workflow.tasks.first().pk),
    ("wagtailadmin_workflows:", "pk", lambda w: w.workflow.pk),
    ("wagtailadmin_workflows:", "page_pk", lambda w: w.page.pk),
    ("wagtailadmin_workflows:", "workflow_pk", lambda w: w.workflow.pk),
    ("wagtailadmin_editing", "app_label", lambda w: "home"),
    ("wagtailadmin_editing", "model_name", lambda w: "standardpage"),
    ("wagtailadmin_editing", "object_id", lambda w: w.page.pk),
    ("wagtailadmin_editing", "session_id", lambda w: w.editing.pk),
    ("wagtailadmin_tag", "app_name", lambda w: "taggit"),
    ("wagtailadmin_tag", "model_name", lambda w: "tag"),
    ("wagtailadmin_password_reset", "uidb64", lambda w: "MQ"),
    ("wagtailadmin_password_reset", "token", lambda w: "faux"),
    ("wagtailredirects:", "redirect_id", lambda w: w.redirect.pk),
    ("wagtailsettings:", "app_name", lambda w: "cms"),
    ("wagtailsettings:", "model_name", lambda w: "sitesettings"),
    ("wagtailsettings:", "pk", lambda w: w.first("wagtailcore.Site").pk),
    ("wagtailsites:", "pk", lambda w: w.first("wagtailcore.Site").pk),
    ("wagtailusers_users:", "pk", lambda w: w.user.pk),
    ("wagtailusers_groups:", "pk", lambda w: w.group.pk),
    ("wagtaildocs_authenticate", "restriction_id", lambda w: w.collection_restriction.pk),
    ("wagtaildocs", "uploaded_file_id", lambda w: w.uploads["wagtaildocs"].pk),
    ("wagtaildocs", "*", lambda w: w.document.pk),
    ("wagtailimages:preview", "filter_spec", lambda w: "max-100x100"),
    ("wagtailimages", "uploaded_file_id", lambda w: w.uploads["wagtailimages"].pk),
    ("wagtailimages", "*", lambda w: w.image.pk),
    ("wagtailcore_auth", "page_view_restriction_id", lambda w: w.restriction.pk),
    ("wagtailcore_auth", "page_id", lambda w: w.locked_page.pk),
    ("accounts_factor_reset", "pk", lambda w: w.user.pk),
    ("agents:", "pk", lambda w: w.first("agents.AgentStatus").pk),
    ("agent_requests:", "pk", lambda w: w.request.pk),
    ("agent_invitations:", "pk", lambda w: w.invitation.pk),
    ("agent_codes:", "pk", lambda w: w.batch.pk),
    ("agent_invitation", "sealed", lambda w: "faux"),
    ("reconnections:", "pk", lambda w: w.reconnection.pk),
    ("owndata_desk:", "pk", lambda w: w.data_request.pk),
    ("owndata_desk:", "token", lambda w: w.tokens["owndata_desk"]),
    ("owndata:", "token", lambda w: w.tokens["owndata"]),
    ("privacy_admin:", "what", lambda w: "registre"),
    ("privacy_admin:", "kind", lambda w: "csv"),
    ("privacy:", "pk", lambda w: 0),
    ("privacy:", "token", lambda w: "faux"),
    ("letter", "pk", lambda w: w.letter.pk),
    ("change_letter", "pk", lambda w: w.letter.pk),
    ("drawn_letter", "pk", lambda w: w.letter.pk),
    ("identity_", "pk", lambda w: 0),
    ("identity_", "provider_id", lambda w: "proconnect"),
    ("identity_", "reason", lambda w: "cancelled"),
    ("mfa_", "pk", lambda w: 0),
    ("account_email_", "token", lambda w: "faux"),
    *((name, "token", _token(name)) for name in ("subscriptions:confirm", "subscriptions:stop")),
    ("subscriptions:by_link", "token", lambda w: w.tokens["subscriptions:by_link"]),
    ("answering:", "pk", lambda w: w.content.public.pk),
    ("moderation:comment", "pk", lambda w: w.comment.pk),
    ("moderation:report", "pk", lambda w: w.report.pk),
    ("moderation:appeal", "pk", lambda w: w.appeal.pk),
    ("contributions:file", "pk", lambda w: w.attachment.contribution_id),
    ("contributions:file", "file", lambda w: w.attachment.pk),
    ("contributions:file", "filename", lambda w: w.attachment.name),
    ("contributions:", "pk", lambda w: w.pending.pk),
    ("merging:propose", "pk", lambda w: w.content.public.pk),
    ("merging:decide", "pk", lambda w: w.proposal.pk),
    ("merging:promote", "pk", lambda w: w.agents_idea.pk),
    ("paper:key_in", "pk", lambda w: w.content.call.pk),
    ("paper:", "pk", lambda w: w.entry.pk),
    ("coupons:", "pk", lambda w: w.coupon.batch_id),
    ("activity_chooser:", "pk", lambda w: w.content.call.pk),
    ("calls:figures", "kind", lambda w: next(iter(CHARTS))),
    ("calls:open_data", "kind", lambda w: "csv"),
    ("calls:imports", "pk", lambda w: w.content.call.pk),
    ("calls:import", "pk", lambda w: w.imported.pk),
    ("calls:faults", "pk", lambda w: w.imported.pk),
    ("calls:", "pk", lambda w: w.content.call.pk),
    ("contribution_chooser:", "pk", lambda w: w.content.public.pk),
    ("participation_promises", "pk", lambda w: w.content.call.pk),
    ("account_confirm_email", "key", lambda w: "faux"),
    ("account_reset", "uidb36", lambda w: "1"),
    ("account_reset", "key", lambda w: "faux"),
    ("engagements:meeting", "slug", lambda w: "tenue"),
    ("engagements:commitment", "number", lambda w: w.first("engagements.Commitment").number),
    ("engagements:review", "slug", lambda w: w.published_review.slug),
    ("reviews:", "pk", lambda w: w.review.pk),
    ("engagements:figures", "number", lambda w: w.first("engagements.Commitment").number),
    ("engagements:priority_feed", "number", lambda w: w.first("engagements.PriorityPage").number),
    ("engagements:open_data", "name", lambda w: "engagements"),
    ("home:sitemap_section", "section", lambda w: "pages"),
    ("participation:", "slug", lambda w: w.content.call.slug),
    ("participation:", "rest", lambda w: "resultats/"),
    ("participation:comment_story", "token", lambda w: _last_word(w.comment.story_url)),
    ("participation:support_question", "token", lambda w: question(w)),
    ("participation:story_file", "pk", lambda w: w.first("participation.Attachment").pk),
    ("participation:story_file", "filename", lambda w: "piece.pdf"),
    ("participation:story_file", "receipt", lambda w: w.content.agents_idea.receipt_display),
    ("participation:let_go", "receipt", lambda w: w.own.receipt_display),
    ("participation:", "receipt", lambda w: w.content.public.receipt_display),
    ("participation:", "key", lambda w: "faux"),
)


def _state(world: World, thing: Any) -> Any:
    return world.states[thing._meta.model_name]


def question(world: World) -> str:
    """The word in the link that a supporter received."""
    return _last_word(world.first("participation.SupportQuestion").url)


def _last_word(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def _of_snippet(app: str, name: str, hole: str, screen: str, world: World) -> Any:
    """What an address of Wagtail's screens for a model names."""
    thing = _reviewed(name, world) if "workflow" in screen else _thing(app, name, world)
    if hole in {"pk", "instance_pk"}:
        return thing.pk
    if hole == "revision_id":
        return (thing.latest_revision or thing.save_revision()).pk
    if hole.startswith("revision_id_"):
        return "live" if hole.endswith("_a") else "latest"
    state = _state(world, thing)
    values = {
        "action_name": "approve",
        "task_state_id": state.current_task_state.pk,
        "task_id": state.current_task_state.task.pk,
        "workflow_state_id": state.pk,
    }
    return values[hole]


def _reviewed(name: str, world: World) -> Any:
    return {"answer": world.reviewed_answer, **world.reviewed_activities}[name]


def _thing(app: str, name: str, world: World) -> Any:
    model = f"{app}.{name}"
    for slug, contract in contracts().items():
        if model in contract.screens:
            return contract.shown(model, world.staged[slug]) or world.first(model)
    chosen = {"answer": world.answer, "reports": world.draft}
    return chosen.get(name) or world.first(model)


def _hole(route: Route, hole: str, world: World) -> Any:
    if found := _SNIPPETS.match(route.name) or _REGISTER.match(route.name):
        app, name = found.groups() if len(found.groups()) == 2 else ("engagements", found[1])
        return _of_snippet(app, name, hole, route.name.rpartition(":")[2], world)
    for beginning, name, value in HOLES:
        if route.name.startswith(beginning) and name in {hole, "*"}:
            return value(world)
    for slug, contract in contracts().items():
        for beginning, name, filler in contract.holes:
            if route.name.startswith(beginning) and name in {hole, "*"}:
                return filler(world.staged[slug])
    raise AssertionError(
        f"say in HOLES or in a contract what fills {hole} in {route.name} ({route})"
    )


def _in_an_activity(route: Route, world: World) -> str:
    contract = contract_inside(route.urlconf)
    assert contract is not None, f"{route} belongs to a mechanism without a contract"
    staged = next(world.staged[slug] for slug, one in contracts().items() if one is contract)
    return contract.address(route, staged)


def url_of(route: Route, world: World) -> str:
    """The address of something that exists, by this route."""
    if route.urlconf:
        return _in_an_activity(route, world)
    if unnamed := UNNAMED.get(route.written):
        return unnamed(world)
    if not route.name:
        return f"/{route.written}"
    values = {hole: _hole(route, hole, world) for hole in route.holes}
    query = QUERIES.get(route.name)
    return reverse(route.name, kwargs=values) + (query(world) if query else "")


# What must be asked besides.
QUERIES: dict[str, Callable[[World], str]] = {
    "wagtail_bulk_action": lambda w: f"?id={w.user.pk}",
    "wagtailadmin_api:pages:find": lambda w: f"?html_path={w.page.url}",
    "wagtailadmin_api:documents:find": lambda w: f"?id={w.document.pk}",
    "wagtailadmin_api:images:find": lambda w: f"?id={w.image.pk}",
}
# Routes without a name, or whose holes have none.
UNNAMED: dict[str, Callable[[World], str]] = {
    "^media/(?P<path>(?:images|avatar_images)/.+)$": lambda w: w.rendition.url,
    "admin/^.*/$": lambda w: "/admin/nulle/part/",
    "admin/pages/^(\\d+)/revisions/compare/(live|earliest|\\d+)\\.\\.\\.(live|latest|\\d+)/$": (
        lambda w: f"/admin/pages/{w.page.pk}/revisions/compare/live...latest/"
    ),
    "documents/^(\\d+)/(.*)$": lambda w: w.document.url,
    "^((?:[\\w\\-]+/)*)$": lambda w: w.page.url,
}
