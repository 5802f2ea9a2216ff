"""The files of an idea, for whoever may read it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.accounts.enums import Audience

from ...models import Activity
from ...queries.files import public_file
from ...views.files import file_response


@require_safe
def idea_file(
    request: HttpRequest, activity: Activity, number: int, pk: int, filename: str
) -> HttpResponse:
    """A file beside the public idea; officers read it before that."""
    file = public_file(activity, number, pk, request.user)
    is_public = (
        file is not None
        and file.contribution.is_citable
        and activity.visibility == Audience.EVERYONE
    )
    return file_response(file, filename, public=is_public)
