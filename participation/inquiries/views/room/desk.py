"""The first page of the room, its invitations, its themes, its notes, what waits in the mailbox."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.accounts.queries import verified_addresses
from portal.decisions import Refused

from ....models import Activity
from ....views.files import harmless_file
from ... import room_mails, room_rules
from ...actions.noting import note_record, remove_tag, rename_tag, settle_mail
from ...actions.seats import accept_invitation
from ...enums import ObservationChannel
from ...forms.room import RecordForm, SettleForm, TagNameForm
from ...models import MailMessage, RoomRecord, Tag
from ...queries import due_of, first_end_of
from ...queries import room as queries
from ...queries.seats import is_of_city, sealed_invitation
from .door import ANYBODY, LEADERS, Seat, drawn, room


@room(ANYBODY, ("GET", "HEAD"))
def desk(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Where the procedure stands, what waits, what is due when."""
    found = queries.figures(seat.inquiry)
    return drawn(
        request,
        seat,
        "inquiries/room/desk.html",
        _("Room of the procedure"),
        figures=found,
        channels=[
            (channel.label, found.by_channel.get(channel.value, 0))
            for channel in ObservationChannel
        ],
        dues=due_of(seat.inquiry),
        today=timezone.localdate(),
        first_end=first_end_of(seat.inquiry),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, activity: Activity, token: str) -> HttpResponse:
    """What a mailed invitation opens: says what the seat is; only the button takes it."""
    found = sealed_invitation(room_mails.SEAL, token, days=room_mails.INVITATION_DAYS)
    if found is None or found.member.inquiry_id != activity.pk:
        raise Http404
    user = request.user
    if not isinstance(user, User):
        return redirect_to_login(request.get_full_path())
    if found.accepted_by_id == user.pk and found.ended_at is None:
        return HttpResponseRedirect(found.member.inquiry.page("room_desk"))
    addresses = frozenset(verified_addresses(user))
    decision = room_rules.may_accept(found, addresses=addresses, is_of_city=is_of_city(user))
    if request.method == "POST" and decision:
        try:
            accept_invitation(invitation=found, user=user, addresses=addresses, at=timezone.now())
        except Refused as refused:
            decision = decision._replace(allowed=False, reason=refused.reason)
        else:
            messages.success(request, _("The room of the procedure is open to you."))
            return HttpResponseRedirect(found.member.inquiry.page("room_desk"))
    context = {
        "inquiry": found.member.inquiry,
        "member": found.member,
        "decision": decision,
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Take part"), "/participer/"),
            (activity.title, activity.url),
            (_("My seat"), None),
        ],
    }
    status = 200 if decision else 403
    return render(request, "inquiries/room/invitation.html", context, status=status)


@room(LEADERS)
def themes(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The themes of the commissioner, with how many observations each holds; rename, remove."""
    form = TagNameForm()
    faulty = 0
    if request.method == "POST":
        tag = get_object_or_404(Tag, pk=_number(request, "theme"), inquiry=seat.inquiry)
        if request.POST.get("action") == "retirer":
            remove_tag(tag=tag, by=seat.member)
            messages.success(request, _("The theme is removed; observations stay as they are."))
            return HttpResponseRedirect(request.path)
        form = TagNameForm(request.POST)
        if form.is_valid():
            try:
                rename_tag(tag=tag, by=seat.member, name=form.cleaned_data["name"])
            except Refused as refused:
                form.add_error("name", refused.reason.label)
            else:
                messages.success(request, _("The theme has its new name."))
                return HttpResponseRedirect(request.path)
        faulty = tag.pk
    found = list(queries.themes(seat.inquiry))
    lines = [
        (tag, form if tag.pk == faulty else TagNameForm(initial={"name": tag.name}, prefix=""))
        for tag in found
    ]
    for tag, one in lines:
        one.auto_id = f"theme_{tag.pk}_%s"
    context = {"lines": lines, "form": form if faulty else None}
    return drawn(
        request,
        seat,
        "inquiries/room/themes.html",
        _("Themes"),
        status=409 if faulty else 200,
        **context,
    )


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    if not (typed.isascii() and typed.isdigit()):
        raise Http404
    return int(typed[:18])


@room(LEADERS)
def records(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Visits, meetings and people heard; notes for the report, read by nobody else."""
    form = RecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note_record(inquiry=seat.inquiry, by=seat.member, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("It is noted."))
        return HttpResponseRedirect(request.path)
    found = RoomRecord.objects.filter(inquiry=seat.inquiry)[:200]
    return drawn(
        request,
        seat,
        "inquiries/room/records.html",
        _("Visits and meetings"),
        form=form,
        records=found,
    )


@room(LEADERS)
def mails(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Mails that are not in the register, or not whole: each with why; said what was done."""
    form, faulty = SettleForm(), 0
    if request.method == "POST":
        mail = get_object_or_404(MailMessage, pk=_number(request, "mail"), inquiry=seat.inquiry)
        form = SettleForm(request.POST)
        if form.is_valid():
            note = form.cleaned_data["note"]
            try:
                settle_mail(mail=mail, by=seat.member, note=note, at=timezone.now())
            except Refused as refused:
                messages.error(request, refused.reason.label)
            else:
                messages.success(request, _("It is settled, and stays in the file."))
            return HttpResponseRedirect(request.path)
        faulty = mail.pk
    waiting = list(queries.mails_aside(seat.inquiry)[:200])
    lines = []
    for one in waiting:
        shown = form if one.pk == faulty else SettleForm()
        shown.auto_id = f"mail_{one.pk}_%s"
        lines.append((one, shown))
    return drawn(
        request,
        seat,
        "inquiries/room/mails.html",
        _("Mails kept aside"),
        form=form if faulty else None,
        lines=lines,
        settled=queries.mails_settled(seat.inquiry),
    )


@room(LEADERS, ("GET", "HEAD"))
def mail_file(request: HttpRequest, seat: Seat, pk: int) -> HttpResponse:
    """A mail as it came, to be opened with a mail program."""
    mail = get_object_or_404(MailMessage, pk=pk, inquiry=seat.inquiry)
    name = f"courriel-{mail.pk}.eml"
    return harmless_file(mail.raw, name, "message/rfc822", shown=False, public=False)
