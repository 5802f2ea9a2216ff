"""The user: known by an e-mail address, shown under a name of their choice."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


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
