"""Addresses of a call for ideas, under /participer/<slug>/."""

from django.urls import path

from . import feeds, views

urlpatterns = [
    path("", views.consultation, name="activity"),
    path("contribuer/", views.contribute, name="contribute"),
    path("recu/<str:receipt>/", views.receipt, name="receipt"),
    path("idees/flux/", feeds.ideas, name="feed"),
    path("idees/<int:number>/", views.idea, name="contribution"),
]
