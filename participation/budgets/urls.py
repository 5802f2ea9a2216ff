"""Addresses of a participatory budget, under /participer/<slug>/."""

from django.urls import path

from .views import (
    authors,
    identifying,
    open_data,
    paper_ballot,
    reading,
    receipts,
    recounting,
    results,
    voting,
)

urlpatterns = [
    # Reading.
    path("", reading.budget, name="activity"),
    # Voting.
    path("contribuer/", voting.choose, name="contribute"),
    path("contribuer/relire/", voting.read_again, name="read_again"),
    path("contribuer/voter/", identifying.confirm, name="confirm"),
    path("contribuer/recu/", receipts.vote_receipt, name="vote_receipt"),
    path("projets/<int:number>/", reading.project, name="project"),
    # The count, its files, what follows.
    path("resultats/", results.results, name="results"),
    path("resultats.csv", results.results_csv, name="results_file"),
    path("resultats/recompter/", recounting.recount, name="recount"),
    path("resultats/recepisse/", recounting.receipt_lookup, name="receipt_lookup"),
    path("resultats/fichiers/<str:name>", recounting.published_file, name="published_file"),
    path("realisations/", results.realisations, name="realisations"),
    path("projets.csv", open_data.projects_csv, name="projects_csv"),
    path("projets.json", open_data.projects_json, name="projects_json"),
    path("projets.schema.json", open_data.projects_schema, name="projects_schema"),
    path("projets/<int:number>/auteur/<str:token>/", authors.author, name="author"),
    path("reglement/", reading.rules, name="rules"),
    path("reglement/regle.json", reading.rules_file, name="rules_file"),
    path("reglement/<int:version>/regle.json", reading.rules_file, name="rules_version"),
    path("journal/", reading.journal, name="journal"),
    path("journal/journal.json", reading.journal_file, name="journal_file"),
    # The ballot to print.
    path("bulletin/", paper_ballot.ballot_page, name="paper_ballot"),
    path("bulletin.pdf", paper_ballot.ballot_file, name="paper_ballot_pdf"),
]
