"""Addresses of a participatory budget, under /participer/<slug>/."""

from django.urls import path

from .views import paper_ballot, reading

urlpatterns = [
    path("", reading.budget, name="activity"),
    path("contribuer/", reading.budget, name="contribute"),
    path("projets/<int:number>/", reading.project, name="project"),
    # The ballot to print .
    path("bulletin/", paper_ballot.ballot_page, name="paper_ballot"),
    path("bulletin.pdf", paper_ballot.ballot_file, name="paper_ballot_pdf"),
]
