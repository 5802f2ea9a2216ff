"""Addresses of the account pages that are ours; allauth's stand beside them."""

from django.urls import path

from . import email_views, proof_views, security_views, views

urlpatterns = [
    path("", views.account, name="account"),
    path("nom/", views.rename, name="account_rename"),
    path("acces/", views.admin_sign_in, name="admin_sign_in"),
    path("double-verification/", security_views.second_factor, name="account_second_factor"),
    path("appareils/", security_views.sessions, name="account_sessions"),
    path("appareils/fermer/", security_views.end_sessions, name="account_end_sessions"),
    # In the place of allauth's own, which would change an address without asking the former one.
    path("email/", email_views.email, name="account_email"),
    path("email/nouvelle/<str:token>/", email_views.email_new, name="account_email_new"),
    path("email/ancienne/<str:token>/", email_views.email_old, name="account_email_old"),
    # In the place of allauth's own, which would ask nothing first.
    path("password/set/", proof_views.first_password, name="account_set_password"),
    path(
        "reauthenticate/code/",
        proof_views.MailedProofView.as_view(),
        name="account_reauthenticate_by_code",
    ),
    # Before allauth's, whose file has an English name.
    path(
        "second-facteur/recovery-codes/download/",
        security_views.RecoveryCodesFile.as_view(),
        name="mfa_download_recovery_codes",
    ),
]
