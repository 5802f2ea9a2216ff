"""What of participatory budgets can be followed, and the words of what happens to it."""

from django.utils.translation import gettext_lazy as _

from portal.subscriptions.registry import Family, register_family, register_kind

from .project_topics import projects

KINDS = {
    "budget_counted": _("The results of the vote"),
    "budget_decided": _("The council decided on the vote"),
    "project_elected": _("A project was elected"),
    "project_not_elected": _("A project was not elected"),
    "project_decided": _("The council decided on a project"),
    "project_news": _("News of an elected project"),
}


def register() -> None:
    """Says it to the base; called once, by the app's ready()."""
    register_family(
        Family(
            "project",
            projects,
            _("Follow the project"),
            _("The vote, the council, each step of the works. Nothing when nothing happened."),
        )
    )
    for name, label in KINDS.items():
        register_kind(name, label)
