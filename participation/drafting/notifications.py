"""What is told to those who follow a text: its versions, without any name."""

from portal.subscriptions.actions import publish_event

from .models import TextVersion


def tell_of_version(version: TextVersion) -> None:
    """A new version is published: what it brings, in the words of the group."""
    drafting = version.drafting
    publish_event(
        kind="version_published",
        subject=f"activity:{drafting.pk}",
        topics=[f"activity:{drafting.pk}"],
        summary=(version.note or str(version))[:200],
        audience=drafting.visibility,
        at=version.published_at,
        dedup=f"text_version:{version.pk}",
    )
