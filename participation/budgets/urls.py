"""Addresses of a participatory budget, under /participer/<slug>/."""

from django.urls import path

from .views import authors, reading

urlpatterns = [
    # Reading.
    path("", reading.budget, name="activity"),
    path("contribuer/", reading.budget, name="contribute"),
    path("projets/<int:number>/", reading.project, name="project"),
    path("projets/<int:number>/auteur/<str:token>/", authors.author, name="author"),
    path("reglement/", reading.rules, name="rules"),
    path("reglement/regle.json", reading.rules_file, name="rules_file"),
    path("reglement/<int:version>/regle.json", reading.rules_file, name="rules_version"),
    path("journal/", reading.journal, name="journal"),
    path("journal/journal.json", reading.journal_file, name="journal_file"),
]
