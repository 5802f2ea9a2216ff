"""The departments of the city that lead commitments, and who acts for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .keys import Importable


class Department(Importable):
    """A department of the city that leads commitments."""

    name = models.CharField(_("name"), max_length=150)
    slug = models.SlugField(_("slug"), max_length=80)

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="department_slug_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentMember(models.Model):
    """Somebody who acts for a department: reports on its commitments, prepares its answers."""

    department = models.ForeignKey(
        Department,
        on_delete=models.CASCADE,
        related_name="members",
        verbose_name=_("department"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="department_memberships",
        verbose_name=_("person"),
    )
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("member of a department")
        verbose_name_plural = _("members of departments")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["department", "user"], name="department_member_only_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department_id}: {self.user_id}"
