"""Addresses of identities: two under the names that allauth asks for, and its sign-out."""

from django.urls import path

from .views import account, entering, first_visit, leaving, refusals

urlpatterns = [
    path("logout/", leaving.SignOut.as_view(), name="account_logout"),
    path("identites/", account.connections, name="socialaccount_connections"),
    path("identites/premiere-fois/", first_visit.FirstVisit.as_view(), name="socialaccount_signup"),
    path("identites/relier/", first_visit.link_waiting, name="identity_link_waiting"),
    path("identites/retrouver/", first_visit.reconnect, name="identity_reconnect"),
    path("identites/au-revoir/", leaving.signed_out, name="identity_signed_out"),
    path("identites/<int:pk>/retirer/", account.unlink, name="identity_unlink"),
    path("identites/<slug:provider_id>/entrer/", entering.enter, name="identity_enter"),
    path("identites/<slug:provider_id>/relier/", entering.link, name="identity_link"),
    path("identites/<slug:provider_id>/retour/", entering.come_back, name="identity_come_back"),
    path(
        "identites/<slug:provider_id>/refus/<slug:reason>/",
        refusals.refusal,
        name="identity_refused",
    ),
]
