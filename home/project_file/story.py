"""The project page: goals, actors, figures, steering, resources, common steps, history."""

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

from engagements.enums import DatePrecision

from ..models import ProjectPage
from . import schema
from .bodies import stream
from .dates import WrittenDate
from .editorial import page_texts
from .source import Source
from .texts import PAGE_SLUGS, ProjectText
from .wanted import Wanted, WantedPart
from .writer import Writer

SECTIONS = ("follow_up", "department_projects", "cross_cutting", "resources", "timeline")
# The name of a section in the texts file, and of its fields on the page.
FIELD_OF = {"cross_cutting": "milestones"}


def load_project_page(source: Source, writer: Writer, *, home: Page) -> None:
    """The page of the project; its dates are no more precise than the file's."""
    facts = source.facts
    text = source.texts.pages.project if source.texts else None
    wanted = Wanted(
        key="page/project",
        facts={**_figures(facts), **_steering(facts.steering)},
        texts=_texts(text) if text else {},
        defaults={"title": _("The project")},
        parts={
            "goals": [_labelled(goal) for goal in facts.project.goals],
            "actors": [_actor(actor, text) for actor in facts.project.actors],
            "resources": [_resource(resource) for resource in facts.resources],
            "milestones": [_labelled(label) for label in facts.cross_cutting_milestones],
            "events": [_event(event) for event in facts.timeline],
        },
    )
    writer.page("page", ProjectPage, wanted, parent=home, slug=PAGE_SLUGS["project"])


def _figures(facts: schema.ProjectFile) -> dict[str, Any]:
    project = facts.project
    programme, forecast = project.programme, project.population_forecast
    return {
        "started_year": project.started,
        "programme_start": programme.start if programme else None,
        "programme_end": programme.end if programme else None,
        "ideas_collected": project.ideas_collected,
        "meetings_held": project.meetings_held,
        "forecast_year": forecast.year if forecast else None,
        "forecast_inhabitants": forecast.inhabitants if forecast else None,
    }


def _steering(steering: schema.Steering | None) -> dict[str, Any]:
    if steering is None:
        return {}
    facts: dict[str, Any] = {"steering_lead": steering.lead or ""}
    if body := steering.follow_up_body:
        facts |= {
            "follow_up_label": body.label,
            "follow_up_members": body.members or "",
            "follow_up_duties": "\n".join(body.duties),
            "follow_up_meets_every_months": body.meets_every_months,
            "follow_up_publishes": body.publishes or "",
        }
    if projects := steering.department_projects:
        facts["department_projects_must_integrate"] = "\n".join(projects.must_integrate)
        if before := projects.revision_before:
            facts["department_projects_revision_before"] = before.first
            facts["department_projects_revision_precision"] = _precision(before)
    return facts


def _texts(text: ProjectText) -> dict[str, Any]:
    texts: dict[str, Any] = {**page_texts(text), "body": stream(text.body)}
    if text.steering:
        texts["steering_introduction"] = text.steering.introduction
    for name in SECTIONS:
        section = getattr(text, name)
        if section is None:
            continue
        field = FIELD_OF.get(name, name)
        texts[f"{field}_title"] = section.title
        texts[f"{field}_introduction"] = section.introduction
        if section.body:
            texts[f"{field}_body"] = stream(section.body)
        if section.note:
            texts[f"{field}_note"] = section.note
    return texts


def _precision(written: WrittenDate) -> str:
    return DatePrecision.DAY.value if written.to_the_day else DatePrecision.MONTH.value


def _key(*words: str) -> str:
    return slugify(" ".join(words))[:80].strip("-")


def _labelled(label: str) -> WantedPart:
    return WantedPart(key=_key(label), facts={"label": label})


def _actor(actor: schema.Actor, text: ProjectText | None) -> WantedPart:
    facts = {"label": actor.label, "figure": actor.figure, "unit": actor.unit or ""}
    written = text.actors.get(actor.key) if text else None
    return WantedPart(key=actor.key, facts=facts, texts={"text": written} if written else {})


def _resource(resource: schema.Resource) -> WantedPart:
    facts = {"label": resource.label, "since": resource.since, "what": resource.what or ""}
    return WantedPart(key=resource.key, facts=facts)


def _event(event: schema.Event) -> WantedPart:
    facts = {
        "phase": event.phase,
        "label": event.event,
        "starts_on": event.date.first,
        "starts_precision": _precision(event.date),
        "ends_on": event.end.first if event.end else None,
        "ends_precision": _precision(event.end or event.date),
    }
    return WantedPart(key=_key(event.date.first.isoformat(), event.event), facts=facts)
