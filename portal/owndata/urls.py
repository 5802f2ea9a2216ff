"""Addresses of one's own data: under the account, and for those without one."""

from django.urls import path

from .views import links, own

app_name = "owndata"

urlpatterns = [
    path("compte/donnees/", own.overview, name="own"),
    path("compte/donnees/telecharger/", own.download, name="download"),
    path("compte/donnees/nom/", own.name, name="name"),
    path("compte/donnees/supprimer/", own.erase, name="erase"),
    path("mes-donnees/", links.ask, name="ask"),
    path("mes-donnees/fait/", links.done, name="done"),
    path("mes-donnees/<str:token>/", links.overview, name="of_address"),
    path("mes-donnees/<str:token>/telecharger/", links.download, name="download_of_address"),
    path("mes-donnees/<str:token>/effacer/", links.erase, name="erase_address"),
]
