"""The account, as its owner takes it away; it is erased last."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext
from wagtail.users.models import UserProfile

from portal.accounts.models import User
from portal.accounts.personal_data import DataSource, Kept, Person, Taken

from ..actions.forgetting import forget_account

# Tables of apps that a city may do without.
_FACTORS: str = "mfa.Authenticator"
_IDENTITIES: str = "socialaccount.SocialAccount"


def _account(person: Person) -> Iterable[Taken]:
    user = User.objects.filter(pk=person.user_id).first() if person.user_id else None
    if user is None:
        return
    profile = UserProfile.objects.filter(user=user).first()
    avatar = profile.avatar if profile and profile.avatar else None
    addresses = EmailAddress.objects.filter(user=user).order_by("pk")
    yield Taken.of(
        ("email", _("E-mail address"), user.email),
        ("addresses", _("Confirmed addresses"), [a.email for a in addresses if a.verified]),
        ("unconfirmed", _("Addresses to confirm"), [a.email for a in addresses if not a.verified]),
        ("public_name", _("Public name"), user.display_name),
        ("first_name", _("First name"), user.first_name),
        ("last_name", _("Last name"), user.last_name),
        ("is_agent", _("City agent"), user.is_agent),
        ("department", _("Department"), user.department_name),
        ("roles", _("Roles"), [group.name for group in user.groups.order_by("name")]),
        ("is_superuser", _("Administers the portal"), user.is_superuser),
        ("joined_at", _("Account made on"), user.date_joined),
        ("last_sign_in_at", _("Last signed in on"), user.last_login),
        ("has_password", _("Has a password"), user.has_usable_password()),
        ("language", _("Language of the admin"), profile.preferred_language if profile else ""),
        ("time_zone", _("Time zone"), profile.current_time_zone if profile else ""),
        ("second_factors", _("Second factors"), _second_factors(user)),
        ("identities", _("Signs in with"), _identities(user)),
        files=[("avatar." + avatar.name.rpartition(".")[2], avatar)] if avatar else [],
    )


def _second_factors(user: User) -> list[str]:
    """The kinds of factors, never their secrets; none when the city does not use them."""
    if not apps.is_installed("allauth.mfa"):
        return []
    model: Any = apps.get_model(_FACTORS)
    return list(model.objects.filter(user=user).order_by("pk").values_list("type", flat=True))


def _identities(user: User) -> list[str]:
    """FranceConnect, ProConnect: the name of the service and its number for this person."""
    if not apps.is_installed("allauth.socialaccount"):
        return []
    model: Any = apps.get_model(_IDENTITIES)
    rows = model.objects.filter(user=user).order_by("pk").values_list("provider", "uid")
    return [f"{provider}: {uid}" for provider, uid in rows]


def _figures(person: Person) -> Iterable[Kept]:
    count = int(person.user_id is not None)
    yield Kept(npgettext("own data", "account", "accounts", count), count)


ACCOUNT = DataSource(
    "account",
    _("Account"),
    _account,
    forget_account,
    order=1000,
    fate=_("Erased, with its addresses, its password, its second factors and its sessions."),
    summary=_figures,
)
