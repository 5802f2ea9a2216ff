"""Addresses of the commissioner's room, under /participer/<slug>/commissaire/."""

from django.urls import URLPattern

room_patterns: list[URLPattern] = []
