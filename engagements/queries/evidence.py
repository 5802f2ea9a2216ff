"""Which documents published news cite."""

from ..models import Evidence


def proves_news(document: int) -> bool:
    """Say whether published news cite this document as evidence."""
    return Evidence.objects.filter(document=document).exists()
