"""What Wagtail, the security log and the register of requests keep about a person."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext
from wagtail.models import ModelLogEntry, PageLogEntry

from portal.accounts.personal_data import (
    Authored,
    DataSource,
    Kept,
    Person,
    Taken,
    staff_source,
)
from portal.security.models import SecurityEvent

from ..actions.forgetting import forget_events, forget_requests, forget_traces
from ..models import DataRequest

_BATCH = 500


def _traces(person: Person) -> Iterable[Taken]:
    if person.user_id is None:
        return
    for model in (PageLogEntry, ModelLogEntry):
        rows = model.objects.filter(user=person.user_id).order_by("timestamp", "pk")
        for entry in rows.iterator(chunk_size=_BATCH):
            yield Taken.of(
                ("at", _("When"), entry.timestamp),
                ("action", _("What was done"), str(entry.action)),
                ("about", _("About"), entry.label),
            )


def _trace_figures(person: Person) -> Iterable[Kept]:
    if person.user_id is None:
        return
    entries = sum(
        model.objects.filter(user=person.user_id).count() for model in (PageLogEntry, ModelLogEntry)
    )
    label = npgettext(
        "own data",
        "entry of the journal of the admin",
        "entries of the journal of the admin",
        entries,
    )
    yield Kept(label, entries)


TRACES = DataSource(
    "editing",
    _("Work in the admin"),
    _traces,
    forget_traces,
    order=900,
    fate=_(
        "Pages, images and documents are the city’s and stay; your name goes out of their history. "
        "Your comments on drafts and what you were writing are erased."
    ),
    summary=_trace_figures,
)


EDITORIAL = staff_source(
    "editorial",
    _("Pages, images, documents and requests that you handled"),
    (
        Authored("cms.PortalImage", "uploaded_by_user", "created_at"),
        Authored("cms.PortalDocument", "uploaded_by_user", "created_at"),
        Authored("wagtailcore.WorkflowState", "requested_by", "created_at"),
        Authored("wagtailcore.TaskState", "finished_by", "finished_at"),
        Authored("wagtailcore.Revision", "user", "created_at"),
        Authored("wagtailcore.Page", "owner"),
        Authored("agents.AgentInvitation", "invited_by", "invited_at"),
        Authored("agents.AgentRequest", "decided_by", "decided_at"),
        Authored("agents.AgentStatus", "granted_by", "granted_at"),
        Authored("agents.AgentStatus", "ended_by", "ended_at"),
        Authored("agents.CodeBatch", "made_by", "made_at"),
        Authored("identity.Reconnection", "decided_by", "decided_at"),
        Authored("privacy.RetentionRun", "started_by", "started_at"),
        Authored("subscriptions.Letter", "written_by", "written_at"),
        Authored("subscriptions.Letter", "sent_by", "sent_at"),
        Authored("owndata.DataRequest", "opened_by", "opened_at"),
        Authored("owndata.DataRequest", "closed_by", "closed_at"),
    ),
)


def _events(person: Person) -> Iterable[Taken]:
    if person.user_id is None:
        return
    for event in SecurityEvent.objects.filter(actor=person.user_id).order_by("pk").iterator():
        yield Taken.of(("at", _("When"), event.at), ("event", _("Event"), event.event))


def _event_figures(person: Person) -> Iterable[Kept]:
    found = SecurityEvent.objects.filter(actor=person.user_id) if person.user_id else None
    count = found.count() if found is not None else 0
    yield Kept(npgettext("own data", "security event", "security events", count), count)


EVENTS = DataSource(
    "security_events",
    _("Security log"),
    _events,
    forget_events,
    order=910,
    fate=_("What happened stays as long as the log is kept; it does not say any more to whom."),
    summary=_event_figures,
)


def _requests(person: Person) -> Iterable[Taken]:
    for each in DataRequest.objects.filter(email__in=person.emails).order_by("pk"):
        yield Taken.of(
            ("reference", _("Number"), each.reference),
            ("request", _("Request"), str(each.get_kind_display())),
            ("received_on", _("Received on"), each.received_on),
            ("due_on", _("To be answered by"), each.due_on),
            ("email", _("E-mail address"), each.email),
        )


def _request_figures(person: Person) -> Iterable[Kept]:
    count = DataRequest.objects.filter(email__in=person.emails).count()
    yield Kept(
        npgettext("own data", "request being handled", "requests being handled", count), count
    )


REQUESTS = DataSource(
    "data_requests",
    _("Requests about your data"),
    _requests,
    forget_requests,
    order=920,
    fate=_("The number, the dates and the outcome stay, as a proof; your address is erased."),
    summary=_request_figures,
)
