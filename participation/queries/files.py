"""The files of a form being written, and who may read those of a contribution."""

from typing import TYPE_CHECKING

from ..enums import FileKind
from ..models import Activity, Attachment, Contribution, StagedFile

if TYPE_CHECKING:
    from portal.accounts.rules import Reader

_OFFICERS = ("participation.moderate_contribution", "participation.answer_contribution")


def staged_files(form_token: str) -> list[StagedFile]:
    """The files kept for a form, pictures first."""
    if not form_token:
        return []
    staged = StagedFile.objects.filter(form_token=form_token)
    return sorted(staged, key=lambda file: (file.kind != FileKind.PICTURE, file.rank))


def public_file(activity: Activity, number: int, pk: int, user: "Reader") -> Attachment | None:
    """A file of a contribution that this reader may read; the activity was already allowed.

    Everybody when the contribution is citable; otherwise the officers who read and answer.
    """
    found = Attachment.objects.select_related("contribution__activity")
    file = found.filter(contribution__activity=activity.pk, contribution__number=number).filter(
        pk=pk
    )
    attachment = file.first()
    if attachment is None or attachment.contribution.is_citable or is_officer(user):
        return attachment
    return None


def own_file(contribution: Contribution, pk: int) -> Attachment | None:
    """A file of the contribution whose receipt somebody holds."""
    found = Attachment.objects.select_related("contribution__activity")
    return found.filter(contribution=contribution.pk, pk=pk).first()


def is_officer(user: "Reader") -> bool:
    """Whether this person reads what is not public yet."""
    return bool(user and user.is_active and any(user.has_perm(name) for name in _OFFICERS))
