"""What one may say of an explanation, and why something is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Clarity(models.TextChoices):
    """Whether an explanation was clear to whoever read it."""

    YES = "yes", pgettext_lazy("clarity", "Yes")
    PARTLY = "partly", pgettext_lazy("clarity", "Partly")
    NO = "no", pgettext_lazy("clarity", "No")


class BriefingReason(models.TextChoices):
    """Why something may not be done; the words are for the person who tried."""

    CORRECTION_UNEXPLAINED = (
        "correction_unexplained",
        _(
            "This text is public: say what you correct and why, then publish again. "
            "Your text is kept as a draft."
        ),
    )
    NOT_PUBLISHED = "not_published", _("This page is not published.")
    ALREADY_SAID = "already_said", _("Your opinion was already counted.")
