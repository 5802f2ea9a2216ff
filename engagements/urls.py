"""Addresses of the commitments, under /engagements/."""

from django.urls import path

from . import views

app_name = "engagements"

urlpatterns = [
    path("", views.board_page, name="board"),
    path("export.csv", views.board_csv, name="export"),
    path("<int:number>/", views.commitment_page, name="commitment"),
]
