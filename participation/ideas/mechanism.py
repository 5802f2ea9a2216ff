"""What a call for ideas declares to the core."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..enums import Level
from ..mechanism import Mechanism


class IdeaMechanism(Mechanism):
    """A question to which people answer with ideas; the city answers each of them."""

    slug = "ideas"
    label = _("Call for ideas")
    icon = "pencil-simple"
    levels = (Level.CONCERTATION, Level.CO_CONSTRUCTION)
    activity_model = "ideas.IdeaConsultation"
    contribution_model = "ideas.Idea"
    urlconf = "participation.ideas.urls"
    invitation = _("Give an idea")

    def open_label(self, count: int) -> str:
        return ngettext("%(count)s call for ideas", "%(count)s calls for ideas", count) % {
            "count": count
        }
