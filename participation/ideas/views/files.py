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
    """A file beside the public idea."""
    file = public_file(activity, number, pk)
    return file_response(file, filename, public=activity.visibility == Audience.EVERYONE)
