"""Addresses of a participatory budget, under /participer/<slug>/."""

from django.urls import path

from .views import identifying, reading, receipts, voting

urlpatterns = [
    path("", reading.budget, name="activity"),
    # Voting.
    path("contribuer/", voting.choose, name="contribute"),
    path("contribuer/relire/", voting.read_again, name="read_again"),
    path("contribuer/voter/", identifying.confirm, name="confirm"),
    path("contribuer/recu/", receipts.vote_receipt, name="vote_receipt"),
    path("projets/<int:number>/", reading.project, name="project"),
]
