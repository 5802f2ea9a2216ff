"""What the pages of the follow-up body and of department projects ask the queries for."""

from django import template
from django.template.context import Context
from django.utils import timezone

from ..enums import ProjectScope
from ..models import (
    Commitment,
    CommitmentPoint,
    DepartmentProjectIndexPage,
    DepartmentProjectPage,
    FollowUpBodyPage,
    ValuePage,
    ValuePoint,
)
from ..queries.body import BodyOverview, body_overview, calling_page
from ..queries.department_projects import (
    ProjectList,
    ProjectOverview,
    points_citing_commitment,
    points_citing_value,
    project_list,
    project_overview,
)

register = template.Library()


@register.simple_tag
def follow_up_body(page: FollowUpBodyPage) -> BodyOverview:
    """Members, meetings, next review and call of the follow-up body, now."""
    return body_overview(page, timezone.now())


@register.simple_tag
def page_that_calls() -> FollowUpBodyPage | None:
    """The page of the body while it calls for volunteers."""
    return calling_page(timezone.now())


@register.simple_tag
def project_points(page: DepartmentProjectPage) -> ProjectOverview:
    """What a project integrates, and whether its revision is late."""
    return project_overview(page, timezone.now())


@register.simple_tag(takes_context=True)
def department_projects(context: Context, page: DepartmentProjectIndexPage) -> ProjectList:
    """The projects asked for by the address of the list."""
    asked = getattr(context.get("request"), "GET", {})
    return project_list(
        page,
        timezone.now(),
        department=asked.get("direction", ""),
        scope=asked.get("genre", ""),
    )


@register.simple_tag
def projects_of_commitment(commitment: Commitment) -> list[CommitmentPoint]:
    """The points of published projects that cite a commitment."""
    return points_citing_commitment(commitment)


@register.simple_tag
def projects_of_value(page: ValuePage) -> list[ValuePoint]:
    """The points of published projects that cite a value."""
    return points_citing_value(page) if page.pk else []


@register.simple_tag
def project_scopes() -> list[tuple[str, str]]:
    """The kinds of projects, for the filter."""
    return [(scope.value, str(scope.label)) for scope in ProjectScope]
