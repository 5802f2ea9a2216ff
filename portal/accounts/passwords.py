"""What a password must be, beyond Django's own validators."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import User


class StaffLengthValidator:
    """Asks a longer password of those who may enter the admin."""

    def __init__(self, min_length: int = 15) -> None:
        self.min_length = min_length

    def validate(self, password: str, user: "User | None" = None) -> None:
        staff = bool(
            user is not None
            and (user.is_superuser or (user.pk and user.has_perm("wagtailadmin.access_admin")))
        )
        if staff and len(password) < self.min_length:
            raise ValidationError(
                _("Who may enter the editor needs a password of at least %(min)d characters."),
                code="password_too_short_for_staff",
                params={"min": self.min_length},
            )

    def get_help_text(self) -> str:
        return _("For who may enter the editor: at least %(min)d characters.") % {
            "min": self.min_length
        }
