"""Addresses of a text written together, under /participer/<slug>/."""

urlpatterns = []
