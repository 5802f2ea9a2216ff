"""What the pages of the room ask its queries for; works in previews too."""

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from taggit.models import Tag
from wagtail.models import Page

from engagements.enums import DatePrecision
from engagements.exports import iso_date
from engagements.queries import BoardRow
from engagements.templatetags.engagements_tags import due_date
from portal.cms.french_dates import range_words

from ..forms import ContactForm
from ..models import NewsPage, TimelineEvent
from ..queries.about_commitments import commitments_about
from ..queries.front import HomeContent, home_content
from ..queries.news import NewsListing, news_listing, possible_tag, tags_of
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
def asked_tag(context: Context) -> str:
    """The tag that the address asks for, known or not."""
    return possible_tag(context["request"].GET.get("etiquette", ""))


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
def news_commitments(page: NewsPage) -> list[BoardRow]:
    """The commitments on display that a piece of news is about, drafts of the page included."""
    return commitments_about(page, timezone.now())


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


@register.simple_tag
def event_dates(event: TimelineEvent) -> SafeString:
    """When an event took place: a date, or a range no more precise than its vaguer end."""
    if event.ends_on is None or event.ends_on <= event.starts_on:
        return due_date(event.starts_on, event.starts_precision)
    both = (event.starts_precision, event.ends_precision)
    precision = max(both, key=DatePrecision.values.index)
    words = range_words(event.starts_on, event.ends_on, precision)
    if not words.first:
        return due_date(event.ends_on, precision)
    return format_html(
        '{}<time datetime="{}">{}</time>{}<time datetime="{}">{}</time>',
        words.before[:1].upper() + words.before[1:],
        iso_date(event.starts_on, precision),
        words.first,
        words.between,
        iso_date(event.ends_on, precision),
        words.last,
    )
