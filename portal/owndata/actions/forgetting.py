"""Taking a person out of what the foundations keep; called by the erasure, in its transaction."""

from datetime import datetime
from functools import partial

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex, UploadedFile
from wagtail.users.models import UserProfile

from portal.accounts.models import User
from portal.accounts.personal_data import Person
from portal.security.models import SecurityEvent

from ..enums import RequestOutcome
from ..models import DataRequest
from ..persons import names_of
from ..sessions import sessions_of
from . import journals, versions


def forget_traces(person: Person, at: datetime) -> int:
    """Takes the name out of journals, versions and locks of Wagtail; pages and files stay."""
    names = names_of(person)
    if person.user_id is None:
        return journals.mask_names(names)
    count = journals.forget_actor(person.user_id) + journals.forget_subject(person.user_id)
    count += journals.mask_names(names) + journals.forget_drafts(person.user_id, names)
    count += versions.forget(person.user_id)
    versions.unlock(person.user_id)
    for upload in UploadedFile.objects.filter(uploaded_by_user=person.user_id):
        _delete_file(str(upload.file.name))
        upload.delete()
    key, content_type = str(person.user_id), ContentType.objects.get_for_model(User)
    ReferenceIndex.objects.filter(to_content_type=content_type, to_object_id=key).delete()
    ReferenceIndex.objects.filter(content_type=content_type, object_id=key).delete()
    return count


def forget_events(person: Person, at: datetime) -> int:
    """What happened stays, without who did it.

    Their details never change (append-only): a number there leads to no account any more.
    """
    if person.user_id is None:
        return 0
    return SecurityEvent.objects.filter(actor=person.user_id).update(actor=None)


def forget_requests(person: Person, at: datetime) -> int:
    """Closes the requests that wait: there is nobody left to answer; their dates stay."""
    return DataRequest.objects.filter(email__in=person.emails).update(
        email="",
        outcome=RequestOutcome.DONE,
        note=_("The person was erased meanwhile."),
        closed_at=at,
    )


def forget_account(person: Person, at: datetime) -> int:
    """Deletes the account with all that is the account's: addresses, factors, sessions, avatar.

    What others typed of these addresses without proving them goes too.
    """
    typed = EmailAddress.objects.annotate(lower=Lower("email"))
    typed.filter(lower__in=person.emails, verified=False).delete()
    keys = sessions_of(person)
    Session.objects.filter(session_key__in=keys).delete()
    user = User.objects.filter(pk=person.user_id).first() if person.user_id else None
    if user is None:
        return len(keys)
    for profile in UserProfile.objects.filter(user=user).exclude(avatar=""):
        _delete_file(str(profile.avatar.name))
    user.delete()
    return len(keys) + 1


def _delete_file(name: str) -> None:
    if name:
        transaction.on_commit(partial(default_storage.delete, name), robust=True)
