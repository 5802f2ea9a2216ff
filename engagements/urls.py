"""Addresses of the commitments, under /engagements/."""

from django.urls import path

from . import views
from .views import body

app_name = "engagements"

urlpatterns = [
    path("", views.board_page, name="board"),
    path("export.csv", views.board_csv, name="export"),
    path("<int:number>/", views.commitment_page, name="commitment"),
    path("reunions.ics", body.meetings_diary, name="meetings_diary"),
    path("reunions/<slug:slug>/", body.meeting_page, name="meeting"),
    path("reunions/<slug:slug>/reunion.ics", body.meeting_diary, name="meeting_diary"),
]
