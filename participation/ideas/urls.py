"""Addresses of a call for ideas, under /participer/<slug>/."""

from django.urls import path

from ..views import coupons
from . import feeds
from .views import files, giving, reading, similar

urlpatterns = [
    path("", reading.consultation, name="activity"),
    path("contribuer/", giving.contribute, name="contribute"),
    path("coupon/", coupons.blank_coupon, name="coupon"),
    path("proches/", similar.similar_ideas, name="similar"),
    path("recu/<str:receipt>/", giving.receipt, name="receipt"),
    path("idees/flux/", feeds.ideas, name="feed"),
    path("idees/<int:number>/", reading.idea, name="contribution"),
    path("idees/<int:number>/fichiers/<int:pk>/<str:filename>", files.idea_file, name="file"),
]
