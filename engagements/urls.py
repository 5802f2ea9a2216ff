"""Addresses of the commitments, under /engagements/."""

from django.urls import path

from . import feeds, views
from .views import body

app_name = "engagements"

urlpatterns = [
    path("", views.board_page, name="board"),
    path("export.csv", views.board_csv, name="export"),
    path("calendrier/", views.calendar_page, name="calendar"),
    path("resume/", views.summary, name="summary"),
    path("integrer/", views.embedding, name="embedding"),
    path("flux/", feeds.all_news, name="feed"),
    path("priorites/<int:number>/flux/", feeds.priority_news, name="priority_feed"),
    path("donnees/", views.open_data_page, name="open_data"),
    path("donnees/datapackage.json", views.open_data_package, name="open_data_package"),
    path("donnees/<slug:name>.schema.json", views.open_data_schema, name="open_data_schema"),
    path("donnees/<slug:name>.csv", views.open_data_file, {"kind": "csv"}, name="open_data_csv"),
    path("donnees/<slug:name>.json", views.open_data_file, {"kind": "json"}, name="open_data_json"),
    path("<int:number>/", views.commitment_page, name="commitment"),
    path("bilans/", views.reviews_page, name="reviews"),
    path("bilans/<slug:slug>/", views.review_page, name="review"),
    path("bilans/<slug:slug>/bilan.json", views.review_json, name="review_json"),
    path("bilans/<slug:slug>/bilan.csv", views.review_csv, name="review_csv"),
    path("bilans/<slug:slug>/bilan.pdf", views.review_pdf, name="review_pdf"),
    path("reunions.ics", body.meetings_diary, name="meetings_diary"),
    path("reunions/<slug:slug>/", body.meeting_page, name="meeting"),
    path("reunions/<slug:slug>/reunion.ics", body.meeting_diary, name="meeting_diary"),
    path("<int:number>/flux/", feeds.commitment_news, name="commitment_feed"),
    path("<int:number>/chiffres.csv", views.figures_csv, name="figures"),
]
