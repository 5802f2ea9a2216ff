"""Addresses of a fountain, under /participer/<slug>/."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.fountain, name="activity"),
    path("contribuer/", views.contribute, name="contribute"),
    path("voeux/<int:number>/", views.wish, name="contribution"),
    path("voeux.json", views.wishes_json, name="open_json"),
]
