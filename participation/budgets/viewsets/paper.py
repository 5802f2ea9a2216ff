"""The vote on paper in the admin: voting codes, voting places, envelopes, batches of ballots."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup

from ..views import booth, codes, papers
from ..views.paper_parts import HOLD_BOOTH, KEY_IN, MAKE_CODES


class DeskViewSet(ViewSet):
    """Screens whose menu shows for those who hold their right."""

    right: ClassVar[str]

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        right = self.right

        def is_shown(item: MenuItem, request: HttpRequest) -> bool:
            return bool(request.user.has_perm(right))

        return type("DeskMenuItem", (MenuItem,), {"is_shown": is_shown})


class CodesViewSet(DeskViewSet):
    """Codes printed on letters."""

    name, icon, menu_label, right = "voting_codes", "key", _("Voting codes"), MAKE_CODES
    url_prefix = "codes-de-vote"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", codes.CodesView.as_view(), name="index"),
            path("<int:pk>/creer/", codes.MakeCodesView.as_view(), name="make"),
            path("<int:pk>/lettre.pdf", codes.LetterModelView.as_view(), name="letter"),
            path("lots/<int:pk>/annuler/", codes.CancelCodesView.as_view(), name="cancel"),
        ]


class BoothViewSet(DeskViewSet):
    """The screen of a voting place, and envelopes."""

    name, icon, menu_label, right = "voting_booth", "group", _("Voting place"), HOLD_BOOTH
    url_prefix = "lieu-de-vote"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", booth.BoothView.as_view(), name="index"),
            path("choisir/", booth.PlaceView.as_view(), name="place"),
            path("reprendre/", booth.UndoView.as_view(), name="undo"),
            path("enveloppes/", booth.EnvelopesView.as_view(), name="envelopes"),
            path("enveloppes/<int:pk>/", booth.EnvelopeView.as_view(), name="envelope"),
        ]


class PapersViewSet(DeskViewSet):
    """Batches of paper ballots."""

    name, icon, right = "paper_ballots", "doc-full-inverse", KEY_IN
    menu_label = _("Paper ballots")
    url_prefix = "bulletins-papier"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", papers.PapersView.as_view(), name="index"),
            path("<int:pk>/", papers.BudgetPapersView.as_view(), name="budget"),
            path("<int:pk>/ouvrir/", papers.OpenBatchView.as_view(), name="open"),
            path("lots/<int:pk>/", papers.BatchView.as_view(), name="batch"),
            path(
                "lots/<int:pk>/bulletins/<int:position>/",
                papers.KeyInView.as_view(),
                name="key_in",
            ),
            path(
                "lots/<int:pk>/ecarts/<int:position>/",
                papers.SettleView.as_view(),
                name="settle",
            ),
        ]


class PaperVoteGroup(ViewSetGroup):
    """The menu of those who hold the vote on paper."""

    menu_label = pgettext_lazy("menu", "Vote on paper")
    menu_icon = "clipboard-list"
    menu_order = 215
    items: ClassVar[Any] = (CodesViewSet(), BoothViewSet(), PapersViewSet())
