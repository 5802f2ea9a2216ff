"""Mails to the authors of projects, and news to those who follow a budget. In the transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from portal.cms.french_dates import long_date
from portal.subscriptions.actions import publish_event

from ..notifications.letters import Letter, address_of, why_author
from .author_links import token_of
from .enums import ProjectStage
from .models import FeasibilityStudy, IdeaConsent, Project, ProjectDecision


def author_path(consent: IdeaConsent) -> str:
    """The page of one author about one project; whoever holds the link acts as the author."""
    return f"{consent.project.url}auteur/{token_of(consent.pk)}/"


def reachable(consents: Iterable[IdeaConsent]) -> list[IdeaConsent]:
    """The authors who agree and left a way to be written to."""
    return [one for one in consents if one.holds and address_of(one.idea)]


def ask_consent(consent: IdeaConsent) -> None:
    """Asks an author whether their idea may become a project; nothing when it has no address."""
    idea, project = consent.idea, consent.project
    Letter(
        to=address_of(idea),
        subject=_("May your idea no. %(number)s become a project?") % {"number": idea.number},
        paragraphs=[
            _("You gave the idea “%(title)s”.") % {"title": idea.title},
            _("The city would like to make it a project of “%(budget)s”: “%(project)s”.")
            % {"budget": project.budget.title, "project": project.title},
            _(
                "If you agree, the project is published with a link to your idea, then studied, "
                "and may be put to the vote. You read the study before everybody else."
            ),
            _("If you do not agree, or do not answer, your idea stays where it is."),
        ],
        label=_("Read the project and answer"),
        path=author_path(consent),
        why=why_author(idea),
    ).send()


def send_study_to_authors(study: FeasibilityStudy, project: Project) -> int:
    """Sends a study to the authors before it is public; returns to how many."""
    found = reachable(_consents(project))
    for consent in found:
        due = long_date(study.answer_due_on) if study.answer_due_on else ""
        Letter(
            to=address_of(consent.idea),
            subject=_("The study of your project no. %(number)s") % {"number": project.number},
            paragraphs=[
                _("The city studied “%(title)s”. You read the result before everybody else.")
                % {"title": project.title},
                _("Until %(day)s you can agree, or say what you object to.") % {"day": due},
                _(
                    "Your answer is published with the study. Without an answer, the study is "
                    "published after that day, and says that there was none."
                ),
            ],
            label=_("Read the study and answer"),
            path=author_path(consent),
            why=why_author(consent.idea),
        ).send()
    return len(found)


def tell_authors(project: Project, decision: ProjectDecision) -> None:
    """Tells the authors what was decided, on what ground, in the same words as the public page."""
    for consent in reachable(_consents(project)):
        Letter(
            to=address_of(consent.idea),
            subject=_("Your project no. %(number)s: %(stage)s")
            % {
                "number": project.number,
                "stage": str(ProjectStage(decision.stage).label).lower(),
            },
            paragraphs=[
                _("A decision was taken on “%(title)s”: %(stage)s.")
                % {
                    "title": project.title,
                    "stage": str(ProjectStage(decision.stage).label).lower(),
                },
                str(decision.get_criterion_display()) if decision.criterion else "",
                decision.explanation,
            ],
            label=_("Read the project"),
            path=project.url,
            why=why_author(consent.idea),
        ).send()


def tell_of_project(project: Project, at: datetime) -> None:
    """A project is public, for those who follow its budget."""
    _tell("project_published", project, at, f"project:{project.pk}:published")


def tell_of_decision(project: Project, decision: ProjectDecision, at: datetime) -> None:
    """A project passed to another stage, for those who follow its budget or it."""
    if project.published_at is None:
        return
    dedup = f"project:{project.pk}:decision:{decision.pk}"
    _tell("project_step", project, at, dedup, summary=str(ProjectStage(decision.stage).label))


def _tell(kind: str, project: Project, at: datetime, dedup: str, summary: str = "") -> None:
    publish_event(
        kind=kind,
        subject=f"project:{project.pk}",
        topics=[f"activity:{project.budget_id}"],
        summary=summary,
        audience=project.budget.visibility,
        at=at,
        dedup=dedup,
    )


def _consents(project: Project) -> Iterable[IdeaConsent]:
    return project.consents.select_related("idea__author", "idea__activity", "project__budget")
