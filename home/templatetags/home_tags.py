"""What the pages of the room ask its queries for; works in previews too."""

from django import template
from django.template.context import Context
from django.utils import timezone
from taggit.models import Tag
from wagtail.models import Page

from ..forms import ContactForm
from ..models import NewsPage
from ..queries.front import HomeContent, home_content
from ..queries.news import NewsListing, news_listing, tags_of
from ..queries.site_map import SiteMap, children_of, site_map

register = template.Library()


@register.simple_tag(takes_context=True)
def home_content_now(context: Context) -> HomeContent:
    """What this reader sees on the home page now."""
    return home_content(context["request"].user, timezone.now())


@register.simple_tag(takes_context=True)
def news_list(context: Context) -> NewsListing:
    """The page of news that the address asks for."""
    query = context["request"].GET
    return news_listing(
        context["request"].user, tag=query.get("etiquette", ""), number=query.get("page", "")
    )


@register.simple_tag(takes_context=True)
def asked_page(context: Context) -> int:
    """The number of the page that the address asks for, 1 when it asks for none."""
    typed = context["request"].GET.get("page", "")
    return int(typed) if typed.isdecimal() and len(typed) < 7 else 1


@register.simple_tag
def pages_under(page: Page) -> list[Page]:
    """The published pages just under a page, that anybody may read."""
    return list(children_of(page))


@register.simple_tag
def news_tags(page: NewsPage) -> list[Tag]:
    """The tags of a piece of news."""
    return tags_of(page)


@register.simple_tag(takes_context=True)
def whole_site(context: Context) -> SiteMap:
    """The map this reader may see."""
    return site_map(context["request"].user, timezone.now())


@register.simple_tag(takes_context=True)
def contact_form(context: Context) -> ContactForm:
    """The form of the contact page: the one being filled in, or an empty one in a preview."""
    form = context.get("form")
    return form if isinstance(form, ContactForm) else ContactForm()
