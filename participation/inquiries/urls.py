"""Addresses of a regulated consultation, under /participer/<slug>/."""

from django.urls import path

from .room_urls import room_patterns
from .views import depositing, files, open_data, reading

urlpatterns = [
    path("", reading.inquiry, name="activity"),
    path("avis/", reading.notice, name="notice"),
    path("avis/preuves/<int:pk>/<str:filename>", files.proof, name="proof"),
    path("dates.ics", open_data.diary, name="diary"),
    path("contribuer/", depositing.contribute, name="contribute"),
    path("recu/<str:receipt>/", depositing.receipt, name="receipt"),
    path("observations/", reading.register, name="observations"),
    path("observations.csv", open_data.observations_csv, name="observations_csv"),
    path("observations.json", open_data.observations_json, name="observations_json"),
    path("observations/<int:number>/", reading.observation, name="observation"),
    path(
        "observations/<int:number>/fichiers/<int:pk>/<str:filename>",
        files.observation_file,
        name="file",
    ),
    path("dossier/<int:pk>/<str:filename>", files.piece, name="piece"),
    path("documents/<int:pk>/<str:filename>", files.document, name="document"),
    *room_patterns,
]
