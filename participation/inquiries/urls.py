"""Addresses of a regulated consultation, under /participer/<slug>/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
