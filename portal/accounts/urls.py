"""Addresses of the account pages that are ours; allauth's stand beside them."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.account, name="account"),
    path("acces/", views.admin_sign_in, name="admin_sign_in"),
]
