"""The stable key by which a project file finds again what it created."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Importable(models.Model):
    """Something a project file may create and later update by its key."""

    import_key = models.CharField(
        _("import key"), max_length=100, unique=True, null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True
