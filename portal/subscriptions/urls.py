"""Addresses of subscriptions, under /compte/abonnements/."""

from django.urls import path

from .views import asking, own

app_name = "subscriptions"

urlpatterns = [
    path("", own.mine, name="mine"),
    path("suivre/", asking.ask, name="ask"),
    path("suivre/compte/", asking.press, name="press"),
    path("lien-envoye/", asking.link_sent, name="link_sent"),
    path("retrouver/", asking.lost_link, name="lost_link"),
    path("confirmer/<str:token>/", asking.confirm_link, name="confirm"),
    path("arreter/<str:token>/", own.stop, name="stop"),
    path("lien/<str:token>/", own.by_link, name="by_link"),
]
