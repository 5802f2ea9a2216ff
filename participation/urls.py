"""Addresses of participation; those inside an activity belong to its mechanism."""

from django.urls import path

from .views import activities, appeals, register, tracking

app_name = "participation"

urlpatterns = [
    path("participer/", activities.activities, name="activities"),
    path("participer/niveaux/", activities.levels, name="levels"),
    path("participer/moderation/", register.register_page, name="register"),
    path("participer/moderation.csv", register.register_csv, name="register_csv"),
    path("participer/<slug:slug>/", activities.activity, name="activity"),
    path("participer/<slug:slug>/<path:rest>", activities.activity, name="inside"),
    path("suivi/", tracking.tracking, name="tracking"),
    path("suivi/commentaire/<str:token>/", appeals.comment_story, name="comment_story"),
    path("suivi/<str:receipt>/contester/", appeals.appeal, name="appeal"),
    path("suivi/<str:receipt>/", tracking.story_of, name="story"),
]
