"""Addresses of the room of a procedure, under /participer/<slug>/espace/."""

from django.urls import path

from .views.room import desk, keying, papers, project, register

room_patterns = [
    path("espace/", desk.desk, name="room_desk"),
    path("espace/invitation/<str:token>/", desk.invitation, name="room_invitation"),
    path("espace/projet/", project.project, name="room_project"),
    path("espace/projet/pieces/<int:pk>/<str:filename>", project.piece, name="room_piece"),
    path("espace/projet/preuves/<int:pk>/<str:filename>", project.proof, name="room_proof"),
    path("espace/observations/", register.observations, name="room_observations"),
    path("espace/observations/<int:number>/", register.observation, name="room_observation"),
    path(
        "espace/observations/<int:number>/fichiers/<int:pk>/<str:filename>",
        register.observation_file,
        name="room_file",
    ),
    path("espace/themes/", desk.themes, name="room_themes"),
    path("espace/saisie/", keying.pages, name="room_pages"),
    path("espace/saisie/<int:pk>/", keying.page, name="room_page"),
    path("espace/saisie/<int:pk>/scan/", keying.scan, name="room_scan"),
    path("espace/courriels/", desk.mails, name="room_mails"),
    path("espace/courriels/<int:pk>/", desk.mail_file, name="room_mail"),
    path("espace/dossier/", papers.dossier, name="room_dossier"),
    path("espace/prolonger/", papers.extension, name="room_extension"),
    path("espace/journal/", desk.records, name="room_records"),
    path("espace/reponses/", register.replies, name="room_reply"),
    path("espace/documents/", papers.documents, name="room_documents"),
    path("espace/documents/<int:pk>/<str:filename>", papers.document_file, name="room_document"),
    path("espace/exports/", papers.exports, name="room_exports"),
    path("espace/exports/registre.<str:ending>", papers.export, name="room_export"),
    path("espace/exports/tomes/<int:number>.pdf", papers.volume, name="room_volume"),
]
