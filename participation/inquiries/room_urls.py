"""Addresses of the room of a procedure, under /participer/<slug>/espace/."""

from django.urls import path

from .views.room import desk, keying, papers, register

urlpatterns = [
    path("", desk.desk, name="room_desk"),
    path("invitation/<str:token>/", desk.invitation, name="room_invitation"),
    path("observations/", register.observations, name="room_observations"),
    path("observations/<int:number>/", register.observation, name="room_observation"),
    path(
        "observations/<int:number>/fichiers/<int:pk>/<str:filename>",
        register.observation_file,
        name="room_file",
    ),
    path("themes/", desk.themes, name="room_themes"),
    path("saisie/", keying.pages, name="room_pages"),
    path("saisie/<int:pk>/", keying.page, name="room_page"),
    path("saisie/<int:pk>/scan/", keying.scan, name="room_scan"),
    path("courriels/", desk.mails, name="room_mails"),
    path("courriels/<int:pk>/", desk.mail_file, name="room_mail"),
    path("dossier/", papers.dossier, name="room_dossier"),
    path("prolonger/", papers.extension, name="room_extension"),
    path("journal/", desk.records, name="room_records"),
    path("reponses/", register.replies, name="room_reply"),
    path("documents/", papers.documents, name="room_documents"),
    path(
        "documents/<int:pk>/<str:filename>", papers.document_file, name="room_document"
    ),
    path("exports/", papers.exports, name="room_exports"),
    path("exports/registre.<str:ending>", papers.export, name="room_export"),
    path("exports/tomes/<int:number>.pdf", papers.volume, name="room_volume"),
]
