"""Addresses of the commitments, under /engagements/."""

from django.urls import path

from . import views
from .views import body

app_name = "engagements"

urlpatterns = [
    path("", views.board_page, name="board"),
    path("export.csv", views.board_csv, name="export"),
    path("<int:number>/", views.commitment_page, name="commitment"),
    path("bilans/", views.reviews_page, name="reviews"),
    path("bilans/<slug:slug>/", views.review_page, name="review"),
    path("bilans/<slug:slug>/bilan.json", views.review_json, name="review_json"),
    path("bilans/<slug:slug>/bilan.csv", views.review_csv, name="review_csv"),
    path("bilans/<slug:slug>/bilan.pdf", views.review_pdf, name="review_pdf"),
    path("reunions.ics", body.meetings_diary, name="meetings_diary"),
    path("reunions/<slug:slug>/", body.meeting_page, name="meeting"),
    path("reunions/<slug:slug>/reunion.ics", body.meeting_diary, name="meeting_diary"),
]
