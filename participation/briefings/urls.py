"""Addresses of an explained decision, under /participer/<slug>/."""

from django.urls import path

from ..views import reporting
from .views import asking, clarity, open_data, reading

urlpatterns = [
    path("", reading.briefing, name="activity"),
    path("contribuer/", asking.ask, name="contribute"),
    path("recu/<str:receipt>/", asking.receipt, name="receipt"),
    path("questions/<int:number>/", reading.question, name="contribution"),
    path("questions/<int:number>/signaler/", reporting.report, name="report"),
    path("questions.csv", open_data.questions_csv, name="open_csv"),
    path("questions.json", open_data.questions_json, name="open_json"),
    path("chiffres.csv", reading.figures_csv, name="figures"),
    path("clarte/", clarity.clarity, name="clarity"),
]
