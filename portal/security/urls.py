"""Addresses for machines: what browsers report, where a password is changed."""

from django.urls import path

from . import views

urlpatterns = [
    path("csp-rapports/", views.receive_reports, name="receive_policy_reports"),
    path(".well-known/change-password", views.change_password, name="well_known_password"),
]
