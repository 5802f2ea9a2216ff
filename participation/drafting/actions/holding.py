"""One text held until the end of a transaction: deciding and publishing never cross."""

from ..models import Drafting, TextVersion, VersionParagraph


def held_text(drafting_id: int) -> Drafting:
    """The text as it is now, held; taken before any contribution, by every action that decides."""
    return Drafting.objects.select_for_update(of=("self",)).get(pk=drafting_id)


def latest_version(drafting_id: int) -> TextVersion | None:
    """The version that holds now; none while the text is not published."""
    return TextVersion.objects.filter(drafting=drafting_id).order_by("-number").first()


def wording_of(paragraph_id: int, version: TextVersion | None) -> str | None:
    """The words of a paragraph in this version; None when it is not there."""
    if version is None:
        return None
    rows = VersionParagraph.objects.filter(version=version, paragraph=paragraph_id)
    return rows.values_list("text", flat=True).first()
