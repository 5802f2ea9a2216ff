"""Addresses of the frame around every page, and of pictures that are not for everybody."""

from django.urls import path

from . import views

urlpatterns = [
    path("theme.css", views.theme, name="theme"),
    path("images/<int:pk>/<str:name>", views.picture, name="picture"),
    path("affichage/", views.choose_scheme, name="scheme"),
]
