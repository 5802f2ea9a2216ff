"""Addresses of a call for ideas, under /participer/<slug>/."""

from django.urls import path

from . import feeds
from .views import giving, reading, results

urlpatterns = [
    path("", reading.consultation, name="activity"),
    path("contribuer/", giving.contribute, name="contribute"),
    path("recu/<str:receipt>/", giving.receipt, name="receipt"),
    path("resultats/", results.results, name="results"),
    path("resultats.csv", results.results_csv, name="results_file"),
    path("idees/flux/", feeds.ideas, name="feed"),
    path("idees/<int:number>/", reading.idea, name="contribution"),
]
