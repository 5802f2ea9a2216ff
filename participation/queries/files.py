"""The files of a form being written, and who may read those of a contribution."""

from ..enums import FileKind
from ..models import Activity, Attachment, Contribution, StagedFile


def staged_files(form_token: str) -> list[StagedFile]:
    """The files kept for a form, pictures first."""
    if not form_token:
        return []
    staged = StagedFile.objects.filter(form_token=form_token)
    return sorted(staged, key=lambda file: (file.kind != FileKind.PICTURE, file.rank))


def public_file(activity: Activity, number: int, pk: int) -> Attachment | None:
    """A file of a contribution that is citable; that the activity may be read was asked before.

    Officers read the others at their desk, behind the door of the admin.
    """
    found = Attachment.objects.select_related("contribution__activity")
    file = found.filter(contribution__activity=activity.pk, contribution__number=number).filter(
        pk=pk
    )
    attachment = file.first()
    return attachment if attachment and attachment.contribution.is_citable else None


def own_file(contribution: Contribution, pk: int) -> Attachment | None:
    """A file of the contribution whose receipt somebody holds."""
    found = Attachment.objects.select_related("contribution__activity")
    return found.filter(contribution=contribution.pk, pk=pk).first()
