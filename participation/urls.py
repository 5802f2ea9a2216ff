"""Addresses of participation; those inside an activity belong to its mechanism."""

from django.urls import path

from .views import activities, supporters, tracking

app_name = "participation"

urlpatterns = [
    path("participer/", activities.activities, name="activities"),
    path("participer/niveaux/", activities.levels, name="levels"),
    path("participer/oublier/", supporters.forget_device, name="forget_device"),
    path("participer/<slug:slug>/", activities.activity, name="activity"),
    path("participer/<slug:slug>/<path:rest>", activities.activity, name="inside"),
    path("suivi/", tracking.tracking, name="tracking"),
    path("suivi/<str:receipt>/", tracking.story_of, name="story"),
]
