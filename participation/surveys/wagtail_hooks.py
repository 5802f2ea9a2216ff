"""Registrations of the mechanism with Wagtail's admin."""

from django.urls import include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from ..registry import register_desk_link
from .views.desk import KiosksView, SatisfactionView, WaveView, WordsView
from .views.rows import RowsView
from .views.sheets import CompareView, SheetsView
from .viewsets import LINKS, SurveysGroup

register_snippet(SurveysGroup)
for link in LINKS:
    register_desk_link(link)


@hooks.register("register_admin_urls")
def survey_urls() -> list[object]:
    """The screens of the mechanism."""
    screens = [
        path("satisfaction/", SatisfactionView.as_view(), name="satisfaction"),
        path("<int:pk>/papier/", SheetsView.as_view(), name="sheets"),
        path("papier/<int:pk>/", CompareView.as_view(), name="compare"),
        path("<int:pk>/reponses/", RowsView.as_view(), name="rows"),
        path("<int:pk>/bornes/", KiosksView.as_view(), name="kiosks"),
        path("<int:pk>/mots/", WordsView.as_view(), name="words"),
        path("<int:pk>/vague/", WaveView.as_view(), name="wave"),
    ]
    return [path("enquetes/", include((screens, "surveys"), namespace="surveys"))]
