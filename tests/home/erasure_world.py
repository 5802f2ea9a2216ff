"""Somebody with a name that is nowhere else, and a row in every table that can hold it."""

import io
import zipfile
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.admin.models import EditingSession, FormState
from wagtail.log_actions import log
from wagtail.models import (
    Comment as PageComment,
)
from wagtail.models import (
    CommentReply,
    PageSubscription,
    Task,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowState,
)
from wagtail.users.models import UserProfile

from engagements.models import CommitmentUpdate
from home.enums import MessageStatus
from home.models import ContactMessage
from participation import actions
from participation.enums import Channel, FileKind, Moderation, Verdict, Wish
from participation.ideas.models import Idea, IdeaConsultation
from participation.models import (
    Amendment,
    Answer,
    Appeal,
    Assignment,
    Attachment,
    Contribution,
    ContributionImport,
    ExportRecord,
    ModerationDecision,
    PaperEntry,
    PrivateNote,
    PromiseVerdict,
    Report,
)
from portal.accounts.models import User
from portal.cms.models import PortalDocument, PortalImage
from portal.owndata.models import DataRequest
from portal.security.actions import record_event
from portal.uploads import picture
from tests.factories.accounts import PASSWORD
from tests.factories.engagements import CommitmentFactory, DepartmentFactory
from tests.factories.home import news_page
from tests.factories.merging import promotion_asked, proposal_of
from tests.factories.participation import (
    AgentConsultationFactory,
    IdeaConsultationFactory,
    make_idea,
    published_idea,
    refused_idea,
)
from tests.factories.reactions import published_comment
from tests.home import erasure_parts
from tests.support import clock

FIRST, LAST = "Zéphyrine", "Quatrepoint"
NAME = f"{FIRST} {LAST}"
EMAIL = "zephyrine.quatrepoint@perso.test.example"
PHONE = "06 98 76 54 32"
# A number that nothing else has: found wherever it is written.
KEY = 918_273_645


@dataclass
class World:
    """The person, and what the tests look at again."""

    user: User
    call: IdeaConsultation
    closed: IdeaConsultation
    ideas: dict[str, Idea] = field(default_factory=dict)


def build() -> World:
    """Everything that somebody can leave behind, as a resident and as a member of staff."""
    user = User.objects.create_user(
        EMAIL,
        PASSWORD,
        pk=KEY,
        first_name=FIRST,
        last_name=LAST,
        display_name=NAME,
        is_agent=True,
        department_name="Service du patrimoine",
        is_superuser=True,
    )
    call = IdeaConsultationFactory.create(title="Appel ouvert")
    closed = IdeaConsultationFactory.create(
        title="Appel fermé", opens_at=clock.days(-60), closes_at=clock.days(-10)
    )
    world = World(user, call, closed)
    _account(user)
    _ideas(world)
    _files(world)
    _paper(world)
    _reactions(world)
    _consents(world)
    _messages(user)
    _staff(world)
    _editing(world)
    _traces(world)
    erasure_parts.build(user, call)
    actions.refresh_stem_frequencies()
    return world


def _account(user: User) -> None:
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    other = User.objects.create_user("autre@test.example", PASSWORD)
    EmailAddress.objects.create(user=other, email=EMAIL.upper(), verified=False)
    profile = UserProfile.get_for_user(user)
    profile.avatar.save(f"{LAST}.png", ContentFile(_png()), save=True)
    session = SessionStore()
    session["_auth_user_id"], session["_auth_user_backend"] = str(user.pk), "x"
    session.create()
    waiting = SessionStore()  # Somebody who asked for a code and has not typed it yet.
    waiting["account_login"] = {"email": EMAIL}
    waiting.create()


def _png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(target, "PNG")
    return target.getvalue()


def _ideas(world: World) -> None:
    """One idea in each state, signed; the text tells who wrote it."""
    given: dict[str, Any] = {
        "author": world.user,
        "display_name": NAME,
        "email": EMAIL,
        "text": f"Je m’appelle {NAME}, écrivez à {EMAIL} ou au {PHONE} pour en parler.",
        "place": f"Devant chez {LAST.upper()} {FIRST}",
        "wishes": [Wish.FOLLOW_UP],
        "department_name": "Service du patrimoine",
    }
    ideas = world.ideas
    ideas["published"] = published_idea(world.call, title=f"Le banc de {NAME}", **given)
    ideas["pending"] = make_idea(world.call, title="Une attente", **given)
    ideas["refused"] = refused_idea(world.call, title="Une refusée", **given)
    ideas["closed"] = published_idea(world.closed, title="Une ancienne", **given)
    for state in (Moderation.UNCONFIRMED, Moderation.STAGED, Moderation.WITHDRAWN):
        ideas[state] = make_idea(world.call, title=f"Idée {state}", **given)
        Contribution.objects.filter(pk=ideas[state].pk).update(moderation=state)
    # Before the account: by the address alone, written otherwise.
    alone = {**given, "author": None, "email": EMAIL.title()}
    ideas["by_address"] = published_idea(world.closed, title="Une d’avant", **alone)
    Appeal.objects.create(
        contribution=ideas["refused"], text=f"{NAME} conteste.", filed_at=clock.NOW
    )


def _files(world: World) -> None:
    """A photograph with its camera's memory, a document whose text says who wrote it."""
    exif = Image.Exif()
    exif[0x013B], exif[0x010E] = NAME, EMAIL
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "olive").save(target, "JPEG", exif=exif)
    cleaned = picture(ContentFile(target.getvalue(), f"{LAST}.jpg"))
    odt = io.BytesIO()
    with zipfile.ZipFile(odt, "w") as archive:
        archive.writestr("content.xml", f"<text>{NAME}, {EMAIL}</text>")
    for kind, name, content in (
        (FileKind.PICTURE, f"{LAST}.jpg", cleaned.content),
        (FileKind.DOCUMENT, f"CV {NAME}.odt", odt.getvalue()),
    ):
        Attachment.objects.create(
            contribution=world.ideas["closed"],
            kind=kind,
            file=ContentFile(content, name),
            name=name,
            description=f"{NAME} devant le banc",
            content_type="x/y",
            size=len(content),
        )


def _paper(world: World) -> None:
    entry = actions.key_in(
        activity=world.call,
        channel=Channel.PAPER,
        received_on=clock.NOW.date(),
        keyed_by=None,
        at=clock.NOW,
        title=f"Papier de {NAME}",
        text=f"Rappelez-moi au {PHONE}.",
        email=EMAIL,
        display_name=NAME,
        phone=PHONE,
    )
    entry.scan.save("scan.pdf", ContentFile(f"%PDF-1.7 {NAME}".encode()), save=False)
    entry.corrections = {"display_name": NAME, "title": f"Papié de {NAME}"}
    entry.save()
    world.ideas["paper"] = Idea.objects.get(pk=entry.contribution_id)


def _reactions(world: World) -> None:
    user, other = world.user, published_idea(world.call, title="Celle d’une autre personne")
    world.ideas["other"] = other
    signed: dict[str, Any] = {"user": user, "display_name": NAME, "email": EMAIL}
    said = published_comment(other, f"Signé {NAME}, {EMAIL}", **signed)
    published_comment(other, "Par adresse", display_name=NAME, email=EMAIL)
    actions.add_comment(
        contribution=other, text="Pour la ville", at=clock.NOW, user=user, is_official=True,
        display_name=NAME,
    )  # fmt: skip
    Appeal.objects.create(comment=said, text=f"{NAME} insiste.", filed_at=clock.NOW)
    supporter = actions.supporter_of(user=user, at=clock.NOW)
    actions.support_contribution(contribution=other, supporter=supporter, user=user, at=clock.NOW)
    actions.file_report(
        subject=other, reason="offensive", at=clock.NOW, text=f"Signalé par {NAME}", email=EMAIL
    )
    # Somebody else wrote this address in what they gave from their own account.
    lender = User.objects.get(email="autre@test.example")
    published_idea(world.call, title="Prêtée", author=lender, email=EMAIL)


def _consents(world: World) -> None:
    agents = AgentConsultationFactory.create(title="Entre agents")
    source = published_idea(agents, title="Une idée d’agent", author=world.user, display_name=NAME)
    promotion = promotion_asked(source, world.call, officer=world.user)
    actions.accept_promotion(promotion=promotion, display_name=NAME, at=clock.NOW)
    kept = published_idea(world.call, title="Gardée")
    proposal_of(published_idea(world.call, title="Proposée"), kept, officer=world.user)


def _messages(user: User) -> None:
    ContactMessage.objects.create(
        wish="comment",
        message=f"Bonjour, ici {NAME}, {PHONE}.",
        name=NAME,
        email=EMAIL.upper(),
        form_token="a",
        sent_at=clock.NOW,
    )
    ContactMessage.objects.create(
        wish="comment",
        message="D’une autre personne",
        form_token="b",
        sent_at=clock.NOW,
        status=MessageStatus.HANDLED,
        handled_at=clock.NOW,
        handled_by=user,
    )
    DataRequest.objects.create(
        kind="erasure",
        email=EMAIL,
        received_on=clock.NOW.date(),
        reason="Lettre du 4 mai",
        opened_at=clock.NOW,
        opened_by=user,
    )
    DataRequest.objects.create(
        kind="access",
        received_on=clock.NOW.date(),
        reason="Lettre du 2 mai",
        opened_at=clock.NOW,
        outcome="done",
        note="Données remises",
        closed_at=clock.NOW,
        closed_by=user,
    )


def _staff(world: World) -> None:
    """What the person did for the city."""
    user, other, at = world.user, world.ideas["other"], clock.NOW
    Contribution.objects.filter(pk=other.pk).update(moderated_by=user)
    ModerationDecision.objects.filter(contribution=other).update(decided_by=user)
    refused = refused_idea(world.call, title="Refusée à une autre")
    Appeal.objects.create(
        contribution=refused, text="Non", filed_at=at, upheld=False, answer="Si",
        decided_at=at, decided_by=user,
    )  # fmt: skip
    Report.objects.create(
        contribution=other, reason="offensive", filed_at=at, upheld=False, handled_at=at,
        handled_by=user,
    )  # fmt: skip
    PrivateNote.objects.create(contribution=other, text="Une note", author=user, written_at=at)
    Assignment.objects.create(
        contribution=other, department=DepartmentFactory.create(), person=user, assigned_by=user,
        assigned_at=at,
    )  # fmt: skip
    _lists(world)


def _lists(world: World) -> None:
    """Exports, imports, coupons, papers, amendments, verdicts, news of commitments."""
    user, at = world.user, clock.NOW
    ExportRecord.objects.create(
        activity=world.call, reason="Répondre", row_count=1, exported_at=at, exported_by=user
    )
    ContributionImport.objects.create(
        activity=world.call, name="a.csv", created_at=at, created_by=user, undone_by=user
    )
    actions.make_batch(activity=world.call, count=1, label="", made_by=user, at=at)
    keyed = actions.key_in(
        activity=world.call, channel=Channel.PAPER, received_on=at.date(), keyed_by=user, at=at,
        title="Saisie", text="Un texte",
    )  # fmt: skip
    PaperEntry.objects.filter(pk=world.ideas["paper"].paper_entry.pk).update(verified_by=user)
    assert keyed.keyed_by_id == user.pk
    Amendment.objects.create(
        activity=world.call, term="promise", before="a", after="b", reason="Il le fallait",
        decided_at=at, decided_by=user,
    )  # fmt: skip
    PromiseVerdict.objects.create(
        activity=world.closed, outcome="kept", reasons="Oui", given_at=at, given_by=user
    )
    CommitmentUpdate.objects.create(
        commitment=CommitmentFactory.create(), status="under_way", text="Avance", recorded_by=user,
        recorded_at=at, reported_on=at.date(), author_function="Service",
    )  # fmt: skip


def _editing(world: World) -> None:
    """Pages, images and documents made by the person, versions and comments that name them."""
    user = world.user
    page = news_page(title="Une nouvelle", owner=user)
    page.locked, page.locked_by, page.locked_at = True, user, timezone.now()
    comment = PageComment(page=page, user=user, text=f"Vu par {NAME}", contentpath="title")
    comment.resolved_by = user
    page.wagtail_admin_comments = [comment]
    page.save()
    page.save_revision(user=user, log_action=True)
    stored = PageComment.objects.get()
    CommentReply.objects.create(comment=stored, user=user, text="Oui")
    PageSubscription.objects.create(page=page, user=user, comment_notifications=True)
    PortalImage.objects.create(
        title="Vue", file=ContentFile(_png(), "vue.png"), uploaded_by_user=user, description="x"
    )
    PortalDocument.objects.create(
        title="Plan", file=ContentFile(b"%PDF", "plan.pdf"), uploaded_by_user=user
    )
    UploadedFile.objects.create(file=ContentFile(NAME.encode(), "a.txt"), uploaded_by_user=user)
    # Made here: a test with transactions of its own empties what migrations wrote.
    task, workflow = Task.objects.create(name="Lire"), Workflow.objects.create(name="Relire")
    state = WorkflowState.objects.create(
        content_type=ContentType.objects.get_for_model(page), object_id=str(page.pk),
        base_content_type=ContentType.objects.get_for_model(page), workflow=workflow,
        requested_by=user,
    )  # fmt: skip
    TaskState.objects.create(
        workflow_state=state, task=task, revision=page.latest_revision, finished_by=user
    )
    answer = Answer.objects.create(
        contribution=world.ideas["other"], verdict=Verdict.DECLINED, text="Non", live=False,
        answered_by=user, locked=True, locked_by=user,
    )  # fmt: skip
    answer.save_revision(user=user)
    world.call.locked, world.call.locked_by = True, user
    world.call.save()
    world.call.save_revision(user=user)


def _traces(world: World) -> None:
    """Journals, unfinished forms, security events."""
    user = world.user
    other = User.objects.get(email="autre@test.example")
    log(instance=user, action="wagtail.edit", user=other, data={"title": NAME})
    log(instance=world.ideas["published"], action="wagtail.edit", user=user, data={"par": EMAIL})
    user_type = ContentType.objects.get_for_model(User)
    quoted = quote_plus(f"Je m’appelle {NAME}")
    for of, key, data in (
        (other, str(user.pk), f"last_name={LAST}"),
        (other, str(other.pk), f"text={quoted}"),
        (user, "", "a=b"),
    ):
        FormState.objects.create(
            user=of, content_type=user_type, object_id=key, data=data,
            last_updated_at=timezone.now(),
        )  # fmt: skip
    EditingSession.objects.create(
        user=user, content_type=user_type, object_id=str(other.pk), last_seen_at=timezone.now()
    )
    record_event("accounts.session.opened", actor=user)
    record_event("accounts.role.given", actor=other, user=user.pk)
