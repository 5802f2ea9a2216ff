"""News: their index, their pages, for everyone or for agents, their categories and tags."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from portal.accounts.enums import Audience
from portal.accounts.rules import may_read, readable_audiences
from portal.cms.blocks import BodyBlock
from portal.cms.fields import StreamField
from portal.cms.models import BasePage

from ..enums import Plate

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

NEWS_AUDIENCES = [choice for choice in Audience.choices if choice[0] != Audience.RESIDENTS]


class NewsCategory(models.Model):  # type: ignore[django-manager-missing]
    """What a piece of news is about; gives its drawing to news without a picture."""

    name = models.CharField(_("name"), max_length=40)
    plate = models.CharField(
        _("drawing"),
        max_length=8,
        choices=Plate.choices,
        default=Plate.TERRACES,
        help_text=_("Shown by the news of this category that have no picture."),
    )

    panels: ClassVar[list[Any]] = [FieldPanel("name"), FieldPanel("plate")]

    class Meta:
        verbose_name = _("news category")
        verbose_name_plural = _("news categories")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="news_category_name_is_unique",
                violation_error_message=_("A category of this name already exists."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class NewsTag(TaggedItemBase):
    """A word put on a piece of news."""

    content_object = ParentalKey(
        "home.NewsPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class NewsQuerySet(PageQuerySet):
    """News chosen by who reads them."""

    def visible_to(self, user: "Reader") -> "NewsQuerySet":
        """Published, and meant for this reader; the only door of lists, feeds and search."""
        return self.live().filter(audience__in=readable_audiences(user))

    def latest_first(self) -> "NewsQuerySet":
        """The most recent first."""
        return self.order_by("-date", "-pk")


class NewsIndexPage(BasePage):
    """The list of the news."""

    max_count = 1
    subpage_types: ClassVar[list[str]] = ["home.NewsPage"]

    class Meta:
        verbose_name = _("index of news")
        verbose_name_plural = _("indexes of news")


class NewsPage(BasePage):
    """One piece of news; agents' news exist for agents only."""

    subpage_types: ClassVar[list[str]] = []

    date = models.DateField(_("date"), default=timezone.localdate)
    audience = models.CharField(
        _("for whom"),
        max_length=12,
        choices=NEWS_AUDIENCES,
        default=Audience.EVERYONE,
        help_text=_(
            "News for agents appear nowhere to others: neither lists, nor search, nor feed."
        ),
    )
    category = models.ForeignKey(
        NewsCategory,
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="news",
    )
    tags = ClusterTaggableManager(through=NewsTag, blank=True, verbose_name=_("tags"))
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without one, the drawing of the category is shown."),
    )
    image_alt = models.CharField(
        _("text alternative of the picture"),
        max_length=200,
        blank=True,
        help_text=_("What the picture tells. Leave empty when it only decorates."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("Body"))
    commitments = ParentalManyToManyField(
        "engagements.Commitment",
        blank=True,
        related_name="news_pages",
        verbose_name=_("commitments it is about"),
        help_text=_("This news then stands on the page of each of them."),
    )
    is_example = models.BooleanField(_("example"), default=False, editable=False)

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("category")]),
        FieldPanel("audience", widget=forms.RadioSelect),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading=_("Picture")),
        FieldPanel("body"),
        FieldPanel("tags"),
        FieldPanel("commitments", widget=forms.CheckboxSelectMultiple),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.FilterField("audience"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(audience__in=[value for value, _label in NEWS_AUDIENCES]),
                name="news_audience_is_everyone_or_agents",
            )
        ]

    @property
    def plate(self) -> str:
        """The drawing shown when there is no picture."""
        return self.category.plate if self.category else Plate.TERRACES.value

    @property
    def is_for_agents(self) -> bool:
        """Whether only agents may read it."""
        return self.audience == Audience.AGENTS

    @property
    def index_url(self) -> str:
        """The address of the list it belongs to."""
        parent = self.get_parent()
        return (parent.url if parent else None) or "/"

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page to those it is meant for; others sign in, or learn that they may not."""
        if not may_read(self.audience, request.user) and not getattr(request, "is_preview", False):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response

    def searched_texts(self) -> list[str]:
        """Add the category and the tags to the searched words."""
        words = [str(tag) for tag in self.tags.all()]
        return [*super().searched_texts(), self.category.name if self.category else "", *words]
