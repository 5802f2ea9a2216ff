"""What a call for ideas declares to the core."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.cms.folding import without_accents

from ..enums import Level
from ..import_columns import BY_NAME
from ..mechanism import Mechanism, OpenRows
from .wording import IDEA

if TYPE_CHECKING:
    from ..models import Activity, Theme


class IdeaMechanism(Mechanism):
    """A question to which people answer with ideas; the city answers each of them."""

    slug = "ideas"
    label = _("Call for ideas")
    icon = "pencil-simple"
    levels = (Level.CONCERTATION, Level.CO_CONSTRUCTION)
    activity_model = "ideas.IdeaConsultation"
    contribution_model = "ideas.Idea"
    urlconf = "participation.ideas.urls"
    open_rows = (OpenRows(_("Ideas and answers"), csv="open_csv", json="open_json"),)
    invitation = _("Give an idea")
    importable = tuple(BY_NAME)
    processing = "ideas.ideas"
    words = IDEA
    published_kind = "idea_published"
    rows_name = "ideas"
    takes_paper = True

    def themes(self, activity: "Activity") -> "list[Theme]":
        """The themes of the call as it is published."""
        offered = apps.get_model("participation.Theme").objects.filter(consultations=activity.pk)
        return sorted(offered, key=lambda theme: without_accents(theme.name))

    def counted(self, count: int) -> str:
        """How many ideas there are, in words."""
        return ngettext("%(number)s idea", "%(number)s ideas", count) % {"number": count}

    def open_label(self, count: int) -> str:
        return ngettext("%(count)s call for ideas", "%(count)s calls for ideas", count) % {
            "count": count
        }

    def offer_themes(self, activity: "Activity", themes: "Collection[Theme]") -> None:
        """Adds them to the call, and to its draft: publishing an old one must not drop them."""
        model = apps.get_model(self.activity_model)
        call = model.objects.get(pk=activity.pk)
        lacking = set(themes) - set(call.themes.all())
        if not lacking:
            return
        draft = call.get_latest_revision_as_object() if call.latest_revision_id else None
        changed = call.has_unpublished_changes
        call.themes.add(*lacking)
        call.save()
        if draft is not None:
            draft.themes.add(*lacking)
            draft.save_revision(clean=False, changed=changed)
