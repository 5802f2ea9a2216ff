"""The user, known by an e-mail address, and what goes with the account."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def new_number() -> str:
    """A number nobody guesses."""
    return secrets.token_hex(16)


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with this address; without a password, none can be used to sign in."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with every right."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """A person with an account: resident, agent or both."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    display_name = models.CharField(
        _("display name"),
        max_length=80,
        blank=True,
        help_text=_("Shown beside contributions. A pseudonym is welcome."),
    )
    is_agent = models.BooleanField(
        _("city agent"),
        default=False,
        help_text=_("May read and take part in what is meant for agents."),
    )
    department_name = models.CharField(
        _("department"),
        max_length=120,
        blank=True,
        help_text=_("As the list of agents calls it. It gives no right."),
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions = [
            ("reset_second_factor", _("May reset the second factor of a person")),
            ("change_rights", "Can give and take roles and rights"),
            ("read_roles", "Can read who may do what"),
            ("read_histories", "Can read every history"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_whatever_the_case",
                violation_error_message=_("An account with this address already exists."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.display_name or self.email

    @property
    def public_name(self) -> str:
        """The name others may see; never the address."""
        return self.display_name or str(_("Anonymous"))


class OpenSession(models.Model):
    """A browser that somebody is signed in with: in two words, never its network address."""

    # Goes with the session itself, however that ends.
    session = models.OneToOneField(
        "sessions.Session", verbose_name=_("session"), on_delete=models.CASCADE
    )
    user = models.ForeignKey(
        User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="open_sessions"
    )
    browser = models.CharField(_("browser"), max_length=30, blank=True)
    system = models.CharField(_("device"), max_length=30, blank=True)
    opened_at = models.DateTimeField(_("signed in"))
    # No finer than SESSION_SEEN_SECONDS.
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("open session")
        verbose_name_plural = _("open sessions")

    def __str__(self) -> str:
        return self.device

    @property
    def device(self) -> str:
        """The browser and the system, in words."""
        if self.browser and self.system:
            names = {"browser": self.browser, "system": self.system}
            return gettext("%(browser)s on %(system)s") % names
        return self.browser or self.system or gettext("Unknown browser")


class EmailChange(models.Model):
    """A change of address that waits for both addresses to confirm it; one an account."""

    user = models.OneToOneField(
        User, verbose_name=_("user"), on_delete=models.CASCADE, related_name="email_change"
    )
    new_email = models.EmailField(_("new address"))
    # Inside every link of this request: a new one makes the former links void.
    number = models.CharField(_("number"), max_length=32, default=new_number)
    asked_at = models.DateTimeField(_("asked"))
    new_confirmed_at = models.DateTimeField(_("confirmed by the new address"), null=True)
    old_confirmed_at = models.DateTimeField(_("confirmed by the former address"), null=True)

    class Meta:
        verbose_name = _("change of address")
        verbose_name_plural = _("changes of address")

    def __str__(self) -> str:
        return f"#{self.pk}"
