"""Addresses of the room that are not pages; root level, before Wagtail's."""

from django.urls import URLPattern

app_name = "home"

urlpatterns: list[URLPattern] = []
