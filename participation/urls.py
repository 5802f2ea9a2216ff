"""Addresses of participation; those inside an activity belong to its mechanism."""

from django.urls import path

from .views import (
    activities,
    answers,
    appeals,
    confirming,
    consents,
    files,
    own,
    register,
    supporters,
    tracking,
)

app_name = "participation"

urlpatterns = [
    path("participer/", activities.activities, name="activities"),
    path("participer/niveaux/", activities.levels, name="levels"),
    path("participer/oublier/", supporters.forget_device, name="forget_device"),
    path("participer/moderation/", register.register_page, name="register"),
    path("participer/moderation.csv", register.register_csv, name="register_csv"),
    path("participer/reponses/", answers.answers, name="answers"),
    path("participer/reponses.csv", answers.answers_csv, name="answers_csv"),
    path("participer/<slug:slug>/", activities.activity, name="activity"),
    path("participer/<slug:slug>/donnees/", activities.data_card, name="data_card"),
    path("participer/<slug:slug>/<path:rest>", activities.activity, name="inside"),
    path("compte/contributions/", own.contributions, name="own"),
    path("compte/contributions/<str:receipt>/retirer/", own.let_go, name="let_go"),
    path("suivi/", tracking.tracking, name="tracking"),
    path("suivi/commentaire/<str:token>/", appeals.comment_story, name="comment_story"),
    path("suivi/<str:receipt>/contester/", appeals.appeal, name="appeal"),
    path("suivi/<str:receipt>/", tracking.story_of, name="story"),
    path("suivi/<str:receipt>/confirmer/<str:key>/", confirming.confirm, name="confirm"),
    path("suivi/<str:receipt>/renvoyer/", confirming.send_again, name="send_again"),
    path(
        "suivi/<str:receipt>/fichiers/<int:pk>/<str:filename>", files.story_file, name="story_file"
    ),
    path("suivi/<str:receipt>/regrouper/", consents.merge, name="answer_merge"),
    path("suivi/<str:receipt>/publier/", consents.promotion, name="answer_promotion"),
    path("soutien/<str:token>/", consents.support_question, name="support_question"),
]
