"""Addresses of a participatory budget, under /participer/<slug>/."""

from django.urls import path

from .views import reading

urlpatterns = [
    path("", reading.budget, name="activity"),
    path("contribuer/", reading.budget, name="contribute"),
    path("projets/<int:number>/", reading.project, name="project"),
]
