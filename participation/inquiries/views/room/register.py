"""The register in the room: read whole, filed under themes, masked where the law forbids words."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.cms.keyset import BadCursor
from portal.decisions import Refused
from portal.plain_text import clean_line

from ....views.files import harmless_file
from ...actions import mask, reply_to_observation, unmask
from ...actions.noting import file_under
from ...enums import MaskingGround, ObservationChannel
from ...forms.room import MaskForm, ReplyForm, ThemesForm, UnmaskForm
from ...models import Observation, ObservationFile
from ...queries import room as queries
from ...queries.room import NO_THEME, Wanted
from .door import ANYBODY, Seat, drawn, room


@room(ANYBODY, ("GET", "HEAD"))
def observations(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The register by number, narrowed down by words, channel, theme, files, masking."""
    tags = list(queries.themes(seat.inquiry)) if seat.leads else []
    wanted = _wanted(request, seat, {str(tag.pk) for tag in tags})
    try:
        page = queries.observations(seat.inquiry, wanted, request.GET.get("page"))
    except BadCursor as error:
        raise Http404 from error
    kept = {name: value for name, value in request.GET.items() if name != "page"}
    return drawn(
        request,
        seat,
        "inquiries/room/observations.html",
        _("Observations"),
        page=page,
        wanted=wanted,
        count=queries.how_many(seat.inquiry, wanted),
        tags=tags,
        channels=ObservationChannel.choices,
        no_theme=NO_THEME,
        next_url=_linked(kept, page.next_cursor),
        previous_url=_linked(kept, page.previous_cursor),
    )


def _linked(kept: Mapping[str, Any], cursor: str | None) -> str:
    return f"?{urlencode({**kept, 'page': cursor})}" if cursor else ""


def _wanted(request: HttpRequest, seat: Seat, tags: set[str]) -> Wanted:
    """What the address asks for; a choice that does not exist is no choice."""
    asked = request.GET
    channel, theme = asked.get("voie", ""), asked.get("theme", "")
    return Wanted(
        words=clean_line(asked.get("mots", ""))[:100],
        channel=channel if channel in ObservationChannel.values else "",
        theme=theme if seat.leads and theme in {*tags, NO_THEME} else "",
        masked=asked.get("masquees") == "1",
        with_files=asked.get("fichiers") == "1",
        newest_first=asked.get("ordre") == "recentes",
    )


def _found(seat: Seat, number: int) -> Observation:
    found = queries.observation_of(seat.inquiry, number)
    if found is None:
        raise Http404
    return found


@room(ANYBODY)
def observation(request: HttpRequest, seat: Seat, number: int) -> HttpResponse:
    """One observation, whole for who reads all; what may be done about it by this person."""
    one = _found(seat, number)
    if request.method != "POST":
        return _observation_page(request, seat, one)
    doing = {
        "themes": (seat.leads, _file_under),
        "masquer": (seat.leads, _mask),
        "montrer": (seat.leads, _unmask),
        "repondre": (seat.is_applicant, _reply),
    }
    allowed, action = doing.get(request.POST.get("action", ""), (False, None))
    if not allowed or action is None:
        raise PermissionDenied
    return action(request, seat, one)


def _observation_page(
    request: HttpRequest, seat: Seat, one: Observation, *, status: int = 200, **forms: Any
) -> HttpResponse:
    last = seat.register.last_number
    context: dict[str, Any] = {
        "observation": one,
        "shows_text": seat.reads_all or not one.is_masked,
        "files": [file for file in one.files.all() if seat.reads_all or not file.is_masked],
        "hidden_files": sum(file.is_masked for file in one.files.all()),
        "masked_files": [file for file in one.files.all() if file.is_masked],
        "previous_url": _beside(seat, one.number - 1) if one.number > 1 else "",
        "next_url": _beside(seat, one.number + 1) if one.number < last else "",
    }
    if seat.leads:
        known = list(queries.themes(seat.inquiry))
        filed = [tagging.tag_id for tagging in one.taggings.all()]
        context["themes_form"] = ThemesForm(known=known, initial={"tags": filed})
        context["mask_form"] = MaskForm(observation=one)
        context["unmask_form"] = UnmaskForm()
    if seat.is_applicant:
        context["reply_form"] = ReplyForm(with_subject=False)
    faulty = next((form for form in forms.values() if form.errors), None)
    title = _("Observation %(number)s") % {"number": one.number}
    known_context = {**context, **forms, "form": faulty}
    return drawn(
        request, seat, "inquiries/room/observation.html", title, status=status, **known_context
    )


def _beside(seat: Seat, number: int) -> str:
    return seat.page("observation", number=number)


def _done(request: HttpRequest, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(request.path)


def _file_under(request: HttpRequest, seat: Seat, one: Observation) -> HttpResponse:
    form = ThemesForm(request.POST, known=list(queries.themes(seat.inquiry)))
    if form.is_valid():
        new = form.cleaned_data["new"]
        try:
            file_under(observation=one, by=seat.member, tags=form.chosen(), new=new)
        except Refused as refused:
            form.add_error("new", refused.reason.label)
        else:
            return _done(request, _("The themes of this observation are kept."))
    return _observation_page(request, seat, one, themes_form=form)


def _part(one: Observation, what: str) -> ObservationFile | None:
    """The file that a form names; None for the text. 404 for a file of another observation."""
    if what == "text":
        return None
    for file in one.files.all():
        if str(file.pk) == what:
            found: ObservationFile = file
            return found
    raise Http404


def _mask(request: HttpRequest, seat: Seat, one: Observation) -> HttpResponse:
    form = MaskForm(request.POST, observation=one)
    if form.is_valid():
        given = form.cleaned_data
        try:
            mask(
                observation=one,
                file=_part(one, given["what"]),
                by=seat.member,
                ground=MaskingGround(given["ground"]),
                reason=given["reason"],
                passages=form.places,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("what", refused.reason.label)
        else:
            return _done(request, _("It is masked; the public reads why, and that you decided it."))
    return _observation_page(request, seat, one, mask_form=form)


def _unmask(request: HttpRequest, seat: Seat, one: Observation) -> HttpResponse:
    form = UnmaskForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        file = _part(one, given["what"])
        try:
            unmask(
                observation=one,
                file=file,
                by=seat.member,
                reason=given["reason"],
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error("reason", refused.reason.label)
        else:
            return _done(request, _("It is shown to the public again."))
    return _observation_page(request, seat, one, unmask_form=form)


def _reply(request: HttpRequest, seat: Seat, one: Observation) -> HttpResponse:
    form = ReplyForm(request.POST, with_subject=False)
    if form.is_valid():
        reply_to_observation(
            inquiry=seat.inquiry,
            by=seat.member,
            observation=one,
            text=form.cleaned_data["text"],
            at=timezone.now(),
        )
        return _done(request, _("Your reply is public."))
    return _observation_page(request, seat, one, reply_form=form)


@room(ANYBODY)
def replies(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What the project owner replies on a theme, to all observations about it at once."""
    if not seat.is_applicant:
        raise PermissionDenied
    form = ReplyForm(request.POST or None, with_subject=True)
    if request.method == "POST" and form.is_valid():
        reply_to_observation(
            inquiry=seat.inquiry, by=seat.member, at=timezone.now(), **form.cleaned_data
        )
        return _done(request, _("Your reply is public."))
    given = seat.inquiry.replies.select_related("observation").order_by("-replied_at", "-pk")[:200]
    return drawn(
        request, seat, "inquiries/room/replies.html", _("Reply by theme"), form=form, replies=given
    )


@room(ANYBODY, ("GET", "HEAD"))
def observation_file(
    request: HttpRequest, seat: Seat, number: int, pk: int, filename: str
) -> HttpResponse:
    """A file of an observation; a masked one for who reads all alone."""
    one = _found(seat, number)
    found = next((file for file in one.files.all() if file.pk == pk), None)
    if found is None or found.file_name != filename or (found.is_masked and not seat.reads_all):
        raise Http404
    shown = found.content_type.startswith("image/")
    return harmless_file(found.file, found.file_name, found.content_type, shown=shown, public=False)
