"""Which pages Wagtail's privacy settings close, as a condition of a query on anything."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction


def closed(path: str = "path") -> Exists:
    """Whether a setting closes the page of this path, or one above it; `path` may follow relations.

    Lists, counts and maps show nothing of closed pages to anybody, as Wagtail's `public()` does:
    those who may open them find them by their address, or by a menu.
    """
    shown = ExpressionWrapper(OuterRef(path), output_field=CharField())
    settings = PageViewRestriction.objects.alias(shown_path=shown)
    return Exists(settings.filter(shown_path__startswith=F("page__path")))
