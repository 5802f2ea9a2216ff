"""Addresses of a call for ideas, under /participer/<slug>/."""

from django.urls import path

from ..views import coupons, reporting
from . import feeds
from .views import (
    commenting,
    files,
    giving,
    open_data,
    reading,
    results,
    similar,
    supporting,
)

urlpatterns = [
    path("", reading.consultation, name="activity"),
    path("contribuer/", giving.contribute, name="contribute"),
    path("coupon/", coupons.blank_coupon, name="coupon"),
    path("proches/", similar.similar_ideas, name="similar"),
    path("recu/<str:receipt>/", giving.receipt, name="receipt"),
    path("resultats/", results.results, name="results"),
    path("resultats.csv", results.results_csv, name="results_file"),
    path("idees.csv", open_data.ideas_csv, name="open_csv"),
    path("idees.json", open_data.ideas_json, name="open_json"),
    path("idees/flux/", feeds.ideas, name="feed"),
    path("idees/<int:number>/", reading.idea, name="contribution"),
    path("idees/<int:number>/soutenir/", supporting.support, name="support"),
    path("idees/<int:number>/soutenir/<str:token>/", supporting.support_link, name="support_link"),
    path("idees/<int:number>/commenter/", commenting.comment, name="comment"),
    path("idees/<int:number>/commentaires/<int:pk>/", commenting.thread, name="thread"),
    path("idees/<int:number>/signaler/", reporting.report, name="report"),
    path("idees/<int:number>/fichiers/<int:pk>/<str:filename>", files.idea_file, name="file"),
]
