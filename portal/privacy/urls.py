"""Public addresses of the privacy app: taking a consent back."""

from django.urls import path

from .views import consents

app_name = "privacy"

urlpatterns = [
    path("consentement/<str:token>/", consents.withdraw, name="withdraw"),
    path("compte/consentements/<int:pk>/", consents.withdraw_own, name="withdraw_own"),
]
