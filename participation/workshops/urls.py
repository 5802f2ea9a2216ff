"""Addresses of a workshop, under /participer/<slug>/."""

from django.urls import path

from .views import files, reading, registering

urlpatterns = [
    path("", reading.workshop, name="activity"),
    path("contribuer/", registering.contribute, name="contribute"),
    path("reunions.ics", files.workshop_diary, name="diary"),
    path("reunions.csv", files.meetings_csv, name="meetings_csv"),
    path("reunions.json", files.meetings_json, name="meetings_json"),
    path("reunions/<int:number>/", reading.meeting, name="meeting"),
    path("reunions/<int:number>/reunion.ics", files.meeting_diary, name="meeting_diary"),
    path("reunions/<int:number>/inscription/", registering.register, name="register"),
    path("inscription/", registering.find, name="find_registration"),
    path("inscription/lien/<str:token>/", registering.registration_link, name="registration_link"),
    path("inscription/<str:receipt>/", registering.registration, name="registration"),
    path("notes.csv", files.notes_csv, name="notes_csv"),
    path("notes.json", files.notes_json, name="notes_json"),
    path("notes/<int:number>/", reading.note, name="contribution"),
]
