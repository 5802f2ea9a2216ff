"""What somebody tells, some weeks later, in their own words; read before it is public."""

from django.utils.translation import gettext_lazy as _

from ...models import Contribution


class Testimony(Contribution):
    """Free words about keeping it up or not; nothing says what their author had answered."""

    class Meta:
        verbose_name = _("testimony")
        verbose_name_plural = _("testimonies")
