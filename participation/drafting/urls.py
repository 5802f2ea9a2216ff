"""Addresses of a text written together, under /participer/<slug>/."""

from django.urls import path

from ..views import commenting, reporting, supporting
from .views import open_data, proposing, reading, versions

urlpatterns = [
    path("", reading.text, name="activity"),
    path("contribuer/", proposing.choose, name="contribute"),
    path("recu/<str:receipt>/", proposing.receipt, name="receipt"),
    path("paragraphes/<slug:key>/", reading.paragraph, name="paragraph"),
    path("paragraphes/<slug:key>/<slug:what>/", proposing.propose, name="propose"),
    path("amendements/", reading.amendments, name="amendments"),
    path("amendements.csv", open_data.amendments_csv, name="open_csv"),
    path("amendements.json", open_data.amendments_json, name="open_json"),
    path("amendements/<int:number>/", reading.amendment, name="contribution"),
    path("amendements/<int:number>/soutenir/", supporting.support, name="support"),
    path(
        "amendements/<int:number>/soutenir/<str:token>/",
        supporting.support_link,
        name="support_link",
    ),
    path("amendements/<int:number>/commenter/", commenting.comment, name="comment"),
    path("amendements/<int:number>/commentaires/<int:pk>/", commenting.thread, name="thread"),
    path("amendements/<int:number>/signaler/", reporting.report, name="report"),
    path("versions/", versions.versions, name="versions"),
    path("versions/comparer/", versions.compare, name="compare"),
    path("versions/<int:number>/", versions.version, name="version"),
    path("versions/<int:number>.json", versions.version_json, name="version_json"),
    path("versions/<int:number>.<slug:kind>", versions.version_file, name="version_file"),
]
