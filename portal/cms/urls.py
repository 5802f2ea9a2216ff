"""Addresses of the frame around every page."""

from django.urls import path

from . import views

urlpatterns = [
    path("theme.css", views.theme, name="theme"),
    path("affichage/", views.choose_scheme, name="scheme"),
]
