"""Addresses of participation; those inside an activity belong to its mechanism."""

from django.urls import path

from .views import activities, consents, tracking

app_name = "participation"

urlpatterns = [
    path("participer/", activities.activities, name="activities"),
    path("participer/niveaux/", activities.levels, name="levels"),
    path("participer/<slug:slug>/", activities.activity, name="activity"),
    path("participer/<slug:slug>/<path:rest>", activities.activity, name="inside"),
    path("suivi/", tracking.tracking, name="tracking"),
    path("suivi/<str:receipt>/", tracking.story_of, name="story"),
    path("suivi/<str:receipt>/regrouper/", consents.merge, name="answer_merge"),
    path("suivi/<str:receipt>/publier/", consents.promotion, name="answer_promotion"),
    path("soutien/<str:token>/", consents.support_question, name="support_question"),
]
