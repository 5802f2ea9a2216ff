"""Addresses of agents, under /compte/agent/."""

from django.urls import path

from .views import own

urlpatterns = [
    path("", own.agent, name="agent"),
    path("invitation/<str:sealed>/", own.invitation, name="agent_invitation"),
]
